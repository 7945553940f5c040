"""How much each volunteer was asked for over the last weeks, what she answered and did, and how evenly it is spread.

Counted are the questions of matches, shifts that she is down for, and accompaniments. A shift counts as asked and
answered with yes, unless she asked for cover; an accompaniment that meets a need counts with its match, if she has one.
Where nobody said how long something takes, hours are an estimate: `SERVICE` minutes for a service, `STOP` for a stop.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from mutualaid.records.kinds import MatchState, Mode, RejectReason
from mutualaid.records.match import Ask, Match, Rejection
from mutualaid.records.need import Need
from mutualaid.records.schedule import Appointment, Shift
from mutualaid.records.volunteer import Volunteer
from mutualaid.services.bookings import clock
from mutualaid.services.office import Office
from mutualaid.store.reading import Reading

SERVICE = 120
"""Minutes that a service takes unless its need says otherwise."""

STOP = 30
"""Minutes that one household of a run takes."""

_EARLIER = timedelta(days=28)
"""How long before a question its match may have been accepted."""
_PART = 5000


class Load(NamedTuple):
    """What a volunteer was asked in some weeks, how often she said yes and no, what she did, and minutes of that.

    `offered` is how many tasks she offered for those weeks (none of one who is paused). `less` marks who offers
    something and was asked less than half as much, for what she offers, as all together.
    """

    volunteer: str
    asked: int
    yes: int
    no: int
    done: int
    minutes: int
    code: str = ""
    name: str = ""
    offered: int = 0
    less: bool = False


class Fairness(NamedTuple):
    """How evenly asks are spread over those who offer something: the fewest, the middle, the most, and the share of all
    asks that the busiest third (rounded up) got; a third of the asks is even.
    """

    people: int
    asked: int
    least: int
    middle: float
    most: int
    busiest: float


@dataclass
class _Sums:
    asked: Counter[str] = field(default_factory=Counter)
    yes: Counter[str] = field(default_factory=Counter)
    no: Counter[str] = field(default_factory=Counter)
    done: Counter[str] = field(default_factory=Counter)
    minutes: Counter[str] = field(default_factory=Counter)


def load(office: Office, *, weeks: int = 4, on: date | None = None) -> list[Load]:
    """Every volunteer's load over the weeks up to a day (today unless said), the most asked first."""
    last = on or date.today()
    first = last - timedelta(days=7 * weeks - 1)
    with office.store.read() as read:
        people = list(read.columns(Volunteer, "code", "name", "tasks_per_week", "active"))
        sums = _Sums()
        together = _matches(read, sums, first, last)
        _shifts(read, sums, first, last)
        _appointments(read, sums, first, last, together)
    offers = {uid: most * weeks if active else 0 for uid, _code, _name, most, active in people}
    asked, offered = sum(sums.asked[uid] for uid in offers if offers[uid]), sum(offers.values())
    lines = [
        Load(
            uid, sums.asked[uid], sums.yes[uid], sums.no[uid], sums.done[uid], sums.minutes[uid], code, name,
            offers[uid], bool(offers[uid]) and 2 * sums.asked[uid] * offered < asked * offers[uid],
        )
        for uid, code, name, _most, _active in people
    ]  # fmt: skip
    return sorted(lines, key=lambda one: (-one.asked, -one.minutes, one.name, one.code))


def fairness(loads: Sequence[Load]) -> Fairness:
    """How evenly the asks are spread over those who offer something."""
    counts = sorted(one.asked for one in loads if one.offered)
    if not counts:
        return Fairness(0, 0, 0, 0.0, 0, 0.0)
    half, third, asked = len(counts) // 2, -(-len(counts) // 3), sum(counts)
    middle = float(counts[half]) if len(counts) % 2 else (counts[half - 1] + counts[half]) / 2
    return Fairness(len(counts), asked, counts[0], middle, counts[-1], sum(counts[-third:]) / asked if asked else 0.0)


class _Kept(NamedTuple):
    """What of a match is counted."""

    need: str
    volunteers: list[str]
    interpreter: str | None
    day: date | None
    part: object
    state: MatchState
    asks: list[Ask]
    decided_on: date

    @property
    def people(self) -> list[str]:
        """Everyone whose time it takes."""
        return list(dict.fromkeys([*self.volunteers, *filter(None, [self.interpreter])]))


def _matches(read: Reading, sums: _Sums, first: date, last: date) -> set[tuple[str, str]]:
    """Count matches and noes; gives who has a part in which need by a match that was counted."""
    # Only the columns that count: a match's lots and reasons are long, and there are thousands.
    found: dict[str, _Kept] = {}
    for column, begin in (("decided_on", first - _EARLIER), ("day", first)):
        days = [begin + timedelta(days=ahead) for ahead in range((last - begin).days + 1)]
        found |= {uid: _Kept(*fields) for uid, *fields in read.columns(Match, *_Kept._fields, **{column: days})}
    questions: set[tuple[str, str, date]] = set()
    together: set[tuple[str, str]] = set()
    done: list[_Kept] = []
    for match in found.values():
        for ask in match.asks:
            if first <= ask.on <= last:
                questions.add((match.need, ask.volunteer, ask.on))
                sums.asked[ask.volunteer] += 1
                sums.yes[ask.volunteer] += ask.yes
                together.add((match.need, ask.volunteer))
        ended = match.day or match.decided_on
        if match.state == MatchState.DONE and first <= ended <= last:
            done.append(match)
            together |= {(match.need, who) for who in match.people}
    for row in read.within(Rejection, "on", first, last):
        rule = row.record
        if rule.reason == RejectReason.VOLUNTEER_SAID_NO and rule.volunteer is not None:
            sums.no[rule.volunteer] += 1
            sums.asked[rule.volunteer] += (rule.need, rule.volunteer, rule.on) not in questions
    _count_done(read, sums, done)
    return together


def _count_done(read: Reading, sums: _Sums, done: list[_Kept]) -> None:
    asked = list({match.need for match in done})
    needs: dict[str, tuple[Mode, int | None, str]] = {}
    for start in range(0, len(asked), _PART):
        some = read.columns(Need, "mode", "duration_minutes", "household", uid=asked[start : start + _PART])
        needs |= {uid: (mode, minutes, home) for uid, mode, minutes, home in some}
    stops: dict[tuple[str, date | None, object], set[str]] = defaultdict(set)
    for match in done:
        mode, minutes, home = needs.get(match.need, (Mode.SERVICE, None, ""))
        for who in match.people:
            if mode == Mode.DELIVERY:
                stops[who, match.day, match.part].add(home)
            else:
                sums.done[who] += 1
                sums.minutes[who] += minutes or SERVICE
    for (who, _day, _part), homes in stops.items():
        sums.done[who] += 1
        sums.minutes[who] += STOP * len(homes)


def _between(first: date, last: date) -> tuple[datetime, datetime]:
    return datetime.combine(first, time.min).astimezone(), datetime.combine(last, time.max).astimezone()


def _shifts(read: Reading, sums: _Sums, first: date, last: date) -> None:
    for row in read.within(Shift, "starts", *_between(first, last)):
        shift = row.record
        minutes = round((shift.ends - shift.starts).total_seconds() / 60)
        for who in dict.fromkeys(shift.volunteers):
            comes = who not in shift.cover
            _attended(sums, who, comes, clock(shift.ends).date() < last, minutes)


def _appointments(read: Reading, sums: _Sums, first: date, last: date, together: set[tuple[str, str]]) -> None:
    for row in read.within(Appointment, "starts", *_between(first, last)):
        held = row.record
        for who in dict.fromkeys(held.pair):
            if held.need is None or (held.need, who) not in together:
                _attended(sums, who, True, clock(held.ends).date() < last, held.minutes)


def _attended(sums: _Sums, who: str, comes: bool, over: bool, minutes: int) -> None:
    sums.asked[who] += 1
    sums.yes[who] += comes
    sums.no[who] += not comes
    if comes and over:
        sums.done[who] += 1
        sums.minutes[who] += minutes
