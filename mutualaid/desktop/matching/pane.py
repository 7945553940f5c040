"""The right side of the page: a card that scrolls and is built again for each thing it shows."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from mutualaid.desktop.widgets.facts import Fact, Facts
from mutualaid.desktop.widgets.flow import FlowLayout
from mutualaid.desktop.widgets.panels import scrolled
from mutualaid.desktop.widgets.words import Button, Said, Translated, Words, plain_label

_WIDE = 300
"""The card's least width."""


class Pane(Translated, QFrame):
    """`verb_asked` carries a verb of the shown thing; `go_asked` a page and a uid, or "" and a need's code to find
    in the plan; `lift_asked` a rule to take away.
    """

    verb_asked = Signal(str)
    go_asked = Signal(str, str)
    lift_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.buttons: dict[str, Button] = {}
        self.column = QVBoxLayout()
        self._fill: Callable[[], None] = lambda: None
        self._area: QScrollArea | None = None
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(2, 2, 2, 2)

    def minimumSizeHint(self) -> QSize:
        """Wide enough to read in, and as wide as what is in it has to be."""
        return super().minimumSizeHint().expandedTo(QSize(_WIDE, 0))

    def show_with(self, fill: Callable[[], None]) -> None:
        """Clear the card and have `fill` build it; it is called again at each language change."""
        self._fill = fill
        self.retranslate()

    def retranslate(self) -> None:
        """Build the content again."""
        focused = next((verb for verb, button in self.buttons.items() if button.hasFocus()), "")
        old, self.buttons = self._area, {}
        content = QWidget()
        self.column = QVBoxLayout(content)
        self.column.setContentsMargins(16, 14, 16, 14)
        self.column.setSpacing(6)
        self._fill()
        self.column.addStretch(1)
        self._area = scrolled(content)
        if old is not None:
            self._outer.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._outer.addWidget(self._area)
        if focused and self.buttons:
            (self.buttons.get(focused) or next(iter(self.buttons.values()))).setFocus()

    def head(self, title: str, badge: Words = "", kind: str = "") -> None:
        """A heading with a badge at its right."""
        row = QHBoxLayout()
        row.addWidget(Said(lambda: title, points=4, bold=True), 1)
        if badge:
            label = Said(badge, role="badge", wrap=False)
            label.setProperty("kind", kind)
            row.addWidget(label, 0, Qt.AlignmentFlag.AlignVCenter)
        self.column.addLayout(row)

    def section(self, title: Words) -> None:
        """A heading within the card."""
        self.column.addSpacing(8)
        self.column.addWidget(Said(title, bold=True, points=1))

    def text(self, text: str, *, role: str = "") -> QLabel:
        """A paragraph; stored text is shown as it is."""
        label = plain_label(text, role=role)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.column.addWidget(label)
        return label

    def bullets(self, lines: Sequence[str]) -> None:
        """Sentences, each with a dot before it."""
        for line in lines:
            row = QHBoxLayout()
            row.setSpacing(8)
            dot = plain_label("•", wrap=False)
            dot.setFixedWidth(dot.sizeHint().width())
            row.addWidget(dot, 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(plain_label(line), 1)
            self.column.addLayout(row)

    def facts(self, facts: Sequence[Fact]) -> None:
        """Names at the left, what holds at the right."""
        table = Facts()
        table.set_facts(facts)
        self.column.addWidget(table)

    def verbs(self, verbs: Sequence[tuple[str, Words, str]]) -> None:
        """Buttons, each (verb, words, role)."""
        if not verbs:
            return
        holder = QWidget()
        flow = FlowLayout(holder, gap=6)
        for verb, words, role in verbs:
            button = Button(words, lambda verb=verb: self.verb_asked.emit(verb), role=role)  # type: ignore[misc]
            self.buttons[verb] = button
            flow.addWidget(button)
        self.column.addWidget(holder)

    def line_with(self, text: str, words: Words, press: Callable[[], object]) -> None:
        """A sentence, and at its right what can be done about it."""
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(plain_label(text), 1)
        button = Button(words, press, role="link")
        button.setAccessibleDescription(text)
        row.addWidget(button)
        self.column.addLayout(row)

    def link_line(self, code: str, text: str) -> None:
        """A need's code as a link, and beside it what it is."""
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(Button(lambda: code, lambda: self.go_asked.emit("", code), role="link"))
        row.addWidget(plain_label(text), 1)
        self.column.addLayout(row)

    def links(self, links: Sequence[tuple[str, str, str]]) -> None:
        """Links side by side, each (words, page, uid); an empty page finds a need of the plan by its code."""
        holder = QWidget()
        flow = FlowLayout(holder, gap=12)
        for words, page, uid in links:
            press = lambda page=page, uid=uid: self.go_asked.emit(page, uid)  # noqa: E731
            flow.addWidget(Button(lambda words=words: words, press, role="link"))  # type: ignore[misc]
        self.column.addWidget(holder)
