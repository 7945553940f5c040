"""A contact detail that stays covered until it is asked for, and is covered again when she goes away."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QWidget

from mutualaid.desktop.widgets.words import Button, Translated, Words, plain_label, say
from mutualaid.language.catalog import N_, tr

DOTS = "••••"


class Masked(Translated, QWidget):
    """Shows "•••• Show" and, when pressed, the text. `name` says what it is; `shown` is called at each uncovering.

    While covered the text is in no widget, so neither a screen reader nor a screenshot finds it.
    """

    def __init__(self, name: Words, text: str = "", *, shown: Callable[[], object] | None = None) -> None:
        super().__init__()
        self._name, self._text, self._told = name, text, shown
        self.open = False
        self.label = plain_label(wrap=True)
        self.button = Button(N_("Show"), self.toggle, role="link")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.label)
        layout.addWidget(self.button)
        layout.addStretch(1)
        self.retranslate()

    def set_text(self, text: str) -> None:
        """Hold another text, covered; an empty one shows that there is none."""
        self._text = text
        self.cover()

    def cover(self) -> None:
        """Cover it."""
        self.open = False
        self.retranslate()

    def toggle(self) -> None:
        """Uncover or cover."""
        self.open = not self.open
        self.retranslate()
        if self.open and self._told is not None:
            self._told()

    def retranslate(self) -> None:
        """Set text and button for the state it is in."""
        has = bool(self._text)
        self.label.setText((self._text if self.open else DOTS) if has else tr("none given"))
        self.button.setVisible(has)
        self.button.say(N_("Hide") if self.open else N_("Show"))
        what = say(self._name)
        self.button.setAccessibleName(tr("Hide {what}", what=what) if self.open else tr("Show {what}", what=what))
        # A name of its own is all that a screen reader says of a label, so it holds what is shown.
        self.label.setAccessibleName(tr("{name}: {words}", name=what, words=self._text) if self.open and has else what)
