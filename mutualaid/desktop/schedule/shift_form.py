"""The form of a shift, new or known, and of a template, which has a weekday instead of a day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from mutualaid.desktop.form_window import NO_DAY, FormWindow, keep
from mutualaid.desktop.households.lists import skill_choices
from mutualaid.desktop.page import Context
from mutualaid.desktop.schedule.lists import Lists, by_name, read_lists
from mutualaid.desktop.undoing import tell_done
from mutualaid.desktop.widgets.amount import Amount
from mutualaid.desktop.widgets.chips import Chips
from mutualaid.desktop.widgets.choice import Choice
from mutualaid.desktop.widgets.clock_field import ClockField
from mutualaid.desktop.widgets.dates import DateField
from mutualaid.desktop.widgets.notes import NoteEditor
from mutualaid.desktop.widgets.offers import zone_offers, zone_words
from mutualaid.desktop.widgets.words import Words
from mutualaid.language import labels
from mutualaid.language.catalog import N_, ntr, tr
from mutualaid.language.formats import format_weekday
from mutualaid.records.kinds import ShiftKind
from mutualaid.records.views import Changed

if TYPE_CHECKING:
    from mutualaid.records.schedule import Shift, ShiftTemplate
    from mutualaid.services.office import Office

NO_TIME = N_("This is not a time. Write it like: 9:30 am")


def _people(value: int) -> str:
    return ntr("person", "people", value)


class ShiftForm(FormWindow):
    """`known` is the shift or the template that is changed; `template`: whether it is one that comes back weekly."""

    def __init__(
        self, context: Context, lists: Lists, parent: QWidget, *, known: Any = None,
        starts: datetime | None = None, template: bool = False,
    ) -> None:  # fmt: skip
        super().__init__(self._heading(known is not None, template), N_("Save"), parent, width=560)
        self.context, self.lists, self.known, self.template = context, lists, known, template
        self.kind, self.zones, self.zone, self.site = Choice(), Chips(), Choice(), Choice()
        self.day, self.weekday = DateField(today=context.today), Choice()
        self.starts, self.ends = ClockField(), ClockField()
        self.people, self.skill, self.volunteers = Amount(1, 40, _people), Choice(), Chips()
        self.note = NoteEditor(lines=2)
        self._build()
        self._built = True
        self.retranslate()
        if known is None:
            self._blank(starts)
        else:
            self._fill(known.record)
        self._listen()
        self.begin(self.kind)
        self.dirty = False

    @staticmethod
    def _heading(known: bool, template: bool) -> Words:
        if template:
            return N_("Change a shift template") if known else N_("Add a shift template")
        return N_("Change a shift") if known else N_("Add a shift")

    def _build(self) -> None:
        form = self.section(N_("What and where"))
        form.add("kind", N_("What for"), self.kind, required=True)
        if self.known is None:
            hint = N_("Several areas make one shift for each, as for canvassing.")
            form.add("zone", N_("Areas"), self.zones, hint=hint, required=True)
        else:
            form.add("zone", N_("Area"), self.zone, required=True)
        form.add("site", N_("Site, if it is at one"), self.site)
        form = self.section(N_("When"))
        if self.template:
            form.add("day", N_("Every"), self.weekday, required=True)
        else:
            form.add("day", N_("Day"), self.day, required=True)
        form.add("starts", N_("From"), self.starts, required=True)
        hint = N_("Earlier than the beginning means the day after.")
        form.add("ends", N_("Until"), self.ends, hint=hint, required=True)
        form = self.section(N_("Who"))
        form.add("people", N_("Wanted"), self.people)
        form.add("skill", N_("Skill that it takes"), self.skill)
        said = N_("Usual people") if self.template else N_("Who is on")
        form.add("volunteers", said, self.volunteers)
        form.add("note", N_("Note"), self.note)

    def retranslate(self) -> None:
        """Set title and choices."""
        super().retranslate()
        if not getattr(self, "_built", False):
            return
        self.kind.set_choices([(kind.value, labels.label(kind)) for kind in ShiftKind])
        zones = self.context.office.zones
        for field in (self.zone, self.zones):
            field.set_choices(zone_offers(zones), also=zone_words(zones))
        self.site.set_choices(by_name(self.lists.sites), empty=tr("None"))
        self.weekday.set_choices([(str(number), format_weekday(number).capitalize()) for number in range(7)])
        self.skill.set_choices(skill_choices(), empty=tr("None"))
        self.volunteers.set_choices(by_name(self.lists.people))

    def _blank(self, starts: datetime | None) -> None:
        self.kind.set_code(ShiftKind.WATCH.value)
        at = starts or datetime.combine(self.context.today() + timedelta(days=1), time(9))
        self._fill_times(at, at + timedelta(hours=2))
        self.people.setValue(2)

    def _fill_times(self, starts: datetime, ends: datetime) -> None:
        self.day.set_day(starts.date())
        self.weekday.set_code(str(starts.weekday()))
        self.starts.set_time(starts.time())
        self.ends.set_time(ends.time())

    def _fill(self, record: Shift | ShiftTemplate) -> None:
        self.kind.set_code(record.kind.value)
        self.zone.set_code(record.zone)
        self.site.set_code(record.site)
        self.people.setValue(record.people)
        self.skill.set_code(record.skill)
        self.volunteers.set_codes(record.volunteers)
        self.note.set_text(record.note)
        if self.template:
            begins = datetime.combine(date(2026, 11, 2) + timedelta(days=record.weekday), record.starts)  # type: ignore[union-attr,arg-type]
            self._fill_times(begins, begins + timedelta(minutes=record.minutes))  # type: ignore[union-attr]
        else:
            from mutualaid.services.bookings import clock

            self._fill_times(clock(record.starts), clock(record.ends))  # type: ignore[union-attr,arg-type]

    def _listen(self) -> None:
        for choice in (self.kind, self.zone, self.site, self.weekday, self.skill):
            choice.chosen.connect(self.touch)
        for part in (self.zones, self.day, self.starts, self.ends, self.volunteers, self.note):
            part.changed.connect(self.touch)
        self.people.valueChanged.connect(self.touch)

    def check(self) -> dict[str, Any] | None:
        """What the form holds; none when something is wrong, which is then shown."""
        errors: dict[str, Words] = {}
        zones = self.zones.codes() if self.known is None else [code for code in (self.zone.code(),) if code]
        if not zones:
            errors["zone"] = N_("Choose the zone from the list.")
        try:
            day = self.day.day()
        except ValueError:
            day = None
        if not self.template and day is None:
            errors["day"] = NO_DAY
        moments: dict[str, time] = {}
        for key, field in (("starts", self.starts), ("ends", self.ends)):
            try:
                moment = field.moment()
            except ValueError:
                moment = None
            if moment is None:
                errors[key] = NO_TIME
            else:
                moments[key] = moment
        if not self.set_errors(errors):
            self.messages.tell(tr("Not saved yet: something in the form needs another look."), "warn")
            return None
        self.messages.hide()
        begins = datetime.combine(day or date(2026, 11, 2), moments["starts"])
        ends = datetime.combine(begins.date(), moments["ends"])
        ends += timedelta(days=1) if ends <= begins else timedelta()
        fields: dict[str, Any] = {
            "kind": ShiftKind(self.kind.code() or "watch"), "site": self.site.code() or None,
            "people": self.people.value(), "skill": self.skill.code() or None,
            "volunteers": self.volunteers.codes(), "note": self.note.text(),
        }  # fmt: skip
        if self.template:
            long = int((ends - begins).total_seconds() // 60)
            fields |= {"weekday": int(self.weekday.code() or 0), "starts": begins.time(), "minutes": long}
        else:
            fields |= {"starts": begins.astimezone(), "ends": ends.astimezone()}
        return fields | {"zones": zones}

    def save(self) -> None:
        """Check, then write on the writer's thread."""
        fields = self.check()
        if fields is None:
            return
        uid = self.known.uid if self.known is not None else ""
        writes = _write_template if self.template else _write_shift
        keep(self, self.context, partial(writes, self.context.office, uid, fields), self._saved)

    def _saved(self, changed: Changed) -> None:
        self.done_well()
        said = tr("The template is saved.") if self.template else tr("The shift is saved.")
        tell_done(self.context, said)
        if not self.template and changed.uids:
            self.context.go("schedule", changed.uids[0])


def _write_shift(office: Office, uid: str, fields: dict[str, Any]) -> Changed:
    from mutualaid.records.schedule import Shift
    from mutualaid.services.shifts import add_shifts, change_shift

    zones = fields.pop("zones")
    if uid:
        return change_shift(office, uid=uid, zone=zones[0], **fields)
    return add_shifts(office, shifts=[Shift.checked(zone=zone, **fields) for zone in zones])


def _write_template(office: Office, uid: str, fields: dict[str, Any]) -> Changed:
    from mutualaid.records.schedule import ShiftTemplate
    from mutualaid.services.shift_templates import add_templates, change_template

    zones = fields.pop("zones")
    if uid:
        return change_template(office, uid=uid, zone=zones[0], **fields)
    return add_templates(office, templates=[ShiftTemplate.checked(zone=zone, **fields) for zone in zones])


def open_shift(
    context: Context, parent: QWidget, *, uid: str = "", starts: datetime | None = None,
    template: Any = None, templates: bool = False, done: Callable[[], object] | None = None,
) -> None:  # fmt: skip
    """Open the form for a new shift or template, or for one that is known; `done` is called when it was closed."""

    def read() -> Any:
        from mutualaid.services.shifts import shift

        return read_lists(context.office), shift(context.office, uid=uid) if uid else template

    def show(found: Any) -> None:
        lists, known = found
        form = ShiftForm(context, lists, parent, known=known, starts=starts, template=templates)
        if done is not None:
            form.finished.connect(lambda _result: done())
        form.open()

    context.tasks.read(read, show, owner=parent)
