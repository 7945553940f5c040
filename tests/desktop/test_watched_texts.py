"""Notes and lines with the watch over them, as the person at the keys meets them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mutualaid.desktop import language
from mutualaid.desktop.widgets.notes import NoteEditor
from mutualaid.desktop.widgets.plain import plain, put
from mutualaid.desktop.widgets.watched import Watched
from mutualaid.desktop.widgets.watched_line import WatchedLine

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


def test_control_and_enter_is_left_to_the_form(qtbot: QtBot) -> None:
    note = NoteEditor()
    qtbot.addWidget(note)
    qtbot.keyClick(note.box, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert note.text() == ""


def test_only_so_many_signs_fit_in_a_line(qtbot: QtBot, field: Watched) -> None:
    line = WatchedLine("a" * 30, most=10)
    qtbot.addWidget(line)
    assert line.text() == "a" * 10
