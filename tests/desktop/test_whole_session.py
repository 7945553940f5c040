"""A whole session by keyboard alone, in a real window: what a coordinator does on a Monday, from unlock to quit."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time
from pathlib import Path

import pytest

from mutualaid.language.catalog import catalog
from mutualaid.records.kinds import MatchState, MovementKind, NeedState
from mutualaid.records.time import Window
from mutualaid.services.households import household, household_lines
from mutualaid.services.matches import match_lines
from mutualaid.services.office import Office, create_office, open_office
from mutualaid.services.supplies import items, lot, lot_lines
from mutualaid.vault.kdf import Argon2Cost
from tests.desktop.real_window import PATIENCE_S, RealWindow, missing, office_window
from tests.services.make import helper, stock

PASSPHRASE = "siete gatos bajo la lluvia"
EVERY_DAY = [
    Window(weekday=day, start=start, end=end)
    for day in range(7)
    for start, end in ((time(8), time(12)), (time(12), time(17)), (time(17), time(20)))
]

pytestmark = pytest.mark.skipif(bool(missing()), reason=f"not installed: {', '.join(missing())}")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An office with two volunteers and a stocked pantry, and nobody in need yet."""
    place = tmp_path / "office"
    office, _words = create_office(
        place, passphrase=PASSPHRASE, coordinator="Lupe", kdf=Argon2Cost(memory_kib=32, passes=1, lanes=1)
    )
    for name in ("Inés Nowak", "Mateo Reed"):
        helper(office, name=name, availability=EVERY_DAY, tasks_per_week=6, stops=8, radius_km=30)
    usual = {row.record.category: row.record.code for row in items(office) if row.record.default}
    for category in ("food", "baby"):
        stock(office, usual[category], 40)
    office.close()
    return place


@pytest.fixture
def window(tmp_path: Path, folder: Path) -> Iterator[RealWindow]:
    with office_window(tmp_path, folder, "es") as opened:
        yield opened


def es(words: str) -> str:
    """The Spanish of what the window says."""
    return catalog("es").tr(words).replace("&", "")


def test_a_household_is_helped_from_first_call_to_delivery_by_keyboard_alone(window: RealWindow, folder: Path) -> None:
    unlock(window)
    add_household_in_spanish(window)
    switch_to_english(window)
    make_plan_and_deliver(window)
    lock_and_quit(window)

    office = open_office(folder, passphrase=PASSPHRASE)
    try:
        assert_helped(office)
    finally:
        office.close()


def unlock(window: RealWindow) -> None:
    window.enter_window("mutualaid")
    window.wait_for_focus(es("Passphrase"))
    window.picture("unlock-es")
    window.write_covered(PASSPHRASE)
    window.press("Return")
    window.enter_window("mutualaid")
    window.wait_for(es("Nothing waits"))
    window.picture("first-page-es")


def choose(window: RealWindow, field: str, typed: str) -> None:
    """Go to a list and type enough of what is wanted; leaving the field chooses it."""
    window.tab_to(field)
    window.write(typed)
    window.press("Tab")


def add_household_in_spanish(window: RealWindow) -> None:
    window.press("ctrl+3")
    window.wait_for(es("No household yet"))
    window.wait_for_focus(es("Add a household…"))
    window.press("n")
    window.enter_window(es("Add a household"))
    window.wait_for_focus(es("Name of the contact"))
    window.write("Inés Muñoz Pérez")
    window.tab_to(es("Phone"))
    window.write("773 555 0142")
    choose(window, es("Languages"), "español")
    window.tab_to(es("How many people"))
    window.press("ctrl+a")
    window.write("5")
    choose(window, es("Zone"), "villita")
    window.tab_to(es("Address"))
    window.write("2656 S Lawndale Ave")
    choose(window, es("What is needed"), "comida")
    window.wait_for(es("How much"))
    window.tab_to(es("Another need"))
    window.press("space")
    window.wait_for_focus(es("What is needed"))
    choose(window, es("What is needed"), "pañales")
    window.picture("household-es")
    window.press("ctrl+s")
    window.wait_for(
        catalog("es").ntr("The household is saved with {n} need.", "The household is saved with {n} needs.", 2)
    )
    window.picture("household-saved-es")


def switch_to_english(window: RealWindow) -> None:
    window.press("ctrl+shift+l")
    window.wait_for("Households")
    window.wait_for("Add a household…")
    window.picture("households-en")


def make_plan_and_deliver(window: RealWindow) -> None:
    window.press("ctrl+6")
    window.wait_for("Make a plan")
    window.wait_for_focus("Make a plan")
    window.press("ctrl+m")
    window.wait_for("2 of 2 needs are matched")
    window.wait_for_focus("", role="tree item")
    window.wait_for("Accept (A)")
    window.picture("plan-en")
    window.press("a")
    window.wait_for("They said yes (Y)")
    window.picture("accepted-en")
    window.press("y")
    window.wait_for("Delivered (D)")
    window.picture("confirmed-en")
    window.press("d")
    window.wait_for(" is done.")
    window.picture("delivered-en")


def lock_and_quit(window: RealWindow) -> None:
    window.press("ctrl+l")
    window.enter_window("mutualaid")
    window.wait_for_focus("Passphrase")
    window.picture("locked-en")
    window.press("ctrl+q")
    assert window.program.wait(PATIENCE_S) == 0
    said = window.said()
    assert not any(word in said for word in ("Traceback", "Muñoz", "0142", "Lawndale"))


def assert_helped(office: Office) -> None:
    (line,) = household_lines(office)
    home = household(office, uid=line.uid)
    assert home.record.contact_name == "Inés Muñoz Pérez"
    assert home.record.phones[0].number == "+17735550142"
    assert (home.record.languages, home.record.size, home.record.zone) == (["spa"], 5, "chi-30")
    assert sorted(need.record.category for need in home.needs) == ["baby", "food"]
    (met,) = [need.record for need in home.needs if need.record.state == NeedState.FULFILLED]
    (waiting,) = [need.record for need in home.needs if need.record.state != NeedState.FULFILLED]
    assert waiting.state == NeedState.OPEN
    assert met.finished_on == date.today()
    (match,) = match_lines(office)
    assert match.state == MatchState.DONE
    pages = [lot(office, uid=line.uid) for line in lot_lines(office)]
    out = MovementKind.HANDED_OUT
    moved = {page.record.item: [m.record.units for m in page.movements if m.record.kind == out] for page in pages}
    assert moved.pop(met.item) == [-met.quantity]
    assert list(moved.values()) == [[]]
    assert {page.record.item: page.on_hand for page in pages}[met.item] == 40 - met.quantity
