"""A year of summaries: what is hidden, how far off the numbers are, what an attack finds, beside the usual export.

python benchmarks/summaries.py [--households N ...] [--shape S ...] [--seeds N]

Each year of four needs a household is released whole (12 months, 4 quarters, the year, in the order of the calendar)
and audited from its files, in a process of its own. Shapes are those of tests/summaries/year.py: even zones, one large
zone and many tiny ones, very rare languages. The usual export has the same tables of October with every kind of help,
zone and language by itself, exact totals, and what is below eleven households left out; the same attack is run on both.
Errors leave out totals, which are told by themselves; sums are over all seeds. Times are of the clock, with two cores.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from mutualaid.services.release_assembly import rendered
from mutualaid.summaries.atoms import small_atoms
from mutualaid.summaries.attack import attack
from mutualaid.summaries.audit import audit
from mutualaid.summaries.cells import planned_cells
from mutualaid.summaries.count import Counter
from mutualaid.summaries.facts import STATUSES
from mutualaid.summaries.model import Observation
from mutualaid.summaries.periods import LEVELS, parse_period
from mutualaid.summaries.plan import CATEGORIES, EVERYDAY_CATEGORIES, THRESHOLD, USUAL_PLAN
from mutualaid.summaries.protect import observe
from mutualaid.summaries.scheme import Level, Scheme
from tests.summaries.offices import Office
from tests.summaries.year import PERIODS, SHAPES, make_year

OCTOBER = "2026-10"
MOST_ATOMS = 60
"""Unpublished small cells of each kind that are attacked in every period."""
NAIVE_SECONDS = 300.0


def year(households: int, shape: str, seed: int) -> dict[str, object]:
    """Releases and attacks a year in this process."""
    office = Office(make_year(households, seed=seed, shape=shape), seed=seed, papers=False)
    rows, seconds = [], defaultdict(list)
    with tempfile.TemporaryDirectory() as out:
        for period in PERIODS:
            start = time.perf_counter()
            release = office.release(period)
            if period == OCTOBER:
                rendered(release)
            level = release.period.level
            seconds[level].append(time.perf_counter() - start)
            counts = Counter(office.facts, release.scheme).counts(release.answers)
            rows += [
                [level, cell.table, counts[cell][0], answer.value if answer.value is not None else -1]
                for cell, answer in release.answers.items()
            ]
        folders = [office.folder(period, Path(out)) for period in PERIODS]
        command = [sys.executable, __file__, "--audit", *map(str, folders)]
        audited = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return {
        "rows": rows,
        "seconds": seconds,
        "export_MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "audit": audited,
        "atoms": _atoms(office),
        "ours": _ours(office),
        "naive": _naive(office),
    }


def audited(folders: list[str]) -> dict[str, object]:
    """The audit of a year, from its files."""
    start = time.perf_counter()
    report = audit([Path(folder) for folder in folders], seconds=600)
    return {
        "seconds": time.perf_counter() - start,
        "MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "hidden": report.hidden,
        "findings": [[each.kind, each.release, each.detail] for each in report.findings],
    }


def _told(exposed, tried: int, solves: int) -> dict[str, int]:
    return {
        "tried": tried,
        "exact": sum(each.high - each.low < 1 for each in exposed),
        "narrow": sum(each.high - each.low < 10 - 1e-6 for each in exposed),
        "present": sum(each.low > 1e-6 for each in exposed),
        "solves": solves,
    }


def _atoms(office: Office) -> dict[str, object]:
    """A sample of small cells that are in no table, in every period, attacked over all releases together."""
    answers = {cell: answer for entry in reversed(office.ledger) for cell, answer in entry.answers().items()}
    asked = {cell.key for cell in answers}
    scheme = office.release("2026").scheme
    counter = Counter(office.facts, scheme)
    atoms = [
        atom
        for period in PERIODS
        for atom in small_atoms(parse_period(period), counter, asked, PERIODS, most=MOST_ATOMS // len(PERIODS) + 1)
    ]
    unsaid = [Observation(atom, 0.0, float("inf"), hidden=True) for atom in dict.fromkeys(atoms)]
    start = time.perf_counter()
    found = attack([*(observe(cell, answer) for cell, answer in answers.items()), *unsaid], scheme, seconds=600)
    crossed = sum(sum(code != "all" for code in (a.geo, a.language, a.status)) > 1 for a in {*atoms})
    return {
        **_told(found.exposed, found.tried, found.solves),
        "crossed": crossed,
        "seconds": time.perf_counter() - start,
    }


def _ours(office: Office) -> dict[str, int]:
    """October's hidden cells, attacked by themselves."""
    release = office.release(OCTOBER)
    found = attack([observe(cell, answer) for cell, answer in release.answers.items()], release.scheme)
    return {**_told(found.exposed, found.tried, found.solves), "cells": len(release.answers)}


def _naive(office: Office) -> dict[str, int]:
    """October as it is usually exported, attacked in the same way."""
    release = office.release(OCTOBER)
    zones = {f"month-{number:02d}": (zone,) for number, zone in enumerate(office.map.zones, start=1)}
    languages = tuple(sorted(set(office.facts.language.tolist()) - {""}))
    crossed = dict.fromkeys(("geo", "language", "status"), EVERYDAY_CATEGORIES)
    scheme = Scheme({"month": Level(zones, CATEGORIES, crossed, languages, statuses=STATUSES)})
    cells = planned_cells(release.period, scheme, USUAL_PLAN)
    counts = Counter(office.facts, scheme).counts(cells)
    seen = [
        Observation(cell, 0.0, float("inf"), hidden=True)
        if people < THRESHOLD
        else Observation(cell, float(count), float(count))
        for cell, (count, people) in counts.items()
    ]
    found = attack(seen, scheme, seconds=NAIVE_SECONDS)
    return {**_told(found.exposed, found.tried, found.solves), "cells": len(cells)}


def tell(households: int, shape: str, years: list[dict]) -> None:
    """The table of one size and shape."""
    print(f"\n{households:,} households, {4 * households:,} needs, {shape}, seeds: {len(years)}")
    for level in LEVELS:
        rows = [row for found in years for row in found["rows"] if row[0] == level]
        seconds = max(second for found in years for second in found["seconds"][level])
        print(f"  {level:8}{_errors(rows)}; export at most {seconds:.1f} s")
    audits = [found["audit"] for found in years]
    print(
        f"  audit of 17 folders: {max(a['seconds'] for a in audits):.1f} s, {max(a['MB'] for a in audits)} MB, "
        f"{sum(a['hidden'] for a in audits)} hidden, {sum(len(a['findings']) for a in audits)} findings; "
        f"exports {max(found['export_MB'] for found in years)} MB"
    )
    atoms = _sum(years, "atoms")
    print(
        f"  small atoms in no table  {_found(atoms)}; {atoms['crossed']} of three dimensions, {atoms['seconds']:.1f} s"
    )
    for name, words in (("ours", "October's hidden cells "), ("naive", "the usual export's     ")):
        print(f"  {words}  {_found(_sum(years, name))}")


def _errors(rows: list[list]) -> str:
    count = np.array([row[2] for row in rows], dtype=float)
    value = np.array([row[3] for row in rows], dtype=float)
    whole = np.array([row[1] in ("totals", "months") for row in rows])
    hidden, shown = value < 0, (value >= 0) & ~whole
    off = value - count
    share, totals = np.abs(off[shown]) / count[shown], np.abs(off[whole]) / count[whole]
    return (
        f"{len(rows):7} cells, hidden {hidden.mean():6.2%} with {count[hidden].sum() / count.sum():6.2%}; error median "
        f"{np.median(share):5.1%} 95th {np.quantile(share, 0.95):5.1%}; totals median {np.median(totals):5.2%} 95th "
        f"{np.quantile(totals, 0.95):5.2%}; bias {off[shown].mean():+.2f} ± {off[shown].std() / shown.sum() ** 0.5:.2f}"
    )


def _sum(years: list[dict], name: str) -> dict[str, float]:
    return {key: sum(found[name][key] for found in years) for key in years[0][name]}


def _found(told: dict[str, float]) -> str:
    tried = max(1, told["tried"])
    shares = ", ".join(
        f"{words} {told[key]:5} ({told[key] / tried:6.1%})"
        for words, key in (("exact", "exact"), ("width under 10", "narrow"), ("presence proved", "present"))
    )
    return f"{told['tried']:6} attacked: {shares}"


def main() -> None:
    """Each year in a process of its own, so that its memory is its own."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--households", nargs="+", type=int, default=[600, 5_000, 50_000])
    asked.add_argument("--shape", nargs="+", default=list(SHAPES), metavar="SHAPE", choices=SHAPES)
    asked.add_argument("--seeds", type=int, default=1)
    asked.add_argument("--year", nargs=3, help=argparse.SUPPRESS)
    asked.add_argument("--audit", nargs="+", help=argparse.SUPPRESS)
    given = asked.parse_args()
    if given.year:
        print(json.dumps(year(int(given.year[0]), given.year[1], int(given.year[2]))))
        return
    if given.audit:
        print(json.dumps(audited(given.audit)))
        return
    for households in given.households:
        for shape in given.shape:
            years = []
            for seed in range(1, given.seeds + 1):
                command = [sys.executable, __file__, "--year", str(households), shape, str(seed)]
                years.append(json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout))
            tell(households, shape, years)
            sys.stdout.flush()


if __name__ == "__main__":
    main()
