"""What is possible instead, when a rule refuses a release."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

import numpy as np

from mutualaid.records.errors import BadInput, Fault
from mutualaid.services.office import Office
from mutualaid.services.publication_plan import publication_plan
from mutualaid.services.release_facts import facts_of
from mutualaid.services.release_ledger import ledger_of
from mutualaid.services.release_lock import is_locked
from mutualaid.summaries.facts import Facts
from mutualaid.summaries.frozen import mode_of
from mutualaid.summaries.ledger import releases_in
from mutualaid.summaries.periods import MONTH, Period, parse_period, periods_of
from mutualaid.summaries.plan import STRICT, THRESHOLD, USUAL

MOST = 3
"""More than a few would be a list to study."""
_LONGER = frozenset({"release_too_few", "release_pair_too_close", "release_unproved"})
"""Refusals of what a period holds: one that holds it may do, and so may another."""
_ELSEWHERE = frozenset(
    {
        "period_open",
        "release_period_unlisted",
        "release_unknown_past",
        "release_other_rules",
        "release_budget_spent",
        "release_strict_month",
        "release_strict_too_late",
    }
)


class Instead(NamedTuple):
    """A release that can be asked for: the period's code, and whether strictly."""

    period: str
    strict: bool


def possible_instead(
    office: Office, *, fault: Fault, period: str, strict: bool = False, today: date | None = None
) -> list[Instead]:
    """A few releases that the rule does not stand against, nearest first; none when another release would not help.

    Each is of a closed period in the plan, not locked by a restore, of enough households, in the way that its calendar
    year is published. Whether a new one withstands the attack is known only when it is made.
    """
    if fault.code not in _LONGER | _ELSEWHERE:
        return []
    try:
        wanted = parse_period(period)
    except BadInput:
        return []
    with office.store.read() as read:
        released = {entry.period: mode_of(entry) for entry in releases_in(ledger_of(read))}
        levels = publication_plan(office).plan.levels
        facts = facts_of(read)
        possible = [
            Instead(one.code, way)
            for one in _nearest(wanted, facts, today or date.today())
            for way in _ways(one, released, strict=strict)
            if (one.code, way) != (wanted.code, strict)
            and (one.code in released or (one.level in levels and not is_locked(read, one, released)))
            and (one.code in released or _households(facts, one) >= THRESHOLD)
        ]
    if fault.code == "release_budget_spent":
        possible = [one for one in possible if one.period in released or not (one.strict and _year(one) == wanted.year)]
    return possible[:MOST]


def _ways(period: Period, released: dict[str, str], *, strict: bool) -> list[bool]:
    """Strictly or not: as the period, or else its calendar year, is published; as was asked where nothing is yet."""
    of_year = {mode for code, mode in released.items() if parse_period(code).year == period.year}
    if period.code in released:
        return [released[period.code] == STRICT]
    ways = [mode == STRICT for mode in (USUAL, STRICT) if mode in of_year] or [strict, False]
    return [way for way in dict.fromkeys(ways) if not (way and period.level == MONTH)]


def _nearest(wanted: Period, facts: Facts, today: date) -> Iterator[Period]:
    """Closed periods since the first need: those with most of the wanted one in them first, then the least apart."""
    if not len(facts):
        return
    first = int(str(facts.day.min())[:4])
    periods = [
        period
        for year in range(first, today.year + 1)
        for period in periods_of(year)
        if period.closes <= today and (facts.day >= np.datetime64(period.start, "D")).any()
    ]
    yield from sorted(periods, key=lambda one: (_apart(one, wanted), abs(_length(one) - _length(wanted)), -one.year))


def _apart(one: Period, other: Period) -> int:
    """Months between two periods; nothing when they overlap."""
    first, last = one.year * 12 + one.first, one.year * 12 + one.last
    start, end = other.year * 12 + other.first, other.year * 12 + other.last
    return max(0, start - last, first - end)


def _length(period: Period) -> int:
    return period.last - period.first + 1


def _year(one: Instead) -> int:
    return parse_period(one.period).year


def _households(facts: Facts, period: Period) -> int:
    within = (facts.day >= np.datetime64(period.start, "D")) & (facts.day <= np.datetime64(period.end, "D"))
    return len(np.unique(facts.household[within]))
