"""Notes and lines with the watch over them, as the person at the keys meets them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from mutualaid.desktop import language
from mutualaid.desktop.households.editor import HouseholdEditor, read_all
from mutualaid.desktop.page import Context
from mutualaid.desktop.settings.state import journal_words
from mutualaid.desktop.tasks import Tasks
from mutualaid.desktop.widgets.messages import MessageBar
from mutualaid.desktop.widgets.notes import NoteEditor
from mutualaid.desktop.widgets.plain import plain, put
from mutualaid.desktop.widgets.watched import Watched
from mutualaid.desktop.widgets.watched_line import WatchedLine
from mutualaid.services.journal import latest_changes
from mutualaid.services.office import Office
from tests.desktop.seen_faults import unwatched
from tests.services.make import home

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture(params=[NoteEditor, WatchedLine], ids=["note", "line"])
def field(request: pytest.FixtureRequest, qtbot: QtBot) -> Watched:
    made: Watched = request.param()
    qtbot.addWidget(made)
    made.show()
    return made


def typed(qtbot: QtBot, field: Watched, text: str) -> None:
    qtbot.keyClicks(field.focusProxy(), text)
    qtbot.waitUntil(lambda: not field._timer.isActive())


def test_what_should_not_be_kept_is_pointed_out_and_one_key_takes_it_out(field: Watched, qtbot: QtBot) -> None:
    typed(qtbot, field, "Ana, SSN 123-45-6789, apt 3")
    assert not field.alarm.isHidden()
    assert "Social Security" in field.warning.text()
    assert "6789" not in field.warning.text()
    qtbot.keyClick(field.focusProxy(), Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    assert field.text() == "Ana, [removed], apt 3"
    assert field.alarm.isHidden()


def test_taking_out_is_undone_with_one_key(field: Watched, qtbot: QtBot) -> None:
    typed(qtbot, field, "SSN 123-45-6789")
    field.redact()
    qtbot.keyClick(field.focusProxy(), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert field.text() == "SSN 123-45-6789"


def test_typing_is_told_and_what_the_program_shows_is_not(field: Watched, qtbot: QtBot) -> None:
    told: list[int] = []
    field.changed.connect(lambda: told.append(1))
    field.set_text("Rosa Tum")
    assert isinstance(field, NoteEditor) or told == []
    told.clear()
    typed(qtbot, field, "x")
    assert told == [1]


def test_marks_do_not_change_what_is_written_nor_where_she_types(field: Watched, qtbot: QtBot) -> None:
    field.set_text("Ñandú 🌽 indocumentada y más")
    qtbot.keyClick(field.focusProxy(), Qt.Key.Key_Home)
    typed(qtbot, field, "a")
    field.look()
    typed(qtbot, field, "b")
    assert field.text() == "abÑandú 🌽 indocumentada y más"


def test_a_draft_keeps_the_text_as_it_stands(field: Watched) -> None:
    put(field, " Rosa ")
    assert plain(field) == " Rosa "
    assert field.text() == "Rosa"


def test_the_warning_speaks_the_language_in_use(field: Watched, app: QApplication, qtbot: QtBot) -> None:
    field.set_text("no tiene papeles")
    before = field.warning.text()
    language.switch(app, "es")
    qtbot.waitUntil(lambda: field.warning.text() != before)


def press(qtbot: QtBot, field: Watched, key: Qt.Key) -> None:
    qtbot.keyClick(field.focusProxy(), key, Qt.KeyboardModifier.ControlModifier)


def test_one_key_says_that_words_are_fine_until_their_sentence_changes(field: Watched, qtbot: QtBot) -> None:
    typed(qtbot, field, "Paga con una visa")
    press(qtbot, field, Qt.Key.Key_B)
    assert field.alarm.isHidden()
    assert len(field.told().said) == 1
    typed(qtbot, field, ". Llamar")
    assert field.alarm.isHidden()
    qtbot.keyClick(field.focusProxy(), Qt.Key.Key_Home)
    typed(qtbot, field, "Ya no ")
    assert not field.alarm.isHidden()


def test_a_number_is_kept_only_after_two_steps_with_their_own_words(field: Watched, qtbot: QtBot) -> None:
    typed(qtbot, field, "SSN 123-45-6789")
    assert field.fine_button.isHidden()
    assert field.insist_button.isHidden()
    first = field.warning.text()
    press(qtbot, field, Qt.Key.Key_B)
    assert field.told().said == frozenset()
    assert field.warning.text() != first
    assert "journal" in field.warning.text()
    assert not field.insist_button.isHidden()
    assert field.ask_button.isHidden()
    press(qtbot, field, Qt.Key.Key_B)
    assert field.told().said == frozenset(), "the key of the first step is not that of the second"
    qtbot.keyClick(field.insist_button, Qt.Key.Key_Return)
    assert len(field.told().said) == 1
    assert field.alarm.isHidden()
    assert field.plain() == "SSN 123-45-6789"


def test_after_the_first_step_enter_takes_the_number_out(field: Watched, qtbot: QtBot) -> None:
    typed(qtbot, field, "SSN 123-45-6789")
    field.window().activateWindow()
    qtbot.waitActive(field.window())
    field.ask()
    assert field.button.hasFocus()
    qtbot.keyClick(field.button, Qt.Key.Key_Return)
    assert field.text() == "[removed]"
    assert field.told().said == frozenset()


def test_typing_after_the_first_step_begins_anew(field: Watched, qtbot: QtBot) -> None:
    typed(qtbot, field, "SSN 123-45-6789")
    field.ask()
    typed(qtbot, field, " otra vez")
    field.insist()
    assert field.told().said == frozenset()
    assert field.insist_button.isHidden()


def test_a_draft_keeps_no_number_that_she_did_not_insist_on(field: Watched) -> None:
    field.set_text("No tiene papeles. SSN 123-45-6789")
    assert plain(field) == "No tiene papeles. [removed]"
    field.fine()
    assert plain(field) == "No tiene papeles. [removed]"


def test_answers_are_about_the_text_on_view_only(field: Watched) -> None:
    field.set_text("Paga con una visa")
    field.fine()
    field.set_text("Otra cosa")
    assert field.told().said == frozenset()
    field.set_text("Paga con una visa")
    assert not field.alarm.isHidden()


def test_what_was_fine_before_is_not_pointed_out(field: Watched) -> None:
    field.set_text("Paga con una visa")
    field.fine()
    known = field.told()
    field.set_text("Paga con una visa")
    field.know(known)
    assert field.alarm.isHidden()


def test_control_and_enter_is_left_to_the_form(qtbot: QtBot) -> None:
    note = NoteEditor()
    qtbot.addWidget(note)
    qtbot.keyClick(note.box, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert note.text() == ""


def test_only_so_many_signs_fit_in_a_line(qtbot: QtBot, field: Watched) -> None:
    line = WatchedLine("a" * 30, most=10)
    qtbot.addWidget(line)
    assert line.text() == "a" * 10


def test_a_field_without_the_watch_is_found_by_the_walk_over_every_window(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    layout = QVBoxLayout(window)
    window.reason, window.search, window.note = QLineEdit(), QLineEdit(), WatchedLine()  # type: ignore[attr-defined]
    for field in (window.reason, window.search, window.note):  # type: ignore[attr-defined]
        layout.addWidget(field)
    window.show()
    assert unwatched(window) == ["QLineEdit or QWidget.reason or reason"]


def test_a_household_that_was_answered_for_opens_without_an_alarm_and_the_number_needs_both_steps(
    office: Office, tasks: Tasks, qtbot: QtBot, settle: Callable[[], None], bar: MessageBar
) -> None:
    context, desk = Context(office, tasks, bar, lambda *_where: None, lambda _action: None), QWidget()
    qtbot.addWidget(desk)
    uid = home(office, notes="Paga con una visa. Toca dos veces.")[0]

    def form() -> HouseholdEditor:
        lists, page = read_all(office, uid)
        return HouseholdEditor(context, lists, page, desk)

    first = form()
    assert not first.fields.notes.alarm.isHidden()
    first.fields.notes.fine()
    first.fields.address.set_text("SSN 123-45-6789")
    first.save()
    settle()
    assert first.messages.isVisibleTo(first)
    assert first.forms[2].rows["address"].wrong
    first.fields.address.ask()
    first.fields.address.insist()
    first.save()
    settle()
    again = form()
    assert again.fields.notes.alarm.isHidden()
    assert again.fields.address.alarm.isHidden()
    assert again.fields.address.text() == "SSN 123-45-6789"
    (line, *_) = latest_changes(office, limit=1)
    assert ("household", "insist", 1) in line.changes
    assert "insist" in journal_words(line)
    again.fields.notes.box.setPlainText("Ya no paga con una visa. Toca dos veces.")
    again.fields.notes.look()
    assert not again.fields.notes.alarm.isHidden()
