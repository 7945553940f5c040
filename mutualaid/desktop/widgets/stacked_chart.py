"""Bars made of layers, painted by hand: tone and pattern tell the layers apart, and every figure is there as text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget

from mutualaid.desktop import theme
from mutualaid.desktop.widgets.chart import BarRows
from mutualaid.desktop.widgets.flow import FlowLayout
from mutualaid.desktop.widgets.words import Button, Said, Translated, Words, say
from mutualaid.language.catalog import N_, tr
from mutualaid.language.formats import format_number

_GAP = 2.0
_SWATCH = 16


@dataclass(frozen=True)
class Layer:
    """One layer of all bars: its name, the tone of the theme that it is drawn in, and its pattern in that tone.

    Two layers of a chart differ in their pattern: looks of high contrast have few tones, and some people see few.
    """

    name: Words
    tone: str
    pattern: Qt.BrushStyle = Qt.BrushStyle.SolidPattern

    def paint(self, painter: QPainter, area: QRectF) -> None:
        """Fill an area as this layer."""
        tone = QColor(getattr(theme.tones(), self.tone))
        painter.setPen(QPen(tone, 1.4))
        painter.setBrush(QBrush(tone, self.pattern))
        painter.drawRect(area.adjusted(0.7, 0.7, -0.7, -0.7))


@dataclass(frozen=True)
class StackedRow:
    """A bar: its name, a count for each layer, and what stands behind it (their sum, when nothing is given)."""

    label: Words
    counts: tuple[int, ...]
    behind: Words = ""


class StackedBars(BarRows):
    """Rows of layers, all drawn to one scale."""

    def __init__(self, title: Words, layers: Sequence[Layer]) -> None:
        super().__init__(title)
        self.layers = tuple(layers)
        self.rows: tuple[StackedRow, ...] = ()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.retranslate()

    def set_rows(self, rows: Sequence[StackedRow]) -> None:
        """Show these rows."""
        self.rows = tuple(rows)
        self.retranslate()

    def labels(self) -> list[str]:
        """The name of each row."""
        return [say(row.label) for row in self.rows]

    def numbers(self) -> list[str]:
        """What stands behind each bar."""
        return [say(row.behind) if row.behind else format_number(sum(row.counts)) for row in self.rows]

    def spoken(self) -> list[str]:
        """Each row with the figures of its layers, those of none left out."""
        said = []
        for row, label, number in zip(self.rows, self.labels(), self.numbers(), strict=True):
            layers = zip(self.layers, row.counts, strict=True)
            figures = [f"{say(layer.name)} {format_number(count)}" for layer, count in layers if count]
            said.append(f"{label}: {number} ({', '.join(figures)})" if figures else f"{label}: {number}")
        return said

    def paint_bar(self, painter: QPainter, row: int, area: QRectF) -> float:
        """The layers one after the other; the smallest is seen too."""
        most = max((sum(one.counts) for one in self.rows), default=0) or 1
        counts = self.rows[row].counts
        room, left = area.width() - _GAP * len(counts), area.left()
        for layer, count in zip(self.layers, counts, strict=True):
            if count:
                width = max(4.0, room * count / most)
                layer.paint(painter, QRectF(left, area.top(), width, area.height()))
                left += width + _GAP
        return left - area.left()


class _Swatch(QWidget):
    """A layer's look, beside its name."""

    def __init__(self, layer: Layer) -> None:
        super().__init__()
        self._layer = layer
        self.setFixedSize(QSize(_SWATCH, _SWATCH))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._layer.paint(painter, QRectF(self.rect()))
        painter.end()


class Legend(QWidget):
    """What the layers mean."""

    def __init__(self, layers: Sequence[Layer]) -> None:
        super().__init__()
        flow = FlowLayout(self)
        for layer in layers:
            entry = QWidget()
            row = QHBoxLayout(entry)
            row.setContentsMargins(0, 0, 6, 0)
            row.setSpacing(6)
            row.addWidget(_Swatch(layer))
            row.addWidget(Said(layer.name, role="subtle", wrap=False))
            flow.addWidget(entry)


class Figures(Translated, QTableWidget):
    """The same figures as a table, for those who read or hear them better so."""

    def __init__(self, chart: StackedBars, title: Words) -> None:
        super().__init__()
        self._chart, self._title = chart, title
        self.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.verticalHeader().hide()

    def retranslate(self) -> None:
        """Write the whole table anew."""
        if not hasattr(self, "_chart"):
            return
        chart = self._chart
        self.setAccessibleName(say(self._title))
        self.setRowCount(len(chart.rows))
        self.setColumnCount(len(chart.layers) + 2)
        self.setHorizontalHeaderLabels(["", *(say(layer.name) for layer in chart.layers), tr("in all")])
        for at, (row, label, number) in enumerate(zip(chart.rows, chart.labels(), chart.numbers(), strict=True)):
            self.setItem(at, 0, QTableWidgetItem(label))
            for column, text in enumerate([*map(format_number, row.counts), number], 1):
                item = QTableWidgetItem(text)
                item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                self.setItem(at, column, item)
        self.resizeColumnsToContents()
        self.resizeRowsToContents()
        # A scroll bar sideways may come at any width, and must not lie over the last row.
        bar = self.horizontalScrollBar().sizeHint().height()
        self.setFixedHeight(self.horizontalHeader().sizeHint().height() + self.verticalHeader().length() + bar + 6)


class Plot(Translated, QWidget):
    """A chart with its legend and a line that says the main thing, and the same as a table on demand."""

    def __init__(self, title: Words, layers: Sequence[Layer]) -> None:
        super().__init__()
        self._words = title
        self.title = Said(title, points=1, bold=True)
        self.line = Said("", role="subtle")
        self.chart = StackedBars(title, layers)
        self.figures = Figures(self.chart, title)
        self.legend = Legend(layers)
        self.toggle = Button("", self.turn, role="link")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        for part in (self.title, self.line, self.legend, self.chart, self.figures):
            layout.addWidget(part)
        layout.addWidget(self.toggle, 0, Qt.AlignmentFlag.AlignLeft)
        self._as_table(shown=False)

    def set_rows(self, rows: Sequence[StackedRow], line: Words) -> None:
        """Show these figures; none hide the whole plot."""
        self.chart.set_rows(rows)
        self.line.say(line)
        self.retranslate()
        self.setVisible(bool(rows))

    def retranslate(self) -> None:
        """Say the rows anew: in another language, or after names were covered or shown."""
        if hasattr(self, "toggle"):
            self.chart.retranslate()
            self.figures.retranslate()
            self.toggle.retranslate()
            self.toggle.setAccessibleName(tr("{title}: {what}", title=say(self._words), what=self.toggle.text()))

    def turn(self) -> None:
        """From the picture to the table, or back."""
        self._as_table(shown=self.figures.isHidden())

    def _as_table(self, *, shown: bool) -> None:
        self.figures.setVisible(shown)
        self.chart.setVisible(not shown)
        self.legend.setVisible(not shown)
        self.toggle.say(N_("As a picture") if shown else N_("As a table"))
        self.retranslate()
