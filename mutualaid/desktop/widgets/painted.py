"""What widgets that are painted by hand have in common: they show that the keyboard is there."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFocusEvent, QPainter, QPen
from PySide6.QtWidgets import QWidget

from mutualaid.desktop import theme


class Painted(QWidget):
    """Paints itself again when the keyboard comes or goes. Call `paint_focus` in `paintEvent`."""

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show that the keyboard is here."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """And that it is elsewhere."""
        super().focusOutEvent(event)
        self.update()

    def paint_focus(self, painter: QPainter) -> None:
        """A frame around the whole, while the keyboard is here."""
        if self.hasFocus():
            painter.setPen(QPen(QColor(theme.tones().focus), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)
