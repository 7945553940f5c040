"""Tab goes through a form as the eye does, also where rows come and go while it is open."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QLayout,
    QPlainTextEdit,
    QScrollArea,
    QStackedWidget,
    QWidget,
)

_WHOLE = (QComboBox, QAbstractSpinBox, QPlainTextEdit, QAbstractItemView)


def stops(widget: QWidget) -> Iterator[QWidget]:
    """What takes the focus inside a widget, in the order of its layouts."""
    if isinstance(widget, _WHOLE):
        yield widget
        return
    if isinstance(widget, QStackedWidget):
        # Only what is on view; and never by its layout's items: PySide would go on believing that one lies in memory
        # where Qt, once that page is gone, has put something else.
        on_view = widget.currentWidget()
        if on_view is not None:
            yield from stops(on_view)
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


def next_stop(window: QWidget, *, forward: bool) -> QWidget | None:
    """Where Tab goes from the window's focus, round at the ends; none when nothing takes the focus.

    Qt's own chain also stops at a compound field that hands its focus on, and so jumps back to that field's first
    part; this one knows only what is really focused.
    """
    found = [stop for stop in stops(window) if stop.isVisibleTo(window) and stop.isEnabled()]
    if not found:
        return None
    now = window.focusWidget()
    at = next((place for place, stop in enumerate(found) if stop is now), -1 if forward else 0)
    return found[(at + (1 if forward else -1)) % len(found)]
