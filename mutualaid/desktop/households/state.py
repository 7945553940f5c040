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
from mutualaid.language.formats import format_date, format_list, format_number, format_quantity, relative_day
from mutualaid.records.kinds import UNFINISHED, ConsentPurpose, Mode

if TYPE_CHECKING:
    from mutualaid.records.household import AgeBand, Consent, Contact
    from mutualaid.records.need import Need
    from mutualaid.records.views import MatchLine

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


def match_words(line: MatchLine) -> str:
    """A match in one line: when, what, who, how it stands."""
    when = format_date(line.day, weekday=True) if line.day else tr("Pick-up")
    if line.day and line.part is not None:
        when = tr("{day}, {part}", day=when, part=labels.label(line.part).lower())
    parts = (when, labels.category(line.category), format_list(line.volunteers), labels.label(line.state))
    return " · ".join(part for part in parts if part)


def contact_words(contact: Contact, today: date) -> str:
    """A line of the contact log."""
    parts = [format_date(contact.on), labels.label(contact.kind), labels.label(contact.outcome)]
    if contact.follow_up_on is not None:
        parts.append(tr("try again {day}", day=relative_day(contact.follow_up_on, today)))
    return " · ".join(parts)


def how_words(how: str) -> str:
    """How a consent was given, in words; as written when it is none of ours."""
    known = (dict(HOW) | _TAKEN).get(how)
    return tr(known) if known else how


def consent_words(consent: Consent | None) -> str:
    """How a household answered for one purpose."""
    if consent is None:
        return tr("not asked yet")
    given = tr("Yes") if consent.given else tr("No")
    parts = [given, format_date(consent.on), how_words(consent.how)]
    return " · ".join(part for part in parts if part)


def latest(consents: Sequence[Any]) -> dict[ConsentPurpose, Consent]:
    """The answer that holds for each purpose: the last one given."""
    held: dict[ConsentPurpose, Consent] = {}
    for row in sorted(consents, key=lambda row: row.record.on):
        held[row.record.purpose] = row.record
    return held


def count_words(shown: int, searched: bool) -> str:
    """The line under the page's title."""
    if searched:
        return ntr("{n} household found", "{n} households found", shown)
    return ntr("{n} household", "{n} households", shown)
