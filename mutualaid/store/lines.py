"""Lines of the lists of households, volunteers, lots and matches: just the columns that they show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Text, case, func, or_, select, type_coerce

from mutualaid.records.household import Household
from mutualaid.records.kinds import LIVE_MATCHES, UNFINISHED, MatchState, MovementKind
from mutualaid.records.match import Match
from mutualaid.records.need import Need
from mutualaid.records.supply import CatalogueItem, Lot, Movement
from mutualaid.records.views import HouseholdLine, LotLine, MatchLine, VolunteerLine
from mutualaid.records.volunteer import Volunteer
from mutualaid.store.registry import KINDS
from mutualaid.store.search import matching_uids

_household = KINDS[Household].table.c
_volunteer = KINDS[Volunteer].table.c
_need = KINDS[Need].table.c
_match = KINDS[Match].table.c
_lot = KINDS[Lot].table.c
_item = KINDS[CatalogueItem].table.c
_movement = KINDS[Movement].table.c
PROMISES = (MovementKind.RESERVED, MovementKind.RELEASED)
"""Movements that take from what is free, and leave what lies there."""


def _narrowed(query: Select[Any], column: Any, text: str, *kinds: str) -> Select[Any]:
    return query.where(column.in_(matching_uids(text, *kinds))) if text.strip() else query


def _first_number(phones: list[Any]) -> str:
    return phones[0].number if phones else ""


_KEYS: dict[str, ColumnElement[Any]] = {
    "languages": type_coerce(_household.languages, Text),
    "phone": func.coalesce(func.json_extract(type_coerce(_household.phones, Text), "$[0].number"), ""),
    "received_on": type_coerce(_household.received_on, Text),
}
"""Columns as they lie in the table: made into values of Python, fifteen thousand would hold up the window."""


def household_keys(connection: Connection, text: str, *fields: str) -> list[tuple[Any, ...]]:
    """The uid and those fields of each household that matches the text (of all when it is blank), by code; lists and
    days as the text that they are kept as, `phone` the first number.
    """
    columns = [_KEYS.get(field, _household.get(field)) for field in fields]
    query = select(_household.uid, *columns).order_by(_household.code)
    return [tuple(row) for row in connection.execute(_narrowed(query, _household.uid, text, "household"))]


def waiting_needs(connection: Connection) -> dict[str, int]:
    """How many needs somebody still waits for, of each household (by uid) that has any."""
    waiting = select(_need.household, func.count()).where(_need.state.in_(UNFINISHED)).group_by(_need.household)
    return {row[0]: row[1] for row in connection.execute(waiting)}


def household_lines(connection: Connection, text: str, uids: Collection[str] | None = None) -> list[HouseholdLine]:
    """Households that match the text (all when it is blank), by code; of those uids only, when given."""
    waiting = select(_need.household, func.count()).where(_need.state.in_(UNFINISHED)).group_by(_need.household)
    if uids is not None:
        waiting = waiting.where(_need.household.in_(uids))
    open_needs: dict[str, int] = {row[0]: row[1] for row in connection.execute(waiting)}
    query = select(
        _household.uid, _household.code, _household.contact_name, _household.phones, _household.zone,
        _household.languages, _household.size, _household.received_on,
    ).order_by(_household.code)  # fmt: skip
    if uids is not None:
        query = query.where(_household.uid.in_(uids))
    return [
        HouseholdLine(
            uid=row.uid,
            code=row.code,
            contact_name=row.contact_name,
            phone=_first_number(row.phones),
            zone=row.zone,
            languages=tuple(row.languages),
            size=row.size,
            open_needs=open_needs.get(row.uid, 0),
            received_on=row.received_on,
        )
        for row in connection.execute(_narrowed(query, _household.uid, text, "household"))
    ]


def volunteer_lines(connection: Connection, text: str) -> list[VolunteerLine]:
    """Volunteers that match the text (all when it is blank), by name, with how many outings each has ahead: the slots
    of her live matches, a run counting once however many doors it has.
    """
    live = connection.execute(
        select(_match.volunteers, _match.day, _match.part, _match.interpreter).where(_match.state.in_(LIVE_MATCHES))
    )
    outings = {(uid, day, part) for uids, day, part, voice in live for uid in [*uids, voice] if uid is not None}
    tasks = Counter(uid for uid, _, _ in outings)
    query = select(
        _volunteer.uid, _volunteer.code, _volunteer.name, _volunteer.phones, _volunteer.zone, _volunteer.zones,
        _volunteer.languages, _volunteer.skills, _volunteer.transport, _volunteer.tasks_per_week, _volunteer.active,
    ).order_by(_volunteer.name, _volunteer.code)  # fmt: skip
    return [
        VolunteerLine(
            uid=row.uid,
            code=row.code,
            name=row.name,
            phone=_first_number(row.phones),
            zone=row.zone,
            zones=tuple(row.zones),
            languages=tuple(spoken.code for spoken in row.languages),
            skills=tuple(row.skills),
            transport=row.transport,
            tasks_per_week=row.tasks_per_week,
            tasks=tasks[row.uid],
            active=row.active,
        )
        for row in connection.execute(_narrowed(query, _volunteer.uid, text, "volunteer"))
    ]


def stock(connection: Connection, lots: Collection[str] | None = None) -> dict[str, tuple[int, int]]:
    """Of each lot's uid (of those `lots` only, when given), units on hand and units free: a reservation takes from what
    is free, not from the shelf.
    """
    lying = case((_movement.kind.in_(PROMISES), 0), else_=_movement.units)
    moved = select(_movement.lot, func.sum(lying), func.sum(_movement.units)).group_by(_movement.lot)
    known = select(_lot.uid).order_by(_lot.id)
    if lots is not None:
        moved, known = moved.where(_movement.lot.in_(list(lots))), known.where(_lot.uid.in_(list(lots)))
    found = {uid: (int(on_hand), int(free)) for uid, on_hand, free in connection.execute(moved)}
    return {uid: found.get(uid, (0, 0)) for uid in connection.execute(known).scalars()}


def lot_lines(connection: Connection, text: str) -> list[LotLine]:
    """Lots that match the text, themselves or by their item; what expires first comes first."""
    units = stock(connection)
    joined = KINDS[Lot].table.outerjoin(KINDS[CatalogueItem].table, _item.code == _lot.item)
    query = (
        select(
            _lot.uid,
            _lot.code,
            _lot.item,
            _item.category,
            _lot.site,
            _item.unit,
            _lot.expires_on,
            _lot.diet,
            _lot.source,
        )
        .select_from(joined)
        .order_by(_lot.expires_on.is_(None), _lot.expires_on, _lot.code)
    )
    if text.strip():
        query = query.where(
            _lot.uid.in_(matching_uids(text, "lot")) | _item.uid.in_(matching_uids(text, "catalogue_item"))
        )
    return [
        LotLine(
            uid=row.uid,
            code=row.code,
            item=row.item,
            category=row.category or "",
            site=row.site,
            unit=row.unit or "",
            on_hand=units[row.uid][0],
            free=units[row.uid][1],
            expires_on=row.expires_on,
            diet=tuple(row.diet),
            source=row.source,
        )
        for row in connection.execute(query)
    ]


def match_lines(
    connection: Connection,
    states: Collection[MatchState],
    needs: Collection[str] | None = None,
    volunteer: str | None = None,
) -> list[MatchLine]:
    """Kept matches in those states (all when none are given), by day, those without a day last; of those needs, or of
    that volunteer only, when given.

    Volunteers are given by name, or by code when they left none; lots by code.
    """
    named = select(_volunteer.uid, _volunteer.name, _volunteer.code)
    names = {uid: name or code for uid, name, code in connection.execute(named)}
    lots: dict[str, str] = {row[0]: row[1] for row in connection.execute(select(_lot.uid, _lot.code))}
    joined = (
        KINDS[Match]
        .table.outerjoin(KINDS[Need].table, _need.uid == _match.need)
        .outerjoin(KINDS[Household].table, _household.uid == _need.household)
    )
    query = (
        select(
            _match.uid, _match.need, _need.code.label("need_code"), _household.code.label("household"),
            _household.contact_name, _need.category, _match.volunteers, _match.day, _match.part, _match.lots,
            _match.state, _match.interpreter, _match.asks,
        )
        .select_from(joined)
        .order_by(_match.day.is_(None), _match.day, _match.part, _match.id)
    )  # fmt: skip
    if states:
        query = query.where(_match.state.in_(list(states)))
    if needs is not None:
        query = query.where(_match.need.in_(list(needs)))
    if volunteer is not None:
        helps = func.instr(type_coerce(_match.volunteers, Text), f'"{volunteer}"') > 0
        query = query.where(or_(helps, _match.interpreter == volunteer))
    return [
        MatchLine(
            uid=row.uid,
            need=row.need,
            need_code=row.need_code or "",
            household=row.household or "",
            contact_name=row.contact_name or "",
            category=row.category or "",
            volunteers=tuple(names.get(uid, "") for uid in row.volunteers),
            day=row.day,
            part=row.part,
            lots=tuple((lots.get(use.lot, ""), use.units) for use in row.lots),
            state=row.state,
            people=tuple((uid, names.get(uid, "")) for uid in [*row.volunteers, row.interpreter] if uid is not None),
            asks=tuple((ask.volunteer, ask.on, ask.yes) for ask in row.asks),
        )
        for row in connection.execute(query)
    ]
