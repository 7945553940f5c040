"""Check a store: keyfile copies, pages, records, journal chain."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from mutualaid.records.errors import Damaged
from mutualaid.records.views import LastChange
from mutualaid.services.finding_words import words
from mutualaid.services.office import Office, open_office, open_vault
from mutualaid.store.verify import findings_of_closed
from mutualaid.vault.keyfile import check_keyfile
from mutualaid.vault.layout import StoreFolder
from mutualaid.vault.opened import Finding as Told

_LOOKED_INTO = frozenset({"store_changed", "store_damaged", "store_empty", "store_foreign", "store_rolled_back"})
"""Why a store may not open and still be looked into, page by page."""

_SAID = {"unproven": "store_unproven", "changed": "store_changed", "rolled_back": "store_rolled_back"}


class Finding(NamedTuple):
    """Something wrong, as a code and in words; `facts` are what is known of it beside its code."""

    code: str
    words: str
    facts: Mapping[str, Any] = {}


class State(NamedTuple):
    """What is known of the store's file (see `Office.standing`; `words` is empty when it is proved), how many openings
    have written to it, and its newest change.
    """

    standing: str
    words: str
    generation: int
    last_change: LastChange | None


def state(office: Office) -> State:
    """How the store was found; waits for the check of its file."""
    standing = office.standing
    with office.store.read(even_if_changed=True) as read:
        generation, last = read.generation(), read.last_change()
    return State(standing, words(_SAID[standing], {}) if standing in _SAID else "", generation, last)


def verify(office: Office) -> list[Finding]:
    """Everything that is wrong with the store; empty when it is whole. Waits for the check of its file.

    A store that was not closed properly is not wrong for that: see `Office.standing`.
    """
    office.store.merge_log()
    with office.store.read(even_if_changed=True) as read:
        found = read.verify()
    keys = [*office.findings, *check_keyfile(StoreFolder(office.folder)), *office.store.changed()]
    told = {(f.code, tuple(f.facts.items())): f for f in [*keys, *found]}
    return [_found(finding) for finding in told.values()]


class Verified(NamedTuple):
    """What is wrong with a store, and how it was found; no state when it did not open."""

    findings: list[Finding]
    state: State | None


def verify_at(
    folder: Path,
    *,
    passphrase: str | None = None,
    recovery: str | Sequence[str] | None = None,
    keyring: bool = False,
) -> Verified:
    """Everything that is wrong with the store in `folder`, also when it does not open because its file is damaged.

    Raises as `open_office` does, but Damaged only when there is nothing to look at: no file, or no keyfile that opens.
    """
    secret: dict[str, Any] = {"passphrase": passphrase, "recovery": recovery, "keyring": keyring}
    try:
        office = open_office(folder, **secret)
    except Damaged as fault:
        if fault.code not in _LOOKED_INTO:
            raise
        return Verified(_of_closed(StoreFolder(folder), fault, secret), None)
    try:
        return Verified(verify(office), state(office))
    finally:
        office.close()


def _of_closed(place: StoreFolder, fault: Damaged, secret: dict[str, Any]) -> list[Finding]:
    with open_vault(place, **secret) as vault:
        found = findings_of_closed(place.store, vault, fault)
        keys = [*vault.findings, *check_keyfile(place)]
    return [_found(finding) for finding in dict.fromkeys([*keys, *found])]


def _found(finding: Told) -> Finding:
    return Finding(finding.code, words(finding.code, finding.facts), finding.facts)
