"""What the words of a file stand for: their options beside ours, without a widget."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from mutualaid.desktop.importing import fields
from mutualaid.language.catalog import ntr, tr
from mutualaid.language.formats import format_list

if TYPE_CHECKING:
    from mutualaid.services.importing import ValueLine

Choices = Sequence[tuple[str, str]]


MOST_WORDS = 500
"""As many are listed; a column with more holds sentences rather than options."""

LEFT_OUT = "-"
"""Stands beside our codes for words that shall be left out."""


class WordsState:
    """The distinct words of a file with what each is read as; first what is not known, the most frequent first.

    A line's code is "" where none is known, of several languages their codes with spaces between, and LEFT_OUT where
    that was said; `mapped`: it was said so, now or before.
    """

    def __init__(self, kind: str, lines: Sequence[ValueLine], offered: Callable[[str], Choices]) -> None:
        """`offered` gives the codes that words of a field may stand for, each with its label."""
        self.kind = kind
        self._offered = offered
        order = list(fields.FIELDS)
        self._names: dict[str, dict[str, str]] = {}
        ordered = sorted(
            (
                replace(line, code=line.code or (LEFT_OUT if line.mapped else ""))
                for line in lines
                if line.field in order
            ),
            key=lambda word: (bool(word.code), order.index(word.field), -word.count, word.words),
        )
        self.lines = ordered[:MOST_WORDS]
        self.more = len(ordered) - len(self.lines)
        self.chosen: dict[tuple[str, str], str] = {}
        self.covered = False

    def choices(self, field: str) -> Choices:
        """What words of a field may stand for, and last that they are left out."""
        return [*self._offered(field), (LEFT_OUT, tr("leave it out"))]

    def speak(self) -> None:
        """The language changed."""
        self._names.clear()

    def code(self, word: ValueLine) -> str:
        """What a word is read as by now."""
        return self.chosen.get((word.field, word.words), word.code)

    def choose(self, word: ValueLine, code: str) -> None:
        """Have a word stand for a code of ours; "" takes back what was chosen, now or before."""
        key = (word.field, word.words)
        if code == word.code or (not code and not word.mapped):
            self.chosen.pop(key, None)
        else:
            self.chosen[key] = code

    @staticmethod
    def meaning(code: str) -> str:
        """What a mapping says for a choice: the code, or nothing for words that are left out."""
        return "" if code == LEFT_OUT else code

    def next_unknown(self, row: int) -> int:
        """The row of the next word that is not known yet; the same when there is none."""
        count = len(self.lines)
        for step in range(1, count + 1):
            other = (row + step) % count
            if not self.code(self.lines[other]):
                return other
        return row

    @property
    def unknown(self) -> int:
        """How many words are not known by now."""
        return sum(not self.code(word) for word in self.lines)

    def read_as(self, word: ValueLine) -> str:
        """What a word is read as, in words."""
        code = self.code(word)
        if not code:
            return tr("not known")
        if word.field not in self._names:
            self._names[word.field] = dict(self.choices(word.field))
        names = self._names[word.field]
        return names.get(code) or format_list([names.get(part, part) for part in code.split()])

    def title(self) -> str:
        """What is to be done here, in a sentence."""
        if not self.lines:
            return tr("This file has no words that need reading.")
        if not self.unknown:
            return tr("Every word is known. Look whether each is read rightly.")
        if self.more:
            return ntr(
                "So many different words that {n} of them is not listed. Is this the right column?",
                "So many different words that {n} of them are not listed. Is this the right column?",
                self.more,
            )
        return ntr(
            "{n} word of the file is not known yet. Choose what it stands for, or leave it.",
            "{n} words of the file are not known yet. Choose what they stand for, or leave them.",
            self.unknown,
        )
