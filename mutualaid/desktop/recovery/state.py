"""The recovery words while they are on the screen: which sheet is shown, and which words are asked back. No widget."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence

from mutualaid.language.catalog import LANGUAGES, current_language, tr
from mutualaid.records.folding import fold

Spelled = Mapping[str, Sequence[str]]
"""One sheet's words by language; both languages spell the same secret."""


class Sheets:
    """One sheet of words or three. `asked` holds (sheet, word) pairs, counted from 0, that she must type back."""

    def __init__(self, texts: Sequence[str], spelled: Sequence[Spelled]) -> None:
        self.texts = list(texts)
        self._spelled = [dict(sheet) for sheet in spelled]
        draw = secrets.SystemRandom()
        lengths = [len(next(iter(sheet.values()))) for sheet in self._spelled]
        if len(lengths) == 1:
            self.asked = [(0, word) for word in sorted(draw.sample(range(lengths[0]), 2))]
        else:
            self.asked = [(sheet, draw.randrange(length)) for sheet, length in enumerate(lengths)]

    def __repr__(self) -> str:
        return f"Sheets({len(self.texts)})"

    def __len__(self) -> int:
        return len(self.texts)

    def words(self, sheet: int = 0) -> Sequence[str]:
        """A sheet's words in the language in use."""
        language = current_language()
        return self._spelled[sheet][language if language in LANGUAGES else "en"]

    def title(self, sheet: int) -> str:
        """What a sheet is called."""
        return tr("Sheet {number} of {total}", number=sheet + 1, total=len(self))

    def question(self, place: int) -> str:
        """Which word is asked for."""
        sheet, word = self.asked[place]
        if len(self) == 1:
            return tr("Word number {number}", number=word + 1)
        return tr("Sheet {sheet}, word number {number}", sheet=sheet + 1, number=word + 1)

    def is_right(self, place: int, typed: str) -> bool:
        """Whether that is the word that is asked for, in either language; capitals and accents do not matter."""
        sheet, word = self.asked[place]
        meant = fold(typed.strip())
        return any(meant == fold(words[word]) for words in self._spelled[sheet].values())

    def forget(self) -> None:
        """Let go of the words."""
        self.texts.clear()
        self._spelled.clear()
