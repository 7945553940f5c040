"""The ledger of releases: what was published, byte for byte, and to whom; each entry chained to the one before.

docs/files.md describes the bytes of both kinds of entry.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, NamedTuple

from mutualaid.records.errors import Damaged
from mutualaid.summaries.cells import Answer, Cell
from mutualaid.summaries.facts import canonical

FIRST = "0" * 64
"""What the first entry names as the hash before it."""

RELEASE, HANDED = "release", "handed"


class Mark(NamedTuple):
    """What a release entry's head says of one of its files."""

    size: int
    sha256: str

    @classmethod
    def of(cls, data: bytes) -> Mark:
        """The mark of these bytes."""
        return cls(len(data), hashlib.sha256(data).hexdigest())


@dataclass(frozen=True)
class LedgerEntry:
    """One release as it was published. The store keeps `to_bytes()` and gives the entries back in order.

    `geography`: JSON of the frozen map and classification; `cells`: JSON of every answer with its noise; `files`: the
    published bytes by name, none when only the head was read; `marks`: each file's size and hash, none in an entry of
    the first form, which also named a `recipient`. Recipient and noise never leave the office.
    """

    seq: int
    release_id: str
    period: str
    plan_version: str
    geography: str = field(repr=False)
    files: Mapping[str, bytes] = field(repr=False)
    cells: str = field(repr=False)
    created_on: date
    previous_hash: str
    recipient: str = field(default="", repr=False)
    marks: Mapping[str, Mark] = field(default_factory=dict, repr=False)
    hash: str = ""

    def sealed(self) -> LedgerEntry:
        """The entry with its own hash, SHA-256 over everything else, the files by their marks."""
        marked = self if self.marks else replace(self, marks=_marks(self.files))
        return replace(marked, hash=_hash(marked._content()))

    def holds(self) -> bool:
        """Whether its hash is its own, and its files, when they were read, are those that it marks."""
        marked = not self.files or not self.marks or self.marks == _marks(self.files)
        return marked and self.hash == _hash(self._content())

    def to_bytes(self) -> bytes:
        """The same entry is always the same bytes: canonical JSON, a line feed, then the files in order of name."""
        head = canonical({**self._content(), "hash": self.hash}).encode()
        if not self.marks:
            return head
        return b"\n".join([head, b"".join(data for _, data in sorted(self.files.items()))])

    def answers(self) -> dict[Cell, Answer]:
        """Every cell of the release with its answer. Raises Damaged("release_ledger_broken")."""
        try:
            return {Cell(*row[:7]): Answer(row[7], row[8]) for row in json.loads(self.cells)}
        except (ValueError, TypeError, IndexError):
            raise Damaged("release_ledger_broken") from None

    def shown(self) -> tuple[int, int]:
        """How many cells carry a value, and how many are hidden."""
        values = [answer.value for answer in self.answers().values()]
        return sum(value is not None for value in values), sum(value is None for value in values)

    def _content(self) -> dict[str, Any]:
        content = {
            "seq": self.seq,
            "release_id": self.release_id,
            "period": self.period,
            "plan_version": self.plan_version,
            "geography": self.geography,
            "cells": self.cells,
            "created_on": self.created_on.isoformat(),
            "previous_hash": self.previous_hash,
        }
        if self.marks:
            return {**content, "kind": RELEASE, "files": {name: list(mark) for name, mark in self.marks.items()}}
        files = {name: base64.b64encode(data).decode() for name, data in self.files.items()}
        return {**content, "files": files, "recipient": self.recipient}


@dataclass(frozen=True)
class HandedEntry:
    """That the release with that id was handed out to `recipient` ("" when nobody was named) on a day."""

    seq: int
    release_id: str
    recipient: str = field(repr=False)
    on: date
    previous_hash: str
    hash: str = ""

    def sealed(self) -> HandedEntry:
        """The entry with its own hash."""
        return replace(self, hash=_hash(self._content()))

    def holds(self) -> bool:
        """Whether its hash is its own."""
        return self.hash == _hash(self._content())

    def to_bytes(self) -> bytes:
        """Canonical JSON."""
        return canonical({**self._content(), "hash": self.hash}).encode()

    def _content(self) -> dict[str, Any]:
        return {
            "kind": HANDED,
            "seq": self.seq,
            "release_id": self.release_id,
            "recipient": self.recipient,
            "on": self.on.isoformat(),
            "previous_hash": self.previous_hash,
        }


Entry = LedgerEntry | HandedEntry


def _marks(files: Mapping[str, bytes]) -> dict[str, Mark]:
    return {name: Mark.of(data) for name, data in files.items()}


def _hash(content: dict[str, Any]) -> str:
    return hashlib.sha256(canonical(content).encode()).hexdigest()


def read_entry(data: bytes) -> Entry:
    """The entry that `to_bytes` wrote. Raises Damaged("release_ledger_broken")."""
    head, _, rest = data.partition(b"\n")
    entry = read_head(head)
    if isinstance(entry, LedgerEntry) and entry.marks:
        files: dict[str, bytes] = {}
        for name, mark in sorted(entry.marks.items()):
            files[name], rest = rest[: mark.size], rest[mark.size :]
            if Mark.of(files[name]) != mark:
                raise Damaged("release_ledger_broken")
        entry = replace(entry, files=files)
    if rest:
        raise Damaged("release_ledger_broken")
    return entry


def read_head(head: bytes) -> Entry:
    """The entry whose bytes up to the first line feed these are, without its files unless they are in there.

    Raises Damaged("release_ledger_broken").
    """
    try:
        content = json.loads(head)
        kind = content.pop("kind", None)
        entry = {None: _first_form, RELEASE: _release, HANDED: _handed}[kind](content)
    except (ValueError, TypeError, KeyError, AttributeError, binascii.Error):
        raise Damaged("release_ledger_broken") from None
    written = replace(entry, files={}).to_bytes()[:-1] if isinstance(entry, LedgerEntry) and entry.marks else None
    if (entry.to_bytes() if written is None else written) != head:
        raise Damaged("release_ledger_broken")
    return entry


def _first_form(content: dict[str, Any]) -> Entry:
    files = {name: base64.b64decode(text, validate=True) for name, text in content.pop("files").items()}
    return LedgerEntry(files=files, created_on=date.fromisoformat(content.pop("created_on")), **content)


def _release(content: dict[str, Any]) -> Entry:
    marks = {str(name): Mark(int(size), str(digest)) for name, (size, digest) in content.pop("files").items()}
    if not marks:
        raise ValueError("no files")
    return LedgerEntry(files={}, marks=marks, created_on=date.fromisoformat(content.pop("created_on")), **content)


def _handed(content: dict[str, Any]) -> Entry:
    return HandedEntry(on=date.fromisoformat(content.pop("on")), **content)


def releases_in(ledger: Iterable[Entry]) -> list[LedgerEntry]:
    """The releases among the entries, oldest first."""
    return [entry for entry in ledger if isinstance(entry, LedgerEntry)]


def next_place(ledger: Sequence[Entry]) -> tuple[int, str]:
    """Number and previous hash of the entry that comes next."""
    return len(ledger) + 1, ledger[-1].hash if ledger else FIRST


def handed(ledger: Sequence[Entry], *, release_id: str, recipient: str, on: date) -> HandedEntry | None:
    """The entry that notes a handing out, chained to the last; none when the same was noted that day."""
    for entry in ledger:
        if isinstance(entry, HandedEntry) and (entry.release_id, entry.recipient, entry.on) == (
            release_id,
            recipient,
            on,
        ):
            return None
    seq, previous = next_place(ledger)
    return HandedEntry(seq, release_id, recipient, on, previous).sealed()


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


def chain_ok(entries: Sequence[Entry]) -> bool:
    """Whether the entries are whole, in order and unchanged, from the first one on."""
    before = FIRST
    for number, entry in enumerate(entries, start=1):
        if entry.seq != number or entry.previous_hash != before or not entry.holds():
            return False
        before = entry.hash
    return True


def require_chain(entries: Sequence[Entry]) -> None:
    """Raise Damaged("release_ledger_broken") unless the chain holds."""
    if not chain_ok(entries):
        raise Damaged("release_ledger_broken")
