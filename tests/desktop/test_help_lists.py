"""The third list of the matching page: what would help, what it would change, and how it leaves the office."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QLabel

from mutualaid.desktop.matching.help_window import HelpTextWindow
from mutualaid.desktop.matching.page import MatchingPage
from mutualaid.desktop.matching.rows import Tab
from mutualaid.desktop.page import Context
from mutualaid.desktop.shots import settle
from mutualaid.desktop.tasks import Tasks
from mutualaid.desktop.widgets.messages import MessageBar
from mutualaid.desktop.widgets.words import Button
from mutualaid.services import planning
from mutualaid.services.office import Office
from tests.services.conftest import solve_here
from tests.services.make import SATURDAY, copied_office, helper, home, wants


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    monkeypatch.setattr(planning, "solve_apart", solve_here)
    made = copied_office(tmp_path / "store")
    yield made
    made.close()


@pytest.fixture
def page(app: QApplication, office: Office, tasks: Tasks, qtbot) -> MatchingPage:
    """Two families wait for somebody who speaks Mam; the only volunteer does not."""
    for _ in range(2):
        home(office, wants(office, "interpreting", windows=[SATURDAY]), languages=["mam"])
    helper(office)
    planning.make_plan(office)
    made = MatchingPage(Context(office, tasks, MessageBar(), go=lambda _key, _uid: None, run=lambda _name: None))
    qtbot.addWidget(made)
    qtbot.addWidget(made.context.messages)
    made.resize(1040, 700)
    made.show()
    made.start()
    settle(tasks)
    made.board.set_tab(Tab.LEVERS)
    settle(tasks)
    return made


def window(page: MatchingPage) -> HelpTextWindow:
    page.board.help_actions.text_button.click()
    settle(page.context.tasks)
    return next(box for box in page.findChildren(HelpTextWindow) if box.isVisible())


def test_a_lever_tells_which_needs_it_would_meet(page: MatchingPage) -> None:
    page.board.tree.go_to("0")
    said = "\n".join(label.text() for label in page.board.pane.findChildren(QLabel))
    lever = page.state.levers[0]
    assert lever.unlocks
    assert "need more could be met" in said
    assert lever.unlocks[0] in [button.text() for button in page.board.pane.findChildren(Button)]
    assert "Mam" in said
    assert "Would have to wait instead" not in said


def test_the_text_is_read_first_and_copied_in_either_language(page: MatchingPage, qtbot) -> None:
    box = window(page)
    assert "Someone who speaks Mam" in box.text.toPlainText()
    box.languages.button(1).click()
    assert "Alguien que hable mam" in box.text.toPlainText()
    box.copy_button.setFocus()
    qtbot.keyClick(box.copy_button, Qt.Key.Key_Space)
    assert box.copied.text()
    assert QGuiApplication.clipboard().text() == box.text.toPlainText()


def test_the_list_is_saved_as_a_pdf(page: MatchingPage, tmp_path: Path) -> None:
    page.board.help_actions.save_pdf(tmp_path / "list.pdf")
    settle(page.context.tasks)
    assert (tmp_path / "list.pdf").read_bytes().startswith(b"%PDF")
    page.board.help_actions.save_pdf(tmp_path / "list.pdf")
    settle(page.context.tasks)
    assert "nothing is overwritten" in page.context.messages.shown


def test_without_a_printer_a_pdf_is_offered(page: MatchingPage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mutualaid.desktop.matching.help_paper.printers", list)
    page.board.help_actions.print_button.click()
    settle(page.context.tasks)
    assert "PDF" in page.context.messages.shown
    assert not [box for box in page.findChildren(QDialog) if box.isVisible()]


def test_the_buttons_stand_over_this_list_only(page: MatchingPage) -> None:
    buttons = page.board.help_actions.buttons
    assert all(button.isVisible() for button in buttons)
    page.board.set_tab(Tab.UNMATCHED)
    assert not any(button.isVisible() for button in buttons)
