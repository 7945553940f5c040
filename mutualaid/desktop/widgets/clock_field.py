"""A time of day typed as people say it. The field prints it and understands what it prints."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from mutualaid.desktop.widgets.choice import fold
from mutualaid.desktop.widgets.words import Translated
from mutualaid.language.catalog import tr
from mutualaid.language.formats import format_time

_TYPED = re.compile(r"(\d{1,2})(?:[:.h ]?(\d{2}))?\s*(a|p)?\.?\s*(?:m\.?)?")
_WORDS = {"noon": time(12), "mediodia": time(12), "midnight": time(0), "medianoche": time(0)}


def read_time(text: str) -> time | None:
    """The time that a person typed: "9", "9:30 pm", "21:30", "2" (in the afternoon), "noon". None for no text.

    Without a.m. or p.m. the hours 1 to 6 are meant after noon, for nobody has a shift at two in the night.
    Raises ValueError for what is no time.
    """
    typed = fold(text).replace("\u00a0", " ").strip()
    if not typed:
        return None
    if typed in _WORDS:
        return _WORDS[typed]
    found = _TYPED.fullmatch(typed)
    if found is None:
        raise ValueError("no time")
    hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
    if half is not None:
        if not 1 <= hour <= 12:
            raise ValueError("no time")
        hour = hour % 12 + (12 if half == "p" else 0)
    elif 1 <= hour <= 6 and not typed.startswith("0"):
        hour += 12
    return time(hour, minute)


class ClockField(Translated, QWidget):
    """A time of day or none. Up and Down step a quarter of an hour. `changed` when the person changed it."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._time: time | None = None
        self.line = QLineEdit()
        self.line.setMinimumWidth(90)
        self.line.editingFinished.connect(self._settle)
        self.line.textEdited.connect(lambda _text: self.changed.emit())
        self.setFocusProxy(self.line)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.line)
        self.retranslate()

    def retranslate(self) -> None:
        """Print the time again in the language in use."""
        self.line.setPlaceholderText(tr("for example: {day}", day=format_time(time(9, 30))))
        if self._time is not None:
            self.line.setText(format_time(self._time))

    def moment(self) -> time | None:
        """The time, none if the field is empty. Raises ValueError when what is typed is no time."""
        return read_time(self.line.text())

    def set_time(self, moment: time | None) -> None:
        """Show a time or none."""
        self._time = moment
        self.line.setText(format_time(moment) if moment is not None else "")

    def plain(self) -> str:
        """What is typed."""
        return self.line.text()

    def set_plain(self, text: str) -> None:
        """Show what was typed."""
        self.line.setText(text)
        self._settle()

    def _settle(self) -> None:
        try:
            self._time = self.moment()
        except ValueError:
            self._time = None
            return
        self.line.setText(format_time(self._time) if self._time is not None else "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down step a quarter of an hour."""
        step = {int(Qt.Key.Key_Up): 15, int(Qt.Key.Key_Down): -15}.get(event.key())
        if step is None:
            super().keyPressEvent(event)
            return
        try:
            moment = self.moment()
        except ValueError:
            return
        at = datetime.combine(datetime(2000, 1, 2), moment or time(9))
        self.set_time((at + timedelta(minutes=step if moment is not None else 0)).time())
        self.changed.emit()
