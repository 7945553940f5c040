"""Check a plan from the outside: by our own reading of the rules, and by the shared checker where it lies beside."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from mutualaid.matching.engine import solve
from mutualaid.matching.problem import parse_problem
from tests.matching.checker import worth

SHARED = Path(__file__).resolve().parents[3] / "shared" / "matching" / "check_plan.py"


def shared_checker() -> ModuleType | None:
    """The format's own executable contract, when this checkout has it beside."""
    if not SHARED.exists():
        return None
    spec = importlib.util.spec_from_file_location("check_plan", SHARED)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    before, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    try:
        spec.loader.exec_module(module)
    finally:
        sys.dont_write_bytecode = before
    return module


def plan_of(problem: dict[str, Any], **options: Any) -> dict[str, Any]:
    """Solve a document and return the plan as it would be read back from its file."""
    document: dict[str, Any] = json.loads(solve(parse_problem(problem), **options).dumps())
    return document


def faults(problem: dict[str, Any], plan: dict[str, Any], *, reasons: bool = True) -> list[str]:
    """Everything wrong with a plan; empty when it keeps its word."""
    value, wrong = worth(problem, plan)
    if abs(value - plan["value"]) > 0.01:
        wrong.append(f"says {plan['value']}, is worth {value}")
    if plan["bound"] < value - 0.01:
        wrong.append("the bound is below the value")
    if abs(plan["gap"] * plan["bound"] - (plan["bound"] - value)) > 0.02 + 1e-9 * abs(plan["bound"]):
        wrong.append("the gap is not the gap")
    wrong += _levers(problem, plan, value)
    shared = shared_checker()
    if shared is not None:
        _, errors, groups = shared.check(problem, plan)
        wrong += errors + shared.check_levers(problem, plan)
        wrong += shared.check_reasons(problem, plan) if reasons else []
        if any(abs(plan["groups"][g] - fill) > 1e-6 for g, fill in groups.items()):
            wrong.append("groups differ")
    return wrong


def _levers(problem: dict[str, Any], plan: dict[str, Any], before: float) -> list[str]:
    """Each lever's addition and changes, applied to the problem and the plan by themselves."""
    wrong = []
    for lever in plan["levers"]:
        richer = json.loads(json.dumps(problem))
        add = lever["add"]
        if "slot" in add:
            person = next(v for v in richer["volunteers"] if v["id"] == add["slot"]["volunteer"])
            person["slots"].append(add["slot"]["slot"])
        else:
            kind = next(iter(add))
            richer[f"{kind}s"].append(add[kind])
        replaced = {m["need"] for m in lever["changed"]} | set(lever["dropped"])
        matches = [m for m in plan["matches"] if m["need"] not in replaced] + lever["changed"]
        value, broken = worth(richer, {"matches": matches})
        unlocked = {m["need"] for m in matches} - {m["need"] for m in plan["matches"]}
        if broken or value - before < lever["value"] - 0.01 or set(lever["unlocks"]) != unlocked or not unlocked:
            wrong.append(f"the lever {next(iter(add))} does not hold: {broken[:1]}")
    return wrong
