"""What anonymised summaries count: a few columns of needs and their households, and nothing that names anybody."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import Connection, Text, func, select, type_coerce

from mutualaid.records.household import Household
from mutualaid.records.kinds import ConsentPurpose
from mutualaid.records.need import Need
from mutualaid.store.consenting import refusals
from mutualaid.store.registry import KINDS


class CountedNeeds(NamedTuple):
    """One place a need in each column. `household`: a local number; `day`: ISO; `language`: the first, "" for none."""

    household: tuple[int, ...] = ()
    day: tuple[str, ...] = ()
    zone: tuple[str, ...] = ()
    category: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    state: tuple[str, ...] = ()


def needs_to_count(connection: Connection) -> CountedNeeds:
    """Every need, without those of households whose latest word was that they are not to be counted.

    Plain text, put together here: typed columns would take three times as long, and a join as long again.
    """
    homes = _willing_homes(connection)
    need = KINDS[Need].table.c
    asked = select(need.household, type_coerce(need.received_on, Text), need.category, type_coerce(need.state, Text))
    rows = []
    for uid, day, category, state in connection.execute(asked):
        home = homes.get(uid)
        if home is not None:
            rows.append((home[0], day, home[1], category, home[2], state))
    return CountedNeeds(*zip(*rows, strict=True)) if rows else CountedNeeds()


def _willing_homes(connection: Connection) -> dict[str, tuple[int, str, str]]:
    """Number, zone and first language of each household that may be counted, by uid."""
    household = KINDS[Household].table.c
    first = func.coalesce(func.json_extract(type_coerce(household.languages, Text), "$[0]"), "")
    rows = connection.execute(select(household.uid, household.id, household.zone, first))
    homes = {uid: (number, zone, language) for uid, number, zone, language in rows}
    for uid in connection.execute(refusals(ConsentPurpose.COUNT)).scalars():
        homes.pop(uid, None)
    return homes
