"""When somebody is there: a list of days and times of day, each added and taken away by itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, time
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from mutualaid.desktop.widgets.choice import Choice
from mutualaid.desktop.widgets.dates import DateField
from mutualaid.desktop.widgets.icons import IconButton
from mutualaid.desktop.widgets.words import Button, Said, Translated
from mutualaid.language.catalog import N_, tr
from mutualaid.language.formats import format_time_range, format_weekday
from mutualaid.language.labels import label
from mutualaid.records.kinds import Daypart

_ALL_DAY = (time(8), time(23))
Hours = Mapping[Daypart, tuple[time, time]]


class _Line(Translated, QWidget):
    """One window: which day, and which part of it. Clock times that are no part of the day stay as they were."""

    changed = Signal()

    def __init__(self, hours: Hours, today: Callable[[], date], drop: Callable[[_Line], None]) -> None:
        super().__init__()
        self._hours = hours
        self._own: tuple[time, time] | None = None
        self.day, self.part = Choice(), Choice()
        self.date = DateField(today=today)
        self.date.hide()
        self.day.chosen.connect(self._day_chosen)
        self.part.chosen.connect(lambda _code: self.changed.emit())
        self.date.changed.connect(self.changed)
        remove = IconButton("close", N_("Take this time away"))
        remove.clicked.connect(lambda: drop(self))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.day, 3)
        row.addWidget(self.date, 3)
        row.addWidget(self.part, 4)
        row.addWidget(remove)
        self.retranslate()
        self.day.set_code("any")
        self.part.set_code("all")

    def retranslate(self) -> None:
        """Set days and parts."""
        days = [(str(number), format_weekday(number).capitalize()) for number in range(7)]
        self.day.set_choices([("any", tr("Any day")), *days, ("date", tr("On a date…"))])
        parts = [(part.name, f"{label(part)} ({format_time_range(*self._hours[part])})") for part in Daypart]
        own = [("own", format_time_range(*self._own))] if self._own else []
        self.part.set_choices([*own, ("all", tr("Any time of day")), *parts])
        self.day.line.setAccessibleName(tr("Day"))
        self.part.line.setAccessibleName(tr("Time of day"))
        self.date.line.setAccessibleName(tr("Date"))

    def _day_chosen(self, code: str) -> None:
        self.date.setVisible(code == "date")
        if code == "date":
            self.date.setFocus()
        self.changed.emit()

    def show_window(self, window: Any) -> None:
        """Show a `records.time.Window`."""
        span = (window.start, window.end)
        named = {times: part.name for part, times in self._hours.items()} | {_ALL_DAY: "all"}
        if span not in named:
            self._own = span
            self.retranslate()
        self.part.set_code(named.get(span, "own"))
        if window.on is not None:
            self.date.set_day(window.on)
        code = "date" if window.on is not None else "any" if window.weekday is None else str(window.weekday)
        self.day.set_code(code)
        self.date.setVisible(code == "date")

    def plain(self) -> dict[str, Any]:
        """The day and the part as they stand, and a time of its own."""
        own = [moment.isoformat() for moment in self._own] if self._own else []
        return {"day": self.day.code(), "date": self.date.plain(), "part": self.part.code(), "own": own}

    def set_plain(self, held: Mapping[str, Any]) -> None:
        """Show them."""
        if held["own"]:
            start, end = (time.fromisoformat(moment) for moment in held["own"])
            self._own = start, end
            self.retranslate()
        self.day.set_code(held["day"])
        self.date.set_plain(held["date"])
        self.part.set_code(held["part"])
        self.date.setVisible(held["day"] == "date")

    def fields(self) -> dict[str, Any]:
        """The fields of a Window. Raises ValueError when a date is wanted and none is there."""
        part = self.part.code()
        if part == "own" and self._own is not None:
            start, end = self._own
        else:
            start, end = _ALL_DAY if part in ("", "all", "own") else self._hours[Daypart[part]]
        day = self.day.code()
        fields: dict[str, Any] = {"start": start, "end": end}
        if day == "date":
            fields["on"] = self.date.day()
            if fields["on"] is None:
                raise ValueError("no date")
        elif day.isdigit():
            fields["weekday"] = int(day)
        return fields


class WindowsEditor(Translated, QWidget):
    """Windows of time; none mean any time. `hours` are the office's parts of the day."""

    changed = Signal()

    def __init__(self, hours: Hours, *, today: Callable[[], date] = date.today) -> None:
        super().__init__()
        self._hours, self._today = hours, today
        self.lines: list[_Line] = []
        self.none = Said(N_("Any time"), role="subtle")
        self.add_button = Button(N_("Add a time"), self.add)
        self.add_button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusProxy(self.add_button)
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(6)
        self._rows.addWidget(self.none)
        self._rows.addWidget(self.add_button)

    def add(self) -> _Line:
        """Another line."""
        line = _Line(self._hours, self._today, self._drop)
        line.changed.connect(self.changed)
        self.lines.append(line)
        self._rows.insertWidget(self._rows.count() - 1, line)
        self.none.hide()
        line.day.setFocus()
        self.changed.emit()
        return line

    def _drop(self, line: _Line) -> None:
        self.lines.remove(line)
        line.hide()
        line.deleteLater()
        self.none.setVisible(not self.lines)
        self.add_button.setFocus()
        self.changed.emit()

    def set_windows(self, windows: Sequence[Any]) -> None:
        """Show these windows."""
        for line in list(self.lines):
            self._drop(line)
        for window in windows:
            self.add().show_window(window)

    def plain(self) -> list[Any]:
        """What each line holds."""
        return [line.plain() for line in self.lines]

    def set_plain(self, held: Sequence[Any]) -> None:
        """As many lines as there were, each filled."""
        self.set_windows(())
        for one in held:
            self.add().set_plain(one)

    def fields(self) -> list[dict[str, Any]]:
        """The fields of each Window. Raises ValueError when one is not complete."""
        return [line.fields() for line in self.lines]
