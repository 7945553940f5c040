"""Lists for the command line: codes and columns that identify nobody; contact data only when revealed and logged."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any

from mutualaid.records.views import NeedFilter
from mutualaid.services.office import Office
from mutualaid.store.reading import Reading

Row = dict[str, Any]
CONTACT = {"contact_name", "phone", "name", "volunteers", "source", "recipients"}
"""Columns that name somebody, or may: supplies come from people too."""


def list_records(office: Office, *, kind: str, limit: int | None = None, reveal: bool = False) -> tuple[list[Row], int]:
    """Rows of a kind ("households", "needs", "volunteers", "lots", "matches", "releases"), and how many there are.

    `reveal` adds names and phones, and is written in the change journal.
    """
    if reveal:
        with office.store.write(f"reveal {kind}") as write:
            write.set_meta("revealed", json.dumps({"kind": kind, "at": datetime.now(UTC).isoformat()}))
    with office.store.read() as read:
        rows = _LISTS[kind](read)
        return [_row(row, reveal) for row in rows[:limit]], len(rows)


def _row(row: Row, reveal: bool) -> Row:
    return {key: _plain(value) for key, value in row.items() if key != "uid" and (reveal or key not in CONTACT)}


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.name.lower() if isinstance(value, int) else value.value
    if isinstance(value, date):
        return value.isoformat()
    return [_plain(one) for one in value] if isinstance(value, tuple) else value


def _needs(read: Reading) -> list[Row]:
    return [line._asdict() for line in read.need_lines(read.need_ids(NeedFilter()))]


def _matches(read: Reading) -> list[Row]:
    rows = []
    for line in read.match_lines():
        row = line._asdict()
        row.pop("need")
        rows.append({"code": row.pop("need_code"), **row, "lots": tuple(f"{code} x {n}" for code, n in line.lots)})
    return rows


def _releases(read: Reading) -> list[Row]:
    from mutualaid.services.releases import lines_of

    return [
        {
            "code": line.id,
            "period": line.period,
            "created_on": line.created_on,
            "plan_version": line.plan_version,
            "mode": line.mode,
            "published": line.published,
            "hidden": line.hidden,
            "handed": len(line.handed),
            "recipients": tuple(dict.fromkeys(one.recipient for one in line.handed if one.recipient)),
        }
        for line in reversed(lines_of(read))
    ]


_LISTS: dict[str, Callable[[Reading], list[Row]]] = {
    "households": lambda read: [line._asdict() for line in read.household_lines()],
    "needs": _needs,
    "volunteers": lambda read: [line._asdict() for line in read.volunteer_lines()],
    "lots": lambda read: [line._asdict() for line in read.lot_lines()],
    "matches": _matches,
    "releases": _releases,
}
