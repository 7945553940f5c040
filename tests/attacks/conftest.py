"""What the attacks share: a small office that publishes everything it may, as bytes and as folders."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.summaries.offices import Office
from tests.summaries.year import PERIODS


@pytest.fixture(scope="session")
def small_office() -> Office:
    """An office of 600 households that released every month, quarter and the year, without pages and papers.

    It names more than the rules would, so that there is something to attack.
    """
    office = Office(papers=False, names_more=True)
    for period in PERIODS:
        office.release(period)
    return office


@pytest.fixture(scope="session")
def a_year(small_office: Office, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Its folders."""
    out = tmp_path_factory.mktemp("year")
    return [small_office.folder(period, out) for period in PERIODS]
