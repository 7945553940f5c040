"""Splitting a need in two, and handing out a part of it while the rest stays open.

Nothing is made or lost by either: what two halves ask for is what the whole asked for, and what was handed out of a
lot is what `filled` grows by.
"""

from __future__ import annotations

from datetime import date

from mutualaid.records.errors import BadInput, Refused
from mutualaid.records.household import Household
from mutualaid.records.kinds import Mode, NeedState, Recurrence
from mutualaid.records.match import Rejection
from mutualaid.records.need import Need
from mutualaid.records.supply import CatalogueItem, Lot
from mutualaid.records.views import Changed, LotLine
from mutualaid.services.households import add_needs
from mutualaid.services.need_steps import NEEDS, WORK, answers_about, kept_matches, open_need, settle, to_give
from mutualaid.services.office import Office
from mutualaid.services.problem_rows import EDIBLE
from mutualaid.services.supplies import hand_out_in
from mutualaid.store.reading import Reading
from mutualaid.store.stored import Stored
from mutualaid.store.writing import Writing


def split_need(office: Office, *, uid: str, quantity: int) -> Changed:
    """Take `quantity` units of a need out into a need of their own, which alone comes from it and does not come back.

    `Changed.uids` are the new need's and the old one's. At least one unit stays behind, and with it what was handed out
    or is promised. Raises Refused("need_is_finished" | "only_goods_split" | "split_too_much", most=...).
    """
    with office.store.read() as read:
        told = answers_about(read, [Stored(uid, read.get(Need, uid))])
    with office.store.answering(told), office.store.write("split need") as write:
        need = open_need(write, uid)
        if need.mode == Mode.SERVICE:
            raise Refused("only_goods_split")
        most = min(need.quantity - 1, to_give(need, kept_matches(write, uid)))
        if not 1 <= quantity <= most:
            raise Refused("split_too_much", most=most)
        part = _part(need, uid, quantity)
        write.change(Need, uid, quantity=need.quantity - quantity)
        household = write.get(Household, need.household)
        (new,) = add_needs(write, need.household, household.code, [part])
        for row in write.all(Rejection, need=uid):  # what was turned down for the whole is for its parts too
            write.add(Rejection.checked(**{**row.record.model_dump(), "need": new}))
        settle(write, uid)
    return Changed(NEEDS, (new, uid))


def _part(need: Need, uid: str, quantity: int) -> Need:
    return Need.checked(
        **need.model_dump()
        | {
            "quantity": quantity,
            "filled": 0,
            "split_of": uid,
            "follows": None,
            "recurrence": Recurrence.ONCE,
            "recurs_from": None,
            "recurs_until": None,
            "state": NeedState.OPEN,
        }
    )


def fulfil_part(office: Office, *, uid: str, units: int, lot: str | None = None, on: date | None = None) -> Changed:
    """Hand out part of a need, or all that is left of it, without a match: from a lot, or (no lot) from elsewhere.

    Of a service `units` says nothing: it is done. What is promised by a match is left for that match. Raises
    Refused("need_is_finished" | "need_has_match" | "part_too_much", left=... | "not_enough_stock", free=... |
    "lot_of_other_item" | "lot_breaks_diet" | "lot_expired" | "cap_reached").
    """
    day = on or date.today()
    with office.store.write("hand out part") as write:
        need = open_need(write, uid)
        matches = kept_matches(write, uid)
        if need.mode == Mode.SERVICE:
            if matches:
                raise Refused("need_has_match")
            write.change(Need, uid, state=NeedState.FULFILLED, finished_on=day)
            return Changed(WORK, (uid,))
        left = to_give(need, matches)
        if not 1 <= units <= left:
            raise Refused("part_too_much", left=left)
        if lot is not None:
            _take(write, need, uid, lot, units, day)
        write.change(Need, uid, filled=need.filled + units)
        settle(write, uid, day)
    return Changed(WORK, (uid,))


def _take(write: Writing, need: Need, uid: str, lot: str, units: int, day: date) -> None:
    fault = unfit(write, need, write.get(Lot, lot), uid, day)
    if fault:
        raise Refused(fault)
    hand_out_in(write, lot, units, need.household, "", day)


def unfit(read: Reading, need: Need, lot: Lot, uid: str, day: date) -> str:
    """Why a lot is nothing for a need ("lot_of_other_item" | "lot_breaks_diet" | "lot_expired"), "" when it is."""
    found = read.by_code(CatalogueItem, lot.item)
    if found is None:
        raise BadInput("item_unknown")
    item = found.record
    refused = {row.record.item for row in read.all(Rejection, need=uid)} - {None}
    wanted = need.item is None or need.item == item.code or need.substitutes is None or item.code in need.substitutes
    if item.category != need.category or not wanted or item.code in refused:
        return "lot_of_other_item"
    if need.category in EDIBLE:
        household = read.get(Household, need.household)
        if not set(household.diet) <= {*lot.diet, *item.diet}:
            return "lot_breaks_diet"
    if lot.expires_on is not None and lot.expires_on < day:
        return "lot_expired"
    return ""


def lots_for(office: Office, *, uid: str, on: date | None = None) -> list[LotLine]:
    """Lots with something free that a need may be given of, the item asked for first, then what expires first."""
    with office.store.read() as read:
        need = read.get(Need, uid)
        lines = [line for line in read.lot_lines() if line.free > 0 and line.category == need.category]
        lots = {row.uid: row.record for row in read.all(Lot, uid=[line.uid for line in lines])}
        fit = [line for line in lines if not unfit(read, need, lots[line.uid], uid, on or date.today())]
    return sorted(fit, key=lambda line: line.item != need.item)
