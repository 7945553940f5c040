"""What is possible instead, when a rule refuses a release."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

import numpy as np

from mutualaid.records.errors import BadInput, Fault, Refused
from mutualaid.services.office import Office
from mutualaid.services.publication_plan import plan_of
from mutualaid.services.release_budget import locked_of_year
from mutualaid.services.release_facts import facts_of
from mutualaid.services.release_ledger import ledger_of
from mutualaid.services.release_lock import refuse_if_locked
from mutualaid.store.reading import Reading
from mutualaid.summaries.facts import Facts
from mutualaid.summaries.ledger import releases_in
from mutualaid.summaries.periods import Period, parse_period, periods_of
from mutualaid.summaries.plan import STRICT, SURE
from mutualaid.summaries.strict.budget import account, require_one_way, way_of

MOST = 3
"""More than a few would be a list to study."""
_ANOTHER_WOULD_DO = frozenset(
    {
        "release_pair_too_close",
        "release_too_few",
        "release_unproved",
        "period_open",
        "release_period_unlisted",
        "release_unknown_past",
        "release_other_rules",
        "release_budget_spent",
        "release_strict_month",
        "release_strict_too_late",
    }
)
"""The refusals of one period, or of one way: not those of the map, the plan or the ledger."""


class Instead(NamedTuple):
    """A release that can be asked for: the period's code, and whether strictly."""

    period: str
    strict: bool


def possible_instead(
    office: Office, *, fault: Fault, period: str, strict: bool = False, today: date | None = None
) -> list[Instead]:
    """A few releases that no rule stands against, nearest first; none when another release would not help.

    Each is of a closed period that the plan publishes, not locked by a restore, in the way of its calendar year and
    within its budget, and of enough households. Whether a new one withstands the attack shows when it is made.
    """
    if fault.code not in _ANOTHER_WOULD_DO:
        return []
    try:
        wanted = parse_period(period)
    except BadInput:
        return []
    with office.store.read() as read:
        rules = _Rules(read)
        nearest = list(_nearest(wanted, rules.facts, today or date.today()))
        found = [
            Instead(one.code, way)
            for way in (strict, not strict)
            for one in nearest
            if (one, way) != (wanted, strict) and rules.allow(one, strict=way)
        ]
    if fault.code == "release_other_rules":  # a year's way is fixed, so its period comes first and the way after
        place = {one.code: number for number, one in enumerate(nearest)}
        found.sort(key=lambda one: place[one.period])
    return found[:MOST]


class _Rules:
    """What stands against a release before anything is counted for it."""

    def __init__(self, read: Reading) -> None:
        self.facts = facts_of(read)
        self._read = read
        self._released = releases_in(ledger_of(read))
        self._codes = {entry.period for entry in self._released}
        self._levels = plan_of(read).plan.levels

    def allow(self, period: Period, *, strict: bool) -> bool:
        """Whether none does."""
        try:
            require_one_way(period, self._released, strict=strict)
            if period.code in self._codes:
                return True
            alone = strict and way_of(period.year, self._released) == STRICT
            refuse_if_locked(self._read, period=period.code, released=self._codes, alone=alone)
            if strict:
                locked = locked_of_year(self._read, year=period.year, ledger=self._released)
                account(period.year, self._released, locked).price(period)
        except Refused:
            return False
        return period.level in self._levels and (strict or _households(self.facts, period) >= SURE)


def _nearest(wanted: Period, facts: Facts, today: date) -> Iterator[Period]:
    """Closed periods since the first need: those with most of the wanted one in them first, then the least apart."""
    if not len(facts):
        return
    first, last = facts.day.min(), facts.day.max()
    periods = [
        period
        for year in range(int(str(first)[:4]), today.year + 1)
        for period in periods_of(year)
        if period.closes <= today
        and first <= np.datetime64(period.end, "D")
        and np.datetime64(period.start, "D") <= last
    ]
    yield from sorted(periods, key=lambda one: (_apart(one, wanted), abs(_length(one) - _length(wanted)), -one.year))


def _apart(one: Period, other: Period) -> int:
    """Months between two periods; nothing when they overlap."""
    first, last = one.year * 12 + one.first, one.year * 12 + one.last
    start, end = other.year * 12 + other.first, other.year * 12 + other.last
    return max(0, start - last, first - end)


def _length(period: Period) -> int:
    return period.last - period.first + 1


def _households(facts: Facts, period: Period) -> int:
    within = (facts.day >= np.datetime64(period.start, "D")) & (facts.day <= np.datetime64(period.end, "D"))
    return len(np.unique(facts.household[within]))
