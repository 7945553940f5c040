"""What the command line may ask of the desktop. The entry hands it in, since the two rooms do not import each other."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol


class Windows(Protocol):
    """The sample office in a window, or as pictures."""

    def open_demo(self, lang: str | None) -> int:
        """Open it and stay until it is closed; the exit code."""

    def shoot_demo(self, folder: Path) -> int:
        """Draw every page in both languages into `folder`; how many pictures were made."""
