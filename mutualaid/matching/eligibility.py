"""Who can do what, for thousands of needs at once: one bit a rule, in matrices of needs by volunteers or by lots."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mutualaid.matching.asked import (
    Asked,
    Bits,
    Bools,
    Floats,
    Ints,
    by_number,
    by_row,
    by_sets,
    every,
    none,
    one,
    some,
    table,
)
from mutualaid.matching.interpreters import Interpreters, interpreters
from mutualaid.matching.rows import Lot, Problem
from mutualaid.matching.rules import LOT_RULES, VOLUNTEER_RULES

__all__ = ["BLOCK", "FOREVER", "Bits", "Bools", "Eligibility", "Floats", "Ints", "eligibility"]

BLOCK = 512
"""Needs looked at in one go; it bounds the memory of a matrix, not the result."""
FOREVER = 1 << 20
"""The expiry day of what does not expire."""


@dataclass(frozen=True)
class Eligibility:
    """The problem's rules as tables, ready to be asked about any needs (positions).

    Of volunteers, `works` says who has a shift at all, `drives` who may make a stop, `carries` how many kg in a run;
    `expires` is each lot's last day. Slots are 0/1 tables by need and by volunteer. The rule about languages counts on
    `interpreters`, if the problem has any.
    """

    problem: Problem
    km: Floats
    need_zone: Ints
    volunteer_zone: Ints
    need_slots: NDArray[np.float32]
    volunteer_slots: NDArray[np.float32]
    of_volunteers: tuple[Asked, ...]
    of_lots: tuple[Asked, ...]
    works: Bools
    drives: Bools
    carries: Floats
    expires: Ints
    interpreters: Interpreters | None

    def volunteer_failures(self, needs: Ints) -> Bits:
        """(needs, volunteers) bits of the rules that fail; bit i is VOLUNTEER_RULES[i], 0 means eligible."""
        return _all(self.of_volunteers, needs, len(self.volunteer_zone))

    def eligible(self, volunteers: Ints, needs: Ints) -> Bools:
        """(volunteers, needs) whether no rule fails and the volunteer has a shift at all."""
        fits = np.broadcast_to(self.works[volunteers, None], (len(volunteers), len(needs))).copy()
        for rule in self.of_volunteers:
            holds = np.ascontiguousarray(rule.fails.T[volunteers]) == 0
            fits &= holds[:, rule.number[needs]]
        return fits

    def lot_failures(self, needs: Ints) -> Bits:
        """(needs, lots) bits of the rules that fail on the need's first day; bit i is LOT_RULES[i]."""
        return _all(self.of_lots, needs, len(self.expires))


def _all(rules: tuple[Asked, ...], needs: Ints, others: int) -> Bits:
    failing = np.zeros((len(needs), others), np.uint8)
    for rule in rules:
        failing |= rule.of(needs)
    return failing


def eligibility(problem: Problem) -> Eligibility:
    """Index a problem's rules."""
    zones, people = len(problem.zones), problem.volunteers
    km = np.array(problem.km, np.float64).reshape(zones, zones)
    slot_at: dict[Hashable, int] = {s: s for s in range(problem.slots)}
    rules, found = _of_volunteers(problem, km), None
    if problem.interpreted:
        found, rules = interpreters(problem, rules, km)
    return Eligibility(
        problem=problem,
        km=km,
        need_zone=np.array([n.zone for n in problem.needs], np.int64),
        volunteer_zone=np.array([v.zone for v in people], np.int64),
        need_slots=table([n.slots for n in problem.needs], slot_at),
        volunteer_slots=table([v.slots for v in people], slot_at),
        of_volunteers=rules,
        of_lots=_of_lots(problem, km),
        works=np.array([v.shifts > 0 for v in people], np.bool_),
        drives=np.array([v.stops > 0 for v in people], np.bool_),
        carries=np.array([v.kg for v in people], np.float64),
        expires=np.array([last_day(x) for x in problem.lots], np.int64),
        interpreters=found,
    )


def last_day(lot: Lot) -> int:
    """The day that a lot expires, FOREVER if never."""
    return FOREVER if lot.expires_day is None else lot.expires_day


def _of_volunteers(problem: Problem, km: Floats) -> tuple[Asked, ...]:
    needs, people, bit = problem.needs, problem.volunteers, VOLUNTEER_RULES.index
    home = np.array([v.zone for v in people], np.int64)
    far = km[:, home] > np.array([v.radius_km for v in people])
    for j, person in enumerate(people):
        if person.zones:
            far[:, j] = True
            far[sorted(person.zones), j] = False
    skills = [frozenset([n.skill] if n.skill else []) for n in needs]
    return (
        by_sets(bit("time"), [n.slots for n in needs], [v.slots for v in people], one),
        by_row(bit("distance"), np.array([n.zone for n in needs], np.int64), far),
        by_sets(bit("skill"), skills, [v.skills for v in people], every),
        by_sets(bit("language"), [n.languages for n in needs], [v.languages for v in people], some),
        by_sets(bit("access"), [n.access for n in needs], [v.access for v in people], every),
        by_number(bit("trust"), [n.trust for n in needs], [v.trust for v in people]),
        by_number(bit("seats"), [n.seats for n in needs], [v.seats for v in people]),
        by_sets(bit("excluded"), [n.exclude for n in needs], [[v.id] for v in people], none),
    )


def _of_lots(problem: Problem, km: Floats) -> tuple[Asked, ...]:
    needs, lots, bit = problem.needs, problem.lots, LOT_RULES.index
    site = np.array([x.site for x in lots], np.int64)
    wishes = [n.substitutes | {n.item} if n.item else frozenset() for n in needs]
    # Twice as many rows as zones: those who fetch their goods come first, those who are brought them after.
    far = np.concatenate([km[:, site] > problem.pickup_km, km[:, site] > problem.haul_km])
    row = np.array([n.zone + (n.kind != "pickup") * len(km) for n in needs], np.int64)
    nothing = np.zeros(len(needs), np.int64)
    return (
        by_sets(bit("item"), wishes, [[x.item] for x in lots], one),
        by_sets(bit("diet"), [n.diet for n in needs], [x.diet for x in lots], every),
        by_number(bit("expiry"), [problem.day(n.first_slot) for n in needs], [last_day(x) for x in lots]),
        by_row(bit("distance"), row, far),
        by_row(bit("stock"), nothing, np.array([[x.quantity < 1 for x in lots]], np.bool_).reshape(1, len(lots))),
    )
