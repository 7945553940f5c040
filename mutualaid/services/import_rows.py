"""What becomes of each row of an import, found first and written after, so that a preview and the import agree."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Literal

from mutualaid.exchange.drafts import Draft
from mutualaid.exchange.tables import Row
from mutualaid.progress import Progress
from mutualaid.records.zones import Zone
from mutualaid.store.writing import Writing

STEP = 200
_NONE: Mapping[int, Decision] = MappingProxyType({})


class Outcome(StrEnum):
    """What becomes of a row: something new, more about someone known, nothing new, turned away, or empty."""

    ADDED = "added"
    MERGED = "merged"
    DUPLICATE = "duplicate"
    REJECTED = "rejected"
    BLANK = "blank"


@dataclass(frozen=True, slots=True)
class Fate:
    """The outcome of one row, with the codes of what asks for a look and of why it was turned away.

    `near` is whom the row adds to, or may be about: `Intake.beside` tells who that is.
    """

    row: int
    outcome: Outcome
    warnings: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    needs: int = 0
    near: int | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """What a coordinator said of a row that may be about somebody known.

    "merge" adds it to the record `uid` ("row:12": whom that row of the file brings); "new" keeps it beside everybody
    known, however alike; "skip" leaves it out.
    """

    action: Literal["merge", "new", "skip"]
    uid: str = ""


EVERY_ROW = 0
"""The key under which a decision stands for every row that may be about somebody known and has none of its own."""

OF_ROW = "row:"
"""What stands before a row's number where a decision or a likeness is about somebody whom that row brought."""


@dataclass(frozen=True, repr=False, slots=True)
class Beside:
    """Whom a row may be about: uid (or "row:12" when an earlier row brought them), code, and a form's fields, shown."""

    uid: str
    code: str
    fields: dict[str, str]

    def __repr__(self) -> str:
        return f"<Beside {self.code}>"


@dataclass(frozen=True)
class Office:
    """What of the office an import needs: its zone, and the day it is."""

    zone: str
    today: date


class Intake(ABC):
    """Decides the rows of one kind against what the store holds, then writes what came of it."""

    def decide(
        self, rows: Iterable[tuple[Row, Draft]], decisions: Mapping[int, Decision] = _NONE
    ) -> Iterator[tuple[Row, Draft, Fate]]:
        """Each row with its fate, in order. `decisions` are what was said of rows by their numbers.

        Raises BadInput("record_gone") when a row is to be added to somebody who is not there (any more).
        """
        for row, draft in rows:
            if draft.blank:
                yield row, draft, Fate(draft.row, Outcome.BLANK)
            elif draft.problems:
                yield row, draft, Fate(draft.row, Outcome.REJECTED, draft.warnings, draft.problems)
            else:
                yield row, draft, self._decided(draft, decisions)

    def _decided(self, draft: Draft, decisions: Mapping[int, Decision]) -> Fate:
        told = decisions.get(draft.row)
        if told is not None and told.action == "skip":
            return fate(draft, Outcome.DUPLICATE, draft.warnings)
        return self.take(draft, told, decisions.get(EVERY_ROW))

    @abstractmethod
    def take(self, draft: Draft, told: Decision | None = None, doubtful: Decision | None = None) -> Fate:
        """Take one sound draft in, remembering it for the rows after it; nothing is written yet.

        What was `told` of the row goes before any rule; `doubtful` is what was said of all that may be somebody known.
        """

    @abstractmethod
    def beside(self, near: int, zones: Mapping[str, Zone]) -> Beside:
        """Who it is that a fate's `near` tells of, as they are by now."""

    @abstractmethod
    def keep(self, write: Writing, progress: Progress) -> list[str]:
        """Write everything taken in; returns the uids of what is new. Raises Cancelled."""

    def extra(self) -> dict[str, str]:
        """After `keep`: what undoing takes beside the records, JSON by the key of a small value."""
        return {}


def fate(draft: Draft, outcome: Outcome, warnings: Iterable[str], needs: int = 0, near: int | None = None) -> Fate:
    """The fate of a sound draft. Of a row with nothing new, nothing it says itself needs a look."""
    if outcome is Outcome.DUPLICATE:
        warnings = [code for code in warnings if code not in draft.warnings]
    return Fate(draft.row, outcome, tuple(warnings), needs=needs, near=near)


def rejected(draft: Draft, *problems: str) -> Fate:
    """The fate of a draft that only the store's knowledge showed to be wrong."""
    return Fate(draft.row, Outcome.REJECTED, draft.warnings, problems)


def doubtful_fate(draft: Draft, near: int | None, told: Decision | None) -> tuple[int | None, int | None, Fate | None]:
    """What a decision on all doubtful rows makes of one that `near` may be: whom it goes to, whom it stands beside, and
    its fate where it is left out.
    """
    if near is None or told is None:
        return None, near, None
    if told.action == "skip":
        return None, near, fate(draft, Outcome.DUPLICATE, draft.warnings, near=near)
    return (near if told.action == "merge" else None), None, None


def known_again(draft: Draft, near: int) -> Fate:
    """The fate of a row that adds nothing to somebody whose name is too common to tell: pointed out all the same."""
    return fate(draft, Outcome.DUPLICATE, (*draft.warnings, "possible_duplicate"), near=near)
