"""An export of our own XLSForm, recognised by its columns: KoboToolbox with names or labels, ODK Central, Briefcase.

Its answers are the ones of the question list, code by code, so they need no guessing as other people's forms do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from mutualaid.exchange import form_names as names
from mutualaid.exchange.amounts import parse_number
from mutualaid.exchange.coded import key, replaced
from mutualaid.language import labels, question_words
from mutualaid.language.catalog import LANGUAGES, Catalog, catalog
from mutualaid.records.answers import Value
from mutualaid.records.categories import CATEGORIES
from mutualaid.records.folding import fold
from mutualaid.records.languages import LANGUAGES as TONGUES
from mutualaid.records.questions import AGES, Answer, Question, QuestionList, question_list

_TELLING = ("keep", "zone", "needs", "consents")
"""Questions that no form but ours asks all of, in these words or by these names."""

_FIELDS = {"needs": "category", "handover": "mode", names.ASKED_ON: "received_on"}
"""Where a question and a column of our own files are called differently."""

_TICKED = {"1", "1.0", "true"}
_SPLIT = re.compile(r"(?:.*[/-])?(?P<name>[a-z_]+)/(?P<code>[^/]+)")

Place = tuple[str, str]
"""A column's question (or line beside it, or age band), and the choice that it is about, "" for all of it."""


@cache
def questions() -> QuestionList:
    """Every question with every choice that an office could have offered."""
    return question_list(zones=(), categories=tuple(CATEGORIES), languages=tuple(TONGUES))


@dataclass(frozen=True, repr=False)
class OwnForm:
    """The columns of such an export: place -> index. `values`: a mapping's words for options that are none of ours."""

    at: Mapping[Place, int]
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def fields(self) -> dict[str, int]:
        """The columns by the names of our own fields, as far as one field is one column."""
        found: dict[str, int] = {}
        for (name, code), at in self.at.items():
            named = _FIELDS.get(name, name)
            if named in _OWN_FIELDS and (not code or named not in found):
                found[named] = at
        return found

    def told(self, at: Mapping[str, int], values: Mapping[str, Mapping[str, str]]) -> OwnForm | None:
        """The same form where a mapping gives fields (`at`) other columns or none; none when it has fields of others.

        What else is answered, consents above all, is read as before.
        """
        before = self.fields()
        if set(at) - set(before) - _OWN_FIELDS:
            return None
        moved = {name for name in before.keys() | at.keys() if before.get(name) != at.get(name)}
        kept = {place: column for place, column in self.at.items() if _FIELDS.get(place[0], place[0]) not in moved}
        named = {field: name for name, field in _FIELDS.items()}
        return OwnForm(kept | {(named.get(name, name), ""): at[name] for name in moved if name in at}, values)

    def answers(self, cells: Sequence[str]) -> dict[str, Value]:
        """What was answered in a row. What cannot be read as an answer is there as text, for a check to refuse."""
        given: dict[str, Value] = {}
        for question in questions():
            value = self._value(question, cells)
            if value is not None:
                given[question.id] = value
            if question.other and (written := self._cell(question.other, cells)):
                given[question.other] = written
        return given

    def _cell(self, name: str, cells: Sequence[str], code: str = "") -> str:
        at = self.at.get((name, code))
        text = cells[at].strip() if at is not None and at < len(cells) else ""
        words = self.values.get(_FIELDS.get(name, name))
        return replaced(_FIELDS.get(name, name), text, words) if words and text else text

    def _value(self, question: Question, cells: Sequence[str]) -> Value | None:
        kind = question.kind
        if kind is Answer.COUNTS:
            return self._counts(question, cells)
        if kind in {Answer.MANY, Answer.TIMES}:
            return self._many(question, cells)
        text = self._cell(question.id, cells)
        if not text:
            return None
        if kind is Answer.YES_NO:
            said = _codes(question)[0].get(fold(text))
            return text if said is None else said == names.YES
        if kind is Answer.NUMBER:
            number = parse_number(text)
            return text if number is None else number
        return _codes(question)[0].get(fold(text), text) if kind is Answer.ONE else text

    def _counts(self, question: Question, cells: Sequence[str]) -> Value | None:
        counts: dict[str, int] = {}
        for band in AGES:
            text = self._cell(names.age_name(band), cells)
            number = parse_number(text) if text else 0
            if number is None:
                return text
            if number:
                counts[band] = number
        return counts or None

    def _many(self, question: Question, cells: Sequence[str]) -> Value | None:
        """The codes in the one column, else the choices whose own columns are ticked, else the labels in the one.

        Labels come last: joined by spaces, one may read like the beginning of another.
        """
        text = self._cell(question.id, cells)
        chosen = list(dict.fromkeys(text.split()))
        if not set(chosen) <= _known(question):
            chosen = []
        if not chosen:
            chosen = [
                code
                for (name, code), at in self.at.items()
                if name == question.id and code and at < len(cells) and cells[at].strip().lower() in _TICKED
            ]
        if not chosen:
            chosen = _listed(question, text)
        if question.id == "consents" and names.NONE in chosen:
            return []
        words = self.values.get(_FIELDS.get(question.id, question.id), {})
        meant = [part for code in chosen for part in words.get(key(code), code).split()]
        return [code for code in dict.fromkeys(meant) if code != names.OTHER] or None


_OWN_FIELDS = frozenset(
    {
        "contact_name", "phone", "safe_contact", "languages", "household_size", "ages", "diet", "access", "zone",
        "address", "category", "urgency", "windows", "mode", "notes", "received_on",
    }
)  # fmt: skip


def find(headers: Sequence[str]) -> OwnForm | None:
    """The columns of an export of our form, none when these headers are of another."""
    at: dict[Place, int] = {}
    for number, header in enumerate(headers):
        place = _by_name(header.strip()) or _by_label(header.strip())
        if place is not None:
            at.setdefault(place, number)
    asked = {name for name, _ in at}
    return OwnForm(at) if asked.issuperset(_TELLING) else None


@cache
def _names() -> frozenset[str]:
    plain = {question.id for question in questions()} | {question.other for question in questions() if question.other}
    return frozenset(plain | {names.age_name(band) for band in AGES} | {names.ASKED_ON})


def _by_name(header: str) -> Place | None:
    """A column headed by a name, under its groups: "page_needs/needs", "page_needs-needs/food", "zone"."""
    found = _SPLIT.fullmatch(header)
    if found is not None and found["name"] in _names():
        return found["name"], found["code"]
    last = re.split(r"[/-]", header)[-1]
    return (last, "") if last in _names() else None


@cache
def _labels() -> dict[str, str]:
    """The names of columns by the words that a tool may put over them, folded, in every language."""
    words: dict[str, str] = {}
    for each in map(catalog, LANGUAGES):
        for question in questions():
            words[fold(names.label(question, each))] = question.id
            if question.other:
                words[fold(names.other_label(question, each))] = question.other
        for band in AGES:
            words[fold(question_words.choice(questions()["ages"], band, each))] = names.age_name(band)
    return words


def _by_label(header: str) -> Place | None:
    """A column headed by words, perhaps under its page's: "Needs/What do you need?/Food"."""
    parts = header.split("/")
    for start in range(len(parts)):
        for end in range(len(parts), start, -1):
            name = _labels().get(fold("/".join(parts[start:end])))
            if name is None:
                continue
            if end == len(parts):
                return name, ""
            asked = {question.id: question for question in questions()}
            code = _codes(asked[name])[0].get(fold("/".join(parts[end:]))) if name in asked else None
            return (name, code) if code is not None else None
    return None


@cache
def _codes(question: Question) -> tuple[dict[str, str], int]:
    """Codes by what stands for them, folded (the code, its words in every language), and the most words of one."""
    known: dict[str, str] = {}
    for each in map(catalog, LANGUAGES):
        for code, said in _choices(question, each):
            known.setdefault(fold(said), code)
    for code, _ in _choices(question, catalog("en")):
        known[fold(code)] = code
    return known, max((len(said.split()) for said in known), default=0)


def _choices(question: Question, words: Catalog) -> Iterator[tuple[str, str]]:
    if question.kind is Answer.YES_NO:
        yield names.YES, question_words.yes_no(True, words)
        yield names.NO, question_words.yes_no(False, words)
    for code in question.choices:
        yield (
            code,
            labels.language(code, words)
            if question.id == "languages"
            else question_words.choice(question, code, words),
        )
    if question.other:
        yield names.OTHER, question_words.other(question.other, words)
    if question.id == "consents":
        yield names.NONE, names.none_label(words)


def _known(question: Question) -> set[str]:
    """The codes of a question's choices, the two that only the form has among them."""
    return {*question.choices, names.OTHER, *((names.NONE,) if question.id == "consents" else ())}


def _listed(question: Question, text: str) -> list[str]:
    """The choices in one cell, codes or labels joined by spaces or commas: at each place the longest that is known.

    A word that is none of them stays, for a check to find.
    """
    known, longest = _codes(question)
    parts = [part for part in re.split(r"[\s,;|]+", text) if part]
    found: list[str] = []
    at = 0
    while at < len(parts):
        for end in range(min(len(parts), at + longest + 2), at, -1):
            code = known.get(fold(" ".join(parts[at:end])))
            if code is not None:
                found.append(code)
                at = end
                break
        else:
            found.append(parts[at])
            at += 1
    return list(dict.fromkeys(found))
