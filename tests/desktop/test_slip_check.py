"""What the closing slip says against what the file holds."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mutualaid.desktop.events.slip_check import SlipCheck, Verdict, groups

PRINT = "7K2M-9QXA-0B3F-ZZ1D"
GROUPS = st.lists(st.text("0123456789ABCDEFGHJKMNPQRSTVWXYZ", min_size=4, max_size=4), min_size=4, max_size=4)


def test_nothing_typed_is_nothing_compared():
    check = SlipCheck(28, PRINT)
    assert check.verdict is Verdict.OPEN
    assert check.words() == []


def test_a_count_alone_is_half_a_comparison():
    check = SlipCheck(28, PRINT, count=28)
    assert check.verdict is Verdict.OPEN
    assert check.words() == ["The slip and the file agree: 28 forms."]


@pytest.mark.parametrize(
    "typed", ["7K2M-9QXA-0B3F-ZZ1D", "7k2m 9qxa 0b3f zz1d", "7K2M9QXAOB3FZZID", " 7k2m.9qxa/0b3f zzLd"]
)
def test_a_fingerprint_is_compared_as_people_write_it(typed):
    check = SlipCheck(28, PRINT, count=28, typed=typed)
    assert check.verdict is Verdict.AGREES
    assert check.words()[-1] == "The fingerprint is the same."


def test_a_fingerprint_compared_by_eye_counts_as_compared():
    assert SlipCheck(28, PRINT, count=28, seen=True).verdict is Verdict.AGREES
    assert SlipCheck(28, PRINT, seen=True).verdict is Verdict.OPEN


def test_missing_forms_are_said_plainly():
    check = SlipCheck(28, PRINT, count=31, seen=True)
    assert check.verdict is Verdict.DIFFERS
    assert check.words()[0].startswith("The slip says 31, the file holds 28: 3 are missing.")
    assert SlipCheck(28, PRINT, count=29).words()[0].startswith("The slip says 29, the file holds 28: 1 is missing.")


def test_forms_too_many_are_said_plainly():
    check = SlipCheck(31, PRINT, count=28, seen=True)
    assert check.verdict is Verdict.DIFFERS
    assert check.words()[0].startswith("The slip says 28, the file holds 31: 3 too many.")


def test_the_group_that_differs_is_named_as_soon_as_it_is_typed():
    assert SlipCheck(28, PRINT, typed="7K2M-9Q").first_other == 0
    check = SlipCheck(28, PRINT, count=28, typed="7K2M-9Z")
    assert check.first_other == 2
    assert check.verdict is Verdict.DIFFERS
    assert "differs in group 2" in check.words()[-1]
    assert SlipCheck(28, PRINT, count=28, typed=f"{PRINT}-0000").first_other == 5


def test_what_was_said_of_the_slip_counts_for_nothing_without_one():
    check = SlipCheck(28, PRINT, count=31, typed="ZZZZ", none=True)
    assert check.verdict is Verdict.NO_SLIP
    assert "nobody can tell whether forms are missing" in check.words()[0]


@settings(max_examples=30)
@given(parts=GROUPS, other=GROUPS, count=st.integers(0, 400), whole=st.integers(0, 400))
def test_only_the_same_count_and_the_same_letters_agree(parts, other, count, whole):
    check = SlipCheck(whole, "-".join(parts), count=count, typed=" ".join(other).lower())
    assert (check.verdict is Verdict.AGREES) == (parts == other and count == whole)
    assert check.verdict in (Verdict.AGREES, Verdict.DIFFERS)
    assert groups("-".join(parts)) == parts
