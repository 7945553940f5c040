from __future__ import annotations

import json
from pathlib import Path

import pytest

from mutualaid.exchange.columns import FIELDS, keys
from mutualaid.exchange.drafts import Kind
from mutualaid.exchange.presets import lay_out, mapping_of, read_mapping
from mutualaid.exchange.templates import COLUMNS, template
from mutualaid.records.errors import BadInput, UsageFault
from tests.samples import sample
from tests.whole_tables import parse_table, read_table


@pytest.mark.parametrize(
    ("name", "preset", "kind"),
    [
        ("google-form.csv", "google-form", Kind.NEEDS),
        ("kobo.csv", "kobo", Kind.NEEDS),
        ("odk-central.csv", "odk", Kind.NEEDS),
        ("airtable-volunteers.csv", "airtable", Kind.VOLUNTEERS),
        ("supplies.csv", "supplies", Kind.SUPPLIES),
    ],
)
def test_each_sample_is_recognised_by_its_headers(name: str, preset: str, kind: Kind) -> None:
    layout = lay_out(read_table(sample(name)).headers)
    assert (layout.preset, layout.columns.kind) == (preset, kind)


def test_kobos_own_columns_are_none_of_ours() -> None:
    columns = lay_out(read_table(sample("kobo.csv")).headers).columns
    assert columns.header("notes") == "notes"
    assert columns.header("received_on") == "_submission_time"
    assert columns.header("category") == "needs/need_types"


def test_bilingual_headers_with_trailing_spaces_are_found() -> None:
    columns = lay_out(read_table(sample("google-form.csv")).headers).columns
    assert columns.header("contact_name") == "Your name / Su nombre"
    assert columns.header("children").startswith("Children under 12")
    assert set(columns.at) == {
        "received_on", "contact_name", "phone", "zone", "address", "languages", "household_size", "children",
        "category", "urgency", "notes",
    }  # fmt: skip


def test_a_header_offers_its_sides_without_asides() -> None:
    assert keys("Address (optional) / Dirección (opcional)")[1:] == ["address direccion", "address", "direccion"]
    assert "zone" in keys("intake/zone")
    assert "zone" in keys("intake-zone")


@pytest.mark.parametrize("kind", list(Kind))
def test_every_column_of_a_template_is_a_field_found_by_its_own_name(kind: Kind) -> None:
    headers = parse_table(template(kind)).headers
    layout = lay_out(headers)
    assert layout.columns.kind == kind
    assert {name: headers[at] for name, at in layout.columns.at.items()} == {name: name for name in COLUMNS[kind]}
    assert set(COLUMNS[kind]) <= set(FIELDS[kind])


def test_an_unknown_template_is_refused() -> None:
    with pytest.raises(UsageFault, match="template_unknown"):
        template("recipes")


def test_a_spreadsheet_in_spanish_is_recognised_without_a_preset() -> None:
    layout = lay_out(["Nombre", "Teléfono", "Vecindario", "Idioma", "Personas", "¿Qué necesita?", "Para cuándo"])
    assert layout.columns.kind == Kind.NEEDS
    asked = {"contact_name", "phone", "zone", "languages", "household_size", "category", "urgency"}
    assert set(layout.columns.at) == asked


@pytest.mark.parametrize(
    ("headers", "preset", "code"),
    [
        (["x", "y"], "auto", "columns_unknown"),
        (["Name", "Phone"], "google-form", "column_missing"),
        (["a"], "auto", "columns_unknown"),
    ],
)
def test_headers_that_fit_nothing_are_refused(headers: list[str], preset: str, code: str) -> None:
    with pytest.raises(BadInput, match=code):
        lay_out(headers, preset)


def test_an_unknown_preset_is_refused() -> None:
    with pytest.raises(UsageFault, match="preset_unknown"):
        lay_out(["a"], "salesforce")


def test_a_mapping_gives_columns_and_words(tmp_path: Path) -> None:
    path = tmp_path / "mapping.json"
    words = {"kind": "needs", "category": "Pide", "contact_name": "Quién", "notes": None,
             "values": {"category": {"Mandado grande": "food"}}}  # fmt: skip
    path.write_text(json.dumps(words), encoding="utf-8")
    layout = lay_out(["Quién ", "Pide", "Notes"], mapping=read_mapping(path))
    assert layout.columns.at == {"contact_name": 0, "category": 1}
    assert layout.values == {"category": {"mandado grande": "food"}}


@pytest.mark.parametrize(
    ("document", "code"),
    [
        ([], "mapping_unreadable"),
        ({"kind": "recipes"}, "mapping_unreadable"),
        ({"category": 3}, "mapping_unreadable"),
        ({"values": {"category": ["food"]}}, "mapping_unreadable"),
        ({"immigration_status": "Status"}, "mapping_field_unknown"),
        ({"kind": "needs", "category": "No such header"}, "mapping_column_missing"),
    ],
)
def test_a_mapping_that_does_not_hold_is_refused(document: object, code: str) -> None:
    with pytest.raises(BadInput, match=code):
        lay_out(["Name", "Need"], mapping=mapping_of(document))


def test_a_mapping_that_is_no_json_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "mapping.json"
    path.write_text("{category: Pide", encoding="utf-8")
    with pytest.raises(BadInput, match="mapping_unreadable"):
        read_mapping(path)
