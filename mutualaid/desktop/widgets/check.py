"""A box to tick, said in the language of the moment."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox

from mutualaid.desktop.widgets.words import Translated, Words, say


class Check(Translated, QCheckBox):
    """A checkbox whose words are translated where they are shown."""

    def __init__(self, words: Words) -> None:
        self._words = words
        super().__init__()
        self.retranslate()

    def retranslate(self) -> None:
        """Say it anew."""
        self.setText(say(self._words))
