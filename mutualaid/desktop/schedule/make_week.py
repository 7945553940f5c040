"""Before a week is made from the templates: what comes, who of the usual people is left out and why."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from mutualaid.desktop.dialogs import FormDialog
from mutualaid.desktop.page import Context
from mutualaid.desktop.schedule import words
from mutualaid.desktop.undoing import tell_done
from mutualaid.desktop.widgets.check import Check
from mutualaid.desktop.widgets.words import Said, plain_label
from mutualaid.language import labels
from mutualaid.language.catalog import N_, ntr, tr
from mutualaid.language.formats import format_date_range, format_list
from mutualaid.records.views import Changed

if TYPE_CHECKING:
    from mutualaid.services.shift_templates import ToMake


class MakeWeek(FormDialog):
    """A tick for each shift that would come; all are ticked."""

    def __init__(
        self, context: Context, first: date, coming: list[ToMake], names: dict[str, str], parent: QWidget
    ) -> None:
        super().__init__(N_("Make a week of shifts"), N_("Make the week"), parent, width=620)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.context, self.first, self.coming, self.names = context, first, coming, names
        self.ticks: list[Check] = []
        self.body.addWidget(Said(lambda: format_date_range(first, first + timedelta(days=6)), bold=True))
        if not coming:
            self.body.addWidget(Said(N_("Every shift of this week is there already, or no template is in use.")))
            self.save_button.hide()
        for one in coming:
            tick = Check(lambda one=one: self._name(one))  # type: ignore[misc]
            tick.setChecked(True)
            self.ticks.append(tick)
            self.body.addWidget(tick)
            said = Said(lambda one=one: self._line(one))  # type: ignore[misc]
            tick.setAccessibleDescription(said.text())
            self.body.addWidget(said)
            for line in words.clash_lines(one.left_out, self._named):
                self.body.addWidget(plain_label(tr("Left out · {why}", why=line), role="subtle"))
        self.retranslate()
        (self.ticks[0] if self.ticks else self.cancel_button).setFocus()

    def _named(self, uid: str) -> str:
        return self.names.get(uid, tr("somebody who left"))

    @staticmethod
    def _name(one: ToMake) -> str:
        return labels.label(one.shift.kind)

    def _line(self, one: ToMake) -> str:
        from mutualaid.services.bookings import clock

        shift = one.shift
        zone = self.context.office.zones.get(shift.zone)
        said = [words.when(clock(shift.starts), clock(shift.ends)), zone.name if zone is not None else shift.zone]
        if shift.volunteers:
            said.append(format_list([self._named(uid) for uid in shift.volunteers]))
        return " · ".join(said)

    def save(self) -> None:
        """Make those that are ticked."""
        office, first = self.context.office, self.first
        wanted = {one.template for one, tick in zip(self.coming, self.ticks, strict=True) if tick.isChecked()}

        def work() -> Changed:
            from mutualaid.services.shift_templates import make_week

            return make_week(office, first=first, templates=wanted)

        def done(changed: Changed) -> None:
            self.done_well()
            made = len(changed.uids)
            if made:
                tell_done(self.context, ntr("{n} shift is made.", "{n} shifts are made.", made))
                self.context.go("schedule", changed.uids[0])

        self.set_busy(True)
        self.context.tasks.write(work, done, owner=self, fail=self.refused)


def open_make_week(context: Context, parent: QWidget, shown: date) -> None:
    """Ask what would come, of the week after this one, or of the week on view where that is later; then show it."""
    office = context.office

    def read() -> Any:
        from mutualaid.services.diary import week_of
        from mutualaid.services.shift_templates import to_make
        from mutualaid.services.volunteers import volunteer_lines

        first = max(week_of(context.today()) + timedelta(days=7), week_of(shown))
        names = {line.uid: line.name or line.code for line in volunteer_lines(office)}
        return first, to_make(office, first=first), names

    def show(found: Any) -> None:
        first, coming, names = found
        MakeWeek(context, first, coming, names, parent).open()

    context.tasks.read(read, show, owner=parent)
