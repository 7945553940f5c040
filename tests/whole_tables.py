"""All of a file at once, for tests to look at; the program reads its rows one by one and holds none."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from mutualaid.exchange.tables import Row, Source, open_source, source_of
from mutualaid.progress import SILENT, Progress


@dataclass(frozen=True)
class Table:
    headers: tuple[str, ...]
    rows: tuple[Row, ...]
    separator: str
    keep: int


def read_table(path: Path, progress: Progress = SILENT) -> Table:
    return _whole(open_source(path, progress=progress), progress)


def parse_table(data: bytes, progress: Progress = SILENT) -> Table:
    return _whole(source_of(data), progress)


def _whole(source: Source, progress: Progress) -> Table:
    return Table(source.headers, tuple(source.rows(progress)), source.separator, source.keep)
