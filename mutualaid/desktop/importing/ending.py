"""What can be done once an import is done, or later: save what was turned away, delete the file, take it all back."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from mutualaid.desktop.dialogs import ask
from mutualaid.desktop.importing import choosing, state
from mutualaid.desktop.importing.jobs import Jobs
from mutualaid.desktop.importing.result import LIMITS
from mutualaid.desktop.importing.window import StepsWindow
from mutualaid.desktop.page import Context
from mutualaid.desktop.widgets.words import announce
from mutualaid.language.catalog import N_, tr

if TYPE_CHECKING:
    from mutualaid.services.importing import ImportPreview, ImportResult, PastImport, Undone

_STAYS = N_(
    "What it brought is taken out again, and what it added to somebody is taken back. Whatever somebody has worked on "
    "since stays, and you are told what that is."
)


class Ending:
    """The buttons of the last step, and those of the list of imports on the first."""

    def __init__(self, window: StepsWindow, context: Context, jobs: Jobs) -> None:
        self._window, self._context, self._jobs = window, context, jobs
        self._preview: ImportPreview | None = None
        self._result: ImportResult | None = None
        shown = window.outcome
        shown.rejects_asked.connect(self.choose_rejects)
        shown.delete_asked.connect(self.ask_delete)
        shown.kept.connect(window.accept)
        shown.go_asked.connect(self.go_to_records)
        shown.undo_asked.connect(self.ask_undo)
        window.file.recent.undo_asked.connect(self.ask_undo_past)

    def show(self, preview: ImportPreview, result: ImportResult, remarks: state.Remarks, source: str) -> None:
        """Show what an import did; `source` is the code of the notice about its file."""
        self._preview, self._result = preview, result
        self._window.outcome.show_result(preview.kind.value, result, remarks, source)

    def go_to_records(self) -> None:
        """Close, and show what came in."""
        kind = self._preview.kind.value if self._preview is not None else "needs"
        self._window.accept()
        self._context.go(kind, "")

    def choose_rejects(self) -> None:
        """Ask where the rows that were turned away go."""
        window = QFileDialog(self._window, tr("Where to put the rows that were not taken in"))
        choosing.ask_for_new_table(window, "not-taken-in.csv", lambda name: self.save_rejects(Path(name)))

    def save_rejects(self, path: Path) -> None:
        """Write the rows that were turned away, with the reasons, into a new file."""
        window, result = self._window, self._result
        if window.flow.busy or result is None:
            return
        window.rest(N_("Writing the file…"))

        def done(_none: None) -> None:
            window.rest()
            window.messages.tell(tr("The rows are in the file you chose."), "good")

        self._jobs.rejects(result, path, done)

    def ask_delete(self) -> None:
        """Ask before the file is deleted."""
        ask(self._window, N_("Delete the file?"), LIMITS, N_("Delete it"), self.delete_source, danger=True)

    def delete_source(self) -> None:
        """Delete the file that was imported, and say what that cannot do."""
        window = self._window
        if window.flow.busy or self._preview is None:
            return
        window.rest(N_("Deleting the file…"))

        def done(code: str) -> None:
            window.rest()
            window.outcome.show_notice(code)
            window.close_button.setFocus()

        self._jobs.delete(self._preview.path, done)

    def ask_undo(self) -> None:
        """Ask before the import just done is taken back."""
        ask(self._window, N_("Undo the whole import?"), _STAYS, N_("Undo it"), self.undo_last, danger=True)

    def undo_last(self) -> None:
        """Take the import just done back, and say what stayed."""
        window, result = self._window, self._result
        if window.flow.busy or result is None:
            return
        window.rest(N_("Taking the import back…"))

        def done(undone: Undone) -> None:
            window.rest()
            window.outcome.show_undone(undone)
            window.close_button.setFocus()
            self._context.tasks.changed.emit(undone.changed)
            announce(window, tr("The import was taken back"))

        self._jobs.undo(result.undo, done)

    def ask_undo_past(self, past: PastImport) -> None:
        """Ask before an import of the list is taken back."""
        words = tr("{what}. {stays}", what=state.past_words(past), stays=tr(_STAYS))
        ask(self._window, N_("Undo this import?"), lambda: words, N_("Undo it"), lambda: self._undo_past(past),
            danger=True)  # fmt: skip

    def _undo_past(self, past: PastImport) -> None:
        window = self._window
        if window.flow.busy:
            return
        window.messages.hide()
        window.rest(N_("Taking the import back…"))

        def done(undone: Undone) -> None:
            window.rest()
            window.messages.tell(
                " ".join(state.undone_lines(undone)), "warn" if undone.kept or undone.kept_changes else "good"
            )
            self._context.tasks.changed.emit(undone.changed)
            self.read_past()

        self._jobs.undo(past.uid, done)

    def read_past(self) -> None:
        """Read which imports there were, for the list on the first step."""

        def show(lines: Sequence[PastImport]) -> None:
            self._window.file.recent.show_lines(lines)

        self._jobs.past(show)
