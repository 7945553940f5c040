"""The window of the import: the steps in their row, the buttons beneath, and the keys that go from one to the next."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from mutualaid.desktop import theme
from mutualaid.desktop.importing.columns_step import ColumnsStep
from mutualaid.desktop.importing.file_step import FileStep
from mutualaid.desktop.importing.flow import Flow, Step
from mutualaid.desktop.importing.preview import PreviewStep
from mutualaid.desktop.importing.rail import Rail
from mutualaid.desktop.importing.result import ResultStep
from mutualaid.desktop.importing.words_step import WordsStep
from mutualaid.desktop.widgets.messages import MessageBar
from mutualaid.desktop.widgets.words import Button, Said, Translated, announce
from mutualaid.language.catalog import N_, tr

_SIZE = (1100, 720)
_CONTROL = Qt.KeyboardModifier.ControlModifier


class StepsWindow(Translated, QDialog):
    """While work is under way its buttons rest, so a second press does nothing; the work's own Cancel stops it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAcceptDrops(True)
        self.flow = Flow()
        self.messages = MessageBar()
        self.rail = Rail(self.flow)
        self.rail.asked.connect(lambda step: self.go(Step(step)))
        self.file, self.columns, self.words = FileStep(), ColumnsStep(), WordsStep()
        self.preview, self.outcome = PreviewStep(), ResultStep()
        self.stack = QStackedWidget()
        for part in (self.file, self.columns, self.words, self.preview, self.outcome):
            self.stack.addWidget(part)
        self.back_button = Button(N_("Back"), self.back, hint=N_("Alt+Left"))
        self.cancel_button = Button(N_("Cancel"), self.reject)
        self.next_button = Button(N_("Next"), self.forward, role="primary", hint=N_("Ctrl+Enter"))
        self.import_button = Button(N_("Import"), self.start_import, role="primary", hint=N_("Ctrl+Enter"))
        self.close_button = Button(N_("Close"), self.accept, role="primary")
        self.working = Said("", role="subtle", wrap=False)
        for keys, press in (("Alt+Left", self.back), ("Alt+Right", self.forward)):
            QShortcut(QKeySequence(keys), self, press)  # lists would take these keys for their own
        self._build()

    def _build(self) -> None:
        buttons = QHBoxLayout()
        buttons.addWidget(self.back_button)
        buttons.addWidget(self.working)
        buttons.addStretch(1)
        for button in (self.cancel_button, self.next_button, self.import_button, self.close_button):
            buttons.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(22, 18, 22, 18)
        layout.setSpacing(12)
        layout.addWidget(Said(N_("Import a file"), points=4, bold=True))
        layout.addWidget(self.rail)
        layout.addWidget(self.messages)
        layout.addWidget(self.stack, 1)
        layout.addLayout(buttons)
        screen = QGuiApplication.primaryScreen().availableGeometry()
        wide, high = (theme.roomy(side) for side in _SIZE)
        self.resize(min(wide, screen.width() - 40, 1240), min(high, screen.height() - 60, 780))

    def retranslate(self) -> None:
        """Set the window's title: never the file's name, which may tell of people."""
        self.setWindowTitle(tr("Import"))

    def must_read(self, step: Step) -> bool:
        """Whether a step shows what is not known yet; if so, have it read and then shown."""
        raise NotImplementedError

    def start_import(self) -> None:
        """Import what is shown."""
        raise NotImplementedError

    def go(self, step: Step) -> None:
        """Go to a step, reading the file first where what it shows is not known yet."""
        if self.flow.busy or not self.flow.may_go(step):
            return
        self.messages.hide()
        if not self.must_read(step):
            self.show_step(step)

    def forward(self) -> None:
        """On to the next step."""
        step = self.flow.forward()
        if step is not None:
            self.go(step)

    def back(self) -> None:
        """Back to the step before."""
        step = self.flow.back()
        if step is not None:
            self.go(step)

    def show_step(self, step: Step) -> None:
        """Show a step as it is, the focus where its work begins."""
        self.flow.step = step
        self.stack.setCurrentIndex(step)
        self.back_button.setVisible(step in (Step.COLUMNS, Step.WORDS, Step.PREVIEW))
        self.cancel_button.setVisible(step is not Step.RESULT)
        self.next_button.setVisible(step < Step.PREVIEW)
        self.import_button.setVisible(step is Step.PREVIEW)
        self.close_button.setVisible(step is Step.RESULT)
        self.refresh()
        begins = {
            Step.FILE: self.next_button if self.flow.looked else self.file.choose_button,
            Step.COLUMNS: self.columns.table,
            Step.WORDS: self.words.table if self.words.table.isVisibleTo(self) else self.next_button,
            Step.PREVIEW: self.import_button if self.flow.taking else self.preview.table,
            Step.RESULT: self.close_button,
        }
        begins[step].setFocus()
        announce(self, self.flow.words(step))

    def refresh(self) -> None:
        """Let the buttons say what can be done now."""
        flow = self.flow
        self.rail.refresh()
        self.back_button.setEnabled(not flow.busy)
        self.next_button.setEnabled(not flow.busy and flow.forward() is not None)
        self.import_button.setEnabled(flow.may_import)
        self.cancel_button.setEnabled(not flow.busy)
        self.file.rest(flow.busy)
        self.outcome.rest(flow.busy)
        for part in (self.columns, self.words, self.preview):
            part.setEnabled(not flow.busy)

    def rest(self, words: str = "") -> None:
        """Let everything rest while `words` are being done; without words it works again."""
        self.flow.busy = bool(words)
        self.working.say(words)
        self.refresh()

    def cover(self) -> None:
        """Cover all that tells of people."""
        for part in (self.columns, self.words, self.preview):
            part.cover()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter goes on, and imports at the end; Enter alone does not."""
        key, held = event.key(), event.modifiers()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if held & _CONTROL and self.flow.step is Step.PREVIEW:
                self.start_import()
            elif held & _CONTROL:
                self.forward()
        else:
            super().keyPressEvent(event)
