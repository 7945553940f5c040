"""What a release is made from: the columns that it counts, and the map."""

from __future__ import annotations

import numpy as np

from mutualaid.records.kinds import NeedState
from mutualaid.records.zones import chicago_outlines
from mutualaid.services.office import Office
from mutualaid.store.reading import Reading
from mutualaid.summaries.facts import Facts, Geography

_STATUS = {state.value: state.value for state in (NeedState.FULFILLED, NeedState.CLOSED, NeedState.REFERRED)}


def facts_of(read: Reading) -> Facts:
    """The columns that a release counts: one row a need. Households that refused to be counted are left out."""
    found = read.needs_to_count()
    return Facts(
        household=np.array(found.household, dtype=np.int64),
        day=np.array(found.day, dtype="datetime64[D]"),
        zone=np.array(found.zone, dtype=np.str_),
        category=np.array(found.category, dtype=np.str_),
        language=np.array(found.language, dtype=np.str_),
        status=np.array([_STATUS.get(state, "open") for state in found.state], dtype=np.str_),
    )


def geography_of(office: Office) -> Geography:
    """The office's zones, which of them touch, and their borders where the program knows them."""
    zones = office.zones.values()
    outlines = chicago_outlines()
    return Geography.of(
        {zone.code: list(zone.neighbours) for zone in zones},
        {zone.code: zone.name for zone in zones},
        {zone.code: outlines[zone.code] for zone in zones if zone.code in outlines},
    )
