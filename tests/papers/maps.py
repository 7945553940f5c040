"""Releases of the synthetic year, laid over the map of Chicago that the program ships."""

from __future__ import annotations

import json
import random
from datetime import date
from functools import cache

import numpy as np

from mutualaid.paths import resources
from mutualaid.summaries.facts import Facts, Geography
from mutualaid.summaries.release import Release, make_release
from tests.summaries.year import make_year

_SHIPPED = resources() / "zones" / "chicago.json"


def chicago_zones() -> list[str]:
    """The codes of the zones."""
    return [zone["code"] for zone in json.loads(_SHIPPED.read_text(encoding="utf-8"))["zones"]]


def chicago() -> Geography:
    """The community areas with their names and outlines."""
    zones = json.loads(_SHIPPED.read_text(encoding="utf-8"))["zones"]
    return Geography.of(
        {zone["code"]: zone["neighbours"] for zone in zones},
        {zone["code"]: zone["name"] for zone in zones},
        {zone["code"]: tuple(tuple(map(tuple, ring)) for ring in zone["outline"]) for zone in zones},
    )


def chicago_year(households: int) -> Facts:
    """The synthetic year with its zones on the real map."""
    facts = make_year(households)
    codes = chicago_zones()
    zone = np.array([codes[int(code[1:]) - 1] for code in facts.zone])
    return Facts(facts.household, facts.day, zone, facts.category, facts.language, facts.status)


@cache
def chicago_release(period: str, *, households: int, seed: int = 1) -> Release:
    """A first release of an office of that size, the same each time."""
    return make_release(
        chicago_year(households),
        period=period,
        today=date(2027, 2, 1),
        geography=chicago(),
        ledger=[],
        randomness=random.Random(seed).randrange,
    )
