"""One question of the blank form as strips of marks: its words in two languages side by side, and room for the answer.

A strip's marks are placed from its own top; the form stacks strips and never cuts one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import zip_longest

from mutualaid.language import question_words
from mutualaid.papers.form_look import LEFT, RIGHT, ROOM, STANDARD, Look, Pair, Strip
from mutualaid.papers.sheet_marks import Box, Mark, Rule, Words, broken, lines, pitch, rise, width_of
from mutualaid.records.folding import fold
from mutualaid.records.questions import DAYS, PARTS, Answer, Question


@dataclass(frozen=True)
class Block:
    """Lays out questions: the languages, the sizes and the names of the office's zones."""

    pair: Pair
    look: Look
    zones: Mapping[str, str]
    most_zones: int = 12
    """Zones that are offered to tick; more of them are a line to write on."""

    @property
    def indent(self) -> float:
        """Where words and answers begin, right of the numbers."""
        return LEFT + width_of("00.", self.look.ask, bold=True) + 4

    @property
    def _beside(self) -> float:
        """From the left edge of a box to its words."""
        return 1.45 * self.look.box

    def number(self, number: int) -> Words:
        """A question's number, at the top of a strip."""
        return Words(LEFT, rise(self.look.ask), f"{number}.", self.look.ask, bold=True)

    def question(self, number: int, question: Question, consent: Mapping[str, str]) -> list[Strip]:
        """The strips of one question, the first with its words."""
        heading = self._heading(number, question, self._inline(question))
        told = self._consent(consent) if question.id == "keep" else []
        return [heading, *told, *self._answer(question), Strip((), self.look.gap)]

    def _consent(self, consent: Mapping[str, str]) -> list[Strip]:
        """What is agreed to, line by line, for an office may have much to say."""
        size, half = self.look.consent, (RIGHT - self.indent - 12) / 2
        texts = [broken(consent[words.language], half, size) for words in (self.pair.first, self.pair.second)]
        strips = []
        for both in zip_longest(*texts, fillvalue=""):
            marks = [
                Words(self.indent + at * (half + 12), rise(size), line, size) for at, line in enumerate(both) if line
            ]
            strips.append(Strip(tuple(marks), pitch(size)))
        return strips

    def _heading(self, number: int, question: Question, inline: tuple[list[Mark], float, float]) -> Strip:
        """Number, question and why we ask, each language in its half; small answers stand at the right of them."""
        look = self.look
        marks, beside, high = inline
        half = (RIGHT - self.indent - 12) / 2
        placed: list[Mark] = [self.number(number)]
        tall = high
        for at, words in enumerate((self.pair.first, self.pair.second)):
            x = self.indent + at * (half + 12)
            wide = half - (beside + 10 if at and beside else 0)
            text = broken(question_words.ask(question.id, words), wide, look.ask, bold=True)
            asked, down = lines(text, x, 0, look.ask, bold=True)
            placed += asked
            if question.id != "keep":
                told, more = lines(
                    broken(question_words.why(question.id, words), wide, look.why), x, down + 0.5, look.why
                )
                placed += told
                down += more
            tall = max(tall, down)
        return Strip((*placed, *marks), tall + 2)

    def _inline(self, question: Question) -> tuple[list[Mark], float, float]:
        """An answer small enough to stand beside its question: marks, how wide, how high."""
        look = self.look
        if question.kind is Answer.YES_NO:
            said = [self.pair.one_line(partial(question_words.yes_no, yes)) for yes in (True, False)]
            widths = [self._beside + width_of(text, look.choice) + 12 for text in said]
            x, marks = RIGHT - sum(widths), list[Mark]()
            for text, wide in zip(said, widths, strict=True):
                marks += self._tick(x, 1, [text])
                x += wide
            return marks, sum(widths), look.box + 4
        if question.kind is Answer.NUMBER:
            cell = look.box * 1.7
            return [Box(RIGHT - (2 - at) * cell, 0, cell, cell * 1.2) for at in range(2)], 2 * cell, cell * 1.2
        return [], 0, 0

    def _tick(self, x: float, y: float, text: Sequence[str]) -> list[Mark]:
        """A box to tick with its words, the first line beside its middle."""
        look = self.look
        said, _ = lines(text, x + self._beside, y + (look.box - look.choice) / 2 - 0.06 * look.choice, look.choice)
        return [Box(x, y, look.box, look.box), *said]

    def _answer(self, question: Question) -> list[Strip]:
        kind = question.kind
        if kind is Answer.PHONE:
            return [self._comb()]
        if kind is Answer.LINE:
            return [self._lines(1)]
        if kind is Answer.NOTE:
            return [self._lines(self.look.notes)]
        if kind is Answer.COUNTS:
            return self._counts(question)
        if kind is Answer.TIMES:
            return self._times()
        if kind is Answer.ONE and question.id == "zone" and len(question.choices) > self.most_zones:
            return [self._lines(1)]
        if kind in {Answer.ONE, Answer.MANY}:
            return self._choices(question)
        return []

    def _lines(self, count: int) -> Strip:
        rules = tuple(Rule(self.indent, (at + 1) * self.look.line - 4, RIGHT - self.indent) for at in range(count))
        return Strip(rules, count * self.look.line)

    def _comb(self) -> Strip:
        """Ten boxes as a number is said, three, three and four; then a line for what is no such number."""
        look = self.look
        cell, high, x = look.box * 1.7, look.box * 2.1, self.indent
        marks: list[Mark] = []
        for at in range(10):
            marks.append(Box(x, 2, cell, high))
            x += cell + (8 if at in (2, 5) else 0)
        marks.append(Rule(x + 14, high + 2, RIGHT - x - 14))
        return Strip(tuple(marks), high + 5)

    def _counts(self, question: Question) -> list[Strip]:
        """A box to write how many for each age, its words beside it; as many in a row as have room."""
        look = self.look
        cell, high, room = look.box * 2.2, look.box * 2, RIGHT - self.indent
        rows: list[list[tuple[float, tuple[str, str]]]] = [[]]
        for code in question.choices:
            said = self.pair.both(partial(question_words.choice, question, code))
            wide = cell + look.box / 2 + max(width_of(text, look.choice) for text in said) + 8
            if rows[-1] and sum(width for width, _ in rows[-1]) + wide > room:
                rows.append([])
            rows[-1].append((wide, said))
        strips = []
        for row in rows:
            x, marks = self.indent, list[Mark]()
            spare = (room - sum(wide for wide, _ in row)) / len(row)
            for wide, said in row:
                words, _ = lines(said, x + cell + look.box / 2, 0, look.choice)
                marks += [Box(x, 1, cell, high), *words]
                x += wide + spare
            strips.append(Strip(tuple(marks), max(high, 2 * pitch(look.choice)) + 4))
        return strips

    def _times(self) -> list[Strip]:
        """A table to tick: a column for each day, a row for each part of it."""
        look = self.look
        size = look.choice if look is STANDARD else 16.0
        names = [self.pair.both(partial(question_words.day, day)) for day in DAYS]
        parts = [self.pair.one_line(partial(question_words.part, part)) for part in PARTS]
        x0 = self.indent
        if look.columns < 3:
            return self._times_by_day(names, parts, size)
        stub = max(width_of(part, size) for part in parts) + 10
        wide = (RIGHT - x0 - stub) / len(DAYS)
        marks: list[Mark] = []
        for at, both in enumerate(names):
            for row, name in enumerate(both):
                x = x0 + stub + at * wide + (wide - width_of(name, size)) / 2
                marks.append(Words(x, rise(size) + row * pitch(size), name, size))
        top = 2 * pitch(size) + 2
        high = max(look.box, size) + 5
        for row, part in enumerate(parts):
            y = top + row * high
            marks.append(Rule(x0, y, RIGHT - x0, 0.3))
            marks.append(Words(x0, y + (high - size) / 2 + rise(size) - 0.06 * size, part, size))
            middle = x0 + stub + (wide - look.box) / 2
            marks += [Box(middle + at * wide, y + (high - look.box) / 2, look.box, look.box) for at in range(len(DAYS))]
        return [Strip(tuple(marks), top + len(parts) * high + 1)]

    def _times_by_day(self, names: Sequence[tuple[str, str]], parts: Sequence[str], size: float) -> list[Strip]:
        """The same in large print: a line for each day, for seven columns would not fit."""
        look = self.look
        x0, stub = self.indent, max(width_of(" / ".join(both), size) for both in names) + 12
        wide = (RIGHT - x0 - stub) / len(parts)
        marks: list[Mark] = []
        tall = 0.0
        for at, part in enumerate(parts):
            said, down = lines(broken(part.replace(" / ", " /\n"), wide - 6, size), x0 + stub + at * wide, 0, size)
            marks += said
            tall = max(tall, down)
        strips = [Strip(tuple(marks), tall + 3)]
        high = max(look.box, size) + 8
        for both in names:
            row: list[Mark] = [Rule(x0, 0, RIGHT - x0, 0.3), Words(x0, 4 + rise(size), " / ".join(both), size)]
            row += [
                Box(x0 + stub + at * wide + 4, (high - look.box) / 2, look.box, look.box) for at in range(len(parts))
            ]
            strips.append(Strip(tuple(row), high))
        return strips

    def _choices(self, question: Question) -> list[Strip]:
        """Boxes to tick in as many columns as take the least height; a line for what fits none of them."""
        labels = [self._called(question, code) for code in question.choices]
        other = self.pair.one_line(partial(question_words.other, question.other)) + ":" if question.other else ""
        grids = (self._grid(labels, columns, other) for columns in range(1, self.look.columns + 1))
        return min(grids, key=_height)

    def _called(self, question: Question, code: str) -> tuple[str, str]:
        if question.id == "zone":
            return self.zones.get(code, code), ""
        one, other = self.pair.both(partial(question_words.choice, question, code))
        return (one, "") if fold(one) == fold(other) else (one, other)

    def _grid(self, labels: Sequence[tuple[str, str]], columns: int, other: str) -> list[Strip]:
        """Rows of choices, read across; a label is one line where both languages fit, else each begins its own.

        The line beside the choices ends the last row where that leaves it room to write, else it has its own.
        """
        look = self.look
        wide = (RIGHT - self.indent) / columns
        room = wide - self._beside - 8
        strips: list[Strip] = []
        for start in range(0, len(labels), columns):
            marks: list[Mark] = []
            tall: float = look.box
            for at, (one, two) in enumerate(labels[start : start + columns]):
                joined = f"{one} / {two}" if two else one
                if width_of(joined, look.choice) <= room:
                    text = [joined]
                else:
                    text = [*broken(one, room, look.choice), *(broken(two, room, look.choice) if two else [])]
                marks += self._tick(self.indent + at * wide, 1, text)
                tall = max(tall, len(text) * pitch(look.choice))
                if any(width_of(line, look.choice) > room for line in text):
                    tall += 1_000  # a word that does not fit: never the best
            strips.append(Strip(tuple(marks), tall + 2 + look.gap / 10))
        if not other:
            return strips
        free = wide * (-len(labels) % columns)
        beside = free > self._beside + 4 + width_of(other, look.choice) + ROOM
        x = RIGHT - free if beside else self.indent
        write = x + self._beside + 4 + width_of(other, look.choice)
        if not beside:
            down = look.line - look.box - 6
            line = (*self._tick(x, down, [other]), Rule(write, look.line - 4, RIGHT - write))
            return [*strips, Strip(line, look.line)]
        last = strips.pop()
        line = (*self._tick(x, 1, [other]), Rule(write, look.box + 2, RIGHT - write))
        return [*strips, Strip((*last.marks, *line), last.height + 2)]


def _height(strips: Sequence[Strip]) -> float:
    return sum(strip.height for strip in strips)
