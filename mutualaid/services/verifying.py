"""Check a store: keyfile copies, pages, records, journal chain."""

from __future__ import annotations

from typing import NamedTuple

from mutualaid.language.errors import sentence
from mutualaid.records.errors import BadInput
from mutualaid.services.office import Office
from mutualaid.vault.keyfile import check_keyfile
from mutualaid.vault.layout import StoreFolder


class Finding(NamedTuple):
    """Something wrong, as a code and in words."""

    code: str
    words: str


def verify(office: Office) -> list[Finding]:
    """Everything that is wrong with the store; empty when it is whole."""
    office.store.merge_log()
    with office.store.read() as read:
        found = read.verify()
    keys = [*office.vault.findings, *check_keyfile(StoreFolder(office.folder))]
    told = {(f.code, tuple(f.facts.items())): f for f in [*keys, *found]}
    faults = [BadInput(f.code, **f.facts) for f in told.values()]
    return [Finding(fault.code, sentence(fault)) for fault in faults]
