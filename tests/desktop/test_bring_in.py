"""An event's file comes in: looked at first, compared with its slip, and every refusal has its sentence."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QDialog

from mutualaid.desktop.events.bring import CHOOSE, DONE, LOOK, BringIn
from mutualaid.desktop.page import Context
from mutualaid.services import collecting
from mutualaid.services.event_kits import close_event
from tests.desktop.keyboard import press, tab_to, texts, write
from tests.desktop.sealed_forms import new_event, plain, seal

CONTROL = Qt.KeyboardModifier.ControlModifier


class Brought:
    """The window over an office that has one event with a file of three forms and one that broke off."""

    def __init__(self, office: Any, tasks: Any, bar: Any, settle: Any, folder: Path, qtbot: Any) -> None:
        self.office, self.tasks, self.settle = office, tasks, settle
        self.event, self.kit = new_event(office, folder)
        self.file = folder / "a.forms"
        forms = [plain(1), plain(2), plain(3)]
        self.slip = seal(self.kit, self.file, forms, unfinished={"keep": True, "contact_name": "Marta"})
        self.reviews: list[bool] = []
        self.changes: list[Any] = []
        tasks.changed.connect(self.changes.append)
        context = Context(office, tasks, bar, lambda _key, _uid: None, lambda _name: None)
        self.window = BringIn(context, lambda: self.reviews.append(True))
        self.window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
        qtbot.addWidget(self.window)
        self.window.open()
        self.window.activateWindow()
        qtbot.waitExposed(self.window)

    def read(self, path: Path | None = None) -> None:
        self.window.read(path or self.file)
        self.settle()

    def waiting(self) -> int:
        return len(collecting.waiting_forms(self.office))

    @property
    def said(self) -> str:
        return self.window.messages.shown

    def asked(self) -> QDialog:
        return next(one for one in self.window.findChildren(QDialog) if one.isVisible())


@pytest.fixture
def brought(office, tasks, bar, settle, tmp_path, qtbot):
    return Brought(office, tasks, bar, settle, tmp_path, qtbot)


def test_looking_writes_nothing_and_says_what_the_file_holds(brought):
    brought.read()
    window = brought.window
    assert window.stack.currentIndex() == LOOK
    facts = window.facts.texts()
    assert facts["Event"] == "Saturday market"
    assert facts["Helpers"] == "Ana"
    assert facts["Whole forms"] == "3"
    assert facts["Unfinished"].startswith("1 form that broke off")
    assert facts["To look at"] == "4 forms"
    assert brought.waiting() == 0
    assert not window.bring_button.isEnabled()


def test_the_slip_is_compared_by_keyboard_and_the_forms_come_in(brought):
    brought.read()
    window = brought.window
    write("3")
    tab_to(window.slip.typed)
    write(brought.slip.fingerprint.lower().replace("-", " "))
    assert "The fingerprint is the same." in window.slip.result.text()
    press(Qt.Key.Key_Return, CONTROL)
    brought.settle()
    assert window.stack.currentIndex() == DONE
    assert brought.waiting() == 4
    assert brought.changes
    assert window.done_words.text() == "4 forms were brought in."
    press(Qt.Key.Key_Return)
    assert brought.reviews == [True]
    assert not window.isVisible()


def test_missing_forms_are_said_and_she_is_asked_before_it_comes_in(brought):
    brought.read()
    window = brought.window
    write("5")
    window.slip.seen.click()
    assert "The slip says 5, the file holds 3: 2 are missing." in window.slip.result.text()
    window.bring_button.click()
    brought.settle()
    assert brought.waiting() == 0
    question = brought.asked()
    assert "2 are missing" in texts(question)
    question.reject()
    assert brought.waiting() == 0
    window.bring_button.click()
    brought.asked().accept()
    brought.settle()
    assert brought.waiting() == 4


def test_no_slip_is_a_choice_that_is_asked_about(brought):
    brought.read()
    brought.window.slip.none.click()
    assert not brought.window.slip.count.isEnabled()
    brought.window.bring_button.click()
    assert "nobody can tell whether forms are missing" in texts(brought.asked())
    brought.asked().accept()
    brought.settle()
    assert brought.waiting() == 4


def test_a_slip_of_an_earlier_closing_is_recognised(brought, tmp_path):
    later = seal(brought.kit, brought.file, [plain(7)])
    assert later is not None
    brought.read()
    write("3")
    brought.window.slip.typed.setText(brought.slip.fingerprint)
    brought.window.slip.typed.textEdited.emit("")
    assert "slip of an earlier closing" in brought.window.slip.result.text()


def test_a_file_that_came_in_before_brings_nothing_twice(brought):
    collecting.collect(brought.office, path=brought.file)
    brought.read()
    assert brought.said == "Every form of this file was brought in before. There is nothing to do."
    assert not brought.window.bring_button.isEnabled()
    assert not brought.window.slip.isVisible()
    press(Qt.Key.Key_Return, CONTROL)
    brought.settle()
    assert brought.waiting() == 4


def test_a_double_press_brings_it_in_once(brought):
    brought.read()
    window = brought.window
    write("3")
    window.slip.seen.click()
    window.bring_button.click()
    window.bring_button.click()
    window.take()
    brought.settle()
    assert brought.waiting() == 4
    assert len(brought.changes) == 1


def broken(file: Path, at: int) -> Path:
    data = bytearray(file.read_bytes())
    data[at] ^= 1
    out = file.with_name("broken.forms")
    out.write_bytes(bytes(data))
    return out


def test_every_refusal_has_its_sentence_and_another_file_can_be_chosen(brought, tmp_path):
    other = tmp_path / "other.txt"
    other.write_text("no forms")
    brought.read(other)
    assert brought.said.startswith("That file does not hold sealed forms of an event")
    assert brought.window.stack.currentIndex() == CHOOSE
    brought.read(tmp_path / "nowhere.forms")
    assert brought.said
    brought.read(broken(brought.file, brought.file.stat().st_size // 2))
    assert brought.said.startswith("This file was damaged or changed")
    close_event(brought.office, uid=brought.event)
    brought.read()
    assert brought.said.startswith("That event was closed")
    assert brought.waiting() == 0


def test_of_a_damaged_file_the_sound_part_can_be_brought_in(brought):
    brought.read(broken(brought.file, brought.file.stat().st_size * 3 // 5))
    assert brought.window.messages.action.text() == "Look at the sound part"
    brought.window.messages.action.click()
    brought.settle()
    window = brought.window
    assert window.stack.currentIndex() == LOOK
    assert "Only what comes before the damage was read" in window.marks.text()
    whole = window.found.whole
    assert 0 < whole < 3
    window.slip.none.click()
    window.bring_button.click()
    brought.asked().accept()
    brought.settle()
    assert brought.waiting() == window.found.fresh


def test_cancel_leaves_everything_as_it_was(brought, monkeypatch):
    brought.read()
    write("3")
    brought.window.slip.seen.click()
    usual = collecting.collect

    def cancelled(office: Any, *, path: Path, sound_part: bool, progress: Any) -> Any:
        progress.cancel()
        return usual(office, path=path, sound_part=sound_part, progress=progress)

    monkeypatch.setattr(collecting, "collect", cancelled)
    brought.window.bring_button.click()
    brought.settle()
    assert brought.said == "Stopped. Nothing was brought in."
    assert brought.waiting() == 0
    monkeypatch.setattr(collecting, "collect", usual)
    brought.window.bring_button.click()
    brought.settle()
    assert brought.waiting() == 4


@pytest.mark.campaign
def test_what_changed_between_looking_and_bringing_is_told(brought, monkeypatch):
    brought.read()
    write("3")
    brought.window.slip.seen.click()
    brought.file.unlink()
    brought.window.bring_button.click()
    brought.settle()
    assert brought.said
    assert brought.window.stack.currentIndex() == LOOK
    assert brought.waiting() == 0


def test_an_unforeseen_error_is_told_and_nothing_stays_locked(brought, monkeypatch, caplog):
    def fails(*_given: Any, **_named: Any) -> Any:
        raise RuntimeError("Rosa Tum")

    monkeypatch.setattr(collecting, "look", fails)
    brought.read()
    assert "Something went wrong" in brought.said
    assert brought.window.choose_button.isEnabled()
    assert "Rosa" not in caplog.text
    caplog.clear()


def test_a_file_is_dropped_on_the_window(brought):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(brought.file))])
    event = QDropEvent(
        QPointF(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    brought.window.dropEvent(event)
    brought.settle()
    assert brought.window.stack.currentIndex() == LOOK


def test_the_windows_title_names_neither_the_event_nor_the_file(brought):
    brought.read()
    assert brought.window.windowTitle() == "Bring in an event's file"
