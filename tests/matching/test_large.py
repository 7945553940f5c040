"""What is too large for one exact model: told as it gets better, ended early when asked, its bound never wrong."""

from __future__ import annotations

import pytest

from mutualaid.matching.large import solve_large
from mutualaid.matching.look import FULL
from mutualaid.matching.problem import parse_problem
from mutualaid.matching.rules import score
from mutualaid.matching.scope import instance, scope
from mutualaid.progress import Progress
from tests.matching.generate import generate


def test_each_better_plan_is_told_with_its_bound() -> None:
    base, told = instance(parse_problem(generate("small", 4))), list[tuple[float, float]]()
    found = solve_large(base, scope(base, []), [], FULL, Progress(heard=lambda *figures: told.append(figures)))
    assert told[-1] == (pytest.approx(score(base.problem, found.matches).value), found.bound)
    assert told == sorted(told, key=lambda figures: figures[0])
    assert all(value <= bound for value, bound in told)


def test_a_search_asked_to_settle_returns_a_whole_plan_with_a_true_bound() -> None:
    base, done = instance(parse_problem(generate("small", 4))), list[int]()
    best = solve_large(base, scope(base, []), [], FULL, Progress())
    hurried = Progress(listener=lambda *_: done.append(1))
    hurried.settle()
    settled = solve_large(base, scope(base, []), [], FULL, hurried)
    assert len(done) < FULL.rounds
    value = score(base.problem, settled.matches).value
    assert 0 < value <= settled.bound
    assert settled.bound >= score(base.problem, best.matches).value
