"""Event mode in its real window: keys and clicks go in, and what reached the file is looked at."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from mutualaid.desktop.intake.event import Event
from mutualaid.desktop.intake.helping import AskFirst, HelperPage, SlipPage
from mutualaid.desktop.intake.people import Ending, LanguagePage, StillThere
from mutualaid.desktop.intake.question import QuestionPage
from mutualaid.desktop.intake.sealing import Pace
from mutualaid.desktop.intake.start import StartPage
from mutualaid.desktop.intake.summary import SummaryPage
from mutualaid.desktop.intake.views import specimen
from mutualaid.language.catalog import current_language
from mutualaid.records.errors import InUse, NoSpace
from mutualaid.records.questions import question_list
from mutualaid.services.event_laptop import Kit
from tests.desktop.intake_fakes import File, Shelf
from tests.desktop.keyboard import focused, press, texts, write


def small_kit() -> Kit:
    """With few choices: what a page costs is mostly its tiles and rows."""
    asked = question_list(zones=("chi-30", "chi-31"), categories=("food", "ride"), languages=("spa", "mam"))
    return replace(specimen(), questions=asked)


class Clock:
    """Time that passes only when it is told to."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


class Helper:
    """A person at the laptop."""

    def __init__(self, app: QApplication, qtbot: QtBot, out: Path) -> None:
        self.shelf, self.clock, self.out = Shelf(), Clock(), out
        self.event = Event(app, small_kit(), out, self.shelf.start, pace=Pace(), clock=self.clock)
        self.window, self._bot = self.event.window, qtbot
        self.window.resize(1280, 800)
        self.window.show()
        self.window.activateWindow()
        qtbot.waitExposed(self.window)

    @property
    def file(self) -> File:
        return self.shelf.file(self.out.name)

    @property
    def page(self) -> object:
        return self.window.page

    @property
    def question(self) -> str:
        page = self.window.page
        return page.question.id if isinstance(page, QuestionPage) else type(page).__name__

    def settle(self) -> None:
        self._bot.waitUntil(lambda: not self.event.tasks.busy)
        QApplication.processEvents()
        self.clock.now += 1

    def begin(self, *, alone: bool = False, lang: str = "es") -> None:
        self.event.begin("Lupe", alone)
        self.settle()
        assert isinstance(self.page, LanguagePage)
        self.page.buttons[lang].click()
        self.settle()

    def enter(self) -> None:
        press(Qt.Key.Key_Return)
        self.settle()

    def click(self, button: str) -> None:
        getattr(self.window.page, button).click()
        self.settle()

    def agree(self) -> None:
        assert self.question == "keep"
        press(Qt.Key.Key_Space)
        self.enter()
        assert self.question == "contact_name"

    def go_to(self, question_id: str) -> None:
        """Straight to that question, with what is needed answered on the way; turning every page takes its time."""
        form = self.event.form
        assert form is not None
        form.answers = {"zone": "chi-30", "needs": ["food"]} | form.answers
        form.at = question_id
        self.event.show_form()
        self.settle()


@pytest.fixture
def helper(app: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Helper]:
    made = Helper(app, qtbot, tmp_path / "forms.sealed")
    yield made
    made.event.close()


def test_a_whole_form_is_filled_in_by_keyboard_alone(helper: Helper) -> None:
    write("Lupe")
    press(Qt.Key.Key_Return)
    helper.settle()
    press(Qt.Key.Key_Return)  # Spanish has the keyboard
    helper.settle()
    assert current_language() == "es"
    helper.agree()
    write("Rosa")
    helper.enter()
    assert helper.question == "languages"
    press(Qt.Key.Key_Return)  # chooses the first tile
    assert helper.question == "languages"
    helper.enter()  # chosen already: goes on
    helper.go_to("household_size")
    press(Qt.Key.Key_Up)
    press(Qt.Key.Key_Up)
    helper.enter()
    write("1")
    helper.enter()
    assert helper.question == "zone"
    write("villita")
    press(Qt.Key.Key_Return)
    helper.enter()
    assert helper.question == "needs"
    press(Qt.Key.Key_Space)
    helper.enter()
    helper.go_to("windows")
    press(Qt.Key.Key_Right)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Space)
    helper.enter()
    write("Toque la puerta")
    press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    helper.settle()
    assert helper.question == "consents"
    helper.enter()
    helper.enter()
    assert isinstance(helper.page, SummaryPage)
    assert helper.file.said("whole") == []
    helper.enter()
    assert isinstance(helper.page, Ending)
    (whole,) = helper.file.said("whole")
    assert whole == {
        "keep": True,
        "contact_name": "Rosa",
        "languages": ["spa"],
        "household_size": 2,
        "ages": {"0-2": 1},
        "zone": "chi-30",
        "needs": ["food"],
        "windows": ["tue_afternoon"],
        "notes": "Toque la puerta",
        "consents": ["contact"],
    }
    assert helper.file.log[-1][2] == "es"


def test_a_page_turns_only_once_it_is_sealed(helper: Helper) -> None:
    helper.begin()
    helper.file.wait = threading.Event()
    press(Qt.Key.Key_Space)
    press(Qt.Key.Key_Return)
    QApplication.processEvents()
    assert helper.question == "keep"
    assert helper.file.kinds() == ["begin"]
    press(Qt.Key.Key_Return)  # nothing that is pressed meanwhile does anything
    QTest.mouseClick(helper.window.page.next_button, Qt.MouseButton.LeftButton)  # type: ignore[union-attr]
    helper.file.wait.set()
    helper.settle()
    assert helper.question == "contact_name"
    assert helper.file.kinds() == ["begin", "page"]


def test_the_second_half_of_a_double_click_or_a_key_that_bounces_turns_no_page(helper: Helper) -> None:
    helper.begin()
    helper.agree()
    write("Rosa")
    press(Qt.Key.Key_Return)
    helper._bot.waitUntil(lambda: not helper.event.tasks.busy)
    assert helper.question == "languages"
    for _ in range(3):  # no time has passed since the page turned
        helper.window.page.skip_button.click()  # type: ignore[union-attr]
        press(Qt.Key.Key_Return)
    assert helper.question == "languages"
    helper.clock.now += 1
    held = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r", True)
    for _ in range(5):
        QApplication.sendEvent(focused(), held)
    helper.settle()
    assert helper.question == "languages"
    assert helper.file.kinds() == ["begin", "page", "page"]


def test_a_tile_that_is_clicked_twice_is_chosen(helper: Helper) -> None:
    helper.begin()
    tile = helper.window.page.control.yes  # type: ignore[union-attr]
    middle = QPointF(tile.rect().center()).toPoint()
    for click in (QTest.mouseClick, QTest.mouseDClick):
        click(tile, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, middle)
    assert tile.isChecked()


def test_the_language_changes_on_any_page_and_no_answer_is_lost(helper: Helper) -> None:
    helper.begin(lang="es")
    helper.agree()
    write("Rosa")
    helper.window.languages.buttons["en"].click()
    assert "What may we call you?" in texts(helper.window)
    assert isinstance(helper.window.page, QuestionPage)
    assert helper.window.page.control.values() == {"contact_name": "Rosa"}
    helper.window.page.first().setFocus()
    helper.enter()
    assert helper.file.log[-1] == ("page", {"keep": True, "contact_name": "Rosa"}, "en")
    helper.click("back_button")
    assert helper.window.page.control.values() == {"contact_name": "Rosa"}


def test_whoever_would_rather_have_nothing_written_down_is_let_go_warmly_and_nothing_is_kept(helper: Helper) -> None:
    helper.begin()
    press(Qt.Key.Key_Right)  # from Yes to No
    press(Qt.Key.Key_Space)
    helper.enter()
    assert isinstance(helper.page, Ending)
    assert helper.file.kinds() == ["begin", "drop"]
    helper.click("button")
    assert isinstance(helper.page, LanguagePage)


def test_nothing_can_be_skipped_without_which_no_help_can_come(helper: Helper) -> None:
    helper.begin(lang="en")
    assert not helper.window.page.skip_button.isVisible()  # type: ignore[union-attr]
    helper.click("next_button")
    assert helper.question == "keep"
    assert "We need this one" in texts(helper.window)


def test_a_write_that_fails_keeps_the_answers_and_never_thanks(helper: Helper) -> None:
    helper.begin(lang="en")
    helper.agree()
    helper.go_to("consents")
    helper.click("skip_button")
    assert isinstance(helper.page, SummaryPage)
    helper.file.fail = NoSpace("disk_full")
    helper.enter()
    assert isinstance(helper.page, SummaryPage)
    assert helper.window.trouble.isVisible()
    said = helper.window.trouble.cause.text()
    assert "The disk is full" in said
    assert "El disco" in said
    helper.window.trouble.again_button.click()
    helper.settle()
    assert isinstance(helper.page, SummaryPage)
    helper.file.fail = None
    helper.window.trouble.again_button.click()
    helper.settle()
    assert isinstance(helper.page, Ending)
    assert len(helper.file.said("whole")) == 1
    assert not helper.window.trouble.isVisible()


def test_an_answer_changed_after_a_failed_write_is_sealed_as_it_then_stands(helper: Helper) -> None:
    helper.begin()
    helper.agree()
    helper.file.fail = NoSpace("disk_full")
    write("Rosa")
    helper.enter()
    assert helper.window.trouble.isVisible()
    helper.file.fail = None
    page = helper.window.page
    assert isinstance(page, QuestionPage)
    page.first().setFocus()
    press(Qt.Key.Key_End)
    write(" Tum")
    assert not helper.window.trouble.isVisible()
    helper.enter()
    assert helper.file.said("page")[-1]["contact_name"] == "Rosa Tum"


def test_another_file_takes_over_with_all_answers_so_far(helper: Helper, tmp_path: Path) -> None:
    helper.begin()
    helper.agree()
    helper.file.fail = NoSpace("disk_full")
    write("Rosa")
    helper.enter()
    assert helper.question == "contact_name"
    helper.event.use_file(tmp_path / "second.sealed")
    helper.settle()
    second = helper.shelf.file("second.sealed")
    assert second.kinds() == ["begin", "page"]
    assert second.said("page") == [{"keep": True, "contact_name": "Rosa"}]
    assert helper.question == "languages"


def test_a_stick_that_was_pulled_is_not_replaced_by_a_new_file_in_its_place(helper: Helper) -> None:
    helper.begin()
    helper.agree()
    helper.file.fail = NoSpace("cannot_read_or_write")
    helper.out.unlink()
    helper.enter()  # says that nothing stands there
    write("Rosa")
    helper.enter()
    for _ in range(2):
        helper.window.trouble.again_button.click()
        helper.settle()
    helper.file.fail = None
    helper.window.trouble.again_button.click()
    helper.settle()
    assert helper.question == "contact_name"
    assert not helper.out.exists()
    helper.out.touch()  # it is put back
    helper.window.trouble.again_button.click()
    helper.settle()
    assert helper.question == "languages"
    assert helper.file.kinds() == ["begin", "page", "close", "begin", "page"]


def test_a_file_that_somebody_else_fills_is_refused_in_both_languages(helper: Helper) -> None:
    helper.file.fail = InUse("event_file_in_use")
    helper.event.begin("Lupe", False)
    helper.settle()
    assert isinstance(helper.page, StartPage)
    said = helper.page.trouble.text()
    assert len(said.splitlines()) == 2
    assert helper.page.fault is not None
    helper.file.fail = None
    helper.event.use_file(helper.out.with_name("other.sealed"))
    helper.settle()
    assert isinstance(helper.page, LanguagePage)
    assert helper.event.begin_page.fault is None


def test_numbers_that_identify_are_pointed_out_and_struck_out_before_sealing(helper: Helper) -> None:
    helper.begin(lang="en")
    helper.agree()
    write("Rosa A-012 345 678")
    page = helper.window.page
    assert isinstance(page, QuestionPage)
    helper._bot.waitUntil(lambda: page.control.watched.alarm.isVisible())  # type: ignore[attr-defined]
    helper.enter()
    assert helper.file.said("page")[-1]["contact_name"] == "Rosa [removed]"


def test_nothing_is_left_for_the_next_person(helper: Helper, qtbot: QtBot) -> None:
    helper.begin()
    helper.agree()
    write("Rosa")
    field = focused()
    assert isinstance(field, QLineEdit)
    press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    press(Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert "Rosa" not in QGuiApplication.clipboard().text()
    press(Qt.Key.Key_End)
    helper.enter()
    helper.click("stop_button")
    assert isinstance(helper.page, AskFirst)
    helper.click("yes_button")
    assert helper.file.kinds()[-1] == "drop"
    helper.click("button")
    assert isinstance(helper.page, LanguagePage)
    helper.page.buttons["es"].click()
    helper.settle()
    helper.agree()
    assert focused().text() == ""  # type: ignore[attr-defined]
    for kind in (QLineEdit, QPlainTextEdit):
        for one in helper.window.findChildren(kind):
            assert "Rosa" not in (one.text() if isinstance(one, QLineEdit) else one.toPlainText())
    assert helper.event.form is not None
    assert helper.event.form.answers == {"keep": True}
    press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert focused().text() == ""  # type: ignore[attr-defined]


def test_escape_leads_to_the_helpers_page_only_past_a_question(helper: Helper) -> None:
    helper.begin(lang="en")
    helper.agree()
    write("Rosa")
    press(Qt.Key.Key_Escape)
    helper.settle()
    assert isinstance(helper.page, AskFirst)
    helper.enter()  # what a neighbour presses next changes nothing
    assert helper.question == "contact_name"
    assert helper.window.page.control.values() == {"contact_name": "Rosa"}  # type: ignore[union-attr]
    assert not helper.window.close()
    helper.settle()
    helper.click("yes_button")
    assert isinstance(helper.page, HelperPage)
    assert "0 forms are sealed" in texts(helper.window)
    assert "Rosa" not in texts(helper.window)
    helper.click("finish_button")
    assert isinstance(helper.page, SlipPage)
    assert helper.file.kinds()[-4:] == ["page", "drop", "slip", "close"]
    assert "AAAA-BBBB" in texts(helper.window)
    assert helper.window.close()


def test_a_form_that_nobody_touches_goes_off_the_screen_and_stays_unfinished(helper: Helper) -> None:
    helper.begin(alone=True)
    helper.agree()
    write("Rosa")
    assert helper.event.idle is not None
    helper.clock.now += 95
    helper.event.idle.look()
    page = helper.page
    assert isinstance(page, StillThere)
    press(Qt.Key.Key_Space)  # somebody is there
    helper.settle()
    assert helper.window.page.control.values() == {"contact_name": "Rosa"}  # type: ignore[union-attr]
    helper.clock.now += 95
    helper.event.idle.look()
    assert isinstance(helper.page, StillThere)
    helper.clock.now += 31
    helper.page.look()
    helper.settle()
    assert isinstance(helper.page, LanguagePage)
    assert helper.event.form is None
    assert helper.file.kinds() == ["begin", "page", "close", "begin"], "no drop: the office is told of it"


def test_the_panic_key_clears_the_screen_and_voids_the_form(helper: Helper) -> None:
    helper.begin()
    helper.agree()
    write("Rosa")
    press(Qt.Key.Key_Escape, Qt.KeyboardModifier.ShiftModifier)
    helper.settle()
    assert isinstance(helper.page, LanguagePage)
    assert helper.window.isMinimized()
    assert helper.file.kinds() == ["begin", "page", "drop"]


def test_a_number_that_looks_short_is_remarked_on_and_is_in_nobodys_way(helper: Helper) -> None:
    helper.begin(lang="en")
    helper.agree()
    helper.go_to("phone")
    write("773 555")
    page = helper.window.page
    assert isinstance(page, QuestionPage)
    page.control.look()  # type: ignore[attr-defined]
    assert "looks short" in texts(page)
    helper.enter()
    assert helper.question == "phone_rules"


def test_ages_that_do_not_add_up_are_told_and_can_be_skipped(helper: Helper) -> None:
    helper.begin(lang="en")
    helper.agree()
    helper.go_to("household_size")
    write("2")
    helper.enter()
    write("3")
    helper.enter()
    assert helper.question == "ages"
    assert "add up" in texts(helper.window)
    helper.click("skip_button")
    assert helper.question == "zone"


def test_the_summary_changes_one_answer_and_comes_back(helper: Helper) -> None:
    helper.begin(lang="en")
    helper.agree()
    helper.go_to("consents")
    helper.click("skip_button")
    assert isinstance(helper.page, SummaryPage)
    assert "nobody can find you again" in texts(helper.window)
    helper.page.buttons["contact_name"].click()
    helper.settle()
    write("Rosa")
    helper.enter()
    assert isinstance(helper.page, SummaryPage)
    assert "Rosa" in texts(helper.window)
    assert "nobody can find you again" not in "".join(
        label.text() for label in helper.page.findChildren(type(helper.page.alone)) if label.isVisible()
    )


def test_an_error_that_nobody_foresaw_leaves_the_answers_on_the_screen(
    helper: Helper, caplog: pytest.LogCaptureFixture
) -> None:
    helper.begin(lang="en")
    helper.agree()
    helper.file.fail = RuntimeError("Rosa")
    write("Rosa")
    helper.enter()
    assert helper.question == "contact_name"
    assert helper.window.trouble.isVisible()
    assert "Rosa" not in caplog.text
    caplog.clear()
    helper.file.fail = None
    helper.window.trouble.again_button.click()
    helper.settle()
    assert helper.question == "languages"
