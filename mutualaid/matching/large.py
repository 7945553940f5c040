"""Plans for what is too large for one exact model: prices, then people by those prices, then all units at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mutualaid.matching.crew import Crew
from mutualaid.matching.eligibility import Bools, Floats, Ints
from mutualaid.matching.joining import join
from mutualaid.matching.look import Seen, Way, look_closely, look_wide
from mutualaid.matching.neighbours import blocks
from mutualaid.matching.prices import Worth
from mutualaid.matching.restock import Restocked, restock
from mutualaid.matching.rows import Match
from mutualaid.matching.rules import score
from mutualaid.matching.scope import Instance, Scope
from mutualaid.matching.stretch import Stretch
from mutualaid.matching.supplies import hand_out
from mutualaid.progress import Progress

TOLD = 100
_SWEEPS_A_WORD = 2
"""After so many sweeps somebody who watches is told what the plan in hand is worth, which costs less than a sweep."""


@dataclass(frozen=True)
class Large:
    """Matches beside the pins, and a proved bound on what they can add."""

    matches: list[Match]
    bound: float


def solve_large(base: Instance, part: Scope, pins: list[Match], way: Way, progress: Progress) -> Large:
    """The best plan found for a part, and the bound of its prices.

    Tells `progress` of each better plan, by what it adds to the pins. Asked to settle, it makes no more blocks anew.
    """
    look = look_wide if base.sampled else look_closely
    seen = look(base, part, way, Stretch(progress, 0, 20, TOLD))
    rest, value_of = Stretch(progress, 20, TOLD, TOLD), Worth(base, part)
    crew = Crew(base, part, seen.chosen, seen.worth)
    _construct(seen, crew, rest)
    join(crew, rest)
    pinned = score(base.problem, pins).value
    best, most = list[Match](), -np.inf
    for turn in range(way.settlings):
        for sweep in range(way.sweeps):
            if sweep % _SWEEPS_A_WORD == 0 and way.sweeps > 1:
                progress.found(_worth_now(base, part, crew, seen, way, pins, rest) - pinned, seen.bound)
            _sweep(base, part, crew, way, turn * way.sweeps + sweep, rest)
            join(crew, rest)
        goods = hand_out_anew(base, part, crew, seen.unit, way, rest)
        plan = as_matches(base, crew, goods, pins)
        value = score(base.problem, [*pins, *plan]).value
        if value > most:
            best, most = plan, value
            progress.found(most - pinned, seen.bound)
        if progress.settling:
            break
        crew.value_needs(value_of.of(value_of.costs(goods.unit)))
    return Large(best, seen.bound)


def _worth_now(
    base: Instance, part: Scope, crew: Crew, seen: Seen, way: Way, pins: list[Match], progress: Progress
) -> float:
    """What the plan in hand would be worth if the search ended here; the search goes on as if nobody had asked."""
    on = crew.on.copy()
    goods = hand_out_anew(base, part, crew, seen.unit, way, progress)
    plan = as_matches(base, crew, goods, pins)
    crew.on[:] = on
    return score(base.problem, [*pins, *plan]).value


def _construct(seen: Seen, crew: Crew, progress: Progress) -> None:
    """A first plan, region by region: each need belongs to the region where it fits best."""
    for i, volunteers in enumerate(seen.regions):
        crew.construct(volunteers, (seen.home == i) | (seen.home < 0), lambda: progress.step(0, 0))


def _sweep(base: Instance, part: Scope, crew: Crew, way: Way, sweep: int, progress: Progress) -> None:
    for mask in blocks(base, part, way.block, sweep):
        if progress.settling:
            return
        crew.remake(np.flatnonzero(mask), way.effort, lambda: progress.step(0, 0))


def _served(base: Instance, crew: Crew) -> tuple[Bools, Ints]:
    """Who takes goods in the crew's plan, pick-ups included, and on which day (-1: any)."""
    served = (base.wants == 0) & crew.scope.needs
    day = np.full(len(served), -1, np.int64)
    visits = np.flatnonzero(crew.on & crew.chosen.delivery)
    served[crew.chosen.need[visits]] = True
    day[crew.chosen.need[visits]] = crew.chosen.slot[visits] // base.problem.slots_per_day
    return served, day


def hand_out_anew(base: Instance, part: Scope, crew: Crew, unit: Floats, way: Way, progress: Progress) -> Restocked:
    """Give out all units anew; deliveries that get none are not made."""
    served, day = _served(base, crew)
    goods = restock(base, part, day, served, unit, way.ways, way.turns, lambda: progress.step(0, 0))
    got = np.zeros(len(served), np.bool_)
    got[list(goods.units)] = True
    crew.on &= ~crew.chosen.delivery | got[crew.chosen.need]
    return goods


def as_matches(base: Instance, crew: Crew, goods: Restocked, pins: list[Match]) -> list[Match]:
    """The crew's plan as matches, with the lots that the units come from."""
    people: dict[int, list[int]] = {}
    when: dict[int, int] = {}
    for k in np.flatnonzero(crew.on).tolist():
        need = int(crew.chosen.need[k])
        people.setdefault(need, []).append(int(crew.chosen.volunteer[k]))
        when[need] = int(crew.chosen.slot[k])
    lines = hand_out(base.problem, base.stock, pins, goods.units)
    return [
        Match(need, tuple(sorted(people.get(need, []))), when.get(need), lines.get(need, ()), crew.voice(need))
        for need in sorted(people.keys() | lines.keys())
    ]
