"""Assign someone else, worked in its window over a real store and the real engine: choose, see, do, or leave."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from mutualaid.desktop import language
from mutualaid.desktop.matching.assign import AssignDialog
from mutualaid.desktop.matching.page import MatchingPage
from mutualaid.desktop.matching.rows import Tab
from mutualaid.desktop.page import Context
from mutualaid.desktop.shots import settle
from mutualaid.desktop.tasks import Tasks
from mutualaid.desktop.widgets.messages import MessageBar
from mutualaid.progress import Cancelled, Progress
from mutualaid.records.kinds import MatchState, Mode
from mutualaid.records.time import Window
from mutualaid.services import whatif
from mutualaid.services.engine_jobs import JOBS
from mutualaid.services.office import Office
from tests.services.conftest import solve_here
from tests.services.make import copied_office, helper, home, stock, wants

AHEAD = date.today() + timedelta(days=2)
FREE = Window(on=AHEAD, start=datetime(2000, 1, 1, 8).time(), end=datetime(2000, 1, 1, 12).time())
Key = Qt.Key


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    office = copied_office(tmp_path / "store")
    yield office
    office.close()


@pytest.fixture(autouse=True)
def _asked_here(monkeypatch: pytest.MonkeyPatch) -> None:
    def here(job: str, document: dict[str, Any], **given: Any) -> Any:
        return JOBS[job](document, **given)

    monkeypatch.setattr("mutualaid.services.planning.solve_apart", solve_here)
    monkeypatch.setattr(whatif, "ask_apart", here)


@pytest.fixture
def page(app: QApplication, office: Office, tasks: Tasks, qtbot) -> MatchingPage:
    messages = MessageBar()
    qtbot.addWidget(messages)
    made = MatchingPage(Context(office, tasks, messages, go=lambda _key, _uid: None, run=lambda _name: None))
    qtbot.addWidget(made)
    tasks.changed.connect(made.changed)
    made.resize(1040, 700)
    return made


def planned(page: MatchingPage, *names: str, mode: Mode = Mode.DELIVERY, **fields: Any) -> MatchingPage:
    from mutualaid.services.planning import make_plan

    office = page.context.office
    for name in names:
        helper(office, name=name, availability=[FREE], **fields)
    helper(office, name="Mudo", availability=[FREE], skills=[])
    stock(office, "produce_box", 10)
    home(office, wants(office, "food", mode=mode))
    make_plan(office)
    page.show()
    page.start()
    settle(page.context.tasks)
    return page


def opened(page: MatchingPage, qtbot) -> AssignDialog:
    qtbot.keyClick(page.board.tree, Key.Key_S)
    settle(page.context.tasks)
    return next(box for box in page.findChildren(AssignDialog) if box.isVisible())


def listed(box: AssignDialog) -> list[str]:
    return [box.list.item(n).text() for n in range(box.list.count())]


def told(box: AssignDialog) -> str:
    QApplication.processEvents()
    return "\n".join(label.text() for label in box.outcome.findChildren(QLabel) if label.isVisible())


def choose(box: AssignDialog, name: str) -> None:
    box.list.setCurrentRow(next(n for n, text in enumerate(listed(box)) if text.startswith(name)))


def test_those_who_fit_come_first_and_the_others_say_why_not(page, qtbot):
    box = opened(planned(page, "Inés", "Ana"), qtbot)
    words = listed(box)
    assert words[0] == "These fit"
    assert {words[1].split(" · ")[0], words[2].split(" · ")[0]} == {"Inés", "Ana"}
    assert sum("proposed now" in text for text in words) == 1
    assert words[3:] == ["Something stands in the way of these", "Mudo · in the same area · another skill is needed"]
    qtbot.keyClicks(box.field, "mud")
    assert len(listed(box)) == 2
    qtbot.keyClicks(box.field, "xx")
    assert listed(box) == ["Nothing found."]
    assert not box.ask_button.isEnabled()
    box.reject()


def test_somebody_else_is_asked_about_and_then_assigned_by_keys(page, qtbot):
    planned(page, "Inés", "Ana")
    now = page.state.proposals[0].volunteers[0][1]
    other = {"Inés": "Ana", "Ana": "Inés"}[now]
    box = opened(page, qtbot)
    choose(box, other)
    qtbot.keyClick(box.list, Key.Key_Return)
    settle(page.context.tasks)
    assert "That can be done." in told(box)
    assert other in told(box)
    assert "Nobody else's help changes." in told(box)
    assert box.do_button.hasFocus() or not box.isActiveWindow()
    box.do_button.click()
    settle(page.context.tasks)
    [proposal] = page.state.proposals
    assert proposal.volunteers[0][1] == other
    assert proposal.kept == MatchState.PINNED
    assert "pinned" in page.context.messages.shown


def test_what_forbids_somebody_is_told_and_nothing_can_be_done(page, qtbot):
    box = opened(planned(page, "Inés"), qtbot)
    choose(box, "Mudo")
    box.ask()
    settle(page.context.tasks)
    assert told(box).splitlines() == ["That cannot be.", "It takes somebody who offers deliveries."]
    assert not box.do_button.isVisible()
    language.switch(QApplication.instance(), "es")
    assert told(box).splitlines()[0] == "Eso no se puede."
    box.reject()


def test_another_choice_takes_the_answer_away(page, qtbot):
    box = opened(planned(page, "Inés", "Ana"), qtbot)
    choose(box, "Ana")
    box.ask()
    settle(page.context.tasks)
    assert box.do_button.isVisible()
    choose(box, "Inés")
    assert not box.do_button.isVisible()
    assert told(box) == "Asking changes nothing."
    box.reject()


def test_asking_can_be_cancelled_and_the_window_stays(page, qtbot, monkeypatch):
    box = opened(planned(page, "Inés"), qtbot)
    handles: list[Progress] = []

    def never(_job: str, _document: dict[str, Any], *, progress: Progress, **_given: Any) -> Any:
        handles.append(progress)
        while True:
            progress.step(0, 0)

    monkeypatch.setattr(whatif, "ask_apart", never)
    box.ask()
    qtbot.waitUntil(lambda: bool(handles))
    assert box.bar.isVisible()
    assert box.close_button.text() == "Cancel"
    box.close_button.click()
    settle(page.context.tasks)
    assert handles[0].cancelled
    with pytest.raises(Cancelled):
        handles[0].step(0, 0)
    assert box.isVisible()
    assert not box.bar.isVisible()
    assert box.close_button.text() == "Close"
    box.reject()


def test_a_need_left_out_can_be_met_by_whoever_it_disturbs_least(page, qtbot):
    home(page.context.office, wants(page.context.office, "food"))
    planned(page, "Inés", stops=1, tasks_per_week=1)
    met, left = page.state.proposals[0].need.code, page.state.unmatched[0].need.code
    page.board.set_tab(Tab.UNMATCHED)
    settle(page.context.tasks)
    box = opened(page, qtbot)
    assert listed(box)[0] == "Whoever it disturbs least"
    box.ask()
    settle(page.context.tasks)
    assert f"1 need would no longer be met: {met}." in told(box)
    box.do_button.click()
    settle(page.context.tasks)
    assert [proposal.need.code for proposal in page.state.proposals] == [left]


def test_a_pick_up_is_asked_which_lot(page, qtbot):
    box = opened(planned(page, "Inés", mode=Mode.PICKUP), qtbot)
    assert box.windowTitle() == "Give something else"
    assert listed(box)[0] == "These fit"
    box.reject()
