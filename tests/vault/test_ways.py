"""Changing who may come in: one slot at a time, never the last, never under another's name."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import permutations

import pytest

from mutualaid.records.errors import Fault, Refused
from mutualaid.vault import document, kdf, rotation, ways
from mutualaid.vault.kdf import Argon2Cost
from mutualaid.vault.keyfile import (
    OpenVault,
    RecoveryWords,
    check_keyfile,
    open_document,
    open_with_passphrase,
    open_with_recovery,
)
from mutualaid.vault.layout import StoreFolder
from mutualaid.vault.rewriting import renew_older_copy

BETOS = "ocho perros en la azotea"
CHELAS = "nueve burros cargan leña"


def code_of(call: Callable[[], object]) -> str:
    with pytest.raises(Fault) as told:
        call()
    return told.value.code


def add(vault: OpenVault, name: str, passphrase: str = BETOS) -> str:
    return ways.add_passphrase(vault, passphrase=passphrase, name=name, kdf=Argon2Cost(32, 1, 1))


def test_a_further_coordinator_opens_the_store_in_her_own_name(
    folder: StoreFolder, vault: OpenVault, phrase: str
) -> None:
    slot = add(vault, "  Doña  Beatriz ")
    hers = open_with_passphrase(folder, BETOS)
    assert (hers.coordinator, hers.slot_id, hers.slot_kind) == ("Doña Beatriz", slot, "passphrase")
    assert hers.data_key == vault.data_key
    assert open_with_passphrase(folder, phrase).coordinator == "Ana Ixchel"
    assert [one.name for one in vault.slots] == ["Ana Ixchel", "recovery", "Doña Beatriz"]
    assert vault.revision == hers.revision == 2
    assert folder.keyfile.read_bytes() == folder.keyfile_copy.read_bytes()
    assert check_keyfile(folder) == []


@pytest.mark.parametrize("name", ["ana ixchel", "ÁNA  IXCHÉL", "Ana Ixchel"])
def test_two_coordinators_never_have_one_name(vault: OpenVault, name: str) -> None:
    assert code_of(lambda: add(vault, name)) == "coordinator_name_taken"
    slot = add(vault, "Beto")
    assert code_of(lambda: ways.rename(vault, slot_id=slot, name=name)) == "coordinator_name_taken"


@pytest.mark.parametrize("name", ["", "recovery", "Récovery", "x" * 201, "Beto\n\x07"])
def test_a_name_that_is_none_is_refused(folder: StoreFolder, vault: OpenVault, name: str) -> None:
    before = folder.keyfile.read_bytes()
    assert code_of(lambda: add(vault, name)) == "coordinator_name"
    assert code_of(lambda: ways.rename(vault, slot_id=vault.slot_id, name=name)) == "coordinator_name"
    assert folder.keyfile.read_bytes() == before


def test_a_weak_passphrase_is_refused_for_every_slot(folder: StoreFolder, vault: OpenVault) -> None:
    before = folder.keyfile.read_bytes()
    assert code_of(lambda: add(vault, "Beto", "short")) == "passphrase_too_short"
    for weak, code in (("passwordpassword", "passphrase_common"), ("a b" * 400, "passphrase_too_long")):
        change = lambda weak=weak: ways.change_passphrase(vault, slot_id=vault.slot_id, passphrase=weak)
        assert code_of(change) == code
    assert folder.keyfile.read_bytes() == before


def test_a_changed_passphrase_touches_one_slot_and_the_old_one_opens_no_more(
    folder: StoreFolder, vault: OpenVault, phrase: str, words: RecoveryWords, cheap: Argon2Cost
) -> None:
    add(vault, "Beto")
    before = document.parse(folder.keyfile.read_bytes())
    ways.change_passphrase(vault, slot_id=vault.slot_id, passphrase=CHELAS, kdf=cheap)
    after = document.parse(folder.keyfile.read_bytes())
    assert [one.id for one in after.slots] == [one.id for one in before.slots]
    assert after.slots[1:] == before.slots[1:]
    assert after.current.members[1:] == before.current.members[1:]
    assert after.current.data_key_box == before.current.data_key_box
    assert after.slots[0].public_key != before.slots[0].public_key, "an old keyfile must not lead to the new root"
    assert code_of(lambda: open_with_passphrase(folder, phrase)) == "wrong_passphrase"
    assert open_with_passphrase(folder, CHELAS).coordinator == "Ana Ixchel"
    assert open_with_passphrase(folder, BETOS).data_key == vault.data_key
    assert open_with_recovery(folder, words.text()).data_key == vault.data_key


def test_an_older_copy_does_not_bring_back_a_changed_passphrase(
    folder: StoreFolder, vault: OpenVault, phrase: str, cheap: Argon2Cost
) -> None:
    old = folder.keyfile_copy.read_bytes()
    ways.change_passphrase(vault, slot_id=vault.slot_id, passphrase=CHELAS, kdf=cheap)
    folder.keyfile_copy.write_bytes(old)
    assert code_of(lambda: open_with_passphrase(folder, phrase)) == "wrong_passphrase"
    opened = open_with_passphrase(folder, CHELAS)
    assert [finding.code for finding in opened.findings] == ["keyfile_copy_old"]
    renew_older_copy(opened)
    assert folder.keyfile_copy.read_bytes() == folder.keyfile.read_bytes() != old
    assert [finding.code for finding in opened.findings] == ["keyfile_copy_renewed"]


def test_a_damaged_copy_is_not_renewed_by_itself(folder: StoreFolder, vault: OpenVault, phrase: str) -> None:
    folder.keyfile_copy.write_bytes(b"a bad sector")
    opened = open_with_passphrase(folder, phrase)
    renew_older_copy(opened)
    assert folder.keyfile_copy.read_bytes() == b"a bad sector"
    assert [finding.code for finding in opened.findings] == ["keyfile_copy_damaged"]


def test_a_passphrase_is_changed_by_its_owner_or_with_the_recovery_words(
    folder: StoreFolder, vault: OpenVault, words: RecoveryWords, phrase: str, cheap: Argon2Cost
) -> None:
    betos = add(vault, "Beto")
    change = lambda who: ways.change_passphrase(who, slot_id=betos, passphrase=CHELAS, kdf=cheap)
    assert code_of(lambda: change(vault)) == "slot_of_another"
    change(open_with_recovery(folder, words.text()))
    assert open_with_passphrase(folder, CHELAS).coordinator == "Beto"
    assert open_with_passphrase(folder, phrase).coordinator == "Ana Ixchel"


def test_only_coordinators_have_passphrases_and_names(vault: OpenVault, cheap: Argon2Cost) -> None:
    paper = vault.slots[1].id
    for slot, code in ((paper, "slot_on_paper"), ("0" * 16, "slot_unknown")):
        change = lambda slot=slot: ways.change_passphrase(vault, slot_id=slot, passphrase=CHELAS, kdf=cheap)
        assert code_of(change) == code
        assert code_of(lambda slot=slot: ways.rename(vault, slot_id=slot, name="Chela")) == code  # type: ignore[misc]


def test_a_new_name_shows_to_everybody_and_may_differ_in_accents_only(
    folder: StoreFolder, vault: OpenVault, phrase: str
) -> None:
    ways.rename(vault, slot_id=vault.slot_id, name="Ana Íxchel")
    assert vault.coordinator == "Ana Íxchel"
    assert open_with_passphrase(folder, phrase).coordinator == "Ana Íxchel"


def test_a_new_sheet_replaces_the_old_one(folder: StoreFolder, vault: OpenVault, words: RecoveryWords) -> None:
    fresh = ways.new_recovery(vault)
    assert code_of(lambda: open_with_recovery(folder, words.text())) == "recovery_words_of_another_store"
    assert open_with_recovery(folder, fresh.text("es")).data_key == vault.data_key
    assert [slot.kind for slot in vault.slots] == ["passphrase", "recovery"]


def test_who_opened_with_the_old_sheet_goes_on_after_printing_a_new_one(
    folder: StoreFolder, vault: OpenVault, words: RecoveryWords
) -> None:
    by_sheet = open_with_recovery(folder, words.text())
    fresh = ways.new_recovery(by_sheet)
    assert (by_sheet.coordinator, by_sheet.slot_id) == ("recovery", by_sheet.slots[-1].id)
    add(by_sheet, "Beto")
    ways.new_quorum(by_sheet)
    assert by_sheet.slot_kind == "quorum"
    assert code_of(lambda: open_with_recovery(folder, fresh.text())) == "recovery_needs_two_sheets"


def test_any_two_of_three_sheets_open_the_store_in_any_order_and_language(
    folder: StoreFolder, vault: OpenVault, words: RecoveryWords
) -> None:
    sheets = ways.new_quorum(vault)
    assert len({sheet.text() for sheet in sheets}) == 3
    for one, other in permutations(sheets, 2):
        opened = open_with_recovery(folder, [one.text("es"), other.text("en")])
        assert opened.data_key == vault.data_key
        assert (opened.coordinator, opened.slot_kind) == ("recovery", "quorum")
    for sheet in sheets:
        assert code_of(partial(open_with_recovery, folder, sheet.text())) == "recovery_needs_two_sheets"
        twice = [sheet.text("es"), sheet.text("en")]
        assert code_of(partial(open_with_recovery, folder, twice)) == "recovery_same_sheet"
        strange = [sheet.text(), RecoveryWords.generate().text()]
        assert code_of(partial(open_with_recovery, folder, strange)) == "recovery_words_of_another_store"
    for few in ([], [sheet.text() for sheet in sheets]):
        assert code_of(partial(open_with_recovery, folder, few)) == "recovery_words_mistyped"
    assert code_of(lambda: open_with_recovery(folder, words.text())) == "recovery_needs_two_sheets"


def test_a_single_sheet_takes_the_place_of_a_quorum(folder: StoreFolder, vault: OpenVault) -> None:
    one, two, _ = ways.new_quorum(vault)
    fresh = ways.new_recovery(vault)
    both = [one.text(), two.text()]
    assert code_of(lambda: open_with_recovery(folder, both)) == "recovery_words_of_another_store"
    assert open_with_recovery(folder, fresh.text()).data_key == vault.data_key


def test_a_quorum_lives_through_new_keys_and_opens_the_backups(folder: StoreFolder, vault: OpenVault) -> None:
    one, two, three = ways.new_quorum(vault)
    rotation.begin(vault)
    fresh = rotation.finish(vault)
    assert open_with_recovery(folder, [three.text(), one.text()]).data_key == fresh.data_key
    data, backup = rotation.sealed_for(fresh, slots="recovery", folder=folder)
    assert open_document(data, folder=folder, words=[two.text(), three.text()]).data_key == backup.data_key
    assert code_of(lambda: open_document(data, folder=folder, words=two.text())) == "recovery_needs_two_sheets"


def test_a_keyfile_has_room_for_sixteen(folder: StoreFolder, vault: OpenVault, cheap: Argon2Cost) -> None:
    for number in range(14):
        add(vault, f"Beto {number}")
    assert len(vault.slots) == 16
    assert code_of(lambda: add(vault, "Beto 15")) == "too_many_slots"
    assert code_of(lambda: ways.new_quorum(vault)) == "too_many_slots"
    assert ways.new_recovery(vault)
    assert len(document.parse(folder.keyfile.read_bytes()).slots) == 16
    rotation.begin(vault)
    assert len(folder.keyfile.read_bytes()) < document.MAX_BYTES // 2


def test_nothing_changes_while_keys_are_being_replaced(folder: StoreFolder, vault: OpenVault, phrase: str) -> None:
    rotation.begin(vault)
    before = folder.keyfile.read_bytes()
    for call in (
        lambda: add(vault, "Beto"),
        lambda: ways.change_passphrase(vault, slot_id=vault.slot_id, passphrase=CHELAS),
        lambda: ways.rename(vault, slot_id=vault.slot_id, name="Beto"),
        lambda: ways.new_recovery(vault),
        lambda: ways.new_quorum(vault),
    ):
        assert code_of(call) == "rotation_under_way"
    assert folder.keyfile.read_bytes() == before


def test_a_closed_vault_changes_nothing(folder: StoreFolder, vault: OpenVault) -> None:
    before = folder.keyfile.read_bytes()
    vault.close()
    for call in (lambda: add(vault, "Beto"), lambda: ways.new_recovery(vault)):
        with pytest.raises(Refused, match="store_locked"):
            call()
    assert folder.keyfile.read_bytes() == before


def test_new_passphrases_cost_what_this_laptop_bears_whatever_the_environment_says(
    folder: StoreFolder, vault: OpenVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("MUTUALAID_KDF", "MUTUALAID_ARGON2", "ARGON2_MEMORY", "MUTUALAID_TEST"):
        monkeypatch.setenv(name, "1")
    ways.add_passphrase(vault, passphrase=BETOS, name="Beto")
    ways.change_passphrase(vault, slot_id=vault.slot_id, passphrase=CHELAS)
    costs = [slot.cost for slot in document.parse(folder.keyfile.read_bytes()).slots if slot.cost]
    assert len(costs) == 2
    for cost in costs:
        assert cost.memory_kib >= kdf.FLOOR.memory_kib
        assert (cost.passes >= kdf.FLOOR.passes, cost.lanes) == (True, kdf.FLOOR.lanes)
