"""What would help most: a volunteer, a slot or a lot more, each proved by the changed plan that it makes possible."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from mutualaid.matching import outcome
from mutualaid.matching.eligibility import BLOCK, Bools
from mutualaid.matching.joint import build
from mutualaid.matching.plan import match_row, tidy
from mutualaid.matching.prices import cheapest
from mutualaid.matching.rows import Lot, Match, Problem, Volunteer
from mutualaid.matching.rules import VOLUNTEER_RULES, Ledger, score
from mutualaid.matching.scope import Instance, Scope, instance, scope
from mutualaid.progress import Progress

MOST = 10
MOST_OF_A_KIND = 4
TRIED = {"volunteer": 8, "lot": 6, "slot": 8}
LOOKED_AT = 80
"""Unmatched needs that one lever's model looks at, the weightiest first."""
NEAREST = 40
"""Candidates, and arcs, of a need that it looks at."""
NEW_REACH_KM = 6.0
NEW_SLOTS, NEW_SHIFTS, NEW_STOPS, NEW_KG = 3, 2, 4, 60.0
TIME = np.uint8(1 << VOLUNTEER_RULES.index("time"))


@dataclass(frozen=True)
class Addition:
    """One thing that could be added: its kind, the problem with it, how the document says it, the needs in view."""

    kind: str
    problem: Problem
    row: dict[str, Any]
    needs: list[int]


def find_levers(base: Instance, matches: list[Match], *, quick: bool, progress: Progress) -> list[dict[str, Any]]:
    """At most ten levers, most valuable first; none is listed unless its changed plan proves it."""
    met = {m.need for m in matches}
    missing = sorted((n for n in range(len(base.weight)) if n not in met), key=lambda n: (-base.weight[n], n))
    if not missing:
        return []
    now = scope(base, matches)
    lacking_people, lacking_goods = _lacking(base, now, missing)
    few = 4 if quick or base.sampled else 1
    tries = [
        *_volunteers(base, lacking_people, TRIED["volunteer"] // few),
        *_lots(base, lacking_goods, TRIED["lot"] // few),
        *_slots(base, now.shifts > 0, lacking_people, TRIED["slot"] // few),
    ]
    before, proved = score(base.problem, matches).value, []
    for i, addition in enumerate(tries):
        progress.step(i, len(tries))
        lever = _prove(addition, matches, before, progress)
        if lever is not None:
            proved.append((addition.kind, lever))
    return _varied(proved)


def _lacking(base: Instance, now: Scope, missing: list[int]) -> tuple[list[int], list[int]]:
    """Unmatched needs that only lack people (their goods are there), and those that only lack goods."""
    goods = base.sizes[:, 0] > 0
    supplied = np.bincount(base.stock.need[now.units[base.stock.group] > 0], minlength=len(goods)) > 0
    eligible = np.zeros(len(goods), np.bool_)
    for start in range(0, len(missing), BLOCK):
        block = np.array(missing[start : start + BLOCK], np.int64)
        able = (base.rules.volunteer_failures(block) == 0) & (now.shifts > 0)[None, :]
        eligible[block] = able.any(axis=1)
    # A run that stays may be joined, whoever drives it and however many shifts are left.
    zones = {run.zone for run in now.runs.values() if run.stops > 0}
    joinable = np.isin(base.rules.need_zone, sorted(zones))
    people = [n for n in missing if base.wants[n] and (supplied[n] or not goods[n])]
    return people, [n for n in missing if goods[n] and (not base.wants[n] or eligible[n] or joinable[n])]


def _varied(proved: list[tuple[str, dict[str, Any]]]) -> list[dict[str, Any]]:
    """The most valuable of each kind; two that unlock the same needs in the same way count once."""
    count: dict[str, int] = defaultdict(int)
    seen: set[tuple[str, ...]] = set()
    out: list[dict[str, Any]] = []
    for kind, lever in sorted(proved, key=lambda one: -one[1]["value"]):
        key = (kind, *lever["unlocks"])
        if key not in seen and count[kind] < MOST_OF_A_KIND and len(out) < MOST:
            seen.add(key)
            count[kind] += 1
            out.append(lever)
    return out


def _prove(addition: Addition, matches: list[Match], before: float, progress: Progress) -> dict[str, Any] | None:
    """Solve what the addition makes possible beside the whole plan; None when it gains nothing."""
    problem = addition.problem
    wanted = np.zeros(len(problem.needs), np.bool_)
    wanted[addition.needs] = True
    base = instance(problem, wanted)
    nearest = cheapest(base.people.need, base.people.km, NEAREST)
    base = replace(
        base, people=base.people.take(nearest), stock=base.stock.cheapest(NEAREST, np.zeros(len(base.stock.stock)))
    )
    local = scope(base, matches, wanted)
    model = build(base, local)
    solved = outcome.run(model, pulse=lambda: progress.step(0, 0), gap=1e-3, nodes=100)
    fresh = outcome.matches(base, local, model, solved, matches)
    told = score(problem, [*matches, *fresh])
    gain = tidy(told.value - before)
    if not fresh or gain <= 0.01 or not _lawful(problem, [*matches, *fresh]):
        return None
    return {
        "add": addition.row,
        "changed": [match_row(problem, m) for m in fresh],
        "dropped": [],
        "unlocks": [problem.needs[m.need].id for m in fresh],
        "value": gain,
    }


def _lawful(problem: Problem, plan: list[Match]) -> bool:
    ledger = Ledger(problem)
    return all(ledger.add(match) is None for match in plan)


def _unused(taken: set[str], stem: str) -> str:
    number = 1
    while f"{stem}-{number}" in taken:
        number += 1
    return f"{stem}-{number}"


def _volunteers(base: Instance, missing: list[int], count: int) -> Iterator[Addition]:
    """New volunteers shaped after unmatched needs of one skill and language, where most of them are."""
    problem = base.problem
    teams: dict[tuple[str, str], list[int]] = defaultdict(list)
    for n in missing:
        need = problem.needs[n]
        if need.wants:
            for tongue in sorted(need.languages) or [""]:
                teams[need.skill or "", tongue].append(n)
    order = sorted(teams, key=lambda k: (-sum(base.weight[n] for n in teams[k]), k))
    for skill, tongue in order[:count]:
        members = teams[skill, tongue]
        zones = sorted({problem.needs[n].zone for n in members})
        zone = max(zones, key=lambda z: (sum(base.weight[n] for n in _near(base, members, z, NEW_REACH_KM)), -z))
        near = _near(base, members, zone, NEW_REACH_KM)
        slots = _best_slots(base, near)
        near = [n for n in near if not set(problem.needs[n].slots).isdisjoint(slots)]
        if not near:
            continue
        rows = [problem.needs[n] for n in near]
        person = Volunteer(
            id=_unused({v.id for v in problem.volunteers}, "new-volunteer"),
            zone=zone,
            radius_km=NEW_REACH_KM,
            zones=frozenset(),
            skills=frozenset([skill] if skill else []),
            languages=frozenset([tongue] if tongue else []),
            access=frozenset().union(*(r.access for r in rows)),
            trust=max(r.trust for r in rows),
            seats=max(r.seats for r in rows),
            slots=tuple(slots),
            shifts=NEW_SHIFTS,
            stops=NEW_STOPS,
            kg=max(NEW_KG, *(r.kg for r in rows)),
        )
        with_it = replace(problem, volunteers=(*problem.volunteers, person))
        yield Addition("volunteer", with_it, {"volunteer": _volunteer_row(problem, person)}, near[:LOOKED_AT])


def _near(base: Instance, needs: list[int], zone: int, reach: float) -> list[int]:
    return [n for n in needs if base.rules.km[zone, base.problem.needs[n].zone] <= reach]


def _best_slots(base: Instance, needs: list[int]) -> list[int]:
    """The few slots that suit the weightiest needs, chosen one after the other."""
    left, slots = list(needs), list[int]()
    while left and len(slots) < NEW_SLOTS:
        worth: dict[int, float] = defaultdict(float)
        for n in left:
            for slot in base.problem.needs[n].slots:
                worth[slot] += base.weight[n]
        if not worth:
            break
        best = max(worth, key=lambda s: (worth[s], -s))
        slots.append(best)
        left = [n for n in left if best not in base.problem.needs[n].slots]
    return sorted(slots)


def _volunteer_row(problem: Problem, person: Volunteer) -> dict[str, Any]:
    return {
        "id": person.id,
        "zone": problem.zones[person.zone],
        "radius_km": person.radius_km,
        "zones": None,
        "skills": sorted(person.skills),
        "languages": sorted(person.languages),
        "access": sorted(person.access),
        "trust": person.trust,
        "seats": person.seats,
        "slots": list(person.slots),
        "shifts": person.shifts,
        "stops": person.stops,
        "kg": person.kg,
    }


def _lots(base: Instance, missing: list[int], count: int) -> Iterator[Addition]:
    """New lots of the items most missed, at the site that reaches most of those who miss them."""
    problem = base.problem
    wanted: dict[str, list[int]] = defaultdict(list)
    for n in missing:
        item = problem.needs[n].item
        if problem.needs[n].kind != "service" and item is not None:
            wanted[item].append(n)
    sites = sorted({lot.site for lot in problem.lots}) or list(range(len(problem.zones)))
    for item in sorted(wanted, key=lambda k: (-sum(base.weight[n] for n in wanted[k]), k))[:count]:
        reached = {site: _reached(base, wanted[item], site) for site in sites}
        site = max(sites, key=lambda s: (sum(base.weight[n] for n in reached[s]), -s))
        if not reached[site]:
            continue
        rows = [problem.needs[n] for n in reached[site]]
        diet: frozenset[str] = frozenset().union(*(r.diet for r in rows))
        name = _unused({x.id for x in problem.lots}, "new-lot")
        lot = Lot(name, item, sum(r.quantity for r in rows), site, diet, None)
        row = {
            "id": name,
            "item": item,
            "quantity": lot.quantity,
            "site": problem.zones[site],
            "diet": sorted(diet),
            "expires_day": None,
        }
        yield Addition("lot", replace(problem, lots=(*problem.lots, lot)), {"lot": row}, reached[site][:LOOKED_AT])


def _reached(base: Instance, needs: list[int], site: int) -> list[int]:
    problem = base.problem
    reach = {"pickup": problem.pickup_km, "delivery": problem.haul_km, "service": 0.0}
    return [n for n in needs if base.rules.km[site, problem.needs[n].zone] <= reach[problem.needs[n].kind]]


def _slots(base: Instance, left: Bools, missing: list[int], count: int) -> Iterator[Addition]:
    """One slot more for volunteers who still have shifts and are kept from unmatched needs by time alone."""
    problem = base.problem
    worth = np.zeros((len(problem.volunteers), max(problem.slots, 1)))
    asks = np.array([n for n in missing if problem.needs[n].wants], np.int64)
    for start in range(0, len(asks), BLOCK):
        block = asks[start : start + BLOCK]
        able = ((base.rules.volunteer_failures(block) & ~TIME) == 0) & left[None, :]
        share = base.weight[block] / np.maximum(base.wants[block], 1)
        worth[:, : problem.slots] += (able * share[:, None]).T @ base.rules.need_slots[block][:, : problem.slots]
    worth[:, : problem.slots][base.rules.volunteer_slots[:, : problem.slots] > 0] = 0.0
    for _ in range(count if worth.size else 0):
        v, slot = (int(i) for i in np.unravel_index(int(np.argmax(worth)), worth.shape))
        if worth[v, slot] <= 0:
            return
        # Once for each volunteer, and less of the same slot, so that the list says more than one thing.
        worth[v] = 0.0
        worth[:, slot] /= 2
        person = problem.volunteers[v]
        people = list(problem.volunteers)
        people[v] = replace(person, slots=tuple(sorted((*person.slots, slot))))
        able = (base.rules.volunteer_failures(asks)[:, v] & ~TIME) == 0
        needs = [int(n) for n in asks[able] if slot in problem.needs[int(n)].slots]
        row = {"slot": {"volunteer": person.id, "slot": slot}}
        yield Addition("slot", replace(problem, volunteers=tuple(people)), row, needs[:LOOKED_AT])
