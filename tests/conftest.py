"""What every test gets: no network, no window on the screen, no settings of the person's own, no logged warning."""

from __future__ import annotations

import atexit
import gc
import logging
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"
_OWN = tempfile.mkdtemp(prefix="mutualaid-tests-")
atexit.register(shutil.rmtree, _OWN, ignore_errors=True)
for _name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
    os.environ[_name] = _OWN

# The same examples every time, and no clock: a slow machine is not a wrong program.
settings.register_profile("steady", derandomize=True, deadline=None, database=None)
# `./run campaign` looks further, and elsewhere each time.
settings.register_profile("campaign", max_examples=2000, deadline=None, database=None)
settings.load_profile("campaign" if os.environ.get("MUTUALAID_CAMPAIGN") else "steady")


def _no_network(event: str, arguments: tuple[object, ...]) -> None:
    if event == "socket.getaddrinfo":
        raise AssertionError("a test looked up a host")
    if event in ("socket.connect", "socket.bind") and isinstance(arguments[1], tuple):
        raise AssertionError("a test opened a network connection")


sys.addaudithook(_no_network)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--figures", type=Path, help="also write the figures of tests/durability to this file")


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """End the run with what the proofs counted."""
    from tests.durability.report import gathered, table

    figures = gathered(report for reports in terminalreporter.stats.values() for report in reports)
    if not figures:
        return
    lines = table(figures)
    terminalreporter.section("figures")
    for line in lines:
        terminalreporter.write_line(line)
    if config.option.figures is not None:
        config.option.figures.write_text("\n".join(lines) + "\n", encoding="utf-8")


@pytest.fixture(autouse=True, scope="module")
def small_sweeps() -> None:
    """What is in memory before a module stays out of the sweeps of its tests: the program sweeps when it locks and when
    a neighbor has left, and a run's own hundreds of megabytes would be looked through each time.
    """
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Every test begins in English and leaves it so."""
    from mutualaid.language.catalog import set_language

    set_language("en")
    yield
    set_language("en")


@pytest.fixture(autouse=True)
def own_account(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test is another account of the laptop: what one has seen of a store, the next knows nothing of."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("account")))


@pytest.fixture(autouse=True)
def quiet_log(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """A logged warning fails the test; one that means to see a warning calls `caplog.clear()` after looking."""
    yield
    heard = [
        record
        for when in ("setup", "call")
        for record in caplog.get_records(when)  # type: ignore[arg-type]
        if record.levelno >= logging.WARNING
    ]
    if heard:
        pytest.fail("logged: " + "; ".join(f"{record.name}: {record.getMessage()}" for record in heard))


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of three megabytes, where the system lets us mount one."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(place)]
    try:
        done = os.geteuid() == 0 and subprocess.run(mount, capture_output=True, check=False).returncode == 0
    except OSError:
        done = False
    if not done:
        pytest.skip("mounting is not allowed here")
    yield place
    subprocess.run(["umount", str(place)], check=True)
