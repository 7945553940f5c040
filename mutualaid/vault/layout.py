"""Where each file of a store lies inside its folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class StoreFolder:
    """A store's folder. The folder may be moved or copied whole; its parts belong together."""

    path: Path

    @property
    def store(self) -> Path:
        """The encrypted database."""
        return self.path / "store.db"

    @property
    def rekeyed(self) -> Path:
        """The database under its next key, while it is being copied there."""
        return self.path / "store.db.rekey"

    @property
    def state(self) -> Path:
        """What the database's bytes were when it was last closed, sealed."""
        return self.path / "store.state"

    @property
    def keyfile(self) -> Path:
        """The keyfile, without which nobody opens the store."""
        return self.path / "keyfile.json"

    @property
    def keyfile_copy(self) -> Path:
        """The keyfile's second copy, read when the first is damaged."""
        return self.path / "keyfile.copy.json"

    @property
    def lock(self) -> Path:
        """The file that the program locks while it has the store open. It holds nothing."""
        return self.path / "lock"

    def exists(self) -> bool:
        """Whether anything of a store lies here: its database or either copy of its keyfile."""
        return any(part.exists() for part in (self.store, self.keyfile, self.keyfile_copy))
