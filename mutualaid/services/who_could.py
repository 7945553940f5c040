"""Who could do this: volunteers in the order in which to ask them, with what speaks for each and what against.

Of a need, the engine's own rules say who may (`matching.rules`), asked about a problem of just this need, every
volunteer, and what each has taken on already. A shift, an accompaniment or something described freely is held against
the same rules, and against the clock times that people are booked for (`services.bookings`).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from mutualaid.records.household import Household
from mutualaid.records.need import Need
from mutualaid.records.schedule import Appointment, Shift
from mutualaid.services.bookings import Task, clock, people_of
from mutualaid.services.candidates import Candidate, Facts, Wanted
from mutualaid.services.could_need import NeedSearch
from mutualaid.services.could_task import TaskSearch
from mutualaid.services.load import Load, load
from mutualaid.services.office import Office

__all__ = ["Candidate", "Wanted", "for_appointment", "for_shift", "who_could"]

_WEEKS = 4


def who_could(
    office: Office, *, need: str | None = None, task: Task | Wanted | None = None, limit: int = 20
) -> list[Candidate]:
    """The first `limit` volunteers to ask about a need, or about something described, the most fitting first.

    Whom nothing forbids comes first; then whom little speaks against; then who was asked less, and lives nearer.
    Paused volunteers are left out. Raises BadInput("record_gone"), Refused("need_not_planned") for a need that is over
    or takes no volunteer.
    """
    loads = {one.volunteer: one for one in load(office, weeks=_WEEKS)}
    with office.store.read() as read:
        if need is not None:
            found = NeedSearch(office, read, need).candidates()
        else:
            found = TaskSearch(office, read, _wanted(task)).candidates()
    ranked = [one._replace(load=loads.get(one.volunteer)) for one in found]
    ranked = [one._replace(reasons=(*one.reasons, *_by_load(one.load))) for one in ranked]
    return sorted(ranked, key=_order)[:limit]


def _wanted(task: Task | Wanted | None) -> Wanted:
    if isinstance(task, Task):
        return Wanted((task.starts, task.ends), task.skill, household=task.household, besides=task.besides)
    return task or Wanted()


def for_shift(office: Office, *, uid: str) -> Wanted:
    """A shift as what is wanted: who is down for it is left out. Raises BadInput("record_gone")."""
    with office.store.read() as read:
        shift = read.get(Shift, uid)
    when = (clock(shift.starts), clock(shift.ends))
    return Wanted(when, shift.skill, zone=shift.zone, besides=frozenset({uid}), without=frozenset(shift.volunteers))


def for_appointment(office: Office, *, uid: str) -> Wanted:
    """An accompaniment as what is wanted: its household's languages, and who goes already is left out."""
    with office.store.read() as read:
        held = read.get(Appointment, uid)
        home = read.get(Household, held.household)
        need = read.get(Need, held.need) if held.need is not None else None
        going = people_of(read, held)
    return Wanted(
        (clock(held.starts), clock(held.ends)), "accompaniment",
        tuple((need.languages if need is not None else []) or home.languages), home.zone,
        int(need.trust) if need is not None else 0, need.seats if need is not None else 0,
        held.household, frozenset({uid}), frozenset([*going, *filter(None, [held.replacement])]),
    )  # fmt: skip


def _order(one: Candidate) -> tuple[Any, ...]:
    asked = one.load.asked / one.load.offered if one.load is not None and one.load.offered else 0.0
    knows = any(reason["for"] == "knows" for reason in one.reasons)
    hard = len(one.rules) + sum(clash.hard for clash in one.clashes)
    speaks = (not one.able, hard, len(one.clashes), not knows)
    return *speaks, round(asked, 3), one.tasks, one.km or 0.0, one.name, one.code


def _by_load(one: Load | None) -> Iterable[Facts]:
    return [{"for": "asked_less"}] if one is not None and one.less else []
