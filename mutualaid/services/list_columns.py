"""What the columns of a list that leaves the program are: titles, what they hold, and which of them name somebody."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from mutualaid.exchange.listed import Cell
from mutualaid.language import labels
from mutualaid.language.catalog import N_, current_language, tr
from mutualaid.records.defaults import UNITS
from mutualaid.records.views import HouseholdLine, LotLine, NeedLine, VolunteerLine

Line = NeedLine | HouseholdLine | VolunteerLine | LotLine


class Lookup(NamedTuple):
    """What the cells look up: zones, items and sites by name; by a household's code its number; who is held back."""

    zones: dict[str, str]
    items: dict[str, str]
    sites: dict[str, str]
    phones: dict[str, str]
    refusing: frozenset[str]


class Column(NamedTuple):
    """A column of the file: its title (marked), what it holds of a line, and whether it may name somebody."""

    title: str
    cell: Callable[[Any, Lookup], Cell]
    contact: bool = False


def home_of(line: Line) -> str:
    """The code of the household that a line is about, "" for none."""
    if isinstance(line, NeedLine):
        return line.household
    return line.code if isinstance(line, HouseholdLine) else ""


def _many(codes: Sequence[str], name: Callable[[str], str]) -> str:
    return ", ".join(name(code) for code in codes)


def _unit(code: str | None) -> str:
    unit = UNITS.get(code or "")
    return unit.name(current_language(), 2) if unit is not None else code or ""


_LANGUAGES = Column(N_("Languages"), lambda line, _seen: _many(line.languages, labels.language))
_ZONE = Column(N_("Zone"), lambda line, seen: seen.zones.get(line.zone, line.zone))
_CODE = Column(N_("Code"), lambda line, _seen: line.code)
_NAME = Column(
    N_("Contact name"),
    lambda line, seen: "" if home_of(line) in seen.refusing else line.contact_name,
    contact=True,
)
_PHONE = Column(N_("Phone"), lambda line, seen: seen.phones.get(home_of(line), ""), contact=True)

COLUMNS: dict[str, tuple[Column, ...]] = {
    "needs": (
        _CODE,
        Column(N_("Household"), lambda line, _seen: line.household),
        Column(N_("Category"), lambda line, _seen: labels.category(line.category)),
        Column(N_("Item"), lambda line, seen: seen.items.get(line.item or "", line.item)),
        Column(N_("Quantity"), lambda line, _seen: line.quantity),
        Column(N_("Done of it"), lambda line, _seen: line.filled),
        Column(N_("Unit"), lambda line, _seen: _unit(line.unit)),
        Column(N_("How"), lambda line, _seen: labels.label(line.mode)),
        Column(N_("Urgency"), lambda line, _seen: labels.label(line.urgency)),
        _ZONE,
        _LANGUAGES,
        Column(N_("Received"), lambda line, _seen: line.received_on),
        Column(N_("Needed by"), lambda line, _seen: line.needed_by),
        Column(N_("State"), lambda line, _seen: labels.label(line.state)),
        _NAME,
        _PHONE,
    ),
    "households": (
        _CODE,
        _ZONE,
        _LANGUAGES,
        Column(N_("People"), lambda line, _seen: line.size),
        Column(N_("Open needs"), lambda line, _seen: line.open_needs),
        Column(N_("Received"), lambda line, _seen: line.received_on),
        _NAME,
        _PHONE,
    ),
    "volunteers": (
        _CODE,
        _ZONE,
        _LANGUAGES,
        Column(N_("Skills"), lambda line, _seen: _many(line.skills, labels.skill)),
        Column(N_("Transport"), lambda line, _seen: labels.transport(line.transport)),
        Column(N_("Tasks a week"), lambda line, _seen: line.tasks_per_week),
        Column(N_("Tasks ahead"), lambda line, _seen: line.tasks),
        Column(N_("Active"), lambda line, _seen: tr("yes") if line.active else tr("no")),
        Column(N_("Name"), lambda line, _seen: line.name, contact=True),
        Column(N_("Phone"), lambda line, _seen: line.phone, contact=True),
    ),
    "lots": (
        _CODE,
        Column(N_("Item"), lambda line, seen: seen.items.get(line.item, line.item)),
        Column(N_("Category"), lambda line, _seen: labels.category(line.category)),
        Column(N_("Site"), lambda line, seen: seen.sites.get(line.site, line.site)),
        Column(N_("On hand"), lambda line, _seen: line.on_hand),
        Column(N_("Free"), lambda line, _seen: line.free),
        Column(N_("Unit"), lambda line, _seen: _unit(line.unit)),
        Column(N_("Expires"), lambda line, _seen: line.expires_on),
        Column(N_("Diet"), lambda line, _seen: _many(line.diet, labels.diet)),
        Column(N_("From whom"), lambda line, _seen: line.source, contact=True),
    ),
}  # fmt: skip
