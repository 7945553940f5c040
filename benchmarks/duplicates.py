"""How well duplicates are told over invented offices whose truth is known, beside plain tools in the same run.

python benchmarks/duplicates.py [HOUSEHOLDS] [SEEDS] [FIRST]      10,000 households and 5 seeds unless said

Plain tools: the name in small letters and one number equal; rapidfuzz token_sort_ratio of the names above 90, which is
what a spreadsheet's fuzzy matching does. Figures are over pairs of entries. "To look at" are rows of 100 with which a
coordinator is shown somebody who may be the same. The interval is Wilson's at 95 %.
"""

from __future__ import annotations

import math
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from rapidfuzz import fuzz, process

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from mutualaid.exchange.people import People
from mutualaid.exchange.same_person import Likeness
from tests.exchange.likeness_truth import Office, invented

Pairs = set[tuple[int, int]]


def ours(office: Office) -> tuple[Pairs, Pairs]:
    """What merges by itself, and what is only pointed out; each row is looked for among those before it."""
    people, same, possible = People(), Pairs(), Pairs()
    for key, one in enumerate(office.people):
        for other, how in people.alike(one).items():
            (same if how is Likeness.SAME else possible).add((other, key))
        people.keep(key, one)
    return same, possible


def exact(office: Office) -> tuple[Pairs, Pairs]:
    """Name and number equal, as a spreadsheet's own duplicate search has it."""
    seen: dict[tuple[str, str], list[int]] = {}
    same = Pairs()
    for key, one in enumerate(office.people):
        for phone in one.phones:
            before = seen.setdefault((one.name.lower(), phone), [])
            same |= {(other, key) for other in before}
            before.append(key)
    return same, Pairs()


def fuzzy(office: Office) -> tuple[Pairs, Pairs]:
    """Names alike by more than 90 %, whatever else is said."""
    names = [one.name.lower() for one in office.people]
    found = Pairs()
    for start in range(0, len(names), 1000):
        scores = process.cdist(
            names[start : start + 1000], names, scorer=fuzz.token_sort_ratio, score_cutoff=90.0001, dtype=np.uint8
        )
        rows, columns = np.nonzero(scores)
        found |= {(int(b), int(a) + start) for a, b in zip(rows, columns, strict=True) if b < a + start}
    return found, Pairs()


def interval(right: int, of: int) -> tuple[float, float]:
    """Wilson's interval at 95 %."""
    if not of:
        return 0.0, 1.0
    z, p = 1.96, right / of
    middle, half = p + z * z / (2 * of), z * math.sqrt(p * (1 - p) / of + z * z / (4 * of * of))
    return (middle - half) / (1 + z * z / of), (middle + half) / (1 + z * z / of)


def show(name: str, offices: list[Office], tool: Callable[[Office], tuple[Pairs, Pairs]]) -> None:
    """One line: merges, how many are right, how many of the truth they are, and what is left to look at."""
    start = time.perf_counter()
    merged = right = true = caught = rows = looks = 0
    for office in offices:
        truth, (same, possible) = office.pairs(), tool(office)
        merged, right, true = merged + len(same), right + len(same & truth), true + len(truth)
        caught += len((same | possible) & truth)
        rows += len(office.people)
        looks += len({later for _, later in possible} - {later for _, later in same})
    low, high = interval(right, merged)
    print(
        f"{name:26} merges {merged:8,}  wrong {merged - right:7,}  precision {right / max(1, merged):.4f} "
        f"[{low:.4f}, {high:.4f}]  recall {right / true:.3f}  with those pointed out {caught / true:.3f}  "
        f"to look at {100 * looks / rows:4.1f} of 100 rows  {time.perf_counter() - start:6.1f} s",
        flush=True,
    )


def main() -> None:
    said = [int(word) for word in sys.argv[1:]]
    households, seeds, first = (*said, *(10_000, 5, 1_000_000)[len(said) :])
    offices = [invented(households, seed=seed) for seed in range(first, first + seeds)]
    rows, pairs = sum(len(office.people) for office in offices), sum(len(office.pairs()) for office in offices)
    print(f"{seeds} offices of {households:,} households: {rows:,} entries, {pairs:,} pairs are one household twice")
    show("ours", offices, ours)
    show("name and number equal", offices, exact)
    show("token_sort_ratio > 90", offices, fuzzy)


if __name__ == "__main__":
    main()
