"""What a drawn page is made of: words, boxes and rules at fixed places, worked out once and drawn anywhere.

Lengths are typographic points (1/72 inch) from the upper left corner of a US Letter page. Lines are broken by the
measure of the font alone, never of a device, so that a page on the screen, in a PDF and on a printer is the same page.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtGui import QFont, QFontMetricsF, QImage, QPagedPaintDevice, QPainter

WIDTH, HEIGHT = 612.0, 792.0
"""US Letter."""

_FINE = 20
"""Steps of a point that fonts are measured in, so that widths are not rounded to a screen's dots."""
_NARROW = 90
"""How wide the letters are, of a hundred: the family's own condensed cut, where it is there."""


@dataclass(frozen=True, slots=True)
class Words:
    """One line of text: `y` is its baseline, `size` in points."""

    x: float
    y: float
    text: str
    size: float
    bold: bool = False

    def moved(self, down: float) -> Words:
        """The same, lower on the page."""
        return replace(self, y=self.y + down)


@dataclass(frozen=True, slots=True)
class Box:
    """An empty frame, its upper left corner at (`x`, `y`)."""

    x: float
    y: float
    width: float
    height: float
    weight: float = 0.8

    def moved(self, down: float) -> Box:
        """The same, lower on the page."""
        return replace(self, y=self.y + down)


@dataclass(frozen=True, slots=True)
class Rule:
    """A level line to write on, or to part one thing from the next."""

    x: float
    y: float
    width: float
    weight: float = 0.6

    def moved(self, down: float) -> Rule:
        """The same, lower on the page."""
        return replace(self, y=self.y + down)


Mark = Words | Box | Rule


class _Fonts(threading.local):
    """Fonts with their measures, by size and weight: a thread's own, for Qt shares none between threads."""

    def __init__(self) -> None:
        self.known: dict[tuple[float, bool], tuple[QFont, QFontMetricsF]] = {}

    def of(self, size: float, bold: bool) -> tuple[QFont, QFontMetricsF]:
        if (size, bold) not in self.known:
            from PySide6.QtGui import QFont, QFontMetricsF

            font = QFont(["DejaVu Sans", "Verdana", "sans-serif"])
            font.setPixelSize(round(size * _FINE))
            font.setStretch(_NARROW)
            font.setBold(bold)
            font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
            self.known[size, bold] = font, QFontMetricsF(font)
        return self.known[size, bold]


_fonts = _Fonts()


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """How wide a line of text is."""
    return _fonts.of(size, bold)[1].horizontalAdvance(text) / _FINE


def rise(size: float) -> float:
    """How far a line's letters reach above its baseline."""
    return 0.93 * size


def pitch(size: float) -> float:
    """From one baseline to the next."""
    return 1.15 * size


def broken(text: str, width: float, size: float, *, bold: bool = False) -> list[str]:
    """The text in lines no wider than `width`, broken between words; a word wider than that stands alone."""
    lines: list[str] = []
    for paragraph in text.splitlines() or [""]:
        line = ""
        for word in paragraph.split():
            longer = f"{line} {word}" if line else word
            if line and width_of(longer, size, bold=bold) > width:
                lines.append(line)
                line = word
            else:
                line = longer
        lines.append(line)
    return lines


def lines(text: Sequence[str], x: float, y: float, size: float, *, bold: bool = False) -> tuple[list[Mark], float]:
    """Lines of text from `y` down, and how high they stand."""
    marks: list[Mark] = [
        Words(x, y + rise(size) + number * pitch(size), line, size, bold) for number, line in enumerate(text) if line
    ]
    return marks, len(text) * pitch(size)


def paint(painter: QPainter, marks: Iterable[Mark]) -> None:
    """Draw one page's marks; the painter's unit is the point, its origin the corner of the paper."""
    from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
    from PySide6.QtGui import QPen

    painter.setBrush(Qt.BrushStyle.NoBrush)
    for mark in marks:
        painter.setPen(QPen(Qt.GlobalColor.black, 1 if isinstance(mark, Words) else mark.weight))
        if isinstance(mark, Words):
            painter.save()
            painter.translate(mark.x, mark.y)
            painter.scale(1 / _FINE, 1 / _FINE)
            painter.setFont(_fonts.of(mark.size, mark.bold)[0])
            painter.drawText(QPointF(0, 0), mark.text)
            painter.restore()
        elif isinstance(mark, Box):
            painter.drawRect(QRectF(mark.x, mark.y, mark.width, mark.height))
        else:
            painter.drawLine(QLineF(mark.x, mark.y, mark.x + mark.width, mark.y))


@dataclass(frozen=True)
class DrawnPages:
    """Pages of marks, ready for a printer, a PDF or the screen."""

    pages: tuple[tuple[Mark, ...], ...]

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of a page in points."""
        return WIDTH, HEIGHT

    def paint_page(self, painter: QPainter, number: int) -> None:
        """Draw one page; the painter's unit is the point."""
        paint(painter, self.pages[number])

    def print_to(self, device: QPagedPaintDevice) -> None:
        """Draw every page on a printer or into a PDF."""
        from PySide6.QtCore import QMarginsF
        from PySide6.QtGui import QPageLayout, QPageSize, QPainter

        layout = QPageLayout(
            QPageSize(QPageSize.PageSizeId.Letter), QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0)
        )
        layout.setMode(QPageLayout.Mode.FullPageMode)  # the margins are in the marks
        device.setPageLayout(layout)
        painter = QPainter(device)
        for number, marks in enumerate(self.pages):
            if number:
                device.newPage()
            painter.save()
            painter.scale(device.logicalDpiX() / 72, device.logicalDpiY() / 72)
            paint(painter, marks)
            painter.restore()
        painter.end()

    def picture(self, number: int, dots_per_inch: float) -> QImage:
        """One page as it will look on white paper."""
        from PySide6.QtCore import Qt
        from PySide6.QtGui import QImage, QPainter

        scale = dots_per_inch / 72
        image = QImage(round(WIDTH * scale), round(HEIGHT * scale), QImage.Format.Format_Grayscale8)
        image.fill(Qt.GlobalColor.white)
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        painter.scale(scale, scale)
        paint(painter, self.pages[number])
        painter.end()
        return image
