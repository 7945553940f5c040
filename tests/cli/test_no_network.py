"""Nothing opens a network connection: watched from outside, in the solver's process too."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.terminal import PASSPHRASE, Terminal
from tests.samples import sample

INTERNET = re.compile(r"AF_INET6?\b")


def traced(log: Path, *words: object) -> None:
    """Run a command of this Python under strace, with the passphrase on standard input's descriptor."""
    line = ["strace", "-f", "-qq", "-e", "trace=socket,connect", "-o", str(log), sys.executable, *map(str, words)]
    subprocess.run(line, input=PASSPHRASE + "\n", text=True, check=True, capture_output=True, timeout=120)


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
def test_importing_and_planning_open_no_internet_socket(tmp_path: Path) -> None:
    terminal = Terminal.with_store(tmp_path / "store")
    log = tmp_path / "strace.txt"
    for words in (
        ("import", terminal.store, sample("google-form.csv"), "--yes"),
        ("match", terminal.store, "--accept", "--as-of", "2026-11-23T07:00"),
    ):
        traced(log, "-m", "mutualaid", *words, "--passphrase-fd", 0)
        assert not INTERNET.search(log.read_text())
    traced(log, "-c", "import socket; socket.socket()")
    assert INTERNET.search(log.read_text()), "the watch must be able to see one"
