"""How fairly a plan serves the groups: one small bar each, its share printed, read aloud as a list."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from mutualaid.desktop import theme
from mutualaid.desktop.widgets.words import Translated
from mutualaid.language.catalog import tr
from mutualaid.language.formats import format_percent
from mutualaid.language.labels import language_group

_CELL, _BAR = 230, 64


class FairnessBars(Translated, QWidget):
    """Shares from 0 to 1 by language code, in as many columns as fit; the worst served stand first."""

    def __init__(self) -> None:
        super().__init__()
        self._shares: list[tuple[str, float]] = []
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.retranslate()

    def set_groups(self, shares: Mapping[str, float]) -> None:
        """Show these shares."""
        self._shares = sorted(shares.items(), key=lambda pair: (pair[1], pair[0]))
        self._fit()
        self.retranslate()

    def retranslate(self) -> None:
        """Set what is read aloud, and paint again."""
        self.setAccessibleName(tr("Share of the needs met, by language"))
        self.setAccessibleDescription("; ".join(": ".join(pair) for pair in self.texts()))
        self.setToolTip(tr("How much of what each language group asked for is met, urgent needs counting more."))
        self.update()

    def texts(self) -> list[tuple[str, str]]:
        """Name and share of each group as printed."""
        return [(language_group(code), format_percent(share)) for code, share in self._shares]

    def _columns(self) -> int:
        return max(1, self.width() // _CELL)

    def _line(self) -> int:
        return self.fontMetrics().height() + 7

    def _fit(self) -> None:
        rows = -(-len(self._shares) // self._columns())
        self.setFixedHeight(max(1, rows) * self._line())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Narrower is higher."""
        super().resizeEvent(event)
        self._fit()

    def sizeHint(self) -> QSize:
        """Two columns where there is room."""
        return QSize(2 * _CELL, self.height())

    def minimumSizeHint(self) -> QSize:
        """One column."""
        return QSize(_CELL, self._line())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Name, bar, share; the frame of each bar is the whole."""
        shade, metrics, line = theme.tones(), self.fontMetrics(), self._line()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = self.width() // self._columns()
        number = metrics.horizontalAdvance(format_percent(1.0)) + 8
        for position, ((_code, share), (name, percent)) in enumerate(zip(self._shares, self.texts(), strict=True)):
            left, top = position % self._columns() * width, position // self._columns() * line
            room = width - _BAR - number - 22
            painter.setPen(QColor(shade.text))
            painter.drawText(
                QRectF(left, top, room, line),
                Qt.AlignmentFlag.AlignVCenter,
                metrics.elidedText(name, Qt.TextElideMode.ElideRight, room),
            )
            bar = QRectF(left + room + 6.5, top + line / 2 - 4.5, _BAR, 9)
            painter.setPen(QColor(shade.border))
            painter.setBrush(QColor(shade.base))
            painter.drawRoundedRect(bar, 4, 4)
            if share > 0:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(shade.accent))
                painter.drawRoundedRect(QRectF(bar.left(), bar.top(), max(4.0, bar.width() * share), 9), 4, 4)
            painter.setPen(QColor(shade.text))
            painter.drawText(QRectF(bar.right() + 6, top, number, line), Qt.AlignmentFlag.AlignVCenter, percent)
        painter.end()
