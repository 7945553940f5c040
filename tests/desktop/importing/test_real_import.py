"""The import in a real window: a Kobo export by keyboard alone, and a list of nobody's shape dragged with the mouse."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from mutualaid.services.households import household_lines
from mutualaid.services.office import create_office, open_office
from mutualaid.vault.kdf import Argon2Cost
from tests.desktop.real_window import RealWindow, Thing, missing, office_window, until
from tests.samples import sample

PASSPHRASE = "siete gatos bajo la lluvia"
HARD = (
    "Quién;Celu;Por dónde anda;Qué pide;Apuro\n"
    "Rosa Aguilar Tum;773-555-0101;La Villita;Mandadito;Ya mero\n"
    '"Caal; José";(773) 555-0102;Pilsen;Comida;Hoy\n'
)

pytestmark = [
    pytest.mark.campaign,
    pytest.mark.skipif(bool(missing()), reason=f"not installed: {', '.join(missing())}"),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "office"
    cost = Argon2Cost(memory_kib=32, passes=1, lanes=1)
    create_office(place, passphrase=PASSPHRASE, coordinator="Lupe", kdf=cost)[0].close()
    return place


@pytest.fixture
def window(tmp_path: Path, folder: Path) -> Iterator[RealWindow]:
    with office_window(tmp_path, folder, "en", tmp_path.name) as opened:
        yield opened


def open_file(window: RealWindow, file: Path) -> None:
    """From unlocking to the file that was chosen, all by keyboard."""
    window.enter_window("mutualaid")
    window.wait_for_focus("Passphrase")
    window.write_covered(PASSPHRASE)
    window.press("Return")
    window.enter_window("mutualaid")
    window.wait_for("Nothing waits")
    window.press("ctrl+i")
    window.enter_window("Import")
    window.wait_for_focus("Choose a file…")
    window.picture("file")
    window.press("Return")
    window.enter_window("Choose a file to import")
    window.write(str(file))
    window.press("Return")


def kept(folder: Path) -> list[str]:
    office = open_office(folder, passphrase=PASSPHRASE)
    try:
        return sorted(line.contact_name for line in household_lines(office))
    finally:
        office.close()


def quit_program(window: RealWindow) -> None:
    window.press("ctrl+q")
    until(lambda: window.program.poll() is not None, "the program to end")


def test_a_kobo_export_goes_in_by_keyboard_alone(window: RealWindow, folder: Path, tmp_path: Path) -> None:
    file = Path(shutil.copy(sample("kobo.csv"), tmp_path / "kobo.csv"))
    open_file(window, file)
    window.enter_newest("Import", "rows were read")
    window.picture("preview")
    window.wait_for_focus("Import")
    window.press("ctrl+Return")
    window.enter_newest("Import", "This is what was imported")
    window.picture("result")
    window.press("Escape")
    window.enter_newest("mutualaid", "Needs")
    quit_program(window)
    assert len(kept(folder)) == 59


def middle(window: RealWindow, thing: Thing) -> tuple[int, int]:
    x, y, wide, high = window.reader.place(thing)
    return x + min(wide, 120) // 2, y + high // 2


def drag(window: RealWindow, source: Thing, target: Thing) -> None:
    """Press the mouse on one thing and let it go on another, moving as a hand moves."""
    (x, y), (to_x, to_y) = middle(window, source), middle(window, target)
    window._xdotool("mousemove", str(x), str(y))
    window._xdotool("mousedown", "1")
    for step in range(1, 13):
        window._xdotool("mousemove", str(x + (to_x - x) * step // 12), str(y + (to_y - y) * step // 12))
        time.sleep(0.03)  # a hand is no faster, and a drag begins only after the pointer has moved
    window.wait_for("Let go: ")
    window.picture(f"drag-{source.name}")
    window._xdotool("mouseup", "1")


def test_a_list_of_nobodys_shape_is_matched_by_dragging(window: RealWindow, folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "lista.csv"
    file.write_bytes(HARD.encode("cp1252"))
    open_file(window, file)
    window.enter_newest("Import", "Still needed")
    window.picture("columns")
    wanted = (("Quién", "Name"), ("Celu", "Phone"), ("Por dónde anda", "Zone"), ("Qué pide", "What is needed"))
    for column, field in wanted:
        ours = next(thing for name, thing in window.reader.lines("Our fields").items() if name.split(" (")[0] == field)
        drag(window, window.reader.lines("Columns of the file")[column], ours)
        window.wait_for(f"“{column}” goes into {field}.")
    window.picture("columns-matched")
    window.press("ctrl+Return")
    window.enter_newest("Import", "1 word of the file is not known yet.")
    window.picture("words")
    window.wait_for_focus("Mandadito", "cell")
    window._xdotool("type", "--delay", "60", "food")
    window.press("Tab")
    window.wait_for("Every word is known.")
    window.press("ctrl+Return")
    window.enter_newest("Import", "2 new households")
    window.picture("preview")
    window.press("ctrl+Return")
    window.enter_newest("Import", "This is what was imported")
    window.press("Escape")
    window.enter_newest("mutualaid", "Needs")
    quit_program(window)
    assert kept(folder) == ["Caal; José", "Rosa Aguilar Tum"]
