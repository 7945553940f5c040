"""The events for which kits were made: when, how many forms came in, how many wait, and whether it is closed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mutualaid.desktop.widgets.flow import FlowLayout
from mutualaid.desktop.widgets.line_model import Column, LineModel
from mutualaid.desktop.widgets.panels import Card
from mutualaid.desktop.widgets.record_table import RecordTable
from mutualaid.desktop.widgets.words import Button, Said, Translated
from mutualaid.language.catalog import N_, tr
from mutualaid.language.formats import format_date, format_number

if TYPE_CHECKING:
    from mutualaid.services.event_kits import EventLine

_LINES_HIGH = 5


class EventsCard(Translated, Card):
    """`close_asked` carries the uid of an event; `kit_asked` asks for what is to be done with a kit that is there."""

    close_asked = Signal(str)
    kit_asked = Signal()

    def __init__(self, prepare: Callable[[], object]) -> None:
        super().__init__(N_("Events"))
        self.model = LineModel(
            (
                Column(N_("Event"), lambda line: line.name, width=230),
                Column(N_("Kit made"), lambda line: format_date(line.made_on), width=120),
                Column(
                    N_("Brought in"),
                    lambda line: format_number(line.waiting + line.accepted + line.dismissed),
                    width=96,
                    number=True,
                ),
                Column(N_("Waiting"), lambda line: format_number(line.waiting), width=80, number=True),
                Column(N_("How it stands"), standing, width=150),
                Column(N_("Kit's letters"), lambda line: line.check, width=190),
            )
        )
        self.table = RecordTable()
        self.table.setModel(self.model)
        self.table.setSortingEnabled(False)
        self.table.picked.connect(lambda _row: self._may())
        self.table.delete_asked.connect(self._close)
        self.close_button = Button(N_("Close the event…"), self._close)
        self.kit_button = Button(N_("Start event mode here…"), self.kit_asked.emit)
        self.none = Said(N_("No event has been prepared yet. The kit for one takes two minutes."), role="subtle")
        buttons = QWidget()
        row = FlowLayout(buttons, gap=8)
        row.addWidget(self.kit_button)
        row.addWidget(self.close_button)
        some = QWidget()
        column = QVBoxLayout(some)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.table)
        column.addWidget(buttons)
        self.some = some
        for widget in (self.none, some):
            self.body.addWidget(widget)
        self.show_events(())
        self.retranslate()

    def retranslate(self) -> None:
        """Name the table, and say its cells anew."""
        if hasattr(self, "some"):
            self.table.setAccessibleName(tr("Events"))
            self.model.spoken()
            self.table.set_widths({at: column.width for at, column in enumerate(self.model.columns)})

    def show_events(self, events: Sequence[EventLine]) -> None:
        """Show these; the chosen one stays chosen."""
        row = self.table.row()
        uid = self.model.lines[row].uid if 0 <= row < len(self.model.lines) else ""
        self.table.blockSignals(True)
        self.model.set_lines(events)
        self.table.go_to(max(0, self.model.row_of(uid)) if events else -1)
        self.table.blockSignals(False)
        high = self.table.verticalHeader().defaultSectionSize()
        header = self.table.horizontalHeader().sizeHint().height()
        self.table.setFixedHeight(header + high * min(max(len(events), 1), _LINES_HIGH) + 8)
        self.none.setVisible(not events)
        self.some.setVisible(bool(events))
        self._may()

    def chosen(self) -> EventLine | None:
        """The event with the cursor."""
        row = self.table.row()
        return self.model.lines[row] if 0 <= row < len(self.model.lines) else None

    def _may(self) -> None:
        line = self.chosen()
        self.close_button.setEnabled(line is not None and line.closed_on is None)

    def _close(self) -> None:
        line = self.chosen()
        if line is not None and line.closed_on is None:
            self.close_asked.emit(line.uid)


def standing(line: EventLine) -> str:
    """Whether files of an event can still be brought in."""
    return tr("closed {day}", day=format_date(line.closed_on)) if line.closed_on is not None else tr("still open")
