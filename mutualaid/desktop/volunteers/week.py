"""A week of seven days with four parts each: painted to look at, and as buttons to change it by keyboard."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QSizePolicy, QWidget

from mutualaid.desktop import theme
from mutualaid.desktop.volunteers.state import Cells, Hours, week_words
from mutualaid.desktop.widgets.words import Translated, describe, plain_label
from mutualaid.language.catalog import tr
from mutualaid.language.formats import format_time_range, format_weekday
from mutualaid.language.labels import label
from mutualaid.records.kinds import Daypart

_ROW = 26


class WeekView(Translated, QWidget):
    """The week as a picture; what it shows is its accessible description. A covered cell bears a check mark, so that
    colour alone tells nothing.
    """

    def __init__(self) -> None:
        super().__init__()
        self._cells: Cells = frozenset()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.retranslate()

    def set_cells(self, cells: Cells) -> None:
        """Show these."""
        self._cells = cells
        self.retranslate()

    def retranslate(self) -> None:
        """Set what is read aloud and paint again."""
        self.setAccessibleName(tr("Times of the week"))
        describe(self, week_words(self._cells))
        self.setToolTip(week_words(self._cells))
        self.update()

    def _row(self) -> int:
        return max(_ROW, self.fontMetrics().height() + 8)

    def sizeHint(self) -> QSize:
        """Five rows: the days' names and the four parts."""
        return QSize(340, 5 * self._row() + 2)

    def minimumSizeHint(self) -> QSize:
        """It can be narrow, not low."""
        return QSize(280, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Names at the top and the left, cells between."""
        shade, metrics, row = theme.tones(), self.fontMetrics(), self._row()
        left = max(metrics.horizontalAdvance(label(part)) for part in Daypart) + 10
        wide = (self.width() - left - 1) / 7
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(shade.text))
        for day in range(7):
            name = format_weekday(day, short=True)
            painter.drawText(QRectF(left + day * wide, 0, wide, row), Qt.AlignmentFlag.AlignCenter, name)
        for part in Daypart:
            top = (int(part) + 1) * row
            painter.setPen(QColor(shade.text))
            painter.drawText(QRectF(0, top, left - 8, row), Qt.AlignmentFlag.AlignVCenter, label(part))
            for day in range(7):
                cell = QRectF(left + day * wide + 2, top + 2, wide - 4, row - 4)
                on = (day, part) in self._cells
                painter.setPen(QPen(QColor(shade.accent if on else shade.line)))
                painter.setBrush(QColor(shade.accent if on else shade.base))
                painter.drawRoundedRect(cell, 4, 4)
                if on:
                    painter.setPen(QColor(shade.on_accent))
                    painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, "✓")
        painter.end()


class WeekGrid(Translated, QWidget):
    """Twenty-eight buttons that are pressed or not. Tab enters and leaves the grid, arrows move in it, Space presses.

    `changed` when the person pressed one.
    """

    changed = Signal()

    def __init__(self, hours: Hours) -> None:
        super().__init__()
        self._hours = hours
        self.buttons: dict[tuple[int, Daypart], QPushButton] = {}
        self._days = [plain_label(wrap=False) for _day in range(7)]
        self._parts: dict[Daypart, QLabel] = {part: plain_label(wrap=False) for part in Daypart}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(4)
        for day, title in enumerate(self._days):
            title.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            grid.addWidget(title, 0, day + 1)
            grid.setColumnStretch(day + 1, 1)
        for part in Daypart:
            grid.addWidget(self._parts[part], int(part) + 1, 0)
            for day in range(7):
                button = QPushButton()
                button.setProperty("role", "toggle")
                button.setCheckable(True)
                button.setAutoDefault(False)
                button.setMinimumWidth(theme.HIT)  # Qt asks for the width of four letters where there are none
                button.installEventFilter(self)
                button.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
                button.toggled.connect(partial(self._mark, button))
                button.clicked.connect(lambda _checked: self.changed.emit())
                self.buttons[day, part] = button
                grid.addWidget(button, int(part) + 1, day + 1)
        self._hold(0, Daypart.MORNING)
        self.retranslate()

    @staticmethod
    def _mark(button: QPushButton, on: bool) -> None:
        button.setText("✓" if on else "")

    def _hold(self, day: int, part: Daypart) -> None:
        """Let Tab come back to this button."""
        for button in self.buttons.values():
            button.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        held = self.buttons[day, part]
        held.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._held = held

    def setFocus(self, *_reason: object) -> None:
        """Come back to where she was in the week."""
        self._held.setFocus()

    def retranslate(self) -> None:
        """Name days, parts and every button."""
        for day, title in enumerate(self._days):
            title.setText(format_weekday(day, short=True))
        for part, title in self._parts.items():
            title.setText(label(part))
            title.setToolTip(format_time_range(*self._hours[part]))
        for (day, part), button in self.buttons.items():
            times = format_time_range(*self._hours[part])
            words = tr("{day}, {part}, {times}", day=format_weekday(day), part=label(part).lower(), times=times)
            button.setAccessibleName(words)
            button.setToolTip(words)

    def cells(self) -> Cells:
        """What is pressed."""
        return frozenset(place for place, button in self.buttons.items() if button.isChecked())

    def set_cells(self, cells: Cells) -> None:
        """Press these."""
        for place, button in self.buttons.items():
            button.setChecked(place in cells)

    def plain(self) -> list[list[int]]:
        """Each pressed time as its day and part."""
        return sorted([day, int(part)] for day, part in self.cells())

    def set_plain(self, held: list[list[int]]) -> None:
        """Press them."""
        self.set_cells(frozenset((day, Daypart(part)) for day, part in held))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows move the focus in the grid."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        steps = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}
        step = steps.get(Qt.Key(event.key()))
        place = next((place for place, button in self.buttons.items() if button is watched), None)
        if step is None or place is None:
            return False
        day, part = place[0] + step[0], int(place[1]) + step[1]
        if 0 <= day < 7 and 0 <= part < 4:
            self._hold(day, Daypart(part))
            self.buttons[day, Daypart(part)].setFocus()
        return True
