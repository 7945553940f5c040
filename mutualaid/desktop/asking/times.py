"""When somebody may come, as a small table of days and parts of a day: one stop of Tab, pressed by keys."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from mutualaid.desktop import theme
from mutualaid.desktop.widgets.words import plain_label
from mutualaid.language import question_words
from mutualaid.language.catalog import Catalog
from mutualaid.language.formats import format_weekday
from mutualaid.records.questions import DAYS, PARTS, Question

_STEPS = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}


class TimesGrid(QWidget):
    """Arrows move, Space presses, 1 to 7 press a whole day or let it go. `changed` when the person pressed something.

    The codes are those of `records.questions.TIMES`.
    """

    changed = Signal()

    def __init__(self, question: Question) -> None:
        super().__init__()
        self._question = question
        self.buttons: dict[str, QPushButton] = {}
        self._days = [plain_label(wrap=False) for _day in DAYS]
        self._parts = [plain_label(wrap=False) for _part in PARTS]
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(3)
        grid.setColumnStretch(len(DAYS) + 1, 1)
        for row, title in enumerate(self._parts, 1):
            grid.addWidget(title, row, 0)
        for column, (day, title) in enumerate(zip(DAYS, self._days, strict=True), 1):
            title.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            grid.addWidget(title, 0, column)
            for row, part in enumerate(PARTS, 1):
                button = QPushButton()
                button.setProperty("role", "toggle")
                button.setCheckable(True)
                button.setAutoDefault(False)
                button.setMinimumWidth(theme.HIT + 12)
                button.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
                button.installEventFilter(self)
                button.toggled.connect(partial(self._mark, button))
                button.clicked.connect(lambda _checked: self.changed.emit())
                self.buttons[f"{day}_{part}"] = button
                grid.addWidget(button, row, column)
        self._held = next(iter(self.buttons))
        self._hold(self._held)

    @staticmethod
    def _mark(button: QPushButton, on: bool) -> None:
        button.setText("✓" if on else "")

    def _hold(self, code: str) -> None:
        had = any(one.hasFocus() for one in self.buttons.values())
        self.buttons[self._held].setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.buttons[code].setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._held = code
        if had:
            self.buttons[code].setFocus()

    def setFocus(self, *_reason: object) -> None:
        """Come back to the time that was last gone to."""
        self.buttons[self._held].setFocus()

    def relabel(self, cat: Catalog) -> None:
        """Name days, parts and every time."""
        for place, title in enumerate(self._days):
            day = format_weekday(place, short=True, cat=cat)
            title.setText(f"{place + 1} {day}")
            title.setToolTip(question_words.day(DAYS[place], cat))
        for part, title in zip(PARTS, self._parts, strict=True):
            title.setText(question_words.part(part, cat))
        for code, button in self.buttons.items():
            words = question_words.choice(self._question, code, cat)
            button.setAccessibleName(words)
            button.setToolTip(words)

    def codes(self) -> list[str]:
        """What is pressed, in the order of the week."""
        return [code for code, button in self.buttons.items() if button.isChecked()]

    def set_codes(self, codes: list[str]) -> None:
        """Press these."""
        for code, button in self.buttons.items():
            button.setChecked(code in codes)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows move, digits press days."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        held = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        step = _STEPS.get(Qt.Key(event.key()))
        if event.modifiers() & held:
            return False
        if step is not None:
            self._go(*step)
            return True
        if event.text() and event.text() in "1234567":
            self._press_day(DAYS[int(event.text()) - 1])
            return True
        return False

    def _go(self, right: int, down: int) -> None:
        day, part = self._held.split("_")
        across, along = DAYS.index(day) + right, PARTS.index(part) + down
        if 0 <= across < len(DAYS) and 0 <= along < len(PARTS):
            self._hold(f"{DAYS[across]}_{PARTS[along]}")

    def _press_day(self, day: str) -> None:
        times = [self.buttons[f"{day}_{part}"] for part in PARTS]
        on = not all(button.isChecked() for button in times)
        for button in times:
            button.setChecked(on)
        self._hold(f"{day}_{PARTS[0]}")
        self.changed.emit()
