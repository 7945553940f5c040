from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutualaid.exchange.dates import day_first, parse_date, parse_expiry, parse_start

DAYS = st.dates(date(1990, 1, 1), date(2099, 12, 31))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("11/1/2026 11:28:00", date(2026, 11, 1)),
        ("11/7/2026 8:16:00", date(2026, 11, 7)),
        ("11/7/2026 8:16 PM", date(2026, 11, 7)),
        ("2026-11-01T11:28:00", date(2026, 11, 1)),
        ("2026-11-11T00:57:00Z", date(2026, 11, 11)),
        ("2026-11-11T00:57:00.123-06:00", date(2026, 11, 11)),
        ("2026-12-05", date(2026, 12, 5)),
        ("12/20/2026", date(2026, 12, 20)),
        ("12/20/26", date(2026, 12, 20)),
        ("5 de diciembre de 2026", date(2026, 12, 5)),
        ("Dec 5, 2026", date(2026, 12, 5)),
        ("13/45/2026 99:00", None),
        ("11/1/2026 25:00", None),
        ("11/1/2026 13:00 PM", None),
        ("2/30/2026", None),
        ("yesterday", None),
        ("2026", None),
        ("", None),
    ],
)
def test_a_date_is_read_as_people_write_it_or_not_at_all(text: str, day: date | None) -> None:
    assert parse_date(text) == day


@pytest.mark.parametrize("text", ["03/2027", "2027-03", "3/2027", "Mar 2027", "marzo de 2027"])
def test_a_month_expires_on_its_last_day_and_starts_on_its_first(text: str) -> None:
    assert parse_expiry(text) == date(2027, 3, 31)
    assert parse_start(text) == date(2027, 3, 1)


def test_february_of_a_leap_year_ends_on_the_29th() -> None:
    assert parse_expiry("02/2028") == date(2028, 2, 29)


@given(DAYS)
def test_every_day_comes_back_from_each_of_the_usual_ways_of_writing_it(day: date) -> None:
    for text in (
        day.isoformat(),
        f"{day.isoformat()}T23:59:59Z",
        f"{day.month}/{day.day}/{day.year}",
        f"{day:%m/%d/%Y} 7:05:00",
        f"{day.month}-{day.day}-{day.year} 7:05 AM",
    ):
        assert parse_date(text) == day
    assert parse_date(f"{day.day}/{day.month}/{day.year}", first_is_day=True) == day


@given(st.text(max_size=40))
def test_no_text_breaks_the_reading_of_a_date(text: str) -> None:
    for parse in (parse_date, parse_expiry, parse_start):
        assert parse(text) is None or isinstance(parse(text), date)


def test_a_column_puts_the_day_first_only_when_it_must_and_nothing_speaks_against_it() -> None:
    assert day_first(["13/11/2026", "1/2/2026", ""])
    assert not day_first(["1/2/2026", "3/4/2026"])
    assert not day_first(["11/13/2026", "13/45/2026 99:00"])
    assert not day_first(["13/11/2026", "11/14/2026"])
