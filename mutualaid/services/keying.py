"""Piles of paper sheets that are keyed in: how many there are, and what became of each; they outlast the window.

Only counts are kept, and the name that the coordinator gave the pile: nothing here tells whose sheet was which.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date

from mutualaid.records.errors import BadInput
from mutualaid.records.views import Changed
from mutualaid.services.office import Office
from mutualaid.store.reading import Reading
from mutualaid.store.uids import uuid7
from mutualaid.store.writing import Writing

KEYED, MERGED, TWICE = "keyed", "merged", "twice"
ASIDE = ("blank", "unreadable", "refused", TWICE)
"""Why a sheet is set aside: nothing on it; cannot be read; keeping was not allowed; its answers are known already."""

MOST = 2000
"""Sheets in a pile, at most."""

_KEPT = "keying"


@dataclass(frozen=True)
class Batch:
    """A pile of `sheets` filled in on a day, and how many of them went which way: `counts` by `KEYED`, `MERGED`, and
    the reasons in `ASIDE`.
    """

    id: str
    label: str
    sheets: int
    on: date
    counts: Mapping[str, int] = field(default_factory=dict)

    @property
    def done(self) -> int:
        """Sheets that are dealt with."""
        return sum(self.counts.values())

    @property
    def aside(self) -> int:
        """Sheets that were set aside."""
        return sum(self.counts.get(reason, 0) for reason in ASIDE)

    @property
    def missing(self) -> int:
        """Sheets of the pile not dealt with; negative when there were more than it was said to hold."""
        return self.sheets - self.done


def open_batches(office: Office) -> tuple[Batch, ...]:
    """The piles that are not finished, the oldest first."""
    with office.store.read() as read:
        return tuple(_kept(read).values())


def batch(office: Office, *, id: str) -> Batch:
    """One of them. Raises BadInput("batch_gone")."""
    with office.store.read() as read:
        return _one(read, id)


def start_batch(office: Office, *, label: str, sheets: int, on: date) -> Changed:
    """Begin a pile; `Changed.uids` is its id. Raises BadInput("batch_size") when it can have no so many sheets."""
    if not 1 <= sheets <= MOST:
        raise BadInput("batch_size", most=MOST)
    made = Batch(uuid7(), " ".join(label.split())[:200], sheets, on)
    with office.store.write("begin a pile") as write:
        _keep(write, _kept(write) | {made.id: made})
    return Changed(uids=(made.id,))


def set_aside(office: Office, *, batch: str, reason: str) -> Changed:
    """Count a sheet as dealt with though nothing of it is kept. `reason` is one of `ASIDE`."""
    with office.store.write("set a sheet aside") as write:
        return count(write, batch, reason)


def take_up_again(office: Office, *, batch: str, reason: str) -> Changed:
    """Undo `set_aside`."""
    with office.store.write("take a sheet up again") as write:
        return uncount(write, batch, reason)


def finish_batch(office: Office, *, batch: str) -> Changed:
    """The pile is done with: forget it. Raises BadInput("batch_gone")."""
    with office.store.write("finish a pile") as write:
        piles = _kept(write)
        del piles[_one(write, batch).id]
        _keep(write, piles)
    return Changed()


def count(write: Writing, batch_id: str, what: str) -> Changed:
    """Count one more sheet of a pile, inside the caller's transaction. Raises BadInput("batch_gone")."""
    return _step(write, batch_id, what, 1)


def uncount(write: Writing, batch_id: str, what: str) -> Changed:
    """Count one sheet less. Of a pile that was finished since there is nothing to count."""
    return _step(write, batch_id, what, -1) if batch_id in _kept(write) else Changed()


def _step(write: Writing, batch_id: str, what: str, by: int) -> Changed:
    if what not in (KEYED, MERGED, *ASIDE):
        raise ValueError(what)
    pile = _one(write, batch_id)
    counts = dict(pile.counts) | {what: max(0, pile.counts.get(what, 0) + by)}
    _keep(write, _kept(write) | {pile.id: replace(pile, counts=counts)})
    return Changed()


def _kept(read: Reading) -> dict[str, Batch]:
    held = json.loads(read.meta(_KEPT) or "[]")
    piles = [Batch(**{**one, "on": date.fromisoformat(one["on"])}) for one in held]
    return {pile.id: pile for pile in piles}


def _one(read: Reading, batch_id: str) -> Batch:
    found = _kept(read).get(batch_id)
    if found is None:
        raise BadInput("batch_gone")
    return found


def _keep(write: Writing, piles: Mapping[str, Batch]) -> None:
    held = [asdict(pile) | {"on": pile.on.isoformat(), "counts": dict(pile.counts)} for pile in piles.values()]
    write.set_meta(_KEPT, json.dumps(held, ensure_ascii=False))
