"""Restoring a backup, one thing a step: which file and where to, the recovery words, a new passphrase."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QStackedWidget, QWidget

from mutualaid.desktop.door_frame import DoorFrame
from mutualaid.desktop.door_steps import Step
from mutualaid.desktop.doors import Doors
from mutualaid.desktop.rescue.places import PlaceField, ask_backup, ask_new_folder, free_folder, inside
from mutualaid.desktop.rescue.words_form import WordsForm
from mutualaid.desktop.tasks import Tasks
from mutualaid.desktop.widgets.forms import Form
from mutualaid.desktop.widgets.messages import MessageBar
from mutualaid.desktop.widgets.new_passphrase import NewPassphrase
from mutualaid.desktop.widgets.words import Button, Words
from mutualaid.language.catalog import N_, tr
from mutualaid.language.errors import sentence
from mutualaid.records.errors import Fault, WrongPassphrase

if TYPE_CHECKING:
    from mutualaid.services.office import Office

_FILE, _WORDS, _SECRET = range(3)


class RestoreWindow(DoorFrame):
    """`opened` carries the restored office; `left` goes back to where she came from."""

    opened = Signal(object)
    left = Signal()

    def __init__(self, doors: Doors, tasks: Tasks, near: Path) -> None:
        super().__init__(width=560)
        self._doors, self._tasks = doors, tasks
        self.messages = MessageBar()
        self.steps = QStackedWidget()
        self.card.body.addWidget(self.messages)
        self.card.body.addWidget(self.steps)
        self.backup = PlaceField(ask_backup)
        self.folder = PlaceField(ask_new_folder, free_folder(near))
        self.folder.picked.connect(self._pick_folder)
        for step in (self._file_step(), self._words_step(), self._secret_step()):
            self.steps.addWidget(step)
        self.backup.setFocus()

    def _file_step(self) -> QWidget:
        step = Step(
            N_("Restore a backup"),
            N_(
                "The backup becomes an office in a folder of its own. What lies on this computer stays as it is, so "
                "nothing can be made worse."
            ),
        )
        self.files = Form()
        self.files.add("backup", N_("The backup"), self.backup, required=True)
        self.files.add("folder", N_("Where the office goes"), self.folder)
        step.body.addWidget(self.files)
        step.foot(Button(N_("Go on"), self.to_words, role="primary"), Button(N_("Back"), self.left.emit, role="quiet"))
        return step

    def _words_step(self) -> QWidget:
        step = Step(
            N_("The recovery words"),
            N_(
                "A backup opens with the words on paper, never with a passphrase. The code at the top of the paper "
                "helps to find the right one."
            ),
        )
        self.words = WordsForm(self.to_secret)
        step.body.addWidget(self.words)
        step.foot(
            Button(N_("Go on"), self.to_secret, role="primary"),
            Button(N_("Back"), lambda: self.show_step(_FILE), role="quiet"),
        )
        return step

    def _secret_step(self) -> QWidget:
        step = Step(
            N_("A passphrase for it"),
            N_("The restored office gets keys of its own. Choose the passphrase that will open it from now on."),
        )
        self.name = QLineEdit()
        self.name.setMaxLength(60)
        self.about = Form()
        self.about.add("coordinator", N_("Your name or an alias"), self.name, required=True)
        self.secret = NewPassphrase(self._doors.check_passphrase, self._doors.suggest_passphrase, self.restore)
        self.name.returnPressed.connect(self.secret.first.setFocus)
        self.restore_button = Button(N_("Restore it"), self.restore, role="primary")
        step.body.addWidget(self.about)
        step.body.addWidget(self.secret)
        step.foot(self.restore_button, Button(N_("Back"), lambda: self.show_step(_WORDS), role="quiet"))
        return step

    def _pick_folder(self, picked: Path) -> None:
        place = inside(picked)
        if place != picked:
            self.folder.take(place)

    def show_step(self, step: int) -> None:
        """Go to a step: the file, the words, the passphrase."""
        self.messages.hide()
        self.steps.setCurrentIndex(step)
        (self.backup, self.words.first, self.name)[step].setFocus()

    def to_words(self) -> None:
        """Check that a file was chosen."""
        errors: dict[str, Words] = {}
        if self.backup.path is None or not self.backup.path.is_file():
            errors["backup"] = N_("Choose the file of a backup.")
        if self.files.set_errors(errors):
            self.show_step(_WORDS)

    def to_secret(self) -> None:
        """Check that words were typed; whether they are right shows when the backup is opened."""
        if self.words.ready():
            self.show_step(_SECRET)

    def restore(self) -> None:
        """Restore it, off the window's thread, with progress and Cancel."""
        named = bool(self.name.text().strip())
        errors: dict[str, Words] = {} if named else {"coordinator": N_("Type a name or an alias.")}
        if not self.about.set_errors(errors) or not self.secret.ready() or not self.restore_button.isEnabled():
            return
        backup, folder = self.backup.path, self.folder.path
        if backup is None or folder is None:
            return
        recovery, secret, name = self.words.recovery(), self.secret.text(), self.name.text().strip()
        self._set_busy(True)
        self._tasks.compute(
            lambda progress: self._doors.restore(
                backup, folder, recovery=recovery, passphrase=secret, coordinator=name, progress=progress
            ),
            self._restored,
            owner=self,
            title=tr("Restoring the backup"),
            fail=self._refused,
            stopped=self._stopped,
        )

    def _set_busy(self, busy: bool) -> None:
        self.restore_button.setEnabled(not busy)

    def _stopped(self) -> None:
        self._set_busy(False)
        self.messages.tell(tr("Stopped. Nothing was left behind."), "info")

    def _restored(self, office: Office) -> None:
        self._set_busy(False)
        self.secret.clear()
        self.words.clear()
        self.opened.emit(office)

    def _refused(self, fault: Fault) -> None:
        """Not restored: go to the step where it can be put right, and say why there."""
        self._set_busy(False)
        if isinstance(fault, WrongPassphrase):
            self.show_step(_WORDS)
            self.words.refused(fault)
        elif fault.code.startswith("passphrase_") or fault.code == "coordinator_name":
            self.messages.tell(sentence(fault), "fault")
        else:
            self.show_step(_FILE)
            self.messages.tell(sentence(fault), "fault")

    def failed(self) -> None:
        """Something unforeseen happened: let her try again."""
        self._set_busy(False)
