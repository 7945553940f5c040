"""A terminal for tests: runs real commands on one store, with the passphrase through a descriptor."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

PASSPHRASE = "seis manzanas verdes en la mesa"


class Ran(NamedTuple):
    """How a command ended."""

    code: int
    out: str
    err: str


class Terminal:
    """Commands on one store, in English unless told."""

    def __init__(self, store: Path) -> None:
        self.store = store
        self.imports: dict[str, dict[str, Any]] = {}

    def run(self, command: str, *words: object, passphrase: str = PASSPHRASE, store: bool = True, lang: str = "en") -> Ran:
        """Run `mutualaid COMMAND [STORE] WORDS...`."""
        reading, writing = os.pipe()
        os.write(writing, passphrase.encode() + b"\n")
        os.close(writing)
        line = [sys.executable, "-m", "mutualaid", command, *([str(self.store)] if store else []), *map(str, words)]
        line += ["--passphrase-fd", str(reading), "--lang", lang]
        try:
            done = subprocess.run(line, pass_fds=(reading,), capture_output=True, text=True, encoding="utf-8", timeout=300)
        finally:
            os.close(reading)
        assert "Traceback" not in done.stderr, done.stderr
        return Ran(done.returncode, done.stdout, done.stderr)

    def json(self, command: str, *words: object) -> dict[str, Any]:
        """Run a command that must succeed and give back its document."""
        done = self.run(command, *words, "--json")
        assert done.code == 0, done.err
        return dict(json.loads(done.out))
