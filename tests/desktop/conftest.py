"""One application for all window tests, in the light look."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from mutualaid.desktop import language, preferences, theme
from mutualaid.desktop.app import Desktop
from mutualaid.desktop.doors import OfficeDoors
from mutualaid.desktop.guard import Guard
from mutualaid.desktop.locking import sweep
from mutualaid.desktop.page import Page
from mutualaid.desktop.signals.base import SystemSignals
from mutualaid.desktop.tasks import Tasks
from mutualaid.desktop.widgets.messages import MessageBar
from mutualaid.services.office import Office
from tests.services.make import PASSPHRASE, copied_office, laid_office


@pytest.fixture
def app(qapp: QApplication) -> Iterator[QApplication]:
    # What the last test closed goes now: Qt deletes it only in a running loop, and a new look styles all that is left.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    theme.apply(qapp, "light")
    language.switch(qapp, "en")
    yield qapp
    language.switch(qapp, "en")


@pytest.fixture
def tasks(app: QApplication) -> Iterator[Tasks]:
    made = Tasks()
    yield made
    made.shutdown()


@pytest.fixture
def owner(app: QApplication) -> QObject:
    return QObject(app)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """An open office in a real, encrypted store at a cheap cost."""
    made = copied_office(tmp_path / "office")
    yield made
    made.close()


@pytest.fixture
def bar(app: QApplication) -> Iterator[MessageBar]:
    """A message bar in a window that does not take the focus."""
    window = QWidget()
    yield MessageBar(window)
    window.deleteLater()


@pytest.fixture
def settle(qtbot: QtBot, tasks: Tasks) -> Callable[[], None]:
    """Waits until nothing is under way, what its answers start included."""

    def wait() -> None:
        qtbot.waitUntil(lambda: not tasks.busy)
        QApplication.processEvents()
        qtbot.waitUntil(lambda: not tasks.busy)

    return wait


@pytest.fixture
def show_page(qtbot: QtBot, settle: Callable[[], None]) -> Callable[[Page], Page]:
    """Shows a page in a window of its own and waits until it has read what it shows."""

    def show(page: Page) -> Page:
        page.show()
        page.activateWindow()
        qtbot.waitExposed(page)
        settle()
        return page

    return show


@pytest.fixture
def shown(page: Page, show_page: Callable[[Page], Page]) -> Callable[[], Page]:
    """Shows the module's own `page`, once the office is filled."""
    return lambda: show_page(page)


def never() -> None:
    """The last resort of a panic, which no test should need."""
    raise AssertionError("the process would have been ended")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Where a closed office lies."""
    return laid_office(tmp_path / "office")


@pytest.fixture
def system(app: QApplication) -> SystemSignals:
    """A system that tells nothing by itself."""
    return SystemSignals(app)


@pytest.fixture
def program(app: QApplication, place: Path, tmp_path: Path, system: SystemSignals, qtbot: QtBot) -> Iterator[Desktop]:
    """The program as it starts: the unlock window is on view."""
    doors = OfficeDoors()
    remembered = preferences.Preferences(folder=str(place))
    made = Desktop(
        app,
        doors,
        remembered,
        file=tmp_path / "window.json",
        guard=Guard(app, doors, signals=system, last_resort=never),
    )
    made.begin()
    yield made
    made.leave()
    sweep(None)
    app.removeEventFilter(made.guard.panic_key)


@pytest.fixture
def unlock(program: Desktop, qtbot: QtBot) -> Callable[[], Office]:
    """Types the passphrase and waits for the office and its first page."""

    def do() -> Office:
        qtbot.waitUntil(lambda: program.unlock is not None and program.unlock.passphrase.isEnabled())
        assert program.unlock is not None
        program.unlock.passphrase.line.setText(PASSPHRASE)
        program.unlock.unlock()
        qtbot.waitUntil(lambda: program.shell is not None)
        assert program.shell is not None
        qtbot.waitUntil(lambda: not program.tasks.busy)
        return program.shell.office

    return do
