"""What the schedule shows, of which days, and what is chosen or carried. No Qt; words come from `words`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from mutualaid.desktop.schedule import words
from mutualaid.desktop.schedule.carry import Carry, Hours
from mutualaid.desktop.schedule.lanes import Block, Span, blocks
from mutualaid.discretion.masks import mask_name
from mutualaid.language.catalog import ntr, tr
from mutualaid.language.formats import format_date_range, format_list

if TYPE_CHECKING:
    from mutualaid.records.zones import Zone
    from mutualaid.services.bookings import Clash
    from mutualaid.services.week import Entry, WeekPage

WEEK = 7
MOVABLE = frozenset({"run", "shift", "hearing"})
"""Kinds that can be moved here; a task is planned at the matching desk."""


def monday(day: date) -> date:
    """The Monday of its week."""
    return day - timedelta(days=day.weekday())


class ScheduleState:
    """The days on view, the filters, what was read, the chosen entry, and the one that is carried."""

    def __init__(self, *, today: Callable[[], date], hours: Hours) -> None:
        self.today, self.hours = today, hours
        self.first, self.days = monday(today()), WEEK
        self.page: WeekPage | None = None
        self.zones: Mapping[str, Zone] = {}
        self.kinds: set[str] = set(words.KINDS)
        self.zone = ""
        self.volunteer = ""
        self.masked = False
        self.chosen = ""
        self.carry: Carry | None = None

    # ---- which days

    def show_days(self, days: int) -> None:
        """A week (from its Monday), or a day: the chosen entry's, else today if it is on view."""
        if days == self.days:
            return
        entry, now = self.entry(), self.today()
        if days == WEEK:
            self.first = monday(self.first)
        elif entry is not None:
            self.first = max(self.first, entry.starts.date())
        elif self.first <= now < self.first + timedelta(days=self.days):
            self.first = now
        self.days = days

    def go_to(self, day: date) -> None:
        """Show the week of a day, or the day."""
        self.first = monday(day) if self.days == WEEK else day

    def turn(self, pages: int) -> None:
        """So many weeks, or days, on."""
        self.first += timedelta(days=pages * self.days)

    def days_words(self) -> str:
        """The days on view."""
        return format_date_range(self.first, self.first + timedelta(days=self.days - 1))

    # ---- what is on view

    def shown(self) -> list[Entry]:
        """The entries that the filters leave, in order of time."""
        if self.page is None:
            return []
        return [one for one in self.page.entries if self._passes(one)]

    def _passes(self, one: Entry) -> bool:
        if one.kind.value not in self.kinds or (self.zone and self.zone not in one.zones):
            return False
        return not self.volunteer or self.volunteer in one.people

    @property
    def filtered(self) -> bool:
        """Whether any filter is on."""
        return len(self.kinds) < len(words.KINDS) or bool(self.zone or self.volunteer)

    def clear_filters(self) -> None:
        """Show everything."""
        self.kinds, self.zone, self.volunteer = set(words.KINDS), "", ""

    def blocks(self) -> list[Block]:
        """Where they lie."""
        return blocks((Span(one.uid, one.starts, one.ends) for one in self.shown()), self.first, self.days)

    def entry(self, uid: str = "") -> Entry | None:
        """An entry of those that were read; the chosen one without a uid."""
        return self.page.entry(uid or self.chosen) if self.page is not None and (uid or self.chosen) else None

    def take(self, page: WeekPage) -> None:
        """Show what was read; what is gone is chosen no longer, and nothing is carried over."""
        self.page, self.carry = page, None
        if self.chosen and page.entry(self.chosen) is None:
            self.chosen = ""

    def next_entry(self, step: int) -> str:
        """The uid of the entry after (or before) the chosen one; the first (or last) without one."""
        shown = [one.uid for one in self.shown()]
        if not shown:
            return ""
        if self.chosen not in shown:
            return shown[0 if step > 0 else -1]
        return shown[min(max(shown.index(self.chosen) + step, 0), len(shown) - 1)]

    def beside(self, days: int) -> str:
        """The uid of the entry on the next (or an earlier) day that has one, nearest in time of day."""
        chosen = self.entry()
        if chosen is None:
            return self.next_entry(days)
        at = chosen.starts
        others = [one for one in self.shown() if (one.starts.date() - at.date()).days * days > 0]
        if not others:
            return self.chosen
        near = min(abs((one.starts.date() - at.date()).days) for one in others)
        same = [one for one in others if abs((one.starts.date() - at.date()).days) == near]
        minute = at.hour * 60 + at.minute
        return min(same, key=lambda one: abs(one.starts.hour * 60 + one.starts.minute - minute)).uid

    def away(self, day: date) -> list[str]:
        """The volunteers who are away that day, by uid; with a filter, she alone."""
        if self.page is None:
            return []
        return [
            uid
            for uid, gaps in self.page.away.items()
            if (not self.volunteer or uid == self.volunteer) and any(gap.holds(day) for gap in gaps)
        ]

    # ---- words

    def named(self, uid: str) -> str:
        """A volunteer's name, covered where names are covered."""
        record = self.page.diary.people.get(uid) if self.page is not None else None
        if record is None:
            return tr("somebody who left")
        name = record.name or record.code
        return mask_name(name) if self.masked else name

    def zone_name(self, code: str) -> str:
        """A zone's name."""
        return self.zones[code].name if code in self.zones else code

    def site_name(self, code: str) -> str:
        """A site's name."""
        return self.page.sites.get(code, code) if self.page is not None and code else ""

    def spoken(self, entry: Entry) -> str:
        """An entry as it is read aloud."""
        return words.spoken(entry, self.zone_name, self.named, self.site_name(entry.site))

    def where(self, entry: Entry) -> str:
        """Where an entry is."""
        return words.where(entry, self.zone_name, self.site_name(entry.site))

    def away_words(self, day: date) -> str:
        """Who is away that day."""
        gone = [self.named(uid) for uid in self.away(day)]
        return tr("Away: {names}", names=format_list(gone)) if gone else ""

    def count_words(self) -> str:
        """How many entries are shown, and how many of them ask for something."""
        shown = self.shown()
        amiss = sum(bool(one.forbidden or one.missing) for one in shown)
        said = [self.days_words(), ntr("{n} entry", "{n} entries", len(shown))]
        if amiss:
            said.append(ntr("{n} needs attention", "{n} need attention", amiss))
        return " · ".join(said)

    # ---- carrying

    def pick_up(self, uid: str = "") -> bool:
        """Take an entry up to move it; whether it can be moved."""
        entry = self.entry(uid)
        if entry is None or entry.kind.value not in MOVABLE:
            return False
        if entry.kind.value == "run" and entry.run is not None and entry.run.value in ("under_way", "done"):
            return False
        self.chosen = entry.uid
        self.carry = Carry.of(entry, self.hours)
        return True

    def carry_clashes(self) -> list[Clash]:
        """What would stand against dropping it where it is."""
        if self.carry is None or self.page is None:
            return []
        return self.carry.clashes(self.page.diary)

    def carry_words(self) -> str:
        """Where it would be dropped, and what stands against that."""
        return words.carried(self.carry, self.carry_clashes(), self.named) if self.carry is not None else ""

    def can_drop(self) -> bool:
        """Whether nothing forbids dropping it here."""
        return self.carry is not None and not any(clash.hard for clash in self.carry_clashes())

    def lies(self) -> tuple[datetime, datetime] | None:
        """From when to when the carried entry would be."""
        return (self.carry.starts, self.carry.ends) if self.carry is not None else None
