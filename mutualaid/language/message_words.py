"""Messages to send on, in the language of a catalogue: a question to a volunteer, and news for a household."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from mutualaid.language.catalog import N_, Catalog, current
from mutualaid.language.formats import format_date
from mutualaid.records.kinds import Daypart, Mode

_PARTS = {
    Daypart.MORNING: N_("in the morning"),
    Daypart.AFTERNOON: N_("in the afternoon"),
    Daypart.EVENING: N_("in the evening"),
    Daypart.NIGHT: N_("at night"),
}


def part_of_day(part: Daypart, cat: Catalog | None = None) -> str:
    """A part of a day as it is said after the day: "in the morning"."""
    return (current() if cat is None else cat).tr(_PARTS[part])


_WHAT = {
    "ride": N_("It is a ride."),
    "interpreting": N_("It is about interpreting."),
    "childcare": N_("It is about looking after children."),
    "home_help": N_("It is about help in a home."),
    "medicine_pickup": N_("It is an errand."),
}
"""What may be said of a service; of any other, only the following."""
_IN_PERSON = N_("It is help in person.")


class About(NamedTuple):
    """What a message is about: a need by its code, how and with what it is met, and when (none: no time is fixed)."""

    code: str
    mode: Mode
    category: str
    day: date | None
    part: Daypart | None


def _when(about: About, words: Catalog) -> str:
    if about.day is None or about.part is None:
        return ""
    said = format_date(about.day, style="full", weekday=True, year=False, cat=words)
    return words.tr("{day}, {when}", day=said, when=words.tr(_PARTS[about.part]))


def asked(about: About, *, zone: str, telephone: bool, cat: Catalog) -> str:
    """The question to a volunteer: when, where about, what kind of thing, and the code to answer with."""
    when = _when(about, cat)
    lines = [cat.tr("Hello! Could you help on {when}?", when=when) if when else cat.tr("Hello! Could you help?")]
    if telephone:
        lines.append(cat.tr("It is about interpreting by telephone."))
    elif about.mode == Mode.DELIVERY:
        lines.append(cat.tr("It is a delivery in {zone}.", zone=zone))
    else:
        lines.append(cat.tr(_WHAT.get(about.category, _IN_PERSON)))
        lines.append(cat.tr("It is in {zone}.", zone=zone))
    lines.append(cat.tr("Our code for it: {code}.", code=about.code))
    lines.append(cat.tr("Please answer yes or no; a no is fine too. Thank you!"))
    return " ".join(lines)


def told(about: About, *, site: str, cat: Catalog) -> str:
    """The news for a household: what was asked for under this code comes, and when."""
    when = _when(about, cat)
    if about.mode == Mode.PICKUP:
        ready = cat.tr("Hello! What you asked for (code {code}) is ready to be picked up.", code=about.code)
        lines = [ready, cat.tr("The place: {site}.", site=site)] if site else [ready]
    elif about.mode == Mode.DELIVERY:
        lines = [cat.tr("Hello! We can bring what you asked for (code {code}) on {when}.", code=about.code, when=when)]
    else:
        lines = [cat.tr("Hello! Somebody can help you (code {code}) on {when}.", code=about.code, when=when)]
    lines.append(cat.tr("If this does not suit you, please tell us. Thank you!"))
    return " ".join(lines)
