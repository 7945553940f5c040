"""The order in which a run makes its stops: the shortest way that keeps as many of the households' hours as it can.

Distances run between the centres of zones, so that it is a guide to somebody who knows the streets, not a map. Few
stops are put in the best order there is; more than `EXACT` by improving the nearest-neighbour tour until nothing that
is turned round, or moved as one to three stops together, makes it better (2-opt and Or-opt). The same stops always
give the same order.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

EXACT = 8
"""Up to so many stops every order is considered."""

KM_PER_HOUR = 20.0
"""How fast a car is in the city, doors and lights included."""

STOP_MINUTES = 8.0
"""What a stop takes: parking, the stairs, a word at the door."""

_SEGMENT = 3
_SMALL = 1e-9
_MOST_LOOKS = 20_000
"""So many tours are weighed whole at most: dozens of stops that all want an hour of their own end there."""

Hours = tuple[tuple[float, float], ...]
"""Stretches in minutes from leaving, in order; none mean any time."""

Cost = tuple[float, float]
"""Minutes that stops are reached too late, then kilometres: an order is better when it is less."""


@dataclass(frozen=True)
class Trip:
    """Stops 0, 1, ... to bring into order. `first[i]` is how far stop i is from the start, `km[i][j]` from i to j."""

    first: Sequence[float]
    km: Sequence[Sequence[float]]
    hours: Sequence[Hours] = ()

    def __len__(self) -> int:
        return len(self.first)

    @property
    def timed(self) -> bool:
        """Whether any stop asked for hours."""
        return any(self.hours)

    def step(self, at: int | None, to: int, clock: float) -> tuple[float, float, float]:
        """From a stop (none: the start) to the next at a time: kilometres, arrival, and minutes too late.

        Who comes too early waits: the arrival is then when the household's hours begin.
        """
        away = self.first[to] if at is None else self.km[at][to]
        arrival = clock + away * 60 / KM_PER_HOUR
        hours = self.hours[to] if self.hours else ()
        if not hours:
            return away, arrival, 0.0
        for opens, closes in hours:
            if arrival <= closes:
                return away, max(arrival, opens), 0.0
        return away, arrival, arrival - hours[-1][1]

    def cost(self, order: Sequence[int]) -> Cost:
        """What an order costs. The way back is nobody's business: drivers go home from the last stop."""
        late = whole = clock = 0.0
        at: int | None = None
        for to in order:
            away, arrival, missed = self.step(at, to, clock)
            late, whole, clock, at = late + missed, whole + away, arrival + STOP_MINUTES, to
        return late, whole

    def arrivals(self, order: Sequence[int]) -> list[tuple[float, float]]:
        """Of each stop in an order: minutes from leaving at which it is reached, and minutes too late."""
        found: list[tuple[float, float]] = []
        clock, at = 0.0, None
        for to in order:
            _away, arrival, missed = self.step(at, to, clock)
            found.append((arrival, missed))
            clock, at = arrival + STOP_MINUTES, to
        return found


def nearest(trip: Trip) -> list[int]:
    """The order of who always goes to the nearest stop that is left."""
    left, order = set(range(len(trip))), list[int]()
    while left:
        row = trip.km[order[-1]] if order else trip.first
        to = min(left, key=lambda one: (row[one], one))
        order.append(to)
        left.remove(to)
    return order


def best_order(trip: Trip) -> list[int]:
    """The stops in order."""
    order = _improved(trip, nearest(trip))
    if trip.timed:
        order = min(order, _improved(trip, _by_hours(trip)), key=trip.cost)
    return _exact(trip, order) if len(trip) <= EXACT else order


def inserted(trip: Trip, order: Sequence[int], new: Sequence[int]) -> list[int]:
    """An order that somebody chose, with more stops each put where it costs least."""
    whole = list(order)
    for one in new:
        places = [[*whole[:at], one, *whole[at:]] for at in range(len(whole) + 1)]
        whole = min(places, key=trip.cost)
    return whole


def _by_hours(trip: Trip) -> list[int]:
    """Whose hours end first comes first; those with none come last, the nearest first."""
    late = float("inf")
    return sorted(
        range(len(trip)), key=lambda one: (trip.hours[one][-1][1] if trip.hours[one] else late, trip.first[one], one)
    )


def _less(one: Cost, other: Cost) -> bool:
    """Whether it costs less by more than what adding in another order makes."""
    if abs(one[0] - other[0]) > _SMALL:
        return one[0] < other[0]
    return one[1] < other[1] - _SMALL


def _exact(trip: Trip, order: Sequence[int]) -> list[int]:
    """The best of all orders; of equal ones the one that was given, else the first in order of the stops."""
    best, least = list(order), trip.cost(order)
    taken: list[int] = []
    left = set(range(len(trip)))

    def go(late: float, whole: float, clock: float) -> None:
        nonlocal best, least
        if not _less((late, whole), least):
            return  # what is to come costs something or nothing, never less
        if not left:
            best, least = list(taken), (late, whole)
            return
        at = taken[-1] if taken else None
        for to in sorted(left):
            away, arrival, missed = trip.step(at, to, clock)
            taken.append(to)
            left.remove(to)
            go(late + missed, whole + away, arrival + STOP_MINUTES)
            left.add(to)
            taken.pop()

    go(0.0, 0.0, 0.0)
    return best


def _improved(trip: Trip, order: list[int]) -> list[int]:
    """The order after every change for the better that one turn or one move makes, the first found at each time."""
    cost, looks = trip.cost(order), 0
    better = True
    while better:
        better = False
        for change, saved in _changes(trip, order):
            if saved is not None and saved <= _SMALL:
                continue
            changed, looks = change(), looks + 1
            after = trip.cost(changed)
            if _less(after, cost):
                order, cost, better = changed, after, looks < _MOST_LOOKS
                break
            if looks >= _MOST_LOOKS:
                break
    return order


class _Turn:
    """A stretch of the order the other way round."""

    def __init__(self, order: list[int], start: int, end: int) -> None:
        self._of = order, start, end

    def __call__(self) -> list[int]:
        order, start, end = self._of
        return [*order[:start], *reversed(order[start:end]), *order[end:]]


class _Shift:
    """One to three stops that follow each other, put elsewhere, perhaps the other way round."""

    def __init__(self, order: list[int], start: int, size: int, to: int, *, turned: bool) -> None:
        self._of = order, start, size, to, turned

    def __call__(self) -> list[int]:
        order, start, size, to, turned = self._of
        part = order[start : start + size]
        rest = [*order[:start], *order[start + size :]]
        return [*rest[:to], *(reversed(part) if turned else part), *rest[to:]]


def _changes(trip: Trip, order: list[int]) -> Iterator[tuple[_Turn | _Shift, float | None]]:
    """Every turn and move, and how many kilometres it saves; none where hours count too, which takes the whole tour."""
    count, timed = len(order), trip.timed

    def leg(before: int | None, after: int | None) -> float:
        if after is None:
            return 0.0  # nobody drives on from the last stop
        return trip.first[after] if before is None else trip.km[before][after]

    def at(place: int, stops: Sequence[int]) -> int | None:
        return stops[place] if 0 <= place < len(stops) else None

    for start in range(count - 1):
        for end in range(start + 2, count + 1):
            before, after = at(start - 1, order), at(end, order)
            first, last = order[start], order[end - 1]
            saved = leg(before, first) + leg(last, after) - leg(before, last) - leg(first, after)
            yield _Turn(order, start, end), None if timed else saved
    for size in range(1, min(_SEGMENT, count - 1) + 1):
        for start in range(count - size + 1):
            rest = [*order[:start], *order[start + size :]]
            first, last = order[start], order[start + size - 1]
            gone = leg(at(start - 1, order), first) + leg(last, at(start + size, order))
            gone -= leg(at(start - 1, order), at(start + size, order))
            for to in range(len(rest) + 1):
                if to == start:
                    continue
                before, after = at(to - 1, rest), at(to, rest)
                for turned in (False, True) if size > 1 else (False,):
                    head, tail = (last, first) if turned else (first, last)
                    come = leg(before, head) + leg(tail, after) - leg(before, after)
                    yield _Shift(order, start, size, to, turned=turned), None if timed else gone - come
