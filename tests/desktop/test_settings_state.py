from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mutualaid.desktop.settings import state
from mutualaid.desktop.settings.state import KeysState
from mutualaid.language.catalog import set_language
from mutualaid.records.views import JournalLine
from mutualaid.services.backups import BackupCheck, BackupLine
from mutualaid.services.keys import SlotLine

OFFICE = Path("/office")
NOW = datetime(2026, 11, 25, 18, tzinfo=UTC)
LUPE = SlotLine("1", "passphrase", "Lupe", True)
ANA = SlotLine("2", "passphrase", "Ana", False)
PAPER = SlotLine("3", "recovery", "recovery", False)
SHEETS = tuple(SlotLine(str(n), "quorum", "recovery", False) for n in (4, 5, 6))
RING = SlotLine("7", "keyring", "Lupe", True)


def backup(days: int = 0, *, there: bool = True, place: str = "/stick", automatic: bool = True) -> BackupLine:
    made = NOW - timedelta(days=days)
    return BackupLine("b", made, "Lupe", automatic, Path(place) / "mutualaid-2026-11-25.backup", there)


def test_three_sheets_are_one_line_and_the_paper_comes_after_the_people():
    keys = KeysState((*SHEETS, LUPE, ANA, RING))
    assert [slot.kind for slot in keys.shown] == ["passphrase", "passphrase", "quorum", "keyring"]
    assert keys.quorum
    assert keys.title(SHEETS[0]) == "Three recovery sheets"


def test_nobody_removes_herself_nor_paper_nor_the_only_coordinator():
    keys = KeysState((LUPE, ANA, PAPER, RING))
    assert [slot.name for slot in keys.slots if keys.can_remove(slot)] == ["Ana"]
    assert not any(KeysState((LUPE, PAPER)).can_remove(slot) for slot in (LUPE, PAPER))


def test_only_ones_own_passphrase_can_be_changed():
    keys = KeysState((LUPE, ANA, PAPER))
    assert [slot.name for slot in keys.slots if keys.can_change_passphrase(slot)] == ["Lupe"]


def test_whoever_came_in_with_the_paper_may_replace_a_forgotten_passphrase():
    keys = KeysState((LUPE._replace(own=False), ANA, PAPER._replace(own=True)))
    assert [slot.name for slot in keys.slots if keys.can_change_passphrase(slot)] == ["Lupe", "Ana"]


def test_only_people_are_renamed():
    keys = KeysState((LUPE, PAPER, RING))
    assert [slot.kind for slot in keys.slots if keys.can_rename(slot)] == ["passphrase"]


@pytest.mark.parametrize(
    ("there", "kept", "begins"),
    [
        (False, False, "This computer offers no keyring"),
        (True, False, "The office then opens"),
        (True, True, "Whoever"),
    ],
)
def test_the_keyring_says_why_it_cannot_be_chosen_or_what_it_weakens(there, kept, begins):
    keys = KeysState((LUPE, PAPER, RING) if kept else (LUPE, PAPER), keyring_there=there)
    assert keys.keyring_words().startswith(begins)
    assert keys.in_keyring == kept


@pytest.mark.parametrize(("name", "but", "wrong"), [
    ("  ", "", True), ("ana", "", True), ("Ana ", "", True), ("Ana", "2", False), ("Berta", "", False),
])  # fmt: skip
def test_a_name_is_not_given_twice(name, but, wrong):
    assert bool(state.name_error(name, KeysState((LUPE, ANA)), but=but)) == wrong


@pytest.mark.parametrize("language", ["en", "es"])
def test_being_without_a_backup_or_with_an_old_one_is_a_warning(language):
    set_language(language)
    assert state.newest_words([], NOW)[1]
    assert state.newest_words([backup(there=False)], NOW)[1]
    assert not state.newest_words([backup(1), backup(20)], NOW)[1]
    said, warning = state.newest_words([backup(9), backup(20)], NOW)
    assert warning
    assert "9" in said


def test_backups_that_all_lie_beside_the_office_are_pointed_out():
    here = backup(place="/office/backups")
    assert state.only_here([here], OFFICE)
    assert not state.only_here([here, backup()], OFFICE)
    assert not state.only_here([], OFFICE)
    assert not state.only_here([backup(place="/office-2")], OFFICE)


def test_a_backup_says_when_by_whom_and_whether_it_is_there():
    assert "made by Lupe" in state.backup_words(backup(automatic=False), NOW)
    assert "made by itself" in state.backup_words(backup(), NOW)
    assert "not plugged in" in state.backup_words(backup(there=False), NOW)


def test_a_check_says_how_much_the_backup_holds():
    check = BackupCheck(
        [], NOW, "Lupe", True, {"households": 41, "needs": 70, "volunteers": 1, "lots": 0, "matches": 9}
    )
    said = state.checked_words(check, NOW)
    assert "41 households, 70 needs, 1 volunteer, and 0 lots of supplies" in said


def test_the_journal_tells_kinds_and_counts_and_never_a_name():
    entry = JournalLine(9, NOW, "add household", "Ana", (("household", "add", 1), ("need", "add", 3)))
    assert state.journal_words(entry) == "added: 1 household and 3 needs"
    both = JournalLine(9, NOW, "confirm match", "Ana", (("kept_match", "change", 1), ("need", "change", 1)))
    assert state.journal_words(both) == "changed: 1 match and 1 need"
    assert state.journal_words(JournalLine(9, NOW, "import", "Ana", (("need", "add", 3),))) == "import; added: 3 needs"
    assert state.journal_words(JournalLine(9, NOW, "revoke", "Ana", (("meta", "set", 1),))).startswith("coordinator")
    assert state.journal_words(JournalLine(9, NOW, "of a new kind", "Ana", (("meta", "set", 1),))) == "other"


def test_every_verb_of_the_program_has_words_in_the_journal():
    """Verbs whose entries change records are told by those; the others need words of their own."""
    import re

    sources = Path(state.__file__).parents[2]
    verbs = {
        verb
        for file in (*(sources / "services").glob("*.py"), *(sources / "store").glob("*.py"))
        for verb in re.findall(r"""(?:\.write\(|_journalled\(\s*office,\s*)"([a-z ]+)\"""", file.read_text("utf-8"))
    }
    changing = {verb for verb in verbs if verb.split()[0] in CHANGING or verb in CHANGING}
    silent = {verb for verb in verbs - changing if state.journal_words(JournalLine(1, NOW, verb, "Ana", ())) == "other"}
    assert len(verbs) > 20
    assert silent == set()


CHANGING = {
    "add", "change", "log", "confirm", "fulfil", "cancel", "reopen", "hold", "accept", "receive", "count", "hand",
    "consent", "pin", "unpin", "reject", "spoil", "close", "refer", "merge", "fill",
}  # fmt: skip


def test_locking_comes_after_covering():
    assert state.minutes_errors(2, 10) == {}
    assert "lock" in state.minutes_errors(10, 10)
