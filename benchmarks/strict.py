"""What the strict option costs in accuracy: `./run bench strict [HOUSEHOLDS ...] [--seeds N]`, beside the usual way.

For every table of a quarter and of the year: the share of its numbers that are printed, the median and the 95th
percentile of their error in percent of what was counted, and its mean, which the bound on one household's weight makes
negative. Counted is everything, with the usual bound only (five needs of a kind and month).
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import defaultdict
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from mutualaid.records.errors import Refused
from mutualaid.summaries.count import Counter
from mutualaid.summaries.plan import TABLES
from tests.summaries.test_strict_release import QUARTERS, StrictOffice
from tests.summaries.year import make_year

PERIODS = [*QUARTERS, "2026"]


def unbounded(facts, release):
    """What was counted in every cell of a release, however much of it one household is."""
    counter = Counter(facts, release.scheme)
    return {cell: counter.count(cell) for cell in release.answers}


def measure(households: int, seeds: int) -> None:
    errors, shown, seconds = defaultdict(list), defaultdict(list), defaultdict(float)
    refused = defaultdict(int)
    for seed in range(1, seeds + 1):
        facts = make_year(households, seed=seed)
        for strict in (True, False):
            office = StrictOffice(facts, seed=seed)
            for period in PERIODS:
                start = time.perf_counter()
                try:
                    release = office.release(period, strict=strict)
                except Refused as refusal:
                    refused[strict, refusal.code] += 1
                    continue
                level = release.period.level
                seconds[strict, level] = max(seconds[strict, level], time.perf_counter() - start)
                for cell, (count, _) in unbounded(facts, release).items():
                    value = release.answers[cell].value
                    key = (strict, level, cell.table, cell.measure)
                    shown[key].append(value is not None)
                    if value is not None and count:
                        errors[key].append((value - count) / count)
    print(f"\n{households} households, {4 * households} needs, {seeds} seeds")
    for level in ("quarter", "year"):
        for strict in (True, False):
            print(f"{level}, {'strict' if strict else 'usual'}: {seconds[strict, level]:.1f} s at most")
            for table in TABLES:
                for measure_ in ("households", "needs"):
                    key = (strict, level, table.name, measure_)
                    if not shown[key]:
                        continue
                    off = np.array(errors[key]) if errors[key] else np.array([np.nan])
                    print(
                        f"  {table.name} ({measure_}): {np.mean(shown[key]):.0%} of {len(shown[key]) // seeds} shown, "
                        f"error median {np.median(np.abs(off)):.1%}, 95th {np.quantile(np.abs(off), 0.95):.1%}, "
                        f"mean {off.mean():+.1%}"
                    )
    if refused:
        print("refused:", {f"{'strict' if strict else 'usual'} {code}": n for (strict, code), n in refused.items()})


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("households", nargs="*", type=int, default=[600, 5_000, 50_000])
    parser.add_argument("--seeds", type=int, default=3)
    chosen = parser.parse_args()
    for size in chosen.households:
        measure(size, chosen.seeds)
