"""The office's clock under plans: time zones, the hour that comes twice, clocks set back, plans long ago."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

from mutualaid.records.household import Household
from mutualaid.records.kinds import ShiftKind
from mutualaid.records.schedule import Shift
from mutualaid.services import moments, plan_age
from mutualaid.services.households import change_household
from mutualaid.services.office import Office
from mutualaid.services.planning import make_plan
from mutualaid.services.problem import build_problem
from tests.services.make import SATURDAY, helper, home, stock, wants


@pytest.fixture
def chicago(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "America/Chicago")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def at(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    """Stop the clock at that moment of UTC."""

    class Stopped(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:
            assert tz is UTC
            return moment

    monkeypatch.setattr(moments, "datetime", Stopped)


def test_two_hours_over_the_end_of_summer_time_are_two_hours(chicago: None, monkeypatch: pytest.MonkeyPatch) -> None:
    made = datetime(2026, 11, 1, 5, 30, tzinfo=UTC)
    at(monkeypatch, made + timedelta(hours=2))
    assert moments.since(datetime(2026, 11, 1, 0, 30), made.isoformat()) == datetime(2026, 11, 1, 1, 30)


def test_a_clock_set_back_makes_no_plan_younger(chicago: None, monkeypatch: pytest.MonkeyPatch) -> None:
    made = datetime(2026, 11, 23, 15, tzinfo=UTC)
    at(monkeypatch, made - timedelta(days=3650))
    assert moments.since(datetime(2026, 11, 23, 9), made.isoformat()) == datetime(2026, 11, 23, 9)


def test_a_moment_given_in_another_zone_is_this_offices_time(chicago: None) -> None:
    assert moments.local(datetime(2026, 7, 1, 12, tzinfo=UTC)) == datetime(2026, 7, 1, 7)
    assert moments.local(datetime(2026, 12, 1, 12, tzinfo=UTC)) == datetime(2026, 12, 1, 6)


def test_a_shift_over_midnight_takes_the_slots_it_meets(chicago: None, office: Office) -> None:
    volunteer = helper(office, availability=[SATURDAY.model_copy(update={"weekday": None, "end": SATURDAY.end})])
    late = datetime(2026, 11, 27, 22).astimezone()
    with office.store.write("test") as write:
        write.add(
            Shift.checked(
                kind=ShiftKind.WATCH,
                zone="chi-30",
                starts=late,
                ends=late + timedelta(hours=11),
                volunteers=[volunteer],
            )
        )
    [row] = build_problem(office, as_of=datetime(2026, 11, 23, 7)).document["volunteers"]
    days = {date(2026, 11, 23) + timedelta(days=slot // 4) for slot in row["slots"]}
    assert date(2026, 11, 28) not in days, "she is on watch until nine that morning"
    assert len(days) == 6


@pytest.mark.usefixtures("solved_here")
def test_a_plan_made_many_changes_ago_is_old(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    helper(office)
    stock(office, "produce_box", 2)
    household, _ = home(office, wants(office, "food"))
    assert not plan_age.changed_since_plan(office)
    make_plan(office, as_of=datetime(2026, 11, 23, 7))
    monkeypatch.setattr(plan_age, "_LOOK_BACK", 3)
    for size in range(2, 7):
        change_household(office, uid=household, size=size)
    with office.store.read() as read:
        assert read.get(Household, household).size == 6
    assert plan_age.changed_since_plan(office)
