"""The question list as an XLSForm: a workbook from which KoboToolbox and ODK make a form for phones.

Both languages, one question a page, the same ids and codes as everywhere else, so that what is collected comes back by
import. Nothing is asked of the phone itself (no number, place, name or log); an entry's name tells its day only. The
same list gives the same bytes: a form's version is made of what is in it, and the file holds no time, user or path.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from mutualaid.exchange import form_names as names
from mutualaid.language import question_words
from mutualaid.language.catalog import N_, Catalog, catalog
from mutualaid.records.questions import AGES, VERSION, Answer, Question, QuestionList

FORM_ID = "request_form"
TITLE = N_("Request form")
_FEW = 12
"""Up to so many choices of a list are shown at once; a longer one is searched."""

Row = dict[str, str]


@dataclass(frozen=True, repr=False)
class FormPlan:
    """What a form is made of.

    `zones`: names by code. `tongues`: its languages, the one it begins in first. `consent`: the office's own words by
    language, "" or none for the standard ones. `public_key`: base64 of an RSA key (`vault.form_keys`), "" for a form
    whose answers lie readable. `submission_url`: where phones send to, where the tool wants it said in the form.
    """

    questions: QuestionList
    zones: Mapping[str, str]
    tongues: tuple[str, ...] = ("es", "en")
    consent: Mapping[str, str] = field(default_factory=dict)
    public_key: str = ""
    submission_url: str = ""


def xlsform(plan: FormPlan) -> bytes:
    """The workbook."""
    import xlsxwriter  # what only this one file needs

    made = io.BytesIO()
    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(made, {"in_memory": True, **plain}) as book:
        book.set_properties({"created": datetime(2000, 1, 1)})  # the day it was made is nobody's business
        bold = book.add_format({"bold": True})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        for title, rows in sheets(plan).items():
            headers = list(dict.fromkeys(header for row in rows for header in row))
            sheet = book.add_worksheet(title)
            sheet.freeze_panes(1, 0)
            for at, header in enumerate(headers):
                sheet.set_column(at, at, 44 if "::" in header else 20)
                sheet.write_string(0, at, header, bold)
                for below, row in enumerate(rows, 1):
                    if row.get(header):
                        sheet.write_string(below, at, row[header], wrapped)
    return made.getvalue()


def sheets(plan: FormPlan) -> dict[str, list[Row]]:
    """The three sheets as rows of cells by header."""
    words = {tongue: catalog(tongue) for tongue in plan.tongues}
    survey = list(_survey(plan, words))
    choices = list(_choices(plan, words))
    settings = _settings(plan, words)
    told = repr((survey, choices, settings)).encode()
    settings["version"] = f"{VERSION}-{hashlib.sha256(told).hexdigest()[:8]}"
    return {"survey": survey, "choices": choices, "settings": [settings]}


def _settings(plan: FormPlan, words: Mapping[str, Catalog]) -> Row:
    row = {
        "form_title": " / ".join(each.tr(TITLE) for each in words.values()),
        "form_id": FORM_ID,
        "version": "",
        "default_language": names.TONGUES[plan.tongues[0]],
        "style": "pages",
        # Lies readable beside an encrypted entry, and in the list of entries on the phone.
        "instance_name": f"${{{names.ASKED_ON}}}",
    }
    if plan.public_key:
        row["public_key"] = plan.public_key
    if plan.submission_url:
        row["submission_url"] = plan.submission_url
    return row


def _in_each(column: str, words: Mapping[str, Catalog], told: Mapping[str, str]) -> Row:
    """A translated column's cells. What looks like a reference to another question is none."""
    return {f"{column}::{names.TONGUES[tongue]}": told[tongue].replace("${", "$ {") for tongue in words}


def _survey(plan: FormPlan, words: Mapping[str, Catalog]) -> Iterator[Row]:
    yield {"type": "today", "name": names.ASKED_ON}
    for question in plan.questions:
        if question.id == "keep":
            yield from _keep(plan, question, words)
        elif question.kind is Answer.COUNTS:
            yield from _ages(question, words)
        elif question.other:
            yield from _with_line(question, words)
        else:
            yield _asked(question, words)


def _keep(plan: FormPlan, question: Question, words: Mapping[str, Catalog]) -> Iterator[Row]:
    """The first page: nothing must be answered, may it be written down, and what a no means."""
    yield _page(question, words, "")
    welcome = {
        tongue: each.tr("You may skip anything that you would rather not answer.") for tongue, each in words.items()
    }
    yield {"type": "note", "name": "welcome"} | _in_each("label", words, welcome)
    asked = _asked(question, words)
    yield asked | _in_each("hint", words, {tongue: consent_words(plan, tongue) for tongue in words})
    refused = {
        tongue: question_words.problem("answer_refused", each)
        + " "
        + each.tr("Please close this form without saving it.")
        for tongue, each in words.items()
    }
    yield {"type": "note", "name": "refused", "relevant": "${keep} = 'no'"} | _in_each("label", words, refused)
    yield {"type": "end_group"}


def consent_words(plan: FormPlan, tongue: str) -> str:
    """What stands under the question whether anything may be written down, in one language.

    Only of a form that encrypts is it said that what is told is locked at once.
    """
    if plan.consent.get(tongue):
        return plan.consent[tongue]
    return standard_consent(catalog(tongue), locked=bool(plan.public_key))


def standard_consent(words: Catalog, *, locked: bool) -> str:
    """What a form says unless the office says it in its own words."""
    if locked:
        return question_words.why("keep", words)
    return words.tr(
        "The coordinators of this network will read it, to find help for you. You may ask them at any time what they "
        "hold, have it corrected, or have it erased. We never ask about papers, and never where you were born."
    )


def _page(question: Question, words: Mapping[str, Catalog], relevant: str) -> Row:
    """What keeps several rows on one page."""
    titled = {tongue: question_words.short(question.id, each) for tongue, each in words.items()}
    row = {"type": "begin_group", "name": f"page_{question.id}", "appearance": "field-list"}
    return row | _in_each("label", words, titled) | ({"relevant": relevant} if relevant else {})


def _relevant(question: Question) -> str:
    """When a question is asked: as `records.answers.is_asked` says it."""
    if question.id == "keep":
        return ""
    return "${keep} = 'yes'" + (f" and ${{{question.after}}} != ''" if question.after else "")


def _asked(question: Question, words: Mapping[str, Catalog]) -> Row:
    """The row of one question."""
    row: Row = {"type": _type(question), "name": question.id}
    row |= _in_each("label", words, {tongue: names.label(question, each) for tongue, each in words.items()})
    row |= _in_each("hint", words, {tongue: question_words.why(question.id, each) for tongue, each in words.items()})
    if relevant := _relevant(question):
        row["relevant"] = relevant
    if question.needed:
        row["required"] = "yes"
        missing = {tongue: question_words.problem("answer_missing", each) for tongue, each in words.items()}
        row |= _in_each("required_message", words, missing)
    if appearance := _appearance(question):
        row["appearance"] = appearance
    return row | _held(_constraint(question), words)


def _type(question: Question) -> str:
    kinds = {Answer.LINE: "text", Answer.NOTE: "text", Answer.PHONE: "text", Answer.NUMBER: "integer"}
    if question.kind is Answer.YES_NO:
        return "select_one yes_no"
    if question.kind is Answer.ONE:
        return f"select_one {question.id}"
    return kinds.get(question.kind, f"select_multiple {question.id}")


def _appearance(question: Question) -> str:
    if question.kind is Answer.NOTE:
        return "multiline"
    if question.kind is Answer.TIMES:
        return "columns-3"  # a row for each day: morning, afternoon, evening
    if question.kind is Answer.ONE and len(question.choices) > _FEW:
        return "minimal autocomplete"
    return ""


def _constraint(question: Question) -> str:
    if question.kind in {Answer.LINE, Answer.NOTE, Answer.PHONE}:
        return f"string-length(.) <= {question.most}"
    if question.kind is Answer.NUMBER:
        return f". >= 1 and . <= {question.most}"
    if question.id == "consents":
        return f"not(selected(., '{names.NONE}')) or count-selected(.) = 1"
    return ""


def _held(constraint: str, words: Mapping[str, Catalog]) -> Row:
    if not constraint:
        return {}
    told = {tongue: question_words.problem("answer_not_valid", each) for tongue, each in words.items()}
    return {"constraint": constraint} | _in_each("constraint_message", words, told)


def _with_line(question: Question, words: Mapping[str, Catalog]) -> Iterator[Row]:
    """A question with a line beside its choices, both on one page."""
    yield _page(question, words, _relevant(question))
    asked = _asked(question, words)
    asked.pop("relevant")
    yield asked
    row = {"type": "text", "name": question.other, "relevant": f"selected(${{{question.id}}}, '{names.OTHER}')"}
    row |= _in_each("label", words, {tongue: names.other_label(question, each) for tongue, each in words.items()})
    yield row | _held("string-length(.) <= 200", words)
    yield {"type": "end_group"}


def _ages(question: Question, words: Mapping[str, Catalog]) -> Iterator[Row]:
    """A number for each age band on one page, and all of them as our own files write them."""
    yield _page(question, words, _relevant(question))
    asked = {tongue: names.label(question, each) for tongue, each in words.items()}
    why = {tongue: question_words.why(question.id, each) for tongue, each in words.items()}
    yield {"type": "note", "name": "ages_asked"} | _in_each("label", words, asked) | _in_each("hint", words, why)
    for band in AGES:
        told = {tongue: question_words.choice(question, band, each) for tongue, each in words.items()}
        row = {"type": "integer", "name": names.age_name(band)} | _in_each("label", words, told)
        yield row | _held(f". >= 0 and . <= {question.most}", words)
    people = " + ".join(f"coalesce(${{{names.age_name(band)}}}, 0)" for band in AGES)
    too_many = {tongue: question_words.problem("ages_exceed_size", each) for tongue, each in words.items()}
    row = {
        "type": "note",
        "name": "ages_too_many",
        "relevant": f"${{household_size}} != '' and {people} > ${{household_size}}",
    }
    yield row | _in_each("label", words, too_many)
    parts = (
        f"if(coalesce(${{{names.age_name(band)}}}, 0) > 0, concat('{band}:', ${{{names.age_name(band)}}}, '|'), '')"
        for band in AGES
    )
    yield {"type": "calculate", "name": question.id, "calculation": f"concat({', '.join(parts)})"}
    yield {"type": "end_group"}


def _choices(plan: FormPlan, words: Mapping[str, Catalog]) -> Iterator[Row]:
    for value, name in ((True, names.YES), (False, names.NO)):
        yield _choice("yes_no", name, words, {t: question_words.yes_no(value, each) for t, each in words.items()})
    for question in plan.questions:
        if question.kind is Answer.COUNTS:
            continue
        for code in question.choices:
            yield _choice(question.id, code, words, dict(_called(plan, question, code, words)))
        if question.other:
            told = {tongue: question_words.other(question.other, each) for tongue, each in words.items()}
            yield _choice(question.id, names.OTHER, words, told)
        if question.id == "consents":
            none = {tongue: names.none_label(each) for tongue, each in words.items()}
            yield _choice(question.id, names.NONE, words, none)


def _called(plan: FormPlan, question: Question, code: str, words: Mapping[str, Catalog]) -> Iterable[tuple[str, str]]:
    for tongue, each in words.items():
        name = plan.zones.get(code, code) if question.id == "zone" else question_words.choice(question, code, each)
        yield tongue, name


def _choice(listed: str, name: str, words: Mapping[str, Catalog], told: Mapping[str, str]) -> Row:
    return {"list_name": listed, "name": name} | _in_each("label", words, told)
