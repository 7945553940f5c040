"""The canvas in a column that scrolls, under the names of its days, which stay in view."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from mutualaid.desktop import theme
from mutualaid.desktop.schedule import painting
from mutualaid.desktop.schedule.canvas import WeekCanvas
from mutualaid.desktop.schedule.state import ScheduleState
from mutualaid.desktop.widgets.words import Translated
from mutualaid.language.formats import format_date

_EARLY = 7
"""The hour that is at the top to begin with."""


class Days(Translated, QWidget):
    """The names of the days over their columns, and who is away."""

    def __init__(self, canvas: WeekCanvas) -> None:
        super().__init__()
        self.canvas = canvas
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.retranslate()

    def sizeHint(self) -> QSize:
        """One line, and one more while anybody is away."""
        line = self.fontMetrics().height()
        return QSize(400, line + 9 + (line + 7 if self._anybody() else 0))

    def _anybody(self) -> bool:
        state = self.canvas.state
        return any(state.away(state.first + timedelta(days=number)) for number in range(state.days))

    def retranslate(self) -> None:
        """Say who is away, and paint again."""
        state = self.canvas.state
        lines = []
        for number in range(state.days):
            day = state.first + timedelta(days=number)
            away = state.away_words(day)
            if away:
                lines.append(f"{format_date(day, weekday=True, year=False)}: {away}")
        self.setToolTip("\n".join(lines))
        self.setAccessibleName("\n".join(lines))
        self.updateGeometry()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Each name over its day."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        canvas, state = self.canvas, self.canvas.state
        for number in range(state.days):
            day = state.first + timedelta(days=number)
            left = canvas.gutter + number * canvas.column - canvas.offset
            rect = QRectF(left, 0, canvas.column, self.height())
            name = format_date(day, weekday=True, year=False)
            painting.heading(painter, canvas, day, rect, name, state.away_words(day))
        painter.fillRect(QRectF(0, 0, canvas.gutter, self.height()), QColor(theme.tones().base))
        painter.end()


class Board(QFrame):
    """What the page shows of the days."""

    def __init__(self, state: ScheduleState) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.state = state
        self.canvas = WeekCanvas(state)
        self.days = Days(self.canvas)
        self.area = QScrollArea()
        self.area.setWidget(self.canvas)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.horizontalScrollBar().valueChanged.connect(self._aside)
        self.area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 6, 2, 4)
        layout.setSpacing(2)
        top = QHBoxLayout()
        top.setContentsMargins(0, 0, self.area.verticalScrollBar().sizeHint().width(), 0)
        top.addWidget(self.days)
        layout.addLayout(top)
        layout.addWidget(self.area, 1)
        self.canvas.carried.connect(self.show_carry)
        self.canvas.chosen.connect(self.into_view)
        self._scrolled = False

    def show_state(self) -> None:
        """Show what the state holds."""
        self.canvas.show_state()
        self.days.retranslate()
        self.show_carry()

    def show_carry(self) -> None:
        """Scroll to where the carried entry would be dropped."""
        lies = self.state.lies()
        if lies is not None:
            starts = lies[0]
            ahead = (starts.date() - self.state.first).days
            self._see(
                self.canvas.gutter + (ahead + 0.5) * self.canvas.column,
                self.canvas.y_of(starts.hour * 60 + starts.minute),
            )

    def into_view(self, uid: str) -> None:
        """Scroll to an entry."""
        place = self.canvas.center_of(uid)
        if place is not None:
            self._see(place.x(), place.y())

    def _aside(self, offset: int) -> None:
        self.canvas.offset = offset
        self.canvas.update()
        self.days.update()

    def _see(self, x: float, y: float) -> None:
        aside, wide = self.area.horizontalScrollBar(), self.area.viewport().width()
        half = self.canvas.column / 2
        if x - half < aside.value() + self.canvas.gutter or x + half > aside.value() + wide:
            aside.setValue(round(x - wide / 2))
        bar, high = self.area.verticalScrollBar(), self.area.viewport().height()
        if not bar.value() + 10 <= y <= bar.value() + high - 40:
            bar.setValue(round(y - high / 3))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The first time on view the morning is at the top; the names follow their columns."""
        super().resizeEvent(event)
        if not self._scrolled and self.area.viewport().height() > 100:
            self._scrolled = True
            self.canvas.resize(self.canvas.sizeHint())
            self.area.verticalScrollBar().setValue(round(self.canvas.y_of(_EARLY * 60)))
        self.days.update()
