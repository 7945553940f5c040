"""The columns of the board, and which moves between them there are: each is a verb, and what is none says why."""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

from mutualaid.language.catalog import N_
from mutualaid.records.kinds import NeedState
from mutualaid.records.views import NeedLine, Sort


class Lane(IntEnum):
    """Columns of the board, in their order; the last two are closed until they are opened."""

    OPEN = 0
    PARTLY = 1
    MATCHED = 2
    SCHEDULED = 3
    FULFILLED = 4
    CLOSED = 5
    REFERRED = 6


STATES: dict[Lane, tuple[NeedState, ...]] = {
    Lane.OPEN: (NeedState.NEW, NeedState.OPEN),
    Lane.PARTLY: (NeedState.PARTLY_MATCHED,),
    Lane.MATCHED: (NeedState.MATCHED,),
    Lane.SCHEDULED: (NeedState.SCHEDULED,),
    Lane.FULFILLED: (NeedState.FULFILLED,),
    Lane.CLOSED: (NeedState.CLOSED,),
    Lane.REFERRED: (NeedState.REFERRED,),
}

TITLES: dict[Lane, str] = {
    Lane.OPEN: N_("New and open"),
    Lane.PARTLY: N_("Partly matched"),
    Lane.MATCHED: N_("Matched"),
    Lane.SCHEDULED: N_("Scheduled"),
    Lane.FULFILLED: N_("Fulfilled"),
    Lane.CLOSED: N_("Closed"),
    Lane.REFERRED: N_("Referred"),
}

AT_FIRST_CLOSED = frozenset({Lane.CLOSED, Lane.REFERRED})
FINISHED = (Lane.FULFILLED, Lane.CLOSED, Lane.REFERRED)
"""Lanes of what nobody waits for any more; the newest comes first in them."""

_THERE = N_("It is there already.")
_REOPEN_FIRST = N_("It is finished. Open it again first.")
_BY_PLAN = N_("A plan does this, where there is not enough for all of it.")
_ON_MATCHING = N_("Accept a proposal for it on the Matching page.")
_SAID_YES = N_("The volunteer said yes already. If that changed, call it off.")
_NOBODY = N_("Nobody is matched with it yet.")
_ONLY_PART = N_("Only part of it is matched.")
_PART_FIRST = N_("Mark what is promised as done first, then hand out the rest.")
_REFUSED = N_("The household said no to being referred.")


class Move(NamedTuple):
    """The verb that a move is, or (marked words) why there is none."""

    verb: str = ""
    why: str = ""


def lane_of(state: NeedState) -> Lane:
    """The column that a need stands in."""
    return next(lane for lane, states in STATES.items() if state in states)


def sort_of(lane: Lane, sort: Sort, descending: bool) -> tuple[Sort, bool]:
    """In what order a column stands: as the table is, and what is finished with the newest first."""
    return (Sort.FINISHED, True) if lane in FINISHED else (sort, descending)


def move(state: NeedState, lane: Lane, *, may_refer: bool = True) -> Move:
    """What moving a need in that state into a column does."""
    here = lane_of(state)
    if here == lane:
        return Move(why=_THERE)
    if here in FINISHED:
        return Move("reopen") if lane == Lane.OPEN else Move(why=_REOPEN_FIRST)
    if lane == Lane.CLOSED:
        return Move("close")
    if lane == Lane.REFERRED:
        return Move("refer") if may_refer else Move(why=_REFUSED)
    if lane == Lane.OPEN:
        return Move("cancel")
    if lane == Lane.FULFILLED:
        return _to_fulfilled(here)
    if lane == Lane.SCHEDULED:
        nobody = _NOBODY if here == Lane.OPEN else _ONLY_PART
        return Move("confirm") if here == Lane.MATCHED else Move(why=nobody)
    if lane == Lane.PARTLY:
        return Move(why=_BY_PLAN)
    return Move(why=_SAID_YES if here == Lane.SCHEDULED else _ON_MATCHING)


def _to_fulfilled(here: Lane) -> Move:
    if here == Lane.OPEN:
        return Move("part")
    return Move(why=_PART_FIRST) if here == Lane.PARTLY else Move("fulfil")


def move_of(line: NeedLine, lane: Lane, *, may_refer: bool = True) -> Move:
    """The same for a line."""
    return move(line.state, lane, may_refer=may_refer)
