"""Why and why not, in words: the engine gives codes with facts, this module says them in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from mutualaid.language import labels
from mutualaid.language.catalog import N_, Catalog, catalog, current_language
from mutualaid.language.formats import format_date, format_list, format_number, relative_day
from mutualaid.records.kinds import Daypart, Urgency

MILES_PER_KM = 0.621371
ItemName = Callable[[str], str]
Counted = Callable[[Catalog, int], str]

_RULES: dict[str, Counted] = {
    "time": lambda words, n: words.ntr(
        "{n} more could if she were free then", "{n} more could if they were free then", n
    ),
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


def slot(day: date, part: Daypart, cat: Catalog | None = None) -> str:
    """A day and a part of it: "Saturday, November 28, morning"."""
    words = _catalog(cat)
    return words.tr(
        "{day}, {part}",
        day=format_date(day, weekday=True, year=False, cat=words),
        part=labels.label(part, words).lower(),
    )


def reason(facts: Mapping[str, Any], *, start: date, item_name: ItemName, cat: Catalog | None = None) -> str:
    """One reason for a match. `start` is the plan's first day."""
    words = _catalog(cat)
    code = facts["code"]
    if code in ("only_volunteer", "nearest_volunteer", "chosen_volunteer"):
        return _volunteer(facts, words)
    if code == "joins_run":
        others = facts["others"]
        return words.ntr(
            "{volunteer} goes there anyway, with {n} more delivery.",
            "{volunteer} goes there anyway, with {n} more deliveries.",
            others,
            volunteer=facts["volunteer"],
        )
    if code == "lot_fits":
        return words.tr("Lot {lot} fits, {away}.", lot=facts["lot"], away=distance(facts["km"], words))
    if code == "substitute":
        return words.tr("In place of what was asked for: {item}.", item=item_name(facts["item"]))
    if code == "expires_soon":
        day = relative_day(start + timedelta(days=facts["day"]), start, cat=words)
        return words.tr("Lot {lot} expires {when}.", lot=facts["lot"], when=day)
    if code == "partial":
        return words.tr("Only {filled} of {quantity} for now.", filled=facts["filled"], quantity=facts["quantity"])
    if code == "urgency":
        if not facts["waiting_days"]:
            return words.tr("{urgency}; came in today.", urgency=labels.label(Urgency(facts["urgency"]), words))
        return words.ntr(
            "{urgency}; has waited {n} day.",
            "{urgency}; has waited {n} days.",
            facts["waiting_days"],
            urgency=labels.label(Urgency(facts["urgency"]), words),
        )
    return words.tr("You pinned it.") if code == "pinned" else code


def _volunteer(facts: Mapping[str, Any], words: Catalog) -> str:
    away = distance(facts["km"], words)
    told = {"volunteer": facts["volunteer"], "away": away, "n": facts["eligible"]}
    if facts["code"] == "only_volunteer":
        said = words.tr("{volunteer} is the only one who can, {away}.", **told)
    elif facts["code"] == "nearest_volunteer":
        said = words.tr("{volunteer} is the nearest of {n} who can, {away}.", **told)
    else:
        said = words.tr("{volunteer} is one of {n} who can, {away}.", **told)
    if "language" in facts:
        said += " " + words.tr("Speaks {language}.", language=spoken(facts["language"], words))
    return said


def why_not(
    code: str,
    volunteers: Mapping[str, Any] | None,
    lots: Mapping[str, Any] | None,
    outbid_by: Sequence[str],
    cat: Catalog | None = None,
) -> list[str]:
    """What stood in the way of a need, the main sentence first, then what is one step away."""
    words = _catalog(cat)
    if code == "outbid":
        if outbid_by:
            said = [
                words.tr(
                    "What it needs went to needs that weigh more: {codes}.",
                    codes=format_list(list(outbid_by), cat=words),
                )
            ]
        else:
            said = [words.tr("The trip would cost more than it brings; it may join a later run.")]
    else:
        without_goods = f"{code}_people" if lots is None else code
        said = [words.tr(_CODES.get(without_goods, _CODES.get(code, code)))]
    if volunteers is not None:
        if volunteers["eligible"]:
            said.append(words.ntr("{n} volunteer fits.", "{n} volunteers fit.", volunteers["eligible"]))
        said += _away(volunteers["one_away"], _RULES, words)
    if lots is not None:
        if lots["eligible"]:
            said.append(words.ntr("{n} lot fits.", "{n} lots fit.", lots["eligible"]))
        near = {rule: n for rule, n in lots["one_away"].items() if rule != "item"}
        said += _away(near, _LOT_RULES, words)
    return said


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
    "expiry": N_("The goods expire before that day."),
    "stock": N_("There is not enough stock any more."),
    "shifts": N_("The volunteer has more tasks than she offered."),
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
        when=format_list([slot(day, part, words) for day, part in add["when"][:3]], "or", cat=words),
    )
