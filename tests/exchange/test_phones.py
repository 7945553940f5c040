from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutualaid.exchange.phones import parse_phones, says_none
from mutualaid.records.kinds import PhoneKind


@pytest.mark.parametrize(
    "text",
    [
        "773.555.0165",
        "(773) 555-0165",
        "+1 773 555 0165",
        "773-555-0165",
        "7735550165",
        "1-773-555-0165",
        " 773 555 0165",
    ],
)
def test_every_way_of_writing_a_number_is_one_number(text: str) -> None:
    phones, whole = parse_phones(text)
    assert ([phone.number for phone in phones], whole) == (["+17735550165"], True)


def test_what_stands_beside_a_number_says_what_may_be_done_with_it() -> None:
    ((chat,), _) = parse_phones("773-555-0153 (WhatsApp)")
    assert (chat.kind, chat.may_text) == (PhoneKind.WHATSAPP, True)
    ((home,), _) = parse_phones("773-555-0153 (casa)")
    assert (home.kind, home.may_text) == (PhoneKind.LANDLINE, False)
    ((calls,), _) = parse_phones("773-555-0153, no texts")
    assert (calls.kind, calls.may_text) == (PhoneKind.MOBILE, False)


def test_several_numbers_are_several_phones_and_the_same_one_twice_is_one() -> None:
    phones, whole = parse_phones("773-555-0153 / (312) 555-0100 | +1 773 555 0153")
    assert [phone.number for phone in phones] == ["+17735550153", "+13125550100"]
    assert whole


@pytest.mark.parametrize("text", ["no phone", "No tiene", "N/A", "ninguno", "sin teléfono"])
def test_having_no_phone_is_an_answer(text: str) -> None:
    assert says_none(text)
    assert parse_phones(text)[0] == []


@pytest.mark.parametrize("text", ["call my sister", "555", "123456789012345678901234", "abc-def-ghij"])
def test_what_is_no_number_is_said_to_be_none(text: str) -> None:
    assert parse_phones(text) == ([], False)


@given(st.integers(2, 9), st.integers(0, 9), st.integers(2, 9), st.integers(0, 99), st.integers(0, 9999))
def test_a_number_comes_back_from_each_way_of_writing_it(a: int, b: int, c: int, d: int, e: int) -> None:
    area, exchange, line = f"{a}{b}3", f"{c}{d:02}", f"{e:04}"
    for text in (f"({area}) {exchange}-{line}", f"{area}.{exchange}.{line}", f"+1 {area} {exchange} {line}"):
        assert [phone.number for phone in parse_phones(text)[0]] == [f"+1{area}{exchange}{line}"]


@given(st.text(max_size=60))
def test_no_text_breaks_the_reading_of_phones(text: str) -> None:
    for phone in parse_phones(text)[0]:
        assert phone.number.startswith("+")
