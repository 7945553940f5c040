"""What a what-if says: who could be asked, and what granting a wish would change."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mutualaid.desktop.needs.state import Names
from mutualaid.language import what_if as rules
from mutualaid.language.catalog import ntr, tr
from mutualaid.language.formats import format_list, format_number, format_quantity
from mutualaid.language.reasons import distance, moment

if TYPE_CHECKING:
    from mutualaid.services.whatif import Choice, WhatIf

MOST_CODES = 8


class Answer(NamedTuple):
    """A heading, what stands in the way, what would change, and a last line of advice ("" for none)."""

    heading: str
    in_the_way: list[str]
    changes: list[str]
    advice: str


def choice_words(choice: Choice, names: Names) -> str:
    """A line of the list: the name, how far off, and what stands in the way."""
    name = choice.name if choice.item is None else f"{choice.name} · {names.item(choice.item)}"
    told = [name, distance(choice.km)]
    if choice.now:
        told.append(tr("proposed now"))
    return " · ".join([*told, *(rules.short(facts) for facts in choice.forbidden)])


def answer_words(answer: WhatIf, names: Names, worth: float) -> Answer:
    """What came of asking; `worth` is the value of the plan as it stands."""
    way = [rules.in_the_way(facts) for facts in answer.forbidden]
    if not answer.possible and not answer.bends:
        return Answer(tr("That cannot be."), way, [], "")
    changes = [_granted(answer, names), *_changes(answer), _worth(answer, worth)]
    if answer.possible:
        return Answer(tr("That can be done."), [], changes, "")
    advice = tr("Nothing is changed by asking. If it is agreed, change it in the volunteer's record, then ask again.")
    return Answer(tr("Not as it stands; if that were arranged:"), way, changes, advice)


def _granted(answer: WhatIf, names: Names) -> str:
    """Who, when and what the need would get."""
    told = [format_list(answer.volunteers)] if answer.volunteers else []
    if answer.day is not None and answer.part is not None:
        told.append(moment(answer.day, answer.part))
    told += [f"{format_quantity(given.units, '×')} {names.item(given.item)}" for given in answer.lots]
    return tr("{code}: {what}.", code=answer.code, what=" · ".join(told))


def _codes(codes: tuple[str, ...]) -> str:
    """Needs by their codes, a screenful at most."""
    more = len(codes) - MOST_CODES
    rest = [ntr("{n} more", "{n} more", more)] if more > 0 else []
    return format_list([*codes[:MOST_CODES], *rest])


def _changes(answer: WhatIf) -> list[str]:
    told = []
    if answer.dropped:
        told.append(
            ntr(
                "{n} need would no longer be met: {codes}.",
                "{n} needs would no longer be met: {codes}.",
                len(answer.dropped),
                codes=_codes(answer.dropped),
            )
        )
    told += [
        tr("{code} would get {after} instead of {before}.", code=code, after=after, before=before)
        for code, before, after in answer.reduced
    ]
    if answer.moved:
        told.append(
            ntr(
                "{n} need would get other people or another time: {codes}.",
                "{n} needs would get other people or another time: {codes}.",
                len(answer.moved),
                codes=_codes(answer.moved),
            )
        )
    if answer.other_lots:
        told.append(
            ntr(
                "{n} need would get as much from another lot.",
                "{n} needs would get as much from other lots.",
                len(answer.other_lots),
            )
        )
    if answer.gained:
        told.append(
            ntr(
                "{n} need more could be met then: {codes}.",
                "{n} needs more could be met then: {codes}.",
                len(answer.gained),
                codes=_codes(answer.gained),
            )
        )
    return told or [tr("Nobody else's help changes.")]


def _worth(answer: WhatIf, worth: float) -> str:
    points = round(abs(answer.value))
    if not points:
        return tr("The plan is worth as much as before.")
    told = {"points": format_number(points), "worth": format_number(round(worth))}
    if answer.value < 0:
        return tr("The plan loses {points} of its {worth} points.", **told)
    return tr("The plan gains {points} on its {worth} points.", **told)
