"""What speaks for a volunteer and what against, in a few words beside her name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from mutualaid.language import labels, what_if
from mutualaid.language.catalog import N_, Catalog, current
from mutualaid.language.formats import format_list
from mutualaid.language.reasons import distance, lower_first, slot, spoken

Facts = Mapping[str, Any]
_MOST_TIMES = 3

_CLASHES = {
    "gone": N_("paused"),
    "absent": N_("away then"),
    "busy": N_("busy with something else then"),
    "skill": N_("another skill is needed"),
    "excluded": N_("the two are not to be brought together"),
    "consent": N_("the household does not want volunteers told of it"),
    "not_free": N_("has not offered this time"),
    "week_full": N_("has enough that week"),
}
_BESIDE = {
    "busy": N_("busy with something else then"),
    "shifts": N_("has enough these days"),
    "stops": N_("no stop left in that run"),
    "load": N_("cannot carry this much"),
    "calls": N_("no call left at that time"),
}


def reason(facts: Facts, cat: Catalog | None = None) -> str:
    """Something that speaks for her."""
    return _FOR[facts["for"]](facts, cat or current())


def against(facts: Facts, cat: Catalog | None = None) -> str:
    """A rule that stands against her."""
    words = cat or current()
    rule = facts["rule"]
    return words.tr(_BESIDE[rule]) if rule in _BESIDE else what_if.short(facts, words)


def clash(kind: str, cat: Catalog | None = None) -> str:
    """What her calendar or the household says against it."""
    return (cat or current()).tr(_CLASHES[kind])


def _free(facts: Facts, words: Catalog) -> str:
    when = facts["when"]
    if len(when) > _MOST_TIMES:
        return words.ntr("free at {n} time", "free at {n} times", len(when))
    return words.tr("free {when}", when=format_list([slot(day, part, words) for day, part in when], "or", cat=words))


def _speaks(facts: Facts, words: Catalog) -> str:
    return words.tr(
        "speaks {languages}", languages=format_list([spoken(c, words) for c in facts["languages"]], cat=words)
    )


_FOR: Mapping[str, Callable[[Facts, Catalog], str]] = {
    "speaks": _speaks,
    "skill": lambda facts, words: words.tr("offers {skill}", skill=lower_first(labels.skill(facts["skill"], words))),
    "seats": lambda facts, words: words.ntr("has {n} seat", "has {n} seats", facts["seats"]),
    "near": lambda facts, words: distance(facts["km"], words),
    "free": _free,
    "free_then": lambda _facts, words: words.tr("free then"),
    "knows": lambda _facts, words: words.tr("has helped this household before"),
    "asked_less": lambda _facts, words: words.tr("asked less than others"),
}
