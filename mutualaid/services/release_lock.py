"""What a restored store may not publish: periods that may have been published after its backup was made.

Publishing a period twice, with other noise each time, gives away what either would have hidden. The ledger prevents
it, and a restored ledger may lack the latest entries. A released folder brought back fills its place.
"""

from __future__ import annotations

import json
from collections.abc import Container, Iterator
from datetime import date

from mutualaid.records.errors import Refused
from mutualaid.services.release_key import key_of
from mutualaid.store.reading import Reading
from mutualaid.store.writing import Writing
from mutualaid.summaries.periods import QUARTER, YEAR, Period, parse_period

_RESTORED = "restored"


def lock(write: Writing, *, through: date) -> None:
    """Lock what could be published by that day and is not in the ledger; an earlier restore's lock stays."""
    latest = max(filter(None, (through, locked_through(write))))
    knows = key_of(write) is not None and (locked_through(write) is None or knows_its_folders(write))
    write.set_meta(_RESTORED, json.dumps({"through": latest.isoformat(), "sealed": knows}))


def refuse_if_locked(read: Reading, *, period: str, released: Container[str], alone: bool = False) -> None:
    """Raise Refused("release_unknown_past", period) when the period, or one within it, may already be out.

    `released` are the periods of the ledger. `alone`: of a year that is published strictly the very period only, since
    its months are never out, and noise that is paid for protects a period whatever is out of its parts. Raises
    BadInput("period_unreadable").
    """
    wanted = parse_period(period)
    if alone:
        found = wanted if is_missing(read, wanted, released) else None
    else:
        found = next(_locked_in(read, wanted, released), None)
    if found is not None:
        raise Refused("release_unknown_past", period=found.code)


def is_missing(read: Reading, period: Period, released: Container[str]) -> bool:
    """Whether the ledger may lack a release of this very period, because of a restore."""
    through = locked_through(read)
    return through is not None and period.closes <= through and period.code not in released


def knows_its_folders(read: Reading) -> bool:
    """Whether every folder that a restore may have lost bears the seal of the key that the store has."""
    kept = json.loads(read.meta(_RESTORED) or "null")
    return bool(kept and kept.get("sealed"))


def locked_through(read: Reading) -> date | None:
    """The day until which releases may be missing in the ledger; none for a store that was never restored."""
    kept = json.loads(read.meta(_RESTORED) or "null")
    return None if kept is None else date.fromisoformat(kept["through"])


def _locked_in(read: Reading, wanted: Period, released: Container[str]) -> Iterator[Period]:
    through = locked_through(read)
    if through is None or wanted.code in released:
        return
    yield from (one for one in _within(wanted) if one.closes <= through and one.code not in released)


def _within(period: Period) -> Iterator[Period]:
    yield period
    if period.level == YEAR:
        yield from (Period(period.year, first, first + 2) for first in (1, 4, 7, 10))
    if period.level in (YEAR, QUARTER):
        yield from period.months()
