"""Makes a release: the default rules "10-5 with noise, published once", from columns to what files are written from."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from mutualaid.progress import SILENT, Progress
from mutualaid.records.errors import BadInput, Damaged, Refused
from mutualaid.summaries.cells import Answer, Cell, planned_cells
from mutualaid.summaries.coarsen import Merge, households_a_period, make_level, merge_order, recent
from mutualaid.summaries.count import Counter
from mutualaid.summaries.facts import Facts, Geography, canonical
from mutualaid.summaries.ledger import FIRST, LedgerEntry, cells_json, require_chain
from mutualaid.summaries.noise import SYSTEM, Randomness
from mutualaid.summaries.periods import YEAR, Period, parse_period, require_closed
from mutualaid.summaries.plan import PLAN_VERSION, TABLES, check_plan
from mutualaid.summaries.protect import protect
from mutualaid.summaries.scheme import Scheme

ID_DIGITS = 6


@dataclass(frozen=True)
class Frozen:
    """What the first releases fixed: the map, the order in which its zones merge, and each year's classification."""

    geography: Mapping[str, Any]
    merges: tuple[Merge, ...]
    schemes: Mapping[int, Scheme]

    def to_json(self) -> str:
        """Canonical JSON for a ledger entry."""
        schemes = {str(year): scheme.to_json() for year, scheme in self.schemes.items()}
        return canonical({"base": self.geography, "merges": self.merges, "schemes": schemes})

    @classmethod
    def from_json(cls, text: str) -> Frozen:
        """What `to_json` wrote. Raises Damaged("release_ledger_broken")."""
        try:
            data = json.loads(text)
            return cls(
                data["base"],
                tuple((str(a), str(b)) for a, b in data["merges"]),
                {int(year): Scheme.from_json(scheme) for year, scheme in data["schemes"].items()},
            )
        except (ValueError, TypeError, KeyError, AttributeError):
            raise Damaged("release_ledger_broken") from None


@dataclass(frozen=True)
class Release:
    """A release of one period: what was answered, and by which classification.

    `answers` are in the plan's order. `names` are zones' names for people. `entry` is the ledger's when the same
    question was answered before: its files are then the answer, byte for byte. `audit`: hidden cells attacked and
    programs solved.
    """

    release_id: str
    period: Period
    answers: Mapping[Cell, Answer] = field(repr=False)
    scheme: Scheme = field(repr=False)
    frozen: Frozen = field(repr=False)
    plan_version: str = PLAN_VERSION
    dropped: tuple[str, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict, repr=False)
    attacked: int = 0
    solves: int = 0
    entry: LedgerEntry | None = field(default=None, repr=False)

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
    ledger: Sequence[LedgerEntry],
    recipient: str = "",  # noqa: ARG001  a recipient never changes what is released; the ledger notes it
    randomness: Randomness | None = None,
    progress: Progress = SILENT,
) -> Release:
    """The release of a period, proved against everything in the ledger; nothing is written or remembered here.

    When the ledger holds the period, the release carries that entry and nothing is counted again. Otherwise the
    caller renders the files and appends `seal(...)` to the ledger before any file leaves. `recipient` plays no part in
    what is released. Raises BadInput("period_unreadable"), Refused("period_open", "release_other_geography",
    "release_too_few", "release_pair_too_close", "release_unproved"), Damaged("release_ledger_broken"), Cancelled.
    """
    wanted = parse_period(period)
    require_chain(ledger)
    before = next((entry for entry in ledger if entry.period == wanted.code), None)
    if before is not None:
        return _again(before, geography)
    require_closed(wanted, today)
    check_plan(TABLES)
    if not geography.zones:
        raise BadInput("release_no_zones")
    frozen = _freeze(facts, wanted, geography, ledger)
    scheme = frozen.schemes[wanted.year]
    earlier = _earlier(ledger, wanted.year)
    below = randomness or SYSTEM
    protected = protect(planned_cells(wanted, scheme), Counter(facts, scheme), earlier, below=below, progress=progress)
    return Release(
        release_id=f"{wanted.code}-{below(16**ID_DIGITS):0{ID_DIGITS}x}",
        period=wanted,
        answers=protected.answers,
        scheme=scheme,
        frozen=frozen,
        dropped=protected.dropped,
        names=dict(geography.names),
        attacked=max((attacked.tried for attacked in protected.attacks), default=0),
        solves=sum(attacked.solves for attacked in protected.attacks),
    )


def seal(
    release: Release,
    files: Mapping[str, bytes],
    ledger: Sequence[LedgerEntry],
    *,
    created_on: date,
    recipient: str = "",
) -> LedgerEntry:
    """The ledger entry of a new release with its rendered files, chained to the last entry."""
    return LedgerEntry(
        seq=len(ledger) + 1,
        release_id=release.release_id,
        period=release.period.code,
        plan_version=release.plan_version,
        geography=release.frozen.to_json(),
        files=dict(files),
        cells=cells_json(release.answers),
        created_on=created_on,
        recipient=recipient,
        previous_hash=ledger[-1].hash if ledger else FIRST,
    ).sealed()


def _again(entry: LedgerEntry, geography: Geography) -> Release:
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
        entry=entry,
    )


def _freeze(facts: Facts, period: Period, geography: Geography, ledger: Sequence[LedgerEntry]) -> Frozen:
    """The first release's map for ever, and a calendar year's first classification of each level for that year."""
    known = [Frozen.from_json(entry.geography) for entry in ledger]
    base = geography.to_json()
    if any(frozen.geography != base for frozen in known):
        raise Refused("release_other_geography")
    households = households_a_period(recent(facts, period), recent(facts, period).zone, geography.zones, YEAR, period)
    merges = known[0].merges if known else merge_order(geography, households)
    levels = {
        name: level
        for frozen in known
        for year, scheme in frozen.schemes.items()
        for name, level in scheme.levels.items()
        if year == period.year
    }
    if period.level not in levels:
        levels[period.level] = make_level(facts, period, geography.zones, merges)
    return Frozen(base, merges, {period.year: Scheme(levels)})


def _earlier(ledger: Sequence[LedgerEntry], year: int) -> dict[Cell, Answer]:
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
