"""Interpreters: a helper and somebody who speaks for her, when nobody speaks the household's language herself."""

from __future__ import annotations

import copy
import json
from typing import Any

import numpy as np
import pytest

from mutualaid.language.errors import sentence
from mutualaid.matching.eligibility import eligibility
from mutualaid.matching.engine import solve
from mutualaid.matching.problem import parse_problem
from mutualaid.matching.rules import VOLUNTEER_RULES, volunteer_faults
from mutualaid.records.errors import BadInput, Refused
from tests.matching.generate import SHAPES, generate, interpreted
from tests.matching.harness import plan_of
from tests.matching.interpreters_checker import faults
from tests.matching.small import lot, need, problem, volunteer

WIDER = "mutualaid-problem/1+interpreters"


def place(needs: list[dict[str, Any]], people: list[dict[str, Any]], **fields: Any) -> dict[str, Any]:
    return problem(needs, people, [lot()], format=WIDER, **fields)


def mam(name: str = "ride", **fields: Any) -> dict[str, Any]:
    return need(
        name, **{"languages": ["mam"], "interpreting": "remote", "relay": [], "slots": [0], "urgency": 3, **fields}
    )


def ana(**fields: Any) -> dict[str, Any]:
    """She speaks Mam and Spanish, and interprets."""
    voice = {"languages": ["mam", "spa"], "interprets": ["mam", "spa"], "in_person": True, "calls": 2}
    return volunteer("ana", **{"skills": [], "slots": [0], "stops": 0, **voice, **fields})


def plain(document: dict[str, Any]) -> list[tuple[Any, ...]]:
    plan = plan_of(document)
    assert faults(document, plan) == []
    assert plan["gap"] < 1e-6
    return [
        (m["need"], *m["volunteers"], *(m["interpreter"][k] for k in ("volunteer", "mode", "languages")))
        if "interpreter" in m
        else (m["need"], *m["volunteers"])
        for m in plan["matches"]
    ]


def test_a_helper_who_does_not_speak_the_language_is_helped_by_telephone() -> None:
    document = place([mam(skill="rides")], [volunteer(skills=["rides"]), ana(zone="far")])
    assert plain(document) == [("ride", "v1", "ana", "remote", ["mam", "spa"])]


def test_whoever_speaks_the_language_comes_first() -> None:
    document = place([mam()], [volunteer(), ana(), volunteer("luz", languages=["mam"])])
    assert plain(document) == [("ride", "luz")]


@pytest.mark.parametrize(
    ("asks", "voice"),
    [
        ({"interpreting": "none"}, {}),
        ({"interpreting": "in_person"}, {"in_person": False}),
        ({"interpreting": "in_person"}, {"zone": "far", "radius_km": 3}),
        ({"interpreting": "in_person", "access": ["stairs"]}, {}),
        ({"relay": ["eng"]}, {}),
        ({"trust": 3}, {"trust": 2}),
        ({"exclude": ["ana"]}, {}),
        ({}, {"calls": 0, "in_person": False}),
        ({}, {"slots": [1]}),
        ({}, {"shifts": 0}),
        ({}, {"interprets": ["spa"]}),
    ],
)
def test_an_interpreter_must_be_allowed_trusted_free_and_understood(
    asks: dict[str, Any], voice: dict[str, Any]
) -> None:
    document = place([mam(skill="rides", **asks)], [volunteer(skills=["rides"], access=["stairs"]), ana(**voice)])
    assert plain(document) == []
    row = plan_of(document)["unmatched"][0]
    assert (row["code"], row["volunteers"]["one_away"].get("language")) in [("no_volunteer", 1), ("no_joint", None)]


def test_who_comes_pays_the_way_and_helps_one_need_and_who_is_called_as_many_as_she_takes() -> None:
    two = [mam("one", skill="rides"), mam("two", skill="rides"), mam("three", skill="rides", urgency=1)]
    helpers = [volunteer(f"v{i}", skills=["rides"], slots=[0]) for i in range(3)]
    assert len(plain(place(two, [*helpers, ana(zone="north")]))) == 2
    assert len(plain(place([{**n, "interpreting": "in_person"} for n in two], [*helpers, ana(zone="north")]))) == 1
    came = plan_of(place([mam(interpreting="in_person", skill="rides")], [helpers[0], ana(zone="north")]))
    called = plan_of(place([mam(skill="rides")], [helpers[0], ana(zone="north")]))
    assert came["value"] == pytest.approx(called["value"] - 3 * 40)
    assert called["value"] == 4000 - 100


def test_interpreting_takes_the_slot_and_a_shift() -> None:
    other = need("visit", slots=[0], skill="visits", urgency=4)
    busy = [volunteer(skills=["rides"]), ana(skills=["visits"])]
    assert plain(place([mam(skill="rides"), other], busy)) == [("visit", "ana")]
    later = [volunteer(skills=["rides"]), ana(skills=["visits"], slots=[0, 1], shifts=1)]
    assert plain(place([mam(skill="rides"), {**other, "slots": [1]}], later)) == [("visit", "ana")]


def test_one_interpreter_serves_both_of_two_helpers_each_in_her_language() -> None:
    pair = [volunteer("v1", skills=["rides"]), volunteer("v2", skills=["rides"], languages=["eng"])]
    speaks = {"languages": ["eng", "mam", "spa"], "interprets": ["eng", "mam", "spa"]}
    document = place([mam(people=2, skill="rides")], [*pair, ana(**speaks)])
    assert plain(document) == [("ride", "v1", "v2", "ana", "remote", ["mam", "eng", "spa"])]
    assert plain(place([mam(people=2, skill="rides")], [*pair, ana()])) == []


def test_deliveries_of_a_run_may_each_have_an_interpreter() -> None:
    boxes = [
        mam(f"box{i}", kind="delivery", item="rice", quantity=2, kg=2, people=0, household=f"h{i}") for i in range(2)
    ]
    assert [row[-2:] for row in plain(place(boxes, [volunteer(), ana()]))] == [("remote", ["mam", "spa"])] * 2


def test_pinned_interpreters_stay_and_take_further_calls() -> None:
    by = {"volunteer": "ana", "mode": "remote"}
    pin = {"need": "ride", "volunteers": ["v1"], "slot": 0, "lots": [], "interpreter": by}
    people = [volunteer(slots=[0]), volunteer("v2", slots=[0]), ana(shifts=1)]
    document = place([mam(), mam("more")], people, pins=[pin])
    assert plain(document) == [(n, v, "ana", "remote", ["mam", "spa"]) for n, v in (("ride", "v1"), ("more", "v2"))]


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"interpreter": None}, "language"),
        ({"interpreter": {"volunteer": "eva", "mode": "remote"}}, "language"),
        ({"interpreter": {"volunteer": "ana", "mode": "in_person"}}, "interpreter"),
        ({"volunteers": ["ana"]}, "people"),
    ],
)
def test_a_pin_whose_interpreter_may_not_is_refused_by_name(change: dict[str, Any], rule: str) -> None:
    by = {"volunteer": "ana", "mode": "remote"}
    pin = {"need": "ride", "volunteers": ["v1"], "slot": 0, "lots": [], "interpreter": by} | change
    document = place([mam()], [volunteer(), ana(in_person=False), volunteer("eva", languages=[])], pins=[pin])
    with pytest.raises(Refused) as caught:
        solve(parse_problem(document))
    assert caught.value.facts["rule"] == rule
    assert "{" not in sentence(caught.value)


def test_two_pins_beyond_an_interpreters_calls_are_refused() -> None:
    by = {"interpreter": {"volunteer": "ana", "mode": "remote"}, "slot": 0, "lots": []}
    pins = [{"need": f"n{i}", "volunteers": [f"v{i}"], **by} for i in range(2)]
    document = place([mam("n0"), mam("n1")], [volunteer("v0"), volunteer("v1"), ana(calls=1)], pins=pins)
    with pytest.raises(Refused) as caught:
        solve(parse_problem(document))
    assert caught.value.facts["rule"] == "calls"


@pytest.mark.parametrize(
    ("part", "field", "value"),
    [
        ("needs", "interpreting", "sometimes"),
        ("needs", "relay", "spa"),
        ("volunteers", "interprets", ["hat"]),
        ("volunteers", "in_person", 1),
        ("volunteers", "calls", -1),
    ],
)
def test_a_malformed_field_is_refused_where_it_stands(part: str, field: str, value: Any) -> None:
    document = place([mam()], [ana()])
    document[part][0][field] = value
    with pytest.raises(BadInput) as caught:
        parse_problem(document)
    assert (caught.value.facts["part"], caught.value.facts["index"], caught.value.facts["field"]) == (part, 1, field)


def test_version_1_knows_nothing_of_interpreters() -> None:
    document = generate("small", 2, pins=1)
    wider = interpreted(copy.deepcopy(document), 2)
    plan = plan_of(document)
    assert "interpreter" not in json.dumps(plan)
    # The same rows with the fields of interpreters, yet marked as version 1, are the same problem.
    for new, old in zip(wider["volunteers"], document["volunteers"], strict=True):
        new["languages"] = old["languages"]
    assert plan_of({**wider, "format": "mutualaid-problem/1"}) == plan
    # And a problem of version 1 marked as wider has nobody who interprets.
    bare = plan_of({**document, "format": WIDER})
    assert {**bare, "format": plan["format"]} == plan
    with pytest.raises(BadInput):
        parse_problem({**document, "costs": {"interpreter": 5}})


@pytest.mark.parametrize("shape", SHAPES)
def test_the_fast_rules_say_what_the_plain_ones_say(shape: str) -> None:
    checked = parse_problem(interpreted(generate("small", 4, shape=shape), 4))
    failing = eligibility(checked).volunteer_failures(np.arange(len(checked.needs)))
    for i, row in enumerate(checked.needs):
        for j, person in enumerate(checked.volunteers):
            bits = [rule for bit, rule in enumerate(VOLUNTEER_RULES) if failing[i, j] >> bit & 1]
            assert bits == volunteer_faults(checked, row, person)


@pytest.mark.parametrize("shape", SHAPES)
def test_plans_with_interpreters_keep_every_rule_in_every_kind_of_place(shape: str) -> None:
    for seed in (2, 4):
        document = interpreted(generate("small", seed, pins=1, shape=shape), seed, pins=1)
        assert faults(document, plan_of(document, give=0.02 * (seed == 4))) == []


def test_large_plans_hold_interpreters_to_their_slots_within_a_proved_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    document = interpreted(generate("S", 1, pins=1, shape="scarce"), 1, pins=1)
    monkeypatch.setattr("mutualaid.matching.search.EXACT_CANDIDATES", 0)
    monkeypatch.setattr("mutualaid.matching.search.NEAR_CANDIDATES", 0)
    monkeypatch.setattr("mutualaid.matching.engine.find_levers", lambda *_, **__: [])
    plan = plan_of(document)
    assert faults(document, plan) == []
    assert any("interpreter" in match for match in plan["matches"])
    assert plan["gap"] < 0.05


@pytest.mark.campaign
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("seed", range(20))
def test_every_rule_is_kept_on_a_hundred_places_with_interpreters(shape: str, seed: int) -> None:
    size = ("tiny", "small", "small", "small", "S")[seed % 5]
    document = interpreted(generate(size, 300 + seed, pins=seed % 3, shape=shape), seed, pins=seed % 2)
    plan = plan_of(document, give=0.03 * (seed % 3), effort="quick" if seed % 4 == 3 else "full")
    assert faults(document, plan) == []


def test_the_value_counts_each_interpreter() -> None:
    checked = parse_problem(place([mam(skill="rides")], [volunteer(skills=["rides"]), ana()], costs={"interpreter": 7}))
    assert solve(checked).value == 4000 - 7
