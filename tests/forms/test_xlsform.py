"""The XLSForm: what pyxform, with which KoboToolbox and ODK read it, makes of it; and what is in the file."""

from __future__ import annotations

import io
import re
import zipfile
from xml.etree import ElementTree as ET

import pytest
from pyxform.xls2xform import convert

from mutualaid.exchange.xlsform import FormPlan, sheets, xlsform
from mutualaid.language import question_words
from mutualaid.language.catalog import LANGUAGES, catalog
from mutualaid.records.categories import CATEGORIES
from mutualaid.records.languages import LANGUAGES as TONGUES
from mutualaid.records.questions import Answer, QuestionList, question_list
from mutualaid.records.zones import chicago
from tests.whole_tables import parse_table

ZONES = {code: zone.name for code, zone in chicago().items()}
LIST = question_list(zones=ZONES)
PLAN = FormPlan(LIST, ZONES)
KEY = "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A"
_H, _O = "{http://www.w3.org/2002/xforms}", "{http://www.w3.org/1999/xhtml}"


def xform(plan: FormPlan) -> ET.Element:
    """The form that a server would hand to its phones. A warning of pyxform's fails."""
    warnings: list[str] = []
    made = convert(io.BytesIO(xlsform(plan)), warnings=warnings, file_type=".xlsx")
    assert warnings == []
    return ET.fromstring(made.xform)


@pytest.fixture(scope="module")
def usual() -> ET.Element:
    return xform(PLAN)


def binds(form: ET.Element) -> dict[str, dict[str, str]]:
    """What the form says of each question: name -> attributes."""
    return {bind.attrib["nodeset"].rsplit("/", 1)[-1]: bind.attrib for bind in form.iter(f"{_H}bind")}


@pytest.mark.parametrize(
    "plan",
    [
        FormPlan(LIST, ZONES, tongues=("en", "es")),
        FormPlan(LIST, ZONES, tongues=("en",)),
        FormPlan(question_list(zones=["a"], categories=["food"], languages=["mam"]), {"a": "A"}),
        FormPlan(question_list(zones=ZONES, categories=CATEGORIES, languages=TONGUES), ZONES),
        FormPlan(LIST, ZONES, consent={"es": "Con <b> & ${otra} \"cosa\"", "en": "=1+1"}),
    ],
    ids=["English first", "English only", "very small", "every choice", "own consent"],
)  # fmt: skip
def test_the_tools_read_the_form_without_a_warning(plan: FormPlan) -> None:
    form = xform(plan)
    assert set(binds(form)) >= {question.id for question in plan.questions}
    assert len(list(form.iter(f"{_H}translation"))) == len(plan.tongues)


def test_every_question_stands_there_in_both_languages_with_why_it_is_asked_and_all_choices(usual: ET.Element) -> None:
    told = {
        each.attrib["lang"]: {value.text for value in each.iter(f"{_H}value")}
        for each in usual.iter(f"{_H}translation")
    }
    assert list(told) == ["Español (es)", "English (en)"]
    for language in LANGUAGES:
        words = catalog(language)
        known = next(said for tongue, said in told.items() if f"({language})" in tongue)
        for question in LIST:
            wanted = {question_words.ask(question.id, words)}
            wanted |= {question_words.why(question.id, words)} if question.id != "keep" else set()
            if question.id == "zone":
                wanted |= set(ZONES.values())
            else:
                wanted |= {question_words.choice(question, code, words) for code in question.choices}
            assert wanted <= known, question.id


def test_nothing_is_asked_of_who_refuses_and_what_comes_after_waits(usual: ET.Element) -> None:
    said = binds(usual)
    for question in LIST:
        if question.id == "keep":
            assert "relevant" not in said[question.id]
            continue
        relevant = said.get(f"page_{question.id}", said[question.id]).get("relevant", "")
        assert "keep  = 'yes'" in relevant, question.id
        assert not question.after or f"{question.after}  != ''" in relevant
    assert "keep  = 'no'" in said["refused"]["relevant"]


def test_only_what_is_needed_is_required_and_every_line_has_its_length(usual: ET.Element) -> None:
    said = binds(usual)
    assert {name for name, bind in said.items() if bind.get("required") == "true()"} == {"keep", "zone", "needs"}
    for question in LIST:
        if question.kind in {Answer.LINE, Answer.NOTE, Answer.PHONE}:
            assert said[question.id]["constraint"] == f"string-length(.) <= {question.most}"


def test_nothing_is_taken_from_the_phone_but_the_day(usual: ET.Element) -> None:
    preloaded = [
        value for bind in binds(usual).values() for key, value in bind.items() if key.endswith("preloadParams")
    ]
    assert preloaded == ["today"]
    assert not any(row["type"] in {"start", "end", "audit", "deviceid", "username"} for row in sheets(PLAN)["survey"])
    assert binds(usual)["instanceName"]["calculate"].strip() == "/data/asked_on"


def test_with_a_key_the_form_encrypts_and_says_so_and_without_one_it_does_not_promise_it(usual: ET.Element) -> None:
    locked = xform(FormPlan(LIST, ZONES, public_key=KEY, submission_url="https://forms.example.org/submission"))
    (submission,) = locked.iter(f"{_H}submission")
    assert submission.attrib["base64RsaPublicKey"] == KEY
    assert submission.attrib["action"] == "https://forms.example.org/submission"
    promise = question_words.why("keep", catalog("es"))
    assert promise in ET.tostring(locked, "unicode")
    assert not list(usual.iter(f"{_H}submission"))
    assert promise not in ET.tostring(usual, "unicode")


def test_the_same_list_gives_the_same_bytes_and_another_list_another_version() -> None:
    assert xlsform(PLAN) == xlsform(FormPlan(question_list(zones=ZONES), dict(ZONES)))
    plans = [
        PLAN,
        FormPlan(LIST, ZONES, public_key=KEY),
        FormPlan(LIST, {**ZONES, "chi-01": "Another name"}),
        FormPlan(LIST, ZONES, consent={"es": "Otra cosa"}),
        FormPlan(QuestionList(LIST.questions[:-1]), ZONES),
    ]
    versions = [sheets(plan)["settings"][0]["version"] for plan in plans]
    assert len(set(versions)) == len(versions)
    assert all(re.fullmatch(r"\d+-[0-9a-f]{8}", version) for version in versions)


def test_the_file_holds_no_user_no_path_and_no_time() -> None:
    with zipfile.ZipFile(io.BytesIO(xlsform(PLAN))) as archive:
        assert {part.date_time for part in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        about = archive.read("docProps/core.xml").decode()
        assert re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z", about) == ["2000-01-01T00:00:00Z"] * 2
        assert "<dc:creator></dc:creator><cp:lastModifiedBy></cp:lastModifiedBy>" in about


def test_a_spreadsheet_opens_it_and_shows_the_office_s_words_as_they_are() -> None:
    table = parse_table(xlsform(FormPlan(LIST, ZONES, consent={"en": "=1+1", "es": "=2+2"})))
    assert table.headers[:2] == ("type", "name")
    keep = next(row.cells for row in table.rows if row.cells[1] == "keep")
    assert {"=1+1", "=2+2"} <= set(keep)
