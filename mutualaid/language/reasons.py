"""Why not, and what would help, in words: the engine gives codes with facts, this says them in the reader's language.

`language.because` says why a match was made.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from mutualaid.language import labels
from mutualaid.language.catalog import N_, Catalog, catalog, current_language
from mutualaid.language.formats import format_date, format_list, format_number, format_weekday, relative_day
from mutualaid.records.kinds import Daypart

MILES_PER_KM = 0.621371
ItemName = Callable[[str], str]
Counted = Callable[[Catalog, int], str]

_RULES: dict[str, Counted] = {
    "time": lambda words, n: words.ntr("{n} more could if free then", "{n} more could if they were free then", n),
    "distance": lambda words, n: words.ntr(
        "{n} more could if it were nearer", "{n} more could if it were nearer to them", n
    ),
    "skill": lambda words, n: words.ntr("{n} more lacks only the skill", "{n} more lack only the skill", n),
    "language": lambda words, n: words.ntr("{n} more lacks only the language", "{n} more lack only the language", n),
    "access": lambda words, n: words.ntr(
        "{n} more lacks only the access asked for", "{n} more lack only the access asked for", n
    ),
    "trust": lambda words, n: words.ntr("{n} more lacks only the trust level", "{n} more lack only the trust level", n),
    "seats": lambda words, n: words.ntr("{n} more lacks only the seats", "{n} more lack only the seats", n),
    "excluded": lambda words, n: words.ntr(
        "{n} more is excluded for this need", "{n} more are excluded for this need", n
    ),
}
_LOT_RULES: dict[str, Counted] = {
    "item": lambda words, n: words.ntr("{n} lot is of another item", "{n} lots are of another item", n),
    "diet": lambda words, n: words.ntr(
        "{n} lot lacks only the diet asked for", "{n} lots lack only the diet asked for", n
    ),
    "expiry": lambda words, n: words.ntr("{n} lot expires too early", "{n} lots expire too early", n),
    "distance": lambda words, n: words.ntr("{n} lot lies too far away", "{n} lots lie too far away", n),
    "stock": lambda words, n: words.ntr("{n} lot is empty", "{n} lots are empty", n),
}
_CODES = {
    "no_volunteer": N_("No volunteer, or not enough of them, can do this."),
    "no_lot": N_("Nothing in stock fits this."),
    "no_consent": N_("The household said that no volunteer may be told of it. It can still pick things up."),
    "no_joint": N_("The people and the goods are never there at the same time."),
    "no_joint_people": N_("Enough people could do this, but never at the same time."),
}


def _catalog(cat: Catalog | None) -> Catalog:
    return cat if cat is not None else catalog(current_language())


def in_miles(km: float) -> float:
    """Kilometres, in which everything is kept and reckoned, as miles to a tenth, which people here say."""
    return round(km * MILES_PER_KM, 1)


def in_km(miles: float) -> float:
    """Miles as kilometres, to ten metres."""
    return round(miles / MILES_PER_KM, 2)


def distance(km: float, cat: Catalog | None = None) -> str:
    """How far off, as people here say it: in miles, to a tenth."""
    words = _catalog(cat)
    miles = in_miles(km)
    if not miles:
        return words.tr("in the same area")
    return words.tr("{miles} mi away", miles=format_number(miles, digits=1, cat=words))


def spoken(code: str, cat: Catalog | None = None) -> str:
    """A language of a problem: "mam+" is Mam spoken fluently."""
    return labels.language(code.removesuffix("+"), cat)


def lower_first(text: str) -> str:
    """A label in the middle of a sentence."""
    return text[:1].lower() + text[1:]


_MOMENTS = {
    Daypart.MORNING: N_("{weekday} morning"),
    Daypart.AFTERNOON: N_("{weekday} afternoon"),
    Daypart.EVENING: N_("{weekday} evening"),
    Daypart.NIGHT: N_("{weekday} night"),
}


def moment(day: date, part: Daypart, cat: Catalog | None = None) -> str:
    """A part of a day of the coming week, in the middle of a sentence: "Saturday morning"."""
    words = _catalog(cat)
    return words.tr(_MOMENTS[part], weekday=format_weekday(day.weekday(), cat=words))


def when_expires(day: date, today: date, cat: Catalog | None = None) -> str:
    """The day by which something spoils: "today", "tomorrow", "on Friday"; beyond a week how far off it is."""
    words = _catalog(cat)
    if 2 <= (day - today).days <= 6:
        return words.tr("on {weekday}", weekday=format_weekday(day.weekday(), cat=words))
    return relative_day(day, today, cat=words)


def slot(day: date, part: Daypart, cat: Catalog | None = None) -> str:
    """A day and a part of it: "Saturday, November 28, morning"."""
    words = _catalog(cat)
    return words.tr(
        "{day}, {part}",
        day=format_date(day, weekday=True, year=False, cat=words),
        part=labels.label(part, words).lower(),
    )


class Rival(NamedTuple):
    """A need that holds what another would use: how urgent it is, and how long it has waited."""

    code: str
    urgency: int
    waiting_days: int


class WhyNotWords(NamedTuple):
    """Sentences: the main one, what else stands in the way, and what it would take."""

    main: str
    in_the_way: list[str]
    it_would_take: list[str]


def why_not(
    code: str,
    volunteers: Mapping[str, Any] | None,
    lots: Mapping[str, Any] | None,
    need: Rival,
    outbid_by: Sequence[Rival],
    cat: Catalog | None = None,
) -> WhyNotWords:
    """What stood in the way of a need; `need` itself is told to compare it with those that hold what it would use."""
    words = _catalog(cat)
    ways = list[str]()
    if code == "outbid":
        main = words.tr("The trip would cost more than it brings; it may join a later run.")
        if outbid_by:
            codes = format_list([rival.code for rival in outbid_by], cat=words)
            main = words.ntr(
                "What it needs went to another need: {codes}.",
                "What it needs went to other needs: {codes}.",
                len(outbid_by),
                codes=codes,
            )
            ways += [_compared(need, rival, words) for rival in outbid_by]
    else:
        without_goods = f"{code}_people" if lots is None else code
        main = words.tr(_CODES.get(without_goods, _CODES[code]))
    take = list[str]()
    if volunteers is not None:
        if volunteers["eligible"]:
            ways.append(words.ntr("{n} volunteer fits.", "{n} volunteers fit.", volunteers["eligible"]))
        away = dict(volunteers["one_away"])
        ways += _away({"excluded": away.pop("excluded", 0)}, _RULES, words)
        take += _away(away, _RULES, words)
    if lots is not None:
        if lots["eligible"]:
            ways.append(words.ntr("{n} lot fits.", "{n} lots fit.", lots["eligible"]))
        away = {rule: n for rule, n in lots["one_away"].items() if rule != "item"}
        ways += _away({"stock": away.pop("stock", 0)}, _LOT_RULES, words)
        take += _away(away, _LOT_RULES, words)
    return WhyNotWords(main, ways, take)


def _compared(need: Rival, rival: Rival, words: Catalog) -> str:
    """What sets a rival apart, such as "V-12: more urgent, has waited 9 days longer."."""
    longer = rival.waiting_days - need.waiting_days
    if rival.urgency > need.urgency:
        urgent = words.tr("more urgent")
    else:
        urgent = words.tr("less urgent") if rival.urgency < need.urgency else words.tr("just as urgent")
    if longer > 0:
        waited = words.ntr("has waited {n} day longer", "has waited {n} days longer", longer)
    elif longer < 0:
        waited = words.ntr("has waited {n} day less", "has waited {n} days less", -longer)
    else:
        waited = words.tr("has waited just as long")
    return words.tr("{code}: {urgent}, {waited}.", code=rival.code, urgent=urgent, waited=waited)


def _away(counts: Mapping[str, int], rules: Mapping[str, Counted], words: Catalog) -> list[str]:
    most_first = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    said = (rules[rule](words, n) for rule, n in most_first if n)
    return [f"{line[0].upper()}{line[1:]}." for line in said]


def conflict(rule: str, cat: Catalog | None = None) -> str:
    """Why a kept match no longer holds."""
    return _catalog(cat).tr(_CONFLICTS.get(rule, _OTHER_CONFLICT))


_OTHER_CONFLICT = N_("It no longer fits the plan's rules.")
_CONFLICTS = {
    "time": N_("Its time has passed, or the volunteer is not free then any more."),
    "distance": N_("It is now too far away."),
    "skill": N_("The volunteer no longer offers this skill."),
    "language": N_("They no longer share a language."),
    "excluded": N_("The volunteer is now excluded for this need."),
    "consent": N_("The household has said that no volunteer may be sent."),
    "expiry": N_("The goods expire before that day."),
    "stock": N_("There is not enough stock any more."),
    "shifts": N_("The volunteer has more tasks than were offered."),
    "interpreter": N_("The interpreter can no longer do it in this way."),
    "calls": N_("The interpreter would have more calls at once than were offered."),
}


def lever(add: Mapping[str, Any], *, item_name: ItemName, zone_name: ItemName, cat: Catalog | None = None) -> str:
    """What would help, as a line of a recruiting or donations list. `add` is a lever of the matching desk."""
    words = _catalog(cat)
    if add["kind"] == "slot":
        return words.tr(
            "{volunteer} also free: {when}", volunteer=add["volunteer"], when=slot(add["day"], add["part"], words)
        )
    if add["kind"] == "lot":
        return words.tr(
            "{quantity} × {item} near {zone}",
            quantity=add["quantity"],
            item=item_name(add["item"]),
            zone=zone_name(add["zone"]),
        )
    spoken_here = sorted({spoken(code, words) for code in add["languages"]})
    told = [labels.skill(code, words) for code in add["skills"]] + spoken_here
    return words.tr(
        "A volunteer near {zone}: {what}; {when}",
        zone=zone_name(add["zone"]),
        what=format_list(told, cat=words) if told else words.tr("any skill"),
        when=format_list([slot(day, part, words) for day, part in add["when"]], cat=words),
    )
