"""What a matching problem is written from, as one snapshot of the store."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from mutualaid.records.base import Record
from mutualaid.records.household import Household
from mutualaid.records.kinds import PLANNABLE, UNFINISHED, ConsentPurpose, Mode
from mutualaid.records.match import Match, Rejection
from mutualaid.records.need import Need
from mutualaid.records.office import OfficeSettings
from mutualaid.records.place import Site
from mutualaid.records.schedule import Appointment, Shift
from mutualaid.records.supply import CatalogueItem, Lot
from mutualaid.records.volunteer import Volunteer
from mutualaid.records.zones import Zone
from mutualaid.services.caps import Received, received_by_all
from mutualaid.services.consents import all_refusing
from mutualaid.services.horizon import Horizon
from mutualaid.store.reading import Reading
from mutualaid.store.store import Stored

R = TypeVar("R", bound=Record)


@dataclass(frozen=True)
class Tables:
    """Everything of the store that a problem is written from, read in one snapshot."""

    zones: Mapping[str, Zone]
    settings: OfficeSettings
    households: dict[str, Household]
    needs: list[Stored[Need]]
    volunteers: list[Stored[Volunteer]]
    items: dict[str, CatalogueItem]
    lots: list[Stored[Lot]]
    free: dict[str, int]
    sites: dict[str, Site]
    matches: list[Stored[Match]]
    rejections: dict[str, list[Rejection]]
    appointments: list[Appointment]
    shifts: list[Shift]
    unshared: frozenset[str] = frozenset()
    """Households to which nobody may be sent, for they said no to that."""
    received: Mapping[tuple[str, str], Received] = field(default_factory=dict)

    def plannable(self, horizon: Horizon, pinned: set[str], stopped: set[str]) -> Iterator[Stored[Need]]:
        """Needs to plan: open and not on hold, or pinned; never one whose kept match is in conflict, nor one that a
        hearing has a pair for.
        """
        accompanied = {one.need for one in self.appointments if one.pair}
        for need in self.needs:
            held = need.record.hold_until is not None and need.record.hold_until > horizon.first
            if need.uid in stopped or need.uid in accompanied:
                continue
            ready = need.record.state in PLANNABLE and not held and self.can_be_met(need.record)
            if (need.uid in pinned or ready) and self.may_be_sent(need.record):
                yield need

    def may_be_sent(self, need: Need) -> bool:
        """Whether somebody may be sent for it, or nobody has to be. Where not, no plan is asked about it: to exclude
        every volunteer row by row would come to the same, at the cost of one id for each of them.
        """
        return need.mode == Mode.PICKUP or need.household not in self.unshared

    def kept_from(self, horizon: Horizon) -> list[Stored[Need]]:
        """Needs that would be planned if their households had not said that nobody may be sent."""
        willing = replace(self, unshared=frozenset())
        return [need for need in willing.plannable(horizon, set(), set()) if not self.may_be_sent(need.record)]

    def can_be_met(self, need: Need) -> bool:
        """Goods need a catalogue item, and something of them still to bring, to be planned at all."""
        return need.mode == Mode.SERVICE or (self.item_of(need) is not None and need.filled < need.quantity)

    def of(self, matches: Iterable[Stored[Match]]) -> Tables:
        """The same with only the needs, volunteers and lots that these matches name."""
        named = [match.record for match in matches]
        needs = {match.need for match in named}
        volunteers = {volunteer for match in named for volunteer in match.people}
        lots = {use.lot for match in named for use in match.lots}
        return replace(
            self,
            needs=[need for need in self.needs if need.uid in needs],
            volunteers=[volunteer for volunteer in self.volunteers if volunteer.uid in volunteers],
            lots=[lot for lot in self.lots if lot.uid in lots],
        )

    def item_of(self, need: Need) -> CatalogueItem | None:
        """The item asked for, or the category's default."""
        if need.item is not None:
            return self.items.get(need.item)
        same = [item for item in self.items.values() if item.category == need.category and item.active]
        return next((item for item in same if item.default), same[0] if same else None)


_UNFINISHED = [state.value for state in UNFINISHED]
_AT_ONCE = 2_000
"""Records that one query asks for by name."""


def _rows(read: Reading, kind: type[R], uids: Collection[str] | None, **equals: object) -> list[Stored[R]]:
    """Records of a kind in the order in which they were added; all of them, or those with such uids."""
    if uids is None:
        return read.all(kind, **equals)
    wanted = sorted(uids)
    found = [
        row
        for start in range(0, len(wanted), _AT_ONCE)
        for row in read.all(kind, uid=wanted[start : start + _AT_ONCE], **equals)
    ]
    return found if len(wanted) <= _AT_ONCE else sorted(found, key=lambda row: row.uid)


def read_tables(
    read: Reading, zones: Mapping[str, Zone], settings: OfficeSettings, *, kept_only: bool = False
) -> Tables:
    """Read all that a problem is written from; `kept_only`: no more than what the kept matches name, as `Tables.of` has
    it, which is what asking whether they still hold takes.
    """
    matches = read.all(Match, state=["pinned", "accepted", "confirmed"])
    named = [match.record for match in matches]
    needs = _rows(read, Need, {match.need for match in named} if kept_only else None, state=_UNFINISHED)
    lots = _rows(read, Lot, {use.lot for match in named for use in match.lots} if kept_only else None)
    people = {person for match in named for person in match.people} if kept_only else None
    rejections: dict[str, list[Rejection]] = defaultdict(list)
    for row in read.all(Rejection):
        rejections[row.record.need].append(row.record)
    items = {row.record.code: row.record for row in read.all(CatalogueItem)}
    return Tables(
        zones=zones,
        settings=settings,
        households={
            row.uid: row.record
            for row in _rows(read, Household, {need.record.household for need in needs} if kept_only else None)
        },
        needs=needs,
        volunteers=_rows(read, Volunteer, people),
        items=items,
        lots=lots,
        free={uid: free for uid, (_, free) in read.stock([lot.uid for lot in lots] if kept_only else None).items()},
        sites={row.record.code: row.record for row in read.all(Site)},
        matches=matches,
        rejections=rejections,
        appointments=[row.record for row in read.all(Appointment)],
        shifts=[row.record for row in read.all(Shift)],
        unshared=frozenset(all_refusing(read, ConsentPurpose.SHARE)),
        received=received_by_all(read, [code for code, item in items.items() if item.household_cap is not None]),
    )
