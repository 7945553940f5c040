"""Zones out of a GeoJSON file: which property names them, what becomes of each, and the map that they make."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtWidgets import QWidget

from mutualaid.desktop.file_windows import ask_open
from mutualaid.desktop.form_window import FormWindow
from mutualaid.desktop.page import Context
from mutualaid.desktop.settings import zones_state
from mutualaid.desktop.settings.zone_map import ZoneMap
from mutualaid.desktop.undoing import tell_done
from mutualaid.desktop.widgets.choice import Choice
from mutualaid.desktop.widgets.line_model import Column, LineModel
from mutualaid.desktop.widgets.record_table import RecordTable
from mutualaid.desktop.widgets.words import Said
from mutualaid.language.catalog import N_, tr
from mutualaid.language.errors import sentence
from mutualaid.progress import Progress
from mutualaid.records.errors import Fault
from mutualaid.records.views import Changed

if TYPE_CHECKING:
    from mutualaid.services.zone_files import ZoneLook, ZoneOfFile


class _Row(NamedTuple):
    uid: str
    zone: ZoneOfFile


class ZoneFileWindow(FormWindow):
    """Shows what a file would do before anything of it is kept."""

    def __init__(self, context: Context, path: Path, look: ZoneLook, parent: QWidget) -> None:
        super().__init__(N_("Zones from a file"), N_("Take them in"), parent, width=680)
        self.context, self.path, self.look = context, path, look
        self.name_key, self.code_key = Choice(), Choice()
        form = self.section(N_("How its zones are called"))
        form.add("name", N_("Named by"), self.name_key)
        hint = N_("A number by which the same file, read again, knows its zones.")
        form.add("code", N_("Numbered by"), self.code_key, hint=hint)
        self.said = Said(lambda: zones_state.look_words(self.look), bold=True)
        self.map = ZoneMap()
        self.map.setFixedHeight(260)
        self.model = LineModel(
            (
                Column(N_("Zone"), lambda row: row.zone.name or f"#{row.zone.number}", width=260),
                Column(N_("What becomes of it"), lambda row: zones_state.kind_words(row.zone), width=260),
            )
        )
        self.table = RecordTable()
        self.table.setModel(self.model)
        self.table.setFixedHeight(220)
        self.table.picked.connect(lambda row: self.map.go_to(self.model.lines[row].uid))
        self.map.picked.connect(lambda code: self.table.go_to(self.model.row_of(code)))
        for widget in (self.said, self.map, self.table):
            self.body.addWidget(widget)
        about = N_("Nothing is taken away. Zones that are here keep who is in them. Released summaries keep their map.")
        self.body.addWidget(Said(about, role="subtle"))
        self._ready = True
        self.retranslate()
        self._show(look)
        self.name_key.chosen.connect(lambda _code: self._again())
        self.code_key.chosen.connect(lambda _code: self._again())
        self.begin(self.name_key)

    def retranslate(self) -> None:
        """Set the choices and the table."""
        super().retranslate()
        if getattr(self, "_ready", False):
            self.name_key.set_choices([(key, key) for key in self.look.keys])
            self.code_key.set_choices([(key, key) for key in self.look.codes], empty=tr("nothing"))
            self.table.setAccessibleName(tr("Zones of the file"))
            self.model.spoken()

    def _show(self, look: ZoneLook) -> None:
        from mutualaid.services.zones import ZoneLine

        self.look = look
        self.name_key.set_code(look.name_key)
        self.code_key.set_code(look.code_key)
        self.said.retranslate()
        self.model.set_lines([_Row(str(zone.number), zone) for zone in look.zones])
        self.map.set_zones(
            [
                ZoneLine("", str(zone.number), zone.name, y, x, (), (), True, zone.outline)
                for zone in look.zones
                if zone.outline
                for x, y in [_middle(zone)]
            ]
        )
        self.save_button.setEnabled(bool(look.count("new") + look.count("changed")))

    def _again(self) -> None:
        """Look again, by other properties."""
        office, path, name, code = self.context.office, self.path, self.name_key.code(), self.code_key.code()

        def work(progress: Progress) -> ZoneLook:
            from mutualaid.services.zone_files import look_zones

            return look_zones(office, path=path, name_key=name, code_key=code, progress=progress)

        def refused(fault: Fault) -> None:
            self.refused(fault)
            self.save_button.setEnabled(False)

        def show(look: ZoneLook) -> None:
            self.messages.hide()
            self._show(look)

        self.context.tasks.compute(work, show, owner=self, title=tr("Looking at the file"), fail=refused)

    def save(self) -> None:
        """Take them in, in one step that can be taken back."""
        office, path, look = self.context.office, self.path, self.look

        def work(progress: Progress) -> Changed:
            from mutualaid.services.zone_files import import_geojson

            return import_geojson(office, path=path, name_key=look.name_key, code_key=look.code_key, progress=progress)

        def done(_changed: Changed) -> None:
            self.done_well()
            tell_done(self.context, zones_state.taken_words(look))

        self.messages.hide()
        self.set_busy(True)
        self.context.tasks.write_long(
            work,
            done,
            owner=self,
            title=tr("Taking the zones in"),
            fail=self.refused,
            stopped=lambda: self.set_busy(False),
        )


def _middle(zone: ZoneOfFile) -> tuple[float, float]:
    """A place in the middle of an outline's box."""
    every = [point for ring in zone.outline for point in ring]
    (west, east), (south, north) = ((min(one), max(one)) for one in zip(*every, strict=True))
    return (west + east) / 2, (south + north) / 2


def zones_from_file(context: Context, parent: QWidget) -> None:
    """Ask for a GeoJSON file and show what it would do."""
    kinds = [tr("GeoJSON (*.geojson *.json)")]
    ask_open(parent, tr("Choose a file of zones"), kinds, lambda path: look_at(context, parent, path))


def look_at(context: Context, parent: QWidget, path: Path) -> None:
    """Look at a file with progress and Cancel, then show what it would do."""
    office = context.office

    def work(progress: Progress) -> ZoneLook:
        from mutualaid.services.zone_files import look_zones

        return look_zones(office, path=path, progress=progress)

    context.tasks.compute(
        work,
        lambda look: ZoneFileWindow(context, path, look, parent).open(),
        owner=parent,
        title=tr("Looking at the file"),
        fail=lambda fault: context.messages.tell(sentence(fault), "fault"),
    )
