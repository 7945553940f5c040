"""What the office looks for, in words that may leave it: for a list on paper, and for a text to volunteers.

An `Ask` holds only what may be said; `services.levers` decides what that is.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from mutualaid.language import labels
from mutualaid.language.catalog import N_, Catalog
from mutualaid.language.formats import format_date, format_list, format_number
from mutualaid.language.reasons import slot, spoken
from mutualaid.records.kinds import Daypart


class Ask(NamedTuple):
    """Something looked for: `kind` is "volunteer", "slot" (an hour of somebody who helps already) or "lot".

    What may not be said is left out: `when` and `zone` (a name) empty, `amount` 0 for "some". `item` is the item's name
    in English and Spanish, `needs` how many needs it would meet at least, 0 where that is not told.
    """

    kind: str
    skills: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    when: tuple[tuple[date, Daypart], ...] = ()
    zone: str = ""
    item: tuple[str, str] = ("", "")
    amount: int = 0
    diet: tuple[str, ...] = ()
    by: date | None = None
    needs: int = 0


KINDS = ("volunteer", "slot", "lot")
HEADINGS = {
    "volunteer": N_("People we are looking for"),
    "slot": N_("If you already help: hours that would do most"),
    "lot": N_("Things we need"),
}


def ask_line(ask: Ask, words: Catalog) -> str:
    """One ask as a line: "Someone who speaks Mam: Interpreting; Saturday, November 28, morning; near Pilsen"."""
    parts = [_what(ask, words)]
    if ask.when:
        parts.append(format_list([slot(day, part, words) for day, part in ask.when], cat=words))
    if ask.zone:
        parts.append(words.tr("near {zone}", zone=ask.zone))
    if ask.by is not None:
        parts.append(words.tr("by {day}", day=format_date(ask.by, weekday=True, year=False, cat=words)))
    return "; ".join(part for part in parts if part)


def _what(ask: Ask, words: Catalog) -> str:
    if ask.kind == "slot":
        return ""
    if ask.kind == "lot":
        item = _small(ask.item[words.language == "es"])
        if ask.diet:
            tags = format_list([labels.diet(tag, words) for tag in ask.diet], cat=words)
            item = words.tr("{item} ({diet})", item=item, diet=tags)
        if not ask.amount:
            return words.tr("Some {item}", item=item)
        return words.tr("About {amount} × {item}", amount=format_number(ask.amount, cat=words), item=item)
    who = words.tr("Someone who can help")
    if ask.languages:
        tongues = sorted({spoken(code, words) for code in ask.languages})
        who = words.tr("Someone who speaks {language}", language=format_list(tongues, cat=words))
    if not ask.skills:
        return who
    skills = format_list([_small(labels.skill(code, words)) for code in ask.skills], cat=words)
    return words.tr("{who}: {skills}", who=who, skills=skills)


def _small(name: str) -> str:
    """A name as it stands within a line: it begins small, unless it is written in capitals."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def needs_line(needs: int, words: Catalog) -> str:
    """How much it would do, "" where that is not told."""
    return words.ntr("for {n} need or more", "for {n} needs or more", needs) if needs else ""


def ask_text(asks: Sequence[Ask], words: Catalog) -> str:
    """A text to send to volunteers and partners, warm and plain; "" when nothing is looked for."""
    if not asks:
        return ""
    said = [words.tr("Hello, neighbors! This is what would help our families most this week:")]
    for kind in KINDS:
        mine = [ask for ask in asks if ask.kind == kind]
        if mine:
            lines = [f"• {ask_line(ask, words)}" for ask in mine]
            said.append("\n".join([words.tr(HEADINGS[kind]), *lines]))
    question = words.tr("Can you do one of these, or do you know someone who can? Answer the way you always reach us.")
    said.append(question)
    said.append(words.tr("Even a single hour or a single box helps. Thank you!"))
    return "\n\n".join(said) + "\n"
