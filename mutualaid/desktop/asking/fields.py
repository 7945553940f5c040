"""A field for each way of answering a question: choices and times here, words and numbers in `text_fields`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QLabel

from mutualaid.desktop.asking.answer_field import Field, Saying
from mutualaid.desktop.asking.text_fields import CountsField, LineField, NoteField, NumberField, PhoneField
from mutualaid.desktop.asking.tiles import Tiles
from mutualaid.desktop.asking.times import TimesGrid
from mutualaid.desktop.widgets.choice import Choice
from mutualaid.desktop.widgets.offers import category_words, language_words, zone_offers, zone_words
from mutualaid.desktop.widgets.watched_line import WatchedLine
from mutualaid.language import question_words
from mutualaid.records.questions import Answer, Question

if TYPE_CHECKING:
    from mutualaid.records.answers import Value

NONE = "none"
"""The tile that says of consents that all were refused, which is another thing than not having been asked."""


class TileField(Field):
    """Yes or no, one, or several of some choices; and in words what none of them is."""

    def __init__(self, question: Question) -> None:
        super().__init__(question)
        codes = ("yes", "no") if question.kind is Answer.YES_NO else question.choices
        self._refuses = question.id == "consents"
        self.tiles = Tiles((*codes, NONE) if self._refuses else codes, single=question.kind is not Answer.MANY)
        self.other = WatchedLine() if question.other else None
        self.beside = QLabel()
        self._before: list[str] = []
        self.column.addWidget(self.tiles)
        if self.other is not None:
            self.other.line.setMaxLength(200)
            self.beside.setBuddy(self.other.line)
            row = QHBoxLayout()
            row.addWidget(self.beside)
            row.addWidget(self.other, 1)
            self.column.addLayout(row)
            self.other.changed.connect(self.changed)
        self.tiles.changed.connect(self._pressed)

    def setFocus(self, *_reason: object) -> None:
        """To the tiles."""
        self.tiles.setFocus()

    def _pressed(self) -> None:
        codes = self.tiles.codes()
        if self._refuses and NONE in codes and len(codes) > 1:
            self.tiles.set_codes([code for code in codes if (code == NONE) == (NONE not in self._before)])
        self._before = self.tiles.codes()
        self.changed.emit()

    def answers(self) -> dict[str, Value]:
        """As codes; nothing pressed is no answer."""
        codes, kind = self.tiles.codes(), self.question.kind
        found: dict[str, Value] = {}
        if codes and kind is Answer.YES_NO:
            found[self.question.id] = codes == ["yes"]
        elif codes:
            found[self.question.id] = codes[0] if kind is Answer.ONE else [code for code in codes if code != NONE]
        if self.other is not None and self.other.written():
            found[self.question.other] = self.other.written()
        return found

    def plain(self) -> dict[str, Value]:
        """As a draft may keep it."""
        held = self.answers()
        if self.other is not None and self.question.other in held:
            held[self.question.other] = self.other.plain()
        return held

    def put(self, answers: Mapping[str, Value]) -> None:
        """Press what was answered."""
        value = answers.get(self.question.id)
        if isinstance(value, bool):
            codes = ["yes" if value else "no"]
        elif isinstance(value, list):
            codes = value or ([NONE] if self._refuses else [])
        else:
            codes = [str(value)] if value else []
        self.tiles.set_codes(codes)
        self._before = codes
        if self.other is not None:
            self.other.set_text(str(answers.get(self.question.other, "")))

    def relabel(self, saying: Saying) -> None:
        """Name the tiles, and the line beside them."""
        question, cat = self.question, saying.cat
        names = saying.names(question)
        if self._refuses:
            names[NONE] = cat.tr("None of these")
        words = {"needs": category_words, "languages": language_words}.get(question.id, dict)()
        self.tiles.relabel(names, cat, about=question_words.ask(question.id, cat), also=words)
        if self.other is not None:
            self.beside.setText(question_words.other(question.other, cat))
            self.other.line.setAccessibleName(question_words.other(question.other, cat))


class ZoneField(Field):
    """The neighbourhood, found by typing any of its names."""

    def __init__(self, question: Question) -> None:
        super().__init__(question)
        self.choice = Choice()
        self.choice.chosen.connect(lambda _code: self.changed.emit())
        self.column.addWidget(self.choice)
        self.setFocusProxy(self.choice)

    def answers(self) -> dict[str, Value]:
        """Its code."""
        return {self.question.id: self.choice.code()} if self.choice.code() else {}

    def put(self, answers: Mapping[str, Value]) -> None:
        """Choose it."""
        self.choice.set_code(str(answers.get(self.question.id, "")))

    def relabel(self, saying: Saying) -> None:
        """Offer the office's zones."""
        self.choice.set_choices(zone_offers(saying.zones), also=zone_words(saying.zones))
        self.choice.setAccessibleName(question_words.ask(self.question.id, saying.cat))


class TimesField(Field):
    """Days and parts of days."""

    def __init__(self, question: Question) -> None:
        super().__init__(question)
        self.grid = TimesGrid(question)
        self.grid.changed.connect(self.changed)
        self.column.addWidget(self.grid)

    def setFocus(self, *_reason: object) -> None:
        """To the table."""
        self.grid.setFocus()

    def answers(self) -> dict[str, Value]:
        """The times."""
        return {self.question.id: list(self.grid.codes())} if self.grid.codes() else {}

    def put(self, answers: Mapping[str, Value]) -> None:
        """Press them."""
        value = answers.get(self.question.id, [])
        self.grid.set_codes(value if isinstance(value, list) else [])

    def relabel(self, saying: Saying) -> None:
        """Name days and parts."""
        self.grid.relabel(saying.cat)


_FIELDS: dict[Answer, type[Field]] = {
    Answer.LINE: LineField,
    Answer.NOTE: NoteField,
    Answer.PHONE: PhoneField,
    Answer.NUMBER: NumberField,
    Answer.YES_NO: TileField,
    Answer.ONE: TileField,
    Answer.MANY: TileField,
    Answer.COUNTS: CountsField,
    Answer.TIMES: TimesField,
}


def field_for(question: Question) -> Field:
    """The field in which a question is answered."""
    return ZoneField(question) if question.id == "zone" else _FIELDS[question.kind](question)
