"""Goes through every sound page of a store: whose page each is, and the rows on it.

First along the trees that the table of contents names; then, where a tree has holes, over the pages that no tree
reached, whose rows tell by their looks which table they are of.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import NamedTuple

from mutualaid.progress import Progress
from mutualaid.store.salvage import btree, shapes
from mutualaid.store.salvage.btree import Cell
from mutualaid.store.salvage.cells import Malformed, Row, Value, row
from mutualaid.store.salvage.image import Image
from mutualaid.store.salvage.shapes import Layout

CONTENTS, FREE, STRAY = "sqlite_schema", "free pages", "stray"
_CONTENTS_COLUMNS = 5
_OFTEN = 256


class Found(NamedTuple):
    """A row as it was found. `doubtful`: on an older copy of its page, since the newest is damaged."""

    rowid: int
    values: Row
    doubtful: bool


class Survey:
    """What was found: `owners` of pages, `holes` (objects part of which cannot be reached), rows and index entries.

    `rows` are by table; `entries` are by index, from the row's number to the value that the index holds of it. Only
    tables in `layouts` and indexes in `indexes` are taken up.
    """

    def __init__(
        self, image: Image, layouts: Mapping[str, Layout], indexes: frozenset[str], progress: Progress
    ) -> None:
        self._image = image
        self._layouts = layouts
        self._progress = progress
        self._steps = 0
        self.owners: dict[int, str] = {}
        self.holes: set[str] = set()
        self.rows: dict[str, list[Found]] = {name: [] for name in layouts}
        self.entries: dict[str, dict[int, Value]] = {name: {} for name in indexes}
        self._follow_trees()
        self._follow_free_pages()
        if self.holes and layouts:
            self._take_strays()

    def whole(self, name: str) -> bool:
        """Whether all of a table or an index was reached, on the newest copies of its pages."""
        return name in self.owners.values() and name not in self.holes and CONTENTS not in self.holes

    def _tick(self) -> None:
        self._steps += 1
        if self._steps % _OFTEN == 0:
            self._progress.step(min(self._steps, self._image.count), self._image.count)

    def _follow_trees(self) -> None:
        contents: list[Row] = []
        self._tree(CONTENTS, 1, contents)
        for entry in contents:
            if len(entry) != _CONTENTS_COLUMNS:
                continue
            name, root = entry[1], entry[3]
            if isinstance(name, str) and isinstance(root, int) and root > 1:
                self._tree(name, root, None)

    def _tree(self, name: str, root: int, contents: list[Row] | None) -> None:
        ahead = [root]
        while ahead:
            number = ahead.pop()
            page = self._claim(name, number)
            if page is None or not (kind := btree.kind_of(page, number)):
                self.holes.add(name)
                continue
            newest = self._image.newest(number)
            if not newest:
                self.holes.add(name)
            held: list[tuple[int, Row]] = []
            for cell in btree.cells(page, number, lambda following: self._claim(name, following)):
                if cell.child:
                    ahead.append(cell.child)
                if kind != btree.TABLE_INTERIOR:
                    self._read(name, cell, held)
            if kind in (btree.TABLE_INTERIOR, btree.INDEX_INTERIOR):
                ahead.append(btree.last_child(page, number))
            if contents is not None:
                contents += [values for _, values in held]
            else:
                self._take(name, number, held, doubtful=not newest)

    def _claim(self, name: str, number: int) -> bytes | None:
        """The page, for the first that asks: a page has one place in one tree, or in one row.

        That it is free counts for less, since an old first page may say so of a page in use.
        """
        owner = self.owners.get(number)
        if owner is not None and (owner != FREE or name == FREE):
            return None
        if not 0 < number <= self._image.count:
            return None
        self._tick()
        self.owners[number] = name
        return self._image.page(number)

    def _read(self, name: str, cell: Cell, held: list[tuple[int, Row]]) -> None:
        if name not in self.rows and name not in self.entries and name != CONTENTS:
            return
        try:
            if cell.payload is None:
                raise Malformed
            held.append((cell.rowid, row(cell.payload)))
        except Malformed:
            self.holes.add(name)

    def _take(self, name: str, number: int, held: list[tuple[int, Row]], *, doubtful: bool) -> None:
        """Take up a page's rows or entries; a tree with old pages in it may lead to those of another table."""
        if name in self.entries:
            entries = self.entries[name]
            entries.update({values[-1]: values[0] for _, values in held if len(values) > 1 and type(values[-1]) is int})
        elif name in self.rows:
            if not all(self._layouts[name].fits(values) for _, values in held):
                self.holes.add(name)
                self._take_stray(number, held, doubtful=doubtful)
                return
            self.rows[name] += [Found(rowid, values, doubtful) for rowid, values in held]

    def _follow_free_pages(self) -> None:
        first = self._image.page(1)
        number = 0 if first is None else int.from_bytes(first[32:36], "big")
        while number and (trunk := self._claim(FREE, number)) is not None:
            count = min(int.from_bytes(trunk[4:8], "big"), len(trunk) // 4 - 2)
            for place in range(8, 8 + 4 * count, 4):
                free = int.from_bytes(trunk[place : place + 4], "big")
                if 0 < free <= self._image.count:
                    self.owners.setdefault(free, FREE)
            number = int.from_bytes(trunk[:4], "big")

    def _take_strays(self) -> None:
        for number in range(2, self._image.count + 1):
            if self.owners.get(number, FREE) != FREE:  # what is free indeed was overwritten with zeros
                continue
            self._tick()
            page = self._image.page(number)
            if page is None or btree.kind_of(page, number) != btree.TABLE_LEAF:
                continue
            held: list[tuple[int, Row]] = []
            for cell in btree.cells(page, number, lambda following: self._claim(STRAY, following)):
                with suppress(Malformed):
                    if cell.payload is not None:
                        held.append((cell.rowid, row(cell.payload)))
            self._take_stray(number, held, doubtful=not self._image.newest(number))

    def _take_stray(self, number: int, held: list[tuple[int, Row]], *, doubtful: bool) -> None:
        name = shapes.whose([values for _, values in held], self._layouts)
        if name is not None:
            self.owners[number] = name
            fits = self._layouts[name].fits
            self.rows[name] += [Found(rowid, values, doubtful) for rowid, values in held if fits(values)]
