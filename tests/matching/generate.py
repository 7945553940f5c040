"""Plausible, invented matching problems in the file's own format; the same words give the same problem.

Zones fill by Zipf's law; a household has one language, sometimes English too, a diet, and what its door asks for;
volunteers offer evenings and weekends, few of them the scarce skills; part of the stock spoils within the week.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Any

SIZES = {
    "tiny": (6, 4, 5),
    "small": (40, 14, 30),
    "S": (200, 60, 150),
    "M4": (400, 110, 260),
    "M": (2_000, 400, 1_000),
    "L": (20_000, 3_000, 10_000),
}
"""Needs, volunteers, lots."""
ITEMS = ("produce", "pantry", "diapers", "formula", "coats", "blankets", "hygiene", "bread")
SUBSTITUTES = {"produce": ["pantry"], "bread": ["pantry"], "blankets": ["coats"], "formula": []}
PERISHABLE = ("produce", "bread")
SKILLS = {"rides": 0.4, "interpreting": 0.4, "accompaniment": 0.4, "childcare": 0.4, "legal": 0.4}
DIET = ("halal", "vegetarian", "no-nuts")
ACCESS = ("wheelchair", "stairs", "dogs")


@dataclass(frozen=True)
class Shape:
    """What kind of place or day a problem is drawn from.

    `kinds` are shares of deliveries, pick-ups and services; `languages` (share of households, share of volunteers who
    speak it); `side_km` the region's width; `zipf` how unevenly zones are filled; `days` the days needs may fall on.
    """

    kinds: tuple[int, int, int] = (40, 18, 42)
    side_km: float = 22
    zipf: float = 0.7
    radius_km: tuple[float, float] = (5, 14)
    reach_km: tuple[float, float] = (6, 14)
    languages: dict[str, tuple[float, float]] = field(
        default_factory=lambda: {
            "spa": (60, 0.65), "eng": (15, 0.9), "mam": (8, 0.07), "quc": (6, 0.07), "hat": (6, 0.07), "kjb": (5, 0.07)
        }
    )  # fmt: skip
    skills: dict[str, float] = field(default_factory=lambda: dict(SKILLS))
    days: tuple[int, int] = (0, 7)


SHAPES = {
    "city": Shape(),
    "rural": Shape(side_km=70, zipf=1.0, radius_km=(10, 40), reach_km=(15, 45)),
    "scarce": Shape(
        languages={"spa": (25, 0.5), "eng": (5, 0.9), "mam": (25, 0.03), "quc": (20, 0.03), "kjb": (25, 0.02)},
        skills={"rides": 0.25, "interpreting": 0.1, "accompaniment": 0.15, "childcare": 0.1, "legal": 0.03},
    ),
    "event": Shape(kinds=(8, 80, 12), days=(5, 6), reach_km=(10, 14)),
}


def generate(size: str = "S", seed: int = 1, pins: int = 0, shape: str = "city") -> dict[str, Any]:
    """A problem of a named size and shape, with up to `pins` pins that keep the rules."""
    count, crew, stock = SIZES[size]
    rng = random.Random(f"{size}-{seed}" if shape == "city" else f"{size}-{seed}-{shape}")
    like = SHAPES[shape]
    zones = [f"z{i:02d}" for i in range(max(3, min(77, 6 + count // 40)))]
    places = [(rng.uniform(0, like.side_km), rng.uniform(0, like.side_km)) for _ in zones]
    km = [[round(((a - c) ** 2 + (b - d) ** 2) ** 0.5, 2) for c, d in places] for a, b in places]
    weights = [1 / (i + 1) ** like.zipf for i in range(len(zones))]
    homes = [_household(rng, like, f"h{i}", zones, weights) for i in range(max(2, count * 5 // 11))]
    needs = [_need(rng, like, f"n{i}", rng.choice(homes)) for i in range(count)]
    people = [_volunteer(rng, like, f"v{i}", zones, weights) for i in range(crew)]
    for need in needs:
        if need["kind"] != "pickup" and rng.random() < 0.03:
            need["exclude"] = [rng.choice(people)["id"]]
    wanted = sum(n["quantity"] for n in needs)
    sites = rng.sample(zones, max(2, len(zones) // 5))
    shares = [rng.lognormvariate(0, 0.8) for _ in range(stock)]
    lots = [_lot(rng, f"l{i}", sites, wanted * 0.8 * share / sum(shares)) for i, share in enumerate(shares)]
    problem = {
        "format": "mutualaid-problem/1",
        "slots": 28,
        "slots_per_day": 4,
        "zones": zones,
        "km": km,
        "pickup_km": float(like.reach_km[0]),
        "haul_km": float(like.reach_km[1]),
        "costs": {},
        "pins": [],
        "needs": needs,
        "volunteers": people,
        "lots": lots,
    }
    problem["pins"] = _pins(problem, pins)
    return problem


def _household(rng: random.Random, like: Shape, name: str, zones: list[str], weights: list[float]) -> dict[str, Any]:
    tongue = rng.choices(list(like.languages), [share for share, _ in like.languages.values()])[0]
    return {
        "id": name,
        "zone": rng.choices(zones, weights)[0],
        "languages": sorted({tongue, *(["eng"] if rng.random() < 0.25 else [])}),
        "group": tongue,
        "size": rng.choice([1, 2, 2, 3, 3, 4, 4, 5, 6, 8]),
        "diet": [tag for tag in DIET if rng.random() < 0.06],
        "access": [tag for tag in ACCESS if rng.random() < 0.07],
    }


def _need(rng: random.Random, like: Shape, name: str, home: dict[str, Any]) -> dict[str, Any]:
    kind = rng.choices(["delivery", "pickup", "service"], like.kinds)[0]
    service, start = kind == "service", rng.randrange(4 * like.days[0], 4 * like.days[1])
    span = rng.choice([2, 3, 5]) if service else rng.choice([6, 10, 12])
    item = rng.choice(ITEMS)
    quantity = 0 if service else home["size"] * rng.choice([1, 1, 2])
    pair = service and rng.random() < 0.2
    return {
        "id": name,
        "household": home["id"],
        "zone": home["zone"],
        "kind": kind,
        "urgency": rng.choices([1, 2, 3, 4], [25, 35, 25, 15])[0],
        "waiting_days": min(60, int(rng.expovariate(1 / 9))),
        "slots": sorted({(start + i) % 28 for i in range(span)}),
        "group": home["group"],
        "item": None if service else item,
        "substitutes": [] if service else SUBSTITUTES.get(item, []),
        "quantity": quantity,
        "diet": [] if service or item in ("coats", "blankets", "hygiene", "diapers") else home["diet"],
        "kg": round(quantity * 1.3, 3) if kind == "delivery" else 0,
        "people": (2 if pair else 1) if service else 0,
        "skill": rng.choice(tuple(SKILLS)) if service else ("deliveries" if kind == "delivery" else None),
        "languages": [] if kind == "pickup" else home["languages"],
        "access": home["access"] if service else [],
        "trust": 0 if kind == "pickup" else rng.choice([0, 1, 1, 2] if service else [0, 1]),
        "seats": min(4, home["size"]) if service and rng.random() < 0.3 else 0,
        "exclude": [],
    }


def _volunteer(rng: random.Random, like: Shape, name: str, zones: list[str], weights: list[float]) -> dict[str, Any]:
    evenings = [1 + 3 * (slot % 4 == 3) + 2 * (slot >= 20) for slot in range(28)]
    slots: set[int] = set()
    while len(slots) < 6 - rng.randrange(3):
        slots.add(rng.choices(range(28), evenings)[0])
    known = [code for code, (_, spoken) in like.languages.items() if rng.random() < spoken]
    return {
        "id": name,
        "zone": rng.choices(zones, weights)[0],
        "radius_km": round(rng.uniform(*like.radius_km), 1),
        "zones": rng.sample(zones, 3) if rng.random() < 0.15 else None,
        "skills": [skill for skill, share in like.skills.items() if rng.random() < share]
        + (["deliveries"] if rng.random() < 0.7 else []),
        "languages": known or ["spa"],
        "access": [tag for tag in ACCESS if rng.random() < 0.4],
        "trust": rng.choice([0, 1, 1, 2, 2, 3]),
        "seats": rng.choice([0, 3, 4, 6]),
        "slots": sorted(slots),
        "shifts": rng.choice([1, 2, 2, 3, 4]),
        "stops": rng.choice([2, 3, 4, 6]),
        "kg": rng.choice([15, 30, 60, 120]),
    }


def _lot(rng: random.Random, name: str, sites: list[str], units: float) -> dict[str, Any]:
    item = rng.choice(ITEMS)
    keeps = item not in PERISHABLE and rng.random() < 0.7
    return {
        "id": name,
        "item": item,
        "quantity": max(1, round(units)),
        "site": rng.choice(sites),
        "diet": [tag for tag in DIET if rng.random() < 0.5],
        "expires_day": None if keeps else rng.randrange(1, 8 if item in PERISHABLE else 40),
    }


def _pins(problem: dict[str, Any], wanted: int) -> list[dict[str, Any]]:
    """Services pinned to the first volunteer who can, one for each slot and volunteer."""
    from tests.matching.checker import volunteer_can

    pins: list[dict[str, Any]] = []
    busy: set[str] = set()
    for need in problem["needs"]:
        if len(pins) == wanted:
            break
        if need["kind"] != "service" or need["people"] != 1:
            continue
        for volunteer in problem["volunteers"]:
            slots = sorted(set(need["slots"]) & set(volunteer["slots"]))
            if slots and volunteer["id"] not in busy and volunteer_can(problem, need, volunteer, slots[0]):
                busy.add(volunteer["id"])
                pins.append({"need": need["id"], "volunteers": [volunteer["id"]], "slot": slots[0], "lots": []})
                break
    return pins


def interpreted(document: dict[str, Any], seed: int = 1, pins: int = 0) -> dict[str, Any]:
    """The same place with interpreters: households whose language few volunteers speak accept one, by telephone or in
    person, some only by way of Spanish; most who speak such a language and a common one interpret between them.
    """
    rng = random.Random(f"interpreters-{seed}")
    common = ("spa", "eng")
    wishes = {need["household"]: rng.choice(["none", "remote", "remote", "in_person"]) for need in document["needs"]}
    for need in document["needs"]:
        rare = need["kind"] != "pickup" and need["skill"] != "interpreting" and not set(need["languages"]) & {"spa"}
        need["interpreting"] = wishes[need["household"]] if rare else "none"
        need["relay"] = ["spa"] if rare and rng.random() < 0.2 else []
    tongues = sorted({tongue for need in document["needs"] for tongue in need["languages"]} - set(common))
    for person in document["volunteers"]:
        if tongues and rng.random() < 0.12:
            person["languages"] = sorted({*person["languages"], rng.choice(tongues)})
        both = set(person["languages"]) & set(common) and set(person["languages"]) - set(common)
        able = bool(both) and rng.random() < 0.75
        person["interprets"] = person["languages"] if able else []
        person["in_person"] = able and rng.random() < 0.6
        person["calls"] = rng.choice([0, 1, 2, 4]) if able else 0
    document["format"] = "mutualaid-problem/1+interpreters"
    document["pins"] += _interpreted_pins(document, pins)
    return document


def _interpreted_pins(document: dict[str, Any], wanted: int) -> list[dict[str, Any]]:
    """Services of one person pinned with an interpreter, for needs and people that no other pin holds."""
    from tests.matching.checker import volunteer_can
    from tests.matching.interpreters_checker import in_common, may_interpret

    busy = {name for pin in document["pins"] for name in pin["volunteers"]}
    held, pins = {pin["need"] for pin in document["pins"]}, list[dict[str, Any]]()
    voices = [person for person in document["volunteers"] if person["interprets"] and person["shifts"]]
    for need in document["needs"]:
        if len(pins) == wanted:
            break
        plain = need | {"languages": []}
        asks = need["kind"] == "service" and need["people"] == 1 and need["id"] not in held
        for mode, person, helper in (
            (mode, person, helper)
            for mode in ("remote", "in_person")
            for person in voices
            if asks and may_interpret(document, need, person, mode)
            for helper in document["volunteers"]
            if helper["shifts"] and not set(need["languages"]) & set(helper["languages"])
        ):
            slots = sorted(set(need["slots"]) & set(helper["slots"]) & set(person["slots"]))
            free = slots and not {helper["id"], person["id"]} & busy and in_common(need, person, helper)
            if free and volunteer_can(document, plain, helper, slots[0]):
                busy |= {helper["id"], person["id"]}
                pin = {"need": need["id"], "volunteers": [helper["id"]], "slot": slots[0], "lots": []}
                pins.append(pin | {"interpreter": {"volunteer": person["id"], "mode": mode}})
                break
    return pins
