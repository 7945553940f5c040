"""What is there: one lot with all that happened to it, what runs low, what expires."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from mutualaid.records.errors import BadInput
from mutualaid.records.household import Household
from mutualaid.records.match import Match
from mutualaid.records.need import Need
from mutualaid.records.supply import CatalogueItem, Lot, Movement
from mutualaid.services.office import Office
from mutualaid.store.reading import Reading
from mutualaid.store.store import Stored


@dataclass(frozen=True)
class LotPage:
    """A lot with its item, its movements and what is there. `homes` are the codes of the households that movements were
    for, by movement.
    """

    uid: str
    record: Lot
    item: CatalogueItem
    movements: list[Stored[Movement]]
    on_hand: int
    free: int
    homes: dict[str, str] = field(default_factory=dict)


class LowItem(NamedTuple):
    """An item of the catalogue of which less is free than it should be."""

    uid: str
    code: str
    unit: str
    free: int
    low: int


class ExpiringLot(NamedTuple):
    """A lot that still holds something and expires."""

    uid: str
    code: str
    item: str
    site: str
    unit: str
    on_hand: int
    free: int
    expires_on: date


def lot(office: Office, *, uid: str) -> LotPage:
    """One lot with every movement of it. Raises BadInput("record_gone")."""
    with office.store.read() as read:
        record = read.get(Lot, uid)
        item = read.by_code(CatalogueItem, record.item)
        if item is None:
            raise BadInput("item_unknown")
        on_hand, free = read.stock([uid])[uid]
        movements = read.all(Movement, lot=uid)
        return LotPage(uid, record, item.record, movements, on_hand, free, homes_of(read, movements))


def homes_of(read: Reading, movements: Iterable[Stored[Movement]]) -> dict[str, str]:
    """The code of the household that each movement was for, by the movement's uid; those for nobody are left out."""
    rows = list(movements)
    needs = dict(read.columns(Match, "need", uid={row.record.match for row in rows if row.record.match is not None}))
    homes = dict(read.columns(Need, "household", uid=set(needs.values())))
    for_whom = {row.uid: row.record.household or homes.get(needs.get(row.record.match or "", "")) for row in rows}
    codes = dict(read.columns(Household, "code", uid={uid for uid in for_whom.values() if uid is not None}))
    return {uid: codes[household] for uid, household in for_whom.items() if household in codes}


def low(read: Reading) -> list[LowItem]:
    """Items that run low: fewer units free than the catalogue's mark, the barest first."""
    marked = [row for row in read.all(CatalogueItem, active=True) if row.record.low > 0]
    free: Counter[str] = Counter()
    if marked:
        stock = read.stock()
        for uid, item in read.columns(Lot, "item", item=[row.record.code for row in marked]):
            free[item] += stock[uid][1]
    found = [
        LowItem(uid, item.code, item.unit, free[item.code], item.low)
        for uid, item in marked
        if free[item.code] < item.low
    ]
    return sorted(found, key=lambda item: (item.free / item.low, item.code))


def low_items(office: Office) -> list[LowItem]:
    """The same of an office."""
    with office.store.read() as read:
        return low(read)


def expiring(read: Reading, *, until: date) -> list[ExpiringLot]:
    """Lots that hold something and expire on or before a day, past ones too, what expires first first."""
    rows = read.within(Lot, "expires_on", date.min, until)
    stock = read.stock([row.uid for row in rows]) if rows else {}
    units = {code: unit for _uid, code, unit in read.columns(CatalogueItem, "code", "unit")}
    found = [
        ExpiringLot(uid, lot.code, lot.item, lot.site, units.get(lot.item, ""), *stock[uid], lot.expires_on or date.max)
        for uid, lot in rows
        if stock[uid][0] > 0
    ]
    return sorted(found, key=lambda lot: (lot.expires_on, lot.code))
