"""How many: a number between two big buttons, and a row of them for each age."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIntValidator, QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QWidget

from mutualaid.desktop import theme
from mutualaid.desktop.intake.controls import Control
from mutualaid.desktop.intake.look import ENTER, TARGET, Big, tall, text
from mutualaid.desktop.intake.state import given
from mutualaid.desktop.widgets.words import Translated
from mutualaid.language import question_words
from mutualaid.language.catalog import tr
from mutualaid.records.answers import Answers, Value
from mutualaid.records.questions import Question

_LESS, _MORE = "\u2212", "+"


class _Digits(QLineEdit):
    """The number itself; the arrow keys count."""

    stepped = Signal(int)
    entered = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.stepped.emit(1 if event.key() == Qt.Key.Key_Up else -1)
        elif event.key() in ENTER:
            if not event.isAutoRepeat():
                self.entered.emit()
        else:
            super().keyPressEvent(event)


class Stepper(Translated, QWidget):
    """A whole number or none, from `low` to `high`."""

    changed = Signal()
    entered = Signal()

    def __init__(self, name: Callable[[], str], *, low: int, high: int, high_px: int = TARGET) -> None:
        super().__init__()
        self._name, self._low, self._high = name, low, high
        self.field = _Digits()
        self.field.setValidator(QIntValidator(0, high, self.field))
        self.field.setMaxLength(len(str(high)))
        self.field.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.field.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        tall(self.field, high_px)
        self.field.setFixedWidth(theme.roomy(90))
        self.field.textEdited.connect(lambda _text: self.changed.emit())
        self.field.stepped.connect(self.step)
        self.field.entered.connect(self.entered)
        self.less = Big(lambda: _LESS, lambda: self.step(-1), high=high_px)
        self.more = Big(lambda: _MORE, lambda: self.step(1), high=high_px)
        for button in (self.less, self.more):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Up and Down in the field do the same
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for part in (self.less, self.field, self.more):
            row.addWidget(part)
        row.addStretch(1)
        self.setFocusProxy(self.field)
        self.retranslate()

    def retranslate(self) -> None:
        """Name the field and both buttons."""
        if hasattr(self, "more"):
            name = self._name()
            self.field.setAccessibleName(name)
            self.less.setAccessibleName(tr("One less: {name}", name=name))
            self.more.setAccessibleName(tr("One more: {name}", name=name))

    def value(self) -> int | None:
        """The number; None while there is none, or one that is too small."""
        digits = self.field.text()
        number = int(digits) if digits.isdigit() else 0
        return min(number, self._high) if number >= max(1, self._low) else None

    def set_value(self, number: int | None) -> None:
        """Show a number."""
        self.field.setText("" if number is None else str(number))

    def step(self, by: int) -> None:
        """One more or one less; below the lowest there is none."""
        number = (self.value() or 0) + by
        self.set_value(min(number, self._high) if number >= max(1, self._low) else None)
        self.changed.emit()


class Number(Control):
    """One number."""

    def __init__(self, question: Question, *, high: int = TARGET) -> None:
        super().__init__(question, high=high)
        self.stepper = Stepper(lambda: question_words.ask(question.id), low=1, high=question.most, high_px=high)
        self.stepper.changed.connect(self.changed)
        self.stepper.entered.connect(self.entered)
        self.body.addWidget(self.stepper)

    def values(self) -> Mapping[str, Value | None]:
        """The number."""
        return {self.question.id: self.stepper.value()}

    def show_answers(self, answers: Answers) -> None:
        """Show it."""
        value, _ = given(answers, self.question)
        self.stepper.set_value(value if isinstance(value, int) else None)

    def first(self) -> QWidget:
        """The field."""
        return self.stepper.field


class Counts(Control):
    """A number for each group."""

    def __init__(self, question: Question, *, high: int = TARGET) -> None:
        super().__init__(question, high=high)
        grid = QGridLayout()
        grid.setHorizontalSpacing(18)
        grid.setVerticalSpacing(10)
        grid.setColumnStretch(1, 1)
        self.steppers: dict[str, Stepper] = {}
        for row, code in enumerate(question.choices):
            stepper = Stepper(lambda code=code: question_words.choice(question, code), low=0, high=40, high_px=high)  # type: ignore[misc]
            stepper.changed.connect(self.changed)
            stepper.entered.connect(self.entered)
            label = text(lambda code=code: question_words.choice(question, code))  # type: ignore[misc]
            label.setBuddy(stepper.field)
            label.setMinimumWidth(theme.roomy(190))
            grid.addWidget(label, row, 0)
            grid.addWidget(stepper, row, 1)
            self.steppers[code] = stepper
        self.body.addLayout(grid)

    def values(self) -> Mapping[str, Value | None]:
        """The numbers that are not zero."""
        counts = {code: number for code, one in self.steppers.items() if (number := one.value())}
        return {self.question.id: counts or None}

    def show_answers(self, answers: Answers) -> None:
        """Show them."""
        value, _ = given(answers, self.question)
        for code, stepper in self.steppers.items():
            stepper.set_value(value.get(code) if isinstance(value, dict) else None)

    def first(self) -> QWidget:
        """The first group's field."""
        return next(iter(self.steppers.values())).field
