"""The ledger's entries: of both kinds, of the first form too, each the same bytes whenever it is written."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutualaid.records.errors import Damaged
from mutualaid.summaries.cells import Answer, Cell
from mutualaid.summaries.ledger import (
    FIRST,
    LedgerEntry,
    cells_json,
    chain_ok,
    handed,
    next_place,
    read_entry,
    read_head,
    releases_in,
)

DAY = date(2026, 11, 23)
ANSWERS = {Cell("totals", "2026-10"): Answer(120, -3), Cell("months", "2026-10"): Answer(None, None)}


def release(files: dict[str, bytes], seq: int = 1, previous: str = FIRST) -> LedgerEntry:
    return LedgerEntry(
        seq, "2026-10-abc123", "2026-10", "10-5.1", "{}", files, cells_json(ANSWERS), DAY, previous
    ).sealed()


def in_the_first_form(files: dict[str, bytes]) -> bytes:
    """An entry as the first versions wrote it, written by hand here."""
    content = {
        "seq": 1, "release_id": "2026-10-abc123", "period": "2026-10", "plan_version": "10-5.1", "geography": "{}",
        "files": {name: base64.b64encode(data).decode() for name, data in files.items()}, "cells": "[]",
        "created_on": "2026-11-23", "recipient": "José", "previous_hash": FIRST,
    }  # fmt: skip

    def written(value: object) -> bytes:
        return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()

    return written({**content, "hash": hashlib.sha256(written(content)).hexdigest()})


@given(files=st.dictionaries(st.text("abc.", min_size=1), st.binary(max_size=60), min_size=1, max_size=4))
def test_an_entry_is_read_as_it_was_written_whole_or_its_head_alone(files: dict[str, bytes]) -> None:
    entry = release(files)
    data = entry.to_bytes()
    assert read_entry(data) == entry
    assert read_entry(data).to_bytes() == data
    head = read_head(data.partition(b"\n")[0])
    assert isinstance(head, LedgerEntry)
    assert (head.answers(), head.shown(), head.files) == (ANSWERS, (1, 1), {})
    assert chain_ok([head])


def test_an_entry_of_the_first_form_is_read_and_written_byte_for_byte() -> None:
    data = in_the_first_form({"data.csv": b"a\nb", "manifest.json": b"{}"})
    old = read_entry(data)
    assert isinstance(old, LedgerEntry)
    assert old.to_bytes() == data
    assert (old.recipient, old.files["data.csv"]) == ("José", b"a\nb")
    assert read_head(data) == old
    noted = handed([old], release_id=old.release_id, recipient="The Fund", on=DAY)
    assert noted is not None
    later = release({"data.csv": b"x"}, *next_place([old, noted]))
    assert chain_ok([old, noted, later])
    assert releases_in([old, noted, later]) == [old, later]


@pytest.mark.parametrize("at", [0, 5, 40, -40, -3, -1])
def test_a_changed_byte_is_damage(at: int) -> None:
    for whole in (release({"a": b"12345", "b": b"67"}).to_bytes(), in_the_first_form({"a": b"12345"})):
        data = bytearray(whole)
        data[at] ^= 1
        with pytest.raises(Damaged, match="release_ledger_broken"):
            entry = read_entry(bytes(data))
            if not chain_ok([entry]):
                raise Damaged("release_ledger_broken")


@pytest.mark.parametrize("spoil", [lambda data: data + b"x", lambda data: data[:-1], lambda _: b"", lambda _: b"[]"])
def test_too_much_or_too_little_is_damage(spoil) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(Damaged, match="release_ledger_broken"):
        read_entry(spoil(release({"a": b"12345"}).to_bytes()))


def test_a_note_is_in_the_chain_and_made_once_a_day() -> None:
    entry = release({"a": b"1"})
    first = handed([entry], release_id=entry.release_id, recipient="The Fund", on=DAY)
    assert first is not None
    assert read_entry(first.to_bytes()) == first
    assert "The Fund" not in repr(first)
    assert handed([entry, first], release_id=entry.release_id, recipient="The Fund", on=DAY) is None
    second = handed([entry, first], release_id=entry.release_id, recipient="", on=DAY)
    assert second is not None
    assert chain_ok([entry, first, second])
    assert not chain_ok([entry, second])
    assert not chain_ok([entry, replace(first, recipient="Somebody else"), second])
