"""What the engine calls proved optimal is the optimum that CP-SAT finds, from a statement of the rules all its own."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.matching.generate import SHAPES, generate
from tests.matching.harness import plan_of

CPSAT = Path(__file__).with_name("cpsat.py")
CAMPAIGN = [
    (size, shape, seed)
    for shape in SHAPES
    for size, seeds in (("tiny", range(20, 32)), ("small", range(20, 33)))
    for seed in seeds
]

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("ortools") is None, reason="CP-SAT has no wheel for this Python"
)


def asked(document: dict[str, Any], folder: Path, seconds: int = 60) -> tuple[dict[str, Any], dict[str, Any], float]:
    """CP-SAT's answer, the engine's plan, and how far apart two proofs of one number may be."""
    file = folder / "problem.json"
    file.write_text(json.dumps(document), encoding="utf-8")
    line = [sys.executable, str(CPSAT), str(file), "--seconds", str(seconds)]
    oracle = json.loads(subprocess.run(line, check=True, capture_output=True, text=True).stdout)
    plan = plan_of(document)
    # CP-SAT counts in ten-thousandths of a point a unit, HiGHS proves to a millionth of the whole.
    return oracle, plan, 0.05 + 1e-6 * abs(plan["bound"])


def agree(document: dict[str, Any], folder: Path) -> None:
    """The engine's value and bound, and CP-SAT's optimum, are one number."""
    oracle, plan, near = asked(document, folder)
    assert oracle["optimal"]
    assert plan["value"] == pytest.approx(oracle["value"], abs=near)
    assert plan["bound"] == pytest.approx(oracle["value"], abs=near)


@pytest.mark.parametrize("shape", SHAPES)
def test_the_optimum_of_forty_needs_is_the_oracle_s(shape: str, tmp_path: Path) -> None:
    agree(generate("small", 12, pins=2, shape=shape), tmp_path)


@pytest.mark.campaign
@pytest.mark.parametrize(("size", "shape", "seed"), CAMPAIGN)
def test_the_optimum_is_the_oracle_s_on_a_hundred_problems(size: str, shape: str, seed: int, tmp_path: Path) -> None:
    agree(generate(size, seed, pins=seed % 4, shape=shape), tmp_path)


@pytest.mark.campaign
@pytest.mark.parametrize("shape", SHAPES)
def test_at_two_hundred_needs_neither_s_plan_exceeds_the_other_s_bound(shape: str, tmp_path: Path) -> None:
    oracle, plan, near = asked(generate("S", 20, pins=2, shape=shape), tmp_path, seconds=20)
    assert plan["value"] <= oracle["bound"] + near
    assert oracle["value"] <= plan["bound"] + near
