"""Calls taken by keyboard alone: in their language, found if they are known, kept whole or not at all."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from mutualaid.desktop import language
from mutualaid.desktop.asking.alike import CompareWindow
from mutualaid.desktop.asking.call import CallWindow, open_call
from mutualaid.desktop.dialogs import FormDialog
from mutualaid.desktop.page import Context
from mutualaid.language import question_words
from mutualaid.language.catalog import catalog, tr
from mutualaid.records.household import Phone
from mutualaid.records.kinds import Urgency
from mutualaid.records.questions import CALL_ORDER
from mutualaid.services import asking
from mutualaid.services.households import change_household, household, household_lines
from tests.desktop.asked import ENTER, answer, bring, decide, enter_to, on_view, save, window_on_view
from tests.desktop.keyboard import CONTROL, NONE, focused, press, write
from tests.services.make import TODAY, home, wants

NUMBER = "+17735550142"


@pytest.fixture
def context(tasks, office, bar):
    return Context(office, tasks, bar, go=lambda _key, _uid: None, run=lambda _name: None, today=lambda: TODAY)


@pytest.fixture
def call(qtbot, context, bar, settle):
    """The form for a call, as the shell opens it."""
    open_call(context, bar.window())
    settle()
    window = window_on_view(CallWindow)
    window.activateWindow()
    qtbot.waitExposed(window)
    window.sheet.go("keep")
    yield window
    for one in QApplication.topLevelWidgets():
        if isinstance(one, FormDialog):
            one.dirty = False
            one.reject()


def least(window, name="Rosa Tum"):
    """What a household must say to be helped."""
    answer(window, "keep", True)
    answer(window, "safe_contact", "after 6")
    answer(window, "phone", "773 555 0142")
    answer(window, "contact_name", name)
    answer(window, "household_size", 4)
    answer(window, "zone", "Little Vill")
    answer(window, "needs", ["food", "baby"])


@pytest.mark.campaign
def test_it_begins_with_consent_and_how_to_reach_them_safely(call):
    assert list(call.sheet.rows)[: len(CALL_ORDER)] == list(CALL_ORDER)
    assert call.sheet.where() == "keep"


def test_a_call_in_spanish_on_an_english_program_is_kept_and_the_next_can_begin(call, office, settle):
    press(Qt.Key.Key_F2)
    spanish = catalog("es")
    assert call.sheet.rows["keep"].label.text() == question_words.ask("keep", spanish)
    assert call.save_button.text() == "Save, and ready for the next call"
    least(call)
    answer(call, "urgency", "this_week")
    answer(call, "handover", "delivery")
    answer(call, "windows", [6])
    answer(call, "consents", ["contact", "count"])
    save(settle)
    (line,) = household_lines(office)
    kept = household(office, uid=line.uid)
    assert (kept.record.contact_name, kept.record.size, kept.record.zone) == ("Rosa Tum", 4, "chi-30")
    assert kept.record.languages == ["spa"]  # the call was held in it, and no other was named
    assert kept.record.phones == [Phone(number=NUMBER, may_text=False, may_leave_message=False)]
    assert kept.record.received_on == TODAY
    assert [(need.record.category, need.record.urgency) for need in kept.needs] == [
        ("food", Urgency.THIS_WEEK),
        ("baby", Urgency.THIS_WEEK),
    ]
    assert [window.weekday for window in kept.needs[0].record.windows] == [5]
    assert call.messages.shown == f"Saved: household {line.code} with 2 needs."
    assert call.isVisible()
    assert call.sheet.is_blank()
    assert not call.dirty
    assert call.sheet.where() == "keep"


@pytest.mark.campaign
def test_the_language_turns_by_one_key_and_no_answer_is_touched(call):
    least(call)
    before = call.sheet.plain()
    labels = {name: row.label.text() for name, row in call.sheet.rows.items()}
    press(Qt.Key.Key_F2)
    turned = {name: row.label.text() for name, row in call.sheet.rows.items()}
    assert all(labels[name] != turned[name] for name in labels)
    assert call.sheet.plain() == before
    assert call.cancel_button.text() == "Close"
    press(Qt.Key.Key_F2)
    assert {name: row.label.text() for name, row in call.sheet.rows.items()} == labels
    assert call.sheet.plain() == before


@pytest.mark.campaign
def test_the_programs_own_language_leaves_the_questions_in_the_callers(call, app):
    press(Qt.Key.Key_F2)
    asked = call.sheet.rows["zone"].label.text()
    language.switch(app, "es")
    language.switch(app, "en")
    assert call.sheet.rows["zone"].label.text() == asked


@pytest.mark.campaign
def test_why_is_told_for_the_question_in_hand_in_their_language_and_under_all_by_f1(call):
    enter_to(call, "phone")
    assert call.why.text() == tr("Why we ask: {why}", why=question_words.why("phone"))
    press(Qt.Key.Key_F2)
    assert question_words.why("phone", catalog("es")) in call.why.text()
    assert not call.sheet.rows["zone"].why.isVisible()
    press(Qt.Key.Key_F1)
    assert call.sheet.rows["zone"].why.isVisible()


@pytest.mark.campaign
def test_what_is_to_be_minded_stands_above_the_number(call):
    answer(call, "keep", True)
    answer(call, "safe_contact", "never on Sundays")
    above = call.sheet.rows["phone"].above
    assert (above.isVisible(), above.text()) == (True, "To mind: never on Sundays")


def test_a_household_that_may_be_the_same_is_compared_and_added_to_by_a_key(call, office, settle):
    known = home(office, wants(office, "food"), contact_name="Rosa Tum", safe_contact="ask for Marta",
                 phones=[Phone(number=NUMBER)])[0]  # fmt: skip
    home(office, contact_name="Ewa Kowalska")
    least(call)
    call.strip.look()
    settle()
    assert [one.uid for one in call.strip.found] == [known]
    press(Qt.Key.Key_F4)
    pair = window_on_view(CompareWindow).pair
    assert "Rosa Tum" not in [cell.text() for cell, _text, _open in pair._cells]
    decide("m", settle)
    assert not on_view(CompareWindow)
    assert call.sheet.rows["phone"].above.text() == "To mind: ask for Marta"
    call.sheet.go("needs")
    save(settle)
    kept = household(office, uid=known)
    assert [need.record.category for need in kept.needs] == ["food", "baby"]
    assert kept.record.safe_contact == "ask for Marta"
    assert len(household_lines(office)) == 2
    assert call.messages.shown == f"Added to household {kept.record.code}: 1 new need."


@pytest.mark.campaign
def test_who_is_the_same_by_the_rule_must_be_decided_about_before_anything_is_kept(call, office, settle):
    home(office, contact_name="Rosa Tum", phones=[Phone(number=NUMBER)])
    least(call)
    save(settle)
    assert len(household_lines(office)) == 1
    bring(window_on_view(CompareWindow))
    press(Qt.Key.Key_Escape)
    bring(call)
    call.sheet.go("needs")
    assert not call.sheet.is_blank()
    save(settle)
    decide("b", settle)
    assert len(household_lines(office)) == 2


@pytest.mark.campaign
def test_skipping_keeps_nothing_and_the_next_can_begin(call, office, settle):
    home(office, contact_name="Rosa Tum", phones=[Phone(number=NUMBER)])
    least(call)
    save(settle)
    decide("s", settle)
    assert len(household_lines(office)) == 1
    assert call.sheet.is_blank()


@pytest.mark.campaign
def test_keeping_refused_asks_nothing_more_keeps_nothing_and_says_so(call, office, settle):
    answer(call, "keep", False)
    assert [name for name, row in call.sheet.rows.items() if row.isVisible()] == ["keep"]
    save(settle)
    assert household_lines(office) == []
    assert call.messages.shown == "They did not want anything written down, so nothing was saved."
    assert call.sheet.is_blank()


@pytest.mark.campaign
def test_a_refusal_late_in_the_call_asks_before_it_throws_away_what_was_typed(call, office, settle):
    least(call)
    call.sheet.go("keep")
    write("2")
    save(settle)
    assert not call.sheet.is_blank()
    (question,) = [one for one in QApplication.topLevelWidgets() if type(one).__name__ == "_Question"]
    question.yes.click()
    assert call.sheet.is_blank()
    assert household_lines(office) == []


@pytest.mark.parametrize(
    "missing", ["zone", *(pytest.param(name, marks=pytest.mark.campaign) for name in ("keep", "needs"))]
)
def test_a_refused_save_names_the_question_and_goes_there(call, office, settle, missing):
    least(call)
    call.sheet.rows[missing].field.put({})
    call.sheet.go("notes")
    save(settle)
    assert household_lines(office) == []
    assert call.sheet.where() == missing
    assert call.sheet.rows[missing].error.isVisible()
    assert call.messages.shown == f"Not saved yet: look again at “{question_words.short(missing)}”."
    assert call.save_button.isEnabled()


@pytest.mark.campaign
def test_ages_that_exceed_the_size_and_nobody_to_ask_for_are_told_at_their_questions(call, office, settle):
    least(call)
    call.sheet.rows["ages"].field.put({"ages": {"0-2": 5}})
    save(settle)
    assert call.sheet.where() == "ages"
    for name in ("ages", "contact_name", "phone", "safe_contact"):
        call.sheet.rows[name].field.put({})
    save(settle)
    assert call.sheet.where() == "contact_name"
    assert "no name" in call.sheet.rows["contact_name"].error.text()
    assert household_lines(office) == []


def test_undo_takes_it_back_and_gives_what_was_typed_back_to_be_corrected(call, office, settle):
    least(call)
    typed = call.sheet.plain()
    save(settle)
    press(Qt.Key.Key_F9)
    settle()
    assert household_lines(office) == []
    assert call.sheet.plain() == typed
    save(settle)
    assert len(household_lines(office)) == 1


@pytest.mark.campaign
def test_undo_while_the_next_is_typed_leaves_that_alone(call, office, settle):
    least(call)
    save(settle)
    answer(call, "keep", True)
    answer(call, "safe_contact", "Ewa")
    typed = call.sheet.plain()
    press(Qt.Key.Key_F9)
    settle()
    assert household_lines(office) == []
    assert call.sheet.plain() == typed


@pytest.mark.campaign
def test_what_somebody_worked_on_since_is_not_undone_and_that_is_said(call, office, settle):
    least(call)
    save(settle)
    uid = household_lines(office)[0].uid
    change_household(office, uid=uid, notes="called back")
    press(Qt.Key.Key_F9)
    settle()
    assert len(household_lines(office)) == 1
    assert "worked on" in call.messages.shown


@pytest.mark.campaign
def test_a_failure_while_saving_keeps_what_was_typed(call, office, settle, monkeypatch):
    from mutualaid.records.errors import NoSpace

    def full(*_given, **_named):
        raise NoSpace("disk_full")

    least(call)
    typed = call.sheet.plain()
    monkeypatch.setattr(asking, "take_answers", full)
    save(settle)
    assert call.sheet.plain() == typed
    assert "disk is full" in call.messages.shown


@pytest.mark.campaign
def test_enter_comes_to_every_question_and_shift_enter_goes_back(call):
    answer(call, "keep", True)
    answer(call, "phone", "1")
    answer(call, "languages", ["mam"])
    call.sheet.go("keep")
    seen = []
    for _ in range(60):
        where = call.sheet.where()
        if not where:
            break
        if where not in seen:
            seen.append(where)
        press(Qt.Key.Key_Tab if where == "notes" else ENTER)
    assert seen == list(call.sheet.rows)
    call.sheet.go("phone")
    press(ENTER, Qt.KeyboardModifier.ShiftModifier)
    assert call.sheet.where() == "safe_contact"


@pytest.mark.campaign
def test_parts_are_one_key_apart(call):
    answer(call, "keep", True)
    here = []
    for _ in range(4):
        press(Qt.Key.Key_PageDown, CONTROL)
        here.append(call.sheet.where())
    assert here == ["household_size", "needs", "notes", "keep"]
    press(Qt.Key.Key_PageUp, CONTROL)
    assert call.sheet.where() == "notes"


@pytest.mark.campaign
def test_tiles_are_found_by_letters_in_either_language_and_pressed_by_enter(call):
    press(Qt.Key.Key_F2)
    answer(call, "keep", True)
    enter_to(call, "needs")
    tiles = call.sheet.rows["needs"].field.tiles
    write("childc")
    assert tiles.looking.isVisible()
    press(ENTER)
    assert tiles.codes() == ["childcare"]
    assert call.sheet.where() == "needs"
    write("zzz")
    press(ENTER)
    assert tiles.codes() == ["childcare"]
    assert not tiles.looking.isVisible()
    press(ENTER)
    assert focused() is call.sheet.rows["needs"].field.other.line


@pytest.mark.campaign
def test_none_of_these_is_an_answer_of_its_own_and_excludes_the_others(call):
    answer(call, "keep", True)
    enter_to(call, "consents")
    assert "consents" not in call.answers()
    write("12")
    assert call.answers()["consents"] == ["contact", "share"]
    write("5")
    assert call.answers()["consents"] == []
    write("3")
    assert call.answers()["consents"] == ["count"]


@pytest.mark.campaign
def test_only_pressing_a_second_choice_of_one_lets_the_first_go(call):
    answer(call, "keep", True)
    enter_to(call, "urgency")
    write("1")
    write("3")
    assert call.answers()["urgency"] == "this_month"
    write("3")
    assert "urgency" not in call.answers()


@pytest.mark.campaign
def test_a_number_that_is_none_is_pointed_out_but_not_refused(call, office, settle):
    least(call)
    call.sheet.go("phone")
    call.sheet.rows["phone"].field.line.selectAll()
    write("the blue phone")
    press(ENTER, NONE)
    assert call.sheet.rows["phone"].field.note.isVisible()
    save(settle)
    kept = household(office, uid=household_lines(office)[0].uid)
    assert kept.record.phones == []
    assert "the blue phone" in kept.record.notes


@pytest.mark.campaign
def test_closing_asks_before_it_throws_away_a_call(call):
    answer(call, "keep", True)
    press(Qt.Key.Key_Escape)
    assert call.isVisible()
    assert call.dirty


@pytest.mark.campaign
def test_an_identifier_is_kept_only_where_she_insisted_and_never_in_a_draft(call, office, settle):
    least(call)
    answer(call, "notes", "su A-number es A 123 456 789")
    call.sheet.go("keep")
    save(settle)
    assert household_lines(office) == []
    assert call.sheet.where() == "notes"
    assert "123 456 789" not in repr(call.draft())
    press(Qt.Key.Key_R, CONTROL)
    save(settle)
    (line,) = household_lines(office)
    assert "123" not in household(office, uid=line.uid).record.notes


@pytest.mark.campaign
def test_an_identifier_typed_as_a_phone_is_refused_at_the_phone(call, office, settle):
    least(call)
    call.sheet.go("phone")
    call.sheet.rows["phone"].field.line.selectAll()
    write("A123456789")
    save(settle)
    assert household_lines(office) == []
    assert call.sheet.where() == "phone"
