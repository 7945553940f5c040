"""Fairness: the worst-served group first, then the next, and never below what may be given up."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mutualaid.matching.curve import curve
from mutualaid.matching.problem import parse_problem
from mutualaid.matching.rules import score
from tests.matching.checker import worth
from tests.matching.generate import generate
from tests.matching.harness import faults, plan_of
from tests.matching.small import need, problem, volunteer
from tests.matching.test_optimum import options, tiny


def fairest(document: dict[str, Any], floor: float) -> tuple[list[float], float]:
    """The leximin fills, in order, of all plans worth at least `floor`, and the best value with them, by trying all."""
    ways = []
    for row in document["needs"]:
        alone = [way for way in options(document, row) if not worth(document, {"matches": [way]})[1]]
        ways.append(alone)
    best: tuple[list[float], float] = ([-1.0], 0.0)

    def extend(chosen: list[dict[str, Any]], rest: list[list[dict[str, Any]]]) -> None:
        nonlocal best
        value, wrong = worth(document, {"matches": chosen})
        if wrong:
            return
        if value >= floor:
            fills = [round(fill, 6) for fill in sorted(fills_of(document, chosen).values())]
            best = max(best, (fills, value))
        for i, found in enumerate(rest):
            for way in found:
                extend([*chosen, way], rest[i + 1 :])

    extend([], ways)
    return best


def fills_of(document: dict[str, Any], matches: list[dict[str, Any]]) -> dict[str, float]:
    """Each group's fill, in the program's own words; the checker compares them with its own elsewhere."""
    checked = parse_problem({**document, "pins": matches})
    return score(checked, checked.pins).groups


@st.composite
def grouped(draw: st.DrawFn) -> dict[str, Any]:
    """A tiny problem whose three needs belong to two or three groups."""
    document = draw(tiny())
    names = draw(st.sampled_from([("a", "a", "b"), ("a", "b", "a"), ("a", "b", "c"), ("b", "a", "a")]))
    for row, group in zip(document["needs"], names, strict=True):
        row["group"] = group
    return document


@given(grouped(), st.sampled_from([0.02, 0.1, 0.3, 0.6]))
@settings(max_examples=20, deadline=None)
def test_no_plan_worth_enough_is_fairer_than_the_one_found(document: dict[str, Any], give: float) -> None:
    best, fair = plan_of(document), plan_of(document, give=give)
    assert faults(document, fair) == []
    fills, value = fairest(document, (1 - give) * best["value"] + 0.01)
    got = [round(fill, 6) for fill in sorted(fair["groups"].values())]
    assert fair["value"] >= (1 - give) * best["value"] - 1e-6
    assert got > fills or (got == pytest.approx(fills, abs=2e-6) and fair["value"] >= value - 0.01)


@given(grouped())
@settings(max_examples=6, deadline=None)
def test_the_worst_group_s_fill_never_falls_when_more_may_be_given_up(document: dict[str, Any]) -> None:
    worst = [min(plan_of(document, give=give)["groups"].values()) for give in (0.0, 0.02, 0.1, 0.3)]
    assert worst == sorted(worst)


def test_of_two_ways_to_leave_one_group_behind_the_fairer_is_taken() -> None:
    # One hour for either group: the first has a single need, the second two that weigh the same.
    needs = [need("a", group="a"), need("b0", group="b"), need("b1", group="b")]
    document = problem(needs, [volunteer(slots=[0], shifts=1)])
    assert plan_of(document, give=0.1)["groups"] == {"a": 1.0, "b": 0.0}


def test_the_curve_tells_what_each_share_to_give_comes_to() -> None:
    # Two needs of many against one of few that is worth half as much: serving it costs a quarter of the value.
    needs = [*[need(f"a{i}", urgency=3, group="many") for i in range(2)], need("b", urgency=2, group="few")]
    document = problem(needs, [volunteer(slots=[0, 1], shifts=2)])
    told = curve(parse_problem(document), gives=(0.0, 0.2, 0.3))
    assert [(p.needs, p.whole, p.partly) for p in told] == [(3, 2, 0)] * 3
    assert [p.groups for p in told] == [{"few": 0.0, "many": 1.0}] * 2 + [{"few": 1.0, "many": 0.5}]
    assert [p.points for p in told] == [0.8, 0.8, 0.6]
    for point in told:
        plan = plan_of(document, give=point.give)
        assert (plan["value"], plan["groups"]) == (point.value, point.groups)


@pytest.mark.parametrize("candidates", [0, 3_000])
def test_along_the_curve_the_worst_group_never_falls_and_the_floor_is_kept(
    candidates: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mutualaid.matching.fair.FAIR_CANDIDATES", candidates)
    told = curve(parse_problem(generate("small", 2, pins=1)), gives=(0.0, 0.02, 0.1))
    worst = [min(point.groups.values()) for point in told]
    assert worst == sorted(worst)
    for point in told:
        assert point.value >= (1 - point.give) * told[0].value - 1e-6


def test_lifted_points_serve_the_worst_group_better_where_no_model_fits(monkeypatch: pytest.MonkeyPatch) -> None:
    document = generate("S", 1, shape="event")
    best = plan_of(document)
    monkeypatch.setattr("mutualaid.matching.fair.FAIR_CANDIDATES", 0)
    fair = plan_of(document, give=0.05)
    assert faults(document, fair) == []
    assert fair["value"] >= 0.95 * best["value"]
    assert min(fair["groups"].values()) > min(best["groups"].values()) + 0.01
