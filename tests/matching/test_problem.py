"""A malformed problem is refused by a sentence that says where, never by a traceback and never in silence."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mutualaid.language.errors import SENTENCES, sentence
from mutualaid.matching.problem import parse_problem, read_problem
from mutualaid.records.errors import BadInput
from tests.matching.small import lot, need, problem, volunteer


def sound() -> dict[str, Any]:
    return problem(
        [need(), need("n2", kind="pickup")],
        [volunteer()],
        [lot()],
        pins=[{"need": "n1", "volunteers": ["v1"], "slot": 0, "lots": []}],
    )


def refused(document: Any) -> BadInput:
    with pytest.raises(BadInput) as caught:
        parse_problem(document)
    assert caught.value.code in SENTENCES
    assert "{" not in sentence(caught.value)
    return caught.value


@pytest.mark.parametrize(
    ("path", "value", "code"),
    [
        (["format"], "mutualaid-problem/9", "problem_format"),
        (["slots"], -1, "problem_field_wrong"),
        (["slots"], 10**9, "problem_field_wrong"),
        (["slots_per_day"], 0, "problem_field_wrong"),
        (["zones"], ["centre", "centre", "far"], "problem_field_wrong"),
        (["km"], [[0, 1], [1, 0]], "problem_distances"),
        (["km", 0, 1], float("nan"), "problem_distances"),
        (["km", 0, 1], float("inf"), "problem_distances"),
        (["km", 0, 1], 4, "problem_distances"),
        (["km", 0, 1], "3", "problem_distances"),
        (["costs"], {"run": -1}, "problem_field_wrong"),
        (["costs"], {"bribe": 1}, "problem_field_wrong"),
        (["needs"], None, "problem_field_wrong"),
        (["needs", 0], [], "problem_field_wrong"),
        (["needs", 0, "zone"], "nowhere", "problem_unknown_id"),
        (["needs", 0, "kind"], "ride", "problem_field_wrong"),
        (["needs", 0, "urgency"], 5, "problem_field_wrong"),
        (["needs", 0, "urgency"], True, "problem_field_wrong"),
        (["needs", 0, "slots"], [99], "problem_field_wrong"),
        (["needs", 0, "slots"], [1, 1], "problem_field_wrong"),
        (["needs", 0, "people"], 3, "problem_field_wrong"),
        (["needs", 0, "languages"], "spa", "problem_field_wrong"),
        (["needs", 0, "exclude"], ["v9"], "problem_unknown_id"),
        (["needs", 1, "id"], "n1", "problem_duplicate"),
        (["needs", 1, "quantity"], 0, "problem_field_wrong"),
        (["needs", 1, "item"], None, "problem_field_wrong"),
        (["needs", 1, "kg"], float("inf"), "problem_field_wrong"),
        (["volunteers", 0, "radius_km"], -1, "problem_field_wrong"),
        (["volunteers", 0, "shifts"], 1.5, "problem_field_wrong"),
        (["volunteers", 0, "zones"], ["nowhere"], "problem_unknown_id"),
        (["lots", 0, "quantity"], -3, "problem_field_wrong"),
        (["lots", 0, "quantity"], 10**12, "problem_field_wrong"),
        (["lots", 0, "site"], 3, "problem_field_wrong"),
        (["lots", 0, "expires_day"], "soon", "problem_field_wrong"),
        (["pins", 0, "need"], "n9", "problem_unknown_id"),
        (["pins", 0, "volunteers"], ["v9"], "problem_unknown_id"),
        (["pins", 0, "lots"], [{"lot": "l9", "quantity": 1}], "problem_unknown_id"),
        (["pins", 0, "lots"], [{"lot": "l1", "quantity": 0}], "problem_field_wrong"),
    ],
)
def test_a_field_that_does_not_hold_is_named(path: list[Any], value: object, code: str) -> None:
    document = sound()
    parse_problem(document)
    place: Any = document
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    assert refused(document).code == code


def test_the_fault_says_part_row_and_field() -> None:
    document = sound()
    del document["needs"][1]["diet"]
    fault = refused(document)
    assert fault.code == "problem_field_missing"
    assert fault.facts == {"part": "needs", "index": 2, "field": "diet"}


def test_every_required_field_is_asked_for() -> None:
    optional = {"group", "zones", "skill"}
    for part in ("needs", "volunteers", "lots"):
        for field in sound()[part][0]:
            document = sound()
            del document[part][0][field]
            if field in optional or (field == "item" and part == "needs"):
                parse_problem(document)
            else:
                assert refused(document).facts["field"] == field


@pytest.mark.parametrize("document", [None, [], "x", 3, {}, {"needs": []}])
def test_what_is_no_problem_at_all_is_refused(document: object) -> None:
    refused(document)


@pytest.mark.parametrize("text", [b"", b"{", b"\xff\xfe\x00", b"[" * 100_000])
def test_a_file_that_is_no_json_is_refused(tmp_path: Path, text: bytes) -> None:
    file = tmp_path / "problem.json"
    file.write_bytes(text)
    with pytest.raises(BadInput) as caught:
        read_problem(file)
    assert caught.value.code == "problem_not_json"


@pytest.mark.parametrize(
    ("break_it", "code", "facts"),
    [
        (lambda d: d["km"][1].__setitem__(2, float("nan")), "problem_distances", {"index": 2, "field": "km"}),
        (lambda d: d["km"][2].__setitem__(0, 31), "problem_distances", {"index": 3, "field": "km"}),
        (lambda d: d["needs"][1].__setitem__("kg", float("nan")), "problem_field_wrong", {"index": 2, "field": "kg"}),
        (lambda d: d["needs"].append(dict(d["needs"][0])), "problem_duplicate", {"index": 3, "field": "id"}),
        (lambda d: d["lots"][0].__setitem__("quantity", -1), "problem_field_wrong", {"index": 1, "field": "quantity"}),
        (lambda d: d["volunteers"][0].pop("stops"), "problem_field_missing", {"index": 1, "field": "stops"}),
        (lambda d: d["pins"][0].__setitem__("need", "n7"), "problem_unknown_id", {"index": 1, "field": "need"}),
        (lambda d: d.update(zones=[f"z{i}" for i in range(3200)]), "problem_too_big", {"index": 0, "field": "zones"}),
    ],
)
def test_a_broken_file_is_told_the_first_fault_and_where_it_is(
    tmp_path: Path, break_it: Callable[[dict[str, Any]], object], code: str, facts: dict[str, Any]
) -> None:
    document = sound()
    break_it(document)
    file = tmp_path / "problem.json"
    file.write_text(json.dumps(document), encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        read_problem(file)
    assert caught.value.code == code
    assert facts.items() <= caught.value.facts.items()
    assert "{" not in sentence(caught.value)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput) as caught:
        read_problem(tmp_path / "none.json")
    assert caught.value.code == "problem_unreadable"


def test_a_file_reads_as_its_document_does(tmp_path: Path) -> None:
    file = tmp_path / "problem.json"
    file.write_text(json.dumps(sound()), encoding="utf-8")
    assert read_problem(file) == parse_problem(sound())


JUNK = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=3), st.lists(st.integers(), max_size=2),
    st.dictionaries(st.text(max_size=2), st.integers(), max_size=2),
)  # fmt: skip


@given(st.data(), JUNK)
@settings(max_examples=150)
def test_junk_in_any_field_is_refused_or_read_but_never_breaks(data: st.DataObject, junk: object) -> None:
    document = copy.deepcopy(sound())
    part = data.draw(st.sampled_from(["needs", "volunteers", "lots", "pins", "top"]))
    row = document if part == "top" else document[part][0]
    row[data.draw(st.sampled_from(sorted(row)))] = junk
    said = ""
    try:
        parse_problem(document)
    except BadInput as fault:
        said = sentence(fault)
    assert "{" not in said
