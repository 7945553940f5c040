"""A week of dates to look at: hours offered, days away, and what she is booked for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen

from mutualaid.desktop import theme
from mutualaid.desktop.volunteers.week_model import Hours, Span, Week, spans_on, week_words
from mutualaid.desktop.volunteers.week_picture import WeekPicture
from mutualaid.desktop.widgets.words import describe
from mutualaid.language.catalog import tr
from mutualaid.language.formats import format_date, format_weekday

if TYPE_CHECKING:
    from mutualaid.records.volunteer import Volunteer


class WeekView(WeekPicture):
    """A week of dates as it is: hours offered (those of that date too), days away, and what she is booked for."""

    def __init__(self, hours: Hours) -> None:
        super().__init__(hours, 0.42)
        self.monday: date | None = None
        self._booked: Sequence[tuple[int, Span, str]] = ()
        self.retranslate()

    def show_week(self, record: Volunteer, monday: date, booked: Sequence[tuple[int, Span, str]], hours: Hours) -> None:
        """Show the seven days from a Monday on. `booked` are (day, span, words)."""
        days = [monday + timedelta(days=ahead) for ahead in range(7)]
        self.hours, self.monday = hours, monday
        self.week = Week(tuple(spans_on(record.availability, day) for day in days))
        self.away = frozenset(n for n, day in enumerate(days) if any(gone.holds(day) for gone in record.absences))
        self._booked = tuple(booked)
        self.updateGeometry()
        self.retranslate()

    def retranslate(self) -> None:
        """Set what is read aloud and paint again."""
        self.setAccessibleName(tr("Times of the week"))
        described = self.words()
        describe(self, described)
        self.setToolTip(described)
        self.update()

    def words(self) -> str:
        """The week in words: offered, away, booked."""
        told = [week_words(self.week)]
        if self.away:
            told.append(tr("Away: {days}", days=", ".join(self._date_words(day) for day in sorted(self.away))))
        told += [tr("{day}: booked, {what}", day=self._date_words(day), what=what) for day, _span, what in self._booked]
        return ". ".join(told)

    def _date_words(self, day: int) -> str:
        if self.monday is None:
            return format_weekday(day)
        return format_date(self.monday + timedelta(days=day), weekday=True, year=False)

    def day_name(self, day: int) -> str:
        """The day with its number in the month."""
        if self.monday is None:
            return super().day_name(day)
        return f"{format_weekday(day, short=True)} {(self.monday + timedelta(days=day)).day}"

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ground, hours, absences, bookings."""
        shade, painter = theme.tones(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint_ground(painter)
        self.paint_lines(painter)
        self.paint_spans(painter)
        self.paint_away(painter)
        for day, span, _what in self._booked:
            block = self.block(day, span).adjusted(3, 1, -3, -1)
            painter.setPen(QPen(QColor(shade.text), 2))
            painter.setBrush(QColor(shade.warn_soft))
            painter.drawRoundedRect(block, 3, 3)
            painter.drawText(block, Qt.AlignmentFlag.AlignCenter, "●")
        painter.end()
