"""A calendar year's privacy budget: what its strict releases paid, by the ledger, and what the next one would pay."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from fractions import Fraction

from mutualaid.records.errors import Refused
from mutualaid.summaries.frozen import Frozen
from mutualaid.summaries.ledger import LedgerEntry
from mutualaid.summaries.periods import QUARTER, YEAR, Period, parse_period
from mutualaid.summaries.plan import STRICT, USUAL
from mutualaid.summaries.strict.making import Price
from mutualaid.summaries.strict.plan import CLASSIFYING, LEVELS, RHO, SHARES, WHOLE


@dataclass(frozen=True)
class Account:
    """A year's account. `spent` counts what may have been published beyond the ledger, too.

    `classified`: the levels whose classification the ledger holds; whoever is first of another level pays for it.
    """

    year: int
    spent: Fraction
    classified: frozenset[str]
    released: frozenset[str]
    locked: tuple[str, ...] = ()

    @property
    def left(self) -> Fraction:
        """What is left of RHO, never below zero."""
        return max(Fraction(0), RHO - self.spent)

    def cost(self, period: Period) -> Fraction:
        """What releasing the period would pay; nothing when it was released."""
        if period.code in self.released:
            return Fraction(0)
        return _share(SHARES[period.level]) + _classifying(period.level, self.classified)

    def price(self, period: Period) -> Price:
        """What releasing the period pays. Raises Refused("release_budget_spent", year) when too little is left."""
        cost = self.cost(period)
        if cost > self.left:
            raise Refused("release_budget_spent", year=self.year)
        classifying = _classifying(period.level, self.classified)
        return Price(classifying, cost - classifying, self.left - cost, self.locked)


def account(year: int, ledger: Sequence[LedgerEntry], locked: Collection[str] = ()) -> Account:
    """The year's account by the ledger. `locked`: periods that a restore locked, which count as published.

    Whoever published them may have paid for a classification of their own, unless the ledger holds the release that
    paid for it and was made before they were locked. Raises Damaged("release_ledger_broken").
    """
    entries = [entry for entry in ledger if parse_period(entry.period).year == year]
    frozen = [Frozen.from_json(entry.geography) for entry in entries]
    spent = sum((each.terms.paid for each in frozen if each.terms is not None), Fraction(0))
    classified = frozenset(level for each in frozen for level in each.schemes[year].levels)
    released = frozenset(entry.period for entry in entries)
    unknown = [period for period in strict_periods(year) if period.code in locked and period.code not in released]
    spent += sum((_share(SHARES[period.level]) for period in unknown), Fraction(0))
    for level in {period.level for period in unknown}:
        codes = {period.code for period in unknown if period.level == level}
        held = zip(entries, frozen, strict=True)
        of_level = [each for entry, each in held if parse_period(entry.period).level == level]
        if not any(_classified_before(each, codes) for each in of_level):
            spent += _share(CLASSIFYING[level])
    return Account(year, spent, classified, released, tuple(period.code for period in unknown))


def _classified_before(frozen: Frozen, codes: Collection[str]) -> bool:
    """Whether the release paid for a classification that whoever published these periods had as well."""
    terms = frozen.terms
    return terms is not None and terms.classifying > 0 and not set(codes) & set(terms.locked)


def strict_periods(year: int) -> tuple[Period, ...]:
    """The periods of a year that may be released strictly, in order."""
    quarters = [Period(year, first, first + 2) for first in (1, 4, 7, 10)]
    return tuple(period for period in (*quarters, Period(year, 1, 12)) if period.level in LEVELS)


def way_of(year: int, ledger: Sequence[LedgerEntry]) -> str | None:
    """How the year is published, USUAL or STRICT; None before its first release."""
    for entry in ledger:
        if parse_period(entry.period).year == year:
            return Frozen.from_json(entry.geography).mode
    return None


def require_one_way(period: Period, ledger: Sequence[LedgerEntry], *, strict: bool) -> None:
    """A year is published one way, which its first release decides: any other release would break the strict promise.

    A usual release may look back twelve months to choose its areas, so a year of which a usual one was made in the
    year after cannot become a strict one. Raises Refused("release_other_rules", year, mode), Refused
    ("release_strict_too_late", year), and Refused("release_strict_month") for a month.
    """
    asked, mode = STRICT if strict else USUAL, way_of(period.year, ledger)
    if mode is not None and mode != asked:
        raise Refused("release_other_rules", year=period.year, mode=mode)
    if strict and period.level not in LEVELS:
        raise Refused("release_strict_month")
    if strict and mode is None and way_of(period.year + 1, ledger) == USUAL:
        raise Refused("release_strict_too_late", year=period.year)


def require_known_way(period: Period, ledger: Sequence[LedgerEntry], locked: Collection[str], *, strict: bool) -> None:
    """Where a restore lost how the year is published, nothing new is published of it that could break a promise.

    A lost release of any period may have been a usual one; a strict one only of a quarter or a year. Raises
    Refused("release_unknown_past", period).
    """
    if not locked or way_of(period.year, ledger) is not None:
        return
    unsure = [code for code in locked if strict or parse_period(code).level in LEVELS]
    if unsure:
        raise Refused("release_unknown_past", period=unsure[0])


def strict_years(ledger: Sequence[LedgerEntry]) -> set[int]:
    """The years that are published strictly."""
    years = {parse_period(entry.period).year for entry in ledger}
    return {year for year in years if way_of(year, ledger) == STRICT}


def _share(thousandths: int) -> Fraction:
    return RHO * thousandths / WHOLE


def _classifying(level: str, classified: Collection[str]) -> Fraction:
    return Fraction(0) if level in classified else _share(CLASSIFYING[level])


assert sum(CLASSIFYING.values()) + 4 * SHARES[QUARTER] + SHARES[YEAR] == WHOLE
