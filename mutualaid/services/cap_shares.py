"""What each need of a household may still ask of capped items, when several share what its caps leave.

Kept matches come first, with what they use; then the most urgent, then who waits longest. An item whose cap is used up
is not offered; one that stands in for another is offered when the cap leaves enough of it for the whole need.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from mutualaid.records.kinds import LIVE_MATCHES, Mode
from mutualaid.records.match import Match
from mutualaid.records.need import Need
from mutualaid.services.horizon import DAYS, Horizon
from mutualaid.store.stored import Stored

if TYPE_CHECKING:
    from mutualaid.services.problem_tables import Tables


class Share(NamedTuple):
    """The items that a need may be given (the first is what it asks for; none: nothing) and of how many units."""

    items: tuple[str, ...]
    units: int


class Shares:
    """Counts down what each household may still get of each capped item."""

    def __init__(self, tables: Tables, horizon: Horizon) -> None:
        self._tables = tables
        self._caps = {code: item for code, item in tables.items.items() if item.household_cap is not None}
        days = {horizon.first + timedelta(days=ahead) for ahead in range(DAYS)} | {date.today()}
        self._left: dict[tuple[str, str], int] = {
            key: max(0, (self._caps[key[1]].household_cap or 0) - one.most(self._caps[key[1]].cap_days, days))
            for key, one in tables.received.items()
            if key[1] in self._caps
        }
        self._items = {lot.uid: lot.record.item for lot in tables.lots}
        self._homes = {need.uid: need.record.household for need in tables.needs}

    def of(
        self,
        planned: Iterable[tuple[Stored[Need], tuple[str, ...]]],
        pins: Mapping[str, Stored[Match]],
        withheld: Iterable[Match],
    ) -> dict[str, Share]:
        """By need, its share, given the items that it could have. `withheld` matches hold what they promise."""
        if not self._caps:
            return {}
        for match in withheld:
            if match.state in LIVE_MATCHES and match.need in self._homes:
                self._use(self._homes[match.need], self._uses(match))
        goods = {need.uid: (need.record, items) for need, items in planned if need.record.mode != Mode.SERVICE}
        found = {}
        for uid, pin in pins.items():  # in the order in which they hold their place
            if uid in goods:
                found[uid] = self._kept(*goods[uid], pin.record)
        waiting = [uid for uid in goods if uid not in pins and not self._caps.keys().isdisjoint(goods[uid][1])]
        waiting.sort(key=lambda uid: (-goods[uid][0].urgency, goods[uid][0].received_on, goods[uid][0].code))
        firsts = {uid: self._first(*goods[uid]) for uid in waiting}
        return found | {uid: self._others(*goods[uid], firsts[uid]) for uid in waiting}

    def _of(self, household: str, item: str) -> int | None:
        cap = self._caps.get(item)
        return None if cap is None else self._left.get((household, item), cap.household_cap or 0)

    def _use(self, household: str, uses: Mapping[str, int]) -> None:
        for item, units in uses.items():
            left = self._of(household, item)
            if left is not None:
                self._left[household, item] = max(0, left - units)

    def _uses(self, match: Match) -> Counter[str]:
        uses: Counter[str] = Counter()
        for use in match.lots:
            uses[self._items.get(use.lot, "")] += use.units
        return uses

    def _kept(self, need: Need, items: tuple[str, ...], match: Match) -> Share:
        """What it uses; nothing where that is beyond the cap, which says that the match no longer holds."""
        uses, whole = self._uses(match), need.quantity - need.filled
        lefts = {item: self._of(need.household, item) for item in uses}
        fits = all((left := lefts[item]) is None or units <= left for item, units in uses.items())
        self._use(need.household, uses)
        return Share(items, whole) if fits else Share((), whole)

    def _first(self, need: Need, items: tuple[str, ...]) -> Share:
        """The first of its items that the cap leaves something of."""
        whole = need.quantity - need.filled
        for item in items:
            left = self._of(need.household, item)
            if left is None or left > 0:
                units = whole if left is None else min(whole, left)
                self._use(need.household, {item: units})
                return Share((item,), units)
        return Share((), whole)

    def _others(self, need: Need, items: tuple[str, ...], first: Share) -> Share:
        """The same with what may stand in for it."""
        share = first
        for item in items:
            left = self._of(need.household, item)
            if first.items and item not in first.items and (left is None or left >= first.units):
                self._use(need.household, {item: first.units})
                share = share._replace(items=(*share.items, item))
        return share
