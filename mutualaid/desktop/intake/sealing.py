"""What event mode needs of the sealed file, named so that tests can put something else in its place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from mutualaid.records.answers import Answers
from mutualaid.services.event_laptop import Kit, Slip


class Sealing(Protocol):
    """An event's file, as `services.event_laptop` writes it. Every method returns only once it lies on the disk."""

    @property
    def whole(self) -> int:
        """Whole forms in the file."""

    def keep_page(self, answers: Answers, *, language: str) -> None:
        """Seal the form so far."""

    def finish(self, answers: Answers, *, language: str) -> int:
        """Seal the whole form."""

    def drop(self) -> None:
        """Make the drafts of this form void."""

    def slip(self) -> Slip:
        """Seal the closing entry."""

    def close(self) -> None:
        """Let go of the file."""


Start = Callable[[Kit, Path, str], Sealing]
"""Opens or makes a file for a kit, under the helper's alias."""


@dataclass(frozen=True)
class Pace:
    """How event mode keeps time, in seconds; tests keep it otherwise.

    For `calm` after a page has turned nothing is pressed: the second half of a double click, or a key that bounces,
    would answer a question that nobody has read. When people fill the form in by themselves and nobody touched it for
    `idle`, it asks whether somebody is there, and after another `grace` it is taken off the screen.
    """

    calm: float = 0.3
    idle: float = 90.0
    grace: float = 30.0
