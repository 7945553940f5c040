"""Rows of a matching problem made from records: each rule's meaning for an office is decided here, once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from mutualaid.records.categories import CATEGORIES
from mutualaid.records.kinds import Daypart, LanguageLevel, Mode
from mutualaid.records.need import Need
from mutualaid.records.supply import Lot
from mutualaid.records.volunteer import Volunteer
from mutualaid.services.cap_shares import Share
from mutualaid.services.horizon import PARTS, Horizon
from mutualaid.services.problem_tables import Tables
from mutualaid.store.store import Stored

Name = Callable[[str, str], str]
EDIBLE = frozenset({"food", "baby"})
"""Categories whose goods must carry the household's diet tags; a coat need not be halal."""


NOTHING = "-"
"""The item of a need every item of which was turned down; no lot is of it."""


def need_slots(tables: Tables, uid: str, need: Need, horizon: Horizon) -> list[int]:
    """Slots in which the need may be met: its windows, up to its date, less the times that were turned down.

    A need whose date has passed still waits: its date no longer limits it.
    """
    slots = set(horizon.open_slots())
    if need.windows:
        slots &= horizon.of_windows(need.windows)
    if need.needed_by is not None and need.needed_by >= horizon.first:
        slots = {s for s in slots if horizon.day(s) <= need.needed_by}
    for rejection in tables.rejections.get(uid, []):
        if rejection.day is not None and rejection.part is not None and rejection.volunteer is None:
            turned_down = horizon.slot(rejection.day, rejection.part)
            if turned_down is not None:
                slots.discard(turned_down)
    return sorted(slots)


def excluded(tables: Tables, uid: str, need: Need) -> list[str]:
    """Volunteers that this need may never be given: by the household, by the volunteer, by a rejection, by area."""
    household = tables.households[need.household]
    out = set(household.excluded_volunteers)
    out |= {r.volunteer for r in tables.rejections.get(uid, []) if r.volunteer is not None}
    for volunteer in tables.volunteers:
        if need.household in volunteer.record.excluded_households or volunteer.record.zone in household.excluded_zones:
            out.add(volunteer.uid)
    return sorted(v.uid for v in tables.volunteers if v.uid in out and v.record.active)


def goods_of(tables: Tables, uid: str, need: Need) -> tuple[str, list[str], float]:
    """The item and its substitutes, less the items that were turned down, and a unit's weight in kilograms.

    The item is `NOTHING` when none is left, so that the need stays in the plan and is told that no lot fits it.
    """
    item = tables.item_of(need)
    assert item is not None, "only needs with an item are planned"
    refused = {r.item for r in tables.rejections.get(uid, []) if r.item is not None}
    if need.substitutes is None:
        others = [o.code for o in tables.items.values() if o.category == need.category and o.active]
    else:
        others = list(need.substitutes)
    substitutes = sorted({o for o in others if o != item.code and o not in refused and o in tables.items})
    if item.code not in refused:
        return item.code, substitutes, item.unit_kg
    if not substitutes:
        return NOTHING, [], item.unit_kg
    return substitutes[0], substitutes[1:], tables.items[substitutes[0]].unit_kg


def need_row(
    tables: Tables, stored: Stored[Need], name: Name, horizon: Horizon, share: Share | None = None
) -> dict[str, Any]:
    """One need of the problem. Of capped goods it may have its `share`."""
    uid, need = stored
    household = tables.households[need.household]
    category = CATEGORIES[need.category]
    service, pickup = need.mode == Mode.SERVICE, need.mode == Mode.PICKUP
    languages = need.languages or household.languages
    exact = need.category == "interpreting"
    row: dict[str, Any] = {
        "id": name("n", uid),
        "household": name("h", need.household),
        "zone": name("z", household.zone),
        "kind": need.mode.value,
        "urgency": int(need.urgency),
        "waiting_days": max(0, (horizon.first - need.received_on).days),
        "slots": need_slots(tables, uid, need, horizon),
        "group": household.languages[0] if household.languages else "-",
        "item": None,
        "substitutes": [],
        "quantity": 0,
        "diet": [],
        "kg": 0,
        "people": need.people if service else 0,
        "skill": (need.skill or category.skill) if service else None if pickup else "deliveries",
        "languages": [] if pickup else sorted({f"{code}+" if exact else code for code in languages}),
        "access": sorted(household.access) if service else [],
        "trust": 0 if pickup else int(need.trust),
        "seats": need.seats if service else 0,
        "exclude": [] if pickup else [name("v", v) for v in excluded(tables, uid, need)],
    }
    if not service:
        item, substitutes, unit_kg = goods_of(tables, uid, need)
        quantity = need.quantity - need.filled
        if share is not None:
            item, substitutes = next(iter(share.items), NOTHING), sorted(share.items[1:])
            quantity, unit_kg = share.units, tables.items[item].unit_kg if share.items else unit_kg
        row |= {
            "item": item,
            "substitutes": substitutes,
            "quantity": quantity,
            "diet": sorted(household.diet) if need.category in EDIBLE else [],
            "kg": 0 if pickup else round(quantity * unit_kg, 3),
        }
    return row


def volunteer_row(
    tables: Tables, stored: Stored[Volunteer], name: Name, horizon: Horizon, held: set[int]
) -> dict[str, Any]:
    """One volunteer of the problem. `held` slots are those of kept matches that are in conflict: they are not free,
    and count among her tasks. Who left is free in none.

    A language spoken fluently also counts as "code+", which is what interpreting asks for.
    """
    uid, volunteer = stored
    slots = horizon.of_windows(volunteer.availability if volunteer.active else []) & set(horizon.open_slots())
    slots -= held | _engaged(tables, uid, horizon)
    slots = {s for s in slots if not any(a.holds(horizon.day(s)) for a in volunteer.absences)}
    lapsed = {t.skill for t in volunteer.trainings if t.expires is not None and t.expires < horizon.first} - {
        t.skill for t in volunteer.trainings if t.expires is None or t.expires >= horizon.first
    }
    languages = {language.code for language in volunteer.languages}
    languages |= {f"{known.code}+" for known in volunteer.languages if known.level == LanguageLevel.FLUENT}
    return {
        "id": name("v", uid),
        "zone": name("z", volunteer.zone),
        "radius_km": volunteer.radius_km,
        "zones": sorted({name("z", zone) for zone in volunteer.zones}) or None,
        "skills": sorted(set(volunteer.skills) - lapsed),
        "languages": sorted(languages),
        "access": sorted(volunteer.access),
        "trust": int(volunteer.trust),
        "seats": volunteer.seats,
        "slots": sorted(slots),
        "shifts": max(0, volunteer.tasks_per_week - len(held)),
        "stops": volunteer.stops,
        "kg": volunteer.capacity_kg,
    }


def interpreting(tables: Tables, need: Need) -> dict[str, Any]:
    """The fields of a need's row about interpreters: its household's wish, and the languages to go by way of.

    Interpreting itself is done by those who speak the language.
    """
    household = tables.households[need.household]
    wanted = household.wants_interpreter and need.mode != Mode.PICKUP and need.category != "interpreting"
    mode = "in_person" if household.interpreter_in_person else "remote"
    relay = sorted(household.relay_languages) if wanted else []
    return {"interpreting": mode if wanted else "none", "relay": relay}


def interprets(row: Mapping[str, Any], volunteer: Volunteer) -> dict[str, Any]:
    """The fields of a volunteer's row about interpreting: between languages spoken fluently, for who has the skill."""
    fluent = sorted(code.removesuffix("+") for code in row["languages"] if code.endswith("+"))
    able = "interpreting" in row["skills"] and len(fluent) > 1
    return {
        "interprets": fluent if able else [],
        "in_person": able and volunteer.interprets_in_person,
        "calls": volunteer.calls if able else 0,
    }


def _engaged(tables: Tables, uid: str, horizon: Horizon) -> set[int]:
    """Slots that appointments and shifts already take from a volunteer."""
    taken: set[int] = set()
    for appointment in tables.appointments:
        if uid in appointment.pair:
            start = appointment.starts.astimezone()
            taken |= _slots_between(horizon, start, appointment.ends.astimezone())
    for shift in tables.shifts:
        if uid in shift.volunteers:
            taken |= _slots_between(horizon, shift.starts.astimezone(), shift.ends.astimezone())
    return taken


def _slots_between(horizon: Horizon, start: datetime, end: datetime) -> set[int]:
    taken = set()
    for slot in horizon.slots:
        day = horizon.day(slot)
        first, last = horizon.hours[Daypart(slot % PARTS)]
        if start.date() <= day <= end.date():
            begins = start.time() if start.date() == day else first
            stops = end.time() if end.date() == day else last
            if begins < last and stops > first:
                taken.add(slot)
    return taken


def lot_row(tables: Tables, stored: Stored[Lot], name: Name, horizon: Horizon, quantity: int) -> dict[str, Any]:
    """One lot of the problem; its diet tags are its own and its item's. `quantity` is before the pins' reservations."""
    uid, lot = stored
    item = tables.items.get(lot.item)
    expires = None if lot.expires_on is None else (lot.expires_on - horizon.first).days
    return {
        "id": name("l", uid),
        "item": lot.item,
        "quantity": quantity,
        "site": name("z", tables.sites[lot.site].zone),
        "diet": sorted({*lot.diet, *(item.diet if item is not None else [])}),
        "expires_day": expires,
    }
