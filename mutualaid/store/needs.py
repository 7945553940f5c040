"""The needs table's order and filter, as ids; and a page of its lines by those ids."""

from __future__ import annotations

import array
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Text, TextClause, func, or_, select, text, type_coerce

from mutualaid.records.household import Household
from mutualaid.records.kinds import UNFINISHED, Recurrence, Urgency
from mutualaid.records.need import Need
from mutualaid.records.views import NeedFilter, NeedLine, Sort
from mutualaid.store.registry import KINDS
from mutualaid.store.search import matching_uids

_need = KINDS[Need].table.c
_household = KINDS[Household].table.c
_JOINED = KINDS[Need].table.join(KINDS[Household].table, _household.uid == _need.household)


def _order(sort: Sort, descending: bool) -> list[ColumnElement[Any]]:
    """Ties: among equally urgent the longest waiting first; no date to meet comes last in either direction."""
    if sort == Sort.URGENCY:
        return [_need.urgency.desc() if descending else _need.urgency.asc(), _need.received_on, _need.id]
    column = _household.zone if sort == Sort.ZONE else _need[sort.value]
    ordered: list[ColumnElement[Any]] = (
        [column.desc(), _need.id.desc()] if descending else [column.asc(), _need.id.asc()]
    )
    if sort in (Sort.NEEDED_BY, Sort.FINISHED):
        return [column.is_(None), *ordered]  # both ways, for nobody waits on a date that is not there
    return ordered


def _speaks(languages: frozenset[str]) -> ColumnElement[bool]:
    own = type_coerce(_need.languages, Text)
    spoken = func.coalesce(func.nullif(own, "[]"), type_coerce(_household.languages, Text))
    return or_(*(func.instr(spoken, f'"{code}"') > 0 for code in sorted(languages)))


_WAITING = text("+need.state IN ({})".format(", ".join(f"'{state}'" for state in sorted(UNFINISHED))))
"""Word for word the condition of the index `ix_need_waiting`: so SQLite knows that the index has all such needs."""


def _in_states(wanted: NeedFilter) -> ColumnElement[bool] | TextClause:
    if wanted.states == frozenset(UNFINISHED) and wanted.sort == Sort.URGENCY and wanted.descending:
        return _WAITING
    return _need.state.in_(sorted(wanted.states))


def _query(wanted: NeedFilter) -> Select[Any]:
    query = select(_need.id).order_by(*_order(wanted.sort, wanted.descending))
    if wanted.zones or wanted.languages or wanted.sort == Sort.ZONE:
        query = query.select_from(_JOINED)
    if wanted.states:
        query = query.where(_in_states(wanted))
    if wanted.categories:
        query = query.where(_need.category.in_(sorted(wanted.categories)))
    if wanted.zones:
        query = query.where(_household.zone.in_(sorted(wanted.zones)))
    if wanted.languages:
        query = query.where(_speaks(wanted.languages))
    if wanted.modes:
        query = query.where(_need.mode.in_(sorted(wanted.modes)))
    if wanted.least_urgency > Urgency.WHENEVER:
        query = query.where(_need.urgency >= wanted.least_urgency)
    if wanted.overdue_on is not None:
        query = query.where(_need.needed_by < wanted.overdue_on, _need.state.in_(UNFINISHED))
    if wanted.held_on is not None:
        query = query.where(_need.hold_until > wanted.held_on, _need.state.in_(UNFINISHED))
    if wanted.recurring:
        query = query.where(_need.recurrence != Recurrence.ONCE)
    if wanted.flagged:
        query = query.where(_need.flagged)
    if wanted.text.strip():
        about = matching_uids(wanted.text, "need"), matching_uids(wanted.text, "household")
        query = query.where(_need.uid.in_(about[0]) | _need.household.in_(about[1]))
    return query


def need_ids(connection: Connection, wanted: NeedFilter) -> array.array[int]:
    """Local ids of the needs that the filter lets through, in its order."""
    return array.array("q", connection.scalars(_query(wanted)))


_LINE = (
    _need.id,
    _need.uid,
    _need.code,
    _household.code.label("household"),
    _household.contact_name,
    _need.category,
    _need.item,
    _need.quantity,
    _need.filled,
    _need.unit,
    _need.mode,
    _need.urgency,
    _household.zone,
    _need.languages,
    _need.received_on,
    _need.needed_by,
    _need.state,
    _need.flagged,
    _need.recurrence,
    _need.hold_until,
    _household.languages.label("spoken"),
)


_AT_ONCE = 5000
"""Ids in one statement; SQLite has a limit on them."""


def need_lines(connection: Connection, ids: Sequence[int]) -> list[NeedLine]:
    """The lines of those ids, in that order; an id that is gone is left out."""
    lines: dict[int, NeedLine] = {}
    for start in range(0, len(ids), _AT_ONCE):
        query = select(*_LINE).select_from(_JOINED).where(_need.id.in_(list(ids[start : start + _AT_ONCE])))
        lines |= {row[0]: _line(row) for row in connection.execute(query)}
    return [lines[number] for number in ids if number in lines]


def _line(row: Any) -> NeedLine:
    *columns, spoken = row[1:]
    line = NeedLine._make(columns)
    return line._replace(languages=tuple(line.languages or spoken))
