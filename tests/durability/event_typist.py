"""Types forms into the real window of event mode with real key events, and tells what the window acknowledged.

Run as a process of its own: `python -m tests.durability.event_typist KIT OUT [leak]`. A line of JSON on standard input
is a form; on standard output come "ready" (give me a form), "page QUESTION" (that page is sealed: another is on view)
and "whole" (thank you was said). It runs until it is killed or standard input ends. With "leak" every draft is also
written to a temporary file, readable: the control by which the search for such files is shown to find them.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from typing import Any

from PySide6.QtCore import QCoreApplication, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from mutualaid.__main__ import main
from mutualaid.desktop.intake import run
from mutualaid.desktop.intake.book import Book
from mutualaid.desktop.intake.event import Event
from mutualaid.desktop.intake.people import Ending, LanguagePage
from mutualaid.desktop.intake.question import QuestionPage
from mutualaid.desktop.intake.sealing import Pace
from mutualaid.desktop.intake.start import StartPage
from mutualaid.desktop.intake.summary import SummaryPage
from mutualaid.records.questions import DAYS, PARTS, Answer

KEY = Qt.Key
_COMING_MS = 20
NONE = Qt.KeyboardModifier.NoModifier


def tell(line: str) -> None:
    os.write(1, line.encode() + b"\n")


class Typist:
    """Answers whatever page is on view, by keyboard."""

    def __init__(self, event: Event) -> None:
        self.event, self.form = event, {}
        self._typing = self._again = False
        self._page = ""
        event.turned.connect(self.soon)
        QTimer.singleShot(0, event, self.step)

    def soon(self) -> None:
        QTimer.singleShot(0, self.event, self.step)

    def press(self, key: Qt.Key, *, times: int = 1, modifier: Qt.KeyboardModifier = NONE) -> None:
        for _ in range(times):
            QTest.keyClick(self.event.window.windowHandle(), key, modifier)

    def write(self, text: str) -> None:
        for sign in text:
            if sign == "\n":
                self.press(KEY.Key_Return)
                continue
            QTest.sendKeyEvent(QTest.KeyAction.Click, self.event.window.windowHandle(), KEY.Key_unknown, sign, NONE)

    def step(self) -> None:
        if self._typing:
            self._again = True
            return
        if not self.event.window.isActiveWindow():  # it is still coming up: what is typed now goes nowhere
            QTimer.singleShot(_COMING_MS, self.event, self.step)
            return
        self._typing = True
        try:
            self._answer()
        finally:
            self._typing = False
        if self._again:
            self._again = False
            self.soon()

    def _answer(self) -> None:
        page = self.event.window.page
        if self.event.window.trouble.isVisible():
            tell("trouble")
            os._exit(3)
        if isinstance(page, StartPage):
            if page.fault is not None:
                tell(f"refused {page.fault.code}")
                os._exit(4)
            self.write("Lupe")
            self.press(KEY.Key_Return)
        elif isinstance(page, LanguagePage):
            self._begin()
        elif isinstance(page, QuestionPage):
            self._sealed(page.question.id)
            self._question(page)
        elif isinstance(page, SummaryPage):
            self._sealed("summary")
            self.press(KEY.Key_Return)
        elif isinstance(page, Ending):
            tell("whole")
            self._page = ""
            self.press(KEY.Key_Return)

    def _sealed(self, now: str) -> None:
        if self._page:
            tell(f"page {self._page}")
        self._page = now

    def _begin(self) -> None:
        tell("ready")
        line = sys.stdin.readline()
        if not line:
            os._exit(0)
        self.form = json.loads(line)
        if self.form["language"] == "en":
            self.press(KEY.Key_Tab)
        self.press(KEY.Key_Return)

    def _question(self, page: QuestionPage) -> None:
        question, answers = page.question, self.form["answers"]
        value, beside = answers.get(question.id), answers.get(question.other, "") if question.other else ""
        if value is None and not beside:
            for _ in range(80):
                if QApplication.focusWidget() is page.skip_button:
                    break
                self.press(KEY.Key_Tab)
            self.press(KEY.Key_Return)
            return
        if question.kind in (Answer.LINE, Answer.PHONE, Answer.NUMBER):
            self.write(str(value))
        elif question.kind is Answer.NOTE:
            self.write(value)
            self.press(KEY.Key_Return, modifier=Qt.KeyboardModifier.ControlModifier)
            return
        elif question.kind is Answer.YES_NO:
            self.press(KEY.Key_Right, times=0 if value else 1)
            self.press(KEY.Key_Space)
        elif question.kind is Answer.COUNTS:
            for code in question.choices:
                self.write(str(value.get(code, "")))
                if code != question.choices[-1]:
                    self.press(KEY.Key_Tab)
        elif question.kind is Answer.TIMES:
            self._times(value)
        elif question.id == "zone":
            self.write(self.form["zone_name"])
            self.press(KEY.Key_Return)
        elif question.kind is Answer.ONE:
            self._arrow_to(page.control.tiles[value])
            self.press(KEY.Key_Space)
        else:
            self._many(list(question.choices), value or [], beside, question.id)
        self.press(KEY.Key_Return)

    def _arrow_to(self, tile: QWidget) -> None:
        for _ in range(8):
            here = QApplication.focusWidget()
            if here is tile:
                return
            if tile.y() != here.y():
                self.press(KEY.Key_Down if tile.y() > here.y() else KEY.Key_Up)
            else:
                self.press(KEY.Key_Right if tile.x() > here.x() else KEY.Key_Left)

    def _many(self, choices: list[str], chosen: list[str], beside: str, question_id: str) -> None:
        if question_id == "consents" and not chosen:
            chosen, choices = [""], [*choices, ""]
        at = 0
        for place, code in enumerate(choices):
            if code in chosen:
                self.press(KEY.Key_Tab, times=place - at)
                self.press(KEY.Key_Space)
                at = place
        if beside:
            self.press(KEY.Key_Tab, times=len(choices) - at)
            self.write(beside)

    def _times(self, codes: list[str]) -> None:
        row = column = 0
        for code in codes:
            day, _, part = code.partition("_")
            to_row, to_column = DAYS.index(day), PARTS.index(part)
            self.press(KEY.Key_Down if to_row > row else KEY.Key_Up, times=abs(to_row - row))
            self.press(KEY.Key_Right if to_column > column else KEY.Key_Left, times=abs(to_column - column))
            self.press(KEY.Key_Space)
            row, column = to_row, to_column


def start(*given: Any, **named: Any) -> Event:
    """The window as the program makes it, but for the moment of calm after each page, which only hands need."""
    event = Event(*given, **named, pace=Pace(calm=0.0))
    event.typist = Typist(event)  # type: ignore[attr-defined]
    return event


def leak() -> None:
    """Have every draft written readable too."""
    seal = Book.keep_page

    def also(self: Book, answers: Any, language: str) -> None:
        with tempfile.NamedTemporaryFile("w", suffix=".autosave", delete=False, encoding="utf-16-le") as file:
            json.dump(dict(answers), file, ensure_ascii=False)
        seal(self, answers, language)

    Book.keep_page = also  # type: ignore[method-assign]


if __name__ == "__main__":
    run.Event = start  # type: ignore[assignment, misc]
    if sys.argv[3:] == ["leak"]:
        leak()
    assert QCoreApplication.instance() is None
    sys.exit(main(["intake", sys.argv[1], "--out", sys.argv[2]]))
