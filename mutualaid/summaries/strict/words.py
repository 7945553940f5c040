"""What a strict release says of itself: its sentences, and how its numbers are protected, in one language."""

from __future__ import annotations

import math
from fractions import Fraction

from mutualaid.language.catalog import N_, Catalog
from mutualaid.language.formats import format_list, format_number, format_percent
from mutualaid.summaries.plan import CATEGORIES, HOUSEHOLDS, NEEDS, OTHER, SENSITIVE
from mutualaid.summaries.release import Release
from mutualaid.summaries.strict.plan import (
    CATEGORIES_COUNTED,
    DELTA,
    EPSILON,
    LEAST_AREA,
    LEAST_LANGUAGE,
    NEEDS_COUNTED,
    RHO,
    ROUNDING,
    WORTH,
)
from mutualaid.summaries.words import category_name, period_days

TITLES: dict[str, str] = {
    "totals": N_("In all"),
    "categories": N_("Households by kind of help"),
    "months": N_("Households by month"),
    "statuses": N_("What became of their needs"),
    "areas": N_("Households by area"),
    "languages": N_("Households by language"),
    "categories_by_status": N_("Kind of help, and what became of it"),
    "areas_by_category": N_("Kind of help, and area"),
    "languages_by_category": N_("Kind of help, and language"),
}
"""The titles of tables that count households."""
_OVERLAPPING = set(TITLES) - {"totals", "areas", "languages"}
_NEEDS_TITLE = N_("In all, needs")


def hidden_words(cat: Catalog) -> str:
    """What stands in place of a number that is not printed."""
    return cat.tr("too few to say")


def table_note(table: str, cat: Catalog) -> str:
    """What the reader of a table of households must know to read it, "" for nothing."""
    if table not in _OVERLAPPING:
        return ""
    return cat.tr("A household counts in each number that it belongs to, so the numbers add up to more than the whole.")


def sentences(release: Release, cat: Catalog) -> list[str]:
    """Three sentences: how many, what most, and how to read the numbers."""
    whole = {cell.measure: value for cell, value in release.table("totals").items()}
    days, households, needs = period_days(release.period, cat), whole.get(HOUSEHOLDS), whole.get(NEEDS)
    if households and needs:
        first = cat.tr(
            "In the period {days}, about {households} households asked the network for help with about {needs} needs.",
            days=days,
            households=format_number(households, cat=cat),
            needs=format_number(needs, cat=cat),
        )
    elif households:
        first = cat.tr(
            "In the period {days}, about {households} households asked the network for help.",
            days=days,
            households=format_number(households, cat=cat),
        )
    else:
        first = cat.tr(
            "In the period {days}, too few households asked the network for help to say how many.", days=days
        )
    return [first, *_most(release, households, cat), _how_to_read(release, cat)]


def _most(release: Release, households: int | None, cat: Catalog) -> list[str]:
    named = {cell: value for cell, value in release.table("categories").items() if value and cell.category != OTHER}
    if not named or not households:
        return []
    most = max(named, key=lambda cell: named[cell] or 0)
    value = named[most] or 0
    return [
        cat.tr(
            "What most asked for is “{category}”: about {value} households, {share} of all.",
            category=category_name(most.category, cat),
            value=format_number(value, cat=cat),
            share=format_percent(min(1.0, value / households), cat=cat),
        )
    ]


def _how_to_read(release: Release, cat: Catalog) -> str:
    if not release.hidden:
        return cat.tr("Every number was changed at random, so that nobody can be sure whether a household was counted.")
    return cat.tr(
        "Every number was changed at random, so that nobody can be sure whether a household was counted; what is "
        "striped or shaded stands for a number that is not printed ({hidden}).",
        hidden=hidden_words(cat),
    )


def protection(release: Release, cat: Catalog) -> list[tuple[str, list[str]]]:
    """How the release is protected: headings with their paragraphs."""
    return [
        (cat.tr("What is promised"), _promised(release, cat)),
        (cat.tr("What is counted"), _counted(release, cat)),
        (cat.tr("What is changed"), _changed(release, cat)),
        (cat.tr("What is not printed"), _not_printed(release, cat)),
        (cat.tr("The year's budget"), _budget(release, cat)),
    ]


def _promised(release: Release, cat: Catalog) -> list[str]:
    return [
        cat.tr(
            "Whoever knows everything about all other households, and has every summary of {year}, still cannot be "
            "sure whether yours was counted, or what it asked for. With your household or without it, nothing that the "
            "summaries of the whole year say becomes more than {factor} times as likely, but for one chance in "
            "{chances}.",
            year=release.period.year,
            factor=format_number(math.ceil(math.exp(EPSILON)), cat=cat),
            chances=format_number(DELTA.denominator, cat=cat),
        ),
        cat.tr(
            "This is called differential privacy: epsilon {epsilon} and delta {delta} for each household and calendar "
            "year.",
            epsilon=format_number(int(EPSILON), cat=cat),
            delta=format_number(float(DELTA), digits=6, cat=cat),
        ),
        cat.tr(
            "It protects each household, and not what holds for a whole neighborhood. Therefore these are left out of "
            "everything about areas and languages: {sensitive}.",
            sensitive=format_list([category_name(code, cat) for code in CATEGORIES if code in SENSITIVE], cat=cat),
        ),
    ]


def _counted(release: Release, cat: Catalog) -> list[str]:
    level = release.period.level
    return [
        cat.tr(
            "Households that asked for help in the period {days}, each once in a number. Nobody's name, code, address "
            "or words are here.",
            days=period_days(release.period, cat),
        ),
        cat.tr(
            "Of one household count at most {categories} kinds of help, those that it asked for first, and at most "
            "{needs} needs.",
            categories=CATEGORIES_COUNTED[level],
            needs=NEEDS_COUNTED[level],
        ),
        cat.tr("Whether a need is open or met is as it stood when this was made."),
        cat.tr(
            "Areas are joined until each has about {area} households in the period; languages of fewer than about "
            "{language}, and kinds of help that are seldom asked for, are counted together. That was decided by noisy "
            "numbers too, and is part of the budget.",
            area=LEAST_AREA,
            language=LEAST_LANGUAGE[level],
        ),
    ]


def _changed(release: Release, cat: Catalog) -> list[str]:
    return [
        cat.tr(
            "Random noise was added to every number once, totals included, and the result was rounded to a multiple of "
            "{base}. Parts may not add up to their totals.",
            base=ROUNDING,
        ),
        cat.tr(
            "How far the numbers are from what was counted, half of them at most and 95 in 100 at most: {list}.",
            list="; ".join(_errors(release, cat)),
        ),
        cat.tr(
            "The same question always gets the same answer. Records that come late count only in periods released "
            "later."
        ),
    ]


def _errors(release: Release, cat: Catalog) -> list[str]:
    shown = {(cell.table, cell.measure) for cell in release.answers}
    terms = release.terms
    if terms is None:
        return []
    return [
        cat.tr(
            "{table}: {usual} and {most}",
            table=cat.tr(_NEEDS_TITLE if measure == NEEDS else TITLES[table]),
            usual=error_quantile(0.5, variance),
            most=error_quantile(0.95, variance),
        )
        for (table, measure), variance in terms.variances.items()
        if (table, measure) in shown
    ]


def _not_printed(release: Release, cat: Catalog) -> list[str]:
    told = [
        cat.tr(
            "A number less than {worth} times as large as its noise usually is says nothing, and is not printed "
            "({hidden}). Nobody can tell from that whether anybody is there.",
            worth=WORTH,
            hidden=hidden_words(cat),
        )
    ]
    if release.dropped:
        told.append(
            cat.tr(
                "Left out, because they would say too little: {tables}.",
                tables=format_list([f"“{cat.tr(TITLES[table])}”" for table in release.dropped], cat=cat),
            )
        )
    return told


def _budget(release: Release, cat: Catalog) -> list[str]:
    terms = release.terms
    if terms is None:
        return []
    return [
        cat.tr(
            "Every summary of {year} is paid for from a budget of {epsilon}. This one took {paid}, and {left} was "
            "left. When nothing is left, nothing more of that year is published.",
            year=release.period.year,
            epsilon=format_number(int(EPSILON), cat=cat),
            paid=format_number(float(EPSILON * terms.paid / RHO), digits=2, cat=cat),
            left=format_number(float(EPSILON * terms.left / RHO), digits=2, cat=cat),
        ),
        cat.tr("Rules: version {version}.", version=release.plan_version),
    ]


def error_quantile(share: float, variance: Fraction) -> int:
    """The least whole error that `share` of the values keep within, noise and rounding together.

    For showing only: plain floating point, over counts whose last digits are evenly spread.
    """
    spread = float(variance)
    reach = math.ceil(12 * math.sqrt(spread)) + ROUNDING
    chances: dict[int, float] = {}
    for noise in range(-reach, reach + 1):
        weight = math.exp(-noise * noise / (2 * spread))
        for rest in range(ROUNDING):
            error = abs((2 * (rest + noise) + ROUNDING) // (2 * ROUNDING) * ROUNDING - rest)
            chances[error] = chances.get(error, 0.0) + weight
    total, reached = sum(chances.values()), 0.0
    for error in sorted(chances):
        reached += chances[error] / total
        if reached >= share:
            return error
    return reach
