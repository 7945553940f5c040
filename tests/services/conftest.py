"""An open office in a real, encrypted store at a cheap cost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mutualaid.services import planning
from mutualaid.services.engine_jobs import JOBS, solve
from mutualaid.services.office import Office
from tests.services.make import copied_office


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    office = copied_office(tmp_path / "store")
    yield office
    office.close()


@pytest.fixture
def another_laptop(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that has never seen a store, so that copies of one and the same are not old states put back."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("laptop")))


@pytest.fixture
def solved_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same engine without a process of its own, which takes most of a second to start."""
    monkeypatch.setattr(planning, "solve_apart", solve_here)
    monkeypatch.setattr(planning, "ask_apart", ask_here)


def ask_here(job: str, document: dict[str, Any], **given: Any) -> Any:
    """What `ask_apart` does, in this process."""
    return JOBS[job](document, **given)


def solve_here(document: dict[str, Any], **given: Any) -> dict[str, Any]:
    """What `solve_apart` does, in this process."""
    return solve(document, **given)
