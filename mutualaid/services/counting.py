"""A whole site counted: what should lie there, what was found, and the differences, written as one step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from mutualaid.records.errors import BadInput, Refused
from mutualaid.records.kinds import MovementKind
from mutualaid.records.place import Site
from mutualaid.records.supply import Lot
from mutualaid.records.views import Area, Changed, LotLine
from mutualaid.services.office import Office
from mutualaid.services.scanning import Arrival
from mutualaid.services.supplies import count_in, lot_number, move_in, receive_in

_AREA = frozenset({Area.SUPPLIES})


class Counted(NamedTuple):
    """A lot (uid), what should have lain there when it was looked at, and what did."""

    lot: str
    expected: int
    units: int

    @property
    def difference(self) -> int:
        """Units too many (or, negative, missing)."""
        return self.units - self.expected


def site_lots(office: Office, *, site: str) -> list[LotLine]:
    """What should lie at a site, lots with nothing left out, by item and date."""
    with office.store.read() as read:
        lines = [line for line in read.lot_lines() if line.site == site and line.on_hand > 0]
    return sorted(lines, key=lambda line: (line.item, line.expires_on or date.max, len(line.code), line.code))


def count_site(
    office: Office,
    *,
    site: str,
    counted: Sequence[Counted],
    found: Sequence[Arrival] = (),
    note: str = "",
    on: date | None = None,
) -> Changed:
    """Write a site's count: each lot that was counted is set to what was found, and what no lot knew of becomes one.

    Raises Refused("count_changed_since", lots) when some of it was moved while it was counted,
    Refused("not_enough_stock") below what matches reserved, BadInput("site_unknown" | "record_gone").
    """
    with office.store.write("count site") as write:
        if write.by_code(Site, site) is None:
            raise BadInput("site_unknown")
        stock: Mapping[str, tuple[int, int]] = write.stock([line.lot for line in counted]) if counted else {}
        moved = sum(line.lot in stock and stock[line.lot][0] != line.expected for line in counted)
        if moved:
            raise Refused("count_changed_since", lots=moved)
        for line in counted:
            count_in(write, line.lot, line.units, note, on)
        uids = [line.lot for line in counted if line.difference]
        number = lot_number(write.codes(Lot))
        for place, one in enumerate(found):
            lot = Lot.checked(
                code=f"L-{number + place}",
                item=one.item,
                site=site,
                expires_on=one.expires_on,
                received_on=on or date.today(),
                batch=one.batch,
            )
            uid = receive_in(write, lot, 0)
            move_in(write, uid, MovementKind.COUNTED, one.units, note, on)
            uids.append(uid)
    return Changed(_AREA, tuple(uids))
