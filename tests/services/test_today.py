"""The page of the day says of every list and figure what a plain look through all records says."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from mutualaid.records.event import Event, ReceivedForm
from mutualaid.records.household import Consent, Contact, Household
from mutualaid.records.kinds import (
    LIVE_MATCHES,
    UNFINISHED,
    ConsentPurpose,
    ContactKind,
    ContactOutcome,
    Daypart,
    MatchState,
    MovementKind,
    NeedState,
    RunState,
    ShiftKind,
    Urgency,
)
from mutualaid.records.match import Match
from mutualaid.records.need import Need
from mutualaid.records.place import Site
from mutualaid.records.schedule import Appointment, Run, Shift
from mutualaid.records.supply import CatalogueItem, Lot, Movement
from mutualaid.records.time import DateRange
from mutualaid.records.volunteer import Training, Volunteer
from mutualaid.services import stock_reading, today_lists
from mutualaid.services.consents import to_be_erased
from mutualaid.services.contact_log import follow_ups
from mutualaid.services.office import Office
from mutualaid.services.runs import deliveries_left
from mutualaid.services.standing_counts import AGES, MOST_ITEMS, URGENCIES
from mutualaid.services.today import TodayPage, today
from mutualaid.services.today_lines import MOST_LINES, LineKind, Mark, Section, SectionKind
from mutualaid.store.reading import Reading
from mutualaid.store.store import Stored
from mutualaid.store.writing import Writing
from tests.services.make import TODAY, copied_office, helper, home, wants


@pytest.fixture
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    made = copied_office(tmp_path_factory.mktemp("today") / "office")
    with made.store.write("add site") as write:
        write.add(Site.checked(code="pantry", name="Pantry", zone="chi-30"))
    yield made
    made.close()


class Draw(random.Random):
    """Draws days around today, and one in so many."""

    def day(self, before: int = 40, after: int = 40) -> date:
        return TODAY + timedelta(days=self.randint(-before, after))

    def maybe(self, value: date) -> date | None:
        return value if self.random() < 0.6 else None


def add_something_of_everything(write: Writing, draw: Draw, number: int) -> None:
    homes = [
        write.add(
            Household.checked(
                code=f"HOME-{number}{at}", zone="chi-30", received_on=TODAY, review_on=draw.maybe(draw.day(20, 5))
            )
        )
        for at in range(3)
    ]
    people = [write.add(_volunteer(draw, f"V-{number}{at}")) for at in range(4)]
    needs = [write.add(_need(draw, f"HOME-{number}{at}.1", draw.choice(homes))) for at in range(12)]
    for need in draw.sample(needs, 6):
        write.add(_match(draw, need, people))
    for _ in range(8):
        write.add(_contact(draw, homes, people))
    for at in range(5):
        _lot(write, draw, f"L-{number}{at}")
    for home_uid in draw.sample(homes, 2):
        purpose = draw.choice([ConsentPurpose.CONTACT, ConsentPurpose.KEEP])
        write.add(Consent.checked(household=home_uid, purpose=purpose, given=draw.random() < 0.4, on=TODAY))
    for row in draw.sample(write.all(CatalogueItem), 3):
        write.change(CatalogueItem, row.uid, low=draw.choice((0, 5, 40)), active=draw.random() < 0.8)
    _shift(write, draw, people)
    starts = datetime.combine(draw.day(1, 3), time(draw.randint(8, 18))).astimezone(UTC)
    write.add(
        Appointment.checked(
            household=draw.choice(homes), starts=starts, place="Dirksen", pair=draw.sample(people, draw.randint(0, 2)),
            delete_after=starts.date() + timedelta(days=7),
        )
    )  # fmt: skip
    deliveries = [row.uid for row in write.all(Match, day=TODAY)]
    write.add(
        Run.checked(
            code=f"R-{number}", day=draw.day(2, 2), part=draw.choice(list(Daypart)), state=draw.choice(list(RunState)),
            volunteers=people[:1], stops=draw.sample(deliveries, min(2, len(deliveries))),
        )
    )  # fmt: skip
    _forms(write, draw, number)


def _volunteer(draw: Draw, code: str) -> Volunteer:
    trainings = [
        Training(skill=draw.choice(["first_aid", "interpreting"]), on=TODAY, expires=draw.maybe(draw.day(50, 50)))
        for _ in range(draw.randint(0, 3))
    ]
    gone = [DateRange(first=TODAY, last=TODAY)] if draw.random() < 0.2 else []
    return Volunteer.checked(
        code=code, name="Lupe", zone="chi-30", trainings=trainings, skills=["first_aid"], absences=gone,
        tasks_per_week=draw.randint(0, 3), active=draw.random() < 0.8,
    )  # fmt: skip


def _need(draw: Draw, code: str, household: str) -> Need:
    state = draw.choice([one for one in NeedState if one not in (NeedState.CLOSED, NeedState.REFERRED)])
    return Need.checked(
        code=code, household=household, category="food", mode="delivery", urgency=draw.choice(list(Urgency)),
        received_on=draw.day(45, 0), needed_by=draw.maybe(draw.day(4, 4)), state=state,
        hold_until=draw.maybe(draw.day(2, 2)) if draw.random() < 0.3 else None,
    )  # fmt: skip


def _match(draw: Draw, need: str, people: list[str]) -> Match:
    day = draw.maybe(draw.day(3, 3))
    return Match.checked(
        need=need, volunteers=draw.sample(people, 1), day=day, part=draw.choice(list(Daypart)) if day else None,
        state=draw.choice(list(MatchState)), decided_on=TODAY, asked_on=draw.maybe(TODAY),
    )  # fmt: skip


def _contact(draw: Draw, homes: list[str], people: list[str]) -> Contact:
    whom = {"household": draw.choice(homes)} if draw.random() < 0.7 else {"volunteer": draw.choice(people)}
    return Contact.checked(
        **whom, on=draw.day(4, 1), kind=ContactKind.CALL, outcome=draw.choice(list(ContactOutcome)),
        follow_up_on=draw.maybe(draw.day(4, 3)),
    )  # fmt: skip


def _lot(write: Writing, draw: Draw, code: str) -> None:
    item = draw.choice(write.all(CatalogueItem)).record.code
    fields = {"item": item, "site": "pantry", "received_on": TODAY, "expires_on": draw.maybe(draw.day(5, 12))}
    uid = write.add(Lot.checked(code=code, **fields))
    moved = [(MovementKind.RECEIVED, 9), (MovementKind.RESERVED, -3), (MovementKind.SPOILED, -9)]
    for kind, units in moved[: draw.randint(0, 3)]:
        write.add(Movement.checked(lot=uid, kind=kind, units=units, on=TODAY))


def _shift(write: Writing, draw: Draw, people: list[str]) -> None:
    starts = datetime.combine(draw.day(1, 3), time(draw.randint(0, 22))).astimezone(UTC)
    coming = draw.sample(people, draw.randint(0, 3))
    write.add(
        Shift.checked(
            kind=draw.choice(list(ShiftKind)), zone="chi-30", starts=starts, ends=starts + timedelta(hours=3),
            volunteers=coming, cover=coming[: draw.randint(0, 1)],
        )
    )  # fmt: skip


def _forms(write: Writing, draw: Draw, number: int) -> None:
    event = f"event-{number}"
    uid = write.add(Event.checked(event=event, name="Mercado", made_on=TODAY, private_key="k"))
    for at in range(draw.randint(0, 3)):
        waits = draw.random() < 0.6
        told = {"answers": {"needs": ["food"]}} if waits else {"state": "accepted", "decided_on": TODAY}
        form = {"begun": f"{event}-{at}", "event": uid, "number": at + 1, "last": 1, "language": "es", "on": TODAY}
        write.add(ReceivedForm.checked(**form, **told))


def the(page: TodayPage, kind: SectionKind) -> Section:
    return next((one for one in page.sections if one.kind is kind), Section(kind))


def uids(page: TodayPage, section: SectionKind, kind: LineKind) -> set[str]:
    return {line.uid for line in the(page, section).lines if line.kind is kind}


def agree(found: set[str], plain: set[str], section: Section) -> None:
    """All that is plainly there is listed, or the list is as long as lists get."""
    assert found == plain or (found <= plain and len(section.lines) == MOST_LINES)


@hypothesis_settings(
    max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=False
)
@given(seed=st.integers(0, 10**9))
def test_every_list_and_figure_is_what_a_plain_look_through_the_records_says(office: Office, seed: int) -> None:
    draw = Draw(seed)
    with office.store.write("add") as write:
        add_something_of_everything(write, draw, len(write.codes(Run)))
    page = today(office, on=TODAY)
    with office.store.read() as read:
        _urgent(page, read)
        _calls(page, read)
        _supplies(page, read)
        _people(page, read)
        _schedule(page, read)
        _figures(page, read)
    assert [one.kind for one in page.sections] == sorted(
        (one.kind for one in page.sections), key=list(SectionKind).index
    )
    loose = [line.count for line in the(page, SectionKind.RUNS).lines if line.kind is LineKind.LOOSE]
    assert sum(loose) == deliveries_left(office, first=TODAY, last=TODAY + timedelta(days=1))


def _urgent(page: TodayPage, read: Reading) -> None:
    def is_urgent(need: Need) -> bool:
        due = need.urgency is Urgency.TODAY or (need.needed_by is not None and need.needed_by <= TODAY)
        held = need.hold_until is not None and need.hold_until > TODAY
        return due and not held and need.state in UNFINISHED and need.state is not NeedState.SCHEDULED

    plain = {row.uid for row in read.all(Need) if is_urgent(row.record)}
    section = the(page, SectionKind.URGENT)
    assert section.total == len(plain)
    agree(uids(page, SectionKind.URGENT, LineKind.NEED), plain, section)


def _calls(page: TodayPage, read: Reading) -> None:
    due = follow_ups(read, until=TODAY)
    asked = read.all(Match, state=MatchState.ACCEPTED)
    section = the(page, SectionKind.CALLS)
    assert section.total == len(due) + len(asked)
    backs = [(line.uid, line.on) for line in section.lines if line.kind is LineKind.CALL_BACK]
    assert Counter(backs) == Counter((one.household or one.volunteer, one.on) for one in due[:MOST_LINES])
    agree(uids(page, SectionKind.CALLS, LineKind.ASKED), {row.uid for row in asked}, section)


def _supplies(page: TodayPage, read: Reading) -> None:
    expiring = stock_reading.expiring(read, until=TODAY + timedelta(days=today_lists.EXPIRES_WITHIN))
    low = stock_reading.low(read)
    section = the(page, SectionKind.SUPPLIES)
    assert section.total == len(expiring) + len(low)
    lots = [(line.uid, line.count) for line in section.lines if line.kind is LineKind.EXPIRING]
    assert set(lots) <= {(one.uid, one.on_hand) for one in expiring}
    assert len(lots) == min(len(expiring), MOST_LINES)
    scarce = {(line.uid, line.count, line.of) for line in section.lines if line.kind is LineKind.LOW}
    assert scarce <= {(one.uid, max(0, one.free), one.low) for one in low}


def _people(page: TodayPage, read: Reading) -> None:
    waiting = {row.record.event for row in read.all(ReceivedForm) if row.record.state == "waiting"}
    assert the(page, SectionKind.INTAKE).total == len(waiting)
    reviews = {row.uid for row in read.all(Household) if row.record.review_on and row.record.review_on <= TODAY}
    erased = to_be_erased(read)
    assert the(page, SectionKind.REVIEWS).total == len(reviews) + len(erased)
    agree(uids(page, SectionKind.REVIEWS, LineKind.ERASE), erased, the(page, SectionKind.REVIEWS))
    agree(uids(page, SectionKind.REVIEWS, LineKind.REVIEW), reviews, the(page, SectionKind.REVIEWS))
    low, high = (TODAY + timedelta(days=sign * today_lists.LAPSES_WITHIN) for sign in (-1, 1))
    lapsing = set()
    for row in read.all(Volunteer, active=True):
        for skill in row.record.skills:
            ends = [one.expires or date.max for one in row.record.trainings if one.skill == skill]
            if ends and low <= max(ends) <= high:
                lapsing.add((row.uid, skill, max(ends)))
    section = the(page, SectionKind.TRAININGS)
    assert section.total == len(lapsing)
    assert {(line.uid, line.what, line.on) for line in section.lines} <= lapsing


def _local_days(row: Stored[Shift] | Stored[Appointment]) -> tuple[date, date]:
    return row.record.starts.astimezone().date(), row.record.ends.astimezone().date()


def _schedule(page: TodayPage, read: Reading) -> None:
    tomorrow = TODAY + timedelta(days=1)
    rows: list[Stored[Shift] | Stored[Appointment]] = [*read.all(Shift), *read.all(Appointment)]
    here = {row.uid for row in rows if _local_days(row)[0] <= tomorrow and _local_days(row)[1] >= TODAY}
    section = the(page, SectionKind.SCHEDULE)
    told = {line.uid for line in section.lines if line.kind in (LineKind.HEARING, LineKind.SHIFT)}
    agree(told, here, section)
    troubled = [0 if Mark.UNCOVERED in line.marks else 1 if line.marks else 2 for line in section.lines]
    assert troubled == sorted(troubled)
    for line in section.lines:
        assert (Mark.UNCOVERED in line.marks) == (line.of > line.count)
    runs = {
        row.uid
        for row in read.all(Run)
        if row.record.state is RunState.UNDER_WAY
        or (row.record.day <= TODAY + timedelta(days=1) and row.record.state is not RunState.DONE)
    }
    agree(uids(page, SectionKind.RUNS, LineKind.RUN), runs, the(page, SectionKind.RUNS))


def _figures(page: TodayPage, read: Reading) -> None:
    counted: Counter[tuple[int, Urgency]] = Counter()
    for row in read.all(Need, state=list(UNFINISHED)):
        age = (TODAY - row.record.received_on).days
        counted[sum(age >= bound for bound in AGES), row.record.urgency] += 1
    assert {
        (aged.step, urgency): n for aged in page.ages for urgency, n in zip(URGENCIES, aged.counts, strict=True) if n
    } == counted
    stock, shelf = read.stock(), {}
    units = {row.record.code: row.record.unit for row in read.all(CatalogueItem)}
    for row in read.all(Lot):
        if units[row.record.item] != "usd" and (row.record.expires_on is None or row.record.expires_on >= TODAY):
            on_hand, free = shelf.get(row.record.item, (0, 0))
            shelf[row.record.item] = (on_hand + stock[row.uid][0], free + stock[row.uid][1])
    most = sorted(((-n, item) for item, (n, _free) in shelf.items() if n > 0))[:MOST_ITEMS]
    assert [one.item for one in page.shelves] == [item for _n, item in most]
    assert all((one.free + one.promised, one.free) == shelf[one.item] for one in page.shelves)
    assert page.loads.volunteers == read.count(Volunteer, active=True)
    assert page.loads.offered == sum(row.record.tasks_per_week for row in read.all(Volunteer, active=True))


def test_a_week_counts_a_run_once_and_shows_who_has_more_than_she_offered(office: Office) -> None:
    busy = helper(office, tasks_per_week=1)
    helper(office, tasks_per_week=2, name="Mateo Reed")
    needs = home(office, wants(office, "food"), wants(office, "baby"), wants(office, "ride"))[1:]
    with office.store.write("match") as write:
        for need, part in zip(needs, (Daypart.MORNING, Daypart.MORNING, Daypart.EVENING), strict=True):
            fields = {"volunteers": [busy], "day": TODAY, "part": part, "state": LIVE_MATCHES[0], "decided_on": TODAY}
            write.add(Match.checked(need=need, **fields))
    loads = today(office, on=TODAY).loads
    assert [(one.volunteer, one.tasks, one.offered) for one in loads.people] == [(busy, 2, 1)]
    assert (loads.tasks, loads.offered, loads.volunteers, loads.idle) == (2, 3, 2, 1)


def test_an_office_with_nothing_to_do_has_no_section(office: Office) -> None:
    page = today(office, on=TODAY)
    assert (page.sections, page.ages, page.shelves, page.total, page.begun) == ((), (), (), 0, False)
