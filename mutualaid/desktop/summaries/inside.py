"""What waits right now in exact numbers, for this office only: nothing here can be copied, printed or saved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from mutualaid.desktop import theme
from mutualaid.desktop.widgets.chart import BarChart
from mutualaid.desktop.widgets.panels import IconLabel
from mutualaid.desktop.widgets.words import Said, Words
from mutualaid.language import labels
from mutualaid.language.catalog import N_, ntr, tr
from mutualaid.records.kinds import Urgency

if TYPE_CHECKING:
    from mutualaid.records.views import NeedLine

AGES: tuple[tuple[int, str], ...] = (
    (7, N_("less than a week")),
    (14, N_("1 to 2 weeks")),
    (30, N_("2 to 4 weeks")),
    (10**6, N_("30 days and more")),
)
"""How long a need waits: fewer than so many days, and what that is called."""

_STRIPE = 14


@dataclass(frozen=True)
class Waiting:
    """Needs that wait, counted exactly: by category (most first), by how long, by urgency (most urgent first);
    and how many in all.
    """

    categories: Sequence[tuple[str, int]] = ()
    ages: Sequence[tuple[str, int]] = ()
    urgencies: Sequence[tuple[Urgency, int]] = ()
    total: int = 0


def count(lines: Iterable[NeedLine], today: date) -> Waiting:
    """Count the lines of needs that wait."""
    categories: Counter[str] = Counter()
    ages: Counter[str] = Counter()
    urgencies: Counter[Urgency] = Counter()
    for line in lines:
        categories[line.category] += 1
        urgencies[line.urgency] += 1
        ages[next(words for most, words in AGES if (today - line.received_on).days < most)] += 1
    return Waiting(
        sorted(categories.items(), key=lambda pair: (-pair[1], pair[0])),
        [(words, ages[words]) for _most, words in AGES],
        [(urgency, urgencies[urgency]) for urgency in sorted(Urgency, reverse=True)],
        categories.total(),
    )


class _Hazard(QFrame):
    """A frame that nobody takes for something to hand out: striped at its head in the tone of warnings."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "inside")

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        tones, painter = theme.tones(), QPainter(self)
        painter.setPen(QPen(Qt.PenStyle.NoPen))
        painter.setBrush(QBrush(QColor(tones.warn), Qt.BrushStyle.BDiagPattern))
        painter.drawRect(QRectF(2, 2, self.width() - 4, _STRIPE))
        painter.end()


class InsideLook(QWidget):
    """The office's own numbers. There is no menu, no copy, no print and no file of them, and it says so."""

    def __init__(self) -> None:
        super().__init__()
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.total = Said("", points=2, bold=True)
        self.categories = BarChart(N_("Needs that wait, by category"), tone="warn")
        self.urgencies = BarChart(N_("Needs that wait, by urgency"), tone="warn")
        self.ages = BarChart(N_("Needs that wait, by how long"), tone="warn")
        for chart in (self.categories, self.urgencies, self.ages):
            chart.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        frame = _Hazard()
        inner = QVBoxLayout(frame)
        inner.setContentsMargins(18, 14 + _STRIPE, 18, 16)
        inner.setSpacing(10)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(IconLabel("lock", 30, "warn"), 0, Qt.AlignmentFlag.AlignTop)
        told = QVBoxLayout()
        told.addWidget(Said(N_("Only for this office"), points=4, bold=True))
        told.addWidget(
            Said(
                N_(
                    "These are exact numbers, without noise and with nothing hidden, and a small one can point at a "
                    "family. They cannot be copied, printed or saved, on purpose. For anybody outside, make a summary."
                )
            )
        )
        head.addLayout(told, 1)
        inner.addLayout(head)
        inner.addWidget(self.total)
        titled: tuple[tuple[Words, BarChart], ...] = (
            (N_("By how urgent"), self.urgencies),
            (N_("By how long they wait"), self.ages),
            (N_("By category"), self.categories),
        )
        for title, chart in titled:
            inner.addSpacing(6)
            inner.addWidget(Said(title, bold=True))
            inner.addWidget(chart)
        inner.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 12, 0)
        layout.addWidget(frame)
        self.show_waiting(Waiting())

    def show_waiting(self, waiting: Waiting) -> None:
        """Show what waits now."""
        total = waiting.total
        self.total.say(
            lambda: ntr("{n} need waits today", "{n} needs wait today", total) if total else tr("Nothing waits today.")
        )
        self.categories.set_bars([(partial(labels.category, code), n) for code, n in waiting.categories])
        self.ages.set_bars([(words, n) for words, n in waiting.ages])
        self.urgencies.set_bars([(partial(labels.label, urgency), n) for urgency, n in waiting.urgencies])

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme: the frame paints its own stripes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.update()
