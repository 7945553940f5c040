"""One organization beside the table: how to reach it, and each service with what it asks for."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mutualaid.desktop.partners import state
from mutualaid.desktop.widgets.facts import Facts
from mutualaid.desktop.widgets.flow import FlowLayout
from mutualaid.desktop.widgets.layouts import clear
from mutualaid.desktop.widgets.panels import DetailPane
from mutualaid.desktop.widgets.words import Button, Said, Translated, restyle
from mutualaid.language.catalog import N_

if TYPE_CHECKING:
    from mutualaid.records.partner import Partner, PartnerService


class PartnerDetail(Translated, DetailPane):
    """Shows a Partner; what is to be done with it is asked for by signals."""

    edit_asked = Signal()
    active_asked = Signal(bool)
    remove_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.uid, self.record = "", None
        self._zones: Mapping[str, str] = {}
        self.name = Said("", points=5, bold=True)
        self.paused = Said(N_("Paused: it is not offered for referrals."), role="badge", wrap=False)
        self.paused.setProperty("kind", "warn")
        restyle(self.paused)
        self.edit_button = Button(N_("Change…"), self.edit_asked.emit, role="primary", hint=N_("Press E in the list"))
        self.active_button = Button(N_("Pause"), self._toggle)
        self.remove_button = Button(N_("Take out…"), self.remove_asked.emit)
        self.facts = Facts()
        self._parts: list[QWidget] = []
        self.services = QVBoxLayout()
        self.services.setSpacing(12)
        self._build()
        self.setFocusProxy(self.edit_button)

    record: Partner | None

    def _build(self) -> None:
        column = self.column()
        column.addWidget(self.name)
        column.addWidget(self.paused, 0, Qt.AlignmentFlag.AlignLeft)
        row = QWidget()
        flow = FlowLayout(row, gap=8)
        for button in (self.edit_button, self.active_button, self.remove_button):
            flow.addWidget(button)
        column.addWidget(row)
        column.addSpacing(6)
        column.addWidget(self.facts)
        column.addSpacing(10)
        self.offers = Said(N_("What it offers"), points=1, bold=True)
        column.addWidget(self.offers)
        column.addLayout(self.services)
        self.hold(column, N_("Choose an organization to see it here."))

    def show_partner(self, uid: str, record: Partner | None, zones: Mapping[str, str]) -> None:
        """Show an organization; none for none."""
        same = uid == self.uid
        self.uid, self.record, self._zones = uid, record, zones
        self.turn(chosen=record is not None, to_top=not same)
        if record is None:
            return
        self.name.say(lambda: record.name)
        self.paused.setHidden(record.active)
        self.active_button.say(N_("Pause") if record.active else N_("Take up again"))
        self.facts.set_facts(state.partner_facts(record, zones))
        clear(self.services)
        self._parts = [_service(service) for service in record.services]
        for part in self._parts:
            self.services.addWidget(part)
        self.offers.setVisible(bool(record.services))

    def badges(self) -> list[str]:
        """Of each service its name, and the mark where no ID is asked; for reading aloud and for tests."""
        told = []
        for part in self._parts:
            labels = [label for label in part.findChildren(Said)[:2] if label.property("role") in (None, "badge")]
            told.append(" | ".join(label.text() for label in labels))
        return told

    def _toggle(self) -> None:
        if self.record is not None:
            self.active_asked.emit(not self.record.active)


def _service(service: PartnerService) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(4)
    column.addWidget(Said(partial(str, service.name), bold=True))
    if service.no_id_asked:
        badge = Said(state.NO_ID, role="badge", wrap=False)
        badge.setProperty("kind", "good")
        restyle(badge)
        column.addWidget(badge, 0, Qt.AlignmentFlag.AlignLeft)
    facts = Facts()
    facts.set_facts(state.service_facts(service))
    column.addWidget(facts)
    return holder
