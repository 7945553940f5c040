"""The know-your-rights card: five folded cards on a page, one language on each half."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mutualaid.papers.sheet import Sheet

CARDS = 5
"""On a page."""


@dataclass(frozen=True)
class CardSide:
    """One language of the card: its title, and its statements."""

    language: str
    title: str
    lines: tuple[str, ...]


def rights_card(sides: Sequence[CardSide], *, title: str) -> Sheet:
    """A page of cards, to cut apart and to fold."""
    rows = [{"language": side.language, "title": side.title, "lines": list(side.lines)} for side in sides]
    return Sheet("rights_card", {"title": title, "cards": CARDS, "sides": rows})
