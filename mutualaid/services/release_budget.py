"""The privacy budget of a calendar year that is published strictly: spent, left, and what each release would cost."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import NamedTuple

from mutualaid.services.office import Office
from mutualaid.services.release_ledger import ledger_of
from mutualaid.services.release_lock import locked_through
from mutualaid.store.reading import Reading
from mutualaid.summaries.ledger import LedgerEntry, releases_in
from mutualaid.summaries.periods import periods_of
from mutualaid.summaries.plan import USUAL
from mutualaid.summaries.strict.budget import account, strict_periods, way_of
from mutualaid.summaries.strict.plan import DELTA, EPSILON, RHO


class Budget(NamedTuple):
    """What a year's strict releases may cost together, per household and year.

    `spent + left == epsilon`: parts of epsilon in the proportion of what adds up, which is rho of zero-concentrated
    differential privacy. `costs`: what each period that may still be released would cost, by its code.
    """

    year: int
    epsilon: float
    delta: float
    spent: float
    left: float
    costs: Mapping[str, float]


def budget(office: Office, *, year: int) -> Budget | None:
    """The year's budget by the ledger; whole before its first release, None when it is published the usual way.

    Periods that a restore locked count as spent; when nothing else tells how the year was published, none can be
    released. Raises Damaged("release_ledger_broken").
    """
    with office.store.read() as read:
        ledger = releases_in(ledger_of(read))
        locked = locked_of_year(read, year=year, ledger=ledger)
    if way_of(year, ledger) == USUAL:
        return None
    held = account(year, ledger, locked)
    sure = way_of(year, ledger) is not None or not locked
    open_ = [period for period in strict_periods(year) if sure and period.code not in {*held.released, *locked}]
    return Budget(
        year=year,
        epsilon=float(EPSILON),
        delta=float(DELTA),
        spent=_shown(RHO - held.left),
        left=_shown(held.left),
        costs={period.code: _shown(held.cost(period)) for period in open_},
    )


def locked_of_year(read: Reading, *, year: int, ledger: list[LedgerEntry]) -> list[str]:
    """The codes of the year's periods that a restore locked and the ledger lacks: whatever may be out unknown."""
    released, through = {entry.period for entry in ledger}, locked_through(read)
    if through is None:
        return []
    return [one.code for one in periods_of(year) if one.closes <= through and one.code not in released]


def _shown(rho: Fraction) -> float:
    return float(EPSILON * rho / RHO)
