"""What if: a need met as somebody wishes, what that would change, and the changed plan that proves it.

First the need is met by itself beside the pins, and every match of the plan that cannot stand beside that goes. Then
the people and goods that this touches, and those nearest to it, are decided on again with the wish as a row of the
model: a few volunteers first, then more. A proposal is changed only where that gains more than `steady.THRESHOLD`
beyond need. The answer is the difference of two lawful plans: it is exact, though a better way may exist.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from mutualaid.matching import outcome
from mutualaid.matching.eligibility import Bools, Ints
from mutualaid.matching.joint import Joint, build
from mutualaid.matching.neighborhood import ALONE, WIDTHS, Neighborhood, Width
from mutualaid.matching.redecide import reward
from mutualaid.matching.rows import Match, Problem
from mutualaid.matching.rules import Ledger, shape_fault, value_of, volunteer_faults
from mutualaid.matching.scope import Instance, Scope, instance, scope
from mutualaid.matching.steady import THRESHOLD, aligned, changes, held, pieces
from mutualaid.matching.supplies import Supplies
from mutualaid.matching.wish import BENDABLE, Wish, bent, forbidden
from mutualaid.progress import SILENT, Progress


@dataclass(frozen=True)
class Answer:
    """What came of a wish: the rules that forbid it, and the plan with it (None when it cannot be).

    Where only `BENDABLE` rules forbid it, the plan is that of the problem in which they are bent.
    """

    forbidden: list[dict[str, Any]]
    plan: list[Match] | None
    value: float = 0.0

    @property
    def lawful(self) -> bool:
        """Whether the plan keeps every rule as it stands."""
        return self.plan is not None and not self.forbidden


def what_if(
    problem: Problem, kept: Iterable[Match], wish: Wish, progress: Progress = SILENT
) -> tuple[list[Match], Answer]:
    """The plan as it stands (`kept` beside the pins, without what no longer keeps the rules), and the answer.

    `Answer.value` is the exact change of value. Raises Cancelled.
    """
    pins = list(problem.pins)
    plan = sorted([*pins, *held(problem, pins, kept)], key=lambda m: m.need)
    broken = forbidden(problem, pins, wish)
    if broken and (wish.volunteer is None or not {one["rule"] for one in broken} <= BENDABLE):
        return plan, Answer(broken, None)
    asked = bent(problem, wish) if broken else problem
    search = _Wished(problem, asked, pins, plan, wish, progress)
    made = search.best()
    if made is None:
        return plan, Answer([*broken, {"rule": "pins" if search.could_without_pins() else "never"}], None)
    return plan, Answer(broken, made, value_of(asked, made) - value_of(problem, plan))


class _Wished:
    """The search for a plan that grants a wish."""

    def __init__(
        self,
        real: Problem,
        asked: Problem,
        pins: list[Match],
        plan: list[Match],
        wish: Wish,
        progress: Progress,
    ) -> None:
        self.real, self.problem, self.pins, self.plan, self.wish = real, asked, pins, plan, wish
        self.need, self.progress = asked.needs[wish.need], progress
        self.now = {match.need: match for match in plan}
        self.near = Neighborhood(asked, self.now, wish, {pin.need for pin in pins})

    def best(self) -> list[Match] | None:
        """The best plan found; None when the wish cannot be granted beside the pins."""
        self.progress.step(0, 1 + len(WIDTHS))
        first = self._alone()
        if first is None:
            return None
        best = first
        for turn, width in enumerate(WIDTHS, 1):
            self.progress.step(turn, 1 + len(WIDTHS))
            if not changes(self.plan, best):
                break  # nothing has to give way
            found = self._around(best, width)
            if found is not None and self._worth(found) > self._worth(best) and self._keeps(found):
                best = found
        return best

    def _worth(self, plan: list[Match]) -> float:
        """Value less the calls that changed proposals cost."""
        return value_of(self.problem, plan) - THRESHOLD * changes(self.plan, plan)

    def could_without_pins(self) -> bool:
        """Whether only pins stand in the way."""
        return bool(self._beside([]))

    def _beside(self, stays: list[Match]) -> list[Match] | None:
        """The wished match alone beside others that stay."""
        wanted = np.zeros(len(self.problem.needs), np.bool_)
        wanted[self.wish.need] = True
        everyone = np.ones(len(self.problem.volunteers), np.bool_)
        return self._decide(stays, wanted, everyone, ALONE, [])

    def _alone(self) -> list[Match] | None:
        """The need met beside the pins only, and of the plan whatever still stands beside that.

        Beside the whole plan is tried first: then nothing has to go.
        """
        others = [match for match in self.plan if match.need != self.wish.need]
        for beside in (others, self.pins):
            fresh = self._beside(beside)
            if fresh:
                kept = held(self.problem, [*self.pins, *fresh], others)
                return sorted([*self.pins, *fresh, *kept], key=lambda m: m.need)
        return None

    def _around(self, start: list[Match], width: Width) -> list[Match] | None:
        """What the plan with the wish touches, and what lies near, decided again."""
        needs, volunteers = self.near.around(start, width)
        stays = [m for m in start if not (needs[m.need] and all(volunteers[v] for v in m.people))]
        needs[[m.need for m in stays]] = False
        fresh = self._decide(stays, needs, volunteers, width, self.plan)
        return None if fresh is None else self._only_what_it_touches([*stays, *fresh])

    def _only_what_it_touches(self, made: Sequence[Match]) -> list[Match]:
        """Of the differences to the plan only the piece with the wish: another could be had without it."""
        then = {match.need: match for match in made}
        mine = next((piece for piece in pieces(self.problem, self.now, then) if self.wish.need in piece), [])
        granted = self.now | {n: then[n] for n in mine if n in then}
        return [granted[n] for n in sorted(granted) if n in then or n not in mine]

    def _decide(
        self, stays: list[Match], needs: Bools, volunteers: Bools, width: Width, promised: Sequence[Match]
    ) -> list[Match] | None:
        """The best matches of these needs and volunteers beside what stays, the wish granted; None when it cannot."""
        base = self._base(needs)
        local = scope(base, stays, needs, volunteers)
        base = replace(base, stock=_few_arcs(base, local, width.arcs, self.wish))
        joint = build(base, local)
        if joint.model.columns > width.columns or not self._insist(base, joint):
            return None
        reward(base, joint, [m for m in promised if local.needs[m.need]], THRESHOLD)
        solved = outcome.run(joint, pulse=lambda: self.progress.step(0, 0), gap=width.gap, nodes=width.nodes)
        fresh = outcome.matches(base, local, joint, solved, stays)
        lots = aligned(self.problem, base.stock, [*stays, *promised], [*stays, *fresh])
        fresh = self._from_lot(base, lots[len(stays) :], stays)
        return fresh if self._granted(fresh) else None

    def _base(self, needs: Bools) -> Instance:
        """The problem with candidates and arcs of these needs only; a bent rule is bent for the wish alone."""
        base = instance(self.problem, needs)
        if self.real is self.problem or self.wish.volunteer is None:
            return base
        who, people = self.wish.volunteer, base.people
        person, mine = self.real.volunteers[who], np.flatnonzero(people.volunteer == who)
        keep = np.ones(len(people.need), np.bool_)
        for k in mine.tolist():
            need, slot = int(people.need[k]), int(people.slot[k])
            able = slot in person.slots and not volunteer_faults(self.real, self.real.needs[need], person)
            keep[k] = able or need == self.wish.need
        return replace(base, people=people.take(keep))

    def _insist(self, base: Instance, joint: Joint) -> bool:
        """Write the wish into the model as rows; False when there is nothing to write it with."""
        model, chosen, wish = joint.model, joint.chosen, self.wish
        mine = chosen.need == wish.need
        if wish.slot is not None:
            mine &= chosen.slot == wish.slot
        if self.need.wants:
            if np.count_nonzero(mine) < self.need.wants:
                return False
            _sum(joint, joint.x[mine], float(self.need.wants))
        if wish.volunteer is not None:
            hers = mine & (chosen.volunteer == wish.volunteer)
            if not hers.any():
                return False
            _sum(joint, joint.x[hers], 1.0)
        flow = joint.flow[base.stock.need[joint.arcs] == wish.need]
        if wish.lot is not None:
            group = base.stock.group_of[wish.lot]
            flow = joint.flow[(base.stock.need[joint.arcs] == wish.need) & (base.stock.group[joint.arcs] == group)]
        if self.need.kind != "service":
            if not len(flow):
                return False
            row = model.add_rows(1.0, np.inf, 1)
            model.put(np.repeat(row, len(flow)), flow, 1.0)
        return True

    def _from_lot(self, base: Instance, fresh: list[Match], stays: list[Match]) -> list[Match]:
        """The same matches with units of alike lots swapped, so that the need has the lot that was wished for."""
        lot, at = self.wish.lot, next((i for i, m in enumerate(fresh) if m.need == self.wish.need), None)
        if lot is None or at is None:
            return fresh
        mine = dict(fresh[at].lots)
        alike = [x for x in base.stock.lots[int(base.stock.group_of[lot])] if x != lot and x in mine]
        free = self.problem.lots[lot].quantity
        free -= sum(units for m in [*stays, *fresh] for x, units in m.lots if x == lot)
        out = list(fresh)
        for other in alike:
            # First what nobody holds of the lot, then what another of these matches does.
            take = min(mine[other], free)
            _move(mine, other, lot, take)
            free -= take
            for i, match in enumerate(out):
                theirs = dict(match.lots)
                take = min(mine.get(other, 0), theirs.get(lot, 0)) if i != at else 0
                if take:
                    _move(mine, other, lot, take)
                    _move(theirs, lot, other, take)
                    out[i] = replace(match, lots=tuple(sorted(theirs.items())))
        out[at] = replace(out[at], lots=tuple(sorted(mine.items())))
        return out

    def _granted(self, fresh: Sequence[Match]) -> bool:
        made = next((m for m in fresh if m.need == self.wish.need), None)
        return (
            made is not None
            and (self.wish.volunteer is None or self.wish.volunteer in made.volunteers)
            and (self.wish.slot is None or self.wish.slot == made.slot)
            and (self.wish.lot is None or self.wish.lot in dict(made.lots))
        )

    def _keeps(self, plan: Sequence[Match]) -> bool:
        """Whether a plan keeps every rule of the problem, sums of weights in its own order included."""
        ledger = Ledger(self.problem)
        return all(shape_fault(self.problem, m) is None and ledger.add(m) is None for m in plan)


def _sum(joint: Joint, columns: Ints, total: float) -> None:
    row = joint.model.add_rows(total, total, 1)
    joint.model.put(np.repeat(row, len(columns)), columns, 1.0)


def _move(units: dict[int, int], source: int, target: int, amount: int) -> None:
    if amount:
        units[source] -= amount
        units[target] = units.get(target, 0) + amount
        if not units[source]:
            del units[source]


def _few_arcs(base: Instance, local: Scope, count: int, wish: Wish) -> Supplies:
    """The supplies with the cheapest arcs of each need, of those whose goods are there; a wished lot's always."""
    stock = base.stock
    there = np.flatnonzero(local.units[stock.group] > 0)
    order = there[np.lexsort((stock.group[there], stock.cost[there], stock.need[there]))]
    first = np.searchsorted(stock.need[order], np.arange(len(base.weight)))
    near = np.arange(len(order)) - first[stock.need[order]] < count
    if wish.lot is not None:
        near |= (stock.need[order] == wish.need) & (stock.group[order] == stock.group_of[wish.lot])
    return stock.only(np.sort(order[near]))
