"""summary.xlsx, read with another library: what it says, how it looks, and that any name fits into it."""

from __future__ import annotations

import io
import zipfile
from xml.etree import ElementTree as ET

import openpyxl
import pytest
from python_calamine import load_workbook

from mutualaid.exchange.release_workbook import summary_workbook
from mutualaid.language.catalog import catalog
from mutualaid.summaries.told import hidden_words, sentences
from tests.exchange.releases import numbered, release_of

ZONES = {f"z{number}": f"Barrio {number}" for number in range(1, 5)}
LANGUAGES = [catalog("en"), catalog("es")]


def sheets_of(data):
    """Each sheet's rows by its name, as calamine reads them."""
    read = load_workbook(io.BytesIO(data))
    return {name: read.get_sheet_by_name(name).to_python() for name in read.sheet_names}


def cells_of(data):
    return [cell for rows in sheets_of(data).values() for row in rows for cell in row if cell != ""]


def parts_of(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


@pytest.fixture(scope="module")
def release():
    return release_of(ZONES)


@pytest.fixture(scope="module")
def book(release):
    return summary_workbook(release)


def test_the_first_sheet_says_title_and_three_sentences_side_by_side(release, book):
    first = next(iter(sheets_of(book).values()))
    assert first[0] == ["What neighbors asked for: July to September 2026", first[0][1]]
    assert [row[:2] for row in first[1:4]] == [
        list(pair) for pair in zip(*(sentences(release, c) for c in LANGUAGES), strict=True)
    ]
    assert any(release.release_id in cell for row in first for cell in row)


def test_a_sheet_for_each_table_then_the_areas_and_the_method(book):
    assert list(sheets_of(book)) == [
        "Summary · Resumen",
        "In all · En total",
        "Kinds of help · Tipos de ayuda",
        "Months · Meses",
        "Outcomes · Resultados",
        "Areas · Áreas",
        "Languages · Idiomas",
        "By outcome · Por resultado",
        "By area · Por área",
        "By language · Por idioma",
        "List of areas · Lista de áreas",
        "Method · Método",
    ]


def test_every_number_was_published_or_is_a_share_of_the_published_total(release, book):
    published = {answer.value for answer in release.answers.values()}
    whole = next(value for cell, value in release.table("totals").items() if cell.measure == "needs")
    numbers = [cell for cell in cells_of(book) if isinstance(cell, int | float)]
    assert len(numbers) > 80
    for number in numbers:
        assert number in published or number in {round(value / whole, 2) for value in published if value} | {
            round(value / whole, 4) for value in published if value
        }


def test_a_crossed_table_has_areas_across_and_the_published_totals_at_its_edges(release, book):
    rows = sheets_of(book)["By area · Por área"]
    assert rows[3] == [
        "Kind of help",
        "Tipo de ayuda",
        *(f"Area {n}\nÁrea {n}" for n in range(1, 5)),
        "In all\nEn total",
    ]
    asked = {cell.key: answer.value for cell, answer in release.answers.items()}
    food = next(row for row in rows if row[0] == "Food")
    hidden = "fewer than 11\nmenos de 11"
    across = [asked["2026-Q3", f"quarter-0{n}", "food", "all", "all", "needs"] for n in range(1, 5)]
    assert food[2:6] == [hidden if value is None else value for value in across]
    total = asked["2026-Q3", "all", "food", "all", "all", "needs"]
    assert food[6] == (hidden if total is None else total)
    last = next(row for row in rows if row[0] == "In all")
    down = [asked["2026-Q3", f"quarter-0{n}", "everyday", "all", "all", "needs"] for n in range(1, 5)]
    assert last[2:] == [hidden if value is None else value for value in down] + ["–"]
    other = next(row for row in rows if row[0] == "Other kinds of help")
    assert other[6] == "–", "what is gathered there is in no other table"


def test_hidden_places_say_so_in_both_languages_and_are_shaded(release, book):
    said = "\n".join(hidden_words(release, cat) for cat in LANGUAGES)
    read = openpyxl.load_workbook(io.BytesIO(book))
    hidden = [cell for sheet in read for row in sheet.iter_rows() for cell in row if cell.value == said]
    assert len(hidden) == sum(
        cell.table != "totals" and answer.value is None for cell, answer in release.answers.items()
    ) + sum(
        1
        for sheet in ("By outcome · Por resultado", "By area · Por área", "By language · Por idioma")
        for cell in _edges(read[sheet], said)
    )
    assert {cell.fill.fgColor.rgb for cell in hidden} == {"FFE3DFD6"}


def _edges(sheet, said):
    """Hidden totals in a crossed table: the last column and the last row of it."""
    heads = [cell.value for cell in sheet[4]]
    yield from (
        cell
        for row in sheet.iter_rows(min_row=5)
        for cell in row
        if cell.value == said and heads[cell.column - 1] == "In all\nEn total"
    )
    for row in sheet.iter_rows(min_row=5):
        if row[0].value == "In all":
            yield from (cell for cell in row if cell.value == said)


def test_charts_are_said_in_words_in_their_own_language_and_a_hidden_bar_has_no_height(release):
    hiding = release_of(ZONES, value=lambda cell: None if cell.category == "food" else numbered(cell) or 5)
    parts = parts_of(summary_workbook(hiding))
    told = [
        element.get("descr")
        for name, text in parts.items()
        if name.startswith("xl/drawings/drawing")
        for element in ET.fromstring(text).iter()
        if element.tag.endswith("}cNvPr")
    ]
    assert len(told) == 10
    english, spanish = told[0], told[1]
    assert english.startswith("Needs by kind of help. ")
    assert "Food: fewer than 11" in english
    assert spanish.startswith("Necesidades por tipo de ayuda. ")
    assert "Comida: menos de 11" in spanish
    chart = ET.fromstring(parts["xl/charts/chart1.xml"])
    kept = [element.text for element in chart.iter() if element.tag.endswith("}v")]
    assert "0" not in kept
    assert "fewer than 11" in "".join(chart.itertext())


def test_nothing_in_it_acts_or_is_merged_and_paper_is_set_up(book):
    parts = parts_of(book)
    pages = [text for name, text in parts.items() if name.startswith("xl/worksheets/sheet")]
    for page in pages:
        assert "<f>" not in page
        assert "mergeCell" not in page
        assert 'orientation="landscape"' in page
        assert "fitToPage" in page
    assert sum("<pane " in page for page in pages) == len(pages) - 2
    assert "xl/calcChain.xml" not in parts
    names = [
        element for element in ET.fromstring(parts["xl/workbook.xml"]).iter() if element.tag.endswith("definedName")
    ]
    assert {element.get("name") for element in names} == {"_xlnm.Print_Titles"}


HARD = {
    "quotes": "Calle \"Ocho\" y 'Nueve'",
    "markup": "<b>Loop</b> & </si><si><t>x",
    "emoji": "🌽🫔 La Villita 🎉",
    "right to left": "شيكاغو الجنوبية",
    "long": "Nombre muy largo " * 12,
    "formula": '=HYPERLINK("http://example.org","x")',
    "plus": "+1 Loop",
    "at": "@SUM(A1)",
    "control": "Pil\x01sen\tEast",
    "lines": "Pilsen\nEast",
    "braces": "{name} %s ${x}",
}


def test_any_name_of_a_zone_is_only_text():
    data = summary_workbook(release_of({**ZONES, **HARD}))
    for part in parts_of(data).values():
        ET.fromstring(part)
    listed = {row[2] for row in sheets_of(data)["List of areas · Lista de áreas"][4:]}
    assert listed == {*ZONES.values(), *HARD.values()}
    sheet = openpyxl.load_workbook(io.BytesIO(data))["List of areas · Lista de áreas"]
    for cell in (row[2] for row in sheet.iter_rows(min_row=5)):
        assert cell.data_type == "s"
        assert cell.quotePrefix == cell.value.startswith(("=", "+", "-", "@"))


def test_a_release_with_its_totals_only_is_a_workbook_too():
    data = summary_workbook(release_of(ZONES, tables=lambda name: name == "totals"))
    assert list(sheets_of(data)) == ["Summary · Resumen", "In all · En total", "Method · Método"]


def test_seventy_seven_areas_stand_across_on_several_pages_that_repeat_what_rows_are():
    zones = {f"z{number:02d}": f"Barrio {number}" for number in range(1, 78)}
    data = summary_workbook(release_of(zones))
    rows = sheets_of(data)["By area · Por área"]
    assert len(rows[3]) == 2 + 77 + 1
    read = openpyxl.load_workbook(io.BytesIO(data))
    sheet = read["By area · Por área"]
    assert sheet.page_setup.fitToWidth > 3
    assert sheet.print_title_cols == "$A:$B"
    assert sheet.freeze_panes == "C5"
    assert not read["Areas · Áreas"]._charts, "so many bars are no picture"


@pytest.mark.parametrize(
    "period",
    ["2026", pytest.param("2026-10", marks=pytest.mark.campaign), pytest.param("2026-Q3", marks=pytest.mark.campaign)],
)
def test_texts_fit_into_their_places(period):
    read = openpyxl.load_workbook(io.BytesIO(summary_workbook(release_of(ZONES, period=period))))
    for sheet in read:
        wide = {}
        for column in sheet.column_dimensions.values():
            wide.update(dict.fromkeys(range(column.min, column.max + 1), column.width))
        for cell in (cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)):
            if cell.alignment.wrap_text:
                share = cell.font.sz / 11
                lines = sum(-(-len(line) * share // (wide[cell.column] - 1)) for line in cell.value.split("\n"))
                tall = sheet.row_dimensions[cell.row].height or 15
                assert tall >= lines * 14.4 * share, (sheet.title, cell.coordinate)
                assert max(map(len, cell.value.split())) * share <= wide[cell.column] - 1
