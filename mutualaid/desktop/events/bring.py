"""Bringing in what was sealed at an event: choose the file, look what it holds, compare the slip, take it in."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from mutualaid.desktop import theme
from mutualaid.desktop.dialogs import WindowOver, ask
from mutualaid.desktop.events import file_words
from mutualaid.desktop.events.places import FORMS_SUFFIX, ask_old
from mutualaid.desktop.events.slip_check import Verdict
from mutualaid.desktop.events.slip_part import SlipPart
from mutualaid.desktop.importing.dialog import dropped_file
from mutualaid.desktop.page import Context
from mutualaid.desktop.widgets.facts import Facts
from mutualaid.desktop.widgets.messages import MessageBar
from mutualaid.desktop.widgets.panels import EmptyState, scrolled
from mutualaid.desktop.widgets.words import Button, Said
from mutualaid.language.catalog import N_, tr
from mutualaid.language.errors import sentence
from mutualaid.language.intake_words import file_mark
from mutualaid.progress import Progress
from mutualaid.records.errors import Fault

if TYPE_CHECKING:
    from mutualaid.services.collecting import Collected

CHOOSE, LOOK, DONE = range(3)


class BringIn(WindowOver):
    """Three steps in one window. While work is under way its buttons rest, so a second press does nothing.

    `review` is called when she wants to go on to the forms that were brought in.
    """

    def __init__(self, context: Context, review: Callable[[], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAcceptDrops(True)
        self._context, self._review = context, review
        self._busy = False
        self._path: Path | None = None
        self._sound_part = False
        self.found: Collected | None = None
        self.messages = MessageBar(stay=True)
        self.choose_button = Button(N_("Choose a file…"), self.choose, role="primary")
        first = EmptyState(
            "intake",
            N_("Bring in what was collected"),
            N_(
                "Drag the event's file here, or choose it on the stick. It is checked first: nothing is written before "
                "you have seen what it holds."
            ),
            self.choose_button,
        )
        self.facts, self.marks = Facts(), Said("", role="warn")
        self.slip = SlipPart()
        self.slip.changed.connect(self._may)
        self.done_words, self.next_words = Said("", points=2, bold=True), Said("")
        self.stack = QStackedWidget()
        for part in (first, self._look_part(), self._done_part()):
            self.stack.addWidget(part)
        self.other_button = Button(N_("Another file…"), self.choose)
        self.working = Said("", role="subtle", wrap=False)
        self.cancel_button = Button(N_("Cancel"), self.reject)
        self.bring_button = Button(N_("Bring it in"), self.bring, role="primary", hint=N_("Ctrl+Enter"))
        self.close_button = Button(N_("Close"), self.accept)
        self.review_button = Button(N_("Look at the forms"), self._to_review, role="primary")
        buttons = QHBoxLayout()
        for widget in (self.other_button, self.working):
            buttons.addWidget(widget)
        buttons.addStretch(1)
        for button in (self.cancel_button, self.bring_button, self.close_button, self.review_button):
            buttons.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(22, 18, 22, 18)
        layout.setSpacing(12)
        layout.addWidget(Said(N_("Bring in an event's file"), points=4, bold=True))
        layout.addWidget(self.messages)
        layout.addWidget(self.stack, 1)
        layout.addLayout(buttons)
        screen = self.screen().availableGeometry()
        self.resize(min(theme.roomy(720), screen.width() - 40), min(theme.roomy(620), screen.height() - 60))
        context.tasks.told.connect(self._told)
        self.retranslate()
        self._step(CHOOSE)

    def _look_part(self) -> QWidget:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 12, 0)
        column.setSpacing(12)
        for widget in (self.facts, self.marks, self.slip):
            column.addWidget(widget)
        column.addStretch(1)
        return scrolled(content)

    def _done_part(self) -> QWidget:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setSpacing(8)
        column.addStretch(1)
        for label in (self.done_words, self.next_words):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(label)
        column.addStretch(2)
        return content

    def retranslate(self) -> None:
        """Set the window's title: never the file's name, which may tell of people or places."""
        self.setWindowTitle(tr("Bring in an event's file"))

    def _step(self, step: int) -> None:
        self.stack.setCurrentIndex(step)
        self.other_button.setVisible(step == LOOK)
        self.cancel_button.setVisible(step != DONE)
        self.bring_button.setVisible(step == LOOK)
        for button in (self.close_button, self.review_button):
            button.setVisible(step == DONE)
        {CHOOSE: self.choose_button, LOOK: self.slip.count, DONE: self.review_button}[step].setFocus()

    def _rest(self, words: str = "") -> None:
        """Let the buttons rest while `words` are being done; without words they work again."""
        self._busy = bool(words)
        self.working.say(words)
        for widget in (self.choose_button, self.other_button, self.cancel_button, self.slip):
            widget.setEnabled(not self._busy)
        self._may()

    def _may(self) -> None:
        """The file can be brought in once something was said of the slip."""
        ready = self.found is not None and self.slip.check.verdict is not Verdict.OPEN
        self.bring_button.setEnabled(not self._busy and ready and file_words.brings(self.found))

    def _refused(self, fault: Fault) -> None:
        self._rest()
        self.messages.tell(sentence(fault), "fault")

    def _told(self, text: str) -> None:
        """An unforeseen error is told here, where she looks."""
        if self._busy:
            self._rest()
            self.messages.tell(text, "fault")

    def _stopped(self) -> None:
        self._rest()
        self.messages.tell(tr("Stopped. Nothing was brought in."), "info")

    def choose(self) -> None:
        """Ask for a file."""
        window = ask_old(self, tr("Choose the event's file"), FORMS_SUFFIX)
        window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        window.fileSelected.connect(lambda name: self.read(Path(name)))
        window.open()

    def read(self, path: Path, *, sound_part: bool = False) -> None:
        """Check a file and show what it holds; a damaged one only as far as it is proven sound, and only if that was
        asked for. Nothing is written.
        """
        if self._busy or self.stack.currentIndex() == DONE:
            return
        self.messages.hide()
        self._rest(N_("Checking the file…"))
        office = self._context.office

        def work(progress: Progress) -> Collected:
            from mutualaid.services.collecting import look

            return look(office, path=path, sound_part=sound_part, progress=progress)

        def show(found: Collected) -> None:
            self._path, self._sound_part, self.found = path, sound_part, found
            self.facts.set_facts(file_words.facts(found))
            self.marks.say(lambda: "\n".join(file_mark(code) for code in found.marks))
            self.marks.setVisible(bool(self.marks.text()))
            self.slip.show_file(found.whole, found.fingerprint, [(s.forms, s.fingerprint) for s in found.slips])
            self.slip.setVisible(file_words.brings(found))
            self._rest()
            self._step(LOOK)
            if not file_words.brings(found):
                self.messages.tell(file_words.nothing(found), "info")

        def refused(fault: Fault) -> None:
            self._refused(fault)
            if fault.code == "event_file_damaged":
                part = partial(self.read, path, sound_part=True)
                self.messages.tell(sentence(fault), "fault", action=N_("Look at the sound part"), do=part)

        self._context.tasks.compute(
            work, show, owner=self, title=tr("Checking the file…"), fail=refused, stopped=self._stopped
        )

    def bring(self) -> None:
        """Take it in; ask before when the slip does not agree, or there is none."""
        verdict = self.slip.check.verdict
        if self._busy or self.stack.currentIndex() != LOOK or not self.bring_button.isEnabled():
            return
        if verdict is Verdict.AGREES:
            self.take()
            return
        check = self.slip.check
        ask(
            self,
            N_("Bring it in all the same?"),
            lambda: " ".join(check.words()),
            N_("Bring it in"),
            self.take,
            danger=verdict is Verdict.DIFFERS,
        )

    def take(self) -> None:
        """Keep the file's forms as waiting: all of them, or none."""
        path, sound_part, office = self._path, self._sound_part, self._context.office
        if self._busy or path is None or self.stack.currentIndex() != LOOK:
            return
        self.messages.hide()
        self._rest(N_("Bringing the forms in…"))

        def work(progress: Progress) -> Collected:
            from mutualaid.services.collecting import collect

            return collect(office, path=path, sound_part=sound_part, progress=progress)

        def done(found: Collected) -> None:
            self._rest()
            self.done_words.say(lambda: file_words.done(found))
            self.next_words.say(
                N_(
                    "They wait for you and count for nothing yet. Keep the file until you have looked at all of them; "
                    "nobody can read it without this office."
                )
            )
            self._step(DONE)
            self._context.tasks.changed.emit(found.changed)

        self._context.tasks.write_long(
            work, done, owner=self, title=tr("Bringing the forms in…"), fail=self._refused, stopped=self._stopped
        )

    def _to_review(self) -> None:
        self.accept()
        self._review()

    def reject(self) -> None:
        """Close, unless work is under way: that has a Cancel of its own."""
        if not self._busy:
            super().reject()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter brings it in; Enter alone presses nothing by chance."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.bring()
            return
        super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """One file may be dropped while none is being worked on."""
        if dropped_file(event.mimeData()) is not None and not self._busy and self.stack.currentIndex() != DONE:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Check the file."""
        path = dropped_file(event.mimeData())
        if path is not None:
            event.acceptProposedAction()
            self.read(path)
