"""The tables of languages and zones know the names that people use for them."""

from __future__ import annotations

import csv
import string
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutualaid.records import languages, zones
from mutualaid.records.languages import LANGUAGES, from_text, parse, relay_languages
from mutualaid.records.zones import Zone, chicago, chicago_outlines, find, find_many, km

SAMPLES = Path(__file__).parent.parent / "data" / "samples"
MAYAN = "acr knj agu caa qct cac itz ixl jac cak quc mam mop poc poh kjb kek quv qum ttc tzj usp".split()
CITY = chicago()


def column(name: str, header: str, delimiter: str = ",") -> set[str]:
    with (SAMPLES / name).open(encoding="utf-8-sig", newline="") as lines:
        return {row[header] for row in csv.DictReader(lines, delimiter=delimiter)}


def test_the_twenty_two_mayan_languages_of_guatemala_garifuna_and_xinka_are_here() -> None:
    assert len(MAYAN) == 22
    assert {*MAYAN, "cab", "xin"} <= LANGUAGES.keys()


def test_mexico_s_larger_languages_are_here() -> None:
    spoken = "nah qmx zap oto tsz tzo tzh ctu yua maz qtq qmz hus amu tar hch"
    assert set(spoken.split()) <= LANGUAGES.keys()


@pytest.mark.parametrize("language", LANGUAGES.values(), ids=LANGUAGES)
def test_a_language_is_whole_and_found_by_all_its_own_names(language: languages.Language) -> None:
    assert len(language.code) == 3
    assert set(language.code) <= set(string.ascii_lowercase)
    assert from_text(language.code) == from_text(language.en) == from_text(language.es) == [language.code]
    assert language.own
    assert language.name("en") == language.en
    assert language.name("es") == language.es
    assert set(language.relay) <= LANGUAGES.keys() - {language.code}


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Español", ["spa"]),
        ("inglés", ["eng"]),
        ("es", ["spa"]),
        ("Spanish and English", ["spa", "eng"]),
        ("Español e inglés", ["spa", "eng"]),
        ("espanol/ingles", ["spa", "eng"]),
        ("ASL,Mam", ["ase", "mam"]),
        ("K’iche’", ["quc"]),
        ("quiche", ["quc"]),
        ("k'iché", ["quc"]),
        ("kanjobal", ["kjb"]),
        ("Q'anjob'al", ["kjb"]),
        ("kreyol", ["hat"]),
        ("Mam, un poco de español", ["mam", "spa"]),
        ("haitian_creole spanish", ["hat", "spa"]),
        ("English only", ["eng"]),
        ("Lengua de señas mexicana", ["mfs"]),
        ("mixteco", ["qmx"]),
        ("Popti'", ["jac"]),
        ("українська", ["ukr"]),
        ("", []),
    ],
)
def test_languages_are_read_as_people_write_them(text: str, codes: list[str]) -> None:
    assert parse(text) == (codes, [])


def test_an_unknown_language_is_reported_and_not_guessed() -> None:
    assert parse("Klingon") == ([], ["Klingon"])
    assert parse("Elvish y español") == (["spa"], ["Elvish"])
    assert parse("dialecto") == ([], ["dialecto"])


@given(st.lists(st.sampled_from(sorted(LANGUAGES)), min_size=1, max_size=4, unique=True), st.sampled_from(["en", "es"]))
def test_any_list_of_languages_comes_back_in_order(codes: list[str], language: str) -> None:
    names = [LANGUAGES[code].name(language) for code in codes]
    plain = [code for code, name in zip(codes, names, strict=True) if not set(name) & set(",()")]
    assert from_text(", ".join(LANGUAGES[code].name(language) for code in plain)) == plain


@given(st.text())
def test_any_text_gives_known_codes_once_each(text: str) -> None:
    codes, unknown = parse(text)
    assert len(set(codes)) == len(codes)
    assert set(codes) <= LANGUAGES.keys()
    assert codes or unknown or not text.strip()


def test_every_language_of_the_samples_is_known_but_klingon() -> None:
    spoken = column("google-form.csv", "Language / Idioma") | column("airtable-volunteers.csv", "Languages")
    assert {part for text in spoken for part in parse(text)[1]} == {"Klingon"}


def test_indigenous_languages_are_relayed_through_spanish() -> None:
    assert all(relay_languages(code) == ("spa",) for code in MAYAN)
    assert relay_languages("eng") == relay_languages("none such") == ()


def test_there_are_77_areas_with_codes_numbers_and_outlines() -> None:
    assert list(CITY) == [f"chi-{number:02d}" for number in range(1, 78)]
    assert all(zone.number == int(code[-2:]) for code, zone in CITY.items())
    assert chicago_outlines().keys() == CITY.keys()
    assert all(ring[0] == ring[-1] and len(ring) >= 4 for rings in chicago_outlines().values() for ring in rings)


def test_the_centre_of_an_area_lies_inside_its_bounds() -> None:
    for code, rings in chicago_outlines().items():
        points = [point for ring in rings for point in ring]
        assert min(x for x, _ in points) < CITY[code].longitude < max(x for x, _ in points)
        assert min(y for _, y in points) < CITY[code].latitude < max(y for _, y in points)


def test_neighbours_are_mutual_near_and_leave_nobody_alone() -> None:
    for zone in CITY.values():
        assert zone.neighbours
        assert zone.code not in zone.neighbours
        for code in zone.neighbours:
            assert zone.code in CITY[code].neighbours
            assert km(zone, CITY[code]) < 12


def test_some_neighbours_that_every_chicagoan_knows() -> None:
    named = {zone.name: {CITY[code].name for code in zone.neighbours} for zone in CITY.values()}
    assert {"Lower West Side", "North Lawndale", "Brighton Park"} <= named["South Lawndale"]
    assert named["Rogers Park"] == {"West Ridge", "Edgewater"}
    assert named["Loop"] == {"Near North Side", "Near West Side", "Near South Side"}
    assert "Loop" not in named["Rogers Park"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Little Village", "South Lawndale"),
        ("la villita", "South Lawndale"),
        ("PILSEN", "Lower West Side"),
        ("Back of the  Yards", "New City"),
        ("Las Empacadoras", "New City"),
        ("ohare", "O'Hare"),
        ("Mc Kinley Park", "McKinley Park"),
        ("the loop", "Loop"),
        ("30", "South Lawndale"),
        ("CHI-30", "South Lawndale"),
        ("Pilsen / Lower West Side", "Lower West Side"),
        ("Little Village, Chicago", "South Lawndale"),
        ("Barrio Chino", "Armour Square"),
        ("Lakeview", "Lake View"),
    ],
)
def test_an_area_is_found_by_the_names_people_use(text: str, name: str) -> None:
    zone = find(text, CITY)
    assert zone is not None
    assert zone.name == name


@pytest.mark.parametrize("text", ["", "Narnia", "Pilsen, Uptown", "60608", "Cicero"])
def test_what_is_no_area_or_two_is_not_guessed(text: str) -> None:
    assert find(text, CITY) is None


@pytest.mark.parametrize("zone", CITY.values(), ids=CITY)
def test_every_name_and_alias_leads_to_its_area(zone: Zone) -> None:
    assert all(find(name, CITY) == zone for name in (zone.name, zone.name.upper(), *zone.aliases))


def test_every_area_of_the_samples_is_known_but_narnia() -> None:
    lived = column("google-form.csv", "Neighborhood / Vecindario ") | column("kobo.csv", "intake/zone", ";")
    worked = column("airtable-volunteers.csv", "Neighborhoods")
    assert {place for place in lived if place and find(place, CITY) is None} == {"Narnia"}
    assert [part for text in worked for part in find_many(text, CITY)[1]] == []


def test_an_office_s_own_zones_work_alike() -> None:
    own = {"norte": Zone("norte", "Zona Norte", 41.9, -87.7, ("Arriba",)), "sur": Zone("sur", "Sur", 41.7, -87.7)}
    assert find("arriba", own) == own["norte"]
    assert find("zona norte", own) == find("Norte", own) == own["norte"]
    assert find("Pilsen", own) is None


def test_a_known_distance() -> None:
    loop, rogers = CITY["chi-32"], CITY["chi-01"]
    assert km(loop, rogers) == pytest.approx(15.0, abs=1.0)
    assert km(Zone("a", "a", 0, 0), Zone("b", "b", 0, 180)) == pytest.approx(20015.1, abs=0.1)


points = st.builds(lambda x, y: Zone("p", "p", y, x), st.floats(-180, 180), st.floats(-90, 90))


@given(points, points, points)
def test_distance_is_a_distance(a: Zone, b: Zone, c: Zone) -> None:
    assert km(a, a) == 0
    assert km(a, b) == pytest.approx(km(b, a))
    assert km(a, c) <= km(a, b) + km(b, c) + 1e-6


def test_zones_can_be_hashed_and_compared() -> None:
    assert len({*CITY.values(), *zones.chicago().values()}) == 77
