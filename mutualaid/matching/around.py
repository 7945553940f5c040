"""What is decided again around an addition: the tasks that it could take on, who is relieved or needed for them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from mutualaid.matching.additions import Addition, NewLot, NewSlot, NewVolunteer
from mutualaid.matching.eligibility import Bools, Floats, Ints
from mutualaid.matching.interpreting import direct
from mutualaid.matching.people import People
from mutualaid.matching.rows import Volunteer
from mutualaid.matching.rules import fill_points, lot_faults, volunteer_faults
from mutualaid.matching.wanting import Wanting, best_of

BESIDE, BESIDE_WIDE = 150, 40
"""Needs that an addition beside the plan may go to, and those of a large place; of goods by what a unit earns."""


@dataclass(frozen=True)
class Width:
    """How far around an addition is looked: volunteers decided on again, tasks for each slot, zones for each slot's
    run, unmatched needs for each volunteer, needs that a lot could go to, holders of stock that could share it; whether
    all that those volunteers do is `loose`, or only what stands in the way; groups of lots by need; how hard it is
    solved.
    """

    crew: int
    tasks: int
    zones: int
    instead: int
    takers: int
    donors: int
    loose: bool
    arcs: int
    gap: float
    nodes: int


@dataclass
class Around:
    """Positions: `needs` unmatched or met otherwise, `held` needs whose people stay but whose goods may not, the
    volunteers (`crew`) who may do something else, and other `hands` that are free for something more.
    """

    needs: set[int] = field(default_factory=set)
    held: set[int] = field(default_factory=set)
    crew: list[int] = field(default_factory=list)
    hands: set[int] = field(default_factory=set)

    def join(self, some: Iterable[int], most: int) -> None:
        """Let these volunteers be decided on again too, as far as there is room."""
        for volunteer in some:
            if volunteer not in self.crew and len(self.crew) < most:
                self.crew.append(volunteer)


def around(w: Wanting, addition: Addition, width: Width) -> Around:
    """Choose what is decided again with an addition. Every need counts, however far down any list it stands."""
    seen = Around()
    if isinstance(addition, NewLot):
        _takers(w, addition, width, seen)
    elif isinstance(addition, NewSlot):
        seen.join([addition.volunteer], 1)
        _tasks(w, addition.filled(w.base.problem), [addition.slot], width, seen)
    else:
        _tasks(w, addition.person, addition.person.slots, width, seen)
    _instead(w, width, seen)
    slots = () if isinstance(addition, NewLot) else _slots(addition)
    for volunteer in seen.crew:
        for need in w.does.get(volunteer, ()):
            whole = need not in w.fixed and set(w.met[need].people) <= set(seen.crew)
            if whole and (width.loose or w.met[need].slot in (*slots, _lightest(w, volunteer))):
                seen.needs.add(need)
    _share(w, width, seen)
    seen.held -= seen.needs
    return seen


def beside(w: Wanting, addition: Addition) -> Around:
    """All that the addition could do beside the plan as it is, with whoever is free: nothing is moved or dropped."""
    seen, most = Around(), BESIDE_WIDE if w.base.sampled else BESIDE
    if isinstance(addition, NewLot):
        lot, needs = addition.lot, w.base.problem.needs
        fits = [n for n in accepts(w, lot.item) if n not in w.met and not lot_faults(w.base.problem, needs[n], lot)]
        for n in sorted(fits, key=lambda n: (-w.base.points[n, 0], n))[:most]:
            seen.needs.add(n)
            seen.hands.update(carriers(w, n)[0] if w.base.wants[n] else ())
        return seen
    slots = _slots(addition)
    if isinstance(addition, NewSlot):
        seen.hands.add(addition.volunteer)
        person = addition.filled(w.base.problem)
    else:
        person = addition.person
    able = [n for n in suits(w, person, slots).tolist() if n not in w.met]
    seen.needs.update(sorted(able, key=lambda n: (-w.worth[n], n))[:most])
    for n in sorted(seen.needs):
        if w.base.wants[n] == 2:
            seen.hands.update(v for v in partners(w, n, slots) if (w.asks[v, list(slots)] == 0).any())
    return seen


def _slots(addition: NewVolunteer | NewSlot) -> tuple[int, ...]:
    return addition.person.slots if isinstance(addition, NewVolunteer) else (addition.slot,)


def _lightest(w: Wanting, volunteer: int) -> int:
    """The slot whose tasks would be missed least."""
    slots = {w.met[n].slot for n in w.does.get(volunteer, ())}
    return min((s for s in slots if s is not None), key=lambda s: (w.asks[volunteer, s], s))


def suits(w: Wanting, person: Volunteer, slots: Sequence[int]) -> Ints:
    """Needs that bring something, and that a person could take on in one of the slots, by every rule."""
    problem, rules = w.base.problem, w.base.rules
    pool = (w.reward > 0) & (w.base.wants > 0)
    if person.zones:
        pool &= np.isin(rules.need_zone, sorted(person.zones))
    else:
        pool &= rules.km[person.zone, rules.need_zone] <= person.radius_km
    pool &= rules.need_slots[:, sorted(slots)].any(axis=1)
    at = np.flatnonzero(pool).tolist()
    needs = problem.needs
    fits = [n for n in at if direct(needs[n], person) and not volunteer_faults(problem, needs[n], person)]
    return np.array(fits, np.int64)


def _tasks(w: Wanting, person: Volunteer, slots: Sequence[int], width: Width, seen: Around) -> None:
    """The most rewarding services and runs of each slot, with who does them now and who would be needed beside."""
    base = w.base
    able = suits(w, person, slots)
    points = w.reward[able] - _travel(w, able, person.zone)
    services, chosen = np.array([base.problem.needs[n].kind == "service" for n in able.tolist()], np.bool_), set[int]()
    for slot in slots:
        here = base.rules.need_slots[able, slot] > 0
        mine = np.flatnonzero(here & services)
        order = mine[np.lexsort((mine, -points[mine]))]
        chosen.update(able[order[: width.tasks]].tolist())
        for zone in _zones(w, able[here & ~services], person, width):
            doors = np.flatnonzero(here & ~services & (base.rules.need_zone[able] == zone))
            order = doors[np.lexsort((doors, -points[doors]))]
            chosen.update(able[order[: max(person.stops, 1) + width.instead]].tolist())
    for need in sorted(chosen, key=lambda n: (-w.reward[n], n)):
        if need in w.met:
            seen.join(w.met[need].people, width.crew)
            if set(w.met[need].people) <= set(seen.crew):
                seen.needs.add(need)
        else:
            seen.needs.add(need)
            if base.wants[need] == 2:
                seen.join(partners(w, need, slots), width.crew)


def _travel(w: Wanting, needs: Ints, zone: int) -> Floats:
    """Points that travel to a service costs; a run is paid for once."""
    services = w.base.sizes[needs, 0] == 0
    travel: Floats = np.where(
        services, w.base.problem.costs.km * w.base.rules.km[zone, w.base.rules.need_zone[needs]], 0
    )
    return travel


def _zones(w: Wanting, visits: Ints, person: Volunteer, width: Width) -> list[int]:
    """The zones that a run is most worth going to."""
    zone, costs = w.base.rules.need_zone[visits], w.base.problem.costs
    worth: dict[int, float] = {}
    for one in np.unique(zone).tolist():
        doors = np.sort(w.reward[visits[zone == one]] - costs.stop)[::-1][: max(person.stops, 1)]
        worth[one] = float(doors.sum()) - costs.km * float(w.base.rules.km[person.zone, one])
    return sorted(worth, key=lambda z: (-worth[z], z))[: width.zones]


def partners(w: Wanting, need: int, slots: Iterable[int]) -> list[int]:
    """Who could do a two-person need beside somebody else, the least busy and nearest first; some for each slot."""
    rules, costs = w.base.rules, w.base.problem.costs
    fits = (rules.volunteer_failures(np.array([need], np.int64))[0] == 0) & rules.works
    away = costs.km * rules.km[rules.volunteer_zone, rules.need_zone[need]]
    found: dict[int, float] = {}
    for slot in slots:
        if slot in w.base.problem.needs[need].slots:
            cost = np.where(fits & (rules.volunteer_slots[:, slot] > 0), w.asks[:, slot] + away, np.inf)
            for v in np.lexsort((np.arange(len(cost)), cost))[:3].tolist():
                if cost[v] < w.worth[need]:
                    found[v] = min(found.get(v, np.inf), float(cost[v]))
    return sorted(found, key=lambda v: (found[v], v))


def _instead(w: Wanting, width: Width, seen: Around) -> None:
    """What the volunteers who are decided on again could do for those who are unmatched."""
    crew = np.array(sorted(seen.crew), np.int64)
    if not len(crew):
        return
    could = candidates(w, crew)
    could = could.take(w.worth[could.need] > 0)
    points = w.worth[could.need] - w.base.problem.costs.km * could.km
    for kind in (could.delivery, ~could.delivery):
        mine = np.flatnonzero(kind)
        # One line for each volunteer and need, whichever the slot.
        _, first = np.unique(np.stack([could.volunteer[mine], could.need[mine]]), axis=1, return_index=True)
        mine = mine[first]
        best = mine[best_of(points[mine], could.volunteer[mine], width.instead)]
        seen.needs.update(could.need[best].tolist())


def candidates(w: Wanting, volunteers: Ints) -> People:
    """All that some volunteers could do."""
    base = w.base
    if base.sampled:
        return base.crowd.of(volunteers)
    return base.people.take(np.isin(base.people.volunteer, volunteers))


def _takers(w: Wanting, addition: NewLot, width: Width, seen: Around) -> None:
    """Who could use the lot: the unmatched with somebody to bring it, and those who had less than they asked for."""
    problem, lot = w.base.problem, addition.lot
    fits = [n for n in accepts(w, lot.item) if not lot_faults(problem, problem.needs[n], lot)]
    wanted = [n for n in fits if n not in w.met]
    wanted.sort(key=lambda n: (-w.base.weight[n], n))
    # Those who come by themselves ask for nobody's time, so that many more of them can be looked at.
    seen.needs.update([n for n in wanted if not w.base.wants[n]][: 4 * width.takers])
    brought = 0
    for n in [n for n in wanted if w.base.wants[n]]:
        free, busy = carriers(w, n)
        if brought >= width.takers:
            break
        seen.hands.update(free)
        if not free:
            seen.join(busy, width.crew)
        if free or not seen.hands.isdisjoint(busy) or not set(busy).isdisjoint(seen.crew):
            seen.needs.add(n)
            brought += 1
    short = {n: _missing(w, n) for n in fits if n in w.met and n not in w.fixed}
    seen.held.update(sorted((n for n in short if short[n] > 0), key=lambda n: (-short[n], n))[: width.takers // 2])


def accepts(w: Wanting, item: str) -> list[int]:
    """Needs that an item would do for."""
    goods = w.base.goods.tolist()
    needs = w.base.problem.needs
    return [n for n in goods if needs[n].item == item or item in needs[n].substitutes]


def _missing(w: Wanting, need: int) -> float:
    row = w.base.problem.needs[need]
    return float(w.base.weight[need]) - fill_points(row, sum(units for _, units in w.met[need].lots))


def carriers(w: Wanting, need: int) -> tuple[list[int], list[int]]:
    """Who could bring a delivery, the nearest first: some who are free or on a run to its zone, and some who would have
    to leave something that weighs less.
    """
    rules, row = w.base.rules, w.base.problem.needs[need]
    fits = (rules.volunteer_failures(np.array([need], np.int64))[0] == 0) & rules.works & rules.drives
    fits &= rules.carries >= row.kg
    slots = list(row.slots)
    asks = (w.asks[:, slots] + np.where(rules.volunteer_slots[:, slots] > 0, 0.0, np.inf)).min(axis=1, initial=np.inf)
    away = w.base.problem.costs.km * rules.km[rules.volunteer_zone, row.zone]
    for (v, slot), run in w.now.runs.items():
        door = run.stops > 0 or row.household in run.households
        if fits[v] and run.zone == row.zone and slot in row.slots and door:
            asks[v] = away[v] = 0.0
    asks[~fits] = np.inf
    order = np.lexsort((np.arange(len(asks)), asks + away)).tolist()
    able = [v for v in order if asks[v] + away[v] < w.base.weight[need]]
    free = [v for v in able if asks[v] == 0]
    return free[:3], [v for v in able if asks[v] > 0][:2]


def _share(w: Wanting, width: Width, seen: Around) -> None:
    """Holders of stock whose last units earn less than those would that a new task needs; their people stay."""
    needed: dict[int, float] = defaultdict(float)
    for n in sorted(seen.needs - w.met.keys()):
        arcs = slice(int(w.base.stock.first[n]), int(w.base.stock.first[n + 1]))
        groups = w.base.stock.group[arcs]
        if len(groups) and not (w.now.units[groups] > 0).any():
            for group in groups.tolist():
                needed[group] = max(needed[group], float(w.base.points[n, 0]))
    able = [(p, n) for g, most in needed.items() for p, n in w.donors.get(g, [])[: width.donors] if p < most]
    seen.held.update(n for _, n in sorted(set(able))[: width.donors])


def masked(positions: Iterable[int], size: int) -> Bools:
    """A mask of some positions."""
    mask = np.zeros(size, np.bool_)
    mask[sorted(positions)] = True
    return mask
