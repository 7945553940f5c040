"""What the volunteers page says, without a widget: columns, the week as cells, sentences of the detail."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, time
from typing import TYPE_CHECKING, Any

from mutualaid.desktop.widgets.line_model import Column
from mutualaid.discretion.masks import mask_name
from mutualaid.language import labels
from mutualaid.language.ask_words import ask_words
from mutualaid.language.catalog import N_, ntr, tr
from mutualaid.language.formats import (
    format_date,
    format_date_range,
    format_list,
    format_number,
    format_time_range,
    format_weekday,
)
from mutualaid.language.reasons import in_miles
from mutualaid.records.kinds import LIVE_MATCHES, Daypart, MatchState

if TYPE_CHECKING:
    from mutualaid.records.time import DateRange, Window
    from mutualaid.records.views import MatchLine
    from mutualaid.records.volunteer import SpokenLanguage, Training, Volunteer

Hours = Mapping[Daypart, tuple[time, time]]
Cells = frozenset[tuple[int, Daypart]]
"""Weekday (Monday is 0) and part of the day."""


def columns(
    zones: Mapping[str, str], spoken: Mapping[str, Sequence[SpokenLanguage]], covered: Callable[[], bool]
) -> tuple[Column, ...]:
    """The table's columns. `spoken` are languages with their level by uid."""

    def name(line: Any) -> str:
        return mask_name(line.name) if covered() else line.name or line.code

    def languages(line: Any) -> str:
        return language_words(spoken.get(line.uid, ()))

    return (
        Column(N_("Name"), name, width=160),
        Column(N_("This week"), tasks_words, lambda line: line.tasks, 90),
        Column(N_("Languages"), languages, width=190),
        Column(N_("Skills"), lambda line: format_list([labels.skill(code) for code in line.skills]), width=190),
        Column(N_("Transport"), lambda line: labels.transport(line.transport), width=120),
        Column(N_("Zones"), lambda line: zone_words(line, zones), width=140),
        Column(N_("Active"), lambda line: tr("Yes") if line.active else tr("No"), lambda line: not line.active, 70),
        Column(N_("Code"), lambda line: line.code, width=100),
    )


def tasks_words(line: Any) -> str:
    """How much she has taken on of what is fair to ask in a week."""
    return tr("{tasks} of {most}", tasks=format_number(line.tasks), most=format_number(line.tasks_per_week))


def zone_words(line: Any, zones: Mapping[str, str]) -> str:
    """The zones she works in, else her own."""
    return format_list([zones.get(code, code) for code in line.zones or (line.zone,)])


def interpreting_words(record: Volunteer) -> str:
    """How she interprets: in person, by telephone, or both; "" when she does not."""
    ways = [tr("in person")] if record.interprets_in_person else []
    if record.calls:
        ways.append(
            ntr("by telephone, {n} household at a time", "by telephone, {n} households at a time", record.calls)
        )
    return format_list(ways)


def language_words(spoken: Sequence[SpokenLanguage]) -> str:
    """Languages with how well: "Spanish (fluent) and Mam (basic)"."""
    return format_list(
        [
            tr("{language} ({level})", language=labels.language(one.code), level=labels.label(one.level).lower())
            for one in spoken
        ]
    )


def training_words(training: Training, today: date) -> str:
    """A training: what for, when, until when; whether it has lapsed."""
    words = tr("{skill}, {day}", skill=labels.skill(training.skill), day=format_date(training.on))
    if training.expires is None:
        return words
    until = format_date(training.expires)
    if training.expires < today:
        return tr("{training}; lapsed on {day}", training=words, day=until)
    return tr("{training}; good until {day}", training=words, day=until)


def carries(volunteer: Volunteer) -> str:
    """What she can take along: "Car: 3 seats, 120 kg, 6 stops"."""
    seats = ntr("{n} seat", "{n} seats", volunteer.seats)
    stops = ntr("{n} stop", "{n} stops", volunteer.stops)
    weight = tr("{kilos} kg", kilos=format_number(volunteer.capacity_kg))
    return tr(
        "{transport}: {seats}, {weight}, {stops}",
        transport=labels.transport(volunteer.transport), seats=seats, weight=weight, stops=stops,
    )  # fmt: skip


def reach(volunteer: Volunteer, zones: Mapping[str, str]) -> str:
    """Where she works."""
    home = zones.get(volunteer.zone, volunteer.zone)
    if volunteer.zones:
        return format_list([zones.get(code, code) for code in volunteer.zones])
    return tr("within {miles} mi of {zone}", miles=format_number(in_miles(volunteer.radius_km)), zone=home)


def absences_words(absences: Sequence[DateRange], today: date) -> str:
    """Absences that are not over, each on a line."""
    ahead = sorted((one for one in absences if one.last >= today), key=lambda one: one.first)
    return "\n".join(format_date_range(one.first, one.last) for one in ahead)


def cells_of(windows: Sequence[Window], hours: Hours) -> Cells:
    """The parts of the week that weekly windows cover; a window without a weekday counts for all seven."""
    from mutualaid.records.time import parts_of

    found = set()
    for window in windows:
        if window.on is None:
            days = range(7) if window.weekday is None else (window.weekday,)
            found |= {(day, part) for day in days for part in parts_of(window.start, window.end, dict(hours))}
    return frozenset(found)


def windows_of(cells: Cells, before: Sequence[Window], hours: Hours) -> list[Window]:
    """Windows that cover those cells. Days on which nothing changed keep their windows with the clock times that they
    had, and so do windows on a date.
    """
    from mutualaid.records.time import Window

    was = cells_of(before, hours)
    if cells == was:
        return list(before)
    made = []
    for day in range(7):
        wanted = sorted(part for weekday, part in cells if weekday == day)
        if wanted == sorted(part for weekday, part in was if weekday == day):
            made += [
                Window(weekday=day, start=one.start, end=one.end)
                for one in before
                if one.on is None and one.weekday in (None, day)
            ]
        else:
            made += [Window(weekday=day, start=hours[part][0], end=hours[part][1]) for part in wanted]
    return made + [one for one in before if one.on is not None]


def week_words(cells: Cells) -> str:
    """The week as it is read aloud: "Monday: morning and evening; Friday: night"."""
    days = []
    for day in range(7):
        parts = [labels.label(part).lower() for part in Daypart if (day, part) in cells]
        if parts:
            days.append(tr("{day}: {parts}", day=format_weekday(day), parts=format_list(parts)))
    return "; ".join(days) if days else tr("no time of the week given")


def dated_words(windows: Sequence[Window]) -> str:
    """Windows on a date, each on a line."""
    dated = sorted((one for one in windows if one.on is not None), key=lambda one: (one.on, one.start))
    return "\n".join(
        tr("{day}: {time}", day=format_date(one.on, weekday=True), time=format_time_range(one.start, one.end))
        for one in dated
        if one.on is not None
    )


def ahead(matches: Sequence[Any]) -> list[Any]:
    """Matches that still hold her, the soonest first."""
    return [line for line in matches if line.state in LIVE_MATCHES]


def past(matches: Sequence[Any]) -> list[Any]:
    """Matches that are over, the latest first."""
    return [line for line in reversed(matches) if line.state not in LIVE_MATCHES]


def task_words(line: Any) -> str:
    """A match as the volunteer's task: when, what, for which household, how it stands."""
    when = format_date(line.day, weekday=True) if line.day else tr("Pick-up")
    if line.day and line.part is not None:
        when = tr("{day}, {part}", day=when, part=labels.label(line.part).lower())
    parts = (when, labels.category(line.category), line.household, labels.label(line.state))
    return " · ".join(part for part in parts if part)


LESSER = frozenset({"asked", "hand", "cancel"})
"""What is done with a task less often."""


def verbs_of(line: MatchLine, volunteer: str) -> list[str]:
    """What can be done with a task of hers, the main thing first."""
    if line.state != MatchState.ACCEPTED:
        return ["fulfil", "no", "message", "hand", "cancel"]
    said_yes = any(uid == volunteer and yes for uid, _on, yes in line.asks)
    return [*(() if said_yes else ("confirm",)), "no", "message", "fulfil", "asked", "hand", "cancel"]


def asked_words(line: MatchLine) -> str:
    """Who in a task was asked when, and who said yes."""
    return ask_words(line.people, line.asks)


def count_words(shown: int, active: int, searched: bool) -> str:
    """The line under the page's title."""
    if searched:
        return ntr("{n} volunteer found", "{n} volunteers found", shown)
    whole = ntr("{n} volunteer", "{n} volunteers", shown)
    return tr("{volunteers}, {active} active", volunteers=whole, active=format_number(active))
