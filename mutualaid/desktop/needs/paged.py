"""Lines of any number of needs: ordered ids in memory, the lines read by pages of 128 when they come into view."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterator, Sequence

from mutualaid.records.views import NeedLine

PAGE = 128
KEPT = 24
"""Pages that stay in memory: about 3,000 lines, so scrolling back reads nothing."""


class PagedLines:
    """`want` is called with the number of a page that is looked at and not there yet; `give` brings it."""

    def __init__(self, want: Callable[[int], None]) -> None:
        self._want = want
        self._ids: array[int] = array("q")
        self._pages: OrderedDict[int, Sequence[NeedLine]] = OrderedDict()
        self._asked: set[int] = set()

    def __len__(self) -> int:
        return len(self._ids)

    def set_ids(self, ids: array[int], first: Sequence[NeedLine]) -> None:
        """Hold these needs; `first` are the lines of the first page."""
        self._ids = ids
        self._pages = OrderedDict({0: first}) if first else OrderedDict()
        self._asked = set()

    def ids_of(self, page: int) -> list[int]:
        """The ids whose lines a page wants."""
        return list(self._ids[page * PAGE : (page + 1) * PAGE])

    def give(self, page: int, ids: Sequence[int], lines: Sequence[NeedLine]) -> range:
        """Take the lines of a page; the rows that are there now, none when the ids have changed meanwhile."""
        if list(ids) != self.ids_of(page):
            return range(0)
        self._asked.discard(page)
        self._pages[page] = lines
        self._pages.move_to_end(page)
        while len(self._pages) > KEPT:
            self._pages.popitem(last=False)
        return range(page * PAGE, min((page + 1) * PAGE, len(self._ids)))

    def line(self, row: int) -> NeedLine | None:
        """The line of a row; none while its page is being read."""
        page, offset = divmod(row, PAGE)
        lines = self._pages.get(page)
        if lines is None:
            if page not in self._asked:
                self._asked.add(page)
                self._want(page)
            return None
        return lines[offset] if offset < len(lines) else None

    def row_of(self, identity: int) -> int:
        """The row of a local id, -1 if it is not among them."""
        try:
            return self._ids.index(identity)
        except ValueError:
            return -1

    def rows_of(self, identities: Collection[int]) -> Iterator[int]:
        """The rows of those local ids that are among them, in one pass."""
        wanted = set(identities)
        return (row for row, identity in enumerate(self._ids) if identity in wanted) if wanted else iter(())

    def identity(self, row: int) -> int:
        """The local id of a row."""
        return self._ids[row]

    def row_of_uid(self, uid: str) -> int:
        """The row of a uid among the lines in memory, -1 if it is not there."""
        for page, lines in self._pages.items():
            for offset, line in enumerate(lines):
                if line.uid == uid:
                    return page * PAGE + offset
        return -1
