"""Places where supplies lie and people meet: added, renamed, moved to another zone, closed when they are empty."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from mutualaid.desktop.form_window import FormWindow, keep
from mutualaid.desktop.page import Context
from mutualaid.desktop.settings.section import Section, row_of
from mutualaid.desktop.undoing import tell_done
from mutualaid.desktop.widgets.choice import Choice
from mutualaid.desktop.widgets.line_model import Column, LineModel
from mutualaid.desktop.widgets.offers import zone_offers, zone_words
from mutualaid.desktop.widgets.record_table import RecordTable
from mutualaid.desktop.widgets.watched_line import WatchedLine
from mutualaid.desktop.widgets.words import Button, Said, Words
from mutualaid.language.catalog import N_, tr
from mutualaid.language.formats import format_number
from mutualaid.records.views import Changed

if TYPE_CHECKING:
    from mutualaid.services.sites import SiteLine


class SiteForm(FormWindow):
    """Adds a place, or changes one."""

    def __init__(self, context: Context, line: SiteLine | None, parent: QWidget) -> None:
        title: Words = N_("Add a place") if line is None else N_("Change a place")
        super().__init__(title, N_("Save"), parent, width=480)
        self.context, self.line = context, line
        self.name, self.zone = WatchedLine(line.name if line is not None else "", most=80), Choice()
        form = self.section(N_("The place"))
        hint = N_("As volunteers call it: the pantry, the church basement. Not a family's name.")
        form.add("name", N_("Name of the place"), self.name, required=True, hint=hint)
        form.add("zone", N_("Zone"), self.zone, required=True)
        self._ready = True
        self.retranslate()
        self.zone.set_code(line.zone if line is not None else context.office.settings.zone)
        self.name.changed.connect(self.touch)
        self.zone.chosen.connect(self.touch)
        self.begin(self.name)

    def retranslate(self) -> None:
        """Set the zones."""
        super().retranslate()
        if getattr(self, "_ready", False):
            zones = self.context.office.zones
            self.zone.set_choices(zone_offers(zones), also=zone_words(zones))

    def save(self) -> None:
        """Check, and write."""
        name, zone = self.name.text().strip(), self.zone.code()
        errors: dict[str, Words] = {}
        if not name:
            errors["name"] = N_("Give it a name.")
        if not zone:
            errors["zone"] = N_("Choose a zone.")
        if not self.set_errors(errors):
            return
        office, line = self.context.office, self.line

        def work() -> Changed:
            from mutualaid.services.sites import change_site
            from mutualaid.services.supplies import add_site

            if line is None:
                return add_site(office, name=name, zone=zone)
            return change_site(office, uid=line.uid, name=name, zone=zone)

        def done(_changed: Changed) -> None:
            self.done_well()
            tell_done(self.context, tr("The place is saved."))

        keep(self, self.context, work, done)


class SitesSection(Section):
    """A table of places with what can be done about each."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        card = self.card(N_("Places"), N_("Where supplies lie and people meet: a pantry, a church basement, a closet."))
        self.model = LineModel(
            (
                Column(N_("Place"), _name_words, width=220),
                Column(N_("Zone"), lambda line: line.zone_name, width=180),
                Column(N_("Lots there"), lambda line: format_number(line.lots), lambda line: line.lots, 100, True),
            )
        )
        self.table = RecordTable()
        self.table.setModel(self.model)
        self.table.setMinimumHeight(260)
        self.none = Said(
            N_("None yet. Add the first one, or receive supplies: the form asks for a place."), role="subtle"
        )
        self.add_button = Button(N_("Add a place…"), self.add, role="primary")
        self.change_button = Button(N_("Change…"), self.change)
        self.close_button = Button(N_("Close it"), self.close_site)
        for widget in (self.table, self.none):
            card.body.addWidget(widget)
        card.body.addLayout(row_of(self.add_button, self.change_button, self.close_button))
        self.first = self.table
        self.table.picked.connect(lambda _row: self._tell())
        self.table.opened.connect(lambda _row: self.change())
        self.table.new_asked.connect(self.add)
        self.column.addStretch(1)
        self.retranslate()

    def retranslate(self) -> None:
        """The table holds words."""
        if hasattr(self, "close_button"):
            self.table.setAccessibleName(tr("Places"))
            self.model.spoken()
            self.table.set_widths({number: column.width for number, column in enumerate(self.model.columns)})

    def refresh(self) -> None:
        """Read the places; the chosen one stays."""
        office = self.context.office

        def read() -> list[SiteLine]:
            from mutualaid.services.sites import site_lines

            return site_lines(office)

        self.context.tasks.read(read, self._show, owner=self)

    def _show(self, lines: list[SiteLine]) -> None:
        line = self.line()
        kept = line.uid if line is not None else ""
        self.table.blockSignals(True)
        self.model.set_lines(lines)
        if lines:
            self.table.go_to(max(0, self.model.row_of(kept)))
        self.table.blockSignals(False)
        self.none.setVisible(not lines)
        self.table.setVisible(bool(lines))
        self._tell()

    def line(self) -> SiteLine | None:
        """The chosen place."""
        row = self.table.row()
        return self.model.lines[row] if 0 <= row < len(self.model.lines) else None

    def _tell(self) -> None:
        line = self.line()
        for button in (self.change_button, self.close_button):
            button.setEnabled(line is not None)
        self.close_button.say(N_("Open it again") if line is not None and not line.active else N_("Close it"))

    def add(self) -> None:
        """A new place."""
        SiteForm(self.context, None, self).open()

    def change(self) -> None:
        """Change the chosen one."""
        if self.line() is not None:
            SiteForm(self.context, self.line(), self).open()

    def close_site(self) -> None:
        """Close the chosen one, or open it again."""
        line, office = self.line(), self.context.office
        if line is None:
            return

        def work() -> Changed:
            from mutualaid.services.sites import close_site

            return close_site(office, uid=line.uid, closed=line.active)

        said = tr("The place is closed.") if line.active else tr("The place is open again.")
        self.context.tasks.write(work, lambda _changed: tell_done(self.context, said), owner=self, fail=self.refused)

    def dialogs(self) -> dict[str, Callable[[], object]]:
        """The windows of the section, for their pictures."""
        return {"add place": self.add, "change place": self.change}


def _name_words(line: SiteLine) -> str:
    return line.name if line.active else tr("{place} (closed)", place=line.name)
