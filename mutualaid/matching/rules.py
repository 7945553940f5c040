"""Every rule and every value of a plan in its plainest form, one pair at a time; the fast forms must agree with it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache

from mutualaid.matching.interpreting import in_reach, interpreter_fault, speaks, understood
from mutualaid.matching.rows import Interpreter, Lot, Match, Need, Problem, Volunteer

VOLUNTEER_RULES = ("time", "distance", "skill", "language", "access", "trust", "seats", "excluded")
LOT_RULES = ("item", "diet", "expiry", "distance", "stock")
WAITING_CAP = 28
FRESH_DAYS = 7


def weight(need: Need) -> int:
    """Priority points: doubles with each urgency step, and doubles again over four weeks of waiting."""
    return _weight(need.urgency, min(need.waiting_days, WAITING_CAP))


@cache
def _weight(urgency: int, waiting: int) -> int:
    return round(1000 * (1 << (urgency - 1)) * (1 + waiting / WAITING_CAP))


def thirds(quantity: int) -> tuple[int, int, int]:
    """Units in the first, second and last third of a quantity."""
    first = -(-quantity // 3)
    second = -(-(quantity - first) // 2)
    return first, second, quantity - first - second


def unit_points(need: Need) -> tuple[float, float, float]:
    """Points a unit earns in each third (1.5 : 1 : 0.5); all units together earn the need's weight."""
    first, second, last = thirds(need.quantity)
    share = weight(need) / (1.5 * first + second + 0.5 * last)
    return 1.5 * share, share, 0.5 * share


def fill_points(need: Need, filled: int) -> float:
    """Points for `filled` of the need's units."""
    first, second, _ = thirds(need.quantity)
    parts = (min(filled, first), min(max(filled - first, 0), second), max(filled - first - second, 0))
    return sum(points * units for points, units in zip(unit_points(need), parts, strict=True))


def unit_cost(problem: Problem, need: Need, lot: Lot) -> float:
    """Points that one unit of a lot costs this need: haulage and substitution, less what freshness earns."""
    cost = problem.costs.unit_km * problem.km[lot.site][need.zone]
    if lot.item != need.item:
        cost += problem.costs.substitute * weight(need) / need.quantity
    if lot.expires_day is not None and lot.expires_day < FRESH_DAYS:
        cost -= problem.costs.fresh * (FRESH_DAYS - lot.expires_day)
    return cost


def interpreter_cost(problem: Problem, need: Need, by: Interpreter) -> float:
    """Points that an interpreter's help costs a need: a little for each, and the way of one who comes."""
    away = 0.0 if by.remote else problem.km[problem.volunteers[by.volunteer].zone][need.zone]
    return problem.costs.interpreter + problem.costs.km * away


def volunteer_faults(problem: Problem, need: Need, volunteer: Volunteer, match: Match | None = None) -> list[str]:
    """Names of the rules that keep a volunteer from a need, whatever else the volunteer does.

    Of interpreters, the one of the `match` counts, or without a match anyone who may interpret for the need.
    """
    heard = understood(problem, need, volunteer) if match is None else speaks(problem, match, volunteer)
    holds = {
        "time": not set(need.slots).isdisjoint(volunteer.slots),
        "distance": in_reach(problem, need, volunteer),
        "skill": not need.skill or need.skill in volunteer.skills,
        "language": heard,
        "access": need.access <= volunteer.access,
        "trust": volunteer.trust >= need.trust,
        "seats": volunteer.seats >= need.seats,
        "excluded": volunteer.id not in need.exclude,
    }
    return [rule for rule in VOLUNTEER_RULES if not holds[rule]]


def lot_faults(problem: Problem, need: Need, lot: Lot, slot: int | None = None) -> list[str]:
    """Names of the rules that keep a lot from a need in `slot`; None means its lowest slot's day."""
    day = problem.day(need.first_slot if slot is None else slot)
    reach = problem.pickup_km if need.kind == "pickup" else problem.haul_km
    holds = {
        "item": lot.item == need.item or lot.item in need.substitutes,
        "diet": need.diet <= lot.diet,
        "expiry": lot.expires_day is None or lot.expires_day >= day,
        "distance": problem.km[lot.site][need.zone] <= reach,
        "stock": lot.quantity >= 1,
    }
    return [rule for rule in LOT_RULES if not holds[rule]]


@dataclass
class Run:
    """A volunteer's deliveries in one slot."""

    zone: int
    households: set[str] = field(default_factory=set)
    kg: list[float] = field(default_factory=list)

    @property
    def load(self) -> float:
        """Weight carried, summed in the order in which needs were added."""
        return sum(self.kg)


@dataclass
class Calls:
    """Needs for which a volunteer interprets by telephone in one slot."""

    needs: int = 0


@dataclass
class Ledger:
    """What a list of matches uses: per (volunteer, slot) a run, calls, or None for a service or interpreting there; per
    lot the units given.
    """

    problem: Problem
    uses: dict[tuple[int, int], Run | Calls | None] = field(default_factory=dict)
    shifts: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    given: dict[int, int] = field(default_factory=lambda: defaultdict(int))

    def add(self, match: Match) -> str | None:
        """Enter a match; the name of the first rule that it breaks given what was entered before, or None."""
        need = self.problem.needs[match.need]
        for volunteer in match.volunteers:
            assert match.slot is not None
            broken = self._take(need, volunteer, match.slot)
            if broken:
                return broken
        if match.interpreter is not None:
            assert match.slot is not None
            broken = self._interpret(match.interpreter, match.slot)
            if broken:
                return broken
        for lot, units in match.lots:
            self.given[lot] += units
            if self.given[lot] > self.problem.lots[lot].quantity:
                return "stock"
        return None

    def _take(self, need: Need, volunteer: int, slot: int) -> str | None:
        person, key = self.problem.volunteers[volunteer], (volunteer, slot)
        if key not in self.uses:
            self.uses[key] = Run(need.zone) if need.kind == "delivery" else None
            self.shifts[volunteer] += 1
        elif need.kind != "delivery" or not isinstance(self.uses[key], Run):
            return "busy"
        run = self.uses[key]
        if isinstance(run, Run):
            if run.zone != need.zone:
                return "busy"
            run.households.add(need.household)
            run.kg.append(need.kg)
            if len(run.households) > person.stops:
                return "stops"
            if run.load > person.kg:
                return "load"
        return "shifts" if self.shifts[volunteer] > person.shifts else None

    def _interpret(self, by: Interpreter, slot: int) -> str | None:
        person, key = self.problem.volunteers[by.volunteer], (by.volunteer, slot)
        if key not in self.uses:
            self.uses[key] = Calls() if by.remote else None
            self.shifts[by.volunteer] += 1
        elif not by.remote or not isinstance(self.uses[key], Calls):
            return "busy"
        calls = self.uses[key]
        if isinstance(calls, Calls):
            calls.needs += 1
            if calls.needs > person.calls:
                return "calls"
        return "shifts" if self.shifts[by.volunteer] > person.shifts else None


def shape_fault(problem: Problem, match: Match) -> str | None:
    """The rule a match breaks by itself, before anything else in the plan is looked at."""
    need = problem.needs[match.need]
    if len(set(match.volunteers)) != need.wants or len(match.volunteers) != need.wants:
        return "people"
    if (match.slot is not None) if not need.wants else (match.slot not in need.slots):
        return "time"
    for volunteer in match.volunteers:
        person = problem.volunteers[volunteer]
        faults = [rule for rule in volunteer_faults(problem, need, person, match) if rule != "time"]
        if faults or match.slot not in person.slots:
            return faults[0] if faults else "time"
    broken = interpreter_fault(problem, match)
    if broken:
        return broken
    filled = sum(units for _, units in match.lots)
    if need.kind == "service":
        return "quantity" if match.lots else None
    for lot, _ in match.lots:
        faults = lot_faults(problem, need, problem.lots[lot], match.slot)
        if faults:
            return faults[0]
    return None if 1 <= filled <= need.quantity else "quantity"


@dataclass(frozen=True)
class BrokenPin:
    """A pin (its need's id) and the rule it breaks."""

    need: str
    rule: str


def broken_pin(problem: Problem) -> BrokenPin | None:
    """The first pin that breaks a rule, by itself or beside the pins before it; None when all hold."""
    return next(broken_pins(problem), None)


def broken_pins(problem: Problem) -> Iterator[BrokenPin]:
    """Every pin that breaks a rule, by itself or beside those before it that hold."""
    ledger, held = Ledger(problem), list[Match]()
    for pin in problem.pins:
        rule = shape_fault(problem, pin) or ledger.add(pin)
        if not rule:
            held.append(pin)
            continue
        yield BrokenPin(problem.needs[pin.need].id, rule)
        ledger = Ledger(problem)  # what the broken one had entered before it broke is taken back
        for before in held:
            ledger.add(before)


@dataclass(frozen=True)
class Score:
    """A plan's value, and the share of each group's points that it earns."""

    value: float
    groups: dict[str, float]


def score(problem: Problem, matches: Iterable[Match]) -> Score:
    """Value of a plan that keeps the rules, and the fill of each group, by the definitions of the plan's format."""
    value, got = _earned(problem, matches)
    total: dict[str, int] = defaultdict(int)
    have: dict[str, float] = defaultdict(float)
    for i, need in enumerate(problem.needs):
        total[need.group] += weight(need)
        have[need.group] += got.get(i, 0.0)
    return Score(value, {group: have[group] / total[group] for group in sorted(total)})


def value_of(problem: Problem, matches: Iterable[Match]) -> float:
    """The value of a plan, or of a part of one that shares no run with the rest."""
    return _earned(problem, matches)[0]


def _earned(problem: Problem, matches: Iterable[Match]) -> tuple[float, dict[int, float]]:
    """The value, and the points by need before travel and goods are paid."""
    costs, ledger, got, value = problem.costs, Ledger(problem), dict[int, float](), 0.0
    for match in matches:
        need = problem.needs[match.need]
        ledger.add(match)
        if match.interpreter is not None:
            value -= interpreter_cost(problem, need, match.interpreter)
        if need.kind == "service":
            got[match.need] = float(weight(need))
            away = sum(problem.km[problem.volunteers[v].zone][need.zone] for v in match.volunteers)
            value += weight(need) - costs.km * away
            continue
        got[match.need] = fill_points(need, sum(units for _, units in match.lots))
        value += got[match.need]
        value -= sum(units * unit_cost(problem, need, problem.lots[lot]) for lot, units in match.lots)
    for (volunteer, _), run in ledger.uses.items():
        if isinstance(run, Run):
            away = problem.km[problem.volunteers[volunteer].zone][run.zone]
            value -= costs.run + costs.km * away + costs.stop * len(run.households)
    return value, got
