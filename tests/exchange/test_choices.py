from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutualaid.exchange import choices
from mutualaid.records.kinds import LanguageLevel, Urgency
from mutualaid.records.volunteer import SpokenLanguage, Training
from mutualaid.records.zones import chicago


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Rent or utilities, small cash help, Diapers, formula", ["cash", "baby"]),
        ("School supplies, Rent or utilities, small cash help, Diapers, formula", ["school", "cash", "baby"]),
        ("Food / groceries, Interpreter", ["food", "interpreting"]),
        ("Winter coats", ["clothing"]),
        ("diapers__formula legal_referral court_accompaniment", ["baby", "legal", "accompaniment"]),
        ("know_your_rights_inf rent_or_utilities__s", ["know_your_rights", "cash"]),
        ("childcare food___groceries", ["childcare", "food"]),
        ("Court accompaniment", ["accompaniment"]),
        ("food|ride", ["food", "ride"]),
        ("despensa; pañales", ["food", "baby"]),
    ],
)
def test_a_multi_select_is_taken_apart_where_its_options_end(text: str, codes: list[str]) -> None:
    assert choices.parse_categories(text) == (codes, [])


def test_what_is_no_category_is_given_back() -> None:
    assert choices.parse_categories("Food, a pony") == (["food"], ["a pony"])
    assert choices.parse_categories("food___groceries a_pony") == (["food"], ["a_pony"])
    assert choices.parse_categories("Everything") == ([], ["Everything"])


@pytest.mark.parametrize(
    ("text", "urgency"),
    [
        ("Today", Urgency.TODAY), ("hoy", Urgency.TODAY), ("Today / Hoy", Urgency.TODAY), ("urgente", Urgency.TODAY),
        ("This week", Urgency.THIS_WEEK), ("this_week", Urgency.THIS_WEEK), ("Esta semana", Urgency.THIS_WEEK),
        ("This month", Urgency.THIS_MONTH), ("este mes", Urgency.THIS_MONTH),
        ("Whenever possible", Urgency.WHENEVER), ("whenever_possible", Urgency.WHENEVER),
        ("Cuando se pueda", Urgency.WHENEVER), ("yesterday", None), ("", None),
    ],
)  # fmt: skip
def test_urgency_is_read_in_both_languages(text: str, urgency: Urgency | None) -> None:
    assert choices.parse_urgency(text) == urgency


def test_neighbourhoods_become_zones_and_names_of_one_zone_come_once() -> None:
    assert choices.parse_zones("Little Village,New City,Back of the Yards, Narnia", chicago()) == (
        ["chi-30", "chi-61"],
        ["Narnia"],
    )
    assert choices.parse_zones("Pilsen", chicago()) == (["chi-31"], [])


def test_languages_come_with_their_level() -> None:
    spoken, unknown = choices.parse_spoken("Spanish (basic)|Haitian Creole, ASL: fluent, Klingon")
    assert spoken == [
        SpokenLanguage(code="spa", level=LanguageLevel.BASIC),
        SpokenLanguage(code="hat"),
        SpokenLanguage(code="ase", level=LanguageLevel.FLUENT),
    ]
    assert unknown == ["Klingon"]


def test_a_training_is_a_skill_with_its_month() -> None:
    trainings, unknown = choices.parse_trainings("accompaniment 2026-03; KYR 2026-09 to 2028-09; CPR 2026-01")
    assert trainings == [
        Training(skill="accompaniment", on=date(2026, 3, 1)),
        Training(skill="know_your_rights", on=date(2026, 9, 1), expires=date(2028, 9, 1)),
    ]
    assert unknown == ["CPR 2026-01"]


def test_skills_and_diets_are_lists() -> None:
    assert choices.parse_skills("Court accompaniment,Watch shifts,Canvassing") == (
        ["accompaniment", "watch", "know_your_rights"],
        [],
    )
    assert choices.parse_diets("gluten-free, halal; no cilantro") == (["gluten_free", "halal"], ["no cilantro"])
    assert choices.parse_diets("none") == ([], [])


@given(st.text(max_size=80))
def test_no_text_breaks_the_reading_of_choices(text: str) -> None:
    choices.parse_categories(text)
    choices.parse_urgency(text)
    choices.parse_zones(text, chicago())
    choices.parse_spoken(text)
    choices.parse_trainings(text)
    choices.parse_skills(text)
    choices.parse_diets(text)
    choices.parse_access(text)
    choices.parse_mode(text)
    choices.parse_trust(text)
