"""Which backups stay: by the rule, over any months of work, and whatever the clock says in between."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import example, given
from hypothesis import strategies as st

from mutualaid.services.backup_rules import EVERY_DAY, LONGEST, outdated

MONDAY = date(2026, 3, 2)
YEARS = 3650

gaps = st.lists(st.integers(1, 12), min_size=1, max_size=80)
"""Days between one working day and the next."""
long_gaps = st.lists(st.one_of(st.integers(1, 12), st.integers(31, 200)), min_size=1, max_size=60)


class Shelf:
    """Backups as they are made and pruned: the day each was made on by the clock, and its number."""

    def __init__(self) -> None:
        self.there: list[tuple[int, date]] = []
        self.made = 0

    def work(self, today: date) -> set[int]:
        """A day's work, after which a backup is made and the rule applied. The numbers of those that went."""
        if not self.there or self.there[-1][1] != today:
            self.made += 1
            self.there.append((self.made, today))
        gone = outdated([day for _, day in self.there], today)
        went = {number for place, (number, _) in enumerate(self.there) if place in gone}
        self.there = [one for one in self.there if one[0] not in went]
        return went

    def numbers(self) -> set[int]:
        return {number for number, _ in self.there}


def days_of(between: list[int]) -> list[date]:
    days = [MONDAY]
    for gap in between:
        days.append(days[-1] + timedelta(days=gap))
    return days


def week(day: date) -> tuple[int, int]:
    return day.isocalendar()[:2]


@given(gaps)
def test_the_last_week_is_there_whole_and_one_of_each_week_before_and_nothing_after_thirty_days(
    between: list[int],
) -> None:
    shelf, days = Shelf(), days_of(between)
    for number, today in enumerate(days):
        shelf.work(today)
        there = [day for _, day in shelf.there]
        ages = {day: (today - day).days for day in days[: number + 1]}
        assert max(ages[day] for day in there) <= LONGEST
        assert {day for day in ages if ages[day] < EVERY_DAY} <= set(there)
        older = [day for day in there if ages[day] >= EVERY_DAY]
        assert len({week(day) for day in older}) == len(older), "one a week"
        # A week keeps its newest, and goes when that is thirty days old.
        for day in days[: number + 1]:
            newest = max(other for other in ages if week(other) == week(day))
            if ages[newest] <= LONGEST:
                assert any(week(kept) == week(day) for kept in there)


@given(long_gaps)
def test_after_a_long_absence_the_old_ones_go_with_the_second_day_of_work(between: list[int]) -> None:
    shelf, days = Shelf(), days_of(between)
    for before, today in zip([None, *days], days, strict=False):
        shelf.work(today)
        away = before is not None and (today - before).days > LONGEST
        bound = before if away and before is not None else today
        assert all((bound - day).days <= LONGEST for _, day in shelf.there)
        assert shelf.there[-1][1] == today


@given(gaps, st.integers(0, 79), st.sampled_from([-YEARS, YEARS, -400, 400, 45, -45]))
@example([1] * 20, 10, YEARS)
@example([1] * 20, 10, -YEARS)
def test_a_clock_that_jumps_for_a_day_takes_no_backup_with_it(between: list[int], at: int, jump: int) -> None:
    days = days_of(between)
    at = at % len(days)
    calm, jumped = Shelf(), Shelf()
    for number, today in enumerate(days):
        calm.work(today)
        jumped.work(today + timedelta(days=jump) if number == at else today)
        assert jumped.made == calm.made, "a jump stops no backup"
        assert jumped.numbers() >= calm.numbers() - {at + 1}


wild = st.lists(
    st.tuples(st.integers(0, 12), st.sampled_from([0, 0, 0, 0, YEARS, -YEARS, 1, -1])), min_size=1, max_size=60
)
"""Days of work, and what the clock adds to each."""


@given(wild)
def test_however_the_clock_jumps_the_newest_stays_and_new_ones_are_made(steps: list[tuple[int, int]]) -> None:
    shelf, real = Shelf(), MONDAY
    for gap, jump in steps:
        real += timedelta(days=gap)
        last = shelf.there[-1] if shelf.there else None
        shelf.work(real + timedelta(days=jump))
        if last is not None and last[1] != real + timedelta(days=jump):
            assert shelf.there[-1][0] == last[0] + 1
            assert last in shelf.there or (shelf.there[-1][1] - last[1]).days not in range(EVERY_DAY)


@given(wild)
def test_a_wrong_clock_does_not_hold_backups_back_for_longer_than_the_rule(steps: list[tuple[int, int]]) -> None:
    """After forty calm days nothing is left of the jumps before, though some claim to be of a day years ahead."""
    shelf, real = Shelf(), MONDAY
    for gap, jump in steps:
        real += timedelta(days=gap)
        shelf.work(real + timedelta(days=jump))
    made = shelf.made
    for _ in range(max(40, 2 * len(steps))):
        real += timedelta(days=1)
        shelf.work(real)
    assert min(shelf.numbers()) > made


def test_the_rule_by_example() -> None:
    """Every day for six weeks, Monday to Sunday."""
    shelf = Shelf()
    for number in range(42):
        shelf.work(MONDAY + timedelta(days=number))
    assert [(day - MONDAY).days for _, day in shelf.there] == [13, 20, 27, 34, 35, 36, 37, 38, 39, 40, 41]
