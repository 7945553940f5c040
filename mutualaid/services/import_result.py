"""What a preview shows of an import, and what an import did."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mutualaid.exchange.drafts import Kind
from mutualaid.exchange.reading import Drafted
from mutualaid.records.views import Changed
from mutualaid.services.import_rows import Outcome


@dataclass(frozen=True)
class Counts:
    """Rows by what became of them, and needs. `read` is the sum of the five kinds of rows."""

    read: int
    added: int
    merged: int
    duplicates: int
    rejected: int
    blank: int
    needs_added: int


@dataclass(frozen=True)
class RowCode:
    """A code and the row it is about; rows count as a spreadsheet shows them, the header being 1."""

    row: int
    code: str


@dataclass(frozen=True, repr=False)
class PreviewRow:
    """A row as it will be kept: field -> text in the reader's language. Personal: show it, do not keep it."""

    row: int
    outcome: Outcome
    fields: dict[str, str]
    warnings: tuple[str, ...]
    problems: tuple[str, ...]

    def __repr__(self) -> str:
        return f"<PreviewRow {self.row} {self.outcome}>"


@dataclass(frozen=True, repr=False)
class ImportPreview:
    """What an import would do. `columns` tells which column was taken for which field."""

    path: Path
    kind: Kind
    preset: str
    columns: dict[str, str]
    counts: Counts
    rows: tuple[PreviewRow, ...]
    warnings: tuple[RowCode, ...]
    rejected: tuple[RowCode, ...]
    duplicates: tuple[int, ...]
    drafted: Drafted = field(compare=False)

    def document(self) -> dict[str, Any]:
        """The counts and warnings as the command line's JSON."""
        return _document(self.counts, self.warnings)

    def __repr__(self) -> str:
        return f"<ImportPreview {self.kind} of {self.counts.read} rows>"


@dataclass(frozen=True)
class ImportResult:
    """What an import did. `rejects_written`: whether a file of the rejected rows was made."""

    counts: Counts
    warnings: tuple[RowCode, ...]
    rejected: tuple[RowCode, ...]
    changed: Changed
    rejects_written: bool = False

    def document(self) -> dict[str, Any]:
        """The counts and warnings as the command line's JSON."""
        return _document(self.counts, self.warnings)


def _document(counts: Counts, warnings: Sequence[RowCode]) -> dict[str, Any]:
    return {
        "read": counts.read,
        "added": counts.added,
        "merged": counts.merged,
        "duplicates": counts.duplicates,
        "rejected": counts.rejected,
        "blank": counts.blank,
        "needs_added": counts.needs_added,
        "warnings": [{"row": warning.row, "code": warning.code} for warning in warnings],
    }
