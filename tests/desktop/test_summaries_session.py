"""A summary in a real window, by keyboard alone, in each language: the plan read, made, looked at, handed out twice."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from mutualaid.language.catalog import catalog
from mutualaid.language.errors import sentence
from mutualaid.records.errors import Refused
from mutualaid.services.office import create_office, open_office
from mutualaid.services.releases import releases
from mutualaid.services.sampling import fill_sample
from tests.desktop.real_window import RealWindow, missing, office_window
from tests.services.make import CHEAP, PASSPHRASE

pytestmark = [
    pytest.mark.campaign,
    pytest.mark.skipif(bool(missing()), reason=f"not installed: {', '.join(missing())}"),
]


@pytest.fixture(params=["en", "es"])
def lang(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "office"
    office, _words = create_office(place, passphrase=PASSPHRASE, coordinator="Lupe", kdf=CHEAP)
    fill_sample(office, households=400, needs=1400, volunteers=2, lots=2, seed=3)
    office.close()
    return place


@pytest.fixture
def window(tmp_path: Path, folder: Path, lang: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[RealWindow]:
    (tmp_path / "home").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    with office_window(tmp_path, folder, lang, f"summaries-{lang}") as opened:
        yield opened


class Coordinator:
    """Somebody at the keyboard who reads the window in her language."""

    def __init__(self, window: RealWindow, lang: str) -> None:
        self.window, self.words = window, catalog(lang)

    def say(self, words: str) -> str:
        return self.words.tr(words)

    def begins(self, words: str) -> str:
        """What a sentence says before its first placeholder."""
        return self.say(words).split("{")[0].strip()

    def press_button(self, words: str) -> None:
        self.window.tab_to(self.say(words))
        self.window.press("Return")

    def enter(self, title: str) -> None:
        self.window.enter_window(self.say(title))

    def home(self, words: str) -> None:
        """Back in the main window, which says so."""
        self.window.enter_newest("mutualaid", words)


def test_a_summary_is_read_made_looked_at_and_handed_out_twice(
    window: RealWindow, folder: Path, tmp_path: Path, lang: str
) -> None:
    her = Coordinator(window, lang)
    window.enter_window("mutualaid")
    window.wait_for_focus(her.say("Passphrase"))
    window.write_covered(PASSPHRASE)
    window.press("Return")
    window.enter_window("mutualaid")
    window.press("ctrl+0")
    window.wait_for(her.say("What will be public, and what never is"))
    window.picture("plan")
    her.press_button("Yes, publish this")
    window.wait_for(her.say("No summary has been made yet"))
    strict = lang == "es"
    make(her, strict=strict)
    hand_out_twice(her, tmp_path)
    refuse_and_take_what_is_offered(her, strict=strict)
    window.press("ctrl+q")
    assert window.program.wait(30) == 0, window.said()

    office = open_office(folder, passphrase=PASSPHRASE)
    try:
        lines = releases(office)
        assert len(lines) == 2
        first = lines[-1]
        assert first.mode == ("strict" if strict else "usual")
        assert [given.recipient for given in first.handed] == ["Ward office", "Funder"]
    finally:
        office.close()
    assert digest(tmp_path / "home") == digest(tmp_path / "stick")


def make(her: Coordinator, *, strict: bool) -> None:
    window = her.window
    her.press_button("Make a summary…")
    her.enter("Make a summary")
    if strict:
        window.tab_to(her.say("The usual way"))  # the two are one stop; arrows choose
        window.press("Down")
        window.wait_for(her.say("Yearly budget of the strict way"))
    window.picture("make")
    her.press_button("Make it")
    her.home(her.begins("The summary of {period} is made: {counts}. Look at it as the public will, then hand it out."))
    window.wait_for(her.say("Who received it"))
    window.picture("made")


def hand_out_twice(her: Coordinator, place: Path) -> None:
    window = her.window
    her.press_button("Hand it out…")
    her.enter("Hand out a summary")
    window.write("Ward office")
    her.press_button("Write the files")
    her.home(her.say("The files are written. Hand out the folder as it is."))
    window.wait_for("Ward office")
    her.press_button("Write the files again…")
    her.enter("Write the files again")
    window.write("Funder")
    her.press_button("Write the files")  # into the same folder, where it is already
    window.wait_for(sentence(Refused("release_folder_exists"), her.words))
    window.picture("already there")
    (place / "stick").mkdir()
    her.press_button("Choose…")
    her.enter("Into which folder")
    window.write(str(place / "stick"))
    window.press("Return")
    window.enter_newest(her.say("Write the files again"), "stick")
    her.press_button("Write the files")
    her.home(": Funder")
    window.picture("handed out")


def refuse_and_take_what_is_offered(her: Coordinator, *, strict: bool) -> None:
    window = her.window
    window.press("ctrl+0")
    window.wait_for_focus("", "cell")
    window.press("n")
    her.enter("Make a summary")
    window.press("End")  # the oldest quarter, of before the office was there
    her.press_button("Make it")
    window.wait_for(her.begins("Make {period}, the strict way") if strict else "2026 instead")
    window.picture("refused")
    window.press("Return")
    her.home(her.begins("The summary of {period} is made: {counts}. Look at it as the public will, then hand it out."))
    window.picture("instead")


def digest(folder: Path) -> dict[str, str]:
    files = next(folder.glob("release-*")).iterdir()
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files}
