"""A person at the keyboard: keys go to whatever has the focus, and Tab is the only way to another field."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

NONE = Qt.KeyboardModifier.NoModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
    QTest.keyClick(QApplication.activePopupWidget() or focused(), key, modifier)


def write(text: str) -> None:
    for sign in text:
        if sign.isascii():
            QTest.keyClick(focused(), sign)
        else:  # QTest knows no key for these
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                QApplication.sendEvent(focused(), QKeyEvent(kind, 0, NONE, sign))


def tab_to(target: QWidget, most: int = 80) -> None:
    """Tab until a field has the focus."""
    wanted = target.focusProxy() or target
    for _ in range(most):
        if focused() in (wanted, target):
            return
        press(Qt.Key.Key_Tab)
    raise AssertionError(f"Tab does not reach {type(target).__name__} {target.accessibleName()}")


def choose(target: QWidget, text: str) -> None:
    """Go to a list and type enough of what is wanted."""
    tab_to(target)
    write(text)
    press(Qt.Key.Key_Tab)
    target.window().activateWindow()  # without a window manager a closed popup leaves no window active


def texts(widget: QWidget) -> str:
    """What can be read on the labels and buttons of a window or a part of it."""
    return "\n".join(part.text() for kind in (QLabel, QPushButton) for part in widget.findChildren(kind))
