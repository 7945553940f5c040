"""What an import's rows came to, gathered while they go by, so that nothing of a row is kept but what is shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Literal

from mutualaid.exchange.drafts import Draft
from mutualaid.records.zones import Zone
from mutualaid.services.import_result import AlikeRow, Counts, PreviewRow, RowCode
from mutualaid.services.import_rows import Fate, Intake, Outcome
from mutualaid.services.import_shown import shown

SHOWN_ROWS = 20
MOST_ALIKE = 1_000
"""Rows that may be about somebody known that are set beside them; more than anybody looks through."""


class Report:
    """Counts, remarks and the first rows. With `zones` it shows rows as a reader sees them; without, it only counts."""

    def __init__(self, intake: Intake, zones: Mapping[str, Zone] | None = None) -> None:
        self._intake, self._zones = intake, zones
        self._by: Counter[Outcome] = Counter()
        self._needs = 0
        self.warnings: list[RowCode] = []
        self.rejected: list[RowCode] = []
        self.duplicates: list[int] = []
        self.rows: list[PreviewRow] = []
        self.first: list[Draft] = []
        self.alike: list[AlikeRow] = []
        self.more_alike = 0

    def take(self, draft: Draft, fate: Fate) -> None:
        """Note one row."""
        self._by[fate.outcome] += 1
        self._needs += fate.needs
        if fate.outcome is Outcome.REJECTED:
            self.rejected += [RowCode(fate.row, code) for code in fate.problems]
        else:
            self.warnings += [RowCode(fate.row, code) for code in fate.warnings]
        if fate.outcome is Outcome.DUPLICATE:
            self.duplicates.append(fate.row)
        if self._zones is not None:
            if len(self.rows) < SHOWN_ROWS:
                self.first.append(draft)
                fields = shown(draft, self._zones)
                self.rows.append(PreviewRow(fate.row, fate.outcome, fields, fate.warnings, fate.problems))
            self._set_beside(draft, fate, self._zones)

    def _set_beside(self, draft: Draft, fate: Fate, zones: Mapping[str, Zone]) -> None:
        """A row that may be about somebody known, or adds to them, beside what is known."""
        if fate.near is None or (fate.outcome is Outcome.DUPLICATE and "possible_duplicate" not in fate.warnings):
            return
        if len(self.alike) >= MOST_ALIKE:
            self.more_alike += 1
            return
        beside = self._intake.beside(fate.near, zones)
        suggestion: Literal["merge", "new"] = "merge" if fate.outcome is Outcome.MERGED else "new"
        row = AlikeRow(fate.row, shown(draft, zones), beside.uid, beside.code, beside.fields, suggestion)
        self.alike.append(row)

    @property
    def counts(self) -> Counts:
        """Rows by outcome."""
        return Counts(
            read=self._by.total(),
            added=self._by[Outcome.ADDED],
            merged=self._by[Outcome.MERGED],
            duplicates=self._by[Outcome.DUPLICATE],
            rejected=self._by[Outcome.REJECTED],
            blank=self._by[Outcome.BLANK],
            needs_added=self._needs,
        )
