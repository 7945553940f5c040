"""Pins, fairness, sameness, cancelling, levers: what a coordinator may rely on beyond the single plan."""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from mutualaid.matching.engine import solve
from mutualaid.matching.problem import broken_pin, parse_problem
from mutualaid.matching.reasons import why_counts
from mutualaid.progress import Cancelled, Progress
from mutualaid.records.errors import BadInput, Refused
from tests.matching.generate import generate
from tests.matching.harness import faults, plan_of
from tests.matching.small import lot, need, problem, volunteer

ROOT = Path(__file__).resolve().parents[2]


def pin(name: str, who: list[str], slot: int | None, **units: int) -> dict[str, Any]:
    lines = [{"lot": lot_id, "quantity": count} for lot_id, count in units.items()]
    return {"need": name, "volunteers": who, "slot": slot, "lots": lines}


def test_pins_are_kept_though_a_better_plan_exists() -> None:
    document = problem(
        [need("n1", urgency=1), need("n2", urgency=4)],
        [volunteer("v1", zone="north", slots=[0]), volunteer("v2", slots=[0])],
        pins=[pin("n1", ["v2"], 0)],
    )
    plan = plan_of(document)
    assert faults(document, plan) == []
    assert [(m["need"], m["volunteers"]) for m in plan["matches"]] == [("n1", ["v2"]), ("n2", ["v1"])]
    assert plan["matches"][0]["reasons"][0]["code"] == "pinned"


def test_other_deliveries_join_a_pinned_run_without_paying_for_it_again() -> None:
    goods = [need(f"n{i}", kind="delivery") for i in range(3)]
    document = problem(goods, [volunteer(slots=[0], shifts=1, stops=2)], [lot()], pins=[pin("n0", ["v1"], 0, l1=1)])
    plan = plan_of(document)
    assert faults(document, plan) == []
    assert len(plan["matches"]) == 2
    assert plan["matches"][0]["lots"] == [{"lot": "l1", "quantity": 1}]
    assert plan["gap"] < 1e-6


@pytest.mark.parametrize(
    ("pins", "rule"),
    [
        ([pin("ride", ["mute"], 0)], "language"),
        ([pin("ride", ["v1"], 3)], "time"),
        ([pin("ride", ["v1", "mute"], 0)], "people"),
        ([pin("ride", ["v1"], 0), pin("visit", ["v1"], 0)], "busy"),
        ([pin("ride", ["v1"], 0), pin("box", ["v1"], 1, l1=1)], "shifts"),
        ([pin("box", ["v1"], 0, l1=4)], "quantity"),
        ([pin("box", ["v1"], 0, l2=1)], "item"),
        ([pin("box", ["v1"], 0, l1=3), pin("bag", [], None, l1=3)], "stock"),
        ([pin("box", ["v1"], 0)], "quantity"),
    ],
)
def test_a_pin_that_breaks_a_rule_is_refused_by_name(pins: list[dict[str, Any]], rule: str) -> None:
    document = problem(
        [
            need("ride", languages=["spa"], slots=[0, 1]),
            need("visit"),
            need("box", kind="delivery"),
            need("bag", kind="pickup"),
        ],
        [volunteer(shifts=1), volunteer("mute", languages=[])],
        [lot(quantity=5), lot("l2", item="coats")],
        pins=pins,
    )
    with pytest.raises(Refused) as caught:
        solve(parse_problem(document))
    assert caught.value.code == "pin_breaks_rule"
    assert caught.value.facts == {"need": pins[-1]["need"], "rule": rule}
    found = broken_pin(parse_problem(document))
    assert found is not None
    assert found.rule == rule


ALONE = """
import sys
from mutualaid.matching.engine import solve
from mutualaid.matching.problem import read_problem
sys.stdout.write(solve(read_problem(sys.argv[1]), give=float(sys.argv[2]), effort=sys.argv[3]).dumps())
"""
BUSY = "import sys; sys.stdin.close()\nwhile True: pass"


def bytes_of(file: Path, hash_seed: str, threads: str, give: float, effort: str) -> bytes:
    """The plan's bytes from a process of its own."""
    numbers = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), threads)
    done = subprocess.run(
        [sys.executable, "-c", ALONE, str(file), str(give), effort],
        env={**os.environ, **numbers, "PYTHONHASHSEED": hash_seed},
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    return done.stdout


def same_in_every_process(document: dict[str, Any], folder: Path, give: float, effort: str) -> None:
    """Other hash seeds, other threads and busy processors beside it leave every byte as it is."""
    file = folder / "problem.json"
    file.write_text(json.dumps(document), encoding="utf-8")
    first = bytes_of(file, "1", "1", give, effort)
    loads = [subprocess.Popen([sys.executable, "-c", BUSY], stdin=subprocess.PIPE) for _ in range(2)]
    try:
        assert bytes_of(file, "2", "2", give, effort) == first
    finally:
        for load in loads:
            load.kill()
            load.communicate()


def test_the_same_problem_gives_the_same_bytes_in_every_process_whatever_the_load(tmp_path: Path) -> None:
    document = generate("small", 7, pins=2)
    same_in_every_process(document, tmp_path, 0.05, "full")


@pytest.mark.campaign
@pytest.mark.parametrize(("size", "effort"), [("S", "full"), ("M", "quick")])
@pytest.mark.parametrize("shape", ["city", "rural", "scarce", "event"])
def test_larger_problems_give_the_same_bytes_in_every_process_whatever_the_load(
    size: str, effort: str, shape: str, tmp_path: Path
) -> None:
    same_in_every_process(generate(size, 11, pins=2, shape=shape), tmp_path, 0.0, effort)


def test_the_order_of_the_rows_of_a_set_does_not_matter() -> None:
    document = generate("small", 3)
    turned = json.loads(json.dumps(document))
    for row in [*turned["needs"], *turned["volunteers"]]:
        row["languages"].reverse()
        row["access"].reverse()
    assert solve(parse_problem(document)).dumps() == solve(parse_problem(turned)).dumps()


def test_giving_nothing_up_leaves_the_best_value_and_giving_serves_the_worst_group() -> None:
    needs = [need(f"a{i}", urgency=3, group="many") for i in range(2)] + [need("b", urgency=2, group="few")]
    document = problem(needs, [volunteer(slots=[0, 1], shifts=2)])
    best = plan_of(document)
    fair = plan_of(document, give=0.3)
    assert best["groups"] == {"few": 0.0, "many": 1.0}
    assert faults(document, fair) == []
    assert min(fair["groups"].values()) == 0.5
    assert fair["value"] >= 0.7 * best["value"]
    assert plan_of(document, give=0.2)["groups"] == best["groups"]


def test_fairness_is_leximin_not_only_the_worst_group() -> None:
    # Group c can never be served; of the other two the worse off still comes first.
    needs = [
        *[need(f"a{i}", urgency=3, group="a") for i in range(2)],
        need("b", urgency=2, group="b"),
        need("c", group="c", trust=9),
    ]
    document = problem(needs, [volunteer(slots=[0, 1], shifts=2)])
    assert plan_of(document)["groups"] == {"a": 1.0, "b": 0.0, "c": 0.0}
    assert plan_of(document, give=0.3)["groups"] == {"a": 0.5, "b": 1.0, "c": 0.0}


@pytest.mark.parametrize("give", [0.02, pytest.param(0.1, marks=pytest.mark.campaign)])
def test_a_fair_plan_keeps_every_rule_and_never_gives_up_more_than_asked(give: float) -> None:
    document = generate("small", 5, pins=1)
    best, fair = plan_of(document), plan_of(document, give=give)
    assert faults(document, fair) == []
    assert fair["value"] >= (1 - give) * best["value"]
    assert sorted(fair["groups"].values()) >= sorted(best["groups"].values())


@pytest.mark.parametrize("give", [-0.1, 1.5, float("nan")])
def test_a_share_to_give_outside_nought_and_one_is_refused(give: float) -> None:
    with pytest.raises(BadInput) as caught:
        solve(parse_problem(problem()), give=give)
    assert caught.value.code == "give_out_of_range"


def test_cancel_stops_the_work_at_its_next_step() -> None:
    heard: list[int] = []
    handle = Progress(lambda done, total: handle.cancel() if len(heard) == 5 else heard.append(done))
    with pytest.raises(Cancelled):
        solve(parse_problem(generate("S", 1)), progress=handle)
    assert len(heard) == 5


def test_progress_is_told_in_hundredths_and_never_goes_back() -> None:
    told: list[tuple[int, int]] = []
    solve(parse_problem(generate("small", 2)), progress=Progress(lambda done, total: told.append((done, total))))
    assert all(total == 100 for _, total in told)
    assert [done for done, _ in told] == sorted(done for done, _ in told)


def test_problems_and_plans_travel_between_processes() -> None:
    checked = parse_problem(generate("small", 1))
    assert pickle.loads(pickle.dumps(checked)) == checked
    plan = solve(checked)
    assert pickle.loads(pickle.dumps(plan)).dumps() == plan.dumps()


def test_levers_of_every_kind_are_found_and_ranked() -> None:
    needs = [
        need("mam", languages=["mam"], urgency=4),
        need("bag", kind="pickup", item="formula"),
        need("late", slots=[6], urgency=3),
    ]
    document = problem(needs, [volunteer()], [lot()])
    plan = plan_of(document)
    assert faults(document, plan) == []
    assert {next(iter(lever["add"])) for lever in plan["levers"]} == {"volunteer", "lot", "slot"}
    values = [lever["value"] for lever in plan["levers"]]
    assert values == sorted(values, reverse=True)
    assert {"mam", "bag", "late"} == {name for lever in plan["levers"] for name in lever["unlocks"]}


def test_why_counts_tells_of_one_need_what_the_plan_would() -> None:
    document = generate("small", 4)
    plan, checked = plan_of(document), parse_problem(document)
    for row in plan["unmatched"]:
        assert {**why_counts(checked, row["need"]), "outbid_by": row["outbid_by"]} == row


def test_quick_keeps_every_rule_too() -> None:
    document = generate("S", 3)
    plan = plan_of(document, effort="quick")
    assert faults(document, plan) == []


def test_what_is_too_large_for_one_model_is_solved_in_blocks_within_a_proved_bound(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    document = generate("S", 2, pins=4)
    best = plan_of(document)
    monkeypatch.setattr("mutualaid.matching.search.EXACT_CANDIDATES", 0)
    plan = plan_of(document, effort="quick")
    assert faults(document, plan) == []
    assert plan["bound"] >= best["value"] - 0.01
    assert plan["gap"] < 0.12
