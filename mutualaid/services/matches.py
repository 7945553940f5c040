"""Kept matches: the steps from a question to the volunteer to goods handed over, with the stock moving along."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from mutualaid.records.errors import Refused
from mutualaid.records.kinds import LIVE_MATCHES, MatchState, Mode, MovementKind, NeedState
from mutualaid.records.match import Match
from mutualaid.records.need import Need
from mutualaid.records.supply import Movement
from mutualaid.records.views import Area, Changed, MatchLine
from mutualaid.records.volunteer import Volunteer
from mutualaid.services.bookings import Clash, between
from mutualaid.services.caps import check_uses
from mutualaid.services.office import Office
from mutualaid.store.reading import Reading
from mutualaid.store.store import Stored
from mutualaid.store.writing import Writing

_ALL = frozenset({Area.NEEDS, Area.HOUSEHOLDS, Area.MATCHES, Area.SUPPLIES, Area.VOLUNTEERS})


def match_lines(office: Office, *, states: Iterable[MatchState] = ()) -> list[MatchLine]:
    """Kept matches in those states; all when none are given."""
    with office.store.read() as read:
        return read.match_lines(tuple(states))


def reserve_in(write: Writing, uid: str, match: Match) -> None:
    """Take the match's units out of free stock. Raises Refused("cap_reached") beyond what its household may get."""
    household = write.get(Need, match.need).household
    check_uses(write, household=household, uses=match.lots, on=match.day or match.decided_on, besides={uid})
    for use in match.lots:
        write.add(
            Movement.checked(lot=use.lot, kind=MovementKind.RESERVED, units=-use.units, on=match.decided_on, match=uid)
        )


def release_in(write: Writing, uid: str, match: Match, on: date) -> None:
    """Give the match's reserved units back to free stock."""
    for use in match.lots:
        write.add(Movement.checked(lot=use.lot, kind=MovementKind.RELEASED, units=use.units, on=on, match=uid))


def cancel_in(write: Writing, matches: Iterable[Stored[Match]], state: MatchState = MatchState.CANCELLED) -> None:
    """End matches inside a transaction; what they had reserved is free again."""
    for uid, match in matches:
        if match.state in LIVE_MATCHES:
            release_in(write, uid, match, date.today())
        write.change(Match, uid, state=state)


def _live(write: Writing, uid: str) -> Match:
    match = write.get(Match, uid)
    if match.state not in LIVE_MATCHES:
        raise Refused("match_is_finished")
    return match


def unwelcome(read: Reading, match: Match) -> list[Clash]:
    """What forbids sending a match's people where it would: whom the household excludes, or that it said no to any."""
    home = read.get(Need, match.need).household
    return [clash for who in match.people for clash in between(read, who, read.get(Volunteer, who), home)]


def demand_welcome(read: Reading, match: Match) -> None:
    """Refuse to send whom the household excludes, and anybody where it said no: Refused("sending_refused", kind)."""
    for clash in unwelcome(read, match):
        raise Refused("sending_refused", kind=clash.kind.value)


def confirm_match(office: Office, *, uid: str) -> Changed:
    """Everyone who was asked said yes: the match is scheduled. Raises as `asks.say_yes`."""
    from mutualaid.services.asks import say_yes

    return say_yes(office, match=uid)


def fulfil_match(office: Office, *, uid: str, on: date | None = None) -> Changed:
    """Mark a match done: reserved units become handed out; a need that got only some of it is open for the rest.

    Raises Refused("match_is_finished" | "cap_reached").
    """
    day = on or date.today()
    with office.store.write("fulfil match") as write:
        match = _live(write, uid)
        household = write.get(Need, match.need).household
        check_uses(write, household=household, uses=match.lots, on=day, besides={uid})
        release_in(write, uid, match, day)
        for use in match.lots:
            write.add(Movement.checked(lot=use.lot, kind=MovementKind.HANDED_OUT, units=-use.units, on=day, match=uid))
        write.change(Match, uid, state=MatchState.DONE)
        need = write.get(Need, match.need)
        given = need.filled + sum(use.units for use in match.lots)
        whole = need.mode == Mode.SERVICE or given >= need.quantity
        write.change(
            Need,
            match.need,
            filled=need.filled if need.mode == Mode.SERVICE else min(given, need.quantity),
            state=NeedState.FULFILLED if whole else NeedState.OPEN,
            finished_on=day if whole else None,
        )
    return Changed(_ALL, (uid, match.need))


def cancel_match(office: Office, *, uid: str, failed: bool = False) -> Changed:
    """Call a match off (or note that it failed on the day): stock is free, the need is open again."""
    with office.store.write("cancel match") as write:
        match = _live(write, uid)
        cancel_in(write, [Stored(uid, match)], MatchState.FAILED if failed else MatchState.CANCELLED)
        write.change(Need, match.need, state=NeedState.OPEN)
    return Changed(_ALL, (uid, match.need))
