"""Prove an addition: the part of the plan around it is made again with it, by one exact model, beside all the rest."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from mutualaid.matching import outcome
from mutualaid.matching.additions import Addition, NewLot, NewSlot, NewVolunteer
from mutualaid.matching.around import Around, Width, masked
from mutualaid.matching.eligibility import Bools
from mutualaid.matching.joint import Joint, build
from mutualaid.matching.plan import match_row, tidy
from mutualaid.matching.prices import cheapest
from mutualaid.matching.rows import Match, Problem
from mutualaid.matching.rules import Ledger, score, shape_fault
from mutualaid.matching.scope import Instance, instance, scope
from mutualaid.matching.supplies import hand_out
from mutualaid.matching.wanting import Wanting
from mutualaid.progress import Progress

STAYS, STAYS_UNIT = 50.0, 0.01
"""Points for leaving a person's task, or a unit, as it is: what gains next to nothing is not changed. Those of units
are only to break ties. No value counts them.
"""
LEAST = 0.5
"""Points that a lever must gain to be told."""


@dataclass(frozen=True)
class Lever:
    """An addition with what it asks, the matches that it changes or makes, the needs it drops and those it unlocks."""

    addition: Addition
    changed: list[dict[str, Any]]
    dropped: list[str]
    unlocks: list[str]
    value: float
    problem: Problem

    def row(self) -> dict[str, Any]:
        """The lever as the plan's document says it."""
        return {
            "add": self.addition.row(self.problem),
            "changed": self.changed,
            "dropped": self.dropped,
            "unlocks": self.unlocks,
            "value": self.value,
        }


@dataclass(frozen=True)
class _Part:
    """A problem of only what lies around an addition. `kept` stay as they are (their goods are accounted for by what is
    left of the lots), `old` are decided again; both in positions of the part. Volunteers who are `free` may be given
    something, those who `stays` only what they have. `me` is the addition's own position, that of a
    `lot` or of a person.
    """

    problem: Problem
    kept: list[Match]
    old: dict[int, Match]
    free: Bools
    wanted: Bools
    stays: Bools
    me: int
    lot: bool


def prove(w: Wanting, addition: Addition, seen: Around, width: Width, progress: Progress) -> Lever | None:
    """The best that the addition makes possible around it; None when it unlocks no need or gains nothing."""
    part = _part(w, addition, seen, width.arcs)
    base = _narrowed(instance(part.problem, part.wanted), part, width.arcs)
    local = scope(base, part.kept, part.wanted, part.free)
    model = build(base, local)
    if model.model.columns == 0:
        return None
    _prefer_what_is(base, part, model)
    solved = outcome.run(model, pulse=lambda: progress.step(0, 0), gap=width.gap, nodes=width.nodes)
    fresh = _touched(part, _calm(base, part, outcome.matches(base, local, model, solved, part.kept)))
    return _lever(w, part, addition, fresh)


def _part(w: Wanting, addition: Addition, seen: Around, arcs: int) -> _Part:
    """Cut the part out of the whole."""
    whole = w.base.problem
    again = {n: w.met[n] for n in sorted(seen.needs | seen.held) if n in w.met}
    crew = set(seen.crew) | seen.hands | {v for m in again.values() for v in m.people}
    beside = {n: w.met[n] for v in sorted(crew) for n in w.does.get(v, ()) if n not in again}
    needs = sorted(seen.needs | seen.held | beside.keys())
    people = sorted(crew | {v for m in beside.values() for v in m.people})
    left = list(w.left)
    for match in again.values():
        for lot, units in match.lots:
            left[lot] += units
    lots = _lots(w, needs, again, left, arcs)
    need_at = {n: i for i, n in enumerate(needs)}
    person_at = {v: i for i, v in enumerate(people)}
    lot_at = {x: i for i, x in enumerate(lots)}
    volunteers = [whole.volunteers[v] for v in people]
    goods = [replace(whole.lots[x], quantity=left[x]) for x in lots]
    free = masked((person_at[v] for v in crew), len(volunteers))
    me = 0
    if isinstance(addition, NewVolunteer):
        me = len(volunteers)
        volunteers.append(addition.person)
        free = np.append(free, True)
    elif isinstance(addition, NewSlot):
        me = person_at[addition.volunteer]
        volunteers[me] = addition.filled(whole)
    else:
        me = len(goods)
        goods.append(addition.lot)

    def there(match: Match, *, goods: bool) -> Match:
        by = match.interpreter
        return replace(
            match,
            need=need_at[match.need],
            volunteers=tuple(person_at[v] for v in match.volunteers),
            lots=tuple((lot_at[lot], units) for lot, units in match.lots) if goods else (),
            interpreter=None if by is None else replace(by, volunteer=person_at[by.volunteer]),
        )

    rows = tuple(whole.needs[n] for n in needs)
    problem = replace(whole, needs=rows, volunteers=tuple(volunteers), lots=tuple(goods), pins=())
    return _Part(
        problem=problem,
        kept=[there(beside[n], goods=False) for n in sorted(beside)],
        old={need_at[n]: there(match, goods=True) for n, match in again.items()},
        free=free,
        wanted=masked((need_at[n] for n in needs if n not in beside), len(needs)),
        stays=masked((person_at[v] for v in crew - set(seen.crew) - seen.hands), len(volunteers)),
        me=me,
        lot=isinstance(addition, NewLot),
    )


def _lots(w: Wanting, needs: list[int], again: dict[int, Match], left: list[int], most: int) -> list[int]:
    """Lots that the part's needs could take from: of each its own, and the cheapest groups that have some left."""
    stock, groups = w.base.stock, set[int]()
    for n in needs:
        arcs = range(int(stock.first[n]), int(stock.first[n + 1]))
        some = [a for a in arcs if any(left[lot] > 0 for lot in stock.lots[int(stock.group[a])])]
        groups.update(int(stock.group[a]) for a in sorted(some, key=lambda a: (stock.cost[a], a))[:most])
    lots = {lot for g in groups for lot in stock.lots[g] if left[lot] > 0}
    return sorted(lots | {lot for m in again.values() for lot, _ in m.lots})


def _narrowed(base: Instance, part: _Part, most: int) -> Instance:
    """Without the candidates and arcs that are not looked at: whoever stays keeps to the task at hand."""
    p = base.people
    now = {(n, v, m.slot) for n, m in part.old.items() for v in m.volunteers}
    triples = zip(p.need.tolist(), p.volunteer.tolist(), p.slot.tolist(), strict=True)
    keep = ~part.stays[p.volunteer] | np.fromiter((triple in now for triple in triples), np.bool_, len(p.need))
    stock = base.stock
    near = np.zeros(len(stock.need), np.bool_)
    near[cheapest(stock.need, stock.cost, most)] = True
    near |= _arcs_now(base, part)
    if part.lot:
        near |= stock.group == stock.group_of[part.me]
    return replace(base, people=p.take(keep), stock=stock.only(np.flatnonzero(near)))


def _arcs_now(base: Instance, part: _Part) -> Bools:
    """Arcs along which units go in the plan."""
    stock = base.stock
    used = {(n, int(stock.group_of[lot])) for n, m in part.old.items() for lot, _ in m.lots}
    pairs = zip(stock.need.tolist(), stock.group.tolist(), strict=True)
    return np.fromiter((pair in used for pair in pairs), np.bool_, len(stock.need))


def _prefer_what_is(base: Instance, part: _Part, model: Joint) -> None:
    """Make what is done already a little dearer to give up."""
    cost = np.concatenate(model.model.cost)
    p = model.chosen
    now = {(n, v, m.slot) for n, m in part.old.items() for v in m.volunteers}
    triples = zip(p.need.tolist(), p.volunteer.tolist(), p.slot.tolist(), strict=True)
    cost[model.x[np.fromiter((triple in now for triple in triples), np.bool_, len(p.need))]] += STAYS
    cost[model.flow[_arcs_now(base, part)[model.arcs]]] += STAYS_UNIT
    model.model.cost = [cost]


def _calm(base: Instance, part: _Part, fresh: list[Match]) -> list[Match]:
    """The same matches, with lots left as they were wherever the units come from lots like those before."""
    before = {n: _by_group(base, m) for n, m in part.old.items()}
    units = {m.need: _by_group(base, m) for m in fresh}
    same = {m.need for m in fresh if m.need in before and units[m.need] == before[m.need]}
    kept = [replace(m, lots=part.old[m.need].lots) if m.need in same else m for m in fresh]
    lines = hand_out(
        part.problem,
        base.stock,
        [m for m in kept if m.need in same],
        {n: some for n, some in units.items() if n not in same and some},
    )
    return [m if m.need in same else replace(m, lots=lines.get(m.need, ())) for m in kept]


def _touched(part: _Part, fresh: list[Match]) -> list[Match]:
    """Only the changes that have to do with the addition, by the people and lots that they share with it or with each
    other; whatever else could be better is left as it is, since it would be better without the addition too.
    """
    now = {m.need: m for m in fresh}
    differs = [n for n in sorted(now.keys() | part.old.keys()) if now.get(n) != part.old.get(n)]
    uses = {n: {use for m in (now.get(n), part.old.get(n)) if m is not None for use in _uses(m)} for n in differs}
    reached = {("lot" if part.lot else "person", part.me)}
    linked, waiting = set[int](), True
    while waiting:
        joins = [n for n in differs if n not in linked and not reached.isdisjoint(uses[n])]
        waiting = bool(joins)
        for n in joins:
            linked.add(n)
            reached |= uses[n]
    stays = [m for n, m in part.old.items() if n not in linked]
    return sorted([*stays, *(now[n] for n in linked if n in now)], key=lambda m: m.need)


def _uses(match: Match) -> set[tuple[str, int]]:
    return {("person", v) for v in match.people} | {("lot", lot) for lot, _ in match.lots}


def _by_group(base: Instance, match: Match) -> dict[int, int]:
    units: dict[int, int] = {}
    for lot, some in match.lots:
        group = int(base.stock.group_of[lot])
        units[group] = units.get(group, 0) + some
    return units


def _lever(w: Wanting, part: _Part, addition: Addition, fresh: list[Match]) -> Lever | None:
    """What the new part of the plan says, if it gains something and keeps every rule with no more than it asks."""
    now = {m.need: m for m in fresh}
    unlocks = [n for n in now if n not in part.old]
    if not unlocks:
        return None
    problem = part.problem
    if isinstance(addition, NewVolunteer):
        addition = addition.asked(problem, part.me, fresh)
        problem = replace(problem, volunteers=(*problem.volunteers[:-1], addition.person))
    elif isinstance(addition, NewLot):
        addition = addition.asked(problem, part.me, fresh)
        problem = replace(problem, lots=(*problem.lots[:-1], addition.lot))
    old = list(part.old.values())
    gain = tidy(score(problem, [*part.kept, *fresh]).value - score(problem, [*part.kept, *old]).value)
    # In the order in which the changed plan lists them: those of the plan first, then the new.
    order = sorted([*part.kept, *(m for m in fresh if m.need in part.old)], key=lambda m: m.need)
    order += [m for m in fresh if m.need not in part.old]
    if gain < LEAST or not _used(part, addition, fresh) or not _lawful(problem, part, order):
        return None
    names = problem.needs
    return Lever(
        addition=addition,
        changed=[match_row(problem, m) for m in fresh if part.old.get(m.need) != m],
        dropped=[names[n].id for n in part.old if n not in now],
        unlocks=[names[n].id for n in unlocks],
        value=gain,
        problem=w.base.problem,
    )


def _used(part: _Part, addition: Addition, fresh: list[Match]) -> bool:
    """Whether the addition has a part in it at all."""
    if isinstance(addition, NewLot):
        return any(lot == part.me for m in fresh for lot, _ in m.lots)
    slot = addition.slot if isinstance(addition, NewSlot) else None
    return any(part.me in m.people and slot in (None, m.slot) for m in fresh)


def _lawful(problem: Problem, part: _Part, order: Iterable[Match]) -> bool:
    """Whether every rule is kept, summed in that order; matches that stay are lawful by themselves."""
    ledger, kept = Ledger(problem), {m.need for m in part.kept}
    return all(ledger.add(m) is None and (m.need in kept or shape_fault(problem, m) is None) for m in order)
