"""Households that may be the same one, shown while a name or a number is typed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from mutualaid.desktop.page import Context
from mutualaid.desktop.widgets.words import Button, Said, announce, restyle
from mutualaid.language.catalog import N_, ntr, tr
from mutualaid.records.views import HouseholdLine


class Similar(QFrame):
    """Looks when told to, off the window's thread; hidden while nobody is like them. `opened` carries a uid."""

    opened = Signal(str)

    def __init__(self, context: Context, typed: Callable[[], dict[str, Any]]) -> None:
        super().__init__()
        self.setProperty("role", "message")
        self.setProperty("kind", "warn")
        restyle(self)
        self._context, self._typed = context, typed
        self._looked: dict[str, Any] = {}
        self.lines: list[HouseholdLine] = []
        self.buttons: list[Button] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(12, 8, 12, 8)
        self._layout.setSpacing(2)
        words = N_("Perhaps you know them already. Open what is there instead of adding it twice:")
        self._layout.addWidget(Said(words))
        self.hide()

    def look(self) -> None:
        """Look for what is typed now."""
        typed = self._typed()
        if typed == self._looked:
            return
        self._looked = typed
        office, today = self._context.office, self._context.today()

        def read() -> list[HouseholdLine]:
            from mutualaid.records.household import Household
            from mutualaid.services.households import similar_households

            sketch = Household.checked(zone=office.settings.zone, received_on=today, **typed)
            return similar_households(office, household=sketch)

        self._context.tasks.read(read, partial(self._show, typed), owner=self, fail=lambda _fault: None)

    def _show(self, typed: dict[str, Any], lines: list[HouseholdLine]) -> None:
        if typed != self._looked:
            return
        for button in self.buttons:
            button.hide()
            button.deleteLater()
        self.lines = lines
        self.buttons = [
            Button(partial(self._words, line), partial(self.opened.emit, line.uid), role="link") for line in lines
        ]
        for button in self.buttons:
            self._layout.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        self.setVisible(bool(lines))
        if lines:
            said = ntr("{n} household may be the same one", "{n} households may be the same one", len(lines))
            announce(self, said)

    def _words(self, line: HouseholdLine) -> str:
        zone = self._context.office.zones.get(line.zone)
        where = zone.name if zone is not None else line.zone
        return tr("{code}: {name}, {zone}", code=line.code, name=line.contact_name or tr("no name"), zone=where)
