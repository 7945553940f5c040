"""What our XLSForm collects comes back by import, answer by answer: as KoboToolbox and ODK Central export it."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mutualaid.exchange import form_names as names
from mutualaid.exchange import own_form
from mutualaid.exchange.answers import household_draft, watched_answers
from mutualaid.exchange.drafts import Findings, HouseholdDraft
from mutualaid.exchange.presets import mapping_of
from mutualaid.exchange.reading import drafts, understand
from mutualaid.exchange.sheet import Setting
from mutualaid.exchange.tables import source_of
from mutualaid.exchange.tally import Tally
from mutualaid.exchange.xlsform import FormPlan, sheets
from mutualaid.language.catalog import LANGUAGES, catalog
from mutualaid.records.answers import tidied
from mutualaid.records.household import Consent
from mutualaid.records.kinds import ConsentPurpose
from mutualaid.records.questions import AGES, Answer, Question, question_list
from mutualaid.records.zones import Zone
from mutualaid.services.import_look import look_at_file, told_mapping
from mutualaid.services.import_memory import remembered_mapping
from mutualaid.services.importing import preview_import, run_import
from mutualaid.services.office import Office
from tests.exchange.conftest import TODAY, take

ZONES = {
    code: Zone(code=code, name=name, latitude=41.85, longitude=-87.66)
    for code, name in (("pilsen", "Pilsen"), ("la-villita", "Little Village"), ("gage", "Gage Park"))
}
SETTING = Setting(ZONES, TODAY)
LIST = question_list(zones=ZONES)
FORM = sheets(FormPlan(LIST, {code: zone.name for code, zone in ZONES.items()}))
DAY = date(2026, 11, 21)
WHOLE: dict[str, Any] = {
    "keep": True, "contact_name": "Marta Xol", "languages": ["spa", "mam"], "other_language": "Chuj",
    "wants_interpreter": True, "safe_contact": "después de las 6; no diga quién llama", "phone": "773 555 0165",
    "phone_rules": ["may_text", "whatsapp"], "household_size": 5, "ages": {"0-2": 1, "18-64": 2, "65+": 1},
    "zone": "la-villita", "needs": ["food", "baby", "ride"], "other_need": "a stroller", "urgency": "this_week",
    "diet": ["vegetarian"], "access": ["wheelchair"], "handover": "pickup", "address": "2345 S Kedzie Ave, 2",
    "windows": ["mon_morning", "mon_afternoon", "sun_evening"], "notes": "Línea uno;\n\"dos\", tres",
    "consents": ["count"],
}  # fmt: skip


def columns() -> Iterator[tuple[str, dict[str, str], str]]:
    """Every column that the form fills: path, its survey row, and the list of its choices."""
    groups: list[str] = []
    for row in FORM["survey"]:
        kind, _, listed = row["type"].partition(" ")
        if kind == "begin_group":
            groups.append(row["name"])
        elif kind == "end_group":
            groups.pop()
        elif kind != "note":
            yield "/".join([*groups, row["name"]]), row, listed if kind == "select_multiple" else ""


def entered(answers: Mapping[str, Any]) -> dict[str, str]:
    """What a phone sends for the answers: column name -> value, as the form's rules make it."""
    sent = {names.ASKED_ON: DAY.isoformat()}
    for question in LIST:
        value = answers.get(question.id)
        if question.kind is Answer.COUNTS:
            sent |= {names.age_name(band): str((value or {}).get(band, "")) for band in AGES}
            sent[question.id] = "".join(f"{band}:{value[band]}|" for band in AGES if value and value.get(band))
        elif question.kind is Answer.YES_NO:
            sent[question.id] = "" if value is None else names.YES if value else names.NO
        elif question.kind in {Answer.MANY, Answer.TIMES}:
            ticked = list(value or ()) + ([names.OTHER] if answers.get(question.other) else [])
            if question.id == "consents" and value == []:
                ticked = [names.NONE]
            sent[question.id] = " ".join(ticked)
        else:
            sent[question.id] = "" if value is None else str(value)
        if question.other:
            sent[question.other] = answers.get(question.other, "")
    return sent


def choices(listed: str) -> list[dict[str, str]]:
    return [row for row in FORM["choices"] if row["list_name"] == listed]


def kobo(answers: Mapping[str, Any], *, tongue: str = "", groups: bool = True, many: str = "both") -> bytes:
    """A KoboToolbox export: names, or labels in a language; select_multiple "both", "summary" or "details"."""
    word = f"label::{names.TONGUES[tongue]}" if tongue else "name"
    sent, header, cells = entered(answers), ["start"], [DAY.isoformat() + "T10:00:00"]
    for path, row, listed in columns():
        value = sent[row["name"]]
        head = path if groups and not tongue else row.get(word, row["name"])
        called = {one["name"]: one[word] for one in choices(row["type"].partition(" ")[2])}
        if not listed or many != "details":
            header.append(head)
            cells.append(" ".join(called.get(code, code) for code in value.split()) if called else value)
        if listed and many != "summary":
            header += [f"{head}/{one[word]}" for one in choices(listed)]
            cells += [str(int(one["name"] in value.split())) if value else "" for one in choices(listed)]
    header += ["_id", "_uuid", "_submission_time", "_validation_status", "_notes", "_status", "_index"]
    cells += ["1", "abc", "2026-11-22T08:00:00", "", "", "submitted_via_web", "1"]
    return _csv(header, cells, ";")


def odk(answers: Mapping[str, Any], *, split: bool = True, groups: bool = True) -> bytes:
    """An ODK Central export: a zip of CSV, groups joined by hyphens, perhaps with a column a choice."""
    sent, header, cells = entered(answers), ["SubmissionDate"], ["2026-11-22T08:00:00.000Z"]
    for path, row, listed in columns():
        head = path.replace("/", "-") if groups else row["name"]
        header.append(head)
        cells.append(sent[row["name"]])
        if listed and split:
            header += [f"{head}/{one['name']}" for one in choices(listed)]
            cells += [str(int(one["name"] in sent[row["name"]].split())) for one in choices(listed)]
    header += ["meta-instanceID", "meta-instanceName", "KEY", "SubmitterID", "SubmitterName", "Status", "FormVersion"]
    cells += ["uuid:1", DAY.isoformat(), "uuid:1", "12", "helper", "", "1-abc"]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("request_form.csv", _csv(header, cells, ","))
    return packed.getvalue()


def _csv(header: list[str], cells: list[str], separator: str) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator).writerows([header, cells])
    return text.getvalue().encode("utf-8-sig")


EXPORTS: dict[str, Callable[[Mapping[str, Any]], bytes]] = {
    "Kobo, names": kobo,
    "Kobo, names without groups": lambda answers: kobo(answers, groups=False),
    "Kobo, names, a column a choice only": lambda answers: kobo(answers, many="details"),
    "Kobo, names, one column only": lambda answers: kobo(answers, many="summary"),
    "Kobo, English labels": lambda answers: kobo(answers, tongue="en"),
    "Kobo, Spanish labels": lambda answers: kobo(answers, tongue="es"),
    "Kobo, Spanish labels, a column a choice only": lambda answers: kobo(answers, tongue="es", many="details"),
    "Kobo, English labels, one column only": lambda answers: kobo(answers, tongue="en", many="summary"),
    "Kobo, Spanish labels, one column only": lambda answers: kobo(answers, tongue="es", many="summary"),
    "ODK Central": odk,
    "ODK Central, not split": lambda answers: odk(answers, split=False),
    "ODK Central, without groups": lambda answers: odk(answers, groups=False),
}


def drafted(data: bytes) -> HouseholdDraft:
    source = source_of(data)
    ((_, one),) = drafts(source, understand(source), SETTING)
    assert isinstance(one, HouseholdDraft)
    return one


def expected(answers: Mapping[str, Any]) -> HouseholdDraft:
    found = Findings()
    safe = watched_answers(tidied(LIST, answers), found)
    made = household_draft(safe, number=2, setting=SETTING, on=DAY, how="form")
    return replace(made, warnings=tuple(dict.fromkeys((*found.warnings, *made.warnings))))


@pytest.mark.parametrize("export", EXPORTS)
def test_a_whole_form_comes_back_as_it_was_filled_in(export: str) -> None:
    back = drafted(EXPORTS[export](WHOLE))
    assert back.problems == ()
    assert back == expected(WHOLE)
    assert dict(back.consents)[ConsentPurpose.COUNT] is True
    assert dict(back.consents)[ConsentPurpose.SHARE] is False
    assert back.notes.startswith('Línea uno;\n"dos", tres')


_LINE = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"], include_characters=" "), max_size=30)


def _typed(question: Question) -> st.SearchStrategy[Any]:
    plain = {
        Answer.LINE: _LINE, Answer.PHONE: _LINE | st.just("773-555-0165"), Answer.NOTE: _LINE,
        Answer.NUMBER: st.integers(1, 40), Answer.YES_NO: st.booleans(),
    }  # fmt: skip
    if question.kind in plain:
        return plain[question.kind]
    if question.kind is Answer.ONE:
        return st.sampled_from(question.choices)
    if question.kind is Answer.COUNTS:
        counted = st.dictionaries(st.sampled_from(question.choices), st.integers(0, 40))
        return counted.map(lambda people: {band: people[band] for band in question.choices if band in people})
    ticked = st.lists(st.sampled_from(question.choices), unique=True)
    return ticked.map(lambda codes: sorted(codes, key=question.choices.index))


def filled_in() -> st.SearchStrategy[dict[str, Any]]:
    typed = {question.id: _typed(question) for question in LIST}
    typed |= {question.other: _LINE for question in LIST if question.other}
    return st.fixed_dictionaries({}, optional=typed)


@settings(max_examples=(settings.default or settings()).max_examples // 4)
@given(filled_in(), st.sampled_from(sorted(EXPORTS)))
def test_whatever_is_filled_in_comes_back(answers: dict[str, Any], export: str) -> None:
    tidy = tidied(LIST, answers)
    assert drafted(EXPORTS[export](tidy)) == replace(expected(tidy), received_on=DAY)


def test_no_consent_ticked_says_nothing_and_none_of_these_refuses_all() -> None:
    said = {key: value for key, value in WHOLE.items() if key != "consents"}
    assert dict(drafted(kobo(said)).consents) == {ConsentPurpose.KEEP: True}
    refused = dict(drafted(kobo(said | {"consents": []})).consents)
    assert [given for purpose, given in refused.items() if purpose is not ConsentPurpose.KEEP] == [False] * 4


def test_who_refused_to_be_written_down_is_turned_away() -> None:
    assert "keep_refused" in drafted(odk({"keep": False})).problems


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        ("household_size", "many", "size_unreadable"), ("ages_0_2", "x", "ages_unreadable"),
        ("contact_name", "a" * 300, "text_too_long"), ("keep", "perhaps", "field_invalid"),
    ],
)  # fmt: skip
def test_a_row_that_somebody_altered_is_turned_away_with_its_reason(name: str, text: str, problem: str) -> None:
    table = list(csv.reader(io.StringIO(kobo(WHOLE).decode("utf-8-sig")), delimiter=";"))
    at = next(place for place, header in enumerate(table[0]) if header.rsplit("/", 1)[-1] == name)
    table[1][at] = text
    assert problem in drafted(_csv(table[0], table[1], ";")).problems


def test_words_about_papers_are_struck_out_on_the_way_in() -> None:
    back = drafted(odk(WHOLE | {"notes": "My A-number is A 123 456 789"}))
    assert "456" not in back.notes
    assert "identifier_redacted" in back.warnings


def mapped(document: dict[str, Any]) -> HouseholdDraft:
    source = source_of(kobo(WHOLE))
    said = mapping_of({"kind": "needs", **document})
    ((_, one),) = drafts(source, understand(source, mapping=said), SETTING)
    assert isinstance(one, HouseholdDraft)
    return one


def test_a_mapping_that_says_otherwise_wins_and_loses_no_consent() -> None:
    asked = expected(WHOLE)
    assert mapped({"address": "address"}) == asked
    moved = mapped({"address": "safe_contact", "diet": None})
    assert moved.address.startswith("después de las 6")
    assert (moved.safe_contact, moved.diet) == ("", ())
    assert (moved.consents, moved.needs, moved.phones) == (asked.consents, asked.needs, asked.phones)
    meant = mapped({"values": {"zone": {"la-villita": "gage"}, "category": {"baby": "school"}}})
    assert meant.zone == "gage"
    assert [need.category for need in meant.needs] == ["food", "school", "ride"]
    assert meant.consents == asked.consents


def test_a_mapping_to_a_field_that_no_form_of_ours_has_is_read_as_anybody_s_table() -> None:
    elsewhere = mapping_of({"kind": "needs", "quantity": "household_size"})
    assert understand(source_of(kobo(WHOLE)), mapping=elsewhere).layout.form is None


def test_only_neighborhoods_that_the_office_has_no_more_are_asked_about() -> None:
    source = source_of(kobo(WHOLE))
    layout = understand(source).layout
    tally = Tally(layout.columns.at)
    for row in source.rows():
        tally.take(row)
    assert [(line.field, line.words, line.code) for line in tally.lines(layout, {})] == [("zone", "la-villita", "")]


def test_other_peoples_forms_are_not_taken_for_ours() -> None:
    assert own_form.find(["keep", "zone", "needs", "contact_name"]) is None
    assert own_form.find(["household_code", "contact_name", "phone", "zone", "category", "notes"]) is None
    assert own_form.find(["keep", "zone", "needs", "consents"]) is not None


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_columns_of_a_form_are_headed_by_the_same_words(language: str) -> None:
    word = f"label::{names.TONGUES[language]}"
    asked = [
        row[word] for row in FORM["survey"] if row["type"].split()[0] not in {"begin_group", "note"} and word in row
    ]
    assert len(set(asked)) == len(asked)
    assert names.none_label(catalog(language)) in [row[word] for row in choices("consents")]


@pytest.mark.parametrize(("name", "data"), [("entries.csv", kobo(WHOLE)), ("entries.zip", odk(WHOLE))])
def test_an_office_imports_it_without_choosing_anything(office: Office, tmp_path: Path, name: str, data: bytes) -> None:
    file = tmp_path / name
    file.write_bytes(data)
    result = take(office, file)
    assert (result.counts.added, result.counts.needs_added, result.counts.rejected) == (1, 3, 0)


def consents_of(office: Office) -> dict[str, tuple[bool, str, date]]:
    with office.store.read() as read:
        return {row.record.purpose: (row.record.given, row.record.how, row.record.on) for row in read.all(Consent)}


def test_what_was_allowed_and_refused_is_kept_with_its_day_the_second_time_by_what_was_remembered(
    office: Office, tmp_path: Path
) -> None:
    file = tmp_path / "entries.csv"
    file.write_bytes(kobo(WHOLE))
    look = look_at_file(office, path=file)
    told = told_mapping(
        look.kind.value, {name: look.headers[look.at[name]] if name in look.at else None for name in look.offered}, {}
    )
    preview = preview_import(office, path=file, mapping=told, today=TODAY)
    run_import(office, preview=preview, today=TODAY)
    asked = {"keep", "contact", "share", "count", "refer"}
    assert {purpose: given for purpose, (given, _, _) in consents_of(office).items()} == {
        purpose: purpose in {"keep", "count"} for purpose in asked
    }
    assert {(how, on) for _, how, on in consents_of(office).values()} == {("form", DAY)}
    assert remembered_mapping(office, headers=look.headers) is not None
    again = tmp_path / "again.csv"
    again.write_bytes(kobo(WHOLE | {"contact_name": "Rosa Tum", "phone": "312 555 0177", "consents": ["share"]}))
    result = take(office, again)
    assert (result.counts.added, result.counts.rejected) == (1, 0)
    with office.store.read() as read:
        given = [row.record.purpose for row in read.all(Consent) if row.record.given]
    assert sorted(given) == ["count", "keep", "keep", "share"]
