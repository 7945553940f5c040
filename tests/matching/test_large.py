"""What is too large for one exact model: told as it gets better, ended early when asked, its bound never wrong."""

from __future__ import annotations

import numpy as np
import pytest

from mutualaid.matching.large import solve_large
from mutualaid.matching.look import FULL, WIDE_FULL, WIDE_QUICK, Way
from mutualaid.matching.problem import parse_problem
from mutualaid.matching.restock import restock
from mutualaid.matching.rules import score
from mutualaid.matching.scope import SAMPLE, Instance, instance, scope
from mutualaid.matching.shelves import shelves
from mutualaid.progress import SILENT, Progress
from tests.matching.generate import SHAPES, generate
from tests.matching.harness import faults, plan_of


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


def sampled(size: str, seed: int, shape: str, monkeypatch: pytest.MonkeyPatch, pins: int = 0, few: int = 3) -> Instance:
    """A small problem looked at like one whose candidates are too many to hold: a `few` of each need's are."""
    monkeypatch.setattr("mutualaid.matching.scope.MOST_PAIRS", 0)
    monkeypatch.setattr("mutualaid.matching.scope.SAMPLE", few)
    base = instance(parse_problem(generate(size, seed, pins=pins, shape=shape)))
    monkeypatch.undo()
    assert base.sampled
    return base


@pytest.mark.parametrize("shape", SHAPES)
def test_a_bound_from_a_sample_holds_for_all(shape: str, monkeypatch: pytest.MonkeyPatch) -> None:
    best = plan_of(generate("small", 1, shape=shape))
    assert best["gap"] < 1e-5
    base = sampled("small", 1, shape, monkeypatch)
    for way in (WIDE_QUICK, WIDE_FULL):
        found = solve_large(base, scope(base, []), [], way, SILENT)
        assert found.bound >= best["value"] - 0.01
        assert 0.9 * best["value"] <= score(base.problem, found.matches).value <= best["value"] + 0.01


@pytest.mark.campaign
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("way", [WIDE_QUICK, WIDE_FULL])
def test_a_bound_from_a_sample_holds_for_all_of_many(shape: str, way: Way, monkeypatch: pytest.MonkeyPatch) -> None:
    """With three of each need's candidates in the sample its plans may be poor; with as many as are held, never."""
    for seed in range(10):
        best = plan_of(generate("S", seed, pins=seed % 3, shape=shape))
        for few, share in ((3, 0.6), (SAMPLE, 0.95)):
            base = sampled("S", seed, shape, monkeypatch, pins=seed % 3, few=few)
            pins = list(base.problem.pins)
            found = solve_large(base, scope(base, pins), pins, way, SILENT)
            assert found.bound + score(base.problem, pins).value >= best["value"] - 0.01
            assert score(base.problem, [*pins, *found.matches]).value >= share * best["value"]


def test_a_plan_made_from_a_sample_keeps_every_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    document = generate("S", 2, pins=3)
    monkeypatch.setattr("mutualaid.matching.scope.MOST_PAIRS", 0)
    plan = plan_of(document, effort="quick")
    assert faults(document, plan) == []
    assert plan == plan_of(document, effort="quick")


@pytest.mark.parametrize("shape", SHAPES)
def test_a_need_s_cheapest_unit_costs_the_same_from_its_shelves_as_from_its_lots(shape: str) -> None:
    base = instance(parse_problem(generate("small", 3, shape=shape)))
    whole, stock = scope(base, []), base.stock
    there = shelves(base, whole, whole.needs)
    price = 100.0 * (np.arange(len(stock.stock)) % 7)
    least = np.full(len(base.weight), np.inf)
    np.minimum.at(least, stock.need, stock.cost + price[stock.group])
    by_shelf = np.minimum.reduceat(there.cost + price[there.group], there.heads)
    by_need = np.minimum.reduceat(by_shelf[there.drawn] + there.extra, there.firsts)
    assert there.goods.tolist() == np.unique(stock.need).tolist()
    assert by_need == pytest.approx(least[there.goods])


@pytest.mark.parametrize("shape", SHAPES)
def test_stock_is_given_out_as_well_with_a_few_ways_as_with_all(shape: str) -> None:
    base = instance(parse_problem(generate("S", 3, shape=shape)))
    whole, free = scope(base, []), np.zeros(len(base.stock.stock))
    fetched, first = base.wants == 0, np.full(len(base.weight), -1, np.int64)
    some = restock(base, whole, first, fetched, free, 3, 5, lambda: None)
    every = restock(base, whole, first, fetched, free, 10_000, 1, lambda: None)
    assert some.value == pytest.approx(every.value, rel=1e-3)
    assert some.value <= every.value + 1e-6
    for given in (some, every):
        taken = np.zeros(len(free), np.int64)
        for need, units in given.units.items():
            assert sum(units.values()) <= base.sizes[need].sum()
            for group, count in units.items():
                taken[group] += count
        assert (taken <= whole.units).all()
