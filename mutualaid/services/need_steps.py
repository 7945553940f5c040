"""What the verbs of needs share: what is promised for one, and the state that follows from what it was given."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from mutualaid.discretion.told import Told
from mutualaid.records.errors import Refused
from mutualaid.records.kinds import LIVE_MATCHES, UNFINISHED, MatchState, Mode, NeedState
from mutualaid.records.match import Match
from mutualaid.records.need import Need
from mutualaid.records.views import Area
from mutualaid.store.reading import Reading
from mutualaid.store.stored import Stored
from mutualaid.store.texts import said_of
from mutualaid.store.writing import Writing

NEEDS = frozenset({Area.NEEDS, Area.HOUSEHOLDS})
"""What a change of needs alone touches."""

WORK = frozenset({Area.NEEDS, Area.HOUSEHOLDS, Area.MATCHES, Area.SUPPLIES, Area.VOLUNTEERS})
"""What it touches besides when matches and stock move along."""

_KEPT = (*LIVE_MATCHES, MatchState.PINNED)


def kept_matches(read: Reading, needs: str | Collection[str]) -> list[Stored[Match]]:
    """The matches of a need (or of several) that people or stock are promised for, and those that are pinned."""
    return read.all(Match, need=needs, state=list(_KEPT))


def promised(matches: Iterable[Stored[Match]]) -> int:
    """Units of goods that these matches will bring."""
    return sum(use.units for row in matches if row.record.state in _KEPT for use in row.record.lots)


def to_give(need: Need, matches: Iterable[Stored[Match]]) -> int:
    """Units that are neither handed out nor promised yet."""
    return max(0, need.quantity - need.filled - promised(matches))


def open_need(read: Reading, uid: str) -> Need:
    """A need that somebody still waits for. Raises Refused("need_is_finished")."""
    need = read.get(Need, uid)
    if need.state not in UNFINISHED:
        raise Refused("need_is_finished")
    return need


def settle(write: Writing, uid: str, on: date | None = None) -> Need:
    """Bring the state of an unfinished need in line with its quantity, what it was given and what is promised."""
    need = write.get(Need, uid)
    live = [row for row in kept_matches(write, uid) if row.record.state in LIVE_MATCHES]
    state = _state(need, live)
    if state == need.state:
        return need
    finished = (on or date.today()) if state == NeedState.FULFILLED else None
    return write.change(Need, uid, state=state, finished_on=finished)


def _state(need: Need, live: list[Stored[Match]]) -> NeedState:
    if need.mode != Mode.SERVICE and need.filled >= need.quantity:
        return NeedState.FULFILLED
    if not live:
        return NeedState.NEW if need.state == NeedState.NEW else NeedState.OPEN
    if need.mode != Mode.SERVICE and need.filled + promised(live) < need.quantity:
        return NeedState.PARTLY_MATCHED
    said_yes = all(row.record.state == MatchState.CONFIRMED for row in live)
    return NeedState.SCHEDULED if said_yes else NeedState.MATCHED


def answers_about(read: Reading, needs: Iterable[Stored[Need]]) -> Told:
    """What was answered about the notes of these needs, so that a copy of them does not ask again."""
    said = frozenset(
        one
        for uid, need in needs
        if need.notes
        for one in said_of(need)
        if (kept := read.told(uid)) and kept.holds(one)
    )
    return Told(said)
