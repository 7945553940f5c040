"""The page of questions: what is typed is what is kept, finished or not, whatever it is."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from PySide6.QtWidgets import QApplication

from mutualaid.desktop.asking.sheet import AskingSheet
from mutualaid.discretion.watch import find
from mutualaid.records.answers import tidied
from mutualaid.records.household import AgeBand, Household, Phone
from mutualaid.records.need import Need
from mutualaid.records.questions import Answer, Question, QuestionList
from mutualaid.services.asking import office_questions, take_answers, undo_asked
from mutualaid.services.import_rows import Decision
from mutualaid.services.office import Office
from tests.desktop.keyboard import write
from tests.services.make import TODAY, new_office

LETTERS = some.sampled_from("abc ñáéíóúüÑ'’.,-:;¿?!()0123456789ćłżʼ")


def words(most: int) -> Any:
    """What is typed on one line: any letters, and nothing that the watch would have to point out."""
    return some.text(LETTERS, max_size=min(most, 24)).filter(lambda text: not find(text))


def value_of(question: Question) -> Any:
    """A value that the question lets be answered."""
    one = some.sampled_from(question.choices) if question.choices else some.nothing()
    kinds = {
        Answer.LINE: words(question.most),
        Answer.NOTE: words(question.most),
        Answer.PHONE: some.sampled_from(["773 555 0142", "(312) 555-0177", "+1 872 555 0199"]),
        Answer.NUMBER: some.integers(1, question.most),
        Answer.YES_NO: some.booleans(),
        Answer.ONE: one,
        Answer.MANY: some.lists(one, unique=True, min_size=1, max_size=5),
        Answer.TIMES: some.lists(one, unique=True, min_size=1, max_size=5),
        Answer.COUNTS: some.dictionaries(one, some.integers(0, 9), min_size=1),
    }
    return kinds[question.kind]


def answers_to(questions: QuestionList) -> Any:
    """Answers of somebody who was helped: some questions skipped, none of them wrong."""
    asked = {question.id: value_of(question) for question in questions}
    other = {question.other: words(200) for question in questions if question.other and question.id != "needs"}
    named = words(100).filter(str.strip)
    needed = {"keep": some.just(True), "contact_name": named, "zone": asked["zone"], "needs": asked["needs"]}
    skipped = {name: value for name, value in (asked | other).items() if name not in needed}
    return some.fixed_dictionaries(needed, optional=skipped)


def in_order(questions: QuestionList, answers: dict[str, Any]) -> dict[str, Any]:
    """With codes in the order of the choices, as a page of tiles gives them."""
    ordered = {}
    for name, value in answers.items():
        choices = next((question.choices for question in questions if question.id == name), ())
        ordered[name] = sorted(value, key=choices.index) if isinstance(value, list) else value
    return ordered


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, qapp: QApplication) -> Any:
    """An office, and its page of questions on view."""
    office = new_office(tmp_path_factory.mktemp("asking") / "office")
    sheet = AskingSheet(office_questions(office), office.zones)
    sheet.show()
    yield office, sheet
    sheet.deleteLater()
    office.close()


def type_in(sheet: AskingSheet, answers: dict[str, Any]) -> None:
    """Answer with keys where something is written, and by pressing tiles where it is chosen."""
    sheet.activateWindow()
    for name, row in sheet.rows.items():
        field: Any = row.field
        value = answers.get(name)
        if hasattr(field, "tiles"):
            pressed = ["yes" if value else "no"] if isinstance(value, bool) else value
            for code in [pressed] if isinstance(pressed, str) else pressed or ():
                field.tiles.press(code)
            if field.other is not None and field.question.other in answers:
                field.other.line.setFocus()
                write(answers[field.question.other])
        elif value is not None and field.question.kind in (Answer.LINE, Answer.NOTE, Answer.PHONE, Answer.NUMBER):
            field.setFocus()
            write(str(value))
        elif value is not None:
            field.put({name: value})
    sheet.set_language("es")  # an answer is the same in whichever language it was asked


def kept(office: Office, uid: str) -> tuple[Household, list[Need]]:
    with office.store.read() as read:
        return read.get(Household, uid), [row.record for row in read.all(Need, household=uid)]


STEADY = settings(
    max_examples=3, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)


@given(drawn=some.data())
@STEADY
def test_what_is_typed_and_saved_comes_back_the_same(place: Any, drawn: Any) -> None:
    _comes_back(place, drawn)


@pytest.mark.campaign
@given(drawn=some.data())
@settings(STEADY, max_examples=300)
def test_what_is_typed_and_saved_comes_back_the_same_whatever_it_is(place: Any, drawn: Any) -> None:
    _comes_back(place, drawn)


def _comes_back(place: Any, drawn: Any) -> None:
    office, sheet = place
    answers = drawn.draw(answers_to(sheet.questions))
    if sum(answers.get("ages", {}).values()) > answers.get("household_size", 99):
        del answers["ages"]
    sheet.put({})
    type_in(sheet, answers)
    said = tidied(sheet.questions, sheet.answers())
    expected = in_order(sheet.questions, tidied(sheet.questions, answers))
    if "phone" not in expected:
        expected.pop("phone_rules", None)  # of no number it is not asked what is safe with it
    if not {"languages", "other_language"} & set(expected):
        expected.pop("wants_interpreter", None)
    assert said == expected
    assert sheet.plain() == _again(sheet, sheet.plain())
    asked = take_answers(office, answers=said, on=TODAY, how="call", decision=Decision("new"))
    record, needs = kept(office, asked.uid)
    assert asked.undo is not None
    undo_asked(office, undo=asked.undo)
    _is_what_was_said(record, needs, said)


def _again(sheet: AskingSheet, held: dict[str, Any]) -> dict[str, Any]:
    sheet.put({})
    sheet.set_plain(held)
    return sheet.plain()


def _is_what_was_said(record: Household, needs: list[Need], said: dict[str, Any]) -> None:
    assert record.contact_name == said["contact_name"]
    assert record.zone == said["zone"]
    assert record.safe_contact == said.get("safe_contact", "")
    assert record.address == said.get("address", "")
    assert record.size == said.get("household_size", 1)
    assert set(said.get("languages", [])) <= set(record.languages)
    assert set(said.get("diet", [])) <= set(record.diet)
    assert set(said.get("access", [])) <= set(record.access)
    assert record.wants_interpreter == said.get("wants_interpreter", False)
    assert said.get("notes", "") in record.notes
    assert sum(band.people for band in record.ages) == sum(said.get("ages", {}).values())
    assert all(isinstance(band, AgeBand) for band in record.ages)
    rules = said.get("phone_rules", [])
    for phone in record.phones:
        assert isinstance(phone, Phone)
        assert (phone.may_text, phone.may_leave_message) == ("may_text" in rules, "may_leave_message" in rules)
    assert len(record.phones) == ("phone" in said)
    assert sorted(need.category for need in needs) == sorted(said["needs"])
    days = {
        ("mon", "tue", "wed", "thu", "fri", "sat", "sun").index(time.split("_")[0]) for time in said.get("windows", [])
    }
    assert all({window.weekday for window in need.windows} == days for need in needs)
