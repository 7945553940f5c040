"""What every widget with words on it shares: it sets them in `retranslate`, and again at each language change."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleEvent, QKeyEvent
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from mutualaid.language.catalog import tr

NAME = "mutualaid"
"""The program's name, the same in every language."""

_WIDE = 86
"""The least width of a button with words, in pixels."""

Words = str | Callable[[], str]
"""A message marked with N_, or a function that says it; either is asked again when the language changes."""


def say(words: Words) -> str:
    """The words in the language in use."""
    return words() if callable(words) else tr(words)


def announce(widget: QObject, text: str) -> None:
    """Have a screen reader say `text` now, without moving the focus."""
    if text and QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, text))


def describe(widget: QWidget, text: str) -> None:
    """Set what a screen reader adds to the widget's name, and tell it so."""
    if widget.accessibleDescription() != text:
        widget.setAccessibleDescription(text)
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleEvent(widget, QAccessible.Event.DescriptionChanged))


def restyle(widget: QWidget) -> None:
    """Have the style sheet looked at again after a property changed."""
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    widget.update()


class Translated:
    """Mix in before a QWidget: calls `retranslate` at each language change."""

    def retranslate(self) -> None:
        """Set every word of the widget."""

    def changeEvent(self, event: QEvent) -> None:
        """Qt's news of a change of language, palette or font."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)  # type: ignore[misc]


def plain_label(text: str = "", *, role: str = "", wrap: bool = True) -> QLabel:
    """A label that shows its text as it is: stored text is never read as markup."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(wrap)
    if role:
        label.setProperty("role", role)
    return label


class Said(Translated, QLabel):
    """A label that says its own words in the language in use. `role`: subtle, error, warn, good, badge."""

    def __init__(self, words: Words, *, role: str = "", wrap: bool = True, points: int = 0, bold: bool = False) -> None:
        super().__init__()
        self._words = words
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        if role:
            self.setProperty("role", role)
        font = self.font()
        if points:
            font.setPointSizeF(font.pointSizeF() + points)
        if bold:
            font.setBold(True)
        self.setFont(font)
        self.retranslate()

    def say(self, words: Words) -> None:
        """Say something else from now on."""
        self._words = words
        self.retranslate()

    def retranslate(self) -> None:
        """Set the text."""
        self.setText(say(self._words))


class Button(Translated, QPushButton):
    """A button with words. `role`: primary, danger, quiet, link, chip, toggle, or none; `hint` is its tooltip."""

    def __init__(
        self, words: Words, press: Callable[[], object] | None = None, *, role: str = "", hint: Words = ""
    ) -> None:
        super().__init__()
        self._words, self._hint = words, hint
        if role:
            self.setProperty("role", role)
        self.setAutoDefault(False)
        if press is not None:
            self.clicked.connect(lambda _checked=False: press())
        self.retranslate()

    def say(self, words: Words) -> None:
        """Say something else from now on."""
        self._words = words
        self.retranslate()

    def sizeHint(self) -> QSize:
        """Wide enough to hit. A least width in the style sheet would let layouts cut off longer words."""
        hint = super().sizeHint()
        least = _WIDE if self.property("role") in (None, "", "primary", "danger", "quiet") else 0
        return hint.expandedTo(QSize(least, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses it, as Space does, in windows that are no dialogs too."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.click()
            return
        super().keyPressEvent(event)

    def retranslate(self) -> None:
        """Set the text and the tooltip."""
        self.setText(say(self._words))
        if self._hint:
            self.setToolTip(say(self._hint))
