"""The sizes of the blank form in two looks, what its parts are stacked of, and its two languages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from mutualaid.language.catalog import Catalog
from mutualaid.papers.sheet_marks import Mark
from mutualaid.records.folding import fold

LEFT, RIGHT, TOP, BOTTOM = 30.0, 582.0, 27.0, 758.5
"""Where what is printed lies: where every printer reaches."""


@dataclass(frozen=True, slots=True)
class Look:
    """Sizes in points: of the question, of its choices, of why we ask; lines to write on; most columns of choices."""

    ask: float = 11
    choice: float = 8.5
    why: float = 7
    consent: float = 8
    title: float = 15
    line: float = 19.5
    box: float = 8.5
    columns: int = 6
    gap: float = 2.5
    notes: int = 2


ROOM = 130.0
"""The shortest line that a few words fit on."""

STANDARD = Look()
LARGE = Look(ask=18, choice=16, why=16, consent=16, title=24, line=34, box=15, columns=2, gap=12, notes=4)
"""For eyes that find the other hard: nothing that a neighbour reads is smaller than 16 points."""


@dataclass(frozen=True, slots=True)
class Strip:
    """Marks that are not parted, and how high they stand."""

    marks: tuple[Mark, ...]
    height: float


@dataclass(frozen=True)
class Pair:
    """The form's two languages, in the order in which they stand on it."""

    first: Catalog
    second: Catalog

    def both(self, said: Callable[[Catalog], str]) -> tuple[str, str]:
        """The same thing in each language."""
        return said(self.first), said(self.second)

    def one_line(self, said: Callable[[Catalog], str]) -> str:
        """Both as "uno / one", or once where they are the same word."""
        one, other = self.both(said)
        return one if fold(one) == fold(other) else f"{one} / {other}"
