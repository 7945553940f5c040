"""The settings page: the office, its zones, places and catalog; who can open it, backups, this laptop, checks."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QStackedWidget, QVBoxLayout, QWidget

from mutualaid.desktop import theme
from mutualaid.desktop.page import Context, Page
from mutualaid.desktop.settings import state
from mutualaid.desktop.settings.backups import BackupsSection
from mutualaid.desktop.settings.checking import CheckSection
from mutualaid.desktop.settings.help_part import HelpSection
from mutualaid.desktop.settings.items_part import ItemsSection
from mutualaid.desktop.settings.keys import KeysSection
from mutualaid.desktop.settings.office_part import OfficeSection
from mutualaid.desktop.settings.repair import RepairSection
from mutualaid.desktop.settings.safety import SafetySection
from mutualaid.desktop.settings.section import Section
from mutualaid.desktop.settings.sites_part import SitesSection
from mutualaid.desktop.settings.zones_part import ZonesSection
from mutualaid.desktop.widgets.panels import PageHeader, scrolled
from mutualaid.language.catalog import N_, tr
from mutualaid.records.views import Area

_MAKE: dict[str, Callable[[Context], Section]] = {
    "office": OfficeSection,
    "zones": ZonesSection,
    "sites": SitesSection,
    "help": HelpSection,
    "items": ItemsSection,
    "keys": KeysSection,
    "backups": BackupsSection,
    "safety": SafetySection,
    "check": CheckSection,
    "repair": RepairSection,
}

_LIST = 190
"""The greatest width of the list of sections, in pixels at the usual size of letters."""


class SettingsPage(Page):
    """At the left the sections, at the right the cards of the chosen one."""

    areas = frozenset({Area.SETTINGS, Area.SUPPLIES})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._made: dict[str, Section] = {}
        self._places = {key: QWidget() for key, _words in state.SECTIONS}
        self.list = QListWidget()
        self.list.setProperty("role", "choices")
        self.list.setSpacing(3)
        self.list.setWordWrap(True)
        self.list.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.stack = QStackedWidget()
        for key, _words in state.SECTIONS:
            self.list.addItem(QListWidgetItem())
            self.stack.addWidget(self._places[key])
        self.list.currentRowChanged.connect(self._chosen)
        halves = QHBoxLayout()
        halves.setSpacing(12)
        halves.addWidget(self.list)
        halves.addWidget(self.stack, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(PageHeader(N_("Settings")))
        layout.addLayout(halves, 1)
        self.list.ensurePolished()
        self.retranslate()
        self.list.setCurrentRow(0)

    def retranslate(self) -> None:
        """Set the names of the sections, and make room for the longest."""
        if not hasattr(self, "stack"):
            return
        self.list.setAccessibleName(tr("Sections of the settings"))
        for row, (_key, words) in enumerate(state.SECTIONS):
            self.list.item(row).setText(tr(words))
        self.list.setFixedWidth(min(self.list.sizeHintForColumn(0) + 24, theme.roomy(_LIST)))

    def _chosen(self, row: int) -> None:
        if 0 <= row < len(state.SECTIONS):
            self.stack.setCurrentIndex(row)
            if self.isVisible():
                self._section().refresh()

    def section(self, key: str) -> Section:
        """A section by its key, made when it is first asked for: all at once they would hold the window up."""
        if key not in self._made:
            made = self._made[key] = _MAKE[key](self.context)
            layout = QVBoxLayout(self._places[key])
            layout.setContentsMargins(0, 0, 0, 0)
            layout.addWidget(scrolled(made))
        return self._made[key]

    def _section(self) -> Section:
        return self.section(state.SECTIONS[self.stack.currentIndex()][0])

    def refresh(self) -> None:
        """Read what the chosen section shows."""
        self._section().refresh()

    def start(self) -> None:
        """Work begins at the list of sections."""
        self.list.setFocus()

    def show_record(self, uid: str) -> None:
        """Show a section by its key."""
        rows = [row for row, (key, _words) in enumerate(state.SECTIONS) if key == uid]
        if rows:
            self.list.setCurrentRow(rows[0])
            self.list.setFocus()

    def views(self) -> dict[str, Callable[[], object]]:
        """Each section."""
        return {key: partial(self.show_record, key) for key, _words in state.SECTIONS}

    def dialogs(self) -> dict[str, Callable[[], object]]:
        """The dialogs of all sections, for their pictures."""
        own = ("zones", "sites", "items", "keys", "backups")
        return {name: open_one for key in own for name, open_one in self.section(key).dialogs().items()}
