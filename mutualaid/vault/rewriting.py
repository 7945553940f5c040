"""Writing an opened vault's keyfile anew: both copies, and the vault knows what they say."""

from __future__ import annotations

from mutualaid.records.errors import Fault, InUse
from mutualaid.vault import atomic, document, keyset
from mutualaid.vault.copies import Copies
from mutualaid.vault.document import KeyDocument, KeySet
from mutualaid.vault.opened import Finding, OpenVault, derived
from mutualaid.vault.slots import Slot


def rewrite(
    vault: OpenVault, *, slots: tuple[Slot, ...], current: KeySet, pending: OpenVault | None, pending_set: KeySet | None
) -> None:
    """Write `slots` and keys to both copies, under the next revision, and let `vault` go on with them.

    `pending` is the opened vault behind `pending_set`. Raises InUse("keyfile_changed") when the files are no longer
    those that `vault` was opened from, NoSpace, Refused("store_locked"). A crash leaves one copy new and one old, or
    both as they were; the newer counts.
    """
    bare = KeyDocument(vault.vault_id, vault.revision + 1, slots, current, vault.lineage, pending_set)
    written = keyset.authenticated(bare, vault.root, None if pending is None else pending.root)
    data = written.to_bytes()
    if document.parse(data) != written:
        raise AssertionError("a keyfile that would not be read again")
    refuse_if_overtaken(vault)
    try:
        atomic.write_each((vault.folder.keyfile, vault.folder.keyfile_copy), data)
    except Fault:
        if vault.folder.keyfile.is_file() and vault.folder.keyfile.read_bytes() == data:
            _adopt(vault, written)  # the first copy took its name, and the newer counts
        raise
    _adopt(vault, written)


def renew_older_copy(vault: OpenVault) -> None:
    """Bring the copy up to date that a crash between the two writes left behind; a finding says that it was done.

    Until then it would let in again whoever the newer one shut out, once the newer one is gone. A damaged or missing
    copy is not touched: that is for a person to look at. Call it while holding the store's lock; raises NoSpace.
    """
    old = [finding for finding in vault.findings if finding.code == "keyfile_copy_old"]
    if old:
        atomic.write_whole(vault.folder.path / old[0].file, vault.document.to_bytes())
        renewed = Finding("keyfile_copy_renewed", old[0].file)
        vault.findings = tuple(renewed if finding is old[0] else finding for finding in vault.findings)


def refuse_if_overtaken(vault: OpenVault) -> None:
    """Raise InUse("keyfile_changed") when somebody wrote the keyfile since `vault` was opened.

    Its lock forbids that; but a vault is opened before the lock is taken, and what is written from old knowledge
    would bring back a dropped passphrase.
    """
    ours = vault.document
    mac_key = derived(vault.root, vault.vault_id, vault.epoch, "keyfile mac")
    for _, found in Copies.read(vault.folder).documents:
        if found.current.epoch > vault.epoch or (
            found != ours and found.revision >= ours.revision and found.is_authentic(mac_key)
        ):
            raise InUse("keyfile_changed")


def _adopt(vault: OpenVault, written: KeyDocument) -> None:
    vault.adopt(written, keyset.names(written, written.current, vault.root))
