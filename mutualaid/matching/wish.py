"""What a coordinator may ask for instead, and which rules stand in its way, with what it would take to keep them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from mutualaid.matching.rows import Match, Need, Problem, Volunteer
from mutualaid.matching.rules import lot_faults, volunteer_faults

BENDABLE = frozenset({"time", "distance"})
"""Rules that people bend by talking: another hour, a longer way."""


@dataclass(frozen=True)
class Wish:
    """That this need (a position) be met: by this volunteer, in this slot, from this lot, where they are given."""

    need: int
    volunteer: int | None = None
    slot: int | None = None
    lot: int | None = None


def forbidden(problem: Problem, pins: Sequence[Match], wish: Wish) -> list[dict[str, Any]]:
    """The rules that a wish breaks by itself, as codes with facts; none when only other needs stand in its way.

    `time` and `distance` (`BENDABLE`) say what it would take: the slots to be free in, the kilometers to go. The
    others say what is asked and what there is, where that is a number.
    """
    need = problem.needs[wish.need]
    if any(pin.need == wish.need for pin in pins):
        return [{"rule": "pinned"}]
    broken: list[dict[str, Any]] = []
    if wish.slot is not None and wish.slot not in need.slots:
        broken.append({"rule": "need_time", "slots": list(need.slots)})
    if wish.volunteer is not None:
        broken += _of_volunteer(problem, need, problem.volunteers[wish.volunteer], wish.slot)
    if wish.lot is not None:
        faults = lot_faults(problem, need, problem.lots[wish.lot], wish.slot if need.kind == "delivery" else None)
        broken += [{"rule": f"lot_{rule}"} for rule in faults]
    return broken


def _of_volunteer(problem: Problem, need: Need, person: Volunteer, slot: int | None) -> list[dict[str, Any]]:
    if need.kind == "pickup":
        return [{"rule": "pickup"}]
    facts: dict[str, dict[str, Any]] = {
        "time": {"slots": list(need.slots) if slot is None else [slot]},
        "distance": {"km": problem.km[person.zone][need.zone], "most": None if person.zones else person.radius_km},
        "trust": {"asked": need.trust, "has": person.trust},
        "seats": {"asked": need.seats, "has": person.seats},
        "skill": {"skill": need.skill},
        "language": {"languages": sorted(need.languages)},
        "access": {"access": sorted(need.access - person.access)},
    }
    rules = volunteer_faults(problem, need, person)
    if slot is not None and slot not in person.slots and "time" not in rules:
        rules.insert(0, "time")
    broken = [{"rule": rule, **facts.get(rule, {})} for rule in rules]
    if person.shifts < 1:
        broken.append({"rule": "shifts"})
    if need.kind == "delivery" and person.stops < 1:
        broken.append({"rule": "stops"})
    if need.kind == "delivery" and person.kg < need.kg:
        broken.append({"rule": "load", "asked": need.kg, "has": person.kg})
    return broken


def bent(problem: Problem, wish: Wish) -> Problem:
    """The problem in which the volunteer of a wish comes as far and is free when the need asks."""
    assert wish.volunteer is not None
    need, person = problem.needs[wish.need], problem.volunteers[wish.volunteer]
    slots = set(need.slots) if wish.slot is None else {wish.slot}
    if not slots.isdisjoint(person.slots):
        slots = set()
    away = problem.km[person.zone][need.zone]
    willing = replace(
        person,
        slots=tuple(sorted({*person.slots, *slots})),
        zones=person.zones | {need.zone} if person.zones else person.zones,
        radius_km=max(person.radius_km, away),
    )
    people = list(problem.volunteers)
    people[wish.volunteer] = willing
    return replace(problem, volunteers=tuple(people))
