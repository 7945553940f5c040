"""What the households page says and allows, without a widget: columns, sentences of the detail, order of the lists."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from mutualaid.desktop.needs.state import unit_word
from mutualaid.desktop.widgets.line_model import Column
from mutualaid.discretion.masks import mask_name, mask_phone
from mutualaid.language import labels
from mutualaid.language.catalog import N_, ntr, tr
from mutualaid.language.formats import (
    format_date,
    format_datetime,
    format_list,
    format_number,
    format_quantity,
    relative_day,
)
from mutualaid.records.kinds import LIVE_MATCHES, UNFINISHED, WITHDRAWN, ConsentPurpose, Mode

if TYPE_CHECKING:
    from mutualaid.records.household import AgeBand, Consent, Household
    from mutualaid.records.need import Need
    from mutualaid.records.views import MatchLine
    from mutualaid.services.households import HouseholdPage

HOW = (
    ("said", N_("They said so")),
    ("phone", N_("They said so on the phone")),
    ("signed", N_("They signed")),
    ("form", N_("On the form")),
)
"""How a consent was given, as kept and as shown."""

_TAKEN = {
    "call": N_("They said so on the phone"),
    "paper": N_("On the form"),
    "event": N_("On the form, at an event"),
}
"""The same where whole forms were taken in."""

_TAKEN_BACK = N_("They took it back")


def columns(zones: Mapping[str, str], covered: Callable[[], bool]) -> tuple[Column, ...]:
    """The table's columns. `covered` tells whether names are covered now; phones always are."""

    def name(line: Any) -> str:
        return mask_name(line.contact_name) if covered() else line.contact_name

    return (
        Column(N_("Code"), lambda line: line.code, width=86),
        Column(N_("Name"), name, width=168),
        Column(N_("Open needs"), lambda line: format_number(line.open_needs), lambda line: line.open_needs, 96, True),
        Column(N_("Zone"), lambda line: zones.get(line.zone, line.zone), width=130),
        Column(N_("Languages"), lambda line: languages(line.languages), width=130),
        Column(N_("People"), lambda line: format_number(line.size), lambda line: line.size, 70, True),
        Column(N_("Phone"), lambda line: mask_phone(line.phone), lambda line: line.phone[-2:], 80),
        Column(N_("Received"), lambda line: format_date(line.received_on), lambda line: line.received_on, 110),
    )


def languages(codes: Sequence[str]) -> str:
    """Names of languages as a sentence lists them."""
    return format_list([labels.language(code) for code in codes])


def band(low: int, high: int | None) -> str:
    """The ages that a band holds."""
    if high is None:
        return tr("{low} and older", low=low)
    return tr("{low} to {high}", low=low, high=high) if low != high else format_number(low)


def people(size: int, ages: Sequence[AgeBand]) -> str:
    """How many, and of what age: "4 people: 2 aged 0 to 5, 2 aged 18 to 64"."""
    whole = ntr("{n} person", "{n} people", size)
    held = [
        ntr("{n} aged {ages}", "{n} aged {ages}", one.people, ages=band(one.low, one.high))
        for one in ages
        if one.people
    ]
    return tr("{people}: {ages}", people=whole, ages=format_list(held)) if held else whole


def need_words(need: Need, item: str, today: date) -> str:
    """A need in one line."""
    amount = format_quantity(need.quantity, unit_word(need.unit, need.quantity)) if need.mode != Mode.SERVICE else ""
    soon = ""
    if need.state in UNFINISHED:
        by = need.needed_by
        soon = tr("needed {day}", day=relative_day(by, today)) if by else labels.label(need.urgency)
    parts = (labels.category(need.category), item, amount, labels.label(need.state), soon)
    return " · ".join(part for part in parts if part)


def in_order(needs: Sequence[Any]) -> list[Any]:
    """Needs that somebody waits for first, the most urgent before the others; then the finished, newest first."""
    waiting = [need for need in needs if need.record.state in UNFINISHED]
    done = [need for need in needs if need.record.state not in UNFINISHED]
    return sorted(waiting, key=lambda need: -need.record.urgency) + list(reversed(done))


def _when(line: MatchLine) -> str:
    when = format_date(line.day, weekday=True) if line.day else tr("Pick-up")
    if line.day and line.part is not None:
        return tr("{day}, {part}", day=when, part=labels.label(line.part).lower())
    return when


def match_words(line: MatchLine) -> str:
    """A match in one line: when, what, who, how it stands."""
    parts = (_when(line), labels.category(line.category), format_list(line.volunteers), labels.label(line.state))
    return " · ".join(part for part in parts if part)


def planned_of(page: HouseholdPage, need: str, today: date) -> list[str]:
    """What is planned for one need, a line each, marked as such under it."""
    mine = [line for line in page.matches if line.need == need and _ahead(line, today)]
    return [f"→ {_planned(page, line)}" for line in mine]


def _ahead(line: MatchLine, today: date) -> bool:
    return line.state in LIVE_MATCHES and (line.day is None or line.day >= today)


def _planned(page: HouseholdPage, line: MatchLine) -> str:
    parts = [_when(line), format_list(line.volunteers), labels.label(line.state)]
    run = page.runs.get(line.uid)
    if run is not None:
        stop = run.record.stops.index(line.uid) + 1
        parts.append(tr("run {code}, stop {n}", code=run.record.code, n=stop))
    if line.volunteers and ConsentPurpose.SHARE in page.refused:
        parts.append(tr("cannot go: they allow no volunteer"))
    return " · ".join(part for part in parts if part)


def ahead_words(page: HouseholdPage, today: date) -> list[str]:
    """The appointments ahead, a line each: when and where, never why."""
    lines = []
    for row in page.appointments:
        held = row.record
        if held.starts.astimezone().date() >= today:
            where = ", ".join(part for part in (held.place, held.room) if part)
            lines.append(" · ".join((format_datetime(held.starts.astimezone(), weekday=True), where)))
    return lines


def past_matches(page: HouseholdPage, today: date) -> list[MatchLine]:
    """The matches that are over or called off, newest first."""
    return [line for line in reversed(page.matches) if not _ahead(line, today)]


def interpreter_words(record: Household) -> str:
    """Whether they want an interpreter, and how."""
    if not record.wants_interpreter:
        return ""
    return tr("wanted, in person") if record.interpreter_in_person else tr("wanted")


def review_words(on: date | None, today: Callable[[], date]) -> str:
    """The day to look again, and whether it is over."""
    if on is None:
        return ""
    said = format_date(on)
    return tr("{day}: it is time", day=said) if on <= today() else said


def how_words(how: str) -> str:
    """How a consent was given, in words; as written when it is none of ours."""
    known = (dict(HOW) | _TAKEN | {WITHDRAWN: _TAKEN_BACK}).get(how)
    return tr(known) if known else how


def consent_words(consent: Consent | None) -> str:
    """How a household answered for one purpose."""
    if consent is None:
        return tr("not asked yet")
    given = tr("Yes") if consent.given else tr("No")
    parts = [given, format_date(consent.on), how_words(consent.how)]
    return " · ".join(part for part in parts if part)


def answer_words(purpose: ConsentPurpose, given: bool) -> str:
    """What was answered, in the middle of a sentence: "Contact them: no"."""
    what = labels.label(purpose)
    return tr("{what}: yes", what=what) if given else tr("{what}: no", what=what)


def count_words(shown: int, searched: bool) -> str:
    """The line under the page's title."""
    if searched:
        return ntr("{n} household found", "{n} households found", shown)
    return ntr("{n} household", "{n} households", shown)
