"""Repairs of a changing plan: one need in the place of others, and a small part decided again by an exact model."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

import numpy as np

from mutualaid.matching.redecide import Promise, redecide
from mutualaid.matching.room import Lines, Room
from mutualaid.matching.rows import Match, Need, Volunteer
from mutualaid.matching.rules import value_of, volunteer_faults, weight
from mutualaid.matching.scope import Instance, instance

CREW, ABLE = 8, 3
"""Volunteers that are decided on together, and how many of them for each need that looks for somebody."""
LOOKED_AT, ARCS = 16, 10
"""Unmatched needs that may come in, the weightiest first; the cheapest lots that each need looks at."""
GAP, NODES = 1e-3, 8
NO_LINES: Lines = ()


def displacement(room: Room, n: int, pinned: Collection[int], threshold: float) -> tuple[list[int], Match] | None:
    """Needs to put out and the match that takes their place, where that gains most and more than `threshold` for each.

    One volunteer's service or run makes room for a need that takes one volunteer; none when nothing gains.
    """
    need, problem = room.problem.needs[n], room.problem
    if need.wants != 1:
        return None
    able, fits = room.able(n), room.fits(need) if need.kind == "delivery" else []
    best: tuple[list[int], Match] | None = None
    most, worth = 0.0, dict[tuple[int, int], float]()
    for slot in need.slots:
        gain, lines = float(weight(need)), NO_LINES
        if need.kind == "delivery":
            gain, lines = room.lines(need, fits, problem.day(slot))
            if not lines:
                continue
        for v in room.at.get(slot, ()):
            cost = _alone(room, need, problem.volunteers[v])
            if gain - cost - threshold <= most or room.price(need, v, slot) is not None or not able(v):
                continue
            for key in _in_the_way(room, v, slot):
                out = room.held[key]
                if any(other in pinned or v not in room.plan[other].volunteers for other in out):
                    continue
                if key not in worth:
                    worth[key] = value_of(problem, [room.plan[o] for o in out])
                net = gain - cost - worth[key] - threshold * len(out)
                if net > most:
                    most, best = net, (list(out), Match(n, (v,), slot, lines))
    return best


def _alone(room: Room, need: Need, person: Volunteer) -> float:
    """Points of travel for a need in a slot of its own."""
    costs = room.problem.costs
    away = costs.km * room.problem.km[person.zone][need.zone]
    if need.kind != "delivery":
        return away
    return costs.run + costs.stop + away if person.stops > 0 and need.kg <= person.kg else float("inf")


def _in_the_way(room: Room, v: int, slot: int) -> list[tuple[int, int]]:
    """What a volunteer could leave so that a slot comes free: what is in it, or where shifts are used up, any."""
    if (v, slot) in room.held:
        return [(v, slot)]
    return [(v, other) for other in room.problem.volunteers[v].slots if (v, other) in room.held]


@dataclass(frozen=True)
class _Part:
    """A few volunteers and needs as a problem of their own; positions in it and in the whole correspond by place."""

    base: Instance
    needs: list[int]
    volunteers: list[int]
    lots: list[int]
    stays: list[Match]
    plan: list[Match]


def reshuffle(
    room: Room,
    needs: Iterable[int],
    volunteers: Iterable[int],
    pinned: Collection[int],
    threshold: float,
) -> None:
    """Decide again what some volunteers do, and those who could meet these needs, by an exact model of that part alone.

    What it changes gains more than `threshold` for every match that is still as it was before the change.
    """
    looking = sorted((n for n in needs if n not in room.plan), key=lambda n: (-weight(room.problem.needs[n]), n))
    part = _part(room, looking, list(volunteers), pinned)
    everyone = np.ones(len(part.volunteers), np.bool_)
    anyone = np.ones(len(part.needs), np.bool_)
    anyone[[m.need for m in part.stays]] = False
    kept = [m for m in part.plan if _abroad(part, m) == room.before(part.needs[m.need])]
    promise = Promise(kept, threshold, GAP, NODES)
    after = redecide(part.base, part.stays, part.plan, anyone, everyone, promise, lambda: None)
    old, new = {m.need: m for m in part.plan}, {m.need: m for m in after}
    changed = [n for n in sorted(old.keys() | new.keys()) if old.get(n) != new.get(n)]
    for n in changed:
        if n in old:
            room.take(part.needs[n])
    for n in changed:
        if n in new:
            room.put(_abroad(part, new[n]))


def _part(room: Room, looking: list[int], touched: list[int], pinned: Collection[int]) -> _Part:
    crew = _crew(room, looking, touched)
    inside = set(crew)
    mine = [n for n in room.taking(crew) if n not in pinned and inside.issuperset(room.plan[n].people)]
    others = _waiting(room, crew, looking)
    pickups = [n for n in looking if not room.problem.needs[n].wants]
    freed, needs = set(mine), sorted({*mine, *others, *pickups})
    # What stays: runs may be joined, so they are kept as they are; a service with somebody else, and interpreting,
    # just take their slot.
    beside = [n for n in sorted(room.taking(crew)) if n not in freed]
    runs = [
        n for n in beside if room.problem.needs[n].kind == "delivery" and inside.issuperset(room.plan[n].volunteers)
    ]
    taken = {(v, room.plan[n].slot) for n in beside for v in room.plan[n].people}
    taken -= {(v, room.plan[n].slot) for n in runs for v in room.plan[n].volunteers}
    all_needs = sorted({*needs, *runs})
    problem = room.problem
    items = {i for n in all_needs for i in (problem.needs[n].item, *problem.needs[n].substitutes) if i}
    used: dict[int, int] = {}
    for n in all_needs:
        for lot, units in room.plan[n].lots if n in room.plan else ():
            used[lot] = used.get(lot, 0) + units
    stored = {x for item in items for x in room.of_item.get(item, ()) if room.left(x) > 0}
    lots = sorted(stored | set(used))
    people = [
        replace(
            person := problem.volunteers[v],
            slots=tuple(s for s in person.slots if (v, s) not in taken),
            shifts=max(0, person.shifts - sum(who == v for who, _ in taken)),
        )
        for v in crew
    ]
    small = replace(
        problem,
        needs=tuple(problem.needs[n] for n in all_needs),
        volunteers=tuple(people),
        lots=tuple(replace(problem.lots[x], quantity=max(0, room.left(x)) + used.get(x, 0)) for x in lots),
        pins=(),
    )
    at = (_numbers(all_needs), _numbers(crew), _numbers(lots))
    plan = [_home(at, room.plan[n]) for n in sorted(freed)]
    stays = [_home(at, replace(room.plan[n], interpreter=None)) for n in runs]
    return _Part(_near_arcs(instance(small), plan), all_needs, crew, lots, stays, plan)


def _crew(room: Room, looking: list[int], touched: list[int]) -> list[int]:
    """Who is decided on: those touched, then for each need that looks for somebody the nearest who could meet it."""
    crew = dict.fromkeys(v for v in touched if room.problem.volunteers[v].slots)
    for n in looking:
        need = room.problem.needs[n]
        if not need.wants:
            continue
        near = sorted(
            (room.problem.km[person.zone][need.zone], v)
            for v, person in enumerate(room.problem.volunteers)
            if person.shifts > 0 and not volunteer_faults(room.problem, need, person)
        )
        crew |= dict.fromkeys(v for _, v in near[: ABLE + need.wants - 1])
    return sorted(list(crew)[:CREW])


def _waiting(room: Room, crew: list[int], looking: list[int]) -> list[int]:
    """The weightiest needs without a match that one of the crew could meet: those looking first."""
    problem, slots = room.problem, {s for v in crew for s in room.problem.volunteers[v].slots}
    waiting = [n for n, need in enumerate(problem.needs) if need.wants and n not in room.plan]
    first = set(looking)
    waiting.sort(key=lambda n: (n not in first, -weight(problem.needs[n]), n))
    found = list[int]()
    for n in waiting:
        need = problem.needs[n]
        if len(found) == LOOKED_AT:
            break
        if slots.isdisjoint(need.slots):
            continue
        if sum(not volunteer_faults(problem, need, problem.volunteers[v]) for v in crew) >= need.wants:
            found.append(n)
    return found


_At = tuple[dict[int, int], dict[int, int], dict[int, int]]


def _numbers(places: list[int]) -> dict[int, int]:
    return {place: number for number, place in enumerate(places)}


def _home(at: _At, match: Match) -> Match:
    """A match in the positions of a part."""
    (needs, volunteers, lots), by = at, match.interpreter
    return Match(
        needs[match.need],
        tuple(sorted(volunteers[v] for v in match.volunteers)),
        match.slot,
        tuple(sorted((lots[x], units) for x, units in match.lots)),
        by and replace(by, volunteer=volunteers[by.volunteer]),
    )


def _abroad(part: _Part, match: Match) -> Match:
    """A match of a part in the positions of the whole."""
    by = match.interpreter
    return Match(
        part.needs[match.need],
        tuple(sorted(part.volunteers[v] for v in match.volunteers)),
        match.slot,
        tuple(sorted((part.lots[x], units) for x, units in match.lots)),
        by and replace(by, volunteer=part.volunteers[by.volunteer]),
    )


def _near_arcs(base: Instance, plan: list[Match]) -> Instance:
    """Only each need's cheapest arcs, and those that the plan uses."""
    stock = base.stock
    place = np.empty(len(stock.need), np.int64)
    order = np.lexsort((stock.group, stock.cost, stock.need))
    place[order] = np.arange(len(order)) - stock.first[stock.need[order]]
    used = {(m.need, int(stock.group_of[lot])) for m in plan for lot, _ in m.lots}
    pairs = zip(stock.need.tolist(), stock.group.tolist(), strict=True)
    keep = (place < ARCS) | np.fromiter((pair in used for pair in pairs), np.bool_, len(place))
    return replace(base, stock=stock.only(np.flatnonzero(keep)))
