"""What a preview shows of an import, and what an import did."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from mutualaid.exchange.drafts import Draft, Kind
from mutualaid.exchange.presets import FieldMapping
from mutualaid.exchange.reading import Understood
from mutualaid.exchange.rejects import TurnedAway
from mutualaid.exchange.tally import ValueLine
from mutualaid.records.views import Changed
from mutualaid.services.import_rows import Decision, Outcome


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
class AlikeRow:
    """A row that may be about somebody known, or adds to them: its fields and theirs, as `PreviewRow` shows them.

    `uid` is theirs, or "row:12" when row 12 of the file brought them; a Decision takes either. `suggestion` is what
    happens without a decision: "merge" or "new". Personal: show it, do not keep it.
    """

    row: int
    fields: dict[str, str]
    uid: str
    code: str
    known: dict[str, str]
    suggestion: Literal["merge", "new"]

    def __repr__(self) -> str:
        return f"<AlikeRow {self.row} {self.suggestion}>"


@dataclass(frozen=True, repr=False)
class ImportPreview:
    """What an import would do. `columns` tells which column was taken for which field.

    `rows` are the first, and `drafts` what they are shown from, for a reader who changes the language. `headers` are
    the file's columns in order, each named once, `fields` the field that each was taken for ("" for none), `samples` a
    few of each one's cells, and `values` the options in coded columns. `alike` holds rows to decide on; `more_alike`
    counts those beyond it. `mapping` is the one the file was read with, and `remembered` tells that it was remembered
    from an earlier import. `sheets` are a workbook's sheets that hold a table, `sheet` the one that was read; empty for
    other files.
    """

    path: Path
    kind: Kind
    preset: str
    columns: dict[str, str]
    counts: Counts
    rows: tuple[PreviewRow, ...]
    warnings: tuple[RowCode, ...]
    rejected: tuple[RowCode, ...]
    duplicates: tuple[int, ...]
    drafts: tuple[Draft, ...]
    understood: Understood = field(compare=False)
    digest: str = ""
    headers: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    samples: tuple[tuple[str, ...], ...] = ()
    values: tuple[ValueLine, ...] = ()
    alike: tuple[AlikeRow, ...] = ()
    more_alike: int = 0
    mapping: FieldMapping | None = None
    remembered: bool = False
    sheets: tuple[str, ...] = ()
    sheet: str = ""
    decisions: Mapping[int, Decision] = field(default_factory=dict)

    def document(self) -> dict[str, Any]:
        """The counts and warnings as the command line's JSON."""
        return _document(self.counts, self.warnings)

    def __repr__(self) -> str:
        return f"<ImportPreview {self.kind} of {self.counts.read} rows>"


@dataclass(frozen=True)
class ImportResult:
    """What an import did. `rejects_written`: whether a file of the rejected rows was made. `undo`: its uid."""

    counts: Counts
    warnings: tuple[RowCode, ...]
    rejected: tuple[RowCode, ...]
    changed: Changed
    turned_away: TurnedAway = field(compare=False)
    rejects_written: bool = False
    undo: str = ""

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
