"""Answers into the store: a new household or a known one, all or nothing, taken back while nobody has touched it."""

from __future__ import annotations

from typing import Any

import pytest

from mutualaid.records.errors import BadInput, Refused
from mutualaid.records.household import Consent, Household, Phone
from mutualaid.records.kinds import ConsentPurpose, Mode, Urgency
from mutualaid.records.need import Need
from mutualaid.services import keying
from mutualaid.services.asking import similar, take_answers, undo_asked
from mutualaid.services.households import change_household, household, household_lines, set_consent
from mutualaid.services.import_rows import Decision, Outcome
from mutualaid.services.keying import open_batches, set_aside, start_batch, take_up_again
from mutualaid.services.office import Office
from tests.services.make import TODAY, home, wants

NUMBER = "+17735550142"


def answers(**more: Any) -> dict[str, Any]:
    """What a neighbour says who answers everything that is needed."""
    return {
        "keep": True, "safe_contact": "only after 6", "phone": "773 555 0142", "phone_rules": ["may_text"],
        "contact_name": "Rosa Tum", "languages": ["spa"], "household_size": 4, "ages": {"0-2": 1, "18-64": 2},
        "zone": "chi-30", "needs": ["food", "baby"], "urgency": "this_week", "handover": "pickup",
        "windows": ["sat_morning", "sat_afternoon"], "consents": ["contact", "count"],
    } | more  # fmt: skip


def take(office: Office, decision: Decision | None = None, batch: str = "", how: str = "call", **more: Any) -> Any:
    return take_answers(office, answers=answers(**more), on=TODAY, how=how, decision=decision, batch=batch)


def everything(office: Office) -> list[Any]:
    with office.store.read() as read:
        return [read.all(kind) for kind in (Household, Need, Consent)]


def pile(office: Office, sheets: int = 40) -> str:
    return start_batch(office, label="Sábado 28, mesa 2", sheets=sheets, on=TODAY).uids[0]


def test_a_call_makes_a_household_with_its_needs_and_what_it_allowed(office):
    asked = take(office)
    page = household(office, uid=asked.uid)
    assert (asked.outcome, asked.code, asked.needs) == (Outcome.ADDED, page.record.code, 2)
    assert page.record.contact_name == "Rosa Tum"
    assert page.record.phones == [Phone(number=NUMBER, may_text=True, may_leave_message=False)]
    assert [need.record.category for need in page.needs] == ["food", "baby"]
    assert {need.record.urgency for need in page.needs} == {Urgency.THIS_WEEK}
    assert {need.record.mode for need in page.needs} == {Mode.PICKUP}
    said = {row.record.purpose: row.record.given for row in page.consents}
    assert [said[p] for p in (ConsentPurpose.KEEP, ConsentPurpose.CONTACT, ConsentPurpose.SHARE)] == [True, True, False]
    assert {row.record.how for row in page.consents} == {"call"}


def test_keeping_refused_keeps_nothing(office):
    with pytest.raises(Refused, match="keep_refused"):
        take(office, keep=False)
    assert everything(office) == [[], [], []]


@pytest.mark.parametrize(
    ("wrong", "code", "field"),
    [
        ({"keep": None}, "answer_missing", "keep"),
        ({"zone": ""}, "answer_missing", "zone"),
        ({"zone": "nowhere"}, "answer_not_valid", "zone"),
        ({"needs": []}, "answer_missing", "needs"),
        ({"needs": [], "other_need": "a cradle"}, "category_unknown", "needs"),
        ({"household_size": 2}, "ages_exceed_size", "ages"),
        ({"contact_name": "", "phone": "", "safe_contact": " "}, "who_missing", "contact_name"),
        ({"contact_name": "x" * 121}, "answer_not_valid", "contact_name"),
    ],
)
def test_what_does_not_hold_is_refused_by_the_question_and_changes_nothing(office, wrong, code, field):
    said = {name: value for name, value in answers(**wrong).items() if value is not None}
    with pytest.raises(BadInput, match=code) as refused:
        take_answers(office, answers=said, on=TODAY, how="call")
    assert refused.value.facts == {"field": field}
    assert everything(office) == [[], [], []]


def test_similar_households_are_found_by_number_name_and_slip_with_the_surest_first(office):
    by_phone = home(office, contact_name="Otto Lind", zone="chi-31", phones=[Phone(number=NUMBER)])[0]
    by_name = home(office, contact_name="Tum, Rosa", zone="chi-60")[0]
    same = home(office, wants(office, "food"), contact_name="Rosa Tum", phones=[Phone(number=NUMBER)], size=4)[0]
    home(office, contact_name="Ewa Kowalska")
    found = similar(office, answers=answers())
    assert found[0].uid == same
    assert found[0].same
    assert {one.uid for one in found[1:]} == {by_phone, by_name}
    assert not any(one.same for one in found[1:])
    told = {question: (known, said) for question, known, said in found[0].fields}
    assert told["household_size"] == ("4", "4")
    assert told["phone"] == (NUMBER, NUMBER)
    assert told["needs"] == ("Food", "Food, Diapers and baby things")
    assert similar(office, answers={}) == ()


@pytest.mark.campaign
def test_names_with_apostrophes_and_accents_are_found_however_they_are_typed(office):
    home(office, contact_name="José K'ulb'il Pérez")
    for typed in ("jose kulbil perez", "Jose K’ulb’il", "PÉREZ, José"):
        assert len(similar(office, answers={"contact_name": typed})) == 1, typed
    assert similar(office, answers={"contact_name": '" OR name : *'}) == ()


def test_without_a_decision_only_the_one_rule_merges(office):
    relative = home(office, contact_name="Otto Lind", phones=[Phone(number=NUMBER)], size=9)[0]
    first = take(office)
    again = take(office, needs=["housing"], consents=[])
    assert first.uid != relative
    assert (again.uid, again.outcome, again.needs) == (first.uid, Outcome.MERGED, 1)
    assert len(household_lines(office)) == 2


def test_a_decision_merges_with_whom_she_chose_keeps_apart_or_leaves_out(office):
    known = home(office, contact_name="Ewa Kowalska", safe_contact="", zone="chi-60")[0]
    merged = take(office, Decision("merge", known))
    assert merged.uid == known
    assert household(office, uid=known).record.safe_contact == "only after 6"
    apart = take(office, Decision("new"))
    beside = take(office, Decision("new"))
    assert len({known, apart.uid, beside.uid}) == 3
    before = everything(office)
    assert take(office, Decision("skip")).outcome is Outcome.DUPLICATE
    assert everything(office) == before


@pytest.mark.campaign
def test_merging_with_a_household_that_went_meanwhile_is_refused_and_keeps_nothing(office):
    with pytest.raises(BadInput, match="record_gone"):
        take(office, Decision("merge", "nobody"))
    assert everything(office) == [[], [], []]


def test_a_new_household_is_taken_back_whole_and_the_journal_forgets_what_it_said(office):
    asked = take(office, contact_name="Xochiquetzal Ñandú")
    undo_asked(office, undo=asked.undo)
    assert everything(office) == [[], [], []]
    assert similar(office, answers=answers(contact_name="Xochiquetzal Ñandú")) == ()
    with office.store.read() as read:
        entries = read._connection.exec_driver_sql("select * from change").all()
    assert entries
    assert "Xochiquetzal" not in repr(entries)


def test_what_was_added_to_a_known_household_is_taken_back_and_the_rest_stays_as_it_was(office):
    known = home(office, wants(office, "food"), contact_name="Rosa Tum", phones=[Phone(number=NUMBER)])[0]
    set_consent(office, household=known, purpose=ConsentPurpose.COUNT, given=False, on=TODAY)
    before = everything(office)
    asked = take(office, access=["stairs"])
    assert asked.uid == known
    assert everything(office) != before
    undo_asked(office, undo=asked.undo)
    assert everything(office) == before


@pytest.mark.parametrize("known", [False, True])
def test_what_somebody_has_worked_on_since_is_not_taken_back(office, known):
    if known:
        home(office, contact_name="Rosa Tum", phones=[Phone(number=NUMBER)])
    asked = take(office)
    change_household(office, uid=asked.uid, notes="she called back")
    before = everything(office)
    with pytest.raises(Refused, match="asked_worked_on"):
        undo_asked(office, undo=asked.undo)
    assert everything(office) == before


@pytest.mark.campaign
def test_an_answer_given_since_keeps_a_household_from_being_taken_back(office):
    asked = take(office)
    set_consent(office, household=asked.uid, purpose=ConsentPurpose.SHARE, given=True, on=TODAY)
    with pytest.raises(Refused, match="asked_worked_on"):
        undo_asked(office, undo=asked.undo)


def test_a_pile_counts_what_became_of_each_sheet_and_outlasts_the_office_being_closed(office):
    batch = pile(office)
    first = take(office, batch=batch, how="paper")
    take(office, batch=batch, how="paper", needs=["housing"])
    set_aside(office, batch=batch, reason="blank")
    set_aside(office, batch=batch, reason="unreadable")
    take(office, Decision("skip"), batch=batch)
    (held,) = open_batches(office)
    assert (held.label, held.sheets, held.on) == ("Sábado 28, mesa 2", 40, TODAY)
    assert (held.done, held.aside, held.missing) == (5, 3, 35)
    assert held.counts == {"keyed": 1, "merged": 1, "blank": 1, "unreadable": 1, "twice": 1}
    take_up_again(office, batch=batch, reason="blank")
    with pytest.raises(Refused):
        undo_asked(office, undo=first.undo)  # a second sheet was added to it
    assert open_batches(office)[0].done == 4


def test_a_sheet_that_is_taken_back_or_refused_is_not_counted(office):
    batch = pile(office)
    with pytest.raises(BadInput):
        take(office, batch=batch, zone="")
    assert open_batches(office)[0].done == 0
    asked = take(office, batch=batch)
    assert open_batches(office)[0].done == 1
    undo_asked(office, undo=asked.undo)
    assert open_batches(office)[0].done == 0


@pytest.mark.campaign
def test_a_pile_that_was_finished_is_gone_and_nothing_is_kept_for_it(office):
    batch = pile(office, 2)
    asked = take(office, batch=batch)
    keying.finish_batch(office, batch=batch)
    assert open_batches(office) == ()
    for act in (
        lambda: take(office, batch=batch, contact_name="Somebody Else", phone=""),
        lambda: set_aside(office, batch=batch, reason="blank"),
        lambda: keying.finish_batch(office, batch=batch),
    ):
        with pytest.raises(BadInput, match="batch_gone"):
            act()
    assert len(household_lines(office)) == 1
    undo_asked(office, undo=asked.undo)
    assert household_lines(office) == []


@pytest.mark.campaign
def test_more_sheets_than_were_counted_are_told_as_too_many_and_a_pile_has_a_size(office):
    batch = pile(office, 1)
    for _ in range(3):
        set_aside(office, batch=batch, reason="blank")
    assert open_batches(office)[0].missing == -2
    for sheets in (0, keying.MOST + 1):
        with pytest.raises(BadInput, match="batch_size"):
            start_batch(office, label="", sheets=sheets, on=TODAY)
    with pytest.raises(ValueError, match="lost"):
        set_aside(office, batch=batch, reason="lost")
