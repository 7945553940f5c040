"""What can be wrong with a window for those who hear it, use it by keyboard, or read it large."""

from __future__ import annotations

import re
from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QScrollArea,
    QStyle,
    QStyleOptionHeader,
    QTextEdit,
    QToolButton,
    QWidget,
)

from mutualaid.desktop.theme import contrast
from mutualaid.desktop.widgets.choice import Choice
from mutualaid.desktop.widgets.clock_field import ClockField
from mutualaid.desktop.widgets.dates import DateField
from mutualaid.desktop.widgets.watched import Watched
from tests.desktop.walk import widgets


def nameless(window: QWidget) -> list[str]:
    """What takes the keyboard and has nothing to be called by."""
    found = []
    for widget in widgets(window):
        if widget is window or widget.focusPolicy() == Qt.FocusPolicy.NoFocus or widget.focusProxy() is not None:
            continue
        interface = QAccessible.queryAccessibleInterface(widget)
        if interface is None or not interface.text(QAccessible.Text.Name).strip():
            found.append(type(widget).__name__)
    return found


LEAST = 28
"""Pixels that anything to press is wide and high."""


NO_FREE_TEXT = {
    "search", "field", "filter",  # looking for something that is there
    "number", "phone", "NumberLine", "NumberField.line",  # telephones and figures, read at once
    "folder", "path", "PhoneField.line",  # places on the disk; a telephone
    "PassphraseField.line", "lines", "word", "words",  # passphrases, recovery words, the word that confirms
    "paste", "boxes", "PhoneWindow.address",  # a key, the office's own words of consent, the address of a server
    "coordinator",  # those who work here name themselves
    "WeekField.typed", "DatedRow.times",  # hours of a day
    "MessageWindow.text",  # what is copied, and kept nowhere
    "AddCoordinator.name", "RenameDialog.name", "RestoreWindow.name",
}  # fmt: skip
"""Fields, by the name that their owner has for them, in which nobody writes about neighbours; where a name could mean
either, with the owner's class."""


def unwatched(window: QWidget) -> list[str]:
    """Fields that hold free text about people without the watch over them."""
    found = []
    for field in widgets(window):
        if not isinstance(field, QLineEdit | QPlainTextEdit | QTextEdit) or field.isReadOnly():
            continue
        owners = list(_owners(field))
        if any(
            isinstance(owner, Watched | Choice | DateField | ClockField | QAbstractSpinBox | QComboBox)
            for owner in owners
        ):
            continue
        names = {type(field).__name__, *(name for owner in owners for name in _names_for(owner, field))}
        if not names & NO_FREE_TEXT:
            found.append(" or ".join(sorted(names)))
    return found


def _owners(widget: QWidget) -> Iterator[QWidget]:
    owner = widget.parentWidget()
    while owner is not None:
        yield owner
        owner = owner.parentWidget()


def _names_for(owner: QWidget, field: QWidget) -> Iterator[str]:
    for name, value in vars(owner).items():
        if value is field or (isinstance(value, list) and any(one is field for one in value)):
            yield name
            yield f"{type(owner).__name__}.{name}"


def small(window: QWidget) -> list[str]:
    """Buttons that a tired hand would miss."""
    return [
        f"{widget.accessibleName() or widget.text()} {widget.width()} x {widget.height()}"
        for widget in widgets(window)
        if isinstance(widget, QAbstractButton) and min(widget.width(), widget.height()) < LEAST
    ]


def _stops(window: QWidget) -> list[QWidget]:
    return [
        widget
        for widget in widgets(window)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isEnabled() and widget.focusProxy() is None
    ]


def tab_faults(window: QWidget) -> list[str]:
    """Tab stops that keep the focus, text that a Tab was written into, and stops that Tab never comes by."""
    stops = [stop for stop in _stops(window) if not isinstance(stop.parent(), QAbstractScrollArea)]
    if len(stops) < 2:
        return []
    window.activateWindow()
    QApplication.processEvents()  # a window becomes the active one by an event
    stops[0].setFocus()
    found, been = [], []
    for _ in range(3 * len(stops)):
        now = QApplication.focusWidget()
        if now is None or now in been:
            break
        been.append(now)
        before = now.toPlainText() if isinstance(now, QPlainTextEdit | QTextEdit) else ""
        QTest.keyClick(now, Qt.Key.Key_Tab)
        if isinstance(now, QPlainTextEdit | QTextEdit) and now.toPlainText() != before:
            found.append(f"{type(now).__name__} swallows Tab")
        if QApplication.focusWidget() is now:
            found.append(f"{type(now).__name__} {now.accessibleName()} keeps the focus")
    if not found and not _covers(been, stops):
        found += [
            f"Tab never comes to {type(stop).__name__} {_called(stop)}" for stop in stops if not _covers(been, [stop])
        ]
    return found


def _covers(been: list[QWidget], stops: list[QWidget]) -> bool:
    """Whether each stop had the focus itself or in a part of it; radio buttons of one group count as one stop."""
    return all(
        stop in been
        or any(stop.isAncestorOf(one) or one.isAncestorOf(stop) for one in been)
        or (isinstance(stop, QAbstractButton) and stop.autoExclusive() and not stop.isChecked())
        or (isinstance(stop, QAbstractButton) and stop.group() is not None and stop.group().exclusive())
        for stop in stops
    )


def _called(widget: QWidget) -> str:
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name) if interface is not None else ""


def spoken_secrets(window: QWidget) -> list[str]:
    """Covered fields whose text a screen reader could read."""
    found = []
    for line in widgets(window):
        if isinstance(line, QLineEdit) and line.echoMode() != QLineEdit.EchoMode.Normal:
            line.setText("siete gatos")
            interface = QAccessible.queryAccessibleInterface(line)
            said = [interface.text(text) for text in QAccessible.Text if text != QAccessible.Text.UserText]
            if any("siete" in text for text in said) or not interface.state().passwordEdit:
                found.append(line.accessibleName())
            line.clear()
    return found


def clipped(window: QWidget) -> Iterator[str]:
    """Labels and buttons whose text is wider or higher than what is seen of them, by their own font."""
    for widget in widgets(window):
        if isinstance(widget, QLabel) and widget.text() and widget.pixmap().isNull():
            if fault := _label_fault(widget):
                yield f"{fault}: {widget.text()!r}"
        elif isinstance(widget, QAbstractButton) and widget.text() and not isinstance(widget, QToolButton):
            if widget.width() + 1 < widget.minimumSizeHint().width():
                yield f"button {widget.width()} of {widget.minimumSizeHint().width()} wide: {widget.text()!r}"
            elif widget.height() + 1 < widget.fontMetrics().height():
                yield f"button too low: {widget.text()!r}"
        elif isinstance(widget, QListWidget) and not widget.wordWrap() and _never_aside(widget):
            if widget.sizeHintForColumn(0) > widget.viewport().width():
                yield f"list {widget.viewport().width()} of {widget.sizeHintForColumn(0)} wide"
        elif isinstance(widget, QHeaderView) and widget.orientation() == Qt.Orientation.Horizontal:
            room = _title_height(widget)
            if room < widget.fontMetrics().height():
                yield f"titles of columns {room} of {widget.fontMetrics().height()} high"
        else:
            continue
        if fault := _hidden_fault(widget, window):
            yield f"{fault}: {type(widget).__name__} {_called(widget)!r}"


def _title_height(header: QHeaderView) -> int:
    """The height that a column's title has, within what stands around it."""
    option = QStyleOptionHeader()
    header.initStyleOption(option)
    option.rect = QRect(0, 0, 100, header.height())
    return header.style().subElementRect(QStyle.SubElement.SE_HeaderLabel, option, header).height()


def _never_aside(area: QAbstractScrollArea) -> bool:
    return area.horizontalScrollBarPolicy() == Qt.ScrollBarPolicy.ScrollBarAlwaysOff


def _label_fault(label: QLabel) -> str:
    room, metrics = label.contentsRect(), label.fontMetrics()
    text = re.sub(r"<[^<>]+>", "", label.text()) if label.textFormat() != Qt.TextFormat.PlainText else label.text()
    if label.wordWrap():
        wanted = metrics.boundingRect(QRect(0, 0, room.width(), 10_000), _flags(label), text)
    else:
        wanted = metrics.boundingRect(QRect(0, 0, 10_000, 10_000), _flags(label), text)
    if wanted.width() > room.width() + 1:
        return f"label {room.width()} of {wanted.width()} wide"
    if wanted.height() > room.height() + 1:
        return f"label {room.height()} of {wanted.height()} high"
    return ""


def _flags(label: QLabel) -> int:
    wrap = Qt.TextFlag.TextWordWrap if label.wordWrap() else Qt.TextFlag.TextExpandTabs
    return int(wrap) | int(Qt.AlignmentFlag.AlignLeft)


def _hidden_fault(widget: QWidget, window: QWidget) -> str:
    """Whether a part lies outside of what encloses it, other than where one scrolls to it."""
    lies = QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())
    frame = widget.parentWidget()
    scrolls = False
    while frame is not None:
        room = QRect(frame.mapTo(window, QPoint(0, 0)), frame.size())
        if not scrolls and (lies.top() < room.top() - 1 or lies.bottom() > room.bottom() + 1):
            return f"cut off below or above in {type(frame).__name__}"
        if lies.left() < room.left() - 1 or lies.right() > room.right() + 1:
            return f"cut off at a side in {type(frame).__name__}"
        if frame is window:
            return ""
        frame = frame.parentWidget()
        area = frame.parentWidget() if frame is not None else None
        if isinstance(area, QScrollArea) and frame is area.viewport():
            scrolls = True
            if not _never_aside(area):
                return ""
    return ""


def faint(widget: QWidget) -> list[str]:
    """Text, prompts and selections of a widget's palette that stand out too little from their ground (WCAG AA)."""
    role, found = QPalette.ColorRole, []
    pairs = [(role.WindowText, role.Window), (role.HighlightedText, role.Highlight)]
    if isinstance(widget, QLineEdit | QPlainTextEdit | QTextEdit | QAbstractItemView):
        pairs.append((role.Text, role.Base))
    if isinstance(widget, QLineEdit | QPlainTextEdit | QTextEdit):
        pairs.append((role.PlaceholderText, role.Base))
    if isinstance(widget, QAbstractItemView) and widget.alternatingRowColors():
        pairs.append((role.Text, role.AlternateBase))
    colours = widget.palette()
    for front, ground in pairs:
        if colours.brush(QPalette.ColorGroup.Active, ground).style() == Qt.BrushStyle.NoBrush:
            continue  # what lies beneath shows through
        one, other = colours.color(QPalette.ColorGroup.Active, front), colours.color(QPalette.ColorGroup.Active, ground)
        if other.alpha() == 255 and (one.alpha() < 255 or contrast(one.name(), other.name()) < 4.5):
            found.append(f"{type(widget).__name__} {front.name} {one.name()} on {ground.name} {other.name()}")
    return found
