from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutualaid.language import formats as f
from mutualaid.language.catalog import catalog, set_language

EN, ES, PSEUDO = catalog("en"), catalog("es"), catalog("qps")
DAY = date(2026, 11, 3)


def test_a_date_prints_its_months_name() -> None:
    assert f.format_date(DAY) == "Nov 3, 2026"
    assert f.format_date(DAY, cat=ES) == "3 nov 2026"
    assert f.format_date(DAY, style="full", weekday=True, cat=EN) == "Tuesday, November 3, 2026"
    assert f.format_date(DAY, style="full", weekday=True, cat=ES) == "martes, 3 de noviembre de 2026"
    assert f.format_date(DAY, weekday=True, year=False, cat=EN) == "Tue, Nov 3"
    assert f.format_date(DAY, weekday=True, year=False, cat=ES) == "mar, 3 nov"


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2199, 12, 31)), st.sampled_from([EN, ES, PSEUDO]))
def test_no_date_can_be_read_with_day_and_month_exchanged(day: date, cat: object) -> None:
    shown = f.format_date(day, cat=cat)  # type: ignore[arg-type]
    assert any(letter.isalpha() for letter in shown)
    assert str(day.day) in shown
    assert str(day.year) in shown


def test_the_current_language_is_spoken_when_none_is_named() -> None:
    set_language("es")
    assert f.format_month(DAY) == "noviembre de 2026"
    assert f.format_weekday(0) == "lunes"


def test_clock_times() -> None:
    assert f.format_time(time(15, 5)) == "3:05\u00a0PM"
    assert f.format_time(time(0, 0), cat=ES) == "12:00\u00a0a.m."
    assert f.format_datetime(datetime(2026, 11, 3, 15, 5), cat=ES) == "3 nov 2026, 3:05\u00a0p.m."
    assert f.format_time_range(time(9), time(12, 30)) == "9:00\u00a0AM to 12:30\u00a0PM"
    assert f.format_time_range(time(9), time(12, 30), cat=ES) == "9:00\u00a0a.m. a 12:30\u00a0p.m."


def test_a_range_of_days_says_its_year_once() -> None:
    assert f.format_date_range(DAY, DAY) == "Nov 3, 2026"
    assert f.format_date_range(DAY, date(2026, 11, 9)) == "Nov 3 to Nov 9, 2026"
    assert f.format_date_range(DAY, date(2027, 1, 2), cat=ES) == "3 nov 2026 al 2 ene 2027"


@pytest.mark.parametrize(
    ("ahead", "english", "spanish"),
    [(0, "today", "hoy"), (1, "tomorrow", "mañana"), (-1, "yesterday", "ayer"), (3, "in 3 days", "en 3 días"),
     (-2, "2 days ago", "hace 2 días"), (31, "Dec 4, 2026", "4 dic 2026"), (-31, "Oct 3, 2026", "3 oct 2026")],
)  # fmt: skip
def test_near_days_are_named_by_their_distance(ahead: int, english: str, spanish: str) -> None:
    day = DAY + timedelta(days=ahead)
    assert f.relative_day(day, DAY, cat=EN) == english
    assert f.relative_day(day, DAY, cat=ES) == spanish


def test_a_moment_late_today_is_still_today() -> None:
    assert f.relative_day(datetime(2026, 11, 3, 23, 59), datetime(2026, 11, 3, 0, 1)) == "today"


def test_lengths_of_time() -> None:
    assert f.format_duration(90) == "1 hour 30 minutes"
    assert f.format_duration(120, cat=ES) == "2 horas"
    assert f.format_duration(0) == "0 minutes"


def test_numbers_and_money() -> None:
    assert f.format_number(12345.678, cat=ES) == "12,345.678"
    assert f.format_number(5, digits=2) == "5.00"
    assert f.format_number(Decimal("0.5")) == "0.5"
    assert f.format_percent(0.125, digits=1, cat=ES) == "12.5%"
    assert f.format_percent(1) == "100%"
    assert f.format_money(1250) == "$1,250"
    assert f.format_money(Decimal("12.5"), cat=ES) == "$12.50"
    assert f.format_quantity(3, "cajas", cat=ES) == "3\u00a0cajas"
    assert f.format_quantity(3, "") == "3"


@pytest.mark.parametrize(
    ("items", "kind", "english", "spanish"),
    [
        ([], "and", "", ""),
        (["pan"], "and", "pan", "pan"),
        (["pan", "leche"], "and", "pan and leche", "pan y leche"),
        (["a", "b", "c", "d"], "and", "a, b, c, and d", "a, b, c y d"),
        (["ropa", "iglesia"], "and", "ropa and iglesia", "ropa e iglesia"),
        (["sal", "pan", "higos"], "and", "sal, pan, and higos", "sal, pan e higos"),
        (["agua", "hielo"], "and", "agua and hielo", "agua y hielo"),
        (["agua", "yuca"], "and", "agua and yuca", "agua y yuca"),
        (["Ana", "Íñigo"], "and", "Ana and Íñigo", "Ana e Íñigo"),
        (["siete", "ocho"], "or", "siete or ocho", "siete u ocho"),
        (["7", "8"], "or", "7 or 8", "7 u 8"),
        (["10", "11"], "or", "10 or 11", "10 u 11"),
        (["100", "110"], "or", "100 or 110", "100 o 110"),
        (["mujeres", "hombres"], "or", "mujeres or hombres", "mujeres u hombres"),
        (["a y b", "{0}"], "and", "a y b and {0}", "a y b y {0}"),
    ],
)
def test_lists_are_joined_as_they_are_spoken(items: list[str], kind: str, english: str, spanish: str) -> None:
    assert f.format_list(items, kind, cat=EN) == english  # type: ignore[arg-type]
    assert f.format_list(items, kind, cat=ES) == spanish  # type: ignore[arg-type]
