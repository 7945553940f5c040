"""The window of runs with real keys and clicks: gathered, ordered, confirmed, marked stop by stop, planned again."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from mutualaid.desktop import language
from mutualaid.desktop.page import Context
from mutualaid.desktop.runs.dialogs import GiveDialog, RunDialog, StopDialog
from mutualaid.desktop.runs.window import RunsWindow, open_run, open_runs
from mutualaid.desktop.tasks import Tasks
from mutualaid.desktop.widgets.messages import MessageBar
from mutualaid.records.kinds import MatchState, RunState
from mutualaid.services import run_stops, runs
from mutualaid.services.office import Office
from tests.services.conftest import ask_here, solve_here
from tests.services.driving import boxes, driver, promised
from tests.services.make import stock

Key = Qt.Key


@pytest.fixture
def went() -> list[tuple[str, str]]:
    return []


@pytest.fixture
def window(
    office: Office, tasks: Tasks, app: QApplication, qtbot, went: list[tuple[str, str]], settle: Callable[[], None]
) -> Iterator[RunsWindow]:
    lot = stock(office, "pantry_box", 60)
    ana, eva = driver(office, name="Ana Ruiz", stops=12), driver(office, name="Eva Soto")
    promised(office, boxes(office, 12, quantity=2), ana, lot, units=2)
    promised(office, boxes(office, 1, first=12), eva, lot)
    top = QWidget()
    qtbot.addWidget(top)
    context = Context(office, tasks, MessageBar(top), lambda page, uid: went.append((page, uid)), lambda _name: None)
    made = open_runs(context, top)
    settle()
    yield made
    top.hide()  # the window's parent lives as long as the test


def dialog(window: RunsWindow, kind: type[QDialog]) -> QDialog:
    return next(one for one in window.findChildren(kind) if one.isVisible())


def press(window: RunsWindow, qtbot, key: Key, settle: Callable[[], None], held=Qt.KeyboardModifier.NoModifier) -> None:
    qtbot.keyClick(window.pane.list, key, held)
    settle()


def states(window: RunsWindow) -> list[MatchState]:
    assert window.pane.page is not None
    return [stop.state for stop in window.pane.page.stops]


def test_a_run_of_twelve_is_gathered_driven_and_its_rest_planned_again_by_keyboard(
    window: RunsWindow, qtbot, settle: Callable[[], None], went: list[tuple[str, str]], office: Office,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    from mutualaid.services import planning

    monkeypatch.setattr(planning, "solve_apart", solve_here)
    monkeypatch.setattr(planning, "ask_apart", ask_here)
    assert "13 accepted deliveries" in window.left.text()
    qtbot.mouseClick(window.gather_button, Qt.MouseButton.LeftButton)
    settle()
    assert [window.list.item(row).text().splitlines()[0] for row in range(window.list.count())] == [
        "Ana Ruiz", "Eva Soto"
    ]  # fmt: skip
    pane = window.pane
    assert pane.list.count() == 12
    assert "Nombre00" in pane.list.item(0).text()
    pane.list.setFocus()
    press(window, qtbot, Key.Key_D, settle)
    assert "confirm it first" in window.messages.shown
    first = pane.list.order()
    press(window, qtbot, Key.Key_Down, settle, Qt.KeyboardModifier.AltModifier)
    assert pane.list.order() == [first[1], first[0], *first[2:]]
    assert pane.list.currentRow() == 1
    press(window, qtbot, Key.Key_Z, settle, Qt.KeyboardModifier.ControlModifier)
    assert pane.list.order() == first
    pane.run_buttons["confirm"].click()
    settle()
    assert pane.page is not None
    assert pane.page.state is RunState.CONFIRMED
    pane.list.go_to(first[0])
    for key in (Key.Key_D, Key.Key_D, Key.Key_H, Key.Key_W, Key.Key_D):
        press(window, qtbot, key, settle)
    assert pane.list.currentRow() == 5
    assert [state.value for state in states(window)[:5]] == ["done", "done", "failed", "failed", "done"]
    assert "Nobody home" in pane.list.item(2).text()
    press(window, qtbot, Key.Key_P, settle)
    form = dialog(window, StopDialog)
    form.units.setValue(1)
    form.spoiled.setChecked(True)
    qtbot.keyClick(form, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert "Delivered in part: 1 of 2" in pane.list.item(5).text()
    pane.list.go_to(first[4])
    press(window, qtbot, Key.Key_O, settle)
    assert states(window)[4] is MatchState.CONFIRMED
    pane.run_buttons["replan"].click()
    question = next(one for one in window.findChildren(QDialog) if one.isVisible() and one is not window)
    qtbot.keyClick(question, Key.Key_Return)
    settle()
    assert pane.page.state is RunState.DONE
    assert states(window).count(MatchState.DONE) == 3
    assert "proposed again" in window.messages.shown
    window.messages.action.click()
    assert went == [("matching", "")]


@pytest.mark.campaign
def test_a_stop_is_given_away_and_the_rest_delivered_at_once(
    window: RunsWindow, qtbot, settle: Callable[[], None], office: Office
) -> None:
    window.gather()
    settle()
    pane = window.pane
    one, other = (line.uid for line in window.seen.lines)
    pane.list.setFocus()
    press(window, qtbot, Key.Key_M, settle)
    form = dialog(window, GiveDialog)
    form.save()
    assert form.form.rows["to"].wrong
    form.to.set_code(f"run:{other}")
    form.save()
    settle()
    assert [line.stops for line in window.seen.lines] == [11, 2]
    pane.run_buttons["change"].click()
    change = dialog(window, RunDialog)
    change.starts.set_code("09:00:00")
    change.save()
    settle()
    assert "9:00" in pane.way.text()
    open_run(pane.context, other, window.parentWidget())
    settle()
    assert pane.uid == other
    pane.run_buttons["confirm"].click()
    settle()
    pane.run_buttons["all"].click()
    question = next(d for d in window.findChildren(QDialog) if d.isVisible() and d is not window)
    qtbot.keyClick(question, Key.Key_Return)
    settle()
    assert runs.run(office, uid=other).state is RunState.DONE
    assert not pane.run_buttons["replan"].isVisible()
    run_stops.unmark_stop(office, run=other, match=runs.run(office, uid=other).stops[0].match)
    language.switch(QApplication.instance(), "es")
    pane.refresh()
    settle()
    assert "Recorridos" in window.windowTitle()
    assert "1 de 2 paradas están marcadas." in pane.standing.text()
    runs.move_stop(office, run=other, match=pane.page.open[0].match, to=one)
    pane.show_run(other)
    settle()
