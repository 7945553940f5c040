"""What could be added to a problem: a volunteer, a lot, or one slot more of a volunteer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from mutualaid.matching.rows import Lot, Match, Problem, Volunteer

NEW_REACH_KM = 6.0
NEW_SLOTS, NEW_SHIFTS, NEW_STOPS, NEW_KG, NEW_SEATS = 3, 2, 4, 60.0, 4
"""What a new volunteer is taken to offer: times that she can choose from, tasks in the week, stops and kg in a run."""

NEW_UNITS = 200
"""Units that somebody may be asked to bring at once, at most."""


@dataclass(frozen=True)
class NewVolunteer:
    """Somebody who does not help yet."""

    person: Volunteer
    kind = "volunteer"

    def row(self, problem: Problem) -> dict[str, Any]:
        """The addition as a lever's document says it."""
        who = self.person
        row = {
            "id": who.id,
            "zone": problem.zones[who.zone],
            "radius_km": who.radius_km,
            "zones": None,
            "skills": sorted(who.skills),
            "languages": sorted(who.languages),
            "access": sorted(who.access),
            "trust": who.trust,
            "seats": who.seats,
            "slots": list(who.slots),
            "shifts": who.shifts,
            "stops": who.stops,
            "kg": who.kg,
        }
        return {"volunteer": row}

    def asked(self, problem: Problem, me: int, matches: Iterable[Match]) -> NewVolunteer:
        """No more than what these matches ask of her (volunteer `me` of `problem`), so that she is easier to find."""
        mine = [m for m in matches if me in m.volunteers]
        needs = [problem.needs[m.need] for m in mine]
        languages: set[str] = set()
        for need in needs:
            if need.languages and languages.isdisjoint(need.languages):
                # Where an interpreter helps her, any language may be the one they share.
                spoken = need.languages & self.person.languages
                languages |= {min(spoken)} if spoken else self.person.languages
        slots = sorted({m.slot for m in mine if m.slot is not None})
        drives = any(need.kind == "delivery" for need in needs)
        asked = replace(
            self.person,
            skills=frozenset(need.skill for need in needs if need.skill),
            languages=frozenset(languages),
            access=frozenset().union(*(need.access for need in needs)),
            trust=max((need.trust for need in needs), default=0),
            seats=max((need.seats for need in needs), default=0),
            slots=tuple(slots),
            shifts=len(slots),
            stops=self.person.stops if drives else 0,
            kg=self.person.kg if drives else 0.0,
        )
        return NewVolunteer(asked)


@dataclass(frozen=True)
class NewLot:
    """Goods that nobody has brought yet."""

    lot: Lot
    kind = "lot"

    def row(self, problem: Problem) -> dict[str, Any]:
        """The addition as a lever's document says it."""
        row = {
            "id": self.lot.id,
            "item": self.lot.item,
            "quantity": self.lot.quantity,
            "site": problem.zones[self.lot.site],
            "diet": sorted(self.lot.diet),
            "expires_day": self.lot.expires_day,
        }
        return {"lot": row}

    def asked(self, problem: Problem, me: int, matches: Iterable[Match]) -> NewLot:
        """No more than what these matches take of it (lot `me` of `problem`)."""
        users = [(problem.needs[m.need], units) for m in matches for lot, units in m.lots if lot == me]
        diet: frozenset[str] = frozenset().union(*(need.diet for need, _ in users))
        return NewLot(replace(self.lot, quantity=sum(units for _, units in users), diet=diet))


@dataclass(frozen=True)
class NewSlot:
    """One slot more of a volunteer who helps already (a position)."""

    volunteer: int
    slot: int
    kind = "slot"

    def row(self, problem: Problem) -> dict[str, Any]:
        """The addition as a lever's document says it."""
        return {"slot": {"volunteer": problem.volunteers[self.volunteer].id, "slot": self.slot}}

    def filled(self, problem: Problem) -> Volunteer:
        """The volunteer with the slot."""
        before = problem.volunteers[self.volunteer]
        return replace(before, slots=tuple(sorted((*before.slots, self.slot))))


Addition = NewVolunteer | NewLot | NewSlot


def unused(taken: Iterable[str], stem: str) -> str:
    """An id that nothing has yet."""
    names, number = set(taken), 1
    while f"{stem}-{number}" in names:
        number += 1
    return f"{stem}-{number}"
