"""How entries of the schedule, what is amiss with them and where they would be dropped are said. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from mutualaid.language import labels
from mutualaid.language.catalog import N_, ntr, ptr, tr
from mutualaid.language.formats import format_date, format_list, format_time, format_time_range

if TYPE_CHECKING:
    from mutualaid.desktop.schedule.carry import Carry
    from mutualaid.services.bookings import Booking, Clash
    from mutualaid.services.week import Entry

Named = Callable[[str], str]
"""A volunteer's name by uid, covered where names are covered."""

KINDS: dict[str, str] = {
    "run": N_("Runs"),
    "shift": N_("Shifts"),
    "hearing": N_("Hearings"),
    "task": N_("Other tasks"),
}
"""What the filter calls each kind."""

_CLASH = {
    "gone": N_("{name}: paused or has left"),
    "absent": N_("{name}: away that day"),
    "busy": N_("{name}: somewhere else then"),
    "skill": N_("{name}: lacks the skill, or its training has lapsed"),
    "excluded": N_("{name}: not to be sent to this household"),
    "consent": N_("{name}: this household lets nothing be shared"),
    "not_free": N_("{name}: outside the hours they offered"),
    "week_full": N_("{name}: has as many tasks that week as they wanted"),
}
_BUSY = {
    "match": N_("{name}: has a task then ({time})"),
    "shift": N_("{name}: is on a shift then ({time})"),
    "appointment": N_("{name}: is at a hearing then ({time})"),
}


def title(entry: Entry) -> str:
    """What an entry is, in two or three words."""
    if entry.shift is not None:
        return labels.label(entry.shift)
    if entry.kind == "hearing":
        return tr("Hearing, {code}", code=entry.code)
    if entry.kind == "run":
        return tr("Run {code}", code=entry.code)
    if len(entry.matches) > 1:
        return ntr("{n} delivery", "{n} deliveries", len(entry.matches))
    return f"{labels.category(entry.category)}, {entry.code}"


def where(entry: Entry, zones: Callable[[str], str], site: str = "") -> str:
    """Where it is: place and room, or a site, or its zones."""
    if entry.place:
        return ", ".join(part for part in (entry.place, entry.room) if part)
    named = format_list([zones(code) for code in entry.zones])
    return ", ".join(part for part in (site, named) if part)


def times(starts: datetime, ends: datetime) -> str:
    """From when to when, on a clock; the day after is said."""
    if starts.date() == ends.date():
        return format_time_range(starts.time(), ends.time())
    return tr("{start} to {end} the day after", start=format_time(starts), end=format_time(ends))


def when(starts: datetime, ends: datetime) -> str:
    """Day and time."""
    return tr("{day}, {time}", day=format_date(starts.date(), weekday=True, year=False), time=times(starts, ends))


def people(entry: Entry, named: Named) -> str:
    """Who is on; who asked for cover is marked so."""
    said = [
        tr("{name} (asks for cover)", name=named(who)) if who in entry.cover else named(who) for who in entry.people
    ]
    return format_list(said)


def wanted(entry: Entry) -> str:
    """How many are still wanted, nothing when none."""
    return ntr("{n} more wanted", "{n} more wanted", entry.missing) if entry.missing else ""


def amiss(entry: Entry) -> str:
    """What is wrong in a few words, for the block itself."""
    conflicts = len(entry.forbidden)
    said = [ntr("{n} conflict", "{n} conflicts", conflicts)] if conflicts else []
    if entry.missing:
        said.append(wanted(entry))
    if entry.waits:
        said.append(ptr("of a match", "waits for a yes"))
    return " · ".join(said)


def clash(found: Clash, named: Named) -> str:
    """One thing that stands against somebody being there."""
    booking: Booking | None = found.booking
    if booking is not None:
        return tr(_BUSY[booking.kind.value], name=named(found.volunteer), time=times(booking.starts, booking.ends))
    return tr(_CLASH[found.kind.value], name=named(found.volunteer))


def clash_lines(found: Iterable[Clash], named: Named) -> list[str]:
    """Each of them once, what forbids first."""
    return list(dict.fromkeys(clash(one, named) for one in sorted(found, key=lambda one: not one.hard)))


def spoken(entry: Entry, zones: Callable[[str], str], named: Named, site: str = "") -> str:
    """An entry as it is read aloud."""
    said = [title(entry), when(entry.starts, entry.ends), where(entry, zones, site), people(entry, named)]
    said.append(amiss(entry))
    return ". ".join(part for part in said if part)


def verdict(found: Sequence[Clash]) -> tuple[str, str]:
    """Whether something can be dropped where it is, and the role that a label saying so has."""
    if any(one.hard for one in found):
        return tr("It cannot be dropped here."), "error"
    if found:
        return tr("It can be dropped here; to weigh:"), "warn"
    return tr("It can be dropped here; nothing stands against it."), "good"


def carried(carry: Carry, found: Sequence[Clash], named: Named) -> str:
    """Where a carried entry would be dropped, and what stands against it there."""
    place = when(carry.starts, carry.ends)
    hard = [one for one in found if one.hard]
    soft = [one for one in found if not one.hard]
    if hard:
        told = format_list(clash_lines(hard, named))
        return tr("{place}. It cannot be dropped here: {why}.", place=place, why=told)
    if soft:
        told = format_list(clash_lines(soft, named))
        return tr("{place}. It can be dropped here; to weigh: {why}.", place=place, why=told)
    return tr("{place}. It can be dropped here; nothing stands against it.", place=place)
