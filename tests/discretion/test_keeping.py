"""Masks, minimum disclosure, retention rules and tidied notes."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutualaid.discretion import disclosure, masks, retention
from mutualaid.discretion.disclosure import Outlet
from mutualaid.discretion.plain import remove_controls, tidy_note

FACTS = {
    "code": "MARU-47",
    "first_name": "Ana",
    "name": "Ana Xol",
    "phone": "+17735550165",
    "address": "3534 W 26th St",
    "delivery_notes": "gate 4482",
    "notes": "x",
    "zone": "chi-30",
    "day": "2026-11-23",
    "starts": "09:00",
    "ends": "12:00",
    "room": "1402",
    "category": "accompaniment",
}
dates = st.dates(date(2000, 1, 1), date(2100, 1, 1))


def test_a_masked_phone_shows_two_digits_and_no_more() -> None:
    assert masks.mask_phone("+17735550165") == "••• 65"
    assert masks.mask_phone("123") == "•••"
    assert masks.mask_phone("") == ""


def test_a_masked_name_is_initials() -> None:
    assert masks.mask_name("Sofía González Vázquez") == "S. G. V."
    assert masks.mask_name("Jean-Baptiste Pierre") == "J. B. P."
    assert masks.mask_name("  ") == ""
    assert masks.mask_name("773") == "•••"


@given(st.text())
def test_a_masked_address_tells_nothing_but_that_there_is_one(address: str) -> None:
    assert masks.mask_address(address) == ("•••" if address.strip() else "")


def test_an_address_is_on_a_run_sheet_only_once_the_run_is_confirmed() -> None:
    assert "address" not in disclosure.only(disclosure.run_sheet(False), FACTS)
    assert disclosure.only(disclosure.run_sheet(True), FACTS)["address"] == "3534 W 26th St"


@pytest.mark.parametrize("outlet", Outlet)
def test_no_outlet_carries_a_full_name_or_free_notes(outlet: Outlet) -> None:
    assert not disclosure.only(outlet, FACTS).keys() & {"name", "notes"}


def test_a_calendar_carries_times_and_nothing_else() -> None:
    assert disclosure.only(Outlet.CALENDAR, FACTS) == {"starts": "09:00", "ends": "12:00"}


def test_a_log_a_title_and_a_file_name_carry_nothing_about_a_person() -> None:
    for outlet in (Outlet.LOG, Outlet.WINDOW_TITLE, Outlet.FILE_NAME):
        assert disclosure.only(outlet, FACTS).keys() <= {"day"}


def test_an_accompaniment_sheet_does_not_say_what_for() -> None:
    assert "category" not in disclosure.only(Outlet.ACCOMPANIMENT, FACTS)
    assert "category" in disclosure.withheld(Outlet.ACCOMPANIMENT, FACTS)


@given(st.dictionaries(st.text(), st.integers()), st.sampled_from(list(Outlet)))
def test_every_fact_is_either_carried_or_withheld(facts: dict[str, int], outlet: Outlet) -> None:
    assert set(disclosure.only(outlet, facts)) | set(disclosure.withheld(outlet, facts)) == set(facts)


def test_an_accompaniment_is_kept_seven_days_and_no_longer_even_if_the_office_wishes() -> None:
    assert retention.appointment_delete_after(date(2026, 11, 23)) == date(2026, 11, 30)
    assert retention.appointment_delete_after(date(2026, 11, 23), {"appointments": 90}) == date(2026, 11, 30)
    assert retention.appointment_delete_after(date(2026, 11, 23), {"appointments": 2}) == date(2026, 11, 25)


def test_contacts_are_cleared_only_after_the_last_need_is_finished_long_enough() -> None:
    last = date(2026, 1, 10)
    finished = [date(2026, 1, 1), last]
    days = timedelta(days=retention.days_of("finished_contacts"))
    assert not retention.contacts_due(finished, last + days)
    assert retention.contacts_due(finished, last + days + timedelta(days=1))
    assert not retention.contacts_due([*finished, None], last + days + timedelta(days=400))
    assert not retention.contacts_due([], last + days + timedelta(days=400))


def test_a_legal_hold_stops_every_rule() -> None:
    assert retention.contacts_due([date(2020, 1, 1)], date(2026, 1, 1))
    assert not retention.contacts_due([date(2020, 1, 1)], date(2026, 1, 1), held=True)


@given(dates, st.sampled_from(sorted(retention.RULES)), st.integers(-10, 5000), st.integers(0, 3000))
def test_what_is_due_stays_due_and_never_before_its_least_days(end: date, code: str, chosen: int, later: int) -> None:
    rule = retention.RULES[code]
    today = end + timedelta(days=later)
    due = retention.is_due(end, code, today, {code: chosen})
    assert due == (later > min(max(chosen, rule.least), rule.most))
    if due:
        assert retention.is_due(end, code, today + timedelta(days=1), {code: chosen})


def test_a_review_comes_half_a_year_after() -> None:
    assert retention.review_on(date(2026, 1, 1)) == date(2026, 7, 3)


def test_a_note_loses_what_nobody_can_see_and_keeps_its_lines() -> None:
    assert tidy_note("  espacios  y\r\nsalto\x00 de\u202e línea \n\n\n\n fin ") == "espacios y\nsalto de línea\n\nfin"


def test_joiners_that_a_script_needs_stay() -> None:
    assert remove_controls("می\u200cخواهم") == "می\u200cخواهم"


@given(st.text())
def test_tidying_twice_is_tidying_once(text: str) -> None:
    assert tidy_note(tidy_note(text)) == tidy_note(text)


@given(st.text())
def test_no_control_sign_survives(text: str) -> None:
    assert not any(ord(sign) < 32 and sign not in "\n\t" for sign in remove_controls(text))
