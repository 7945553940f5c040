"""Bringing back what can still be read from a damaged store: how it opens, where it goes, and what came of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from mutualaid.desktop.door_frame import DoorFrame, short_path
from mutualaid.desktop.door_steps import Step
from mutualaid.desktop.doors import Doors
from mutualaid.desktop.rescue import state
from mutualaid.desktop.rescue.places import PlaceField, ask_new_folder, free_folder, inside
from mutualaid.desktop.rescue.words_form import WordsForm
from mutualaid.desktop.tasks import Tasks
from mutualaid.desktop.widgets.forms import Form
from mutualaid.desktop.widgets.messages import MessageBar
from mutualaid.desktop.widgets.secret_fields import PassphraseField
from mutualaid.desktop.widgets.words import Button, Said
from mutualaid.language.catalog import N_, tr
from mutualaid.language.errors import sentence
from mutualaid.records.errors import Fault, WrongPassphrase

if TYPE_CHECKING:
    from mutualaid.services.salvaging import Salvaged


class SalvageWindow(DoorFrame):
    """`made` carries the folder of the new store; `left` goes back to where she came from."""

    made = Signal(object)
    left = Signal()

    def __init__(self, doors: Doors, tasks: Tasks, folder: Path) -> None:
        super().__init__(width=560)
        self._doors, self._tasks, self.source = doors, tasks, folder
        self.by_words = False
        self.messages = MessageBar()
        self.steps = QStackedWidget()
        self.card.body.addWidget(self.messages)
        self.card.body.addWidget(self.steps)
        self.steps.addWidget(self._begin_step())
        self.steps.addWidget(self._result_step())
        self._show_way()
        tasks.read(lambda: doors.ways(folder), self._show_ways, owner=self, fail=lambda _fault: None)

    def _begin_step(self) -> QWidget:
        step = Step(
            N_("Bring back what can be read"),
            N_(
                "The program reads the damaged file piece by piece and copies whatever is whole into a new office. The "
                "damaged one is only read, never written to. If you have a good backup, restore that first."
            ),
        )
        self.passphrase = PassphraseField()
        self.passphrase.line.returnPressed.connect(self.salvage)
        self.folder = PlaceField(ask_new_folder, free_folder(self.source.with_name(f"{self.source.name}-2")))
        self.folder.picked.connect(self._pick_folder)
        self.form = Form()
        self.form.add("from", N_("From"), Said(lambda: short_path(self.source)))
        self.form.add("passphrase", N_("Passphrase"), self.passphrase, required=True)
        self.words = WordsForm(self.salvage)
        self.other_way = Button(N_("Use the recovery words"), self.switch_way, role="link")
        self.to = Form()
        self.to.add("folder", N_("Where the new office goes"), self.folder)
        for widget in (self.form, self.words, self.other_way, self.to):
            step.body.addWidget(widget)
        self.begin_button = Button(N_("Bring it back"), self.salvage, role="primary")
        step.foot(self.begin_button, Button(N_("Back"), self.left.emit, role="quiet"))
        return step

    def _result_step(self) -> QWidget:
        step = Step(N_("What could be brought back"))
        self.summary = Said("")
        self.parts = QVBoxLayout()
        self.parts.setSpacing(3)
        step.body.addWidget(self.summary)
        step.body.addLayout(self.parts)
        self.open_button = Button(N_("Open the new office"), self._open, role="primary")
        step.foot(self.open_button)
        return step

    def _show_ways(self, ways: frozenset[str]) -> None:
        self.words.set_two("quorum" in ways)

    def switch_way(self) -> None:
        """From the passphrase to the recovery words and back."""
        self.by_words = not self.by_words
        self._show_way()

    def _show_way(self) -> None:
        self.form.rows["passphrase"].setVisible(not self.by_words)
        self.words.setVisible(self.by_words)
        self.other_way.say(N_("Use the passphrase") if self.by_words else N_("Use the recovery words"))
        (self.words.first if self.by_words else self.passphrase).setFocus()

    def _pick_folder(self, picked: Path) -> None:
        place = inside(picked)
        if place != picked:
            self.folder.take(place)

    def salvage(self) -> None:
        """Read all that can be read, off the window's thread, with progress and Cancel."""
        by_words, secret = self.by_words, self.passphrase.text()
        if by_words and not self.words.ready():
            return
        if not by_words and not self.form.set_errors({} if secret else {"passphrase": N_("Type it here first.")}):
            return
        new = self.folder.path
        if new is None or not self.begin_button.isEnabled():
            return
        recovery = self.words.recovery() if by_words else None
        self.begin_button.setEnabled(False)
        self._tasks.compute(
            lambda progress: self._doors.salvage(
                self.source, new, passphrase=None if by_words else secret, recovery=recovery, progress=progress
            ),
            self._done,
            owner=self,
            title=tr("Reading what can be read"),
            fail=self._refused,
            stopped=self._stopped,
        )

    def _stopped(self) -> None:
        self.begin_button.setEnabled(True)
        self.messages.tell(tr("Stopped. Nothing was left behind."), "info")

    def _refused(self, fault: Fault) -> None:
        self.begin_button.setEnabled(True)
        if isinstance(fault, WrongPassphrase) and self.by_words:
            self.words.refused(fault)
        elif isinstance(fault, WrongPassphrase):
            self.form.set_errors({"passphrase": lambda: sentence(fault)})
        else:
            self.messages.tell(sentence(fault), "fault")

    def failed(self) -> None:
        """Something unforeseen happened: let her try again."""
        self.begin_button.setEnabled(True)

    def _done(self, found: Salvaged) -> None:
        """Say what was kept and what was not."""
        self.begin_button.setEnabled(True)
        self.messages.hide()
        self.passphrase.clear()
        self.words.clear()
        self.show_result(found)

    def show_result(self, found: Salvaged) -> None:
        """What came back, kind by kind, and what did not."""
        self.summary.say(lambda: state.salvaged_words(found))
        for title, lines in state.salvaged_parts(found):
            heading = Said(title, bold=True)
            heading.setContentsMargins(0, 8, 0, 0)
            self.parts.addWidget(heading)
            for line in lines:
                self.parts.addWidget(Said(line))
        self.steps.setCurrentIndex(1)
        self.steps.updateGeometry()  # it was filled while it was hidden
        self.open_button.setFocus()

    def _open(self) -> None:
        if self.folder.path is not None:
            self.made.emit(self.folder.path)
