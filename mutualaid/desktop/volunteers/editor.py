"""The form of a volunteer, new or known."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from mutualaid.desktop.form_window import FormWindow, keep
from mutualaid.desktop.households.lists import Lists, access_choices, read_lists, skill_choices
from mutualaid.desktop.page import Context
from mutualaid.desktop.undoing import tell_done
from mutualaid.desktop.volunteers.rows import AbsenceRow, DatedRow, LanguageRow, TrainingRow
from mutualaid.desktop.volunteers.state import commitment_words
from mutualaid.desktop.volunteers.week_field import WeekField
from mutualaid.desktop.widgets.amount import Amount
from mutualaid.desktop.widgets.check import Check
from mutualaid.desktop.widgets.chips import Chips
from mutualaid.desktop.widgets.choice import Choice
from mutualaid.desktop.widgets.notes import NoteEditor
from mutualaid.desktop.widgets.phone_rows import PhoneRows
from mutualaid.desktop.widgets.repeated import Repeated
from mutualaid.desktop.widgets.watched import know_in
from mutualaid.desktop.widgets.watched_line import WatchedLine
from mutualaid.desktop.widgets.words import Said, Words, announce
from mutualaid.language import labels
from mutualaid.language.catalog import N_, ntr, tr
from mutualaid.language.reasons import in_km, in_miles
from mutualaid.records.kinds import Trust
from mutualaid.records.skills import TRANSPORTS
from mutualaid.records.views import Changed

if TYPE_CHECKING:
    from mutualaid.records.time import DateRange, Window
    from mutualaid.services.commitments import Commitment
    from mutualaid.services.office import Office
    from mutualaid.services.volunteers import VolunteerPage


def read_all(office: Office, uid: str) -> tuple[Lists, VolunteerPage | None]:
    """What the form offers and, with a uid, the volunteer that it changes; off the window's thread."""
    from mutualaid.services.volunteers import volunteer

    return read_lists(office), volunteer(office, uid=uid) if uid else None


def _miles(value: int) -> str:
    return ntr("mile", "miles", value)


def _kg(_value: int) -> str:
    return tr("kg")


def _calls(value: int) -> str:
    return ntr("household at a time", "households at a time", value)


def _tasks(value: int) -> str:
    return ntr("task a week", "tasks a week", value)


class VolunteerEditor(FormWindow):
    """Everything about a volunteer in one form."""

    draft_kind = "volunteer"

    def __init__(self, context: Context, lists: Lists, page: VolunteerPage | None, parent: QWidget) -> None:
        title: Words = N_("Add a volunteer") if page is None else N_("Change a volunteer")
        super().__init__(title, N_("Save"), parent)
        self.context, self.lists, self.page = context, lists, page
        self.hours = context.office.settings.hours
        self.name = WatchedLine()
        self.phones = PhoneRows()
        today = context.today
        self.languages = Repeated(LanguageRow, N_("Add a language"), N_("Take this language away"))
        self.skills, self.access = Chips(), Chips()
        self.trainings = Repeated(partial(TrainingRow, today), N_("Add a training"), N_("Take this training away"))
        self.transport, self.trust, self.zone = Choice(), Choice(), Choice()
        self.seats, self.stops, self.kg = Amount(0, 60), Amount(0, 60), Amount(0, 5000, _kg)
        self.radius, self.per_week = Amount(0, 300, _miles), Amount(0, 28, _tasks)
        self.zones, self.households = Chips(), Chips()
        self.in_person, self.calls = Check(N_("Interprets in person")), Amount(0, 20, _calls)
        self.week = WeekField(self.hours)
        self.dated = Repeated(partial(DatedRow, today), N_("Add a date"), N_("Take this date away"))
        self._hit: list[Commitment] = []
        self._looked = 0
        self.hits = Said(self._hits_words, role="warn")
        self.absences = Repeated(partial(AbsenceRow, today), N_("Add an absence"), N_("Take this absence away"))
        self.notes = NoteEditor(lines=3)
        self._build()
        self._built = True
        self.retranslate()
        if page is None:
            self._blank()
        else:
            self._fill(page)
        self._listen()
        self.begin(self.name)
        self.dirty = False

    def _build(self) -> None:
        form = self.section(N_("Who it is"))
        form.add("name", N_("Name"), self.name, required=True)
        form.add("phones", N_("Phones"), self.phones)
        form.add("trust", N_("How well we know them"), self.trust)
        form = self.section(N_("What they bring"))
        form.add("languages", N_("Languages"), self.languages)
        form.add("skills", N_("Skills"), self.skills)
        form.add_widget(self.in_person)
        hint = N_("Between languages spoken fluently, for who has the skill of interpreting. 0: not by telephone.")
        form.add("calls", N_("Interprets by telephone for"), self.calls, hint=hint)
        form.add("trainings", N_("Trainings"), self.trainings)
        form.add("transport", N_("Transport"), self.transport)
        form.add("seats", N_("Seats for passengers"), self.seats)
        form.add("capacity_kg", N_("Weight that fits in"), self.kg)
        form.add("stops", N_("Stops in one run"), self.stops)
        form.add("access", N_("Can also"), self.access)
        form = self.section(N_("Where"))
        form.add("zone", N_("Home zone"), self.zone, required=True)
        form.add("radius_km", N_("How far from there"), self.radius)
        form.add("zones", N_("Or only in these zones"), self.zones)
        form = self.section(N_("When"))
        hint = N_("Drag over hours to offer them or rub them out; by keyboard: arrows, Shift to choose more, Space.")
        form.add("availability", N_("Times of the week"), self.week, hint=hint)
        form.add("dated", N_("Besides, on a date"), self.dated)
        form.add("tasks_per_week", N_("At most"), self.per_week)
        form.add("absences", N_("Away"), self.absences)
        form.add_widget(self.hits)
        self.hits.hide()
        form = self.section(N_("What else to mind"))
        form.add("excluded_households", N_("Not these households"), self.households)
        form.add("notes", N_("Notes"), self.notes)

    def retranslate(self) -> None:
        """Set title and choices."""
        super().retranslate()
        if not getattr(self, "_built", False):
            return
        zones = self.lists.zone_choices()
        self.trust.set_choices([(trust.name, labels.label(trust)) for trust in Trust])
        self.transport.set_choices([(code, labels.transport(code)) for code in TRANSPORTS])
        self.skills.set_choices(skill_choices())
        self.access.set_choices(access_choices())
        self.zone.set_choices(zones)
        self.zones.set_choices(zones)
        self.households.set_choices(sorted(self.lists.households.items(), key=lambda pair: pair[1]))

    def _blank(self) -> None:
        self.trust.set_code(Trust.NEW.name)
        self.languages.add()
        self.transport.set_code("foot")
        self._take_transport("foot")
        self.per_week.setValue(2)

    def _take_transport(self, code: str) -> None:
        """What a means of transport usually carries; her own figures may replace it."""
        known = TRANSPORTS.get(code)
        if known is not None:
            self.seats.setValue(known.seats)
            self.kg.setValue(known.kg)
            self.stops.setValue(known.stops)
            self.radius.setValue(round(in_miles(known.radius_km)))

    def _fill(self, page: VolunteerPage) -> None:
        record = page.record
        self.name.set_text(record.name)
        self.phones.set_phones(record.phones)
        self.trust.set_code(record.trust.name)
        for spoken in record.languages:
            self.languages.add().set_spoken(spoken)
        self.skills.set_codes(record.skills)
        self.in_person.setChecked(record.interprets_in_person)
        self.calls.setValue(record.calls)
        for training in record.trainings:
            self.trainings.add().set_training(training)
        self.transport.set_code(record.transport)
        self.seats.setValue(record.seats)
        self.kg.setValue(record.capacity_kg)
        self.stops.setValue(record.stops)
        self.access.set_codes(record.access)
        self.zone.set_code(record.zone)
        self.radius.setValue(round(in_miles(record.radius_km)))
        self.zones.set_codes(record.zones)
        self.week.set_windows(record.availability)
        dated = [one for one in record.availability if one.on is not None]
        for day in sorted({one.on for one in dated if one.on is not None}):
            self.dated.add().set_windows([one for one in dated if one.on == day])
        self.per_week.setValue(record.tasks_per_week)
        for absence in record.absences:
            self.absences.add().set_range(absence)
        self.households.set_codes(record.excluded_households)
        self.notes.set_text(record.notes)
        know_in(self, page.answers)
        self._look_away()

    def _listen(self) -> None:
        self.name.changed.connect(self.touch)
        lists = (self.phones, self.languages, self.trainings, self.absences, self.dated)
        self.absences.changed.connect(self._look_away)
        for part in (*lists, self.skills, self.access, self.zones, self.households, self.week, self.notes):
            part.changed.connect(self.touch)
        for choice in (self.trust, self.transport, self.zone):
            choice.chosen.connect(self.touch)
        self.in_person.toggled.connect(self.touch)
        for number in (self.seats, self.kg, self.stops, self.radius, self.per_week, self.calls):
            number.valueChanged.connect(self.touch)
        self.transport.chosen.connect(self._take_transport)

    def parts(self) -> dict[str, QWidget]:
        """The fields of all sections, and what stands between them."""
        return {**super().parts(), "interprets_in_person": self.in_person}

    def draft_uid(self) -> str:
        """The volunteer who is changed."""
        return self.page.uid if self.page is not None else ""

    def check(self) -> dict[str, Any] | None:
        """The fields of the Volunteer; none when something is wrong, which is then shown."""
        errors: dict[str, Words] = {}
        if not self.name.text().strip():
            errors["name"] = N_("Write the name that people know them by.")
        if not self.zone.code():
            errors["zone"] = N_("Choose the zone from the list.")
        wrong = [row for row in (*self.trainings.rows, *self.dated.rows, *self.absences.rows) if not row.check()]
        if not self.week.check():
            wrong.insert(0, self.week.typed)
        if wrong:
            wrong[0].setFocus()
        fine = self.set_errors(errors) and not wrong
        if not (self.phones.check() and fine):
            self.messages.tell(tr("Not saved yet: something in the form needs another look."), "warn")
            return None
        self.messages.hide()
        before = self.page.record if self.page is not None else None
        radius = in_km(self.radius.value())
        if before is not None and round(in_miles(before.radius_km)) == self.radius.value():
            radius = before.radius_km  # the field shows whole miles; what was finer stays
        spoken = [one for one in (row.spoken() for row in self.languages.rows) if one is not None]
        return {
            "name": self.name.text(), "phones": self.phones.phones(), "trust": Trust[self.trust.code() or "NEW"],
            "languages": list({one.code: one for one in spoken}.values()), "skills": self.skills.codes(),
            "trainings": [one for one in (row.training() for row in self.trainings.rows) if one is not None],
            "transport": self.transport.code() or "foot", "seats": self.seats.value(),
            "capacity_kg": self.kg.value(), "stops": self.stops.value(), "access": self.access.codes(),
            "zone": self.zone.code(), "radius_km": radius, "zones": self.zones.codes(),
            "availability": self._availability(),
            "tasks_per_week": self.per_week.value(), "interprets_in_person": self.in_person.isChecked(),
            "calls": self.calls.value(),
            "absences": self._absences(),
            "excluded_households": self.households.codes(), "notes": self.notes.text(),
        }  # fmt: skip

    def _availability(self) -> list[Window]:
        """The week's windows and those on dates; what nothing was changed about is as it was."""
        made = [*self.week.windows(), *(one for row in self.dated.rows for one in row.windows())]
        before = self.page.record.availability if self.page is not None else []
        key = {one: number for number, one in enumerate(before)}
        return list(before) if set(made) == set(before) else sorted(made, key=lambda one: key.get(one, len(key)))

    def _absences(self) -> list[DateRange]:
        return [one for one in (row.range() for row in self.absences.rows) if one is not None]

    def _look_away(self) -> None:
        """Mark the coming days away in the week, and look what she is booked for meanwhile."""
        if not all(row.check() for row in self.absences.rows):
            return
        away, today = self._absences(), self.context.today()
        days = [today + timedelta(days=ahead) for ahead in range(7)]
        self.week.grid.set_away({day.weekday() for day in days if any(gone.holds(day) for gone in away)})
        self._looked += 1
        looked, office, page = self._looked, self.context.office, self.page
        if page is None:
            return

        def look() -> list[Commitment]:
            from mutualaid.services.commitments import absence_hits

            return absence_hits(office, volunteer=page.uid, absences=away, first=today)

        def show(found: list[Commitment]) -> None:
            if looked == self._looked:
                self._hit = found
                self.hits.retranslate()
                self.hits.setVisible(bool(found))
                announce(self.hits, self.hits.text())

        self.context.tasks.read(look, show, owner=self)

    def _hits_words(self) -> str:
        if not self._hit:
            return ""
        said = tr("Booked while away (the page offers cover once this is saved):")
        return "\n".join([said, *(commitment_words(one) for one in self._hit)])

    def save(self) -> None:
        """Check, then write on the writer's thread."""
        fields = self.check()
        if fields is None:
            return
        uid = self.page.uid if self.page is not None else ""
        keep(self, self.context, partial(_write, self.context.office, uid, fields), self._saved)

    def _saved(self, changed: Changed) -> None:
        self.done_well()
        tell_done(self.context, tr("The volunteer is saved."))
        self.context.go("volunteers", changed.uids[0])


def _write(office: Office, uid: str, fields: dict[str, Any]) -> Changed:
    from mutualaid.records.volunteer import Volunteer
    from mutualaid.services.volunteers import add_volunteer, change_volunteer, new_volunteer_code

    if uid:
        return change_volunteer(office, uid=uid, **fields)
    return add_volunteer(office, volunteer=Volunteer.checked(code=new_volunteer_code(office), **fields))
