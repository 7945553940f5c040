"""Value, bound, gap, time and memory of the matching engine beside a plain greedy and CP-SAT, on invented problems.

python benchmarks/matching.py [SIZE ...] [--shapes A,B] [--cpsat SECONDS]

Sizes and shapes are those of tests/matching/generate.py: all shapes, and all sizes but L unless said. CP-SAT states the
whole problem by itself (tests/matching/cpsat.py), has both processors for SECONDS of the clock (60; 0 leaves it out),
and is not asked beyond 2,000 needs, where it has no plan in that time. Values are told as ratios to the greedy's, and
the engine's to CP-SAT's.
"""

from __future__ import annotations

import argparse
import json
import math
import resource
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path
from typing import cast

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from mutualaid.matching.engine import Effort, solve
from mutualaid.matching.problem import parse_problem
from mutualaid.matching.rows import Match, Problem
from mutualaid.matching.rules import Ledger, score, shape_fault
from mutualaid.matching.scope import Instance, instance
from tests.matching.generate import SHAPES, SIZES, generate

CPSAT = Path(__file__).resolve().parents[1] / "tests" / "matching" / "cpsat.py"
MOST_NEEDS = 2_000


def greedy(base: Instance) -> list[Match]:
    """What a careful person does with a spreadsheet: weightiest need first, whoever is nearest, cheapest lots first."""
    problem, plan = base.problem, list[Match]()
    left = [lot.quantity for lot in problem.lots]
    busy: dict[tuple[int, int], list[int]] = {}
    by_need: dict[int, list[int]] = {}
    for k in np.lexsort((base.people.km, base.people.need)).tolist():
        by_need.setdefault(int(base.people.need[k]), []).append(k)
    for n in sorted(range(len(base.weight)), key=lambda i: (-base.weight[i], i)):
        for match in ways(base, n, by_need.get(n, []), left):
            if shape_fault(problem, match) is None and fits(problem, plan, busy, match):
                plan.append(match)
                for v in match.volunteers:
                    busy.setdefault((v, match.slot or 0), []).append(len(plan) - 1)
                for lot, units in match.lots:
                    left[lot] -= units
                break
    return plan


def ways(base: Instance, n: int, candidates: list[int], left: list[int]):
    """Matches of one need to try, best first."""
    p, wants = base.people, int(base.wants[n])
    if wants == 0:
        yield Match(n, (), None, lines(base, n, None, left))
    together: dict[int, list[int]] = {}
    for k in candidates:
        slot, v = int(p.slot[k]), int(p.volunteer[k])
        if wants == 2:
            for other in together.setdefault(slot, []):
                yield Match(n, tuple(sorted((v, other))), slot, ())
            together[slot].append(v)
        else:
            yield Match(n, (v,), slot, lines(base, n, slot, left) if p.delivery[k] else ())


def lines(base: Instance, n: int, slot: int | None, left: list[int]) -> tuple[tuple[int, int], ...]:
    arcs = range(int(base.stock.first[n]), int(base.stock.first[n + 1]))
    wanted, taken = base.problem.needs[n].quantity, []
    day = base.problem.day(base.problem.needs[n].first_slot if slot is None else slot)
    for a in sorted(arcs, key=lambda a: (base.stock.cost[a], a)):
        if base.stock.expires[base.stock.group[a]] < day:
            continue
        for lot in base.stock.lots[int(base.stock.group[a])]:
            take = min(wanted, left[lot])
            if take > 0:
                taken.append((lot, take))
                wanted -= take
    return tuple(taken)


def fits(problem: Problem, plan: list[Match], busy: dict[tuple[int, int], list[int]], match: Match) -> bool:
    """Whether the match keeps every rule beside what its volunteers already do."""
    beside = sorted({i for (v, _), held in busy.items() if v in match.volunteers for i in held})
    ledger = Ledger(problem)
    return all(ledger.add(Match(m.need, m.volunteers, m.slot, ())) is None for m in [*(plan[i] for i in beside), match])


def row(size: str, shape: str, way: str) -> dict[str, float]:
    """What one way makes of a problem, in this process; the greedy proves nothing and has no bound."""
    problem = parse_problem(generate(size, 1, shape=shape))
    began, worked = time.perf_counter(), time.process_time()
    if way == "greedy":
        value, bound = score(problem, greedy(instance(problem))).value, math.inf
    else:
        plan = solve(problem, effort=cast(Effort, way))
        value, bound = plan.value, plan.bound
    took, work = time.perf_counter() - began, time.process_time() - worked
    return {"value": value, "bound": bound, "time": took, "cpu": work, "MB": _megabytes(resource.RUSAGE_SELF)}


def oracle(size: str, shape: str, seconds: float) -> dict[str, float]:
    """What CP-SAT makes of it, in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "problem.json"
        file.write_text(json.dumps(generate(size, 1, shape=shape)), encoding="utf-8")
        before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        line = [sys.executable, str(CPSAT), str(file), "--seconds", str(seconds), "--workers", "2"]
        done = subprocess.run(line, check=True, capture_output=True, text=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    found = json.loads(done.stdout)
    return {
        "value": found["value"] or 0.0,
        "bound": found["bound"],
        "time": time.perf_counter() - began,
        "cpu": after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime,
        "MB": _megabytes(resource.RUSAGE_CHILDREN),
    }


def _megabytes(whose: int) -> int:
    return resource.getrusage(whose).ru_maxrss // 1024


def line(size: str, shape: str, way: str, found: dict[str, float], beside: list[dict[str, float]]) -> str:
    """One line of the table; `beside` are those that its value is divided by."""
    gap = 100 * (found["bound"] - found["value"]) / found["bound"] if 0 < found["bound"] < math.inf else math.nan
    # Who found nothing in the time given is no measure.
    ratios = "".join(f"{found['value'] / o['value']:10.4f}" if o["value"] else f"{'no plan':>10}" for o in beside)
    return (
        f"{size:6}{shape:8}{way:7}{found['value']:12.0f}{found['bound']:12.0f}{gap:10.5f}"
        f"{found['time']:8.1f}{found['cpu']:8.1f}{found['MB']:6.0f}{ratios}"
    )


def main() -> None:
    """Each way in a process of its own, so that its memory is its own."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("sizes", nargs="*", default=["small", "S", "M4", "M"])
    asked.add_argument("--shapes", default=",".join(SHAPES))
    asked.add_argument("--cpsat", type=float, default=60.0, metavar="SECONDS")
    asked.add_argument("--row", nargs=3, help=argparse.SUPPRESS)
    asked.add_argument("--oracle", nargs=2, help=argparse.SUPPRESS)
    given = asked.parse_args()
    if given.row or given.oracle:
        print(json.dumps(row(*given.row) if given.row else oracle(*given.oracle, given.cpsat)))
        return
    print(
        "size  shape   way          value       bound     gap %    time     cpu    MB  x greedy  x cp-sat", flush=True
    )
    for size in given.sizes:
        for shape in given.shapes.split(","):
            beside: list[dict[str, float]] = []
            for way in ("greedy", "cp-sat", "quick", "full"):
                if way == "cp-sat" and (not given.cpsat or SIZES[size][0] > MOST_NEEDS or not find_spec("ortools")):
                    continue
                task = ["--oracle", size, shape] if way == "cp-sat" else ["--row", size, shape, way]
                apart = [sys.executable, __file__, *task, "--cpsat", str(given.cpsat)]
                found = json.loads(subprocess.run(apart, check=True, capture_output=True, text=True).stdout)
                print(line(size, shape, way, found, beside), flush=True)
                beside += [found] if way in ("greedy", "cp-sat") else []


if __name__ == "__main__":
    main()
