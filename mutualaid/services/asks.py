"""The question to a volunteer: that she was asked, her yes, her no, and who takes it on in her place.

An accepted match is a question until everyone whose time it takes has said yes; then it is arranged and its need is
scheduled. A no becomes a rule that plans keep, sets the goods free and opens the need again; the desk makes the next
plan around it.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from mutualaid.records.errors import Refused
from mutualaid.records.household import Contact
from mutualaid.records.kinds import (
    LIVE_MATCHES,
    ContactKind,
    ContactOutcome,
    MatchState,
    NeedState,
    RejectReason,
)
from mutualaid.records.match import Ask, Match, Rejection
from mutualaid.records.need import Need
from mutualaid.records.schedule import Appointment
from mutualaid.records.views import Changed
from mutualaid.services.areas import WORK
from mutualaid.services.bookings import Task, clashes, hours_of
from mutualaid.services.load import Fairness, Load, fairness, load
from mutualaid.services.matches import cancel_in, demand_welcome
from mutualaid.services.office import Office
from mutualaid.store.reading import Reading
from mutualaid.store.store import Stored
from mutualaid.store.writing import Writing

__all__ = [
    "Fairness",
    "Load",
    "fairness",
    "hand_over",
    "load",
    "say_asked",
    "say_no",
    "say_yes",
    "unanswered",
]


def unanswered(match: Match) -> list[str]:
    """Those whose yes is still waited for."""
    said = {ask.volunteer for ask in match.asks if ask.yes}
    return [who for who in dict.fromkeys(match.people) if who not in said]


def say_asked(
    office: Office,
    *,
    match: str,
    volunteer: str | None = None,
    note: str = "",
    on: date | None = None,
    how: ContactKind = ContactKind.MESSAGE,
    follow_up_on: date | None = None,
) -> Changed:
    """Note that a volunteer of a match was asked; without one, that all were who have not said yes.

    With a note, or a day to ask again, a line of the contact log says so too. Raises Refused("match_is_finished" |
    "not_in_match").
    """
    day = on or date.today()
    with office.store.write("ask volunteer") as write:
        kept = _live(write, match)
        people = _meant(kept, volunteer)
        write.change(Match, match, asks=_noted(kept, people, day), asked_on=day)
        if note or follow_up_on is not None:
            _log(write, people, day, how, ContactOutcome.LEFT_MESSAGE, note, follow_up_on)
    return Changed(WORK, (match, kept.need))


def say_yes(
    office: Office, *, match: str, volunteer: str | None = None, note: str = "", on: date | None = None
) -> Changed:
    """Note a volunteer's yes; without one, everybody's. Once all have said it, the match is confirmed.

    Its need is then scheduled. Raises Refused("match_is_finished" | "not_in_match"), and
    Refused("volunteer_clash" | "sending_refused", kind=...) where she cannot be there by now.
    """
    day = on or date.today()
    with office.store.write("confirm match") as write:
        need = _yes(office, write, match, volunteer, day)
        if note:
            _log(write, _meant(write.get(Match, match), volunteer), day, ContactKind.CALL, ContactOutcome.REACHED, note)
    return Changed(WORK, (match, need))


def _yes(office: Office, write: Writing, uid: str, volunteer: str | None, day: date) -> str:
    """The same inside a transaction; gives the need."""
    match = _live(write, uid)
    people = _meant(match, volunteer)
    demand_welcome(write, match)
    for who in people:
        _must_be_free(office, write, uid, match, who)
    after = write.change(Match, uid, asks=_noted(match, people, day, yes=True))
    if not unanswered(after):
        write.change(Match, uid, state=MatchState.CONFIRMED)
        if write.get(Need, match.need).state == NeedState.MATCHED:
            write.change(Need, match.need, state=NeedState.SCHEDULED)
    return match.need


def say_no(
    office: Office, *, match: str, volunteer: str | None = None, note: str = "", on: date | None = None
) -> Changed:
    """Note a volunteer's no; without one, the no of all who have not said yes (of all, when all had).

    It becomes a rule: this need never again with her. The match is called off, its goods are free, its need is open.
    Raises Refused("match_is_finished" | "not_in_match" | "no_volunteer_to_reject").
    """
    day = on or date.today()
    with office.store.write("volunteer said no") as write:
        kept = _live(write, match)
        people = _meant(kept, volunteer)
        if not people:
            raise Refused("no_volunteer_to_reject")
        for who in people:
            rule = {"need": kept.need, "reason": RejectReason.VOLUNTEER_SAID_NO, "volunteer": who, "on": day}
            write.add(Rejection.checked(**rule, note=note))
        write.change(Match, match, asks=_noted(kept, people, day))
        cancel_in(write, [Stored(match, kept)])
        write.change(Need, kept.need, state=NeedState.OPEN)
    return Changed(WORK, (match, kept.need))


def hand_over(office: Office, *, match: str, volunteer: str, to: str) -> Changed:
    """Let somebody else take a volunteer's place in a match: she is asked anew, and it waits for her yes.

    Raises Refused("match_is_finished" | "not_in_match"), Refused("volunteer_clash", kind=...) and
    Refused("volunteer_unfit", rule=...) where a rule of the plan stands against her.
    """
    with office.store.write("hand over") as write:
        kept = _live(write, match)
        _meant(kept, volunteer)
        if to in kept.people:
            raise Refused("volunteer_clash", kind="busy")
        _must_be_free(office, write, match, kept, to)
        fields = {
            "volunteers": [to if who == volunteer else who for who in kept.volunteers],
            "interpreter": to if kept.interpreter == volunteer else kept.interpreter,
            "asks": [ask for ask in kept.asks if ask.volunteer != volunteer],
            "state": MatchState.ACCEPTED,
        }
        broken = _broken(office, write, match)
        write.change(Match, match, **fields)
        now = _broken(office, write, match)
        if now is not None and broken is None:
            raise Refused("volunteer_unfit", rule=now)
        if write.get(Need, kept.need).state == NeedState.SCHEDULED:
            write.change(Need, kept.need, state=NeedState.MATCHED)
    return Changed(WORK, (match, kept.need))


def _live(write: Writing, uid: str) -> Match:
    match = write.get(Match, uid)
    if match.state not in LIVE_MATCHES:
        raise Refused("match_is_finished")
    return match


def _meant(match: Match, volunteer: str | None) -> list[str]:
    """Whom an answer is about."""
    if volunteer is None:
        return unanswered(match) or list(dict.fromkeys(match.people))
    if volunteer not in match.people:
        raise Refused("not_in_match")
    return [volunteer]


def _noted(match: Match, people: Collection[str], day: date, *, yes: bool = False) -> list[Ask]:
    """The match's asks with those people's as of a day; being asked again takes no yes away."""
    said = {ask.volunteer for ask in match.asks if ask.yes}
    known = {ask.volunteer: ask for ask in match.asks}
    known |= {who: Ask(volunteer=who, on=day, yes=yes or who in said) for who in people}
    return [known[who] for who in dict.fromkeys(match.people) if who in known]


def _must_be_free(office: Office, read: Reading, uid: str, match: Match, who: str) -> None:
    """Refuse somebody who cannot be there, whatever the plan thought; others of her run, and its hearing, aside."""
    if match.day is None or match.part is None:
        return
    same = read.all(Match, day=match.day, part=match.part, state=list(LIVE_MATCHES))
    held = {row.uid for row in read.all(Appointment, need=match.need)}
    household = read.get(Need, match.need).household
    starts, ends = hours_of(match.day, match.part, office.settings.hours)
    task = Task(starts, ends, household=household, besides=frozenset({uid, *held, *(row.uid for row in same)}))
    for clash in clashes(read, office.settings, volunteer=who, task=task):
        if clash.hard:
            raise Refused("volunteer_clash", kind=clash.kind.value)


def _broken(office: Office, read: Reading, uid: str) -> str | None:
    """The rule of the plan that a kept match breaks, if it breaks one; times that are past do not count."""
    from mutualaid.services.horizon import Horizon
    from mutualaid.services.moments import local
    from mutualaid.services.problem import conflicts
    from mutualaid.services.problem_tables import read_tables

    tables = read_tables(read, office.zones, office.settings)
    found = conflicts(office, tables, Horizon(as_of=local(None), hours=dict(office.settings.hours)))
    return found[uid].rule if uid in found and found[uid].rule != "time" else None


def _log(
    write: Writing,
    people: Collection[str],
    day: date,
    kind: ContactKind,
    outcome: ContactOutcome,
    note: str,
    again: date | None = None,
) -> None:
    for who in people:
        fields = {"volunteer": who, "on": day, "kind": kind, "outcome": outcome, "note": note, "follow_up_on": again}
        write.add(Contact.checked(**fields))
