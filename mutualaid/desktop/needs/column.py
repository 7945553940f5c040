"""One column of the board: a heading with a count, the cards under it, and while one is dragged what would happen."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QSizePolicy, QTableView, QVBoxLayout

from mutualaid.desktop import theme
from mutualaid.desktop.needs.cards import LINE, CardDrawer, card_height
from mutualaid.desktop.needs.lanes import AT_FIRST_CLOSED, TITLES, Lane, Move
from mutualaid.desktop.needs.paged import PagedLines
from mutualaid.desktop.needs.state import NeedsState
from mutualaid.desktop.widgets.words import Button, Said, Translated, plain_label, restyle
from mutualaid.language.catalog import ntr, tr
from mutualaid.language.formats import format_number
from mutualaid.records.views import NeedLine

DRAGGED = "application/x-mutualaid-need"
"""What is dragged is a number that means something in this office only, and never a word."""

_DISPLAY, _READ = int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.AccessibleTextRole)
_TOOLTIP = int(Qt.ItemDataRole.ToolTipRole)
_WIDE = 172

Index = QModelIndex | QPersistentModelIndex


class ColumnModel(QAbstractTableModel):
    """The cards of a column. `wanted` asks for a page of lines by its number."""

    wanted = Signal(int)

    def __init__(self, state: NeedsState, today: Callable[[], date]) -> None:
        super().__init__()
        self._state, self._today = state, today
        self.lines = PagedLines(self.wanted.emit)

    def set_ids(self, ids: array[int], first: Sequence[NeedLine]) -> None:
        """Show these needs; `first` are the lines of the first page."""
        self.beginResetModel()
        self.lines.set_ids(ids, first)
        self.endResetModel()

    def give_page(self, page: int, ids: Sequence[int], lines: Sequence[NeedLine]) -> None:
        """The lines of a page."""
        rows = self.lines.give(page, ids, lines)
        if rows:
            self.dataChanged.emit(self.index(rows.start, 0), self.index(rows.stop - 1, 0))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        """How many needs."""
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        """One."""
        return 0 if parent.isValid() else 1

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> object:
        """What a screen reader says of the one column; nobody sees it."""
        return tr("Needs") if orientation == Qt.Orientation.Horizontal and role == _DISPLAY else None

    def data(self, index: Index, role: int = _DISPLAY) -> object:
        """The line for the drawing, and the card in words for everyone else."""
        if role not in (LINE, _DISPLAY, _READ, _TOOLTIP):
            return None
        line = self.lines.line(index.row())
        if role == LINE or line is None:
            return line if line is not None or role == LINE else "…"
        return self._state.card(line, self._today()).spoken

    def flags(self, index: Index) -> Qt.ItemFlag:
        """A card can be chosen and dragged."""
        return super().flags(index) | Qt.ItemFlag.ItemIsDragEnabled

    def mimeTypes(self) -> list[str]:
        """One, of this program's own."""
        return [DRAGGED]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """The local number of what is dragged."""
        data = QMimeData()
        data.setData(DRAGGED, str(self.lines.identity(indexes[0].row())).encode())
        return data

    def repaint_all(self) -> None:
        """What the cards say has changed though the lines have not."""
        if len(self.lines):
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.lines) - 1, 0))


class CardList(QTableView):
    """The cards: a table of one column, for Qt's list lays out all of its rows anew whenever a few of them change.

    `side` asks to go to the column left (-1) or right (1), `picked` says that the cursor moved.
    """

    side = Signal(int)
    picked = Signal(int)
    opened = Signal(int)
    close_asked = Signal()
    began = Signal(object)
    ended = Signal()

    def __init__(self, model: ColumnModel, state: NeedsState, today: Callable[[], date]) -> None:
        super().__init__()
        self.cards = model
        self.setModel(model)
        self.setItemDelegate(CardDrawer(state, today, self))
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.horizontalHeader().hide()
        self.horizontalHeader().setStretchLastSection(True)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.set_height()
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setDragEnabled(True)
        self.setMouseTracking(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("role", "cards")
        self.doubleClicked.connect(lambda index: self.opened.emit(index.row()))

    def set_height(self) -> None:
        """Make every card as high as three lines are in the font in use."""
        self.verticalHeader().setDefaultSectionSize(card_height(self.fontMetrics()))

    def changeEvent(self, event: QEvent) -> None:
        """Larger letters want higher cards."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.set_height()

    def row(self) -> int:
        """The row with the cursor, -1 for none."""
        index = self.currentIndex()
        return index.row() if index.isValid() else -1

    def currentChanged(self, current: QModelIndex, previous: QModelIndex) -> None:  # type: ignore[override]
        """Another card has the cursor."""
        super().currentChanged(current, previous)
        if current.isValid():
            self.picked.emit(current.row())

    def startDrag(self, supportedActions: Qt.DropAction) -> None:
        """Say what is dragged before it is, and that it is over when it is."""
        line = self.cards.lines.line(self.row()) if self.row() >= 0 else None
        if line is None:
            return
        self.began.emit(line)
        super().startDrag(Qt.DropAction.MoveAction)
        self.ended.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go over the board; letters are the page's verbs, never a search."""
        key, plain = event.key(), not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.side.emit(-1 if key == Qt.Key.Key_Left else 1)
        elif plain and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.row() >= 0:
            self.opened.emit(self.row())
        elif plain and key == Qt.Key.Key_Delete and self.row() >= 0:
            self.close_asked.emit()
        elif event.text() and event.text().isprintable() and key != Qt.Key.Key_Space:
            event.ignore()
        else:
            super().keyPressEvent(event)


class Column(Translated, QFrame):
    """A heading over the cards. `turned` says that it was opened or closed, `dropped` that a card was let go on it."""

    turned = Signal()
    dropped = Signal()

    def __init__(self, lane: Lane, state: NeedsState, today: Callable[[], date]) -> None:
        super().__init__()
        self.lane = lane
        self.open = lane not in AT_FIRST_CLOSED
        self.count = 0
        self._verdict: Move | None = None
        self.setProperty("role", "lane")
        self.model = ColumnModel(state, today)
        self.cards = CardList(self.model, state, today)
        self.head: Button | Said = Said(self._title, bold=True, wrap=False)
        if lane in AT_FIRST_CLOSED:
            self.head = Button(self._title, self.turn, role="quiet")
        self.why = plain_label(role="subtle")
        self.why.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 6, 4, 4)
        layout.setSpacing(4)
        layout.addWidget(self.head, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self.why)
        layout.addWidget(self.cards, 1)
        layout.addStretch(0)
        self.setAcceptDrops(True)
        self._show()
        self.retranslate()

    def retranslate(self) -> None:
        """Say the heading and the cards again."""
        self.cards.setAccessibleName(self._spoken())
        self.head.setAccessibleName(self._spoken())
        self.model.repaint_all()
        self._say_why()
        self._keep_wide()

    def _title(self) -> str:
        said = tr("{column} ({n})", column=tr(TITLES[self.lane]), n=format_number(self.count))
        return said if self.lane not in AT_FIRST_CLOSED else f"{'▾' if self.open else '▸'} {said}"

    def _spoken(self) -> str:
        needs = ntr("{n} need", "{n} needs", self.count)
        return tr("{column}, {needs}", column=tr(TITLES[self.lane]), needs=needs)

    def set_ids(self, count: int, ids: array[int], first: Sequence[NeedLine]) -> None:
        """Show these needs under a heading that counts all of them."""
        self.count = count
        self.model.set_ids(ids, first)
        self.head.retranslate()
        self.cards.setAccessibleName(self._spoken())
        self.head.setAccessibleName(self._spoken())
        self._keep_wide()

    def turn(self) -> None:
        """Open the column, or close it again."""
        self.open = not self.open
        self._show()
        self.head.retranslate()
        self.turned.emit()

    def _show(self) -> None:
        self.cards.setVisible(self.open)
        self.setSizePolicy(
            QSizePolicy.Policy.Expanding if self.open else QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Expanding
        )
        self._keep_wide()

    def _keep_wide(self) -> None:
        """A card's width when it is open, and never less than the heading's."""
        head = self.head.sizeHint().width() + 16
        self.setMinimumWidth(max(head, theme.roomy(_WIDE)) if self.open else head)

    def sizeHint(self) -> QSize:
        """Wide enough for a card when it is open."""
        hint = super().sizeHint()
        return QSize(max(hint.width(), theme.roomy(_WIDE)) if self.open else self.head.sizeHint().width() + 8, 200)

    def consider(self, verdict: Move | None) -> None:
        """While a card is dragged: whether it can go here, and if not, why; none when nothing is dragged."""
        self._verdict = verdict
        self.setProperty("kind", "" if verdict is None else "can" if verdict.verb else "cannot")
        restyle(self)
        self._say_why()

    def _say_why(self) -> None:
        verdict = self._verdict
        self.why.setText(tr(verdict.why) if verdict is not None and verdict.why else "")
        self.why.setVisible(bool(self.why.text()))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A card may be let go here, if there is a verb for it."""
        self._judge(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """It still may, or not."""
        self._judge(event)

    def _judge(self, event: QDragEnterEvent | QDragMoveEvent) -> None:
        if not event.mimeData().hasFormat(DRAGGED):
            event.ignore()
        elif self._verdict is not None and self._verdict.verb:
            event.acceptProposedAction()
        else:
            event.ignore()

    def dropEvent(self, event: QDropEvent) -> None:
        """It was let go: what follows may open a window, so the dragging ends first."""
        if self._verdict is not None and self._verdict.verb:
            event.acceptProposedAction()
            QTimer.singleShot(0, self, self.dropped.emit)
