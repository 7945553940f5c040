"""structure.json: everything that is needed to read data.csv, and to attack it, without this program.

docs/files.md explains every key, under "A release".
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from typing import Any

from mutualaid.language.catalog import LANGUAGES, catalog
from mutualaid.summaries import plan
from mutualaid.summaries.facts import STATUSES
from mutualaid.summaries.periods import LEVELS, Period
from mutualaid.summaries.release import Release
from mutualaid.summaries.scheme import Scheme
from mutualaid.summaries.strict.rules import rules_of
from mutualaid.summaries.words import row_name, typical_errors

FORMAT = "mutualaid release 1"
"""What kind of folder this is; the number is raised when a reader must change."""


def structure(release: Release, columns: tuple[str, ...]) -> dict[str, Any]:
    """What structure.json holds, as plain lists and dicts."""
    return {
        "format": FORMAT,
        "release": release.release_id,
        "mode": release.mode,
        "plan_version": release.plan_version,
        "period": _period(release.period),
        "columns": list(columns),
        "tables": _tables(release),
        "left_out": list(release.dropped),
        "plan": release.plan.to_json()["tables"],
        "totals": {plan.ALL: "every value of the dimension", plan.EVERYDAY: "every category but the sensitive ones"},
        "categories": list(plan.CATEGORIES),
        "sensitive": sorted(plan.SENSITIVE),
        "statuses": list(STATUSES),
        "classification": release.scheme.to_json(),
        "areas_within": areas_within(release.scheme),
        "zones": {zone: release.names.get(zone, zone) for zone in release.frozen.geography["zones"]},
        "neighbors": [list(pair) for pair in release.frozen.geography["neighbours"]],
        "names": _names(release),
        "rules": _usual_rules() if release.terms is None else rules_of(release.terms, release.period.level),
    }


def _period(period: Period) -> dict[str, Any]:
    """The period, the longer ones it is part of, and the months in it."""
    year = f"{period.year:04d}"
    longer = [f"{year}-Q{(period.first + 2) // 3}", year][LEVELS.index(period.level) :]
    return {
        "code": period.code,
        "level": period.level,
        "first_day": period.start.isoformat(),
        "last_day": period.end.isoformat(),
        "months": [month.code for month in period.months()],
        "within": longer,
    }


def _tables(release: Release) -> list[dict[str, Any]]:
    """The tables in data.csv: what they are crossed by, what is counted, and over which categories."""
    listed = []
    for table in release.plan.at(release.period.level):
        cells = release.table(table.name)
        if cells:
            measures = [each for each in (plan.NEEDS, plan.HOUSEHOLDS) if any(cell.measure == each for cell in cells)]
            listed.append(
                {
                    "name": table.name,
                    "dimensions": list(table.dimensions),
                    "by_month": table.by_month,
                    "measures": measures,
                    "counts": plan.EVERYDAY if table.everyday else plan.ALL,
                }
            )
    return listed


def areas_within(scheme: Scheme) -> dict[str, dict[str, str]]:
    """For each length of period with smaller areas, the area of the next coarser one that each of them lies in.

    Areas of all lengths are cuts of one order of merges: those of a longer period are seldom the larger ones.
    """
    known = sorted(scheme.levels, key=lambda name: (-len(scheme.levels[name].areas), LEVELS.index(name)))
    return {
        finer: {
            code: next(outer for outer, all_ in scheme.levels[coarser].areas.items() if set(zones) <= set(all_))
            for code, zones in scheme.levels[finer].areas.items()
        }
        for finer, coarser in itertools.pairwise(known)
    }


def _names(release: Release) -> dict[str, dict[str, dict[str, str]]]:
    """What each code in data.csv is called, by dimension, code and language."""
    names: dict[str, dict[str, dict[str, str]]] = {}
    for dimension in ("geo", "category", "language", "status"):
        found = {}
        for cell in release.answers:
            code = getattr(cell, dimension)
            if code not in found and code not in (plan.ALL, plan.EVERYDAY):
                found[code] = {language: row_name(cell, dimension, catalog(language)) for language in LANGUAGES}
        names[dimension] = found
    return names


def _usual_rules() -> Mapping[str, object]:
    half, most = typical_errors()
    return {
        "threshold_households": plan.THRESHOLD,
        "lot_decides_below_households": plan.SURE,
        "needs_of_a_household_in_a_category_and_month": plan.CAP,
        "rounding": plan.ROUNDING,
        "noise": "discrete Laplace",
        "noise_scale": plan.NOISE_SCALE,
        "noise_limit": plan.NOISE_LIMIT,
        "margin": plan.MARGIN,
        "half_within": half,
        "ninety_five_in_a_hundred_within": most,
        "households_an_area": plan.LEAST_AREA,
        "households_a_language": plan.LEAST_LANGUAGE,
    }
