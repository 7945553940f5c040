"""A button that opens a menu of less frequent things to do; its words and theirs follow the language."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from mutualaid.desktop.widgets.words import Button, Words, say


class MenuButton(Button):
    """Each entry is (words, what it does); `enable` turns one off while it makes no sense."""

    def __init__(self, words: Words, *entries: tuple[Words, Callable[[], object]]) -> None:
        self._entries: list[tuple[Words, QAction]] = []
        super().__init__(words)
        menu = QMenu(self)
        for said, do in entries:
            action = menu.addAction("")
            action.triggered.connect(lambda _checked=False, do=do: do())
            self._entries.append((said, action))
        self.setMenu(menu)
        self.retranslate()

    def enable(self, number: int, on: bool) -> None:
        """Allow an entry, or grey it out."""
        self._entries[number][1].setEnabled(on)

    def action(self, number: int) -> QAction:
        """An entry, in the order given."""
        return self._entries[number][1]

    def retranslate(self) -> None:
        """Set the words of the button and of its entries."""
        super().retranslate()
        for words, action in self._entries:
            action.setText(say(words))
