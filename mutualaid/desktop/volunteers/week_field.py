"""The week in the form: painted, or typed day by day, copied from one day to others, and undone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from mutualaid.desktop.volunteers.week import WeekGrid
from mutualaid.desktop.volunteers.week_model import Hours, Span, Week, read_spans, spans_words
from mutualaid.desktop.widgets.menu import MenuButton
from mutualaid.desktop.widgets.words import Button, Translated, Words, announce, plain_label
from mutualaid.language.catalog import N_, tr
from mutualaid.language.formats import format_weekday

if TYPE_CHECKING:
    from mutualaid.records.time import Window

NO_TIMES = N_("These are not times. Write them like: 8-12, 5 PM-8:30 PM")


class WeekField(Translated, QWidget):
    """The grid, and under it the day of its cursor as text. `changed` when the person changed the week."""

    changed = Signal()

    def __init__(self, hours: Hours) -> None:
        super().__init__()
        self.grid = WeekGrid(hours)
        self._windows: list[Window] = []
        self.day = 0
        self.label = QLabel()
        self.typed = QLineEdit()
        self.typed.setMaxLength(200)
        self.label.setBuddy(self.typed)
        self.error = plain_label(role="error")
        self.error.hide()
        copies: list[tuple[Words, Callable[[], object]]] = [
            (N_("Monday to Friday"), partial(self.copy_day, range(5))),
            (N_("Saturday and Sunday"), partial(self.copy_day, (5, 6))),
            (N_("Every day"), partial(self.copy_day, range(7))),
        ]
        copies += [(partial(format_weekday, day), partial(self.copy_day, (day,))) for day in range(7)]
        self.copy_button = MenuButton(self._copy_words, *copies)
        self.undo_button = Button(N_("Undo"), self.grid.undo, hint=N_("Ctrl+Z in the week"))
        line = QHBoxLayout()
        line.setSpacing(8)
        for widget in (self.label, self.typed):
            line.addWidget(widget, int(widget is self.typed))
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.copy_button)
        buttons.addWidget(self.undo_button)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.grid)
        column.addLayout(line)
        column.addWidget(self.error)
        column.addLayout(buttons)
        self.setFocusProxy(self.grid)
        self.grid.changed.connect(self._painted)
        self.grid.moved.connect(self._on_day)
        self.typed.editingFinished.connect(self._typed)
        self.retranslate()

    def retranslate(self) -> None:
        """Say which day the text is about, in the language in use."""
        self.label.setText(tr("{day}:", day=format_weekday(self.day)))
        self.typed.setAccessibleName(tr("Times on {day}", day=format_weekday(self.day)))
        self.typed.setPlaceholderText(tr("such as 8-12, 5 PM-8 PM"))
        self.copy_button.retranslate()
        self._show()

    def _copy_words(self) -> str:
        return tr("Copy {day} to", day=format_weekday(self.day))

    def _show(self) -> None:
        self.error.hide()
        self.typed.setText(spans_words(self.grid.week.days[self.day]))
        self.typed.setCursorPosition(0)
        self.undo_button.setEnabled(self.grid.can_undo)
        self.copy_button.setEnabled(True)

    def _on_day(self, day: int) -> None:
        self.day = day
        self.retranslate()

    def _painted(self) -> None:
        self._show()
        self.changed.emit()

    def _spans(self) -> tuple[Span, ...] | None:
        try:
            return read_spans(self.typed.text())
        except ValueError:
            return None

    def check(self) -> bool:
        """Whether what is typed are times; says so if not."""
        wrong = self._spans() is None
        self.error.setText(tr(NO_TIMES) if wrong else "")
        self.error.setVisible(wrong)
        if wrong:
            announce(self.typed, self.error.text())
        return not wrong

    def _typed(self) -> None:
        """What was typed becomes the day; what is no time stays to be put right."""
        spans = self._spans()
        if self.check() and spans is not None and self.typed.text() != spans_words(self.grid.week.days[self.day]):
            self.grid.change(self.grid.week.with_day(self.day, spans))
            self._show()

    def copy_day(self, targets: Sequence[int]) -> None:
        """Offer the hours of the day with the cursor on those days too."""
        self.grid.change(self.grid.week.copied(self.day, targets))

    def set_windows(self, windows: Sequence[Window]) -> None:
        """Show what weekly windows cover."""
        self._windows = list(windows)
        self.grid.set_week(Week.of(windows))
        self._show()

    def windows(self) -> list[Window]:
        """The windows of the week; those on a date are not among them."""
        return [one for one in self.grid.week.windows(self._windows) if one.on is None]

    def plain(self) -> list[list[list[int]]]:
        """The spans of each day."""
        return [[list(span) for span in spans] for spans in self.grid.week.days]

    def set_plain(self, held: list[list[list[int]]]) -> None:
        """Show them."""
        self.grid.set_week(Week(tuple(tuple((start, end) for start, end in spans) for spans in held)))
        self._show()
