"""The reader of pages, on bytes that nobody wrote: an answer or our own error, in bounded time."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutualaid.progress import SILENT
from mutualaid.records.errors import Damaged
from mutualaid.store.registry import KINDS
from mutualaid.store.salvage import btree, merge
from mutualaid.store.salvage.cells import Malformed, row, varint
from mutualaid.store.salvage.image import Image
from mutualaid.store.salvage.shapes import Column, Layout
from mutualaid.store.salvage.survey import Survey
from mutualaid.vault.pages import PAGE_BYTES
from tests.store.salvaging import keys_in, salvage

INDEXES = frozenset(name for kind in KINDS.values() for name in merge.index_names(kind.name))
LAYOUTS = {
    name: Layout(name, tuple(Column(f"c{n}", "TEXT", False, None, n == 0) for n in range(width)))
    for name, width in (("need", 3), ("meta", 2))
}


class Pages:
    """Pages as an image gives them, counting how often any is read."""

    def __init__(self, pages: dict[int, bytes], count: int) -> None:
        self.pages, self.count, self.read = pages, count, 0

    def page(self, number: int) -> bytes | None:
        self.read += 1
        return self.pages.get(number)

    def newest(self, number: int) -> bool:
        return number in self.pages


def page(kind: int, cells: list[bytes], number: int = 2, last: int = 0) -> bytes:
    """A b-tree page with those cells."""
    start = 100 if number == 1 else 0
    made, at, pointers = bytearray(PAGE_BYTES), 4016, b""
    for cell in cells:
        at -= len(cell)
        made[at : at + len(cell)] = cell
        pointers += at.to_bytes(2, "big")
    head = bytes([kind, 0, 0]) + len(cells).to_bytes(2, "big") + at.to_bytes(2, "big") + b"\0"
    if kind in (btree.TABLE_INTERIOR, btree.INDEX_INTERIOR):
        head += last.to_bytes(4, "big")
    made[start : start + len(head) + len(pointers)] = head + pointers
    return bytes(made)


@given(st.binary(max_size=300))
def test_any_bytes_are_a_row_or_malformed(data):
    try:
        values = row(data)
    except Malformed:
        return
    assert sum(len(value) for value in values if isinstance(value, str | bytes)) <= len(data)


@given(st.binary(max_size=12), st.integers(0, 12))
def test_any_bytes_are_a_number_or_malformed(data, at):
    try:
        value, after = varint(data, at)
    except Malformed:
        return
    assert 0 <= value < 1 << 64
    assert at < after <= min(at + 9, len(data))


kinds = st.sampled_from([btree.TABLE_LEAF, btree.TABLE_INTERIOR, btree.INDEX_LEAF, btree.INDEX_INTERIOR, 0, 7])
noisy = st.builds(
    lambda kind, seed, count: bytes([kind, 0, 0]) + count.to_bytes(2, "big") + random.Random(seed).randbytes(4091),
    kinds,
    st.integers(),
    st.integers(0, 2000),
)


@given(noisy)
def test_any_page_gives_cells_inside_it(data):
    for cell in btree.cells(data, 2, lambda number: None):
        assert cell.payload is None or len(cell.payload) <= PAGE_BYTES


@given(st.lists(noisy, min_size=2, max_size=12), st.booleans())
def test_any_file_is_gone_through_reading_each_page_a_few_times(pages, contents):
    numbered = dict(enumerate(pages, 1))
    if contents:
        numbered[1] = bytes(100) + numbered[1][:-100]
    image = Pages(numbered, len(numbered))
    survey = Survey(image, LAYOUTS, INDEXES, SILENT)
    assert image.read <= 4 * len(numbered) + 4
    assert all(0 < number <= len(numbered) for number in survey.owners)


def _row(*values: bytes) -> bytes:
    kinds = bytes(13 + 2 * len(value) for value in values)
    return bytes([len(kinds) + 1]) + kinds + b"".join(values)


def test_trees_that_lead_in_circles_end():
    to = lambda child: child.to_bytes(4, "big") + b"\x01"
    image = Pages({n: page(btree.TABLE_INTERIOR, [to(2), to(3), to(1)], n, last=2) for n in (1, 2, 3)}, 3)
    Survey(image, LAYOUTS, INDEXES, SILENT)
    assert image.read <= 12


def test_rows_that_share_one_endless_chain_do_not_read_it_again_and_again():
    chain = {n: (n + 1 if n < 60 else 3).to_bytes(4, "big") + bytes(PAGE_BYTES - 4) for n in range(3, 61)}
    long = b"\x83\xff\x7f\x01" + bytes(489) + (3).to_bytes(4, "big")  # says that it is 65,407 bytes long
    leaf = page(btree.TABLE_LEAF, [long] * 8, 1)
    image = Pages({1: leaf, 2: page(btree.TABLE_LEAF, [long] * 8), **chain}, 60)
    Survey(image, LAYOUTS, INDEXES, SILENT)
    assert image.read < 200


def test_a_row_that_says_it_is_larger_than_any_is_left_out():
    huge = b"\xff\xff\xff\xff\xff\xff\xff\xff\x7f\x01" + bytes(600)
    assert list(btree.cells(page(btree.TABLE_LEAF, [huge]), 2, lambda number: None)) == []


@given(data=st.binary(max_size=3 * PAGE_BYTES), log=st.binary(max_size=2 * PAGE_BYTES + 100))
def test_any_two_files_are_an_image_without_a_sound_page(tmp_path_factory, data, log):
    path: Path = tmp_path_factory.mktemp("image") / "store.db"
    path.write_bytes(data)
    path.with_name("store.db-wal").write_bytes(log)
    with Image(path, bytes(32)) as image:
        assert image.count <= 4 * PAGE_BYTES
        assert not image.sound
        assert all(image.page(number) is None for number in image.damaged())


def test_a_broken_log_that_tells_of_millions_of_pages_is_not_believed(tmp_path):
    path = tmp_path / "store.db"
    path.write_bytes(bytes(PAGE_BYTES))
    frame = (1 << 23).to_bytes(4, "big") * 2 + bytes(16) + bytes(PAGE_BYTES)
    path.with_name("store.db-wal").write_bytes(b"\x37\x7f\x06\x82" + bytes(28) + frame)
    with Image(path, bytes(32)) as image:
        assert (image.count, image.log_damaged, list(image.damaged())) == (1, True, [1])


@pytest.mark.parametrize("size", [0, 1, 15, 16, 4095, 4096, 4097, 20_000])
def test_noise_of_any_size_is_nothing_to_salvage(tmp_path, size):
    keys = keys_in(tmp_path / "store")
    keys.folder.store.write_bytes(random.Random(size).randbytes(size))
    with pytest.raises(Damaged, match=r"^nothing_to_salvage$"):
        salvage(keys, tmp_path / "new")
    assert list((tmp_path / "new").iterdir()) == []
