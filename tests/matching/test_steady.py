"""A plan made after another keeps its proposals, unless a change is worth the calls that it costs."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutualaid.matching.engine import solve
from mutualaid.matching.problem import parse_problem
from mutualaid.matching.rows import Match
from mutualaid.matching.rules import value_of
from mutualaid.matching.steady import THRESHOLD, changes, exchanged, held, pieces, recalled
from tests.matching.checker import worth
from tests.matching.generate import SHAPES, generate
from tests.matching.harness import faults
from tests.matching.small import lot, need, problem, volunteer

Doc = dict[str, Any]


def plan_after(document: Doc, before: Doc, **options: Any) -> Doc:
    """The plan of a problem when the matches of an earlier plan are kept."""
    after = parse_problem(document)
    plan: Doc = json.loads(solve(after, kept=recalled(after, before["matches"]), **options).dumps())
    return plan


def plan_of(document: Doc) -> Doc:
    plan: Doc = json.loads(solve(parse_problem(document)).dumps())
    return plan


def people(plan: Doc) -> dict[str, list[str]]:
    return {row["need"]: row["volunteers"] for row in plan["matches"]}


def test_a_nearer_volunteer_does_not_take_over_for_less_than_two_calls_are_worth() -> None:
    ana = volunteer("ana", zone="north")
    before = plan_of(problem([need("n1")], [ana]))
    richer = problem([need("n1")], [ana, volunteer("near")])
    assert people(plan_of(richer)) == {"n1": ["near"]}
    assert people(plan_after(richer, before)) == {"n1": ["ana"]}


def test_a_nearer_volunteer_takes_over_when_that_saves_more_than_the_threshold() -> None:
    ana = volunteer("ana", zone="north", radius_km=30)
    before = plan_of(problem([need("n1")], [ana]))
    richer = problem([need("n1")], [ana, volunteer("near")])
    assert people(plan_after(richer, before, threshold=119.0)) == {"n1": ["near"]}
    assert people(plan_after(richer, before, threshold=121.0)) == {"n1": ["ana"]}


def test_a_new_urgent_need_moves_one_proposal_and_leaves_the_rest_alone() -> None:
    crew = [volunteer("ana", slots=[0], shifts=1), volunteer("eva", slots=[1], shifts=1)]
    before = plan_of(problem([need("n1", slots=[0]), need("n2", slots=[1])], crew))
    urgent = need("urgent", urgency=4, slots=[0])
    document = problem([need("n1", slots=[0]), need("n2", slots=[1]), urgent], crew)
    assert people(plan_after(document, before)) == {"urgent": ["ana"], "n2": ["eva"]}


def test_lots_that_nobody_can_tell_apart_are_not_swapped() -> None:
    asks = [need(f"n{i}", kind="pickup", quantity=2) for i in range(3)]
    before = plan_of(problem(asks, [], [lot("l1", quantity=2), lot("l2", quantity=2), lot("l3", quantity=2)]))
    before["matches"][0]["lots"], before["matches"][2]["lots"] = (
        before["matches"][2]["lots"],
        before["matches"][0]["lots"],
    )
    document = problem(asks, [], [lot("l1", quantity=2), lot("l2", quantity=2), lot("l3", quantity=2)])
    after = plan_after(document, before)
    assert [row["lots"] for row in after["matches"]] == [row["lots"] for row in before["matches"]]


def test_what_no_longer_holds_is_forgotten_and_the_weightiest_stay() -> None:
    asks = [need("light", kind="pickup", urgency=1), need("heavy", kind="pickup", urgency=4), need("gone")]
    before = plan_of(problem(asks, [volunteer("ana")], [lot("l1", quantity=6)]))
    later = parse_problem(problem(asks[:2], [], [lot("l1", quantity=3)]))
    kept = held(later, [], recalled(later, before["matches"]))
    assert [later.needs[m.need].id for m in kept] == ["heavy"]


def test_pins_stay_whatever_was_kept() -> None:
    document = generate("small", 3, pins=2)
    before = plan_of(generate("small", 3))
    after = plan_after(document, before)
    assert faults(document, after) == []
    rows = {row["need"]: {key: row[key] for key in ("need", "volunteers", "slot", "lots")} for row in after["matches"]}
    assert all(rows[pin["need"]] == pin for pin in document["pins"])


def disturbed(document: Doc, seed: int) -> Doc:
    """The problem some days later: people with less time, stock gone and come, needs withdrawn and new."""
    rng = random.Random(seed)
    later: Doc = json.loads(json.dumps(document))
    other = generate("tiny", seed + 100)
    for row in rng.sample(later["volunteers"], 2):
        row["slots"] = row["slots"][1:]
    for row in rng.sample(later["lots"], 2):
        row["quantity"] = rng.randint(1, 2 * row["quantity"])
    later["needs"] = [row for row in later["needs"] if rng.random() < 0.95]
    for i, row in enumerate(other["needs"][:3]):
        later["needs"].append(row | {"id": f"new{i}", "household": f"new{i}", "exclude": []})
    zones = set(later["zones"])
    later["needs"] = [row for row in later["needs"] if row["zone"] in zones]
    return later


@pytest.mark.parametrize(("shape", "seed"), [("city", 1), ("rural", 2), ("scarce", 3), ("event", 4)])
def test_each_piece_that_changes_gains_more_than_the_threshold_for_every_promise_it_breaks(
    shape: str, seed: int
) -> None:
    document = generate("small", seed, shape=shape)
    before, later = plan_of(document), disturbed(document, seed)
    after, free = plan_after(later, before), plan_of(later)
    assert faults(later, after) == []
    asked = parse_problem(later)
    kept = held(asked, [], recalled(asked, before["matches"]))
    found = recalled(asked, after["matches"])
    old, new = {m.need: m for m in kept}, {m.need: m for m in found}
    for piece in pieces(asked, old, new):
        undone = [m for m in found if m.need not in piece] + [old[n] for n in piece if n in old]
        gain = value_of(asked, found) - value_of(asked, undone)
        assert gain > THRESHOLD * sum(n in old for n in piece)
    assert after["bound"] >= free["value"] - 0.01
    assert after["value"] >= free["value"] - THRESHOLD * changes(kept, recalled(asked, free["matches"])) - 1.0


@given(st.integers(0, 10_000), st.sampled_from(sorted(SHAPES)))
def test_every_piece_of_two_plans_can_be_exchanged_by_itself(seed: int, shape: str) -> None:
    asked = parse_problem(document := generate("tiny", seed % 50, shape=shape))
    rng = random.Random(seed)
    plans = [_some_plan(asked, document, rng) for _ in range(2)]
    old, new = ({m.need: m for m in plan} for plan in plans)
    found = pieces(asked, old, new)
    assert sorted(n for piece in found for n in piece) == sorted(n for n in old | new if old.get(n) != new.get(n))
    taken = {n for piece in found if rng.random() < 0.5 for n in piece}
    mixed = {n: new[n] for n in taken if n in new} | {n: m for n, m in old.items() if n not in taken}
    value, wrong = worth(document, {"matches": [_row(asked, mixed[n]) for n in sorted(mixed)]})
    assert wrong == []
    best = exchanged(asked, plans[0], plans[1], [], 0.0)
    assert value_of(asked, best) >= max(value, *(value_of(asked, plan) for plan in plans)) - 0.01


def _row(asked: Any, match: Match) -> Doc:
    from mutualaid.matching.plan import match_row

    return match_row(asked, match)


def _some_plan(asked: Any, document: Doc, rng: random.Random) -> list[Match]:
    """A plan that keeps the rules: matches drawn at random, each kept if it still fits."""
    from mutualaid.matching.rules import lot_faults, volunteer_faults

    drawn = []
    for n, row in rng.sample(list(enumerate(asked.needs)), len(asked.needs)):
        able = [v for v, person in enumerate(asked.volunteers) if not volunteer_faults(asked, row, person)]
        lots = [x for x, stuff in enumerate(asked.lots) if row.item and not lot_faults(asked, row, stuff)]
        if len(able) < row.wants or (row.item and not lots):
            continue
        who = tuple(sorted(rng.sample(able, row.wants)))
        lines = ((rng.choice(lots), rng.randint(1, row.quantity)),) if row.item else ()
        drawn.append(Match(n, who, rng.choice(row.slots) if row.wants else None, lines))
    return held(asked, [], drawn)


def test_a_share_given_to_the_worst_served_is_given_after_promises_are_kept() -> None:
    document = generate("small", 7)
    before, later = plan_of(document), disturbed(document, 7)
    firm, fair = plan_after(later, before), plan_after(later, before, give=0.05)
    assert faults(later, fair) == []
    assert min(fair["groups"].values()) >= min(firm["groups"].values()) - 1e-6
    assert fair["value"] >= 0.95 * firm["value"] - 0.01


def test_the_same_problem_and_the_same_last_plan_give_the_same_bytes() -> None:
    document = generate("small", 9)
    before, later = plan_of(document), disturbed(document, 9)
    asked = parse_problem(later)
    kept = recalled(asked, before["matches"])
    assert solve(asked, kept=kept).dumps() == solve(parse_problem(later), kept=list(reversed(kept))).dumps()
