"""A call or a sheet of paper answered by keys alone, in whatever order its questions stand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog

from mutualaid.desktop.asking.alike import CompareWindow
from mutualaid.desktop.asking.window import AskingWindow
from mutualaid.records.questions import Answer
from tests.desktop.keyboard import CONTROL, focused, press, write

ENTER = Qt.Key.Key_Return


def window_on_view(kind: type[QDialog]) -> Any:
    """The one window of that kind that is open."""
    (found,) = [one for one in QApplication.topLevelWidgets() if isinstance(one, kind) and one.isVisible()]
    return found


def bring(window: QDialog) -> None:
    """Make it the window in use, as a window manager does by itself."""
    window.activateWindow()
    QApplication.processEvents()


def decide(letter: str, settle: Callable[[], None]) -> None:
    """Press a letter in the window that compares two households."""
    window = window_on_view(CompareWindow)
    under = window.parentWidget()
    bring(window)
    window.pair.setFocus()
    write(letter)
    settle()
    bring(under)


def on_view(kind: type[QDialog]) -> bool:
    """Whether such a window is open."""
    return any(isinstance(one, kind) and one.isVisible() for one in QApplication.topLevelWidgets())


def enter_to(window: AskingWindow, question: str, most: int = 60) -> None:
    """Press Enter (Tab, out of the note) until the focus is in a question."""
    for _ in range(most):
        if window.sheet.where() == question:
            return
        press(Qt.Key.Key_Tab if window.sheet.where() == "notes" else ENTER)  # in a note, Enter is a new line
    raise AssertionError(f"Enter does not come to {question}")


def answer(window: AskingWindow, question_id: str, value: Any) -> None:
    """Go to a question with Enter, and answer it with keys."""
    enter_to(window, question_id)
    question = window.sheet.questions[question_id]
    if question.id == "zone":
        write(value)
        press(Qt.Key.Key_Tab)
        bring(window)  # without a window manager a closed popup leaves no window active
    elif question.kind is Answer.YES_NO:
        write("1" if value else "2")
    elif question.kind in (Answer.ONE, Answer.MANY):
        for code in [value] if isinstance(value, str) else value:
            _press_tile(window, question_id, code)
    elif question.kind is Answer.COUNTS:
        for code in question.choices:
            write(str(value.get(code, "")))
            if code != question.choices[-1]:
                press(ENTER)
    elif question.kind is Answer.TIMES:
        for day in value:
            write(str(day))
    else:
        write(str(value))


def _press_tile(window: AskingWindow, question_id: str, code: str) -> None:
    tiles: Any = window.sheet.rows[question_id].field
    order = list(tiles.tiles.buttons)
    place = order.index(code)
    if place < 10:
        write(str((place + 1) % 10))
        return
    for _ in range(len(order)):
        if focused() is tiles.tiles.buttons[code]:
            break
        press(Qt.Key.Key_Right)
    press(Qt.Key.Key_Space)


def save(settle: Callable[[], None]) -> None:
    """Ctrl+Enter, from wherever the focus is."""
    press(ENTER, CONTROL)
    settle()
