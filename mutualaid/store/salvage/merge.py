"""From the rows that were found to the records that come back: the newest of each, mended from the journal.

A row from a damaged page is often not lost: the journal holds every record as it was added and every field as it
changed. A record that was removed or erased does not come back, from whatever page.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pydantic import ValidationError

from mutualaid.records.base import Record
from mutualaid.store.registry import KINDS, Doc, Kind
from mutualaid.store.salvage.cells import Row, Value
from mutualaid.store.salvage.history import History, Step
from mutualaid.store.salvage.raw import Turner
from mutualaid.store.salvage.shapes import UID, Layout
from mutualaid.store.salvage.survey import Found, Survey

REMOVED = "remove"
Key = tuple[str, str]


@dataclass
class Records:
    """What comes back of one kind: rows by uid, what search finds them by; `lost`: uid to code, "" when not known."""

    kind: Kind
    layout: Layout
    turner: Turner
    rows: dict[str, Row] = field(default_factory=dict)
    docs: dict[str, Doc] = field(default_factory=dict)
    lost: dict[str, str] = field(default_factory=dict)
    renewed: set[str] = field(default_factory=set)
    """Those whose row was lost or old, and which the journal gave back."""
    outdated: set[str] = field(default_factory=set)
    """Those of them of which a later change is lost, or may be."""

    def value(self, uid: str, column: str) -> Value:
        """One column of a row."""
        return self.rows[uid][self.layout.place[column]]

    def keep(self, uid: str, row: Row, record: Record) -> None:
        """Take a row in."""
        self.rows[uid] = row
        if (doc := self.kind.doc_of(record)) is not None:
            self.docs[uid] = doc


@dataclass(frozen=True)
class Traces:
    """What tells of records beside their rows.

    `gone`: removed for good; `docs`: what the search index says of them; `clocks`: when fields changed after the record
    was added, none when part of that is lost.
    """

    history: History
    gone: frozenset[Key]
    docs: Mapping[Key, Doc]
    clocks: Mapping[Key, Mapping[str, str]] | None

    def outdated(self, key: Key) -> bool:
        """Whether a change of a record may be missing from the journal."""
        if self.clocks is None:
            return self.history.missing_values() > 0 or bool(self.history.gaps())
        seen = {self.history.clock(step.seq)[0] for step in self.history.steps[key]}
        return not seen.issuperset(self.clocks.get(key, {}).values())


def removed(tombstones: Iterable[Row], history: History) -> frozenset[Key]:
    """The records (kind, uid) that were removed, by the tombstones and by the journal."""
    told = {(str(row[0]), str(row[1])) for row in tombstones}
    kinds = {kind.name for kind in KINDS.values()}
    ended = {key for key, steps in history.steps.items() if key[0] in kinds and steps[-1].action == REMOVED}
    return frozenset(told | ended)


def index_names(kind: str) -> tuple[str, str]:
    """A kind's indexes of uids and of codes."""
    return f"sqlite_autoindex_{kind}_1", f"ix_{kind}_code"


def merged(survey: Survey, layouts: Mapping[str, Layout], traces: Traces) -> dict[str, Records]:
    """What comes back of every kind."""
    return {kind.name: _of_kind(kind, survey, layouts[kind.name], traces) for kind in KINDS.values()}


def _of_kind(kind: Kind, survey: Survey, layout: Layout, traces: Traces) -> Records:
    records = Records(kind, layout, Turner(kind, layout))
    entries = survey.entries[index_names(kind.name)[0]]
    uids = {uid: rowid for rowid, uid in entries.items() if isinstance(uid, str) and UID.fullmatch(uid)}
    best = _newest(kind, survey, layout, traces, uids)
    journalled = {uid: steps for (name, uid), steps in traces.history.steps.items() if name == kind.name}
    for uid, row in best.items():
        _take_row(records, uid, row, journalled.get(uid, ()), traces.history)
    taken = {row[layout.place["id"]] for row in records.rows.values()}
    for uid, steps in journalled.items():
        if uid not in records.rows and (kind.name, uid) not in traces.gone:
            known = uids.get(uid)
            _take_steps(records, uid, steps, traces, None if known in taken else known)
    _settle_codes(records)
    codes = survey.entries.get(index_names(kind.name)[1], {})
    known_uids = [*best, *journalled, *uids, *(uid for name, uid in traces.docs if name == kind.name)]
    for uid in dict.fromkeys(known_uids):
        if uid not in records.rows and (kind.name, uid) not in traces.gone:
            doc = traces.docs.get((kind.name, uid))
            told = codes.get(uids.get(uid, 0)) or _told_code(journalled.get(uid, ())) or (doc.code if doc else "")
            records.lost.setdefault(uid, str(told))
    return records


def _newest(kind: Kind, survey: Survey, layout: Layout, traces: Traces, uids: Mapping[str, int]) -> dict[str, Row]:
    """The newest row of each uid that may come back."""
    at_uid, at_changed = layout.place["uid"], layout.place["changed"]
    listed = uids if survey.whole(index_names(kind.name)[0]) else None
    best: dict[str, Row] = {}
    for found in survey.rows.pop(kind.name):
        row = layout.whole(found.rowid, found.values)
        uid, changed = row[at_uid], row[at_changed]
        if not isinstance(uid, str) or not isinstance(changed, str) or (kind.name, uid) in traces.gone:
            continue
        if _suspect(found, uid, listed) and not _vouched(kind.name, uid, listed, traces):
            continue
        before = best.get(uid)
        if before is None or str(before[at_changed]) < changed:
            best[uid] = row
    return best


def _suspect(found: Found, uid: str, listed: Mapping[str, int] | None) -> bool:
    """Whether a row may be of a record that was erased since: old page, or the whole index does not know it."""
    return found.doubtful or (listed is not None and uid not in listed)


def _vouched(kind: str, uid: str, listed: Mapping[str, int] | None, traces: Traces) -> bool:
    """Whether anything else tells that the record is there: erasing leaves it in none of these."""
    return (listed or {}).get(uid) is not None or (kind, uid) in traces.history.steps or (kind, uid) in traces.docs


def _take_row(records: Records, uid: str, row: Row, steps: Iterable[Step], history: History) -> None:
    """Keep a row, with what the journal tells of it since; one that is no record is left to be counted as lost."""
    record = records.turner.record(row)
    if record is None:
        return
    place = records.layout.place
    changed = str(row[place["changed"]])
    newer = [step for step in steps if step.action == "change" and _after(history, step.seq, changed)]
    after = _changed(records.kind, record.model_dump(mode="json"), newer) if newer else None
    if after is None or after == record:
        records.keep(uid, row, record)
        return
    clock = max(changed, history.clock(newer[-1].seq)[0])
    keys = {"id": row[place["id"]], "uid": uid, "born": row[place["born"]], "changed": clock}
    records.keep(uid, records.turner.row(after, **keys), after)
    records.renewed.add(uid)


def _after(history: History, seq: int, changed: str) -> bool:
    """Whether an entry is certainly later than a row that was last changed then."""
    low, high = history.clock(seq)
    return low > changed if low == high else low >= changed > ""


def _take_steps(records: Records, uid: str, steps: list[Step], traces: Traces, rowid: int | None) -> None:
    """Keep a record whose row is lost, as the journal has it; without its beginning there is nothing to keep."""
    if steps[0].action != "add":
        return
    record = _changed(records.kind, {}, steps)
    if record is not None:
        history = traces.history
        born, changed = history.clock(steps[0].seq)[0], history.clock(steps[-1].seq)[0]
        records.keep(uid, records.turner.row(record, id=rowid, uid=uid, born=born, changed=changed), record)
        records.renewed.add(uid)
        if traces.outdated((records.kind.name, uid)):
            records.outdated.add(uid)


def _changed(kind: Kind, fields: dict[str, object], steps: Iterable[Step]) -> Record | None:
    """The record after those steps; none when they do not make one."""
    try:
        for step in steps:
            fields.update(json.loads(step.value))
        return kind.record.model_validate_json(json.dumps(fields))
    except (ValidationError, ValueError, TypeError):
        return None


def _told_code(steps: Iterable[Step]) -> str:
    for step in steps:
        try:
            code = json.loads(step.value).get("code")
        except (ValueError, AttributeError):
            continue
        if isinstance(code, str):
            return code
    return ""


def _settle_codes(records: Records) -> None:
    """Of two records with one code (a code given anew after the older was removed) only the newer comes back."""
    if "code" not in records.layout.place:
        return
    holder: dict[Value, str] = {}
    for uid in sorted(records.rows, key=lambda uid: str(records.value(uid, "changed"))):
        code = records.value(uid, "code")
        older = holder.get(code)
        if older is not None:
            del records.rows[older]
            records.docs.pop(older, None)
            records.renewed.discard(older)
            records.outdated.discard(older)
        holder[code] = uid
