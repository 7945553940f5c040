"""What the last plan says otherwise than the one before it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from mutualaid.records.kinds import UNFINISHED
from mutualaid.records.match import KeptPlan
from mutualaid.records.need import Need
from mutualaid.services.last_plans import Offer, offers
from mutualaid.services.office import Office

What = Literal["volunteer", "slot", "lots"]


class ChangedProposal(NamedTuple):
    """A need that both plans propose something for, and what is not as it was."""

    need: str
    what: tuple[What, ...]


@dataclass(frozen=True)
class Comparison:
    """Needs (uids) by what became of their proposal from the plan before to the last one, in the order of the plans.

    `gone` are those still to be met that the last plan has no proposal for; who was helped meanwhile is in none.
    """

    same: tuple[str, ...]
    new: tuple[str, ...]
    gone: tuple[str, ...]
    changed: tuple[ChangedProposal, ...]


def compare(office: Office) -> Comparison | None:
    """The last plan beside the one before it; none while there are not two."""
    hours = office.settings.hours
    with office.store.read() as read:
        kept = [row.record for row in read.all(KeptPlan)]
        if len(kept) < 2:
            return None
        before, now = offers(kept[-2], hours), offers(kept[-1], hours)
        open_needs = {row.uid for row in read.all(Need, state=list(UNFINISHED))}
    both = [need for need in now if need in before]
    differs = {need: what for need in both if (what := _what(before[need], now[need]))}
    return Comparison(
        same=tuple(need for need in both if need not in differs),
        new=tuple(need for need in now if need not in before),
        gone=tuple(need for need in before if need not in now and need in open_needs),
        changed=tuple(ChangedProposal(need, what) for need, what in differs.items()),
    )


def _what(before: Offer, now: Offer) -> tuple[What, ...]:
    said: list[What] = []
    if (before.volunteers, before.interpreter) != (now.volunteers, now.interpreter):
        said.append("volunteer")
    if (before.day, before.part) != (now.day, now.part):
        said.append("slot")
    if before.lots != now.lots:
        said.append("lots")
    return tuple(said)
