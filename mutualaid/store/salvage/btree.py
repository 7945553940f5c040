"""SQLite's b-tree pages, read one at a time (sqlite.org/fileformat2.html, 1.6 and 1.7).

A page may hold anything: a cell that does not lie inside it is left out, and no chain is followed in a circle or
further than the row that it belongs to is long.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from mutualaid.store.salvage.cells import Malformed, varint
from mutualaid.vault.pages import USABLE_BYTES

TABLE_LEAF, TABLE_INTERIOR, INDEX_LEAF, INDEX_INTERIOR = 0x0D, 0x05, 0x0A, 0x02
_KINDS = frozenset({TABLE_LEAF, TABLE_INTERIOR, INDEX_LEAF, INDEX_INTERIOR})
_INTERIOR = frozenset({TABLE_INTERIOR, INDEX_INTERIOR})

MOST_PAYLOAD = 64 * 1024 * 1024
_FILE_HEADER = 100
_MOST_CELLS = USABLE_BYTES // 4
_LEAST_LOCAL = (USABLE_BYTES - 12) * 32 // 255 - 23
_MOST_LOCAL = {
    TABLE_LEAF: USABLE_BYTES - 35,
    INDEX_LEAF: (USABLE_BYTES - 12) * 64 // 255 - 23,
    INDEX_INTERIOR: (USABLE_BYTES - 12) * 64 // 255 - 23,
}
_CHUNK = USABLE_BYTES - 4

ReadPage = Callable[[int], bytes | None]


class Cell(NamedTuple):
    """One cell: the child page before it (interior pages), the row's number (tables), its bytes.

    `payload` is None when part of it lies on pages that cannot be read; `overflow` are the pages it continues on, the
    unreadable one last.
    """

    child: int
    rowid: int
    payload: bytes | None
    overflow: tuple[int, ...]


def kind_of(page: bytes, number: int) -> int:
    """Which of the four kinds of b-tree page it is, or 0."""
    kind = page[_start(number)]
    return kind if kind in _KINDS else 0


def last_child(page: bytes, number: int) -> int:
    """The right-most child of an interior page."""
    at = _start(number) + 8
    return int.from_bytes(page[at : at + 4], "big")


def cells(page: bytes, number: int, read: ReadPage) -> Iterator[Cell]:
    """The cells of a b-tree page in order; those that make no sense are left out."""
    kind = kind_of(page, number)
    if not kind:
        return
    start = _start(number)
    count = int.from_bytes(page[start + 3 : start + 5], "big")
    first = start + (12 if kind in _INTERIOR else 8)
    for place in range(first, first + 2 * min(count, _MOST_CELLS), 2):
        at = int.from_bytes(page[place : place + 2], "big")
        if first <= at < USABLE_BYTES:
            try:
                cell = _cell(page, kind, at, read)
            except Malformed:
                continue
            yield cell


def _start(number: int) -> int:
    return _FILE_HEADER if number == 1 else 0


def _cell(page: bytes, kind: int, at: int, read: ReadPage) -> Cell:
    child = 0
    if kind in _INTERIOR:
        child = int.from_bytes(page[at : at + 4], "big")
        at += 4
    if kind == TABLE_INTERIOR:
        return Cell(child, varint(page, at)[0], None, ())
    size, at = varint(page, at)
    rowid = 0
    if kind == TABLE_LEAF:
        rowid, at = varint(page, at)
        rowid = rowid - (1 << 64) if rowid >= 1 << 63 else rowid
    if size > MOST_PAYLOAD:
        raise Malformed
    local = _local(size, _MOST_LOCAL[kind])
    if at + local + (4 if local < size else 0) > USABLE_BYTES:
        raise Malformed
    payload = page[at : at + local]
    if local == size:
        return Cell(child, rowid, payload, ())
    following = int.from_bytes(page[at + local : at + local + 4], "big")
    rest, chain = _overflow(following, size - local, read)
    return Cell(child, rowid, None if rest is None else payload + rest, chain)


def _local(size: int, most: int) -> int:
    """How many of a row's bytes lie on the page itself."""
    if size <= most:
        return size
    fitting = _LEAST_LOCAL + (size - _LEAST_LOCAL) % _CHUNK
    return fitting if fitting <= most else _LEAST_LOCAL


def _overflow(number: int, size: int, read: ReadPage) -> tuple[bytes | None, tuple[int, ...]]:
    parts: list[bytes] = []
    chain: list[int] = []
    seen: set[int] = set()
    while size > 0:
        if number in seen or number < 2:
            return None, tuple(chain)
        seen.add(number)
        chain.append(number)
        page = read(number)
        if page is None:
            return None, tuple(chain)
        part = page[4 : 4 + min(size, _CHUNK)]
        parts.append(part)
        size -= len(part)
        number = int.from_bytes(page[:4], "big")
    return b"".join(parts), tuple(chain)
