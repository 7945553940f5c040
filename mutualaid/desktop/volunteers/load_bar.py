"""The plot beside the list: of each volunteer how often she was asked, said yes and no, as a bar with its number."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from mutualaid.desktop import theme
from mutualaid.language.formats import format_number

if TYPE_CHECKING:
    from mutualaid.services.load import Load


class LoadBar(QStyledItemDelegate):
    """`load_of` gives the load of a row, `most` the longest bar's asks. Screen readers get the cell's words."""

    def __init__(
        self, load_of: Callable[[int], Load | None], most: Callable[[], int], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._load_of, self._most = load_of, most

    def initStyleOption(self, option: Any, index: QModelIndex | QPersistentModelIndex) -> None:
        """The ground only: what the cell says is drawn."""
        super().initStyleOption(option, index)
        option.text = ""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """The number, and the bar: yes full, no hatched, what is not answered empty; a mark for who is asked less."""
        super().paint(painter, option, index)
        one = self._load_of(index.row())
        if one is None:
            return
        settings: Any = option
        chosen = bool(settings.state & QStyle.StateFlag.State_Selected)
        shade = theme.tones()
        ink = QColor(shade.on_accent if chosen else shade.text)
        fill = QColor(shade.on_accent if chosen else shade.accent)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box, metrics = QRectF(settings.rect).adjusted(8, 0, -8, 0), settings.fontMetrics
        number = metrics.horizontalAdvance(format_number(888)) + 4
        mark = metrics.horizontalAdvance("▽") + 6
        painter.setPen(ink)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(box.left(), box.top(), number, box.height()), middle, format_number(one.asked))
        if one.less:
            painter.drawText(QRectF(box.right() - mark, box.top(), mark, box.height()), middle, "▽")
        room = max(4.0, box.width() - number - mark - 6)
        length = room * one.asked / max(1, self._most())
        bar = QRectF(box.left() + number + 4, box.center().y() - 6, length, 12)
        painter.setPen(QPen(ink, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if one.asked:
            painter.drawRect(bar)
            yes = QRectF(bar.left(), bar.top(), bar.width() * min(one.yes, one.asked) / one.asked, bar.height())
            no = QRectF(yes.right(), bar.top(), bar.width() * min(one.no, one.asked - one.yes) / one.asked, 12)
            painter.fillRect(yes, fill)
            painter.fillRect(no, QBrush(ink, Qt.BrushStyle.BDiagPattern))
        painter.restore()
