"""What a scanned code is in this office: looked up in its own table of codes, taught by hand, never asked online."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from mutualaid.exchange import gs1
from mutualaid.records.errors import BadInput, Refused
from mutualaid.records.supply import CatalogueItem, Lot, Pack
from mutualaid.records.views import Area, Changed
from mutualaid.services.office import Office
from mutualaid.services.supplies import lot_number, receive_in
from mutualaid.store.reading import Reading

_AREA = frozenset({Area.SUPPLIES})


@dataclass(frozen=True)
class Scan:
    """A code and what it stands for: so many units of an item (its code), with the batch and the date printed in it.

    `unknown` says that the table does not have the code yet; `likely` is then the item of which it seems to be a
    carton, and `units` what the code itself says. `lot` is set (a uid) when the code is one of the office's lots.
    """

    code: str
    item: str | None
    units: int
    batch: str = ""
    expires_on: date | None = None
    unknown: bool = False
    likely: str | None = None
    lot: str | None = None


@dataclass(frozen=True)
class Arrival:
    """One line of what came in: units of an item, with what its label says."""

    item: str
    units: int
    batch: str = ""
    expires_on: date | None = None


def scanned(office: Office, *, code: str, today: date | None = None) -> Scan:
    """What a scanned or typed code is. Raises BadInput("code_…") as `exchange.gs1.read` does."""
    barcode = gs1.read(code, today=today or date.today())
    with office.store.read() as read:
        lot = read.by_code(Lot, barcode.code.upper()) if barcode.code[:2].upper() == "L-" else None
        if lot is not None:
            record = lot.record
            return Scan(record.code, record.item, 1, record.batch, record.expires_on, lot=lot.uid)
        table = {gs1.canonical(known): (item, units) for item, known, units in _table(read)}
    found = table.get(gs1.canonical(barcode.code))
    if found is None:
        inside = table.get(gs1.canonical(gs1.inner(barcode.code) or barcode.code))
        likely = inside[0].code if inside is not None else None
        return Scan(barcode.code, None, barcode.count or 1, barcode.batch, barcode.expires_on, True, likely)
    item, units = found
    return Scan(barcode.code, item.code, _units(barcode, item, units), barcode.batch, barcode.expires_on)


def _units(barcode: gs1.Barcode, item: CatalogueItem, units: int) -> int:
    """How many units one scan is. What is counted by the kilogram goes by the weight that the code tells."""
    if item.unit == "kg" and barcode.kg is not None:
        return max(1, round(barcode.kg))
    return units * (barcode.count or 1)


def _table(read: Reading) -> Iterator[tuple[CatalogueItem, str, int]]:
    """Every code that the office knows: its item, and how many units it stands for."""
    for row in read.all(CatalogueItem, active=True):
        for code in row.record.barcodes:
            yield row.record, code, 1
        for pack in row.record.packs:
            yield row.record, pack.code, pack.units


def teach_code(office: Office, *, code: str, item: str, units: int = 1) -> Changed:
    """Remember that a code stands for so many units of an item (its code).

    Raises BadInput("code_…" | "item_unknown"), Refused("barcode_taken") when it stands for another item already.
    """
    known = gs1.read(code, today=date.today()).code
    with office.store.write("teach code") as write:
        found = write.by_code(CatalogueItem, item)
        if found is None:
            raise BadInput("item_unknown")
        same = {gs1.canonical(known)}
        if any(gs1.canonical(one) in same and other.code != item for other, one, _units in _table(write)):
            raise Refused("barcode_taken")
        codes = [one for one in found.record.barcodes if gs1.canonical(one) not in same]
        packs = [pack for pack in found.record.packs if gs1.canonical(pack.code) not in same]
        if units == 1:
            codes.append(known)
        else:
            packs.append(Pack(code=known, units=units))
        write.change(CatalogueItem, found.uid, barcodes=codes, packs=packs)
    return Changed(_AREA, (found.uid,))


def receive_many(
    office: Office, *, arrivals: Sequence[Arrival], site: str, source: str = "", on: date | None = None
) -> Changed:
    """Take in what was scanned as one step, a lot for each line.

    Raises BadInput("item_unknown" | "site_unknown"), Refused("nothing_scanned").
    """
    if not arrivals:
        raise Refused("nothing_scanned")
    with office.store.write("receive lots") as write:
        number = lot_number(write.codes(Lot))
        uids = [
            receive_in(
                write,
                Lot.checked(
                    code=f"L-{number + place}",
                    item=line.item,
                    site=site,
                    expires_on=line.expires_on,
                    received_on=on or date.today(),
                    source=source,
                    batch=line.batch,
                ),
                line.units,
            )
            for place, line in enumerate(arrivals)
        ]
    return Changed(_AREA, tuple(uids))
