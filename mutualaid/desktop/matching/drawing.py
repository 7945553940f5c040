"""How a row of the matching lists is drawn: two lines and a chip, headings with an arrow."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTreeView

from mutualaid.desktop import theme
from mutualaid.desktop.matching.lines import Chip
from mutualaid.desktop.matching.rows import Run

if TYPE_CHECKING:
    from mutualaid.desktop.matching.tree import GroupModel

_LEFT, _GAP = 28, 8
_MIDDLE = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


class RowDrawer(QStyledItemDelegate):
    """Colours come from the theme in use, so that every look keeps its contrast."""

    ARROW = _LEFT

    def __init__(self, rows: GroupModel, view: QTreeView) -> None:
        super().__init__(view)
        self._rows, self._view = rows, view

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Two lines for a row, one for a heading or the head of a run."""
        line = self._view.fontMetrics().height()
        row = self._rows.row(index)
        if row is None:
            return QSize(240, line + 16)
        return QSize(240, line + 12 if isinstance(row.item, Run) else 2 * line + 18)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw a heading or a row."""
        shade = theme.tones()
        rect: QRect = option.rect
        flags: QStyle.StateFlag = option.state
        selected = bool(flags & QStyle.StateFlag.State_Selected)
        hovered = bool(flags & QStyle.StateFlag.State_MouseOver)
        heading = self._rows.group(index) is not None
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = shade.accent if selected else shade.soft if heading or hovered else shade.base
        painter.fillRect(rect, QColor(ground))
        if not heading and not selected:
            painter.setPen(QColor(shade.line))
            bottom = rect.bottom() + 0.5
            painter.drawLine(QPointF(rect.left() + _LEFT, bottom), QPointF(rect.right(), bottom))
        if heading:
            self._heading(painter, rect, index, shade.on_accent if selected else shade.text)
        else:
            self._row(painter, rect, index, selected)
        if flags & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(shade.on_accent if selected else shade.focus), 1, Qt.PenStyle.DotLine))
            painter.drawRect(rect.adjusted(2, 2, -3, -3))
        painter.restore()

    def _heading(self, painter: QPainter, rect: QRect, index: QModelIndex | QPersistentModelIndex, colour: str) -> None:
        group = self._rows.group(index)
        if group is None:
            return
        middle = QPointF(rect.left() + _LEFT / 2, rect.center().y() + 0.5)
        opened = self._view.isExpanded(self._rows.index(index.row(), 0))
        shape = [(-4, -2), (0, 2.5), (4, -2)] if opened else [(-2, -4), (2.5, 0), (-2, 4)]
        painter.setPen(QPen(QColor(colour), 1.8))
        painter.drawPolyline([middle + QPointF(x, y) for x, y in shape])
        said, under = self._rows.heading(group)
        plain = self._font()
        room = QFontMetrics(plain).horizontalAdvance(under) + 12
        bold = self._font(bold=True)
        painter.setFont(bold)
        place = QRect(rect.left() + _LEFT, rect.top(), rect.width() - _LEFT - room - _GAP, rect.height())
        title = QFontMetrics(bold).elidedText(said, Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, _MIDDLE, title)
        painter.setFont(plain)
        place = QRect(rect.right() - room, rect.top(), room - 8, rect.height())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, under)

    def _row(self, painter: QPainter, rect: QRect, index: QModelIndex | QPersistentModelIndex, selected: bool) -> None:
        row = self._rows.row(index)
        if row is None:
            return
        shade, shown, line = theme.tones(), self._rows.lines(row), self._view.fontMetrics().height()
        if isinstance(row.item, Run):
            self._run(painter, rect, shown.text, shade.on_accent if selected else shade.accent)
            return
        chip = self._chips(painter, rect, shown.chips)
        top, left = rect.top() + 8, rect.left() + _LEFT
        right = rect.right() - 10
        painter.setPen(QColor(shade.on_accent if selected else shade.text))
        if shown.lead:
            bold = self._font(bold=True)
            painter.setFont(bold)
            width = QFontMetrics(bold).horizontalAdvance(shown.lead)
            painter.drawText(QRect(left, top, width + 2, line), _MIDDLE, shown.lead)
            left += width + _GAP + 2
        font = self._font()
        painter.setFont(font)
        metrics = QFontMetrics(font)
        room = right - left - (chip + _GAP if chip else 0)
        painter.drawText(
            QRect(left, top, room, line), _MIDDLE, metrics.elidedText(shown.text, Qt.TextElideMode.ElideRight, room)
        )
        left = rect.left() + _LEFT
        room = right - left
        painter.setPen(QColor(shade.on_accent if selected else shade.subtle))
        under = metrics.elidedText(shown.under, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRect(left, top + line + 2, room, line), _MIDDLE, under)

    def _run(self, painter: QPainter, rect: QRect, text: str, colour: str) -> None:
        """The head of a run: one line, a bar at its left that reaches down to its stops."""
        painter.fillRect(QRect(rect.left() + _LEFT - 12, rect.top() + 6, 3, rect.height() - 6), QColor(colour))
        font = self._font(bold=True, smaller=True)
        painter.setFont(font)
        painter.setPen(QColor(colour))
        place = rect.adjusted(_LEFT, 2, -10, 0)
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, _MIDDLE, shown)

    def _chips(self, painter: QPainter, rect: QRect, chips: Sequence[Chip]) -> int:
        """Small rounded labels at the right of the first line, as many as leave it half; the width they take."""
        taken = 0
        for text, kind in chips:
            width = self._chip_width(text)
            if taken and taken + width > rect.width() // 2:
                break
            self._chip(painter, QRect(rect.left(), rect.top(), rect.width() - taken, rect.height()), text, kind)
            taken += width + 6
        return max(0, taken - 6)

    def _chip_width(self, text: str) -> int:
        return QFontMetrics(self._font(smaller=True)).horizontalAdvance(text) + 16

    def _chip(self, painter: QPainter, rect: QRect, text: str, kind: str) -> None:
        shade = theme.tones()
        ground, colour = {
            "good": (shade.good_soft, shade.good),
            "warn": (shade.warn_soft, shade.warn),
            "fault": (shade.danger_soft, shade.danger),
            "pin": (shade.base, shade.accent),
        }.get(kind, (shade.soft, shade.text))
        font = self._font(smaller=True)
        width, height = self._chip_width(text), QFontMetrics(font).height() + 4
        place = QRectF(rect.right() - width - 10, rect.top() + 7, width, height)
        painter.setBrush(QColor(ground))
        painter.setPen(QColor(colour if kind else shade.border))
        painter.drawRoundedRect(place, height / 2, height / 2)
        painter.setPen(QColor(colour))
        painter.setFont(font)
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)

    def _font(self, *, bold: bool = False, smaller: bool = False) -> QFont:
        font = QFont(self._view.font())
        font.setBold(bold)
        if smaller:
            font.setPointSizeF(font.pointSizeF() - 1)
        return font
