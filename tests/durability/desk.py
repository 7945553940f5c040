"""A person at the desktop, in a process of her own: `python -m tests.durability.desk FOLDER HOW`.

She unlocks, searches, saves a household, half fills another form; then, as HOW says, she locks, or the program is
killed. What is open on the store at each moment is printed as JSON.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QDialog

from mutualaid.desktop.app import Desktop, install_excepthook, make_application
from mutualaid.desktop.doors import OfficeDoors
from mutualaid.desktop.households.editor import HouseholdEditor
from mutualaid.desktop.preferences import Preferences
from mutualaid.records.errors import InUse
from mutualaid.vault.hardening import harden_process
from mutualaid.vault.layout import StoreFolder
from mutualaid.vault.lock import StoreLock
from tests.durability.canaries import NAME, NOTE, PHONE, SEARCHED, STREET
from tests.services.make import PASSPHRASE

_PATIENCE_S = 60.0


def until(looks: Callable[[], object], what: str) -> None:
    """Let Qt run until something holds."""
    end = time.monotonic() + _PATIENCE_S
    while not looks():
        QApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        time.sleep(0.005)
        if time.monotonic() > end:
            raise SystemExit(f"not in time: {what}")


def held(folder: Path) -> list[str]:
    """Files of the store that this process has open."""
    links = [one.readlink() for one in Path("/proc/self/fd").iterdir() if one.is_symlink()]
    return sorted(link.name for link in links if link.is_relative_to(folder))


def locked(folder: Path) -> bool:
    """Whether the store is held by somebody."""
    try:
        with StoreLock(StoreFolder(folder)):
            return False
    except InUse:
        return True


class Desk:
    """The desktop on one store."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        app = make_application([], lang="es")
        self.desktop = Desktop(app, OfficeDoors(), Preferences(language="es", look="light", folder=str(folder)))
        install_excepthook(self.desktop)
        self.desktop.begin()

    def settle(self) -> None:
        """Let everything that was begun end."""
        until(lambda: not self.desktop.tasks.busy, "work to end")

    def unlock(self) -> None:
        """Type the passphrase."""
        until(lambda: self.desktop.unlock is not None, "the unlock window")
        window = self.desktop.unlock
        assert window is not None
        window.passphrase.line.setText(PASSPHRASE)
        window.unlock()
        until(lambda: self.desktop.shell is not None, "the office")
        self.settle()

    def search(self) -> None:
        """Look for somebody."""
        shell = self.desktop.shell
        assert shell is not None
        shell.search.setText(SEARCHED)
        shell.search.textEdited.emit(SEARCHED)
        until(lambda: shell.search._timer.isActive() is False, "the search to begin")
        self.settle()
        shell.search.clear()

    def form(self) -> HouseholdEditor:
        """A new household's form, half filled."""
        shell = self.desktop.shell
        assert shell is not None
        shell.go("households")
        self.settle()
        shell.page("households").add()  # type: ignore[attr-defined]
        until(lambda: self._forms(), "the form")
        self.settle()
        form = self._forms()[-1]
        form.fields.name.set_text(NAME)
        form.fields.address.set_text(STREET)
        form.fields.phones.rows[0].number.setText(PHONE)
        form.fields.notes.box.setPlainText(NOTE)
        form.touch()
        return form

    def _forms(self) -> list[HouseholdEditor]:
        shown = [window for window in QApplication.topLevelWidgets() if isinstance(window, HouseholdEditor)]
        return [form for form in shown if form.isVisible()]


def main(folder: Path, how: str) -> None:
    """A morning."""
    harden_process()
    desk = Desk(folder)
    desk.unlock()
    facts: dict[str, object] = {"open": held(folder), "held": locked(folder)}
    desk.search()
    desk.form()
    until(lambda: not desk.desktop.tasks.busy, "the form to settle")
    if how == "crash":
        os.kill(os.getpid(), signal.SIGKILL)
    desk.desktop.lock()
    until(lambda: desk.desktop.shell is None and desk.desktop.unlock is not None, "the lock")
    end = time.monotonic() + 0.5
    until(lambda: time.monotonic() > end, "windows to go")
    dialogs = [
        window for window in QApplication.topLevelWidgets() if isinstance(window, QDialog) and window.isVisible()
    ]
    facts |= {"open after": held(folder), "held after": locked(folder), "dialogs after": len(dialogs)}
    facts["clipboard after"] = QApplication.clipboard().text()
    if how == "crash-locked":
        print(json.dumps(facts), flush=True)
        os.kill(os.getpid(), signal.SIGKILL)
    desk.desktop.leave()
    print(json.dumps(facts))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
