"""The tables of categories, skills and the starting catalogue know what people and forms call things."""

from __future__ import annotations

import csv
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutualaid.records import categories, defaults, skills
from mutualaid.records.categories import CATEGORIES, from_text, many_from_text
from mutualaid.records.folding import Names, fold, squeeze
from mutualaid.records.kinds import Mode

SAMPLES = Path(__file__).parent.parent / "data" / "samples"
LABELS = {
    "Food / groceries": "food",
    "Diapers, formula": "baby",
    "Ride to appointment": "ride",
    "Interpreter": "interpreting",
    "Court accompaniment": "accompaniment",
    "Rent or utilities, small cash help": "cash",
    "Winter coats": "clothing",
    "School supplies": "school",
    "Childcare": "childcare",
    "Know-your-rights information": "know_your_rights",
    "Legal referral": "legal",
}


def rows(name: str, delimiter: str = ",") -> list[dict[str, str]]:
    with (SAMPLES / name).open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines, delimiter=delimiter))


@pytest.mark.parametrize(("label", "code"), LABELS.items())
def test_an_option_label_of_a_form_names_its_category(label: str, code: str) -> None:
    assert from_text(label) == code
    assert from_text(f"  {label.upper()} ") == code


@pytest.mark.parametrize(("label", "code"), LABELS.items())
def test_a_label_that_a_tool_cut_to_twenty_letters_is_still_known(label: str, code: str) -> None:
    name = "".join(sign if sign.isalnum() else "_" for sign in label.lower())[:20]
    assert from_text(name) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Comida", "food"),
        ("pañales, fórmula", "baby"),
        ("PANALES", "baby"),
        ("Útiles escolares", "school"),
        ("Abrigos de invierno", "clothing"),
        ("Renta o servicios, pequeña ayuda en efectivo", "cash"),
        ("acompañamiento a la corte", "accompaniment"),
        ("Transporte a citas", "ride"),
        ("Cuidado de niños", "childcare"),
        ("Conozca sus derechos", "know_your_rights"),
        ("Food / Comida", "food"),
        ("Diapers, formula / Pañales, fórmula", "baby"),
        ("Interpreter (Intérprete)", "interpreting"),
    ],
)
def test_spanish_and_bilingual_labels_are_known(text: str, code: str) -> None:
    assert from_text(text) == code


@pytest.mark.parametrize("text", ["", "Everything", "Unicorns", "Food / Legal referral", "rent_or", "???"])
def test_what_names_no_category_or_two_is_not_guessed(text: str) -> None:
    assert from_text(text) is None


def test_a_list_of_labels_is_taken_apart_although_labels_hold_commas() -> None:
    text = "Rent or utilities, small cash help, Legal referral, Diapers, formula, Unicorns, Food / groceries"
    assert many_from_text(text) == (["cash", "legal", "baby", "food"], ["Unicorns"])


@given(st.lists(st.sampled_from(sorted(LABELS)), unique=True, max_size=8))
def test_any_choice_of_labels_comes_back_in_order(labels: list[str]) -> None:
    assert many_from_text(", ".join(labels)) == ([LABELS[label] for label in labels], [])


def test_every_choice_in_the_sample_form_is_known_but_that_of_the_broken_row() -> None:
    column = "What do you need? Check all that apply / ¿Qué necesita? Marque todo lo que aplique "
    unknown = [part for row in rows("google-form.csv") for part in many_from_text(row[column])[1]]
    assert unknown == ["Everything"]


def test_every_column_of_the_kobo_sample_names_a_category() -> None:
    columns = [name.rsplit("/", 1)[1] for name in rows("kobo.csv", ";")[0] if "need_types/" in name]
    assert len(columns) == 11
    assert {from_text(column) for column in columns} == set(LABELS.values())


@pytest.mark.parametrize("category", CATEGORIES.values(), ids=CATEGORIES)
def test_a_category_is_whole(category: categories.Category) -> None:
    assert category.name("en")
    assert category.name("es")
    assert category.name("en") != category.name("es")
    assert from_text(category.code) == category.code
    assert from_text(category.en) == from_text(category.es) == category.code
    if category.kind == "service":
        assert category.default_mode is Mode.SERVICE
        assert category.skill in skills.SKILLS
        assert category.duration_minutes
    else:
        assert category.skill is None
        default = defaults.default_item(category.code)
        assert default is not None
        assert default.category == category.code


def test_court_accompaniment_takes_two_and_is_never_crossed_in_what_is_published() -> None:
    assert CATEGORIES["accompaniment"].people == 2
    assert {"legal", "accompaniment", "raid_response"} == categories.SENSITIVE


def test_a_category_has_a_taxonomy_number_only_in_the_taxonomy_s_form() -> None:
    numbers = [category.open_eligibility for category in CATEGORIES.values() if category.open_eligibility]
    assert CATEGORIES["food"].open_eligibility == "102-04"
    assert all(number[:3].isdecimal() and 101 <= int(number[:3]) <= 111 for number in numbers)
    assert len(set(numbers)) == len(numbers)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Deliveries", "deliveries"),
        ("Court accompaniment", "accompaniment"),
        ("Canvassing", "know_your_rights"),
        ("KYR", "know_your_rights"),
        ("Watch shifts", "watch"),
        ("acompañamiento", "accompaniment"),
        ("Intérprete", "interpreting"),
        ("cuidar ninos", "childcare"),
    ],
)
def test_skills_go_by_the_names_volunteers_tick(text: str, code: str) -> None:
    assert skills.from_text(text) == code


def test_every_way_to_help_and_transport_in_the_sample_is_known() -> None:
    for row in rows("airtable-volunteers.csv"):
        assert all(skills.from_text(part) for part in row["Ways to help"].split(","))
        assert skills.transport_from_text(row["Transport"]) == row["Transport"]


@pytest.mark.parametrize(
    ("text", "code"),
    [("gluten-free", "gluten_free"), ("lactose-free", "lactose_free"), ("halal", "halal"), ("no pork", "no_pork"),
     ("peanut allergy", "nut_free"), ("alergia a cacahuates", "nut_free"), ("sin lactosa", "lactose_free"),
     ("Kósher", "kosher"), ("chocolate", None)],
)  # fmt: skip
def test_diets_are_read_in_both_languages(text: str, code: str | None) -> None:
    assert skills.diet_from_text(text) == code


def test_a_bigger_vehicle_carries_more() -> None:
    loads = [(t.stops, t.kg, t.seats, t.radius_km) for t in skills.TRANSPORTS.values()]
    assert loads == sorted(loads)


def test_every_supply_of_the_sample_is_in_the_starting_catalogue_with_its_unit() -> None:
    for row in rows("supplies.csv"):
        item = defaults.find_item(row["Item"])
        assert item is not None, row["Item"]
        assert item.category == row["Category"]
        assert defaults.find_unit(row["Unit"]) == item.unit
        assert not row["Diet"] or skills.diet_from_text(row["Diet"])


def test_of_a_range_of_sizes_the_smaller_is_taken() -> None:
    item = defaults.find_item("Diapers size 4/5")
    assert item is not None
    assert item.code == "diapers_4"


@pytest.mark.parametrize("item", defaults.DEFAULT_ITEMS.values(), ids=defaults.DEFAULT_ITEMS)
def test_an_item_is_whole_and_a_larger_household_never_gets_less(item: defaults.Item) -> None:
    assert item.category in categories.GOODS
    assert item.unit in defaults.UNITS
    assert set(item.diet) <= skills.DIETS.keys()
    assert defaults.find_item(item.en) == defaults.find_item(item.es) == item
    boxes = [defaults.box_quantity(item, size) for size in range(1, 15)]
    assert boxes[0] >= 1
    assert boxes == sorted(boxes)


def test_every_category_of_goods_has_one_default_item() -> None:
    for code in categories.GOODS:
        assert [item.default for item in defaults.items_of(code)].count(True) == 1
        assert defaults.items_of(code)[0].default


@pytest.mark.parametrize(("text", "code"), [("USD", "usd"), ("$", "usd"), ("cajas", "box"), ("galón", "gallon"),
                                            ("lbs", "lb"), ("parsecs", None), ("", None)])  # fmt: skip
def test_units_are_read_in_both_languages(text: str, code: str | None) -> None:
    assert defaults.find_unit(text) == code


def test_a_unit_is_counted_in_both_languages() -> None:
    box = defaults.UNITS["box"]
    assert [box.name("en"), box.name("en", 2), box.name("es"), box.name("es", 3)] == ["box", "boxes", "caja", "cajas"]


@given(st.text())
def test_folding_is_stable_and_blind_to_accents_and_case(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))
    assert squeeze(text) == fold(text).replace(" ", "")


def test_a_name_that_two_codes_share_is_left_out() -> None:
    names = Names({"a": ("same", "one"), "b": ("Same", "two")})
    assert names.find("same") is None
    assert names.find("ONE") == "a"


def test_the_tables_are_imported_without_sqlmodel_pydantic_or_qt() -> None:
    script = (
        "import sys; from mutualaid.records import categories, defaults, languages, skills, zones; zones.chicago();"
        "print([m for m in ('sqlmodel', 'sqlalchemy', 'pydantic', 'PySide6', 'numpy', 'babel') if m in sys.modules])"
    )
    answer = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60)
    assert answer.stdout.strip() == "[]"
