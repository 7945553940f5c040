"""Where entries lie in a day's column: cut at midnight, and side by side where they overlap. No Qt."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

DAY = 24 * 60
"""Minutes of a day."""

LEAST = 30
"""The fewest minutes that a block is high, so that its words can be read."""


class Span(NamedTuple):
    """What lies in the schedule from `starts` to `ends`."""

    uid: str
    starts: datetime
    ends: datetime


@dataclass(frozen=True)
class Block:
    """A piece of an entry in one day: from `top` to `bottom` in minutes, in one of `lanes` lanes.

    `begins` and `finishes`: whether the entry begins and ends here, rather than at a midnight.
    """

    uid: str
    day: date
    top: int
    bottom: int
    lane: int = 0
    lanes: int = 1
    begins: bool = True
    finishes: bool = True


def blocks(spans: Iterable[Span], first: date, days: int) -> list[Block]:
    """The pieces of all entries in those days, in order of day and time."""
    listed = list(spans)
    found: list[Block] = []
    for ahead in range(days):
        day = first + timedelta(days=ahead)
        pieces = [piece for span in listed if (piece := _piece(span, day)) is not None]
        found += _side_by_side(sorted(pieces, key=lambda one: (one.top, -one.bottom, one.uid)))
    return found


def _piece(span: Span, day: date) -> Block | None:
    begins, ends = datetime.combine(day, time()), datetime.combine(day + timedelta(days=1), time())
    if span.ends <= begins or span.starts >= ends:
        return None
    top = max(0, round((span.starts - begins).total_seconds() / 60))
    bottom = min(DAY, round((span.ends - begins).total_seconds() / 60))
    return Block(span.uid, day, top, bottom, begins=span.starts >= begins, finishes=span.ends <= ends)


def _side_by_side(pieces: list[Block]) -> list[Block]:
    """Each piece in the first lane that is free; pieces that touch one another, through others too, share the width."""
    placed: list[Block] = []
    group: list[tuple[Block, int]] = []
    ends: list[int] = []
    for piece in pieces:
        if group and piece.top >= max(ends):
            placed += _shared(group, len(ends))
            group, ends = [], []
        lane = next((number for number, end in enumerate(ends) if end <= piece.top), len(ends))
        reach = max(piece.bottom, piece.top + LEAST)
        if lane == len(ends):
            ends.append(reach)
        else:
            ends[lane] = reach
        group.append((piece, lane))
    return placed + _shared(group, len(ends))


def _shared(group: list[tuple[Block, int]], lanes: int) -> list[Block]:
    return [Block(one.uid, one.day, one.top, one.bottom, lane, lanes, one.begins, one.finishes) for one, lane in group]
