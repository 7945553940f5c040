"""Changes of a problem row by row: told, entered, and found between two problems."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple, TypeVar

from mutualaid.matching import most
from mutualaid.matching.rows import Interpreter, Lot, Match, Need, Problem, Volunteer

Row = TypeVar("Row", Need, Volunteer, Lot)


class Named(NamedTuple):
    """A match told by ids; `interpreter` is who interprets, and whether by telephone."""

    need: str
    volunteers: tuple[str, ...]
    slot: int | None
    lots: tuple[tuple[str, int], ...]
    interpreter: tuple[str, bool] | None = None


def named(problem: Problem, match: Match) -> Named:
    """A match by the ids of its problem."""
    by = match.interpreter
    return Named(
        problem.needs[match.need].id,
        tuple(problem.volunteers[v].id for v in match.volunteers),
        match.slot,
        tuple((problem.lots[x].id, units) for x, units in match.lots),
        None if by is None else (problem.volunteers[by.volunteer].id, by.remote),
    )


@dataclass(frozen=True)
class Change:
    """Rows that are new or replace those with their id, ids of rows that are gone, matches that must stay from now on,
    and ids of needs whose match no longer must.
    """

    needs: Sequence[Need] = ()
    volunteers: Sequence[Volunteer] = ()
    lots: Sequence[Lot] = ()
    needs_gone: Sequence[str] = ()
    volunteers_gone: Sequence[str] = ()
    lots_gone: Sequence[str] = ()
    pins: Sequence[Named] = ()
    unpinned: Sequence[str] = ()


class Places:
    """Where each id stands. Positions never move: of what is gone an empty row is left, which nothing fits."""

    def __init__(self, problem: Problem) -> None:
        self.needs = {row.id: n for n, row in enumerate(problem.needs)}
        self.volunteers = {row.id: v for v, row in enumerate(problem.volunteers)}
        self.lots = {row.id: x for x, row in enumerate(problem.lots)}

    def copy(self) -> Places:
        """The same places, to be changed by themselves."""
        new = Places.__new__(Places)
        new.needs, new.volunteers, new.lots = dict(self.needs), dict(self.volunteers), dict(self.lots)
        return new

    def enter(self, rows: Problem, change: Change) -> Problem:
        """The rows with a change entered. Raises KeyError for an id that is not known."""
        needs, volunteers, lots = list(rows.needs), list(rows.volunteers), list(rows.lots)
        for name in change.needs_gone:
            n = self.needs.pop(name)
            needs[n] = replace(needs[n], kind="service", people=1, slots=(), item=None, quantity=0)
        for name in change.volunteers_gone:
            v = self.volunteers.pop(name)
            volunteers[v] = replace(volunteers[v], slots=(), shifts=0, interprets=frozenset())
        for name in change.lots_gone:
            x = self.lots.pop(name)
            lots[x] = replace(lots[x], quantity=0)
        _put(needs, self.needs, change.needs)
        _put(volunteers, self.volunteers, change.volunteers)
        _put(lots, self.lots, change.lots)
        return replace(rows, needs=tuple(needs), volunteers=tuple(volunteers), lots=tuple(lots))

    def match(self, told: Named) -> Match:
        """A match by its places. Raises KeyError."""
        by = told.interpreter
        return Match(
            self.needs[told.need],
            tuple(sorted(self.volunteers[v] for v in told.volunteers)),
            told.slot,
            tuple(sorted((self.lots[x], units) for x, units in told.lots)),
            None if by is None else Interpreter(self.volunteers[by[0]], by[1]),
        )

    def compact(self, rows: Problem, plan: Iterable[Match], pinned: Iterable[int]) -> tuple[Problem, list[Match]]:
        """The problem without its empty rows, pins included, and the plan in its positions, in order of need."""
        alive = [sorted(places.values()) for places in (self.needs, self.volunteers, self.lots)]
        needs, volunteers, lots = ({old: new for new, old in enumerate(one)} for one in alive)
        matches = [
            Match(
                needs[m.need],
                tuple(volunteers[v] for v in m.volunteers),
                m.slot,
                tuple((lots[x], units) for x, units in m.lots),
                m.interpreter and replace(m.interpreter, volunteer=volunteers[m.interpreter.volunteer]),
            )
            for m in sorted(plan, key=lambda m: m.need)
        ]
        stay = {needs[n] for n in pinned}
        problem = replace(
            rows,
            needs=tuple(rows.needs[n] for n in alive[0]),
            volunteers=tuple(rows.volunteers[v] for v in alive[1]),
            lots=tuple(rows.lots[x] for x in alive[2]),
            pins=tuple(m for m in matches if m.need in stay),
        )
        return problem, matches


def _put(rows: list[Row], places: dict[str, int], new: Sequence[Row]) -> None:
    for row in new:
        if row.id in places:
            rows[places[row.id]] = row
        else:
            places[row.id] = len(rows)
            rows.append(row)


@dataclass(frozen=True)
class Wider:
    """What of a change lets more happen than before: needs and volunteers, and lots with the units that are new."""

    needs: list[Need]
    volunteers: list[Volunteer]
    lots: list[tuple[Lot, int]]


def wider(before: Problem, change: Change, places: Places | None = None) -> Wider:
    """The rows of a change that do more than narrow what there was; `places` are those of the problem before."""
    at = Places(before) if places is None else places

    def old(known: dict[str, int], rows: Sequence[Row], name: str) -> Row | None:
        return rows[known[name]] if name in known else None

    needs = [(row, old(at.needs, before.needs, row.id)) for row in change.needs]
    volunteers = [(row, old(at.volunteers, before.volunteers, row.id)) for row in change.volunteers]
    lots = [(row, most.more_units(row, old(at.lots, before.lots, row.id))) for row in change.lots]
    return Wider(
        needs=[new for new, was in needs if was is None or not most.need_is_narrower(new, was)],
        volunteers=[new for new, was in volunteers if was is None or not most.volunteer_is_narrower(new, was)],
        lots=[(new, units) for new, units in lots if units],
    )


def most_added(before: Problem, after: Problem, more: Wider, unpinned: Iterable[Match]) -> float:
    """How much the best value can rise by a change, at most; `unpinned` are the matches that no longer must stay.

    Letting go comes first, then what narrows the problem, and that cannot raise it; then what widens it, one by one.
    """
    return (
        sum(most.of_unpinning(before, pin) for pin in unpinned)
        + sum(most.of_need(after, need) for need in more.needs)
        + sum(most.of_volunteer(after, person) for person in more.volunteers)
        + sum(most.of_units(after, lot, units) for lot, units in more.lots)
    )


def difference(before: Problem, after: Problem) -> Change | None:
    """The change from one problem to another; none when more than rows and pins differ."""
    frame = ("slots", "slots_per_day", "zones", "km", "pickup_km", "haul_km", "costs", "interpreted")
    if any(getattr(before, name) != getattr(after, name) for name in frame):
        return None
    people = {row.id for row in after.volunteers}
    # Who has left the problem need not be excluded any more; a row that says just that is not another row.
    known = {row.id: replace(row, exclude=row.exclude & people) for row in before.needs}
    pinned, pins = ([named(one, pin) for pin in one.pins] for one in (before, after))
    return Change(
        needs=[row for row in after.needs if known.get(row.id) != row],
        volunteers=_new(before.volunteers, after.volunteers),
        lots=_new(before.lots, after.lots),
        needs_gone=_gone(before.needs, after.needs),
        volunteers_gone=_gone(before.volunteers, after.volunteers),
        lots_gone=_gone(before.lots, after.lots),
        pins=[pin for pin in pins if pin not in pinned],
        unpinned=[pin.need for pin in pinned if pin not in pins],
    )


def _new(before: Sequence[Row], after: Sequence[Row]) -> list[Row]:
    known = {row.id: row for row in before}
    return [row for row in after if known.get(row.id) != row]


def _gone(before: Sequence[Row], after: Sequence[Row]) -> list[str]:
    left = {row.id for row in after}
    return [row.id for row in before if row.id not in left]
