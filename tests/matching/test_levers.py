"""What would help most: each lever gains what it claims, moves and drops where that pays, and asks for no more."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from mutualaid.matching import outcome
from mutualaid.matching.joint import build
from mutualaid.matching.levers import find_levers
from mutualaid.matching.problem import parse_problem
from mutualaid.matching.rows import Match, Problem
from mutualaid.matching.rules import score
from mutualaid.matching.scope import instance, scope
from mutualaid.matching.search import best_plan, lawful
from mutualaid.matching.steady import recalled
from mutualaid.progress import SILENT, Progress
from tests.matching.generate import SHAPES, generate
from tests.matching.harness import faults, plan_of
from tests.matching.small import lot, need, problem, volunteer

Row = dict[str, Any]


def kind(lever: Row) -> str:
    return next(iter(lever["add"]))


def of(plan: Row, wanted: str) -> list[Row]:
    return [lever for lever in plan["levers"] if kind(lever) == wanted]


def with_addition(document: Row, add: Row) -> Row:
    richer: Row = json.loads(json.dumps(document))
    if "slot" in add:
        person = next(v for v in richer["volunteers"] if v["id"] == add["slot"]["volunteer"])
        person["slots"].append(add["slot"]["slot"])
    else:
        richer[f"{next(iter(add))}s"].append(next(iter(add.values())))
    return richer


def inserted(document: Row, plan: Row, add: Row) -> float:
    """What the addition gains beside the whole plan, when nothing of it is changed."""
    richer = parse_problem(with_addition(document, add))
    kept = recalled(richer, plan["matches"])
    base = instance(richer)
    local = scope(base, kept)
    model = build(base, local)
    if model.model.columns == 0:
        return 0.0
    solved = outcome.run(model, pulse=lambda: None)
    fresh = outcome.matches(base, local, model, solved, kept)
    return score(richer, [*kept, *fresh]).value - score(richer, kept).value


@pytest.mark.parametrize("shape", SHAPES)
def test_levers_hold_and_gain_no_less_than_the_addition_beside_the_plan(shape: str) -> None:
    for size, seed in (("tiny", 1), ("small", 3)):
        document = generate(size, seed, pins=seed % 2, shape=shape)
        plan = plan_of(document)
        assert faults(document, plan, reasons=False) == []
        for lever in plan["levers"]:
            assert lever["value"] >= inserted(document, plan, lever["add"]) * 0.999 - 1.0


@pytest.mark.campaign
@pytest.mark.parametrize("seed", range(40))
@pytest.mark.parametrize("shape", SHAPES)
def test_levers_hold_and_gain_no_less_in_many_places(shape: str, seed: int) -> None:
    document = generate("small" if seed % 4 else "S", 200 + seed, pins=seed % 3, shape=shape)
    plan = plan_of(document, effort="full" if seed % 2 else "quick")
    assert faults(document, plan, reasons=False) == []
    for lever in plan["levers"]:
        assert lever["value"] >= inserted(document, plan, lever["add"]) * 0.99 - 1.0


def test_a_missing_language_is_the_first_thing_to_look_for() -> None:
    needs = [need(f"m{i}", languages=["mam"], skill="interpreting", urgency=4, slots=[i % 2]) for i in range(4)]
    needs += [need(f"s{i}", languages=["spa"], slots=[2]) for i in range(3)]
    crew = [volunteer(f"v{i}", slots=[0, 1, 2], skills=["interpreting"]) for i in range(2)]
    document = problem(needs, crew)
    plan = plan_of(document)
    assert faults(document, plan) == []
    asked = plan["levers"][0]["add"]["volunteer"]
    assert (asked["languages"], asked["skills"]) == (["mam"], ["interpreting"])
    assert len(plan["levers"][0]["unlocks"]) == 2


def test_a_new_driver_frees_the_only_interpreter() -> None:
    # Only she speaks Mam, and she drives: nobody is needed who speaks it, only somebody who drives in her place.
    needs = [
        need("drive", kind="delivery", languages=["spa"], skill="deliveries", urgency=4, slots=[0]),
        need("mam", languages=["mam"], skill="interpreting", urgency=3, slots=[0]),
    ]
    only = volunteer("only", languages=["spa", "mam"], skills=["deliveries", "interpreting"], slots=[0], shifts=1)
    document = problem(needs, [only], [lot()])
    plan = plan_of(document)
    assert faults(document, plan) == []
    assert [m["need"] for m in plan["matches"]] == ["drive"]
    driver = next(x for x in of(plan, "volunteer") if x["add"]["volunteer"]["skills"] == ["deliveries"])
    assert driver["unlocks"] == ["mam"]
    assert {m["need"]: m["volunteers"] for m in driver["changed"]}["mam"] == ["only"]


def test_what_weighs_less_is_dropped_when_that_pays() -> None:
    # A second person for the urgent need is there, but does something light in that slot.
    needs = [
        need("heavy", people=2, skill="rides", urgency=4, slots=[0]),
        need("light", skill="childcare", urgency=1, slots=[0]),
    ]
    document = problem(needs, [volunteer("v1", skills=["rides", "childcare"], slots=[0])])
    plan = plan_of(document)
    assert faults(document, plan) == []
    first = plan["levers"][0]
    assert (first["unlocks"], first["dropped"]) == (["heavy"], ["light"])
    assert first["value"] > 6_000


def test_one_hour_more_counts_even_where_something_lighter_must_make_room() -> None:
    needs = [
        need("now", skill="rides", urgency=1, slots=[0]),
        need("later", skill="rides", urgency=4, slots=[5]),
    ]
    document = problem(needs, [volunteer("v1", skills=["rides"], slots=[0], shifts=1)])
    plan = plan_of(document)
    assert faults(document, plan) == []
    lever = of(plan, "slot")[0]
    assert lever["add"]["slot"] == {"volunteer": "v1", "slot": 5}
    assert lever["dropped"] == ["now"]


def test_a_lot_is_no_larger_and_no_more_special_than_what_is_taken_of_it() -> None:
    needs = [need(f"n{i}", kind="pickup", quantity=6, diet=["halal"] if i else []) for i in range(3)]
    needs.append(need("far", kind="pickup", zone="far", quantity=50, diet=["no-nuts"]))
    document = problem(needs, [], [lot(quantity=1)])
    plan = plan_of(document)
    assert faults(document, plan) == []
    asked = [lever["add"]["lot"] for lever in of(plan, "lot")]
    assert asked[0]["diet"] == ["halal"]
    assert asked[0]["quantity"] <= 18


def test_every_unmatched_need_counts_however_light() -> None:
    # A hundred weightier needs that nothing can help stand before the one that an hour more would meet.
    needs = [need(f"n{i}", skill="legal", zone="far", urgency=4, slots=[0]) for i in range(100)]
    needs.append(need("little", skill="rides", urgency=1, slots=[6]))
    document = problem(needs, [volunteer("v1", skills=["rides"], slots=[0])])
    assert "little" in of(plan_of(document), "slot")[0]["unlocks"]


def solved(document: Row) -> tuple[Problem, list[Match]]:
    parsed = parse_problem(document)
    found = best_plan(instance(parsed), list(parsed.pins), quick=True, progress=SILENT)
    return parsed, lawful(parsed, list(parsed.pins), found.matches)


def test_levers_are_ten_at_most_of_every_kind_and_always_the_same() -> None:
    parsed, matches = solved(generate("S", 2, shape="event"))
    levers = find_levers(instance(parsed), matches, quick=False, progress=SILENT)
    assert levers == find_levers(instance(parsed), matches, quick=False, progress=SILENT)
    assert 0 < len(levers) <= 10
    assert {kind(lever) for lever in levers} == {"volunteer", "lot", "slot"}
    assert [lever["value"] for lever in levers] == sorted((lever["value"] for lever in levers), reverse=True)
    assert len({(kind(x), *x["unlocks"]) for x in levers}) == len(levers)


def test_settling_ends_with_fewer_levers_that_still_hold() -> None:
    parsed, matches = solved(generate("S", 2, shape="event"))
    hurry = Progress()
    hurry.settle()
    base = instance(parsed)
    few = find_levers(base, matches, quick=False, progress=hurry)
    assert 0 < len(few) <= 3
    assert len(find_levers(base, matches, quick=False, progress=SILENT)) > len(few)


def test_nothing_helps_where_everything_is_met() -> None:
    parsed = parse_problem(problem([need("n1")], [volunteer("v1")]))
    met = [Match(0, (0,), 0, ())]
    assert find_levers(instance(parsed), met, quick=False, progress=SILENT) == []
    assert find_levers(instance(replace(parsed, needs=(), pins=())), [], quick=False, progress=SILENT) == []
