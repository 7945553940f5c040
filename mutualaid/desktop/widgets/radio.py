"""One of several ways to choose, said in the language of the moment."""

from __future__ import annotations

from PySide6.QtWidgets import QRadioButton

from mutualaid.desktop.widgets.words import Translated, Words, say


class Radio(Translated, QRadioButton):
    """A radio button whose words are translated where they are shown."""

    def __init__(self, words: Words) -> None:
        self._words = words
        super().__init__()
        self.retranslate()

    def retranslate(self) -> None:
        """Say it anew."""
        self.setText(say(self._words))
