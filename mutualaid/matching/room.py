"""A plan that changes match by match: who holds what, what is left, and the best way to meet one need beside it."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

from mutualaid.matching.rows import Lot, Match, Need, Problem
from mutualaid.matching.rules import fill_points, lot_faults, thirds, unit_cost, unit_points, volunteer_faults, weight

Lines = tuple[tuple[int, int], ...]
Way = tuple[float, Match]
"""Points that a match would add, and the match."""
GRAMS, HAIR = 1000, 1e-6


class Room:
    """Matches by need over the rows of a problem, with an index of what they hold.

    `was` remembers the matches that needs had before what was put and taken since it was cleared; `before` looks there.
    The rows may change (`problem` is set anew, positions stay); matches that break are for the caller to take out.
    """

    def __init__(self, problem: Problem, matches: Iterable[Match]) -> None:
        self.problem = problem
        self.plan: dict[int, Match] = {}
        self.was: dict[int, Match | None] = {}
        self.held: dict[tuple[int, int], list[int]] = {}
        self.busy: dict[int, int] = defaultdict(int)
        self.given: dict[int, int] = defaultdict(int)
        self.at: dict[int, dict[int, None]] = defaultdict(dict)
        self.of_item: dict[str, dict[int, None]] = defaultdict(dict)
        self.index(range(len(problem.volunteers)), range(len(problem.lots)))
        for match in matches:
            self.put(match)
        self.was.clear()

    def index(self, volunteers: Iterable[int], lots: Iterable[int]) -> None:
        """Look anew at when these volunteers have time and what these lots are."""
        for v in volunteers:
            for people in self.at.values():
                people.pop(v, None)
            for slot in self.problem.volunteers[v].slots:
                self.at[slot][v] = None
        for x in lots:
            for stored in self.of_item.values():
                stored.pop(x, None)
            self.of_item[self.problem.lots[x].item][x] = None

    def put(self, match: Match) -> None:
        """Enter a match; its need must have none."""
        self.was.setdefault(match.need, None)
        self.plan[match.need] = match
        for v in match.people:
            assert match.slot is not None
            held = self.held.setdefault((v, match.slot), [])
            self.busy[v] += not held
            held.append(match.need)
        for lot, units in match.lots:
            self.given[lot] += units

    def before(self, need: int) -> Match | None:
        """The match that a need had when `was` was cleared."""
        return self.was[need] if need in self.was else self.plan.get(need)

    def take(self, need: int) -> Match:
        """Take a need's match out, and return it."""
        match = self.plan.pop(need)
        self.was.setdefault(need, match)
        for v in match.people:
            assert match.slot is not None
            held = self.held[v, match.slot]
            held.remove(need)
            if not held:
                del self.held[v, match.slot]
                self.busy[v] -= 1
        for lot, units in match.lots:
            self.given[lot] -= units
        return match

    def left(self, lot: int) -> int:
        """Units of a lot that nobody has."""
        return self.problem.lots[lot].quantity - self.given[lot]

    def taking(self, volunteers: Iterable[int], lots: Iterable[int] = ()) -> list[int]:
        """Needs whose matches take any of these people or lots."""
        people, goods = set(volunteers), set(lots)
        if not people and not goods:
            return []
        return [
            n
            for n, match in self.plan.items()
            if not people.isdisjoint(match.people) or any(lot in goods for lot, _ in match.lots)
        ]

    def is_run(self, v: int, slot: int) -> bool:
        """Whether a volunteer delivers in a slot that is held; she may also help or interpret there."""
        first = self.plan[self.held[v, slot][0]]
        return v in first.volunteers and self.problem.needs[first.need].kind == "delivery"

    def fits(self, need: Need) -> list[tuple[float, int, Lot]]:
        """(cost of a unit, position, lot) of what is left for a need on its first day, cheapest first."""
        found = []
        for item in sorted({need.item or "", *need.substitutes}):
            for x in self.of_item.get(item, ()):
                lot = self.problem.lots[x]
                if self.left(x) > 0 and not lot_faults(self.problem, need, lot):
                    found.append((unit_cost(self.problem, need, lot), x, lot))
        return sorted(found, key=lambda fit: fit[:2])

    def lines(self, need: Need, fits: list[tuple[float, int, Lot]], day: int) -> tuple[float, Lines]:
        """The units worth giving to a need on a day, and the points that they add."""
        taken: list[tuple[int, int]] = []
        points, sizes, gain, filled = unit_points(need), thirds(need.quantity), 0.0, 0
        ends = (sizes[0], sizes[0] + sizes[1], need.quantity)
        for cost, x, lot in fits:
            if lot.expires_day is not None and lot.expires_day < day:
                continue
            worth_it = max((end for end, each in zip(ends, points, strict=True) if each > cost), default=0)
            units = min(self.left(x), worth_it - filled)
            if units > 0:
                taken.append((x, units))
                gain += fill_points(need, filled + units) - fill_points(need, filled) - units * cost
                filled += units
        return gain, tuple(sorted(taken))

    def able(self, n: int) -> Callable[[int], bool]:
        """Whether no rule keeps a volunteer from a need, whatever else the volunteer does; looked up once for each.

        Nobody is counted on to interpret: who speaks none of the need's languages is not able.
        """
        need, alone, known = self.problem.needs[n], Match(n, (), None, ()), dict[int, bool]()

        def ask(v: int) -> bool:
            if v not in known:
                known[v] = not volunteer_faults(self.problem, need, self.problem.volunteers[v], alone)
            return known[v]

        return ask

    def ways(self, n: int) -> Iterator[Way]:
        """Ways to meet a need with what is free, best first; of two people, the best in each slot."""
        need = self.problem.needs[n]
        if need.kind == "pickup":
            gain, lines = self.lines(need, self.fits(need), self.problem.day(need.first_slot))
            if lines:
                yield gain, Match(n, (), None, lines)
        elif need.wants == 2:
            yield from self._pairs(n, need)
        else:
            yield from self._alone(n, need)

    def best_way(self, n: int) -> Way | None:
        """The best way to meet a need with what is free, if any adds points."""
        way = next(self.ways(n), None)
        return way if way is not None and way[0] > 0 else None

    def _alone(self, n: int, need: Need) -> Iterator[Way]:
        """Ways with one volunteer: a free slot, or a run to the same zone that has room."""
        delivery, able = need.kind == "delivery", self.able(n)
        fits = self.fits(need) if delivery else []
        on_day: dict[int, tuple[float, Lines]] = {}
        choices = []
        for slot in need.slots:
            day = self.problem.day(slot)
            if day not in on_day:
                on_day[day] = self.lines(need, fits, day) if delivery else (float(weight(need)), ())
            gain, lines = on_day[day]
            if delivery and not lines:
                continue
            for v in self.at.get(slot, ()):
                cost = self.price(need, v, slot)
                if cost is not None:
                    choices.append((cost - gain, slot, v))
        for loss, slot, v in sorted(choices):
            if able(v):
                yield -loss, Match(n, (v,), slot, on_day[self.problem.day(slot)][1])

    def price(self, need: Need, v: int, slot: int) -> float | None:
        """Points of travel for a need in a volunteer's slot beside what is there; none when there is no room for it."""
        costs, person = self.problem.costs, self.problem.volunteers[v]
        away = costs.km * self.problem.km[person.zone][need.zone]
        held = self.held.get((v, slot))
        if held is None:
            if self.busy[v] >= person.shifts:
                return None
            if need.kind != "delivery":
                return away
            return costs.run + costs.stop + away if person.stops > 0 and need.kg <= person.kg else None
        if need.kind != "delivery":
            return None
        there = [self.problem.needs[other] for other in held]
        if there[0].zone != need.zone or not self.is_run(v, slot):
            return None
        doors = {other.household for other in there}
        # In whole grams, as models count them, and as a sum in floating point, as plans are judged.
        grams = sum(math.ceil(other.kg * GRAMS - HAIR) for other in [*there, need])
        if grams > math.floor(person.kg * GRAMS + HAIR) or sum((other.kg for other in there), need.kg) > person.kg:
            return None
        if need.household in doors:
            return 0.0
        return costs.stop if len(doors) < person.stops else None

    def _pairs(self, n: int, need: Need) -> Iterator[Way]:
        """The two nearest who are free in each slot."""
        able, found = self.able(n), []
        for slot in need.slots:
            free = sorted((cost, v) for v in self.at.get(slot, ()) if (cost := self.price(need, v, slot)) is not None)
            two: list[tuple[float, int]] = []
            for choice in free:
                if able(choice[1]):
                    two.append(choice)
                    if len(two) == 2:
                        people = tuple(sorted(v for _, v in two))
                        found.append((sum(cost for cost, _ in two) - weight(need), slot, people))
                        break
        for loss, slot, people in sorted(found):
            yield -loss, Match(n, people, slot, ())
