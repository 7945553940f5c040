"""What a row of each table looks like, to tell whose it is when the table of contents does not say."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from sqlalchemy import Connection

from mutualaid.store.salvage.cells import Row, Value

_TYPES: dict[str, tuple[type, ...]] = {
    "INTEGER": (int,),
    "BOOLEAN": (int,),
    "FLOAT": (int, float),  # SQLite writes 5.0 as 5
    "BLOB": (bytes,),
}
UID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_FORMS = {
    "born": re.compile(r"[0-9a-f]{12}-[0-9a-f]{4}-[0-9a-f]{16}"),
    "clock": re.compile(r"[0-9a-f]{12}-[0-9a-f]{4}-[0-9a-f]{16}"),
    "on": re.compile(r"\d{4}-\d\d-\d\d"),
    "received_on": re.compile(r"\d{4}-\d\d-\d\d"),
    "decided_on": re.compile(r"\d{4}-\d\d-\d\d"),
    "made_on": re.compile(r"\d{4}-\d\d-\d\d"),
    "day": re.compile(r"\d{4}-\d\d-\d\d"),
    "starts": re.compile(r"\d{4}-\d\d-\d\dT.*Z|\d\d:\d\d"),
    "language": re.compile(r"[a-z]{2,3}"),
}
_SIZES = {"mac": 32, "digest": 32, "previous": 32, "hash": 32, "salt": 16, "root": 32}
_LISTS = frozenset(
    {"volunteers", "lots", "reasons", "phones", "languages", "windows", "box", "pair", "aliases", "stops", "services"}
)


class Column(NamedTuple):
    """A column as SQLite declares it."""

    name: str
    type: str
    required: bool
    fallback: str | None
    key: int


@dataclass(frozen=True)
class Layout:
    """A table's columns in the order in which rows hold them."""

    table: str
    columns: tuple[Column, ...]

    @cached_property
    def alias(self) -> str | None:
        """The column that is the row's own number, which rows leave empty."""
        keys = [column for column in self.columns if column.key]
        return keys[0].name if len(keys) == 1 and keys[0].type == "INTEGER" else None

    @cached_property
    def key(self) -> tuple[str, ...]:
        """The columns that tell one row from another."""
        return tuple(column.name for column in sorted(self.columns, key=lambda one: one.key) if column.key)

    @cached_property
    def place(self) -> dict[str, int]:
        """Where each column stands."""
        return {column.name: at for at, column in enumerate(self.columns)}

    def whole(self, rowid: int, values: Row) -> Row:
        """The row with its number in its place, and in columns that came after it was written what they begin with."""
        later = (
            None if column.fallback is None else column.fallback.strip("'") for column in self.columns[len(values) :]
        )
        row = (*values, *later)
        if self.alias is None:
            return row
        at = self.place[self.alias]
        return (*row[:at], rowid, *row[at + 1 :])

    def named(self, row: Row) -> dict[str, Value]:
        """A whole row by column."""
        return dict(zip(self.place, row, strict=True))

    def fits(self, values: Row) -> bool:
        """Whether a row of this table could look like that."""
        missing = self.columns[len(values) :]
        if len(values) > len(self.columns) or any(one.required and one.fallback is None for one in missing):
            return False
        alias = self.alias
        return all(
            value is None if column.name == alias else _fits(column, value)
            for column, value in zip(self.columns, values, strict=False)
        )


def layouts(connection: Connection) -> dict[str, Layout]:
    """The layout of every ordinary table of an open store; those of the full-text indexes are made anew instead."""
    listed = connection.exec_driver_sql(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE 'search%' "
        "AND name <> 'alembic_version'"
    )
    names = [*listed.scalars(), "search_doc"]
    found = {}
    for name in names:
        told = connection.exec_driver_sql(f"PRAGMA table_info({name})").all()
        columns = tuple(Column(row[1], row[2].upper(), bool(row[3]), row[4], row[5]) for row in told)
        found[name] = Layout(name, columns)
    return found


def whose(rows: Sequence[Row], known: Mapping[str, Layout]) -> str | None:
    """The table that most of a page's rows could be of; none when no table fits half of them, or two fit alike."""
    votes = {name: sum(layout.fits(row) for row in rows) for name, layout in known.items()}
    ranked = sorted(votes, key=lambda name: -votes[name])
    best = votes[ranked[0]] if ranked else 0
    if 2 * best < max(len(rows), 1) or (len(ranked) > 1 and votes[ranked[1]] == best):
        return None
    return ranked[0]


def _fits(column: Column, value: Value) -> bool:
    if value is None:
        return not column.required
    if not isinstance(value, _TYPES.get(column.type, (str,))):
        return False
    if column.name in _LISTS and isinstance(value, str) and value[:1] != "[":
        return False
    if isinstance(value, bytes):
        return _SIZES.get(column.name, len(value)) == len(value)
    form = _FORMS.get(column.name)
    return form is None or not isinstance(value, str) or form.fullmatch(value) is not None
