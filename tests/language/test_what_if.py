"""What stands in the way of a wish, in words of both languages."""

from __future__ import annotations

import ast
import inspect
from datetime import date
from typing import Any

import pytest

from mutualaid.language import what_if
from mutualaid.language.catalog import catalog
from mutualaid.matching import counterfactual, wish
from mutualaid.matching.rules import LOT_RULES, VOLUNTEER_RULES
from mutualaid.records.kinds import Daypart
from tests.language.test_reasons import whole

SATURDAY = date(2026, 11, 28)
TIMES = [(SATURDAY, Daypart.MORNING), (SATURDAY, Daypart.EVENING)]
EVERY_RULE: list[dict[str, Any]] = [
    *({"rule": "time", "when": TIMES[:1] * n} for n in (0, 1, 4, 5, 9)),
    {"rule": "distance", "km": 9.3, "most": 5.0},
    {"rule": "distance", "km": 9.3, "most": None},
    {"rule": "skill", "skill": "rides"},
    {"rule": "language", "languages": ["mam+", "spa"]},
    {"rule": "access", "access": ["stairs"]},
    {"rule": "trust", "asked": 2, "has": 0},
    *({"rule": "seats", "asked": n, "has": 0} for n in (1, 3)),
    {"rule": "load", "asked": 12.34, "has": 10},
    *({"rule": rule} for rule in ("excluded", "shifts", "stops", "pinned", "pickup", "need_time", "pins", "never")),
    *({"rule": f"lot_{rule}"} for rule in LOT_RULES),
]


def test_no_rule_of_the_engine_is_left_out_here() -> None:
    written = {
        node.value
        for module in (wish, counterfactual)
        for pair in ast.walk(ast.parse(inspect.getsource(module)))
        if isinstance(pair, ast.Dict)
        for key, value in zip(pair.keys, pair.values, strict=True)
        if isinstance(key, ast.Constant) and key.value == "rule"
        for node in ast.walk(value)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    of_lots = {f"lot_{rule}" for rule in LOT_RULES}
    assert {one["rule"] for one in EVERY_RULE} == (written - {"lot_"}) | set(VOLUNTEER_RULES) | of_lots


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("facts", EVERY_RULE, ids=lambda facts: str(facts["rule"]))
def test_every_rule_is_a_whole_sentence(facts: dict[str, Any], language: str) -> None:
    said = what_if.in_the_way(facts, catalog(language))
    assert whole(said)
    assert language == "en" or said != what_if.in_the_way(facts, catalog("en"))


@pytest.mark.parametrize("language", ["en", "es"])
def test_beside_a_name_every_rule_has_a_few_words(language: str) -> None:
    for facts in EVERY_RULE:
        if facts["rule"] not in ("pinned", "pickup", "need_time", "pins", "never"):
            assert 0 < len(what_if.short(facts, catalog(language))) < 40


def test_what_it_would_take_is_said_by_day_and_part() -> None:
    facts = {"rule": "time", "when": TIMES}
    told = [what_if.in_the_way(facts, catalog(language)) for language in ("en", "es")]
    assert told == [
        "This volunteer would have to be free Saturday morning or Saturday evening.",
        "Esta persona tendría que tener libre el sábado por la mañana o el sábado al anochecer.",
    ]
