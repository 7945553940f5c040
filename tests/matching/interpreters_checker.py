"""Check a plan with interpreters (`mutualaid-plan/1+interpreters`) from the outside: rules, value, reasons, bound.

It shares nothing with the engine. What interpreters do not touch is left to the checkers of version 1, which are shown
the plan with helpers who are helped speaking the household's language, and interpreters' slots taken away.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from typing import Any

from tests.matching.checker import lot_can, volunteer_can, worth
from tests.matching.harness import shared_checker

Doc = dict[str, Any]
RULES = ("time", "distance", "skill", "language", "access", "trust", "seats", "excluded")


def _km(problem: Doc, a: str, b: str) -> float:
    order = problem["zones"]
    return float(problem["km"][order.index(a)][order.index(b)])


def _reaches(problem: Doc, need: Doc, person: Doc) -> bool:
    if person["zones"]:
        return need["zone"] in person["zones"]
    return _km(problem, person["zone"], need["zone"]) <= person["radius_km"]


def _speaks(need: Doc, person: Doc) -> bool:
    return not need["languages"] or any(tongue in person["languages"] for tongue in need["languages"])


def may_interpret(problem: Doc, need: Doc, person: Doc, mode: str) -> bool:
    """Whether somebody may interpret for a need at all, in this way."""
    wish = need.get("interpreting", "none")
    theirs = [tongue for tongue in need["languages"] if tongue in person.get("interprets", [])]
    if wish == "none" or not theirs or person["trust"] < need["trust"] or person["id"] in need["exclude"]:
        return False
    if mode == "remote":
        return bool(wish == "remote" and person.get("calls", 0) >= 1)
    ready = person.get("in_person", False) and all(tag in person["access"] for tag in need["access"])
    return bool(ready and _reaches(problem, need, person))


def in_common(need: Doc, person: Doc, helper: Doc) -> list[str]:
    """Languages in which an interpreter and a helper may talk about a need."""
    both = [tongue for tongue in person.get("interprets", []) if tongue in helper["languages"]]
    return [tongue for tongue in both if tongue in need["relay"]] if need.get("relay") else both


def check(problem: Doc, plan: Doc) -> tuple[float, list[str]]:
    """The value of a plan with interpreters, and everything wrong with it."""
    needs = {n["id"]: n for n in problem["needs"]}
    crew = {v["id"]: v for v in problem["volunteers"]}
    cost = {"km": 40, "interpreter": 100, **problem["costs"]}
    wrong, away = list[str](), 0.0
    alone: Counter[tuple[str, int]] = Counter()
    calls: Counter[tuple[str, int]] = Counter()
    helping: set[tuple[str, int]] = set()
    for match in plan["matches"]:
        need, slot, by = needs[match["need"]], match["slot"], match.get("interpreter")
        helping |= {(name, slot) for name in match["volunteers"]}
        deaf = [crew[name] for name in match["volunteers"] if not _speaks(need, crew[name])]
        if by is None:
            wrong += [f"{person['id']} does not speak with {need['id']}" for person in deaf]
            continue
        person, mode, languages = crew[by["volunteer"]], by["mode"], by["languages"]
        if slot not in person["slots"] or not may_interpret(problem, need, person, mode):
            wrong.append(f"{person['id']} may not interpret for {need['id']}")
        if person["id"] in match["volunteers"] or not match["volunteers"]:
            wrong.append(f"{person['id']} interprets for herself")
        if not languages or languages[0] not in need["languages"] or not set(languages) <= set(person["interprets"]):
            wrong.append(f"{need['id']} is interpreted in {languages}")
        for helper in deaf:
            if not set(in_common(need, person, helper)) & set(languages[1:]):
                wrong.append(f"{helper['id']} does not understand who interprets for {need['id']}")
        (calls if mode == "remote" else alone)[person["id"], slot] += 1
        away += cost["interpreter"] + (
            cost["km"] * _km(problem, person["zone"], need["zone"]) if mode != "remote" else 0
        )
    for key, times in alone.items():
        if times > 1 or key in calls or key in helping:
            wrong.append(f"{key[0]} is wanted elsewhere while interpreting in slot {key[1]}")
    for (name, slot), times in calls.items():
        if times > crew[name]["calls"] or (name, slot) in helping:
            wrong.append(f"{name} is called too often in slot {slot}")
    shifts: dict[str, set[int]] = defaultdict(set)
    for name, slot in [*alone, *calls, *(key for key in helping if key[1] is not None)]:
        shifts[name].add(slot)
    wrong += [f"{name} works {len(s)} slots" for name, s in shifts.items() if len(s) > crew[name]["shifts"]]
    wrong += _pins(problem, plan)
    value, broken = worth(*as_if_spoken(problem, plan))
    return value - away, wrong + broken


def _pins(problem: Doc, plan: Doc) -> list[str]:
    made = {m["need"]: m.get("interpreter") for m in plan["matches"]}
    wrong = []
    for pin in problem["pins"]:
        asked, given = pin.get("interpreter"), made.get(pin["need"])
        same = [None if x is None else (x["volunteer"], x["mode"]) for x in (asked, given)]
        if same[0] != same[1]:
            wrong.append(f"the pin of {pin['need']} has another interpreter")
    return wrong


def as_if_spoken(problem: Doc, plan: Doc) -> tuple[Doc, Doc]:
    """The problem and plan for a checker of version 1: whoever is helped by an interpreter speaks a language that only
    this need asks for beside its own, and the pins lose their interpreters.
    """
    plain = json.loads(json.dumps(problem))
    needs = {n["id"]: n for n in plain["needs"]}
    crew = {v["id"]: v for v in plain["volunteers"]}
    for match in plan["matches"]:
        if match.get("interpreter"):
            need = needs[match["need"]]
            need["languages"] = [*need["languages"], f"interpreted for {need['id']}"]
            for name in match["volunteers"]:
                crew[name]["languages"] = [*crew[name]["languages"], f"interpreted for {need['id']}"]
    matches = [{k: v for k, v in match.items() if k != "interpreter"} for match in plan["matches"]]
    plain["pins"] = [{k: v for k, v in pin.items() if k != "interpreter"} for pin in plain["pins"]]
    plain["costs"] = {k: v for k, v in plain["costs"].items() if k != "interpreter"}
    return plain, {**plan, "matches": matches}


def failing(problem: Doc, need: Doc, person: Doc) -> list[str]:
    """Rules that keep a volunteer from a need; language does only when no interpreter of the problem helps."""
    bad = []
    helped = _speaks(need, person) or any(
        in_common(need, other, person) for other in _interpreters(problem, need, need["slots"])
    )
    if not set(need["slots"]) & set(person["slots"]):
        bad.append("time")
    if not _reaches(problem, need, person):
        bad.append("distance")
    if need["skill"] and need["skill"] not in person["skills"]:
        bad.append("skill")
    if not helped:
        bad.append("language")
    if not set(need["access"]) <= set(person["access"]):
        bad.append("access")
    if person["trust"] < need["trust"]:
        bad.append("trust")
    if person["seats"] < need["seats"]:
        bad.append("seats")
    if person["id"] in need["exclude"]:
        bad.append("excluded")
    return bad


def _interpreters(problem: Doc, need: Doc, slots: list[int]) -> list[Doc]:
    return [
        person
        for person in problem["volunteers"]
        if person["shifts"] > 0
        and set(slots) & set(person["slots"])
        and any(may_interpret(problem, need, person, mode) for mode in ("remote", "in_person"))
    ]


def comes_together(problem: Doc, need: Doc) -> bool:
    """Whether people, an interpreter where one is needed, and goods meet in some slot if nothing else were."""
    lots = dict.fromkeys(need["slots"], True)
    if need["kind"] == "delivery":
        lots = {slot: any(lot_can(problem, need, lot, slot) for lot in problem["lots"]) for slot in need["slots"]}
    for slot in need["slots"]:
        spoken = need | {"languages": []}
        here = [v for v in problem["volunteers"] if v["shifts"] > 0 and volunteer_can(problem, spoken, v, slot)]
        if need["kind"] == "delivery":
            here = [v for v in here if v["stops"] > 0 and v["kg"] >= need["kg"]]
        helpers = sum(_speaks(need, v) for v in here)
        for by in _interpreters(problem, need, [slot]):
            may = [v for v in here if v is not by and (_speaks(need, v) or in_common(need, by, v))]
            helpers = max(helpers, len(may))
        if lots[slot] and helpers >= (need["people"] if need["kind"] == "service" else 1):
            return True
    return False


def wrong_reasons(problem: Doc, plan: Doc) -> list[str]:
    """Counts and codes of every unmatched need, counted again."""
    wrong, shared = list[str](), shared_checker()
    matched = {m["need"] for m in plan["matches"]}
    rows = {u["need"]: u for u in plan["unmatched"]}
    if matched | set(rows) != {n["id"] for n in problem["needs"]} or matched & set(rows):
        wrong.append("a need is missing, or both met and unmet")
    for need in problem["needs"]:
        if need["id"] not in rows:
            continue
        row, code = rows[need["id"]], "outbid"
        if need["kind"] != "pickup":
            fails = [failing(problem, need, v) for v in problem["volunteers"]]
            away = {rule: sum(f == [rule] for f in fails) for rule in RULES}
            told = row["volunteers"]
            if told["eligible"] != fails.count([]) or {r: n for r, n in away.items() if n} != told["one_away"]:
                wrong.append(f"{need['id']}: volunteers are counted wrong")
            if fails.count([]) < (need["people"] if need["kind"] == "service" else 1):
                code = "no_volunteer"
        if need["kind"] != "service" and code == "outbid" and not row["lots"]["eligible"]:
            code = "no_lot"
        if code == "outbid" and need["kind"] != "pickup" and not comes_together(problem, need):
            code = "no_joint"
        if need["kind"] != "pickup" and row["code"] != code:
            wrong.append(f"{need['id']}: {row['code']}, should be {code}")
        if not set(row["outbid_by"]) <= matched:
            wrong.append(f"{need['id']} is outbid by a need that is not met")
    if shared is not None:
        pickups = [n["id"] for n in problem["needs"] if n["kind"] == "pickup"]
        errors = shared.check_reasons(*as_if_spoken(problem, plan))
        wrong += [e for e in errors if "lot counts" in e or any(e.startswith(f"need {name}:") for name in pickups)]
    return wrong


def faults(problem: Doc, plan: Doc, *, reasons: bool = True) -> list[str]:
    """Everything wrong with a plan with interpreters; empty when it keeps its word."""
    value, wrong = check(problem, plan)
    if plan["format"] != "mutualaid-plan/1+interpreters":
        wrong.append("it is not marked as a plan with interpreters")
    if abs(value - plan["value"]) > 0.01 or plan["bound"] < value - 0.01:
        wrong.append(f"says {plan['value']} of at most {plan['bound']}, is worth {value}")
    shared = shared_checker()
    if shared is not None:
        _, errors, groups = shared.check(*as_if_spoken(problem, plan))
        wrong += errors
        wrong += ["groups differ"] if any(abs(plan["groups"][g] - fill) > 1e-6 for g, fill in groups.items()) else []
    if {need["group"] for need in problem["needs"]} != set(plan["groups"]):
        wrong.append("groups are missing")
    wrong += _levers(problem, plan, value)
    return wrong + (wrong_reasons(problem, plan) if reasons else [])


def _levers(problem: Doc, plan: Doc, before: float) -> list[str]:
    """Each lever's addition and changes, applied to the problem and the plan by themselves."""
    wrong = []
    for lever in plan["levers"]:
        richer, add = json.loads(json.dumps(problem)), lever["add"]
        if "slot" in add:
            next(v for v in richer["volunteers"] if v["id"] == add["slot"]["volunteer"])["slots"].append(
                add["slot"]["slot"]
            )
        else:
            kind = next(iter(add))
            richer[f"{kind}s"].append(add[kind])
        replaced = {m["need"] for m in lever["changed"]} | set(lever["dropped"])
        matches = [m for m in plan["matches"] if m["need"] not in replaced] + lever["changed"]
        value, broken = check(richer, {"matches": matches})
        if broken or value - before < lever["value"] - 0.01:
            wrong.append(f"the lever {next(iter(add))} does not hold: {broken[:1]}")
    return wrong
