"""The real ways into an office, as the first-run window uses them."""

from __future__ import annotations

from pathlib import Path

from mutualaid.desktop.doors import OfficeDoors
from mutualaid.language.catalog import set_language
from mutualaid.progress import SILENT
from mutualaid.services import office as offices
from mutualaid.vault.words import word_list
from tests.services.make import CHEAP, PASSPHRASE


def test_the_recovery_words_come_in_the_language_of_the_window_and_open_the_office(tmp_path: Path, monkeypatch):
    create = offices.create_office
    monkeypatch.setattr(offices, "create_office", lambda folder, **asked: create(folder, kdf=CHEAP, **asked))
    set_language("es")
    doors = OfficeDoors()
    office, words = doors.create(
        tmp_path / "office", passphrase=PASSPHRASE, coordinator="Lupe", zone="chi-30", progress=SILENT
    )
    doors.close(office)
    assert set(words.split()) <= set(word_list("es"))
    doors.close(doors.open(tmp_path / "office", passphrase=None, recovery=words))
