"""What the page's lists are made of: rows under headings, and runs that hold several rows together."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from mutualaid.records.kinds import Daypart


class View(StrEnum):
    """By what the proposals are grouped."""

    NEED = "need"
    VOLUNTEER = "volunteer"
    DAY = "day"


class Tab(StrEnum):
    """The three lists of the page, in their order."""

    MATCHED = "matched"
    UNMATCHED = "unmatched"
    LEVERS = "levers"


class Lever(NamedTuple):
    """Something to add, what it would gain, and the codes of the needs that it would unlock, meet in another way, and
    leave out.
    """

    number: int
    add: dict[str, Any]
    value: float
    unlocks: tuple[str, ...]
    moved: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()


class Row(NamedTuple):
    """A line of a list: `key` stays the same through every refresh; `in_run` says that it stands under a run's head."""

    key: str
    item: Any
    in_run: bool = False


class Run(NamedTuple):
    """A volunteer's (uid, name) way to one zone with several stops, each a row; it stands above them in the list."""

    who: tuple[str, str]
    day: date
    part: Daypart
    zone: str
    km: float
    stops: tuple[Row, ...]


class Group(NamedTuple):
    """Rows under a heading: `kind` says what `value` is, such as an urgency, a volunteer or a day."""

    kind: str
    value: Hashable
    rows: tuple[Row, ...]

    @property
    def key(self) -> str:
        """What stays the same through every refresh."""
        return f"{self.kind}:{self.value}"

    @property
    def single(self) -> tuple[Row, ...]:
        """The rows without those that head a run."""
        return tuple(row for row in self.rows if not isinstance(row.item, Run))


def singles(rows: Iterable[Row]) -> Iterable[Row]:
    """Rows with a run's stops in place of its head."""
    for row in rows:
        yield from row.item.stops if isinstance(row.item, Run) else (row,)
