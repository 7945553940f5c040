"""One undo for a whole import: what it added goes, what it changed is put back, except where somebody worked since.

A household that is kept keeps the needs and consents that came with it, a lot its movements, its item and its place.
What goes leaves no value behind in the journal: a list that should not have been imported should not lie there.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from mutualaid.exchange.drafts import Kind
from mutualaid.progress import SILENT, Progress
from mutualaid.records.base import Record
from mutualaid.records.errors import BadInput, Refused
from mutualaid.records.household import Consent, Household
from mutualaid.records.need import Need
from mutualaid.records.place import Site
from mutualaid.records.supply import CatalogueItem, Lot, Movement
from mutualaid.records.views import Area, Changed
from mutualaid.records.volunteer import Volunteer
from mutualaid.services.import_result import Counts
from mutualaid.services.import_supplies import LOTS_SEEN
from mutualaid.services.office import Office
from mutualaid.services.references import BY_CODE, BY_UID, IN_LISTS
from mutualaid.store.imports import OPEN, UNDONE, KeptImport, Learned, Trace
from mutualaid.store.reading import Reading
from mutualaid.store.texts import Door
from mutualaid.store.writing import Writing

UNDO_DAYS = 30
UNDO_MOST = 10
"""The latest ten imports of the last thirty days can be undone; of older ones what that takes is forgotten."""

VERB = "undo import"

AREAS: dict[Kind, frozenset[Area]] = {
    Kind.NEEDS: frozenset({Area.HOUSEHOLDS, Area.NEEDS}),
    Kind.VOLUNTEERS: frozenset({Area.VOLUNTEERS}),
    Kind.SUPPLIES: frozenset({Area.SUPPLIES}),
}
"""The parts of the store that an import of each kind touches."""

_STEP = 500
_GOES: dict[type[Record], str] = {
    Need: "need", Consent: "consent", Household: "household", Volunteer: "volunteer", Lot: "lot",
    Movement: "movement", CatalogueItem: "catalogue_item", Site: "site",
}  # fmt: skip
"""What an import adds, by name, in the order in which it is removed: a movement never goes before its lot."""


@dataclass(frozen=True)
class PastImport:
    """An import of before: its uid, when and by whom, what its rows were, what it came to, whether it can be undone."""

    uid: str
    at: datetime
    who: str
    kind: Kind
    counts: Counts
    undone: bool
    can_undo: bool


@dataclass(frozen=True)
class Undone:
    """What undoing came to: records removed and kept by kind ("household", "need", ...), and records put back.

    `kept_changes` counts records of which something was changed again since, and so is left as it is by now.
    """

    changed: Changed
    undone: Mapping[str, int]
    kept: Mapping[str, int]
    put_back: int = 0
    kept_changes: int = 0


def past_imports(office: Office) -> list[PastImport]:
    """The latest imports, the newest first."""
    with office.store.read() as read:
        kept = read.imports()
    able = _undoable(kept)
    return [
        PastImport(
            uid=str(one.seq),
            at=one.at,
            who=one.actor,
            kind=Kind(one.kind),
            counts=Counts(**json.loads(one.counts)),
            undone=one.state == UNDONE,
            can_undo=one.seq in able,
        )
        for one in kept
    ]


def _undoable(kept: Iterable[KeptImport], *, room: int = 0) -> set[int]:
    """Those that can be undone; with `room`, so many fewer, for imports to come."""
    since = datetime.now(UTC) - timedelta(days=UNDO_DAYS)
    return {one.seq for one in [one for one in kept if one.state == OPEN and one.at >= since][: UNDO_MOST - room]}


def begin_import(write: Writing) -> str:
    """From here on this transaction keeps what undoing it takes. Returns the uid by which it is undone."""
    return str(write.begin_import())


def finish_import(write: Writing, kind: Kind, counts: Counts, extra: Mapping[str, str] | None = None) -> None:
    """List the import; older ones beyond the rule can be undone no more. `extra` is what `Intake.extra` gives."""
    keep = _undoable(write.imports(), room=1)
    write.finish_import(kind.value, json.dumps(vars(counts)), extra=extra or {}, keep=keep)


def undo_import(office: Office, *, undo: str, progress: Progress = SILENT) -> Undone:
    """Undo an import in one transaction. What somebody has worked on since stays, and is counted.

    Raises BadInput("import_gone"), Refused("import_undone" | "import_too_old"), NoSpace, Cancelled.
    """
    with office.store.write(VERB, door=Door.OPEN) as write:
        kept = next((one for one in write.imports() if str(one.seq) == undo), None)
        if kept is None:
            raise BadInput("import_gone")
        if kept.state != OPEN or kept.seq not in _undoable(write.imports()):
            raise Refused("import_undone" if kept.state == UNDONE else "import_too_old")
        came = _Undoing(write, kept.seq, progress)
        came.put_back()
        came.remove()
        write.close_import(kept.seq)
        progress.step(1, 1)
    return Undone(
        changed=Changed(AREAS[Kind(kept.kind)]),
        undone={name: count for name, count in came.removed.items() if count},
        kept={name: count for name, count in came.kept.items() if count},
        put_back=came.records_back,
        kept_changes=came.records_left,
    )


@dataclass
class _Undoing:
    """One undo under way."""

    write: Writing
    seq: int
    progress: Progress
    removed: Counter[str] = field(default_factory=Counter)
    kept: Counter[str] = field(default_factory=Counter)
    records_back: int = 0
    records_left: int = 0

    def __post_init__(self) -> None:
        self._trace: Trace = self.write.import_trace(self.seq)

    def put_back(self) -> None:
        """Give every field that the import changed, and nobody since, what it held before."""
        learned = self._trace.learned()
        for number, one in enumerate(learned):
            if number % _STEP == 0:
                self.progress.step(number, len(learned))
            try:
                now = self.write.get(one.kind, one.uid)
            except BadInput:  # somebody removed it
                continue
            count = self._give_back(one, now)
            self.records_back += count > 0
            self.records_left += count < len(one.before)

    def _give_back(self, one: Learned, now: Record) -> int:
        """How many of a record's fields were put back."""
        try:
            left = one.kind.checked(**(_all(now) | one.after))
            back = {name: one.before[name] for name in one.before if getattr(now, name) == getattr(left, name)}
            self.write.change(one.kind, one.uid, **back)
        except BadInput:  # with what is there by now it would make no sense
            return 0
        return len(back)

    def remove(self) -> None:
        """Remove what the import added, but what has to stay, and what the journal tells of it."""
        stays, going = _what_stays(self.write, self._trace), dict[type[Record], list[str]]()
        for kind, name in _GOES.items():
            added = self._trace.added(kind)
            going[kind] = [uid for uid in added if uid not in stays[kind]]
            self.removed[name], self.kept[name] = len(going[kind]), len(added) - len(going[kind])
        total, done = self.removed.total(), 0
        for kind, uids in going.items():
            for start in range(0, len(uids), _STEP):
                self.progress.step(done, total)
                part = uids[start : start + _STEP]
                self.write.remove_many(kind, part)
                self.write.forget(*part)
                done += len(part)
        self._unsee(set(going[Lot]))

    def _unsee(self, gone: set[str]) -> None:
        """Lots that went may be imported again: they do not count as seen any more."""
        lots = json.loads(self._trace.small(LOTS_SEEN) or "{}")
        if not lots:
            return
        seen = Counter(json.loads(self.write.meta(LOTS_SEEN) or "{}"))
        for content, uids in lots.items():
            seen[content] -= sum(uid in gone for uid in uids)
        self.write.set_meta(LOTS_SEEN, json.dumps({k: n for k, n in seen.items() if n > 0}, sort_keys=True))


def _all(record: Record) -> dict[str, Any]:
    return {name: getattr(record, name) for name in type(record).model_fields}


def _what_stays(write: Reading, trace: Trace) -> dict[type[Record], set[str]]:
    """Of what an import added: what was worked on since, what others name by now, and what belongs to those."""
    stays: dict[type[Record], set[str]] = {kind: trace.altered(kind) for kind in _GOES}
    for named, name in ((BY_UID, "uid"), (BY_CODE, "code")):
        for kind, by, column in named:
            if kind in stays:
                stays[kind] |= trace.named_by_others(kind, by, column, name)
    stays[Volunteer] |= _in_lists(write)
    for kind in (Need, Consent):
        homes = trace.naming(kind, "household")
        stays[Household] |= {homes[uid] for uid in stays[kind] if uid in homes}
    for kind in (Need, Consent):
        stays[kind] |= {uid for uid, home in trace.naming(kind, "household").items() if home in stays[Household]}
    stays[Movement] |= {uid for uid, lot in trace.naming(Movement, "lot").items() if lot in stays[Lot]}
    _with_lots(write, trace, stays)
    return stays


def _in_lists(write: Reading) -> set[str]:
    """Volunteers whom a match, an appointment, a shift or a run names."""
    by = [(kind, column) for named, kind, column in IN_LISTS if named is Volunteer]
    return {uid for kind, column in by for row in write.all(kind) for uid in getattr(row.record, column)}


def _with_lots(write: Reading, trace: Trace, stays: dict[type[Record], set[str]]) -> None:
    """A lot that stays keeps its item and its place, if the same import brought them."""
    kinds: tuple[tuple[type[CatalogueItem | Site], str], ...] = ((CatalogueItem, "item"), (Site, "site"))
    for kind, column in kinds:
        by_code = {write.get(kind, uid).code: uid for uid in trace.added(kind)}
        if by_code:
            named = trace.naming(Lot, column)
            stays[kind] |= {by_code[named[uid]] for uid in stays[Lot] if named.get(uid) in by_code}
