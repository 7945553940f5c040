"""Any order of assigning, moving, covering, stepping in, accepting, undoing: nobody is in two places, or where she may
not be. The checker reads the records and the clock, and shares no code with the program's own bookings.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from mutualaid.records.errors import BadInput, Refused
from mutualaid.records.household import Consent, Household
from mutualaid.records.kinds import ConsentPurpose, Daypart, ShiftKind
from mutualaid.records.match import Match
from mutualaid.records.need import Need
from mutualaid.records.schedule import Appointment, Run, Shift, ShiftTemplate
from mutualaid.records.time import DateRange, Window
from mutualaid.records.volunteer import Volunteer
from mutualaid.services import (
    appointments,
    covering,
    deciding,
    history,
    households,
    matches,
    planning,
    runs,
    shift_templates,
    shifts,
    volunteers,
)
from mutualaid.services import settings as office_settings
from mutualaid.services.office import open_office
from mutualaid.services.week import week
from tests.services.conftest import solve_here
from tests.services.make import PASSPHRASE, helper, home, new_office, stock, wants

TODAY = date.today()
NOW = datetime.combine(TODAY, time(6))
DAYS = [TODAY + timedelta(days=ahead) for ahead in (1, 2, 4)]
"""Within what a plan made now looks at, for runs move nowhere else."""
HOURS = [Window(weekday=day.weekday(), start=time(8), end=time(20)) for day in DAYS]
PLACES = st.tuples(st.sampled_from(DAYS), st.sampled_from([6.5, 8, 9, 11.5, 14, 16, 22]), st.sampled_from([1.0, 2, 5]))
TRIED: Counter[tuple[str, bool]] = Counter()


def moment(day: date, hour: float) -> datetime:
    return (datetime.combine(day, time()) + timedelta(hours=hour)).astimezone()


@cache
def _prepared() -> Path:
    """A closed office with people, needs and a plan that nobody decided yet; made once."""
    place = Path(tempfile.mkdtemp(prefix="mutualaid-places-"))
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    office = new_office(place / "office")
    for number in range(4):
        skills = ["deliveries", "accompaniment", *(["raid_response"] if number % 2 else [])]
        helper(office, availability=HOURS, tasks_per_week=9, skills=skills, zone="chi-31" if number == 3 else "chi-30")
    stock(office, "produce_box", 9)
    for number in range(3):
        zones = ["chi-31"] if number == 2 else []
        home(office, wants(office, "accompaniment"), wants(office, "food", quantity=1), excluded_zones=zones)
    pattern = {"kind": ShiftKind.WATCH, "zone": "chi-30", "starts": time(10), "minutes": 180}
    with office.store.read() as read:
        people = [row.uid for row in read.all(Volunteer)]
    rows = [ShiftTemplate.checked(weekday=day.weekday(), volunteers=people[:2], **pattern) for day in DAYS[:2]]
    shift_templates.add_templates(office, templates=rows)
    planning.make_plan(office, as_of=NOW, effort="quick")
    office.close()
    return place / "office"


class Stay(NamedTuple):
    """Somebody at something, from when to when on the wall clock."""

    who: str
    at: object
    starts: datetime
    ends: datetime


class Schedule(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="mutualaid-schedule-"))
        shutil.copytree(_prepared(), self.folder / "store")
        self.patch = pytest.MonkeyPatch()
        self.patch.setenv("XDG_STATE_HOME", str(self.folder / "laptop"))  # that never saw a store like this one
        self.office = open_office(self.folder / "store", passphrase=PASSPHRASE)
        with self.office.store.read() as read:
            self.people = [row.uid for row in read.all(Volunteer)]
            self.homes = [row.uid for row in read.all(Household)]
        self.allowed = self.placed()

    def teardown(self) -> None:
        self.office.close()
        self.patch.undo()
        shutil.rmtree(self.folder)

    def tries(self, verb: Callable[[], object], name: str) -> None:
        """Press a button; the office may say no, and then nothing has changed."""
        before = self.records()
        try:
            verb()
        except (Refused, BadInput):
            TRIED[name, False] += 1
            assert self.records() == before
        else:
            TRIED[name, True] += 1

    def records(self) -> list[object]:
        kinds = (Shift, Appointment, Match, Need, Run, Volunteer, Household)
        with self.office.store.read() as read:
            return [[(uid, record.model_dump()) for uid, record in read.all(kind)] for kind in kinds]

    def one(self, kind: type[Shift] | type[Appointment], data: st.DataObject) -> tuple[str, list[str]] | None:
        with self.office.store.read() as read:
            rows = read.all(kind)
        if not rows:
            return None
        row = data.draw(st.sampled_from(rows))
        on = row.record.volunteers if isinstance(row.record, Shift) else row.record.pair
        return row.uid, list(on)

    def somebody(self, data: st.DataObject, among: list[str] | None = None) -> str:
        return data.draw(st.sampled_from(among or self.people))

    @rule(place=PLACES, data=st.data(), skill=st.sampled_from([None, None, "raid_response"]))
    def add_shift(self, place: tuple[date, float, float], data: st.DataObject, skill: str | None) -> None:
        day, hour, long = place
        record = Shift.checked(
            kind=ShiftKind.WATCH, zone="chi-30", starts=moment(day, hour), ends=moment(day, hour + long), skill=skill,
            volunteers=data.draw(st.lists(st.sampled_from(self.people), max_size=2)),
        )  # fmt: skip
        self.tries(lambda: shifts.add_shift(self.office, shift=record), "add shift")

    @rule(place=PLACES, data=st.data(), linked=st.booleans())
    def add_hearing(self, place: tuple[date, float, float], data: st.DataObject, linked: bool) -> None:
        household = data.draw(st.sampled_from(self.homes))
        needs = appointments.accompaniments(self.office, household=household)
        pair = data.draw(st.lists(st.sampled_from(self.people), max_size=2))
        fields = {"need": needs[0].uid if linked and needs else None, "minutes": int(place[2] * 60), "pair": pair}
        self.tries(
            lambda: appointments.add_appointment(
                self.office, household=household, starts=moment(*place[:2]), place="Court", **fields
            ),
            "add hearing",
        )

    @rule(data=st.data(), verb=st.sampled_from(["assign", "unassign", "ask", "call off", "take", "remove"]))
    def at_a_shift(self, data: st.DataObject, verb: str) -> None:
        found = self.one(Shift, data)
        if found is None:
            return
        uid, on = found
        who, out = self.somebody(data), self.somebody(data, on)
        press: dict[str, Callable[[], object]] = {
            "assign": lambda: shifts.assign(self.office, uid=uid, volunteer=who),
            "unassign": lambda: shifts.unassign(self.office, uid=uid, volunteer=out),
            "ask": lambda: covering.ask_cover(self.office, uid=uid, volunteer=out),
            "call off": lambda: covering.call_off_cover(self.office, uid=uid, volunteer=out),
            "take": lambda: covering.take_cover(self.office, uid=uid, instead_of=out, volunteer=who),
            "remove": lambda: shifts.remove_shift(self.office, uid=uid),
        }
        self.tries(press[verb], verb)

    @rule(data=st.data(), verb=st.sampled_from(["pair", "step in", "replacement", "took place", "remove"]))
    def at_a_hearing(self, data: st.DataObject, verb: str) -> None:
        found = self.one(Appointment, data)
        if found is None:
            return
        uid, on = found
        who, out = self.somebody(data), self.somebody(data, on)
        pair = data.draw(st.lists(st.sampled_from(self.people), max_size=2))
        press: dict[str, Callable[[], object]] = {
            "pair": lambda: appointments.change_appointment(self.office, uid=uid, pair=pair),
            "step in": lambda: appointments.step_in(self.office, uid=uid, instead_of=out),
            "replacement": lambda: appointments.change_appointment(self.office, uid=uid, replacement=who),
            "took place": lambda: appointments.took_place(self.office, uid=uid),
            "remove": lambda: appointments.remove_appointment(self.office, uid=uid),
        }
        self.tries(press[verb], f"hearing: {verb}")

    @rule(data=st.data(), place=PLACES)
    def move(self, data: st.DataObject, place: tuple[date, float, float]) -> None:
        day, hour, long = place
        found, held = self.one(Shift, data), self.one(Appointment, data)
        if found is not None:
            ends = moment(day, hour + long) if data.draw(st.booleans()) else None
            self.tries(
                lambda: shifts.move_shift(self.office, uid=found[0], starts=moment(day, hour), ends=ends), "move shift"
            )
        if held is not None:
            self.tries(
                lambda: appointments.move_appointment(self.office, uid=held[0], starts=moment(day, hour)),
                "move hearing",
            )

    @rule(first=st.sampled_from(DAYS))
    def make_week(self, first: date) -> None:
        self.tries(lambda: shift_templates.make_week(self.office, first=first), "make week")

    @rule(data=st.data(), every=st.booleans())
    def accept(self, data: st.DataObject, every: bool) -> None:
        with self.office.store.read() as read:
            needs = [row.uid for row in read.all(Need)]
        some = None if every else [data.draw(st.sampled_from(needs))]
        self.tries(lambda: deciding.accept(self.office, needs=some), "accept")

    @rule(data=st.data(), verb=st.sampled_from(["confirm", "cancel"]))
    def answer(self, data: st.DataObject, verb: str) -> None:
        kept = matches.match_lines(self.office)
        if kept:
            uid = data.draw(st.sampled_from(kept)).uid
            press = matches.confirm_match if verb == "confirm" else matches.cancel_match
            self.tries(lambda: press(self.office, uid=uid), verb)

    @rule(data=st.data(), day=st.sampled_from(DAYS), part=st.sampled_from([Daypart.MORNING, Daypart.AFTERNOON]))
    def gather_and_move_a_run(self, data: st.DataObject, day: date, part: Daypart) -> None:
        for each in DAYS:
            self.tries(lambda each=each: runs.plan_runs(self.office, day=each), "plan runs")  # type: ignore[misc]
        with self.office.store.read() as read:
            kept = [row.uid for row in read.all(Run)]
        if kept:
            uid = data.draw(st.sampled_from(kept))
            self.tries(lambda: runs.move_run(self.office, uid=uid, day=day, part=part), "move run")

    @rule(last=st.sampled_from([12, 16]))
    def other_hours(self, last: int) -> None:
        hours = dict(self.office.settings.hours)
        hours[Daypart.MORNING] = (hours[Daypart.MORNING][0], time(last))
        hours[Daypart.AFTERNOON] = (time(last), time(17))
        self.tries(lambda: office_settings.set_hours(self.office, hours=hours), "hours")

    @rule(data=st.data(), day=st.sampled_from([None, *DAYS]), active=st.sampled_from([True, True, False]))
    def away_or_gone(self, data: st.DataObject, day: date | None, active: bool) -> None:
        gaps = [] if day is None else [DateRange(first=day, last=day)]
        who = self.somebody(data)
        self.tries(lambda: volunteers.change_volunteer(self.office, uid=who, absences=gaps, active=active), "absence")

    @rule(data=st.data(), given=st.booleans())
    def consent(self, data: st.DataObject, given: bool) -> None:
        household = data.draw(st.sampled_from(self.homes))
        self.tries(
            lambda: households.set_consent(self.office, household=household, purpose=ConsentPurpose.SHARE, given=given),
            "consent",
        )

    @rule(data=st.data())
    def keep_apart(self, data: st.DataObject) -> None:
        household, out = data.draw(st.sampled_from(self.homes)), data.draw(st.lists(st.sampled_from(self.people)))
        self.tries(
            lambda: households.change_household(self.office, uid=household, excluded_volunteers=sorted(set(out))),
            "keep apart",
        )

    @rule(times=st.integers(1, 3))
    def undo(self, times: int) -> None:
        for _ in range(times):
            self.tries(lambda: history.undo(self.office), "undo")

    @rule()
    def redo(self) -> None:
        self.tries(lambda: history.redo(self.office), "redo")

    def stays(self) -> Iterator[Stay]:
        hours = self.office.settings.hours
        with self.office.store.read() as read:
            for uid, shift in read.all(Shift):
                for who in shift.volunteers:
                    yield Stay(who, uid, wall(shift.starts), wall(shift.ends))
            for uid, held in read.all(Appointment):
                for who in held.pair:
                    yield Stay(who, uid, wall(held.starts), wall(held.starts) + timedelta(minutes=held.minutes))
            for _uid, match in read.all(Match, state=["accepted", "confirmed"]):
                if match.day is not None and match.part is not None:
                    begins, ends = hours[match.part]
                    for who in {*match.volunteers, *([match.interpreter] if match.interpreter else [])}:
                        at = ("slot", match.day, match.part)
                        yield Stay(who, at, datetime.combine(match.day, begins), datetime.combine(match.day, ends))

    @invariant()
    def nobody_is_in_two_places(self) -> None:
        for one, other in combinations(list(self.stays()), 2):
            if one.who == other.who and one.at != other.at:
                assert one.ends <= other.starts or other.ends <= one.starts, (one, other)

    def placed(self) -> set[tuple[str, datetime, str]]:
        """Who is at what shift or hearing, and when it is."""
        with self.office.store.read() as read:
            on = {(uid, row.starts, who) for uid, row in read.all(Shift) for who in row.volunteers}
            return on | {(uid, row.starts, who) for uid, row in read.all(Appointment) for who in row.pair}

    def wrong(self) -> set[tuple[str, datetime, str]]:
        """Who is at a shift or a hearing and may not be, by what the records say now."""
        with self.office.store.read() as read:
            homes = {row.uid: row.record for row in read.all(Household)}
            people = {row.uid: row.record for row in read.all(Volunteer)}
            asked = [row.record for row in read.all(Consent) if row.record.purpose == ConsentPurpose.SHARE]
            at: dict[str, Shift | Appointment] = {row.uid: row.record for row in read.all(Shift)}
            at |= {row.uid: row.record for row in read.all(Appointment)}
        no = {household for household, given in {one.household: one.given for one in asked}.items() if not given}
        return {
            (uid, starts, who) for uid, starts, who in self.placed() if forbidden(people[who], who, at[uid], homes, no)
        }

    @invariant()
    def whoever_was_just_put_somewhere_may_be_there_and_what_came_since_is_shown(self) -> None:
        wrong = self.wrong()
        assert wrong <= self.allowed
        self.allowed = self.placed()
        shown = {(uid, who) for uid, _starts, who in wrong}
        assert shown <= {(one.uid, one.volunteer) for one in covering.cover_requests(self.office, first=DAYS[0])}
        page = week(self.office, first=TODAY)
        assert shown <= {(entry.uid, clash.volunteer) for entry in page.entries for clash in entry.forbidden}

    @invariant()
    def a_need_with_a_pair_is_out_of_every_plan(self) -> None:
        with self.office.store.read() as read:
            with_pair = {row.record.need for row in read.all(Appointment) if row.record.pair}
            live = {row.record.need for row in read.all(Match, state=["accepted", "confirmed", "pinned"])}
        assert not (with_pair & live)


def wall(when: datetime) -> datetime:
    return when.astimezone().replace(tzinfo=None)


def forbidden(
    person: Volunteer, uid: str, at: Shift | Appointment, homes: dict[str, Household], refusing: set[str]
) -> bool:
    """Whether somebody may not be at a shift or a hearing."""
    day, last = wall(at.starts).date(), wall(at.ends).date()
    if isinstance(at, Shift):
        no = at.skill is not None and at.skill not in person.skills
    else:
        home = homes[at.household]
        no = at.household in refusing or uid in home.excluded_volunteers or person.zone in home.excluded_zones
    return no or not person.active or any(day <= gap.last and gap.first <= last for gap in person.absences)


class TestSchedule(Schedule.TestCase):
    @pytest.fixture(autouse=True)
    def _solved_here(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(planning, "solve_apart", solve_here)


TestSchedule.settings = settings(
    max_examples=4, stateful_step_count=14, deadline=None, suppress_health_check=list(HealthCheck)
)


@pytest.mark.campaign
class TestScheduleAtLength(Schedule.TestCase):
    settings = settings(
        max_examples=int(os.environ.get("SCHEDULE_EXAMPLES", "300")),
        stateful_step_count=40,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )

    @pytest.fixture(autouse=True)
    def _solved_here(self, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
        monkeypatch.setattr(planning, "solve_apart", solve_here)
        yield
        for (name, done), count in sorted(TRIED.items()):
            print(f"{name}: {'done' if done else 'refused'} {count}")
