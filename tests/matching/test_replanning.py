"""A plan's document brought from one problem's document to another's: whole, with reasons, or not at all."""

from __future__ import annotations

import json
from typing import Any

import pytest

from mutualaid.matching.replanning import FEW, replanned
from mutualaid.progress import SILENT, Cancelled, Progress
from tests.matching.generate import generate
from tests.matching.harness import faults, plan_of

Doc = dict[str, Any]


@pytest.fixture(scope="module")
def before() -> Doc:
    return generate("small", 2, pins=2)


@pytest.fixture(scope="module")
def plan(before: Doc) -> Doc:
    return plan_of(before)


def copied(document: Doc) -> Doc:
    copy: Doc = json.loads(json.dumps(document))
    return copy


def brought(before: Doc, after: Doc, plan: Doc, progress: Progress = SILENT) -> Doc | None:
    new = replanned(before, after, plan["matches"], plan["bound"], progress=progress)
    return None if new is None else json.loads(new.dumps())


def kept(before: Doc, after: Doc) -> int:
    def told(plan: Doc) -> set[str]:
        return {json.dumps([row["need"], row["volunteers"], row["slot"], row["lots"]]) for row in plan["matches"]}

    return len(told(before) & told(after))


def test_a_plan_of_an_unchanged_problem_stays_what_it_was(before: Doc, plan: Doc) -> None:
    same = brought(before, copied(before), plan)
    assert same is not None
    assert faults(before, same) == []
    assert (kept(plan, same), same["bound"]) == (len(plan["matches"]), plan["bound"])


def test_a_few_changes_are_worked_in_and_the_rest_stays(before: Doc, plan: Doc) -> None:
    after = copied(before)
    pinned = {row["need"] for row in before["pins"]}
    after["needs"] = [row for row in after["needs"] if row["id"] != "n5" or "n5" in pinned]
    far = [*before["km"][0], 4.0]
    after["zones"] = ["new zone", *before["zones"]]
    after["km"] = [[0.0, *far[1:]], *([far[i + 1], *row] for i, row in enumerate(before["km"]))]
    after["needs"].append(copied(before["needs"][0]) | {"id": "arrived", "household": "new", "zone": "new zone"})
    after["lots"][0]["quantity"] += 20
    busy = {v for row in before["pins"] for v in row["volunteers"]}
    away = next(row for row in after["volunteers"] if row["id"] not in busy)
    away["slots"] = []
    after["pins"] = after["pins"][1:]
    new = brought(before, after, plan)
    assert new is not None
    assert faults(after, new) == []
    assert new["value"] >= 0.97 * plan_of(after)["value"]
    assert kept(plan, new) >= 0.8 * len(plan["matches"])
    assert new == brought(before, after, plan)


def test_the_hour_that_passed_is_no_reason_to_solve_anew(before: Doc, plan: Doc) -> None:
    after = copied(before)
    for row in [*after["needs"], *after["volunteers"]]:
        row["slots"] = [slot for slot in row["slots"] if slot > 0]
    pins = [row for row in after["pins"] if row["slot"] != 0]
    after["pins"] = pins
    new = brought(before, after, plan)
    assert new is not None
    assert faults(after, new) == []


def test_much_that_changed_other_distances_and_another_plan_call_for_a_solve(before: Doc, plan: Doc) -> None:
    after = copied(before)
    for i in range(FEW + 1):
        after["needs"].append(copied(before["needs"][i % 30]) | {"id": f"new{i}", "household": f"new{i}"})
    assert brought(before, after, plan) is None
    after = copied(before)
    after["km"][0][1] = after["km"][1][0] = after["km"][0][1] + 1
    assert brought(before, after, plan) is None
    assert brought(before, copied(before) | {"haul_km": 1.0}, plan) is None
    twice = copied(plan)
    twice["matches"].append(copied(twice["matches"][-1]) | {"need": "nobody"})
    assert brought(before, before, twice) is None
    busy = copied(plan)
    services = [row for row in busy["matches"] if len(row["volunteers"]) == 1 and not row["lots"]]
    services[-1]["volunteers"], services[-1]["slot"] = services[-2]["volunteers"], services[-2]["slot"]
    assert brought(before, before, busy) is None


def test_bringing_a_plan_up_to_date_can_be_cancelled(before: Doc, plan: Doc) -> None:
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        brought(before, before, plan, progress)
