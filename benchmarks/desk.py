"""How long the window's thread is held up while a large plan is shown, grouped, filtered, scrolled, selected, accepted
and made again: milliseconds between two turns of the event loop, on the wall and of the thread's own processor time.

python benchmarks/desk.py [NEEDS]       2,000 open needs unless said; needs no display
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from random import Random

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from PySide6.QtCore import QElapsedTimer, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from mutualaid.desktop.app import GIVE_WAY_S, make_application
from mutualaid.desktop.matching.page import MatchingPage
from mutualaid.desktop.matching.rows import Tab, View
from mutualaid.desktop.shell import Shell
from mutualaid.desktop.tasks import Tasks
from mutualaid.records.household import Household
from mutualaid.records.need import Need
from mutualaid.records.time import Window
from mutualaid.records.volunteer import SpokenLanguage, Volunteer
from mutualaid.services.needs import draft_need
from mutualaid.services.office import Office, create_office
from mutualaid.services.planning import make_plan
from mutualaid.services.supplies import add_site, receive_lot, sites

ITEMS = ("produce_box", "pantry_box", "hygiene_kit")
TONGUES = ("spa", "eng", "mam", "quc", "hat")


def lay(folder: Path, count: int) -> Office:
    """An office with so many open needs, a fifth as many volunteers, half as many lots."""
    chance, today = Random(4), date.today()
    office, _words = create_office(folder, passphrase="siete gatos bajo la lluvia", coordinator="Lupe")
    zones = sorted(office.zones)[:40]
    with office.store.write("bench") as write:
        homes = [
            Household.checked(
                code=f"BEMA-{number}", contact_name=f"Familia {number}", zone=chance.choice(zones), size=4,
                languages=[chance.choice(TONGUES)], received_on=today,
            )
            for number in range(1, count // 3 + 2)
        ]  # fmt: skip
        uids = write.add_many(homes)
        draft = draft_need(office, category="food", household_size=4, received_on=today)
        needs = []
        for number in range(count):
            home = number // 3
            fields = {"household": uids[home], "code": f"{homes[home].code}.{number % 3 + 1}", "state": "open"}
            fields |= {"item": chance.choice(ITEMS), "urgency": chance.choice([1, 2, 2, 3, 4])}
            needs.append(Need.checked(**(draft.model_dump() | fields)))
        write.add_many(needs)
        people = [
            Volunteer.checked(
                code=f"V-{number}", name=f"Voluntaria {number:03}", zone=chance.choice(zones), radius_km=12,
                languages=[SpokenLanguage(code=one) for one in chance.sample(TONGUES, 2)], skills=["deliveries"],
                transport="car", seats=3, capacity_kg=120, stops=6, tasks_per_week=3,
                availability=[
                    Window(on=today + timedelta(days=day), start=time_of(8), end=time_of(20))
                    for day in chance.sample(range(1, 7), 2)
                ],
            )
            for number in range(count // 5)
        ]  # fmt: skip
        write.add_many(people)
    for number in range(6):
        add_site(office, name=f"Despensa {number}", zone=zones[number * 5])
    codes = [row.record.code for row in sites(office)]
    for _ in range(60):
        receive_lot(office, item=chance.choice(ITEMS), site=chance.choice(codes), quantity=count // 20, on=today)
    return office


def time_of(hour: int):
    from datetime import time as clock

    return clock(hour)


class Probe:
    """Hears the event loop turn, as often as it can; the longest silences are stalls."""

    def __init__(self) -> None:
        self.wall: list[float] = []
        self.own: list[float] = []
        self._last = (time.perf_counter(), time.thread_time())
        self._timer = QTimer()
        self._timer.timeout.connect(self._turn)
        self._timer.start(1)

    def _turn(self) -> None:
        now = time.perf_counter(), time.thread_time()
        self.wall.append(1000 * (now[0] - self._last[0]))
        self.own.append(1000 * (now[1] - self._last[1]))
        self._last = now

    def measure(self, what: str, do: Callable[[], object], done: Callable[[], bool]) -> None:
        settle(lambda: True, 50)
        self.wall.clear()
        self.own.clear()
        do()
        settle(done, 50)
        wall, own = sorted(self.wall), sorted(self.own)
        at = min(len(own) - 1, int(len(own) * 0.99))
        longest, p99 = (wall[-1], own[-1]), (wall[at], own[at])
        told = [
            f"{name} {on_wall:7.1f} ms, own {itself:6.1f} ms"
            for name, (on_wall, itself) in (("longest", longest), ("p99", p99))
        ]
        print(f"{what:34} {'   '.join(told)}   {len(own):5} turns", flush=True)


def settle(done: Callable[[], bool], least_ms: int) -> None:
    clock = QElapsedTimer()
    clock.start()
    while clock.elapsed() < least_ms or not done():
        QApplication.processEvents()


def keys(page: MatchingPage, key: Qt.Key, times: int, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier):
    def press() -> None:
        for _ in range(times):
            QTest.keyClick(page.board.tree, key, modifier)
            QApplication.processEvents()
            QApplication.processEvents()  # the probe has its turn too

    return press


def typed(page: MatchingPage, text: str) -> Callable[[], None]:
    def type_it() -> None:
        page.find_here()
        for letter in text:
            QTest.keyClicks(page.board.filter, letter)
            settle(lambda: True, 170)

    return type_it


def confirm() -> None:
    for window in QApplication.topLevelWidgets():
        if isinstance(window, QDialog) and window.isVisible():
            window.accept()


def measure(shell: Shell, tasks: Tasks) -> None:
    def still() -> bool:
        return not tasks.busy

    probe = Probe()
    probe.measure("show the page", lambda: shell.go("matching"), still)
    page, key, ctrl = shell.page(), Qt.Key, Qt.KeyboardModifier.ControlModifier
    board = page.board
    print(f"{len(page.state.proposals):,} proposals, {len(page.state.unmatched):,} needs left out")
    for view in (View.VOLUNTEER, View.DAY, View.NEED):
        probe.measure(f"group by {view}", lambda view=view: board.set_view(view), still)
    probe.measure("the list of those left out", lambda: board.set_tab(Tab.UNMATCHED), still)
    probe.measure("back to those matched", lambda: board.set_tab(Tab.MATCHED), still)
    probe.measure("type a name into the filter", typed(page, "voluntaria 03"), still)
    probe.measure("show all again", board.show_all, still)
    board.set_view(View.VOLUNTEER)
    probe.measure("scroll 100 pages", keys(page, key.Key_PageDown, 100), still)
    probe.measure("go line by line, 100 cards", keys(page, key.Key_Up, 100), still)
    probe.measure("choose all", keys(page, key.Key_A, 1, ctrl), still)
    keys(page, key.Key_Home, 1)()
    probe.measure("accept a volunteer's run", keys(page, key.Key_A, 1), still)
    probe.measure("undo it", page.context.messages.action.click, still)
    probe.measure("pin a proposal", keys(page, key.Key_P, 1), still)

    def plan_and_look() -> None:
        page.make_plan()
        for _ in range(150):
            QTest.keyClick(board.tree, key.Key_Down)
            settle(lambda: True, 20)
        page.solving.cancel.click()

    probe.measure("look at the page while planning", plan_and_look, still)

    def accept_all() -> None:
        page.accept_all_button.click()
        confirm()

    probe.measure("accept all", accept_all, still)


def main(count: int) -> None:
    with tempfile.TemporaryDirectory() as temporary:
        office = lay(Path(temporary) / "office", count)
        make_plan(office, effort="quick")
        make_application([], look="light", lang="en")
        sys.setswitchinterval(GIVE_WAY_S)
        tasks = Tasks()
        shell = Shell(office, tasks)
        shell.resize(1280, 800)
        shell.show()
        settle(lambda: not tasks.busy, 500)
        measure(shell, tasks)
        shell.hide()
        tasks.shutdown()
        office.close()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000)
