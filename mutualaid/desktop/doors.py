"""The ways into an office, as the unlock and first-run windows call them: the services, loaded only when used.

Opening imports the store's tables (about two seconds of Python), so the windows paint first and call `warm` on a
thread; everything else here runs on a thread too, because stretching a passphrase takes about a second.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from mutualaid.language.catalog import current_language
from mutualaid.progress import SILENT, Progress

if TYPE_CHECKING:
    from mutualaid.desktop.sample import Throwaway
    from mutualaid.services.office import Office
    from mutualaid.services.salvaging import Salvaged


class Doors(Protocol):
    """What the windows before the office need of the services; tests bring their own."""

    def warm(self) -> None:
        """Load what opening will need."""

    def exists(self, folder: Path) -> bool:
        """Whether a store lies in the folder."""

    def ways(self, folder: Path) -> frozenset[str]:
        """What opens this store: "passphrase", "recovery" or "quorum", and "keyring" where the system offers it."""

    def open(
        self,
        folder: Path,
        *,
        passphrase: str | None = None,
        recovery: str | Sequence[str] | None = None,
        keyring: bool = False,
        accept_changed: bool = False,
        progress: Progress = SILENT,
    ) -> Office:
        """Open a store; two texts as `recovery` are two of three sheets. Raises the faults of
        `services.office.open_office`.
        """

    def create(
        self, folder: Path, *, passphrase: str, coordinator: str, zone: str, progress: Progress
    ) -> tuple[Office, str]:
        """Make a store; the office with its recovery words."""

    def new_sheets(self, office: Office, *, quorum: bool) -> tuple[str, ...]:
        """New recovery words, on one sheet or (`quorum`) three, instead of those before."""

    def spelled(self, words: str) -> Mapping[str, Sequence[str]]:
        """The words of one sheet by language."""

    def sheet_label(self, office: Office) -> str:
        """What is printed on the office's recovery paper to tell it from another's."""

    def restore(
        self,
        backup: Path,
        folder: Path,
        *,
        recovery: str | Sequence[str],
        passphrase: str,
        coordinator: str,
        progress: Progress,
    ) -> Office:
        """Make a store in a new folder from a backup. Raises the faults of `services.backups.restore`."""

    def salvage(
        self,
        folder: Path,
        new: Path,
        *,
        passphrase: str | None = None,
        recovery: str | Sequence[str] | None = None,
        progress: Progress,
    ) -> Salvaged:
        """Bring what can still be read into a new store. Raises the faults of `services.salvaging.salvage`."""

    def sample(self, progress: Progress) -> Office:
        """Make a sample office in a folder that goes away with `close`."""

    def is_sample(self, office: Office) -> bool:
        """Whether that office goes away with `close`."""

    def backup_due(self, office: Office) -> bool:
        """Whether the day's work wants a backup before the office is closed. Quick, so any thread may ask."""

    def back_up_today(self, office: Office, progress: Progress) -> bool:
        """Make the backup that is due, and drop old ones; whether it lies where backups are to lie."""

    def close(self, office: Office, *, panic: bool = False) -> None:
        """Close an office, and remove it if it was a sample; in a `panic` at once."""

    def check_passphrase(self, text: str) -> None:
        """Raises Refused unless it may protect a store."""

    def suggest_passphrase(self, language: str) -> str:
        """Six words to use as a passphrase."""


class OfficeDoors:
    """The real ones."""

    def __init__(self) -> None:
        self._samples: dict[Path, Throwaway] = {}
        self._loading = threading.Lock()

    def warm(self) -> None:
        """Import the services, one thread at a time, and then the pages, for which opening does not wait.

        Packages that import each other in circles (pydantic does) fail now and then when two threads begin at once.
        """
        with self._loading:
            import mutualaid.services.backups
            import mutualaid.services.households
            import mutualaid.services.keys
            import mutualaid.services.needs
            import mutualaid.services.office
            import mutualaid.services.salvaging  # noqa: F401
        from mutualaid.desktop.pages import load

        load()

    def exists(self, folder: Path) -> bool:
        """Whether a store lies in the folder."""
        from mutualaid.services.places import store_exists

        return store_exists(folder)

    def ways(self, folder: Path) -> frozenset[str]:
        """What its keyfile says, and the keyring only if it is there."""
        from mutualaid.services.places import slot_kinds

        kinds = slot_kinds(folder)
        if "keyring" not in kinds:
            return kinds
        self.warm()
        from mutualaid.services.keys import keyring_available

        return kinds if keyring_available() else kinds - {"keyring"}

    def open(
        self,
        folder: Path,
        *,
        passphrase: str | None = None,
        recovery: str | Sequence[str] | None = None,
        keyring: bool = False,
        accept_changed: bool = False,
        progress: Progress = SILENT,
    ) -> Office:
        """Open a store."""
        self.warm()
        from mutualaid.services.office import open_office

        office = open_office(
            folder,
            passphrase=passphrase,
            recovery=recovery,
            keyring=keyring,
            accept_changed=accept_changed,
            progress=progress,
        )
        try:
            # Shown before the check has ended, pages would fill and then be taken away again.
            office.confirm()
        except BaseException:
            office.close()
            raise
        return office

    def new_sheets(self, office: Office, *, quorum: bool) -> tuple[str, ...]:
        """New recovery words in the language in use."""
        from mutualaid.services.keys import new_recovery

        return new_recovery(office, language=current_language(), quorum=quorum)

    def spelled(self, words: str) -> Mapping[str, Sequence[str]]:
        """Both languages."""
        from mutualaid.services.recovery_sheets import in_both_languages

        return in_both_languages(words)

    def sheet_label(self, office: Office) -> str:
        """Four signs."""
        from mutualaid.services.recovery_sheets import sheet_label

        return sheet_label(office)

    def restore(
        self,
        backup: Path,
        folder: Path,
        *,
        recovery: str | Sequence[str],
        passphrase: str,
        coordinator: str,
        progress: Progress,
    ) -> Office:
        """Restore a backup and open it."""
        self.warm()
        from mutualaid.services.backups import restore

        return restore(
            backup, folder, recovery=recovery, passphrase=passphrase, coordinator=coordinator, progress=progress
        )

    def salvage(
        self,
        folder: Path,
        new: Path,
        *,
        passphrase: str | None = None,
        recovery: str | Sequence[str] | None = None,
        progress: Progress,
    ) -> Salvaged:
        """Bring over what can be read."""
        self.warm()
        from mutualaid.services.salvaging import salvage

        return salvage(folder, new, passphrase=passphrase, recovery=recovery, progress=progress)

    def create(
        self, folder: Path, *, passphrase: str, coordinator: str, zone: str, progress: Progress
    ) -> tuple[Office, str]:
        """Make a store."""
        self.warm()
        from mutualaid.services.office import create_office

        return create_office(
            folder,
            passphrase=passphrase,
            coordinator=coordinator,
            zone=zone,
            language=current_language(),
            progress=progress,
        )

    def sample(self, progress: Progress) -> Office:
        """Make a sample office with invented people, planned already."""
        self.warm()
        from mutualaid.desktop.sample import Throwaway, make_sample

        holder = Throwaway()
        try:
            office = make_sample(holder.path / "office", progress)
        except BaseException:
            holder.close()
            raise
        self._samples[office.folder] = holder
        office.history.clear()  # nobody did what the sample begins with
        return office

    def is_sample(self, office: Office) -> bool:
        """Whether it was made by `sample`."""
        return office.folder in self._samples

    def backup_due(self, office: Office) -> bool:
        """Never for a sample, which goes away."""
        from mutualaid.services.backups import due

        return not self.is_sample(office) and due(office, now=datetime.now().astimezone())

    def back_up_today(self, office: Office, progress: Progress) -> bool:
        """Make it."""
        from mutualaid.services.backups import automatic

        made = automatic(office, now=datetime.now().astimezone(), progress=progress)
        return made is None or not made.instead

    def close(self, office: Office, *, panic: bool = False) -> None:
        """Close it; a sample's folder goes."""
        folder = office.folder
        office.close(panic=panic)
        holder = self._samples.pop(folder, None)
        if holder is not None:
            holder.close()

    def check_passphrase(self, text: str) -> None:
        """Raises Refused unless it may protect a store."""
        from mutualaid.services.passphrases import check_passphrase

        check_passphrase(text)

    def suggest_passphrase(self, language: str) -> str:
        """Six words."""
        from mutualaid.services.passphrases import suggest_passphrase

        return suggest_passphrase(language)
