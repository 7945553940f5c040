"""A page that lists people: search, a table, and beside it the one that is selected."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from mutualaid.desktop.list_export.window import open_export
from mutualaid.desktop.page import Context, Page
from mutualaid.desktop.widgets.line_model import Column, LineModel
from mutualaid.desktop.widgets.menu import MenuButton
from mutualaid.desktop.widgets.panels import EmptyState, PageHeader
from mutualaid.desktop.widgets.record_table import RecordTable
from mutualaid.desktop.widgets.words import Button, Words, announce
from mutualaid.language.catalog import N_, tr

_PAUSE_MS = 150


class ListPage(Page):
    """Subclasses give the columns, the detail (a widget), and fill `fetch`, `count_words`, `open_record`, `add`.

    With an `export_kind` (see services.list_export) what the list shows can leave as a file.
    """

    export_kind = ""

    def __init__(
        self,
        context: Context,
        *,
        title: str,
        icon: str,
        columns: Sequence[Column],
        detail: QWidget,
        empty: tuple[str, str],
        add_words: str,
        sort: int,
        empty_buttons: Sequence[Button] = (),
        more: Sequence[tuple[Words, Callable[[], object]]] = (),
    ) -> None:
        super().__init__(context)
        self.masked = False
        self.selected = ""
        self._asked = 0
        self._wanted = ""
        self.detail = detail
        self.model = self.make_model(columns)
        self.table = RecordTable()
        self.table.setModel(self.model)
        self.table.setSortingEnabled(True)
        self.table.sortByColumn(sort, Qt.SortOrder.AscendingOrder)
        self.search = QLineEdit()
        self.search.setClearButtonEnabled(True)
        self.search.setMaxLength(100)
        self.search.installEventFilter(self)
        self.show_names = Button(N_("Show names"), lambda: self.set_masked(False), role="link")
        self.show_names.hide()
        self.add_button = Button(add_words, self.add, role="primary", hint=N_("Press N in the list"))
        self._title = title
        leave = ((N_("Export this list…"), self.export),) if self.export_kind else ()
        self.more_button = MenuButton(N_("More"), *more, *leave)
        self.more_button.setVisible(bool(more or leave))
        self.header = PageHeader(title, self.more_button, self.add_button)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.refresh)
        self._build(icon, empty, add_words, empty_buttons)
        self.search.textEdited.connect(lambda _text: self._timer.start(_PAUSE_MS))
        self.table.picked.connect(self._picked)
        self.table.opened.connect(lambda _row: self.enter_detail())
        self.table.new_asked.connect(self.add)
        self.retranslate()

    def _build(self, icon: str, empty: tuple[str, str], add_words: str, buttons: Sequence[Button]) -> None:
        # From the outside in: what is put together first is styled again at each step of its way into the page.
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self.header)
        self.stack = QStackedWidget()
        layout.addWidget(self.stack, 1)
        full = QWidget()
        self.stack.addWidget(full)
        column = QVBoxLayout(full)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        tools = QHBoxLayout()
        tools.setSpacing(8)
        column.addLayout(tools)
        tools.addWidget(self.search, 2)
        tools.addWidget(self.show_names)
        tools.addStretch(1)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        column.addWidget(self.splitter, 1)
        self._halves()
        first = Button(add_words, self.add, role="primary")
        self.empty = EmptyState(icon, *empty, first, *buttons)
        self.stack.addWidget(self.empty)

    def _halves(self) -> None:
        """The list, or that nothing was found, and the record beside it."""
        self.results = QStackedWidget()
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(12)
        self.splitter.addWidget(self.results)
        self.splitter.addWidget(self.detail)
        self.splitter.setStretchFactor(0, 3)
        self.splitter.setStretchFactor(1, 2)
        self.results.addWidget(self.table)
        clear = Button(N_("Show all"), self.clear_search)
        self.nothing = EmptyState("search", N_("Nothing found"), N_("Try fewer letters, or a code."), clear)
        self.results.addWidget(self.nothing)
        for label in (self.nothing.title, self.nothing.words):
            label.setMinimumWidth(200)
        self.results.setMinimumWidth(250)
        self.splitter.setSizes([560, 440])

    def make_model(self, columns: Sequence[Column]) -> LineModel:
        """The table's model."""
        return LineModel(columns)

    @abstractmethod
    def fetch(self, text: str) -> Any:
        """The lines that hold `text`, or what `take` makes lines of; called on a reader thread."""

    @abstractmethod
    def count_words(self) -> str:
        """The line under the title."""

    @abstractmethod
    def search_words(self) -> str:
        """What the search field says it looks through."""

    @abstractmethod
    def open_record(self, uid: str) -> None:
        """Have the detail show a record; "" for none."""

    def enter_detail(self) -> None:
        """Put the focus into the detail."""
        self.detail.setFocus()

    @abstractmethod
    def add(self) -> None:
        """Begin something new."""

    def shown_uids(self) -> list[str]:
        """The records that the list shows, in its order."""
        return [line.uid for line in self.model.lines]

    def export(self) -> None:
        """Have what the list shows leave as a file, asked twice."""
        open_export(self.context, self, self.export_kind, uids=self.shown_uids())

    def retranslate(self) -> None:
        """Set what the page itself says; its parts say theirs."""
        self.search.setPlaceholderText(self.search_words())
        self.search.setAccessibleName(self.search_words())
        self.table.setAccessibleName(tr(self._title))
        self.model.spoken()
        self.header.set_line(self.count_words)
        self.table.set_widths({number: column.width for number, column in enumerate(self.model.columns)})

    def refresh(self) -> None:
        """Read the lines again; what is selected stays."""
        text = self.search.text().strip()
        self._asked += 1
        asked = self._asked

        def show(found: Any) -> None:
            if asked == self._asked:
                self.take(found, text)

        self.context.tasks.read(self.asking(text), show, owner=self)

    def asking(self, text: str) -> Callable[[], Any]:
        """What a refresh reads on a reader thread."""
        return partial(self.fetch, text)

    def take(self, found: Any, text: str) -> None:
        """Show what was fetched for `text`."""
        self._show(found, text)

    def set_lines(self, lines: Any) -> None:
        """Put lines into the table."""
        self.model.set_lines(lines)

    def _show(self, lines: Sequence[Any], text: str) -> None:
        """Show lines found for `text`; what was selected, or is to be gone to, is selected again."""
        wanted = self._wanted or self.selected
        if self._wanted and text and all(line.uid != self._wanted for line in lines):
            self.clear_search()
            return
        focused = self.table.hasFocus() or bool(self._wanted)  # what is gone to gets the keyboard
        self._wanted = ""
        self.table.blockSignals(True)
        self.set_lines(lines)
        self.table.blockSignals(False)
        self.stack.setCurrentIndex(0 if lines or text else 1)
        self.results.setCurrentIndex(0 if lines else 1)
        self.header.set_line(self.count_words)
        row = self.model.row_of(wanted)
        row = max(row, 0) if lines else -1
        if row >= 0:
            self.table.blockSignals(True)
            self.table.go_to(row)
            self.table.blockSignals(False)
        self._select(self.model.lines[row].uid if row >= 0 else "")
        if focused:
            self.table.setFocus()
        if text:
            announce(self.search, self.count_words())

    def _picked(self, row: int) -> None:
        self._select(self.model.lines[row].uid)

    def _select(self, uid: str) -> None:
        self.selected = uid
        self.open_record(uid)

    def show_record(self, uid: str) -> None:
        """Select a record, whatever the search says, and put the focus on its row."""
        self._wanted = uid
        row = self.model.row_of(uid)
        if row >= 0:
            self._wanted = ""
            self.table.go_to(row)
        else:
            self.refresh()
        self.table.setFocus()

    def clear_search(self) -> None:
        """Show all."""
        self.search.clear()
        self._timer.stop()
        self.refresh()

    def set_masked(self, masked: bool) -> None:
        """Cover names in the list, or show them again."""
        self.masked = masked
        self.show_names.setVisible(masked)
        self.model.spoken()

    def start(self) -> None:
        """Begin in the table, or at the button of the empty page."""
        if self.stack.currentIndex() == 1:
            self.empty.buttons[0].setFocus()
        else:
            self.table.setFocus()

    def find_here(self) -> None:
        """Go to the search field."""
        self.search.setFocus()
        self.search.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """N adds, also where there is no table yet to press it in; a page has more such letters."""
        typing = isinstance(self.focusWidget(), QLineEdit | QPlainTextEdit)
        known = self.letters() if not event.modifiers() and not typing else {}
        if do := known.get(Qt.Key(event.key())):
            do()
        else:
            super().keyPressEvent(event)

    def letters(self) -> dict[Qt.Key, Callable[[], object]]:
        """What each letter does where nothing is being typed."""
        return {Qt.Key.Key_N: self.add}

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """In the search field, Down and Enter go into the list, Escape shows all."""
        if watched is self.search and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.table.setFocus()
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.clear_search()
                self.table.setFocus()
                return True
        return False
