"""Records hold what they should, refuse the rest, and never say a value when they refuse."""

from __future__ import annotations

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutualaid.records import codes
from mutualaid.records.errors import BadInput
from mutualaid.records.household import AgeBand, Contact, Household, Phone
from mutualaid.records.kinds import (
    CloseReason,
    ContactKind,
    ContactOutcome,
    Daypart,
    Mode,
    MovementKind,
    NeedState,
)
from mutualaid.records.need import Need
from mutualaid.records.office import OfficeSettings
from mutualaid.records.supply import CatalogueItem, Movement
from mutualaid.records.time import PART_HOURS, Window, parts_of

DAY = date(2026, 11, 23)
NEED = {"code": "MARU-47.1", "household": "u", "category": "food", "mode": Mode.DELIVERY, "received_on": DAY}


def test_a_closed_need_says_why_and_an_open_one_does_not() -> None:
    Need.checked(**NEED, state=NeedState.CLOSED, close_reason=CloseReason.DUPLICATE)
    with pytest.raises(BadInput, match="field_invalid"):
        Need.checked(**NEED, state=NeedState.CLOSED)
    with pytest.raises(BadInput, match="field_invalid"):
        Need.checked(**NEED, close_reason=CloseReason.DUPLICATE)


def test_a_referred_need_says_to_whom() -> None:
    with pytest.raises(BadInput, match="field_invalid"):
        Need.checked(**NEED, state=NeedState.REFERRED)


def test_no_more_is_handed_out_than_was_asked_for() -> None:
    with pytest.raises(BadInput, match="field_invalid"):
        Need.checked(**NEED, quantity=2, filled=3)


def test_a_household_refuses_fields_it_does_not_know() -> None:
    with pytest.raises(BadInput) as refused:
        Household.checked(code="MARU-47", zone="chi-30", received_on=DAY, nationality="x")
    assert refused.value.facts["field"] == "nationality"


@given(st.text(min_size=1, max_size=40))
def test_a_refusal_names_the_field_and_never_the_value(secret: str) -> None:
    value = f"{secret} {'9' * 300}"
    with pytest.raises(BadInput) as refused:
        Household.checked(code="MARU-47", zone="chi-30", received_on=DAY, contact_name=value)
    assert value not in repr(refused.value) + str(refused.value.facts)
    assert refused.value.facts["field"] == "contact_name"


def test_records_show_their_code_and_nothing_else() -> None:
    home = Household.checked(
        code="MARU-47", zone="chi-30", received_on=DAY, contact_name="Rosa Tum", phones=[Phone(number="+17735550123")]
    )
    assert repr(home) == str(home) == "<Household MARU-47>"
    assert repr(home.phones[0]) == "<Phone>"


def test_a_contact_is_with_one_side() -> None:
    said = {"on": DAY, "kind": ContactKind.CALL, "outcome": ContactOutcome.REACHED}
    Contact.checked(household="u", **said)
    with pytest.raises(BadInput):
        Contact.checked(**said)
    with pytest.raises(BadInput):
        Contact.checked(household="u", volunteer="v", **said)


@pytest.mark.parametrize("kind", list(MovementKind))
def test_movements_have_the_sign_of_their_kind(kind: MovementKind) -> None:
    both = (MovementKind.COUNTED, MovementKind.MOVED)
    adds = kind in (MovementKind.RECEIVED, MovementKind.RETURNED, MovementKind.RELEASED, *both)
    takes = kind not in (MovementKind.RECEIVED, MovementKind.RETURNED, MovementKind.RELEASED)
    for units, allowed in ((5, adds), (-5, takes), (0, False)):
        if allowed:
            assert Movement.checked(lot="l", kind=kind, units=units, on=DAY).units == units
        else:
            with pytest.raises(BadInput):
                Movement.checked(lot="l", kind=kind, units=units, on=DAY)


@given(st.lists(st.integers(1, 40), min_size=1, max_size=9), st.integers(1, 60))
def test_a_box_holds_its_last_size_for_larger_households(box: list[int], size: int) -> None:
    item = CatalogueItem.checked(code="i", name_en="Box", name_es="Caja", category="food", box=box)
    assert item.for_household(size) == (box[size - 1] if size <= len(box) else box[-1])


def test_age_bands_and_windows_are_in_order() -> None:
    with pytest.raises(ValueError, match="age band"):
        AgeBand(low=12, high=3, people=1)
    with pytest.raises(ValueError, match="ends after"):
        Window(start=time(12), end=time(8))
    with pytest.raises(ValueError, match="not both"):
        Window(weekday=1, on=DAY, start=time(8), end=time(12))


def test_windows_fall_on_their_days() -> None:
    assert Window(weekday=0, start=time(8), end=time(9)).falls_on(DAY)
    assert not Window(weekday=1, start=time(8), end=time(9)).falls_on(DAY)
    assert Window(start=time(8), end=time(9)).falls_on(DAY)


@pytest.mark.parametrize(
    ("start", "end", "parts"),
    [
        (time(17), time(20), [Daypart.EVENING]),
        (time(8), time(12), [Daypart.MORNING]),
        (time(9), time(11), [Daypart.MORNING]),
        (time(8), time(17), [Daypart.MORNING, Daypart.AFTERNOON]),
        (time(10), time(11), [Daypart.MORNING]),
        (time(5), time(7), []),
    ],
)
def test_clock_times_become_parts_of_the_day(start: time, end: time, parts: list[Daypart]) -> None:
    assert parts_of(start, end) == parts


def test_the_times_of_day_follow_one_another() -> None:
    hours = dict(PART_HOURS) | {Daypart.EVENING: (time(11), time(20))}
    with pytest.raises(ValueError, match="follow one another"):
        OfficeSettings(zone="chi-30", hours=hours)


def test_codes_are_speakable_and_never_repeat() -> None:
    taken: set[str] = set()
    for _ in range(500):
        code = codes.household_code(taken)
        assert code not in taken
        assert len(code) == 7
        taken.add(code)
