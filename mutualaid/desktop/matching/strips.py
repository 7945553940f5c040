"""Strips over the plan: it is old, or kept matches no longer hold."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from mutualaid.desktop.matching.state import is_live
from mutualaid.desktop.widgets.layouts import clear
from mutualaid.desktop.widgets.panels import IconLabel, scrolled
from mutualaid.desktop.widgets.words import Button, Said, Translated, plain_label
from mutualaid.language import labels, reasons
from mutualaid.language.catalog import N_, ntr, tr
from mutualaid.records.views import MatchLine

_AT_ONCE = 3
"""So many broken matches are shown at once; more only on request, in a strip that scrolls."""


class OldStrip(QFrame):
    """Says that the data has changed since the plan; only a press makes a new one."""

    def __init__(self, again: Button) -> None:
        super().__init__()
        self.setProperty("role", "message")
        self.setProperty("kind", "warn")
        self.words = Said(N_("Needs, people or supplies have changed since this plan was made."))
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 8, 4)
        row.setSpacing(10)
        row.addWidget(IconLabel("warn", 20, "warn"))
        row.addWidget(self.words, 1)
        row.addWidget(again)
        self.hide()


class ConflictStrip(Translated, QFrame):
    """Kept matches that no longer hold: what broke, a way to the need, and a way to let it go."""

    need_asked = Signal(str)
    off_asked = Signal(str, str, bool)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "message")
        self.setProperty("kind", "fault")
        self._broken: Sequence[tuple[str, MatchLine]] = ()
        self.rows: list[QWidget] = []
        self._open = True
        self._list = QWidget()
        self.toggle = Button("")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(12, 8, 8, 8)
        self._column.setSpacing(4)
        self.hide()

    def show_broken(self, broken: Sequence[tuple[str, MatchLine]]) -> None:
        """Show these (rule, match); none hides the strip."""
        if len(broken) != len(self._broken):
            self._open = len(broken) <= _AT_ONCE
        self._broken = tuple(broken)
        self.retranslate()
        self.setVisible(bool(broken))

    def retranslate(self) -> None:
        """Build the lines again."""
        clear(self._column)
        title = ntr(
            "{n} match that you kept no longer holds", "{n} matches that you kept no longer hold", len(self._broken)
        )
        self.setAccessibleName(title)
        self._column.addWidget(self._head(title))
        self.rows = [self._row(rule, match) for rule, match in self._broken]
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        for row in self.rows:
            column.addWidget(row)
        if len(self.rows) > _AT_ONCE:
            area = scrolled(holder)
            area.setFixedHeight(_AT_ONCE * 40)
            holder = area
        self._list = holder
        self._column.addWidget(holder)
        holder.setVisible(self._open)

    def _head(self, title: str) -> QWidget:
        head = QWidget()
        line = QHBoxLayout(head)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(10)
        line.addWidget(IconLabel("warn", 20, "danger"))
        line.addWidget(Said(lambda: title, bold=True), 1)
        self.toggle = Button(lambda: tr("Hide them") if self._open else tr("Show them"), self._turn)
        self.toggle.setVisible(len(self._broken) > _AT_ONCE)
        line.addWidget(self.toggle)
        return head

    def _turn(self) -> None:
        self._open = not self._open
        self._list.setVisible(self._open)
        self.toggle.retranslate()

    def _row(self, rule: str, match: MatchLine) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        when = reasons.slot(match.day, match.part) if match.day is not None and match.part is not None else ""
        told = " · ".join(part for part in (match.need_code, labels.label(match.state), when) if part)
        line.addWidget(plain_label(tr("{match}: {why}", match=told, why=reasons.conflict(rule))), 1)
        line.addWidget(Button(N_("Open the need"), partial(self.need_asked.emit, match.need)))
        live = is_live(match.state)
        words = N_("Call off…") if live else N_("Unpin")
        line.addWidget(Button(words, partial(self.off_asked.emit, match.uid, match.need, live)))
        return row
