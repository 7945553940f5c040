"""The households that an import has to do with, each packed to some hundred bytes while no row is about it.

Households of the store are only their uid until a row turns out to be about one; then it and its needs are read.
"""

from __future__ import annotations

import json
from array import array
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from mutualaid.records.household import Household
from mutualaid.records.kinds import ConsentPurpose
from mutualaid.records.need import Need
from mutualaid.store.reading import Reading


@dataclass(slots=True)
class Home:
    """A household of the store (`uid`) or one to come, as it will be: what changed of it, its needs old and new.

    `consents` are for each purpose whether it was given, when and how.
    """

    record: Household
    uid: str | None = None
    changes: set[str] = field(default_factory=set)
    needs: list[Need] = field(default_factory=list)
    fresh: list[Need] = field(default_factory=list)
    consents: Mapping[ConsentPurpose, tuple[bool, date, str]] = field(default_factory=dict)


class Homes:
    """Households by small numbers: first those of the store, then those that rows bring, in their order."""

    def __init__(self, read: Reading) -> None:
        self._read = read
        self._uids: list[str] = []
        self._packed: dict[int, bytes] = {}
        self._rows = array("i")

    def known(self, uid: str) -> int:
        """The number of one more household of the store. All of them come before the first that a row brings."""
        self._uids.append(uid)
        return len(self._uids) - 1

    def add(self, home: Home, row: int) -> int:
        """The number of a household that a row brings."""
        self._rows.append(row)
        index = len(self._uids) + len(self._rows) - 1
        self.put(index, home)
        return index

    def put(self, index: int, home: Home) -> None:
        """Keep a household as it is by now."""
        self._packed[index] = _packed(home)

    def get(self, index: int) -> Home:
        """The household as it is by now. What is done to it counts once it is put back."""
        packed = self._packed.get(index)
        uid = self._uids[index] if index < len(self._uids) else None
        if packed is not None:
            return _unpacked(packed, uid)
        known = self._uids[index]
        needs = [row.record for row in self._read.all(Need, household=known)]
        return Home(self._read.get(Household, known), known, needs=needs)

    def take_out(self, index: int) -> Home:
        """The household, of which nothing is kept any more."""
        home = self.get(index)
        self._packed.pop(index, None)
        return home

    def fresh(self) -> range:
        """Those that rows brought."""
        return range(len(self._uids), len(self._uids) + len(self._rows))

    def touched(self) -> list[int]:
        """Those of the store that rows were about."""
        return sorted(index for index in self._packed if index < len(self._uids))

    def row(self, index: int) -> int:
        """The number of the row that brought it."""
        return self._rows[index - len(self._uids)]

    def of_row(self, row: int) -> int | None:
        """Whom a row brought."""
        at = bisect_left(self._rows, row)
        return len(self._uids) + at if at < len(self._rows) and self._rows[at] == row else None

    def of_uid(self, uid: str) -> int | None:
        """The household of the store with that uid."""
        return self._uids.index(uid) if uid in self._uids else None


def _packed(home: Home) -> bytes:
    parts: dict[str, Any] = {"h": home.record.model_dump(mode="json", exclude_defaults=True)}
    if home.changes:
        parts["c"] = sorted(home.changes)
    for name, needs in (("n", home.needs), ("f", home.fresh)):
        if needs:
            parts[name] = [need.model_dump(mode="json", exclude_defaults=True) for need in needs]
    if home.consents:
        parts["s"] = [
            (purpose.value, given, on.isoformat(), how) for purpose, (given, on, how) in home.consents.items()
        ]
    return json.dumps(parts, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def _unpacked(packed: bytes, uid: str | None) -> Home:
    parts = json.loads(packed.decode("utf-8", "surrogatepass"))
    return Home(
        record=Household.model_validate(parts["h"]),
        uid=uid,
        changes=set(parts.get("c", ())),
        needs=[Need.model_validate(one) for one in parts.get("n", ())],
        fresh=[Need.model_validate(one) for one in parts.get("f", ())],
        consents={
            ConsentPurpose(purpose): (given, date.fromisoformat(on), how)
            for purpose, given, on, how in parts.get("s", ())
        },
    )
