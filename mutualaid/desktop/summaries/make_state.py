"""What is chosen in the window that makes a summary, without a widget: period, way, and what follows from them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from mutualaid.desktop.summaries.state import STRICT_LEVELS, Offer, Seen, Standing, offers, period_within
from mutualaid.language.catalog import tr
from mutualaid.language.formats import format_date, format_number
from mutualaid.summaries.periods import LEVELS, QUARTER, parse_period
from mutualaid.summaries.plan import STRICT, USUAL


@dataclass
class MakeState:
    """What is chosen in the window that makes a summary, and what follows from it."""

    seen: Seen
    today: date
    level: str = ""
    code: str = ""
    mode: str = USUAL
    wanted: str = USUAL
    """The way that she chose herself; a year that is bound to the other does not change that."""

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
        """Another period; the mode is the one that she wants, or else one that the period can have."""
        self.code, self.level = code, parse_period(code).level
        self.mode = next((mode for mode in (self.wanted, USUAL, STRICT) if not self.why_not(mode)), USUAL)

    def choose_mode(self, mode: str) -> None:
        """The usual way or the strict one."""
        if not self.why_not(mode):
            self.mode = self.wanted = mode

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
        name = period_within(offer.period.code)
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
