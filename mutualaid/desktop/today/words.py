"""What a line of the day says: of whom or what it is, what is to be done, and when, in plain words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from mutualaid.desktop.needs.state import unit_word
from mutualaid.discretion.masks import mask_name
from mutualaid.language import labels
from mutualaid.language.catalog import N_, current_language, ntr, tr
from mutualaid.language.formats import (
    format_list,
    format_quantity,
    format_time,
    format_time_range,
    relative_day,
)
from mutualaid.language.message_words import part_of_day
from mutualaid.records.kinds import ContactOutcome, RunState, ShiftKind
from mutualaid.services.today_lines import LineKind, Mark, TodayLine, Who


@dataclass
class LineWords:
    """Says lines on a day. While `masked`, volunteers are told by code and neighbors by their initials."""

    on: date = field(default_factory=date.today)
    zones: Mapping[str, str] = field(default_factory=dict)
    masked: bool = True

    def person(self, who: Who) -> str:
        """A volunteer, by code or by name."""
        return who.code if self.masked else who.name or who.code

    def _people(self, line: TodayLine) -> str:
        return format_list([self.person(who) for who in line.who])

    def head(self, line: TodayLine) -> str:
        """Of whom or of what: its code, and the name, covered to its initials."""
        if line.kind is LineKind.SHIFT:
            return self.zones.get(line.code, line.code)
        if line.kind is LineKind.FORMS:
            return line.what
        name = mask_name(line.name) if self.masked else line.name
        told = [line.code, name if name != line.code else ""]
        # A name in full takes a line of its own: beside the code it would leave no room for what is to be done.
        return ("  " if self.masked else "\n").join(filter(None, told)) or self._item(line) or tr("Deliveries")

    def _item(self, line: TodayLine) -> str:
        return line.item[current_language() == "es"]

    def what(self, line: TodayLine) -> str:
        """What is to be done about it."""
        return _WHAT[line.kind](self, line)

    def when(self, line: TodayLine) -> str:
        """When it is, or since when it waits."""
        return _WHEN.get(line.kind, _moment)(line, self.on)

    def need_words(self, line: TodayLine) -> str:
        """A need: its category, and its item where it names one."""
        item = self._item(line)
        kind = labels.category(line.what)
        return tr("{category}: {item}", category=kind, item=item) if item else kind

    def back_words(self, line: TodayLine) -> str:
        """A call back: how the last try ended."""
        return tr(_BACK[ContactOutcome(line.what)])

    def asked_words(self, line: TodayLine) -> str:
        """A match: whose answer it waits for, or that somebody is still to be asked."""
        kind = labels.category(line.what)
        if not line.who:
            return tr("{category}: to be arranged with the household", category=kind)
        if line.asked_on is None:
            return tr("{category}: ask {people}", category=kind, people=self._people(line))
        day = relative_day(line.asked_on, self.on)
        return tr("{category}: asked {people} {day}, no answer yet", category=kind, people=self._people(line), day=day)

    def hearing_words(self, line: TodayLine) -> str:
        """Who goes along to a hearing."""
        return _with_trouble(line, self._going(line))

    def _going(self, line: TodayLine) -> str:
        if not line.count:
            return tr("Accompaniment: nobody goes along yet")
        if Mark.UNCOVERED in line.marks:
            return tr("Accompaniment: {n} of {of} go along", n=line.count, of=line.of)
        return tr("Accompaniment: {people}", people=self._people(line))

    def shift_words(self, line: TodayLine) -> str:
        """How many of those wanted come to a shift."""
        kind = labels.label(ShiftKind(line.what))
        if Mark.UNCOVERED in line.marks:
            return _with_trouble(line, tr("{shift}: {n} of {of} people", shift=kind, n=line.count, of=line.of))
        return _with_trouble(line, tr("{shift}: {people}", shift=kind, people=self._people(line)))

    def run_clash_words(self, line: TodayLine) -> str:
        """A run, somebody of which is elsewhere or away."""
        return _with_trouble(line, tr("Run: {people}", people=self._people(line)))

    def task_clash_words(self, line: TodayLine) -> str:
        """A ride, a delivery or another task, somebody of which is elsewhere or away."""
        return _with_trouble(line, tr("{shift}: {people}", shift=labels.category(line.what), people=self._people(line)))

    def run_words(self, line: TodayLine) -> str:
        """How far a run is."""
        state = labels.label(RunState(line.what))
        if line.what == RunState.UNDER_WAY:
            facts = {"state": state, "n": line.count, "of": line.of}
            return ntr("{state}: {n} of {of} stop done", "{state}: {n} of {of} stops done", line.of, **facts)
        return ntr("{state}: {n} stop", "{state}: {n} stops", line.of, state=state)

    def loose_words(self, line: TodayLine) -> str:
        """Deliveries that no run takes along."""
        return ntr("{n} delivery is on no run", "{n} deliveries are on no run", line.count)

    def expiring_words(self, line: TodayLine) -> str:
        """What lies there of a lot."""
        amount = format_quantity(line.count, unit_word(line.unit, line.count))
        return tr("{item}: {amount}", item=self._item(line), amount=amount)

    def low_words(self, line: TodayLine) -> str:
        """How much is free of an item that runs low."""
        amount = format_quantity(line.count, unit_word(line.unit, line.count))
        wanted = format_quantity(line.of, unit_word(line.unit, line.of))
        return tr("{amount} free, wanted: {wanted}", amount=amount, wanted=wanted)

    def forms_words(self, line: TodayLine) -> str:
        """How many forms of an event wait."""
        return ntr("{n} form to look at", "{n} forms to look at", line.count)

    def erase_words(self, line: TodayLine) -> str:
        """That a household asked us to keep nothing."""
        return tr("They asked us to keep nothing: finish what is open, then erase it")

    def review_words(self, line: TodayLine) -> str:
        """That a household's record is due."""
        return tr("See whether all of it still holds, and whether they still agree")

    def training_words(self, line: TodayLine) -> str:
        """The skill that a training is for."""
        return labels.skill(line.what)


_BACK = {
    ContactOutcome.REACHED: N_("Call again, as agreed"),
    ContactOutcome.NO_ANSWER: N_("Call again: nobody answered"),
    ContactOutcome.LEFT_MESSAGE: N_("Call again: a message was left"),
    ContactOutcome.WRONG_NUMBER: N_("Find another way: the number was wrong"),
    ContactOutcome.CALL_BACK: N_("Call back: they asked for it"),
}


def troubled(line: TodayLine) -> bool:
    """Whether a line is to stand out: something is overdue, uncovered, or in two places."""
    return bool(line.marks)


def _with_trouble(line: TodayLine, said: str) -> str:
    if Mark.CONFLICT not in line.marks:
        return said
    return tr("{what}; somebody is elsewhere or away at that time", what=said)


def _moment(line: TodayLine, today: date) -> str:
    """A day, with the time or the part of the day where it has one."""
    if line.on is None:
        return ""
    day = relative_day(line.on, today)
    if line.starts is not None and line.ends is not None:
        return tr("{day}, {time}", day=day, time=format_time_range(line.starts, line.ends))
    if line.starts is not None:
        return tr("{day}, {time}", day=day, time=format_time(line.starts))
    if line.part is not None:
        return tr("{day} {part}", day=day, part=part_of_day(line.part))
    return day


def _needed(line: TodayLine, today: date) -> str:
    if line.on is None:
        return tr("urgent; asked for {day}", day=relative_day(line.asked_on or today, today))
    day = relative_day(line.on, today)
    return tr("was needed {day}", day=day) if Mark.PAST in line.marks else tr("needed {day}", day=day)


def _due(line: TodayLine, today: date) -> str:
    day = relative_day(line.on or today, today)
    return tr("was due {day}", day=day) if Mark.PAST in line.marks else tr("due {day}", day=day)


def _asked(line: TodayLine, today: date) -> str:
    return _moment(line, today) or tr("pick-up")


def _expires(line: TodayLine, today: date) -> str:
    day = relative_day(line.on or today, today)
    return tr("expired {day}", day=day) if Mark.PAST in line.marks else tr("expires {when}", when=day)


def _said(line: TodayLine, today: date) -> str:
    return tr("said {day}", day=relative_day(line.on or today, today))


def _low(_line: TodayLine, _today: date) -> str:
    return tr("running low")


def _since(line: TodayLine, today: date) -> str:
    return tr("the oldest: {day}", day=relative_day(line.on or today, today))


def _lapses(line: TodayLine, today: date) -> str:
    day = relative_day(line.on or today, today)
    return tr("lapsed {day}", day=day) if Mark.PAST in line.marks else tr("lapses {day}", day=day)


_WHEN: dict[LineKind, Callable[[TodayLine, date], str]] = {
    LineKind.NEED: _needed,
    LineKind.CALL_BACK: _due,
    LineKind.ASKED: _asked,
    LineKind.EXPIRING: _expires,
    LineKind.LOW: _low,
    LineKind.FORMS: _since,
    LineKind.ERASE: _said,
    LineKind.REVIEW: _due,
    LineKind.TRAINING: _lapses,
}

_WHAT: dict[LineKind, Callable[[LineWords, TodayLine], str]] = {
    LineKind.NEED: LineWords.need_words,
    LineKind.CALL_BACK: LineWords.back_words,
    LineKind.ASKED: LineWords.asked_words,
    LineKind.HEARING: LineWords.hearing_words,
    LineKind.SHIFT: LineWords.shift_words,
    LineKind.RUN_CLASH: LineWords.run_clash_words,
    LineKind.TASK_CLASH: LineWords.task_clash_words,
    LineKind.RUN: LineWords.run_words,
    LineKind.LOOSE: LineWords.loose_words,
    LineKind.EXPIRING: LineWords.expiring_words,
    LineKind.LOW: LineWords.low_words,
    LineKind.FORMS: LineWords.forms_words,
    LineKind.ERASE: LineWords.erase_words,
    LineKind.REVIEW: LineWords.review_words,
    LineKind.TRAINING: LineWords.training_words,
}
