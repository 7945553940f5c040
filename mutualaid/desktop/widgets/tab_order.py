"""Tab goes through a form as the eye does, also where rows come and go while it is open."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QLayout,
    QPlainTextEdit,
    QScrollArea,
    QWidget,
)

_WHOLE = (QComboBox, QAbstractSpinBox, QPlainTextEdit, QAbstractItemView)


def stops(widget: QWidget) -> Iterator[QWidget]:
    """What takes the focus inside a widget, in the order of its layouts."""
    if isinstance(widget, _WHOLE):
        yield widget
        return
    if isinstance(widget, QScrollArea):
        inside = widget.widget()
        if inside is not None:
            yield from stops(inside)
        return
    if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None:
        yield widget
    layout = widget.layout()
    if layout is not None:
        yield from _in_layout(layout)


def _in_layout(layout: QLayout) -> Iterator[QWidget]:
    for place in range(layout.count()):
        item = layout.itemAt(place)
        if item is None:
            continue
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            yield from stops(widget)
        elif inner is not None:
            yield from _in_layout(inner)


def follow_layout(window: QWidget) -> None:
    """Put the window's tab order into the order of its layouts."""
    for one, other in pairwise(stops(window)):
        QWidget.setTabOrder(one, other)
