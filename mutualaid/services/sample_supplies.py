"""The sample office's supplies as after a busy week: caps, marks for what runs low, batches, codes, a walk-in."""

from __future__ import annotations

from mutualaid.records.errors import Refused
from mutualaid.records.household import Household
from mutualaid.records.supply import CatalogueItem, Lot, Pack
from mutualaid.services.office import Office
from mutualaid.services.supplies import hand_out

CAPS = {"gift_card_groceries": (100, 30), "cash_aid": (300, 90), "transit_card": (40, 30)}
"""By money pool: how much one household gets in how many days."""

LOW = {"produce_box": 60, "rice_beans_5kg": 20, "diapers_4": 15, "hygiene_kit": 10}
"""By item: below how many free units it runs low."""

CODES = {"rice_beans_5kg": ("036000291452", "10036000291459", 4)}
"""By item: an invented code of one unit, that of a pack, and how many are in the pack."""


def sample_caps(office: Office) -> None:
    """Set the catalogue's caps, marks and codes, and the batches of lots; call it before a plan is made."""
    with office.store.write("sample") as write:
        write.steps.stop()
        items = {row.record.code: row for row in write.all(CatalogueItem)}
        for code, (cap, days) in CAPS.items():
            write.change(CatalogueItem, items[code].uid, household_cap=cap, cap_days=days)
        for code, low in LOW.items():
            write.change(CatalogueItem, items[code].uid, low=low)
        for code, (unit, pack, units) in CODES.items():
            packs = [Pack(code=pack, units=units)]
            write.change(CatalogueItem, items[code].uid, barcodes=[unit], packs=packs)
        for number, row in enumerate(write.all(Lot)):
            if row.record.expires_on is not None:
                write.change(Lot, row.uid, batch=f"{row.record.item[:2].upper()}{number % 7 + 11}")


def sample_walk_ins(office: Office) -> None:
    """A few households came by and got something; call it when the plan's matches are kept."""
    with office.store.read() as read:
        homes = [uid for uid, _code in sorted(read.columns(Household, "code"), key=lambda row: row[1])]
        stock, wanted = read.stock(), {"gift_card_groceries": 25, "rice_beans_5kg": 1}
        lots = [(uid, wanted[item]) for uid, item in read.columns(Lot, "item") if item in wanted]
    for home, (lot, units) in zip(homes[::9], lots, strict=False):
        if stock[lot][1] >= units:
            try:
                hand_out(office, uid=lot, units=units, household=home)
            except Refused:
                continue  # it has had enough of that already
