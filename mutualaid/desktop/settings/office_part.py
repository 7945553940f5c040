"""The office itself: what it is called, where it lies, how far it reaches, and when its day has which parts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QWidget

from mutualaid.desktop import theme
from mutualaid.desktop.page import Context
from mutualaid.desktop.settings.section import Section, left
from mutualaid.desktop.undoing import tell_done
from mutualaid.desktop.widgets.amount import Amount
from mutualaid.desktop.widgets.choice import Choice
from mutualaid.desktop.widgets.forms import Form
from mutualaid.desktop.widgets.offers import zone_offers, zone_words
from mutualaid.desktop.widgets.watched_line import WatchedLine
from mutualaid.desktop.widgets.words import Button, Said, Translated, Words
from mutualaid.language import labels
from mutualaid.language.catalog import N_, ntr, tr
from mutualaid.language.formats import format_time
from mutualaid.language.reasons import in_km, in_miles
from mutualaid.records.kinds import Daypart
from mutualaid.records.office import OfficeSettings
from mutualaid.records.views import Changed

_STEP = 30
"""Minutes between the times that are offered."""


def _miles(value: int) -> str:
    return ntr("mile", "miles", value)


class HoursRow(Translated, QWidget):
    """From when to when a part of the day goes; times are chosen from a list or typed."""

    names_its_parts = True

    def __init__(self, part: Daypart) -> None:
        super().__init__()
        self.part = part
        self.starts, self.ends = Choice(), Choice()
        self._own: set[time] = set()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        self.between = Said(N_("to"), wrap=False)
        for widget in (self.starts, self.between, self.ends):
            layout.addWidget(widget)
        layout.addStretch(1)
        self.setFocusProxy(self.starts)
        self.retranslate()

    def retranslate(self) -> None:
        """Set the times as they are said."""
        moments = sorted({time(minutes // 60, minutes % 60) for minutes in range(0, 24 * 60, _STEP)} | self._own)
        offered = [(moment.isoformat("minutes"), format_time(moment)) for moment in moments]
        name = labels.label(self.part)
        for choice, words in (
            (self.starts, tr("{part} begins", part=name)),
            (self.ends, tr("{part} ends", part=name)),
        ):
            choice.set_choices(offered)
            choice.setAccessibleName(words)

    def show_hours(self, starts: time, ends: time) -> None:
        """Show from when to when; times off the list are added to it."""
        self._own = {starts, ends}
        self.retranslate()
        self.starts.set_code(starts.isoformat("minutes"))
        self.ends.set_code(ends.isoformat("minutes"))

    def hours(self) -> tuple[time, time]:
        """From when to when. Raises ValueError when one is missing."""
        return time.fromisoformat(self.starts.code()), time.fromisoformat(self.ends.code())


def hours_errors(hours: dict[Daypart, tuple[time, time]]) -> dict[str, Words]:
    """What is wrong with the parts of the day, by the name of the part."""
    errors: dict[str, Words] = {}
    before = time(0)
    for part in Daypart:
        starts, ends = hours[part]
        if starts < before:
            errors[part.name] = N_("It begins before the part above has ended.")
        elif ends <= starts:
            errors[part.name] = N_("It ends before it begins.")
        before = max(before, ends)
    return errors


class OfficeSection(Section):
    """Two cards, each kept by its own button."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        card = self.card(N_("This office"))
        self.name, self.zone = WatchedLine(most=80), Choice()
        self.pickup, self.haul = Amount(1, 300, _miles), Amount(1, 300, _miles)
        self.form = Form()
        hint = N_("For yourselves: it stands on run sheets, never on what is published.")
        self.form.add("name", N_("What the office is called"), self.name, hint=hint)
        hint = N_("Where supplies are handed out, and from where a plan measures.")
        self.form.add("zone", N_("Its zone"), self.zone, hint=hint, required=True)
        self.form.add("pickup_km", N_("How far people come for a pick-up"), self.pickup)
        self.form.add("haul_km", N_("How far supplies are brought from one place to another"), self.haul)
        for field in (self.zone, self.pickup, self.haul):
            field.setMaximumWidth(theme.roomy(360))
        card.body.addWidget(self.form)
        self.keep_button = Button(N_("Keep this"), self.keep, role="primary")
        card.body.addWidget(*left(self.keep_button))
        card = self.card(
            N_("Times of day"),
            N_("A plan thinks in these four parts. What was agreed before keeps its own clock times."),
        )
        self.rows = {part: HoursRow(part) for part in Daypart}
        self.hours_form = Form()
        for part, row in self.rows.items():
            self.hours_form.add(part.name, partial(_part_words, part), row)
        card.body.addWidget(self.hours_form)
        self.hours_button = Button(N_("Keep these times"), self.keep_hours, role="primary")
        card.body.addWidget(*left(self.hours_button))
        self.first = self.name
        self.column.addStretch(1)
        self._shown: OfficeSettings | None = None
        self.retranslate()
        self.refresh()

    def retranslate(self) -> None:
        """Set the zones."""
        if hasattr(self, "rows"):
            zones = self.context.office.zones
            self.zone.set_choices(zone_offers(zones), also=zone_words(zones))

    def refresh(self) -> None:
        """Show what holds; what is being typed is not overwritten by what did not change."""
        settings = self.context.office.settings
        self.retranslate()
        if settings == self._shown:
            return
        self._shown = settings
        self.name.set_text(settings.name)
        self.zone.set_code(settings.zone)
        self.pickup.setValue(max(1, round(in_miles(settings.pickup_km))))
        self.haul.setValue(max(1, round(in_miles(settings.haul_km))))
        for part, row in self.rows.items():
            row.show_hours(*settings.hours[part])

    def _km(self, box: Amount, before: float) -> float:
        """What was finer than whole miles stays while the miles do."""
        return before if box.value() == max(1, round(in_miles(before))) else in_km(box.value())

    def keep(self) -> None:
        """Keep name, zone and reach."""
        office, zone, name = self.context.office, self.zone.code(), self.name.text().strip()
        if not self.form.set_errors({} if zone else {"zone": N_("Choose the zone from the list.")}):
            return
        pickup = self._km(self.pickup, office.settings.pickup_km)
        haul = self._km(self.haul, office.settings.haul_km)

        def work() -> Changed:
            from mutualaid.services.settings import set_office

            return set_office(office, name=name, zone=zone, pickup_km=pickup, haul_km=haul)

        self._write(work, tr("Kept."))

    def keep_hours(self) -> None:
        """Keep the four parts of the day."""
        office = self.context.office
        try:
            hours = {part: row.hours() for part, row in self.rows.items()}
        except ValueError:
            missing = {part.name: N_("Choose both times.") for part, row in self.rows.items() if not _whole(row)}
            self.hours_form.set_errors(missing)
            return
        if not self.hours_form.set_errors(hours_errors(hours)):
            return

        def work() -> Changed:
            from mutualaid.services.settings import set_hours

            return set_hours(office, hours=hours)

        self._write(work, tr("The times of day are kept."))

    def _write(self, work: Callable[[], Changed], said: str) -> None:
        self.context.tasks.write(work, lambda _changed: tell_done(self.context, said), owner=self, fail=self.refused)


def _part_words(part: Daypart) -> str:
    return labels.label(part)


def _whole(row: HoursRow) -> bool:
    return bool(row.starts.code() and row.ends.code())
