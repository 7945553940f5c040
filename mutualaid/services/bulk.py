"""Changing many needs at once: one transaction, one undo, and for each need left out the reason why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from mutualaid.records.errors import BadInput, Refused
from mutualaid.records.kinds import UNFINISHED, CloseReason, ConsentPurpose, Mode, NeedState
from mutualaid.records.match import Match
from mutualaid.records.need import Need
from mutualaid.records.supply import CatalogueItem
from mutualaid.records.views import Changed
from mutualaid.services.consents import all_refusing
from mutualaid.services.matches import cancel_in
from mutualaid.services.need_steps import NEEDS, WORK, kept_matches
from mutualaid.services.office import Office
from mutualaid.store.reading import Reading
from mutualaid.store.stored import Stored
from mutualaid.store.writing import Writing

MOST = 1_000
"""Needs in one change: so that what closing them takes (matches, stock) is still remembered for undo."""

FIELDS = frozenset({"urgency", "needed_by", "mode", "hold_until", "item"})
"""What may be changed of many."""

_BUILT_ON = frozenset({"mode", "item"})
"""What a live match was made for."""


class LeftOut(NamedTuple):
    """A need that stayed as it was, and why: "need_is_finished", "need_has_match", "item_of_other_category",
    "mode_of_services", "consent_refused", "already_so".
    """

    uid: str
    code: str
    why: str


@dataclass(frozen=True)
class BulkChanged(Changed):
    """What was touched, and what was left out."""

    left_out: tuple[LeftOut, ...] = ()

    @property
    def done(self) -> int:
        """How many needs were changed."""
        return len(self.uids)


Why = Callable[[Stored[Need]], str]


def _sorted_out(read: Reading, uids: Collection[str], why: Why) -> tuple[list[Stored[Need]], tuple[LeftOut, ...]]:
    """The needs to change, and those to leave. Raises Refused("too_many_at_once"), BadInput("record_gone")."""
    wanted = list(dict.fromkeys(uids))
    if len(wanted) > MOST:
        raise Refused("too_many_at_once", most=MOST)
    rows = read.all(Need, uid=wanted)
    if len(rows) < len(wanted):
        raise BadInput("record_gone", record="Need")
    kept, left = [], []
    for row in rows:
        reason = "need_is_finished" if row.record.state not in UNFINISHED else why(row)
        if reason:
            left.append(LeftOut(row.uid, row.record.code, reason))
        else:
            kept.append(row)
    return kept, tuple(left)


def _matches(read: Reading, uids: Collection[str]) -> dict[str, list[Stored[Match]]]:
    by_need: dict[str, list[Stored[Match]]] = defaultdict(list)
    for row in kept_matches(read, list(uids)):
        by_need[row.record.need].append(row)
    return by_need


def change_needs(office: Office, *, uids: Collection[str], **fields: object) -> BulkChanged:
    """Set some of `FIELDS` of many needs. `item` (a code, or none for any) goes with its unit.

    Left out are finished needs, what a live match was built on, items of another category, modes of services, and what
    is so already. Raises Refused("field_not_changed_here" | "too_many_at_once"), BadInput("item_unknown").
    """
    others = fields.keys() - FIELDS
    if others:
        raise Refused("field_not_changed_here", field=min(others))
    with office.store.write("change needs") as write:
        item = _item(write, fields.get("item"))
        promised = _matches(write, uids) if fields.keys() & _BUILT_ON else {}
        kept, left = _sorted_out(write, uids, lambda row: _why_not(row, fields, item, promised))
        for uid, _need in kept:
            unit = {"unit": item.unit} if item is not None else {}
            write.change(Need, uid, **fields, **unit)
    return BulkChanged(NEEDS if kept else frozenset(), tuple(row.uid for row in kept), left)


def _item(read: Reading, code: object) -> CatalogueItem | None:
    if code is None:
        return None
    found = read.by_code(CatalogueItem, str(code))
    if found is None:
        raise BadInput("item_unknown")
    return found.record


def _why_not(
    row: Stored[Need], fields: Mapping[str, object], item: CatalogueItem | None, promised: Collection[str]
) -> str:
    need = row.record
    if all(getattr(need, name) == value for name, value in fields.items()):
        return "already_so"
    service = need.mode == Mode.SERVICE
    if "mode" in fields and service != (fields["mode"] == Mode.SERVICE):
        return "mode_of_services"
    if "item" in fields and (service or (item is not None and item.category != need.category)):
        return "item_of_other_category"
    return "need_has_match" if row.uid in promised else ""


def close_needs(
    office: Office, *, uids: Collection[str], reason: CloseReason, on: date | None = None, matched: bool = False
) -> BulkChanged:
    """End many needs without fulfilling them. One that something is promised for is left out, unless `matched`: then
    its match is called off.
    """
    fields = {"state": NeedState.CLOSED, "close_reason": reason, "finished_on": on or date.today()}
    return _end(office, "close needs", uids, matched=matched, refer=False, **fields)


def refer_needs(
    office: Office, *, uids: Collection[str], partner: str, on: date | None = None, matched: bool = False
) -> BulkChanged:
    """Hand many needs over to a partner organisation, without those of households that said no to it."""
    fields = {"state": NeedState.REFERRED, "referred_to": partner, "finished_on": on or date.today()}
    return _end(office, "refer needs", uids, matched=matched, refer=True, **fields)


def _end(
    office: Office, verb: str, uids: Collection[str], *, matched: bool, refer: bool, **fields: object
) -> BulkChanged:
    with office.store.write(verb) as write:
        promised = _matches(write, uids)
        refusing = all_refusing(write, ConsentPurpose.REFER) if refer else set()

        def why(row: Stored[Need]) -> str:
            if row.record.household in refusing:
                return "consent_refused"
            return "need_has_match" if row.uid in promised and not matched else ""

        kept, left = _sorted_out(write, uids, why)
        _finish(write, kept, promised, fields)
    return BulkChanged(WORK if kept else frozenset(), tuple(row.uid for row in kept), left)


def _finish(
    write: Writing,
    needs: Collection[Stored[Need]],
    promised: Mapping[str, list[Stored[Match]]],
    fields: Mapping[str, object],
) -> None:
    for uid, _need in needs:
        cancel_in(write, promised.get(uid, ()))
        write.change(Need, uid, **fields)
