"""Forms to be typed at an event: every text in them occurs nowhere else in the world, so that it can be looked for."""

from __future__ import annotations

import json
import random
from typing import Any

from mutualaid.records.questions import AGES, CONSENTS, PHONE_RULES, TIMES, URGENCIES
from tests.durability.canaries import encodings, spellings

ZONES = {"chi-30": "South Lawndale", "chi-31": "Lower West Side", "chi-01": "Rogers Park", "chi-61": "New City"}
CATEGORIES = ("food", "baby", "ride", "legal")
LANGUAGES = ("spa", "eng", "mam", "quc")
SHORTEST = 8
"""Bytes of the shortest thing that is looked for; less would be found by chance among so many that look like chance."""

_PARTS = ("xo", "chi", "quí", "tzal", "ñe", "mby", "ká", "po", "zú", "tla", "yoh", "wé", "lli", "ix", "bé")


class Invented:
    """Makes forms, each different."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)
        self._count = 0

    def word(self) -> str:
        return "".join(self._chance.choices(_PARTS, k=6)).capitalize()

    def some(self, codes: tuple[str, ...], least: int = 0) -> list[str]:
        size = self._chance.randint(least, min(3, len(codes)))
        chosen = self._chance.sample(codes, size)
        return [code for code in codes if code in chosen]

    def often(self) -> bool:
        return self._chance.random() < 0.7

    def form(self) -> dict[str, Any]:
        """A form: its number, its language, the name of its zone, and its answers; some questions are skipped."""
        self._count += 1
        pick, number = self._chance, self._chance.randint
        zone = pick.choice(list(ZONES))
        size = number(3, 9)
        answers: dict[str, Any] = {"keep": True, "contact_name": f"{self.word()} {self.word()}"}
        chosen = {
            "languages": self.some(LANGUAGES, 1),
            "wants_interpreter": self.often(),
            "safe_contact": f"Con {self.word()}, después de las {number(2, 9)}",
            "phone": f"773 {number(200, 999)} {number(1000, 9999)}",
            "household_size": size,
            "ages": dict.fromkeys(self.some(AGES, 1), 1),
            "urgency": pick.choice(URGENCIES),
            "handover": pick.choice(("delivery", "pickup")),
            "address": f"{number(1000, 9999)} {self.word()} Poniente",
            "windows": self.some(TIMES, 1),
            "notes": f"{self.word()}\n{self.word()} «toque» la puerta",
            "other_need": f"Una carriola {self.word()}",
            "other_diet": f"Sin {self.word()}",
            "other_access": f"Un perro que se llama {self.word()}",
            "consents": self.some(CONSENTS),
        }
        answers |= {name: value for name, value in chosen.items() if self.often()}
        answers |= {"zone": zone, "needs": self.some(CATEGORIES, 1)}
        if "phone" in answers and self.often():
            answers["phone_rules"] = self.some(PHONE_RULES, 1)
        if "languages" not in answers:
            answers.pop("wants_interpreter", None)
        return {
            "number": self._count,
            "language": pick.choice(("es", "en")),
            "zone_name": ZONES[zone],
            "answers": answers,
        }


def texts(form: dict[str, Any]) -> list[str]:
    """What was typed letter by letter."""
    return [line for value in form["answers"].values() if isinstance(value, str) for line in value.split("\n")]


def needles(form: dict[str, Any]) -> dict[bytes, str]:
    """Every shape in which one of the form's answers could lie readable in a file, with its name."""
    found: dict[bytes, str] = {}
    for name, value in form["answers"].items():
        for text in _shapes(name, value):
            for spelling in spellings(text):
                for code, data in encodings(spelling).items():
                    if len(data) >= SHORTEST:
                        found[data] = f"{name} of form {form['number']} ({code})"
    return found


def _shapes(name: str, value: Any) -> list[str]:
    if name == "phone":
        digits = value.replace(" ", "")
        a, b, c = digits[:3], digits[3:6], digits[6:]
        return [digits, value, f"{a}-{b}-{c}", f"({a}) {b}-{c}", f"({a}){b}-{c}", f"{a}.{b}.{c}", f"+1{digits}"]
    if isinstance(value, str) and name not in ("zone", "urgency", "handover"):
        return value.split("\n")
    return [f'"{name}":{json.dumps(value, separators=(",", ":"))}', f'"{name}": {json.dumps(value)}']


class Sieve:
    """Finds many needles at once: by their first bytes, and then in full."""

    def __init__(self, forms: list[dict[str, Any]]) -> None:
        self._by_head: dict[bytes, list[tuple[bytes, str]]] = {}
        self.size = 0
        for form in forms:
            for data, name in needles(form).items():
                self._by_head.setdefault(data[:SHORTEST], []).append((data, name))
                self.size += 1

    def seen_in(self, data: bytes) -> set[str]:
        """The names of the needles that lie in the data."""
        heads = self._by_head
        found = set()
        for place in range(len(data) - SHORTEST + 1):
            for needle, name in heads.get(data[place : place + SHORTEST], ()):
                if data.startswith(needle, place):
                    found.add(name)
        return found
