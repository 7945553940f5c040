"""Needs: list, draft, add, change, and every step of their life cycle that is not a match."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from mutualaid.discretion.told import Answers
from mutualaid.records.categories import CATEGORIES
from mutualaid.records.errors import BadInput, Refused
from mutualaid.records.household import Contact, Household
from mutualaid.records.kinds import (
    LIVE_MATCHES,
    UNFINISHED,
    CloseReason,
    ConsentPurpose,
    Mode,
    NeedState,
    Trust,
    Urgency,
)
from mutualaid.records.match import Match, Rejection
from mutualaid.records.need import Need
from mutualaid.records.supply import CatalogueItem
from mutualaid.records.views import Changed, MatchLine, NeedFilter, NeedLine
from mutualaid.services.consents import consents_of, demand
from mutualaid.services.households import add_needs, check_need
from mutualaid.services.matches import cancel_in
from mutualaid.services.merging_needs import Alike, likely_in
from mutualaid.services.need_steps import NEEDS, WORK, kept_matches, open_need, to_give
from mutualaid.services.office import Office
from mutualaid.services.recurring import Series, series_in
from mutualaid.store.reading import Reading
from mutualaid.store.store import Stored
from mutualaid.store.writing import Writing


@dataclass(frozen=True)
class NeedPage:
    """Everything on one need's page.

    `answers` are what was said about its notes to the watch; `left` is what is neither handed out nor promised; `alike`
    are needs that may be the same one; `refused` is what the household said no to.
    """

    uid: str
    record: Need
    household: Household
    matches: list[MatchLine]
    rejections: list[Stored[Rejection]]
    answers: Answers
    left: int
    series: Series | None
    alike: tuple[Alike, ...]
    contacts: list[Stored[Contact]]
    refused: frozenset[ConsentPurpose]
    part_of: str

    @property
    def may_refer(self) -> bool:
        """Whether the household lets its needs be handed to others."""
        return ConsentPurpose.REFER not in self.refused


def need_ids(office: Office, *, filter: NeedFilter) -> array[int]:
    """Ordered local ids of the needs that a filter lets through; feed slices of it to `need_lines`."""
    with office.store.read() as read:
        return read.need_ids(filter)


def need_lines(office: Office, *, ids: Sequence[int]) -> list[NeedLine]:
    """Rows of the needs table for those ids, in their order."""
    with office.store.read() as read:
        return read.need_lines(ids)


def need(office: Office, *, uid: str, today: date | None = None) -> NeedPage:
    """One need with its household, matches and rejections. Raises BadInput("record_gone")."""
    with office.store.read() as read:
        record = read.get(Need, uid)
        above = read.all(Need, uid=record.split_of) if record.split_of is not None else []
        return NeedPage(
            uid=uid,
            record=record,
            household=read.get(Household, record.household),
            matches=read.match_lines(needs=[uid]),
            rejections=read.all(Rejection, need=uid),
            answers=read.told(uid),
            left=to_give(record, kept_matches(read, uid)) if record.mode != Mode.SERVICE else 0,
            series=series_in(read, uid, today or date.today()),
            alike=tuple(likely_in(read, uid)) if record.state in UNFINISHED else (),
            contacts=read.all(Contact, household=record.household),
            refused=frozenset(what for what, given in consents_of(read, record.household).items() if not given),
            part_of=above[0].record.code if above else "",
        )


def default_item(read: Reading, category: str) -> CatalogueItem | None:
    """The catalogue item that a need naming only the category receives: the marked one, else the first active."""
    items = [row.record for row in read.all(CatalogueItem, category=category) if row.record.active]
    return next((item for item in items if item.default), items[0] if items else None)


def draft_need(
    office: Office,
    *,
    category: str,
    household_size: int,
    received_on: date | None = None,
    urgency: Urgency = Urgency.WHENEVER,
) -> Need:
    """A need as its category suggests: item, box quantity for the household's size, mode, skill, people, trust.

    Raises BadInput("category_unknown"). `household` and `code` are filled in when it is added.
    """
    with office.store.read() as read:
        return draft_in(read, category, household_size, received_on or date.today(), urgency)


def draft_in(read: Reading, category: str, household_size: int, received_on: date, urgency: Urgency) -> Need:
    """The same inside a transaction."""
    known = CATEGORIES.get(category)
    if known is None:
        raise BadInput("category_unknown")
    fields: dict[str, object] = {
        "code": "draft",
        "household": "draft",
        "category": category,
        "mode": Mode(known.default_mode),
        "urgency": urgency,
        "received_on": received_on,
        "trust": Trust(known.trust),
    }
    if known.kind == "service":
        fields |= {
            "skill": known.skill,
            "people": known.people,
            "duration_minutes": known.duration_minutes,
            "seats": known.seats,
        }
    else:
        item = default_item(read, category)
        if item is not None:
            fields |= {"item": item.code, "unit": item.unit, "quantity": item.for_household(household_size)}
    return Need.checked(**fields)


def add_need(office: Office, *, household_uid: str, need: Need) -> Changed:
    """Keep another need of a household that is known."""
    return add_several(office, household_uid=household_uid, needs=[need])


def add_several(office: Office, *, household_uid: str, needs: Sequence[Need]) -> Changed:
    """Keep more needs of a household that is known, in one transaction."""
    with office.store.write("add need") as write:
        household = write.get(Household, household_uid)
        uids = add_needs(write, household_uid, household.code, needs)
    return Changed(NEEDS, tuple(uids))


_BUILT_ON = frozenset({"household", "category", "mode", "item", "substitutes", "quantity", "people"})
"""What a live match was made for."""
_STEPS = frozenset({"code", "state", "filled", "close_reason", "referred_to", "finished_on"})
"""What only the steps of a need's life set."""


def change_need(office: Office, *, uid: str, **fields: object) -> Changed:
    """Change some fields of a need. One that asks for no more than was handed out already is fulfilled by that.

    Raises Refused("need_has_match") for what a live match was built on, and Refused("field_not_changed_here") for
    what has a verb of its own.
    """
    with office.store.write("change need") as write:
        before = write.get(Need, uid)
        touched = {name for name, value in fields.items() if getattr(before, name) != value}
        if touched & _STEPS:
            raise Refused("field_not_changed_here", field=min(touched & _STEPS))
        if touched & _BUILT_ON and any(m.record.state in LIVE_MATCHES for m in write.all(Match, need=uid)):
            raise Refused("need_has_match")
        after = write.change(Need, uid, **fields)
        write.get(Household, after.household)
        check_need(write, after)
        if "quantity" in touched and after.filled >= after.quantity and after.state in UNFINISHED:
            cancel_in(write, kept_matches(write, uid))
            write.change(Need, uid, state=NeedState.FULFILLED, finished_on=date.today())
            return Changed(WORK, (uid,))
    return Changed(NEEDS, (uid,))


def _finish_in(write: Writing, uid: str, **fields: object) -> None:
    """End a need: its live matches are cancelled and their stock is free again, in the same transaction."""
    open_need(write, uid)
    cancel_in(write, kept_matches(write, uid))
    write.change(Need, uid, **fields)


def close_need(office: Office, *, uid: str, reason: CloseReason, on: date | None = None) -> Changed:
    """End a need without fulfilling it, and say why. Raises Refused("need_is_finished")."""
    with office.store.write("close need") as write:
        _finish_in(write, uid, state=NeedState.CLOSED, close_reason=reason, finished_on=on or date.today())
    return Changed(WORK, (uid,))


def refer_need(office: Office, *, uid: str, partner: str, on: date | None = None) -> Changed:
    """Hand a need over to a partner organisation. Raises Refused("consent_refused") for a household that said no."""
    with office.store.write("refer need") as write:
        demand(write, open_need(write, uid).household, ConsentPurpose.REFER)
        _finish_in(write, uid, state=NeedState.REFERRED, referred_to=partner, finished_on=on or date.today())
    return Changed(WORK, (uid,))


def reopen_need(office: Office, *, uid: str) -> Changed:
    """Open a closed, referred or fulfilled need again."""
    with office.store.write("reopen need") as write:
        before = write.get(Need, uid)
        if before.state in UNFINISHED:
            raise Refused("need_is_open")
        filled = 0 if before.filled >= before.quantity else before.filled
        write.change(
            Need,
            uid,
            state=NeedState.OPEN,
            close_reason=None,
            referred_to="",
            finished_on=None,
            filled=filled,
        )
    return Changed(NEEDS, (uid,))


def hold_need(office: Office, *, uid: str, until: date | None) -> Changed:
    """Leave a need out of plans until a day (none: take it in again)."""
    with office.store.write("hold need") as write:
        write.change(Need, uid, hold_until=until)
    return Changed(NEEDS, (uid,))
