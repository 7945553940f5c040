"""A lot decides whether a period holds enough households, and it cannot be cast again by asking again."""

from __future__ import annotations

from collections import Counter
from datetime import date
from functools import partial
from math import exp

import numpy as np
import pytest

from mutualaid.records.errors import Refused
from mutualaid.services.release_key import lot_of
from mutualaid.summaries.facts import Facts
from mutualaid.summaries.plan import SURE, THRESHOLD
from mutualaid.summaries.release import make_release
from tests.summaries.year import geography, make_year

KEYS = [number.to_bytes(32, "big") for number in range(4_000)]


def test_a_period_has_the_same_lot_at_every_asking_and_another_period_another() -> None:
    assert lot_of(KEYS[1], "2026-10") == lot_of(KEYS[1], "2026-10")
    assert len({tuple(lot_of(key, f"2026-{month:02d}") for month in range(1, 13)) for key in KEYS[:50]}) > 45


def test_lots_fall_as_the_noise_of_a_line_must() -> None:
    fell = Counter(lot_of(key, "2026-Q3") for key in KEYS)
    for least in range(4):
        share = sum(number for lot, number in fell.items() if lot >= least) / len(KEYS)
        assert abs(share - exp(-least)) < 0.04


@pytest.mark.parametrize("households", range(THRESHOLD - 1, SURE + 1))
def test_with_its_lot_a_period_is_refused_every_time_or_never(households: int) -> None:
    facts = _of(households)
    for lot in (0, 3, 7, 40):
        told = {_refused(facts, lot) for _ in range(4)}
        assert told == {households < max(THRESHOLD, SURE - lot)}


def _of(households: int) -> Facts:
    """So many households in December, a need each."""
    facts = make_year(400)
    december = facts.only(facts.day.astype("datetime64[M]") == facts.day.astype("datetime64[M]").max())
    first = [list(december.household).index(code) for code in dict.fromkeys(december.household.tolist())]
    return december.only(np.array(first[:households]))


def _refused(facts: Facts, lot: int) -> bool:
    asked = partial(make_release, facts, period="2026-12", today=date(2027, 2, 1), geography=geography(), ledger=())
    try:
        asked(lot=lot)
    except Refused as error:
        return error.code == "release_too_few"
    return False
