"""Two that may be the same: what is shown of them, what is covered, and how one decides."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from mutualaid.desktop import language
from mutualaid.desktop.widgets.masked import DOTS
from mutualaid.desktop.widgets.side_by_side import SideBySide
from tests.desktop.keyboard import focused, press, tab_to, texts, write

ROWS = (
    ("Name", "Rosa Tum", "Rosa Tum Ixcoy"),
    ("Phone", "+1 773 555 0142", "+1 773 555 0142"),
    ("Address", "", "2300 S Millard Ave"),
    ("Languages", "Mam", ""),
    ("Zone", "Pilsen", "Little Village"),
    ("Notes", "", ""),
)


@pytest.fixture
def pair(app, qtbot):
    made = SideBySide(ROWS, titles=("This form", "In the office"), open_rows=("Zone", "Languages"))
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitExposed(made)
    return made


@pytest.fixture
def heard(pair):
    said: list[str] = []
    pair.decided.connect(said.append)
    return said


def test_names_and_numbers_are_in_no_widget_until_she_asks(pair):
    covered = texts(pair) + "".join(label.accessibleName() for label in pair.findChildren(QLabel))
    assert "Rosa" not in covered
    assert "555" not in covered
    assert "Millard" not in covered
    assert "Little Village" in covered
    pair.reveal.click()
    assert "+1 773 555 0142" in texts(pair)
    pair.cover()
    assert "Rosa" not in texts(pair)


def test_another_pair_comes_covered(pair):
    pair.toggle()
    pair.show_pair(ROWS[:1])
    assert "Rosa" not in texts(pair)


def test_what_differs_is_said_in_words_though_it_is_covered(pair):
    pair.show_pair(ROWS, open_rows=("Zone", "Languages"))
    QApplication.processEvents()
    lines = [label.text() for label in pair.findChildren(QLabel) if label.isVisible()]
    assert [line for line in lines if line.startswith(("=", "≠"))] == ["≠ differs", "= the same", "≠ differs"]
    assert lines.count("only one side") == 2
    assert lines.count(DOTS) == 5
    assert pair.differences() == 2


def test_every_field_is_named_with_its_side(pair):
    names = {label.accessibleName() for label in pair.findChildren(QLabel)}
    assert "Zone, In the office: Little Village" in names
    assert f"Name, This form: {DOTS}" in names
    assert "Address, This form: nothing" in names


@pytest.mark.parametrize(("letter", "decision"), [("m", "merge"), ("b", "new"), ("S", "skip")])
def test_a_letter_decides(pair, heard, letter, decision):
    pair.setFocus()
    write(letter)
    assert heard == [decision]
    assert pair.chosen == decision
    assert [name for name, button in pair.buttons.items() if button.isChecked()] == [decision]
    assert focused() is pair.buttons[decision]


def test_letters_with_control_are_somebody_elses(pair, heard):
    pair.setFocus()
    press(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    press(Qt.Key.Key_M, Qt.KeyboardModifier.AltModifier)
    assert heard == []


def test_arrows_go_round_the_decisions_and_enter_takes_one(pair, heard):
    pair.setFocus()
    assert focused() is pair.buttons["new"]
    press(Qt.Key.Key_Right)
    assert focused() is pair.buttons["skip"]
    assert "left out" in pair.meaning.text()
    press(Qt.Key.Key_Down)
    assert focused() is pair.buttons["merge"]
    press(Qt.Key.Key_Left)
    press(Qt.Key.Key_Up)
    assert heard == []
    press(Qt.Key.Key_Return)
    assert heard == ["new"]


def test_v_uncovers_by_keyboard(pair):
    pair.setFocus()
    write("v")
    assert pair.uncovered
    tab_to(pair.reveal)
    write("v")
    assert not pair.uncovered


def test_pressing_the_chosen_one_again_leaves_it_chosen(pair, heard):
    pair.buttons["merge"].click()
    pair.buttons["merge"].click()
    assert pair.buttons["merge"].isChecked()
    assert heard == ["merge", "merge"]


def test_a_decision_taken_before_is_shown_and_not_told_again(pair, heard):
    pair.show_pair(ROWS, chosen="skip")
    assert pair.buttons["skip"].isChecked()
    assert heard == []
    pair.setFocus()
    assert focused() is pair.buttons["skip"]


def test_nothing_to_cover_offers_nothing_to_show(pair):
    pair.show_pair((("Zone", "Pilsen", "Pilsen"), ("Name", "", "")), open_rows=("Zone",))
    assert not pair.reveal.isVisible()


def test_letters_and_cover_survive_a_change_of_language(app, pair, heard):
    pair.set_chosen("merge")
    language.switch(app, "es")
    said = texts(pair)
    assert {"Juntar (M)", "Dejar las dos (B)", "Saltar (S)"} <= set(said.splitlines())
    assert "Rosa" not in said
    assert pair.buttons["merge"].isChecked()
    pair.setFocus()
    write("b")
    assert heard == ["new"]


def test_a_long_address_wraps_within_a_narrow_window(pair, qtbot):
    pair.show_pair((("Address", "2300 South Millard Avenue, the door in the alley, second floor " * 3, "x"),))
    pair.toggle()
    pair.resize(420, 500)
    QApplication.processEvents()
    assert all(label.geometry().right() <= pair.width() for label in pair.findChildren(QLabel))
