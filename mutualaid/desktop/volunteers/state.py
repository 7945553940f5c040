"""What the volunteers page says, without a widget: columns, the week as cells, sentences of the detail."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from mutualaid.desktop.widgets.line_model import Column
from mutualaid.discretion.masks import mask_name
from mutualaid.language import labels
from mutualaid.language.ask_words import ask_words
from mutualaid.language.catalog import N_, ntr, tr
from mutualaid.language.formats import (
    format_date,
    format_date_range,
    format_duration,
    format_list,
    format_number,
    format_percent,
    format_time_range,
)
from mutualaid.language.reasons import in_miles
from mutualaid.records.kinds import LIVE_MATCHES, MatchState

if TYPE_CHECKING:
    from mutualaid.records.time import DateRange, Window
    from mutualaid.records.views import MatchLine
    from mutualaid.records.volunteer import SpokenLanguage, Training, Volunteer
    from mutualaid.services.commitments import Commitment
    from mutualaid.services.load import Load


LOAD_COLUMN = 2
"""Where the table shows how often each was asked."""


def columns(
    zones: Mapping[str, str],
    spoken: Mapping[str, Sequence[SpokenLanguage]],
    loads: Mapping[str, Load],
    covered: Callable[[], bool],
) -> tuple[Column, ...]:
    """The table's columns. `spoken` are languages with their level, `loads` what each was asked, by uid."""

    def name(line: Any) -> str:
        return mask_name(line.name) if covered() else line.name or line.code

    def asked(line: Any) -> tuple[int, int]:
        one = loads.get(line.uid)
        return (one.asked, one.minutes) if one is not None else (0, 0)

    def languages(line: Any) -> str:
        return language_words(spoken.get(line.uid, ()))

    return (
        Column(N_("Name"), name, width=160),
        Column(N_("This week"), tasks_words, lambda line: line.tasks, 90),
        Column(N_("Asked, 4 weeks"), lambda line: load_words(loads.get(line.uid)), asked, 150),
        Column(N_("Languages"), languages, width=190),
        Column(N_("Skills"), lambda line: format_list([labels.skill(code) for code in line.skills]), width=190),
        Column(N_("Transport"), lambda line: labels.transport(line.transport), width=120),
        Column(N_("Zones"), lambda line: zone_words(line, zones), width=140),
        Column(N_("Active"), lambda line: tr("Yes") if line.active else tr("No"), lambda line: not line.active, 70),
        Column(N_("Code"), lambda line: line.code, width=100),
    )


def load_words(one: Load | None) -> str:
    """What she was asked in four weeks, what she answered and did; and whether she was asked less than others."""
    if one is None:
        return ""
    asked = ntr("asked {n} time", "asked {n} times", one.asked)
    told = [
        tr("{asked}: {yes} yes, {no} no", asked=asked, yes=format_number(one.yes), no=format_number(one.no)),
        ntr("{n} task done", "{n} tasks done", one.done),
    ]
    if one.minutes:
        told.append(format_duration(one.minutes))
    if one.less:
        told.append(tr("asked less than others"))
    return ", ".join(told)


def spread_words(loads: Sequence[Load]) -> str:
    """How evenly asks are spread, "" where nobody was asked."""
    from mutualaid.services.load import fairness

    spread = fairness(loads)
    if not spread.asked:
        return ""
    asked = ntr("{n} ask in four weeks", "{n} asks in four weeks", spread.asked)
    share = format_percent(spread.busiest)
    return tr("{asked}, {share} of them to the busiest third of volunteers", asked=asked, share=share)


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
    if training_standing(training, today):
        return tr("{training}; lapses soon, on {day}", training=words, day=until)
    return tr("{training}; good until {day}", training=words, day=until)


def training_standing(training: Training, today: date) -> str:
    """Whether a training "lapsed", lapses "soon" (within a month), or holds ("")."""
    from mutualaid.services.commitments import SOON

    if training.expires is None or training.expires > today + SOON:
        return ""
    return "lapsed" if training.expires < today else "soon"


def commitment_words(one: Commitment) -> str:
    """A booking: when, and for what."""
    day = format_date(one.starts.date(), weekday=True, year=False)
    times = format_time_range(one.starts.time(), one.ends.time())
    return tr("{day}, {times}: {what}", day=day, times=times, what=commitment_what(one))


def commitment_what(one: Commitment) -> str:
    """What a booking is for."""
    if one.shift is not None:
        return tr("shift, {kind}", kind=labels.label(one.shift).lower())
    if one.code:
        return tr("{category} ({code})", category=labels.category(one.category).lower(), code=one.code)
    return tr("goes along")


def week_blocks(booked: Sequence[Commitment], monday: date) -> list[tuple[int, tuple[int, int], str]]:
    """Bookings of a week as (day, span of minutes, words) for its picture."""
    found = []
    for one in booked:
        for ahead in range(7):
            day = monday + timedelta(days=ahead)
            if one.starts.date() <= day <= one.ends.date():
                start = one.starts.hour * 60 + one.starts.minute if one.starts.date() == day else 0
                end = one.ends.hour * 60 + one.ends.minute if one.ends.date() == day else 24 * 60
                if start < end:
                    found.append((ahead, (start, end), commitment_what(one)))
    return found


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
