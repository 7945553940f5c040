"""How much of a capped item one household may still get: at most so many units within any run of so many days.

What was handed out counts, by a match or to a walk-in, less what came back; so does what live matches have promised. No
path hands out or promises beyond it: each asks `check_cap` inside its transaction.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from mutualaid.records.errors import Refused
from mutualaid.records.kinds import LIVE_MATCHES, MovementKind
from mutualaid.records.match import LotUse, Match
from mutualaid.records.need import Need
from mutualaid.records.supply import CatalogueItem, Lot, Movement
from mutualaid.store.reading import Reading

_WENT = (MovementKind.HANDED_OUT, MovementKind.RETURNED)
_AT_ONCE = 5000


class Given(NamedTuple):
    """Units that a household got on a day, and did not bring back."""

    on: date
    units: int


@dataclass
class Received:
    """What one household got of one item, oldest first, and what live matches have promised it besides."""

    given: list[Given] = field(default_factory=list)
    promised: int = 0

    def note(self, on: date, units: int) -> None:
        """A movement: units that went out (negative) or came back, which undoes the latest that went."""
        if units < 0:
            self.given.append(Given(on, -units))
        while units > 0 and self.given:
            last = self.given.pop()
            if last.units > units:
                self.given.append(last._replace(units=last.units - units))
            units -= last.units

    def most(self, days: int, on: Iterable[date]) -> int:
        """The most that it got within so many days running of which one is among those."""
        most = 0
        for day in on:
            last = day + timedelta(days=days - 1)
            ends = {day, *(one.on for one in self.given if day <= one.on <= last)}
            most = max(most, *(self._within(end, days) for end in ends))
        return most

    def _within(self, end: date, days: int) -> int:
        return sum(one.units for one in self.given if end - timedelta(days=days) < one.on <= end)


def cap_left(read: Reading, *, household: str, item: str, on: date, besides: Collection[str] = ()) -> int | None:
    """Units of an item (its code) that a household (its uid) may still get on a day; none when there is no cap.

    What the matches `besides` have promised is not counted.
    """
    found = read.by_code(CatalogueItem, item)
    if found is None or found.record.household_cap is None:
        return None
    received = _received(read, item, household, besides)
    cap, days = found.record.household_cap, found.record.cap_days
    return max(0, cap - received.most(days, [on]) - received.promised)


def check_cap(
    read: Reading,
    *,
    household: str | None,
    item: str,
    units: int,
    on: date,
    besides: Collection[str] = (),
) -> None:
    """Refuse what would go beyond the cap: Refused("cap_reached", left), or Refused("household_needed") of a capped
    item that would go to nobody in particular.
    """
    if household is None:
        found = read.by_code(CatalogueItem, item)
        if found is not None and found.record.household_cap is not None:
            raise Refused("household_needed")
        return
    left = cap_left(read, household=household, item=item, on=on, besides=besides)
    if left is not None and units > left:
        raise Refused("cap_reached", left=left)


def check_uses(
    read: Reading, *, household: str, uses: Sequence[LotUse], on: date, besides: Collection[str] = ()
) -> None:
    """The same for all the lots of a match together."""
    units: dict[str, int] = defaultdict(int)
    for use in uses:
        units[read.get(Lot, use.lot).item] += use.units
    for item, count in units.items():
        check_cap(read, household=household, item=item, units=count, on=on, besides=besides)


def _received(read: Reading, item: str, household: str, besides: Collection[str]) -> Received:
    lots = {uid for (uid,) in read.columns(Lot, item=item)}
    needs = [uid for (uid,) in read.columns(Need, household=household)]
    matches = {row.uid: row.record for row in read.all(Match, need=needs)} if needs else {}
    rows = [*read.all(Movement, household=household, kind=list(_WENT))]
    rows += read.all(Movement, match=list(matches), kind=list(_WENT)) if matches else []
    received = Received()
    for row in sorted(rows, key=lambda row: row.uid):  # uids are in order of birth
        if row.record.lot in lots:
            received.note(row.record.on, row.record.units)
    received.promised = sum(
        use.units
        for uid, match in matches.items()
        if match.state in LIVE_MATCHES and uid not in besides
        for use in match.lots
        if use.lot in lots
    )
    return received


def received_by_all(read: Reading, items: Collection[str]) -> dict[tuple[str, str], Received]:
    """What every household got of those items, by household (uid) and item (code); promises are not counted."""
    found: dict[tuple[str, str], Received] = defaultdict(Received)
    lots = dict(read.columns(Lot, "item", item=list(items))) if items else {}
    if not lots:
        return found
    rows = [row for part in _parts(list(lots)) for row in read.all(Movement, lot=part, kind=list(_WENT))]
    homes = _homes(read, {row.record.match for row in rows if row.record.match is not None})
    for row in sorted(rows, key=lambda row: row.uid):
        household = row.record.household or homes.get(row.record.match or "")
        if household is not None:
            found[household, lots[row.record.lot]].note(row.record.on, row.record.units)
    return found


def _homes(read: Reading, matches: set[str]) -> Mapping[str, str]:
    """The household of each match, by uid."""
    needs = {uid: need for part in _parts(list(matches)) for uid, need in read.columns(Match, "need", uid=part)}
    homes = {
        uid: household
        for part in _parts(list(set(needs.values())))
        for uid, household in read.columns(Need, "household", uid=part)
    }
    return {match: homes[need] for match, need in needs.items() if need in homes}


def _parts(values: list[str]) -> Iterable[list[str]]:
    return (values[start : start + _AT_ONCE] for start in range(0, len(values), _AT_ONCE))


def over_cap(read: Reading) -> set[tuple[str, str, int]]:
    """Households that have got or been promised more of an item than its cap: (household, item, units too many)."""
    caps = {r.code: r for _, r in read.all(CatalogueItem) if r.household_cap is not None}
    if not caps:
        return set()
    received = received_by_all(read, caps)
    lots = dict(read.columns(Lot, "item", item=list(caps)))
    live = read.all(Match, state=list(LIVE_MATCHES))
    homes = _homes(read, {row.uid for row in live})
    for uid, match in live:
        for use in match.lots:
            if use.lot in lots and uid in homes:
                received[homes[uid], lots[use.lot]].promised += use.units
    over = set()
    for (household, code), one in received.items():
        cap, days = caps[code].household_cap or 0, caps[code].cap_days
        units = max((one._within(given.on, days) for given in one.given), default=0)
        now = one.most(days, [date.today()]) + one.promised if one.promised else 0
        if max(units, now) > cap:
            over.add((household, code, max(units, now) - cap))
    return over
