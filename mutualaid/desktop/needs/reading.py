"""What the needs page reads, on a reader thread: this module alone asks the services, and loads them when it does."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from mutualaid.desktop.needs.state import Names
from mutualaid.desktop.needs.table import PAGE
from mutualaid.records.views import NeedFilter, NeedLine

if TYPE_CHECKING:
    from mutualaid.services.needs import NeedPage
    from mutualaid.services.office import Office


class Found(NamedTuple):
    """What a refresh read: ordered ids, the first lines, how many needs there are at all, names, the chosen need."""

    ids: array[int]
    first: Sequence[NeedLine]
    total: int
    names: Names
    page: NeedPage | None


def read_needs(office: Office, wanted: NeedFilter, uid: str) -> Found:
    """Ids and first lines of what the filter lets through, and the need `uid` again if one was chosen."""
    from mutualaid.services import needs, supplies

    ids = needs.need_ids(office, filter=wanted)
    total = len(ids) or len(needs.need_ids(office, filter=NeedFilter()))
    items = {row.record.code: (row.record.name_en, row.record.name_es) for row in supplies.items(office)}
    return Found(
        ids,
        needs.need_lines(office, ids=list(ids[:PAGE])),
        total,
        Names({code: zone.name for code, zone in office.zones.items()}, items),
        needs.need(office, uid=uid) if uid else None,
    )


def read_lines(office: Office, ids: Sequence[int]) -> list[NeedLine]:
    """The lines of those ids."""
    from mutualaid.services.needs import need_lines

    return need_lines(office, ids=ids)


def read_need(office: Office, uid: str) -> NeedPage:
    """One need with its household and matches."""
    from mutualaid.services.needs import need

    return need(office, uid=uid)
