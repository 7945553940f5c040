"""What stands in the way of a wish, in words: the engine gives rules with facts (`matching.wish`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from mutualaid.language import labels
from mutualaid.language.catalog import N_, Catalog, catalog, current_language
from mutualaid.language.formats import format_list, format_number
from mutualaid.language.reasons import distance, in_miles, lower_first, moment, spoken
from mutualaid.records.kinds import Trust

Facts = Mapping[str, Any]
_MOST_TIMES = 4

_SHORT = {
    "time": N_("not free then"),
    "distance": N_("too far"),
    "skill": N_("another skill is needed"),
    "language": N_("another language is needed"),
    "access": N_("the home needs something else"),
    "trust": N_("not known well enough"),
    "seats": N_("too few seats"),
    "excluded": N_("excluded for this need"),
    "shifts": N_("offers no task these days"),
    "stops": N_("makes no deliveries"),
    "load": N_("cannot carry this much"),
    "lot_item": N_("something else"),
    "lot_diet": N_("not what the household eats"),
    "lot_expiry": N_("expires before that day"),
    "lot_distance": N_("too far"),
    "lot_stock": N_("empty"),
}
_WHOLE = {
    "excluded": N_("This volunteer is excluded for this need."),
    "shifts": N_("This volunteer offers no task these days."),
    "stops": N_("This volunteer makes no deliveries."),
    "pinned": N_("It is accepted already. Call it off first."),
    "pickup": N_("The household comes by itself; no volunteer is needed."),
    "need_time": N_("It is not wanted at that time."),
    "lot_item": N_("That is neither what was asked for nor a substitute for it."),
    "lot_diet": N_("That is not what the household eats."),
    "lot_expiry": N_("It expires before that day."),
    "lot_distance": N_("It lies too far away."),
    "lot_stock": N_("The lot is empty."),
    "pins": N_("What it would take is held by matches that are pinned or accepted."),
    "never": N_("The people, or the people and the goods, are never there at the same time."),
}


def short(facts: Facts, cat: Catalog | None = None) -> str:
    """What keeps somebody, or a lot, from a need, in a few words beside a name."""
    words = cat if cat is not None else catalog(current_language())
    rule = facts["rule"]
    return words.tr(_SHORT[rule])


def in_the_way(facts: Facts, cat: Catalog | None = None) -> str:
    """A rule that stands in the way, as a sentence; where people could bend it, what that would take."""
    words = cat if cat is not None else catalog(current_language())
    rule = facts["rule"]
    told: Callable[[Facts, Catalog], str] | None = _TOLD.get(rule)
    return words.tr(_WHOLE[rule]) if told is None else told(facts, words)


def _time(facts: Facts, words: Catalog) -> str:
    when: Sequence[Any] = facts["when"]
    if len(when) > _MOST_TIMES:
        return words.ntr(
            "This volunteer would have to be free at the {n} time that it can be done.",
            "This volunteer would have to be free at one of the {n} times that it can be done.",
            len(when),
        )
    if not when:
        return words.tr("No time is left at which it could be done.")
    times = format_list([moment(day, part, words) for day, part in when], "or", cat=words)
    return words.tr("This volunteer would have to be free {when}.", when=times)


def _distance(facts: Facts, words: Catalog) -> str:
    away = distance(facts["km"], words)
    if facts["most"] is None:
        return words.tr("It is {away}, outside the areas that this volunteer goes to.", away=away)
    most = format_number(in_miles(facts["most"]), digits=1, cat=words)
    return words.tr("It is {away}; this volunteer goes as far as {miles} mi.", away=away, miles=most)


def _skill(facts: Facts, words: Catalog) -> str:
    skill = lower_first(labels.skill(facts["skill"], words))
    return words.tr("It takes somebody who offers {skill}.", skill=skill)


def _language(facts: Facts, words: Catalog) -> str:
    spoken_there = [spoken(code, words) for code in facts["languages"]]
    return words.tr("It takes somebody who speaks {languages}.", languages=format_list(spoken_there, "or", cat=words))


def _access(facts: Facts, words: Catalog) -> str:
    asked = format_list([lower_first(labels.access(tag, words)) for tag in facts["access"]], cat=words)
    return words.tr("The home asks for what this volunteer does not offer: {access}.", access=asked)


def _trust(facts: Facts, words: Catalog) -> str:
    asked, has = (labels.label(Trust(facts[name]), words) for name in ("asked", "has"))
    return words.tr("It is only for volunteers who are at least “{asked}”; this one is “{has}”.", asked=asked, has=has)


def _seats(facts: Facts, words: Catalog) -> str:
    return words.ntr(
        "It takes {n} seat; there are {has}.", "It takes {n} seats; there are {has}.", facts["asked"], has=facts["has"]
    )


def _load(facts: Facts, words: Catalog) -> str:
    asked, has = (format_number(round(facts[name], 1), cat=words) for name in ("asked", "has"))
    return words.tr("It weighs {asked} kg; this volunteer carries {has} kg.", asked=asked, has=has)


_TOLD: Mapping[str, Callable[[Facts, Catalog], str]] = {
    "time": _time,
    "distance": _distance,
    "skill": _skill,
    "language": _language,
    "access": _access,
    "trust": _trust,
    "seats": _seats,
    "load": _load,
}
