"""What the proofs share: where figures go, and a folder for the places that rounds are copied from."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.durability.report import Figures


@pytest.fixture
def figures(request: pytest.FixtureRequest) -> Figures:
    """Where a test puts its figures."""
    return Figures(request.node.user_properties)


@pytest.fixture(scope="session")
def laid_out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where places are laid once for the whole run."""
    return tmp_path_factory.mktemp("laid")
