"""Read a matching problem (`mutualaid-problem/1`, with interpreters or without): all of it is checked here."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

from mutualaid.matching.fields import MOST, MOST_CELLS, Row, fault
from mutualaid.matching.rows import Costs, Interpreter, Interpreting, Kind, Lot, Match, Need, Problem, Volunteer
from mutualaid.matching.rules import BrokenPin, broken_pin
from mutualaid.records.errors import BadInput

__all__ = ["BrokenPin", "Problem", "broken_pin", "parse_problem", "read_problem"]

FORMAT = "mutualaid-problem/1"
WITH_INTERPRETERS = "mutualaid-problem/1+interpreters"
"""The same with some fields more; those of them that a row does not carry say that nobody interprets."""
MOST_BYTES = 64 * 1024 * 1024
"""Five times the file of the largest region planned for; what a file of this size can ask for fits an office laptop."""
_COSTS = ("run", "km", "stop", "unit_km", "fresh", "substitute")


def read_problem(path: str | Path) -> Problem:
    """Read a problem file. Raises BadInput naming the first fault; the file's own text is never repeated."""
    try:
        if Path(path).stat().st_size > MOST_BYTES:
            raise fault("problem_too_big", "problem")
        raw = Path(path).read_bytes()
    except OSError:
        raise BadInput("problem_unreadable") from None
    try:
        # NaN and Infinity are no JSON, but read here so that the field that holds one can be named.
        document = json.loads(raw)
    except (ValueError, RecursionError):
        raise BadInput("problem_not_json") from None
    return parse_problem(document)


def parse_problem(document: Any) -> Problem:
    """Check a problem document and index it.

    Raises BadInput with facts part ("needs", "volunteers", "lots", "pins", or "problem" itself), index (counted from
    1, 0 for the problem itself) and field. Codes: problem_format, problem_field_missing, problem_field_wrong,
    problem_unknown_id, problem_duplicate, problem_distances, problem_too_big.
    """
    top = Row(document, "problem", 0)
    wider = top.get("format", FORMAT) == WITH_INTERPRETERS
    if not wider and top.get("format", FORMAT) != FORMAT:
        raise fault("problem_format", "problem", field="format")
    slots = top.whole("slots", least=0, most=MOST["slots"])
    per_day = top.whole("slots_per_day", least=1, most=MOST["slots"])
    zones = top.names("zones")
    if len(zones) > MOST["zones"]:
        raise fault("problem_too_big", "problem", field="zones")
    _in_bounds(top, len(zones), slots)
    zone_at = {zone: i for i, zone in enumerate(zones)}
    km = _distances(top.must("km"), len(zones))
    pickup_km, haul_km = top.number("pickup_km"), top.number("haul_km")
    costs = _costs(top.get("costs", {}), _COSTS if not wider else (*_COSTS, "interpreter"))
    volunteers = tuple(_volunteer(row, zone_at, slots, wider) for row in top.rows("volunteers"))
    known = _unique([v.id for v in volunteers], "volunteers")
    needs = tuple(_need(row, zone_at, slots, known, wider) for row in top.rows("needs"))
    lots = tuple(_lot(row, zone_at) for row in top.rows("lots"))
    need_at, lot_at = _unique([n.id for n in needs], "needs"), _unique([x.id for x in lots], "lots")
    pins = tuple(_pin(row, need_at, known, lot_at, wider) for row in top.rows("pins", optional=True))
    _unique([needs[pin.need].id for pin in pins], "pins", "need")
    return Problem(slots, per_day, tuple(zones), km, pickup_km, haul_km, costs, needs, volunteers, lots, pins, wider)


def _in_bounds(top: Row, zones: int, slots: int) -> None:
    """Refuse what would need tables beyond all bounds before a single row is read."""
    needs, volunteers, lots = (len(top.rows(part)) for part in ("needs", "volunteers", "lots"))
    cells = {
        "volunteers": needs * volunteers,
        "lots": needs * lots,
        "slots": (needs + volunteers) * slots,
        "zones": (volunteers + lots) * zones,
    }
    for part, count in cells.items():
        if count > MOST_CELLS[part]:
            raise fault("problem_too_big", part)


def _unique(ids: list[str], part: str, field: str = "id") -> dict[str, int]:
    at: dict[str, int] = {}
    for i, name in enumerate(ids):
        if at.setdefault(name, i) != i:
            raise fault("problem_duplicate", part, i + 1, field)
    return at


def _distances(table: Any, size: int) -> tuple[tuple[float, ...], ...]:
    """The table of distances; the fault's index is its first wrong row (0: it is no table with a row for each zone)."""
    if not isinstance(table, list) or len(table) != size:
        raise fault("problem_distances", "problem", field="km")
    for i, row in enumerate(table):
        square = isinstance(row, list) and len(row) == size and all(type(x) in (int, float) for x in row)
        if not square or not all(math.isfinite(x) and 0 <= x <= MOST["number"] for x in row):
            raise fault("problem_distances", "problem", i + 1, "km")
    for i in range(size):
        if any(table[i][j] != table[j][i] for j in range(i)):
            raise fault("problem_distances", "problem", i + 1, "km")
    return tuple(tuple(float(x) for x in row) for row in table)


def _costs(given: Any, keys: tuple[str, ...]) -> Costs:
    row = Row(given, "problem", 0, "costs")
    for key in row.values:
        if key not in keys:
            raise fault("problem_field_wrong", "problem", field="costs")
    return Costs(**{key: row.number(key) for key in keys if key in row.values})


def _need(row: Row, zone_at: dict[str, int], slots: int, volunteers: dict[str, int], wider: bool) -> Need:
    name, kind = row.name("id"), row.must("kind")
    if kind not in ("delivery", "pickup", "service"):
        raise row.wrong("kind")
    goods, service = kind != "service", kind == "service"
    checked: Kind = kind
    exclude = row.names("exclude")
    if not all(volunteer in volunteers for volunteer in exclude):
        raise row.unknown("exclude")
    return Need(
        id=name,
        household=row.name("household"),
        zone=row.known("zone", zone_at),
        kind=checked,
        urgency=row.whole("urgency", least=1, most=4),
        waiting_days=row.whole("waiting_days"),
        slots=row.slots("slots", slots),
        group=row.name("group", optional=True) or "-",
        item=row.name("item") if goods else row.name("item", optional=True),
        substitutes=frozenset(row.names("substitutes")),
        quantity=row.whole("quantity", least=1 if goods else 0),
        diet=frozenset(row.names("diet")),
        kg=row.number("kg"),
        people=row.whole("people", least=1 if service else 0, most=2),
        skill=row.name("skill", optional=True),
        languages=frozenset(row.names("languages")),
        access=frozenset(row.names("access")),
        trust=row.whole("trust"),
        seats=row.whole("seats"),
        exclude=frozenset(exclude),
        interpreting=_interpreting(row) if wider else "none",
        relay=frozenset(row.listed("relay")) if wider else frozenset(),
    )


def _interpreting(row: Row) -> Interpreting:
    asked = row.get("interpreting", "none")
    if asked not in ("none", "remote", "in_person"):
        raise row.wrong("interpreting")
    checked: Interpreting = asked
    return checked


def _volunteer(row: Row, zone_at: dict[str, int], slots: int, wider: bool) -> Volunteer:
    name, zones, languages = row.name("id"), row.get("zones", None) or [], row.names("languages")
    interprets = row.listed("interprets") if wider else []
    listed = Row({"zones": zones}, row.part, row.index).names("zones")
    if not all(zone in zone_at for zone in listed):
        raise row.unknown("zones")
    if not set(interprets) <= set(languages):
        raise row.wrong("interprets")
    return Volunteer(
        id=name,
        zone=row.known("zone", zone_at),
        radius_km=row.number("radius_km"),
        zones=frozenset(zone_at[zone] for zone in listed),
        skills=frozenset(row.names("skills")),
        languages=frozenset(languages),
        access=frozenset(row.names("access")),
        trust=row.whole("trust"),
        seats=row.whole("seats"),
        slots=row.slots("slots", slots),
        shifts=row.whole("shifts"),
        stops=row.whole("stops"),
        kg=row.number("kg"),
        interprets=frozenset(interprets),
        in_person=wider and row.flag("in_person"),
        calls=row.whole("calls") if wider and "calls" in row.values else 0,
    )


def _lot(row: Row, zone_at: dict[str, int]) -> Lot:
    expires = row.must("expires_day")
    return Lot(
        id=row.name("id"),
        item=row.name("item"),
        quantity=row.whole("quantity"),
        site=row.known("site", zone_at),
        diet=frozenset(row.names("diet")),
        # A lot that expired before the first day is a fact, not a fault: it simply fits nobody.
        expires_day=None if expires is None else row.whole("expires_day", least=-MOST["units"]),
    )


def _pin(row: Row, need_at: dict[str, int], volunteer_at: dict[str, int], lot_at: dict[str, int], wider: bool) -> Match:
    need = row.known("need", need_at)
    people = row.names("volunteers")
    if not all(volunteer in volunteer_at for volunteer in people):
        raise row.unknown("volunteers")
    slot = row.get("slot", None)
    lots = [(part.known("lot", lot_at), part.whole("quantity", least=1)) for part in row.parts("lots")]
    return Match(
        need=need,
        volunteers=tuple(sorted(volunteer_at[volunteer] for volunteer in people)),
        slot=None if slot is None else row.whole("slot"),
        lots=tuple(lots),
        interpreter=_pinned_interpreter(row, volunteer_at) if wider else None,
    )


def _pinned_interpreter(row: Row, volunteer_at: dict[str, int]) -> Interpreter | None:
    given = row.get("interpreter", None)
    if given is None:
        return None
    part = Row(given, row.part, row.index, "interpreter")
    if part.must("mode") not in ("remote", "in_person"):
        raise part.wrong("mode")
    return Interpreter(part.known("volunteer", volunteer_at), part.must("mode") == "remote")
