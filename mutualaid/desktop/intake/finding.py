"""One of many names: a list of big rows, narrowed by typing some letters."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from mutualaid.desktop.intake.controls import Control
from mutualaid.desktop.intake.look import ENTER, TARGET, larger, tall, text
from mutualaid.desktop.intake.state import given
from mutualaid.desktop.widgets.words import announce
from mutualaid.language import question_words
from mutualaid.language.answer_words import choice_words
from mutualaid.language.catalog import ntr, tr
from mutualaid.records.answers import Answers, Value
from mutualaid.records.folding import fold
from mutualaid.records.questions import Question
from mutualaid.records.zones import chicago

_ROWS = 6


class _Search(QLineEdit):
    """Types into the list below: Down goes to it, Enter takes the row that is marked."""

    down = Signal()
    entered = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down:
            self.down.emit()
        elif event.key() in ENTER:
            if not event.isAutoRepeat():
                self.entered.emit()
        else:
            super().keyPressEvent(event)


class _Rows(QListWidget):
    entered = Signal()
    wanted = 0

    def sizeHint(self) -> QSize:
        """As high as some of its rows, where there is room."""
        return QSize(super().sizeHint().width(), self.wanted)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER:
            if not event.isAutoRepeat():
                self.entered.emit()
        else:
            super().keyPressEvent(event)


def _other_names(code: str, name: str) -> tuple[str, ...]:
    """What people call an area beside its name on the map, as long as the office has not named it otherwise."""
    known = chicago().get(code)
    return known.aliases if known is not None and known.name == name else ()


class Found(Control):
    """One of many: a list of big rows, narrowed by typing some letters of a name."""

    def __init__(self, question: Question, zones: Mapping[str, str], *, high: int = TARGET) -> None:
        super().__init__(question, high=high)
        self._names = {code: choice_words(question, code, zones) for code in question.choices}
        self.chosen = ""
        self.told = text(self._told, bold=True)
        self.search = _Search()
        self.search.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.search.textEdited.connect(self.narrow)
        self.search.down.connect(self._into_list)
        self.search.entered.connect(self.take)
        self.rows = _Rows()
        self.rows.setProperty("role", "choices")
        self.rows.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.rows.setUniformItemSizes(True)
        self.rows.setWordWrap(True)
        self.rows.itemClicked.connect(self._choose)
        self.rows.entered.connect(self.take)
        tall(self.search, high)
        larger(self.rows)
        self._row_high = max(high, self.rows.fontMetrics().height() + 20)
        self.rows.setMinimumHeight(3 * self._row_high + 8)
        self.rows.setMaximumHeight(_ROWS * self._row_high + 8)
        self.rows.wanted = _ROWS * self._row_high + 8
        self._sought: dict[str, str] = {}
        for code, name in sorted(self._names.items(), key=lambda one: fold(one[1])):
            others = _other_names(code, name)
            self._sought[code] = fold(" / ".join((name, *others)))
            item = QListWidgetItem(tr("{name} ({others})", name=name, others=", ".join(others[:2])) if others else name)
            item.setData(Qt.ItemDataRole.UserRole, code)
            item.setSizeHint(QSize(0, self._row_high))
            self.rows.addItem(item)
        for widget in (self.told, self.search, self.rows):
            self.body.addWidget(widget)
        self.retranslate()
        self._mark()

    def retranslate(self) -> None:
        """Name the field and the list."""
        if hasattr(self, "rows"):
            self.search.setAccessibleName(question_words.ask(self.question.id))
            self.search.setAccessibleDescription(question_words.why(self.question.id))
            self.search.setPlaceholderText(tr("Type a few letters, or choose below"))
            self.rows.setAccessibleName(question_words.short(self.question.id))

    def _told(self) -> str:
        if not self.chosen:
            return tr("Nothing chosen yet")
        return tr("Chosen: {name}", name=self._names.get(self.chosen, self.chosen))

    def _items(self) -> list[QListWidgetItem]:
        return [self.rows.item(row) for row in range(self.rows.count())]

    def narrow(self, typed: str) -> None:
        """Show the rows that have the letters in them, those that begin so marked first."""
        wanted = fold(typed.strip())
        shown, begins = [], []
        for item in self._items():
            sought = self._sought[item.data(Qt.ItemDataRole.UserRole)]
            item.setHidden(wanted not in sought)
            if wanted in sought:
                shown.append(item)
            if any(name.startswith(wanted) for name in sought.split(" / ")):
                begins.append(item)
        first = (begins or shown)[0] if wanted and shown else None
        if first is None:
            self.rows.setCurrentRow(-1)
        else:
            self.rows.setCurrentItem(first)
            self.rows.scrollToItem(first)
        announce(self.search, ntr("{n} name fits", "{n} names fit", len(shown)))

    def take(self) -> None:
        """Enter: choose the row that is marked; go on where it is chosen already."""
        at = self.rows.currentRow()
        item = self.rows.item(at) if at >= 0 else None
        if item is not None and not item.isHidden() and item.data(Qt.ItemDataRole.UserRole) != self.chosen:
            self._choose(item)
        else:
            self.entered.emit()

    def _into_list(self) -> None:
        self.rows.setFocus()
        if self.rows.currentItem() is None:
            first = next((row for row, item in enumerate(self._items()) if not item.isHidden()), -1)
            self.rows.setCurrentRow(first)

    def _choose(self, item: QListWidgetItem) -> None:
        self.chosen = str(item.data(Qt.ItemDataRole.UserRole))
        self._mark()
        self.changed.emit()
        announce(self.rows, self.told.text())

    def _mark(self) -> None:
        self.told.retranslate()

    def values(self) -> Mapping[str, Value | None]:
        """The code that is chosen."""
        return {self.question.id: self.chosen or None}

    def show_answers(self, answers: Answers) -> None:
        """Mark it, and bring it into view."""
        value, _ = given(answers, self.question)
        self.chosen = value if isinstance(value, str) else ""
        item = next((one for one in self._items() if one.data(Qt.ItemDataRole.UserRole) == self.chosen), None)
        if item is not None:
            self.rows.setCurrentItem(item)
            self.rows.scrollToItem(item, QListWidget.ScrollHint.PositionAtCenter)
        self._mark()

    def first(self) -> QWidget:
        """The field."""
        return self.search
