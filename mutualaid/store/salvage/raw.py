"""Between a record and its row as SQLite holds it, without asking a database."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pydantic import ValidationError
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite

from mutualaid.records.base import Record
from mutualaid.store.registry import Kind
from mutualaid.store.salvage.cells import Row
from mutualaid.store.salvage.shapes import Layout

_dialect = SQLiteDialect_pysqlite()
_Turn = Callable[[Any], Any]


def _same(value: Any) -> Any:
    return value


class Turner:
    """Turns rows of one kind, in the order of their layout, into records and back."""

    def __init__(self, kind: Kind, layout: Layout) -> None:
        self._kind = kind
        self._out: list[tuple[str, int, _Turn]] = []
        self._in: dict[str, _Turn] = {}
        for name, at in layout.place.items():
            type_ = kind.table.c[name].type.dialect_impl(_dialect)
            self._in[name] = type_.bind_processor(_dialect) or _same
            if name in kind.fields:
                self._out.append((name, at, type_.result_processor(_dialect, None) or _same))

    def record(self, row: Row) -> Record | None:
        """The row's record, validated; none when the row is none of its kind."""
        try:
            return self._kind.record.model_validate({name: turn(row[at]) for name, at, turn in self._out})
        except (ValidationError, ValueError, TypeError):
            return None

    def row(self, record: Record, **keys: Any) -> Row:
        """The record's row, with `id`, `uid`, `born` and `changed` as given."""
        values = {**self._kind.values(record), **keys}
        return tuple(turn(values[name]) for name, turn in self._in.items())
