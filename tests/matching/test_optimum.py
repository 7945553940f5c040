"""On problems small enough to try everything, the plan is the best there is and its bound says so."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.matching.checker import worth
from tests.matching.generate import generate
from tests.matching.harness import faults, plan_of
from tests.matching.small import lot, need, problem, volunteer

ZONES = st.sampled_from(["centre", "north", "far"])
SLOTS = st.lists(st.integers(2, 5), min_size=1, max_size=2, unique=True)


@st.composite
def tiny(draw: st.DrawFn) -> dict[str, Any]:
    """Three needs of any kind, two or three volunteers, two lots; limits tight enough to matter."""
    needs = []
    for i in range(3):
        kind = draw(st.sampled_from(["delivery", "pickup", "service"]))
        common: dict[str, Any] = {
            "kind": kind,
            "zone": draw(ZONES),
            "slots": sorted(draw(SLOTS)),
            "urgency": draw(st.integers(1, 4)),
            "waiting_days": draw(st.integers(0, 40)),
            "household": draw(st.sampled_from(["h1", "h2"])),
        }
        if kind == "service":
            common["people"] = draw(st.integers(1, 2))
            common["languages"] = draw(st.sampled_from([[], ["spa"], ["mam"]]))
        else:
            common |= {"quantity": draw(st.integers(1, 3)), "substitutes": draw(st.sampled_from([[], ["beans"]]))}
            common["kg"] = draw(st.sampled_from([0.5, 2.0])) if kind == "delivery" else 0
        needs.append(need(f"n{i}", **common))
    people = [
        volunteer(
            f"v{i}",
            zone=draw(ZONES),
            radius_km=draw(st.sampled_from([2, 5, 40])),
            slots=sorted(draw(SLOTS)),
            shifts=draw(st.integers(1, 2)),
            stops=draw(st.integers(1, 2)),
            kg=draw(st.sampled_from([1, 2, 4])),
            languages=draw(st.sampled_from([["spa"], ["spa", "mam"]])),
        )
        for i in range(draw(st.integers(1, 2)))
    ]
    lots = [
        lot(
            f"l{i}",
            item=draw(st.sampled_from(["rice", "beans"])),
            quantity=draw(st.integers(1, 3)),
            site=draw(st.sampled_from(["centre", "north"])),
            expires_day=draw(st.sampled_from([None, 0, 1])),
        )
        for i in range(2)
    ]
    return problem(needs, people, lots)


def options(document: dict[str, Any], row: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every way to meet one need, alone."""
    crew = [v["id"] for v in document["volunteers"]]
    if row["kind"] == "service":
        for slot, who in itertools.product(row["slots"], itertools.combinations(crew, row["people"])):
            yield {"need": row["id"], "volunteers": list(who), "slot": slot, "lots": []}
        return
    trips = [(None, [])] if row["kind"] == "pickup" else [(s, [v]) for s in row["slots"] for v in crew]
    ranges = [range(min(x["quantity"], row["quantity"]) + 1) for x in document["lots"]]
    for units in itertools.product(*ranges):
        lines = [{"lot": x["id"], "quantity": q} for x, q in zip(document["lots"], units, strict=True) if q]
        for slot, who in trips:
            yield {"need": row["id"], "volunteers": who, "slot": slot, "lots": lines}


def best_value(document: dict[str, Any]) -> float:
    """The value of the best plan, by trying them all; a plan that breaks a rule is not made longer."""
    ways = []
    for row in document["needs"]:
        alone = [way for way in options(document, row) if not worth(document, {"matches": [way]})[1]]
        ways.append([None, *alone])
    best = 0.0

    def extend(chosen: list[dict[str, Any]], rest: list[list[dict[str, Any] | None]]) -> None:
        nonlocal best
        value, wrong = worth(document, {"matches": chosen})
        if wrong:
            return
        best = max(best, value)
        for i, ways in enumerate(rest):
            for way in ways[1:]:
                assert way is not None
                extend([*chosen, way], rest[i + 1 :])

    extend([], ways)
    return best


@given(tiny())
@settings(max_examples=60)
def test_no_plan_is_better_than_the_one_found(document: dict[str, Any]) -> None:
    plan = plan_of(document)
    assert faults(document, plan) == []
    assert plan["value"] == pytest.approx(best_value(document), abs=0.01)
    assert plan["bound"] - plan["value"] <= 0.01 + 1e-5 * abs(plan["bound"])


def test_two_hundred_needs_are_solved_to_the_optimum() -> None:
    document = generate("S", 4, pins=5)
    plan = plan_of(document)
    assert faults(document, plan) == []
    assert plan["gap"] <= 2e-6
    assert len(plan["levers"]) > 0


@pytest.mark.parametrize("seed", range(4))
def test_forty_needs_are_solved_to_the_optimum_with_exact_reasons(seed: int) -> None:
    document = generate("small", seed, pins=2)
    plan = plan_of(document)
    assert faults(document, plan) == []
    assert plan["gap"] <= 1e-5
