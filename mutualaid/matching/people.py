"""People: every (need, volunteer, slot) that the rules allow, as columns sorted by volunteer, slot, zone, household."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mutualaid.matching.eligibility import BLOCK, Bools, Eligibility, Floats, Ints
from mutualaid.matching.rows import Problem
from mutualaid.matching.supplies import Supplies


@dataclass(frozen=True)
class People:
    """Candidate assignments as columns; `km` from the volunteer's zone to the need's; `delivery` marks deliveries."""

    need: Ints
    volunteer: Ints
    slot: Ints
    km: Floats
    delivery: Bools
    household: Ints

    def take(self, keep: Bools | Ints) -> People:
        """Some of the candidates, in their order."""
        return People(
            self.need[keep],
            self.volunteer[keep],
            self.slot[keep],
            self.km[keep],
            self.delivery[keep],
            self.household[keep],
        )


def households(problem: Problem) -> Ints:
    """The number of each need's household, in order of first mention."""
    at: dict[str, int] = {}
    return np.array([at.setdefault(n.household, len(at)) for n in problem.needs], np.int64)


def _last_days(problem: Problem, stock: Supplies) -> Ints:
    """For each need the last day on which any lot that fits is still fresh; -1 when none fits."""
    last = np.full(len(problem.needs), -1, np.int64)
    np.maximum.at(last, stock.need, stock.expires[stock.group])
    return last


def people(problem: Problem, rules: Eligibility, stock: Supplies, wanted: Bools | None = None) -> People:
    """All candidates of the needs `wanted` (a mask; None: all). A delivery needs a stop, room, and fresh goods."""
    needs = problem.needs
    asks = np.array([n.wants > 0 for n in needs], np.bool_)
    if wanted is not None:
        asks &= wanted
    delivery = np.array([n.kind == "delivery" for n in needs], np.bool_)
    kg = np.array([n.kg for n in needs])
    last_day = _last_days(problem, stock)
    found: list[tuple[Ints, Ints, Ints]] = []
    chosen = np.flatnonzero(asks)
    for start in range(0, len(chosen), BLOCK):
        block = chosen[start : start + BLOCK]
        fits = (rules.volunteer_failures(block) == 0) & rules.works[None, :]
        fits &= ~delivery[block][:, None] | (rules.drives[None, :] & (kg[block][:, None] <= rules.carries[None, :]))
        for slot in range(problem.slots):
            on = fits & (rules.need_slots[block, slot] > 0)[:, None] & (rules.volunteer_slots[:, slot] > 0)[None, :]
            on &= (~delivery[block] | (last_day[block] >= problem.day(slot)))[:, None]
            row, volunteer = np.nonzero(on)
            found.append((block[row], volunteer.astype(np.int64), np.full(len(row), slot, np.int64)))
    need = np.concatenate([f[0] for f in found]) if found else np.zeros(0, np.int64)
    volunteer = np.concatenate([f[1] for f in found]) if found else np.zeros(0, np.int64)
    slot_of = np.concatenate([f[2] for f in found]) if found else np.zeros(0, np.int64)
    door = households(problem)
    order = np.lexsort((need, door[need], rules.need_zone[need], delivery[need], slot_of, volunteer))
    need, volunteer, slot_of = need[order], volunteer[order], slot_of[order]
    return People(
        need=need,
        volunteer=volunteer,
        slot=slot_of,
        km=rules.km[rules.volunteer_zone[volunteer], rules.need_zone[need]],
        delivery=delivery[need],
        household=door[need],
    )
