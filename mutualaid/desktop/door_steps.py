"""The steps of the first-run window: a heading, why we ask, one thing to answer, and the buttons at the foot."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QFileDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from mutualaid.desktop.widgets.words import Button, Said, Translated, Words, plain_label
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


class WordsStep(Translated, Step):
    """Shows the recovery words once; going on takes a promise that they are on paper."""

    def __init__(self, forward: Callable[[], object]) -> None:
        super().__init__(
            N_("Write these words down"),
            N_(
                "If the passphrase is ever forgotten, these words are the only other way in. Write them on paper by "
                "hand, with their numbers, and keep the paper away from this computer. They are shown this once; "
                "a photo or a printer keeps a copy that others can find."
            ),
        )
        self.grid = QGridLayout()
        self.grid.setHorizontalSpacing(18)
        self.grid.setVerticalSpacing(6)
        self.written = QCheckBox()
        self.forward = Button(N_("Go on"), forward, role="primary")
        self.forward.setEnabled(False)
        self.written.toggled.connect(self.forward.setEnabled)
        self.body.addLayout(self.grid)
        self.body.addWidget(self.written)
        self.foot(self.forward)
        self.retranslate()

    def retranslate(self) -> None:
        """Set the words of the box."""
        self.written.setText(tr("I have written all the words on paper"))

    def show_words(self, words: Sequence[str]) -> None:
        """Number them, down the columns, three columns wide."""
        rows = (len(words) + 2) // 3
        for position, word in enumerate(words):
            label = plain_label(f"{position + 1:>2}.  {word}", wrap=False)
            self.grid.addWidget(label, position % rows, position // rows)

    def forget(self) -> None:
        """Take the words out of the window."""
        while (item := self.grid.takeAt(0)) is not None:
            label = item.widget()
            if label is not None:
                label.deleteLater()


def folder_dialog(parent: QWidget, start: Path) -> QFileDialog:
    """Asks for a folder, beginning at `start` if it is there."""
    dialog = QFileDialog(parent, tr("Choose a folder"), str(start if start.is_dir() else Path.home()))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly, True)
    return dialog
