"""The import, step by step in one window: a file, its columns, its words, what would become of it, and what did."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from mutualaid.desktop.dialogs import ask
from mutualaid.desktop.importing import choosing
from mutualaid.desktop.importing.alike_state import AlikeState
from mutualaid.desktop.importing.ending import Ending
from mutualaid.desktop.importing.file_step import dropped_file
from mutualaid.desktop.importing.flow import Step
from mutualaid.desktop.importing.jobs import Jobs
from mutualaid.desktop.importing.state import Remarks
from mutualaid.desktop.importing.told import AUTO, Asked, Told
from mutualaid.desktop.importing.window import StepsWindow
from mutualaid.desktop.importing.words_state import WordsState
from mutualaid.desktop.page import Context
from mutualaid.desktop.widgets.words import announce
from mutualaid.language.catalog import N_, current_language, tr
from mutualaid.language.errors import sentence
from mutualaid.records.errors import Fault
from mutualaid.records.views import Changed

if TYPE_CHECKING:
    from mutualaid.services.import_look import FileLook
    from mutualaid.services.importing import ImportPreview, ImportResult

__all__ = ["ImportDialog", "Step", "dropped_file", "open_import"]


class ImportDialog(StepsWindow):
    """Leads through the steps. What is chosen on one is read again when a later one needs it, not before."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.told: Told | None = None
        self._language = ""
        self.jobs = Jobs(context, self, self._refused, self._stopped)
        self.ending = Ending(self, context, self.jobs)
        self.file.choose_asked.connect(self.choose)
        self.file.dropped.connect(self.read)
        self.file.preset_asked.connect(self.read_as)
        self.file.sheet_asked.connect(self.read_sheet)
        self.columns.kind_asked.connect(self.read_kind)
        self.columns.changed.connect(self._columns_changed)
        self.columns.forget_asked.connect(self._forget)
        self.words.changed.connect(self._words_changed)
        self.outcome.another_asked.connect(self._another)
        context.tasks.told.connect(self._unforeseen)
        self.retranslate()
        self.show_step(Step.FILE)
        self.ending.read_past()

    def retranslate(self) -> None:
        """Set the title; what is shown of the rows was said in the other language, and is read again."""
        super().retranslate()
        if self.flow.fresh and self._language != current_language():
            self.flow.fresh = False
            if self.flow.step in (Step.WORDS, Step.PREVIEW):
                self.go(self.flow.step)

    # What goes wrong

    def _refused(self, fault: Fault) -> None:
        self.rest()
        self.messages.tell(sentence(fault), "fault")
        self._show_file()

    def _unforeseen(self, text: str) -> None:
        """An unforeseen error is told here, where she looks."""
        if self.flow.busy:
            self.rest()
            self.messages.tell(text, "fault")
            self._show_file()

    def _stopped(self, words: str) -> None:
        self.rest()
        self.messages.tell(words, "info")
        self._show_file()

    # The file

    def choose(self) -> None:
        """Ask for a file."""
        window = QFileDialog(self, tr("Choose a file to import"))
        choosing.ask_for_table(window, lambda name: self.read(Path(name)))

    def read(self, path: Path) -> None:
        """Open a file, and go to the first step that needs her; after an import this begins another."""
        if self.flow.step is Step.RESULT and not self.flow.busy:
            self._another()
        self._look(Asked(path))

    def read_as(self, preset: str) -> None:
        """Take the file for what another tool exports, "" for nobody's."""
        if self.told is not None:
            asked, kind = self.told.asked, self.told.look.kind.value
            self._look(Asked(asked.path, preset or AUTO, "" if preset else kind, asked.sheet), stay=True)

    def read_kind(self, kind: str) -> None:
        """Take the file's rows for something else."""
        if self.told is not None:
            self._look(Asked(self.told.asked.path, AUTO, kind, self.told.asked.sheet), stay=True)

    def read_sheet(self, sheet: str) -> None:
        """Read another sheet of the file."""
        if self.told is not None:
            self._look(Asked(self.told.asked.path, sheet=sheet), stay=True)

    def _look(self, asked: Asked, *, stay: bool = False) -> None:
        if self.flow.busy:
            return
        self.messages.hide()
        self.rest(N_("Reading the file…"))

        def show(look: FileLook) -> None:
            self.told = Told.of(asked, look)
            self.words.state = None
            self.preview.alike_state = AlikeState(look.kind.value, ())
            self.rest()
            self.flow.looked = True
            self.columns.show_state(self.told.columns, remembered=look.mapping is not None)
            self._columns_changed()
            self._show_file()
            if stay or len(look.sheets) > 1:
                self.show_step(self.flow.step if stay else Step.FILE)
            elif look.known:
                self._read_rows(None)
            else:
                self.show_step(Step.COLUMNS)

        self.jobs.look(asked, show)

    def _show_file(self) -> None:
        """What is said of the file at hand; what was asked for and could not be had goes back to what holds."""
        if self.told is not None:
            look = self.told.look
            self.file.show_file(look.path.name, look.sheets, look.sheet, look.preset, known=look.known)
            self.columns.kind.set_code(look.kind.value)

    def _columns_changed(self) -> None:
        if self.told is not None:
            self.flow.wanting = bool(self.told.columns.wanting())
        self.flow.fresh = False
        self.refresh()

    def _words_changed(self) -> None:
        self.flow.fresh = False
        self.refresh()

    def _forget(self) -> None:
        told = self.told
        if told is None or self.flow.busy:
            return
        self.rest(N_("Forgetting…"))

        def done(_changed: Changed) -> None:
            self.rest()
            self._look(Asked(told.asked.path, sheet=told.asked.sheet), stay=True)

        self.jobs.forget(told, done)

    # What would happen, and what does

    def must_read(self, step: Step) -> bool:
        """Words and Preview show what the steps before them say now."""
        if not self.flow.must_read(step):
            return False
        self._read_rows(step)
        return True

    def _read_rows(self, step: Step | None) -> None:
        """Find out what importing would do, then show a step; without one, the first that needs her."""
        told = self.told
        if told is None or self.flow.busy:
            return
        if self.words.state is not None:
            told.take(self.words.state)
        self.rest(N_("Reading the file…"))

        def show(found: tuple[ImportPreview, Remarks]) -> None:
            from mutualaid.services.importing import value_choices

            preview, remarks = found
            kind, office = preview.kind.value, self.context.office
            words = WordsState(
                kind, preview.values, lambda field: value_choices(office, kind=preview.kind, field=field)
            )
            alike = AlikeState(kind, preview.alike, preview.more_alike)
            alike.keep(self.preview.alike_state)
            self.words.show_state(words)
            self.preview.show_preview(preview, remarks, alike)
            self.flow.fresh, self._language = True, current_language()
            self.flow.taking = preview.counts.added + preview.counts.merged > 0
            self.rest()
            self.show_step(self.flow.begin(words.unknown, told.recognised) if step is None else step)

        self.jobs.preview(told, show)

    def show_step(self, step: Step) -> None:
        """Show a step; a preview of nothing says so."""
        super().show_step(step)
        if step is Step.PREVIEW and not self.flow.taking:
            self.messages.tell(tr("There is nothing new in this file."), "info")

    def start_import(self) -> None:
        """Import what is shown: all of it, or nothing."""
        preview = self.preview.preview
        if preview is None or not self.flow.may_import:
            return
        self.messages.hide()
        self.rest(N_("Importing…"))

        def done(found: tuple[ImportResult, Remarks, str]) -> None:
            result, remarks, source = found
            self.cover()
            self.ending.show(preview, result, remarks, source)
            self.rest()
            self.show_step(Step.RESULT)
            self.context.tasks.changed.emit(result.changed)
            announce(self, tr("The import is done."))

        self.jobs.run(preview, dict(self.preview.alike_state.decisions), done)

    def _another(self) -> None:
        """Begin anew with another file."""
        self.told = None
        self.flow.step, self.flow.looked, self.flow.fresh = Step.FILE, False, False
        self.file.show_file("", (), "", "", known=True)
        self.messages.hide()
        self.show_step(Step.FILE)
        self.ending.read_past()

    # Leaving, and files dropped in

    def reject(self) -> None:
        """Close, unless work is under way; ask first when what she said would be lost."""
        if self.flow.busy:
            return
        said = self.words.state.chosen if self.words.state is not None else {}
        told = self.told is not None and (self.told.columns.changed or self.told.changed)
        if self.flow.step is not Step.RESULT and (told or said or self.preview.alike_state.decisions):
            ask(self, N_("Stop this import?"), N_("Nothing was imported yet, and what you chose here is not kept."),
                N_("Stop"), self._leave, danger=True)  # fmt: skip
            return
        self._leave()

    def _leave(self) -> None:
        super().reject()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """One file may be dropped while none is being worked on."""
        if dropped_file(event.mimeData()) is not None and not self.flow.busy and self.flow.step is not Step.RESULT:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Read the file."""
        path = dropped_file(event.mimeData())
        if path is not None:
            event.acceptProposedAction()
            self.read(path)


def open_import(context: Context, parent: QWidget, path: Path | None = None) -> ImportDialog:
    """Open the import, with a file that was dropped, or to choose one."""
    dialog = ImportDialog(context, parent)
    idle = getattr(parent, "idle", None)
    if idle is not None:
        idle.masked.connect(dialog.cover)
    dialog.open()
    if path is not None:
        dialog.read(path)
    return dialog
