"""What is said before anything is written down, in both languages side by side: our words, or the office's own."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QRadioButton, QVBoxLayout, QWidget

from mutualaid.desktop.widgets.notes import NoteEditor
from mutualaid.desktop.widgets.words import Said, Translated
from mutualaid.language.catalog import N_, catalog, tr
from mutualaid.language.question_words import why

LANGUAGES = ("en", "es")
_NAMES = {"en": N_("In English"), "es": N_("In Spanish")}


class ConsentPart(Translated, QWidget):
    """Standard words to read, or two editors with them to change. `changed` when the person changed something."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.standard, self.own = QRadioButton(), QRadioButton()
        self.choice = QButtonGroup(self)
        for button in (self.standard, self.own):
            self.choice.addButton(button)
        self.standard.setChecked(True)
        self.texts = {tag: Said(partial(why, "keep", catalog(tag))) for tag in LANGUAGES}
        self.editors = {tag: NoteEditor(lines=7) for tag in LANGUAGES}
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        for column, tag in enumerate(LANGUAGES):
            grid.setColumnStretch(column, 1)
            grid.addWidget(Said(_NAMES[tag], role="subtle"), 0, column)
            grid.addWidget(self.texts[tag], 1, column)
            grid.addWidget(self.editors[tag], 2, column)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for button in (self.standard, self.own):
            layout.addWidget(button)
        layout.addLayout(grid)
        for tag, editor in self.editors.items():
            editor.set_text(why("keep", catalog(tag)))
            editor.changed.connect(self.changed)
        self.own.toggled.connect(self._turn)
        self.setFocusProxy(self.standard)
        self._show()
        self.retranslate()

    def retranslate(self) -> None:
        """Name the choices and the editors."""
        self.standard.setText(tr("The program's words"))
        self.own.setText(tr("Our own words"))
        for tag, editor in self.editors.items():
            name = tr(_NAMES[tag])
            editor.box.setAccessibleName(tr("What is said before anything is written down: {language}", language=name))

    def _turn(self, _own: bool) -> None:
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        for tag in LANGUAGES:
            self.texts[tag].setVisible(not self.own.isChecked())
            self.editors[tag].setVisible(self.own.isChecked())

    def consent(self) -> dict[str, str]:
        """The office's words by language; "" for the program's."""
        return {tag: self.editors[tag].text() if self.own.isChecked() else "" for tag in LANGUAGES}

    def missing(self) -> str:
        """The language in which the office's own words are missing, "" when none is."""
        if not self.own.isChecked():
            return ""
        return next((tag for tag in LANGUAGES if not self.editors[tag].text()), "")

    def begin_missing(self) -> None:
        """Put the keyboard where words are missing."""
        if tag := self.missing():
            self.editors[tag].setFocus()
