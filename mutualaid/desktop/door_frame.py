"""The frame that the windows before the office share: mark, language, one card in the middle."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mutualaid.desktop import theme
from mutualaid.desktop.widgets.language_button import LanguageButton
from mutualaid.desktop.widgets.panels import Card, IconLabel, scrolled
from mutualaid.desktop.widgets.words import NAME, Said, Translated


def short_path(folder: Path) -> str:
    """A folder as people say it: from the home folder on, its middle left out when it is long."""
    try:
        parts = ("~", *folder.relative_to(Path.home()).parts)
    except ValueError:
        parts = folder.parts
    if len(parts) > 4:
        parts = (*parts[:2], "…", *parts[-2:])
    return "/".join(part.rstrip("/\\") for part in parts)


class DoorFrame(Translated, QWidget):
    """A window with a card of fixed width; subclasses fill `card.body`. `language_asked` carries the choice."""

    language_asked = Signal(str)

    def __init__(self, *, width: int = 480) -> None:
        super().__init__()
        self.card = Card()
        self.card.body.setContentsMargins(28, 24, 28, 24)
        self.card.body.setSpacing(12)
        self.card.setMaximumWidth(theme.roomy(width))
        self.language_button = LanguageButton()
        self.language_button.picked.connect(self.language_asked)
        top = QHBoxLayout()
        top.setContentsMargins(24, 16, 24, 0)
        top.addWidget(IconLabel("app", 34))
        top.addWidget(Said(lambda: NAME, points=5, bold=True, wrap=False))
        top.addStretch(1)
        top.addWidget(self.language_button)
        middle = QWidget()
        inner = QVBoxLayout(middle)
        inner.setContentsMargins(20, 8, 20, 24)
        inner.addStretch(2)
        # Between stretches, not by alignment: an aligned widget is never asked its height for the width it gets, and
        # a sentence that wraps would squeeze the fields above it.
        centred = QHBoxLayout()
        centred.addStretch(1)
        centred.addWidget(self.card, 60)
        centred.addStretch(1)
        inner.addLayout(centred)
        inner.addStretch(3)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(top)
        layout.addWidget(scrolled(middle), 1)
        self.resize(max(860, theme.roomy(width) + 80), 660)
        self.setWindowTitle(NAME)
        QShortcut(QKeySequence("Ctrl+Q"), self).activated.connect(self.close)
