"""The bar above the pages: search, one way back, a call, the import, the language, the lock."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QHBoxLayout

from mutualaid.desktop.search import SearchField
from mutualaid.desktop.widgets.icons import IconButton
from mutualaid.desktop.widgets.language_button import LanguageButton
from mutualaid.desktop.widgets.words import Button
from mutualaid.language.catalog import N_, tr
from mutualaid.language.verb_words import verb_words

if TYPE_CHECKING:
    from mutualaid.services.office import Office


class TopBar(QFrame):
    """Widgets only: what they do is the shell's."""

    def __init__(
        self,
        office: Office,
        search: SearchField,
        *,
        undo: Callable[[], object],
        take_call: Callable[[], object],
        bring_in: Callable[[], object],
    ) -> None:
        super().__init__()
        self._office = office
        self.setProperty("role", "top")
        self.search = search
        self.undo_button = IconButton("undo", self._undo_words)
        self.undo_button.clicked.connect(lambda _checked=False: undo())
        self.call_button = Button(N_("Take a call…"), take_call, hint=N_("Write down a call (Ctrl+Shift+N)"))
        self.import_button = Button(N_("Import…"), bring_in, hint=N_("Import a file (Ctrl+I)"))
        self.language_button = LanguageButton()
        self.lock_button = IconButton("lock", N_("Lock (Ctrl+L)"))
        bar = QHBoxLayout(self)
        bar.setContentsMargins(20, 8, 16, 8)
        bar.setSpacing(8)
        bar.addWidget(search, 2)
        bar.addStretch(1)
        for widget in (
            self.undo_button,
            self.call_button,
            self.import_button,
            self.language_button,
            self.lock_button,
        ):
            bar.addWidget(widget)
        self.tell_undo()

    def _undo_words(self) -> str:
        last = self._office.history.last
        if last is None:
            return tr("Nothing to undo yet (Ctrl+Z)")
        return tr("Undo: {what} (Ctrl+Z)", what=verb_words(last.verb))

    def tell_undo(self) -> None:
        """Say what can be taken back by now."""
        self.undo_button.setEnabled(self._office.history.last is not None)
        self.undo_button.retranslate()
