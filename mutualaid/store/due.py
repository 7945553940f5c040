"""What is due on a day, as the page that an office opens on lists it: the first few of each, and how many there are.

Every list is cut off and counted by SQLite, and every sum made there: an office of years has fifty thousand needs, and
the page is read again after each write.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    Date,
    Select,
    Text,
    and_,
    case,
    func,
    literal,
    or_,
    select,
    true,
    type_coerce,
)

from mutualaid.records.event import Event, ReceivedForm
from mutualaid.records.household import Consent, Contact, Household
from mutualaid.records.kinds import (
    LIVE_MATCHES,
    UNFINISHED,
    ConsentPurpose,
    FormState,
    MatchState,
    Mode,
    NeedState,
    Urgency,
)
from mutualaid.records.match import Match
from mutualaid.records.need import Need
from mutualaid.records.supply import CatalogueItem, Lot, Movement
from mutualaid.records.volunteer import Volunteer
from mutualaid.store.consenting import refusals
from mutualaid.store.lines import PROMISES
from mutualaid.store.registry import KINDS

_need, _NEEDS = KINDS[Need].table.c, KINDS[Need].table
_household, _HOUSEHOLDS = KINDS[Household].table.c, KINDS[Household].table
_volunteer, _VOLUNTEERS = KINDS[Volunteer].table.c, KINDS[Volunteer].table
_match, _MATCHES = KINDS[Match].table.c, KINDS[Match].table
_contact, _CONTACTS = KINDS[Contact].table.c, KINDS[Contact].table
_CONSENT = KINDS[Consent].table.c
_item, _ITEMS = KINDS[CatalogueItem].table.c, KINDS[CatalogueItem].table
_lot, _LOTS = KINDS[Lot].table.c, KINDS[Lot].table
_movement, _MOVEMENTS = KINDS[Movement].table.c, KINDS[Movement].table
_form, _FORMS = KINDS[ReceivedForm].table.c, KINDS[ReceivedForm].table
_event, _EVENTS = KINDS[Event].table.c, KINDS[Event].table

NOT_YET_ARRANGED = tuple(state for state in UNFINISHED if state is not NeedState.SCHEDULED)
"""States of a need for which nobody has said yes."""

_ON_HAND = func.coalesce(func.sum(case((_movement.kind.in_(PROMISES), 0), else_=_movement.units)), 0)
_FREE = func.coalesce(func.sum(_movement.units), 0)
_NEVER = "9999-12-31"


class Listed(NamedTuple):
    """The first rows of a list, and how many it has in all."""

    total: int
    rows: tuple[Any, ...]


class Due:
    """What is due, read on one snapshot of the store."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def _listed(self, query: Select[Any], most: int, *order: ColumnElement[Any]) -> Listed:
        rows = tuple(self._connection.execute(query.order_by(*order).limit(most)))
        if len(rows) < most:
            return Listed(len(rows), rows)
        total = self._connection.execute(select(func.count()).select_from(query.subquery())).scalar_one()
        return Listed(total, rows)

    def urgent_needs(self, on: date, most: int) -> Listed:
        """Needs for today and overdue ones that nobody has said yes to and that were not put off, most urgent first.

        Rows: uid, code, contact_name, category, item, urgency, needed_by, received_on.
        """
        query = (
            select(
                _need.uid, _need.code, _household.contact_name, _need.category, _need.item, _need.urgency,
                _need.needed_by, _need.received_on,
            )
            .select_from(_NEEDS.join(_HOUSEHOLDS, _household.uid == _need.household))
            .where(
                _need.state.in_(NOT_YET_ARRANGED),
                or_(_need.needed_by <= on, _need.urgency == Urgency.TODAY),
                or_(_need.hold_until.is_(None), _need.hold_until <= on),
            )
        )  # fmt: skip
        since = func.coalesce(_need.needed_by, _need.received_on)
        return self._listed(query, most, _need.urgency.desc(), since, _need.id)

    def call_backs(self, until: date, most: int) -> Listed:
        """Contacts to be followed up by a day that nobody went on with, the longest due first.

        Gone on with: somebody was in touch on or after that day, or another day was named since. Households that said
        no to being contacted are left out. Rows: uid, household, volunteer, code, name, follow_up_on, outcome.
        """
        later = _CONTACTS.alias("later")
        after = and_(
            or_(later.c.on > _contact.on, and_(later.c.on == _contact.on, later.c.id > _contact.id)),
            or_(later.c.on >= _contact.follow_up_on, later.c.follow_up_on.is_not(None)),
        )
        silent = refusals(ConsentPurpose.CONTACT).with_only_columns(_CONSENT.household)
        with_home = select(later.c.id).where(after, later.c.household == _contact.household).exists()
        with_person = select(later.c.id).where(after, later.c.volunteer == _contact.volunteer).exists()
        query = (
            select(
                _contact.uid,
                _contact.household,
                _contact.volunteer,
                func.coalesce(_household.code, _volunteer.code).label("code"),
                func.coalesce(_household.contact_name, _volunteer.name).label("name"),
                _contact.follow_up_on,
                _contact.outcome,
            )
            .select_from(
                _CONTACTS.outerjoin(_HOUSEHOLDS, _household.uid == _contact.household).outerjoin(
                    _VOLUNTEERS, _volunteer.uid == _contact.volunteer
                )
            )
            .where(_contact.follow_up_on <= until, ~with_home, ~with_person)
            .where(or_(_household.uid.is_not(None), _volunteer.uid.is_not(None)))
            .where(or_(_contact.household.is_(None), _contact.household.not_in(silent)))
        )
        return self._listed(query, most, _contact.follow_up_on, _contact.id)

    def unanswered(self, most: int) -> Listed:
        """Accepted matches that nobody has said yes or no to, the soonest first.

        Rows: uid, code (the need's), contact_name, category, volunteers (uids), interpreter, day, part, asked_on, asks.
        """
        query = (
            select(
                _match.uid, _need.code, _household.contact_name, _need.category, _match.volunteers,
                _match.interpreter, _match.day, _match.part, _match.asked_on, _match.asks,
            )
            .select_from(
                _MATCHES.join(_NEEDS, _need.uid == _match.need).join(
                    _HOUSEHOLDS, _household.uid == _need.household
                )
            )
            .where(_match.state == MatchState.ACCEPTED)
        )  # fmt: skip
        return self._listed(query, most, _match.day.is_(None), _match.day, _match.part, _match.id)

    def loose_deliveries(self, on: date, in_runs: Collection[str]) -> int:
        """How many accepted deliveries of a day are a stop of none of those runs."""
        query = (
            select(_match.uid)
            .select_from(_MATCHES.join(_NEEDS, _need.uid == _match.need))
            .where(_match.day == on, _match.state.in_(LIVE_MATCHES), _need.mode == Mode.DELIVERY)
        )
        return len(set(self._connection.execute(query).scalars()) - set(in_runs))

    def states_of(self, matches: Collection[str]) -> dict[str, MatchState]:
        """The states of those matches by uid."""
        query = select(_match.uid, _match.state).where(_match.uid.in_(list(matches)))
        return {row.uid: row.state for row in self._connection.execute(query)}

    def expiring_lots(self, until: date, most: int) -> Listed:
        """Lots of which something lies there that expires by a day, or has expired; the soonest first.

        Rows: uid, code, item, unit, expires_on, on_hand.
        """
        query = (
            select(_lot.uid, _lot.code, _lot.item, _item.unit, _lot.expires_on, _ON_HAND.label("on_hand"))
            .select_from(
                _LOTS.join(_MOVEMENTS, _movement.lot == _lot.uid).outerjoin(_ITEMS, _item.code == _lot.item)
            )
            .where(_lot.expires_on <= until)
            .group_by(_lot.uid)
            .having(_ON_HAND > 0)
        )  # fmt: skip
        return self._listed(query, most, _lot.expires_on, _lot.id)

    def low_items(self, most: int) -> Listed:
        """Items of which less is free than the office wants there to be; the scarcest first.

        Rows: uid, code, unit, low, free.
        """
        query = (
            select(_item.uid, _item.code, _item.unit, _item.low, _FREE.label("free"))
            .select_from(
                _ITEMS.outerjoin(_LOTS, _lot.item == _item.code).outerjoin(_MOVEMENTS, _movement.lot == _lot.uid)
            )
            .where(_item.low > 0, _item.active)
            .group_by(_item.uid)
            .having(_item.low > _FREE)
        )
        return self._listed(query, most, _FREE * 1.0 / _item.low, _item.code)

    def waiting_forms(self, most: int) -> Listed:
        """Events of which forms wait to be looked at, the oldest first. Rows: uid (of the event), name, waiting, on."""
        first = func.min(_form.on, type_=Date)
        query = (
            select(_event.uid, _event.name, func.count().label("waiting"), first.label("on"))
            .select_from(_FORMS.join(_EVENTS, _event.uid == _form.event))
            .where(_form.state == FormState.WAITING)
            .group_by(_event.uid)
        )
        return self._listed(query, most, first, _event.id)

    def reviews(self, on: date, most: int) -> Listed:
        """Households to be looked through again. Rows: uid, code, contact_name, review_on."""
        query = select(_household.uid, _household.code, _household.contact_name, _household.review_on)
        return self._listed(query.where(_household.review_on <= on), most, _household.review_on, _household.id)

    def to_erase(self, most: int) -> Listed:
        """Households that said that nothing about them is to be kept. Rows: uid, code, contact_name, on."""
        said = refusals(ConsentPurpose.KEEP).subquery()
        query = select(_household.uid, _household.code, _household.contact_name, said.c.on)
        query = query.select_from(_HOUSEHOLDS.join(said, said.c.household == _household.uid))
        return self._listed(query, most, said.c.on, _household.id)

    def lapsing(self, on: date, days: int, most: int) -> Listed:
        """Skills of active volunteers whose training lapses within so many days, or did as many days ago at most.

        Of several trainings for a skill the one that holds longest counts. Rows: uid, code, name, skill, expires.
        """
        taken = func.json_each(type_coerce(_volunteer.trainings, Text)).table_valued("value", name="taken")
        skill = func.json_extract(taken.c.value, "$.skill", type_=Text)
        holds = func.max(func.coalesce(func.json_extract(taken.c.value, "$.expires", type_=Text), _NEVER), type_=Text)
        query = (
            select(_volunteer.uid, _volunteer.code, _volunteer.name, skill.label("skill"), holds.label("expires"))
            .select_from(_VOLUNTEERS)
            .join(taken, true())
            .where(_volunteer.active, type_coerce(_volunteer.trainings, Text) != "[]")
            .where(func.instr(type_coerce(_volunteer.skills, Text), literal('"') + skill + literal('"')) > 0)
            .group_by(_volunteer.uid, skill)
            .having(holds.between((on - timedelta(days=days)).isoformat(), (on + timedelta(days=days)).isoformat()))
        )
        found = self._listed(query, most, holds, _volunteer.id)
        return Listed(found.total, tuple((*row[:4], date.fromisoformat(row.expires)) for row in found.rows))

    def ages(self, on: date, bounds: Collection[int]) -> dict[tuple[int, Urgency], int]:
        """How many needs wait, by how long (the number of bounds, in days, that their age reached) and by urgency."""
        aged = sum((case((_need.received_on <= on - timedelta(days=days), 1), else_=0) for days in bounds), start=0)
        step = type_coerce(aged, _need.id.type).label("step")
        query = (
            select(step, _need.urgency, func.count())
            .where(_need.state.in_(UNFINISHED))
            .group_by(step, _need.urgency)
        )  # fmt: skip
        return {(at, urgency): count for at, urgency, count in self._connection.execute(query)}

    def shelf(self, on: date, most: int) -> list[tuple[str, str, int, int]]:
        """The items of which most lies there and is fresh, money aside: code, unit, units on hand, units free."""
        query = (
            select(_item.code, _item.unit, _ON_HAND.label("on_hand"), _FREE)
            .select_from(_MOVEMENTS.join(_LOTS, _lot.uid == _movement.lot).join(_ITEMS, _item.code == _lot.item))
            .where(_fresh(on), _item.unit != "usd")
            .group_by(_item.code)
            .having(_ON_HAND > 0)
            .order_by(_ON_HAND.desc(), _item.code)
            .limit(most)
        )
        return [(code, unit, int(on_hand), int(free)) for code, unit, on_hand, free in self._connection.execute(query)]


def _fresh(on: date) -> ColumnElement[bool]:
    return or_(_lot.expires_on.is_(None), _lot.expires_on >= on)
