"""What the summaries page knows and allows, without a widget: periods on offer, ways to publish, what was made."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum, auto
from typing import TYPE_CHECKING

from mutualaid.language.catalog import N_, current, current_language, ntr, tr
from mutualaid.language.formats import format_date, format_number, locale_name
from mutualaid.summaries.periods import MONTH, QUARTER, YEAR, Period, parse_period
from mutualaid.summaries.plan import STRICT, USUAL, USUAL_PLAN, Plan
from mutualaid.summaries.words import period_name

if TYPE_CHECKING:
    from mutualaid.services.releases import Handed, ReleaseLine

LEVEL_NAMES: Mapping[str, str] = {MONTH: N_("Months"), QUARTER: N_("Quarters"), YEAR: N_("Years")}
_HOW_MANY = {MONTH: 13, QUARTER: 6, YEAR: 4}
MODE_NAMES: Mapping[str, str] = {USUAL: N_("usual"), STRICT: N_("strict")}
STRICT_LEVELS = (QUARTER, YEAR)


@dataclass(frozen=True)
class Line:
    """A summary that was made."""

    uid: str
    period: str
    created_on: date
    mode: str
    published: int
    hidden: int
    handed: tuple[Handed, ...]

    @classmethod
    def of(cls, line: ReleaseLine) -> Line:
        """From the ledger's."""
        return cls(line.id, line.period, line.created_on, line.mode, line.published, line.hidden, line.handed)


@dataclass(frozen=True)
class Seen:
    """What was read of the office: summaries, newest first; the plan, since when it is settled; locked periods."""

    lines: Sequence[Line] = ()
    plan: Plan = USUAL_PLAN
    frozen_on: date | None = None
    reviewed_on: date | None = None
    locked: Sequence[str] = ()

    @property
    def reviewed(self) -> bool:
        """Whether somebody read what is published and went on, or a first summary settled it."""
        return self.reviewed_on is not None or self.frozen_on is not None

    def line(self, uid: str) -> Line | None:
        """A summary by its id."""
        return next((line for line in self.lines if line.uid == uid), None)

    def of_period(self, code: str) -> Line | None:
        """The summary of a period."""
        return next((line for line in self.lines if line.period == code), None)

    def year_mode(self, year: int) -> str:
        """How a calendar year is published; "" as long as no summary of it was made."""
        return next((line.mode for line in self.lines if parse_period(line.period).year == year), "")


class Standing(Enum):
    """Whether a summary of a period can be made."""

    READY = auto()
    OPEN = auto()
    """The period, or its week for late records, is not over."""
    MADE = auto()
    LOCKED = auto()
    """The store was restored, and the period, or one within it, may be out already."""


@dataclass(frozen=True)
class Offer:
    """A period, and whether its summary can be made."""

    period: Period
    standing: Standing

    def words(self) -> str:
        """The period's name, and what is to be known before choosing it."""
        name = period_words(self.period.code)
        if self.standing == Standing.OPEN:
            return tr("{period} — can be made from {day} on", period=name, day=format_date(self.period.closes))
        if self.standing == Standing.MADE:
            return tr("{period} — made already", period=name)
        if self.standing == Standing.LOCKED:
            return tr("{period} — locked since the restore", period=name)
        return name


def offers(level: str, today: date, seen: Seen) -> list[Offer]:
    """The period that is running and those before it, newest first."""
    found: list[Offer] = []
    day = today
    while len(found) < _HOW_MANY[level]:
        months = {MONTH: 1, QUARTER: 3, YEAR: 12}[level]
        first = (day.month - 1) // months * months + 1
        period = Period(day.year, first, first + months - 1)
        found.append(Offer(period, _standing(period, today, seen)))
        day = period.start - timedelta(days=1)
    return found


def _standing(period: Period, today: date, seen: Seen) -> Standing:
    if seen.of_period(period.code) is not None:
        return Standing.MADE
    if today < period.closes:
        return Standing.OPEN
    locked = any(parse_period(code).within(period) for code in seen.locked)
    return Standing.LOCKED if locked else Standing.READY


def period_words(code: str) -> str:
    """The name of a period."""
    return period_name(parse_period(code), current())


def period_within(code: str) -> str:
    """The name of a period within a sentence: Spanish writes "de julio a septiembre" small there."""
    name = period_words(code)
    return name[:1].lower() + name[1:] if current_language() == "es" else name


def short_period_words(code: str) -> str:
    """The name of a period for a narrow column: a quarter by the short names of its months."""
    period = parse_period(code)
    if period.level != QUARTER:
        return period_words(code)
    from babel.dates import get_month_names

    months = get_month_names("abbreviated", locale=locale_name())
    return f"{months[period.first]} – {months[period.last]} {period.year}"


def mode_words(mode: str) -> str:
    """The way in which a summary was published."""
    return tr(MODE_NAMES.get(mode, mode))


def counts_words(published: int, hidden: int) -> str:
    """How many figures a summary shows, and how many it hides."""
    return tr(
        "{published}, {hidden}",
        published=ntr("{n} figure published", "{n} figures published", published),
        hidden=ntr("{n} hidden", "{n} hidden", hidden),
    )


def figures_words(line: Line) -> str:
    """How many figures a summary shows and hides, for a narrow column."""
    return tr("{shown} · {hidden} hidden", shown=format_number(line.published), hidden=format_number(line.hidden))


def handed_words(line: Line) -> str:
    """To whom a summary was handed, each once, in the order of handing out."""
    if not line.handed:
        return tr("nobody yet")
    names = list(dict.fromkeys(handed.recipient or tr("not said") for handed in line.handed))
    return ", ".join(names)


def handed_lines(line: Line) -> list[str]:
    """Who received a summary and when, the latest first."""
    return [
        tr("{day}: {recipient}", day=format_date(handed.on), recipient=handed.recipient or tr("not said to whom"))
        for handed in reversed(line.handed)
    ]


def made_words(lines: Collection[Line]) -> str:
    """The line under the page's title."""
    if not lines:
        return tr("None has been made yet")
    return ntr("{n} summary made", "{n} summaries made", len(lines))


def locked_words(codes: Sequence[str]) -> str:
    """What a restore locked, the periods named by length; months of the same locked quarter are said once."""
    whole = [parse_period(code) for code in codes]
    outer = [one for one in whole if not any(one != other and one.within(other) for other in whole)]
    return "; ".join(period_within(one.code) for one in sorted(outer, reverse=True))


def instead_words(code: str, seen: Seen, *, strict: bool) -> str:
    """A button that makes something else, or hands out what is there."""
    name = period_within(code)
    if seen.of_period(code) is not None:
        return tr("Hand out {period}, which is made", period=name)
    return tr("Make {period}, the strict way", period=name) if strict else tr("Make {period} instead", period=name)
