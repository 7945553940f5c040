"""Pages as pictures, for what Typst has set: looked at on the screen, or drawn on a printer dot by dot."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtGui import QImage, QPagedPaintDevice, QPainter


@dataclass(frozen=True)
class PagePictures:
    """PNG files in memory, one a page, so many dots to the inch."""

    pages: tuple[bytes, ...] = field(repr=False)
    dots_per_inch: float

    @cached_property
    def images(self) -> tuple[QImage, ...]:
        """The pictures, read."""
        from PySide6.QtGui import QImage

        return tuple(QImage.fromData(page) for page in self.pages)

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the first page in points."""
        from mutualaid.papers.sheet_marks import HEIGHT, WIDTH

        if not self.pages:
            return WIDTH, HEIGHT
        first = self.images[0]
        return first.width() * 72 / self.dots_per_inch, first.height() * 72 / self.dots_per_inch

    def paint_page(self, painter: QPainter, number: int) -> None:
        """Draw one page; the painter's unit is the point."""
        from PySide6.QtCore import QRectF
        from PySide6.QtGui import QPainter

        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(QRectF(0, 0, *self.size), self.images[number])

    def print_to(self, device: QPagedPaintDevice) -> None:
        """Draw every page on a printer, at its own size from corner to corner."""
        from PySide6.QtCore import QMarginsF, QSizeF
        from PySide6.QtGui import QPageLayout, QPageSize, QPainter

        paper = QPageSize(QSizeF(*self.size), QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyMatch)
        layout = QPageLayout(paper, QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0))
        layout.setMode(QPageLayout.Mode.FullPageMode)  # the margins are in the pictures
        device.setPageLayout(layout)
        painter = QPainter(device)
        for number in range(len(self.pages)):
            if number:
                device.newPage()
            painter.save()
            painter.scale(device.logicalDpiX() / 72, device.logicalDpiY() / 72)
            self.paint_page(painter, number)
            painter.restore()
        painter.end()
