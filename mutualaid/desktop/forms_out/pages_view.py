"""Pages as they will be printed, one under the other, to look at before paper is spent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QWidget

from mutualaid.desktop import theme
from mutualaid.desktop.widgets.words import Translated, describe
from mutualaid.language.catalog import ntr, tr

if TYPE_CHECKING:
    from mutualaid.papers.page_pictures import PagePictures
    from mutualaid.papers.sheet_marks import DrawnPages

_GAP = 12


class _Pages(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.made: DrawnPages | PagePictures | None = None
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def sizeHint(self) -> QSize:
        return QSize(420, self.heightForWidth(420))

    def heightForWidth(self, width: int) -> int:
        from mutualaid.papers.sheet_marks import HEIGHT, WIDTH

        count = len(self.made.pages) if self.made is not None else 1
        wide, high = self.made.size if self.made is not None else (WIDTH, HEIGHT)
        return round(count * (width * high / wide + _GAP))

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.made is None:
            return
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        wide, high = self.made.size
        scale = self.width() / wide
        for number in range(len(self.made.pages)):
            sheet = QRectF(0, number * (high * scale + _GAP), self.width() - 1, high * scale - 1)
            if not sheet.intersects(QRectF(event.rect())):
                continue
            painter.setPen(QColor(theme.tones().border))
            painter.setBrush(Qt.GlobalColor.white)  # paper is white in every look
            painter.drawRect(sheet)
            painter.save()
            painter.translate(sheet.topLeft())
            painter.scale(scale, scale)
            self.made.paint_page(painter, number)
            painter.restore()
        painter.end()


class PagesView(Translated, QScrollArea):
    """The pages in a column as wide as it is; the arrow keys and Page Up and Down scroll it."""

    def __init__(self) -> None:
        super().__init__()
        self._pages = _Pages()
        self.setWidget(self._pages)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.retranslate()

    @property
    def count(self) -> int:
        """How many pages are shown."""
        return len(self._pages.made.pages) if self._pages.made is not None else 0

    def show_pages(self, made: DrawnPages | PagePictures) -> None:
        """Show these, as far down as the last ones were."""
        self._pages.made = made
        self._pages.updateGeometry()
        self._pages.update()
        self.retranslate()

    def retranslate(self) -> None:
        """Say what is to be seen to those who do not see it."""
        if not hasattr(self, "_pages"):
            return
        self.setAccessibleName(tr("The pages as they will be printed"))
        describe(self, ntr("{n} page", "{n} pages", self.count) if self.count else "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Home and End go to the first and the last page."""
        bar = self.verticalScrollBar()
        if event.key() == Qt.Key.Key_Home:
            bar.setValue(bar.minimum())
        elif event.key() == Qt.Key.Key_End:
            bar.setValue(bar.maximum())
        else:
            super().keyPressEvent(event)
