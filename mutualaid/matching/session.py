"""A plan kept up to date: a change is entered, what it broke is repaired on the spot, everything else stays.

After every change the plan keeps every rule, is worth at least what was left of it, and has a proved bound: that of
the problem before and the most that the change could add (`most`). The same changes in the same order give the same
plan. Nothing here is searched for long; a full solve finds more.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from mutualaid.matching.changes import Change, Places, most_added, wider
from mutualaid.matching.repair import displacement, reshuffle
from mutualaid.matching.room import Room
from mutualaid.matching.rows import Match, Problem
from mutualaid.matching.rules import broken_pin, value_of, volunteer_faults, weight
from mutualaid.matching.search import lawful
from mutualaid.matching.steady import THRESHOLD, held
from mutualaid.records.errors import Refused

TRIED = 24
"""Unmatched needs that are tried where people or stock came free, the weightiest first."""
LOOKING = 6
"""Needs that look for somebody, the weightiest, around whom a part of the plan is decided again."""


@dataclass
class _Stir:
    """What a change moved: places of rows that it names, needs `asking` to be met anew, those without a match that had
    one or are asking, and the people and items that are free for more.
    """

    needs: set[int]
    volunteers: set[int]
    lots: set[int]
    edited: bool
    asking: set[int] = field(default_factory=set)
    loose: list[int] = field(default_factory=list)
    free_volunteers: set[int] = field(default_factory=set)
    free_items: set[str] = field(default_factory=set)


class Session:
    """A problem, its plan, and a proved bound, changed together. Pins of the problem stay pinned."""

    def __init__(
        self, problem: Problem, matches: Iterable[Match], bound: float, *, threshold: float = THRESHOLD
    ) -> None:
        """Raises ValueError for matches that break a rule."""
        self._pinned = {pin.need for pin in problem.pins}
        free = sorted((m for m in matches if m.need not in self._pinned), key=lambda m: m.need)
        if held(problem, problem.pins, free) != free:
            raise ValueError("the plan does not keep the rules of its problem")
        self._rows, self._threshold, self.bound = replace(problem, pins=()), threshold, bound
        self._places = Places(problem)
        self._room = Room(self._rows, sorted([*problem.pins, *free], key=lambda m: m.need))

    def current(self) -> tuple[Problem, list[Match]]:
        """The problem as it is now, and the plan in its positions, in order of need."""
        problem, matches = self._places.compact(self._rows, self._room.plan.values(), self._pinned)
        return problem, lawful(problem, list(problem.pins), matches)

    @property
    def value(self) -> float:
        """What the plan is worth."""
        return value_of(self._rows, [self._room.plan[n] for n in sorted(self._room.plan)])

    def apply(self, change: Change) -> list[str]:
        """Enter a change and repair the plan. Returns the ids of the needs that it names, and of those whose match is
        another than before, or gone.

        Raises Refused("pin_breaks_rule", need, rule), and KeyError for an id that is not known; nothing changes then.
        """
        room = self._room
        room.was.clear()
        stir, firm = self._enter(change)
        self._take_out(stir, firm)
        self._put_back(stir)
        self._fill(stir)
        if stir.edited:
            self._reshuffle(stir)
        moved = {n for n, match in room.was.items() if match != room.plan.get(n)} | stir.needs
        names = [self._rows.needs[n].id for n in sorted(moved)]
        return [name for name in names if name in self._places.needs]

    def _enter(self, change: Change) -> tuple[_Stir, list[Match]]:
        """Enter the rows of a change, and raise the bound by the most that it can add; the new pins."""
        places, rows = self._places.copy(), self._rows
        gone = [self._places.needs[name] for name in change.needs_gone]
        stir = _Stir(
            needs=set(gone),
            volunteers={self._places.volunteers[name] for name in change.volunteers_gone},
            lots={self._places.lots[name] for name in change.lots_gone},
            edited=bool(change.volunteers or change.volunteers_gone or change.pins or change.unpinned),
        )
        stir.edited |= any(row.id in places.needs for row in change.needs)
        after = places.enter(rows, change)
        stir.needs |= {places.needs[row.id] for row in change.needs}
        stir.volunteers |= {places.volunteers[row.id] for row in change.volunteers}
        stir.lots |= {places.lots[row.id] for row in change.lots}
        let_go = self._pinned & {*gone, *(self._places.needs[name] for name in change.unpinned)}
        firm = [places.match(told) for told in change.pins]
        pinned = (self._pinned - let_go) | {pin.need for pin in firm}
        anew = {pin.need for pin in firm}
        pins = [*firm, *(self._room.plan[n] for n in sorted(pinned - anew))]
        if firm or not pinned.isdisjoint([*stir.needs, *self._room.taking(stir.volunteers, stir.lots)]):
            broken = broken_pin(replace(after, pins=tuple(pins)))
            if broken is not None:
                raise Refused("pin_breaks_rule", need=broken.need, rule=broken.rule)
        released = [self._room.plan[n] for n in sorted(let_go)]
        more = wider(rows, change, self._places)
        self.bound += most_added(rows, after, more, released)
        stir.asking = {places.needs[row.id] for row in more.needs}
        stir.free_volunteers = {places.volunteers[row.id] for row in more.volunteers}
        stir.free_items = {row.item for row, _ in more.lots}
        self._rows, self._places, self._pinned, self._room.problem = after, places, pinned, after
        self._room.index(stir.volunteers, stir.lots)
        return stir, firm

    def _take_out(self, stir: _Stir, firm: Sequence[Match]) -> None:
        """Take out what breaks a rule now, or stands in the way of a new pin; the weightiest stay."""
        room, anew = self._room, {pin.need for pin in firm}
        people = stir.volunteers | {v for pin in firm for v in pin.people}
        goods = stir.lots | {lot for pin in firm for lot, _ in pin.lots}
        suspects = sorted({*room.taking(people, goods), *((stir.needs | anew) & room.plan.keys())})
        was = {n: room.take(n) for n in suspects}
        stays = [*firm, *(was[n] for n in suspects if n in self._pinned and n not in anew)]
        stays += held(self._rows, stays, [was[n] for n in suspects if n not in self._pinned])
        for match in sorted(stays, key=lambda m: m.need):
            room.put(match)
        stir.loose = [n for n in suspects if n not in room.plan]
        stir.loose += sorted(n for n in stir.asking if n not in room.plan and n not in was)
        for n in suspects:
            if room.plan.get(n) != was[n]:
                stir.free_volunteers.update(was[n].people)
                stir.free_items.update(self._rows.lots[lot].item for lot, _ in was[n].lots)

    def _put_back(self, stir: _Stir) -> None:
        """Find another match for every need that has none now, the weightiest first; one may take others' place."""
        room, out = self._room, list[int]()
        for n in self._by_weight(stir.loose):
            way = self._again(room.before(n)) or room.best_way(n)
            if way is not None:
                room.put(way[1])
                continue
            instead = displacement(room, n, self._pinned, self._threshold)
            if instead is not None:
                out += instead[0]
                for other in instead[0]:
                    room.take(other)
                room.put(instead[1])
        for n in self._by_weight(out):
            way = room.best_way(n)
            if way is not None:
                room.put(way[1])
        stir.loose = [n for n in self._by_weight({*stir.loose, *out}) if n not in room.plan]

    def _again(self, was: Match | None) -> tuple[float, Match] | None:
        """The same delivery by the same volunteer with other lots, where only those failed."""
        if was is None or was.slot is None or not was.lots or was.interpreter is not None:
            return None
        room, need, [v] = self._room, self._rows.needs[was.need], was.volunteers
        possible = was.slot in need.slots and was.slot in self._rows.volunteers[v].slots
        if not possible or volunteer_faults(self._rows, need, self._rows.volunteers[v], was):
            return None
        cost = room.price(need, v, was.slot)
        gain, lines = room.lines(need, room.fits(need), self._rows.day(was.slot))
        return (gain - cost, replace(was, lots=lines)) if cost is not None and lines and gain > cost else None

    def _by_weight(self, needs: Iterable[int]) -> list[int]:
        return sorted(needs, key=lambda n: (-weight(self._rows.needs[n]), n))

    def _fill(self, stir: _Stir) -> None:
        """Try some of the unmatched needs where people or goods came free, and then those that got only a part."""
        if not stir.free_volunteers and not stir.free_items:
            return
        room, tried, loose = self._room, 0, set(stir.loose)
        waiting = (n for n in range(len(self._rows.needs)) if n not in room.plan and n not in loose)
        for n in self._by_weight(waiting):
            if tried == TRIED:
                break
            if self._is_helped(n, stir):
                tried += 1
                way = room.best_way(n)
                if way is not None:
                    room.put(way[1])
        for n in self._by_weight(n for n in room.plan if n not in self._pinned and self._wants_more(n, stir)):
            self._top_up(n)

    def _is_helped(self, n: int, stir: _Stir) -> bool:
        """Whether what came free could be of use to a need."""
        need, rows = self._rows.needs[n], self._rows
        if need.kind != "service" and not stir.free_items.isdisjoint({need.item or "", *need.substitutes}):
            return True
        people = (rows.volunteers[v] for v in sorted(stir.free_volunteers))
        return bool(need.wants) and any(
            not set(need.slots).isdisjoint(person.slots) and not volunteer_faults(rows, need, person)
            for person in people
        )

    def _wants_more(self, n: int, stir: _Stir) -> bool:
        need = self._rows.needs[n]
        if need.kind == "service" or stir.free_items.isdisjoint({need.item or "", *need.substitutes}):
            return False
        return sum(units for _, units in self._room.plan[n].lots) < need.quantity

    def _top_up(self, n: int) -> None:
        """Give a need that got only a part its units anew, where that gains more than changing the match costs."""
        room, need = self._room, self._rows.needs[n]
        was = room.take(n)
        day = self._rows.day(need.first_slot if was.slot is None else was.slot)
        _, lines = room.lines(need, room.fits(need), day)
        new = replace(was, lots=lines)
        gain = value_of(self._rows, [new]) - value_of(self._rows, [was])
        room.put(new if lines and gain > (self._threshold if was == room.before(n) else 0.0) else was)

    def _reshuffle(self, stir: _Stir) -> None:
        """Decide again, exactly, what those do who were touched or could meet the weightiest of what is left loose."""
        crew, looking = sorted(stir.free_volunteers), stir.loose[:LOOKING]
        if not crew and not looking:
            return
        reshuffle(self._room, looking, crew, self._pinned, self._threshold)
