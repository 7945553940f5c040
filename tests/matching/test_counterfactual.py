"""What if: a wish is granted by a lawful plan whose difference in value is exact, or the rule in its way is named."""

from __future__ import annotations

import random
from functools import cache
from typing import Any

import pytest

from mutualaid.matching.counterfactual import Answer, what_if
from mutualaid.matching.differences import difference
from mutualaid.matching.plan import match_row
from mutualaid.matching.problem import Problem, parse_problem
from mutualaid.matching.rows import Match
from mutualaid.matching.rules import lot_faults, volunteer_faults
from mutualaid.matching.steady import recalled
from mutualaid.matching.wish import Wish, forbidden
from mutualaid.progress import Cancelled, Progress
from tests.matching.checker import worth
from tests.matching.generate import SHAPES, generate
from tests.matching.harness import plan_of, shared_checker
from tests.matching.small import lot, need, problem, volunteer

Doc = dict[str, Any]
PLACES = [(shape, seed) for shape in SHAPES for seed in (1, 2)]


@cache
def solved(shape: str, seed: int, size: str = "small") -> tuple[Doc, Doc]:
    document = generate(size, seed, pins=seed, shape=shape)
    return document, plan_of(document, effort="quick")


def asked(document: Doc, plan: Doc, wish: Wish) -> tuple[Problem, list[Match], Answer]:
    checked = parse_problem(document)
    return checked, *what_if(checked, recalled(checked, plan["matches"]), wish)


def wishes(checked: Problem, plan: Doc, rng: random.Random) -> list[Wish]:
    """One of each kind: a need left out, somebody else for a match, somebody for a need left out, another lot."""
    pinned = {pin.need for pin in checked.pins}
    left = [checked.need_at[row["need"]] for row in plan["unmatched"] if row["code"] == "outbid"]
    met = [m.need for m in recalled(checked, plan["matches"]) if m.need not in pinned]
    out = [Wish(rng.choice(left))] if left else []
    for among in (met, left):
        able = [
            Wish(n, v)
            for n in among
            for v, person in enumerate(checked.volunteers)
            if checked.needs[n].wants and not volunteer_faults(checked, checked.needs[n], person)
        ]
        out += [rng.choice(able)] if able else []
    fits = [
        Wish(n, lot=x)
        for n in met
        for x, one in enumerate(checked.lots)
        if checked.needs[n].kind == "pickup" and not lot_faults(checked, checked.needs[n], one)
    ]
    return out + ([rng.choice(fits)] if fits else [])


def faults(document: Doc, plan: Doc, wish: Wish) -> list[str]:
    """Everything wrong with an answer."""
    checked, now, answer = asked(document, plan, wish)
    if answer.plan is None:
        return [] if answer.forbidden else ["neither possible nor forbidden"]
    rows = [match_row(checked, match) for match in answer.plan]
    value, wrong = worth(document, {"matches": rows})
    if (shared := shared_checker()) is not None:
        wrong += shared.check(document, {"matches": rows})[1]
    if abs(value - plan["value"] - answer.value) > 0.01:
        wrong.append(f"says {answer.value}, changes {value - plan['value']}")
    if value > plan["bound"] + 0.01:
        wrong.append("better than the proved bound")
    made = next((m for m in answer.plan if m.need == wish.need), None)
    if made is None or (wish.volunteer is not None and wish.volunteer not in made.volunteers):
        wrong.append("the wish is not granted")
    if made is not None and wish.lot is not None and wish.lot not in dict(made.lots):
        wrong.append("the lot is another")
    told = difference(now, answer.plan)
    if set(told.dropped) != {m.need for m in now} - {m.need for m in answer.plan}:
        wrong.append("what gives way is told wrong")
    return wrong


@pytest.mark.parametrize(("shape", "seed"), PLACES)
def test_a_granted_wish_is_a_lawful_plan_with_its_exact_change_of_value(shape: str, seed: int) -> None:
    document, plan = solved(shape, seed)
    found = wishes(parse_problem(document), plan, random.Random(seed))
    assert found
    assert [faults(document, plan, wish) for wish in found] == [[]] * len(found)


@pytest.mark.campaign
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("seed", range(10, 25))
def test_many_wishes_in_many_places(shape: str, seed: int) -> None:
    document, plan = solved(shape, seed, "S" if seed % 5 == 0 else "small")
    rng = random.Random(seed)
    for _ in range(5):
        for wish in wishes(parse_problem(document), plan, rng):
            assert faults(document, plan, wish) == []


def test_wishing_for_what_the_plan_has_changes_nothing() -> None:
    document, plan = solved("city", 1)
    checked = parse_problem(document)
    match = next(m for m in recalled(checked, plan["matches"]) if m.volunteers and m not in checked.pins)
    _, now, answer = asked(document, plan, Wish(match.need, match.volunteers[0], match.slot))
    assert answer.plan == now
    assert answer.value == 0


def test_the_lightest_gives_way_and_takes_another_volunteer_where_there_is_one() -> None:
    needs = [need("n1", urgency=3, slots=[0]), need("n2", urgency=1, slots=[0]), need("n3", urgency=2, slots=[0])]
    people = [volunteer("v1", slots=[0]), volunteer("v2", slots=[0])]
    document = problem(needs, people)
    plan = plan_of(document)
    _checked, now, answer = asked(document, plan, Wish(1))
    assert answer.plan is not None
    assert difference(now, answer.plan).dropped == [2]
    assert answer.value == 1000 - 2000


def test_two_wishes_for_one_need_may_name_one_of_its_two_people() -> None:
    people = [volunteer("v1"), volunteer("v2"), volunteer("v3", zone="north")]
    document = problem([need(people=2)], people)
    _checked, _, answer = asked(document, plan_of(document), Wish(0, 2))
    assert answer.plan is not None
    assert 2 in answer.plan[0].volunteers
    assert len(answer.plan[0].volunteers) == 2


def test_one_of_several_alike_lots_is_given_when_it_is_wished_for() -> None:
    needs = [need(f"n{i}", kind="pickup", quantity=4) for i in range(2)]
    document = problem(needs, [], [lot("l1", quantity=4), lot("l2", quantity=4)])
    plan = plan_of(document)
    taken = plan["matches"][0]["lots"][0]["lot"]
    other = 1 if taken == "l1" else 0
    _, _, answer = asked(document, plan, Wish(0, lot=other))
    assert answer.plan is not None
    assert [dict(m.lots) for m in answer.plan] == [{other: 4}, {1 - other: 4}]
    assert answer.value == 0


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"skills": []}, "skill"),
        ({"languages": ["eng"]}, "language"),
        ({"access": []}, "access"),
        ({"trust": 0}, "trust"),
        ({"seats": 0}, "seats"),
        ({"shifts": 0}, "shifts"),
        ({"stops": 0}, "stops"),
        ({"kg": 1}, "load"),
        ({"slots": [5]}, "time"),
        ({"zone": "far"}, "distance"),
    ],
)
def test_the_rule_in_the_way_of_a_volunteer_is_named(fields: Doc, rule: str) -> None:
    asks = {"skill": "rides", "languages": ["spa"], "access": ["stairs"], "trust": 1, "seats": 1}
    has = {"skills": ["rides"], "access": ["stairs"]}
    document = problem([need(kind="delivery", **asks)], [volunteer(**(has | fields))], [lot()])
    assert [one["rule"] for one in forbidden(parse_problem(document), [], Wish(0, 0))] == [rule]


def test_rules_that_talking_bends_are_bent_for_the_wish_alone() -> None:
    needs = [need("n1", zone="far", slots=[6], urgency=4), need("n2", zone="far", slots=[6], urgency=4)]
    document = problem(needs, [volunteer(slots=[0])])
    _checked, _now, answer = asked(document, plan_of(document), Wish(0, 0))
    assert {one["rule"] for one in answer.forbidden} == {"time", "distance"}
    assert answer.forbidden[0]["slots"] == [6]
    assert (answer.forbidden[1]["km"], answer.forbidden[1]["most"]) == (30, 10)
    assert not answer.lawful
    assert answer.plan is not None
    assert [m.need for m in answer.plan] == [0]
    assert answer.value == 8000 - 40 * 30


def test_what_pins_hold_is_told_apart_from_what_never_comes_together() -> None:
    pins = [{"need": "n1", "volunteers": ["v1"], "slot": 0, "lots": []}]
    held = problem([need("n1"), need("n2", slots=[0])], [volunteer(slots=[0])], pins=pins)
    assert asked(held, plan_of(held), Wish(1, 0))[2].forbidden == [{"rule": "pins"}]
    lonely = problem([need(people=2)], [volunteer()])
    assert asked(lonely, plan_of(lonely), Wish(0, 0))[2].forbidden == [{"rule": "never"}]
    assert asked(held, plan_of(held), Wish(0, 0))[2].forbidden == [{"rule": "pinned"}]


def test_the_same_wish_has_the_same_answer_and_can_be_cancelled() -> None:
    document, plan = solved("scarce", 2)
    wish = wishes(parse_problem(document), plan, random.Random(2))[0]
    assert asked(document, plan, wish)[2] == asked(document, plan, wish)[2]
    checked, handle = parse_problem(document), Progress()
    handle.cancel()
    with pytest.raises(Cancelled):
        what_if(checked, recalled(checked, plan["matches"]), wish, handle)
