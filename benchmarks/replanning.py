"""Processor time of bringing a plan up to date after one change, beside solving anew, on invented problems.

python benchmarks/replanning.py [SIZE [SHAPE ...]]     M in city and rural unless said; 150 changes of each kind
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from mutualaid.matching.changes import Change, named
from mutualaid.matching.problem import parse_problem
from mutualaid.matching.rows import Problem
from mutualaid.matching.rules import value_of
from mutualaid.matching.scope import instance
from mutualaid.matching.search import best_plan, lawful
from mutualaid.matching.session import Session
from mutualaid.progress import SILENT
from tests.matching.generate import generate

CHANGES = 150


def arriving(problem: Problem, rng: random.Random, number: int) -> Change:
    """A need like another one, of a household of its own."""
    like = rng.choice(problem.needs)
    return Change(needs=[replace(like, id=f"new{number}", household=f"home of new{number}")])


def stock(problem: Problem, rng: random.Random, _: int) -> Change:
    """A lot turns out to hold more or less."""
    lot = rng.choice(problem.lots)
    return Change(lots=[replace(lot, quantity=round(lot.quantity * rng.choice([0.0, 0.5, 0.8, 1.5, 3.0])))])


def away(problem: Problem, rng: random.Random, _: int) -> Change:
    """A volunteer has no time this week."""
    return Change(volunteers=[replace(rng.choice(problem.volunteers), slots=())])


def changes(session: Session, kind: str, rng: random.Random) -> Iterator[Change]:
    """Changes of one kind, each after the one before."""
    for number in range(CHANGES):
        problem, plan = session.current()
        match = rng.choice([m for m in plan if m.volunteers])
        need = problem.needs[match.need]
        if kind == "pin":
            yield Change(pins=[named(problem, match)])
        elif kind == "reject":
            person = problem.volunteers[rng.choice(match.volunteers)].id
            yield Change(needs=[replace(need, exclude=need.exclude | {person})])
        else:
            make: Callable[..., Change] = {"insert": arriving, "stock": stock, "away": away}[kind]
            yield make(problem, rng, number)


def main(size: str = "M", *shapes: str) -> None:
    """Print percentiles of processor time, and what the plans are worth beside one solved anew after all changes."""
    print(
        "shape   change    p50 ms    p99 ms    most ms   solved anew ms  times faster (p50)   value kept %", flush=True
    )
    for shape in shapes or ("city", "rural"):
        problem = parse_problem(generate(size, 1, shape=shape))
        began = time.process_time()
        found = best_plan(instance(problem), [], quick=False, progress=SILENT)
        anew = time.process_time() - began
        plan = lawful(problem, [], found.matches)
        for kind in ("insert", "stock", "away", "reject", "pin"):
            session, took, rng = Session(problem, plan, found.bound), list[float](), random.Random(f"{shape} {kind}")
            for change in changes(session, kind, rng):
                began = time.process_time()
                session.apply(change)
                took.append(1000 * (time.process_time() - began))
            now, kept = session.current()
            best = best_plan(instance(now), list(now.pins), quick=False, progress=SILENT)
            worth = value_of(now, kept) / value_of(now, lawful(now, list(now.pins), best.matches))
            p50, p99 = np.percentile(took, [50, 99])
            print(
                f"{shape:8}{kind:8}{p50:8.2f}{p99:10.2f}{max(took):10.2f}{1000 * anew:16.0f}{1000 * anew / p50:18.0f}"
                f"{100 * worth:18.2f}   bound {session.bound / best.bound - 1:+.2%}",
                flush=True,
            )


if __name__ == "__main__":
    main(*sys.argv[1:])
