from __future__ import annotations

import os
import subprocess
import sys
from datetime import date

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from mutualaid.desktop import language
from mutualaid.desktop.widgets.chart import BarChart
from mutualaid.desktop.widgets.chips import Chips
from mutualaid.desktop.widgets.choice import Choice
from mutualaid.desktop.widgets.dates import DateField, read_day
from mutualaid.desktop.widgets.forms import Form
from mutualaid.desktop.widgets.masked import DOTS, Masked
from mutualaid.desktop.widgets.messages import MessageBar
from mutualaid.desktop.widgets.panels import PageHeader, scrolled
from mutualaid.desktop.widgets.words import Button

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2026-12-01", date(2026, 12, 1)),
        ("Dec 1", date(2026, 12, 1)),
        ("December 1, 2027", date(2027, 12, 1)),
        ("1 de dic", date(2026, 12, 1)),
        ("3 Enero", date(2027, 1, 3)),
        ("3 ene 2026", date(2026, 1, 3)),
        ("11/25", date(2026, 11, 25)),
        ("25/11/26", date(2026, 11, 25)),
        ("4/4", date(2027, 4, 4)),
        ("+3", date(2026, 11, 26)),
        ("mañana", date(2026, 11, 24)),
        ("Today", TODAY),
        ("oct 30", date(2026, 10, 30)),
        ("  ", None),
    ],
)
def test_a_day_is_read_as_people_write_it(typed, day):
    assert read_day(typed, TODAY) == day


@pytest.mark.parametrize("typed", ["3/11", "soon", "feb 30", "2026-13-01", "1 2 3 4", "martes"])
def test_what_is_no_day_or_could_be_two_is_refused(typed):
    with pytest.raises(ValueError):
        read_day(typed, TODAY)


def test_a_printed_day_can_be_read_again_in_both_languages(app, qtbot):
    field = DateField(today=lambda: TODAY)
    qtbot.addWidget(field)
    for tag in ("en", "es"):
        language.switch(app, tag)
        for month in range(1, 13):
            day = date(2026, month, 9)
            field.set_day(day)
            assert field.day() == day


def test_up_and_down_step_a_day(app, qtbot):
    field = DateField(today=lambda: TODAY)
    qtbot.addWidget(field)
    qtbot.keyClick(field.line, Qt.Key.Key_Up)
    qtbot.keyClick(field.line, Qt.Key.Key_Up)
    assert field.day() == date(2026, 11, 24)
    assert "Nov" in field.line.text()


def choice(qtbot) -> Choice:
    made = Choice()
    qtbot.addWidget(made)
    made.set_choices([("mam", "Mam"), ("quc", "K'iche'"), ("spa", "Español")])
    return made


def test_a_choice_is_found_by_part_of_its_label_without_accents(app, qtbot):
    made, heard = choice(qtbot), []
    made.chosen.connect(heard.append)
    made.line.setText("espan")
    made.line.editingFinished.emit()
    assert (made.code(), made.line.text()) == ("spa", "Español")
    made.line.setText("kiche")
    made.line.editingFinished.emit()
    assert made.code() == "quc"
    assert heard == ["spa", "quc"]


def test_typing_what_is_not_offered_leaves_the_choice_as_it_was(app, qtbot):
    made = choice(qtbot)
    made.set_code("mam")
    made.line.setText("zzz")
    made.line.editingFinished.emit()
    assert (made.code(), made.line.text()) == ("mam", "Mam")


def test_letters_typed_after_the_list_of_finds_closed_stand_behind_the_others(app, qtbot):
    made = choice(qtbot)
    qtbot.keyClicks(made.line, "pi")
    app.sendEvent(made, QFocusEvent(QEvent.Type.FocusIn, Qt.FocusReason.PopupFocusReason))
    qtbot.keyClicks(made.line, "l")
    assert made.line.text() == "pil"
    app.sendEvent(made, QFocusEvent(QEvent.Type.FocusIn, Qt.FocusReason.TabFocusReason))
    qtbot.keyClicks(made.line, "m")
    assert made.line.text() == "m"


def test_a_choice_keeps_its_code_when_the_labels_change_language(app, qtbot):
    made = choice(qtbot)
    made.set_code("spa")
    made.set_choices([("spa", "Spanish"), ("mam", "Mam")])
    assert (made.code(), made.line.text()) == ("spa", "Spanish")


def test_chips_are_added_and_taken_away_by_keyboard(app, qtbot):
    chips = Chips()
    qtbot.addWidget(chips)
    chips.set_choices([("mam", "Mam"), ("quc", "K'iche'"), ("spa", "Español")])
    chips.show()
    for typed in ("mam", "espa"):
        qtbot.keyClicks(chips.adder.line, typed)
        chips.adder.line.editingFinished.emit()
    assert chips.codes() == ["mam", "spa"]
    assert chips.adder.code() == ""
    qtbot.keyClick(chips.adder.line, Qt.Key.Key_Backspace)
    assert chips.codes() == ["mam"]


def test_a_form_shows_an_error_beside_its_field_and_says_it_to_a_screen_reader(app, qtbot):
    form, name, note = Form(), QLineEdit(), QLineEdit()
    form.add("name", "Name", name, required=True)
    form.add("note", "Note", note, hint="Short is fine")
    qtbot.addWidget(form)
    form.show()
    assert form.rows["name"].label.buddy() is name
    assert name.accessibleName() == "Name"
    assert not form.set_errors({"name": "Type a name or an alias."})
    assert form.rows["name"].error.isVisible()
    assert name.accessibleDescription() == "Type a name or an alias."
    assert note.accessibleDescription() == "Short is fine"
    assert form.set_errors({})
    assert not form.rows["name"].error.isVisible()


def test_a_masked_text_is_nowhere_in_the_window_until_it_is_asked_for(app, qtbot):
    shown = []
    masked = Masked("Phone", "+1 773 555 0165", shown=lambda: shown.append(True))
    qtbot.addWidget(masked)
    assert masked.label.text() == DOTS
    masked.button.click()
    assert masked.label.text() == "+1 773 555 0165"
    assert masked.label.accessibleName() == "Phone: +1 773 555 0165"
    assert shown == [True]
    masked.cover()
    assert masked.label.text() == DOTS
    assert masked.label.accessibleName() == "Phone"


def test_stored_text_is_shown_as_it_is(app, qtbot):
    masked = Masked("Name", "<b>Ana</b>")
    qtbot.addWidget(masked)
    masked.toggle()
    assert masked.label.textFormat() == Qt.TextFormat.PlainText


def test_a_message_offers_one_thing_to_do_and_goes(app, qtbot):
    bar, done = MessageBar(), []
    qtbot.addWidget(bar)
    bar.tell("Closed.", "good", action="Undo", do=lambda: done.append(True))
    assert bar.shown == "Closed."
    bar.action.click()
    assert done == [True]
    assert bar.shown == ""


def test_a_chart_can_be_heard(app, qtbot):
    chart = BarChart("Needs")
    qtbot.addWidget(chart)
    chart.set_bars([("Food", 1200), ("Rides", None)])
    assert chart.accessibleDescription() == "Food: 1,200; Rides: not shown"
    assert not chart.grab().isNull()


def test_a_pages_buttons_stand_beside_its_title_and_below_where_there_is_no_room(app, qtbot):
    first, second = Button("Plan again"), Button("Accept all…")
    header = PageHeader("Matching", first, second)
    qtbot.addWidget(header)
    header.set_line(lambda: "Plan of November 30, three proposals wait for your decision")
    header.resize(900, 80)
    header.show()
    places = {}
    for width in (900, 320, 900):
        header.resize(width, header.heightForWidth(width))
        for _turn in range(4):  # a layout is asked again in a turn of its own
            QApplication.processEvents()
        places[width] = [button.mapTo(header, button.rect().topLeft()) for button in (first, second)]
        for button, place in zip((first, second), places[width], strict=True):
            assert place.x() + button.width() <= width
    wide, narrow = places[900], places[320]
    assert wide[0].x() > header.title.sizeHint().width()
    assert wide[0].y() == wide[1].y()
    assert narrow[0].x() == 0
    assert narrow[0].y() > header.title.height()


def test_a_header_that_stands_asks_for_no_other_layout(app, qtbot):
    asked: list[QEvent.Type] = []

    class Counting(PageHeader):
        def event(self, event: QEvent) -> bool:
            asked.append(event.type())
            return super().event(event)

    header = Counting("Matching", Button("Plan again"))
    qtbot.addWidget(header)
    header.show()
    for _turn in range(20):
        QApplication.processEvents()
    assert QEvent.Type.LayoutRequest in asked
    asked.clear()
    for _turn in range(20):
        QApplication.processEvents()
    assert QEvent.Type.LayoutRequest not in asked


def test_a_column_that_never_scrolls_sideways_is_as_wide_as_its_widest_button(app, qtbot):
    window, content = QWidget(), QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(content)
    button = Button("Done")
    column.addWidget(button)
    area = scrolled(content)
    QHBoxLayout(window).addWidget(area)
    window.show()
    button.say("Somebody else instead, and as soon as can be, for she is away that day")
    qtbot.waitUntil(lambda: area.viewport().width() >= content.minimumSizeHint().width())
    assert button.width() >= button.sizeHint().width()


FORGOTTEN = """
import gc
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QVBoxLayout
from mutualaid.desktop.widgets.top_level import top_level_widgets

class Forgotten(QDialog):
    def __init__(self):
        super().__init__()
        self.me = self
        column = QVBoxLayout(self)
        for _ in range(3):
            box = QComboBox()
            column.addWidget(box)
            box.view()

app = QApplication([])
gc.set_threshold(50, 2, 2)
for _ in range(15):
    gc.disable()
    for _ in range(8):
        Forgotten()
    gc.enable()
    assert len(top_level_widgets()) >= 8
"""


def test_windows_are_listed_while_forgotten_ones_wait_to_be_collected():
    """Qt's own list, asked like this, ends the process within a few rounds."""
    subprocess.run([sys.executable, "-c", FORGOTTEN], check=True, env=os.environ | {"QT_QPA_PLATFORM": "offscreen"})
