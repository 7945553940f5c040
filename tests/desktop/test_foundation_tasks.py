from __future__ import annotations

import threading

import pytest
import shiboken6
from PySide6.QtCore import QObject, QThread
from pytestqt.qtbot import QtBot

from mutualaid.desktop import tasks as tasks_module
from mutualaid.desktop.progress import ProgressWindow
from mutualaid.desktop.tasks import Tasks
from mutualaid.progress import Progress
from mutualaid.records.errors import Refused
from mutualaid.records.views import Area, Changed


def idle(qtbot: QtBot, tasks: Tasks) -> None:
    qtbot.waitUntil(lambda: not tasks.busy)


def test_a_read_runs_on_another_thread_and_is_answered_on_the_windows(qtbot, tasks, owner):
    heard = []
    here = QThread.currentThread()
    tasks.read(threading.get_ident, lambda ident: heard.append((ident, QThread.currentThread())), owner=owner)
    idle(qtbot, tasks)
    assert heard[0][0] != threading.get_ident()
    assert heard[0][1] is here


def test_an_answer_to_a_page_that_is_gone_is_dropped(qtbot, tasks, app):
    page, heard, gate = QObject(), [], threading.Event()
    tasks.read(gate.wait, heard.append, owner=page)
    shiboken6.delete(page)
    gate.set()
    idle(qtbot, tasks)
    assert heard == []


def test_a_write_tells_what_changed_after_the_page_was_answered(qtbot, tasks, owner):
    heard = []
    tasks.changed.connect(lambda what: heard.append(("changed", what.uids)))
    what = Changed(frozenset({Area.NEEDS}), ("u1",))
    tasks.write(lambda: what, lambda _what: heard.append(("answer",)), owner=owner)
    idle(qtbot, tasks)
    assert heard == [("answer",), ("changed", ("u1",))]


def test_a_fault_that_no_page_takes_is_told_as_its_sentence(qtbot, tasks, owner):
    def refuse() -> None:
        raise Refused("refused")

    with qtbot.waitSignal(tasks.told) as told:
        tasks.write(refuse, owner=owner)
    assert told.args == ["A rule of the office does not allow this; nothing was changed."]


def test_a_page_may_take_its_fault_itself(qtbot, tasks, owner):
    def refuse() -> None:
        raise Refused("refused")

    heard = []
    tasks.read(refuse, owner=owner, fail=lambda fault: heard.append(fault.code))
    idle(qtbot, tasks)
    assert heard == ["refused"]


def test_an_unforeseen_error_is_told_calmly_and_logged_without_its_text(qtbot, tasks, owner, caplog):
    def stumble() -> None:
        raise ValueError("Doña Ana 773 555 0165")

    with qtbot.waitSignal(tasks.told) as told:
        tasks.read(stumble, owner=owner)
    assert "Ana" not in told.args[0]
    assert "Ana" not in caplog.text
    assert "unexpected ValueError at test_foundation_tasks.py" in caplog.text
    caplog.clear()


def test_long_work_shows_its_progress_and_stops_when_cancel_is_pressed(qtbot, tasks, owner, app, monkeypatch):
    monkeypatch.setattr(tasks_module, "PATIENCE_MS", 0)
    stopped = []

    def work(progress: Progress) -> None:
        done = 0
        while True:
            progress.step(done, 0)
            done += 1

    tasks.compute(work, owner=owner, title="Matching", stopped=lambda: stopped.append(True))
    shown = lambda: [w for w in app.topLevelWidgets() if isinstance(w, ProgressWindow) and w.isVisible()]
    qtbot.waitUntil(lambda: bool(shown()))
    window = shown()[0]
    assert window.bar.accessibleName() == "Matching"
    window.cancel_button.click()
    idle(qtbot, tasks)
    assert stopped == [True]
    qtbot.waitUntil(lambda: not shown())


def test_shutting_down_cancels_work_and_delivers_nothing_more(qtbot, app, owner):
    tasks, heard, began = Tasks(), [], threading.Event()

    def work(progress: Progress) -> None:
        while True:
            began.set()
            progress.step(0, 0)

    tasks.compute(work, heard.append, owner=owner, title="")
    began.wait()
    tasks.shutdown()
    app.processEvents()
    assert heard == []
    tasks.read(lambda: 1, heard.append, owner=owner)
    assert not tasks.busy


@pytest.mark.parametrize("count", [1, 40])
def test_writes_keep_their_order(qtbot, tasks, owner, count):
    heard = []
    for number in range(count):
        tasks.write(lambda number=number: number, heard.append, owner=owner)
    idle(qtbot, tasks)
    assert heard == list(range(count))
