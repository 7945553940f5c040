from __future__ import annotations

from datetime import date

import pytest

from mutualaid.records.errors import BadInput, Refused
from mutualaid.summaries.periods import parse_period, require_closed
from mutualaid.summaries.plan import SENSITIVE, TABLES, Table, check_plan, table_for


@pytest.mark.parametrize(
    ("text", "first", "last", "level"),
    [
        ("2026-10", date(2026, 10, 1), date(2026, 10, 31), "month"),
        ("2028-02", date(2028, 2, 1), date(2028, 2, 29), "month"),
        ("2026-Q4", date(2026, 10, 1), date(2026, 12, 31), "quarter"),
        (" 2026-q1 ", date(2026, 1, 1), date(2026, 3, 31), "quarter"),
        ("2026", date(2026, 1, 1), date(2026, 12, 31), "year"),
    ],
)
def test_a_period_is_a_month_a_quarter_or_a_year(text, first, last, level):
    period = parse_period(text)
    assert (period.start, period.end, period.level) == (first, last, level)
    assert parse_period(period.code) == period


@pytest.mark.parametrize(
    "text", ["", "2026-13", "2026-Q5", "2026-1", "2026-W40", "2026-01..2026-05", "ytd", "２０２６"]
)
def test_anything_else_is_not_a_period(text):
    with pytest.raises(BadInput) as error:
        parse_period(text)
    assert error.value.code == "period_unreadable"


def test_a_period_closes_seven_days_after_its_end():
    october = parse_period("2026-10")
    with pytest.raises(Refused) as error:
        require_closed(october, date(2026, 11, 6))
    assert error.value.code == "period_open"
    assert error.value.facts == {"period": "2026-10", "closes": "2026-11-07"}
    require_closed(october, date(2026, 11, 7))


def test_the_plan_keeps_its_own_rules():
    check_plan(TABLES)
    assert {"legal", "accompaniment", "raid_response"} == SENSITIVE


@pytest.mark.parametrize(
    "table",
    [
        Table("three", ("geo", "category", "status"), everyday=True),
        Table("language_below_the_whole_area", ("geo", "language"), everyday=True),
        Table("sensitive_by_area", ("geo", "category")),
        Table("sensitive_by_language", ("category", "language")),
        Table("all_by_area", ("geo",)),
        Table("size_of_household", ("size",)),
    ],
)
def test_a_table_that_could_harm_a_group_or_a_household_is_no_plan(table):
    with pytest.raises(Refused) as error:
        check_plan((table,))
    assert error.value.code == "release_table_unlisted"


def test_a_table_is_looked_up_by_its_dimensions_and_a_third_dimension_is_refused():
    assert table_for(["category", "geo"]).name == "areas_by_category"
    with pytest.raises(Refused) as error:
        table_for(["category", "geo", "status"])
    assert error.value.code == "release_table_unlisted"
