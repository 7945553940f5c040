"""What became of each proposal since the plan before, with what that one had proposed, by name."""

from __future__ import annotations

from datetime import date
from typing import Literal, NamedTuple

from mutualaid.records.kinds import Daypart
from mutualaid.records.match import KeptPlan
from mutualaid.records.supply import Lot
from mutualaid.records.volunteer import Volunteer
from mutualaid.services.comparing import compare
from mutualaid.services.last_plans import Offer, offers
from mutualaid.services.office import Office

Kind = Literal["new", "changed", "gone"]


class Before(NamedTuple):
    """What the plan before had proposed for a need: volunteers by name, lots as (item code, units)."""

    volunteers: tuple[str, ...]
    day: date | None
    part: Daypart | None
    lots: tuple[tuple[str, int], ...]


class Change(NamedTuple):
    """What became of a need's proposal; `what` names the parts of a changed one that are not as they were."""

    kind: Kind
    what: tuple[str, ...] = ()
    before: Before | None = None


def plan_changes(office: Office) -> dict[str, Change] | None:
    """By need (its uid) what is new, changed or gone; none while there are not two plans to compare."""
    told = compare(office)
    if told is None:
        return None
    earlier = {row.need: row.what for row in told.changed} | dict.fromkeys(told.gone, ())
    with office.store.read() as read:
        old = offers(read.all(KeptPlan)[-2].record, office.settings.hours)
        named = [old[need] for need in earlier]
        people = list({uid for offer in named for uid in offer.volunteers})
        stock = list({uid for offer in named for uid, _units in offer.lots})
        names = {row.uid: row.record.name for row in read.all(Volunteer, uid=people)}
        items = {row.uid: row.record.item for row in read.all(Lot, uid=stock)}

    def before(offer: Offer) -> Before:
        who = tuple(names[uid] for uid in offer.volunteers if uid in names)
        return Before(who, offer.day, offer.part, tuple((items[x], n) for x, n in offer.lots if x in items))

    gone = set(told.gone)
    changes = {need: Change("new") for need in told.new}
    for need, what in earlier.items():
        changes[need] = Change("gone" if need in gone else "changed", tuple(what), before(old[need]))
    return changes
