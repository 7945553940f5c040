"""What is left of the change journal: which entries hold, what they say of each record, and where there are gaps."""

from __future__ import annotations

import bisect
import hmac
from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import NamedTuple

from mutualaid.store.journal import Item, entry_digest, item_digest
from mutualaid.store.salvage.cells import Value

Named = dict[str, Value]
_SIZE = 32
_AT = "%Y-%m-%dT%H:%M:%S.%fZ"


class Step(NamedTuple):
    """One change of one record: in which entry and where in it, what was done, the record or its changes as JSON."""

    seq: int
    position: int
    action: str
    value: str


class History:
    """The journal's rows as they were found, sorted out.

    `entries` are those that hold by themselves, by number; `seals` and `values` what belongs to them; `steps` the
    changes of each record (kind, uid) in order, also from entries that are lost. `top` is the last number that
    anything tells of.
    """

    def __init__(
        self, changes: Iterable[Named], seals: Iterable[Named], values: Iterable[Named], log_key: bytes, told: int
    ) -> None:
        self._log_key = log_key
        sealed = {row["seq"]: row["mac"] for row in seals}
        found = {row["seq"]: row for row in changes if _holds(row)}
        self.entries = self._vouched(found, sealed)
        self.seals = {seq: sealed.get(seq) for seq in self.entries}
        self._clocks = sorted((seq, str(row["clock"])) for seq, row in found.items() if isinstance(seq, int))
        self.steps: dict[tuple[str, str], list[Step]] = defaultdict(list)
        self.values: list[Named] = []
        seen = set(found)
        once = {(row["seq"], row["position"]): row for row in values}  # an old page may hold some a second time
        for row in once.values():
            seen.add(row["seq"])
            self._take_value(row)
        for steps in self.steps.values():
            steps.sort()
        self.top = max((seq for seq in (*seen, told) if isinstance(seq, int)), default=0)

    def _vouched(self, found: dict[Value, Named], sealed: dict[Value, Value]) -> dict[int, Named]:
        """The entries that bear a seal, or lead by the chain to one that bears a sound one.

        One with a seal that does not hold is kept with it: `verify` is to tell of it as it did before.
        """
        kept: dict[int, Named] = {}
        wanted: Value = None
        for seq in sorted((seq for seq in found if isinstance(seq, int)), reverse=True):
            row, mac = found[seq], sealed.get(seq)
            digest = row["digest"]
            holds = isinstance(mac, bytes) and hmac.compare_digest(mac, self.seal(digest))
            if holds or mac is not None or digest == wanted:
                kept[seq] = row
            wanted = row["previous"] if holds or digest == wanted else None
        return kept

    def seal(self, digest: Value) -> bytes:
        """The seal of an entry under the damaged store's key."""
        return hmac.digest(self._log_key, digest if isinstance(digest, bytes) else b"", "sha256")

    def _take_value(self, row: Named) -> None:
        seq, position, action = row["seq"], row["position"], str(row["action"])
        if not isinstance(seq, int) or not isinstance(position, int) or not isinstance(row["salt"], bytes):
            return
        item = Item(str(row["kind"]), str(row["uid"]), action, str(row["value"]))
        entry = self.entries.get(seq)
        if entry is not None:
            digests = entry["digests"]
            told = digests[_SIZE * position : _SIZE * (position + 1)] if isinstance(digests, bytes) else b""
            if told != item_digest(item, row["salt"]):
                return
            self.values.append(row)
        self.steps[item.kind, item.uid].append(Step(seq, position, action, item.value))

    def gaps(self) -> list[tuple[int, int]]:
        """The numbers of lost entries, as first and last of each run."""
        runs: list[tuple[int, int]] = []
        before = 0
        for seq in [*sorted(self.entries), self.top + 1]:
            if seq > before + 1:
                runs.append((before + 1, seq - 1))
            before = seq
        return runs

    def missing_values(self) -> int:
        """How many values of the entries that are kept are not there: lost, or erased on purpose."""
        digests = (row["digests"] for row in self.entries.values())
        return sum(len(each) // _SIZE for each in digests if isinstance(each, bytes)) - len(self.values)

    def clock(self, seq: int) -> tuple[str, str | None]:
        """When an entry was made, as the latest and the earliest reading that it can have; none: no limit."""
        place = bisect.bisect_left(self._clocks, (seq, ""))
        if place < len(self._clocks) and self._clocks[place][0] == seq:
            return self._clocks[place][1], self._clocks[place][1]
        before = self._clocks[place - 1][1] if place else ""
        return before, self._clocks[place][1] if place < len(self._clocks) else None

    def last_clock(self) -> str:
        """The latest reading of any entry."""
        return max((clock for _, clock in self._clocks), default="")


def _holds(row: Named) -> bool:
    """Whether an entry's digest is of what the entry says."""
    try:
        at = datetime.strptime(str(row["at"]), _AT).replace(tzinfo=UTC)
        seq, digests, previous = row["seq"], row["digests"], row["previous"]
        if not (isinstance(seq, int) and isinstance(digests, bytes) and isinstance(previous, bytes)):
            return False
        texts = [str(row[name]) for name in ("verb", "actor", "slot", "clock")]
        return row["digest"] == entry_digest(seq, texts[0], texts[1], texts[2], texts[3], at, digests, previous)
    except ValueError:
        return False
