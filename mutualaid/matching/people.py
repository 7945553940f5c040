"""People: every (need, volunteer, slot) that the rules allow, as columns sorted by volunteer, slot, zone, household."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mutualaid.matching.eligibility import Bools, Eligibility, Floats, Ints
from mutualaid.matching.rows import Problem
from mutualaid.matching.supplies import Supplies

PART = 100
"""Volunteers whose candidates are found in one go; it bounds memory, not the result."""


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
        if keep.dtype == np.bool_ and keep.all():
            return self
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


def joined(parts: list[People]) -> People:
    """Candidates of several parts, one after the other."""
    return People(*(np.concatenate([getattr(part, name) for part in parts]) for name in People.__dataclass_fields__))


def merged(parts: list[People], zone: Ints) -> People:
    """Candidates of several parts, each once, in the order of candidates; `zone` by need."""
    both = joined(parts)
    where = zone[both.need]
    order = np.lexsort((both.need, both.household, where, both.delivery, both.slot, both.volunteer))
    both = both.take(order)
    new = np.ones(len(order), np.bool_)
    new[1:] = (np.diff(both.need) != 0) | (np.diff(both.slot) != 0) | (np.diff(both.volunteer) != 0)
    return both.take(new)


SURE = 8.0
"""A share at which nearly all candidates are drawn."""


class Crowd:
    """The needs that ask for people, in the order of candidates, and what decides who may meet them when."""

    def __init__(self, problem: Problem, rules: Eligibility, stock: Supplies, wanted: Bools | None = None) -> None:
        needs, household = problem.needs, households(problem)
        asks = np.array([n.wants > 0 for n in needs], np.bool_)
        asks &= True if wanted is None else wanted
        delivery = np.array([n.kind == "delivery" for n in needs], np.bool_)
        order = np.lexsort((household, rules.need_zone, delivery))
        self.rules, self.needs = rules, order[asks[order]]
        self.delivery, self.household = delivery[self.needs], household[self.needs]
        self.zone = rules.need_zone[self.needs]
        self.kg = np.array([needs[n].kg for n in self.needs.tolist()], np.float64)
        last = np.full(len(needs), -1, np.int64)
        np.maximum.at(last, stock.need, stock.expires[stock.group])
        day = np.arange(problem.slots) // problem.slots_per_day
        # A delivery comes only while something that fits is fresh.
        fresh = ~self.delivery | (last[self.needs] >= day[:, None])
        self.open = (rules.need_slots[self.needs, : problem.slots].T > 0) & fresh
        self.slots = [person.slots for person in problem.volunteers]

    def of(self, volunteers: Ints, most: Floats | None = None) -> People:
        """All candidates with these volunteers; with `most`, about most[i] of need i's, the near ones more often."""
        rules = self.rules
        fits = rules.eligible(volunteers, self.needs)
        carries = rules.drives[volunteers, None] & (self.kg <= rules.carries[volunteers, None])
        fits &= ~self.delivery | carries
        found: list[tuple[int, int, Ints]] = []
        for row, volunteer in enumerate(volunteers.tolist()):
            able = fits[row]
            for slot in self.slots[volunteer]:
                at = np.flatnonzero(able & self.open[slot])
                if most is not None:
                    at = at[self._drawn(volunteer, slot, at) < most[at] * self._nearness(volunteer, at)]
                found.append((volunteer, slot, at))
        size = np.array([len(at) for _, _, at in found], np.int64)
        at = np.concatenate([at for _, _, at in found]) if found else np.zeros(0, np.int64)
        volunteer = np.repeat(np.array([v for v, _, _ in found], np.int64), size)
        return People(
            need=self.needs[at],
            volunteer=volunteer,
            slot=np.repeat(np.array([s for _, s, _ in found], np.int64), size),
            km=rules.km[rules.volunteer_zone[volunteer], self.zone[at]],
            delivery=self.delivery[at],
            household=self.household[at],
        )

    def _nearness(self, volunteer: int, at: Ints) -> Floats:
        """How much likelier than a far one a near candidate is drawn."""
        away: Floats = self.rules.km[self.rules.volunteer_zone[volunteer], self.zone[at]]
        return 1.0 / (4.0 + away)

    def _drawn(self, volunteer: int, slot: int, at: Ints) -> Floats:
        """A number from 0 to 1 that looks random and is always the same (Knuth's multiplicative hashing).

        All deliveries to a zone share it: a run is worth little without most of its households.
        """
        what = np.where(self.delivery[at], -1 - self.zone[at], at + 1)
        mixed = (what * 2_654_435_761 + (volunteer + 1) * 40_503 * (slot + 7) * 97) % 1_000_003
        drawn: Floats = mixed * 7_919 % 65_521 / 65_521.0
        return drawn

    def weigh(self, volunteers: Ints) -> Floats:
        """By need of `needs`, the nearness of all candidates with these volunteers together."""
        everyone = self.of(volunteers)
        place = np.zeros(len(self.rules.need_zone), np.int64)
        place[self.needs] = np.arange(len(self.needs))
        weighed: Floats = np.bincount(place[everyone.need], 1.0 / (4.0 + everyone.km), len(self.needs)).astype(
            np.float64
        )
        return weighed


def people(crowd: Crowd, count: int, most: int | None = None) -> People:
    """The candidates of all `count` volunteers; with `most`, a sample of about so many for each need."""
    parts = [np.arange(start, min(start + PART, count)) for start in range(0, count, PART)]
    if not parts:
        return crowd.of(np.zeros(0, np.int64))
    share = None
    if most is not None:
        # Every third part is weighed for all three.
        weighed = 3 * sum((crowd.weigh(part) for part in parts[::3]), np.zeros(len(crowd.needs)))
        share = np.minimum(most / np.maximum(weighed, 1e-9), SURE)
        # All deliveries to a zone are drawn alike; by the mean, so that those whom few can meet count.
        at, mine = crowd.zone[crowd.delivery], crowd.delivery
        number = np.bincount(at)
        share[mine] = (np.bincount(at, share[mine]) / np.maximum(number, 1))[at]
    return joined([crowd.of(part, share) for part in parts])
