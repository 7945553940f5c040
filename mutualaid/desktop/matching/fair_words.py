"""What the choice of fairness says: the two numbers of each setting, and what it costs in plain words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from mutualaid.language.catalog import ntr, tr
from mutualaid.language.formats import format_number, format_percent
from mutualaid.language.labels import language_group

if TYPE_CHECKING:
    from mutualaid.services.fairness import CurvePoint


def served(point: CurvePoint) -> str:
    """How many needs a setting meets."""
    met = point.whole + point.partly
    if point.partly:
        return ntr(
            "{met} of {n} need met, {partly} of them in part",
            "{met} of {n} needs met, {partly} of them in part",
            point.needs,
            met=format_number(met),
            partly=format_number(point.partly),
        )
    return ntr("{met} of {n} need met", "{met} of {n} needs met", point.needs, met=format_number(met))


def worst(point: CurvePoint) -> str:
    """The worst-served language and its share."""
    return tr(
        "Worst served: {language}, {percent}", language=language_group(point.worst), percent=format_percent(point.fill)
    )


def cost(points: Sequence[CurvePoint], at: int) -> str:
    """What a setting costs beside the first, which gives nothing."""
    first, chosen = points[0], points[at]
    if at == 0:
        return tr("Urgent and long-waiting needs come first, whatever language is spoken.")
    rise = round(100 * (chosen.groups[first.worst] - first.fill))
    name, lost = language_group(first.worst), first.whole + first.partly - chosen.whole - chosen.partly
    if rise <= 0:
        if chosen.groups == first.groups:
            return tr("{language} speakers cannot be served better: nobody free, or nothing in stock.", language=name)
        return tr("{language} speakers cannot be served better, but those after them can.", language=name)
    if lost <= 0:
        return ntr(
            "Serving {language} speakers better by {n} point costs no need.",
            "Serving {language} speakers better by {n} points costs no need.",
            rise,
            language=name,
        )
    return ntr(
        "Serving {language} speakers better by {n} point costs {lost} of {met} needs.",
        "Serving {language} speakers better by {n} points costs {lost} of {met} needs.",
        rise,
        language=name,
        lost=format_number(lost),
        met=format_number(first.whole + first.partly),
    )


def setting(point: CurvePoint) -> str:
    """A setting as a screen reader says it."""
    return tr(
        "Up to {percent} given: {served}. {worst}.",
        percent=format_percent(point.give),
        served=served(point),
        worst=worst(point),
    )


def given(give: float) -> str:
    """The way to the choice, with what is chosen now."""
    if give <= 0:
        return tr("Balance the languages…")
    return tr("Balance the languages (up to {percent} given)…", percent=format_percent(give))
