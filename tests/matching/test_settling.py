"""A search tells what it has in hand and how good that can be, and ends with it when asked to."""

from __future__ import annotations

from typing import Any

import pytest

from mutualaid.progress import Cancelled, Progress
from tests.matching.generate import SHAPES, generate
from tests.matching.harness import faults, plan_of

Told = list[tuple[float, float]]


class Hasty(Progress):
    """Hears of results, and asks to settle (or to stop) once it has heard of so many, or taken so many steps."""

    def __init__(self, *, results: int = 1_000_000, steps: int = 1_000_000, stop: bool = False) -> None:
        super().__init__(heard=self._hear, listener=self._step)
        self.told: Told = []
        self._results, self._steps, self._stop = results, steps, stop
        self._taken = 0

    def _hear(self, value: float, bound: float) -> None:
        self.told.append((value, bound))
        self._ask(len(self.told) >= self._results)

    def _step(self, done: int, total: int) -> None:
        self._taken += 1
        self._ask(self._taken >= self._steps)

    def _ask(self, now: bool) -> None:
        if now:
            (self.cancel if self._stop else self.settle)()


@pytest.fixture(scope="module", params=["city", "event"])
def document(request: pytest.FixtureRequest) -> dict[str, Any]:
    return generate("S", 4, pins=3, shape=request.param)


def test_what_is_told_only_improves_and_ends_with_the_plan(document: dict[str, Any]) -> None:
    told = Hasty()
    plan = plan_of(document, progress=told)
    values, bounds = [v for v, _ in told.told], [b for _, b in told.told]
    assert values == sorted(values)
    assert bounds == sorted(bounds, reverse=True)
    assert all(bound >= value - 0.01 for value, bound in told.told)
    assert values[-1] == pytest.approx(plan["value"], abs=0.01)
    assert bounds[-1] == pytest.approx(plan["bound"], abs=0.01)


@pytest.mark.parametrize("results", [1, 3])
def test_a_search_asked_to_settle_ends_with_what_it_last_told(document: dict[str, Any], results: int) -> None:
    told = Hasty(results=results)
    plan = plan_of(document, progress=told)
    assert faults(document, plan) == []
    assert plan["value"] >= told.told[results - 1][0] - 0.01
    assert plan["bound"] <= told.told[results - 1][1] + 0.01


@pytest.mark.parametrize("shape", SHAPES)
def test_a_plan_settled_before_anything_is_found_is_whole_and_lawful(shape: str) -> None:
    document = generate("small", 4, pins=2, shape=shape)
    plan = plan_of(document, progress=Hasty(steps=1))
    assert faults(document, plan) == []
    assert len(plan["matches"]) > 2


def test_cancelling_still_ends_everything(document: dict[str, Any]) -> None:
    with pytest.raises(Cancelled):
        plan_of(document, progress=Hasty(results=2, stop=True))
