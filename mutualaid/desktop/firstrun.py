"""The first half minute: make an office, open one that is there, or look around in a sample.

One thing a step, an obvious way back, and the recovery words once, to be put on paper and proved by typing some.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QStackedWidget, QWidget

from mutualaid.desktop.door_frame import DoorFrame, short_path
from mutualaid.desktop.door_steps import ProofStep, Step, WordsStep, folder_dialog
from mutualaid.desktop.doors import Doors
from mutualaid.desktop.preferences import default_folder
from mutualaid.desktop.recovery.state import Sheets
from mutualaid.desktop.tasks import Tasks
from mutualaid.desktop.widgets.choice import Choice
from mutualaid.desktop.widgets.forms import Form
from mutualaid.desktop.widgets.messages import MessageBar
from mutualaid.desktop.widgets.new_passphrase import NewPassphrase
from mutualaid.desktop.widgets.offers import zone_offers, zone_words
from mutualaid.desktop.widgets.words import Button, Said, Words, plain_label
from mutualaid.language.catalog import N_, tr
from mutualaid.language.errors import sentence
from mutualaid.records.errors import Fault

if TYPE_CHECKING:
    from mutualaid.services.office import Office

_DEFAULT_ZONE = "chi-30"


class FirstRunWindow(DoorFrame):
    """`opened` carries the office; `existing` the folder of a store that is there already; `restore_asked` goes to
    the window that restores a backup.
    """

    opened = Signal(object)
    existing = Signal(object)
    restore_asked = Signal()

    def __init__(self, doors: Doors, tasks: Tasks, *, folder: Path | None = None) -> None:
        super().__init__(width=560)
        self._doors, self._tasks = doors, tasks
        self.folder = folder or default_folder()
        self._office: Office | None = None
        self.messages = MessageBar()
        self.steps = QStackedWidget()
        self.card.body.addWidget(self.messages)
        self.card.body.addWidget(self.steps)
        for step in (self._welcome(), self._about(), self._secret()):
            self.steps.addWidget(step)
        self.words_step = WordsStep(tasks, self._to_proof, self.other_sheets)
        self.proof_step = ProofStep(self.prove, lambda: self.show_step(3))
        self.steps.addWidget(self.words_step)
        self.steps.addWidget(self.proof_step)
        self.retranslate()
        self.new_button.setFocus()

    def _welcome(self) -> QWidget:
        step = Step(
            N_("Welcome"),
            N_(
                "This program keeps what your neighbors need on this computer only, encrypted. "
                "It never connects to the internet."
            ),
        )
        self.new_button = Button(N_("Make a new office"), lambda: self.show_step(1), role="primary")
        self.existing_button = Button(N_("Open an office that is on this computer…"), self._pick_existing)
        self.sample_button = Button(N_("Look around in a sample office"), self.try_sample)
        self.backup_button = Button(N_("Restore a backup…"), self.restore_asked.emit)
        for button in (self.new_button, self.existing_button, self.backup_button, self.sample_button):
            button.setMinimumHeight(44)
            step.body.addWidget(button)
        step.body.addWidget(
            Said(N_("The sample office holds invented people only, and is gone when you close it."), role="subtle")
        )
        step.body.addStretch(1)
        return step

    def _about(self) -> QWidget:
        step = Step(N_("Your office"), N_("Changes are marked with the coordinator's name; an alias will do."))
        self.coordinator = QLineEdit()
        self.coordinator.setMaxLength(60)
        self.coordinator.returnPressed.connect(self.to_secret)
        self.zone = Choice()
        place = QWidget()
        row = QHBoxLayout(place)
        row.setContentsMargins(0, 0, 0, 0)
        self.folder_label = plain_label()
        self.folder_button = Button(N_("Another folder…"), self._pick_folder)
        row.addWidget(self.folder_label, 1)
        row.addWidget(self.folder_button)
        place.setFocusProxy(self.folder_button)
        self.about = Form()
        self.about.add("coordinator", N_("Your name or an alias"), self.coordinator, required=True)
        self.about.add(
            "zone", N_("Where the office is"), self.zone, hint=N_("Type part of a name, such as Pilsen or Villita.")
        )
        self.about.add("folder", N_("Where its files lie"), place)
        step.body.addWidget(self.about)
        step.foot(
            Button(N_("Go on"), self.to_secret, role="primary"),
            Button(N_("Back"), lambda: self.show_step(0), role="quiet"),
        )
        return step

    def _secret(self) -> QWidget:
        step = Step(
            N_("A passphrase"),
            N_("It opens the office, and nobody can look it up for you. Long beats tricky: six words are good."),
        )
        self.secret = NewPassphrase(self._doors.check_passphrase, self._doors.suggest_passphrase, self.make)
        step.body.addWidget(self.secret)
        self.make_button = Button(N_("Make the office"), self.make, role="primary")
        step.foot(self.make_button, Button(N_("Back"), lambda: self.show_step(1), role="quiet"))
        return step

    def retranslate(self) -> None:
        """What no Said or Button says."""
        if not hasattr(self, "words_step"):
            return
        from mutualaid.records.zones import chicago

        chosen = self.zone.code() or _DEFAULT_ZONE
        self.zone.set_choices(zone_offers(chicago()), also=zone_words(chicago()))
        self.zone.set_code(chosen)
        self.folder_label.setText(short_path(self.folder))

    def show_step(self, step: int) -> None:
        """Go to a step: welcome, office, passphrase, words, proof."""
        self.messages.hide()
        self.steps.setCurrentIndex(step)
        self.steps.updateGeometry()  # a hidden step that was filled told nobody how high it is now
        starts = (
            self.new_button,
            self.coordinator,
            self.secret.first,
            self.words_step.panel.written,
            self.proof_step.form.lines[0],
        )
        starts[step].setFocus()

    def _pick_folder(self) -> None:
        dialog = folder_dialog(self, self.folder)
        dialog.fileSelected.connect(self._new_folder)
        dialog.open()

    def _new_folder(self, picked: str) -> None:
        folder = Path(picked)
        # A folder with other things in it stays as it is: the office gets its own inside.
        self.folder = folder / "mutualaid-office" if folder.is_dir() and any(folder.iterdir()) else folder
        self.folder_label.setText(short_path(self.folder))

    def _pick_existing(self) -> None:
        dialog = folder_dialog(self, self.folder if self.folder.is_dir() else Path.home())
        dialog.fileSelected.connect(self.take_existing)
        dialog.open()

    def take_existing(self, picked: str) -> None:
        """Open the store that lies in a folder, if one does."""
        folder = Path(picked)
        if self._doors.exists(folder):
            self.existing.emit(folder)
        else:
            self.messages.tell(tr("No office lies in that folder. Choose the folder that holds its files."), "fault")

    def to_secret(self) -> None:
        """Check the name, and that nothing lies in the folder."""
        errors: dict[str, Words] = {}
        if not self.coordinator.text().strip():
            errors["coordinator"] = N_("Type a name or an alias.")
        if self._doors.exists(self.folder):
            errors["folder"] = N_("An office lies there already. Choose another folder, or go back and open it.")
        if self.about.set_errors(errors):
            self.show_step(2)

    def make(self) -> None:
        """Check the passphrase and make the store, off the window's thread."""
        if not self.secret.ready() or not self.make_button.isEnabled():
            return
        secret, name, zone, folder = self.secret.text(), self.coordinator.text().strip(), self.zone.code(), self.folder
        self._set_busy(True)
        self._tasks.compute(
            lambda progress: self._doors.create(
                folder, passphrase=secret, coordinator=name, zone=zone or _DEFAULT_ZONE, progress=progress
            ),
            self._made,
            owner=self,
            title=tr("Making the office"),
            fail=self._refused,
            stopped=lambda: self._set_busy(False),
        )

    def try_sample(self) -> None:
        """Make the sample office, off the window's thread."""
        self._set_busy(True)
        self._tasks.compute(
            self._doors.sample,
            self.opened.emit,
            owner=self,
            title=tr("Making the sample office"),
            fail=self._refused,
            stopped=lambda: self._set_busy(False),
        )

    def _set_busy(self, busy: bool) -> None:
        resting = (self.make_button, self.new_button, self.existing_button, self.sample_button, self.backup_button)
        for button in (*resting, self.words_step.other_way):
            button.setEnabled(not busy)

    def _refused(self, fault: Fault) -> None:
        self._set_busy(False)
        self.messages.tell(sentence(fault), "fault")

    def failed(self) -> None:
        """Something unforeseen happened: let her try again."""
        self._set_busy(False)

    def _made(self, made: tuple[Office, str]) -> None:
        self.secret.clear()
        self._office, words = made
        self._show_words([words])

    def _show_words(self, texts: Sequence[str]) -> None:
        self._set_busy(False)
        if self._office is None:
            return
        sheets = Sheets(texts, [self._doors.spelled(text) for text in texts])
        self.words_step.show_sheets(sheets, label=self._doors.sheet_label(self._office), store=self.folder)
        self.show_step(3)

    def other_sheets(self) -> None:
        """Make three sheets instead of one, or one instead of three; the words shown before open nothing any more."""
        office, before = self._office, self.words_step.panel.sheets
        if office is None or before is None:
            return
        quorum = len(before) == 1
        self._set_busy(True)
        self._tasks.compute(
            lambda _progress: self._doors.new_sheets(office, quorum=quorum),
            self._show_words,
            owner=self,
            title="",
            fail=self._refused,
        )

    def _to_proof(self) -> None:
        sheets = self.words_step.panel.sheets
        if sheets is not None:
            self.proof_step.form.ask(sheets)
            self.show_step(4)

    def prove(self) -> None:
        """The words asked for were typed right: the office opens, and the words leave this window."""
        if not self.proof_step.form.proved() or self._office is None:
            return
        self.words_step.panel.forget()
        self.proof_step.form.clear()
        office, self._office = self._office, None
        self.opened.emit(office)

    def abandon(self) -> Office | None:
        """The window is closed before the words were proved: the office that is open, for the caller to close."""
        office, self._office = self._office, None
        return office
