"""What a form says is agreed to: the standard words, or the office's own in each language."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from mutualaid.desktop.widgets.check import Check
from mutualaid.desktop.widgets.forms import FormRow
from mutualaid.desktop.widgets.words import Words
from mutualaid.language.catalog import LANGUAGES, N_

_LABELS = {"es": N_("Consent in Spanish"), "en": N_("Consent in English")}
_LINES = 5


class ConsentWords(QWidget):
    """Two texts that appear once she wants words of her own, with the standard ones in them to begin with."""

    changed = Signal()

    def __init__(self, standard: Callable[[str], str]) -> None:
        super().__init__()
        self._standard = standard
        self.own = Check(N_("In our own words"))
        self.boxes = {language: QPlainTextEdit() for language in _LABELS}
        self.rows = {language: FormRow(_label(language), box) for language, box in self.boxes.items()}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(FormRow(N_("What people agree to"), self.own))
        for language, box in self.boxes.items():
            box.setTabChangesFocus(True)
            box.setFixedHeight(box.fontMetrics().lineSpacing() * _LINES + 18)
            box.textChanged.connect(self.changed)
            layout.addWidget(self.rows[language])
            self.rows[language].hide()
        self.own.toggled.connect(self._turn)

    def _turn(self, own: bool) -> None:
        for language, box in self.boxes.items():
            self.rows[language].setVisible(own)
            if own and not box.toPlainText():
                box.setPlainText(self._standard(language))
        self.changed.emit()

    def words(self) -> Mapping[str, str]:
        """Her own words by language; nothing for a language that says the standard ones."""
        if not self.own.isChecked():
            return {}
        written = {language: self.boxes[language].toPlainText().strip() for language in LANGUAGES}
        return {language: text for language, text in written.items() if text and text != self._standard(language)}


def _label(language: str) -> Words:
    return _LABELS[language]
