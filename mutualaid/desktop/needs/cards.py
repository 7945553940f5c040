"""How a need is drawn as a card: code and urgency, what it is, then where and by when. No name stands on it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from mutualaid.desktop import theme
from mutualaid.desktop.needs.state import NeedsState
from mutualaid.records.kinds import Urgency
from mutualaid.records.views import NeedLine

_EDGE, _INSIDE = 4, 9
_MIDDLE = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
LINE = int(Qt.ItemDataRole.UserRole)
"""The role under which a model gives a NeedLine."""


def card_height(metrics: QFontMetrics) -> int:
    """How high a card of three lines is, with what keeps it from the next."""
    return 3 * metrics.height() + 2 * (_EDGE + _INSIDE) + 4


class CardDrawer(QStyledItemDelegate):
    """Colours come from the theme in use. Every card is as high as any other, which keeps long columns quick."""

    def __init__(self, state: NeedsState, today: Callable[[], date], view: QAbstractItemView) -> None:
        super().__init__(view)
        self._state, self._today, self._view = state, today, view

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Three lines."""
        return QSize(120, card_height(self._view.fontMetrics()))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw a card; an empty one while its line is being read."""
        shade = theme.tones()
        flags: QStyle.StateFlag = option.state
        selected = bool(flags & QStyle.StateFlag.State_Selected)
        place: QRect = option.rect.adjusted(_EDGE, _EDGE // 2, -_EDGE, -_EDGE // 2)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(QColor(shade.accent if selected else shade.base))
        hovered = bool(flags & QStyle.StateFlag.State_MouseOver)
        painter.setPen(QPen(QColor(shade.border if hovered else shade.line), 1))
        painter.drawRoundedRect(QRectF(place).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        line = index.data(LINE)
        if isinstance(line, NeedLine):
            self._fill(painter, place.adjusted(_INSIDE, _INSIDE, -_INSIDE, -_INSIDE), line, selected=selected)
        if flags & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(shade.on_accent if selected else shade.focus), 1, Qt.PenStyle.DotLine))
            painter.drawRoundedRect(QRectF(place).adjusted(3, 3, -3, -3), 4, 4)
        painter.restore()

    def _fill(self, painter: QPainter, room: QRect, line: NeedLine, *, selected: bool) -> None:
        shade, today = theme.tones(), self._today()
        high = self._view.fontMetrics().height()
        ink = shade.on_accent if selected else shade.text
        soft = shade.on_accent if selected else shade.subtle
        loud = shade.on_accent if selected else shade.danger
        card = self._state.card(line, today)
        taken = self._write(painter, room, card.code, ink, bold=True)
        urgent = line.urgency == Urgency.TODAY
        beside = QRect(room.left() + taken + 8, room.top(), room.width() - taken - 8, high)
        self._write(painter, beside, card.soon, loud if urgent else soft, bold=urgent, right=True)
        middle = QRect(room.left(), room.top() + high + 2, room.width(), high)
        self._write(painter, middle, card.what, ink)
        late = self._state.late(line, today)
        under = QRect(room.left(), room.top() + 2 * (high + 2), room.width(), high)
        taken = self._write(painter, under, card.by, loud if late else soft, bold=late, right=True)
        under.setWidth(under.width() - taken - (8 if taken else 0))
        self._write(painter, under, card.where, soft)

    def _write(
        self, painter: QPainter, room: QRect, text: str, colour: str, *, bold: bool = False, right: bool = False
    ) -> int:
        """Write one line, cut where it does not fit; the width that it takes."""
        if not text or room.width() < 12:
            return 0
        font = QFont(self._view.font())
        font.setBold(bold)
        metrics = QFontMetrics(font)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.setFont(font)
        painter.setPen(QColor(colour))
        line = QRect(room.left(), room.top(), room.width(), metrics.height())
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight if right else _MIDDLE, shown)
        return metrics.horizontalAdvance(shown)
