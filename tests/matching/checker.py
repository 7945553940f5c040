"""A second, slower reading of the plan's rules; it shares nothing with the engine."""

from __future__ import annotations

from collections import Counter
from typing import Any

Doc = dict[str, Any]


def priority(need: Doc) -> int:
    waited = min(need["waiting_days"], 28)
    return round(1000 * 2 ** (need["urgency"] - 1) * (1 + waited / 28))


def _distance(problem: Doc, a: str, b: str) -> float:
    order = problem["zones"]
    return float(problem["km"][order.index(a)][order.index(b)])


def volunteer_can(problem: Doc, need: Doc, volunteer: Doc, slot: int) -> bool:
    """Whether nothing about the two themselves forbids this volunteer in this slot."""
    if slot not in volunteer["slots"] or slot not in need["slots"] or volunteer["id"] in need["exclude"]:
        return False
    if volunteer["zones"]:
        if need["zone"] not in volunteer["zones"]:
            return False
    elif _distance(problem, volunteer["zone"], need["zone"]) > volunteer["radius_km"]:
        return False
    if need["skill"] and need["skill"] not in volunteer["skills"]:
        return False
    if need["languages"] and not any(tongue in volunteer["languages"] for tongue in need["languages"]):
        return False
    if any(tag not in volunteer["access"] for tag in need["access"]):
        return False
    return volunteer["trust"] >= need["trust"] and volunteer["seats"] >= need["seats"]


def lot_can(problem: Doc, need: Doc, lot: Doc, slot: int | None) -> bool:
    """Whether the lot fits the need on that slot's day (None: on its first day)."""
    when = slot if slot is not None else min(need["slots"], default=0)
    if lot["item"] not in [need["item"], *need["substitutes"]]:
        return False
    if any(tag not in lot["diet"] for tag in need["diet"]):
        return False
    if lot["expires_day"] is not None and when // problem["slots_per_day"] > lot["expires_day"]:
        return False
    reach = problem["pickup_km"] if need["kind"] == "pickup" else problem["haul_km"]
    return lot["quantity"] > 0 and _distance(problem, lot["site"], need["zone"]) <= reach


def points(need: Doc, units: int) -> float:
    """Unit by unit: a unit in the first third counts 1.5, in the second 1, in the last 0.5."""
    quantity = need["quantity"]
    first = (quantity + 2) // 3
    second = first + (quantity - first + 1) // 2
    rates = [1.5 if i < first else 1.0 if i < second else 0.5 for i in range(quantity)]
    return priority(need) * sum(rates[:units]) / sum(rates)


def worth(problem: Doc, plan: Doc) -> tuple[float, list[str]]:
    """The value of a plan and every rule it breaks."""
    cost = {"run": 200, "km": 40, "stop": 30, "unit_km": 1, "fresh": 2, "substitute": 0.1, **problem["costs"]}
    needs = {n["id"]: n for n in problem["needs"]}
    crew = {v["id"]: v for v in problem["volunteers"]}
    lots = {x["id"]: x for x in problem["lots"]}
    wrong: list[str] = []
    value = 0.0
    given: Counter[str] = Counter()
    runs: dict[tuple[str, int], list[Doc]] = {}
    services: Counter[tuple[str, int]] = Counter()
    for name, times in Counter(m["need"] for m in plan["matches"]).items():
        if times > 1:
            wrong.append(f"{name} is matched {times} times")
    for match in plan["matches"]:
        need, slot, who = needs[match["need"]], match["slot"], match["volunteers"]
        people = {"pickup": 0, "delivery": 1}.get(need["kind"], need["people"])
        if len(who) != people or len(set(who)) != people or (slot is None) != (people == 0):
            wrong.append(f"{need['id']} has the wrong people or slot")
            continue
        for name in who:
            if not volunteer_can(problem, need, crew[name], slot):
                wrong.append(f"{name} cannot do {need['id']}")
            if need["kind"] == "service":
                services[name, slot] += 1
                value -= cost["km"] * _distance(problem, crew[name]["zone"], need["zone"])
            else:
                runs.setdefault((name, slot), []).append(need)
        if need["kind"] == "service":
            value += priority(need)
            continue
        units = sum(line["quantity"] for line in match["lots"])
        if not 1 <= units <= need["quantity"]:
            wrong.append(f"{need['id']} gets {units} units")
        value += points(need, units)
        for line in match["lots"]:
            lot, count = lots[line["lot"]], line["quantity"]
            given[lot["id"]] += count
            if not lot_can(problem, need, lot, slot) or count < 1:
                wrong.append(f"{lot['id']} does not fit {need['id']}")
            value -= count * cost["unit_km"] * _distance(problem, lot["site"], need["zone"])
            if lot["item"] != need["item"]:
                value -= count * cost["substitute"] * priority(need) / need["quantity"]
            if lot["expires_day"] is not None:
                value += count * cost["fresh"] * max(0, 7 - lot["expires_day"])
    wrong += [f"{name} is given {n} times over" for name, n in given.items() if n > lots[name]["quantity"]]
    for (name, slot), carried in runs.items():
        person = crew[name]
        doors = {n["household"] for n in carried}
        if len({n["zone"] for n in carried}) > 1 or services[name, slot]:
            wrong.append(f"{name} is in two places in slot {slot}")
        if len(doors) > person["stops"] or sum(n["kg"] for n in carried) > person["kg"]:
            wrong.append(f"{name} carries too much in slot {slot}")
        away = _distance(problem, person["zone"], carried[0]["zone"])
        value -= cost["run"] + cost["km"] * away + cost["stop"] * len(doors)
    wrong += [f"{name} is in two places in slot {slot}" for (name, slot), n in services.items() if n > 1]
    held = Counter(name for name, _ in set(runs) | set(services))
    wrong += [f"{name} works {n} slots" for name, n in held.items() if n > crew[name]["shifts"]]
    made = {m["need"]: m for m in plan["matches"]}
    for pin in problem["pins"]:
        kept = made.get(pin["need"])
        if kept is None or any(_plain(kept, key) != _plain(pin, key) for key in ("volunteers", "slot", "lots")):
            wrong.append(f"the pin of {pin['need']} was not kept")
    return value, wrong


def _plain(match: Doc, key: str) -> Any:
    value = match[key]
    if key == "lots":
        return sorted((line["lot"], line["quantity"]) for line in value)
    return sorted(value) if key == "volunteers" else value
