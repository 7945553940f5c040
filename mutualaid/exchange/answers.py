"""Answers to the question list as a household with its needs, consents and what asks for a look.

Free text is not watched here: whoever hands answers on decides whether a coordinator sits before them (who is shown the
findings) or nobody does (`watched_answers`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, time
from typing import cast

from mutualaid.exchange.amounts import parse_ages
from mutualaid.exchange.choices import parse_access, parse_diets, parse_zones
from mutualaid.exchange.drafts import Findings, HouseholdDraft, NeedDraft
from mutualaid.exchange.free_text import hints, joined, watched
from mutualaid.exchange.phones import parse_phones, says_none
from mutualaid.exchange.sheet import Setting
from mutualaid.records import languages
from mutualaid.records.answers import Answers, Value
from mutualaid.records.categories import CATEGORIES
from mutualaid.records.household import Phone
from mutualaid.records.kinds import ConsentPurpose, Daypart, Mode, PhoneKind, Urgency
from mutualaid.records.questions import CONSENTS, DAYS
from mutualaid.records.time import Window

_TEXTS = (
    "contact_name", "safe_contact", "address", "notes", "other_language", "other_need", "other_diet", "other_access",
)  # fmt: skip
_URGENCY = {
    "today": Urgency.TODAY,
    "this_week": Urgency.THIS_WEEK,
    "this_month": Urgency.THIS_MONTH,
    "whenever": Urgency.WHENEVER,
}
_PARTS = {"morning": Daypart.MORNING, "afternoon": Daypart.AFTERNOON, "evening": Daypart.EVENING}


def watched_answers(answers: Answers, findings: Findings) -> dict[str, Value]:
    """The answers with identifiers and status words struck out of every text; what was met is a warning."""
    watching: dict[str, Value] = {}
    for name, value in answers.items():
        watching[name] = watched(value, findings) if name in _TEXTS and isinstance(value, str) else value
    return watching


def household_draft(answers: Answers, *, number: int, setting: Setting, on: date, how: str = "") -> HouseholdDraft:
    """What the answers tell, as an import's rows tell it. `number` names it in lists; `on` is the day it was asked.

    `how` is how consent was given ("event", "call", "paper": a short word of the program, kept with each consent).
    Problems: "keep_refused", "who_missing", "zone_missing", "zone_unknown", "category_missing".
    """
    found = Findings()
    found.reject("keep_refused", when=answers.get("keep") is False)
    notes = _text(answers, "notes")
    spoken, notes = _languages(answers, notes, found)
    diet, notes = _coded(answers, "diet", "other_diet", parse_diets, notes)
    access, notes = _coded(answers, "access", "other_access", parse_access, notes)
    phones, notes = _phones(answers, notes, found)
    name = _text(answers, "contact_name")
    found.reject("who_missing", when=not name and not phones and not _text(answers, "safe_contact"))
    hints(notes, found)
    needs = _needs(answers, setting, found)
    size = answers.get("household_size")
    ages = cast("dict[str, int]", answers.get("ages", {}))
    bands = parse_ages("|".join(f"{band}:{people}" for band, people in ages.items() if people)) or []
    zone = _zone(answers, setting, found)
    return HouseholdDraft(
        row=number,
        warnings=tuple(found.warnings),
        problems=tuple(found.problems),
        contact_name=name,
        phones=tuple(phones),
        safe_contact=_text(answers, "safe_contact"),
        languages=tuple(spoken),
        wants_interpreter=answers.get("wants_interpreter") is True,
        size=size if isinstance(size, int) else None,
        ages=tuple(bands),
        diet=tuple(diet),
        access=tuple(access),
        zone=zone,
        address=_text(answers, "address"),
        notes=notes,
        received_on=on,
        needs=tuple(needs),
        consents=tuple(_consents(answers).items()),
        how=how,
    )


def _text(answers: Answers, name: str) -> str:
    value = answers.get(name, "")
    return value if isinstance(value, str) else ""


def _codes(answers: Answers, name: str) -> list[str]:
    value = answers.get(name, [])
    return list(value) if isinstance(value, list) else []


def _languages(answers: Answers, notes: str, found: Findings) -> tuple[list[str], str]:
    """Codes ticked and those that the written words name; words that name none stay as a note."""
    ticked = [code for code in _codes(answers, "languages") if code in languages.LANGUAGES]
    written = _text(answers, "other_language")
    named, unknown = languages.parse(written) if written else ([], [])
    found.warn("language_unknown", when=bool(unknown))
    found.warn("language_missing", when=not ticked and not named)
    return list(dict.fromkeys((*ticked, *named))), joined(notes, written) if unknown else notes


def _coded(
    answers: Answers, name: str, other: str, parse: Callable[[str], tuple[list[str], list[str]]], notes: str
) -> tuple[list[str], str]:
    """Codes ticked and those that the written words name; words that name none stay as a note."""
    written = _text(answers, other)
    codes, unknown = parse(written) if written else ([], [])
    return list(dict.fromkeys((*_codes(answers, name), *codes))), joined(notes, written) if unknown else notes


def _phones(answers: Answers, notes: str, found: Findings) -> tuple[list[Phone], str]:
    """The numbers under the rules that were ticked; what is no number stays as a note."""
    text = _text(answers, "phone")
    if not text or says_none(text):
        return [], notes
    phones, whole = parse_phones(text)
    found.warn("phone_unreadable", when=not whole)
    rules = _codes(answers, "phone_rules")
    ruled = [
        Phone(
            number=phone.number,
            kind=PhoneKind.WHATSAPP if "whatsapp" in rules else phone.kind,
            may_text="may_text" in rules,
            may_leave_message="may_leave_message" in rules,
        )
        for phone in phones
    ]
    return ruled, notes if whole else joined(notes, text)


def _zone(answers: Answers, setting: Setting, found: Findings) -> str:
    text = _text(answers, "zone")
    if text in setting.zones:
        return text
    codes, _ = parse_zones(text, setting.zones)
    found.reject("zone_unknown" if text else "zone_missing", when=not codes)
    return codes[0] if codes else ""


def _needs(answers: Answers, setting: Setting, found: Findings) -> list[NeedDraft]:
    """A need for each category ticked. What was written beside them goes with the first, or stands as a need's note."""
    ticked = [code for code in _codes(answers, "needs") if code in CATEGORIES]
    other = _text(answers, "other_need")
    found.warn("category_unknown", when=bool(other) or len(ticked) < len(_codes(answers, "needs")))
    if not ticked:
        found.reject("category_unknown" if other else "category_missing")
        return []
    urgency = _URGENCY.get(_text(answers, "urgency"), Urgency.WHENEVER)
    windows = _windows(_codes(answers, "windows"), setting.hours)
    handed = _text(answers, "handover")
    return [
        NeedDraft(
            category=code,
            urgency=urgency,
            windows=windows,
            mode=Mode(handed) if handed and CATEGORIES[code].kind == "goods" else None,
            notes=other if at == 0 else "",
        )
        for at, code in enumerate(ticked)
    ]


def _windows(codes: list[str], hours: Mapping[Daypart, tuple[time, time]]) -> tuple[Window, ...]:
    """The parts of days as clock times; parts that follow one another on a day become one stretch."""
    windows: list[Window] = []
    for weekday, day in enumerate(DAYS):
        for part, daypart in _PARTS.items():
            if f"{day}_{part}" not in codes:
                continue
            start, end = hours[daypart]
            last = windows[-1] if windows else None
            if last is not None and last.weekday == weekday and last.end == start:
                windows[-1] = Window(weekday=weekday, start=last.start, end=end)
            else:
                windows.append(Window(weekday=weekday, start=start, end=end))
    return tuple(windows)


def _consents(answers: Answers) -> dict[ConsentPurpose, bool]:
    """What was allowed and refused; of what was not asked, or skipped, nothing is said."""
    found: dict[ConsentPurpose, bool] = {}
    if isinstance(answers.get("keep"), bool):
        found[ConsentPurpose.KEEP] = answers["keep"] is True
    if "consents" in answers:
        given = _codes(answers, "consents")
        found |= {ConsentPurpose(code): code in given for code in CONSENTS}
    return found
