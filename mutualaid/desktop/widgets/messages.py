"""The bar that tells what happened, without standing in the way: a sentence, perhaps one thing to do, and away."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from mutualaid.desktop.widgets.icons import IconButton
from mutualaid.desktop.widgets.panels import IconLabel
from mutualaid.desktop.widgets.words import Button, Words, announce, plain_label, restyle, say
from mutualaid.language.catalog import N_

Kind = Literal["info", "good", "warn", "fault"]
_STAY_MS = 10_000


class MessageBar(QFrame):
    """One message at a time. Good news leaves by itself after ten seconds unless it offers something to do; a fault
    stays until it is closed, and with `stay` so does everything.
    """

    def __init__(self, parent: QWidget | None = None, *, stay: bool = False) -> None:
        super().__init__(parent)
        self._stay = stay
        self.setProperty("role", "message")
        self._icons = {"warn": IconLabel("warn", 20, "warn"), "fault": IconLabel("warn", 20, "danger")}
        self._icons["good"] = self._icons["info"] = IconLabel("good", 20, "good")
        self.text = plain_label()
        self.action = Button("", self._act, role="link")
        self._do: Callable[[], object] | None = None
        self.closer = IconButton("close", N_("Close this message"))
        self.closer.clicked.connect(self.hide)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 4, 6, 4)
        layout.setSpacing(10)
        for sign in dict.fromkeys(self._icons.values()):
            layout.addWidget(sign)
        layout.addWidget(self.text, 1)
        layout.addWidget(self.action)
        layout.addWidget(self.closer)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        self.hide()

    def tell(
        self, text: str, kind: Kind = "fault", *, action: Words = "", do: Callable[[], object] | None = None
    ) -> None:
        """Show a sentence, already in the language in use, and have it read aloud; `action` labels what `do` does."""
        self.text.setText(text)
        self.setProperty("kind", kind)
        restyle(self)
        for sign in self._icons.values():
            sign.setVisible(sign is self._icons[kind])
        self._do = do
        self.action.say(action)
        self.action.setVisible(bool(action) and do is not None)
        self.show()
        announce(self, text)
        self._timer.stop()
        if kind in ("info", "good") and do is None and not self._stay:
            self._timer.start(_STAY_MS)

    def _act(self) -> None:
        do, self._do = self._do, None
        self.hide()
        if do is not None:
            do()

    @property
    def shown(self) -> str:
        """The sentence on view, "" for none."""
        return "" if self.isHidden() else say(self.text.text)
