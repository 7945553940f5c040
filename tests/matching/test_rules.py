"""Each rule keeps a match apart, and what the plan says about it names that rule."""

from __future__ import annotations

from typing import Any

import pytest

from tests.matching.harness import faults, plan_of
from tests.matching.small import lot, need, problem, volunteer


def solved(document: dict[str, Any], **options: Any) -> dict[str, Any]:
    plan = plan_of(document, **options)
    assert faults(document, plan) == []
    return plan


def met(plan: dict[str, Any]) -> list[str]:
    return [m["need"] for m in plan["matches"]]


def test_a_volunteer_who_can_is_matched_and_the_plan_is_proved_best() -> None:
    plan = solved(problem([need()], [volunteer()]))
    assert met(plan) == ["n1"]
    assert plan["gap"] < 1e-6
    assert plan["matches"][0]["volunteers"] == ["v1"]


@pytest.mark.parametrize(
    ("rule", "asked", "has"),
    [
        ("time", {"slots": [5]}, {"slots": [4]}),
        ("distance", {"zone": "far"}, {}),
        ("distance", {"zone": "north"}, {"zones": ["centre"]}),
        ("skill", {"skill": "rides"}, {"skills": ["legal"]}),
        ("language", {"languages": ["mam", "quc"]}, {}),
        ("access", {"access": ["stairs"]}, {"access": ["dogs"]}),
        ("trust", {"trust": 2}, {"trust": 1}),
        ("seats", {"seats": 5}, {}),
        ("excluded", {"exclude": ["v1"]}, {}),
    ],
)
def test_one_rule_keeps_a_volunteer_away_and_is_counted(rule: str, asked: dict[str, Any], has: dict[str, Any]) -> None:
    plan = solved(problem([need(**asked)], [volunteer(**has)]))
    assert met(plan) == []
    row = plan["unmatched"][0]
    assert row["code"] == "no_volunteer"
    assert row["volunteers"] == {"eligible": 0, "one_away": {rule: 1}}


@pytest.mark.parametrize(
    ("rule", "asked", "has"),
    [
        ("item", {}, {"item": "beans"}),
        ("diet", {"diet": ["halal"]}, {"diet": ["vegan"]}),
        ("expiry", {"slots": [4, 5]}, {"expires_day": 0}),
        ("distance", {}, {"site": "far"}),
        ("stock", {}, {"quantity": 0}),
    ],
)
def test_one_rule_keeps_a_lot_away_and_is_counted(rule: str, asked: dict[str, Any], has: dict[str, Any]) -> None:
    plan = solved(problem([need(kind="pickup", **asked)], [], [lot(**has)]))
    assert met(plan) == []
    row = plan["unmatched"][0]
    assert row["code"] == "no_lot"
    assert row["lots"] == {"eligible": 0, "one_away": {rule: 1}}
    assert "volunteers" not in row


def test_listed_zones_replace_the_radius_both_ways() -> None:
    far = need(zone="far", urgency=4)
    assert met(solved(problem([far], [volunteer(zones=["far"], radius_km=1)]))) == ["n1"]
    assert met(solved(problem([need()], [volunteer(zones=["far"], radius_km=1)]))) == []


def test_a_named_substitute_serves_but_the_item_itself_is_preferred() -> None:
    asked = need(kind="pickup", substitutes=["beans"])
    assert met(solved(problem([asked], [], [lot(item="beans")]))) == ["n1"]
    plan = solved(problem([asked], [], [lot(item="beans"), lot("l2")]))
    assert [line["lot"] for line in plan["matches"][0]["lots"]] == ["l2"]


def test_a_slot_holds_one_service_only() -> None:
    plan = solved(problem([need("n1"), need("n2", urgency=3)], [volunteer(slots=[0])]))
    assert met(plan) == ["n2"]
    assert plan["unmatched"][0]["code"] == "outbid"
    assert plan["unmatched"][0]["outbid_by"] == ["n2"]


def test_shifts_limit_the_slots_of_the_whole_horizon() -> None:
    assert len(met(solved(problem([need(f"n{i}") for i in range(4)], [volunteer(shifts=2)])))) == 2


def test_deliveries_to_one_zone_share_a_run_and_two_zones_do_not() -> None:
    together = [need("n1", kind="delivery"), need("n2", kind="delivery")]
    apart = [need("n1", kind="delivery"), need("n2", kind="delivery", zone="north")]
    crew, stock = [volunteer(slots=[0])], [lot()]
    assert met(solved(problem(together, crew, stock))) == ["n1", "n2"]
    assert len(met(solved(problem(apart, crew, stock)))) == 1


def test_stops_count_households_not_needs() -> None:
    crew, stock = [volunteer(slots=[0], stops=1)], [lot()]
    same = [need("n1", kind="delivery", household="h"), need("n2", kind="delivery", household="h")]
    other = [need("n1", kind="delivery"), need("n2", kind="delivery")]
    assert len(met(solved(problem(same, crew, stock)))) == 2
    assert len(met(solved(problem(other, crew, stock)))) == 1


def test_a_run_carries_no_more_than_its_weight_even_in_tenths() -> None:
    goods = [need(f"n{i}", kind="delivery", kg=0.1) for i in range(3)]
    assert len(met(solved(problem(goods, [volunteer(slots=[0], kg=0.2)], [lot()])))) == 2
    # In floating point 0.1 + 0.1 + 0.1 is more than 0.3: the checker's sum is the one that counts.
    assert len(met(solved(problem(goods, [volunteer(slots=[0], kg=0.3)], [lot()])))) == 2


def test_a_service_for_two_takes_two_in_the_same_slot_or_nobody() -> None:
    pair = need(people=2)
    plan = solved(problem([pair], [volunteer("v1", slots=[0, 1]), volunteer("v2", slots=[1, 2])]))
    assert plan["matches"][0]["slot"] == 1
    assert plan["matches"][0]["volunteers"] == ["v1", "v2"]
    never = solved(problem([pair], [volunteer("v1", slots=[0]), volunteer("v2", slots=[1])]))
    assert never["unmatched"][0]["code"] == "no_joint"
    assert solved(problem([pair], [volunteer()]))["unmatched"][0]["code"] == "no_volunteer"


def test_a_delivery_comes_on_a_day_when_its_goods_are_fresh() -> None:
    goods = need(kind="delivery", slots=[3, 4])
    fits = solved(problem([goods], [volunteer(slots=[3, 4])], [lot(expires_day=0)]))
    assert fits["matches"][0]["slot"] == 3
    late = solved(problem([goods], [volunteer(slots=[4])], [lot(expires_day=0)]))
    assert late["unmatched"][0]["code"] == "no_joint"


def test_scarce_goods_go_to_many_in_part_rather_than_to_one_in_whole() -> None:
    plan = solved(problem([need(f"n{i}", kind="pickup") for i in range(3)], [], [lot(quantity=3)]))
    assert [m["lots"][0]["quantity"] for m in plan["matches"]] == [1, 1, 1]
    assert {"code": "partial", "filled": 1, "quantity": 3, "left": 0} in plan["matches"][0]["reasons"]


def test_what_expires_first_is_given_first() -> None:
    plan = solved(problem([need(kind="pickup")], [], [lot("l1"), lot("l2", expires_day=1)]))
    assert [line["lot"] for line in plan["matches"][0]["lots"]] == ["l2"]


def test_a_trip_that_costs_more_than_it_earns_is_not_made_and_nobody_outbids() -> None:
    plan = solved(problem([need(zone="far", urgency=1)], [volunteer(radius_km=50)]))
    assert met(plan) == []
    assert plan["unmatched"][0]["code"] == "outbid"
    assert plan["unmatched"][0]["outbid_by"] == []


def test_stock_held_by_others_is_named() -> None:
    plan = solved(problem([need("n1", kind="pickup", urgency=4), need("n2", kind="pickup")], [], [lot(quantity=1)]))
    assert met(plan) == ["n1"]
    assert plan["unmatched"][0]["outbid_by"] == ["n1"]


def test_every_match_says_why() -> None:
    goods = [need("n1", kind="delivery", languages=["spa"]), need("n2", kind="delivery")]
    plan = solved(problem(goods, [volunteer(), volunteer("v2", zone="north")], [lot(expires_day=2)]))
    codes = [{reason["code"] for reason in match["reasons"]} for match in plan["matches"]]
    assert {"nearest_volunteer", "joins_run", "only_lot", "expires_soon", "urgency"} <= codes[0]
    assert plan["matches"][0]["reasons"][0]["language"] == "spa"


def test_costs_of_the_problem_replace_the_usual_ones() -> None:
    plan = solved(problem([need(zone="north")], [volunteer()], costs={"km": 100}))
    assert plan["value"] == pytest.approx(2000 - 300)


def test_an_empty_problem_has_an_empty_plan() -> None:
    plan = solved(problem())
    assert (plan["value"], plan["bound"], plan["gap"]) == (0.0, 0.0, 0.0)
