"""A synthetic year of an office: households in Zipf zones, a handful of languages, needs that come and go by season."""

from __future__ import annotations

import numpy as np

from mutualaid.summaries.facts import Facts, Geography

LANGUAGES = (
    ("spa", 0.62),
    ("eng", 0.16),
    ("mam", 0.06),
    ("quc", 0.05),
    ("kjb", 0.04),
    ("hat", 0.04),
    ("zho", 0.02),
    ("", 0.01),
)
CATEGORY_SHARES = {
    "food": 30, "baby": 11, "clothing": 9, "hygiene": 6, "school": 5, "household_goods": 4, "medical_supplies": 2,
    "cash": 6, "ride": 7, "interpreting": 3, "accompaniment": 3, "childcare": 2, "home_help": 1, "know_your_rights": 3,
    "legal": 5, "referral": 2, "health": 1, "mental_health": 1, "medicine_pickup": 1, "housing": 3, "raid_response": 1,
}  # fmt: skip
AREAS = 77
COLUMNS = 9
PERIODS = [
    code
    for quarter in range(1, 5)
    for code in (*(f"2026-{month:02d}" for month in range(3 * quarter - 2, 3 * quarter + 1)), f"2026-Q{quarter}")
] + ["2026"]
"""Everything that can be released of a year, in the order of the calendar."""
SHAPES = ("even", "one large", "rare languages")


def geography() -> Geography:
    """77 zones on a grid of nine columns, touching their neighbours left, right, up and down."""
    neighbours: dict[str, list[str]] = {}
    for area in range(AREAS):
        others = [area + COLUMNS] + ([area + 1] if area % COLUMNS < COLUMNS - 1 else [])
        neighbours[_zone(area)] = [_zone(other) for other in others if other < AREAS]
    return Geography.of(neighbours, {_zone(area): f"Barrio {area + 1}" for area in range(AREAS)})


def make_year(
    households: int = 600,
    needs: int | None = None,
    *,
    year: int = 2026,
    seed: int = 1,
    shape: str = "",
) -> Facts:
    """About four needs a household over the year; half of the households ask once, some often.

    Zones by Zipf's law, unless the shape is "even" or "one large" (three in four households there, and many tiny ones);
    with "rare languages" half of the households share thirty of them."""
    rng = np.random.default_rng(seed)
    needs = needs or 4 * households
    order = rng.permutation(AREAS)
    weights = 1 / np.arange(1, AREAS + 1)
    if shape == "even":
        weights = np.ones(AREAS)
    elif shape == "one large":
        weights = np.where(np.arange(AREAS) == 0, 3.0 * (AREAS - 1), 1.0)
    home = order[rng.choice(AREAS, households, p=weights / weights.sum())]
    spoken = [code for code, _ in LANGUAGES]
    shares = np.array([share for _, share in LANGUAGES])
    if shape == "rare languages":
        spoken += [f"q{chr(97 + number // 6)}{chr(97 + number % 6)}" for number in range(30)]
        shares = np.concatenate([shares / 2, np.full(30, 0.5 / 30)])
    speaks = rng.choice(len(spoken), households, p=shares / shares.sum())
    eager = rng.gamma(1.2, 1.0, households) + 0.1
    asks = rng.choice(households, needs, p=eager / eager.sum())
    codes = np.array(list(CATEGORY_SHARES))
    odds = np.array(list(CATEGORY_SHARES.values()), dtype=float)
    category = codes[rng.choice(len(codes), needs, p=odds / odds.sum())]
    day = np.datetime64(f"{year}-01-01") + rng.integers(0, 365, needs).astype("timedelta64[D]")
    status = np.array(["fulfilled", "closed", "referred", "open"])[rng.choice(4, needs, p=[0.72, 0.13, 0.08, 0.07])]
    return Facts(
        household=asks.astype(np.int64),
        day=day.astype("datetime64[D]"),
        zone=np.array([_zone(int(area)) for area in home])[asks],
        category=category,
        language=np.array(spoken)[speaks][asks],
        status=status,
    )


def _zone(area: int) -> str:
    return f"A{area + 1:02d}"
