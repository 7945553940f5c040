"""Switches between the languages: two small buttons, each in its own language's words."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QWidget

from mutualaid.desktop.widgets.words import Button, Translated
from mutualaid.language.catalog import LANGUAGES, N_, current_language, tr

OWN_NAMES = {"en": "English", "es": "Español"}


class LanguageButton(Translated, QWidget):
    """EN and ES, the one in use pressed down. `picked` carries the language that was asked for."""

    picked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.group = QButtonGroup(self)
        self.group.setExclusive(True)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        self.buttons: dict[str, Button] = {}
        for language in LANGUAGES:
            button = Button(partial(str.upper, language), role="toggle")
            button.setCheckable(True)
            button.setAccessibleName(OWN_NAMES[language])
            button.setToolTip(OWN_NAMES[language])
            button.clicked.connect(lambda _checked=False, language=language: self.picked.emit(language))
            self.buttons[language] = button
            self.group.addButton(button)
            layout.addWidget(button)
        self.retranslate()

    def retranslate(self) -> None:
        """Press down the button of the language in use."""
        self.setAccessibleName(tr(N_("Language")))
        button = self.buttons.get(current_language())
        if button is not None:
            button.setChecked(True)

    def next(self) -> None:
        """Ask for the other language."""
        self.picked.emit("en" if current_language() == "es" else "es")
