from __future__ import annotations

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutualaid.exchange.clocks import parse_windows
from mutualaid.records.time import Window

MON, TUE, WED, THU, FRI, SAT, SUN = range(7)


def hours(text: str) -> list[tuple[int | None, time, time]]:
    windows, whole = parse_windows(text)
    assert whole, text
    return [(window.weekday, window.start, window.end) for window in windows]


def test_days_with_times_and_parts_of_days_are_windows() -> None:
    assert hours("Sun 5-8pm; Tue morning") == [(SUN, time(17), time(20)), (TUE, time(8), time(12))]
    assert hours("Sat afternoon; Wed evening") == [(SAT, time(12), time(17)), (WED, time(17), time(20))]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("domingo 5-8pm", [(SUN, time(17), time(20))]),
        ("martes por la mañana", [(TUE, time(8), time(12))]),
        ("sáb en la tarde", [(SAT, time(12), time(17))]),
        ("mar noche", [(TUE, time(20), time(23))]),
        ("miércoles", [(WED, time(8), time(23))]),
        ("jue 10-2pm", [(THU, time(10), time(14))]),
        ("Fri 17:00-19:30", [(FRI, time(17), time(19, 30))]),
        ("Fri 07:00-09:00", [(FRI, time(7), time(9))]),
        ("Fri 9am-12pm", [(FRI, time(9), time(12))]),
        ("lunes de 9 a 11", [(MON, time(9), time(11))]),
        ("Mon 5-8", [(MON, time(17), time(20))]),
        ("weekends morning", [(SAT, time(8), time(12)), (SUN, time(8), time(12))]),
        ("Mon and Wed morning", [(MON, time(8), time(12)), (WED, time(8), time(12))]),
        ("lun a mié tarde", [(day, time(12), time(17)) for day in (MON, TUE, WED)]),
        ("Fri-Sun evening", [(day, time(17), time(20)) for day in (FRI, SAT, SUN)]),
        ("Sat after 2 pm", [(SAT, time(14), time(23))]),
        ("morning", [(None, time(8), time(12))]),
        ("any time", []),
    ],
)
def test_windows_are_read_in_both_languages(text: str, found: list[tuple[int | None, time, time]]) -> None:
    assert hours(text) == found


def test_a_window_may_be_on_one_date() -> None:
    windows, whole = parse_windows("2026-12-01 14:00-16:00")
    assert whole
    assert windows == [Window(on=date(2026, 12, 1), start=time(14), end=time(16))]


@pytest.mark.parametrize("text", ["whenever my boss lets me", "Mon 27-29", "Xyz 5-8pm", "Tue 8pm-5pm"])
def test_what_is_not_understood_is_said_and_not_guessed(text: str) -> None:
    assert parse_windows(text) == ([], False)


def test_what_is_understood_is_kept_beside_what_is_not() -> None:
    windows, whole = parse_windows("Tue morning; quizás otro día")
    assert (len(windows), whole) == (1, False)


@given(st.text(max_size=60))
def test_no_text_breaks_the_reading_of_windows(text: str) -> None:
    windows, _ = parse_windows(text)
    assert all(window.start < window.end for window in windows)


DAY_NAMES = ("Mon", "martes", "Wed", "jueves", "Fri", "sábado", "Sun")


@given(st.integers(0, 6), st.integers(0, 22), st.integers(1, 12))
def test_a_window_comes_back_from_the_way_it_is_written_on_a_clock(day: int, start: int, length: int) -> None:
    end = min(start + length, 23)
    text = f"{DAY_NAMES[day]} {start:02}:00-{end:02}:00"
    assert hours(text) == [(day, time(start), time(end))]
