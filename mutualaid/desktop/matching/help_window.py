"""The text for volunteers and partners: read it first, in either language, then copy it in one press."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from mutualaid.desktop import theme
from mutualaid.desktop.clipboard import share
from mutualaid.desktop.widgets.words import Button, Said, Translated, announce
from mutualaid.language.asks import Ask, ask_text
from mutualaid.language.catalog import LANGUAGES, N_, catalog, current_language, tr

_LANGUAGES = {"en": N_("In English"), "es": N_("In Spanish")}


class HelpTextWindow(Translated, QDialog):
    """Shows what will be copied, word for word; the language of the text is chosen apart from the window's."""

    def __init__(self, parent: QWidget, asks: Sequence[Ask]) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self._asks, self._language = tuple(asks), current_language()
        self.languages = QButtonGroup(self)
        row = QHBoxLayout()
        for number, code in enumerate(LANGUAGES):
            button = Button(_LANGUAGES[code], role="toggle")
            button.setCheckable(True)
            button.setChecked(code == self._language)
            self.languages.addButton(button, number)
            row.addWidget(button)
        row.addStretch(1)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setMinimumSize(theme.roomy(320), 120)
        self.copied = Said("", role="subtle")
        self.copy_button = Button(N_("Copy text"), self.copy, role="primary")
        self.close_button = Button(N_("Close"), self.reject)
        out = QHBoxLayout()
        out.addWidget(self.copied, 1)
        out.addWidget(self.close_button)
        out.addWidget(self.copy_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(22, 18, 22, 16)
        layout.setSpacing(8)
        layout.addWidget(Said(N_("Text for volunteers and partners"), points=2, bold=True))
        layout.addWidget(
            Said(
                N_(
                    "It names no family. Places, times and small numbers that could point at one are left out. Read it "
                    "before you send it."
                ),
                role="subtle",
            )
        )
        layout.addLayout(row)
        layout.addWidget(self.text, 1)
        layout.addLayout(out)
        self.languages.idClicked.connect(lambda number: self.show_in(LANGUAGES[number]))
        self.retranslate()
        self.resize(theme.roomy(540), min(theme.roomy(460), 680))
        self.copy_button.setFocus()

    def retranslate(self) -> None:
        """Set the window's own words; the text stays in the language chosen for it."""
        if not hasattr(self, "close_button"):
            return
        self.setWindowTitle(tr("Text for volunteers"))
        self.text.setAccessibleName(tr("Text for volunteers"))
        self.show_in(self._language)

    def show_in(self, language: str) -> None:
        """Show the text in a language."""
        self._language = language
        self.copied.say("")
        self.text.setPlainText(ask_text(self._asks, catalog(language)))

    def copy(self) -> None:
        """Put the text on the clipboard, to stay there."""
        share(self.text.toPlainText())
        self.copied.say(N_("Copied. Paste it where you write to them."))
        announce(self, self.copied.text())
