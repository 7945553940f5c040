"""What the needs page reads, on a reader thread: this module alone asks the services, and loads them when it does."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from mutualaid.desktop.needs.lanes import FINISHED, STATES, Lane, sort_of
from mutualaid.desktop.needs.paged import PAGE
from mutualaid.desktop.needs.state import Names
from mutualaid.records.views import NeedFilter, NeedLine

if TYPE_CHECKING:
    from datetime import date

    from mutualaid.services.needs import NeedPage
    from mutualaid.services.office import Office
    from mutualaid.services.saved_filters import Saved


class FoundLane(NamedTuple):
    """A column of the board: how many there are, their ids (of an open column) and the first lines."""

    total: int
    ids: array[int]
    first: Sequence[NeedLine]


class Found(NamedTuple):
    """What a refresh read: ordered ids and first lines (of the table), or the columns (of the board); how many needs
    there are at all, names, kept filters, the chosen need.
    """

    ids: array[int]
    first: Sequence[NeedLine]
    lanes: Mapping[Lane, FoundLane]
    total: int
    names: Names
    saved: Sequence[Saved]
    page: NeedPage | None

    def counts(self) -> tuple[int, int]:
        """How many needs are on view, and how many of those on the board somebody waits for (of the table: all)."""
        if not self.lanes:
            return len(self.ids), len(self.ids)
        waiting = sum(part.total for lane, part in self.lanes.items() if lane not in FINISHED)
        return sum(part.total for part in self.lanes.values()), waiting


def read_needs(
    office: Office, wanted: NeedFilter, uid: str, today: date, lanes: Collection[Lane] | None = None
) -> Found:
    """What the filter lets through, as table or (given the open lanes) as board, and the need `uid` again if one was
    chosen.
    """
    from mutualaid.services import needs, saved_filters, supplies

    ids: array[int] = array("q")
    board: dict[Lane, FoundLane] = {}
    if lanes is None:
        ids = needs.need_ids(office, filter=wanted)
        found = len(ids)
    else:
        board = {lane: _read_lane(office, wanted, lane, lane in lanes) for lane in Lane}
        found = sum(part.total for part in board.values())
    items = {row.record.code: (row.record.name_en, row.record.name_es) for row in supplies.items(office)}
    return Found(
        ids,
        needs.need_lines(office, ids=list(ids[:PAGE])),
        board,
        found or len(needs.need_ids(office, filter=NeedFilter())),
        Names({code: zone.name for code, zone in office.zones.items()}, items),
        saved_filters.saved(office),
        needs.need(office, uid=uid, today=today) if uid else None,
    )


def _read_lane(office: Office, wanted: NeedFilter, lane: Lane, opened: bool) -> FoundLane:
    from mutualaid.services import needs

    sort, descending = sort_of(lane, wanted.sort, wanted.descending)
    narrowed = replace(wanted, states=frozenset(STATES[lane]), sort=sort, descending=descending)
    ids = needs.need_ids(office, filter=narrowed)
    if not opened:
        return FoundLane(len(ids), array("q"), ())
    return FoundLane(len(ids), ids, needs.need_lines(office, ids=list(ids[:PAGE])))


def read_lines(office: Office, ids: Sequence[int]) -> list[NeedLine]:
    """The lines of those ids."""
    from mutualaid.services.needs import need_lines

    return need_lines(office, ids=ids)


def read_need(office: Office, uid: str, today: date) -> NeedPage:
    """One need with its household and matches."""
    from mutualaid.services.needs import need

    return need(office, uid=uid, today=today)
