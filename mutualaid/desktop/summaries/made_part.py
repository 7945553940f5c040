"""The summaries that were made: one line each, who received the chosen one, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mutualaid.desktop import theme
from mutualaid.desktop.summaries import state
from mutualaid.desktop.summaries.state import Line, Seen
from mutualaid.desktop.widgets.flow import FlowLayout
from mutualaid.desktop.widgets.line_model import Column, LineModel
from mutualaid.desktop.widgets.panels import Card
from mutualaid.desktop.widgets.record_table import RecordTable
from mutualaid.desktop.widgets.words import Button, Said, Translated
from mutualaid.language.catalog import N_, tr
from mutualaid.language.formats import format_date
from mutualaid.summaries.periods import parse_period

_LINES_HIGH = 5


class LockedNotice(Card):
    """After a restore: what is locked, why, and the way out. Hidden while nothing is."""

    def __init__(self, bring_back: Callable[[], object]) -> None:
        super().__init__(N_("Locked since the restore"))
        self.setProperty("kind", "warn")
        self.words = Said("")
        self.button = Button(N_("Bring a released folder back…"), bring_back)
        row_holder = QWidget()
        FlowLayout(row_holder, gap=8).addWidget(self.button)
        for widget in (self.words, row_holder):
            self.body.addWidget(widget)
        self.show_seen(Seen())

    def show_seen(self, seen: Seen) -> None:
        """Name what is locked."""

        def words() -> str:
            return tr(
                "This office came back from a backup, and summaries of these periods may be out already: {periods}. "
                "They cannot be made anew. If you have such a folder, bring it back, and its period is free again.",
                periods=state.locked_words(seen.locked),
            )

        self.words.say(words if seen.locked else "")
        self.setVisible(bool(seen.locked))


class MadePart(Translated, QWidget):
    """`chosen` carries the id of the summary with the cursor; `hand_out_asked` and `folder_asked` that of one to hand
    out, or whose folder is to be shown. `look_asked`: where there is no room beside the list, for a look at it.
    """

    chosen = Signal(str)
    hand_out_asked = Signal(str)
    folder_asked = Signal(str)
    look_asked = Signal()

    def __init__(self, bring_back: Callable[[], object]) -> None:
        super().__init__()
        self.model = LineModel(
            (
                Column(N_("Period"), lambda line: state.short_period_words(line.period), _by_period, width=150),
                Column(N_("Made on"), lambda line: format_date(line.created_on), lambda line: line.created_on, 108),
                Column(N_("Way"), lambda line: state.mode_words(line.mode), width=70),
                Column(N_("Figures"), state.figures_words, lambda line: line.published, 108),
                Column(N_("Handed to"), state.handed_words, width=80),
            )
        )
        self.table = RecordTable()
        self.table.setModel(self.model)
        self.table.setSortingEnabled(True)
        self.table.horizontalHeader().setSortIndicator(-1, self.table.horizontalHeader().sortIndicatorOrder())
        self.table.picked.connect(lambda _row: self._pick())
        self.table.opened.connect(lambda _row: self._hand_out())
        self.locked = LockedNotice(bring_back)
        self.hand_button = Button("", self._hand_out, role="primary")
        self.look_button = Button(N_("Look at it as the public will"), self.look_asked.emit)
        self.folder_button = Button(N_("Show the folder"), lambda: self.folder_asked.emit(self.uid))
        self.handed = Said("")
        self._folders: frozenset[str] = frozenset()
        buttons = QWidget()
        row = FlowLayout(buttons, gap=8)
        for button in (self.hand_button, self.look_button, self.folder_button):
            row.addWidget(button)
        card = Card(N_("Summaries made so far"))
        for widget in (self.table, buttons):
            card.body.addWidget(widget)
        self.who = Card(N_("Who received it"))
        self.who.body.addWidget(self.handed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(12)
        for part in (self.locked, card, self.who):
            column.addWidget(part)
        column.addStretch(1)
        self.retranslate()

    def retranslate(self) -> None:
        """Name the table, and say its cells anew."""
        if hasattr(self, "who"):
            self.table.setAccessibleName(tr("Summaries made so far"))
            self.model.spoken()
            self.table.set_widths({at: theme.roomy(column.width) for at, column in enumerate(self.model.columns)})

    @property
    def uid(self) -> str:
        """The id of the summary with the cursor, "" for none."""
        line = self.line()
        return line.uid if line is not None else ""

    def line(self) -> Line | None:
        """The summary with the cursor."""
        row = self.table.row()
        return self.model.lines[row] if 0 <= row < len(self.model.lines) else None

    def show_seen(self, seen: Seen, wanted: str = "") -> None:
        """Show what was read; the chosen one stays chosen, or `wanted` becomes it."""
        uid = wanted or self.uid
        self.table.blockSignals(True)
        self.model.set_lines(seen.lines)
        self.table.go_to(max(0, self.model.row_of(uid)) if seen.lines else -1)
        self.table.blockSignals(False)
        high = self.table.verticalHeader().defaultSectionSize()
        header = self.table.horizontalHeader().sizeHint().height()
        bar = self.table.horizontalScrollBar().sizeHint().height()
        self.table.setFixedHeight(header + high * min(max(len(seen.lines), 2), _LINES_HIGH) + bar + 8)
        self.locked.show_seen(seen)
        self._pick()

    def show_folders(self, uids: frozenset[str]) -> None:
        """Of which summaries the folder is known, because it was written since the office was opened."""
        self._folders = uids
        self.folder_button.setVisible(self.uid in uids)

    def _pick(self) -> None:
        line = self.line()
        self.hand_button.setEnabled(line is not None)
        again = line is not None and bool(line.handed)
        self.hand_button.say(N_("Write the files again…") if again else N_("Hand it out…"))
        self.handed.say(partial(_who, line))
        self.folder_button.setVisible(self.uid in self._folders)
        self.chosen.emit(self.uid)

    def _hand_out(self) -> None:
        if self.uid:
            self.hand_out_asked.emit(self.uid)


def _who(line: Line | None) -> str:
    if line is None or not line.handed:
        return tr("Nobody yet. Look at it first; then hand it out as often as you like.")
    return "\n".join(state.handed_lines(line))


def _by_period(line: Line) -> tuple[int, int, int]:
    period = parse_period(line.period)
    return period.year, period.last, -period.first
