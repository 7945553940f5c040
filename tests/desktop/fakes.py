"""Stand-ins for what the windows are given, so that the foundation is tested without a store."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

from mutualaid.progress import Progress
from mutualaid.records.errors import Refused, WrongPassphrase

GOOD = "seis palabras tranquilas para la oficina"
WORDS = "uno dos tres cuatro cinco seis siete ocho nueve diez once doce"


class FakeOffice(SimpleNamespace):
    def __init__(self, folder: Path) -> None:
        super().__init__(folder=folder, closed=False, settings=SimpleNamespace(mask_minutes=2, lock_minutes=10))


class FakeDoors:
    def __init__(self, *stores: Path) -> None:
        self.stores = set(stores)
        self.asked: list[dict[str, Any]] = []
        self.closed: list[Path] = []
        self.fault: Exception | None = None

    def warm(self) -> None:
        pass

    def exists(self, folder: Path) -> bool:
        return folder in self.stores

    def open(self, folder: Path, *, passphrase: str | None, recovery: str | None) -> Any:
        if self.fault is not None:
            raise self.fault
        if passphrase != GOOD and recovery != WORDS:
            raise WrongPassphrase("wrong_passphrase")
        return FakeOffice(folder)

    def create(self, folder: Path, *, passphrase: str, coordinator: str, zone: str, progress: Progress) -> Any:
        self.asked.append({"folder": folder, "passphrase": passphrase, "coordinator": coordinator, "zone": zone})
        self.stores.add(folder)
        return FakeOffice(folder), WORDS

    def sample(self, progress: Progress) -> Any:
        return FakeOffice(Path("/nowhere/sample"))

    def is_sample(self, office: Any) -> bool:
        return office.folder == Path("/nowhere/sample")

    def close(self, office: Any) -> None:
        office.closed = True
        self.closed.append(office.folder)

    def check_passphrase(self, text: str) -> None:
        if len(text) < 15:
            raise Refused("passphrase_too_short", letters=15)

    def suggest_passphrase(self, language: str) -> str:
        return GOOD
