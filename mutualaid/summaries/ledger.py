"""The ledger of releases: what was published, byte for byte, each entry chained to the one before by its hash."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from mutualaid.records.errors import Damaged
from mutualaid.summaries.cells import Answer, Cell
from mutualaid.summaries.facts import canonical

FIRST = "0" * 64
"""What the first entry names as the hash before it."""


@dataclass(frozen=True)
class LedgerEntry:
    """One release as it was published. The store keeps `to_bytes()` and gives the entries back in order.

    `geography`: JSON of the frozen map and classification; `cells`: JSON of every answer with its noise; `files`: the
    published bytes by name; `recipient` and the noise never leave the office.
    """

    seq: int
    release_id: str
    period: str
    plan_version: str
    geography: str
    files: Mapping[str, bytes] = field(repr=False)
    cells: str = field(repr=False)
    created_on: date
    recipient: str = field(repr=False)
    previous_hash: str
    hash: str = ""

    def sealed(self) -> LedgerEntry:
        """The entry with its own hash, SHA-256 over everything else."""
        return replace(self, hash=hashlib.sha256(canonical(self._content()).encode()).hexdigest())

    def to_bytes(self) -> bytes:
        """Canonical JSON: the same entry is always the same bytes."""
        return canonical({**self._content(), "hash": self.hash}).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> LedgerEntry:
        """The entry that `to_bytes` wrote. Raises Damaged("release_ledger_broken")."""
        try:
            content = json.loads(data)
            files = {name: base64.b64decode(text, validate=True) for name, text in content.pop("files").items()}
            created = date.fromisoformat(content.pop("created_on"))
            entry = cls(files=files, created_on=created, **content)
        except (ValueError, TypeError, KeyError, AttributeError, binascii.Error):
            raise Damaged("release_ledger_broken") from None
        if entry.to_bytes() != data:
            raise Damaged("release_ledger_broken")
        return entry

    def answers(self) -> dict[Cell, Answer]:
        """Every cell of the release with its answer. Raises Damaged("release_ledger_broken")."""
        try:
            return {Cell(*row[:7]): Answer(row[7], row[8]) for row in json.loads(self.cells)}
        except (ValueError, TypeError, IndexError):
            raise Damaged("release_ledger_broken") from None

    def _content(self) -> dict[str, Any]:
        return {
            "seq": self.seq,
            "release_id": self.release_id,
            "period": self.period,
            "plan_version": self.plan_version,
            "geography": self.geography,
            "files": {name: base64.b64encode(data).decode() for name, data in sorted(self.files.items())},
            "cells": self.cells,
            "created_on": self.created_on.isoformat(),
            "recipient": self.recipient,
            "previous_hash": self.previous_hash,
        }


def cells_json(answers: Mapping[Cell, Answer]) -> str:
    """The answers as a ledger entry keeps them."""
    return canonical(
        [
            [
                cell.table,
                cell.period,
                cell.geo,
                cell.category,
                cell.language,
                cell.status,
                cell.measure,
                answer.value,
                answer.noise,
            ]
            for cell, answer in answers.items()
        ]
    )


def chain_ok(entries: Sequence[LedgerEntry]) -> bool:
    """Whether the entries are whole, in order and unchanged, from the first one on."""
    before = FIRST
    for number, entry in enumerate(entries, start=1):
        if entry.seq != number or entry.previous_hash != before or entry.sealed().hash != entry.hash:
            return False
        before = entry.hash
    return True


def require_chain(entries: Sequence[LedgerEntry]) -> None:
    """Raise Damaged("release_ledger_broken") unless the chain holds."""
    if not chain_ok(entries):
        raise Damaged("release_ledger_broken")
