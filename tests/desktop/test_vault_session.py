"""A whole session by keyboard alone, in a real window, about keys and backups: a second coordinator comes, the first
one goes, a backup is made and checked, the store is damaged, and the backup puts it right.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from mutualaid.records.errors import WrongPassphrase
from mutualaid.services.households import household_lines
from mutualaid.services.keys import slots
from mutualaid.services.office import create_office, open_office
from mutualaid.vault.kdf import Argon2Cost
from tests.desktop.real_window import PATIENCE_S, RealWindow, missing, office_window, until
from tests.services.make import home

LUPES = "siete gatos bajo la lluvia"
ANAS = "otros gatos sobre la luna"
NEW = "nueve gatos cerca del lago"
CHEAP = Argon2Cost(memory_kib=32, passes=1, lanes=1)

pytestmark = pytest.mark.skipif(bool(missing()), reason=f"not installed: {', '.join(missing())}")


@pytest.fixture
def made(tmp_path: Path) -> tuple[Path, str]:
    """An office with one household, and its recovery words."""
    folder = tmp_path / "office"
    office, words = create_office(folder, passphrase=LUPES, coordinator="Lupe", kdf=CHEAP)
    home(office)
    office.close()
    return folder, words


@pytest.fixture
def window(tmp_path: Path, made: tuple[Path, str]) -> Iterator[RealWindow]:
    with office_window(tmp_path, made[0], "en") as opened:
        yield opened


@pytest.mark.campaign
def test_coordinators_change_and_a_backup_puts_a_damaged_office_right(
    window: RealWindow, made: tuple[Path, str], tmp_path: Path
) -> None:
    folder, words = made
    backup = tmp_path / "stick.backup"
    unlock(window, LUPES)
    add_ana(window)
    lock(window)
    unlock(window, ANAS)
    remove_lupe(window)
    back_up_and_check(window, backup)
    lock(window)
    damage(folder)
    restore(window, backup, words)
    window.press("ctrl+q")
    assert window.program.wait(PATIENCE_S) == 0
    said = window.said()
    assert not any(word in said for word in ("Traceback", "Rosa", "Lupe", "Ana", words.split()[0]))

    with pytest.raises(WrongPassphrase):
        open_office(tmp_path / "office-2", passphrase=LUPES)
    office = open_office(tmp_path / "office-2", passphrase=NEW)
    try:
        assert [line.contact_name for line in household_lines(office)] == ["Rosa Tum"]
        assert [slot.name for slot in slots(office) if slot.kind == "passphrase"] == ["Berta"]
    finally:
        office.close()


def unlock(window: RealWindow, passphrase: str) -> None:
    window.enter_newest("mutualaid", "Passphrase")
    window.wait_for_focus("Passphrase")
    window.write_covered(passphrase)
    window.press("Return")
    window.enter_newest("mutualaid", "Last change:")


def to_settings(window: RealWindow) -> None:
    window.press("ctrl+comma")
    window.wait_for("Who can open this office")
    window.wait_for_focus("", role="list")


def press_button(window: RealWindow, name: str) -> None:
    window.tab_to(name)
    window.press("space")


def add_ana(window: RealWindow) -> None:
    to_settings(window)
    press_button(window, "Add a coordinator…")
    window.enter_window("Add a coordinator")
    window.wait_for_focus("Name or alias")
    window.write("Ana")
    window.tab_to("Passphrase")
    window.write_covered(ANAS)
    window.tab_to("The same again")
    window.write_covered(ANAS)
    window.press("ctrl+Return")
    window.wait_for("Ana can open this office now")


def lock(window: RealWindow) -> None:
    window.press("ctrl+l")


def remove_lupe(window: RealWindow) -> None:
    to_settings(window)
    press_button(window, "Remove…")
    window.enter_window("Remove a coordinator")
    window.wait_for_focus("I understand")
    window.press("space")
    press_button(window, "Remove her, and replace all keys")
    window.wait_for("Lupe can no longer open this office")


def back_up_and_check(window: RealWindow, backup: Path) -> None:
    window.press("ctrl+comma")
    window.wait_for_focus("", role="list")
    window.press("Down")
    window.wait_for("Newest backup:")
    window.press("Tab")  # into the list of backups
    press_button(window, "Make a backup now…")
    window.enter_window("Where the backup goes")
    window.press("ctrl+a")
    window.write_covered(str(backup))
    window.press("Return")
    window.wait_for("The backup is made and was read back whole.")
    press_button(window, "Check it")
    window.wait_for("is whole: 1 household")


def damage(folder: Path) -> None:
    """Both copies of the keyfile go bad once the office is closed."""
    until(lambda: not list(folder.glob("store.db-wal")), "the office to be closed")
    for path in folder.glob("keyfile*"):
        path.write_bytes(path.read_bytes()[:-200] + bytes(200))


def restore(window: RealWindow, backup: Path, words: str) -> None:
    window.enter_newest("mutualaid", "Passphrase")
    window.wait_for_focus("Passphrase")
    window.write_covered(ANAS)
    window.press("Return")
    window.wait_for("The keyfile is damaged")
    window.wait_for_focus("Restore a backup…")
    window.press("space")
    window.enter_newest("mutualaid", "Where the office goes")
    window.wait_for_focus("Choose…")
    window.press("space")
    window.enter_window("Choose a backup")
    window.write_covered(str(backup))
    window.press("Return")
    window.wait_for(backup.name)
    press_button(window, "Go on")
    window.wait_for("never with a passphrase")
    window.write_covered(words)
    window.press("Return")
    window.wait_for_focus("Your name or an alias")
    window.write("Berta")
    window.press("Return")
    window.wait_for_focus("Passphrase")
    window.write_covered(NEW)
    window.press("Return")
    window.wait_for_focus("The same again")
    window.write_covered(NEW)
    window.press("Return")
    window.enter_newest("mutualaid", "Last change:")
