"""Two that may be the same, beside one another: what is said of each, what differs, and what is to be done."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from mutualaid.desktop import theme
from mutualaid.desktop.widgets.flow import FlowLayout
from mutualaid.desktop.widgets.layouts import clear
from mutualaid.desktop.widgets.masked import DOTS
from mutualaid.desktop.widgets.words import Button, Said, Translated, Words, announce, describe, plain_label, say
from mutualaid.language.catalog import N_, tr

PairRow = tuple[Words, str, str]
"""What is compared, and what it is on the left and on the right; an empty text is nothing known."""

MERGE, NEW, SKIP = DECISIONS = ("merge", "new", "skip")

KEYS = {MERGE: "M", NEW: "B", SKIP: "S"}
"""The letter of each decision, the same in every language, as everywhere in the program."""

_WORDS = {MERGE: N_("Merge"), NEW: N_("Keep both"), SKIP: N_("Skip")}
_MEANINGS = {
    MERGE: N_("They are the same: what is new is added to what you have. Nothing that stands there is lost."),
    NEW: N_("They are only alike: the new one is kept beside the other."),
    SKIP: N_("The new one is left out, and nothing is written."),
}


_ROOM = 360
"""Pixels that four columns need in letters of the usual size."""


class SideBySide(Translated, QWidget):
    """Shows two sets of fields and asks what to do. `decided` carries "merge", "new" or "skip" when she said so.

    Every field is covered until she asks, by a button or the letter V; those whose label is in `open_rows` never are.
    That something differs is said of covered fields too: two phones that are the same prove more than their digits do.
    """

    decided = Signal(str)

    def __init__(
        self,
        rows: Sequence[PairRow] = (),
        *,
        titles: tuple[Words, Words] = (N_("New"), N_("Known already")),
        chosen: str = "",
        open_rows: Collection[Words] = (),
    ) -> None:
        super().__init__()
        self._rows: tuple[PairRow, ...] = ()
        self._titles: tuple[Words, Words] = titles
        self._open_rows: frozenset[Words] = frozenset()
        self._cells: list[tuple[QLabel, str, bool]] = []
        self._narrow = False
        self.chosen = ""
        self.uncovered = False
        self.reveal = Button("", self.toggle, role="link")
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(6)
        self.buttons = {decision: _Decision(decision, partial(self.decide, decision)) for decision in DECISIONS}
        self.meaning = plain_label(role="subtle")
        choices = QWidget()
        flow = FlowLayout(choices)
        for button in self.buttons.values():
            button.looked_at.connect(self._explain)
            flow.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(self._grid)
        layout.addWidget(self.reveal, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(choices)
        layout.addWidget(self.meaning)
        self.show_pair(rows, titles=titles, chosen=chosen, open_rows=open_rows)

    def show_pair(
        self,
        rows: Sequence[PairRow],
        *,
        titles: tuple[Words, Words] | None = None,
        chosen: str = "",
        open_rows: Collection[Words] = (),
    ) -> None:
        """Show another pair, covered. `chosen` is what was decided about it before, "" for nothing yet."""
        self._rows, self._open_rows = tuple(rows), frozenset(open_rows)
        self._titles = titles or self._titles
        self.uncovered = False
        self._fill()
        self.set_chosen(chosen)

    def set_chosen(self, decision: str) -> None:
        """Show a decision as taken, by program; "" for none."""
        self.chosen = decision if decision in DECISIONS else ""
        for name, button in self.buttons.items():
            button.setChecked(name == self.chosen)
        self._explain(self.chosen)

    def decide(self, decision: str) -> None:
        """Take a decision, as the person does."""
        self.set_chosen(decision)
        announce(self, tr("Chosen: {choice}", choice=tr(_WORDS[decision])))
        self.decided.emit(decision)

    def cover(self) -> None:
        """Cover what is covered until asked for."""
        self.uncovered = False
        self._show_cells()

    def toggle(self) -> None:
        """Uncover or cover."""
        self.uncovered = not self.uncovered
        self._show_cells()

    def differences(self) -> int:
        """In how many rows both say something, and not the same."""
        return sum(_mark(row) == _DIFFERS for row in self._rows)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Four columns need room for letters of any size."""
        super().resizeEvent(event)
        narrow = self.width() < theme.roomy(_ROOM)
        if narrow != self._narrow:
            self._narrow = narrow
            self._fill()

    def retranslate(self) -> None:
        """Set every word anew."""
        if hasattr(self, "meaning"):
            self._fill()
            self._explain(self.chosen)

    def _fill(self) -> None:
        for cell, _text, _is_open in self._cells:  # what goes is deleted later, and must hold nothing until then
            cell.clear()
            cell.setAccessibleName("")
        clear(self._grid)
        self._cells = []
        for column, share in enumerate((1, 1, 0, 0) if self._narrow else (2, 4, 4, 2)):
            self._grid.setColumnStretch(column, share)
        for side, title in enumerate(self._titles):
            self._grid.addWidget(Said(title, bold=True), 0, side if self._narrow else side + 1)
        for at, row in enumerate(self._rows):
            self._add_row(at, row)
        self._show_cells()

    def _add_row(self, at: int, row: PairRow) -> None:
        """In a narrow place what is compared and the mark stand over the two fields, else to their left and right."""
        name, *texts = row
        mark = plain_label(_mark_words(row), role="warn" if _mark(row) == _DIFFERS else "subtle")
        over, line, shift = (2 * at + 1, 2 * at + 2, 0) if self._narrow else (at + 1, at + 1, 1)
        top = Qt.AlignmentFlag.AlignTop
        label = Said(name, role="subtle")
        words = map(label.fontMetrics().horizontalAdvance, label.text().split())
        label.setMinimumWidth(max(words, default=0) + 4)  # Qt takes a word that wraps to be a little narrower
        self._grid.addWidget(label, over, 0, top)
        for side, text in enumerate(texts):
            cell = plain_label()
            self._cells.append((cell, text, name in self._open_rows))
            self._grid.addWidget(cell, line, side + shift, top)
        self._grid.addWidget(mark, over, 1 if self._narrow else 3, top)

    def _show_cells(self) -> None:
        for cell, text, is_open in self._cells:
            cell.setText((text if is_open or self.uncovered else DOTS) if text else "—")
        for at, (name, left, right) in enumerate(self._rows):
            for side, (cell, _text, _open) in enumerate(self._cells[2 * at : 2 * at + 2]):
                shown = cell.text() if (left, right)[side] else tr("nothing")
                cell.setAccessibleName(
                    tr("{field}, {side}: {text}", field=say(name), side=say(self._titles[side]), text=shown)
                )
        self.reveal.setVisible(any(text and not is_open for _cell, text, is_open in self._cells))
        self.reveal.say(_with_key(N_("Cover again") if self.uncovered else N_("Show what is covered"), "V"))

    def _explain(self, decision: str) -> None:
        said = tr(_MEANINGS[decision]) if decision in _MEANINGS else ""
        self.meaning.setText(said or tr("Merge, keep both, or skip? Choose with the arrows, or by its letter."))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The focus goes on to what was decided, or to keeping both, which loses nothing. A focus proxy would have Tab
        go round the decisions for ever.
        """
        super().focusInEvent(event)
        self.buttons[self.chosen or NEW].setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The letters decide, wherever in here the focus is; arrows go from one decision to the next."""
        letter = event.text().upper() if not event.modifiers() & _HELD else ""
        decision = next((name for name, key in KEYS.items() if key == letter), "")
        step = _STEPS.get(Qt.Key(event.key()))
        if decision:
            self.buttons[decision].setFocus()
            self.decide(decision)
        elif letter == "V" and self.reveal.isVisibleTo(self):
            self.toggle()
        elif step is not None and not isinstance(self.focusWidget(), QLineEdit | QPlainTextEdit):
            order = list(self.buttons.values())
            at = next((place for place, button in enumerate(order) if button.hasFocus()), -1 if step > 0 else 0)
            order[(at + step) % len(order)].setFocus()
        else:
            super().keyPressEvent(event)


_HELD = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}


class _Decision(Button):
    """One of the three; says so when the focus comes to it, so that its meaning can be told before it is pressed."""

    looked_at = Signal(str)

    def __init__(self, decision: str, press: partial[None]) -> None:
        self._decision = decision
        super().__init__(_with_key(_WORDS[decision], KEYS[decision]), press, role="toggle")
        self.setCheckable(True)

    def retranslate(self) -> None:
        """The words, and what it does, for those who hear them."""
        super().retranslate()
        self.setToolTip(tr(_MEANINGS[self._decision]))
        describe(self, self.toolTip())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Say that this decision is looked at."""
        super().focusInEvent(event)
        self.looked_at.emit(self._decision)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows are the pair's; left to itself Qt moves the focus wherever a button lies in that direction."""
        if Qt.Key(event.key()) in _STEPS:
            event.ignore()
            return
        super().keyPressEvent(event)


_SAME, _DIFFERS, _ONE, _NEITHER = range(4)


def _mark(row: PairRow) -> int:
    _name, left, right = row
    if left and right:
        return _SAME if left == right else _DIFFERS
    return _ONE if left or right else _NEITHER


def _mark_words(row: PairRow) -> str:
    """In signs and words, so that neither a colour nor the covered text has to be seen."""
    words = {_SAME: tr("= the same"), _DIFFERS: tr("≠ differs"), _ONE: tr("only one side"), _NEITHER: ""}
    return words[_mark(row)]


def _with_key(word: str, key: str) -> Words:
    def said() -> str:
        name = tr(word)
        return tr("{verb} ({key})", verb=name, key=key)

    return said
