"""What the summaries page knows and allows, without a widget: periods on offer, ways to publish, what was made."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum, auto
from typing import TYPE_CHECKING

from mutualaid.language.catalog import N_, current, ntr, tr
from mutualaid.language.formats import format_date, format_number
from mutualaid.summaries.periods import LEVELS, MONTH, QUARTER, YEAR, Period, parse_period
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


@dataclass
class MakeState:
    """What is chosen in the window that makes a summary, and what follows from it."""

    seen: Seen
    today: date
    level: str = ""
    code: str = ""
    mode: str = USUAL

    def __post_init__(self) -> None:
        levels = self.levels()
        for level in (self.level, QUARTER, *levels):
            if level in levels:
                self.choose_level(level)
                return

    def levels(self) -> tuple[str, ...]:
        """The lengths of period that the plan publishes."""
        return tuple(level for level in LEVELS if level in self.seen.plan.levels)

    def offers(self) -> list[Offer]:
        """The periods of the chosen length."""
        return offers(self.level, self.today, self.seen) if self.level else []

    def offer(self) -> Offer | None:
        """The chosen period."""
        return next((offer for offer in self.offers() if offer.period.code == self.code), None)

    def choose_level(self, level: str) -> None:
        """Another length; the newest period that can be made is chosen, else the newest that is over."""
        self.level = level
        found = self.offers()
        if any(offer.period.code == self.code for offer in found):
            return
        for standing in (Standing.READY, Standing.MADE, Standing.LOCKED, Standing.OPEN):
            fitting = [offer for offer in found if offer.standing == standing]
            if fitting:
                self.choose(fitting[0].period.code)
                return

    def choose(self, code: str) -> None:
        """Another period; the mode becomes one that it can have."""
        self.code, self.level = code, parse_period(code).level
        if self.why_not(self.mode):
            self.mode = next((mode for mode in (USUAL, STRICT) if not self.why_not(mode)), USUAL)

    def choose_mode(self, mode: str) -> None:
        """The usual way or the strict one."""
        if not self.why_not(mode):
            self.mode = mode

    def year(self) -> int:
        """The calendar year of the chosen period."""
        return parse_period(self.code).year

    def why_not(self, mode: str) -> str:
        """Why the chosen period cannot be published in this way, "" when it can."""
        if not self.code:
            return ""
        period = parse_period(self.code)
        known = self.seen.year_mode(period.year)
        if known and known != mode:
            if known == STRICT:
                return tr("{year} began the strict way, and stays with it.", year=period.year)
            return tr("{year} began the usual way, and stays with it.", year=period.year)
        if mode == STRICT and period.level not in STRICT_LEVELS:
            return tr("Only quarters and years can be published the strict way.")
        return ""

    @property
    def settled_mode(self) -> bool:
        """Whether an earlier summary of the year has settled in which way it is published."""
        return bool(self.code) and bool(self.seen.year_mode(self.year()))

    @property
    def may_make(self) -> bool:
        """Whether pressing Make would begin."""
        offer = self.offer()
        return offer is not None and offer.standing == Standing.READY and not self.why_not(self.mode)

    def verdict(self) -> str:
        """What is to be known of the chosen period before pressing Make."""
        offer = self.offer()
        if offer is None:
            return tr("Choose a period that is over.")
        name = period_words(offer.period.code)
        if offer.standing == Standing.OPEN:
            return tr(
                "This period can be made from {day} on: it has to be over, and late records get a week to come in.",
                day=format_date(offer.period.closes),
            )
        if offer.standing == Standing.MADE:
            return tr("The numbers of {period} are settled. You can hand them out as often as you like.", period=name)
        if offer.standing == Standing.LOCKED:
            return tr(
                "This office was restored from a backup, and a summary of this time may already be in somebody's "
                "hands. Publishing it anew with other numbers would give away what both hide. Bring the released "
                "folder back, or choose another period."
            )
        return ""


def period_words(code: str) -> str:
    """The name of a period."""
    return period_name(parse_period(code), current())


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
    return "; ".join(period_words(one.code) for one in sorted(outer, reverse=True))


def instead_words(code: str, seen: Seen, *, strict: bool) -> str:
    """A button that makes something else, or hands out what is there."""
    name = period_words(code)
    if seen.of_period(code) is not None:
        return tr("Hand out {period}, which is made", period=name)
    return tr("Make {period}, the strict way", period=name) if strict else tr("Make {period} instead", period=name)


@dataclass(frozen=True)
class Share:
    """The strict way's budget of a calendar year, and what one more summary would take of it."""

    year: int
    epsilon: float
    spent: float
    left: float
    cost: float | None

    @property
    def enough(self) -> bool:
        """Whether it can be paid."""
        return self.cost is not None and self.cost <= self.left + 1e-9

    def words(self) -> str:
        """The gauge in words."""
        said = tr(
            "{year}: {spent} of {whole} used, {left} left.",
            year=self.year,
            spent=_epsilon(self.spent),
            whole=_epsilon(self.epsilon),
            left=_epsilon(self.left),
        )
        if self.cost is None:
            return said
        if not self.enough:
            return f"{said} " + tr("This summary would take {cost}, which is more.", cost=_epsilon(self.cost))
        after = _epsilon(max(0.0, self.left - self.cost))
        return f"{said} " + tr("This summary takes {cost}; {after} stay.", cost=_epsilon(self.cost), after=after)


def _epsilon(value: float) -> str:
    return format_number(round(value, 2), digits=None if float(value).is_integer() else 2)
