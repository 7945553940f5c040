"""The rows of a matching problem, as read: needs, volunteers, lots, pins. Ids are opaque; positions are used inside."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

Kind = Literal["delivery", "pickup", "service"]


@dataclass(frozen=True)
class Need:
    """One open need. Goods carry item, quantity, diet, kg; services carry people and seats; slots are sorted."""

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
    """One volunteer. `zones` (positions), when not empty, replaces the radius; `stops` and `kg` are per run."""

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
    """Points that the plan pays or earns: per run, km, stop, unit-km, unit-day of freshness, share of a substitute."""

    run: float = 200
    km: float = 40
    stop: float = 30
    unit_km: float = 1
    fresh: float = 2
    substitute: float = 0.1


@dataclass(frozen=True)
class Match:
    """A need met: positions of its volunteers, the slot (None for a pick-up), and (lot, units) pairs."""

    need: int
    volunteers: tuple[int, ...]
    slot: int | None
    lots: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Problem:
    """A checked problem. Zones, volunteers and lots are referred to by position, pins are matches that must stay."""

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

    @cached_property
    def need_at(self) -> dict[str, int]:
        """Position of each need by id."""
        return {need.id: i for i, need in enumerate(self.needs)}

    def day(self, slot: int) -> int:
        """The day that a slot lies in."""
        return slot // self.slots_per_day
