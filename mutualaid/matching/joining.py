"""Deliveries that nobody makes yet may join runs that are made anyway: candidates that no need's short list held."""

from __future__ import annotations

import numpy as np

from mutualaid.matching.crew import Crew
from mutualaid.matching.people import PART, Crowd, People, joined
from mutualaid.progress import Progress


def joiners(crew: Crew, progress: Progress) -> People:
    """Every unmet delivery with every run of the plan to its zone whose driver may make it, without an interpreter."""
    base, chosen, part = crew.base, crew.chosen, crew.scope
    unmet = part.needs & (base.wants > 0) & (base.sizes[:, 0] > 0)
    unmet[chosen.need[crew.on]] = False
    zone = np.full(part.taken.shape, -1, np.int64)
    visits = np.flatnonzero(crew.on & chosen.delivery & ~crew.stays)
    zone[chosen.volunteer[visits], chosen.slot[visits]] = base.rules.need_zone[chosen.need[visits]]
    drivers = np.flatnonzero((zone >= 0).any(axis=1))
    crowd, parts = Crowd(base.problem, base.rules, base.stock, unmet), list[People]()
    for start in range(0, len(drivers), PART):
        progress.step(0, 0)
        near = crowd.of(drivers[start : start + PART])
        near = near.take(zone[near.volunteer, near.slot] == base.rules.need_zone[near.need])
        parts.append(near if base.interpreters is None else near.take(~base.interpreters.helped(near)))
    return joined(parts) if parts else crowd.of(drivers)


def join(crew: Crew, progress: Progress) -> None:
    """Fill the runs of the plan: whoever earns most beyond her stop comes first, as far as stops and weight allow."""
    crew.widen(joiners(crew, progress))
    base, chosen, costs = crew.base, crew.chosen, crew.base.problem.costs
    loads: dict[int, tuple[int, int, set[int]]] = {}
    for k in np.flatnonzero(crew.on & chosen.delivery & ~crew.stays).tolist():
        zone, grams, doors = loads.get(int(crew.key[k]), (int(base.rules.need_zone[chosen.need[k]]), 0, set()))
        doors.add(int(chosen.household[k]))
        loads[int(crew.key[k])] = (zone, grams + int(base.grams[chosen.need[k]]), doors)
    met = np.bincount(chosen.need[crew.on], minlength=len(base.weight)) > 0
    open_to = chosen.delivery & ~crew.stays & (crew.pay > 0) & ~met[chosen.need]
    if base.interpreters is not None:
        open_to &= ~base.interpreters.helped(chosen)
    waiting = np.flatnonzero(open_to & np.isin(crew.key, np.array(sorted(loads), np.int64)))
    for k in waiting[np.argsort(-crew.pay[waiting], kind="stable")].tolist():
        need, who, key = int(chosen.need[k]), int(chosen.volunteer[k]), int(crew.key[k])
        zone, grams, doors = loads[key]
        new = int(chosen.household[k]) not in doors
        heavy = grams + int(base.grams[need]) > base.room[who]
        full = new and len(doors) >= base.problem.volunteers[who].stops
        if met[need] or zone != base.rules.need_zone[need] or heavy or full or crew.pay[k] <= costs.stop * new:
            continue
        met[need] = crew.on[k] = True
        if crew.voices is not None:
            crew.voices.forget(need)
        doors.add(int(chosen.household[k]))
        loads[key] = (zone, grams + int(base.grams[need]), doors)
