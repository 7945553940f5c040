"""The repeated parts of a volunteer's form: a language with its level, a training, an absence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from mutualaid.desktop.form_window import NO_DAY
from mutualaid.desktop.households.lists import language_choices, skill_choices
from mutualaid.desktop.volunteers.week_field import NO_TIMES
from mutualaid.desktop.volunteers.week_model import clock, minute, read_spans, spans_words
from mutualaid.desktop.widgets.choice import Choice
from mutualaid.desktop.widgets.dates import DateField
from mutualaid.desktop.widgets.forms import FormRow
from mutualaid.desktop.widgets.words import Said, Translated, Words, announce
from mutualaid.language.catalog import N_, tr
from mutualaid.language.labels import label
from mutualaid.records.kinds import LanguageLevel
from mutualaid.records.time import DateRange, Window
from mutualaid.records.volunteer import SpokenLanguage, Training


class _Row(Translated, QWidget):
    """Named fields side by side, with what is wrong under them."""

    changed = Signal()

    def __init__(self, *fields: tuple[Words, QWidget]) -> None:
        super().__init__()
        self.error = Said("", role="error")
        self.error.hide()
        line = QHBoxLayout()
        line.setSpacing(6)
        for words, field in fields:
            line.addWidget(FormRow(words, field), 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(line)
        column.addWidget(self.error)
        self.setFocusProxy(fields[0][1])

    def wrong(self, words: Words) -> bool:
        """Show what is wrong, "" for nothing; whether it is all right."""
        self.error.say(words)
        self.error.setVisible(bool(words))
        if words:
            announce(self.error, self.error.text())
        return not words


class LanguageRow(_Row):
    """A language and how well it is spoken."""

    def __init__(self) -> None:
        self.code, self.level = Choice(), Choice()
        super().__init__((N_("Language"), self.code), (N_("How well"), self.level))
        self.retranslate()
        self.level.set_code(LanguageLevel.FLUENT.value)
        for choice in (self.code, self.level):
            choice.chosen.connect(lambda _code: self.changed.emit())

    def retranslate(self) -> None:
        """Set the choices."""
        self.code.set_choices(language_choices())
        self.level.set_choices([(level.value, label(level)) for level in reversed(LanguageLevel)])

    def parts(self) -> dict[str, QWidget]:
        """Its fields."""
        return {"code": self.code, "level": self.level}

    def set_spoken(self, spoken: SpokenLanguage) -> None:
        """Show a language."""
        self.code.set_code(spoken.code)
        self.level.set_code(spoken.level.value)

    def spoken(self) -> SpokenLanguage | None:
        """The language, none for an empty row."""
        code = self.code.code()
        level = LanguageLevel(self.level.code() or LanguageLevel.FLUENT.value)
        return SpokenLanguage(code=code, level=level) if code else None


class TrainingRow(_Row):
    """A training: for which skill, when, and until when it holds."""

    def __init__(self, today: Callable[[], date]) -> None:
        self.skill, self.on, self.expires = Choice(), DateField(today=today), DateField(today=today)
        super().__init__((N_("Training for"), self.skill), (N_("Taken on"), self.on), (N_("Good until"), self.expires))
        self.retranslate()
        self.skill.chosen.connect(lambda _code: self.changed.emit())
        for field in (self.on, self.expires):
            field.changed.connect(self.changed)

    def retranslate(self) -> None:
        """Set the choices."""
        self.skill.set_choices(skill_choices())

    def parts(self) -> dict[str, QWidget]:
        """Its fields."""
        return {"skill": self.skill, "on": self.on, "expires": self.expires}

    def set_training(self, training: Training) -> None:
        """Show a training."""
        self.skill.set_code(training.skill)
        self.on.set_day(training.on)
        self.expires.set_day(training.expires)

    def check(self) -> bool:
        """Whether it can be kept."""
        try:
            on, expires = self.on.day(), self.expires.day()
        except ValueError:
            return self.wrong(NO_DAY)
        if self.skill.code() and on is None:
            return self.wrong(N_("Say when the training was taken."))
        if on is not None and expires is not None and expires < on:
            return self.wrong(N_("It cannot lapse before it was taken."))
        return self.wrong("")

    def training(self) -> Training | None:
        """The training, none for an empty row."""
        on = self.on.day()
        skill = self.skill.code()
        return Training(skill=skill, on=on, expires=self.expires.day()) if skill and on else None


class AbsenceRow(_Row):
    """From the first to the last day away; one day when there is no last."""

    def __init__(self, today: Callable[[], date]) -> None:
        self.first, self.last = DateField(today=today), DateField(today=today)
        super().__init__((N_("First day away"), self.first), (N_("Last day away"), self.last))
        for field in (self.first, self.last):
            field.changed.connect(self.changed)

    def parts(self) -> dict[str, QWidget]:
        """Its fields."""
        return {"first": self.first, "last": self.last}

    def set_range(self, absence: DateRange) -> None:
        """Show an absence."""
        self.first.set_day(absence.first)
        self.last.set_day(absence.last)

    def check(self) -> bool:
        """Whether it can be kept."""
        try:
            first, last = self.first.day(), self.last.day()
        except ValueError:
            return self.wrong(NO_DAY)
        if first is None and last is not None:
            return self.wrong(N_("Say from which day on."))
        if first is not None and last is not None and last < first:
            return self.wrong(N_("The last day comes before the first."))
        return self.wrong("")

    def range(self) -> DateRange | None:
        """The absence, none for an empty row."""
        first = self.first.day()
        return DateRange(first=first, last=self.last.day() or first) if first else None


class DatedRow(_Row):
    """Hours on one date besides the week's: the day, and times as they are typed."""

    def __init__(self, today: Callable[[], date]) -> None:
        self.on, self.times = DateField(today=today), QLineEdit()
        self.times.setMaxLength(200)
        super().__init__((N_("On the day"), self.on), (N_("Hours"), self.times))
        self.on.changed.connect(self.changed)
        self.times.textEdited.connect(lambda _text: self.changed.emit())
        self.retranslate()

    def retranslate(self) -> None:
        """Say how times are typed."""
        self.times.setPlaceholderText(tr("such as 8-12, 5 PM-8 PM"))

    def parts(self) -> dict[str, QWidget]:
        """Its fields."""
        return {"on": self.on, "times": self.times}

    def set_windows(self, windows: Sequence[Window]) -> None:
        """Show the windows of one date."""
        self.on.set_day(windows[0].on)
        self.times.setText(spans_words((minute(one.start), minute(one.end)) for one in windows))

    def check(self) -> bool:
        """Whether it can be kept."""
        try:
            on = self.on.day()
        except ValueError:
            return self.wrong(NO_DAY)
        try:
            spans = read_spans(self.times.text())
        except ValueError:
            return self.wrong(NO_TIMES)
        if bool(spans) != (on is not None):
            return self.wrong(N_("Say the day and the hours."))
        return self.wrong("")

    def windows(self) -> list[Window]:
        """The windows of that date, none for an empty row."""
        on = self.on.day()
        spans = read_spans(self.times.text())
        return [Window(on=on, start=clock(start), end=clock(end)) for start, end in spans] if on is not None else []
