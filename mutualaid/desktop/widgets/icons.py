"""The program's own line icons, drawn in the colour of the text beside them."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QToolButton

from mutualaid import paths
from mutualaid.desktop import theme
from mutualaid.desktop.widgets.words import Translated, Words, say


@lru_cache(maxsize=256)
def pixmap(name: str, colour: str, size: int) -> QPixmap:
    """An icon as `size` x `size` device-independent pixels, drawn at twice that so that it stays sharp."""
    drawing = (paths.resources() / "icons" / f"{name}.svg").read_bytes().replace(b"currentColor", colour.encode())
    picture = QPixmap(size * 2, size * 2)
    picture.setDevicePixelRatio(2)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    QSvgRenderer(QByteArray(drawing)).render(painter, QRectF(0, 0, size, size))
    painter.end()
    return picture


def icon(name: str, *, size: int = 20) -> QIcon:
    """An icon in the text's colour, in the accent's counterpart where it is selected, dimmed where disabled."""
    shade = theme.tones()
    made = QIcon()
    made.addPixmap(pixmap(name, shade.text, size), QIcon.Mode.Normal)
    made.addPixmap(pixmap(name, shade.on_accent, size), QIcon.Mode.Selected)
    made.addPixmap(pixmap(name, shade.disabled, size), QIcon.Mode.Disabled)
    return made


class IconButton(Translated, QToolButton):
    """A button that shows only an icon; its words are its tooltip and its accessible name."""

    def __init__(self, name: str, words: Words) -> None:
        super().__init__()
        self._name, self._words = name, words
        self.setIconSize(QSize(18, 18))
        self.setMinimumSize(theme.HIT, theme.HIT)
        self.retranslate()

    def say(self, words: Words) -> None:
        """Say something else from now on."""
        self._words = words
        self.retranslate()

    def retranslate(self) -> None:
        """Set the words, and draw the icon in the colours in use."""
        self.setIcon(icon(self._name, size=18))
        self.setToolTip(say(self._words))
        self.setAccessibleName(say(self._words))
