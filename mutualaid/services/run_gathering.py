"""Runs kept in step with the matches: what was accepted joins, what was called off leaves."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date

from mutualaid.records.kinds import LIVE_MATCHES, Daypart, MatchState, Mode, RunState
from mutualaid.records.match import Match
from mutualaid.records.need import Need
from mutualaid.records.schedule import Run
from mutualaid.services.office import Office
from mutualaid.services.run_reading import joined, put_in_order, read_rows
from mutualaid.store.reading import Reading
from mutualaid.store.store import Stored
from mutualaid.store.writing import Writing

Slot = tuple[date, Daypart]
Key = tuple[frozenset[str], date, Daypart]

_TO_COME = (RunState.PLANNED, RunState.CONFIRMED)
_ENDED = (MatchState.DONE, MatchState.FAILED)


def key_of(record: Match | Run) -> Key | None:
    """Whose drive, when: matches with the same are one run. None for a match without a time or a person."""
    if record.day is None or record.part is None or not record.volunteers:
        return None
    return frozenset(record.volunteers), record.day, record.part


def deliveries(read: Reading, day: date, part: Daypart | None = None) -> dict[Key, list[str]]:
    """The live deliveries of a day (of one part of it), by whose drive they are."""
    rows = [row for row in read.all(Match, day=day, state=list(LIVE_MATCHES)) if part in (None, row.record.part)]
    if not rows:
        return {}  # asked for none of them, the store would look through every delivery there is
    needs = list({row.record.need for row in rows})
    brought = {row[0] for row in read.columns(Need, uid=needs, mode=Mode.DELIVERY)}
    found: dict[Key, list[str]] = defaultdict(list)
    for uid, match in rows:
        key = key_of(match)
        if key is not None and match.need in brought:
            found[key].append(uid)
    return found


def gather_in(office: Office, write: Writing, slots: Iterable[tuple[date, Daypart | None]]) -> list[str]:
    """Bring the runs of those times in step with the matches, inside a transaction. Returns the runs it touched."""
    touched: list[str] = []
    for day, part in dict.fromkeys(slots):
        touched += _gather(office, write, day, part)
    return list(dict.fromkeys(touched))


def _gather(office: Office, write: Writing, day: date, part: Daypart | None) -> list[str]:
    wanted = deliveries(write, day, part)
    runs = [row for row in write.all(Run, day=day) if part in (None, row.record.part)]
    touched, placed = list[str](), set[str]()
    for row in runs:
        kept = _staying(write, row.record, wanted)
        placed |= set(kept)
        if kept != row.record.stops:
            touched.append(row.uid)
            _keep_stops(write, row, kept)
    there = {row.uid: row.record for row in write.all(Run, day=day)}
    for key, matches in wanted.items():
        new = [uid for uid in matches if uid not in placed]
        if not new:
            continue
        open_run = next((u for u, run in there.items() if key_of(run) == key and run.state in _TO_COME), None)
        touched.append(_begin(office, write, key, new) if open_run is None else _join(office, write, open_run, new))
    return touched


def _staying(write: Writing, run: Run, wanted: dict[Key, list[str]]) -> list[str]:
    """The stops that are still this run's: live ones of its people and time, and those that came to an end in it."""
    key = key_of(run)
    mine = set(wanted.get(key, ())) if key is not None else set()
    over = {row[0] for row in write.columns(Match, uid=list(run.stops), state=list(_ENDED))}
    return [stop for stop in run.stops if stop in mine or stop in over]


def _keep_stops(write: Writing, row: Stored[Run], kept: list[str]) -> None:
    if kept:
        write.change(Run, row.uid, stops=kept)
    else:
        write.remove(Run, row.uid)


def _begin(office: Office, write: Writing, key: Key, stops: Collection[str]) -> str:
    people, day, part = key
    code = f"R-{_next_number(write.codes(Run))}"
    run = Run.checked(code=code, day=day, part=part, volunteers=sorted(people))
    order = put_in_order(office, read_rows(write, stops), run, stops)
    return write.add(Run.checked(**{name: getattr(run, name) for name in Run.model_fields} | {"stops": order}))


def _join(office: Office, write: Writing, uid: str, new: Collection[str]) -> str:
    """More stops for a run. Its people said yes to fewer, so that it has to be confirmed again."""
    run = write.get(Run, uid)
    rows = read_rows(write, [*run.stops, *new])
    stops = joined(office, rows, run, run.stops, new)
    write.change(Run, uid, stops=stops, state=RunState.PLANNED, confirmed_on=None)
    return uid


def _next_number(taken: Iterable[str]) -> int:
    numbers = [int(code[2:]) for code in taken if re.fullmatch(r"R-\d+", code)]
    return max(numbers, default=0) + 1
