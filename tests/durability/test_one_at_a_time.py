"""Whoever comes second is told that the store is in use, and the first goes on as if nobody had come."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mutualaid.desktop.doors import OfficeDoors
from mutualaid.desktop.tasks import Tasks
from mutualaid.desktop.unlock import UnlockWindow
from mutualaid.records.errors import InUse
from mutualaid.services.verifying import verify
from tests.cli.terminal import Terminal
from tests.durability.children import run
from tests.durability.places import Place, records
from tests.durability.report import Figures
from tests.durability.watching import ROOT, environment
from tests.durability.ways import WAYS, laid
from tests.services.make import PASSPHRASE, home, wants

ROUNDS = 20


@pytest.fixture
def place(laid_out: Path, tmp_path: Path) -> Place:
    return laid(WAYS[0], laid_out).copied_to(tmp_path / "place")


def test_commands_and_the_desktop_are_refused_while_an_office_is_open(
    place: Place, qapp: QApplication, qtbot: QtBot, figures: Figures
) -> None:
    tasks = Tasks()
    with place.at_home():
        first = place.open()
        terminal = Terminal(place.office)
        refused = 0
        written, let_in = set(), []
        for number in range(ROUNDS):
            written.add(home(first, wants(first, "food"))[0])
            if number % 4:
                refused += terminal.run("list", "needs", passphrase=PASSPHRASE).code == InUse.exit_code
                continue
            window = UnlockWindow(OfficeDoors(), tasks, place.office)
            tasks.told.connect(window.failed)
            window.opened.connect(lambda office: let_in.append(office))
            qtbot.addWidget(window)
            window.show()
            window.passphrase.line.setText(PASSPHRASE)
            window.unlock()
            qtbot.waitUntil(lambda: not tasks.busy)
            refused += not let_in and window.panel.isVisible()
        now = records(first)
        assert verify(first) == []
        first.close()
        again = place.open()
        kept = records(again)
        again.close()
    tasks.shutdown()
    lost = sum(not any(uid in line for line in kept) for uid in written)
    figures.add("second instance let in", rounds=ROUNDS, bad=ROUNDS - refused)
    figures.add("first instance harmed by a second", rounds=ROUNDS, bad=lost + (now != kept))
    assert refused == ROUNDS
    assert lost == 0
    assert now == kept


_RACER = (
    "import sys\nfrom pathlib import Path\nfrom mutualaid.records.errors import InUse\n"
    "from mutualaid.services.office import open_office\nprint('ready', flush=True)\nsys.stdin.readline()\n"
    "try:\n    office = open_office(Path(sys.argv[1]), passphrase=sys.argv[2])\n    print('in', flush=True)\n"
    "    sys.stdin.readline()\n    office.close()\nexcept InUse:\n    print('refused', flush=True)\n"
)


def test_of_several_that_come_at_once_one_gets_in(place: Place, figures: Figures) -> None:
    racers = [
        subprocess.Popen(
            [sys.executable, "-c", _RACER, str(place.office), PASSPHRASE],
            cwd=ROOT,
            env=environment(place),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(4)
    ]
    for racer in racers:
        assert racer.stdout is not None
        assert racer.stdout.readline() == "ready\n"
    for racer in racers:
        assert racer.stdin is not None
        racer.stdin.write("go\n")
        racer.stdin.flush()
    came = [racer.stdout.readline().strip() for racer in racers if racer.stdout is not None]
    for racer in racers:
        racer.communicate("go\n" if racer.poll() is None else None)
    figures.add("more than one of four at once let in", rounds=1, bad=came.count("in") - 1)
    assert sorted(came) == ["in", "refused", "refused", "refused"]


def test_a_killed_holder_lets_the_next_one_in(place: Place, figures: Figures) -> None:
    def hold(place: Place, tell: object) -> None:
        place.open()
        os.kill(os.getpid(), 9)

    shut_out = 0
    for _ in range(ROUNDS):
        assert run(hold, place).killed
        with place.at_home():
            try:
                place.open().close()
            except InUse:
                shut_out += 1
    figures.add("shut out after a killed holder", rounds=ROUNDS, bad=shut_out)
    assert shut_out == 0
