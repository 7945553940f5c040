"""A batch called back by its maker: every lot of it, what still lies where, and to whom the rest went, by code only."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from mutualaid.records.kinds import MovementKind
from mutualaid.records.supply import Lot, Movement
from mutualaid.services.office import Office
from mutualaid.services.stock_reading import homes_of


class Went(NamedTuple):
    """Units that a household (its code, "" for nobody that was written down) got on a day, less what came back."""

    household: str
    on: date
    units: int


class RecalledLot(NamedTuple):
    """A lot of the batch: what lies there still, what of it is free, and where the rest went."""

    uid: str
    code: str
    item: str
    site: str
    on_hand: int
    free: int
    went: tuple[Went, ...]


def batches(office: Office) -> list[str]:
    """Every batch that a lot names, in order."""
    with office.store.read() as read:
        return sorted({batch for _uid, batch in read.columns(Lot, "batch") if batch})


def recall(office: Office, *, batch: str, item: str = "") -> list[RecalledLot]:
    """The lots of a batch (of one item only, when given), capitals and spaces aside, in the order they came."""
    with office.store.read() as read:
        wanted = _plain(batch)
        uids = {uid for uid, code, named in read.columns(Lot, "item", "batch") if _plain(named) == wanted and wanted
                and item in ("", code)}  # fmt: skip
        rows = read.all(Lot, uid=uids) if uids else []
        stock = read.stock(uids) if uids else {}
        kinds = [MovementKind.HANDED_OUT, MovementKind.RETURNED]
        moved = read.all(Movement, lot=uids, kind=kinds) if uids else []
        homes = homes_of(read, moved)
    went: dict[str, dict[str, Went]] = {uid: {} for uid in uids}
    for row in moved:
        home, units = homes.get(row.uid, ""), -row.record.units
        before = went[row.record.lot].get(home)
        went[row.record.lot][home] = Went(home, row.record.on, units + (before.units if before else 0))
    return [
        RecalledLot(
            uid, lot.code, lot.item, lot.site, *stock[uid], tuple(one for one in went[uid].values() if one.units > 0)
        )
        for uid, lot in rows
    ]


def _plain(batch: str) -> str:
    return "".join(batch.split()).casefold()
