"""Why and why not, in words of both languages, with nothing left unfilled."""

from __future__ import annotations

from datetime import date

import pytest

from mutualaid.language import reasons
from mutualaid.language.catalog import catalog
from mutualaid.matching.rules import LOT_RULES, VOLUNTEER_RULES

START = date(2026, 11, 23)
EVERY_REASON = [
    {"code": "pinned"},
    {"code": "only_volunteer", "volunteer": "Inés", "km": 0.0, "eligible": 1, "language": "mam+", "skill": "rides"},
    {"code": "nearest_volunteer", "volunteer": "Inés", "km": 2.3, "eligible": 4},
    {"code": "chosen_volunteer", "volunteer": "Inés", "km": 2.3, "eligible": 4, "language": "spa"},
    {"code": "joins_run", "volunteer": "Inés", "others": 1},
    {"code": "lot_fits", "lot": "L-1", "km": 3.0},
    {"code": "substitute", "lot": "L-1", "item": "bread"},
    {"code": "expires_soon", "lot": "L-1", "day": 2},
    {"code": "partial", "filled": 1, "quantity": 3},
    {"code": "urgency", "urgency": 3, "waiting_days": 0},
    {"code": "urgency", "urgency": 3, "waiting_days": 5},
]


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("facts", EVERY_REASON, ids=lambda facts: str(facts["code"]))
def test_every_reason_is_a_whole_sentence(facts: dict[str, object], language: str) -> None:
    words = reasons.reason(facts, start=START, item_name=str.title, cat=catalog(language))
    assert words.endswith(".")
    assert "{" not in words
    assert str(facts["code"]) != words
    assert "_" not in words


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("code", ["no_volunteer", "no_lot", "no_joint", "outbid"])
def test_every_rule_one_step_away_has_words(code: str, language: str) -> None:
    people = {"eligible": 2, "one_away": dict.fromkeys(VOLUNTEER_RULES, 3)}
    lots = {"eligible": 1, "one_away": dict.fromkeys(LOT_RULES, 1)}
    lines = reasons.why_not(code, people, lots, ["MARU-47.1"], catalog(language))
    assert len(lines) == 1 + 1 + len(VOLUNTEER_RULES) + 1 + len(LOT_RULES) - 1
    assert not any("{" in line for line in lines)


def test_no_distance_is_the_same_area_and_others_are_miles() -> None:
    assert reasons.distance(0.0) == "in the same area"
    assert reasons.distance(16.09) == "10.0 mi away"


def test_spanish_is_spanish() -> None:
    words = reasons.reason(EVERY_REASON[1], start=START, item_name=str, cat=catalog("es"))
    assert words.startswith("Inés es la única persona que puede")
    assert "mam" in words.lower()
