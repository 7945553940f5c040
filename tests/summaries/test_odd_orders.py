"""Whatever order periods are released in, and whatever changed between, there is a release, or too few were there."""

from __future__ import annotations

import random
from unittest.mock import patch

import numpy as np
import pytest

from mutualaid.records.errors import Refused
from mutualaid.summaries import protect
from mutualaid.summaries.count import Counter
from mutualaid.summaries.facts import STATUSES, Facts
from mutualaid.summaries.plan import MARGIN
from mutualaid.summaries.protect import observe
from mutualaid.summaries.scheme import Level
from tests.summaries.offices import Office
from tests.summaries.year import PERIODS, SHAPES, make_year


def changed(facts: Facts, draw: random.Random) -> Facts:
    """Households were erased, or records came late."""
    if draw.random() < 0.5:
        households = np.unique(facts.household).tolist()
        gone = draw.sample(households, max(1, int(len(households) * draw.choice([0.005, 0.05, 0.3]))))
        return facts.only(~np.isin(facts.household, gone))
    late = draw.sample(range(len(facts)), max(1, int(len(facts) * draw.choice([0.002, 0.02, 0.1]))))
    more = facts.only(np.concatenate([np.arange(len(facts)), np.array(late)]))
    more.household[len(facts) :] += 10**6 * draw.randint(1, 99)
    return more


def release_in_some_order(seed: int, most: int) -> list[str]:
    """Why releases were refused, if any were."""
    draw, refusals = random.Random(seed), []
    facts = make_year(draw.choice([150, 300, 600, 1_000]), seed=seed, shape=draw.choice(["", *SHAPES]))
    office = Office(facts, seed=seed, papers=False, names_more=draw.random() < 0.7)
    for period in draw.sample(PERIODS, draw.randint(2, most)):
        if draw.random() < 0.4:
            office.facts = changed(office.facts, draw)
        try:
            office.release(period)
        except Refused as refused:
            refusals.append(refused.code)
    return refusals


@pytest.mark.parametrize("seed", [30, pytest.param(7, marks=pytest.mark.campaign)])
def test_the_orders_that_once_were_refused_are_released(seed):
    assert release_in_some_order(seed, 4) == []


@pytest.mark.campaign
def test_no_order_is_refused_but_for_too_few_households():
    refusals = [code for seed in range(300) for code in release_in_some_order(seed, 17)]
    print(f"300 offices, refusals: {refusals}")
    assert set(refusals) <= {"release_too_few"}


@pytest.mark.parametrize("noise", [-40, pytest.param(40, marks=pytest.mark.campaign)])
def test_who_knows_the_noise_is_never_wrong_however_large_a_draw_was(noise):
    """An outsider who believes in the printed margin is: for him more is hidden, and the release still comes about."""
    office = Office(papers=False)
    with patch.object(protect, "discrete_laplace", lambda scale, below: noise if below(10) == 0 else 0):
        release = office.release("2026")
    counts = Counter(office.facts, release.scheme).counts(release.answers)
    shown = {cell: answer for cell, answer in release.answers.items() if answer.value is not None}
    assert any(abs(answer.value - counts[cell][0]) > MARGIN for cell, answer in shown.items())
    for cell, answer in shown.items():
        told = observe(cell, answer, known_noise=True)
        assert told.low <= counts[cell][0] <= told.high


def test_a_classification_frozen_before_there_were_families_is_read_and_names_every_status():
    old = {
        "areas": {"month-01": ["a"]},
        "categories": ["food"],
        "categories_beside": {"geo": ["food"], "language": [], "status": []},
        "languages": ["spa"],
    }
    level = Level.from_json(old)
    assert (level.families, level.statuses, level.single) == ({}, STATUSES, ("food",))
    assert Level.from_json(level.to_json()) == level
