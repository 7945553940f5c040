"""What the needs page is made of: header, filters, the bar for several, table and board side by side with a need."""

from __future__ import annotations

from abc import abstractmethod
from functools import cached_property

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout

from mutualaid.desktop.needs.board import Board
from mutualaid.desktop.needs.detail import NeedDetail
from mutualaid.desktop.needs.filters import FilterBar
from mutualaid.desktop.needs.many import ManyBar
from mutualaid.desktop.needs.state import NeedsState
from mutualaid.desktop.needs.table import NeedsList, NeedsTable
from mutualaid.desktop.page import Context, Page
from mutualaid.desktop.widgets.menu import MenuButton
from mutualaid.desktop.widgets.panels import EmptyState, PageHeader
from mutualaid.desktop.widgets.words import Button
from mutualaid.language.catalog import N_


class NeedsLayout(Page):
    """Makes and places the widgets; what they do is for those who inherit."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.state = NeedsState()
        self.uid = ""
        self.new_button = Button(N_("Add a need"), self.add, role="primary", hint=N_("N"))
        self.names_button = Button(N_("Show names"), lambda: self.set_masked(False))
        self.names_button.hide()
        self.look_buttons = {
            board: Button(words, lambda board=board: self.turn(board=board), role="toggle", hint=N_("V"))  # type: ignore[misc]
            for board, words in ((False, N_("Table")), (True, N_("Board")))
        }
        for button in self.look_buttons.values():
            button.setCheckable(True)
        self.more_button = MenuButton(
            N_("More"),
            (N_("Needs that may be the same…"), self.find_duplicates),
            (N_("Export this list…"), self.export),
        )
        self.header = PageHeader(N_("Needs"), self.names_button, self.new_button)
        self.filters = FilterBar(self.state, context.today, (*self.look_buttons.values(),), (self.more_button,))
        self.filters.saved.bind(self)
        self.many = ManyBar()
        self.model = NeedsTable(self.state, context.today)
        self.table = NeedsList(self.model)
        self.table.chose.connect(self.many.show_count)
        self.table.opened.connect(lambda _row: self.open_verbs())
        self.table.new_asked.connect(self.add)
        self.detail = NeedDetail(self.state, context.today)
        self._lay_out()

    @cached_property
    def board(self) -> Board:
        """The board, made when it is first looked at: with all of its columns it takes as long as the rest."""
        board = Board(self.state, self.context.today)
        self.lists.addWidget(board)
        self.tie_board(board)
        return board

    def tie_board(self, board: Board) -> None:
        """Connect the board; those who inherit connect what is theirs."""
        board.opened.connect(self.open_verbs)

    def _lay_out(self) -> None:
        self.lists = QStackedWidget()
        self.lists.addWidget(self.table)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.lists)
        split.addWidget(self.detail)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 1)
        split.setSizes([680, 300])
        split.setHandleWidth(12)
        split.setChildrenCollapsible(False)
        self.stack = QStackedWidget()
        for widget in (split, *self._empty_states()):
            self.stack.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        for part in (self.header, self.filters, self.many):
            layout.addWidget(part)
        layout.addWidget(self.stack, 1)

    def _empty_states(self) -> list[EmptyState]:
        none_yet = EmptyState(
            "needs",
            N_("No needs yet"),
            N_("Add the first need by hand, or bring in the list that you already keep in a file."),
            Button(N_("Add a need"), self.add, role="primary"),
            Button(N_("Import a file…"), lambda: self.context.run("import")),
        )
        none_found = EmptyState(
            "search",
            N_("Nothing matches"),
            N_("No need fits this search and these filters."),
            Button(N_("Clear the filters"), self.filters.clear, role="primary"),
        )
        all_done = EmptyState(
            "good",
            N_("Nobody is waiting"),
            N_("Every need is met or closed. Choose All states above to see them."),
            Button(N_("Add a need"), self.add, role="primary"),
        )
        return [none_yet, none_found, all_done]

    def show_stack(self, *, count: int, total: int) -> None:
        """The needs, or why there are none."""
        self.stack.setCurrentIndex(0 if count else 1 if not total else 2 if self.state.narrowed else 3)

    def show_look(self, *, board: bool) -> None:
        """Show the board or the table."""
        self.state.board = board
        for looks_like_board, button in self.look_buttons.items():
            button.setChecked(looks_like_board == board)
        self.lists.setCurrentWidget(self.board if board else self.table)
        self.detail.setVisible(not board)  # five columns want the room; Enter brings the need beside them
        self.names_button.setVisible(self.state.masked and not board)
        self.many.show_count(0 if board else self.table.chosen_count())
        self.filters.show_state()

    def start(self) -> None:
        """Work begins in the table or on the board."""
        (self.board if self.state.board else self.table).setFocus()

    def open_verbs(self) -> None:
        """Enter in the list: into the need beside it, on its first button."""
        self.detail.show()
        if self.detail.verbs:
            next(iter(self.detail.verbs.values())).setFocus()

    def leave_detail(self) -> None:
        """Back to the list; on the board the need goes out of the way."""
        self.detail.setVisible(not self.state.board)
        self.start()

    @abstractmethod
    def add(self, household: str = "") -> None:
        """Begin a new need."""

    @abstractmethod
    def turn(self, *, board: bool) -> None:
        """Show the board or the table from now on."""

    @abstractmethod
    def export(self) -> None:
        """Have the needs that are shown leave as a file."""

    @abstractmethod
    def find_duplicates(self) -> None:
        """List the needs that may be the same one."""
