"""A publication plan in words: what is published of which periods, what never is and why, what happens to numbers."""

from __future__ import annotations

from mutualaid.language.catalog import N_, Catalog
from mutualaid.language.formats import format_list
from mutualaid.summaries import plan as rules
from mutualaid.summaries.periods import LAG_DAYS, LEVELS, MONTH, QUARTER, YEAR
from mutualaid.summaries.plan import Plan
from mutualaid.summaries.words import category_name


def told(plan: Plan, cat: Catalog) -> list[tuple[str, list[str]]]:
    """Headings with their sentences, for a coordinator who decides whether this is right for her neighbors."""
    return [
        (cat.tr("What is published"), _published(plan, cat)),
        (cat.tr("What is never published"), _never(cat)),
        (cat.tr("What is done to the numbers"), _numbers(cat)),
        (cat.tr("What stays as it is"), _for_good(cat)),
    ]


_TABLES: dict[str, str] = {
    "totals": N_("how many households asked, and for how many needs"),
    "categories": N_("needs by kind of help"),
    "months": N_("needs by month"),
    "statuses": N_("what became of the needs"),
    "areas": N_("needs by area"),
    "languages": N_("needs by the household’s language"),
    "categories_by_status": N_("for each kind of help, what became of it"),
    "areas_by_category": N_("for each area, needs by kind of help"),
    "languages_by_category": N_("for each language, needs by kind of help"),
}
_NOTHING: dict[str, str] = {
    MONTH: N_("Of single months nothing is published."),
    QUARTER: N_("Of quarters nothing is published."),
    YEAR: N_("Of whole years nothing is published."),
}
_EACH: dict[str, str] = {MONTH: N_("each month"), QUARTER: N_("each quarter"), YEAR: N_("each year")}


def _published(plan: Plan, cat: Catalog) -> list[str]:
    """Tables that are published of the same lengths of period are told together."""
    together: dict[tuple[str, ...], list[str]] = {}
    for table in sorted(plan.tables, key=lambda one: list(_TABLES).index(one.name)):
        together.setdefault(table.levels, []).append(cat.tr(_TABLES[table.name]))
    lines = [
        cat.tr(
            "Of {periods}: {tables}.",
            periods=format_list([cat.tr(_EACH[level]) for level in levels], cat=cat),
            tables="; ".join(tables),
        )
        for levels, tables in together.items()
    ]
    return [
        *lines,
        *(cat.tr(_NOTHING[level]) for level in LEVELS if level not in plan.levels),
        cat.tr(
            "A period can be published once it has been over for {days} days, so that most late records are in.",
            days=LAG_DAYS,
        ),
    ]


def _never(cat: Catalog) -> list[str]:
    named = [code for code in rules.CATEGORIES if code in rules.SENSITIVE]
    sensitive = format_list([_in_a_sentence(category_name(code, cat)) for code in named], cat=cat)
    return [
        cat.tr("Nobody's name, phone, address, code, date or own words: only counts, of many households together."),
        cat.tr(
            "A number about fewer than {threshold} households. None at all looks the same, so that nobody can tell "
            "whether there was somebody.",
            threshold=rules.THRESHOLD,
        ),
        cat.tr(
            "{sensitive} by neighborhood or by language. Even without a name, a number like that would point at a "
            "whole street or a whole language group, and could bring a raid there.",
            sensitive=sensitive[:1].upper() + sensitive[1:],
        ),
        cat.tr(
            "Languages by neighborhood. The two together would say where those who speak a language live.",
        ),
        cat.tr("More than two things at once, such as kind of help, neighborhood and language."),
        cat.tr(
            "An area with few households, or a language that few speak: areas are joined until each has about {area} "
            "households, and languages of fewer than {language} households a year are counted together.",
            area=rules.LEAST_AREA,
            language=rules.LEAST_LANGUAGE,
        ),
    ]


def _numbers(cat: Catalog) -> list[str]:
    return [
        cat.tr(
            "Each number is changed a little by chance, once, and rounded to a multiple of {base}. Parts may not add "
            "up to their totals.",
            base=rules.ROUNDING,
        ),
        cat.tr("Of one household, at most {cap} needs of a kind in a month are counted.", cap=rules.CAP),
        cat.tr(
            "Before anything is written, the program attacks the summary as an expert would, together with everything "
            "published before. If a household could be found out, it hides more, or refuses."
        ),
    ]


def _for_good(cat: Catalog) -> list[str]:
    return [
        cat.tr(
            "The first summary that is made freezes this plan and the map for good: comparing two plans, or two maps, "
            "could give a household away."
        ),
        cat.tr(
            "A summary once made is never drawn again: asking again gives the same numbers, to the last one. What is "
            "recorded late counts in longer periods that are published later."
        ),
    ]


def _in_a_sentence(title: str) -> str:
    return title[:1].lower() + title[1:]
