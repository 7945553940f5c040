"""Households that may be the one of a form, one beside it at a time, with what is to be done."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mutualaid.desktop.widgets.phones import show_phone
from mutualaid.desktop.widgets.side_by_side import KEYS, MERGE, PairRow, SideBySide
from mutualaid.desktop.widgets.words import Button, Said
from mutualaid.language import question_words
from mutualaid.language.catalog import N_, tr
from mutualaid.language.formats import format_number

if TYPE_CHECKING:
    from mutualaid.services.import_rows import Decision
    from mutualaid.services.likely_homes import Alike

_OPEN = ("zone", "household_size", "languages", "needs")
"""What names nobody, and so is not covered."""


class LikenessPart(QWidget):
    """`decided` carries "merge", "new" or "skip", and the household beside which it was said."""

    decided = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.alike: tuple[Alike, ...] = ()
        self.at = 0
        self.title = Said("", points=1, bold=True)
        self.pair = SideBySide()
        self.pair.decided.connect(self._decided)
        self.other_button = Button(N_("Compare with the next one"), self.turn, role="link")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 6, 0, 6)
        layout.setSpacing(8)
        layout.addWidget(self.title)
        layout.addWidget(self.pair)
        layout.addWidget(self.other_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.hide()

    def show_alike(self, alike: Sequence[Alike], decision: Decision | None) -> None:
        """Show the households, the one that was decided about first if there is one."""
        self.alike = tuple(alike)
        uids = [one.uid for one in self.alike]
        self.at = uids.index(decision.uid) if decision is not None and decision.uid in uids else 0
        self.setVisible(bool(self.alike))
        self.other_button.setVisible(len(self.alike) > 1)
        self._show(decision.action if decision is not None else "")

    def turn(self) -> None:
        """The next of several. Merging was said of the one that is left, so it has to be said again."""
        if self.alike:
            self.at = (self.at + 1) % len(self.alike)
            self._show("" if self.pair.chosen == MERGE else self.pair.chosen)

    def _show(self, chosen: str) -> None:
        if not self.alike:
            self.pair.show_pair(())
            return
        one, n, of = self.alike[self.at], self.at + 1, len(self.alike)
        self.title.say(partial(_title_words, n, of, one.same))
        rows: list[PairRow] = [
            (partial(question_words.short, name), _shown(name, said), _shown(name, known))
            for name, known, said in one.fields
        ]
        open_rows = [row[0] for row, field in zip(rows, one.fields, strict=True) if field[0] in _OPEN]
        titles = (N_("This form"), partial(_known_words, one.code))
        self.pair.show_pair(rows, titles=titles, chosen=chosen, open_rows=open_rows)

    def _decided(self, action: str) -> None:
        if self.alike:
            self.decided.emit(action, self.alike[self.at].uid)

    def decide_by(self, letter: str) -> bool:
        """Decide by a decision's letter, wherever the keyboard is; whether there was anything to decide about."""
        decision = next((name for name, key in KEYS.items() if key == letter), "")
        if not decision or not self.alike or not self.isEnabled():
            return False
        self.pair.decide(decision)
        return True

    @property
    def uncovered(self) -> bool:
        """Whether its covered fields can be read."""
        return self.pair.uncovered

    def set_uncovered(self, on: bool) -> None:
        """Cover or uncover."""
        if self.pair.uncovered is not on:
            self.pair.toggle()


def _title_words(n: int, of: int, same: bool) -> str:
    if of > 1:
        return tr("Perhaps you know them already ({n} of {all})", n=format_number(n), all=format_number(of))
    return tr("You know them already, it seems") if same else tr("Perhaps you know them already")


def _known_words(code: str) -> str:
    return tr("In the office: {code}", code=code)


def _shown(name: str, text: str) -> str:
    if name != "phone":
        return text
    return "\n".join(show_phone(number) for number in text.splitlines())
