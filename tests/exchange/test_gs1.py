"""Codes as scanners type them, read by the GS1 rules; the writer of the codes here shares nothing with the reader."""

from __future__ import annotations

import os
from calendar import monthrange
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mutualaid.exchange import gs1
from mutualaid.records.errors import BadInput, Fault

TODAY = date(2026, 11, 23)
GS = "\x1d"
SMALL = {"gtin": "0" * 14, "batch": "", "expires_on": None, "made_on": None, "count": None, "kg": Decimal(1)}
some = settings(max_examples=5000 if "MUTUALAID_CAMPAIGN" in os.environ else 30)
BATCH_SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcxyz0123456789-./+&%*_"


def with_check(digits: str) -> str:
    """By hand, from the left: weights so that the last digit before the check has 3."""
    weights = [3 if (len(digits) - place) % 2 else 1 for place in range(len(digits))]
    total = sum(weight * int(digit) for weight, digit in zip(weights, digits, strict=True))
    return digits + str((10 - total % 10) % 10)


gtins = st.sampled_from([8, 12, 13, 14]).flatmap(
    lambda size: st.text("0123456789", min_size=size - 1, max_size=size - 1).map(with_check)
)
batches = st.text(BATCH_SIGNS, min_size=1, max_size=20)
dates = st.dates(date(TODAY.year - 49, 1, 1), date(TODAY.year + 50, 12, 31))
counts = st.integers(1, 99_999_999)
weights = st.tuples(st.integers(0, 999_999), st.integers(0, 5))


@st.composite
def element_strings(draw):
    """A string of elements in any order, as one of the ways in which scanners send it, and what it says."""
    gtin = draw(gtins).zfill(14)
    elements = [(draw(st.sampled_from(["01", "02"])), gtin)]
    said = {"gtin": gtin, "batch": "", "expires_on": None, "count": None, "kg": None, "made_on": None}
    if draw(st.booleans()):
        said["batch"] = draw(batches)
        elements.append(("10", said["batch"]))
    for ai, name in (("17", "expires_on"), ("11", "made_on")):
        if draw(st.booleans()):
            day, whole_month = draw(dates), draw(st.booleans())
            said[name] = day.replace(day=monthrange(day.year, day.month)[1]) if whole_month else day
            elements.append((ai, f"{day:%y%m}{'00' if whole_month else f'{day:%d}'}"))
    if draw(st.booleans()):
        said["count"] = draw(counts)
        elements.append((draw(st.sampled_from(["30", "37"])), str(said["count"])))
    if draw(st.booleans()):
        number, places = draw(weights)
        said["kg"] = Decimal(number) / 10**places
        elements.append((f"310{places}", f"{number:06}"))
    if draw(st.booleans()):
        elements.append((draw(st.sampled_from(["21", "240", "400", "8008", "91"])), draw(batches)))  # nothing to us
    first, *rest = elements
    elements = draw(st.permutations(elements)) if draw(st.booleans()) else [first, *draw(st.permutations(rest))]
    return elements, said


def sent(elements, way: str) -> str:
    if way == "(":
        return "".join(f"({ai}){data}" for ai, data in elements)
    fixed = {"01", "02", "11", "17"}
    parts = []
    for place, (ai, data) in enumerate(elements):
        ends = ai in fixed or ai.startswith("310") or place == len(elements) - 1
        parts.append(f"{ai}{data}{'' if ends else GS}")
    return way + "".join(parts)


@example(([("3100", "000001"), ("01", "0" * 14)], SMALL), GS)  # the separator is what it begins with
@some
@given(element_strings(), st.sampled_from(["]C1", "]d2", "]Q3", "]e0", GS, "]C1" + GS, "("]))
def test_what_a_label_says_is_read_whatever_the_scanner_and_the_order(made, way):
    elements, said = made
    read = gs1.read(sent(elements, way), today=TODAY)
    assert gs1.canonical(read.code) == said["gtin"]
    for name in ("batch", "expires_on", "made_on", "count", "kg"):
        assert getattr(read, name) == said[name]
    assert gs1.reads_as_code(sent(elements, way))


@some
@given(gtins)
def test_a_gtin_is_known_in_every_length_that_holds_it(gtin):
    full = gtin.zfill(14)
    forms = {full, *(full[-size:] for size in (8, 12, 13) if not full[:-size].strip("0"))}
    codes = {gs1.canonical(gs1.read(form, today=TODAY).code) for form in forms if len(form) > 8 or form[0] not in "01"}
    assert codes <= {full}
    assert gs1.read(f"]E0{full[1:]}" if full[0] == "0" else full, today=TODAY).code == gs1.shortest(full)


@some
@given(gtins, st.integers(0, 12), st.integers(1, 9))
def test_one_digit_misread_is_noticed(gtin, place, step):
    place = min(place, len(gtin) - 1)
    wrong = gtin[:place] + str((int(gtin[place]) + step) % 10) + gtin[place + 1 :]
    if len(wrong) == 8 and wrong[0] in "01":
        return  # may be eight digits of UPC-E, which check twelve others
    with pytest.raises(BadInput, match="code_check_digit"):
        gs1.read(wrong, today=TODAY)


@some
@given(st.text(max_size=80) | st.text("0123456789()]dCQ123" + GS, max_size=60))
@example("(01)0003600029145")
@example("]C1")
@example("]C110" + GS)
@example("0100036000291452" + "310x12345")
@example("\u0663\u0666\u0660\u0660\u0660\u0662\u0669\u0661\u0664\u0665\u0662\u0660")
def test_garbage_is_a_fault_and_nothing_else(text):
    gs1.reads_as_code(text)
    said: Fault | None = None
    try:
        assert gs1.read(text, today=TODAY).code
    except Fault as fault:
        said = fault
    assert said is None or (said.code.startswith("code_") and said.facts == {})


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("036000291452", "036000291452"),
        ("0036000291452", "036000291452"),
        ("]E00036000291452", "036000291452"),
        ("00036000291452", "036000291452"),
        ("04252614", "042100005264"),  # the eight digits of UPC-E
        ("96385074", "96385074"),
        ("]E496385074", "96385074"),
        (" PANTRY-17\r", "PANTRY-17"),
    ],
)
def test_plain_codes_as_scanners_send_them(text, code):
    assert gs1.read(text, today=TODAY).code == code


@pytest.mark.parametrize(
    ("yymmdd", "day"),
    [
        ("270229", None),
        ("271300", None),
        ("271100", date(2027, 11, 30)),
        ("280200", date(2028, 2, 29)),
        ("761231", date(2076, 12, 31)),  # fifty years ahead
        ("770101", date(1977, 1, 1)),  # fifty-one would be, so it is forty-nine back
        ("991231", date(1999, 12, 31)),
    ],
)
def test_days_and_centuries(yymmdd, day):
    label = "]C1010003600029145217" + yymmdd
    if day is None:
        with pytest.raises(BadInput, match="code_date"):
            gs1.read(label, today=TODAY)
    else:
        assert gs1.read(label, today=TODAY).expires_on == day


def test_late_in_a_century_early_years_are_the_next_one():
    assert gs1.read("]C1010003600029145217040115", today=date(2096, 5, 1)).expires_on == date(2104, 1, 15)


def test_the_best_before_date_counts_where_there_is_no_expiry():
    both = "(01)00036000291452(15)270131(17)270228"
    assert gs1.read("(01)00036000291452(15)270131", today=TODAY).expires_on == date(2027, 1, 31)
    assert gs1.read(both, today=TODAY).expires_on == date(2027, 2, 28)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("12345678", "code_check_digit"),
        ("(01)00036000291453", "code_check_digit"),
        ("(00)106141412345678908", "code_names_no_item"),
        ("(01)00036000291452(01)00012345678905", "code_unreadable"),  # two things at once
        ("(01)00036000291452(30)0", "code_unreadable"),
        ("]C101000360002914521", "code_unreadable"),
        ("a b", "code_unreadable"),
    ],
)
def test_what_cannot_be_taken_says_why(text, fault):
    with pytest.raises(BadInput, match=fault):
        gs1.read(text, today=TODAY)


def test_a_carton_names_what_is_in_it():
    carton = with_check("1003600029145")
    assert gs1.inner(carton) == "036000291452"
    assert gs1.inner("036000291452") == ""


def test_words_are_no_codes():
    assert not any(map(gs1.reads_as_code, ("beans", "2026", "Ana 12", "773 555 0142", "+17735550142", "12345678")))
