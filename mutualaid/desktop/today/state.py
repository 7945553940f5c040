"""What of a day's work is on view, and what the page says of it, without a widget."""

from __future__ import annotations

from dataclasses import dataclass, field

from mutualaid.desktop.today.words import LineWords
from mutualaid.language.catalog import N_, ntr, tr
from mutualaid.language.formats import format_date
from mutualaid.services.today import TodayPage
from mutualaid.services.today_lines import Section, SectionKind, TodayLine

TITLES: dict[SectionKind, str] = {
    SectionKind.URGENT: N_("Urgent"),
    SectionKind.CALLS: N_("Waiting for a call or an answer"),
    SectionKind.SCHEDULE: N_("Hearings and shifts, today and tomorrow"),
    SectionKind.RUNS: N_("Runs, today and tomorrow"),
    SectionKind.SUPPLIES: N_("Expiring and running low"),
    SectionKind.INTAKE: N_("Intake forms to look at"),
    SectionKind.REVIEWS: N_("Households to look through again"),
    SectionKind.TRAININGS: N_("Trainings that lapse"),
}

PAGES: dict[SectionKind, tuple[str, str]] = {
    SectionKind.URGENT: ("needs", N_("Needs")),
    SectionKind.CALLS: ("matching", N_("Matching")),
    SectionKind.SCHEDULE: ("schedule", N_("Schedule")),
    SectionKind.RUNS: ("runs", N_("Runs")),
    SectionKind.SUPPLIES: ("supplies", N_("Supplies")),
    SectionKind.INTAKE: ("intake", N_("Intake")),
    SectionKind.REVIEWS: ("households", N_("Households")),
    SectionKind.TRAININGS: ("volunteers", N_("Volunteers")),
}
"""The page on which all of a section is found, and its name."""

FEW = 5
"""Lines of a section that are on view before she asks for more."""


@dataclass
class TodayState:
    """What was read, and what of it is on view."""

    page: TodayPage | None = None
    words: LineWords = field(default_factory=LineWords)
    unfolded: set[SectionKind] = field(default_factory=set)

    def take(self, page: TodayPage) -> None:
        """What was read."""
        self.page, self.words.on = page, page.on

    def shown(self, section: Section) -> tuple[TodayLine, ...]:
        """The lines of a section that are on view."""
        return section.lines if section.kind in self.unfolded else section.lines[:FEW]

    def more_words(self, section: Section) -> str:
        """What the button under a section says, "" where it shows all."""
        read, total = len(section.lines), section.total
        if section.kind in self.unfolded:
            return tr("Show fewer") if read > FEW else ""
        return ntr("Show {n} more", "Show {n} more", min(read, total) - FEW) if read > FEW else ""

    def elsewhere_words(self, section: Section) -> str:
        """What is said of the lines that this page does not list, "" where there are none."""
        left = section.total - len(section.lines)
        if left <= 0 or (section.kind not in self.unfolded and len(section.lines) > FEW):
            return ""
        place = tr(PAGES[section.kind][1])
        return ntr("{n} more is on {page}", "{n} more are on {page}", left, page=place)

    def count_words(self) -> str:
        """The line under the page's title: which day it is, and how much waits."""
        if self.page is None:
            return ""
        day = format_date(self.page.on, style="full", weekday=True)
        day = day[:1].upper() + day[1:]
        total = self.page.total
        waits = ntr("{n} thing waits", "{n} things wait", total) if total else tr("nothing waits")
        return tr("{day}: {what}", day=day, what=waits)

    def names_are_there(self) -> bool:
        """Whether any line has a name that could be shown."""
        lines = [line for section in (self.page.sections if self.page else ()) for line in section.lines]
        return any(line.name or any(who.name for who in line.who) for line in lines)
