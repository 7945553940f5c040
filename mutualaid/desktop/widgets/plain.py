"""What a field holds as plain JSON data, and back: how a half-filled form is kept and filled again.

A widget of ours that is made of others says which by `parts`, or has `plain` and `set_plain` of its own. Filling is
done by program, so it sets off none of the signals that stand for a person's choice.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QAbstractButton, QDoubleSpinBox, QLineEdit, QPlainTextEdit, QSpinBox, QWidget


def plain(widget: QWidget) -> Any:
    """What the widget holds. Raises TypeError for one that holds nothing to keep."""
    own, parts = getattr(widget, "plain", None), getattr(widget, "parts", None)
    if own is not None:
        return own()
    if parts is not None:
        return plain_parts(parts())
    if isinstance(widget, QLineEdit):
        return widget.text()
    if isinstance(widget, QPlainTextEdit):
        return widget.toPlainText()
    if isinstance(widget, QAbstractButton):
        return widget.isChecked()
    if isinstance(widget, QSpinBox | QDoubleSpinBox):
        return widget.value()
    raise TypeError(type(widget).__name__)


def put(widget: QWidget, held: Any) -> None:
    """Fill the widget with what `plain` gave."""
    own, parts = getattr(widget, "set_plain", None), getattr(widget, "parts", None)
    if own is not None:
        own(held)
    elif parts is not None:
        put_parts(parts(), held)
    elif isinstance(widget, QLineEdit):
        widget.setText(held)
    elif isinstance(widget, QPlainTextEdit):
        widget.setPlainText(held)
    elif isinstance(widget, QAbstractButton):
        widget.setChecked(held)
    elif isinstance(widget, QSpinBox | QDoubleSpinBox):
        widget.setValue(held)
    else:
        raise TypeError(type(widget).__name__)


def plain_parts(parts: Mapping[str, QWidget]) -> dict[str, Any]:
    """What several widgets hold, by their names."""
    return {name: plain(widget) for name, widget in parts.items()}


def put_parts(parts: Mapping[str, QWidget], held: Mapping[str, Any]) -> None:
    """Fill several widgets in their order. A part that an older version of the form did not have stays as it is."""
    for name, widget in parts.items():
        if name in held:
            put(widget, held[name])
