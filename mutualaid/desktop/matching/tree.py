"""The page's lists: groups that open and close over rows of two lines, drawn from frozen tuples."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QTreeView

from mutualaid.desktop.matching.drawing import RowDrawer
from mutualaid.desktop.matching.lines import Lines, group_under, group_words, lines
from mutualaid.desktop.matching.rows import Group, Row, Run, singles
from mutualaid.desktop.matching.state import MatchingState

_HELD_MS = 80
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_TOOLTIP = int(Qt.ItemDataRole.ToolTipRole)
_SPOKEN = int(Qt.ItemDataRole.AccessibleTextRole)
_HIDDEN = QModelIndex()
Index = QModelIndex | QPersistentModelIndex


class GroupModel(QAbstractItemModel):
    """Groups and their rows in one column. An index of a row carries its group's number plus one."""

    def __init__(self, state: MatchingState) -> None:
        super().__init__()
        self.state = state
        self.groups: tuple[Group, ...] = ()

    def lines(self, row: Row) -> Lines:
        """A row as it is drawn."""
        return lines(self.state, row)

    def heading(self, group: Group) -> tuple[str, str]:
        """A group's heading, and what stands at its right."""
        return group_words(group), group_under(self.state, group)

    def set_groups(self, groups: Sequence[Group]) -> None:
        """Show these groups."""
        self.beginResetModel()
        self.groups = tuple(groups)
        self.endResetModel()

    def index(self, row: int, column: int, parent: Index = _HIDDEN) -> QModelIndex:
        """The index of a group, or of a row in a group."""
        above = parent.row() + 1 if parent.isValid() else 0
        rows = self.groups[above - 1].rows if above else self.groups
        return self.createIndex(row, column, above) if 0 <= row < len(rows) and column == 0 else QModelIndex()

    def parent(self, index: Index) -> QModelIndex:  # type: ignore[override]
        """The group of a row."""
        number = index.internalId()
        return self.createIndex(int(number) - 1, 0, 0) if number else QModelIndex()

    def rowCount(self, parent: Index = _HIDDEN) -> int:
        """How many groups, or rows of a group."""
        if not parent.isValid():
            return len(self.groups)
        return 0 if parent.internalId() else len(self.groups[parent.row()].rows)

    def columnCount(self, parent: Index = _HIDDEN) -> int:
        """One."""
        return 1

    def group(self, index: Index) -> Group | None:
        """The group that an index heads; none for a row."""
        return self.groups[index.row()] if index.isValid() and not index.internalId() else None

    def row(self, index: Index) -> Row | None:
        """The row at an index; none for a group."""
        number = int(index.internalId()) if index.isValid() else 0
        return self.groups[number - 1].rows[index.row()] if number else None

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        """The text of a row or heading; the drawing asks for its parts itself."""
        if role not in (_DISPLAY, _TOOLTIP, _SPOKEN):
            return None
        group = self.group(index)
        if group is not None:
            return None if role == _TOOLTIP else ", ".join(self.heading(group))
        row = self.row(index)
        if row is None:
            return None
        shown = self.lines(row)
        return f"{shown.lead} {shown.text}\n{shown.under}".strip() if role == _TOOLTIP else shown.spoken

    def find(self, key: str, group_key: str = "") -> QModelIndex:
        """The row with that key, in that group rather than in another; invalid when there is none."""
        found = QModelIndex()
        for number, group in enumerate(self.groups):
            top = self.index(number, 0)
            if not key and group.key == group_key:
                return top
            for position, row in enumerate(group.rows):
                if row.key == key and (group.key == group_key or not found.isValid()):
                    found = self.index(position, 0, top)
        return found

    def place(self, index: Index) -> tuple[str, str]:
        """The keys of a row and of its group, as `find` takes them; the row's is "" for a heading."""
        row = self.row(index)
        if row is not None:
            return row.key, self.groups[int(index.internalId()) - 1].key
        group = self.group(index)
        return "", group.key if group is not None else ""


class GroupTree(QTreeView):
    """Emits `picked` when the cursor or the selection moved, `opened` on Enter, `verb_asked` with a letter.

    Left and Right close and open a group; Enter on a heading does too. Letters are the page's verbs, never a search.
    """

    picked = Signal()
    opened = Signal()
    verb_asked = Signal(str)

    def __init__(self, state: MatchingState) -> None:
        super().__init__()
        self.rows = GroupModel(state)
        self.setModel(self.rows)
        self.setItemDelegate(RowDrawer(self.rows, self))
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setIndentation(0)
        self.setExpandsOnDoubleClick(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self._closed: set[str] = set()
        self._quiet = self._held = False
        self._told: object = None
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self.picked)
        self.collapsed.connect(lambda index: self._closed.add(self.rows.place(index)[1]))
        self.expanded.connect(lambda index: self._closed.discard(self.rows.place(index)[1]))
        self.selectionModel().selectionChanged.connect(lambda _new, _old: self._selected())
        self.selectionModel().currentChanged.connect(lambda _new, _old: self._moved())

    def _selected(self) -> None:
        """The selection changes just before the cursor does; what follows the cursor is told then."""
        chosen = self.selectedIndexes()
        if len(chosen) != 1 or chosen[0] == self.currentIndex():
            self._moved()

    def _moved(self) -> None:
        if self._quiet or (now := self._chosen_now()) == self._told:
            return
        self._told = now
        if self._held:
            self._later.start(_HELD_MS)  # a card for each line that flies by would hold the flight up
        else:
            self.picked.emit()

    def _chosen_now(self) -> object:
        """What is chosen, in few words: both the cursor and the selection tell of one step."""
        parts = self.selectionModel().selection().toList()
        ranges = [(part.parent().row(), part.top(), part.bottom()) for part in parts]
        current = self.currentIndex()
        return current.internalId(), current.row(), sorted(ranges)

    def show_groups(self, groups: Sequence[Group]) -> None:
        """Show these groups; the cursor, the selection and closed groups stay where they were if they can."""
        current, position = self.rows.place(self.currentIndex()), self._position()
        chosen = {self.rows.place(index) for index in self.selectedIndexes()}
        self._quiet = True
        self.rows.set_groups(groups)
        self._open_groups()
        index = self.rows.find(*current)
        if not index.isValid():
            index = self._at(position)
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index)
        if len(chosen) > 1:
            self._select_again(chosen)
        self._quiet = False
        self._told = None
        self._moved()

    def _open_groups(self) -> None:
        """Open all at once, which costs one layout, and close those that she had closed."""
        self.blockSignals(True)  # nobody opened or closed anything
        self.expandAll()
        for number, group in enumerate(self.rows.groups):
            if group.key in self._closed:
                self.collapse(self.rows.index(number, 0))
        self.blockSignals(False)

    def _select_again(self, chosen: set[tuple[str, str]]) -> None:
        flag = self.selectionModel().SelectionFlag.Select
        for number, group in enumerate(self.rows.groups):
            top = self.rows.index(number, 0)
            if ("", group.key) in chosen:
                self.selectionModel().select(top, flag)
            for position, row in enumerate(group.rows):
                if (row.key, group.key) in chosen:
                    self.selectionModel().select(self.rows.index(position, 0, top), flag)

    def _position(self) -> int:
        """How many rows stand before the cursor."""
        index = self.currentIndex()
        group = int(index.internalId()) - 1
        if group < 0:
            return 0
        return sum(len(g.rows) for g in self.rows.groups[:group]) + index.row()

    def _at(self, position: int) -> QModelIndex:
        """The row at that place, the last when there are fewer."""
        last = QModelIndex()
        for number, group in enumerate(self.rows.groups):
            if group.rows:
                last = self.rows.index(min(position, len(group.rows) - 1), 0, self.rows.index(number, 0))
            if position < len(group.rows):
                return last
            position -= len(group.rows)
        return last

    def go_to(self, key: str) -> bool:
        """Put the cursor on a row; whether there is one with that key."""
        index = self.rows.find(key)
        if not index.isValid():
            return False
        self.expand(index.parent())
        self.setCurrentIndex(index)
        self.scrollTo(index)
        return True

    def to_heading(self) -> None:
        """Put the cursor on the heading of its group."""
        parent = self.currentIndex().parent()
        if parent.isValid():
            self.setCurrentIndex(parent)

    def chosen(self) -> list[Row]:
        """The selected rows, a heading standing for its group and a run for its stops; each once, in order."""
        found: dict[str, Row] = {}
        for index in sorted(self.selectedIndexes(), key=lambda index: (index.parent().row(), index.row())):
            group, row = self.rows.group(index), self.rows.row(index)
            for one in singles(group.rows if group is not None else (row,) if row is not None else ()):
                found.setdefault(one.key, one)
        return list(found.values())

    def current(self) -> Row | None:
        """The row with the cursor."""
        return self.rows.row(self.currentIndex())

    def current_run(self) -> Run | None:
        """The run whose head has the cursor."""
        row = self.current()
        return row.item if row is not None and isinstance(row.item, Run) else None

    def current_group(self) -> Group | None:
        """The group whose heading has the cursor."""
        return self.rows.group(self.currentIndex())

    def spoken(self) -> None:
        """Words changed: draw and read everything again."""
        self.rows.layoutChanged.emit()
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens; a letter is a verb. While a key is held down the cursor runs ahead of what follows it."""
        self._held = event.isAutoRepeat()
        try:
            self._press(event)
        finally:
            self._held = False

    def _press(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        index = self.currentIndex()
        if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.rows.group(index) is not None:
                self.setExpanded(index, not self.isExpanded(index))
            elif index.isValid():
                self.opened.emit()
        elif plain and event.key() == Qt.Key.Key_Left and index.parent().isValid():
            self.to_heading()
        elif plain and len(event.text()) == 1 and event.text().isalpha():
            self.verb_asked.emit(event.text().upper())
        elif event.text() and event.text().isprintable() and event.key() != Qt.Key.Key_Space:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on a heading's arrow opens or closes the group."""
        index = self.indexAt(event.position().toPoint())
        arrow = event.position().x() < RowDrawer.ARROW
        if arrow and event.button() == Qt.MouseButton.LeftButton and self.rows.group(index) is not None:
            self.setExpanded(index, not self.isExpanded(index))
        super().mouseReleaseEvent(event)
