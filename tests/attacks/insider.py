"""The strongest outsider there is: she knows every household of the year but one exactly, and has every file.

For each household in turn: how much more likely is what was published with her than without her? What cannot have
been published without her at all proves that she asked.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass

import numpy as np

from tests.attacks.attacker import ALL, Question, Year, months_of


@dataclass(frozen=True)
class Told:
    """What the files tell of one household: its needs, the log odds (natural) for her having asked, and proofs."""

    needs: int
    log_odds: float
    proofs: tuple[Question, ...]


@dataclass(frozen=True)
class Mechanism:
    """The rules as printed: scale of the discrete Laplace noise, base of the rounding, least households."""

    scale: float = 2.0
    base: int = 5
    threshold: int = 11
    limit: int | None = None
    reach: int = 200

    def chances(self) -> dict[tuple[int, int], float]:
        """(count modulo base, published value less count rounded down) -> probability."""
        far = self.limit if self.limit is not None else self.reach
        weights = {noise: math.exp(-abs(noise) / self.scale) for noise in range(-far, far + 1)}
        whole = sum(weights.values())
        chances: Counter[tuple[int, int]] = Counter()
        for rest in range(self.base):
            for noise, weight in weights.items():
                place = rest + noise
                down, over = place - place % self.base, place % self.base
                chances[rest, down] += weight / whole * (self.base - over) / self.base
                if over:
                    chances[rest, down + self.base] += weight / whole * over / self.base
        return dict(chances)


class Insider:
    """What she can work out. `facts`: equal-length columns household, day, zone, category, language, status."""

    def __init__(self, year: Year, facts: object, mechanism: Mechanism | None = None, *, cap: int = 5) -> None:
        self.year, self.mechanism = year, mechanism or Mechanism()
        self._log = {key: math.log(chance) for key, chance in self.mechanism.chances().items()}
        columns = {name: np.asarray(getattr(facts, name)) for name in ("household", "zone", "category", "language")}
        columns |= {"status": np.asarray(facts.status), "day": np.asarray(facts.day)}  # type: ignore[attr-defined]
        columns["month"] = columns["day"].astype("datetime64[M]").astype(int) % 12 + 1
        kept = _capped(columns, cap) & np.isin(columns["category"], year.categories)
        self._columns = {name: column[kept] for name, column in columns.items()}
        self._columns["zone"] = np.where(np.isin(self._columns["zone"], year.zones), self._columns["zone"], "")
        spoken = np.isin(self._columns["language"], year.languages)
        self._columns["language"] = np.where(spoken, self._columns["language"], "*")
        self.households, self._who = np.unique(self._columns["household"], return_inverse=True)
        self._masks: dict[tuple[str, frozenset[str]], np.ndarray] = {}

    def needs_of_all(self, question: Question) -> np.ndarray:
        """How many needs of each household a question counts."""
        mask = np.isin(self._columns["month"], list(months_of(question.period)))
        for name, codes, whole in (
            ("zone", self.year.zones_of(question), question.geo == ALL),
            ("category", self.year.categories_of(question), question.category == ALL),
            ("language", self.year.languages_of(question), question.language == ALL),
            ("status", self.year.statuses_of(question), question.status == ALL),
        ):
            if not whole:
                mask = mask & self._mask(name, codes)
        return np.bincount(self._who[mask], minlength=len(self.households))

    def look(self) -> list[Told]:
        """Every household in turn as the one that she does not know."""
        odds = np.zeros(len(self.households))
        proofs: dict[int, list[Question]] = {}
        for question, value in self.year.answers.items():
            needs = self.needs_of_all(question)
            if question.measure == "households":
                needs = np.minimum(needs, 1)
            if value is None:
                continue
            whole, there = int(needs.sum()), np.flatnonzero(needs)
            for many in np.unique(needs[there]).tolist():
                hers = there[needs[there] == many]
                with_her, without = self._chance(value, whole), self._chance(value, whole - many)
                if without is None or len(there) - 1 < self.mechanism.threshold:
                    for household in hers.tolist():
                        proofs.setdefault(household, []).append(question)
                elif with_her is not None:
                    odds[hers] += with_her - without
        count = np.bincount(self._who, minlength=len(self.households))
        return [
            Told(int(count[one]), float(odds[one]), tuple(proofs.get(one, ()))) for one in range(len(self.households))
        ]

    def _chance(self, value: int, count: int) -> float | None:
        """The logarithm of how likely the value is for the count; None when it is impossible."""
        base = self.mechanism.base
        rest = count % base
        if value > base:
            return self._log.get((rest, value - (count - rest)))
        least = [log for (other, moved), log in self._log.items() if other == rest and moved <= value - (count - rest)]
        return math.log(sum(math.exp(log) for log in least)) if least else None

    def _mask(self, name: str, codes: frozenset[str]) -> np.ndarray:
        if (name, codes) not in self._masks:
            self._masks[name, codes] = np.isin(self._columns[name], sorted(codes))
        return self._masks[name, codes]


def _capped(columns: dict[str, np.ndarray], cap: int) -> np.ndarray:
    """The first `cap` needs of each household, month and category."""
    names = ("status", "language", "zone", "day", "category", "month", "household")
    order = np.lexsort(tuple(columns[name] for name in names))
    seen: Counter[tuple[object, ...]] = Counter()
    kept = np.zeros(len(order), dtype=bool)
    for place in order.tolist():
        key = (columns["household"][place], columns["month"][place], columns["category"][place])
        kept[place] = seen[key] < cap
        seen[key] += 1
    return kept


def by_needs(told: list[Told]) -> dict[str, tuple[int, float, float, float, int]]:
    """By number of needs: households; median, 95th and 99th percentile of the odds' factor; and how many are proved."""
    groups = {"1": (1, 1), "2 to 4": (2, 4), "5 to 9": (5, 9), "10 to 19": (10, 19), "20 and more": (20, 10**9)}
    table = {}
    for name, (least, most) in groups.items():
        those = [one for one in told if least <= one.needs <= most]
        if those:
            odds = np.abs([one.log_odds for one in those])
            middle, high, highest = np.exp(np.quantile(odds, (0.5, 0.95, 0.99))).tolist()
            table[name] = (len(those), middle, high, highest, sum(bool(one.proofs) for one in those))
    return table
