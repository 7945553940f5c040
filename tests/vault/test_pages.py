"""The pages of an encrypted file, opened without SQLCipher."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlcipher3 import dbapi2

from mutualaid.vault import pages
from mutualaid.vault.pages import PAGE_BYTES, PageOpener

KEY = bytes(range(32))


def make(path: Path, key: str) -> list[bytes]:
    connection = dbapi2.connect(str(path), isolation_level=None)
    connection.set_key(key)
    connection.execute("CREATE TABLE leaf (word TEXT)")
    connection.executemany("INSERT INTO leaf VALUES (?)", [(f"nopal {n}" * 40,) for n in range(200)])
    connection.close()
    data = path.read_bytes()
    return [data[start : start + PAGE_BYTES] for start in range(0, len(data), PAGE_BYTES)]


def test_every_page_that_sqlcipher_wrote_opens_and_the_words_are_there(tmp_path):
    sealed = make(tmp_path / "a", pages.new_file_key(KEY))
    opener = PageOpener(KEY, sealed[0][:16])
    opened = [opener.open(number, page) for number, page in enumerate(sealed, 1)]
    assert None not in opened
    whole = b"".join(page or b"" for page in opened)
    assert whole.startswith(b"SQLite format 3\x00\x10\x00")
    assert len(opened) > 10
    assert all(b"nopal %d" % n in whole for n in range(200))
    assert b"nopal" not in b"".join(sealed)


def test_a_file_made_here_has_the_salt_of_its_key_and_opens_by_the_key_alone(tmp_path):
    sealed = make(tmp_path / "a", pages.new_file_key(KEY))
    assert sealed[0][:16] == pages.file_salt(KEY)
    again = dbapi2.connect(str(tmp_path / "a"))
    again.set_key(pages.key_of(KEY))
    assert again.execute("SELECT count(*) FROM leaf").fetchone() == (200,)
    again.close()


def test_a_file_with_a_salt_of_its_own_opens_too(tmp_path):
    sealed = make(tmp_path / "a", pages.key_of(KEY))
    assert sealed[0][:16] != pages.file_salt(KEY)
    assert PageOpener(KEY, sealed[0][:16]).open(1, sealed[0]) is not None


def test_no_page_opens_in_another_place_or_under_another_key_or_salt(tmp_path):
    sealed = make(tmp_path / "a", pages.new_file_key(KEY))
    opener = PageOpener(KEY, sealed[0][:16])
    assert opener.open(3, sealed[1]) is None
    assert PageOpener(os.urandom(32), sealed[0][:16]).open(2, sealed[1]) is None
    assert PageOpener(KEY, bytes(16)).open(2, sealed[1]) is None


def test_no_flipped_bit_is_accepted(tmp_path):
    sealed = make(tmp_path / "a", pages.new_file_key(KEY))[1]
    opener = PageOpener(KEY, pages.file_salt(KEY))
    assert opener.holds(2, sealed)
    for bit in range(0, PAGE_BYTES * 8, 7):
        flipped = bytearray(sealed)
        flipped[bit // 8] ^= 1 << bit % 8
        assert opener.open(2, bytes(flipped)) is None


@given(st.binary(max_size=PAGE_BYTES + 1), st.integers(1, 2**32 - 1))
def test_hostile_bytes_are_no_page(hostile, number):
    assert PageOpener(KEY, bytes(16)).open(number, hostile) is None


@pytest.mark.parametrize("length", [0, 31, 33])
def test_a_key_of_another_length_never_reaches_sqlcipher(length):
    for use in (pages.key_of, pages.new_file_key, lambda key: PageOpener(key, bytes(16))):
        with pytest.raises(ValueError, match="32 bytes"):
            use(bytes(length))


def test_no_key_shows_in_a_repr():
    assert KEY.hex() not in repr(PageOpener(KEY, bytes(16)))
