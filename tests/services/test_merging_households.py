"""Two records of one household made one, with nothing lost, what is more careful kept, and all of it taken back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mutualaid.records.errors import Refused
from mutualaid.records.household import Contact, Household, Phone
from mutualaid.records.kinds import ConsentPurpose, ContactKind, ContactOutcome, MovementKind, PhoneKind
from mutualaid.records.need import Need
from mutualaid.records.schedule import Appointment
from mutualaid.records.supply import Movement
from mutualaid.records.volunteer import Volunteer
from mutualaid.services.consents import consents_of
from mutualaid.services.contact_log import contacts, log_contact
from mutualaid.services.history import redo, undo
from mutualaid.services.households import change_household, household, set_consent
from mutualaid.services.merging_households import merge_households, would_merge
from mutualaid.services.office import Office
from mutualaid.services.searching import search
from tests.services.make import TODAY, helper, home, new_office, stock, wants
from tests.services.test_history import state

MOBILE = Phone(number="+17735550165", may_text=True, may_leave_message=True)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    made = new_office(tmp_path_factory.mktemp("merging") / "office")
    yield made
    made.close()


def test_everything_of_both_is_under_the_one_that_stays_and_undo_brings_both_back(office: Office) -> None:
    fields = {"phones": [MOBILE], "notes": "Timbre 2", "excluded_zones": ["chi-24"], "size": 2}
    keep, need = home(office, wants(office, "food"), **fields)
    careful = Phone(number=MOBILE.number, kind=PhoneKind.LANDLINE, may_text=False, who_answers="su hermana")
    other, theirs, ride = home(
        office, wants(office, "food"), wants(office, "ride"), phones=[careful], contact_name="Rosa T.", size=5,
        languages=["mam"], notes="Perro en el patio", received_on=TODAY - timedelta(days=30),
    )  # fmt: skip
    who = helper(office, excluded_households=[other])
    change_household(office, uid=other, excluded_volunteers=[who])
    said = {"kind": ContactKind.CALL, "outcome": ContactOutcome.REACHED, "on": TODAY}
    log_contact(office, contact=Contact.checked(household=other, **said, note="Prefiere la tarde"))
    starts = datetime(2026, 12, 1, 15, tzinfo=UTC)
    with office.store.write("add appointment") as write:
        held = write.add(
            Appointment.checked(household=other, starts=starts, place="Sala 3", delete_after=starts.date())
        )
    lot = stock(office, "pantry_box", 10)
    with office.store.write("hand out") as write:
        given_out = {"lot": lot, "kind": MovementKind.HANDED_OUT, "units": -2, "on": TODAY, "household": other}
        write.add(Movement.checked(**given_out))
    code = household(office, uid=other).record.code
    assert would_merge(office, other=other) == (2, 2, 1, 0, 1)
    before = state(office)

    merge_households(office, keep=keep, other=other)
    page = household(office, uid=keep)
    record = page.record
    assert {row.uid for row in page.needs} == {need, theirs, ride}
    assert [row.uid for row in page.appointments] == [held]
    assert [row.record.note for row in contacts(office, household=keep)] == ["Prefiere la tarde"]
    assert record.phones == [careful.model_copy(update={"may_leave_message": False})]
    assert (record.size, record.languages, record.contact_name) == (5, ["spa", "mam"], "Rosa Tum")
    assert (record.excluded_volunteers, record.excluded_zones) == ([who], ["chi-24"])
    assert record.received_on == TODAY - timedelta(days=30)
    assert all(part in record.notes for part in ("Timbre 2", "Perro en el patio", "Rosa T.", code))
    assert [hit.uid for hit in search(office, text=code) if hit.kind == "household"] == [keep]
    with office.store.read() as read:
        assert read.get(Volunteer, who).excluded_households == [keep]
        assert [row.uid for row in read.all(Household)] == [keep]
        handed = [row.record for row in read.all(Movement, household=keep)]
        taken_back = [row.record.units for row in read.all(Movement, household=other)]
        assert read.stock()[lot] == (8, 8)
    assert ([one.units for one in handed], sum(taken_back)) == ([-2], 0)
    merged = state(office)
    undo(office)
    assert state(office) == before
    redo(office)
    assert state(office) == merged


def test_what_cannot_be_merged_is_refused_and_nothing_changes(office: Office) -> None:
    keep, other = home(office, notes="a" * 3000)[0], home(office, notes="b" * 3000)[0]
    before = state(office)
    with pytest.raises(Refused, match="merge_same_household"):
        merge_households(office, keep=keep, other=keep)
    with pytest.raises(Refused, match="merge_text_too_long"):
        merge_households(office, keep=keep, other=other)
    assert state(office) == before


_answer = st.tuples(st.booleans(), st.sampled_from(ConsentPurpose), st.booleans(), st.integers(0, 3))


@settings(max_examples=5, deadline=None)
@given(answers=st.lists(_answer, max_size=6))
def test_a_no_of_either_holds_over_a_yes_of_the_other(
    office: Office, answers: list[tuple[bool, ConsentPurpose, bool, int]]
) -> None:
    keep, other = home(office)[0], home(office)[0]
    for mine, purpose, given_, day in answers:
        whom = keep if mine else other
        set_consent(office, household=whom, purpose=purpose, given=given_, on=TODAY + timedelta(days=day))
    with office.store.read() as read:
        both = [consents_of(read, keep), consents_of(read, other)]
    merge_households(office, keep=keep, other=other)
    asked = {purpose for held in both for purpose in held}
    with office.store.read() as read:
        assert consents_of(read, keep) == {purpose: all(held.get(purpose, True) for held in both) for purpose in asked}


def test_needs_that_come_over_are_numbered_on_without_a_clash(office: Office) -> None:
    from mutualaid.services.needs import add_need

    keep = home(office, wants(office, "food"))[0]
    other = home(office, wants(office, "ride"))[0]
    merge_households(office, keep=keep, other=other)
    add_need(office, household_uid=keep, need=wants(office, "baby"))
    with office.store.read() as read:
        codes = [row.record.code for row in read.all(Need, household=keep)]
    assert len(set(codes)) == 3
