"""Value, bound, gap, time and memory of the matching engine beside a plain greedy, on invented problems.

python benchmarks/matching.py [SIZE ...]     sizes of tests/matching/generate.py; all but L unless said; every shape
"""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from mutualaid.matching.engine import Effort, solve
from mutualaid.matching.problem import parse_problem
from mutualaid.matching.rows import Match, Problem
from mutualaid.matching.rules import Ledger, score, shape_fault
from mutualaid.matching.scope import Instance, instance
from tests.matching.generate import SHAPES, generate


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


def row(size: str, shape: str, effort: Effort) -> str:
    """One line: greedy and engine on the same problem, in this process."""
    problem = parse_problem(generate(size, 1, shape=shape))
    plain = score(problem, greedy(instance(problem))).value
    began, worked = time.perf_counter(), time.process_time()
    plan = solve(problem, effort=effort)
    took, work = time.perf_counter() - began, time.process_time() - worked
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    better = 100 * (plan.value / plain - 1) if plain else 0.0
    return (
        f"{size:6}{shape:8}{effort:7}{plain:12.0f}{plan.value:12.0f}{plan.bound:12.0f}"
        f"{100 * plan.gap:9.4f}{better:+9.1f}{took:8.1f}{work:8.1f}{memory:6}"
    )


def main(wanted: list[str]) -> None:
    """Each line in a process of its own, so that its memory is its own."""
    if wanted[:1] == ["--row"]:
        print(row(wanted[1], wanted[2], wanted[3]), flush=True)  # type: ignore[arg-type]
        return
    print(
        "size  shape   effort      greedy       value       bound    gap % greedy %    time     cpu    MB", flush=True
    )
    for size in wanted or ["small", "S", "M4", "M"]:
        for shape in SHAPES:
            for effort in ("quick", "full"):
                subprocess.run([sys.executable, __file__, "--row", size, shape, effort], check=True)


if __name__ == "__main__":
    main(sys.argv[1:])
