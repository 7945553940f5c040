"""What the command line may ask of the desktop. The entry hands it in, since the two rooms do not import each other."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from mutualaid.services.event_laptop import Slip


class Windows(Protocol):
    """The sample office in a window or as pictures, and event mode."""

    def open_demo(self, lang: str | None) -> int:
        """Open it and stay until it is closed; the exit code."""

    def shoot_demo(self, folder: Path) -> int:
        """Draw every page in both languages into `folder`; how many pictures were made."""

    def open_intake(self, kit: Path, out: Path) -> list[Slip]:
        """Show event mode until the helper ends the day; its closing slips, none if she left before."""
