"""Offices at the edge: one zone, nothing known of zones or languages, one kind of help, one household that asks on."""

from __future__ import annotations

import numpy as np
import pytest

from mutualaid.summaries.facts import Facts, Geography
from tests.summaries.offices import Office
from tests.summaries.year import geography, make_year


def everywhere_the_same(facts: Facts, column: str, value: str) -> Facts:
    getattr(facts, column)[:] = value
    return facts


def asks_on(facts: Facts) -> Facts:
    more = facts.only(np.concatenate([np.arange(len(facts)), np.zeros(40, dtype=int)]))
    more.household[len(facts) :] = 10**6
    return more


def seldom(*values):
    return pytest.param(*values, marks=pytest.mark.campaign)


@pytest.mark.parametrize(
    ("facts", "map_", "silent"),
    [
        seldom(everywhere_the_same(make_year(300), "zone", "A01"), Geography.of({"A01": []}), "areas"),
        (everywhere_the_same(make_year(300), "zone", ""), geography(), "areas"),
        seldom(everywhere_the_same(make_year(300), "language", ""), geography(), "languages"),
        (everywhere_the_same(make_year(300), "category", "food"), geography(), ""),
        seldom(everywhere_the_same(make_year(300), "category", "legal"), geography(), "areas"),
        seldom(everywhere_the_same(make_year(300), "status", "open"), geography(), ""),
        (asks_on(make_year(300)), geography(), ""),
    ],
    ids=["one zone", "no zone", "no language", "one kind", "one sensitive kind", "one status", "forty needs"],
)
def test_an_office_at_the_edge_has_its_totals_told(facts, map_, silent):
    office = Office(facts, map_, papers=False)
    for period in ("2026-10", "2026-Q4"):
        release = office.release(period)
        assert None not in release.table("totals").values()
        assert not silent or not any(release.table(silent).values())
