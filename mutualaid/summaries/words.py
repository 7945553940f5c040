"""The names and sentences of a release in one language: what a row is called, and how the numbers are protected."""

from __future__ import annotations

from collections.abc import Mapping

from mutualaid.language.catalog import Catalog
from mutualaid.language.formats import format_date_range, format_list, format_month, locale_name
from mutualaid.records.categories import CATEGORIES
from mutualaid.records.languages import LANGUAGES
from mutualaid.summaries import plan
from mutualaid.summaries.cells import Cell
from mutualaid.summaries.families import FAMILIES, family_name
from mutualaid.summaries.noise import error_quantile
from mutualaid.summaries.periods import MONTH, QUARTER, Period
from mutualaid.summaries.release import Release


def period_name(period: Period, cat: Catalog) -> str:
    """How a period is called: "October 2026", "July to September 2026", "2026"."""
    if period.level == MONTH:
        return format_month(period.start, cat=cat)
    if period.level == QUARTER:
        from babel.dates import get_month_names

        months = get_month_names("wide", locale=locale_name(cat))
        first, last = months[period.first], months[period.last]
        return cat.tr("{first} to {last} {year}", first=first, last=last, year=period.year)
    return str(period.year)


def period_days(period: Period, cat: Catalog) -> str:
    """The first to the last day of the period."""
    return format_date_range(period.start, period.end, cat=cat)


def category_name(code: str, cat: Catalog) -> str:
    """What a category or family is called, "other" and the totals included."""
    if code == plan.OTHER:
        return cat.tr("Other kinds of help")
    if code in (plan.ALL, plan.EVERYDAY):
        return cat.tr("All kinds of help")
    if code in FAMILIES:
        return cat.tr(family_name(code))
    return CATEGORIES[code].name(cat.language)


def language_name(code: str, cat: Catalog) -> str:
    """What a language is called, "other" included."""
    if code == plan.OTHER:
        return cat.tr("Other languages, or not known")
    name = LANGUAGES[code].name(cat.language) if code in LANGUAGES else code
    return name[:1].upper() + name[1:]


def status_name(code: str, cat: Catalog) -> str:
    """What the state of a need is called."""
    names = {
        plan.OTHER: cat.tr("Otherwise, or still open"),
        "open": cat.tr("Still open"),
        "fulfilled": cat.tr("Met by the network"),
        "closed": cat.tr("Closed another way"),
        "referred": cat.tr("Passed to a partner"),
    }
    return names[code]


def area_name(code: str, cat: Catalog) -> str:
    """The short name of an area; which zones it has is listed beside the chart."""
    return cat.tr("Area {number}", number=int(code.rpartition("-")[2]))


def area_zones(release: Release, code: str, cat: Catalog) -> str:
    """The names of an area's zones, as a list in a sentence."""
    zones = release.scheme.levels[release.period.level].areas[code]
    return format_list([release.names.get(zone, zone) for zone in zones], cat=cat)


def row_name(cell: Cell, dimension: str, cat: Catalog) -> str:
    """What the cell's code in a dimension is called; "period" names a month."""
    if dimension == "period":
        from mutualaid.summaries.periods import parse_period

        return period_name(parse_period(cell.period), cat)
    code: str = getattr(cell, dimension)
    names = {"category": category_name, "language": language_name, "status": status_name, "geo": area_name}
    return names[dimension](code, cat)


def protection(release: Release, cat: Catalog) -> list[tuple[str, list[str]]]:
    """How the release is protected: headings with their paragraphs, the same in every file that explains it."""
    if release.mode == plan.STRICT:
        from mutualaid.summaries.strict.words import protection as strictly  # which names things by this module

        return strictly(release, cat)
    usual, most = typical_errors()
    sensitive = format_list([category_name(code, cat) for code in plan.CATEGORIES if code in plan.SENSITIVE], cat=cat)
    facts: Mapping[str, object] = {
        "threshold": plan.THRESHOLD,
        "sure": plan.SURE,
        "cap": plan.CAP,
        "base": plan.ROUNDING,
        "margin": plan.MARGIN,
        "usual": usual,
        "most": most,
        "area": plan.LEAST_AREA,
        "language": plan.LEAST_LANGUAGE,
        "sensitive": sensitive,
        "days": period_days(release.period, cat),
        "version": release.plan_version,
    }
    return [
        (
            cat.tr("What is counted"),
            [
                cat.tr(
                    "Needs received from {days}, one row a need. Nobody's name, code, address or words are here.",
                    **facts,
                ),
                cat.tr("Of one household, at most {cap} needs of a kind in a month are counted.", **facts),
                cat.tr("Whether a need is open or met is as it stood when this was made.", **facts),
            ],
        ),
        (
            cat.tr("What is hidden"),
            [
                cat.tr(
                    "A number about fewer than {threshold} households is hidden, and none at all looks the same. "
                    "Below {sure} households a lot decides, so that nobody can tell from what is shown whether one "
                    "more household was there; larger numbers are hidden where they would give a hidden one away.",
                    **facts,
                ),
                cat.tr(
                    "{sensitive}: these are left out of everything about areas and languages, so that no "
                    "neighborhood and no language group can be singled out.",
                    **facts,
                ),
                cat.tr(
                    "Areas are joined until each has about {area} households; languages of fewer than {language} "
                    "households a year, and kinds of help that are seldom asked for, are counted together, the latter "
                    "in fixed families where those are large enough.",
                    **facts,
                ),
            ],
        ),
        (
            cat.tr("What is changed"),
            [
                cat.tr(
                    "Random noise was added to every number once, totals included, and the result was rounded to a "
                    "multiple of {base}. Parts may not add up to their totals.",
                    **facts,
                ),
                cat.tr(
                    "Half of the numbers are within {usual} of what was counted, 95 in 100 within {most}, and 999 "
                    "in 1,000 within {margin}.",
                    **facts,
                ),
                cat.tr(
                    "The same question always gets the same answer. Records that come late count only in periods "
                    "released later.",
                ),
            ],
        ),
        (
            cat.tr("How it was tested"),
            [
                cat.tr(
                    "Before it was written, the release was attacked together with every earlier one of the year: the "
                    "tightest limits of each hidden number were computed with linear programs, as an outsider would, "
                    "and again as if the noise were known. No hidden number could be "
                    "narrowed to within 10, and nobody's presence could be proved.",
                    **facts,
                ),
                cat.tr("Rules: version {version}.", **facts),
            ],
        ),
    ]


def typical_errors() -> tuple[int, int]:
    """The errors that half, and 95 in 100, of the published values keep within."""
    rules = (plan.NOISE_SCALE, plan.ROUNDING)
    return error_quantile(0.5, *rules), error_quantile(plan.WITHIN, *rules)
