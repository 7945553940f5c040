"""The strict way's budget of a year, painted by hand: what is used, what one more summary would take, what is left."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy

from mutualaid.desktop import theme
from mutualaid.desktop.summaries.make_state import Share
from mutualaid.desktop.widgets.painted import Painted
from mutualaid.desktop.widgets.words import Translated, describe
from mutualaid.language.catalog import tr
from mutualaid.language.formats import format_number

_BAR = 22


class BudgetGauge(Translated, Painted):
    """A bar from nothing to the whole budget: solid what is used, striped what this summary would take. The same is
    said in words beside it and read aloud, so neither colour nor pattern alone tells it.
    """

    def __init__(self) -> None:
        super().__init__()
        self.share: Share | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.retranslate()

    def show_share(self, share: Share | None) -> None:
        """Show another year, or nothing yet."""
        self.share = share
        self.retranslate()

    def retranslate(self) -> None:
        """Set what is read aloud, and paint again."""
        self.setAccessibleName(tr("Yearly budget of the strict way"))
        describe(self, self.share.words() if self.share is not None else "")
        self.update()

    def sizeHint(self) -> QSize:
        """The bar, and a line of figures under it."""
        return QSize(theme.roomy(320), _BAR + self.fontMetrics().height() + 14)

    def minimumSizeHint(self) -> QSize:
        """It can be narrow, not low."""
        return QSize(160, self.sizeHint().height())

    def parts(self) -> tuple[float, float]:
        """The shares of the bar, 0 to 1, that are used and that this summary would take; what overflows is cut off."""
        if self.share is None or self.share.epsilon <= 0:
            return 0.0, 0.0
        used = min(1.0, self.share.spent / self.share.epsilon)
        return used, min(1.0 - used, (self.share.cost or 0.0) / self.share.epsilon)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Frame, used part, striped part, and the ends' figures."""
        shade, painter = theme.tones(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint_focus(painter)
        bar = QRectF(5, 5, self.width() - 10, _BAR)
        used, more = self.parts()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(shade.soft))
        painter.drawRect(bar)
        painter.setBrush(QColor(shade.accent))
        painter.drawRect(QRectF(bar.left(), bar.top(), bar.width() * used, bar.height()))
        enough = self.share is None or self.share.cost is None or self.share.enough
        tone = QColor(shade.accent if enough else shade.danger)
        striped = QRectF(bar.left() + bar.width() * used, bar.top(), bar.width() * more, bar.height())
        painter.setBrush(QBrush(tone, Qt.BrushStyle.BDiagPattern))
        painter.drawRect(striped)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(tone, 1.5))
        if more:
            painter.drawRect(striped)
        painter.setPen(QPen(QColor(shade.border), 1))
        painter.drawRect(bar)
        self._figures(painter, bar, shade)
        painter.end()

    def _figures(self, painter: QPainter, bar: QRectF, shade: theme.Tones) -> None:
        if self.share is None:
            return
        painter.setPen(QColor(shade.text))
        below = QRectF(bar.left(), bar.bottom() + 3, bar.width(), self.fontMetrics().height())
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft, format_number(0))
        painter.drawText(below, Qt.AlignmentFlag.AlignRight, format_number(self.share.epsilon))
