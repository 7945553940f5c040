"""A column dragged onto a field, or a field onto a column: what is carried, and the name that goes with the pointer."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QMimeData, QPoint, Qt
from PySide6.QtGui import QDrag, QDragMoveEvent, QPixmap
from PySide6.QtWidgets import QWidget

from mutualaid.desktop.widgets.words import plain_label

COLUMN = "application/x-mutualaid-column"
FIELD = "application/x-mutualaid-field"

_WIDEST = 260


def carried(data: QMimeData, kind: str) -> str:
    """What is being dragged of that kind: a column's number or a field's name, "" for anything else."""
    return bytes(data.data(kind).data()).decode("ascii", "replace") if data.hasFormat(kind) else ""


def drag(source: QWidget, kind: str, what: str, words: str) -> bool:
    """Drag a column or a field: its name is what goes along with the pointer. Whether it was taken somewhere."""
    data = QMimeData()
    data.setData(kind, QByteArray(what.encode("ascii")))
    moving = QDrag(source)
    moving.setMimeData(data)
    moving.setPixmap(_picture(words))
    moving.setHotSpot(QPoint(-8, -8))
    return moving.exec(Qt.DropAction.LinkAction) == Qt.DropAction.LinkAction


def _picture(words: str) -> QPixmap:
    label = plain_label(words, role="badge", wrap=False)
    label.setMaximumWidth(_WIDEST)
    label.adjustSize()
    return label.grab()


def accept(event: QDragMoveEvent, *, wanted: bool) -> None:
    """Let what is dragged be let go here, or not."""
    if wanted:
        event.acceptProposedAction()
    else:
        event.ignore()
