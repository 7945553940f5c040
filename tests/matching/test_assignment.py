"""Problems in which everybody does one thing for one need are solved to their true optimum, and prices prove it."""

from __future__ import annotations

import itertools
import random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from mutualaid.matching.assignment import assign, recognised
from mutualaid.matching.eligibility import Floats
from mutualaid.matching.problem import parse_problem
from mutualaid.matching.scope import instance, scope
from mutualaid.progress import SILENT
from tests.matching.harness import faults, plan_of
from tests.matching.small import lot, need, problem, volunteer

NOT = -np.inf


def place(size: int, seed: int = 4, **fields: Any) -> dict[str, Any]:
    """A region without people: zones strewn over 20 km."""
    rng = random.Random(seed)
    spots = [(rng.uniform(0, 20), rng.uniform(0, 20)) for _ in range(size)]
    km = [[round(((a - c) ** 2 + (b - d) ** 2) ** 0.5, 2) for c, d in spots] for a, b in spots]
    return problem(zones=[f"z{i}" for i in range(size)], km=km, **fields)


def services(size: int, *, slots: int = 1, seed: int = 4) -> dict[str, Any]:
    """As many one-person services as volunteers with one shift; half speak what only some speak."""
    rng, document = random.Random(seed), place(min(size, 100), seed, slots=slots)
    zones, tongues = document["zones"], ["spa", "mam"]
    document["needs"] = [
        need(
            f"n{i}", zone=rng.choice(zones), slots=[rng.randrange(slots)], urgency=1 + i % 4,
            languages=[rng.choice(tongues)],
        )
        for i in range(size)
    ]  # fmt: skip
    document["volunteers"] = [
        volunteer(
            f"v{i}", zone=rng.choice(zones), radius_km=rng.uniform(1, 6), slots=list(range(slots)), shifts=1,
            languages=rng.choice([["spa"], ["mam"], tongues]),
        )
        for i in range(size)
    ]  # fmt: skip
    return document


def worth_of(worth: Floats, column: list[int]) -> float:
    return float(sum(worth[row, at] for row, at in enumerate(column) if at >= 0))


def proved(worth: Floats) -> float:
    """The worth of the assignment found, after checking that it is one and that its prices prove it the best."""
    column, price = assign(worth, SILENT)
    met = np.flatnonzero(column >= 0)
    assert len(set(column[met].tolist())) == len(met)
    profit = np.maximum((worth - price).max(1), 0.0)
    assert (price >= 0).all()
    tolerance = 1e-9 * max(1.0, float(profit.max()))
    # Complementary slackness: who is left alone would gain nothing, whoever is not asked for costs nothing, and each
    # that goes is worth just what is paid.
    assert np.abs(worth[met, column[met]] - price[column[met]] - profit[met]).max(initial=0.0) <= tolerance
    assert profit[column < 0].max(initial=0.0) <= tolerance
    assert price[np.setdiff1d(np.arange(worth.shape[1]), column)].max(initial=0.0) <= tolerance
    return worth_of(worth, column.tolist())


@given(
    arrays(
        np.float64,
        st.tuples(st.integers(1, 4), st.integers(1, 4)),
        elements=st.one_of(st.just(NOT), st.integers(-3, 6).map(float)),
    )
)
@settings(max_examples=60)
def test_no_assignment_is_worth_more(worth: Floats) -> None:
    rows, columns = worth.shape
    ways = itertools.permutations([*range(columns), *[-1] * rows], rows)
    assert proved(worth) == max(worth_of(worth, list(way)) for way in ways)


@pytest.mark.parametrize("near", [0.05])
def test_eight_hundred_by_eight_hundred_are_proved_by_their_prices(near: float) -> None:
    rng = np.random.default_rng(2)
    away = np.abs(rng.random((800, 1)) - rng.random((1, 800)))
    worth = np.where(away < near, rng.integers(1_000, 9_000, (800, 1)) - 4_000 * away, NOT)
    assert proved(worth) > 0


def test_a_pure_assignment_is_solved_without_a_gap() -> None:
    document = services(150, slots=2)
    plan = plan_of(document)
    assert faults(document, plan) == []
    assert plan["gap"] == 0.0
    assert 100 < len(plan["matches"]) < 150


@pytest.mark.campaign
@pytest.mark.parametrize("slots", [1, 3])
def test_eight_hundred_needs_by_eight_hundred_volunteers_are_solved_without_a_gap(slots: int) -> None:
    document = services(800, slots=slots)
    plan = plan_of(document)
    assert faults(document, plan, reasons=False) == []
    assert plan["gap"] == 0.0


def rounds(**fields: Any) -> dict[str, Any]:
    """Deliveries by volunteers who make one stop a run."""
    needs = [need(f"n{i}", kind="delivery", slots=[0, 1, 5], zone=("centre", "north")[i % 2]) for i in range(6)]
    crew = [volunteer(f"v{i}", stops=1, shifts=1, slots=[i % 2, 5]) for i in range(4)]
    lots = [lot(quantity=40), lot("l2", site="north", quantity=20, expires_day=0)]
    return problem(needs, [person | fields for person in crew], lots)


def is_pure(document: dict[str, Any]) -> bool:
    base = instance(parse_problem(document))
    return recognised(base, scope(base, [])) is not None


def test_runs_of_one_stop_are_an_assignment_and_their_goods_are_the_cheapest_that_are_fresh(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    document = rounds()
    assert is_pure(document)
    plan = plan_of(document)
    assert faults(document, plan) == []
    monkeypatch.setattr("mutualaid.matching.search.recognised", lambda base, part: None)
    assert plan["value"] == pytest.approx(plan_of(document)["value"], abs=0.01)
    assert plan["gap"] == 0.0


def test_what_is_more_than_an_assignment_is_not_taken_for_one() -> None:
    assert not is_pure(rounds(stops=2))
    assert not is_pure(rounds(shifts=1, slots=[0, 1, 5]) | {"lots": [lot(quantity=10)]})
    assert not is_pure(problem([need(slots=[0, 1, 2]), need("n2", people=2)], [volunteer(), volunteer("v2")]))
    assert not is_pure(problem([need(), need("n2")], [volunteer(shifts=2)]))
    assert is_pure(problem([need(), need("n2")], [volunteer(shifts=4)]))
    assert is_pure(problem([need(), need("n2")], [volunteer(shifts=1)]))
