"""A folder that a round happens in, an office inside it, and all that the office holds."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mutualaid.services.office import Office, open_office
from mutualaid.store.registry import KINDS
from tests.services.make import PASSPHRASE

HOMES = ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "HOME", "TMPDIR")


@dataclass(frozen=True)
class Place:
    """Everything that one round may write lies under `root`, the person's own folders among it."""

    root: Path
    facts: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)
    folder: Path | None = None

    @property
    def office(self) -> Path:
        """The store's folder."""
        return self.folder or self.root / "office"

    @property
    def out(self) -> Path:
        """Where files that a person asked for go."""
        return self.root / "out"

    def copied_to(self, root: Path) -> Place:
        """The same, freshly copied over whatever lay at `root`."""
        shutil.rmtree(root, ignore_errors=True)
        shutil.copytree(self.root, root)
        return Place(root, self.facts)

    @contextmanager
    def at_home(self) -> Iterator[Place]:
        """The person's own folders are the place's, so that what is remembered there goes with it."""
        before = {name: os.environ.get(name) for name in HOMES}
        os.environ.update({name: str(self.root / "home") for name in HOMES})
        try:
            yield self
        finally:
            for name, value in before.items():
                if value is None:
                    os.environ.pop(name, None)
                else:
                    os.environ[name] = value

    def open(self, passphrase: str = PASSPHRASE) -> Office:
        """The office, opened by its coordinator."""
        return open_office(self.office, passphrase=passphrase)


def new_place(root: Path, **facts: Any) -> Place:
    """An empty place."""
    for name in ("out", "home"):
        (root / name).mkdir(parents=True)
    return Place(root, facts)


def records(office: Office) -> frozenset[str]:
    """Every record of every kind, as text."""
    with office.store.read() as read:
        return frozenset(
            f"{kind.name} {row.uid} {row.record.model_dump_json()}"
            for record, kind in KINDS.items()
            for row in read.all(record)
        )
