"""What a transaction did, record by record, as taking it back needs it. In memory only, and gone at the lock."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from mutualaid.records.base import Record
from mutualaid.records.office import OfficeSettings

MOST = 5_000
"""A transaction of more steps than this is not remembered: what is that large has an undo of its own, or none."""


class Step(NamedTuple):
    """One record as it was before and after; none before: it was added, none after: it was removed."""

    kind: type[Record]
    uid: str
    before: Record | None
    after: Record | None


@dataclass(eq=False)
class Steps:
    """The steps of one transaction. Prints nothing of them. `whole` is false once some of it is not remembered."""

    listed: list[Step] = field(default_factory=list, repr=False)
    settings: tuple[OfficeSettings, OfficeSettings] | None = field(default=None, repr=False)
    forgotten: set[str] = field(default_factory=set, repr=False)
    whole: bool = True

    def __bool__(self) -> bool:
        return bool(self.listed) or self.settings is not None

    def __iter__(self) -> Iterator[Step]:
        return iter(self.listed)

    def stop(self) -> None:
        """Remember nothing of this transaction."""
        self.whole = False
        self.listed.clear()

    def note(self, steps: Iterable[Step]) -> None:
        """Remember more of it, up to `MOST`."""
        if self.whole:
            self.listed += steps
            if len(self.listed) > MOST:
                self.stop()


class Written(NamedTuple):
    """A transaction that was kept: the number of its journal entry, its verb, its steps."""

    seq: int
    verb: str
    steps: Steps
