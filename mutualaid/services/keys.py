"""Who may open the store, and with what: coordinators' passphrases, recovery sheets, the system's keyring.

Each change takes a second or more, since a passphrase is made costly to guess: call it off the UI thread. Each is an
entry of the change journal in the name of whoever made it, which tells the ids of the slots there are then.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import NamedTuple, TypeVar

from mutualaid.records.errors import NoSpace
from mutualaid.records.views import Area, Changed
from mutualaid.services.office import Office
from mutualaid.store.writing import Writing
from mutualaid.vault import keychain, ways, witness
from mutualaid.vault.kdf import Argon2Cost
from mutualaid.vault.opened import Finding, OpenVault

T = TypeVar("T")

_NOTE = "keys"
_CHANGED = Changed(frozenset({Area.SETTINGS}))


class SlotLine(NamedTuple):
    """A way into the store: its id, its kind ("passphrase", "recovery", "quorum", "keyring"), the coordinator's name.

    `own` is hers who has the store open. Sheets of paper are all named "recovery".
    """

    id: str
    kind: str
    name: str
    own: bool

    def __repr__(self) -> str:
        return f"SlotLine({self.id})"


def slots(office: Office) -> tuple[SlotLine, ...]:
    """The ways in, in the order they were made."""
    vault = office.vault
    return tuple(SlotLine(slot.id, slot.kind, slot.name, slot.name == vault.coordinator) for slot in vault.slots)


def add_coordinator(office: Office, *, name: str, passphrase: str, kdf: Argon2Cost | None = None) -> str:
    """Give a further coordinator a passphrase of her own. Returns her slot's id. `kdf` is for tests.

    Raises Refused: "coordinator_name", "coordinator_name_taken", "passphrase_too_short", "passphrase_too_long",
    "passphrase_common", "too_many_slots", "rotation_under_way", "store_locked"; NoSpace.
    """
    return _journalled(
        office,
        "add coordinator",
        lambda: ways.add_passphrase(office.vault, passphrase=passphrase, name=name, kdf=kdf),
    )


def rename_slot(office: Office, *, slot_id: str, name: str) -> Changed:
    """Call a coordinator by another name; what she did before stays under the name it was done in.

    Raises Refused: "coordinator_name", "coordinator_name_taken", "slot_unknown", "slot_on_paper", "slot_of_keyring" and
    as `add_coordinator`.
    """
    _journalled(office, "rename coordinator", lambda: ways.rename(office.vault, slot_id=slot_id, name=name))
    return _CHANGED


def change_passphrase(office: Office, *, slot_id: str, passphrase: str, kdf: Argon2Cost | None = None) -> Changed:
    """Replace a coordinator's passphrase: her own, or a forgotten one with the store opened by the recovery words.

    Raises Refused: "slot_of_another", "slot_unknown", "slot_on_paper", "slot_of_keyring" and as `add_coordinator`.
    """
    _journalled(
        office,
        "change passphrase",
        lambda: ways.change_passphrase(office.vault, slot_id=slot_id, passphrase=passphrase, kdf=kdf),
    )
    return _CHANGED


def new_recovery(office: Office, *, language: str, quorum: bool = False) -> tuple[str, ...]:
    """Words for a new recovery sheet, or for three of which any two open the store, in "en" or "es".

    They are given out this once; what was printed before opens the store no more, and earlier backups still. Raises
    Refused("too_many_slots" | "rotation_under_way" | "store_locked"), NoSpace.
    """
    vault = office.vault
    sheets = _journalled(
        office, "new recovery sheet", lambda: ways.new_quorum(vault) if quorum else (ways.new_recovery(vault),)
    )
    return tuple(sheet.text(language) for sheet in sheets)


def keyring_available() -> bool:
    """Whether this system has a keyring that may be trusted with a way in."""
    return keychain.available()


def keep_in_keyring(office: Office) -> str:
    """Let the coordinator who has the store open in by the keyring of her account, too. Returns the slot's id.

    Raises Refused: "keyring_unavailable", "keyring_not_kept", "keyring_taken", "keyring_needs_coordinator",
    "too_many_slots", "rotation_under_way", "store_locked"; NoSpace. May wait for her to unlock the keyring.
    """
    return _journalled(office, "keep in keyring", lambda: ways.add_keyring(office.vault))


def forget_keyring(office: Office) -> Changed:
    """Let the coordinator who has the store open in by her passphrase only. Does nothing where no keyring lets her in.

    Raises Refused("rotation_under_way" | "store_locked"), NoSpace.
    """
    _journalled(office, "forget keyring", lambda: ways.drop_keyring(office.vault))
    return _CHANGED


def note_keys(write: Writing, vault: OpenVault) -> None:
    """Let the journal know which keyfile the store goes with now; inside whatever transaction changed its keys."""
    ids = [slot.id for slot in vault.slots]
    told = {"epoch": vault.epoch, "lineage": vault.lineage, "revision": vault.revision, "slots": ids}
    write.set_meta(_NOTE, json.dumps(told))


def note_missed_changes(office: Office) -> None:
    """Write a journal entry when the keyfile is not the one that the journal knows: the program was killed before it
    could tell, or somebody put another there. An older one is a finding, too: "keyfile_rolled_back".
    """
    vault = office.vault
    with office.store.read() as read:
        noted = json.loads(read.meta(_NOTE) or "null") or {"lineage": vault.lineage, "revision": 1}
    if noted["lineage"] == vault.lineage and noted["revision"] > vault.revision:
        older = Finding("keyfile_rolled_back", vault.folder.keyfile.name)
        vault.findings = tuple(dict.fromkeys((*vault.findings, older)))
    if (noted["lineage"], noted["revision"]) != (vault.lineage, vault.revision):
        with office.store.write("found other keys") as write:
            note_keys(write, vault)


def _journalled(office: Office, verb: str, change: Callable[[], T]) -> T:
    """Change the keyfile inside the transaction that tells the journal: a refusal undoes both.

    Once the keyfile is written the change stands, and new words must be shown, even if the journal's disk is full then;
    `note_missed_changes` tells it at the next opening.
    """
    before, done = office.vault.revision, list[T]()
    try:
        with office.store.write(verb) as write:
            done.append(change())
            if office.vault.revision != before:
                note_keys(write, office.vault)
    except NoSpace:
        if not done:
            raise
    witness.remember(office.vault)
    return done[0]
