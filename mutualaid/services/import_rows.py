"""What becomes of each row of an import, found first and written after, so that a preview and the import agree."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal

from mutualaid.exchange.drafts import Draft
from mutualaid.progress import Progress
from mutualaid.store.writing import Writing

STEP = 200


class Outcome(StrEnum):
    """What becomes of a row: something new, more about someone known, nothing new, turned away, or empty."""

    ADDED = "added"
    MERGED = "merged"
    DUPLICATE = "duplicate"
    REJECTED = "rejected"
    BLANK = "blank"


@dataclass(frozen=True, slots=True)
class Fate:
    """The outcome of one row, with the codes of what asks for a look and of why it was turned away."""

    row: int
    outcome: Outcome
    warnings: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    needs: int = 0


@dataclass(frozen=True, slots=True)
class Decision:
    """What a coordinator said of a row that may be about somebody known.

    "merge" adds it to the record `uid`; "new" keeps it beside everybody known, however alike; "skip" leaves it out.
    """

    action: Literal["merge", "new", "skip"]
    uid: str = ""


@dataclass(frozen=True)
class Office:
    """What of the office an import needs: its zone, and the day it is."""

    zone: str
    today: date


class Intake(ABC):
    """Decides the rows of one kind against what the store holds, then writes what came of it."""

    def decide(self, drafts: Sequence[Draft], progress: Progress) -> list[Fate]:
        """The fate of every row, in order. Raises Cancelled."""
        fates = []
        for number, draft in enumerate(drafts):
            if number % STEP == 0:
                progress.step(number, len(drafts))
            if draft.blank:
                fates.append(Fate(draft.row, Outcome.BLANK))
            elif draft.problems:
                fates.append(Fate(draft.row, Outcome.REJECTED, draft.warnings, draft.problems))
            else:
                fates.append(self.take(draft))
        return fates

    @abstractmethod
    def take(self, draft: Draft) -> Fate:
        """Take one sound draft in, remembering it for the rows after it; nothing is written yet."""

    @abstractmethod
    def keep(self, write: Writing, progress: Progress) -> list[str]:
        """Write everything taken in; returns the uids of what is new. Raises Cancelled."""


def fate(draft: Draft, outcome: Outcome, warnings: Iterable[str], needs: int = 0) -> Fate:
    """The fate of a sound draft. Of a row with nothing new, nothing it says itself needs a look."""
    if outcome is Outcome.DUPLICATE:
        warnings = [code for code in warnings if code not in draft.warnings]
    return Fate(draft.row, outcome, tuple(warnings), needs=needs)


def rejected(draft: Draft, *problems: str) -> Fate:
    """The fate of a draft that only the store's knowledge showed to be wrong."""
    return Fate(draft.row, Outcome.REJECTED, draft.warnings, problems)
