"""Keep what was promised: a new plan takes the place of the last one only where that is worth the calls it costs.

A plan is weighed by its value less `threshold` points for every proposal of the last plan that it changes or drops.
The difference of two plans falls apart into pieces that share no volunteer and no contested lot. A piece can be taken
or left by itself; it is taken only when it gains more than the threshold for every proposal that it changes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from mutualaid.matching.components import joined
from mutualaid.matching.rows import Interpreter, Match, Problem
from mutualaid.matching.rules import Ledger, shape_fault, value_of, weight
from mutualaid.matching.supplies import Supplies

THRESHOLD = 250.0
"""Points that a change must gain for every proposal of the last plan that it changes.

A changed proposal costs the coordinator a call to the volunteer and one to the neighbor, some ten minutes; in an hour
she would place a middling need, worth 2,500 points (urgency 2, a week's wait). A tenth of that, a little more than
sending out one more run.
"""
SAME = 1e-6
"""Gains below this are the dust of sums."""


def recalled(problem: Problem, rows: Iterable[Mapping[str, Any]]) -> list[Match]:
    """Matches of an earlier plan's document in a later problem; those that name what is gone are left out."""
    people = {person.id: v for v, person in enumerate(problem.volunteers)}
    lots = {lot.id: x for x, lot in enumerate(problem.lots)}
    out = []
    for row in rows:
        known = row["need"] in problem.need_at and people.keys() >= set(row["volunteers"])
        if known and lots.keys() >= {line["lot"] for line in row["lots"]}:
            volunteers = tuple(sorted(people[v] for v in row["volunteers"]))
            lines = tuple(sorted((lots[line["lot"]], line["quantity"]) for line in row["lots"]))
            by = row.get("interpreter")
            if by is not None and by["volunteer"] not in people:
                continue
            voice = None if by is None else Interpreter(people[by["volunteer"]], by["mode"] == "remote")
            out.append(Match(problem.need_at[row["need"]], volunteers, row["slot"], lines, voice))
    return out


def held(problem: Problem, pins: Sequence[Match], kept: Iterable[Match]) -> list[Match]:
    """Those of the kept matches that still keep every rule beside the pins, in order of need.

    Where some must go, because a volunteer has less time or stock ran short, those of the weightiest needs stay.
    """
    placed, staying = {pin.need for pin in pins}, list[Match]()
    ledger = _ledger(problem, pins)
    for match in sorted(kept, key=lambda m: (-weight(problem.needs[m.need]), m.need)):
        if match.need in placed or shape_fault(problem, match) is not None:
            continue
        if ledger.add(match) is not None:
            ledger = _ledger(problem, [*pins, *staying])  # what broke a rule had entered a part of itself
            continue
        placed.add(match.need)
        staying.append(match)
    return sorted(staying, key=lambda m: m.need)


def _ledger(problem: Problem, matches: Iterable[Match]) -> Ledger:
    ledger = Ledger(problem)
    for match in matches:
        ledger.add(match)
    return ledger


def changes(kept: Iterable[Match], plan: Iterable[Match]) -> int:
    """How many of the kept matches a plan changes or drops."""
    now = {match.need: match for match in plan}
    return sum(now.get(match.need) != match for match in kept)


def aligned(problem: Problem, stock: Supplies, old: Iterable[Match], new: Sequence[Match]) -> list[Match]:
    """The new plan with units of alike lots swapped, so that each need keeps the lots of the old plan where it can."""
    before = {match.need: match.lots for match in old}
    left = [lot.quantity for lot in problem.lots]
    lines, wanted = [dict[int, int]() for _ in new], [defaultdict[int, int](int) for _ in new]

    def give(at: int, lot: int, most: int) -> None:
        group = int(stock.group_of[lot])
        units = min(most, wanted[at][group], left[lot])
        if units > 0:
            lines[at][lot] = lines[at].get(lot, 0) + units
            wanted[at][group] -= units
            left[lot] -= units

    for at, match in enumerate(new):
        for lot, units in match.lots:
            wanted[at][int(stock.group_of[lot])] += units
    for at, match in enumerate(new):
        for lot, units in before.get(match.need, ()):
            give(at, lot, units)
    for at in range(len(new)):
        for group in sorted(wanted[at]):
            for lot in stock.lots[group]:
                give(at, lot, wanted[at][group])
    return [replace(match, lots=tuple(sorted(lines[at].items()))) for at, match in enumerate(new)]


def pieces(problem: Problem, old: Mapping[int, Match], new: Mapping[int, Match]) -> list[list[int]]:
    """The needs that two plans treat differently, in pieces any of which could be exchanged without the others.

    Needs belong together when they share a volunteer (a slot, a run, shifts), or a lot that would not last for the
    larger of what either plan takes.
    """
    needs = [n for n in sorted(old.keys() | new.keys()) if old.get(n) != new.get(n)]
    most: dict[int, int] = defaultdict(int)
    takers: dict[int, list[int]] = defaultdict(list)
    for n in old.keys() & new.keys():
        if old[n] == new[n]:
            for lot, units in old[n].lots:
                most[lot] += units
    links = []
    for at, n in enumerate(needs):
        mine = [plan[n] for plan in (old, new) if n in plan]
        links += [(at, len(needs) + v) for match in mine for v in match.people]
        lines = [dict(match.lots) for match in mine]
        for lot in sorted({lot for line in lines for lot in line}):
            most[lot] += max(line.get(lot, 0) for line in lines)
            takers[lot].append(at)
    for lot, users in takers.items():
        if most[lot] > problem.lots[lot].quantity:
            links += [(at, users[0]) for at in users]
    one, other = np.array(links, np.int64).reshape(-1, 2).T
    root = joined(one, other, len(needs) + len(problem.volunteers))
    found: dict[int, list[int]] = defaultdict(list)
    for at, n in enumerate(needs):
        found[int(root[at])].append(n)
    return list(found.values())


def exchanged(
    problem: Problem, old: Sequence[Match], new: Sequence[Match], kept: Sequence[Match], threshold: float
) -> list[Match]:
    """The old plan with every piece of the new one that gains more than `threshold` for each of the `kept` matches that
    it changes beyond those that the old plan changes. In order of need.
    """
    plan, other, promised = ({m.need: m for m in one} for one in (old, new, kept))
    busy: dict[int, list[int]] = defaultdict(list)
    for n, match in plan.items():
        for v in match.people:
            busy[v].append(n)
    for piece in pieces(problem, plan, other):
        mine = set(piece)
        people = {v for n in piece for side in (plan, other) if n in side for v in side[n].people}
        beside = [plan[n] for n in sorted({n for v in people for n in busy[v]} - mine) if n in plan]
        before, after = [plan[n] for n in piece if n in plan], [other[n] for n in piece if n in other]
        gain = value_of(problem, [*beside, *after]) - value_of(problem, [*beside, *before])
        broken = sum((other.get(n) != promised[n]) - (plan.get(n) != promised[n]) for n in piece if n in promised)
        if gain > threshold * broken + SAME:
            for n in piece:
                plan.pop(n, None)
            plan |= {match.need: match for match in after}
    return [plan[n] for n in sorted(plan)]
