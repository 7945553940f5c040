from __future__ import annotations

import numpy as np
import pytest

from mutualaid.summaries.cells import Cell
from mutualaid.summaries.coarsen import cut, make_level, merge_order
from mutualaid.summaries.count import Counter, capped
from mutualaid.summaries.facts import Facts, Geography
from mutualaid.summaries.periods import parse_period
from mutualaid.summaries.plan import LEAST_AREA, LEAST_LANGUAGE
from mutualaid.summaries.scheme import Scheme
from tests.summaries.year import geography, make_year


def facts_of(rows):
    """Facts from (household, day, category) with one zone, language and status."""
    return Facts(
        household=np.array([row[0] for row in rows], dtype=np.int64),
        day=np.array([row[1] for row in rows], dtype="datetime64[D]"),
        zone=np.array(["A01"] * len(rows)),
        category=np.array([row[2] for row in rows]),
        language=np.array(["spa"] * len(rows)),
        status=np.array(["open"] * len(rows)),
    )


def year_scheme(facts, map_=None):
    map_ = map_ or geography()
    year = parse_period("2026")
    order = merge_order(map_, dict.fromkeys(map_.zones, 1.0))
    return Scheme({level: make_level(facts, parse_period(code), map_.zones, order, {})
                   for level, code in (("month", "2026-12"), ("quarter", "2026-Q4"), ("year", year.code))})  # fmt: skip


def test_one_household_with_forty_needs_counts_five_times():
    facts = facts_of([(1, "2026-10-05", "food")] * 40 + [(2, "2026-10-06", "food")])
    counter = Counter(facts, year_scheme(facts))
    assert counter.count(Cell("categories", "2026-10", category="food")) == (6, 2)


def test_the_cap_is_by_category_and_month():
    rows = [(1, "2026-10-05", "food")] * 7 + [(1, "2026-11-05", "food")] * 7 + [(1, "2026-10-05", "ride")] * 2
    assert len(capped(facts_of(rows))) == 12


def test_the_cap_keeps_the_first_received_whatever_the_order_of_rows():
    days = [f"2026-10-{day:02d}" for day in (9, 3, 5, 1, 8, 2, 7)]
    kept = capped(facts_of([(1, day, "food") for day in days])).day
    assert sorted(kept.astype(str)) == ["2026-10-01", "2026-10-02", "2026-10-03", "2026-10-05", "2026-10-07"]


def test_columns_of_different_lengths_are_no_facts():
    facts = make_year(20)
    with pytest.raises(ValueError, match="lengths"):
        Facts(facts.household[:-1], facts.day, facts.zone, facts.category, facts.language, facts.status)


def test_parts_add_up_to_totals_before_noise():
    facts = make_year(900)
    scheme = year_scheme(facts)
    counter = Counter(facts, scheme)
    total = counter.count(Cell("totals", "2026"))[0]
    months = sum(counter.count(Cell("months", month.code))[0] for month in parse_period("2026").months())
    statuses = sum(
        counter.count(Cell("s", "2026", status=status))[0] for status in ("open", "fulfilled", "closed", "referred")
    )
    everyday = counter.count(Cell("x", "2026", category="everyday"))[0]
    areas = sum(
        counter.count(Cell("areas", "2026", geo=area, category="everyday"))[0] for area in scheme.levels["year"].areas
    )
    assert total == months == statuses
    assert everyday == areas < total


def test_areas_hold_enough_households_cover_the_map_and_are_connected():
    facts, map_ = make_year(5_000), geography()
    level = make_level(facts, parse_period("2026"), map_.zones, merge_order(map_, dict.fromkeys(map_.zones, 1.0)), {})
    assert sorted(zone for zones in level.areas.values() for zone in zones) == list(map_.zones)
    assert len(level.areas) > 5
    for zones in level.areas.values():
        assert len(np.unique(facts.household[np.isin(facts.zone, zones)])) >= LEAST_AREA
        reached, edge = set(), {zones[0]}
        while edge:
            reached |= edge
            edge = {z for pair in map_.neighbours if set(pair) & edge for z in pair if z in zones} - reached
        assert reached == set(zones)


@pytest.mark.parametrize(("made", "before"), [("2026-12", "year"), ("2026", "month"), ("2026-Q4", "year")])
def test_areas_are_nested_in_those_of_other_levels_whatever_the_counts_say(made, before):
    """The other level was judged when the office was another; the longer period still has the finer areas."""
    map_ = geography()
    order = merge_order(map_, dict.fromkeys(map_.zones, 1.0))
    few, many = make_year(200), make_year(9_000)
    code = {"year": "2026", "month": "2026-12"}[before]
    known = {before: make_level(few if before == "year" else many, parse_period(code), map_.zones, order, {})}
    level = make_level(many if before == "year" else few, parse_period(made), map_.zones, order, known)
    finer, coarser = (known[before], level) if before == "year" else (level, known[before])
    for zones in finer.areas.values():
        assert any(set(zones) <= set(others) for others in coarser.areas.values())


def test_two_cuts_of_one_order_are_nested():
    map_ = geography()
    sizes = {zone: float(10 + 7 * number % 40) for number, zone in enumerate(map_.zones)}
    order = merge_order(map_, sizes)
    fine, coarse = cut(map_.zones, order, sizes, 60), cut(map_.zones, order, sizes, 300)
    assert 1 < len(coarse) < len(fine)
    for zones in fine.values():
        assert sum(set(zones) <= set(others) for others in coarse.values()) == 1


def test_an_island_joins_the_rest_when_it_is_too_small():
    map_ = Geography.of({"a": ["b"], "b": [], "c": []})
    sizes = {"a": 200.0, "b": 200.0, "c": 3.0}
    assert sorted(map(set, cut(map_.zones, merge_order(map_, sizes), sizes).values()), key=len) == [{"b"}, {"a", "c"}]


def test_adjacency_can_be_derived_from_centroids():
    map_ = Geography.from_centroids({"a": (41.80, -87.60), "b": (41.82, -87.60), "far": (42.50, -88.90)}, km=3)
    assert map_.neighbours == {("a", "b"), ("b", "far")}


def test_a_language_of_few_households_is_other():
    facts = make_year(5_000)
    level = make_level(facts, parse_period("2026"), geography().zones, (), {})
    for code in ("spa", "eng", "mam"):
        assert code in level.languages
    for code in level.languages:
        assert len(np.unique(facts.household[facts.language == code])) >= LEAST_LANGUAGE
    assert "" not in level.languages
