"""The import dialog: choose a file, look at what would happen, import it, and decide about the file itself."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from mutualaid.desktop.dialogs import ask
from mutualaid.desktop.importing.preview import PreviewPart
from mutualaid.desktop.importing.result import LIMITS, ResultPart
from mutualaid.desktop.page import Context
from mutualaid.desktop.widgets.messages import MessageBar
from mutualaid.desktop.widgets.panels import EmptyState
from mutualaid.desktop.widgets.words import Button, Said, Translated, announce
from mutualaid.language.catalog import N_, tr
from mutualaid.language.errors import sentence
from mutualaid.progress import Progress
from mutualaid.records.errors import Fault

if TYPE_CHECKING:
    from mutualaid.services.importing import ImportPreview, ImportResult

CHOOSE, PREVIEW, RESULT = range(3)


def dropped_file(data: QMimeData) -> Path | None:
    """The one local file that is being dragged, none for anything else."""
    urls = data.urls()
    return Path(urls[0].toLocalFile()) if len(urls) == 1 and urls[0].isLocalFile() else None


class ImportDialog(Translated, QDialog):
    """Three steps in one window. While work is under way its buttons rest, so a second press does nothing."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAcceptDrops(True)
        self._context = context
        self._busy = False
        self._path: Path | None = None
        self._result: ImportResult | None = None
        self.messages = MessageBar()
        self.choose_button = Button(N_("Choose a file…"), self.choose, role="primary")
        first = EmptyState(
            "import",
            N_("Bring in a list"),
            N_(
                "Drag a file here, or choose one: a spreadsheet, or a CSV from Google Forms, KoboToolbox, ODK Central "
                "or Airtable, with requests, volunteers or supplies. You see what would happen before anything is "
                "kept."
            ),
            self.choose_button,
        )
        self.preview = PreviewPart(context.office)
        self.preview.preset_asked.connect(self._read_as)
        self.outcome = ResultPart()
        self.outcome.rejects_asked.connect(self._choose_rejects)
        self.outcome.delete_asked.connect(self._ask_delete)
        self.outcome.kept.connect(self.accept)
        self.outcome.go_asked.connect(self._go)
        self.stack = QStackedWidget()
        for part in (first, self.preview, self.outcome):
            self.stack.addWidget(part)
        self.other_button = Button(N_("Another file…"), self.choose)
        self.cancel_button = Button(N_("Cancel"), self.reject)
        self.import_button = Button(N_("Import"), self.start_import, role="primary", hint=N_("Ctrl+Enter"))
        self.close_button = Button(N_("Close"), self.accept, role="primary")
        self.working = Said("", role="subtle", wrap=False)
        buttons = QHBoxLayout()
        buttons.addWidget(self.other_button)
        buttons.addWidget(self.working)
        buttons.addStretch(1)
        for button in (self.cancel_button, self.import_button, self.close_button):
            buttons.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(22, 18, 22, 18)
        layout.setSpacing(12)
        layout.addWidget(Said(N_("Import a file"), points=4, bold=True))
        layout.addWidget(self.messages)
        layout.addWidget(self.stack, 1)
        layout.addLayout(buttons)
        self.resize(980, 640)
        context.tasks.told.connect(self._told)
        self.retranslate()
        self._step(CHOOSE)

    def retranslate(self) -> None:
        """Set the window's title: never the file's name, which may tell of people."""
        self.setWindowTitle(tr("Import"))

    def _step(self, step: int) -> None:
        self.stack.setCurrentIndex(step)
        self.other_button.setVisible(step == PREVIEW)
        self.cancel_button.setVisible(step != RESULT)
        self.import_button.setVisible(step == PREVIEW)
        self.close_button.setVisible(step == RESULT)
        ready = {CHOOSE: self.choose_button, PREVIEW: self.import_button, RESULT: self.close_button}
        ready[step].setFocus()

    def _rest(self, words: str = "") -> None:
        """Let the buttons rest while `words` are being done; without words they work again."""
        self._busy = bool(words)
        self.working.say(words)
        shown = self.preview.preview
        takes = shown is not None and shown.counts.added + shown.counts.merged > 0
        self.import_button.setEnabled(not self._busy and takes)
        for widget in (self.choose_button, self.other_button, self.cancel_button, self.preview.preset):
            widget.setEnabled(not self._busy)
        for button in (self.outcome.delete_button, self.outcome.keep_button, self.outcome.rejects_button):
            button.setEnabled(not self._busy)

    def _refused(self, fault: Fault) -> None:
        self._rest()
        self.messages.tell(sentence(fault), "fault")
        if self.preview.preview is not None and self.stack.currentIndex() == PREVIEW:
            self.preview.preset.set_code(self.preview.preview.preset)

    def _told(self, text: str) -> None:
        """An unforeseen error is told here, where she looks."""
        if self._busy:
            self._rest()
            self.messages.tell(text, "fault")

    def _stopped(self) -> None:
        self._rest()
        self.messages.tell(tr("Stopped. Nothing was imported."), "info")

    def choose(self) -> None:
        """Ask for a file."""
        window = QFileDialog(self, tr("Choose a file to import"))
        window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        window.setFileMode(QFileDialog.FileMode.ExistingFile)
        window.setNameFilters([tr("Tables (*.csv *.tsv *.txt *.xlsx *.xls *.zip)"), tr("All files (*)")])
        window.fileSelected.connect(lambda name: self.read(Path(name)))
        window.open()

    def read(self, path: Path, preset: str = "auto") -> None:
        """Read a file and show what importing it would do."""
        if self._busy:
            return
        self.messages.hide()
        self._rest(N_("Reading the file…"))
        office, today = self._context.office, self._context.today()

        def work(progress: Progress) -> ImportPreview:
            from mutualaid.services.importing import preview_import

            return preview_import(office, path=path, preset=preset, today=today, progress=progress)

        def show(preview: ImportPreview) -> None:
            self._path = path
            self.preview.show_preview(preview)
            self._rest()
            self._step(PREVIEW)
            if not preview.counts.added + preview.counts.merged:
                self.messages.tell(tr("There is nothing new in this file."), "info")

        self._context.tasks.compute(
            work, show, owner=self, title=tr("Reading the file…"), fail=self._refused, stopped=self._stopped
        )

    def _read_as(self, preset: str) -> None:
        if self._path is not None:
            self.read(self._path, preset)

    def start_import(self) -> None:
        """Import what is shown: all of it, or nothing."""
        preview = self.preview.preview
        if self._busy or preview is None or self.stack.currentIndex() != PREVIEW:
            return
        self.messages.hide()
        self._rest(N_("Importing…"))
        office, today = self._context.office, self._context.today()

        def work(progress: Progress) -> tuple[ImportResult, str]:
            from mutualaid.services.importing import run_import, source_notice

            result = run_import(office, preview=preview, today=today, progress=progress)
            return result, source_notice(preview.path)

        def done(found: tuple[ImportResult, str]) -> None:
            self._result, source = found
            self.preview.cover()
            self.outcome.show_result(preview.kind.value, self._result, source)
            self._rest()
            self._step(RESULT)
            self._context.tasks.changed.emit(self._result.changed)
            announce(self, tr("The import is done."))

        self._context.tasks.write_long(
            work, done, owner=self, title=tr("Importing…"), fail=self._refused, stopped=self._stopped
        )

    def _choose_rejects(self) -> None:
        window = QFileDialog(self, tr("Where to put the rows that were not taken in"))
        window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        window.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        window.setOption(QFileDialog.Option.DontConfirmOverwrite)  # nothing is ever overwritten
        window.setDefaultSuffix("csv")
        window.setNameFilters([tr("Tables (*.csv)")])
        window.selectFile("not-taken-in.csv")
        window.fileSelected.connect(lambda name: self.save_rejects(Path(name)))
        window.open()

    def save_rejects(self, path: Path) -> None:
        """Write the rows that were turned away, with the reasons, into a new file."""
        preview, result, office = self.preview.preview, self._result, self._context.office
        if self._busy or preview is None or result is None:
            return
        self._rest(N_("Writing the file…"))

        def write() -> None:
            from mutualaid.services.importing import save_rejects

            save_rejects(office, preview=preview, result=result, path=path)

        def done(_none: None) -> None:
            self._rest()
            self.messages.tell(tr("The rows are in the file you chose."), "good")

        self._context.tasks.write(write, done, owner=self, fail=self._refused)

    def _ask_delete(self) -> None:
        ask(self, N_("Delete the file?"), LIMITS, N_("Delete it"), self.delete_source, danger=True)

    def delete_source(self) -> None:
        """Delete the file that was imported, and say what that cannot do."""
        path = self._path
        if self._busy or path is None:
            return
        self._rest(N_("Deleting the file…"))

        def work() -> str:
            from mutualaid.services.importing import delete_source

            return delete_source(path)

        def done(code: str) -> None:
            self._rest()
            self.outcome.show_notice(code)
            self.close_button.setFocus()

        self._context.tasks.write(work, done, owner=self, fail=self._refused)

    def _go(self) -> None:
        kind = self.preview.preview.kind.value if self.preview.preview is not None else "needs"
        self.accept()
        self._context.go(kind, "")

    def reject(self) -> None:
        """Close, unless work is under way: that has a Cancel of its own."""
        if not self._busy:
            super().reject()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter imports."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if self.import_button.isVisible() and self.import_button.isEnabled():
                self.start_import()
            return
        super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """One file may be dropped while none is being worked on."""
        if dropped_file(event.mimeData()) is not None and not self._busy and self.stack.currentIndex() != RESULT:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Read the file."""
        path = dropped_file(event.mimeData())
        if path is not None:
            event.acceptProposedAction()
            self.read(path)


def open_import(context: Context, parent: QWidget, path: Path | None = None) -> ImportDialog:
    """Open the dialog, with a file that was dropped, or to choose one."""
    dialog = ImportDialog(context, parent)
    idle = getattr(parent, "idle", None)
    if idle is not None:
        idle.masked.connect(dialog.preview.cover)
    dialog.open()
    if path is not None:
        dialog.read(path)
    return dialog
