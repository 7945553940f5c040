"""Money that is given away: what came in, what is promised, what went out and what is left, with each pool's cap."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from mutualaid.records.kinds import MovementKind
from mutualaid.records.supply import CatalogueItem, Lot, Movement
from mutualaid.services.caps import received_by_all
from mutualaid.services.office import Office
from mutualaid.store.reading import Reading

MONEY = "cash"
"""The category of what is money, or as good as money."""


class Pool(NamedTuple):
    """A money pool, or another item with a cap. `left` = `came_in` + `corrected` - `handed_out` - `promised`.

    `came_in` is what was received, `corrected` what counts and losses changed, `households` how many got some of it.
    """

    uid: str
    item: str
    unit: str
    came_in: int
    corrected: int
    promised: int
    handed_out: int
    left: int
    cap: int | None
    cap_days: int
    households: int


def pools(office: Office) -> list[Pool]:
    """Every money pool and every other item with a cap, money first, in the order of the catalogue."""
    with office.store.read() as read:
        return pools_in(read)


def pools_in(read: Reading) -> list[Pool]:
    """The same inside a snapshot."""
    rows = [row for row in read.all(CatalogueItem, active=True) if _is_pool(row.record)]
    lots = dict(read.columns(Lot, "item", item=[row.record.code for row in rows])) if rows else {}
    sums: Counter[tuple[str, MovementKind]] = Counter()
    free: Counter[str] = Counter()
    promised: Counter[str] = Counter()
    if lots:
        for _uid, lot, kind, units in read.columns(Movement, "lot", "kind", "units", lot=list(lots)):
            sums[lots[lot], kind] += units
        for uid, (on_hand, left) in read.stock(list(lots)).items():
            free[lots[uid]] += left
            promised[lots[uid]] += on_hand - left
    homes = Counter(
        item
        for (_household, item), one in received_by_all(read, [row.record.code for row in rows]).items()
        if one.given
    )
    found = [
        Pool(
            uid=uid,
            item=item.code,
            unit=item.unit,
            came_in=sums[item.code, MovementKind.RECEIVED],
            corrected=sum(sums[item.code, kind] for kind in _CORRECTIONS),
            promised=promised[item.code],
            handed_out=-sums[item.code, MovementKind.HANDED_OUT] - sums[item.code, MovementKind.RETURNED],
            left=free[item.code],
            cap=item.household_cap,
            cap_days=item.cap_days,
            households=homes[item.code],
        )
        for uid, item in rows
    ]
    money = {row.record.code for row in rows if row.record.category == MONEY}
    return sorted(found, key=lambda pool: pool.item not in money)


_CORRECTIONS = (MovementKind.COUNTED, MovementKind.SPOILED, MovementKind.MOVED)


def _is_pool(item: CatalogueItem) -> bool:
    return item.category == MONEY or item.household_cap is not None
