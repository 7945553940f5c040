"""A malformed problem is refused by a sentence that says where, never by a traceback and never in silence."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mutualaid.language.catalog import catalog
from mutualaid.language.errors import SENTENCES, sentence
from mutualaid.matching.engine import solve
from mutualaid.matching.problem import parse_problem, read_problem
from mutualaid.records.errors import BadInput, Refused
from tests.cli.terminal import Terminal
from tests.matching.generate import SHAPES, generate
from tests.matching.harness import faults
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


@pytest.mark.parametrize(
    ("sizes", "part"),
    [
        ({"needs": 12_000, "volunteers": 9_000}, "volunteers"),
        ({"needs": 30_000, "lots": 15_000}, "lots"),
        ({"needs": 11_000, "slots": 2_000}, "slots"),
        ({"lots": 30_000, "zones": 1_999}, "zones"),
        ({"pins": 200_001}, "problem"),
    ],
)
def test_what_would_fill_the_memory_is_refused_before_a_row_is_read(sizes: dict[str, int], part: str) -> None:
    document = sound()
    for name, count in sizes.items():
        if name == "zones":
            document |= {"zones": [f"z{i}" for i in range(count)], "km": [[0] * count] * count}
        else:
            document[name] = count if name == "slots" else [{}] * count
    if part == "problem":
        document |= {"needs": [], "volunteers": [], "lots": []}
    fault = refused(document)
    assert fault.code == "problem_too_big"
    assert fault.facts["part"] == part


def _text(**fields: Any) -> str:
    return json.dumps(sound() | fields)


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize(
    ("text", "code", "names"),
    [
        ("no json", "problem_not_json", ""),
        ("[" * 100_000, "problem_not_json", ""),
        ('{"needs": ' + "9" * 5_000 + "}", "problem_not_json", ""),
        ("[]", "problem_field_wrong", ""),
        (_text(needs=[need(), need("n2") | {"urgency": -1}]), "problem_field_wrong", "2"),
        (_text(lots=[lot(), lot("l2", quantity="many")]), "problem_field_wrong", "quantity"),
        (_text(volunteers=[{k: v for k, v in volunteer().items() if k != "kg"}]), "problem_field_missing", "kg"),
        (_text(needs=[need(), need()]), "problem_duplicate", "2"),
        (_text(lots=[lot(site="moon")]), "problem_unknown_id", "site"),
        (_text(km=[[0, 1, 2], [1, 0, 3], [2, 4, 0]]), "problem_distances", "3"),
        (_text(km=[[0, 1, 2], [1, 0, float("nan")], [2, 4, 0]]), "problem_distances", "2"),
        (_text(needs=[{}] * 12_000, volunteers=[{}] * 9_000), "problem_too_big", "volunteers"),
        (_text(format="mutualaid-problem/7"), "problem_format", ""),
    ],
)
def test_solve_says_the_first_fault_of_a_file_and_where_it_is_in_one_sentence(
    tmp_path: Path, text: str, code: str, names: str, lang: str
) -> None:
    file = tmp_path / "problem.json"
    file.write_text(text, encoding="utf-8")
    done = Terminal(tmp_path).run("solve", file, "--plan", tmp_path / "plan.json", "--json", store=False, lang=lang)
    error = json.loads(done.out)["error"]
    assert (done.code, error["code"]) == (1, code)
    assert done.err.strip() == error["message"]
    assert names in error["message"]
    assert error["message"].startswith(catalog(lang).tr(SENTENCES[code]).split("{")[0])
    assert not (tmp_path / "plan.json").exists()


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


ODD: tuple[Any, ...] = (
    None, True, 0, 1, 3, -1, 28, 10**6, 10**7, 10**30, 0.5, 1e-9, 1e6, float("nan"), float("inf"), "", "x", "z00", "n1",
    "spa", "delivery", "pickup", "service", "2", [], {}, [0], [0, 1, 2, 3], ["x"], ["spa"], [27], [[]],
)  # fmt: skip


def _bend(document: dict[str, Any], random: Random) -> None:
    """Change, or take away, one field or one distance."""
    part = random.choice(["needs", "needs", "volunteers", "lots", "pins", "costs", "km", "top"])
    held = document if part == "top" else document.get(part)
    odd = copy.deepcopy(random.choice(ODD))
    if part == "km" and isinstance(held, list) and held and isinstance(held[-1], list) and held[-1]:
        held[-1][0] = odd
        if isinstance(held[0], list) and held[0] and random.random() < 0.7:
            held[0][-1] = odd
        return
    row = random.choice(held) if isinstance(held, list) and held else held
    if part == "costs" and isinstance(row, dict):
        row[random.choice(["run", "km", "stop", "unit_km", "fresh", "substitute"])] = odd
    elif isinstance(row, dict) and row:
        field = random.choice(sorted(row))
        row[field] = odd
        if random.random() < 0.1:
            del row[field]


def _solved_or_refused(random: Random, shape: str) -> None:
    document = generate("tiny", random.randrange(10**6), pins=random.randrange(2), shape=shape)
    for _ in range(random.choice([1, 1, 2, 4])):
        _bend(document, random)
    said, plan = "", None
    try:
        plan = json.loads(solve(parse_problem(document), give=random.choice([0.0, 0.05])).dumps())
    except (BadInput, Refused) as fault:
        said = sentence(fault)
    assert "{" not in said
    if plan is None:
        return
    optional = {"needs": ("group", "item", "skill"), "volunteers": ("zones",)}
    for part, fields in optional.items():
        for row in document[part]:
            for field in fields:
                row.setdefault(field, None)
    assert faults({"pins": [], "costs": {}} | document, plan) == []


@given(st.randoms(use_true_random=False), st.sampled_from(sorted(SHAPES)))
@settings(max_examples=40)
def test_a_bent_problem_is_refused_with_a_sentence_or_solved_lawfully(random: Random, shape: str) -> None:
    _solved_or_refused(random, shape)


@pytest.mark.campaign
@pytest.mark.parametrize("shape", SHAPES)
def test_three_thousand_bent_problems_are_refused_or_solved_lawfully(shape: str) -> None:
    for seed in range(750):
        _solved_or_refused(Random(f"{shape} {seed}"), shape)
