"""A day typed as people say it, or picked from a calendar. The field prints the month's name and understands it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtCore import QDate, QLocale, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCalendarWidget, QHBoxLayout, QLineEdit, QMenu, QSizePolicy, QWidget, QWidgetAction

from mutualaid.desktop.widgets.choice import fold
from mutualaid.desktop.widgets.icons import IconButton
from mutualaid.desktop.widgets.words import Translated
from mutualaid.language.catalog import N_, current_language, tr
from mutualaid.language.formats import format_date

_MONTHS = (
    ("jan", "ene"),
    ("feb",),
    ("mar",),
    ("apr", "abr"),
    ("may",),
    ("jun",),
    ("jul",),
    ("aug", "ago"),
    ("sep", "set"),
    ("oct",),
    ("nov",),
    ("dec", "dic"),
)
_BREAK = re.compile(r"[\s,./]+|(?<=\d)-(?=\d)")
_DAYS = {"today": 0, "hoy": 0, "tomorrow": 1, "manana": 1, "yesterday": -1, "ayer": -1}


def read_day(text: str, today: date) -> date | None:
    """The day that a person typed: "nov 3", "3 de nov", "2026-11-03", "11/25", "+3" (days from today), "tomorrow".

    Without a year it is the nearest such day, up to half a year back. None for no text. Raises ValueError for what is
    no day, and for 3/11, which is March to one reader and November to the next.
    """
    words = [word for word in _BREAK.split(fold_keep_signs(text)) if word not in ("", "de", "del", "of")]
    if not words:
        return None
    if len(words) == 1 and words[0] in _DAYS:
        return today + timedelta(days=_DAYS[words[0]])
    if len(words) == 1 and re.fullmatch(r"\+\d{1,3}", words[0]):
        return today + timedelta(days=int(words[0]))
    if not 2 <= len(words) <= 3:
        raise ValueError("no day")
    if re.fullmatch(r"\d{4}", words[0]) and len(words) == 3:
        return date(int(words[0]), _month(words[1]), int(words[2]))
    named = [word for word in words[:2] if not word.isdigit()]
    if named:
        month = _month(named[0])
        number = int(next(word for word in words[:2] if word.isdigit()))
    else:
        month, number = _numbers(int(words[0]), int(words[1]))
    return _with_year(month, number, words[2] if len(words) == 3 else "", today)


def fold_keep_signs(text: str) -> str:
    """Folded, but with the hyphens that separate the parts of a date."""
    return "-".join(fold(part) for part in text.split("-"))


def _month(word: str) -> int:
    if word.isdigit():
        return int(word)
    for number, names in enumerate(_MONTHS, 1):
        if any(word.startswith(name) for name in names):
            return number
    raise ValueError("no month")


def _numbers(first: int, second: int) -> tuple[int, int]:
    if first <= 12 and second <= 12 and first != second:
        raise ValueError("which is the month?")
    return (first, second) if first <= 12 else (second, first)


def _with_year(month: int, number: int, year: str, today: date) -> date:
    if year:
        return date(int(year) + (2000 if len(year) == 2 else 0), month, number)
    near = [date(today.year + step, month, number) for step in (-1, 0, 1)]
    return min((day for day in near if day >= today - timedelta(days=183)), default=near[1])


class DateField(Translated, QWidget):
    """A day or none. Up and Down step a day, the button opens a calendar, what is typed is read by `read_day`."""

    changed = Signal()

    def __init__(self, *, today: Callable[[], date] = date.today) -> None:
        super().__init__()
        self._today = today
        self._day: date | None = None
        self.line = QLineEdit()
        self.line.setMinimumWidth(120)
        self.line.editingFinished.connect(self._settle)
        self.line.textEdited.connect(lambda _text: self.changed.emit())
        self.button = IconButton("calendar", N_("Pick from a calendar"))
        self.button.clicked.connect(self._open)
        self.setFocusProxy(self.line)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.line, 1)
        layout.addWidget(self.button)
        self.retranslate()

    def retranslate(self) -> None:
        """Print the day again in the language in use."""
        self.line.setPlaceholderText(tr("for example: {day}", day=format_date(date(2026, 11, 25), year=False)))
        if self._day is not None:
            self.line.setText(format_date(self._day))

    def day(self) -> date | None:
        """The day, none if the field is empty. Raises ValueError when what is typed is no day."""
        return read_day(self.line.text(), self._today())

    def set_day(self, day: date | None) -> None:
        """Show a day or none."""
        self._day = day
        self.line.setText(format_date(day) if day else "")

    def plain(self) -> str:
        """What is typed, whether it is a day or not."""
        return self.line.text()

    def set_plain(self, text: str) -> None:
        """Show what was typed."""
        self.line.setText(text)
        try:
            self._day = self.day()
        except ValueError:
            self._day = None

    def _settle(self) -> None:
        try:
            self._day = self.day()
        except ValueError:
            self._day = None
            return
        self.line.setText(format_date(self._day) if self._day else "")
        self.changed.emit()

    def _open(self) -> None:
        calendar = QCalendarWidget()
        calendar.setLocale(QLocale())
        calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday if current_language() == "es" else Qt.DayOfWeek.Sunday)
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        shown = self._day or self._today()
        calendar.setSelectedDate(QDate(shown.year, shown.month, shown.day))
        menu = QMenu(self)
        action = QWidgetAction(menu)
        action.setDefaultWidget(calendar)
        menu.addAction(action)

        def take(picked: QDate) -> None:
            self.set_day(date(picked.year(), picked.month(), picked.day()))
            menu.close()
            self.line.setFocus()
            self.changed.emit()

        calendar.clicked.connect(take)
        calendar.activated.connect(take)
        calendar.setFocus()
        menu.popup(self.mapToGlobal(QPoint(0, self.height())))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down step a day."""
        step = {int(Qt.Key.Key_Up): 1, int(Qt.Key.Key_Down): -1}.get(event.key())
        if step is None:
            super().keyPressEvent(event)
            return
        try:
            day = self.day()
        except ValueError:
            return
        self.set_day(day + timedelta(days=step) if day else self._today())
        self.changed.emit()
