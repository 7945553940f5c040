"""Makes a release: the default rules "10-5 with noise, published once", from columns to what files are written from."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import numpy as np

from mutualaid.progress import SILENT, Progress
from mutualaid.records.errors import BadInput, Refused
from mutualaid.summaries.cells import Answer, Cell, planned_cells
from mutualaid.summaries.coarsen import Merge, households_a_period, make_level, merge_order, recent
from mutualaid.summaries.count import Counter
from mutualaid.summaries.facts import Facts, Geography, Outline
from mutualaid.summaries.frozen import Frozen
from mutualaid.summaries.ledger import Entry, LedgerEntry, cells_json, next_place, releases_in, require_chain
from mutualaid.summaries.nesting import order_through
from mutualaid.summaries.noise import SYSTEM, Randomness
from mutualaid.summaries.periods import YEAR, Period, parse_period, require_closed
from mutualaid.summaries.plan import PLAN_VERSION, STRICT, USUAL_PLAN, Plan, require_plan
from mutualaid.summaries.protect import protect
from mutualaid.summaries.resample import resampled
from mutualaid.summaries.scheme import Level, Scheme
from mutualaid.summaries.strict.budget import account, require_known_way, require_one_way, strict_years
from mutualaid.summaries.strict.making import make_strict
from mutualaid.summaries.strict.plan import STRICT_VERSION
from mutualaid.summaries.strict.terms import Terms

ID_DIGITS = 6


@dataclass(frozen=True)
class Release:
    """A release of one period: what was answered, and by which classification.

    `answers` are in the plan's order. `names` are zones' names for people, `outlines` their borders where the map has
    them. `entry` is the ledger's when the same question was answered before: its files are then the answer, byte for
    byte.
    """

    release_id: str
    period: Period
    answers: Mapping[Cell, Answer] = field(repr=False)
    scheme: Scheme = field(repr=False)
    frozen: Frozen = field(repr=False)
    plan_version: str = PLAN_VERSION
    dropped: tuple[str, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict, repr=False)
    outlines: Mapping[str, Outline] = field(default_factory=dict, repr=False)
    entry: LedgerEntry | None = field(default=None, repr=False)

    @property
    def plan(self) -> Plan:
        """The plan it was made by."""
        return self.frozen.plan

    @property
    def mode(self) -> str:
        """USUAL or STRICT."""
        return self.frozen.mode

    @property
    def terms(self) -> Terms | None:
        """What a strict release was made by; None for a usual one."""
        return self.frozen.terms

    @property
    def published(self) -> int:
        """How many cells carry a value."""
        return sum(answer.value is not None for answer in self.answers.values())

    @property
    def hidden(self) -> int:
        """How many cells are hidden."""
        return len(self.answers) - self.published

    def table(self, name: str) -> dict[Cell, int | None]:
        """The published values of one table, hidden ones None, in order; empty when the table was left out."""
        return {cell: answer.value for cell, answer in self.answers.items() if cell.table == name}


def make_release(
    facts: Facts,
    *,
    period: str,
    today: date,
    geography: Geography,
    ledger: Sequence[Entry],
    plan: Plan = USUAL_PLAN,
    strict: bool = False,
    locked: Collection[str] = (),
    lot: int | None = None,
    randomness: Randomness | None = None,
    progress: Progress = SILENT,
) -> Release:
    """The release of a period, proved against everything in the ledger; nothing is written or remembered here.

    When the ledger holds the period, the release carries that entry and nothing is counted again. Otherwise the
    caller renders the files and appends `seal(...)` to the ledger before any file leaves. `plan` counts for the first
    release only; later ones go by what that froze. `strict`: with differential privacy, paid from the year's budget.
    `locked`: the year's periods that a restored ledger may lack; they count as published. `lot`: as `protect` takes it.

    Raises BadInput("period_unreadable", "release_no_zones"), Refused("period_open", "release_period_unlisted",
    "release_plan_incomplete", "release_table_unlisted", "release_other_geography", "release_too_few",
    "release_pair_too_close", "release_unproved", "release_unknown_past", "release_other_rules", "release_strict_month",
    "release_strict_too_late", "release_budget_spent"), Damaged("release_ledger_broken"), Cancelled.
    """
    wanted = parse_period(period)
    require_chain(ledger)
    released = releases_in(ledger)
    require_one_way(wanted, released, strict=strict)
    before = next((entry for entry in released if entry.period == wanted.code), None)
    if before is not None:
        return remembered(before, geography)
    require_closed(wanted, today)
    require_known_way(wanted, released, locked, strict=strict)
    if not geography.zones:
        raise BadInput("release_no_zones")
    below = randomness or SYSTEM
    if strict:
        return _strictly(facts, wanted, geography, released, plan, locked, below, progress)
    frozen = _freeze(_outside_strict_years(facts, released), wanted, geography, released, plan, below)
    scheme = frozen.schemes[wanted.year]
    cells = planned_cells(wanted, scheme, frozen.plan)
    earlier = earlier_answers(released, wanted.year)
    protected = protect(cells, Counter(facts, scheme), earlier, below=below, lot=lot, progress=progress)
    return Release(
        release_id=_new_id(wanted, below),
        period=wanted,
        answers=protected.answers,
        scheme=scheme,
        frozen=frozen,
        dropped=protected.dropped,
        names=dict(geography.names),
        outlines=dict(geography.outlines),
    )


def _strictly(
    facts: Facts,
    wanted: Period,
    geography: Geography,
    ledger: Sequence[LedgerEntry],
    plan: Plan,
    locked: Collection[str],
    below: Randomness,
    progress: Progress,
) -> Release:
    """A release with differential privacy. Nothing but noisy numbers decides what it asks and says."""
    geography, known, plan = _agreed(wanted, geography, ledger, plan)
    of_year = [frozen for frozen in known if wanted.year in frozen.schemes]
    made = make_strict(
        facts,
        period=wanted,
        geography=geography,
        plan=plan,
        known=_classified(geography, of_year, wanted.year),
        earlier={cell.key: answer for cell, answer in earlier_answers(ledger, wanted.year).items()},
        price=account(wanted.year, ledger, locked).price(wanted),
        below=below,
        progress=progress,
    )
    return Release(
        release_id=_new_id(wanted, below),
        period=wanted,
        answers=made.answers,
        scheme=made.scheme,
        frozen=Frozen(geography.to_json(), made.merges, {wanted.year: made.scheme}, plan, STRICT, made.terms),
        plan_version=STRICT_VERSION,
        dropped=made.dropped,
        names=dict(geography.names),
        outlines=dict(geography.outlines),
    )


def seal(
    release: Release,
    files: Mapping[str, bytes],
    ledger: Sequence[Entry],
    *,
    created_on: date,
) -> LedgerEntry:
    """The ledger entry of a new release with its rendered files, chained to the last entry."""
    seq, previous = next_place(ledger)
    return LedgerEntry(
        seq=seq,
        release_id=release.release_id,
        period=release.period.code,
        plan_version=release.plan_version,
        geography=release.frozen.to_json(),
        files=dict(files),
        cells=cells_json(release.answers),
        created_on=created_on,
        previous_hash=previous,
    ).sealed()


def remembered(entry: LedgerEntry, geography: Geography) -> Release:
    """The release of a ledger entry; the map's names and outlines are for people only.

    Raises Damaged("release_ledger_broken").
    """
    frozen = Frozen.from_json(entry.geography)
    period = parse_period(entry.period)
    return Release(
        release_id=entry.release_id,
        period=period,
        answers=entry.answers(),
        scheme=frozen.schemes[period.year],
        frozen=frozen,
        plan_version=entry.plan_version,
        names=dict(geography.names),
        outlines=dict(geography.outlines),
        entry=entry,
    )


def _freeze(
    facts: Facts,
    period: Period,
    geography: Geography,
    ledger: Sequence[LedgerEntry],
    plan: Plan,
    below: Randomness,
) -> Frozen:
    """The first release's map and plan for ever, a calendar year's first classification of each level for that year."""
    geography, known, plan = _agreed(period, geography, ledger, plan)
    judged = resampled(recent(facts, period), below)
    households = households_a_period(judged, judged.zone, geography.zones, YEAR, period)
    levels = levels_of(known, period.year)
    merges = known[0].merges if known else merge_order(geography, households)
    merges = order_through(geography.zones, merges, [level.areas for level in levels.values()])
    if period.level not in levels:
        levels[period.level] = make_level(judged, period, geography.zones, merges, levels)
    return Frozen(geography.to_json(), merges, {period.year: Scheme(levels)}, plan)


def _agreed(
    period: Period, geography: Geography, ledger: Sequence[LedgerEntry], plan: Plan
) -> tuple[Geography, list[Frozen], Plan]:
    """The map and the plan that the first release froze, those given before there is one; and what every release froze.

    Raises Refused("release_other_geography", "release_table_unlisted", "release_plan_incomplete",
    "release_period_unlisted").
    """
    known = [Frozen.from_json(entry.geography) for entry in ledger]
    if known:
        geography, plan = as_frozen(geography, known[0].geography), known[0].plan
    require_plan(plan)
    if period.level not in plan.levels:
        raise Refused("release_period_unlisted", level=period.level)
    return geography, known, plan


def as_frozen(geography: Geography, frozen: Mapping[str, Any]) -> Geography:
    """The part of the office's map that was frozen: a zone that came later is in no area, and counts in totals only.

    Raises Refused("release_other_geography") when a frozen zone is gone, or touches others than it did.
    """
    zones = frozenset(map(str, frozen["zones"]))
    kept = replace(
        geography,
        zones=tuple(zone for zone in geography.zones if zone in zones),
        neighbours=frozenset(pair for pair in geography.neighbours if zones.issuperset(pair)),
    )
    if kept.to_json() != frozen:
        raise Refused("release_other_geography")
    return kept


def levels_of(known: Sequence[Frozen], year: int) -> dict[str, Level]:
    """The classification of a calendar year so far, by length of period."""
    return {
        name: level
        for frozen in known
        for of, scheme in frozen.schemes.items()
        for name, level in scheme.levels.items()
        if of == year
    }


def _classified(geography: Geography, of_year: Sequence[Frozen], year: int) -> tuple[Scheme, tuple[Merge, ...]] | None:
    """The classification of a strict year so far, and the order of merges that its next level goes by."""
    if not of_year:
        return None
    levels = levels_of(of_year, year)
    areas = [level.areas for level in levels.values()]
    return Scheme(levels), order_through(geography.zones, of_year[0].merges, areas)


def _outside_strict_years(facts: Facts, ledger: Sequence[LedgerEntry]) -> Facts:
    """What a usual classification may look at: the records of a strict year are for its paid questions alone."""
    years = facts.day.astype("datetime64[Y]").astype(int) + 1970
    return facts.only(~np.isin(years, sorted(strict_years(ledger))))


def _new_id(period: Period, below: Randomness) -> str:
    return f"{period.code}-{below(16**ID_DIGITS):0{ID_DIGITS}x}"


def earlier_answers(ledger: Sequence[LedgerEntry], year: int) -> dict[Cell, Answer]:
    """What was published of the same calendar year, each question once; nothing published joins two years."""
    answers: dict[Cell, Answer] = {}
    asked = set()
    for entry in ledger:
        if parse_period(entry.period).year != year:
            continue
        for cell, answer in entry.answers().items():
            if cell.key not in asked:
                asked.add(cell.key)
                answers[cell] = answer
    return answers
