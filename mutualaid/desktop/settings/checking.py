"""Checking the store from end to end, and who changed what last."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtWidgets import QVBoxLayout

from mutualaid.desktop.page import Context
from mutualaid.desktop.settings import state
from mutualaid.desktop.settings.section import Section, left
from mutualaid.desktop.standing import moment_words
from mutualaid.desktop.widgets.layouts import clear
from mutualaid.desktop.widgets.line_model import Column, LineModel
from mutualaid.desktop.widgets.record_table import RecordTable
from mutualaid.desktop.widgets.words import Button, Said, restyle
from mutualaid.language.catalog import N_, tr
from mutualaid.language.formats import format_number

if TYPE_CHECKING:
    from mutualaid.progress import Progress
    from mutualaid.records.views import JournalLine
    from mutualaid.services.verifying import Finding, State

SHOWN = 200
"""How many of the newest entries of the journal are listed."""
_WHEN = 1
"""The column of moments."""


class _Read(NamedTuple):
    entries: list[JournalLine]
    state: State


class _Checked(NamedTuple):
    findings: list[Finding]
    entries: int


class CheckSection(Section):
    """Verifies the store, and lists the newest entries of the journal."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        check = self.card(
            N_("Check this store"),
            N_(
                "Reads everything once: both copies of the keyfile, every page of the file, every record, and whether "
                "the journal is the one that was written."
            ),
        )
        self.standing = Said("", role="subtle")
        self.result = Said("")
        self.findings = QVBoxLayout()
        self.check_button = Button(N_("Check it now"), self.check, role="primary")
        self.first = self.check_button
        check.body.addWidget(self.standing)
        check.body.addWidget(*left(self.check_button))
        check.body.addWidget(self.result)
        check.body.addLayout(self.findings)
        journal = self.card(
            N_("Who changed what"),
            N_("The newest entries of the journal. It says how much of what was changed, and never about whom."),
        )
        self.model = LineModel(
            (
                Column(N_("Entry"), lambda row: format_number(row.entry.seq), lambda row: row.entry.seq, 64, True),
                Column(N_("When"), lambda row: moment_words(row.entry.at, self.now()), lambda row: row.entry.at),
                Column(N_("Who"), lambda row: row.entry.actor, width=120),
                Column(N_("What"), lambda row: state.journal_words(row.entry), width=280),
            )
        )
        self.table = RecordTable()
        self.table.setModel(self.model)
        self.table.setSortingEnabled(False)
        self.table.setMinimumHeight(280)
        journal.body.addWidget(self.table)
        self.column.addStretch(1)
        self.retranslate()

    def retranslate(self) -> None:
        """Have the table read again."""
        if hasattr(self, "table"):
            self.table.setAccessibleName(tr("Who changed what"))
            self.model.spoken()
            self._fit()

    def _fit(self) -> None:
        """A moment is worth nothing when its end is cut off; how long one is depends on language and letters."""
        self.table.set_widths({at: column.width for at, column in enumerate(self.model.columns)})
        self.table.resizeColumnToContents(_WHEN)

    def refresh(self) -> None:
        """Read the newest entries."""
        office = self.context.office

        def read() -> _Read:
            from mutualaid.services.journal import latest_changes
            from mutualaid.services.verifying import state as standing_of

            return _Read(latest_changes(office, limit=SHOWN), standing_of(office))

        self.context.tasks.read(read, self._show, owner=self)

    def _show(self, found: _Read) -> None:
        row = self.table.row()
        self.model.set_lines([state.JournalRow(str(entry.seq), entry) for entry in found.entries])
        self._fit()
        self.standing.say(lambda: state.standing_words(found.state.standing, found.state.generation))
        self.standing.setProperty("role", "subtle" if found.state.standing == "proved" else "warn")
        restyle(self.standing)
        self.table.go_to(max(0, row))

    def check(self) -> None:
        """Check the store, with progress."""
        office = self.context.office

        def work(_progress: Progress) -> _Checked:
            from mutualaid.services.journal import latest_changes
            from mutualaid.services.verifying import verify

            found = verify(office)
            newest = latest_changes(office, limit=1)
            return _Checked(found, newest[0].seq if newest else 0)

        self.long(work, self._told, tr("Checking the store"), self.check_button, writes=False)

    def _told(self, checked: _Checked) -> None:
        clear(self.findings)
        self.result.say(lambda: state.verified_words(len(checked.findings), checked.entries))
        for finding in checked.findings:
            self.findings.addWidget(Said(lambda words=finding.words: words, role="error"))  # type: ignore[misc]
