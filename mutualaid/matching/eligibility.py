"""Who can do what, for thousands of needs at once: one bit a rule, in matrices of needs by volunteers or by lots."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mutualaid.matching.rows import Problem
from mutualaid.matching.rules import LOT_RULES, VOLUNTEER_RULES

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Bits = NDArray[np.uint8]

BLOCK = 512
"""Needs looked at in one go; it bounds the memory of a matrix, not the result."""


def _table(sets: Sequence[Iterable[object]], at: dict[object, int]) -> NDArray[np.float32]:
    """One row a set, 1.0 where it holds the value of that column. Values without a column are left out."""
    table = np.zeros((len(sets), max(len(at), 1)), np.float32)
    for i, values in enumerate(sets):
        for value in values:
            if value in at:
                table[i, at[value]] = 1
    return table


def _columns(sets: Sequence[Iterable[object]]) -> dict[object, int]:
    """A column for each value met, in a fixed order (not that of a set's hashing)."""
    return {value: i for i, value in enumerate(sorted({v for values in sets for v in values}, key=repr))}


@dataclass(frozen=True)
class Eligibility:
    """The problem's rules as tables, ready to be asked about any needs (positions).

    Of volunteers, `works` says who has a shift at all, `drives` who may make a stop, `carries` how many kg in a run.
    """

    problem: Problem
    km: Floats
    need_zone: Ints
    volunteer_zone: Ints
    need_slots: NDArray[np.float32]
    volunteer_slots: NDArray[np.float32]
    in_reach: Bools
    columns: dict[str, tuple[NDArray[np.float32], NDArray[np.float32]]]
    numbers: dict[str, tuple[Ints, Ints]]
    lots: dict[str, NDArray[np.float32]]
    works: Bools
    drives: Bools
    carries: Floats

    def volunteer_failures(self, needs: Ints) -> Bits:
        """(needs, volunteers) bits of the rules that fail; bit i is VOLUNTEER_RULES[i], 0 means eligible."""
        failing = np.zeros((len(needs), len(self.volunteer_zone)), np.uint8)
        skill, skills = self.columns["skill"]
        language, languages = self.columns["language"]
        access, accesses = self.columns["access"]
        excluded, one = self.columns["excluded"]
        speaks = language[needs] @ languages.T > 0
        fails = {
            "time": self.need_slots[needs] @ self.volunteer_slots.T == 0,
            "distance": ~self.in_reach[self.need_zone[needs]],
            "skill": skill[needs] @ (1 - skills.T) > 0,
            "language": ~speaks & (language[needs].sum(1) > 0)[:, None],
            "access": access[needs] @ (1 - accesses.T) > 0,
            "excluded": excluded[needs] @ one.T > 0,
        }
        for rule in ("trust", "seats"):
            asked, has = self.numbers[rule]
            fails[rule] = asked[needs][:, None] > has[None, :]
        for bit, rule in enumerate(VOLUNTEER_RULES):
            failing |= fails[rule].astype(np.uint8) << np.uint8(bit)
        return failing

    def lot_failures(self, needs: Ints) -> Bits:
        """(needs, lots) bits of the rules that fail on the need's first day; bit i is LOT_RULES[i]."""
        p, lots = self.problem, self.lots
        failing = np.zeros((len(needs), len(p.lots)), np.uint8)
        rows = [p.needs[int(i)] for i in needs]
        day = np.array([p.day(n.first_slot) for n in rows])
        reach = np.array([p.pickup_km if n.kind == "pickup" else p.haul_km for n in rows])
        site = lots["site"].astype(np.int64)
        fails = {
            "item": lots["wanted"][needs] @ lots["item"].T == 0,
            "diet": lots["diet_asked"][needs] @ (1 - lots["diet"].T) > 0,
            "expiry": lots["expires"][None, :] < day[:, None],
            "distance": reach[:, None] < self.km[site][:, self.need_zone[needs]].T,
            "stock": np.broadcast_to(lots["quantity"] < 1, failing.shape),
        }
        for bit, rule in enumerate(LOT_RULES):
            failing |= fails[rule].astype(np.uint8) << np.uint8(bit)
        return failing


def eligibility(problem: Problem) -> Eligibility:
    """Index a problem's rules."""
    needs, people, lots = problem.needs, problem.volunteers, problem.lots
    km = np.array(problem.km, np.float64).reshape(len(problem.zones), len(problem.zones))
    zone = np.array([v.zone for v in people], np.int64)
    radius = np.array([v.radius_km for v in people])
    in_reach = km[:, zone] <= radius[None, :] if people else np.zeros((len(problem.zones), 0), np.bool_)
    for j, person in enumerate(people):
        if person.zones:
            in_reach[:, j] = False
            in_reach[sorted(person.zones), j] = True
    slot_at: dict[object, int] = {s: s for s in range(problem.slots)}
    pairs: dict[str, tuple[list[Iterable[object]], list[Iterable[object]]]] = {
        "skill": ([[n.skill] if n.skill else [] for n in needs], [v.skills for v in people]),
        "language": ([n.languages for n in needs], [v.languages for v in people]),
        "access": ([n.access for n in needs], [v.access for v in people]),
        "excluded": ([n.exclude for n in needs], [[v.id] for v in people]),
    }
    columns = {}
    for rule, (asked, has) in pairs.items():
        at = _columns(asked)
        columns[rule] = (_table(asked, at), _table(has, at))
    item_at = _columns([[x.item] for x in lots])
    diet_at = _columns([n.diet for n in needs])
    forever = 2.0**20
    return Eligibility(
        problem=problem,
        km=km,
        need_zone=np.array([n.zone for n in needs], np.int64),
        volunteer_zone=zone,
        need_slots=_table([n.slots for n in needs], slot_at),
        volunteer_slots=_table([v.slots for v in people], slot_at),
        in_reach=in_reach,
        columns=columns,
        numbers={
            "trust": (np.array([n.trust for n in needs], np.int64), np.array([v.trust for v in people], np.int64)),
            "seats": (np.array([n.seats for n in needs], np.int64), np.array([v.seats for v in people], np.int64)),
        },
        lots={
            "item": _table([[x.item] for x in lots], item_at),
            "wanted": _table([[n.item, *n.substitutes] if n.item else [] for n in needs], item_at),
            "diet": _table([x.diet for x in lots], diet_at),
            "diet_asked": _table([n.diet for n in needs], diet_at),
            "expires": np.array([forever if x.expires_day is None else x.expires_day for x in lots], np.float32),
            "quantity": np.array([x.quantity for x in lots], np.float32),
            "site": np.array([x.site for x in lots], np.float32),
        },
        works=np.array([v.shifts > 0 for v in people], np.bool_),
        drives=np.array([v.stops > 0 for v in people], np.bool_),
        carries=np.array([v.kg for v in people], np.float64),
    )
