"""What the sections of the settings page share: the context, cards in a column, and long work with its message bar."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mutualaid.desktop.page import Context
from mutualaid.desktop.widgets.flow import FlowLayout
from mutualaid.desktop.widgets.messages import MessageBar
from mutualaid.desktop.widgets.panels import Card
from mutualaid.desktop.widgets.words import Button, Said, Translated, Words
from mutualaid.language.catalog import tr
from mutualaid.language.errors import sentence
from mutualaid.progress import Progress
from mutualaid.records.errors import Fault

T = TypeVar("T")


class Section(Translated, QWidget):
    """A column of cards. A subclass fills `refresh`, which reads what it shows, and names its `first` stop."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.messages = MessageBar()
        self.first: QWidget = self
        self._resting: list[QWidget] = []
        self._held: QWidget | None = None  # what had the keyboard before it rested
        context.tasks.told.connect(self._wake)  # an error that nobody foresaw ends the work too
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 10, 0)
        self.column.setSpacing(12)
        self.column.addWidget(self.messages)

    def dialogs(self) -> dict[str, Callable[[], object]]:
        """What opens its dialogs, for their pictures."""
        return {}

    def refresh(self) -> None:
        """Read again what is shown."""

    def card(self, title: Words, about: Words = "") -> Card:
        """Another card under the others, with a sentence on what it is about."""
        made = Card(title)
        if about:
            made.body.addWidget(Said(about, role="subtle"))
        self.column.addWidget(made)
        return made

    def now(self) -> datetime:
        """The present moment, aware; asked, never remembered."""
        return datetime.now().astimezone()

    def tell(self, text: str, *, action: Words = "", do: Callable[[], object] | None = None) -> None:
        """Good news above the cards."""
        self.messages.tell(text, "good", action=action, do=do)

    def refused(self, fault: Fault) -> None:
        """A refusal above the cards."""
        self.messages.tell(sentence(fault), "fault")

    def _wake(self) -> None:
        while self._resting:
            self._resting.pop().setEnabled(True)
        if self._held is not None and self.isVisible():
            self._held.setFocus()
        self._held = None

    def long(
        self,
        work: Callable[[Progress], T],
        done: Callable[[T], object],
        title: str,
        *buttons: QWidget,
        writes: bool = True,
    ) -> None:
        """Long work with progress and Cancel; `buttons` rest meanwhile. A cancelled one changed nothing, and says "
        "so.
        """
        self._held = next((button for button in buttons if button.hasFocus()), None)
        for button in buttons:
            button.setEnabled(False)
        self._resting += buttons

        def then(result: T) -> None:
            self._wake()
            done(result)

        def fail(fault: Fault) -> None:
            self._wake()
            self.refused(fault)

        def stopped() -> None:
            self._wake()
            self.messages.tell(tr("Stopped. Everything is as it was."), "info")

        start = self.context.tasks.write_long if writes else self.context.tasks.compute
        start(work, then, owner=self, title=title, fail=fail, stopped=stopped)


def row_of(*widgets: QWidget) -> FlowLayout:
    """Buttons side by side, as many as fit."""
    row = FlowLayout(gap=8)
    for widget in widgets:
        row.addWidget(widget)
    return row


def left(button: Button) -> tuple[Button, int, Qt.AlignmentFlag]:
    """How a single button is added to a column: as wide as its words."""
    return button, 0, Qt.AlignmentFlag.AlignLeft
