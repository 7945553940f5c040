"""Supplies: the catalogue, the sites, and lots whose stock is the sum of their movements."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date

from mutualaid.records.categories import CATEGORIES
from mutualaid.records.errors import BadInput, Refused
from mutualaid.records.household import Household
from mutualaid.records.kinds import MovementKind
from mutualaid.records.place import Site
from mutualaid.records.supply import MOST_UNITS, CatalogueItem, Lot, Movement
from mutualaid.records.views import Area, Changed, LotLine
from mutualaid.services.caps import check_cap
from mutualaid.services.office import Office
from mutualaid.services.stock_reading import ExpiringLot, LotPage, LowItem, expiring, lot, low, low_items
from mutualaid.store.store import Stored
from mutualaid.store.writing import Writing

__all__ = ["ExpiringLot", "LotPage", "LowItem", "expiring", "lot", "low", "low_items"]  # beside what is defined here
_AREA = frozenset({Area.SUPPLIES})


def lot_lines(office: Office, *, text: str = "") -> list[LotLine]:
    """Lots whose code or item holds `text`; all when it is empty."""
    with office.store.read() as read:
        return read.lot_lines(text)


def items(office: Office) -> list[Stored[CatalogueItem]]:
    """The catalogue."""
    with office.store.read() as read:
        return read.all(CatalogueItem)


def sites(office: Office) -> list[Stored[Site]]:
    """Where supplies lie."""
    with office.store.read() as read:
        return read.all(Site)


def slug(name: str, taken: Iterable[str] = ()) -> str:
    """A stable code made of a name: "Rice and beans 5 kg" gives rice-and-beans-5-kg; -2 and so on when taken."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    base = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:56] or "item"
    known, code, number = set(taken), base, 1
    while code in known:
        number += 1
        code = f"{base}-{number}"
    return code


def lot_number(taken: Iterable[str]) -> int:
    """The number of the next lot: codes are L-1, L-2, ..."""
    numbers = [int(code[2:]) for code in taken if re.fullmatch(r"L-\d+", code)]
    return max(numbers, default=0) + 1


def add_item(office: Office, *, item: CatalogueItem) -> Changed:
    """Add to the catalogue. Raises BadInput("category_unknown"), Refused("code_taken")."""
    if item.category not in CATEGORIES:
        raise BadInput("category_unknown")
    with office.store.write("add item") as write:
        if write.by_code(CatalogueItem, item.code) is not None:
            raise Refused("code_taken")
        return Changed(_AREA, (write.add(item),))


def change_item(office: Office, *, uid: str, **fields: object) -> Changed:
    """Change some fields of a catalogue item; its code stays, for needs and lots go by it.

    Raises Refused("field_not_changed_here"), BadInput("category_unknown").
    """
    with office.store.write("change item") as write:
        before = write.get(CatalogueItem, uid)
        after = write.change(CatalogueItem, uid, **fields)
        if after.code != before.code:
            raise Refused("field_not_changed_here", field="code")
        if after.category not in CATEGORIES:
            raise BadInput("category_unknown")
    return Changed(_AREA, (uid,))


def add_site(office: Office, *, name: str, zone: str) -> Changed:
    """Add a site. Raises BadInput("zone_unknown")."""
    if zone not in office.zones:
        raise BadInput("zone_unknown")
    with office.store.write("add site") as write:
        code = slug(name, write.codes(Site))
        return Changed(_AREA, (write.add(Site.checked(code=code, name=name, zone=zone)),))


def receive_lot(
    office: Office,
    *,
    item: str,
    site: str,
    quantity: int,
    expires_on: date | None = None,
    diet: Iterable[str] = (),
    source: str = "",
    batch: str = "",
    on: date | None = None,
) -> Changed:
    """Take in a lot: its first movement is what was received. Raises BadInput("item_unknown" | "site_unknown")."""
    day = on or date.today()
    with office.store.write("receive lot") as write:
        record = Lot.checked(
            code=f"L-{lot_number(write.codes(Lot))}",
            item=item,
            site=site,
            expires_on=expires_on,
            received_on=day,
            source=source,
            batch=batch,
            diet=list(diet),
        )
        return Changed(_AREA, (receive_in(write, record, quantity),))


def receive_in(write: Writing, record: Lot, quantity: int) -> str:
    """Write a lot and what was received of it, inside a transaction; returns its uid."""
    if write.by_code(CatalogueItem, record.item) is None:
        raise BadInput("item_unknown")
    if write.by_code(Site, record.site) is None:
        raise BadInput("site_unknown")
    uid = write.add(record)
    if quantity:
        write.add(Movement.checked(lot=uid, kind=MovementKind.RECEIVED, units=quantity, on=record.received_on))
    return uid


def move_in(
    write: Writing,
    uid: str,
    kind: MovementKind,
    units: int,
    note: str,
    on: date | None,
    *,
    household: str | None = None,
) -> str:
    """One movement inside a transaction, that may not take more than is free. Returns the movement's uid.

    Raises Refused("not_enough_stock").
    """
    write.get(Lot, uid)
    on_hand, free = write.stock([uid])[uid]
    if free + units < 0:
        raise Refused("not_enough_stock", free=free)
    if on_hand + units > MOST_UNITS:
        raise BadInput("field_invalid", record="Lot", field="units", rule="less_than_equal")
    return write.add(
        Movement.checked(lot=uid, kind=kind, units=units, on=on or date.today(), note=note, household=household)
    )


def count_lot(office: Office, *, uid: str, counted: int, note: str = "", on: date | None = None) -> Changed:
    """Set what lies there to what was counted. Raises Refused("not_enough_stock") below what matches reserved."""
    with office.store.write("count lot") as write:
        count_in(write, uid, counted, note, on)
    return Changed(_AREA, (uid,))


def count_in(write: Writing, uid: str, counted: int, note: str, on: date | None) -> None:
    """The same inside a transaction."""
    write.get(Lot, uid)
    on_hand, _ = write.stock([uid])[uid]
    if counted != on_hand:
        move_in(write, uid, MovementKind.COUNTED, counted - on_hand, note, on)


def spoil(office: Office, *, uid: str, units: int, note: str = "", on: date | None = None) -> Changed:
    """Write off units. Raises Refused("not_enough_stock")."""
    with office.store.write("spoil") as write:
        move_in(write, uid, MovementKind.SPOILED, -units, note, on)
    return Changed(_AREA, (uid,))


def hand_out(
    office: Office, *, uid: str, units: int, household: str | None = None, note: str = "", on: date | None = None
) -> Changed:
    """Hand units out without a match (a walk-in), to a household when it said who it is.

    Raises Refused("not_enough_stock" | "cap_reached" | "household_needed"): what is capped goes to a household by name.
    """
    with office.store.write("hand out") as write:
        hand_out_in(write, uid, units, household, note, on)
    return Changed(_AREA if household is None else _AREA | {Area.HOUSEHOLDS}, (uid,))


def hand_out_in(write: Writing, uid: str, units: int, household: str | None, note: str, on: date | None) -> None:
    """The same inside a transaction."""
    item = write.get(Lot, uid).item
    if household is not None:
        write.get(Household, household)
    check_cap(write, household=household, item=item, units=units, on=on or date.today())
    move_in(write, uid, MovementKind.HANDED_OUT, -units, note, on, household=household)


def return_units(
    office: Office, *, uid: str, units: int, household: str | None = None, note: str = "", on: date | None = None
) -> Changed:
    """Take units back that had been handed out; what a household gives back no longer counts against its cap.

    Raises Refused("more_than_handed_out", left), when not that many of the lot went out.
    """
    with office.store.write("return units") as write:
        if household is not None:
            write.get(Household, household)
        gone = (MovementKind.HANDED_OUT, MovementKind.RETURNED)
        out = -sum(row.record.units for row in write.all(Movement, lot=uid, kind=list(gone)))
        if units > out:
            raise Refused("more_than_handed_out", left=out)
        move_in(write, uid, MovementKind.RETURNED, units, note, on, household=household)
    return Changed(_AREA if household is None else _AREA | {Area.HOUSEHOLDS}, (uid,))


def transfer(office: Office, *, uid: str, units: int, site: str, note: str = "", on: date | None = None) -> Changed:
    """Bring units to another site: there they are a lot of their own with the same batch, date, source and diet.

    Raises BadInput("site_unknown"), Refused("not_enough_stock" | "same_site"). `Changed.uids`: the old lot, the new.
    """
    with office.store.write("transfer") as write:
        here = write.get(Lot, uid)
        if write.by_code(Site, site) is None:
            raise BadInput("site_unknown")
        if here.site == site:
            raise Refused("same_site")
        code = f"L-{lot_number(write.codes(Lot))}"
        same = {name: getattr(here, name) for name in Lot.model_fields}
        there = write.add(Lot.checked(**same | {"code": code, "site": site}))
        told = " · ".join(filter(None, (f"{here.code} → {code}", note)))
        move_in(write, uid, MovementKind.MOVED, -units, told, on)
        move_in(write, there, MovementKind.MOVED, units, told, on)
    return Changed(_AREA, (uid, there))
