"""A box to tick, said in the language of the moment."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox

from mutualaid.desktop.widgets.words import Translated
from mutualaid.language.catalog import tr


class Check(Translated, QCheckBox):
    """A checkbox whose words are translated where they are shown."""

    def __init__(self, words: str) -> None:
        self._words = words
        super().__init__()
        self.retranslate()

    def retranslate(self) -> None:
        """Say it anew."""
        self.setText(tr(self._words))
