"""Releases made by hand, with whatever names, areas and values a test wants; nothing is counted or attacked."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from mutualaid.summaries.cells import Answer, Cell, planned_cells
from mutualaid.summaries.frozen import Frozen
from mutualaid.summaries.periods import parse_period
from mutualaid.summaries.plan import NEEDS, USUAL_PLAN, Plan
from mutualaid.summaries.release import Release
from mutualaid.summaries.scheme import EVERYDAY_CATEGORIES, Level, Scheme


def numbered(cell: Cell) -> int | None:
    """A value that tells its cell from others, and now and then none; the totals are larger than all."""
    if cell.table == "totals":
        return 60_000 if cell.measure == NEEDS else 15_000
    place = sum(ord(letter) for part in cell.key for letter in part)
    return None if place % 7 == 0 else 5 * (place % 900 + 1)


def release_of(
    zones: Mapping[str, str],
    *,
    period: str = "2026-Q3",
    areas: Mapping[str, tuple[str, ...]] | None = None,
    value: Callable[[Cell], int | None] = numbered,
    tables: Callable[[str], bool] = lambda _name: True,
    languages: tuple[str, ...] = ("eng", "spa"),
    plan: Plan = USUAL_PLAN,
) -> Release:
    """A usual release over zones with these names; by default every zone is an area of its own."""
    wanted = parse_period(period)
    known = areas or {f"{wanted.level}-{number:02d}": (zone,) for number, zone in enumerate(sorted(zones), 1)}
    named = EVERYDAY_CATEGORIES[:6]
    level = Level(
        areas=known,
        single=EVERYDAY_CATEGORIES,
        crossed={"geo": named, "language": named, "status": named},
        languages=languages,
    )
    scheme = Scheme({wanted.level: level})
    cells = [cell for cell in planned_cells(wanted, scheme, plan) if tables(cell.table)]
    return Release(
        release_id=f"{period}-0a1b2c",
        period=wanted,
        answers={cell: Answer(value(cell)) for cell in cells},
        scheme=scheme,
        frozen=Frozen({"zones": sorted(zones), "neighbours": []}, (), {wanted.year: scheme}, plan),
        dropped=tuple(sorted({table.name for table in plan.at(wanted.level)} - {cell.table for cell in cells})),
        names=dict(zones),
    )
