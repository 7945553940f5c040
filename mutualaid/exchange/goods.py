"""A row of a stock list as a lot."""

from __future__ import annotations

from mutualaid.exchange.amounts import parse_quantity
from mutualaid.exchange.choices import parse_diets
from mutualaid.exchange.drafts import Draft, LotDraft
from mutualaid.exchange.sheet import Cells
from mutualaid.exchange.submissions import listed
from mutualaid.records import categories
from mutualaid.records.categories import CATEGORIES
from mutualaid.records.defaults import find_unit


def lot(cells: Cells) -> Draft:
    """The lot in one row. What only the office knows (its items, its sites) is looked up when it is kept."""
    if cells.row.blank:
        return LotDraft(row=cells.row.number, blank=True)
    found = cells.findings
    item = cells.line("item", of_people=False)
    found.reject("item_missing", when=not item)
    quantity = parse_quantity(cells.words("quantity"))
    found.reject("quantity_unreadable", when=quantity is None)
    expires = cells.expiry("expires_on", "date_unreadable")
    found.warn("expired", when=expires is not None and expires < cells.setting.today)
    unit_text = cells.words("unit")
    unit = find_unit(unit_text) if unit_text else quantity[1] if quantity is not None else None
    found.warn("unit_unknown", when=bool(unit_text) and unit is None)
    zone, strange = cells.sheet.zones(cells.words("zone"))
    found.warn("zone_unknown", when=bool(strange))
    return LotDraft(
        row=cells.row.number,
        item=item,
        category=_category(cells),
        quantity=quantity[0] if quantity is not None else 0,
        unit=unit or "",
        site=cells.line("site", of_people=False),
        zone=zone[0] if zone else "",
        expires_on=expires,
        received_on=cells.day("received_on", "date_unreadable"),
        source=cells.line("source", of_people=False),
        diet=tuple(listed(cells, parse_diets(cells.words("diet")), "diet_unknown")),
        notes=cells.note("notes"),
        warnings=tuple(found.warnings),
        problems=tuple(found.problems),
    )


def _category(cells: Cells) -> str:
    text = cells.words("category")
    code = categories.from_text(text) if text else None
    if text and (code is None or CATEGORIES[code].kind != "goods"):
        cells.findings.reject("category_unknown")
        return ""
    return code or ""
