"""The event's file behind the form: opened, opened again after a pulled stick, changed for another. No widget.

All of it runs on the one thread that writes.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from mutualaid.desktop.intake.sealing import Sealing, Start
from mutualaid.records.answers import Answers
from mutualaid.records.errors import Fault, NoSpace
from mutualaid.services.event_laptop import Kit, Slip

T = TypeVar("T")


class Book:
    """Seals one person's form after another. Methods raise what `services.event_laptop` raises."""

    def __init__(self, kit: Kit, out: Path, start: Start) -> None:
        self.kit, self.out, self._start = kit, out, start
        self.helper = ""
        self._sealing: Sealing | None = None
        self._earlier: list[Sealing] = []
        self._known = False
        self._failed = False

    @property
    def whole(self) -> int:
        """Whole forms in the event's file, and in those that were left for another today."""
        files = [*self._earlier, *([self._sealing] if self._sealing else [])]
        return sum(one.whole for one in files)

    def open(self, helper: str) -> None:
        """Begin the file or go on in it."""
        self.helper = helper
        self._sealing = self._start(self.kit, self.out, helper)
        self._known = True

    def keep_page(self, answers: Answers, language: str) -> None:
        """Seal the form so far."""
        self._do(lambda sealing: sealing.keep_page(answers, language=language))

    def finish(self, answers: Answers, language: str) -> None:
        """Seal the whole form."""
        self._do(lambda sealing: sealing.finish(answers, language=language))

    def drop(self) -> None:
        """Make void what was sealed of this form."""
        self._do(lambda sealing: sealing.drop())

    def leave(self) -> None:
        """Somebody went away in the middle: what she sealed stays in the file as unfinished, for the office to see.

        A new sitting in the same file says so; without it the next person's pages would stand in the place of hers.
        """
        self._put_away()
        self._do(lambda _sealing: None)

    def move(self, out: Path) -> None:
        """Seal into another file from now on: the old one cannot be written any more."""
        fresh = self._start(self.kit, out, self.helper)
        if self._sealing is not None:
            self._earlier.append(self._sealing)
        self.out, self._sealing, self._known, self._failed = out, fresh, True, False

    def close_day(self) -> list[Slip]:
        """The closing slip of each file that can still be written, the present one last; then all are let go."""
        slips = []
        for earlier in self._earlier:
            try:
                slips.append(earlier.slip())
            except Fault:
                continue  # its stick is gone; the office sees a file without a slip
        slips.append(self._do(lambda sealing: sealing.slip()))
        self.close()
        return slips

    def close(self) -> None:
        """Let go of every file."""
        for one in [*self._earlier, *([self._sealing] if self._sealing else [])]:
            one.close()

    def _put_away(self) -> None:
        if self._sealing is not None:
            self._sealing.close()
            self._sealing = None

    def _do(self, work: Callable[[Sealing], T]) -> T:
        try:
            return self._once(work)
        except NoSpace:
            if not self._failed:
                self._failed = True
                raise
        # Asked to try again, and the open file still refuses: a stick that was put back is another one to the system.
        self._put_away()
        return self._once(work)

    def _once(self, work: Callable[[Sealing], T]) -> T:
        if self._sealing is None:
            if self._known and not self.out.exists():
                # A new file must not come into being where the stick was: its forms would seem to be lost.
                raise NoSpace("cannot_read_or_write")
            self._sealing = self._start(self.kit, self.out, self.helper)
        done = work(self._sealing)
        self._failed = False
        return done
