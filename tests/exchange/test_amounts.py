from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutualaid.exchange.amounts import parse_ages, parse_number, parse_quantity


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("12", (12, None)),
        ("60.0", (60, None)),
        ("3 dozen", (36, None)),
        ("3 docenas", (36, None)),
        ("a dozen", (12, None)),
        ("half a dozen", (6, None)),
        ("media docena", (6, None)),
        ("dozen", (12, None)),
        ("1,200", (1200, None)),
        ("12 packs", (12, "pack")),
        ("2 dozen cans", (24, "can")),
        ("5 cajas", (5, "box")),
        ("$50", (50, "usd")),
        ("20 USD", (20, "usd")),
        ("tres", (3, None)),
        ("2.5", None),
        ("0", None),
        ("-3", None),
        ("100001", None),
        ("muchos", None),
        ("12 zorks", None),
        ("half", None),
        ("", None),
    ],
)
def test_a_quantity_is_a_whole_number_with_or_without_its_unit(text: str, found: tuple[int, str | None] | None) -> None:
    assert parse_quantity(text) == found


@given(st.integers(1, 100_000))
def test_a_quantity_comes_back_from_each_way_of_writing_it(count: int) -> None:
    for text in (str(count), f"{count}.0", f"{count:,}", f" {count} "):
        assert parse_quantity(text) == (count, None)
    assert parse_quantity(f"{count} boxes") == (count, "box")
    assert parse_quantity(f"{count} dozen") == ((count * 12, None) if count * 12 <= 100_000 else None)


@given(st.text(max_size=40))
def test_no_text_breaks_the_reading_of_numbers(text: str) -> None:
    found = parse_quantity(text)
    assert found is None or 1 <= found[0] <= 100_000
    number = parse_number(text)
    assert number is None or number >= 0
    parse_ages(text)


def test_ages_are_bands_with_how_many_people_are_in_each() -> None:
    bands = parse_ages("0-11:3 | 18-64:2 | 65+:1 | 12:1")
    assert bands is not None
    found = [(band.low, band.high, band.people) for band in bands]
    assert found == [(0, 11, 3), (18, 64, 2), (65, None, 1), (12, 12, 1)]
    assert parse_ages("") == []
    assert parse_ages("11-0:3") is None
    assert parse_ages("many") is None
