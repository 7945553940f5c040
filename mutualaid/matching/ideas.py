"""Which additions are promising: those that most of what is wanted asks for together, at the worth of each need."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from mutualaid.matching.additions import (
    NEW_KG,
    NEW_REACH_KM,
    NEW_SEATS,
    NEW_SHIFTS,
    NEW_SLOTS,
    NEW_STOPS,
    NEW_UNITS,
    Addition,
    NewLot,
    NewSlot,
    NewVolunteer,
    unused,
)
from mutualaid.matching.around import accepts
from mutualaid.matching.eligibility import BLOCK, Bools, Floats, Ints
from mutualaid.matching.rows import Lot, Volunteer
from mutualaid.matching.rules import VOLUNTEER_RULES
from mutualaid.matching.wanting import Wanting

TIME = np.uint8(1 << VOLUNTEER_RULES.index("time"))
TEAMS = 12
"""Skills and languages, asked for together, that new volunteers are shaped after."""
MOST_POOL = 6_000
"""Tasks whose volunteers' free time is looked at, the most rewarding first."""


class Idea(NamedTuple):
    """An addition and roughly what it would bring."""

    promise: float
    addition: Addition


def ideas(w: Wanting, kind: str) -> list[Idea]:
    """Additions of a kind, the most promising first."""
    made = {"volunteer": _volunteers, "slot": _slots, "lot": _lots}[kind](w)
    return sorted(made, key=lambda idea: -idea.promise)


def _volunteers(w: Wanting) -> Iterator[Idea]:
    """Somebody for each skill and language much asked for together, and for the two skills most asked in a language."""
    needs = w.base.problem.needs
    teams: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for n in np.flatnonzero((w.reward > 0) & (w.base.wants > 0)).tolist():
        for tongue in sorted(needs[n].languages) or [""]:
            teams[tongue][needs[n].skill or ""].append(n)
    weight = {(t, s): float(w.reward[some].sum()) for t, skills in teams.items() for s, some in skills.items()}
    for tongue, skill in sorted(weight, key=lambda k: (-weight[k], k))[:TEAMS]:
        yield from _person(w, tongue, {skill}, teams[tongue][skill])
    for tongue, skills in teams.items():
        first = sorted(skills, key=lambda s: (-weight[tongue, s], s))[:2]
        if len(first) == 2:
            yield from _person(w, tongue, set(first), [n for s in first for n in skills[s]])


def _person(w: Wanting, tongue: str, skills: set[str], members: list[int]) -> Iterator[Idea]:
    """A new volunteer where she would bring most, free when she would."""
    base, problem = w.base, w.base.problem
    at = np.array(sorted(members), np.int64)
    worth = _by_place(w, at)
    zone = int(np.argmax(np.sort(worth, axis=1)[:, -NEW_SHIFTS:].sum(axis=1)))
    near = at[base.rules.km[zone, base.rules.need_zone[at]] <= NEW_REACH_KM]
    promise, slots = 0.0, list[int]()
    while len(near) and len(slots) < NEW_SLOTS:
        best = _by_place(w, near, [zone])[0]
        slot = _latest(best)
        if best[slot] <= 0:
            break
        promise += float(best[slot]) if len(slots) < NEW_SHIFTS else 0.0
        slots.append(slot)
        near = near[base.rules.need_slots[near, slot] == 0]
    if not slots:
        return
    rows = [
        problem.needs[n]
        for n in at.tolist()
        if base.rules.km[zone, problem.needs[n].zone] <= NEW_REACH_KM
        and not set(slots).isdisjoint(problem.needs[n].slots)
    ]
    person = Volunteer(
        id=unused((v.id for v in problem.volunteers), "new-volunteer"),
        zone=zone,
        radius_km=NEW_REACH_KM,
        zones=frozenset(),
        skills=frozenset(skills - {""}),
        languages=frozenset([tongue] if tongue else []),
        access=frozenset().union(*(r.access for r in rows)),
        trust=max(r.trust for r in rows),
        seats=max(NEW_SEATS, *(r.seats for r in rows)),
        slots=tuple(sorted(slots)),
        shifts=NEW_SHIFTS,
        stops=NEW_STOPS,
        kg=max(NEW_KG, *(r.kg for r in rows)),
    )
    yield Idea(promise, NewVolunteer(person))


def _latest(worth: Floats) -> int:
    """The slot that is worth most; of equals the latest, since whoever is asked needs some days."""
    return len(worth) - 1 - int(np.argmax(worth[::-1]))


def _by_place(w: Wanting, needs: Ints, zones: list[int] | None = None) -> Floats:
    """(zones, slots) roughly the most that somebody there could bring in a slot: the best service, or the best run."""
    base, costs = w.base, w.base.problem.costs
    where = np.arange(len(base.rules.km)) if zones is None else np.array(zones, np.int64)
    best = np.zeros((len(where), base.rules.need_slots.shape[1]))
    services = base.sizes[needs, 0] == 0
    share = w.reward[needs] / np.where(w.unmet[needs], base.wants[needs], 1)
    zone = base.rules.need_zone[needs]
    for one in np.unique(zone).tolist():
        away = base.rules.km[where, one]
        near = away <= NEW_REACH_KM
        if not near.any():
            continue
        mine = np.flatnonzero(zone == one)
        service = (base.rules.need_slots[needs[mine]] * (share * services)[mine, None]).max(axis=0)
        doors = base.rules.need_slots[needs[mine]] * (np.maximum(share - costs.stop, 0.0) * ~services)[mine, None]
        run = -np.sort(-doors, axis=0)[:NEW_STOPS].sum(axis=0) - costs.run
        there = np.maximum(service, run)[None, :] - costs.km * away[:, None]
        best[near] = np.maximum(best[near], there[near])
    return best


def _slots(w: Wanting) -> Iterator[Idea]:
    """One slot more for volunteers whom time alone keeps from what is wanted; each with the slot that brings most."""
    base, problem = w.base, w.base.problem
    pool = np.flatnonzero((w.reward > 0) & (base.wants > 0))
    pool = np.sort(pool[np.lexsort((pool, -w.reward[pool]))][:MOST_POOL])
    if not len(pool) or not problem.volunteers:
        return
    worth = _by_person(w, pool)
    worth[base.rules.volunteer_slots[:, : problem.slots] > 0] = 0.0
    worth[~base.rules.works] = 0.0
    # With no shift left, something that is done now would have to go.
    taken = np.where(w.now.taken > 0, w.asks, np.inf).min(axis=1)
    worth -= np.where(w.now.shifts > 0, 0.0, np.minimum(taken, 1e12))[:, None]
    for turn in range(2):
        slot = worth.shape[1] - 1 - np.argmax(worth[:, ::-1], axis=1)
        points = worth[np.arange(len(worth)), slot]
        for v in np.flatnonzero(points > 0).tolist():
            yield Idea(float(points[v]) / (1 + turn), NewSlot(v, int(slot[v])))
        worth[np.arange(len(worth)), slot] = 0.0


def _by_person(w: Wanting, pool: Ints) -> Floats:
    """(volunteers, slots) roughly the most that each could bring in each slot if free then."""
    base, problem = w.base, w.base.problem
    costs, crew = problem.costs, len(problem.volunteers)
    best, runs = np.zeros((crew, problem.slots)), dict[int, Floats]()
    for start in range(0, len(pool), BLOCK):
        block = pool[start : start + BLOCK]
        able = (base.rules.volunteer_failures(block) & ~TIME) == 0
        share = w.reward[block] / np.where(w.unmet[block], base.wants[block], 1)
        slots = base.rules.need_slots[block][:, : problem.slots] > 0
        services = base.sizes[block, 0] == 0
        away = costs.km * base.rules.km[base.rules.need_zone[block]][:, base.rules.volunteer_zone]
        points = np.where(able & services[:, None], share[:, None] - away, 0.0)
        for slot in range(problem.slots):
            here = slots[:, slot] & services
            if here.any():
                best[:, slot] = np.maximum(best[:, slot], points[here].max(axis=0))
        for zone in np.unique(base.rules.need_zone[block[~services]]).tolist():
            mine = ~services & (base.rules.need_zone[block] == zone)
            doors = able[mine] * np.maximum(share[mine] - costs.stop, 0.0)[:, None]
            runs[zone] = runs.get(zone, np.zeros((crew, problem.slots))) + doors.T @ slots[mine].astype(np.float64)
    # Many doors in one zone: no more than there are stops, each taken for an average one.
    for zone, run in sorted(runs.items()):
        trip = costs.run + costs.km * base.rules.km[base.rules.volunteer_zone, zone]
        best = np.maximum(best, np.where(base.rules.drives[:, None], run - trip[:, None], 0.0))
    return best


def _lots(w: Wanting) -> Iterator[Idea]:
    """Lots of what most unmatched needs lack, at the sites that reach most of them and have somebody to bring it."""
    base, problem = w.base, w.base.problem
    lacking = w.unmet & (base.sizes[:, 0] > 0)
    lacking &= (base.wants == 0) | _reached(w, lacking)
    wanted: dict[str, list[int]] = defaultdict(list)
    for n in np.flatnonzero(lacking).tolist():
        wanted[problem.needs[n].item or ""].append(n)
    sites = sorted({lot.site for lot in problem.lots}) or list(range(len(problem.zones)))
    name = unused((x.id for x in problem.lots), "new-lot")
    for item in sorted(wanted):
        needs = np.array([n for n in accepts(w, item) if lacking[n]], np.int64)
        pickup = base.wants[needs] == 0
        reach = np.where(pickup, problem.pickup_km, problem.haul_km)
        near = base.rules.km[sites][:, base.rules.need_zone[needs]] <= reach
        points = near @ base.weight[needs]
        for turn, place in enumerate(np.lexsort((np.arange(len(sites)), -points))[:3].tolist()):
            if points[place] <= 0:
                continue
            rows = [problem.needs[n] for n in needs[near[place]].tolist()]
            diet: frozenset[str] = frozenset().union(*(r.diet for r in rows))
            lot = Lot(name, item, min(NEW_UNITS, sum(r.quantity for r in rows)), sites[place], diet, None)
            # Other items come before other sites of the same one.
            yield Idea(float(points[place]) / (1 + turn), NewLot(lot))


def _reached(w: Wanting, lacking: Bools) -> Bools:
    """Deliveries that somebody could bring, if need be instead of something lighter."""
    base = w.base
    reached = np.zeros(len(lacking), np.bool_)
    lightest = np.where(base.rules.volunteer_slots > 0, w.asks, np.inf).min(axis=1, initial=np.inf)
    zones = {run.zone for run in w.now.runs.values() if run.stops > 0}
    at = np.flatnonzero(lacking & (base.wants == 1))
    for start in range(0, len(at), BLOCK):
        block = at[start : start + BLOCK]
        able = (base.rules.volunteer_failures(block) == 0) & (base.rules.works & base.rules.drives)[None, :]
        cost = np.where(able, lightest[None, :], np.inf).min(axis=1, initial=np.inf)
        cost[np.isin(base.rules.need_zone[block], sorted(zones)) & able.any(axis=1)] = 0.0
        reached[block] = cost < base.weight[block]
    return reached
