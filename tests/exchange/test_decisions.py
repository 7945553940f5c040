from __future__ import annotations

import json
from pathlib import Path

import pytest

from mutualaid.exchange.coded import CODED, options, read_as, replaced
from mutualaid.exchange.columns import FIELDS
from mutualaid.exchange.drafts import Kind
from mutualaid.exchange.presets import FieldMapping, header_shape, unique
from mutualaid.records.errors import BadInput
from mutualaid.records.household import Household
from mutualaid.services import import_memory
from mutualaid.services.importing import (
    EVERY_ROW,
    Decision,
    ImportPreview,
    preview_import,
    remembered_mapping,
    run_import,
    value_choices,
)
from mutualaid.services.office import Office
from tests.exchange.conftest import ANA, HEADER, TODAY, Written, homes, needs, take

ALIKE = "Ana Pérez Xol,773-555-0999,Pilsen,2,Spanish,food,2026-11-21"


@pytest.fixture
def doubtful(office: Office, written: Written) -> Path:
    """A file whose one row may be about a household that the office knows."""
    take(office, written(HEADER, f"{ANA},food,2026-11-20"))
    return written(HEADER, ALIKE, name="doubtful.csv")


def known(office: Office) -> str:
    with office.store.read() as read:
        return read.all(Household)[0].uid


def test_a_row_that_may_be_somebody_known_is_set_beside_them(office: Office, doubtful: Path) -> None:
    (row,) = preview_import(office, path=doubtful, today=TODAY).alike
    assert (row.row, row.uid, row.suggestion) == (2, known(office), "new")
    assert row.fields["phone"] == "+17735550999"
    assert row.known["phone"] == "+17735550101"


@pytest.mark.parametrize(
    ("action", "households", "counts"),
    [("merge", 1, (0, 1, 0)), ("new", 2, (1, 0, 0)), ("skip", 1, (0, 0, 1))],
)
def test_what_was_decided_of_a_row_goes_before_any_rule(
    office: Office, doubtful: Path, action: str, households: int, counts: tuple[int, ...]
) -> None:
    said = {2: Decision(action, known(office))}  # type: ignore[arg-type]
    preview = preview_import(office, path=doubtful, decisions=said, today=TODAY)
    result = run_import(office, preview=preview, today=TODAY)
    assert result.counts == preview.counts
    assert (result.counts.added, result.counts.merged, result.counts.duplicates) == counts
    assert len(homes(office)) == households


@pytest.mark.parametrize(("action", "households"), [("merge", 1), ("new", 2), ("skip", 1)])
def test_one_word_may_decide_on_all_that_may_be_somebody_known(
    office: Office, doubtful: Path, action: str, households: int
) -> None:
    preview = preview_import(office, path=doubtful, today=TODAY)
    run_import(office, preview=preview, decisions={EVERY_ROW: Decision(action)}, today=TODAY)  # type: ignore[arg-type]
    assert len(homes(office)) == households


def test_a_row_may_be_merged_with_one_that_an_earlier_row_brings(office: Office, written: Written) -> None:
    path = written(HEADER, f"{ANA},food,2026-11-20", ALIKE)
    (row,) = preview_import(office, path=path, today=TODAY).alike
    assert row.uid == "row:2"
    preview = preview_import(office, path=path, decisions={3: Decision("merge", row.uid)}, today=TODAY)
    assert run_import(office, preview=preview, today=TODAY).counts == preview.counts
    (home,) = homes(office)
    assert [phone.number for phone in home.phones] == ["+17735550101", "+17735550999"]


def test_nobody_is_merged_with_one_who_is_gone(office: Office, doubtful: Path) -> None:
    for uid in ("not-there", "row:99"):
        with pytest.raises(BadInput, match="record_gone"):
            preview_import(office, path=doubtful, decisions={2: Decision("merge", uid)}, today=TODAY)


# The words of the file


def previewed(office: Office, path: Path, **values: dict[str, str]) -> ImportPreview:
    return preview_import(office, path=path, mapping=FieldMapping(values=values) if values else None, today=TODAY)


def test_every_option_is_listed_with_how_often_and_what_it_is_read_as(office: Office, written: Written) -> None:
    path = written(
        HEADER.replace("category", "needs"),
        'Ana,773-555-0101,Norte,4,Spanish,"Food, Caja azul",2026-11-20',
        'Eva,773-555-0102,Pilsen,4,Spanish,"food, caja azul ",2026-11-20',
    )
    lines = {(line.field, line.words): (line.count, line.code) for line in previewed(office, path).values}
    assert lines[("category", "Caja azul")] == (2, "")
    assert lines[("category", "Food")] == (2, "food")
    assert lines[("zone", "Norte")] == (1, "")
    assert lines[("languages", "Spanish")] == (2, "spa")
    mapped = previewed(office, path, category={"Caja azul": "diapers"}, zone={"norte": "Avondale"})
    lines = {(line.field, line.words): (line.count, line.code) for line in mapped.values}
    assert lines[("zone", "Norte")] == (1, "chi-21")
    assert mapped.counts.rejected == 0
    assert mapped.counts.needs_added == 4


def test_a_mapping_takes_an_option_of_a_list_by_itself_and_leaves_it_out_when_it_says_so() -> None:
    words = {"caja azul": "food", "rent or utilities small cash help": "cash", "nada": ""}
    assert replaced("category", "Caja azul; nada, Baby", words) == "food, Baby"
    assert replaced("category", "x, Rent or utilities, small cash help", words) == "x, cash"
    assert replaced("category", "azul diapers_x", {"azul": "food"}) == "food, diapers_x"
    assert replaced("notes", "Caja azul, nada", words) == "Caja azul, nada"
    assert list(options("category", "Nada", words, {})) == [("Nada", "", True)]


# Remembered


def test_a_mapping_is_remembered_for_files_of_the_same_shape(office: Office, written: Written) -> None:
    headers = "Quién,Cómo llamar,Dónde,Qué"
    rows = ["Ana Pérez,773-555-0101,Norte,Caja azul", "Eva Mora,773-555-0102,Norte,Caja azul"]
    said = FieldMapping(
        columns={"contact_name": "Quién", "phone": "Cómo llamar", "zone": "Dónde", "category": "Qué"},
        values={"zone": {"Norte": "avondale"}, "category": {"Caja azul": "food"}},
    )
    first = preview_import(office, path=written(headers, rows[0]), mapping=said, today=TODAY)
    assert not first.remembered
    run_import(office, preview=first, today=TODAY)
    again = preview_import(office, path=written(headers.upper(), rows[1], name="next.csv"), today=TODAY)
    assert again.remembered
    assert again.columns["contact_name"] == "QUIÉN"
    assert run_import(office, preview=again, today=TODAY).counts.added == 1
    assert {home.zone for home in homes(office)} == {"chi-21"}
    assert {need.category for need in needs(office)} == {"food"}
    with pytest.raises(BadInput, match="columns_unknown"):
        preview_import(office, path=written(headers + ",Más", rows[1] + ",", name="other.csv"), today=TODAY)


def test_a_mapping_is_not_remembered_when_it_should_not_be(office: Office, written: Written) -> None:
    path = written("Quién,Dónde,category", "Ana,Pilsen,food")
    said = FieldMapping(columns={"contact_name": "Quién", "zone": "Dónde"})
    run_import(office, preview=preview_import(office, path=path, mapping=said, today=TODAY), remember=False)
    assert remembered_mapping(office, headers=("Quién", "Dónde", "category")) is None


def test_the_shapes_used_longest_ago_are_forgotten(
    office: Office, written: Written, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_memory, "MOST_SHAPES", 2)
    for number in range(4):
        path = written(f"Quién{number},Dónde,category", "Ana,Pilsen,food", name=f"{number}.csv")
        said = FieldMapping(columns={"contact_name": f"Quién{number}", "zone": "Dónde"})
        run_import(office, preview=preview_import(office, path=path, mapping=said, today=TODAY), today=TODAY)
    assert remembered_mapping(office, headers=("Quién1", "Dónde", "category")) is None
    assert remembered_mapping(office, headers=("quien2", "donde", "CATEGORY")) is not None
    with office.store.read() as read:
        assert len(json.loads(read.meta("import_mappings") or "")) == 2


def test_columns_with_one_name_are_told_apart() -> None:
    assert unique(("Notes", " Notes ", "", "Zone", "")) == ("Notes", "Notes (2)", "", "Zone", "(2)")
    assert header_shape(("Notas", "ZONA")) == header_shape(("notas ", "Zona"))
    assert header_shape(("a", "b")) != header_shape(("b", "a"))


def test_a_mapping_names_the_second_of_two_columns_alike(office: Office, written: Written) -> None:
    path = written("Name,Name,Dónde,category", "wrong,Ana Pérez,Pilsen,food")
    said = FieldMapping(columns={"contact_name": "Name (2)", "zone": "Dónde"})
    preview = preview_import(office, path=path, mapping=said, today=TODAY)
    assert preview.headers == ("Name", "Name (2)", "Dónde", "category")
    assert preview.fields == ("", "contact_name", "zone", "category")
    assert preview.samples == (("wrong",), ("Ana Pérez",), ("Pilsen",), ("food",))


def test_whatever_a_mapping_may_say_is_understood_as_just_that(office: Office) -> None:
    for kind in Kind:
        for field in {*FIELDS[kind]} & {*CODED}:
            offered = value_choices(office, kind=kind, field=field)
            assert offered, field
            assert [read_as(field, code, office.zones) for code, _ in offered] == [code for code, _ in offered]
    assert value_choices(office, kind=Kind.NEEDS, field="notes") == ()
