"""Choosing from a list: one of a few or of many, several with words beside them, and the parts of a week."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from mutualaid.desktop import theme
from mutualaid.desktop.intake.controls import Control
from mutualaid.desktop.intake.look import TARGET, text
from mutualaid.desktop.intake.state import given
from mutualaid.desktop.intake.tiles import Pick, Tick, TileGrid
from mutualaid.desktop.intake.watched import Watched
from mutualaid.language import question_words
from mutualaid.language.answer_words import choice_words
from mutualaid.language.catalog import ptr
from mutualaid.records.answers import Answers, Value
from mutualaid.records.questions import DAYS, PARTS, Question

_FEW = 8
"""As many choices are tiles; more are a list that can be searched."""
_ROWS = 6
_OTHER_MOST = 200


class One(Control):
    """One of a few tiles."""

    def __init__(self, question: Question, zones: Mapping[str, str], *, high: int = TARGET) -> None:
        super().__init__(question, high=high)
        self.tiles = {code: Pick(partial(choice_words, question, code, zones), high=high) for code in question.choices}
        for tile in self.tiles.values():
            tile.clicked.connect(lambda _checked=False: self.changed.emit())
        self.body.addWidget(TileGrid(list(self.tiles.values()), most=2))

    def values(self) -> Mapping[str, Value | None]:
        """The code that is chosen."""
        return {self.question.id: next((code for code, tile in self.tiles.items() if tile.isChecked()), None)}

    def show_answers(self, answers: Answers) -> None:
        """Press it."""
        value, _ = given(answers, self.question)
        if isinstance(value, str) and value in self.tiles:
            self.tiles[value].setChecked(True)

    def first(self) -> QWidget:
        """The one that is chosen, or the first."""
        return next((tile for tile in self.tiles.values() if tile.isChecked()), next(iter(self.tiles.values())))


class Many(Control):
    """As many tiles as fit, and words for what fits none."""

    def __init__(self, question: Question, *, high: int = TARGET) -> None:
        super().__init__(question, high=high)
        self.tiles = {
            code: Tick(partial(question_words.choice, question, code), high=high) for code in question.choices
        }
        self.none: Tick | None = None
        if question.id == "consents":  # refusing all of it is an answer, and not the same as not being asked
            self.none = Tick(lambda: ptr("consents", "Nothing of it"), high=high)
            self.none.clicked.connect(self._none_pressed)
        for tile in self.tiles.values():
            tile.clicked.connect(self._pressed)
        wide = 2 if question.id in ("consents", "phone_rules") else 3
        self.body.addWidget(TileGrid([*self.tiles.values(), *([self.none] if self.none else [])], most=wide))
        self.beside: Watched | None = None
        if question.other:
            self.beside = Watched(most=_OTHER_MOST, high=high)
            self.beside.changed.connect(self.changed)
            self.beside.entered.connect(self.entered)
            self.label = text(lambda: question_words.other(question.other))
            self.label.setBuddy(self.beside.field)
            self.body.addWidget(self.label)
            self.body.addWidget(self.beside)
        self.retranslate()

    def retranslate(self) -> None:
        """Name the words beside the choices."""
        if getattr(self, "beside", None) is not None and self.beside is not None:
            self.beside.name(question_words.other(self.question.other))

    def _pressed(self) -> None:
        if self.none is not None and any(tile.isChecked() for tile in self.tiles.values()):
            self.none.setChecked(False)
        self.changed.emit()

    def _none_pressed(self) -> None:
        if self.none is not None and self.none.isChecked():
            for tile in self.tiles.values():
                tile.setChecked(False)
        self.changed.emit()

    def values(self) -> Mapping[str, Value | None]:
        """The codes in their order, and the words beside them."""
        codes = [code for code, tile in self.tiles.items() if tile.isChecked()]
        refused_all = self.none is not None and self.none.isChecked()
        found: dict[str, Value | None] = {self.question.id: codes if codes or refused_all else None}
        if self.beside is not None:
            found[self.question.other] = self.beside.text() or None
        return found

    def show_answers(self, answers: Answers) -> None:
        """Press what was chosen."""
        value, words = given(answers, self.question)
        for code, tile in self.tiles.items():
            tile.setChecked(isinstance(value, list) and code in value)
        if self.none is not None:
            self.none.setChecked(value == [])
        if self.beside is not None:
            self.beside.set_text(words)

    def first(self) -> QWidget:
        """The first tile."""
        return next(iter(self.tiles.values()))


class Times(Control):
    """The days of a week, each in its parts; arrow keys go from one to the next."""

    def __init__(self, question: Question, *, high: int = TARGET) -> None:
        super().__init__(question, high=high)
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(8)
        self.tiles: dict[tuple[int, int], Tick] = {}
        for row, day in enumerate(DAYS):
            grid.addWidget(text(partial(question_words.day, day), bold=True), row, 0)
            for column, part in enumerate(PARTS):
                tile = Tick(partial(question_words.part, part), high=high)
                tile.clicked.connect(lambda _checked=False: self.changed.emit())
                tile.installEventFilter(self)
                self.tiles[row, column] = tile
                grid.addWidget(tile, row, column + 1)
        for column in range(1, len(PARTS) + 1):
            grid.setColumnStretch(column, 1)
        grid.setColumnMinimumWidth(0, theme.roomy(90))
        self.body.addLayout(grid)
        self.retranslate()

    def retranslate(self) -> None:
        """Each is named by its day too."""
        for (row, column), tile in getattr(self, "tiles", {}).items():
            code = f"{DAYS[row]}_{PARTS[column]}"
            tile.setAccessibleName(question_words.choice(self.question, code))

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Arrow keys."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            steps = {
                Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0), Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1),
            }  # fmt: skip
            step = steps.get(Qt.Key(event.key()))
            here = next((place for place, tile in self.tiles.items() if tile is watched), None)
            if step is not None and here is not None:
                there = self.tiles.get((here[0] + step[0], here[1] + step[1]))
                if there is not None:
                    there.setFocus(Qt.FocusReason.TabFocusReason)
                return True
        return False

    def _codes(self) -> dict[str, Tick]:
        return {f"{DAYS[row]}_{PARTS[column]}": tile for (row, column), tile in self.tiles.items()}

    def values(self) -> Mapping[str, Value | None]:
        """The codes that are chosen, in the order of the week."""
        return {self.question.id: [code for code, tile in self._codes().items() if tile.isChecked()] or None}

    def show_answers(self, answers: Answers) -> None:
        """Press them."""
        value, _ = given(answers, self.question)
        for code, tile in self._codes().items():
            tile.setChecked(isinstance(value, list) and code in value)

    def first(self) -> QWidget:
        """Monday morning."""
        return self.tiles[0, 0]
