"""The rows of a matching problem, as read: needs, volunteers, lots, pins. Ids are opaque; positions are used inside."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

Kind = Literal["delivery", "pickup", "service"]
Interpreting = Literal["none", "remote", "in_person"]
"""The least that a need asks of an interpreter: none may help, one by telephone will do, one must be present."""


@dataclass(frozen=True)
class Need:
    """One open need. Goods carry item, quantity, diet, kg; services carry people and seats; slots are sorted.

    `interpreting` says whether an interpreter may help volunteers who speak none of its languages; `relay`, when not
    empty, in which languages those two may speak with each other.
    """

    id: str
    household: str
    zone: int
    kind: Kind
    urgency: int
    waiting_days: int
    slots: tuple[int, ...]
    group: str
    item: str | None
    substitutes: frozenset[str]
    quantity: int
    diet: frozenset[str]
    kg: float
    people: int
    skill: str | None
    languages: frozenset[str]
    access: frozenset[str]
    trust: int
    seats: int
    exclude: frozenset[str]
    interpreting: Interpreting = "none"
    relay: frozenset[str] = frozenset()

    @property
    def wants(self) -> int:
        """How many different volunteers a match of this need takes."""
        return {"pickup": 0, "delivery": 1, "service": self.people}[self.kind]

    @property
    def first_slot(self) -> int:
        """Its lowest slot; 0 when it has none."""
        return self.slots[0] if self.slots else 0


@dataclass(frozen=True)
class Volunteer:
    """One volunteer. `zones` (positions), when not empty, replaces the radius; `stops` and `kg` are per run.

    She interprets between any two of the languages `interprets`: present when `in_person`, and by telephone for at most
    `calls` needs of one slot.
    """

    id: str
    zone: int
    radius_km: float
    zones: frozenset[int]
    skills: frozenset[str]
    languages: frozenset[str]
    access: frozenset[str]
    trust: int
    seats: int
    slots: tuple[int, ...]
    shifts: int
    stops: int
    kg: float
    interprets: frozenset[str] = frozenset()
    in_person: bool = False
    calls: int = 0


@dataclass(frozen=True)
class Lot:
    """Units of one item at one site (a zone's position); `expires_day` is None when they keep."""

    id: str
    item: str
    quantity: int
    site: int
    diet: frozenset[str]
    expires_day: int | None


@dataclass(frozen=True)
class Costs:
    """Points that the plan pays or earns: per run, km, stop, unit-km, unit-day of freshness, share of a substitute; and
    for each need met with an interpreter's help, so that who speaks the language herself comes first.
    """

    run: float = 200
    km: float = 40
    stop: float = 30
    unit_km: float = 1
    fresh: float = 2
    substitute: float = 0.1
    interpreter: float = 100


@dataclass(frozen=True)
class Interpreter:
    """Who interprets (a volunteer's position), and whether by telephone."""

    volunteer: int
    remote: bool


@dataclass(frozen=True)
class Match:
    """A need met: positions of its volunteers, the slot (None for a pick-up), (lot, units) pairs, who interprets."""

    need: int
    volunteers: tuple[int, ...]
    slot: int | None
    lots: tuple[tuple[int, int], ...]
    interpreter: Interpreter | None = None

    @property
    def people(self) -> tuple[int, ...]:
        """Everyone whose slot the match takes: its volunteers, then who interprets."""
        return self.volunteers if self.interpreter is None else (*self.volunteers, self.interpreter.volunteer)


@dataclass(frozen=True)
class Problem:
    """A checked problem. Zones, volunteers and lots are referred to by position, pins are matches that must stay.

    `interpreted` says that it was written with interpreters (`mutualaid-problem/1+interpreters`).
    """

    slots: int
    slots_per_day: int
    zones: tuple[str, ...]
    km: tuple[tuple[float, ...], ...]
    pickup_km: float
    haul_km: float
    costs: Costs
    needs: tuple[Need, ...]
    volunteers: tuple[Volunteer, ...]
    lots: tuple[Lot, ...]
    pins: tuple[Match, ...] = ()
    interpreted: bool = False

    @cached_property
    def need_at(self) -> dict[str, int]:
        """Position of each need by id."""
        return {need.id: i for i, need in enumerate(self.needs)}

    def day(self, slot: int) -> int:
        """The day that a slot lies in."""
        return slot // self.slots_per_day
