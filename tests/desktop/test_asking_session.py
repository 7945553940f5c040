"""A call and a pile of paper in a real window, by keyboard alone, in each language; what they take is printed."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mutualaid.language.catalog import catalog
from mutualaid.records.household import Phone
from mutualaid.services.households import household, household_lines
from mutualaid.services.keying import open_batches
from mutualaid.services.office import create_office, open_office
from tests.desktop.real_window import RealWindow, missing, office_window
from tests.desktop.walk import note
from tests.services.make import CHEAP, PASSPHRASE

pytestmark = [
    pytest.mark.campaign,
    pytest.mark.skipif(bool(missing()), reason=f"not installed: {', '.join(missing())}"),
]


class Typist:
    """Somebody who presses keys without looking, and counts them."""

    def __init__(self, window: RealWindow) -> None:
        self._window = window
        self.strokes = 0
        self.began = time.monotonic()

    def write(self, text: str) -> None:
        """Letters and digits, as they come."""
        self._window.write_covered(text)
        self.strokes += len(text)

    def press(self, *keys: str) -> None:
        """Keys by their X names."""
        self._window.press(*keys)
        self.strokes += len(keys)

    def line(self, text: str, key: str = "Return") -> None:
        """An answer, and on to the next field."""
        self.write(text)
        self.press(key)

    @property
    def seconds(self) -> float:
        """Since it began."""
        return time.monotonic() - self.began


@pytest.fixture(params=["en", "es"])
def lang(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "office"
    office, _words = create_office(place, passphrase=PASSPHRASE, coordinator="Lupe", kdf=CHEAP)
    office.close()
    return place


@pytest.fixture
def window(tmp_path: Path, folder: Path, lang: str) -> Iterator[RealWindow]:
    with office_window(tmp_path, folder, lang, lang) as opened:
        yield opened


def test_a_call_and_three_sheets_by_keyboard_alone(window: RealWindow, folder: Path, lang: str) -> None:
    def say(words: str) -> str:
        return catalog(lang).tr(words)

    window.enter_window("mutualaid")
    window.wait_for_focus(say("Passphrase"))
    window.write_covered(PASSPHRASE)
    window.press("Return")
    window.enter_window("mutualaid")
    take_a_call(window, say, lang)
    key_in_a_pile(window, say, lang)
    window.enter_newest("mutualaid", say("Needs"))
    window.press("ctrl+q")
    assert window.program.wait(30) == 0, window.said()

    office = open_office(folder, passphrase=PASSPHRASE)
    try:
        lines = {line.contact_name: line for line in household_lines(office)}
        assert set(lines) == {"Rosa Tum", "Ana Lind", "Otto Pek"}
        rosa = household(office, uid=lines["Rosa Tum"].uid)
        assert rosa.record.phones == [Phone(number="+17735550142", may_text=True, may_leave_message=False)]
        assert rosa.record.languages == ["spa"]
        assert (rosa.record.size, rosa.record.zone, rosa.record.address) == (4, "chi-30", "2512 W Cermak, 2")
        assert [need.record.category for need in rosa.needs] == ["food", "baby"]
        assert len(rosa.consents) == 5
        assert open_batches(office) == ()
    finally:
        office.close()


def take_a_call(window: RealWindow, say: Callable[[str], str], lang: str) -> None:
    """All questions but a few, with a neighbour who speaks Spanish."""
    window.press("ctrl+shift+n")
    window.enter_window(say("A call"))
    hand = Typist(window)
    hand.press("F2") if lang == "en" else hand.press("F2", "F2")
    window.wait_for(catalog("es").tr("What do you need?"))
    hand.line("1")
    hand.line("after 6, ask for Marta")
    hand.line("773 555 0142")
    hand.line("1")
    hand.line("Rosa Tum")
    hand.press("Return", "Return")  # the language is that of the call
    hand.line("4")
    for count in ("1", "1", "", "2", ""):
        hand.line(count)
    hand.line("little vill", "Tab")
    hand.line("12")
    hand.press("Return")
    hand.line("2")
    hand.press("Return", "Return", "Return", "Return")
    hand.line("1")
    hand.line("2512 W Cermak, 2")
    hand.line("6")
    window.picture("call")
    hand.press("Tab")
    hand.write("13")
    hand.press("ctrl+Return")
    window.wait_for(catalog(lang).tr("Undo (F9)"))
    window.picture("call-saved")
    note(f"{lang}: a call: {hand.strokes} keys, {hand.seconds:.1f} s")
    window.press("Escape")


def key_in_a_pile(window: RealWindow, say: Callable[[str], str], lang: str) -> None:
    """Three sheets: one kept, one with nothing on it, one kept."""
    window.enter_newest("mutualaid", say("Needs"))
    window.press("ctrl+shift+k")
    window.enter_window(say("Which pile of paper?").replace("¿", ".*").replace("?", "."))
    hand = Typist(window)
    hand.line("Mesa 2", "Tab")
    window.press("ctrl+a")
    hand.line("3", "ctrl+Return")
    window.enter_window(say("Key in sheets of paper"))
    sheet(window, hand, "Ana Lind")
    window.wait_for(counted(lang, 2))
    hand.press("F8")
    window.enter_window(say("Set it aside"))
    hand.press("Return")
    window.enter_newest(say("Key in sheets of paper"), counted(lang, 3))
    sheet(window, hand, "Otto Pek")
    window.enter_window(say("The pile of paper"))
    window.picture("pile")
    window.wait_for_focus(say("The pile is done with"))
    hand.press("Return")
    note(f"{lang}: three sheets: {hand.strokes} keys, {hand.seconds:.1f} s")


def counted(lang: str, number: int) -> str:
    words = catalog(lang)
    return words.tr("{pile}: {place}", pile="Mesa 2", place=words.tr("Sheet {n} of {all}", n=number, all=3))


def sheet(window: RealWindow, hand: Typist, name: str) -> None:
    """What is needed, a name and how many."""
    hand.line("1")
    hand.line(name)
    hand.press("Return", "Return", "Return", "Return")  # languages, safe contact, phone
    hand.line("3")
    hand.press("Return", "Return", "Return", "Return", "Return")
    hand.line("little vill", "Tab")
    hand.write("1")
    hand.press("ctrl+Return")
