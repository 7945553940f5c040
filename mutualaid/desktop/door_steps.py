"""The steps of the first-run window: a heading, why we ask, one thing to answer, and the buttons at the foot."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from mutualaid.desktop.recovery.panel import ProofForm, WordsPanel
from mutualaid.desktop.recovery.state import Sheets
from mutualaid.desktop.tasks import Tasks
from mutualaid.desktop.widgets.words import Button, Said, Words
from mutualaid.language.catalog import N_, tr


class Step(QWidget):
    """A heading, why we ask, content, and the buttons at the foot."""

    def __init__(self, title: Words, why: Words = "") -> None:
        super().__init__()
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(12)
        self.body.addWidget(Said(title, points=5, bold=True))
        if why:
            self.body.addWidget(Said(why, role="subtle"))

    def foot(self, forward: Button, back: Button | None = None) -> None:
        """Put the way back at the left and the way on at the right."""
        self.body.addStretch(1)
        row = QHBoxLayout()
        if back is not None:
            row.addWidget(back)
        row.addStretch(1)
        row.addWidget(forward)
        self.body.addLayout(row)


class WordsStep(Step):
    """Shows the recovery words once, on one sheet or three; going on takes a promise that they are on paper."""

    def __init__(self, tasks: Tasks, forward: Callable[[], object], other_way: Callable[[], object]) -> None:
        super().__init__(
            N_("Put these words on paper"),
            N_(
                "If the passphrase is ever forgotten, these words are the only other way in. Copy them by hand, with "
                "their numbers, or print them. Keep the paper away from this computer. They are shown this once; a "
                "photo keeps a copy that others can find."
            ),
        )
        self.panel = WordsPanel(tasks)
        self.other_way = Button("", other_way, role="link")
        self.forward = Button(N_("Go on"), forward, role="primary")
        self.forward.setEnabled(False)
        self.panel.written.toggled.connect(self.forward.setEnabled)
        self.body.addWidget(self.panel)
        self.foot(self.forward, self.other_way)

    def show_sheets(self, sheets: Sheets, *, label: str, store: Path) -> None:
        """Show these words, and offer the other number of sheets."""
        self.panel.show_sheets(sheets, label=label, store=store)
        self.other_way.say(
            N_("One sheet is enough") if len(sheets) > 1 else N_("Three sheets instead, any two of which open it")
        )


class ProofStep(Step):
    """Asks some of the words back."""

    def __init__(self, prove: Callable[[], object], back: Callable[[], object]) -> None:
        super().__init__(N_("Some of the words"), N_("So that we both know the paper is right."))
        self.form = ProofForm(prove)
        self.body.addWidget(self.form)
        self.foot(
            Button(N_("Open the office"), prove, role="primary"),
            Button(N_("See the words again"), back, role="quiet"),
        )


def folder_dialog(parent: QWidget, start: Path) -> QFileDialog:
    """Asks for a folder, beginning at `start` if it is there."""
    dialog = QFileDialog(parent, tr("Choose a folder"), str(start if start.is_dir() else Path.home()))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly, True)
    return dialog
