"""Draws a cell in the tone of what it tells: near its date, or past it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from mutualaid.desktop import theme


class ToneDelegate(QStyledItemDelegate):
    """`tone` names the theme's tone of a row ("warn", "danger"), "" for none. The words say the same."""

    def __init__(self, tone: Callable[[int], str], parent: QObject) -> None:
        super().__init__(parent)
        self._tone = tone

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        """Bold, and in the tone; a selected row keeps the colours of the selection."""
        super().initStyleOption(option, index)
        name = self._tone(index.row())
        if name:
            option.font.setBold(True)
            colour = QColor(getattr(theme.tones(), name))
            option.palette.setColor(QPalette.ColorRole.Text, colour)
