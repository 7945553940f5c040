"""A stretch of days as the schedule shows it: runs, shifts, hearings and other tasks, who is on, and what is amiss."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from mutualaid.records.household import Household
from mutualaid.records.kinds import LIVE_MATCHES, Daypart, MatchState, RunState, ShiftKind
from mutualaid.records.match import Match
from mutualaid.records.need import Need
from mutualaid.records.place import Site
from mutualaid.records.schedule import Appointment, Run, Shift
from mutualaid.records.time import DateRange
from mutualaid.services.bookings import Clash, Task, hours_of, people_of
from mutualaid.services.covering import appointment_task
from mutualaid.services.diary import Diary, diary
from mutualaid.services.office import Office
from mutualaid.services.shifts import shift_task
from mutualaid.store.reading import Reading
from mutualaid.store.store import Stored


class EntryKind(StrEnum):
    """What an entry of the schedule is. `task` is a kept match that is in no run: a ride, interpreting, a delivery."""

    RUN = "run"
    SHIFT = "shift"
    HEARING = "hearing"
    TASK = "task"


@dataclass(frozen=True)
class Entry:
    """One thing in the schedule. Times are the office's clock, without a zone.

    `people` are who does it; `wanted` how many that should be; `cover` who of them cannot come by her own word.
    `code` is that of a run, of a hearing's household, or of a task's need; `matches` are those of a run or a task.
    `clashes` are what stands against those who are on it.
    """

    kind: EntryKind
    uid: str
    starts: datetime
    ends: datetime
    people: tuple[str, ...] = ()
    wanted: int = 0
    cover: tuple[str, ...] = ()
    zones: tuple[str, ...] = ()
    shift: ShiftKind | None = None
    run: RunState | None = None
    waits: bool = False
    """Whether somebody's yes is waited for."""
    part: Daypart | None = None
    code: str = ""
    category: str = ""
    household: str = ""
    place: str = ""
    room: str = ""
    site: str = ""
    skill: str | None = None
    note: str = ""
    matches: tuple[str, ...] = ()
    clashes: tuple[Clash, ...] = ()

    @property
    def missing(self) -> int:
        """How many people are still wanted, those who cannot come among them."""
        return max(0, self.wanted - len([one for one in self.people if one not in self.cover]))

    @property
    def forbidden(self) -> tuple[Clash, ...]:
        """What of its clashes no path in the program would let through: it came since."""
        return tuple(clash for clash in self.clashes if clash.hard)

    def task(self) -> Task:
        """What it asks of somebody who does it."""
        besides = frozenset({self.uid, *self.matches})
        return Task(self.starts, self.ends, skill=self.skill, household=self.household or None, besides=besides)


@dataclass(frozen=True)
class WeekPage:
    """The days from `first` on. `diary` tells what an entry would clash with elsewhere, without reading again."""

    first: date
    days: int
    entries: tuple[Entry, ...]
    away: Mapping[str, tuple[DateRange, ...]]
    diary: Diary
    sites: Mapping[str, str]

    @property
    def last(self) -> date:
        """The last day."""
        return self.first + timedelta(days=self.days - 1)

    def entry(self, uid: str) -> Entry | None:
        """The entry of a record."""
        return next((one for one in self.entries if one.uid == uid), None)


def week(office: Office, *, first: date, days: int = 7, volunteer: str | None = None) -> WeekPage:
    """The schedule from a day on, of one volunteer only when given. Entries are in order of time."""
    with office.store.read() as read:
        return week_in(office, read, first=first, days=days, volunteer=volunteer)


def week_in(office: Office, read: Reading, *, first: date, days: int = 7, volunteer: str | None = None) -> WeekPage:
    """The same inside a reading."""
    last = first + timedelta(days=days - 1)
    entries = [*_matched(office, read, first, last), *_shifts(read, first, last), *_hearings(read, first, last)]
    households = {one.household for one in entries if one.kind is EntryKind.HEARING}
    known = diary(read, office.settings, first=first, last=last, households=households)
    shown = [
        replace(one, clashes=tuple(_clashes(known, one)))
        for one in entries
        if volunteer is None or volunteer in one.people
    ]
    away = {
        uid: tuple(gap for gap in record.absences if gap.first <= last and gap.last >= first)
        for uid, record in known.people.items()
        if volunteer is None or uid == volunteer
    }
    return WeekPage(
        first=first,
        days=days,
        entries=tuple(sorted(shown, key=lambda one: (one.starts, one.ends, one.kind, one.uid))),
        away={uid: gaps for uid, gaps in away.items() if gaps},
        diary=known,
        sites={row.record.code: row.record.name for row in read.all(Site)},
    )


def _clashes(known: Diary, one: Entry) -> Iterator[Clash]:
    """What stands against who is on it. A run's and a task's people were chosen by the engine's rules: only what
    forbids counts there.
    """
    engine = one.kind in (EntryKind.RUN, EntryKind.TASK)
    for who in one.people:
        if who in known.people:
            found = known.clashes(volunteer=who, task=one.task())
            yield from (clash for clash in found if clash.hard or not engine)


def _span(first: date, last: date) -> tuple[datetime, datetime]:
    low = datetime.combine(first - timedelta(days=1), time.min).astimezone()
    return low, datetime.combine(last, time.max).astimezone()


def _shifts(read: Reading, first: date, last: date) -> Iterator[Entry]:
    for uid, record in read.within(Shift, "starts", *_span(first, last)):
        task = shift_task(uid, record)
        if task.ends > datetime.combine(first, time.min):
            yield Entry(
                EntryKind.SHIFT, uid, task.starts, task.ends, tuple(record.volunteers), record.people,
                tuple(record.cover), (record.zone,), shift=record.kind, site=record.site or "", skill=record.skill,
                note=record.note,
            )  # fmt: skip


def _hearings(read: Reading, first: date, last: date) -> Iterator[Entry]:
    for uid, record in read.within(Appointment, "starts", *_span(first, last)):
        task = appointment_task(uid, record)
        if task.ends > datetime.combine(first, time.min):
            home = read.get(Household, record.household)
            met = () if record.pair or record.need is None else _live_of(read, record.need)
            yield Entry(
                EntryKind.HEARING, uid, task.starts, task.ends, tuple(people_of(read, record)), 2,
                zones=(home.zone,), code=home.code, household=record.household, place=record.place, room=record.room,
                matches=met,
            )  # fmt: skip


def _live_of(read: Reading, need: str) -> tuple[str, ...]:
    return tuple(row.uid for row in read.all(Match, need=need, state=list(LIVE_MATCHES)))


def _matched(office: Office, read: Reading, first: date, last: date) -> Iterator[Entry]:
    """Runs with their stops, and kept matches that no run gathers."""
    days = [first + timedelta(days=ahead) for ahead in range((last - first).days + 1)]
    rows = {row.uid: row.record for row in read.all(Match, day=days, state=list(LIVE_MATCHES))}
    runs = read.all(Run, day=days)
    stopped = {stop for run in runs for stop in run.record.stops}
    done = read.all(Match, uid=list(stopped - set(rows))) if stopped - set(rows) else []
    stops = rows | {row.uid: row.record for row in done}
    needs = {row.uid: row.record for row in read.all(Need, uid=[match.need for match in stops.values()])}
    households = list({need.household for need in needs.values()})
    homes: dict[str, str] = {row[0]: row[1] for row in read.columns(Household, "zone", uid=households)}
    for run in runs:
        yield _run(office, run, stops, needs, homes)
    alone = {uid: match for uid, match in rows.items() if uid not in stopped}
    yield from _tasks(office, alone, needs, homes)


def _run(
    office: Office,
    run: Stored[Run],
    stops: Mapping[str, Match],
    needs: Mapping[str, Need],
    homes: Mapping[str, str],
) -> Entry:
    record = run.record
    starts, ends = hours_of(record.day, record.part, office.settings.hours)
    if record.starts is not None:
        leaves = datetime.combine(record.day, record.starts)
        starts = leaves if leaves < ends else starts
    kept = [stops[uid] for uid in record.stops if uid in stops]
    return Entry(
        EntryKind.RUN, run.uid, starts, ends, tuple(record.volunteers), 1, zones=_zones(kept, needs, homes),
        run=record.state, part=record.part, code=record.code, site=record.site or "", note=record.note,
        matches=tuple(record.stops),
    )  # fmt: skip


def _tasks(
    office: Office, alone: Mapping[str, Match], needs: Mapping[str, Need], homes: Mapping[str, str]
) -> Iterator[Entry]:
    """Deliveries of the same people in the same part of a day are one entry, as they will be one run."""
    gathered: dict[tuple[object, ...], list[str]] = {}
    for uid, match in alone.items():
        need = needs[match.need]
        together = ("delivery", frozenset(match.people)) if need.mode == "delivery" else uid
        gathered.setdefault((match.day, match.part, together), []).append(uid)
    for uids in gathered.values():
        kept = [alone[uid] for uid in uids]
        match, need = kept[0], needs[kept[0].need]
        if match.day is None or match.part is None:
            continue
        starts, ends = hours_of(match.day, match.part, office.settings.hours)
        yield Entry(
            EntryKind.TASK, uids[0], starts, ends, tuple(dict.fromkeys(one for m in kept for one in m.people)), 0,
            zones=_zones(kept, needs, homes), waits=any(one.state == MatchState.ACCEPTED for one in kept),
            part=match.part, code=need.code, category=need.category, matches=tuple(uids),
        )  # fmt: skip


def _zones(kept: Iterable[Match], needs: Mapping[str, Need], homes: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(homes[needs[match.need].household] for match in kept if match.need in needs))


def conflicts(page: WeekPage, kinds: Collection[EntryKind] = tuple(EntryKind)) -> list[Entry]:
    """Entries that something forbids by now, or that want people."""
    return [one for one in page.entries if one.kind in kinds and (one.forbidden or one.missing)]
