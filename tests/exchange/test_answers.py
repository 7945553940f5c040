"""Answers to the question list as a household with needs and consents."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest

from mutualaid.exchange.answers import household_draft, watched_answers
from mutualaid.exchange.drafts import Findings, HouseholdDraft
from mutualaid.exchange.sheet import Setting
from mutualaid.records.kinds import ConsentPurpose, Mode, PhoneKind, Urgency
from mutualaid.records.time import Window
from mutualaid.records.zones import Zone

TODAY = date(2026, 11, 28)
SETTING = Setting({"pilsen": Zone(code="pilsen", name="Pilsen", latitude=41.85, longitude=-87.66)}, TODAY)
WHOLE: dict[str, Any] = {"keep": True, "contact_name": "Marta", "zone": "pilsen", "needs": ["food", "ride"]}


def drafted(**answers: object) -> HouseholdDraft:
    return household_draft(WHOLE | answers, number=1, setting=SETTING, on=TODAY, how="event")  # type: ignore[arg-type]


def test_each_need_ticked_becomes_a_need_and_only_goods_are_brought() -> None:
    draft = drafted(urgency="this_week", handover="pickup", other_need="a stroller")
    assert [(one.category, one.urgency, one.mode, one.notes) for one in draft.needs] == [
        ("food", Urgency.THIS_WEEK, Mode.PICKUP, "a stroller"),
        ("ride", Urgency.THIS_WEEK, None, ""),
    ]


def test_a_number_is_used_only_as_its_owner_ticked() -> None:
    (phone,) = drafted(phone="773-555-0165", phone_rules=["may_leave_message", "whatsapp"]).phones
    assert (phone.number, phone.kind) == ("+17735550165", PhoneKind.WHATSAPP)
    assert (phone.may_text, phone.may_leave_message) == (False, True)


def test_what_is_no_number_is_kept_as_a_note_and_pointed_out() -> None:
    draft = drafted(phone="ask at the bakery")
    assert draft.phones == ()
    assert draft.notes == "ask at the bakery"
    assert "phone_unreadable" in draft.warnings


def test_languages_ticked_and_written_come_together_and_unknown_ones_are_not_lost() -> None:
    draft = drafted(languages=["spa"], other_language="Chuj y algo raro")
    assert draft.languages[0] == "spa"
    assert draft.notes == "Chuj y algo raro"
    assert "language_unknown" in draft.warnings
    assert drafted(other_language="Mam").languages == ("mam",)


def test_parts_of_a_day_that_follow_one_another_are_one_stretch() -> None:
    (food, _ride) = drafted(windows=["sat_morning", "sat_afternoon", "sun_evening"]).needs
    assert food.windows == (
        Window(weekday=5, start=time(8), end=time(17)),
        Window(weekday=6, start=time(17), end=time(20)),
    )


def test_what_was_not_ticked_was_refused_and_what_was_skipped_says_nothing() -> None:
    assert dict(drafted(consents=["contact"]).consents) == {
        ConsentPurpose.KEEP: True, ConsentPurpose.CONTACT: True, ConsentPurpose.SHARE: False,
        ConsentPurpose.COUNT: False, ConsentPurpose.REFER: False,
    }  # fmt: skip
    assert dict(drafted().consents) == {ConsentPurpose.KEEP: True}


@pytest.mark.parametrize(
    ("answers", "problem"),
    [
        ({"keep": False}, "keep_refused"), ({"zone": ""}, "zone_missing"), ({"zone": "nowhere"}, "zone_unknown"),
        ({"needs": []}, "category_missing"), ({"needs": [], "other_need": "a bed frame"}, "category_unknown"),
        ({"contact_name": ""}, "who_missing"),
    ],
)  # fmt: skip
def test_what_cannot_become_a_household_says_why(answers: dict[str, Any], problem: str) -> None:
    assert problem in drafted(**answers).problems


def test_identifiers_and_status_words_are_struck_from_every_text() -> None:
    findings = Findings()
    said = watched_answers(
        {"notes": "A-number A123456789", "other_need": "she is undocumented", "contact_name": "Marta"}, findings
    )
    assert said["contact_name"] == "Marta"
    assert "123456789" not in str(said)
    assert "undocumented" not in str(said)
    assert set(findings.warnings) == {"identifier_redacted", "status_word"}
