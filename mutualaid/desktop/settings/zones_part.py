"""Zones: a map and a list of them, the one that is chosen, and what can be done about it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from mutualaid.desktop.page import Context
from mutualaid.desktop.settings import zones_state
from mutualaid.desktop.settings.section import Section, row_of
from mutualaid.desktop.settings.zone_file import zones_from_file
from mutualaid.desktop.settings.zone_form import ZoneForm
from mutualaid.desktop.settings.zone_map import ZoneMap
from mutualaid.desktop.undoing import tell_done
from mutualaid.desktop.widgets.facts import Facts
from mutualaid.desktop.widgets.line_model import Column, LineModel
from mutualaid.desktop.widgets.record_table import RecordTable
from mutualaid.desktop.widgets.words import Button, Said
from mutualaid.language.catalog import N_, ntr, tr
from mutualaid.records.views import Changed

if TYPE_CHECKING:
    from mutualaid.services.zones import ZoneLine, ZoneUse

_HIGH = 320


class _Seen(NamedTuple):
    line: ZoneLine
    use: ZoneUse


class ZonesSection(Section):
    """What is chosen on the map is chosen in the list, and the other way round."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.lines: list[ZoneLine] = []
        self.seen: _Seen | None = None
        card = self.card(
            N_("Zones"),
            N_("Where households live, volunteers go and supplies lie. Distances run between the zones' centers."),
        )
        self.map = ZoneMap()
        self.model = LineModel((Column(N_("Zone"), zones_state.name_words, width=200),))
        self.table = RecordTable()
        self.table.setModel(self.model)
        for widget in (self.map, self.table):
            widget.setFixedHeight(_HIGH)
        halves = QHBoxLayout()
        halves.setSpacing(12)
        halves.addWidget(self.map, 3)
        halves.addWidget(self.table, 2)
        card.body.addLayout(halves)
        self.add_button = Button(N_("Add a zone…"), self.add, role="primary")
        self.file_button = Button(N_("Zones from a file…"), self.from_file)
        self.count = Said(lambda: ntr("{n} zone", "{n} zones", len(self.lines)), role="subtle")
        card.body.addWidget(self.count)
        card.body.addLayout(row_of(self.add_button, self.file_button))
        chosen = self.card(self._name_words)
        self.facts = Facts()
        self.change_button = Button(N_("Change…"), self.change)
        self.close_button = Button(N_("Close it"), self.close_zone)
        self.about = Said(
            N_("A closed zone is offered last. Whoever lives there stays, and is planned for."), role="subtle"
        )
        body: QVBoxLayout = chosen.body
        body.addWidget(self.facts)
        body.addLayout(row_of(self.change_button, self.close_button))
        body.addWidget(self.about)
        self.chosen = chosen
        self.first = self.map
        self.map.picked.connect(lambda code: self._choose(code, table=True))
        self.table.picked.connect(lambda row: self._choose(self.model.lines[row].code))
        self.table.opened.connect(lambda _row: self.change())
        self.table.new_asked.connect(self.add)
        self.column.addStretch(1)
        self.retranslate()

    def retranslate(self) -> None:
        """The table and the chosen zone hold words."""
        if hasattr(self, "chosen"):
            self.table.setAccessibleName(tr("Zones"))
            self.model.spoken()
            if self.chosen.heading is not None:
                self.chosen.heading.retranslate()

    def _name_words(self) -> str:
        return zones_state.name_words(self.seen.line) if getattr(self, "seen", None) is not None else ""  # type: ignore[union-attr]

    def refresh(self) -> None:
        """Read the zones; the chosen one stays."""
        office = self.context.office

        def read() -> list[ZoneLine]:
            from mutualaid.services.zones import zone_lines

            return zone_lines(office)

        self.context.tasks.read(read, self._show, owner=self)

    def _show(self, lines: list[ZoneLine]) -> None:
        self.lines = lines
        self.map.set_zones(lines)
        self.table.blockSignals(True)
        self.model.set_lines(lines)
        self.table.blockSignals(False)
        self.count.retranslate()
        known = {line.code for line in lines}
        code = self.map.code if self.map.code in known else self.context.office.settings.zone
        self._choose(code, table=True)

    def _choose(self, code: str, *, table: bool = False) -> None:
        line = next((line for line in self.lines if line.code == code), None)
        if line is None:
            return
        self.map.go_to(code)
        if table:
            self.table.blockSignals(True)
            self.table.go_to(self.model.row_of(line.uid))
            self.table.blockSignals(False)
        office = self.context.office

        def read() -> ZoneUse:
            from mutualaid.services.zones import zone_use

            return zone_use(office, code=code)

        self.context.tasks.read(read, lambda use: self._show_one(line, use), owner=self)

    def _show_one(self, line: ZoneLine, use: ZoneUse) -> None:
        if line.code != self.map.code:
            return
        self.seen = _Seen(line, use)
        if self.chosen.heading is not None:
            self.chosen.heading.retranslate()
        self.facts.set_facts(zones_state.facts(line, {one.code: one.name for one in self.lines}, use))
        self.close_button.say(N_("Close it") if line.active else N_("Open it again"))

    def add(self) -> None:
        """A new zone, by its name and a point."""
        ZoneForm(self.context, self.lines, None, self, self._saved).open()

    def change(self) -> None:
        """Change the chosen one."""
        if self.seen is not None:
            ZoneForm(self.context, self.lines, self.seen.line, self, self._saved).open()

    def _saved(self, uid: str) -> None:
        office = self.context.office

        def read() -> list[ZoneLine]:
            from mutualaid.services.zones import zone_lines

            return zone_lines(office)

        def show(lines: list[ZoneLine]) -> None:
            self.map.code = next((line.code for line in lines if line.uid == uid), self.map.code)
            self._show(lines)

        self.context.tasks.read(read, show, owner=self)

    def from_file(self) -> None:
        """Bring zones in from a GeoJSON file."""
        zones_from_file(self.context, self)

    def close_zone(self) -> None:
        """Close the chosen one, or open it again."""
        if self.seen is None:
            return
        office, line = self.context.office, self.seen.line

        def work() -> Changed:
            from mutualaid.services.zones import close_zone

            return close_zone(office, uid=line.uid, closed=line.active)

        said = tr("The zone is closed.") if line.active else tr("The zone is open again.")
        self.context.tasks.write(work, lambda _changed: tell_done(self.context, said), owner=self, fail=self.refused)

    def dialogs(self) -> dict[str, Callable[[], object]]:
        """The windows of the section, for their pictures."""
        return {"add zone": self.add, "change zone": self.change}
