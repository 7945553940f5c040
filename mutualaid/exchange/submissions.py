"""A row of a form or of the canonical needs file as a household with its needs."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from mutualaid.exchange.amounts import parse_ages, parse_number, parse_quantity
from mutualaid.exchange.choices import (
    parse_access,
    parse_categories,
    parse_diets,
    parse_mode,
    parse_urgency,
)
from mutualaid.exchange.clocks import parse_windows
from mutualaid.exchange.drafts import Draft, HouseholdDraft, NeedDraft
from mutualaid.exchange.free_text import hints, joined, watched
from mutualaid.exchange.phones import parse_phones, says_none
from mutualaid.exchange.sheet import Cells
from mutualaid.records import languages
from mutualaid.records.categories import CATEGORIES
from mutualaid.records.defaults import find_unit
from mutualaid.records.household import AgeBand, Phone
from mutualaid.records.kinds import Mode, Urgency

SPEAKABLE = re.compile(r"[DFKLMNPRT][AEIOU][DFKLMNPRT][AEIOU]-[1-9]\d")
"""A household code of the office's making; any other may be a name, and codes are shown where names are not."""

_MOST_PEOPLE = 40


def household(cells: Cells) -> Draft:
    """The household and its needs in one row. A column for each need is a need; so is each box that was ticked."""
    if cells.row.blank:
        return HouseholdDraft(row=cells.row.number, blank=True)
    found = cells.findings
    code = cells.words("household_code").upper()
    name, phones = cells.line("contact_name"), read_phones(cells)
    found.reject("who_missing", when=not name and not phones and not SPEAKABLE.fullmatch(code))
    found.warn("household_code_replaced", when=bool(code) and not SPEAKABLE.fullmatch(code))
    size = _size(cells)
    notes, one_each = cells.note("notes"), bool(cells.sheet.layout.columns.at.keys() & {"item", "quantity"})
    hints(notes, found)
    draft = HouseholdDraft(
        row=cells.row.number,
        code=code if SPEAKABLE.fullmatch(code) else "",
        contact_name=name,
        phones=tuple(phones),
        safe_contact=cells.line("safe_contact"),
        languages=tuple(_languages(cells)),
        size=size,
        ages=tuple(_ages(cells, size)),
        diet=tuple(listed(cells, cells.sheet.once(parse_diets, cells.words("diet")), "diet_unknown")),
        access=tuple(listed(cells, cells.sheet.once(parse_access, cells.words("access")), "access_unknown")),
        zone=_zone(cells),
        address=cells.line("address"),
        notes="" if one_each else notes,
        received_on=received(cells),
        needs=tuple(_needs(cells, notes if one_each else "")),
    )
    return replace(draft, warnings=tuple(found.warnings), problems=tuple(found.problems))


def read_phones(cells: Cells) -> list[Phone]:
    """The phones of the row; what cannot be read as one is a warning, and "no phone" is an answer."""
    text = cells.words("phone")
    if not text or says_none(text):
        return []
    phones, whole = parse_phones(text)
    cells.findings.warn("phone_unreadable", when=not whole)
    return phones


def received(cells: Cells) -> date | None:
    """The day the row was sent. None was said: the day of the import, with a warning where a column should say."""
    day = cells.day("received_on", "date_unreadable")
    if day is None:
        cells.findings.warn("date_missing", when=not cells.words("received_on"))
    elif day > cells.setting.today + timedelta(days=1):
        cells.findings.warn("date_in_future")
    return day


def listed(cells: Cells, parsed: tuple[list[str], list[str]], unknown: str) -> list[str]:
    """The codes of a list; a part not known is a warning."""
    cells.findings.warn(unknown, when=bool(parsed[1]))
    return parsed[0]


def _languages(cells: Cells) -> list[str]:
    """Languages; when none is known the row is turned away, for nobody could be sent who speaks it."""
    text = cells.words("languages", 200).replace("|", ",")
    if not text:
        cells.findings.warn("language_missing")
        return []
    codes, unknown = cells.sheet.once(languages.parse, text)
    if unknown or not codes:
        (cells.findings.warn if codes else cells.findings.reject)("language_unknown")
    return codes


def _size(cells: Cells) -> int | None:
    text = cells.words("household_size")
    if not text:
        cells.findings.warn("size_missing", when="household_size" in cells.sheet.layout.columns.at)
        return None
    size = parse_number(text)
    if size is None or not 1 <= size <= _MOST_PEOPLE:
        cells.findings.reject("size_unreadable")
        return None
    return size


def _ages(cells: Cells, size: int | None) -> list[AgeBand]:
    bands = parse_ages(cells.words("ages"))
    children = cells.words("children")
    count = parse_number(children) if children else 0
    if bands is None or count is None or count > _MOST_PEOPLE:
        cells.findings.reject("ages_unreadable")
        return []
    if count and not bands:
        bands = [AgeBand(low=0, high=11, people=count)]
    if size is not None and sum(band.people for band in bands) > size:
        cells.findings.warn("ages_exceed_size")
    return bands


def _zone(cells: Cells) -> str:
    text = cells.words("zone")
    codes, _ = cells.sheet.zones(text)
    if not codes:
        cells.findings.reject("zone_unknown" if text else "zone_missing")
        return ""
    cells.findings.warn("zones_several", when=len(codes) > 1)
    return codes[0]


def _needs(cells: Cells, notes: str) -> list[NeedDraft]:
    found, text = cells.findings, cells.words("category")
    codes, unknown = cells.sheet.once(parse_categories, text) if text else ([], [])
    if not codes:
        found.reject("category_unknown" if text else "category_missing")
        return []
    found.warn("category_unknown", when=bool(unknown))
    urgency = cells.sheet.once(parse_urgency, cells.words("urgency"))
    found.warn("urgency_unknown", when=urgency is None and bool(cells.words("urgency")))
    windows, whole = parse_windows(cells.words("windows"), cells.setting.hours)
    if not whole:
        found.warn("windows_unreadable")
        notes = joined(notes, watched(cells.words("windows"), found))
    if unknown:
        notes = joined(notes, watched(", ".join(unknown), found))
    quantity, unit = _quantity(cells)
    item, needed_by = cells.line("item"), cells.day("needed_by", "needed_by_unreadable")
    return [
        NeedDraft(
            category=code,
            item=item if CATEGORIES[code].kind == "goods" else "",
            quantity=quantity,
            unit=unit,
            urgency=urgency or Urgency.WHENEVER,
            needed_by=needed_by,
            windows=tuple(windows),
            mode=_mode(cells, code),
            notes=notes,
        )
        for code in codes
    ]


def _mode(cells: Cells, category: str) -> Mode | None:
    """How goods reach the household; a service is a service whatever the column says."""
    text = cells.words("mode")
    mode = parse_mode(text) if text else None
    cells.findings.warn("mode_unknown", when=bool(text) and mode is None)
    if CATEGORIES[category].kind == "service":
        return None
    cells.findings.warn("mode_unknown", when=mode == Mode.SERVICE)
    return mode if mode != Mode.SERVICE else None


def _quantity(cells: Cells) -> tuple[int | None, str | None]:
    text, unit_text = cells.words("quantity"), cells.words("unit")
    unit = find_unit(unit_text) if unit_text else None
    cells.findings.warn("unit_unknown", when=bool(unit_text) and unit is None)
    if not text:
        return None, unit
    quantity = parse_quantity(text)
    if quantity is None:
        cells.findings.reject("quantity_unreadable")
        return None, unit
    return quantity[0], unit or quantity[1]
