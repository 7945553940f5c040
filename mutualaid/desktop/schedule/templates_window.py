"""Shifts that come back every week: add, change, let rest, take away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from mutualaid.desktop.dialogs import FormDialog
from mutualaid.desktop.page import Context
from mutualaid.desktop.schedule import words
from mutualaid.desktop.schedule.shift_form import open_shift
from mutualaid.desktop.undoing import tell_done
from mutualaid.desktop.widgets.flow import FlowLayout
from mutualaid.desktop.widgets.line_model import Column, LineModel
from mutualaid.desktop.widgets.record_table import RecordTable
from mutualaid.desktop.widgets.words import Button, Said
from mutualaid.language import labels
from mutualaid.language.catalog import N_, tr
from mutualaid.language.formats import format_list, format_weekday
from mutualaid.records.views import Changed


@dataclass(frozen=True)
class TemplateLine:
    """A template with the names that it is told by; `stored` is the record with its uid."""

    uid: str
    stored: Any
    zone: str
    people: str

    def times(self) -> str:
        """From when to when."""
        record = self.stored.record
        starts = datetime.combine(date(2026, 11, 2), record.starts)
        return words.times(starts, starts + timedelta(minutes=record.minutes))


_COLUMNS = (
    Column(N_("Day"), lambda line: format_weekday(line.stored.record.weekday).capitalize(),
           lambda line: (line.stored.record.weekday, line.stored.record.starts), width=100),
    Column(N_("Time"), lambda line: line.times(), lambda line: line.stored.record.starts, width=150),
    Column(N_("What"), lambda line: labels.label(line.stored.record.kind), width=105),
    Column(N_("Area"), lambda line: line.zone, width=120),
    Column(N_("Usual people"), lambda line: line.people, width=170),
    Column(N_("In use"), lambda line: tr("yes") if line.stored.record.active else tr("rests"), width=80),
)  # fmt: skip


class TemplatesWindow(FormDialog):
    """The list, with what can be done to the one that is selected."""

    least_height = 480

    def __init__(self, context: Context, lines: list[TemplateLine], parent: QWidget) -> None:
        super().__init__(N_("Shift templates"), N_("Done"), parent, width=900)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.context = context
        self.cancel_button.hide()
        self.model = LineModel(_COLUMNS)
        self.table = RecordTable()
        self.table.setModel(self.model)
        self.table.setMinimumHeight(260)
        self.table.opened.connect(lambda _row: self.change())
        self.table.new_asked.connect(self.add)
        self.table.delete_asked.connect(self.remove)
        self.table.picked.connect(lambda _row: self._enable())
        self.add_button = Button(N_("Add a template…"), self.add, role="primary", hint=N_("Press N in the list"))
        self.change_button = Button(N_("Change…"), self.change)
        self.rest_button = Button(self._rest_words, self.rest)
        self.remove_button = Button(N_("Remove"), self.remove, role="quiet")
        self.nothing = Said(N_("No template yet. Add one for each shift that comes back every week."), role="subtle")
        self.body.addWidget(Said(N_("“Make next week's shifts” makes a shift from each that is in use, once a week.")))
        self.body.addWidget(self.nothing)
        self.body.addWidget(self.table)
        holder = QWidget()
        flow = FlowLayout(holder, gap=6)
        for button in (self.add_button, self.change_button, self.rest_button, self.remove_button):
            flow.addWidget(button)
        self.body.addWidget(holder)
        self.take(lines)
        self.retranslate()
        (self.table if lines else self.add_button).setFocus()

    def retranslate(self) -> None:
        """Set titles and widths."""
        super().retranslate()
        if hasattr(self, "table"):
            self.table.setAccessibleName(tr("Shift templates"))
            self.model.spoken()
            self.table.set_widths({number: column.width for number, column in enumerate(_COLUMNS)})

    def take(self, lines: list[TemplateLine]) -> None:
        """Show these; the one that was selected stays selected."""
        kept = self._line()
        self.model.set_lines(lines)
        self.table.setVisible(bool(lines))
        self.nothing.setVisible(not lines)
        row = self.model.row_of(kept.uid) if kept is not None else 0
        self.table.go_to(max(row, 0))
        self._enable()

    def _line(self) -> TemplateLine | None:
        row = self.table.row()
        return self.model.lines[row] if 0 <= row < len(self.model.lines) else None

    def _rest_words(self) -> str:
        line = self._line()
        return tr("Use it again") if line is not None and not line.stored.record.active else tr("Let it rest")

    def _enable(self) -> None:
        for button in (self.change_button, self.rest_button, self.remove_button):
            button.setEnabled(self._line() is not None)
        self.rest_button.retranslate()

    def reread(self) -> None:
        """Read the list again."""
        self.context.tasks.read(lambda: read_lines(self.context), self.take, owner=self)

    def add(self) -> None:
        """A new one."""
        open_shift(self.context, self, templates=True, done=self.reread)

    def change(self) -> None:
        """Change the selected one."""
        line = self._line()
        if line is not None:
            open_shift(self.context, self, template=line.stored, templates=True, done=self.reread)

    def rest(self) -> None:
        """Let the selected one rest, or use it again."""
        line, office = self._line(), self.context.office
        if line is None:
            return
        uid, active = line.uid, not line.stored.record.active

        def work() -> Changed:
            from mutualaid.services.shift_templates import change_template

            return change_template(office, uid=uid, active=active)

        self._write(work, tr("It is in use again.") if active else tr("It rests: no shift is made from it."))

    def remove(self) -> None:
        """Take the selected one away."""
        line, office = self._line(), self.context.office
        if line is None:
            return
        uid = line.uid

        def work() -> Changed:
            from mutualaid.services.shift_templates import remove_template

            return remove_template(office, uid=uid)

        self._write(work, tr("Removed. Shifts that were made from it stay."))

    def _write(self, work: Callable[[], Changed], said: str) -> None:
        def done(_changed: Changed) -> None:
            tell_done(self.context, said)
            self.messages.tell(said, "good")
            self.reread()

        self.context.tasks.write(work, done, owner=self, fail=self.refused)

    def save(self) -> None:
        """Close."""
        self.done_well()


def read_lines(context: Context) -> list[TemplateLine]:
    """Read them; off the window's thread."""
    from mutualaid.services.shift_templates import templates
    from mutualaid.services.volunteers import volunteer_lines

    names = {line.uid: line.name or line.code for line in volunteer_lines(context.office)}
    found = []
    for row in templates(context.office):
        zone = context.office.zones.get(row.record.zone)
        people = format_list([names.get(uid, "") for uid in row.record.volunteers])
        found.append(TemplateLine(row.uid, row, zone.name if zone is not None else row.record.zone, people))
    return found


def open_templates(context: Context, parent: QWidget) -> None:
    """Read the templates and open the window."""
    context.tasks.read(
        lambda: read_lines(context), lambda lines: TemplatesWindow(context, lines, parent).open(), owner=parent
    )
