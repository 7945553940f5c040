"""Why and why not, in words of both languages, with nothing left unfilled."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from mutualaid.language import reasons
from mutualaid.language.because import because
from mutualaid.language.catalog import catalog
from mutualaid.language.reasons import Rival
from mutualaid.matching import chosen
from mutualaid.matching.rules import LOT_RULES, VOLUNTEER_RULES

START = date(2026, 11, 23)
INES = {"volunteer": "Inés", "km": 2.3, "slot": 20, "nearer": 0}
NEED = Rival("SOLA-3.1", 2, 4)


def nearer(nearer: int, kept_by: dict[str, int], *named: dict[str, Any]) -> dict[str, Any]:
    return {"code": "nearer_volunteers", "volunteer": "Inés", "slot": 20, "nearer": nearer, "kept_by": kept_by} | {
        "named": list(named)
    }


def named(why: str, **facts: Any) -> dict[str, Any]:
    return {"volunteer": "Beto", "why": why} | facts


EVERY_REASON: list[dict[str, Any]] = [
    {"code": "pinned"},
    INES | {"code": "only_volunteer", "eligible": 1, "here": 1, "language": "mam+", "skill": "rides"},
    INES | {"code": "only_volunteer", "eligible": 2, "here": 2},
    INES | {"code": "nearest_volunteer", "eligible": 4, "here": 1, "language": "spa"},
    INES | {"code": "nearest_volunteer", "eligible": 6, "here": 4, "language": "spa", "skill": "childcare"},
    INES | {"code": "nearest_volunteer", "eligible": 6, "here": 4, "after": "Beto"},
    INES | {"code": "chosen_volunteer", "eligible": 6, "here": 4, "nearer": 1, "km": 0.0},
    *(
        {"code": "interpreter", "volunteer": "Ana", "mode": mode, "language": "mam", "through": through}
        for mode in ("remote", "in_person")
        for through in (["spa"], ["eng", "spa"])
    ),
    {"code": "joins_run", "volunteer": "Inés", "others": 1},
    {"code": "joins_run", "volunteer": "Inés", "others": 2},
    *(nearer(1, {why: 1}, named(why, needs=["MARU-47.1"], shifts=1)) for why in chosen.KEPT_BY),
    *(nearer(5, {why: n}, named(why, needs=["A-1.1", "I-2.1"], shifts=2)) for why in chosen.KEPT_BY for n in (1, 5)),
    *(
        {"code": code, "lot": "L-1", "km": 3.0, "eligible": n, "nearer": 0}
        for code, n in (("only_lot", 1), ("nearest_lot", 4), ("lot_fits", 1_200))
    ),
    {"code": "only_lot", "lot": "L-1", "km": 0.0, "eligible": 1, "nearer": 0, "diet": ["halal"], "lacking": 1},
    {"code": "nearest_lot", "lot": "L-1", "km": 0.0, "eligible": 2, "nearer": 0, "diet": ["halal"], "lacking": 3},
    *(
        {"code": "nearer_lots", "lot": "L-1", "nearer": n, "gone": gone, "needs": needs, "more": more, "longer": longer}
        for longer in (0, 1, 2)
        for n, gone, needs, more in (
            (1, 0, [], 0), (2, 0, [], 0), (1, 1, [], 0), (2, 2, [], 0), (1, 1, ["A-1.1"], 0), (3, 2, ["A-1.1"], 1),
            (9, 7, ["A-1.1", "B-1.1"], 5),
        )
    ),
    *(
        {"code": "substitute", "lot": "L-1", "item": "bread", "wanted": "tortillas", "own": own, "left": left}
        | {"needs": needs, "more": more}
        for own, left, needs, more in ((0, 0, [], 0), (2, 3, [], 0), (1, 0, [], 0), (1, 0, ["A"], 0), (1, 0, ["A"], 2))
    ),
    *({"code": "expires_soon", "lot": "L-1", "day": day} for day in (0, 1, 2, 6)),
    {"code": "partial", "filled": 1, "quantity": 3, "left": 0},
    {"code": "partial", "filled": 1, "quantity": 3, "left": 2},
    *({"code": "urgency", "urgency": 3, "waiting_days": days} for days in (0, 1, 5)),
]  # fmt: skip
CODES = set(re.findall(r"`([a-z_]+)`", (chosen.__doc__ or "").replace("`KEPT_BY`", "")))


def whole(line: str) -> bool:
    """Whether a sentence is filled in, ends as one, and shows no code."""
    return line.endswith(".") and not re.search(r"[{}_]|\.\.|  ", line) and not line[0].islower()


def test_no_reason_of_the_engine_is_left_out_here() -> None:
    source = Path(chosen.__file__).read_text(encoding="utf-8")
    mentioned = {code for code in CODES if f'"{code}"' in source}
    facts = {key for one in EVERY_REASON for key in one} - {"urgency"}
    assert mentioned - facts == {one["code"] for one in EVERY_REASON}


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("facts", EVERY_REASON, ids=lambda facts: str(facts["code"]))
def test_every_reason_is_whole_sentences(facts: dict[str, Any], language: str) -> None:
    said = because([facts], start=START, item_name=str.title, cat=catalog(language))
    lines = [*said.why, *said.others]
    assert lines
    assert [line for line in lines if not whole(line)] == []
    if language == "es":
        english = because([facts], start=START, item_name=str.title, cat=catalog("en"))
        assert [*english.why, *english.others] != lines


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("code", ["no_volunteer", "no_lot", "no_joint", "outbid"])
@pytest.mark.parametrize("count", [1, 3])
def test_every_rule_one_step_away_has_words(code: str, language: str, count: int) -> None:
    people = {"eligible": count, "one_away": dict.fromkeys(VOLUNTEER_RULES, count)}
    lots = {"eligible": count, "one_away": dict.fromkeys(LOT_RULES, count)}
    said = reasons.why_not(code, people, lots, NEED, [Rival("MARU-47.1", 3, 13)] * count, catalog(language))
    assert len(said.it_would_take) == len(VOLUNTEER_RULES) - 1 + len(LOT_RULES) - 2
    assert [line for line in [said.main, *said.in_the_way, *said.it_would_take] if not whole(line)] == []


def test_those_that_came_first_are_compared_with_the_need() -> None:
    rivals = [Rival("V-12", 3, 13), Rival("V-13", 1, 3), Rival("V-14", 2, 4)]
    said = reasons.why_not("outbid", None, None, NEED, rivals, catalog("en"))
    assert said.in_the_way == [
        "V-12: more urgent, has waited 9 days longer.",
        "V-13: less urgent, has waited 1 day less.",
        "V-14: just as urgent, has waited just as long.",
    ]


def test_the_nearest_of_those_who_can_is_told_with_what_they_can() -> None:
    english, spanish = (
        because([EVERY_REASON[4]], start=START, item_name=str, cat=catalog(language)).why for language in ("en", "es")
    )
    can = "speak Spanish, offer childcare, and are free Saturday morning"
    assert english == [f"Inés is the nearest of 4 who {can}, 1.4 mi away."]
    pueden = "hablan español, ofrecen cuidado de niños y tienen libre el sábado por la mañana"
    assert spanish == [f"De 4 personas que {pueden}, Inés es quien queda más cerca; a 1.4 millas."]


def test_lots_of_which_the_same_is_to_be_said_are_named_together() -> None:
    lots = [{"code": "nearest_lot", "lot": lot, "km": 0.0, "eligible": 9, "nearer": 0} for lot in ("L-1", "L-2")]
    said = because(lots, start=START, item_name=str, cat=catalog("en"))
    assert said.why == ["Lots L-1 and L-2 are the nearest of 9 that fit, in the same area."]


def test_a_plan_kept_by_an_earlier_version_is_told_as_far_as_its_facts_go() -> None:
    kept = [
        {"code": "nearest_volunteer", "volunteer": "Inés", "km": 2.3, "eligible": 4},
        {"code": "lot_fits", "lot": "L-1", "km": 3.0},
        {"code": "urgency", "urgency": 3, "waiting_days": 5},
    ]
    said = because(kept, start=START, item_name=str, cat=catalog("en"))
    assert said == (["This week; has waited 5 days."], [])


def test_no_distance_is_the_same_area_and_others_are_miles() -> None:
    assert reasons.distance(0.0) == "in the same area"
    assert reasons.distance(16.09) == "10.0 mi away"


def test_reasons_kept_by_an_earlier_version_with_fewer_facts_are_left_out() -> None:
    old = [{"code": "nearest_volunteer", "volunteer": "Inés"}, {"code": "nearest_lot", "lot": "L-5"}]
    assert because(old, start=date(2026, 11, 23), item_name=str).why == []
