"""Piles of paper keyed in by keyboard alone, each sheet counted once whatever becomes of it."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from mutualaid.desktop.asking.keying import KeyingWindow, open_keying
from mutualaid.desktop.asking.start import PileStart
from mutualaid.desktop.asking.summary import PileSummary
from mutualaid.desktop.dialogs import FormDialog
from mutualaid.desktop.page import Context
from mutualaid.language import question_words
from mutualaid.language.catalog import catalog
from mutualaid.records.household import Phone
from mutualaid.services.asking import office_questions
from mutualaid.services.households import household, household_lines
from mutualaid.services.keying import open_batches, start_batch
from tests.desktop.asked import ENTER, answer, bring, decide, on_view, save, window_on_view
from tests.desktop.keyboard import CONTROL, focused, press, tab_to, texts, write
from tests.services.make import TODAY, home

SATURDAY = date(2026, 11, 21)
NUMBER = "+17735550142"


@pytest.fixture
def context(tasks, office, bar):
    return Context(office, tasks, bar, go=lambda _key, _uid: None, run=lambda _name: None, today=lambda: TODAY)


@pytest.fixture
def begin(context, bar, settle, qtbot):
    """Goes on with a pile of so many sheets that is there, or makes it first."""

    def do(sheets: int = 40) -> KeyingWindow:
        if not open_batches(context.office):
            start_batch(context.office, label="Sábado 21, mesa 2", sheets=sheets, on=SATURDAY)
        open_keying(context, bar.window())
        settle()
        start = window_on_view(PileStart)
        bring(start)
        press(ENTER)
        settle()
        window = window_on_view(KeyingWindow)
        bring(window)
        window.sheet.go("keep")
        return window

    yield do
    for one in QApplication.topLevelWidgets():
        if isinstance(one, FormDialog):
            one.dirty = False
            one.reject()


def key(window, settle, name):
    """One sheet: what is needed and a name."""
    answer(window, "keep", True)
    answer(window, "contact_name", name)
    answer(window, "zone", "Little Vill")
    answer(window, "needs", ["food"])
    save(settle)


def aside(window, settle, steps):
    """Set the sheet aside by keys, for the reason so many further down."""
    press(Qt.Key.Key_F8)
    question = next(one for one in QApplication.topLevelWidgets() if type(one).__name__ == "_Reasons")
    bring(question)
    for _ in range(steps):
        press(Qt.Key.Key_Down)
    press(ENTER)
    settle()
    bring(window)


@pytest.mark.campaign
def test_a_pile_is_begun_with_its_name_its_sheets_and_its_day(context, bar, settle, begin):
    open_keying(context, bar.window())
    settle()
    start = window_on_view(PileStart)
    bring(start)
    write("Sábado 21, mesa 2")
    tab_to(start.sheets)
    start.sheets.selectAll()
    write("3")
    tab_to(start.on)
    start.on.line.selectAll()
    write("Nov 21")
    press(ENTER, CONTROL)
    settle()
    (pile,) = open_batches(context.office)
    assert (pile.label, pile.sheets, pile.on) == ("Sábado 21, mesa 2", 3, SATURDAY)
    assert window_on_view(KeyingWindow).counter.text() == "Sábado 21, mesa 2: Sheet 1 of 3"


@pytest.mark.campaign
def test_a_day_that_is_to_come_is_refused_at_its_field(context, bar, settle, begin):
    open_keying(context, bar.window())
    settle()
    start = window_on_view(PileStart)
    start.on.line.setText("Dec 5")
    start.save()
    settle()
    assert start.forms[0].rows["on"].wrong
    assert open_batches(context.office) == ()


@pytest.mark.campaign
def test_questions_come_in_the_order_of_the_paper_with_its_numbers(office, begin):
    window = begin()
    paper = [question.id for question in office_questions(office)]
    assert list(window.sheet.rows) == paper
    for number, name in enumerate(paper, 1):
        assert window.sheet.rows[name].label.text() == f"{number}. {question_words.ask(name)}"


@pytest.mark.campaign
def test_labels_turn_to_the_other_language_and_to_both_as_on_the_paper(begin):
    window = begin()
    answer(window, "keep", True)
    before = window.sheet.plain()
    row = window.sheet.rows["zone"]
    press(Qt.Key.Key_F2)
    assert question_words.ask("zone", catalog("es")) in row.label.text()
    press(Qt.Key.Key_F2)
    assert question_words.ask("zone") in row.label.text()
    assert row.second.text() == question_words.ask("zone", catalog("es"))
    press(Qt.Key.Key_F2)
    assert not row.second.isVisible()
    assert window.sheet.plain() == before


@pytest.mark.campaign
def test_each_sheet_is_kept_as_of_the_piles_day_and_the_next_begins_empty(office, begin, settle):
    window = begin()
    for number, name in enumerate(("Rosa Tum", "Ewa Kowalska", "Otto Lind"), 2):
        key(window, settle, name)
        assert window.counter.text() == f"Sábado 21, mesa 2: Sheet {number} of 40"
        assert window.sheet.is_blank()
        assert window.sheet.where() == "keep"
    lines = household_lines(office)
    assert {line.contact_name for line in lines} == {"Rosa Tum", "Ewa Kowalska", "Otto Lind"}
    assert {line.received_on for line in lines} == {SATURDAY}
    consents = household(office, uid=lines[0].uid).consents
    assert {(row.record.how, row.record.on) for row in consents} == {("paper", SATURDAY)}


def test_the_counter_is_right_through_saving_undoing_setting_aside_closing_and_going_on(office, begin, settle):
    window = begin()

    def stands():
        return window.counter.text().rpartition(": ")[2], dict(open_batches(office)[0].counts)

    key(window, settle, "Rosa Tum")
    assert stands() == ("Sheet 2 of 40", {"keyed": 1})
    press(Qt.Key.Key_F9)
    settle()
    assert stands() == ("Sheet 1 of 40", {"keyed": 0})
    assert household_lines(office) == []
    save(settle)
    aside(window, settle, 1)
    aside(window, settle, 0)
    assert stands() == ("Sheet 4 of 40", {"keyed": 1, "unreadable": 1, "blank": 1})
    press(Qt.Key.Key_F9)
    settle()
    assert stands() == ("Sheet 3 of 40", {"keyed": 1, "unreadable": 1, "blank": 0})
    press(Qt.Key.Key_F9)  # what was before it stays
    settle()
    assert stands() == ("Sheet 3 of 40", {"keyed": 1, "unreadable": 1, "blank": 0})
    press(Qt.Key.Key_Escape)
    assert not on_view(KeyingWindow)
    window = begin()
    assert stands() == ("Sheet 3 of 40", {"keyed": 1, "unreadable": 1, "blank": 0})


@pytest.mark.campaign
def test_setting_a_half_keyed_sheet_aside_throws_away_what_was_typed_of_it(office, begin, settle):
    window = begin()
    answer(window, "keep", True)
    answer(window, "contact_name", "Rosa")
    aside(window, settle, 1)
    assert window.sheet.is_blank()
    assert household_lines(office) == []
    assert open_batches(office)[0].counts == {"unreadable": 1}


@pytest.mark.campaign
def test_no_permission_on_the_paper_is_counted_as_that_and_kept_nowhere(office, begin, settle):
    window = begin()
    answer(window, "keep", False)
    save(settle)
    assert household_lines(office) == []
    assert open_batches(office)[0].counts == {"refused": 1}
    assert window.counter.text().endswith("Sheet 2 of 40")


@pytest.mark.campaign
def test_a_sheet_of_a_known_household_is_added_or_counted_as_known(office, begin, settle):
    uid = home(office, contact_name="Rosa Tum", phones=[Phone(number=NUMBER)])[0]
    window = begin()
    for letter, counts in (("m", {"merged": 1}), ("s", {"merged": 1, "twice": 1})):
        answer(window, "keep", True)
        answer(window, "contact_name", "Rosa Tum")
        answer(window, "phone", "7735550142")
        answer(window, "zone", "Little Vill")
        answer(window, "needs", ["food"])
        save(settle)
        decide(letter, settle)
        assert open_batches(office)[0].counts == counts
    assert len(household(office, uid=uid).needs) == 1
    assert len(household_lines(office)) == 1


def test_the_last_sheet_brings_the_balance_and_the_pile_can_be_finished(office, begin, settle):
    window = begin(2)
    key(window, settle, "Rosa Tum")
    assert not on_view(PileSummary)
    aside(window, settle, 0)
    summary = window_on_view(PileSummary)
    said = texts(summary)
    for line in ("1 sheet made a new household.", "1 had nothing on it", "All 2 sheets of the pile are accounted for."):
        assert line in said
    assert "Shred the sheets" in said
    assert "does not reach photographs" in said
    bring(summary)
    assert focused() is summary.done_button
    press(ENTER)
    settle()
    assert open_batches(office) == ()
    assert not on_view(KeyingWindow)


@pytest.mark.campaign
@pytest.mark.parametrize(
    ("sheets", "words"), [(4, "2 sheets of the pile are missing"), (1, "1 sheet more than you counted")]
)
def test_sheets_missing_and_too_many_are_told(office, begin, settle, sheets, words):
    window = begin(sheets)
    for _ in range(2):
        aside(window, settle, 0)
        if on_view(PileSummary):
            window_on_view(PileSummary).go_on.click()
            bring(window)
    press(Qt.Key.Key_F10)
    assert words in texts(window_on_view(PileSummary))
    window_on_view(PileSummary).go_on.click()
    assert len(open_batches(office)) == 1


@pytest.mark.campaign
def test_a_pile_cannot_be_ended_over_a_half_keyed_sheet(office, begin, settle):
    window = begin()
    answer(window, "keep", True)
    press(Qt.Key.Key_F10)
    assert not on_view(PileSummary)
    assert window.messages.shown == "Save this sheet first, or set it aside."
