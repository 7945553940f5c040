"""What a search quotes of a note says why it was found, and nothing to be read over a shoulder."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from mutualaid.discretion.excerpts import covered, excerpt, unsaid
from mutualaid.discretion.watch import find

LONG = "Llamar tarde porque trabaja de noche en la panadería de la esquina; su hija mayor abre si dice que es de la red"


@pytest.mark.parametrize(
    ("note", "typed", "said"),
    [
        ("blue door, ring twice", "RING", "blue door, ring twice"),
        (
            LONG,
            "panaderia",
            "…porque trabaja de noche en la panadería de la esquina; su hija mayor abre si dice que es de la red",
        ),
        ("her sister: 773 555 0142, after five", "sister", "her sister: •••, after five"),
        ("texts to +1 (312) 555-0100 are safe", "safe", "texts to ••• are safe"),
        ("número A es A-012 345 678; llamar tarde", "tarde", "•••; llamar tarde"),
        ("gate code 4417", "gate", "gate code 4417"),
        ("nothing of it", "crib", ""),
    ],
)
def test_the_stretch_around_the_word_is_quoted_with_its_numbers_covered(note: str, typed: str, said: str) -> None:
    assert excerpt([note], typed) == said


def test_the_longest_word_that_was_typed_says_most() -> None:
    assert excerpt(["a parish", "the parish hall"], "th parish") == "a parish"
    assert unsaid("rosa parish", "MARU-47 Rosa Tum") == "parish"
    assert unsaid("maru", "MARU-47 Rosa Tum") == ""


_WORDS = st.sampled_from(["llamar", "SSN", "A-number", "tel.", "está", "indocumentado", "ring", "2", "apt", "+1"])
_DIGITS = st.from_regex(r"\A[0-9]{1,4}([ .()-]{0,2}[0-9]{1,4}){0,4}\Z")


@hypothesis_settings(max_examples=60)
@given(parts=st.lists(st.one_of(_WORDS, _DIGITS), min_size=1, max_size=12), typed=_WORDS)
def test_no_quote_holds_a_number_that_the_watch_knows_or_a_telephone(parts: list[str], typed: str) -> None:
    note = " ".join(parts)
    assert find(covered(note)) == []
    quoted = excerpt([note], typed)
    assert not re.search(r"\d(?:[ .()-]{0,2}\d){6,}", quoted)
    assert len(quoted) < 140
