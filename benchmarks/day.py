"""How long the window's thread is held up through a coordinator's day in a large office: every page opened, searched,
walked through and worked on, in milliseconds between two turns of the event loop, on the wall and of its own time.

python benchmarks/day.py [NEEDS] [FOLDER]      50,000 needs unless said; a FOLDER keeps the office for the next time
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from benchmarks.desk import Probe, settle
from mutualaid.desktop.app import GIVE_WAY_S, make_application
from mutualaid.desktop.pages import load
from mutualaid.desktop.shell import Shell
from mutualaid.desktop.tasks import Tasks
from mutualaid.services.office import Office, create_office, open_office
from mutualaid.services.sampling import fill_sample

PASSPHRASE = "siete gatos bajo la lluvia"
MOST_MS = 100


def lay(folder: Path, needs: int) -> Office:
    """An office of that many needs in a year; made once where a folder is kept."""
    if folder.exists():
        return open_office(folder, passphrase=PASSPHRASE)
    office, _words = create_office(folder, passphrase=PASSPHRASE, coordinator="Lupe", zone="chi-30")
    fill_sample(office, households=needs * 3 // 10, needs=needs, volunteers=needs // 100, lots=needs // 100, seed=7)
    return office


class Day:
    """The window with the probe in it, and what is done by key."""

    def __init__(self, office: Office) -> None:
        self.tasks = Tasks()
        self.probe = Probe()
        self.shell: Shell | None = None
        self.office = office

    def still(self) -> bool:
        return not self.tasks.busy

    def do(self, what: str, work: Callable[[], object]) -> None:
        self.probe.measure(what, work, self.still)

    def open(self) -> None:
        shell = self.shell = Shell(self.office, self.tasks)
        shell.resize(1280, 800)
        shell.show()

    def press(
        self, key: Qt.Key, times: int = 1, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        for _ in range(times):
            target = QApplication.focusWidget() or self.shell
            assert isinstance(target, QWidget)
            QTest.keyClick(target, key, modifier)
            settle(lambda: True, 2)  # the probe has its turn too

    def write(self, text: str) -> None:
        for letter in text:
            target = QApplication.focusWidget() or self.shell
            QTest.keyClicks(target, letter)
            settle(lambda: True, 2)


def main() -> None:
    needs = int(sys.argv[1]) if len(sys.argv) > 1 else 50_000
    sys.setswitchinterval(GIVE_WAY_S)
    app = make_application([], look="light", lang="es")
    with tempfile.TemporaryDirectory() as place:
        folder = Path(sys.argv[2]) if len(sys.argv) > 2 else Path(place) / "office"
        office = lay(folder, needs)
        print(f"{needs:,} needs")
        load()  # as the program does while the passphrase is typed
        day = Day(office)
        day.do("open the office's window", day.open)
        assert day.shell is not None
        shell = day.shell
        keys = Qt.Key
        for spec in shell.specs:
            day.do(f"{spec.key}: open", lambda spec=spec: shell.go(spec.key))
            day.do(f"{spec.key}: walk down", lambda: day.press(keys.Key_Down, 15))
            day.do(f"{spec.key}: end and home", lambda: (day.press(keys.Key_End), day.press(keys.Key_Home)))
            day.do(f"{spec.key}: search", lambda: (shell.page().find_here(), day.write("maria")))
            day.do(f"{spec.key}: back to all", lambda: day.press(keys.Key_Escape))
            for name, show in shell.page().views().items():
                day.do(f"{spec.key}: {name}", show)
            day.do(f"{spec.key}: again", lambda spec=spec: shell.go(spec.key))
        day.do("search everywhere", lambda: (shell._to_search(), day.write("rosa 773")))
        day.do("leave it", lambda: day.press(keys.Key_Escape))
        day.do("the other language", lambda: shell.language_asked.emit("en"))
        shell.close()
        day.tasks.shutdown()
        office.close()
        app.quit()


if __name__ == "__main__":
    main()
