"""The box builder: what a household of a size and diet gets out of what is free now; the box handed out or kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from mutualaid.records.errors import Refused
from mutualaid.records.household import Household
from mutualaid.records.kinds import LIVE_MATCHES, PLANNABLE, MatchState, Mode, MovementKind, NeedState
from mutualaid.records.match import LotUse, Match
from mutualaid.records.need import Need
from mutualaid.records.supply import CatalogueItem, Lot, Movement
from mutualaid.records.views import Changed
from mutualaid.services.areas import WORK
from mutualaid.services.caps import cap_left, check_uses
from mutualaid.services.matches import reserve_in
from mutualaid.services.office import Office
from mutualaid.services.problem_rows import EDIBLE
from mutualaid.services.supplies import hand_out_in
from mutualaid.store.reading import Reading
from mutualaid.store.store import Stored
from mutualaid.store.writing import Writing

USUAL = ("food", "hygiene")
"""The categories whose usual item goes into a box that nothing else was said of."""


class BoxUse(NamedTuple):
    """Units of a lot that go into the box."""

    lot: str
    code: str
    site: str
    units: int
    expires_on: date | None


@dataclass(frozen=True)
class BoxLine:
    """One item of a box: how many units are wanted, the lots that they come from, and how many there are not.

    `instead` are items of the same category that are free and fit, as (code, free units), where something is missing.
    `need` is the need (uid) that the line meets; `cap_left` what the household's cap leaves, none without one.
    """

    item: str
    unit: str
    wanted: int
    uses: tuple[BoxUse, ...] = ()
    missing: int = 0
    instead: tuple[tuple[str, int], ...] = ()
    need: str | None = None
    cap_left: int | None = None


class BoxPart(NamedTuple):
    """Units of a lot (uid) handed out for a need (uid), or for none that was written down."""

    lot: str
    units: int
    need: str | None = None


def box_for(
    office: Office,
    *,
    household: str | None = None,
    size: int,
    diet: Collection[str] = (),
    site: str = "",
    items: Sequence[tuple[str, int]] | None = None,
    on: date | None = None,
) -> list[BoxLine]:
    """What goes into a box for so many people, from lots that carry their diet tags, what expires first first.

    `items` are (code, units; 0 for as the catalogue says), none: what the household has asked for and waits for, else
    the usual item of food and of hygiene. With `site` the box comes from there only. Raises BadInput("record_gone").
    """
    day = on or date.today()
    with office.store.read() as read:
        shelves = _Shelves(read, set(diet), site, day)
        wanted: list[tuple[str, int, str | None]]
        if items is not None:
            wanted = [(code, units, None) for code, units in items]
        else:
            wanted = _asked_for(read, household) if household is not None else []
            wanted = wanted or [(code, 0, None) for code in shelves.usual()]
        return [
            _line(read, shelves, code, units, need, household, size, day)
            for code, units, need in wanted
            if code in shelves.items
        ]


def _asked_for(read: Reading, household: str) -> list[tuple[str, int, str | None]]:
    """The goods that a household still waits for and that no match brings."""
    read.get(Household, household)
    rows = read.all(Need, household=household, state=list(PLANNABLE))
    matched = {row.record.need for row in read.all(Match, need=[r.uid for r in rows], state=list(LIVE_MATCHES))}
    rows = [row for row in rows if row.record.mode != Mode.SERVICE and row.uid not in matched and row.record.item]
    rows.sort(key=lambda row: (-row.record.urgency, row.record.received_on, row.record.code))
    return [(row.record.item or "", row.record.quantity - row.record.filled, row.uid) for row in rows]


def _line(
    read: Reading,
    shelves: _Shelves,
    code: str,
    units: int,
    need: str | None,
    household: str | None,
    size: int,
    day: date,
) -> BoxLine:
    item = shelves.items[code]
    wanted = units or item.for_household(size)
    left = cap_left(read, household=household, item=code, on=day) if household is not None else item.household_cap
    may = wanted if left is None else min(wanted, left)
    uses = shelves.take(code, may)
    missing = may - sum(use.units for use in uses)
    instead = shelves.instead(item) if missing else ()
    return BoxLine(code, item.unit, wanted, uses, missing, instead, need, left)


class _Shelves:
    """What is free, lot by lot, counted down while a box is filled."""

    def __init__(self, read: Reading, diet: set[str], site: str, day: date) -> None:
        self._diet, self._site, self._day = diet, site, day
        self.items = {row.record.code: row.record for row in read.all(CatalogueItem, active=True)}
        free = {uid: units for uid, (_on_hand, units) in read.stock().items() if units > 0}
        rows: dict[str, list[Stored[Lot]]] = {}
        for row in read.all(Lot):
            if row.uid in free and self._fits(row.record):
                rows.setdefault(row.record.item, []).append(row)
        for lots in rows.values():
            lots.sort(key=lambda row: (row.record.expires_on or date.max, row.record.received_on, row.uid))
        self._lots, self._free = rows, free

    def _fits(self, lot: Lot) -> bool:
        item = self.items.get(lot.item)
        if item is None or (self._site and lot.site != self._site):
            return False
        if lot.expires_on is not None and lot.expires_on < self._day:
            return False
        return item.category not in EDIBLE or self._diet <= {*lot.diet, *item.diet}

    def usual(self) -> list[str]:
        """The usual items of the usual categories."""
        items = self.items.values()
        return [item.code for known in USUAL for item in items if item.category == known and item.default]

    def take(self, code: str, units: int) -> tuple[BoxUse, ...]:
        """So many units of an item, or as many as there are, from the lots that expire first."""
        uses = []
        for uid, lot in self._lots.get(code, ()):
            some = min(units, self._free[uid])
            if some > 0:
                uses.append(BoxUse(uid, lot.code, lot.site, some, lot.expires_on))
                self._free[uid] -= some
                units -= some
        return tuple(uses)

    def instead(self, item: CatalogueItem) -> tuple[tuple[str, int], ...]:
        """Other items of its category that are free, the most first."""
        free: Counter[str] = Counter()
        for code, lots in self._lots.items():
            if code != item.code and self.items[code].category == item.category:
                free[code] = sum(self._free[uid] for uid, _lot in lots)
        return tuple((code, units) for code, units in free.most_common() if units > 0)


def hand_out_box(
    office: Office, *, parts: Sequence[BoxPart], household: str | None = None, note: str = "", on: date | None = None
) -> Changed:
    """Hand a box out in one step; what it brings a need counts as filled, and a need that has all is fulfilled.

    Raises Refused("box_empty" | "not_enough_stock" | "cap_reached" | "household_needed" | "need_has_match" |
    "need_is_finished" | "more_than_needed").
    """
    if not parts:
        raise Refused("box_empty")
    day = on or date.today()
    with office.store.write("hand out box") as write:
        for part in parts:
            if part.need is None:
                hand_out_in(write, part.lot, part.units, household, note, day)
        needs = dict.fromkeys(part.need for part in parts if part.need is not None)
        for need in needs:
            _give_in(write, need, [part for part in parts if part.need == need], day)
    return Changed(WORK, (*dict.fromkeys(part.lot for part in parts), *needs))


def _give_in(write: Writing, uid: str, parts: Iterable[BoxPart], day: date) -> None:
    """Hand lots out for a need: a match that is done at once."""
    uses = [LotUse(lot=part.lot, units=part.units) for part in parts]
    need = _waiting(write, uid, uses)
    check_uses(write, household=need.household, uses=uses, on=day)
    match = Match.checked(need=uid, lots=uses, state=MatchState.DONE, decided_on=day)
    kept = write.add(match)
    for use in uses:
        free = write.stock([use.lot])[use.lot][1]
        if use.units > free:
            raise Refused("not_enough_stock", free=free)
        write.add(Movement.checked(lot=use.lot, kind=MovementKind.HANDED_OUT, units=-use.units, on=day, match=kept))
    filled = need.filled + sum(use.units for use in uses)
    whole = filled >= need.quantity
    state = {"state": NeedState.FULFILLED, "finished_on": day} if whole else {"state": NeedState.OPEN}
    write.change(Need, uid, filled=filled, **state)


def _waiting(write: Writing, uid: str, uses: Iterable[LotUse]) -> Need:
    """A need that is open for so many units and that nothing kept is for."""
    need = write.get(Need, uid)
    if need.state not in PLANNABLE:
        raise Refused("need_is_finished")
    if write.all(Match, need=uid, state=[MatchState.PINNED, *LIVE_MATCHES]):
        raise Refused("need_has_match")
    if sum(use.units for use in uses) > need.quantity - need.filled:
        raise Refused("more_than_needed", left=need.quantity - need.filled)
    return need


def reserve_box(office: Office, *, need: str, parts: Sequence[BoxPart]) -> Changed:
    """Keep units for a need that is fetched: a match like one that a plan proposed, so the same rules hold it.

    Raises Refused("box_empty" | "box_does_not_fit" | "need_has_match" | "need_is_finished" | "more_than_needed" |
    "cap_reached").
    """
    from mutualaid.services.horizon import Horizon
    from mutualaid.services.moments import local
    from mutualaid.services.problem import conflicts
    from mutualaid.services.problem_tables import read_tables

    if not parts:
        raise Refused("box_empty")
    with office.store.write("reserve box") as write:
        uses = [LotUse(lot=part.lot, units=part.units) for part in parts]
        record = _waiting(write, need, uses)
        match = Match.checked(need=need, lots=uses, decided_on=date.today())
        tables = read_tables(write, office.zones, office.settings)
        horizon = Horizon(as_of=local(None), hours=dict(office.settings.hours))
        offered = Stored("box", match)
        if offered.uid in conflicts(office, tables, horizon, [offered]):
            raise Refused("box_does_not_fit")
        uid = write.add(match)
        reserve_in(write, uid, match)
        whole = record.filled + sum(use.units for use in uses) >= record.quantity
        write.change(Need, need, state=NeedState.MATCHED if whole else NeedState.PARTLY_MATCHED)
    return Changed(WORK, (need, uid))
