"""The question list: its words in both languages, what an answer may be, and what becomes of hostile ones."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutualaid.language import question_words
from mutualaid.language.catalog import catalog
from mutualaid.records.answers import checked, is_asked, problems, tidied
from mutualaid.records.errors import BadInput
from mutualaid.records.questions import CALL_ORDER, Answer, Question, QuestionList, question_list

LIST = question_list(zones=("pilsen", "little_village"))
DOCUMENTS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)
WHOLE: dict[str, Any] = {"keep": True, "zone": "pilsen", "needs": ["food"]}


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_question_says_what_why_and_its_choices_in_both_languages(language: str) -> None:
    cat = catalog(language)
    for question in LIST:
        said = [question_words.ask(question.id, cat), question_words.why(question.id, cat)]
        said += [question_words.short(question.id, cat)]
        said += [question_words.other(question.other, cat)] if question.other else []
        said += [question_words.choice(question, code, cat) for code in question.choices]
        assert all(said)
        if language == "es" and question.id != "zone":
            english = [question_words.ask(question.id, catalog("en")), question_words.why(question.id, catalog("en"))]
            assert not set(english) & set(said)


def test_the_list_loads_without_the_database_libraries() -> None:
    code = (
        "import sys; import mutualaid.language.question_words, mutualaid.records.answers; "
        "sys.exit(bool({'sqlmodel', 'sqlalchemy', 'pydantic'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_ids_are_never_used_twice_and_what_comes_after_stands_after() -> None:
    ids = [one.id for one in LIST] + [one.other for one in LIST if one.other]
    assert len(set(ids)) == len(ids)
    order = [one.id for one in LIST]
    assert all(order.index(one.after) < order.index(one.id) for one in LIST if one.after)


def test_a_call_begins_with_how_to_reach_them_safely_and_asks_the_same() -> None:
    call = LIST.ordered(CALL_ORDER)
    assert [one.id for one in call][:3] == ["keep", "safe_contact", "phone"]
    assert {one.id for one in call} == {one.id for one in LIST}


def test_the_little_that_is_needed_is_missed_and_nothing_else_is() -> None:
    assert problems(LIST, {}) == dict.fromkeys(["keep", "zone", "needs"], "answer_missing")
    assert problems(LIST, WHOLE) == {}


def test_who_refuses_to_be_written_down_is_asked_nothing_more() -> None:
    refused = {"keep": False}
    assert problems(LIST, refused) == {"keep": "answer_refused"}
    assert [one.id for one in LIST if is_asked(one, LIST, refused)] == ["keep"]


def test_what_a_number_allows_is_asked_only_of_those_who_gave_one() -> None:
    assert not is_asked(LIST["phone_rules"], LIST, WHOLE)
    assert is_asked(LIST["phone_rules"], LIST, WHOLE | {"phone": "773 555 0165"})


def test_a_language_written_in_counts_as_one_chosen() -> None:
    assert is_asked(LIST["wants_interpreter"], LIST, WHOLE | {"other_language": "Chuj"})


def test_more_ages_than_people_are_pointed_out() -> None:
    assert problems(LIST, WHOLE | {"household_size": 2, "ages": {"0-2": 3}}) == {"ages": "ages_exceed_size"}


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("keep", "yes"), ("keep", 1), ("household_size", 0), ("household_size", 41), ("household_size", True),
        ("contact_name", "a" * 121), ("contact_name", "a\nb"), ("contact_name", "a\x00"), ("notes", "x" * 1501),
        ("needs", "food"), ("needs", ["food", "food"]), ("needs", [["food"]]), ("ages", {"0-2": -1}),
        ("ages", {"9": 1}), ("ages", {"0-2": 41}), ("zone", ""), ("zone", 3), ("windows", {"mon": 1}),
        ("unheard_of", "x"), ("other_need", "x" * 201), ("other_need", 7), ("needs", ["a"] * 300),
    ],
)  # fmt: skip
def test_an_answer_of_the_wrong_shape_is_refused_without_repeating_it(question: str, value: object) -> None:
    with pytest.raises(BadInput) as refused:
        checked(LIST, {question: value})
    assert refused.value.code == "answer_invalid"
    assert "x" * 100 not in repr(refused.value.facts)


def test_a_code_that_the_office_does_not_have_any_more_is_kept_for_whoever_reviews_it() -> None:
    assert checked(LIST, {"zone": "old_town"}) == {"zone": "old_town"}
    assert problems(LIST, WHOLE | {"zone": "old_town"}) == {"zone": "answer_not_valid"}


@given(DOCUMENTS)
def test_no_document_at_all_breaks_the_check(document: object) -> None:
    try:
        kept = checked(LIST, document)
    except BadInput:
        return
    assert kept == document


_TYPED = {
    Answer.LINE: st.text(max_size=30), Answer.PHONE: st.text(max_size=30), Answer.NOTE: st.text(max_size=80),
    Answer.NUMBER: st.integers(1, 40), Answer.YES_NO: st.booleans(),
}  # fmt: skip


def _value(question: Question) -> st.SearchStrategy[Any]:
    if question.kind in _TYPED:
        return _TYPED[question.kind]
    if question.kind is Answer.ONE:
        return st.sampled_from(question.choices)
    if question.kind is Answer.COUNTS:
        return st.dictionaries(st.sampled_from(question.choices), st.integers(0, 5))
    return st.lists(st.sampled_from(question.choices), unique=True)


def answers_of(questions: QuestionList) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional={one.id: _value(one) for one in questions})


@given(answers_of(LIST))
def test_whatever_is_typed_can_be_sealed_and_read_back_once_it_is_tidied(answers: dict[str, Any]) -> None:
    tidy = tidied(LIST, answers)
    assert checked(LIST, json.loads(json.dumps(tidy))) == tidy
    assert tidied(LIST, tidy) == tidy
