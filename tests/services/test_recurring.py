"""Needs that come back: the next is made once, on its day, and no longer than it should be."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mutualaid.records.errors import Refused
from mutualaid.records.kinds import CloseReason, ConsentPurpose, NeedState, Recurrence
from mutualaid.records.need import Need
from mutualaid.records.time import Window
from mutualaid.services import needs, splitting
from mutualaid.services.history import redo, undo
from mutualaid.services.households import set_consent
from mutualaid.services.office import Office
from mutualaid.services.recurring import make_next, series_in, skip_next, stop_series
from mutualaid.services.recurring_days import Occurrence, month_day, next_of
from tests.services.make import TODAY, copied_office, home, wants

WEEK = timedelta(days=7)


@pytest.fixture
def office(tmp_path) -> Iterator[Office]:
    made = copied_office(tmp_path / "office")
    yield made
    made.close()


def record(office: Office, uid: str) -> Need:
    return needs.need(office, uid=uid).record


def weekly(office: Office, **fields: object) -> str:
    return home(office, wants(office, "food", **{"recurrence": Recurrence.WEEKLY, "quantity": 4} | fields))[1]


def test_next_weeks_need_is_made_once_however_often_it_is_asked_for(office: Office) -> None:
    window = Window(on=TODAY, start=time(9), end=time(11))
    uid = weekly(office, needed_by=TODAY, windows=[window], hold_until=TODAY, notes="No tiene papeles. Tercer piso")
    assert make_next(office, today=TODAY).uids == ()
    (new,) = make_next(office, today=TODAY + timedelta(days=1)).uids
    assert make_next(office, today=TODAY + timedelta(days=2)).uids == ()
    made = record(office, new)
    assert (made.follows, made.needed_by, made.received_on) == (uid, TODAY + WEEK, TODAY + timedelta(days=1))
    assert (made.state, made.filled, made.hold_until) == (NeedState.OPEN, 0, None)
    assert made.windows == [window.model_copy(update={"on": TODAY + WEEK})]
    assert made.notes == "No tiene papeles. Tercer piso"
    undo(office)
    assert len(make_next(office, today=TODAY + timedelta(days=1)).uids) == 1
    with pytest.raises(Refused, match="nothing_to_undo"):
        redo(office)
    with office.store.read() as read:
        assert read.count(Need, follows=uid) == 1


def test_weeks_that_nobody_opened_the_office_in_are_not_made_up_for(office: Office) -> None:
    asked, by_day = weekly(office), weekly(office, needed_by=TODAY)
    later = TODAY + 5 * WEEK + timedelta(days=2)
    made = {one.follows: one for uid in make_next(office, today=later).uids if (one := record(office, uid))}
    assert made[asked].received_on == TODAY + 5 * WEEK
    assert made[by_day].needed_by == TODAY + 6 * WEEK
    assert make_next(office, today=later).uids == ()


def test_a_series_ends_when_it_was_to_end_or_was_withdrawn(office: Office) -> None:
    weekly(office, recurs_until=TODAY + timedelta(days=6))
    for reason, comes in ((CloseReason.WITHDRAWN, False), (CloseReason.CANNOT_MEET, True)):
        uid = weekly(office)
        needs.close_need(office, uid=uid, reason=reason, on=TODAY)
        made = make_next(office, today=TODAY + WEEK)
        assert [record(office, new).follows for new in made.uids] == ([uid] if comes else [])
    referred = weekly(office)
    needs.refer_need(office, uid=referred, partner="Centro", on=TODAY)
    refusing = home(office, wants(office, "food", recurrence=Recurrence.WEEKLY))[0]
    set_consent(office, household=refusing, purpose=ConsentPurpose.KEEP, given=False, on=TODAY)
    assert make_next(office, today=TODAY + WEEK).uids == ()


def test_the_next_one_is_skipped_or_the_series_stopped_from_any_need_of_it(office: Office) -> None:
    first = weekly(office, needed_by=TODAY)
    (second,) = make_next(office, today=TODAY + timedelta(days=1)).uids
    skip_next(office, uid=first, today=TODAY + timedelta(days=1))
    with office.store.read() as read:
        series = series_in(read, first, TODAY + timedelta(days=1))
    assert series is not None
    assert series.last == second
    assert series.next is not None
    assert series.next.day == TODAY + 3 * WEEK
    assert make_next(office, today=TODAY + WEEK + timedelta(days=1)).uids == ()
    (third,) = make_next(office, today=series.next.made_on).uids
    assert record(office, third).needed_by == TODAY + 3 * WEEK
    stop_series(office, uid=second, today=series.next.made_on)
    assert make_next(office, today=TODAY + 9 * WEEK).uids == ()
    with pytest.raises(Refused, match="series_is_over"):
        skip_next(office, uid=first, today=TODAY + 4 * WEEK)
    undo(office)
    assert len(make_next(office, today=TODAY + 9 * WEEK).uids) == 1


def test_what_was_split_off_is_asked_for_whole_the_next_time(office: Office) -> None:
    uid = weekly(office)
    part, _ = splitting.split_need(office, uid=uid, quantity=2).uids
    splitting.split_need(office, uid=part, quantity=1)
    (new,) = make_next(office, today=TODAY + WEEK).uids
    assert record(office, new).quantity == 4


@pytest.mark.parametrize(
    ("days", "meant"),
    [
        (["2026-02-28", "2026-01-31"], 31),
        (["2026-04-30", "2026-03-31", "2026-02-28"], 31),
        (["2026-03-28", "2026-02-28", "2026-01-28"], 28),
        (["2026-03-15", "2026-02-28", "2026-01-31"], 15),
        (["2026-03-28", "2026-02-28", "2026-01-31"], 28),
        (["2028-02-29", "2028-01-30"], 30),
    ],
)
def test_a_month_that_is_too_short_cuts_the_day_for_once(days: list[str], meant: int) -> None:
    assert month_day([date.fromisoformat(day) for day in days]) == meant


@settings(max_examples=60)
@given(
    first=st.dates(date(2024, 1, 1), date(2030, 1, 1)),
    recurrence=st.sampled_from([Recurrence.WEEKLY, Recurrence.FORTNIGHTLY, Recurrence.MONTHLY]),
    by_day=st.booleans(),
    openings=st.lists(st.integers(min_value=0, max_value=45), min_size=3, max_size=25),
    until=st.integers(min_value=0, max_value=900),
)
def test_a_series_never_doubles_a_day_nor_leaves_its_rhythm(first, recurrence, by_day, openings, until) -> None:
    end = first + timedelta(days=until)
    days, today, made_on = [first], first, [first]
    for passed in openings:
        today += timedelta(days=passed)
        last = Occurrence(
            recurrence,
            made_on[-1] if by_day else days[-1],
            days[-1] if by_day else None,
            None,
            end,
            NeedState.OPEN,
            None,
        )
        coming = next_of(last, days[-2::-1], today)
        if coming is None or coming.made_on > today:
            continue
        assert coming.day > days[-1]
        assert coming.day <= end
        assert coming.day >= today if by_day else coming.day <= today
        days.append(coming.day)
        made_on.append(coming.made_on)
    for day in days:
        if recurrence == Recurrence.MONTHLY:
            assert day.day == first.day or (day + timedelta(days=1)).day == 1
        else:
            assert (day - first).days % (7 if recurrence == Recurrence.WEEKLY else 14) == 0
