"""What the engine promises of any problem: rules kept in places of every kind, more help never hurts, ids are names."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mutualaid.matching.earners import Earners
from mutualaid.matching.look import survey
from mutualaid.matching.prices import Dual
from mutualaid.matching.problem import parse_problem
from mutualaid.matching.scope import instance, scope
from mutualaid.progress import SILENT
from tests.matching.generate import SHAPES, generate
from tests.matching.harness import faults, plan_of
from tests.matching.small import need, problem, volunteer

LARGEST = ("city", "rural")
"""Kinds of places whose plans take seconds each."""

CAMPAIGN = [
    (size, shape, seed, give)
    for shape in SHAPES
    for size, seeds in (("tiny", range(20)), ("small", range(25)), ("S", range(4)), ("M", range(1)))
    for seed in seeds
    for give in (0.03 * (seed % 3),)
]


@pytest.mark.parametrize("shape", SHAPES)
def test_every_rule_is_kept_in_every_kind_of_place(shape: str) -> None:
    for seed, give in ((1, 0.0), (2, 0.05)):
        document = generate("small", seed, pins=seed, shape=shape)
        assert faults(document, plan_of(document, give=give)) == []


@pytest.mark.campaign
@pytest.mark.parametrize(("size", "shape", "seed", "give"), CAMPAIGN)
def test_every_rule_is_kept_on_two_hundred_problems(size: str, shape: str, seed: int, give: float) -> None:
    document = generate(size, 100 + seed, pins=seed % 4, shape=shape)
    plan = plan_of(document, give=give, effort="quick" if seed % 5 == 4 else "full")
    # The checker counts the reasons of thousands of needs one pair at a time, for minutes.
    assert faults(document, plan, reasons=size != "M") == []


@pytest.mark.parametrize(
    "shape", [pytest.param(shape, marks=pytest.mark.campaign if shape in LARGEST else ()) for shape in SHAPES]
)
def test_large_places_of_every_kind_keep_every_rule_within_a_proved_bound(
    shape: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = generate("S", 1, pins=2, shape=shape)
    best = plan_of(document)
    monkeypatch.setattr("mutualaid.matching.search.EXACT_CANDIDATES", 0)
    monkeypatch.setattr("mutualaid.matching.search.NEAR_CANDIDATES", 0)
    plan = plan_of(document)
    assert faults(document, plan) == []
    assert plan["bound"] >= best["value"] - 0.01
    assert plan["value"] >= 0.97 * best["value"]


@pytest.mark.parametrize("part", ["volunteers", "lots"])
@given(seed=st.integers(0, 10_000), other=st.integers(0, 10_000), shape=st.sampled_from(sorted(SHAPES)))
@settings(max_examples=8)
def test_one_more_volunteer_or_lot_never_lowers_the_value_by_more_than_the_gap(
    part: str, seed: int, other: int, shape: str
) -> None:
    document = generate("tiny", seed, shape=shape)
    fewer = plan_of(document)
    extra = generate("tiny", other, shape=shape)[part][0] | {"id": "new"}
    place = {"zone": document["zones"][0], "zones": None} if part == "volunteers" else {"site": document["zones"][-1]}
    document[part].append(extra | place)
    more = plan_of(document)
    assert more["value"] >= fewer["value"] - (more["bound"] - more["value"]) - 0.01


def test_other_ids_change_nothing_but_names() -> None:
    document = generate("small", 6, pins=1)
    names: dict[str, str] = {}
    shuffled = random.Random(1).sample(range(10_000), 500)
    for part in ("needs", "volunteers", "lots"):
        for row in document[part]:
            names[row["id"]] = f"x{shuffled[len(names)]}"
    renamed = json.loads(json.dumps(document), object_hook=lambda row: _renamed(row, names))
    first, second = plan_of(document), plan_of(renamed)
    assert first["value"] == second["value"]
    assert first["bound"] == second["bound"]
    assert _sorted(json.loads(json.dumps(first["matches"]), object_hook=lambda row: _renamed(row, names))) == _sorted(
        second["matches"]
    )


def _renamed(row: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    def other(value: Any) -> Any:
        if isinstance(value, list):
            return [other(one) for one in value]
        return names.get(value, value) if isinstance(value, str) else value

    return {key: other(value) for key, value in row.items()}


def _sorted(matches: list[dict[str, Any]]) -> list[Any]:
    return [(m["need"], sorted(m["volunteers"]), m["slot"], sorted(map(str, m["lots"]))) for m in matches]


def test_a_pure_assignment_is_solved_to_its_true_optimum() -> None:
    rng = random.Random(4)
    size = 60
    zones = [f"z{i}" for i in range(size)]
    places = [(rng.uniform(0, 20), rng.uniform(0, 20)) for _ in zones]
    km = [[round(((a - c) ** 2 + (b - d) ** 2) ** 0.5, 2) for c, d in places] for a, b in places]
    needs = [need(f"n{i}", zone=zones[i], slots=[0], urgency=1 + i % 4) for i in range(size)]
    crew = [volunteer(f"v{i}", zone=rng.choice(zones), radius_km=50, slots=[0], shifts=1) for i in range(size)]
    document = problem(needs, crew, zones=zones, km=km, slots=1)
    plan = plan_of(document)
    assert faults(document, plan) == []
    assert plan["gap"] < 1e-6
    assert len(plan["matches"]) == size


@pytest.mark.parametrize("shape", ["city", "scarce"])
def test_prices_over_all_at_once_and_some_at_a_time_prove_the_same(shape: str) -> None:
    base = instance(parse_problem(generate("S", 3, shape=shape)))
    whole = scope(base, [])
    dual = Dual(base, whole)
    priced = dual.descend(60, SILENT)
    bound, _ = survey(base, whole, dual.chosen, priced, lambda _chosen, _loss: None, SILENT)
    assert bound == pytest.approx(priced.bound, rel=1e-6)


def test_a_candidate_s_loss_is_no_more_than_what_a_plan_with_it_lacks() -> None:
    document = generate("small", 8)
    base = instance(parse_problem(document))
    whole = scope(base, [])
    dual = Dual(base, whole)
    priced = dual.descend(100, SILENT)
    plan = plan_of(document)
    at = {(n, v, s): k for k, (n, v, s) in enumerate(_triples(dual))}
    lacks = priced.bound - plan["value"]
    for match in plan["matches"]:
        for name in match["volunteers"]:
            assert priced.loss[at[match["need"], name, match["slot"]]] <= lacks + 1e-3
    assert isinstance(dual.earners, Earners)


def _triples(dual: Dual) -> list[tuple[str, str, int]]:
    problem, chosen = dual.base.problem, dual.chosen
    return [
        (problem.needs[n].id, problem.volunteers[v].id, s)
        for n, v, s in zip(chosen.need.tolist(), chosen.volunteer.tolist(), chosen.slot.tolist(), strict=True)
    ]
