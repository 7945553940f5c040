"""How much a change could add to the best value there is: what keeps an old bound proved for the changed problem.

Each is the most that could be lost by taking the new thing out of a plan again. What is left is a plan of the problem
before, so the best value after is at most the best before and that much more.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from itertools import islice

from mutualaid.matching.interpreting import may_interpret
from mutualaid.matching.rows import Lot, Match, Need, Problem, Volunteer
from mutualaid.matching.rules import (
    FRESH_DAYS,
    lot_faults,
    thirds,
    unit_cost,
    unit_points,
    value_of,
    volunteer_faults,
    weight,
)


def of_need(problem: Problem, need: Need) -> float:
    """The most that meeting a need can earn; nothing when too few people, or no lots, fit it at all."""
    able = (person for person in problem.volunteers if not volunteer_faults(problem, need, person))
    if sum(1 for _ in islice(able, need.wants)) < need.wants:
        return 0.0
    if need.kind == "service":
        return float(weight(need))
    fits = (lot for lot in problem.lots if lot.item == need.item or lot.item in need.substitutes)
    costs = [unit_cost(problem, need, lot) for lot in fits if not lot_faults(problem, need, lot)]
    if not costs:
        return 0.0
    least = min(costs)
    return sum(
        size * max(points - least, 0.0) for size, points in zip(thirds(need.quantity), unit_points(need), strict=True)
    )


def of_units(problem: Problem, lot: Lot, units: int) -> float:
    """The most that some units of a lot can earn: the first thirds that miss them most."""
    pieces = []
    for need in problem.needs:
        if need.kind == "service" or (lot.item != need.item and lot.item not in need.substitutes):
            continue
        if not lot_faults(problem, need, lot):
            cost = unit_cost(problem, need, lot)
            pieces += [(p - cost, size) for p, size in zip(unit_points(need), thirds(need.quantity), strict=True)]
    earned = 0.0
    for points, size in sorted(pieces, reverse=True):
        if points <= 0 or units <= 0:
            break
        earned += points * min(units, size)
        units -= size
    return earned


def of_volunteer(problem: Problem, person: Volunteer) -> float:
    """The most that everything a volunteer could do can earn: her best slots, each for its best service or run."""
    costs = problem.costs
    fresh = _freshest(problem)
    service: dict[int, float] = defaultdict(float)
    doors: dict[tuple[int, int], dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for need in problem.needs:
        if not need.wants or volunteer_faults(problem, need, person):
            continue
        away = costs.km * problem.km[person.zone][need.zone]
        for slot in set(need.slots) & set(person.slots):
            if need.kind == "service":
                service[slot] = max(service[slot], weight(need) - away)
            else:
                best = max((fresh.get(item, 0.0) for item in {need.item or "", *need.substitutes}), default=0.0)
                doors[slot, need.zone][need.household] += weight(need) + need.quantity * best
    best_of = _interpreting(problem, person, fresh)
    for slot, worth in service.items():
        best_of[slot] = max(best_of.get(slot, 0.0), worth)
    for (slot, zone), homes in doors.items():
        stops = sorted((w - costs.stop for w in homes.values()), reverse=True)[: person.stops]
        run = sum(w for w in stops if w > 0) - costs.run - costs.km * problem.km[person.zone][zone]
        best_of[slot] = max(best_of.get(slot, 0.0), run)
    return sum(sorted((w for w in best_of.values() if w > 0), reverse=True)[: person.shifts])


def _interpreting(problem: Problem, person: Volunteer, fresh: dict[str, float]) -> dict[int, float]:
    """By slot the most that she could earn by making it possible that others help: as many needs as she may call."""
    found: dict[int, list[float]] = defaultdict(list)
    for need in problem.needs if person.interprets else ():
        if any(may_interpret(problem, need, person, remote=remote) for remote in (True, False)):
            best = max((fresh.get(item, 0.0) for item in {need.item or "", *need.substitutes}), default=0.0)
            for slot in set(need.slots) & set(person.slots):
                found[slot].append(weight(need) + need.quantity * best)
    return {slot: sum(sorted(worth, reverse=True)[: max(person.calls, 1)]) for slot, worth in found.items()}


def _freshest(problem: Problem) -> dict[str, float]:
    """By item the most points that a unit of it can earn by being used before it spoils."""
    found: dict[str, float] = defaultdict(float)
    for lot in problem.lots:
        if lot.expires_day is not None and lot.quantity > 0:
            found[lot.item] = max(found[lot.item], problem.costs.fresh * (FRESH_DAYS - lot.expires_day))
    return found


def of_unpinning(problem: Problem, pin: Match) -> float:
    """The most that is gained when a match need no longer stay: all else that its need, people and lots could do."""
    freed = of_need(problem, problem.needs[pin.need])
    freed += sum(of_volunteer(problem, problem.volunteers[v]) for v in pin.people)
    freed += sum(of_units(problem, problem.lots[lot], units) for lot, units in pin.lots)
    return max(0.0, freed - value_of(problem, [pin]))


def need_is_narrower(new: Need, old: Need) -> bool:
    """Whether a need earns what it earned and nothing fits it that did not."""
    same = (
        "household",
        "zone",
        "kind",
        "urgency",
        "waiting_days",
        "item",
        "quantity",
        "people",
        "skill",
        "languages",
        "interpreting",
        "relay",
    )
    return (
        all(getattr(new, name) == getattr(old, name) for name in same)
        and set(new.slots) <= set(old.slots)
        and (bool(new.slots) or new.kind != "pickup")
        and new.exclude >= old.exclude
        and new.substitutes <= old.substitutes
        and new.diet >= old.diet
        and new.access >= old.access
        and new.trust >= old.trust
        and new.seats >= old.seats
        and new.kg >= old.kg
    )


def volunteer_is_narrower(new: Volunteer, old: Volunteer) -> bool:
    """Whether a volunteer can do nothing that she could not do, and from where she was."""
    return (
        (new.zone, new.zones) == (old.zone, old.zones)
        and set(new.slots) <= set(old.slots)
        and new.skills <= old.skills
        and new.languages <= old.languages
        and new.access <= old.access
        and new.radius_km <= old.radius_km
        and new.trust <= old.trust
        and new.seats <= old.seats
        and new.shifts <= old.shifts
        and new.stops <= old.stops
        and new.kg <= old.kg
        and new.interprets <= old.interprets
        and new.in_person <= old.in_person
        and new.calls <= old.calls
    )


def more_units(new: Lot, old: Lot | None) -> int:
    """Units of a lot that were not there before; all of them when it is otherwise another lot."""
    if old is None or replace(new, quantity=0) != replace(old, quantity=0):
        return new.quantity
    return max(0, new.quantity - old.quantity)
