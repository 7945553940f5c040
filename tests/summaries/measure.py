"""Measures a synthetic year of releases: `python -m tests.summaries.measure 600 5000 --seeds 3`. Not a test."""

from __future__ import annotations

import argparse
import tempfile
import time
from collections import defaultdict
from pathlib import Path

import numpy as np

from mutualaid.summaries.audit import audit
from mutualaid.summaries.count import Counter
from mutualaid.summaries.periods import LEVELS
from tests.summaries.offices import Office
from tests.summaries.year import PERIODS, make_year


def measure(households: int, seeds: int) -> None:
    cells, errors, totals, needs = defaultdict(list), defaultdict(list), defaultdict(list), defaultdict(list)
    seconds, audits, found, dropped = defaultdict(list), [], 0, defaultdict(int)
    for seed in range(1, seeds + 1):
        office = Office(make_year(households, seed=seed), seed=seed)
        with tempfile.TemporaryDirectory() as out:
            folders = []
            for period in PERIODS:
                start = time.perf_counter()
                release = office.release(period)
                level = release.period.level
                seconds[level].append(time.perf_counter() - start)
                for table in release.dropped:
                    dropped[level, table] += 1
                counter = Counter(office.facts, release.scheme)
                for cell, answer in release.answers.items():
                    count, _ = counter.count(cell)
                    cells[level, cell.table].append(answer.value is None)
                    needs[level].append((count, answer.value is None))
                    if answer.value is not None:
                        error = answer.value - count
                        (totals if cell.table in {"totals", "months"} else errors)[level].append((error, count))
                folders.append(office.folder(period, Path(out)))
            start = time.perf_counter()
            report = audit(folders)
            audits.append(time.perf_counter() - start)
            found += len(report.findings)
    print(f"\n{households} households, {4 * households} needs, {seeds} seeds; audit findings {found}; "
          f"audit of 17 releases {max(audits):.1f} s at most")  # fmt: skip
    for level in LEVELS:
        off = np.array([error for error, _ in errors[level]])
        share = np.abs(off) / np.array([count for _, count in errors[level]])
        whole = np.array([abs(error) / count for error, count in totals[level]])
        hidden = [value for (name, _), values in cells.items() if name == level for value in values]
        lost = sum(count for count, gone in needs[level] if gone) / sum(count for count, _ in needs[level])
        print(
            f"{level}: hidden {np.mean(hidden):.1%} of {len(hidden)} cells, {lost:.2%} of counts; error median "
            f"{np.median(share):.1%} 95th {np.quantile(share, 0.95):.1%}, absolute {np.median(np.abs(off)):.0f} and "
            f"{np.quantile(np.abs(off), 0.95):.0f}; bias {off.mean():+.2f}; totals median {np.median(whole):.2%}; "
            f"release {max(seconds[level]):.1f} s at most"
        )
        for (name, table), values in cells.items():
            if name == level:
                print(f"  {table}: {np.mean(values):.1%} of {len(values)} hidden")
    print("left out:", dict(dropped))


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("households", nargs="*", type=int, default=[600, 5_000])
    parser.add_argument("--seeds", type=int, default=3)
    chosen = parser.parse_args()
    for size in chosen.households:
        measure(size, chosen.seeds)
