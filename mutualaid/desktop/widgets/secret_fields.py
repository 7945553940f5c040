"""Fields for secrets: a passphrase, covered, and the recovery words."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QSizePolicy, QWidget

from mutualaid.desktop.widgets.words import Button
from mutualaid.language.catalog import N_

_QUIET = (
    Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText | Qt.InputMethodHint.ImhNoAutoUppercase
)


class PassphraseField(QWidget):
    """A passphrase, covered, with a button that shows it. A screen reader does not speak it while it is covered."""

    def __init__(self) -> None:
        super().__init__()
        self.line = QLineEdit()
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.line.setInputMethodHints(_QUIET)
        self.button = Button(N_("Show"))
        self.button.setCheckable(True)
        self.button.toggled.connect(self._toggle)
        self.setFocusProxy(self.line)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.line, 1)
        layout.addWidget(self.button)

    def _toggle(self, shown: bool) -> None:
        self.line.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        self.button.say(N_("Hide") if shown else N_("Show"))

    def text(self) -> str:
        """What was typed."""
        return self.line.text()

    def clear(self) -> None:
        """Empty and cover it."""
        self.line.clear()
        self.button.setChecked(False)


class WordsField(QPlainTextEdit):
    """Recovery words, typed or pasted; Tab leaves it, Enter opens."""

    entered = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self.setInputMethodHints(_QUIET)
        self.setFixedHeight(self.fontMetrics().lineSpacing() * 3 + 24)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter does not break the line: the words are one row of words, however they wrap."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
            return
        super().keyPressEvent(event)

    def text(self) -> str:
        """What was typed."""
        return self.toPlainText().strip()
