"""A statistical audit of the strict mechanism: what the best guess can tell of one household, over many runs.

Whoever knows all other households and the mechanism guesses best by the likelihood ratio of every noisy number. How
often that guess is right with the household and wrong without it bounds from below how private the mechanism can be.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from statistics import NormalDist
from typing import Any

import numpy as np

from mutualaid.records.languages import LANGUAGES
from mutualaid.summaries.facts import Facts
from mutualaid.summaries.plan import CATEGORIES
from mutualaid.summaries.strict import classifying, making
from mutualaid.summaries.strict.counting import counted, everyday, households_in, in_period
from mutualaid.summaries.strict.plan import CATEGORIES_COUNTED, strict_tables

NORMAL = NormalDist()


@dataclass(frozen=True)
class Tried:
    """Runs with and without the household, and how often the guess said that it was there."""

    runs: int
    right: int
    wrong: int

    def mu(self, doubt: float) -> float:
        """The least distance in standard deviations between the two worlds, but for so small a chance (`doubt`).

        Both rates are bounded by Clopper and Pearson; for Gaussian noise every test lies on one curve (Dong, Roth and
        Su, "Gaussian Differential Privacy", 2022), so one point of it is enough.
        """
        least = _at_least(self.right, self.runs, doubt / 2)
        most = 1 - _at_least(self.runs - self.wrong, self.runs, doubt / 2)
        if least <= 0 or most >= 1:
            return 0.0
        return max(0.0, NORMAL.inv_cdf(least) - NORMAL.inv_cdf(most))

    def epsilon(self, delta: float, doubt: float) -> float:
        """The epsilon that the mechanism cannot keep below, at that delta."""
        mu = self.mu(doubt)
        if mu == 0:
            return 0.0
        low, high = 0.0, 50.0
        for _ in range(100):
            middle = (low + high) / 2
            exact = NORMAL.cdf(mu / 2 - middle / mu) - math.exp(middle) * NORMAL.cdf(-mu / 2 - middle / mu)
            low, high = (middle, high) if exact > delta else (low, middle)
        return low


def _at_least(right: int, runs: int, doubt: float) -> float:
    """The lower Clopper-Pearson bound: the chance at which so many or more right ones are as unlikely as `doubt`."""
    if right == 0:
        return 0.0
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        if _tail(right, runs, middle) < doubt:
            low = middle
        else:
            high = middle
    return low


def _tail(right: int, runs: int, chance: float) -> float:
    logs = [
        math.lgamma(runs + 1) - math.lgamma(k + 1) - math.lgamma(runs - k + 1)
        + k * math.log(chance) + (runs - k) * math.log1p(-chance)
        for k in range(right, runs + 1)
    ]  # fmt: skip
    return math.fsum(map(math.exp, logs)) if 0 < chance < 1 else float(chance >= 1)


class Watched:
    """The mechanism with every noisy number noted before it is rounded or withheld, and its likelihood ratio summed."""

    def __init__(self, patch: Any, others: Facts, home: Facts, *, noise: Fraction = Fraction(1)) -> None:
        self.others, self.home = others, home
        self.ratio = 0.0
        self.squares, self.runs = 0.0, 0
        look, draw = classifying.look, making.discrete_gaussian
        patch.setattr(making, "printed", lambda noisy, variance: noisy)
        patch.setattr(making, "discrete_gaussian", lambda variance, below: draw(variance * noise, below))

        def noted(facts: Facts, period: Any, zones: Any, rho: Fraction, below: Any) -> Any:
            seen = look(facts, period, zones, rho, below)
            self._note_look(seen, period, zones, rho)
            return seen

        patch.setattr(classifying, "look", noted)

    def run(self, release: Callable[[Facts, random.Random], list[Any]], *, present: bool, seed: object) -> bool:
        """Make the releases with or without the household; whether the guess is that it is there."""
        self.ratio, self.runs = 0.0, self.runs + 1
        facts = together(self.others, self.home) if present else self.others
        for made in release(facts, random.Random(f"{seed}/{present}")):
            self._note_release(made)
        return self.ratio > 0

    def _note(self, noisy: float, before: float, change: float, variance: Fraction) -> None:
        self.ratio += (noisy - before - change / 2) * change / float(variance)
        self.squares += change * change / float(variance)

    def mu(self) -> float:
        """How far apart the two worlds are by the noise that was asked for and what this household changed."""
        return math.sqrt(self.squares / self.runs)

    def _note_look(self, seen: Any, period: Any, zones: Any, rho: Fraction) -> None:
        most = CATEGORIES_COUNTED[period.level]
        asked = (("zones", zones, 1), ("categories", CATEGORIES, most), ("languages", sorted(LANGUAGES), 1))
        others, home = (in_period(facts, period) for facts in (self.others, self.home))
        for name, codes, cap in asked:
            before, change = (_by_code(facts, name, codes, cap) for facts in (others, home))
            for number in np.flatnonzero(change).tolist():
                noisy = getattr(seen, name)[codes[number]]
                self._note(noisy, before[number], change[number], Fraction(3 * cap) / (2 * rho))

    def _note_release(self, made: Any) -> None:
        period, scheme = made.period, made.scheme
        dropped = set(made.dropped)
        for table in strict_tables(made.plan, period.level):
            if table.name in dropped or not any(name == table.name for name, _ in made.terms.variances):
                continue
            change = counted(in_period(self.home, period), table, period, scheme)
            if not any(change.values()):
                continue
            before = counted(in_period(self.others, period), table, period, scheme)
            for cell, more in change.items():
                if more:
                    variance = made.terms.variances[table.name, cell.measure]
                    self._note(made.answers[cell].value, before[cell], more, variance)


def _by_code(facts: Facts, name: str, codes: Any, most: int) -> Any:
    facts = facts if name == "categories" else everyday(facts)
    column = {"zones": facts.zone, "categories": facts.category, "languages": facts.language}[name]
    place = {code: number for number, code in enumerate(codes)}
    places = np.array([place.get(str(code), -1) for code in column.tolist()], dtype=np.int64)
    return households_in(facts, places, len(codes), most)


def together(one: Facts, other: Facts) -> Facts:
    """Both facts, the second one's households apart from the first's."""
    names = ("day", "zone", "category", "language", "status")
    joined = {name: np.concatenate([getattr(one, name), getattr(other, name)]) for name in names}
    return Facts(household=np.concatenate([one.household, other.household + 1_000_000]), **joined)


def tried(watched: Watched, release: Callable[[Facts, random.Random], list[Any]], runs: int, seed: object) -> Tried:
    """So many runs with the household and so many without."""
    right, wrong = (
        sum(watched.run(release, present=present, seed=f"{seed}/{number}") for number in range(runs))
        for present in (True, False)
    )
    return Tried(runs, right, wrong)
