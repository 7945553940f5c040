"""The ways into a store, changed from inside: coordinators' passphrases, recovery sheets, the system's keyring.

Each change writes both copies of the keyfile and touches only the slots it is about: the root and the data key stay.
Who kept an older keyfile and an older secret can therefore still open the store as it is now; a rotation ends that.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence

from mutualaid.records.errors import Refused
from mutualaid.vault import keychain, keyset, names, slots, witness
from mutualaid.vault import passphrase as phrases
from mutualaid.vault.boxes import DoesNotOpen
from mutualaid.vault.document import MAX_SLOTS, KeySet, Member
from mutualaid.vault.kdf import KEY_BYTES, Argon2Cost, calibrate, wipe
from mutualaid.vault.opened import OpenVault, SlotName
from mutualaid.vault.recovery import RecoveryWords
from mutualaid.vault.rewriting import rewrite
from mutualaid.vault.slots import Slot


def add_passphrase(vault: OpenVault, *, passphrase: str, name: str, kdf: Argon2Cost | None = None) -> str:
    """Give a further coordinator a passphrase of her own. Returns the id of her slot.

    `kdf` is for tests; left out, the cost is measured here, which takes seconds: never on the thread that draws. Raises
    Refused: "coordinator_name", "coordinator_name_taken", "passphrase_too_short", "passphrase_too_long",
    "passphrase_common", "too_many_slots", "rotation_under_way", "store_locked"; InUse("keyfile_changed"), NoSpace. A
    refusal changes nothing; so it is with every function here.
    """
    tidy = names.checked(name, _coordinators(vault))
    phrases.check(passphrase)
    _refuse_unless_room(vault, adding=1)
    secret = phrases.to_secret(passphrase)
    slot = slots.new_slot(vault.vault_id, slots.PASSPHRASE, secret, kdf or calibrate())
    _put(vault, [(slot, tidy, secret)])
    return slot.id


def change_passphrase(vault: OpenVault, *, slot_id: str, passphrase: str, kdf: Argon2Cost | None = None) -> None:
    """Replace a coordinator's passphrase; other slots stay as they are.

    She does it herself, or whoever opened the store with the recovery words does, when it was forgotten. Raises as
    `add_passphrase`, and Refused("slot_unknown" | "slot_on_paper" | "slot_of_keyring" | "slot_of_another").
    """
    slot = _of_coordinator(vault, slot_id)
    if not (names.same(slot.name, vault.coordinator) or vault.slot_kind in slots.ON_PAPER):
        raise Refused("slot_of_another")
    phrases.check(passphrase)
    _refuse_while_rotating(vault)
    secret = phrases.to_secret(passphrase)
    fresh = slots.new_slot(vault.vault_id, slots.PASSPHRASE, secret, kdf or calibrate(), id=slot_id)
    _put(vault, [(fresh, slot.name, secret)])


def rename(vault: OpenVault, *, slot_id: str, name: str) -> None:
    """Call a coordinator by another name; what she did before stays under the name it was done in.

    Raises Refused: "coordinator_name", "coordinator_name_taken", "slot_unknown", "slot_on_paper", "slot_of_keyring" and
    as `add_passphrase`.
    """
    slot = _of_coordinator(vault, slot_id)
    tidy = names.checked(name, (other for other in _coordinators(vault) if other != slot.name))
    _refuse_while_rotating(vault)
    hers = {each.id for each in vault.slots if each.name == slot.name}
    entries = [
        (each, keyset.member(vault.vault_id, vault.epoch, each, tidy, vault.root))
        for each in vault.document.slots
        if each.id in hers
    ]
    _write(vault, entries)


def new_recovery(vault: OpenVault) -> RecoveryWords:
    """Words for a new recovery sheet, in place of the old sheet or of a quorum's three, which open no more.

    Raises Refused("rotation_under_way" | "store_locked"), InUse("keyfile_changed"), NoSpace.
    """
    words = RecoveryWords.generate()
    _put_on_paper(vault, [(slots.new_slot(vault.vault_id, slots.RECOVERY, words.entropy, None), words.entropy)])
    return words


def new_quorum(vault: OpenVault) -> tuple[RecoveryWords, RecoveryWords, RecoveryWords]:
    """Words for three recovery sheets, any two of which open the store, in place of what was printed before.

    One sheet by itself tells nothing: each pair has a slot whose secret is both sheets' 160 bits joined. Raises as
    `new_recovery`, and Refused("too_many_slots").
    """
    sheets = RecoveryWords.generate(), RecoveryWords.generate(), RecoveryWords.generate()
    made = []
    for pair in slots.PAIRS:
        secret = b"".join(sheets[number - 1].entropy for number in pair)
        made.append((slots.new_slot(vault.vault_id, slots.QUORUM, secret, None, sheets=pair), secret))
    _put_on_paper(vault, made)
    return sheets


def add_keyring(vault: OpenVault) -> str:
    """Let the coordinator who has the store open in by the keyring of the account she is logged in to.

    It is a way in beside her passphrase, in her name, and goes when she is revoked. One she had before is replaced.
    Returns the id of the slot. Raises Refused: "keyring_needs_coordinator" when the store was opened with recovery
    words, "keyring_taken" when this account's keyring lets somebody else in, "keyring_unavailable", "keyring_not_kept",
    "too_many_slots", "rotation_under_way", "store_locked"; InUse("keyfile_changed"), NoSpace.
    """
    if vault.slot_kind in slots.ON_PAPER:
        raise Refused("keyring_needs_coordinator")
    mine = _keyrings(vault)
    others = {slot.id for slot in vault.slots if slot.kind == slots.KEYRING} - mine
    if any(keychain.fetch(slot_id) is not None for slot_id in others):
        raise Refused("keyring_taken")
    _refuse_unless_room(vault, adding=1 - len(mine))
    secret = secrets.token_bytes(KEY_BYTES)
    slot = slots.new_slot(vault.vault_id, slots.KEYRING, secret, None)
    keychain.keep(slot.id, secret)
    try:
        _put(vault, [(slot, vault.coordinator, secret)], without=mine)
    except BaseException:
        if slot.id not in {each.id for each in vault.slots}:
            keychain.forget(slot.id)
        raise
    for slot_id in mine:
        keychain.forget(slot_id)
    return slot.id


def drop_keyring(vault: OpenVault) -> None:
    """Let the coordinator who has the store open in by her passphrase only; without a slot of the keyring, do nothing.

    What the keyring held is removed as far as it lets us; it opens nothing any more. Raises
    Refused("rotation_under_way" | "store_locked"), InUse("keyfile_changed"), NoSpace.
    """
    mine = _keyrings(vault)
    if mine:
        _write(vault, [], without=mine)
        for slot_id in mine:
            keychain.forget(slot_id)
        witness.forget_in_keyring(vault)


def _keyrings(vault: OpenVault) -> set[str]:
    return {slot.id for slot in vault.slots if slot.kind == slots.KEYRING and slot.name == vault.coordinator}


def _put_on_paper(vault: OpenVault, made: Sequence[tuple[Slot, bytes]]) -> None:
    old = {slot.id for slot in vault.document.slots if slot.kind in slots.ON_PAPER}
    _refuse_unless_room(vault, adding=len(made) - len(old))
    _put(vault, [(slot, names.RECOVERY, secret) for slot, secret in made], without=old)


def _put(vault: OpenVault, made: Iterable[tuple[Slot, str, bytes]], *, without: Iterable[str] = ()) -> None:
    """Write new slots (slot, name, secret), once it is proved that each secret leads to the root."""
    entries = []
    for slot, name, secret in made:
        member = keyset.member(vault.vault_id, vault.epoch, slot, name, vault.root)
        _prove(vault, slot, member, secret)
        entries.append((slot, member))
    _write(vault, entries, without=without)


def _prove(vault: OpenVault, slot: Slot, member: Member, secret: bytes) -> None:
    """A slot that would not open must never be written: nobody would know until the day it is needed."""
    try:
        private = slots.unlock(vault.vault_id, slot, secret)
        found = slots.open_root(vault.vault_id, vault.epoch, slot, private, member.sealed_root)
    except DoesNotOpen:
        raise AssertionError("a slot that its own secret does not open") from None
    wipe(private, found)


def _write(vault: OpenVault, fresh: Iterable[tuple[Slot, Member]], *, without: Iterable[str] = ()) -> None:
    """Write the keyfile with the `fresh` slots, each in the place of the one with its id or else last."""
    _refuse_while_rotating(vault)
    gone, by_id = set(without), {slot.id: (slot, member) for slot, member in fresh}
    current = vault.document.current
    entries = [
        by_id.pop(slot.id, (slot, member))
        for slot, member in zip(vault.document.slots, current.members, strict=True)
        if slot.id not in gone
    ]
    entries += by_id.values()
    rewrite(
        vault,
        slots=tuple(slot for slot, _ in entries),
        current=KeySet(current.epoch, tuple(member for _, member in entries), current.data_key_box),
        pending=None,
        pending_set=None,
    )


def _coordinators(vault: OpenVault) -> list[str]:
    return [slot.name for slot in vault.slots if slot.kind == slots.PASSPHRASE]


def _of_coordinator(vault: OpenVault, slot_id: str) -> SlotName:
    """The passphrase slot of that id. Raises Refused("slot_unknown" | "slot_on_paper" | "slot_of_keyring")."""
    slot = next((slot for slot in vault.slots if slot.id == slot_id), None)
    if slot is None:
        raise Refused("slot_unknown")
    if slot.kind != slots.PASSPHRASE:
        raise Refused("slot_of_keyring" if slot.kind == slots.KEYRING else "slot_on_paper")
    return slot


def _refuse_unless_room(vault: OpenVault, *, adding: int) -> None:
    _refuse_while_rotating(vault)
    if len(vault.slots) + adding > MAX_SLOTS:
        raise Refused("too_many_slots", slots=MAX_SLOTS)


def _refuse_while_rotating(vault: OpenVault) -> None:
    if vault.pending_there:
        raise Refused("rotation_under_way")
