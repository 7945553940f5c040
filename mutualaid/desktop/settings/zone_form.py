"""The form of a zone: its name, the other names that people say, its place on the map, and what it borders on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDoubleSpinBox, QHBoxLayout, QVBoxLayout, QWidget

from mutualaid.desktop.form_window import FormWindow, keep
from mutualaid.desktop.page import Context
from mutualaid.desktop.settings.zone_map import ZoneMap
from mutualaid.desktop.undoing import tell_done
from mutualaid.desktop.widgets.chips import Chips
from mutualaid.desktop.widgets.repeated import Repeated
from mutualaid.desktop.widgets.watched_line import WatchedLine
from mutualaid.desktop.widgets.words import Translated, Words
from mutualaid.language.catalog import N_, tr
from mutualaid.records.views import Changed

if TYPE_CHECKING:
    from mutualaid.services.zones import ZoneLine


class AliasRow(Translated, QWidget):
    """Another name of a zone."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.line = WatchedLine(most=80)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.line)
        self.setFocusProxy(self.line)
        self.line.changed.connect(self.changed)
        self.retranslate()

    def retranslate(self) -> None:
        """Set the words."""
        self.line.line.setAccessibleName(tr("Another name"))


class PlaceEditor(Translated, QWidget):
    """A place in degrees, typed or pointed at on the map."""

    changed = Signal()

    def __init__(self, lines: Sequence[ZoneLine], place: tuple[float, float] | None) -> None:
        super().__init__()
        self.map = ZoneMap()
        self.map.set_zones(lines)
        self.map.setFixedHeight(240)
        self.latitude, self.longitude = QDoubleSpinBox(), QDoubleSpinBox()
        start = place or self.map.middle()
        for box, most, value in ((self.latitude, 90.0, start[1]), (self.longitude, 180.0, start[0])):
            box.setRange(-most, most)
            box.setDecimals(4)
            box.setSingleStep(0.01)
            box.setValue(value)
            box.valueChanged.connect(lambda _value: self._typed())
        self.map.choose_place(*start)
        self.map.pointed.connect(self._pointed)
        row = QHBoxLayout()
        row.addWidget(self.latitude)
        row.addWidget(self.longitude)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.map)
        layout.addLayout(row)
        self.setFocusProxy(self.map)
        self.retranslate()

    def retranslate(self) -> None:
        """Set what the numbers are called."""
        for box, words in ((self.latitude, tr("Latitude")), (self.longitude, tr("Longitude"))):
            box.setAccessibleName(words)
            box.setPrefix(f"{words} ")

    def _typed(self) -> None:
        self.map.choose_place(self.longitude.value(), self.latitude.value())
        self.changed.emit()

    def _pointed(self, longitude: float, latitude: float) -> None:
        for box, value in ((self.latitude, latitude), (self.longitude, longitude)):
            box.blockSignals(True)
            box.setValue(value)
            box.blockSignals(False)
        self.changed.emit()

    def plain(self) -> list[float]:
        """Longitude and latitude."""
        return [self.longitude.value(), self.latitude.value()]

    def set_plain(self, held: Sequence[float]) -> None:
        """Show them."""
        self.longitude.setValue(held[0])
        self.latitude.setValue(held[1])


class ZoneForm(FormWindow):
    """Adds a zone, or changes one; `then` gets its uid."""

    def __init__(
        self,
        context: Context,
        lines: Sequence[ZoneLine],
        line: ZoneLine | None,
        parent: QWidget,
        then: Callable[[str], object],
    ) -> None:
        title: Words = N_("Add a zone") if line is None else N_("Change a zone")
        super().__init__(title, N_("Save"), parent, width=560)
        self.context, self.lines, self.line, self._then = context, lines, line, then
        self.name = WatchedLine(line.name if line is not None else "", most=120)
        self.aliases = Repeated(AliasRow, N_("Add a name"), N_("Take this name away"))
        self.place = PlaceEditor(lines, (line.longitude, line.latitude) if line is not None else None)
        self.neighbours = Chips()
        form = self.section(N_("The zone"))
        form.add("name", N_("Name"), self.name, required=True)
        hint = N_("As people say it: forms and imports know the zone by these names too.")
        form.add("aliases", N_("Also called"), self.aliases, hint=hint)
        hint = N_("Click on the map, or move the cross with the arrows (Shift: farther).")
        form.add("place", N_("Its center"), self.place, hint=hint)
        hint = (
            N_("Left empty: the zones within 2½ miles.") if line is None else N_("A neighbor is one from both sides.")
        )
        form.add("neighbours", N_("Borders on"), self.neighbours, hint=hint)
        self.neighbours.set_choices([(one.code, one.name) for one in lines if line is None or one.code != line.code])
        if line is not None:
            for alias in line.aliases:
                self.aliases.add().line.set_text(alias)
            self.neighbours.set_codes(line.neighbours)
        for part in (self.name, self.aliases, self.place, self.neighbours):
            part.changed.connect(self.touch)
        self.begin(self.name)
        self.dirty = False

    def save(self) -> None:
        """Check, and write."""
        name = self.name.text().strip()
        if not self.set_errors({} if name else {"name": N_("Give it a name.")}):
            return
        office, line = self.context.office, self.line
        longitude, latitude = self.place.plain()
        fields: dict[str, Any] = {
            "name": name,
            "longitude": longitude,
            "latitude": latitude,
            "aliases": [text for row in self.aliases.rows if (text := row.line.text().strip())],
            "neighbours": self.neighbours.codes(),
        }

        def work() -> Changed:
            from mutualaid.services.zones import add_zone, change_zone

            if line is not None:
                return change_zone(office, uid=line.uid, **fields)
            named = tuple(fields.pop("neighbours")) or None
            return add_zone(office, **fields | {"aliases": tuple(fields["aliases"])}, neighbours=named)

        def done(changed: Changed) -> None:
            self.done_well()
            self._then(changed.uids[0])
            tell_done(self.context, tr("The zone is saved."))

        keep(self, self.context, work, done)
