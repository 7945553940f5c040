"""What an import did, how it is taken back, and what is to be done with the file it came from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mutualaid.desktop.importing import state
from mutualaid.desktop.importing.preview import Lines
from mutualaid.desktop.widgets.flow import FlowLayout
from mutualaid.desktop.widgets.panels import Card, scrolled
from mutualaid.desktop.widgets.words import Button, Said, Translated, announce
from mutualaid.language.catalog import N_
from mutualaid.language.import_words import notice

if TYPE_CHECKING:
    from mutualaid.services.importing import ImportResult, Undone

LIMITS = N_(
    "Deleting reaches just this file. Copies, the trash, backups, a cloud folder, the message it came with and the "
    "form's own server keep theirs, and an SSD can keep traces of what was deleted."
)


class ResultStep(Translated, QWidget):
    """Its buttons emit `rejects_asked`, `delete_asked`, `kept`, `go_asked`, `undo_asked` and `another_asked`."""

    rejects_asked = Signal()
    delete_asked = Signal()
    kept = Signal()
    go_asked = Signal()
    undo_asked = Signal()
    another_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._result: ImportResult | None = None
        self._undone: Undone | None = None
        self._remarks = state.Remarks()
        self._kind = "needs"
        self._notice = "source_left"
        self.counts = Lines(N_("This is what was imported"))
        self.undone = Lines(N_("The import was taken back"))
        self.warnings = Lines(N_("Please look at"), "warn")
        self.rejected = Lines(N_("Not taken in"), "error")
        self.rejects_button = Button(N_("Save these rows to a file…"), self.rejects_asked.emit)
        self.rejects_hint = Said(
            N_("Correct them there and import that file. It can be read by anyone, so delete it afterwards."),
            role="subtle",
        )
        self.go_button = Button(lambda: state.go_words(self._kind), self.go_asked.emit)
        self.undo_button = Button(N_("Undo the whole import…"), self.undo_asked.emit)
        self.another_button = Button(N_("Import another file"), self.another_asked.emit)
        self.source = Card(N_("The file itself"))
        self.source_words = Said(lambda: notice(self._notice))
        self.limits = Said(LIMITS, role="subtle")
        self.delete_button = Button(N_("Delete it…"), self.delete_asked.emit, role="danger")
        self.keep_button = Button(N_("Keep it for now"), self.kept.emit)
        self._build()

    def _build(self) -> None:
        then = QWidget()
        flow = FlowLayout(then)
        for button in (self.go_button, self.undo_button, self.another_button):
            flow.addWidget(button)
        buttons = QHBoxLayout()
        for button in (self.delete_button, self.keep_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        for widget in (self.source_words, self.limits):
            self.source.body.addWidget(widget)
        self.source.body.addLayout(buttons)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 12, 0)
        column.setSpacing(10)
        column.addWidget(self.undone)
        column.addWidget(self.counts)
        column.addWidget(then)
        column.addWidget(self.source)
        column.addWidget(self.rejected)
        column.addWidget(self.rejects_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.rejects_hint)
        column.addWidget(self.warnings)
        column.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scrolled(content))

    def show_result(self, kind: str, result: ImportResult, remarks: state.Remarks, source: str) -> None:
        """Show a result with what it says of rows; `source` is the code of the notice about the file."""
        self._remarks = remarks
        self._kind, self._result, self._undone = kind, result, None
        self.show_notice(source)
        self.retranslate()

    def show_undone(self, undone: Undone) -> None:
        """Show that the import was taken back, and what stayed."""
        self._undone = undone
        self.retranslate()

    def show_notice(self, code: str) -> None:
        """Say something of the source file; the buttons go once it is gone."""
        self._notice = code
        self.source_words.retranslate()
        there = code in ("source_left", "source_in_cloud")
        for widget in (self.delete_button, self.keep_button, self.limits):
            widget.setVisible(there)
        announce(self, self.source_words.text())

    def rest(self, busy: bool) -> None:
        """While something is written, the buttons rest."""
        for button in (
            self.rejects_button,
            self.undo_button,
            self.another_button,
            self.delete_button,
            self.keep_button,
        ):
            button.setEnabled(not busy)

    def retranslate(self) -> None:
        """Say everything again in the language in use."""
        result = self._result
        if result is None:
            return
        standing = self._undone is None
        self.undone.set_lines([] if self._undone is None else state.undone_lines(self._undone))
        self.counts.set_lines(state.count_lines(self._kind, result.counts, done=True) if standing else [])
        self.warnings.set_lines(state.warning_lines(self._remarks) if standing else [])
        self.rejected.set_lines(state.rejected_lines(self._remarks) if standing else [])
        self.undo_button.setVisible(standing and bool(result.undo))
        self.go_button.setVisible(standing)
        for widget in (self.rejects_button, self.rejects_hint):
            widget.setVisible(standing and bool(result.rejected))
