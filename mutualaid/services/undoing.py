"""What a verb made and changed, held in memory, so that it can be taken back while nobody has worked on it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, TypeVar

from mutualaid.records.base import Record
from mutualaid.records.errors import BadInput
from mutualaid.records.household import Consent, Contact, Household
from mutualaid.records.match import Match, Rejection
from mutualaid.records.need import Need
from mutualaid.records.schedule import Appointment
from mutualaid.store.writing import Writing

R = TypeVar("R", bound=Record)


@dataclass(frozen=True)
class Made:
    """Records that were added, and those that were changed as they were before and after. Prints nothing of them."""

    added: tuple[tuple[str, Record], ...] = field(default=(), repr=False)
    changed: tuple[tuple[str, Record, Record], ...] = field(default=(), repr=False)

    def of(self, kind: type[R]) -> list[str]:
        """The uids of what was added of a kind, in that order."""
        return [uid for uid, record in self.added if isinstance(record, kind)]


class Noting:
    """A transaction whose additions and changes are noted; everything else passes through to it."""

    def __init__(self, write: Writing) -> None:
        self._write = write
        self._added: list[tuple[str, Record]] = []
        self._changed: dict[str, tuple[Record, Record]] = {}

    def __getattr__(self, name: str) -> Any:
        return getattr(self._write, name)

    def add(self, record: Record) -> str:
        """As the transaction's own."""
        return self.add_many([record])[0]

    def add_many(self, records: Iterable[Record]) -> list[str]:
        """As the transaction's own."""
        given = list(records)
        uids = self._write.add_many(given)
        self._added += zip(uids, given, strict=True)
        return uids

    def change(self, kind: type[R], uid: str, **fields: object) -> R:
        """As the transaction's own."""
        before = self._changed[uid][0] if uid in self._changed else self._write.get(kind, uid)
        after = self._write.change(kind, uid, **fields)
        self._changed[uid] = before, after
        return after

    def made(self) -> Made:
        """What was noted."""
        changed = ((uid, before, after) for uid, (before, after) in self._changed.items())
        return Made(tuple(self._added), tuple(changed))


def untouched(write: Writing, made: Made) -> bool:
    """Whether all of it is still as it was left, and nothing since refers to what was added."""
    left = [*made.added, *((uid, after) for uid, _before, after in made.changed)]
    try:
        same = all(write.get(type(record), uid) == record for uid, record in left)
    except BadInput:
        return False
    return same and not any(_since(write, made))


def _since(write: Writing, made: Made) -> Iterator[int]:
    """How many records beyond its own refer to what was added, kind by kind."""
    needs, homes = made.of(Need), made.of(Household)
    of_needs: tuple[type[Record], ...] = (Match, Rejection, Appointment)
    for kind in of_needs:
        yield write.count(kind, need=needs)
    of_homes: tuple[type[Record], ...] = (Contact, Appointment, Need, Consent)
    for kind in of_homes:
        own = sum(isinstance(record, kind) and getattr(record, "household", "") in homes for _uid, record in made.added)
        yield write.count(kind, household=homes) - own


def unmake(write: Writing, made: Made) -> None:
    """Remove what was added, the journal's memory of it too, and make what was changed what it was."""
    for kind, same in groupby(reversed(made.added), key=lambda pair: type(pair[1])):
        for uid, _record in same:
            write.remove(kind, uid)
            write.forget(uid)
    for uid, before, after in made.changed:
        fields = type(before).model_fields
        was = {name: getattr(before, name) for name in fields if getattr(before, name) != getattr(after, name)}
        write.change(type(before), uid, **was)
