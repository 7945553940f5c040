"""One lot beside the table: what is free and what is promised, what can be done with it, and all that happened."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from mutualaid.desktop.supplies import state
from mutualaid.desktop.supplies.state import Names
from mutualaid.desktop.widgets.chart import BarChart
from mutualaid.desktop.widgets.facts import Facts
from mutualaid.desktop.widgets.flow import FlowLayout
from mutualaid.desktop.widgets.panels import DetailPane
from mutualaid.desktop.widgets.words import Button, Said, Translated, restyle
from mutualaid.language import labels
from mutualaid.language.catalog import N_, tr
from mutualaid.language.formats import format_date

if TYPE_CHECKING:
    from mutualaid.services.supplies import LotPage

VERBS: tuple[tuple[str, str, str], ...] = (
    ("count", N_("Count (C)"), N_("Say how much really lies there (C)")),
    ("hand_out", N_("Hand out (H)"), N_("Give some of it to somebody who came by (H)")),
    ("spoil", N_("Spoiled (S)"), N_("Write off what can no longer be given (S)")),
    ("transfer", N_("Move (T)"), N_("Bring some of it to another place (T)")),
    ("return", N_("Came back (B)"), N_("Take back what had been handed out (B)")),
)


class LotDetail(Translated, DetailPane):
    """Shows a LotPage. `asked` carries one of `VERBS`; `recalled` the batch that she wants to see all of."""

    asked = Signal(str)
    recalled = Signal(str)

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__()
        self._today = today
        self._names = Names()
        self.page: LotPage | None = None
        self.title = Said("", points=6, bold=True)
        self.under = Said("", role="subtle")
        self.badge = Said("", role="badge", wrap=False)
        self.verbs: dict[str, Button] = {}
        strip = QWidget()
        flow = FlowLayout(strip, gap=8)
        for verb, words, hint in VERBS:
            button = Button(words, lambda verb=verb: self.asked.emit(verb), hint=hint)  # type: ignore[misc]
            self.verbs[verb] = button
            flow.addWidget(button)
        self._strip = strip
        self.stock = BarChart(N_("What of it is free"))
        self.facts = Facts()
        self.batch_button = Button(N_("Recall this batch…"), self._recall, role="link")
        self.movements = QListWidget()
        self.movements.setWordWrap(True)
        self.movements.setSpacing(3)
        self.movements.setSelectionMode(QListWidget.SelectionMode.NoSelection)
        self.movements.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._build()
        self.setFocusProxy(self.verbs["count"])
        self.retranslate()

    def _build(self) -> None:
        column = self.column()
        column.addWidget(self.title)
        column.addWidget(self.under)
        column.addWidget(self.badge, 0, Qt.AlignmentFlag.AlignLeft)
        for widget in (self._strip, self.stock, self.facts):
            column.addWidget(widget)
        column.addWidget(self.batch_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addSpacing(8)
        column.addWidget(Said(N_("What happened to it"), points=1, bold=True))
        column.addWidget(self.movements)
        self.hold(column, N_("Choose a lot to see it here."))

    def _recall(self) -> None:
        if self.page is not None:
            self.recalled.emit(self.page.record.batch)

    def show_lot(self, page: LotPage | None, names: Names) -> None:
        """Show a lot, none for the hint."""
        other = page is None or self.page is None or page.uid != self.page.uid
        self.page, self._names = page, names
        self.turn(chosen=page is not None, to_top=other)
        if page is None:
            return
        record, item = page.record, page.item
        free, reserved, unit = page.free, page.on_hand - page.free, item.unit
        self.title.say(lambda: names.item(record.item))
        self.under.say(lambda: f"{record.code} · {names.site(record.site)}")
        bars: list[tuple[str | Callable[[], str], int | None]] = [(N_("Free"), free)]
        if reserved:
            bars.append((N_("Promised"), reserved))
        self.stock.set_bars(bars)
        self.verbs["hand_out"].setEnabled(free > 0)
        self.verbs["spoil"].setEnabled(free > 0)
        self.verbs["transfer"].setEnabled(free > 0 and len(names.sites) > 1)
        self.verbs["return"].setEnabled(state.went_out(row.record for row in page.movements) > 0)
        self.batch_button.setVisible(bool(record.batch))
        self.facts.set_facts(
            [
                (N_("Category"), lambda: labels.category(item.category)),
                (N_("Here"), lambda: state.amount(page.on_hand, unit)),
                (N_("Promised to matches"), lambda: state.amount(reserved, unit) if reserved else ""),
                (N_("Expires"), lambda: format_date(record.expires_on) if record.expires_on else tr("no date")),
                (N_("Batch"), lambda: record.batch),
                (N_("Received"), lambda: format_date(record.received_on)),
                (N_("Source"), lambda: record.source),
                (N_("Diet"), lambda: state.diet_words(dict.fromkeys([*item.diet, *record.diet]))),
                (
                    N_("Cap"),
                    lambda: state.cap_words(item.household_cap, item.cap_days, unit) if item.household_cap else "",
                ),
                (N_("Note"), lambda: record.note),
            ]
        )
        self.retranslate()

    def retranslate(self) -> None:
        """Write the movements again, newest first, and the badge."""
        self.movements.setAccessibleName(tr("What happened to this lot, newest first"))
        self.movements.clear()
        if self.page is None:
            return
        page = self.page
        for row in reversed(page.movements):
            self.movements.addItem(
                QListWidgetItem(state.movement_words(row.record, page.item.unit, page.homes.get(row.uid, "")))
            )
        self.movements.setCurrentRow(0)
        height = sum(self.movements.sizeHintForRow(place) for place in range(self.movements.count()))
        self.movements.setFixedHeight(min(max(height, 24) + 6 * self.movements.count() + 10, 240))
        day, today = page.record.expires_on, self._today()
        near = state.tone(day, today)
        self.badge.setVisible(bool(near))
        if near:
            self.badge.say(lambda: state.expires_words(day, today))
            self.badge.setProperty("kind", "fault" if near == "danger" else "warn")
            restyle(self.badge)

    def texts(self) -> list[str]:
        """The movements as shown."""
        return [self.movements.item(row).text() for row in range(self.movements.count())]
