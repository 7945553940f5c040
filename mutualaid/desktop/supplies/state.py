"""What the supplies page says and filters, without a widget: columns, tones, sums, and the words of a movement."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

from mutualaid.desktop.needs.state import unit_word
from mutualaid.desktop.widgets.line_model import Column
from mutualaid.language import labels
from mutualaid.language.catalog import N_, current_language, ntr, tr
from mutualaid.language.formats import format_date, format_list, format_number, format_quantity, relative_day
from mutualaid.records.kinds import MovementKind
from mutualaid.records.views import LotLine

if TYPE_CHECKING:
    from mutualaid.records.supply import Movement

SOON_DAYS = 7
EXPIRES = 3
"""The column that tells the date, and takes its tone."""
SPARE = (7, 6, 5, 8)
"""Columns that go where there is no room for all, in this order; the lot tells the same."""

Tone = Literal["", "warn", "danger"]

DATES: tuple[tuple[str, str], ...] = (
    ("7", N_("Expires within 7 days")),
    ("30", N_("Expires within 30 days")),
    ("past", N_("Past its date")),
)
STOCK: tuple[tuple[str, str], ...] = (("some", N_("In stock")), ("low", N_("Running low")), ("none", N_("Empty")))


@dataclass
class Names:
    """Names of codes: `items` as (English, Spanish), `units` of the items, and `sites`."""

    items: dict[str, tuple[str, str]] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)
    sites: dict[str, str] = field(default_factory=dict)

    def item(self, code: str) -> str:
        """An item's name in the language in use."""
        names = self.items.get(code)
        return names[current_language() == "es"] if names else code

    def site(self, code: str) -> str:
        """A site's name."""
        return self.sites.get(code, code)


@dataclass(frozen=True)
class LotFilter:
    """What of the lots is shown; "" means all. The usual filter leaves out what is empty."""

    category: str = ""
    site: str = ""
    dates: str = ""
    stock: str = "some"
    low: frozenset[str] = frozenset()
    """The items that run low; which they are is read with the lots."""

    def holds(self, line: LotLine, today: date) -> bool:
        """Whether a lot is shown."""
        return (
            self.category in ("", line.category)
            and self.site in ("", line.site)
            and self._stocked(line)
            and (not self.dates or self._dated(line.expires_on, today))
        )

    def _stocked(self, line: LotLine) -> bool:
        if self.stock == "low":
            return line.item in self.low
        return not self.stock or (line.on_hand > 0) == (self.stock == "some")

    def _dated(self, day: date | None, today: date) -> bool:
        if day is None:
            return False
        if self.dates == "past":
            return day < today
        return today <= day <= today + timedelta(days=int(self.dates))

    @property
    def narrowed(self) -> bool:
        """Whether anything but the usual is asked for."""
        return replace(self, low=frozenset()) != LotFilter()

    @property
    def hides(self) -> bool:
        """Whether there can be lots that are not shown."""
        return replace(self, low=frozenset()) != ALL

    def with_choice(self, name: str, code: str) -> LotFilter:
        """The filter with another choice."""
        return replace(self, **{name: code})  # type: ignore[arg-type]


ALL = LotFilter(stock="")


def amount(units: int, unit: str) -> str:
    """So many of a unit, with its word: "3 boxes"."""
    return format_quantity(units, unit_word(unit, units))


def cap_words(cap: int, days: int, unit: str) -> str:
    """What a cap says: "One household gets at most 50 dollars in 30 days"."""
    within = ntr("{n} day", "{n} days", days)
    return tr("One household gets at most {amount} in {days}.", amount=amount(cap, unit), days=within)


def tone(day: date | None, today: date) -> Tone:
    """How a date is drawn: `danger` once it is past, `warn` within seven days."""
    if day is None or day > today + timedelta(days=SOON_DAYS):
        return ""
    return "danger" if day < today else "warn"


def expires_words(day: date | None, today: date) -> str:
    """When a lot expires, said in words when it is near, so that no colour alone tells it."""
    if day is None:
        return ""
    near = tone(day, today)
    if near == "danger":
        return tr("past its date ({day})", day=format_date(day, year=day.year != today.year))
    if near == "warn":
        return tr("expires {when}", when=relative_day(day, today))
    return format_date(day)


def diet_words(codes: Iterable[str]) -> str:
    """Diet tags as a sentence lists them."""
    return format_list([labels.diet(code) for code in codes])


def columns(names: Callable[[], Names], today: Callable[[], date]) -> tuple[Column, ...]:
    """The table's columns."""
    return (
        Column(N_("Item"), lambda line: names().item(line.item), width=144),
        Column(N_("Free"), lambda line: format_number(line.free), lambda line: line.free, 58, True),
        Column(N_("Here"), lambda line: amount(line.on_hand, line.unit), lambda line: line.on_hand, 102, True),
        Column(
            N_("Expires"),
            lambda line: expires_words(line.expires_on, today()),
            lambda line: (line.expires_on or date.max, line.code),
            134,
        ),
        Column(N_("Place"), lambda line: names().site(line.site), width=100),
        Column(N_("Category"), lambda line: labels.category(line.category), width=140),
        Column(N_("Diet"), lambda line: diet_words(line.diet), width=100),
        Column(N_("Source"), lambda line: line.source, width=124),
        Column(N_("Code"), lambda line: line.code, lambda line: (len(line.code), line.code), 64),
    )


def count_words(lines: Sequence[LotLine], narrowed: bool, today: date) -> str:
    """The line under the page's title: how many lots, and how many want eating soon."""
    told = ntr("{n} lot found", "{n} lots found", len(lines)) if narrowed else ntr("{n} lot", "{n} lots", len(lines))
    soon = sum(line.on_hand > 0 and tone(line.expires_on, today) == "warn" for line in lines)
    past = sum(line.on_hand > 0 and tone(line.expires_on, today) == "danger" for line in lines)
    parts = [told]
    if soon:
        parts.append(ntr("{n} expires within 7 days", "{n} expire within 7 days", soon))
    if past:
        parts.append(ntr("{n} is past its date", "{n} are past their date", past))
    return " · ".join(parts)


def most(lines: Iterable[LotLine], count: int = 5) -> list[tuple[str, str, int]]:
    """The goods of which most is free: (item, unit, units), money left out because dollars dwarf boxes."""
    sums: Counter[tuple[str, str]] = Counter()
    for line in lines:
        if line.unit != "usd" and line.free > 0:
            sums[line.item, line.unit] += line.free
    return [(item, unit, units) for (item, unit), units in sorted(sums.items(), key=lambda kv: (-kv[1], kv[0]))[:count]]


def signed(units: int, unit: str) -> str:
    """A change of stock: "+20 boxes", "−3 boxes"."""
    sign = "+" if units > 0 else "\u2212"
    return f"{sign}{format_quantity(abs(units), unit_word(unit, abs(units)))}"


def movement_words(movement: Movement, unit: str, home: str = "") -> str:
    """A movement in one line: when, what kind, how much, for which household (by code), and its note."""
    parts = [format_date(movement.on), labels.label(movement.kind), signed(movement.units, unit), home, movement.note]
    return " · ".join(part for part in parts if part)


def went_out(movements: Iterable[Movement]) -> int:
    """Units that were handed out and did not come back."""
    kinds = (MovementKind.HANDED_OUT, MovementKind.RETURNED)
    return -sum(one.units for one in movements if one.kind in kinds)


def box_table(steps: Sequence[int]) -> list[int]:
    """The box builder's list out of four answers: for households of 1 or 2, 3 or 4, 5 or 6, 7 and more."""
    one, three, five, seven = steps
    return [one, one, three, three, five, five, seven]


def sorted_names(pairs: Mapping[str, str]) -> list[tuple[str, str]]:
    """(code, name) in the order of the names."""
    return sorted(pairs.items(), key=lambda pair: pair[1].casefold())
