"""An open office in a real, encrypted store at a cheap cost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from mutualaid.services.office import Office
from tests.services.make import new_office


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    office = new_office(tmp_path / "store")
    yield office
    office.close()
