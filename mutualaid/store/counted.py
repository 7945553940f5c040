"""What anonymised summaries count: a few columns of needs and their households, and nothing that names anybody."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import Connection, Text, func, select, type_coerce

from mutualaid.records.household import Consent, Household
from mutualaid.records.kinds import ConsentPurpose
from mutualaid.records.need import Need
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
    """Every need, without those of households whose latest word was that they are not to be counted."""
    need, household, consent = (KINDS[kind].table.c for kind in (Need, Household, Consent))
    words = select(consent.household, consent.given).where(consent.purpose == ConsentPurpose.COUNT).order_by(consent.id)
    refused: set[str] = set()
    for uid, given in connection.execute(words):
        (refused.discard if given else refused.add)(uid)
    # As text and out of the driver's own cursor: typed columns would take three times as long.
    query = select(
        household.uid,
        household.id,
        type_coerce(need.received_on, Text),
        household.zone,
        need.category,
        func.coalesce(func.json_extract(type_coerce(household.languages, Text), "$[0]"), ""),
        type_coerce(need.state, Text),
    ).join_from(KINDS[Need].table, KINDS[Household].table, household.uid == need.household)
    rows = [tuple(row)[1:] for row in connection.execute(query) if row[0] not in refused]
    return CountedNeeds(*zip(*rows, strict=True)) if rows else CountedNeeds()
