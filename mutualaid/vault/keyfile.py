"""Makes and opens a store's keyfile. Each call takes about a second: never on the thread that draws."""

from __future__ import annotations

import contextlib
import os
import uuid
from collections.abc import Sequence

from mutualaid.records.errors import Damaged, Fault, Refused, WrongPassphrase
from mutualaid.vault import atomic, document, keychain, keyset, names, slots
from mutualaid.vault import passphrase as phrases
from mutualaid.vault.copies import Copies
from mutualaid.vault.document import KeyDocument
from mutualaid.vault.kdf import KEY_BYTES, Argon2Cost, calibrate, wipe
from mutualaid.vault.layout import StoreFolder
from mutualaid.vault.opened import Finding, OpenVault
from mutualaid.vault.recovery import RecoveryWords

__all__ = [
    "Argon2Cost", "Finding", "OpenVault", "RecoveryWords", "check_keyfile", "create", "discard_unfinished",
    "open_document", "open_with_keyring", "open_with_passphrase", "open_with_recovery",
]  # fmt: skip


def create(
    folder: StoreFolder, *, passphrase: str, coordinator: str, kdf: Argon2Cost | None = None
) -> tuple[OpenVault, RecoveryWords]:
    """Make the keys of a new store: a slot for the coordinator's passphrase and one for recovery words.

    `kdf` is for tests; left out, the cost is measured here. Raises Refused: "store_exists" when any part of a store
    lies there, "folder_not_empty" when anything else does, "passphrase_too_short", "passphrase_too_long" or
    "passphrase_common", "coordinator_name" when it is empty, over 200 letters or the reserved "recovery"; NoSpace
    when reading or writing fails, and then nothing is left behind.
    """
    name = names.checked(coordinator)
    phrases.check(passphrase)
    _prepare(folder)
    words = RecoveryWords.generate()
    vault_id, root, data_key = uuid.uuid4().hex, bytearray(os.urandom(KEY_BYTES)), bytearray(os.urandom(KEY_BYTES))
    secret = phrases.to_secret(passphrase)
    mine = slots.new_slot(vault_id, slots.PASSPHRASE, secret, kdf or calibrate())
    sheet = slots.new_slot(vault_id, slots.RECOVERY, words.entropy, None)
    both = [(mine, name), (sheet, names.RECOVERY)]
    keys = keyset.first(vault_id, both, root, data_key)
    wipe(root, data_key)
    _write_both(folder, keys.to_bytes())
    # Opened from the document that was written, so that a store is never begun with keys that would not come back.
    vault = keyset.unseal(folder, keys, slots.PASSPHRASE, [secret])
    if vault is None:
        raise Damaged("keyfile_damaged")
    return vault, words


def open_with_passphrase(folder: StoreFolder, passphrase: str) -> OpenVault:
    """Open the store with a coordinator's passphrase; each passphrase slot is tried in turn.

    Raises WrongPassphrase("wrong_passphrase"); Damaged with "not_a_store", "keyfile_missing", "keyfile_damaged",
    "keyfile_of_another_store", "keyfile_too_costly" or "store_newer_version"; NoSpace when reading fails. With one
    copy of the keyfile damaged the other opens, and `findings` names the damaged one; nothing is repaired silently.
    """
    return _open(folder, slots.PASSPHRASE, [phrases.to_secret(passphrase)], "wrong_passphrase")


def open_with_recovery(folder: StoreFolder, words: str | Sequence[str]) -> OpenVault:
    """Open the store with the 15 recovery words as typed, in either language; two sheets of a quorum as two texts.

    Raises WrongPassphrase: "recovery_words_mistyped" when the words themselves do not hold together,
    "recovery_words_of_another_store" when they do but open nothing here, "recovery_needs_two_sheets" when one sheet of
    a quorum is given, "recovery_same_sheet" when it is given twice; else as `open_with_passphrase`.
    """
    kind, tried = recovery_secrets(words)
    return _open(folder, kind, tried, "recovery_words_of_another_store")


def open_with_keyring(folder: StoreFolder) -> OpenVault:
    """Open the store by the keyring of the account that the coordinator is logged in to.

    Raises Refused("keyring_unavailable"), Refused("keyring_not_set_up") when no slot is made for a keyring,
    WrongPassphrase("keyring_does_not_open") when this account's holds nothing that opens one; else as
    `open_with_passphrase`. May wait for the person to unlock the keyring.
    """
    latest = Copies.read(folder).candidates()[0][1]
    ids = [slot.id for slot in latest.slots if slot.kind == slots.KEYRING]
    if not ids:
        raise Refused("keyring_not_set_up")
    tried = [secret for slot_id in ids if (secret := keychain.fetch(slot_id))]
    return _open(folder, slots.KEYRING, tried, "keyring_does_not_open")


def open_document(
    data: bytes, *, folder: StoreFolder, words: str | Sequence[str] | None = None, root: bytes | None = None
) -> OpenVault:
    """Open a keyfile's bytes that lie elsewhere than in `folder`, a backup's, by recovery words or by its own root.

    Raises as `open_with_recovery`; Damaged("keyfile_damaged") when `root` is another's.
    """
    keys = document.parse(data)
    try:
        if words is None:
            return keyset.with_root(folder, keys, root or b"")
        kind, tried = recovery_secrets(words)
        vault = keyset.unseal(folder, keys, kind, tried)
    except keyset.AlteredError:
        raise Damaged("keyfile_damaged") from None
    if vault is None:
        raise _unopened(keys, kind, "recovery_words_of_another_store")
    return vault


def recovery_secrets(words: str | Sequence[str]) -> tuple[str, list[bytes]]:
    """The kind of slot that these words open and what to try there: two sheets in both orders.

    Raises WrongPassphrase("recovery_words_mistyped" | "recovery_same_sheet").
    """
    sheets = [RecoveryWords.parse(text).entropy for text in ([words] if isinstance(words, str) else words)]
    if len(sheets) == 1:
        return slots.RECOVERY, sheets
    if len(sheets) != 2:
        raise WrongPassphrase("recovery_words_mistyped")
    first, second = sheets
    if first == second:
        raise WrongPassphrase("recovery_same_sheet")
    return slots.QUORUM, [first + second, second + first]


def check_keyfile(folder: StoreFolder) -> list[Finding]:
    """What is wrong with either copy of the keyfile, as far as it shows without a secret; [] when both are sound.

    Codes: "keyfile_copy_missing", "keyfile_copy_damaged", "keyfile_copy_unreadable", "keyfile_copy_newer",
    "keyfile_copy_costly", "keyfile_copy_old" (the copies differ and `file` is the older), "keyfile_copies_differ"
    (neither is older), "keyfile_copies_of_two_stores". What shows only to a key holder is in `OpenVault.findings`.
    """
    return Copies.read(folder).findings


def discard_unfinished(folder: StoreFolder) -> bool:
    """Remove the keyfiles of a store that was begun but has no database, and what a killed write left beside them.

    Returns whether the folder holds no part of a store now; with a database there it removes nothing. Ask the person
    first: the database may only have been moved away.
    """
    if any(folder.path.glob(folder.store.name + "*")):
        return False
    for part in (folder.keyfile, folder.keyfile_copy):
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
    if folder.path.is_dir():
        atomic.remove_leftovers(folder.path)
    return not folder.exists()


def _prepare(folder: StoreFolder) -> None:
    try:
        fresh = [path for path in (folder.path, *folder.path.parents) if not path.exists()]
        folder.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        for path in fresh:  # or a power loss takes the whole folder away, however durable what lies in it
            with contextlib.suppress(PermissionError):  # a place that may be written to and not be listed
                atomic.sync_folder(path.parent)
        if folder.exists():
            raise Refused("store_exists")
        if any(entry != folder.lock and not atomic.is_leftover(entry) for entry in folder.path.iterdir()):
            raise Refused("folder_not_empty")
        os.chmod(folder.path, 0o700)
    except OSError as problem:
        raise atomic.as_fault(problem) from None


def _write_both(folder: StoreFolder, data: bytes) -> None:
    try:
        atomic.write_whole(folder.keyfile, data, replace=False)
        atomic.write_whole(folder.keyfile_copy, data)
    except FileExistsError:
        raise Refused("store_exists") from None
    except Fault:
        # Nothing was ever stored under these keys: a second try must not meet them. Another's keyfile stays.
        for part in (folder.keyfile, folder.keyfile_copy):
            with contextlib.suppress(OSError):
                if part.read_bytes() == data:
                    part.unlink()
        raise


def _open(folder: StoreFolder, kind: str, tried: Sequence[bytes], wrong: str) -> OpenVault:
    copies = Copies.read(folder)
    candidates = copies.candidates()
    altered: list[Finding] = []
    for file, keys in candidates:
        if keys.revision < candidates[0][1].revision and not altered:
            break  # an older copy must not bring back a passphrase that the newer one has dropped
        try:
            vault = keyset.unseal(folder, keys, kind, tried)
        except keyset.AlteredError:
            altered.append(Finding("keyfile_copy_damaged", file))
            continue
        if vault is not None:
            vault.findings = (*copies.findings, *altered)
            return vault
    if altered:
        raise Damaged("keyfile_damaged")
    raise _unopened(candidates[0][1], kind, wrong)


def _unopened(keys: KeyDocument, kind: str, wrong: str) -> WrongPassphrase:
    if kind == slots.RECOVERY and any(slot.kind == slots.QUORUM for slot in keys.slots):
        return WrongPassphrase("recovery_needs_two_sheets")
    return WrongPassphrase(wrong)
