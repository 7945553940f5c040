"""The ways into an office, as the unlock and first-run windows call them: the services, loaded only when used.

Opening imports the store's tables (about two seconds of Python), so the windows paint first and call `warm` on a
thread; everything else here runs on a thread too, because stretching a passphrase takes about a second.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from mutualaid.language.catalog import current_language
from mutualaid.progress import Progress

if TYPE_CHECKING:
    from mutualaid.desktop.sample import Throwaway
    from mutualaid.services.office import Office


class Doors(Protocol):
    """What the windows before the office need of the services; tests bring their own."""

    def warm(self) -> None:
        """Load what opening will need."""

    def exists(self, folder: Path) -> bool:
        """Whether a store lies in the folder."""

    def open(self, folder: Path, *, passphrase: str | None, recovery: str | None) -> Office:
        """Open a store. Raises the faults of `services.office.open_office`."""

    def create(
        self, folder: Path, *, passphrase: str, coordinator: str, zone: str, progress: Progress
    ) -> tuple[Office, str]:
        """Make a store; the office with its recovery words."""

    def sample(self, progress: Progress) -> Office:
        """Make a sample office in a folder that goes away with `close`."""

    def is_sample(self, office: Office) -> bool:
        """Whether that office goes away with `close`."""

    def close(self, office: Office) -> None:
        """Close an office, and remove it if it was a sample."""

    def check_passphrase(self, text: str) -> None:
        """Raises Refused unless it may protect a store."""

    def suggest_passphrase(self, language: str) -> str:
        """Six words to use as a passphrase."""


class OfficeDoors:
    """The real ones."""

    def __init__(self) -> None:
        self._samples: dict[Path, Throwaway] = {}

    def warm(self) -> None:
        """Import the services and the pages."""
        import mutualaid.services.households
        import mutualaid.services.needs
        import mutualaid.services.office  # noqa: F401

    def exists(self, folder: Path) -> bool:
        """Whether a store lies in the folder."""
        from mutualaid.services.places import store_exists

        return store_exists(folder)

    def open(self, folder: Path, *, passphrase: str | None, recovery: str | None) -> Office:
        """Open a store."""
        from mutualaid.services.office import open_office

        return open_office(folder, passphrase=passphrase, recovery=recovery)

    def create(
        self, folder: Path, *, passphrase: str, coordinator: str, zone: str, progress: Progress
    ) -> tuple[Office, str]:
        """Make a store."""
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
        from mutualaid.desktop.sample import Throwaway, make_sample

        holder = Throwaway()
        try:
            office = make_sample(holder.path / "office", progress)
        except BaseException:
            holder.close()
            raise
        self._samples[office.folder] = holder
        return office

    def is_sample(self, office: Office) -> bool:
        """Whether it was made by `sample`."""
        return office.folder in self._samples

    def close(self, office: Office) -> None:
        """Close it; a sample's folder goes."""
        folder = office.folder
        office.close()
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
