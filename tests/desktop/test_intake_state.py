"""Where a form is, whatever is answered, skipped, gone back to and changed. No window."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutualaid.desktop.intake.state import SUMMARY, FormState, short_number
from mutualaid.desktop.intake.views import ANSWERS
from mutualaid.language.answer_words import answer_words
from mutualaid.records.answers import checked, is_asked
from mutualaid.records.questions import question_list

QUESTIONS = question_list(zones=("chi-30", "chi-31"), categories=("food", "ride"), languages=("spa", "mam"))
ZONES = {"chi-30": "South Lawndale", "chi-31": "Lower West Side"}


def at(question_id: str, **answers: Any) -> FormState:
    form = FormState(QUESTIONS)
    form.answers |= answers
    form.at = question_id
    return form


def answer(form: FormState) -> None:
    usual = {"needs": ["food"], "languages": ["spa"], "diet": ["vegan"], "access": ["wheelchair"]}
    name = form.at
    form.take({name: usual.get(name, ANSWERS[name])})


def test_every_question_is_asked_once_and_then_the_summary_comes() -> None:
    form, seen = FormState(QUESTIONS), []
    while form.at != SUMMARY:
        seen.append(form.at)
        answer(form)
        form.go_on()
    assert seen == [question.id for question in QUESTIONS]
    assert not form.missing()


def test_what_depends_on_an_answer_that_was_skipped_is_not_asked() -> None:
    form = at("phone", keep=True)
    form.skip()
    form.go_on()
    assert form.at == "household_size"
    form = at("phone", keep=True, phone="773 555 0142")
    form.go_on()
    assert form.at == "phone_rules"


def test_a_change_from_the_summary_leads_back_there_by_what_it_newly_asks() -> None:
    form = at(SUMMARY, keep=True)
    form.change("phone")
    form.take({"phone": "773 555 0142"})
    form.go_on()
    assert form.at == "phone_rules"
    form.go_on()
    assert form.at == SUMMARY
    form.change("phone")
    form.go_on()
    assert form.at == SUMMARY, "what was on view once is not asked again"


def test_nothing_that_is_no_longer_asked_is_sealed() -> None:
    form = at(SUMMARY, keep=True, phone="", phone_rules=["may_text"], notes="  knock  ")
    assert form.to_seal() == {"keep": True, "notes": "knock"}


@pytest.mark.parametrize("name", ["notes", "contact_name", "phone", "address", "other_need", "other_language"])
def test_a_number_that_identifies_does_not_reach_even_a_draft(name: str) -> None:
    form = at("notes", keep=True)
    form.take({name: "Rosa, SSN 123-45-6789, knock"})
    assert "6789" not in str(form.to_seal() | form.answers)
    assert "Rosa" in str(form.answers[name])


def test_refusing_every_use_is_an_answer_and_saying_nothing_is_none() -> None:
    form = at("consents", keep=True)
    assert form.unanswered()
    form.take({"consents": []})
    assert not form.unanswered()
    assert form.to_seal()["consents"] == []


def test_a_form_without_any_way_to_reach_her_says_so() -> None:
    assert at(SUMMARY, keep=True, zone="chi-30").unreachable
    assert not at(SUMMARY, keep=True, safe_contact="At the church").unreachable


@pytest.mark.parametrize(("text", "short"), [("", False), ("none", False), ("773 555", True), ("773-555-0142", False)])
def test_a_short_number_is_noticed(text: str, short: bool) -> None:
    assert short_number(text) is short


@given(st.lists(st.sampled_from(["answer", "skip", "back", "change phone", "change zone", "clear"]), max_size=60))
def test_whatever_a_person_does_she_is_on_a_question_that_is_asked_or_on_the_summary(steps: list[str]) -> None:
    form = FormState(QUESTIONS)
    for step in steps:
        if step == "back":
            form.go_back()
        elif step.startswith("change") and form.at == SUMMARY:
            form.change(step.split()[1])
        elif form.at != SUMMARY:
            if step == "answer":
                answer(form)
            elif step in ("skip", "clear"):
                form.skip()
            if step != "clear":
                form.go_on()
        if form.at != SUMMARY:
            assert is_asked(form.question, QUESTIONS, form.answers)
            number, total = form.position()
            assert 1 <= number <= total
        assert checked(QUESTIONS, form.to_seal()) == form.to_seal()


def test_answers_are_said_in_words() -> None:
    answers = ANSWERS | {"needs": ["food"], "other_need": "A stroller"}

    def said(name: str) -> str:
        return answer_words(QUESTIONS[name], answers, ZONES)

    assert said("zone") == "South Lawndale"
    assert said("needs") == "Food\nA stroller"
    assert said("ages").splitlines()[0] == "0 to 2 years: 1"
    assert said("windows").splitlines() == ["Monday: evening", "Saturday: morning and afternoon"]
    assert said("wants_interpreter") == "No"
    assert answer_words(QUESTIONS["consents"], {"consents": []}, ZONES) == "Nothing of it"
    assert answer_words(QUESTIONS["address"], {}, ZONES) == ""
