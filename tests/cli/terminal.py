"""A terminal for tests: runs commands on one store, with the passphrase through a descriptor.

Commands run in this process, which saves a second each; `apart` runs one in a process of its own.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

from mutualaid.cli.main import run as run_here
from mutualaid.services.office import create_office
from mutualaid.vault.kdf import Argon2Cost

PASSPHRASE = "seis manzanas verdes en la mesa"
CHEAP = Argon2Cost(memory_kib=32, passes=1, lanes=1)


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

    @classmethod
    def with_store(cls, folder: Path) -> Terminal:
        """A terminal on a new, empty store that opens cheaply."""
        office, _ = create_office(folder, passphrase=PASSPHRASE, coordinator="Lupe", zone="Little Village", kdf=CHEAP)
        office.close()
        return cls(folder)

    def _line(self, command: str, words: tuple[object, ...], store: bool, lang: str, descriptor: int) -> list[str]:
        line = [command, *([str(self.store)] if store else []), *map(str, words)]
        return [*line, "--passphrase-fd", str(descriptor), "--lang", lang]

    def run(
        self, command: str, *words: object, passphrase: str = PASSPHRASE, store: bool = True, lang: str = "en"
    ) -> Ran:
        """Run `mutualaid COMMAND [STORE] WORDS...` in this process."""
        with _piped(passphrase) as descriptor:
            out, err = io.StringIO(), io.StringIO()
            with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
                code = run_here(self._line(command, words, store, lang, descriptor))
        return Ran(code, out.getvalue(), err.getvalue())

    def apart(self, command: str, *words: object, passphrase: str = PASSPHRASE, lang: str = "en") -> Ran:
        """Run it in a process of its own, as a person does."""
        with _piped(passphrase) as descriptor:
            line = [sys.executable, "-m", "mutualaid", *self._line(command, words, True, lang, descriptor)]
            done = subprocess.run(
                line, pass_fds=(descriptor,), capture_output=True, text=True, encoding="utf-8", timeout=300, check=False
            )
        assert "Traceback" not in done.stderr, done.stderr
        return Ran(done.returncode, done.stdout, done.stderr)

    def json(self, command: str, *words: object, store: bool = True) -> dict[str, Any]:
        """Run a command that must succeed and give back its document."""
        done = self.run(command, *words, "--json", store=store)
        assert done.code == 0, done.err
        return dict(json.loads(done.out))


@contextlib.contextmanager
def _piped(passphrase: str) -> Any:
    reading, writing = os.pipe()
    os.write(writing, passphrase.encode() + b"\n")
    os.close(writing)
    try:
        yield reading
    finally:
        os.close(reading)
