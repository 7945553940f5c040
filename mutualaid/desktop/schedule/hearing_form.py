"""The form of a hearing: time, place and room, never what it is about; who goes, who steps in, who is called."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from mutualaid.desktop.form_window import NO_DAY, FormWindow, keep
from mutualaid.desktop.page import Context
from mutualaid.desktop.schedule.lists import Lists, by_name, read_lists
from mutualaid.desktop.schedule.shift_form import NO_TIME
from mutualaid.desktop.undoing import tell_done
from mutualaid.desktop.widgets.amount import Amount
from mutualaid.desktop.widgets.chips import Chips
from mutualaid.desktop.widgets.choice import Choice
from mutualaid.desktop.widgets.clock_field import ClockField
from mutualaid.desktop.widgets.dates import DateField
from mutualaid.desktop.widgets.watched import know_in
from mutualaid.desktop.widgets.watched_line import WatchedLine
from mutualaid.desktop.widgets.words import Said, Words
from mutualaid.language.catalog import N_, ntr, tr
from mutualaid.language.formats import format_date
from mutualaid.records.views import Changed

if TYPE_CHECKING:
    from mutualaid.services.appointments import AppointmentPage
    from mutualaid.services.office import Office


def _minutes(value: int) -> str:
    return ntr("minute", "minutes", value)


class HearingForm(FormWindow):
    """`page` is the hearing that is changed, with its household and its need."""

    def __init__(
        self, context: Context, lists: Lists, parent: QWidget, *, page: AppointmentPage | None = None,
        household: str = "", starts: datetime | None = None,
    ) -> None:  # fmt: skip
        title: Words = N_("Add a hearing") if page is None else N_("Change a hearing")
        super().__init__(title, N_("Save"), parent, width=560)
        self.context, self.lists, self.page = context, lists, page
        self._needs: list[tuple[str, str]] = []
        self.household, self.need = Choice(), Choice()
        self.day, self.starts = DateField(today=context.today), ClockField()
        self.minutes = Amount(15, 24 * 60, _minutes)
        self.minutes.setSingleStep(15)
        self.place, self.room, self.meeting = WatchedLine(), WatchedLine(), WatchedLine()
        self.pair, self.replacement, self.calls = Chips(), Choice(), Chips()
        self.gone = Said(self._gone_words, role="subtle")
        self._build()
        self._built = True
        self.retranslate()
        if page is None:
            self._blank(household, starts)
        else:
            self._fill(page)
        self._listen()
        self.begin(self.household if page is None else self.place)
        self.dirty = False

    def _build(self) -> None:
        form = self.section(N_("Whom we go with"))
        form.add("household", N_("Household"), self.household, required=True)
        hint = N_("While a pair is set, that need is scheduled, and no plan looks for anybody else.")
        form.add("need", N_("The need that this meets"), self.need, hint=hint)
        form = self.section(N_("When and where"))
        form.add_widget(Said(N_("Time, place and room only: not what it is about, and no case number."), role="subtle"))
        form.add("day", N_("Day"), self.day, required=True)
        form.add("starts", N_("At"), self.starts, required=True)
        form.add("minutes", N_("It may take"), self.minutes)
        form.add("place", N_("Place"), self.place, required=True)
        form.add("room", N_("Room"), self.room)
        form.add("meeting_point", N_("Meeting point"), self.meeting)
        form.add_widget(self.gone)
        form = self.section(N_("Who"))
        form.add("pair", N_("Who goes along"), self.pair, hint=N_("Two people, as a rule."))
        form.add("replacement", N_("Who steps in"), self.replacement)
        hint = N_("In this order, when something changes.")
        form.add("call_tree", N_("Whom to call"), self.calls, hint=hint)

    def retranslate(self) -> None:
        """Set title and choices."""
        super().retranslate()
        if not getattr(self, "_built", False):
            return
        people = by_name(self.lists.people)
        self.household.set_choices(by_name(self.lists.households), also=self.lists.contacts)
        self.need.set_choices(self._needs, empty=tr("None"))
        self.pair.set_choices(people)
        self.calls.set_choices(people)
        self.replacement.set_choices(people, empty=tr("Nobody"))
        self.gone.retranslate()

    def _gone_words(self) -> str:
        """Until when it is kept."""
        try:
            day = self.day.day()
        except ValueError:
            day = None
        if day is None:
            return tr("A week after, the hearing is deleted, and the journal forgets it.")
        from mutualaid.services.appointments import kept_until

        until = format_date(kept_until(datetime.combine(day, time(12))))
        return tr("The hearing is deleted after {day}, and the journal forgets it.", day=until)

    def _blank(self, household: str, starts: datetime | None) -> None:
        at = starts or datetime.combine(self.context.today() + timedelta(days=1), time(9))
        self.day.set_day(at.date())
        self.starts.set_time(at.time())
        self.minutes.setValue(120)
        self.gone.retranslate()
        if household:
            self.household.set_code(household)
            self._read_needs(household)

    def _fill(self, page: AppointmentPage) -> None:
        from mutualaid.services.bookings import clock

        record = page.record
        at = clock(record.starts)
        self.household.set_code(record.household)
        self.household.setEnabled(False)
        self.day.set_day(at.date())
        self.starts.set_time(at.time())
        self.minutes.setValue(record.minutes)
        for field, text in ((self.place, record.place), (self.room, record.room), (self.meeting, record.meeting_point)):
            field.set_text(text)
        self.pair.set_codes(record.pair)
        self.replacement.set_code(record.replacement)
        self.calls.set_codes(record.call_tree)
        if record.need is not None and page.need is not None:
            self._needs = [(record.need, page.need.code)]
            self.need.set_choices(self._needs, empty=tr("None"))
            self.need.set_code(record.need)
        self._read_needs(record.household)
        know_in(self, page.answers)
        self.gone.retranslate()

    def _read_needs(self, household: str) -> None:
        office = self.context.office

        def read() -> list[tuple[str, str]]:
            from mutualaid.services.appointments import accompaniments

            return [(row.uid, row.record.code) for row in accompaniments(office, household=household)]

        def show(found: list[tuple[str, str]]) -> None:
            own = [] if self.page is None else [one for one in self._needs if one[0] == self.page.record.need]
            self._needs = [*own, *found]
            self.need.set_choices(self._needs, empty=tr("None"))
            if self.page is None and found and not self.need.code():
                self.need.set_code(found[0][0])

        self.context.tasks.read(read, show, owner=self)

    def _listen(self) -> None:
        for choice in (self.household, self.need, self.replacement):
            choice.chosen.connect(self.touch)
        self.household.chosen.connect(self._read_needs)
        for part in (self.day, self.starts, self.place, self.room, self.meeting, self.pair, self.calls):
            part.changed.connect(self.touch)
        self.day.changed.connect(self.gone.retranslate)
        self.minutes.valueChanged.connect(self.touch)

    def check(self) -> dict[str, Any] | None:
        """What the form holds; none when something is wrong, which is then shown."""
        errors: dict[str, Words] = {}
        if not self.household.code():
            errors["household"] = N_("Choose the household from the list.")
        if not self.place.text().strip():
            errors["place"] = N_("Write where it is.")
        day, at = None, None
        try:
            day = self.day.day()
        except ValueError:
            pass
        try:
            at = self.starts.moment()
        except ValueError:
            pass
        if day is None:
            errors["day"] = NO_DAY
        if at is None:
            errors["starts"] = NO_TIME
        fine = self.set_errors(errors)
        if not fine or day is None or at is None:
            self.messages.tell(tr("Not saved yet: something in the form needs another look."), "warn")
            return None
        self.messages.hide()
        return {
            "household": self.household.code(), "need": self.need.code() or None,
            "starts": datetime.combine(day, at).astimezone(), "minutes": self.minutes.value(),
            "place": self.place.text(), "room": self.room.text(), "meeting_point": self.meeting.text(),
            "pair": self.pair.codes(), "replacement": self.replacement.code() or None,
            "call_tree": self.calls.codes(),
        }  # fmt: skip

    def save(self) -> None:
        """Check, then write on the writer's thread."""
        fields = self.check()
        if fields is None:
            return
        uid = self.page.uid if self.page is not None else ""
        keep(self, self.context, partial(_write, self.context.office, uid, fields), self._saved)

    def _saved(self, changed: Changed) -> None:
        self.done_well()
        tell_done(self.context, tr("The hearing is saved."))
        self.context.go("schedule", changed.uids[0])


def _write(office: Office, uid: str, fields: dict[str, Any]) -> Changed:
    from mutualaid.services.appointments import add_appointment, change_appointment

    return change_appointment(office, uid=uid, **fields) if uid else add_appointment(office, **fields)


def open_hearing(
    context: Context, parent: QWidget, *, uid: str = "", household: str = "", starts: datetime | None = None
) -> None:
    """Open the form for a new hearing (of a household, when given), or for one that is known."""

    def read() -> Any:
        from mutualaid.services.appointments import appointment

        page = appointment(context.office, uid=uid) if uid else None
        return read_lists(context.office, households=True), page

    def show(found: Any) -> None:
        lists, page = found
        HearingForm(context, lists, parent, page=page, household=household, starts=starts).open()

    context.tasks.read(read, show, owner=parent)
