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
from mutualaid.summaries.facts import Facts, Geography, Outline, canonical
from mutualaid.summaries.ledger import FIRST, LedgerEntry, cells_json, require_chain
from mutualaid.summaries.noise import SYSTEM, Randomness
from mutualaid.summaries.periods import YEAR, Period, parse_period, require_closed
from mutualaid.summaries.plan import PLAN_VERSION, USUAL, USUAL_PLAN, Plan, require_plan
from mutualaid.summaries.protect import protect
from mutualaid.summaries.scheme import Scheme

ID_DIGITS = 6


@dataclass(frozen=True)
class Frozen:
    """What the first releases fixed: the map, how its zones merge, each year's classification, and the plan.

    `mode`: how the entry's calendar year is published, USUAL or STRICT.
    """

    geography: Mapping[str, Any]
    merges: tuple[Merge, ...]
    schemes: Mapping[int, Scheme]
    plan: Plan = USUAL_PLAN
    mode: str = USUAL

    def to_json(self) -> str:
        """Canonical JSON for a ledger entry."""
        schemes = {str(year): scheme.to_json() for year, scheme in self.schemes.items()}
        frozen = {"base": self.geography, "merges": self.merges, "schemes": schemes}
        return canonical({**frozen, "plan": self.plan.to_json(), "mode": self.mode})

    @classmethod
    def from_json(cls, text: str) -> Frozen:
        """What `to_json` wrote; an entry of before there was a plan to choose went by the usual one.

        Raises Damaged("release_ledger_broken").
        """
        try:
            data = json.loads(text)
            return cls(
                data["base"],
                tuple((str(a), str(b)) for a, b in data["merges"]),
                {int(year): Scheme.from_json(scheme) for year, scheme in data["schemes"].items()},
                Plan.from_json(data["plan"]) if "plan" in data else USUAL_PLAN,
                str(data.get("mode", USUAL)),
            )
        except (ValueError, TypeError, KeyError, AttributeError):
            raise Damaged("release_ledger_broken") from None


@dataclass(frozen=True)
class Release:
    """A release of one period: what was answered, and by which classification.

    `answers` are in the plan's order. `names` are zones' names for people, `outlines` their borders where the map has
    them. `entry` is the ledger's when the same question was answered before: its files are then the answer, byte for
    byte. `attacked`, `solves`: hidden cells attacked and programs solved before it could appear.
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
    attacked: int = 0
    solves: int = 0
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
    plan: Plan = USUAL_PLAN,
    randomness: Randomness | None = None,
    progress: Progress = SILENT,
) -> Release:
    """The release of a period, proved against everything in the ledger; nothing is written or remembered here.

    When the ledger holds the period, the release carries that entry and nothing is counted again. Otherwise the
    caller renders the files and appends `seal(...)` to the ledger before any file leaves. `plan` counts for the first
    release only; later ones go by what that froze. Raises BadInput("period_unreadable", "release_no_zones"),
    Refused("period_open", "release_period_unlisted", "release_plan_incomplete", "release_table_unlisted",
    "release_other_geography", "release_too_few", "release_pair_too_close", "release_unproved"),
    Damaged("release_ledger_broken"), Cancelled.
    """
    wanted = parse_period(period)
    require_chain(ledger)
    before = next((entry for entry in ledger if entry.period == wanted.code), None)
    if before is not None:
        return _again(before, geography)
    require_closed(wanted, today)
    if not geography.zones:
        raise BadInput("release_no_zones")
    frozen = _freeze(facts, wanted, geography, ledger, plan)
    if wanted.level not in frozen.plan.levels:
        raise Refused("release_period_unlisted", level=wanted.level)
    scheme = frozen.schemes[wanted.year]
    earlier = _earlier(ledger, wanted.year)
    below = randomness or SYSTEM
    cells = planned_cells(wanted, scheme, frozen.plan)
    protected = protect(cells, Counter(facts, scheme), earlier, below=below, progress=progress)
    return Release(
        release_id=f"{wanted.code}-{below(16**ID_DIGITS):0{ID_DIGITS}x}",
        period=wanted,
        answers=protected.answers,
        scheme=scheme,
        frozen=frozen,
        dropped=protected.dropped,
        names=dict(geography.names),
        outlines=dict(geography.outlines),
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
        outlines=dict(geography.outlines),
        entry=entry,
    )


def _freeze(facts: Facts, period: Period, geography: Geography, ledger: Sequence[LedgerEntry], plan: Plan) -> Frozen:
    """The first release's map and plan for ever, a calendar year's first classification of each level for that year."""
    known = [Frozen.from_json(entry.geography) for entry in ledger]
    base = geography.to_json()
    if any(frozen.geography != base for frozen in known):
        raise Refused("release_other_geography")
    plan = known[0].plan if known else plan
    require_plan(plan)
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
    return Frozen(base, merges, {period.year: Scheme(levels)}, plan)


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
