"""Stand-ins for what the windows are given, so that the foundation is tested without a store."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from mutualaid.progress import SILENT, Progress
from mutualaid.records.errors import Refused, WrongPassphrase
from mutualaid.services.history import History

GOOD = "seis palabras tranquilas para la oficina"
MORE_WORDS = "trece catorce quince dieciséis diecisiete dieciocho diecinueve veinte treinta cuarenta cincuenta sesenta"
WORDS = "uno dos tres cuatro cinco seis siete ocho nueve diez once doce"


class FakeOffice(SimpleNamespace):
    def __init__(self, folder: Path) -> None:
        super().__init__(
            folder=folder,
            closed=False,
            settings=SimpleNamespace(mask_minutes=2, lock_minutes=10),
            vault=SimpleNamespace(slots=()),
            standing="proved",
            findings=[],
            last_change=None,
            history=History(),
        )


class FakeDoors:
    def __init__(self, *stores: Path) -> None:
        self.stores = set(stores)
        self.asked: list[dict[str, Any]] = []
        self.closed: list[Path] = []
        self.fault: Exception | None = None
        self.kinds = frozenset({"passphrase", "recovery"})
        self.due = False
        self.backed_up: list[Path] = []
        self.salvaged: Any = None

    def warm(self) -> None:
        pass

    def exists(self, folder: Path) -> bool:
        return folder in self.stores

    def ways(self, folder: Path) -> frozenset[str]:
        return self.kinds

    def open(
        self,
        folder: Path,
        *,
        passphrase: str | None = None,
        recovery: str | Sequence[str] | None = None,
        keyring: bool = False,
        accept_changed: bool = False,
        progress: Progress = SILENT,
    ) -> Any:
        self.asked.append({"keyring": keyring, "accept_changed": accept_changed, "recovery": recovery})
        if self.fault is not None and not accept_changed:
            raise self.fault
        if not (passphrase == GOOD or recovery in (WORDS, (WORDS, MORE_WORDS)) or keyring):
            raise WrongPassphrase("wrong_passphrase")
        return FakeOffice(folder)

    def create(self, folder: Path, *, passphrase: str, coordinator: str, zone: str, progress: Progress) -> Any:
        self.asked.append({"folder": folder, "passphrase": passphrase, "coordinator": coordinator, "zone": zone})
        self.stores.add(folder)
        return FakeOffice(folder), WORDS

    def new_sheets(self, office: Any, *, quorum: bool) -> tuple[str, ...]:
        return (WORDS, MORE_WORDS, WORDS) if quorum else (MORE_WORDS,)

    def spelled(self, words: str) -> dict[str, list[str]]:
        return {"en": words.split(), "es": words.split()}

    def sheet_label(self, office: Any) -> str:
        return "7F3A"

    def restore(self, backup: Path, folder: Path, *, progress: Progress, **given: Any) -> Any:
        self.asked.append({"backup": backup, "folder": folder, **given})
        if self.fault is not None:
            raise self.fault
        return FakeOffice(folder)

    def salvage(self, folder: Path, new: Path, *, progress: Progress, **given: Any) -> Any:
        self.asked.append({"folder": folder, "new": new, **given})
        if self.fault is not None:
            raise self.fault
        self.stores.add(new)
        return self.salvaged

    def backup_due(self, office: Any) -> bool:
        return self.due

    def back_up_today(self, office: Any, progress: Progress) -> bool:
        progress.step(0, 1)
        if self.fault is not None:
            raise self.fault
        self.backed_up.append(office.folder)
        return True

    def sample(self, progress: Progress) -> Any:
        return FakeOffice(Path("/nowhere/sample"))

    def is_sample(self, office: Any) -> bool:
        return office.folder == Path("/nowhere/sample")

    def close(self, office: Any, *, panic: bool = False) -> None:
        office.closed = True
        self.closed.append(office.folder)

    def check_passphrase(self, text: str) -> None:
        if len(text) < 15:
            raise Refused("passphrase_too_short", letters=15)

    def suggest_passphrase(self, language: str) -> str:
        return GOOD
