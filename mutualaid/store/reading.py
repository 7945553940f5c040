"""Reads: records, small values and the lines of lists, all of one consistent moment."""

from __future__ import annotations

import array
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Select, case, func, select

from mutualaid.records.base import Record
from mutualaid.records.errors import BadInput, Damaged
from mutualaid.records.household import Household
from mutualaid.records.kinds import ConsentPurpose, MatchState
from mutualaid.records.need import Need
from mutualaid.records.office import OfficeSettings
from mutualaid.records.views import (
    HouseholdLine,
    JournalLine,
    LastChange,
    LotLine,
    MatchLine,
    NeedFilter,
    NeedLine,
    SearchHit,
    VolunteerLine,
)
from mutualaid.store import answered, backups, counted, imports, journal, lines, meta, needs, search, verify
from mutualaid.store.answered import Remembered
from mutualaid.store.backups import KeptBackup
from mutualaid.store.connection import Keys
from mutualaid.store.consenting import refusals
from mutualaid.store.counted import CountedNeeds
from mutualaid.store.due import Due
from mutualaid.store.imports import KeptImport, Trace
from mutualaid.store.journal import Value
from mutualaid.store.registry import KINDS, Kind
from mutualaid.store.stored import Stored
from mutualaid.store.tables import release_ledger
from mutualaid.vault.opened import Finding

R = TypeVar("R", bound=Record)


class Reading:
    """A snapshot of the store, good inside the `with` block that gave it, on that block's thread."""

    def __init__(self, connection: Connection, keys: Keys) -> None:
        self._connection = connection
        self._keys = keys

    def get(self, kind: type[R], uid: str) -> R:
        """The record. Raises BadInput("record_gone")."""
        found = self._stored(kind, KINDS[kind].table.c.uid == uid)
        if not found:
            raise BadInput("record_gone", record=kind.__name__)
        return found[0].record

    def by_code(self, kind: type[R], code: str) -> Stored[R] | None:
        """The record with that code."""
        found = self._stored(kind, KINDS[kind].table.c.code == code)
        return found[0] if found else None

    def all(self, kind: type[R], /, **equals: object) -> list[Stored[R]]:
        """Records whose plain columns equal those values, in order of birth; a list, tuple or set means any of it."""
        return self._stored(kind, *_equal(KINDS[kind], equals))

    def within(self, kind: type[R], field: str, low: object, high: object) -> list[Stored[R]]:
        """Records of a kind whose field lies between two values, both included, in the order they were added."""
        column = KINDS[kind].table.c[field]
        return self._stored(kind, column >= low, column <= high)

    def columns(self, kind: type[Record], *fields: str, **equals: object) -> Iterator[tuple[Any, ...]]:
        """The uid and those fields of each such record, in order of birth, a few at a time."""
        entry = KINDS[kind]
        query = select(entry.table.c.uid, *(entry.table.c[field] for field in fields))
        query = query.where(*_equal(entry, equals)).order_by(entry.table.c.id)
        for row in self._connection.execute(query.execution_options(yield_per=500)):
            yield tuple(row)

    def count(self, kind: type[Record], **equals: object) -> int:
        """How many `all` would give."""
        table = KINDS[kind].table
        query = select(func.count()).select_from(table).where(*_equal(KINDS[kind], equals))
        return self._connection.execute(query).scalar_one()

    def codes(self, kind: type[Record]) -> set[str]:
        """Every code in use."""
        return set(self._connection.execute(select(KINDS[kind].table.c.code)).scalars())

    def settings(self) -> OfficeSettings:
        """The office's settings. Raises Damaged("store_damaged") when they are not there or do not hold."""
        text = meta.get(self._connection, meta.SETTINGS)
        try:
            return OfficeSettings.model_validate_json(text or "")
        except ValueError:
            raise Damaged("store_damaged") from None

    def meta(self, key: str) -> str | None:
        """A small office-wide value, JSON text."""
        return None if key.startswith(meta.OWN) else meta.get(self._connection, key)

    def stock(self, lots: Collection[str] | None = None) -> dict[str, tuple[int, int]]:
        """Of every lot's uid (of those only, when given): units on hand, units free."""
        return lines.stock(self._connection, lots)

    def need_ids(self, filter: NeedFilter) -> array.array[int]:
        """Local ids of the needs that the filter lets through, in its order; `need_lines` takes them."""
        return needs.need_ids(self._connection, filter)

    def need_lines(self, ids: Sequence[int]) -> list[NeedLine]:
        """The lines of those needs in that order; a need that is gone is left out."""
        return needs.need_lines(self._connection, ids)

    def household_lines(self, text: str = "", *, uids: Collection[str] | None = None) -> list[HouseholdLine]:
        """Households that match the text (all when it is blank), by code; of those uids only, when given."""
        return lines.household_lines(self._connection, text, uids)

    def household_keys(self, text: str, *fields: str) -> list[tuple[Any, ...]]:
        """The uid and those fields of each household that matches the text (of all when it is blank), by code; lists
        and days as the text that they are kept as, `phone` the first number.
        """
        return lines.household_keys(self._connection, text, *fields)

    def waiting_needs(self) -> dict[str, int]:
        """How many needs somebody still waits for, of each household (by uid) that has any."""
        return lines.waiting_needs(self._connection)

    def refusing(self, purpose: ConsentPurpose) -> set[str]:
        """The households (their uids) whose latest answer for a purpose is a no."""
        return set(self._connection.execute(refusals(purpose)).scalars())

    def contact_names(self) -> list[tuple[str, str]]:
        """Of every household the uid and the name and nothing else, to look through all of them while she types."""
        table = KINDS[Household].table
        return [(uid, name) for uid, name in self._connection.execute(select(table.c.uid, table.c.contact_name))]

    def volunteer_lines(self, text: str = "") -> list[VolunteerLine]:
        """Volunteers that match the text (all when it is blank), by name."""
        return lines.volunteer_lines(self._connection, text)

    def lot_lines(self, text: str = "") -> list[LotLine]:
        """Lots that match the text (all when it is blank); what expires first comes first."""
        return lines.lot_lines(self._connection, text)

    def match_lines(
        self,
        states: Collection[MatchState] = (),
        needs: Collection[str] | None = None,
        volunteer: str | None = None,
    ) -> list[MatchLine]:
        """Kept matches by day: in those states, of those needs, of that volunteer; all when none are given."""
        return lines.match_lines(self._connection, states, needs, volunteer)

    def near(self, kind: type[Record], *, words: Iterable[str] = (), numbers: Iterable[str] = ()) -> set[str]:
        """Uids of the records of a kind with any of those words in their name, or any of those phone numbers."""
        return search.near_uids(self._connection, KINDS[kind], words, numbers)

    def told(self, uid: str) -> Remembered:
        """What the coordinator answered about the texts of a record when the watch pointed something out."""
        return answered.remembered(self._connection, uid)

    def journal_values(self, uids: Sequence[str]) -> list[Value]:
        """What the change journal still remembers of those records, oldest first."""
        return journal.values_of(self._connection, uids)

    def search(self, text: str, limit: int = 50) -> list[SearchHit]:
        """What matches the words or the phone digits, best first."""
        return search.search(self._connection, text, limit)

    def ledger(self) -> list[bytes]:
        """The release ledger's entries, oldest first."""
        return list(self._connection.execute(select(release_ledger.c.entry).order_by(release_ledger.c.seq)).scalars())

    def ledger_heads(self) -> list[bytes]:
        """Each entry up to its first line feed, oldest first: without the files that a release's entry ends with."""
        entry, end = release_ledger.c.entry, func.instr(release_ledger.c.entry, b"\n")
        head = case((end > 0, func.substr(entry, 1, end - 1)), else_=entry)
        return list(self._connection.execute(select(head).order_by(release_ledger.c.seq)).scalars())

    def ledger_entry(self, seq: int) -> bytes:
        """The release ledger's entry with that number. Raises BadInput("record_gone")."""
        found = self._connection.execute(select(release_ledger.c.entry).where(release_ledger.c.seq == seq)).scalar()
        if found is None:
            raise BadInput("record_gone")
        return bytes(found)

    def change_of(self, kind: str, uid: str) -> int | None:
        """The number of the journal's newest entry that touched it, none when the journal does not tell."""
        return journal.newest_of(self._connection, kind, uid)

    def due(self) -> Due:
        """What is due on a day, of every kind."""
        return Due(self._connection)

    def needs_to_count(self) -> CountedNeeds:
        """What anonymised summaries count."""
        return counted.needs_to_count(self._connection)

    def first_need(self) -> date | None:
        """The day on which the first need was received."""
        return self._connection.execute(select(func.min(KINDS[Need].table.c.received_on))).scalar()

    def last_change(self) -> LastChange | None:
        """The newest entry of the change journal."""
        head = journal.head(self._connection)
        return None if head is None else LastChange(head.seq, datetime.fromisoformat(head.at), head.actor)

    def generation(self) -> int:
        """How many openings of the store have written to it."""
        return int(meta.get(self._connection, meta.GENERATION) or 0)

    def journal(self, limit: int) -> list[JournalLine]:
        """The latest entries of the change journal, newest first."""
        return journal.latest(self._connection, limit)

    def backups(self) -> list[KeptBackup]:
        """The backups that this store knows of, oldest first."""
        return backups.all_kept(self._connection)

    def worked_since(self, seq: int) -> bool:
        """Whether anything but the making of backups was changed after that entry of the journal."""
        return backups.worked_since(self._connection, seq)

    def imports(self) -> list[KeptImport]:
        """The latest imports, the newest first."""
        return imports.listed(self._connection)

    def import_trace(self, seq: int) -> Trace:
        """What the import with that number in the journal did."""
        return Trace(self._connection, seq)

    def verify(self) -> list[Finding]:
        """Everything in the store that does not hold together; empty when all does."""
        return verify.findings(self._connection, self._keys)

    def _stored(self, kind: type[R], *conditions: ColumnElement[bool]) -> list[Stored[R]]:
        entry = KINDS[kind]
        query = _columns(entry).where(*conditions).order_by(entry.table.c.id)
        fields = entry.fields
        # What lies here was validated when it was written; doing it again at every read would cost seconds.
        return [
            Stored(row[0], kind.model_construct(**dict(zip(fields, row[1:], strict=True))))
            for row in self._connection.execute(query)
        ]


def _columns(kind: Kind) -> Select[Any]:
    return select(kind.table.c.uid, *(kind.table.c[field] for field in kind.fields))


def _equal(kind: Kind, equals: dict[str, object]) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    for name, value in equals.items():
        column = kind.table.c[name]
        if isinstance(value, list | tuple | set | frozenset):
            conditions.append(column.in_(list(value)))
        else:
            conditions.append(column == value)  # none becomes IS NULL
    return conditions
