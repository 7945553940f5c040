"""The needs page: filters over a table, one need beside it, and everything that can be done with it by keyboard."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QSplitter, QStackedWidget, QVBoxLayout

from mutualaid.desktop.needs import verbs
from mutualaid.desktop.needs.detail import NeedDetail
from mutualaid.desktop.needs.editor import Choices, NeedEditor, read_choices
from mutualaid.desktop.needs.filters import FilterBar
from mutualaid.desktop.needs.reading import Found, read_lines, read_need, read_needs
from mutualaid.desktop.needs.state import SORTS, Column, NeedsState
from mutualaid.desktop.needs.table import NeedsTable
from mutualaid.desktop.page import Context, Page
from mutualaid.desktop.widgets.panels import EmptyState, PageHeader
from mutualaid.desktop.widgets.record_table import RecordTable
from mutualaid.desktop.widgets.watched import know_in
from mutualaid.desktop.widgets.words import Button
from mutualaid.language.catalog import N_, tr
from mutualaid.records.views import Area, NeedLine

if TYPE_CHECKING:
    from mutualaid.services.drafts import Draft
    from mutualaid.services.needs import NeedPage

_WIDTHS = {Column.CODE: 96, Column.NAME: 132, Column.WHAT: 214, Column.URGENCY: 104, Column.BY: 104, Column.ZONE: 140}


class NeedsPage(Page):
    """Reads ids and lines by pages; keeps the chosen need by its uid through every refresh."""

    areas = frozenset({Area.NEEDS, Area.HOUSEHOLDS, Area.MATCHES})
    covers_names = True

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.state = NeedsState()
        self.uid = ""
        self._identity = 0
        self._generation = 0
        self._total = -1
        self.new_button = Button(N_("Add a need"), self.add, role="primary", hint=N_("N"))
        self.names_button = Button(N_("Show names"), lambda: self.set_masked(False))
        self.names_button.hide()
        self.header = PageHeader(N_("Needs"), self.names_button, self.new_button)
        self.filters = FilterBar(self.state)
        self.filters.changed.connect(self.refresh)
        self.model = NeedsTable(self.state, context.today)
        self.model.wanted.connect(self._read_page)
        self.model.dataChanged.connect(self._lines_came)
        self.table = RecordTable()
        self.table.setModel(self.model)
        self.table.horizontalHeader().setSortIndicator(int(Column.URGENCY), Qt.SortOrder.DescendingOrder)
        self.table.horizontalHeader().sortIndicatorChanged.connect(self._order)
        self.table.picked.connect(self._picked)
        self.table.opened.connect(lambda _row: self.open_verbs())
        self.table.new_asked.connect(self.add)
        self.table.delete_asked.connect(lambda: self.act("close"))
        self.detail = NeedDetail(self.state, context.today)
        self.detail.asked.connect(self.act)
        self.detail.match_asked.connect(lambda verb, match: verbs.match_verb(self, verb, match))
        self.detail.household_asked.connect(lambda uid: context.go("households", uid))
        self._lay_out()
        self.retranslate()

    def _lay_out(self) -> None:
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.table)
        split.addWidget(self.detail)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 1)
        split.setSizes([640, 340])
        split.setHandleWidth(12)
        split.setChildrenCollapsible(False)
        self.detail.setMinimumWidth(280)
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
        self.stack = QStackedWidget()
        for widget in (split, none_yet, none_found, all_done):
            self.stack.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self.header)
        layout.addWidget(self.filters)
        layout.addWidget(self.stack, 1)

    def retranslate(self) -> None:
        """What no part says by itself."""
        self.table.setAccessibleName(tr("Needs"))
        self.model.retranslate()
        self.table.set_widths({int(column): width for column, width in _WIDTHS.items()})

    def start(self) -> None:
        """Work begins in the table."""
        self.table.setFocus()

    def find_here(self) -> None:
        """Into the page's search field."""
        self.filters.search.setFocus()
        self.filters.search.selectAll()

    def set_masked(self, masked: bool) -> None:
        """Cover names and contact data, or show the names again."""
        self.state.masked = masked
        self.names_button.setVisible(masked)
        self.model.repaint_all()
        if masked:
            self.detail.cover()
        else:
            self.table.setFocus()

    def refresh(self) -> None:
        """Read ids, the first lines and the names of codes; what is selected stays selected."""
        self._generation += 1
        generation, office, wanted, uid = self._generation, self.context.office, self.state.filter, self.uid
        self.context.tasks.read(
            lambda: read_needs(office, wanted, uid), lambda found: self._show(generation, found), owner=self
        )

    def _show(self, generation: int, found: Found) -> None:
        if generation != self._generation:
            return
        ids, first, total, names, page = found
        if names != self.state.names:
            self.state.names = names
            self.filters.retranslate()
        focused = self.table.hasFocus()
        self.table.blockSignals(True)
        self.model.set_ids(ids, first)
        row = self.model.row_of_uid(self.uid) if self.uid else -1
        if row < 0 and self._identity:
            row = self.model.row_of(self._identity)
        self.table.go_to(row)
        self.table.blockSignals(False)
        self._total = total
        self.header.set_line(lambda: self.state.count_line(len(ids)) if total else tr("Nothing here yet"))
        self.filters.setVisible(total > 0)
        shown = 0 if ids else 1 if not total else 2 if self.state.narrowed else 3
        self.stack.setCurrentIndex(shown)
        if page is not None:
            self.detail.show_need(page)
        elif row < 0 and ids:
            self.table.go_to(0)
        if focused and shown == 0:
            self.table.setFocus()

    def _read_page(self, page: int) -> None:
        ids, office = self.model.page_ids(page), self.context.office

        def show(lines: list[NeedLine]) -> None:
            self.model.give_page(page, ids, lines)

        self.context.tasks.read(lambda: read_lines(office, ids), show, owner=self)

    def _order(self, column: int, order: Qt.SortOrder) -> None:
        if self.state.set_order(Column(column), order == Qt.SortOrder.DescendingOrder):
            self.refresh()
            return
        header = self.table.horizontalHeader()
        back = next(column for column, sort in SORTS.items() if sort == self.state.filter.sort)
        header.blockSignals(True)
        descending = self.state.filter.descending
        header.setSortIndicator(int(back), Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder)
        header.blockSignals(False)

    def _picked(self, row: int) -> None:
        self._identity = self.model.identity(row)
        line = self.model.line(row)
        if line is not None:
            self.open_need(line.uid)

    def _lines_came(self, first: QModelIndex, last: QModelIndex) -> None:
        """The cursor may stand on a line that was still being read."""
        row = self.table.row()
        if row >= 0 and first.row() <= row <= last.row():
            line = self.model.line(row)
            if line is not None and line.uid != self.uid:
                self.open_need(line.uid)

    def open_need(self, uid: str) -> None:
        """Read a need and show it beside the table."""
        self.uid = uid
        office = self.context.office

        self.context.tasks.read(lambda: read_need(office, uid), self._show_need, owner=self)

    def _show_need(self, page: NeedPage) -> None:
        if page.uid == self.uid:
            self.detail.show_need(page)

    def show_record(self, uid: str) -> None:
        """Show just that need: its code becomes the search, which she can clear."""
        self.uid, self._identity = uid, 0
        office = self.context.office

        def show(page: NeedPage) -> None:
            self.state.show_only(page.record.code)
            self.filters.show_state()
            self.detail.show_need(page)
            self.table.setFocus()
            self.refresh()

        self.context.tasks.read(lambda: read_need(office, uid), show, owner=self)

    def dialogs(self) -> Mapping[str, Callable[[], object]]:
        """Every dialog of the page, for its picture."""
        return {
            "add": self.add,
            "change": self.edit,
            **{verb: partial(self.act, verb) for verb in ("close", "refer", "hold")},
        }

    def open_verbs(self) -> None:
        """Enter in the table: into the need beside it, on its first button."""
        if self.detail.verbs:
            next(iter(self.detail.verbs.values())).setFocus()

    def add(self, household: str = "") -> None:
        """Open the editor for a new need."""
        self._with_choices(lambda choices: self._edit(NeedEditor(self.context, choices, self, household=household)))

    def reopen(self, draft: Draft) -> None:
        """A need, new or known."""
        context, uid = self.context, draft.uid

        def read() -> tuple[Choices, NeedPage | None]:
            return read_choices(context), read_need(context.office, uid) if uid else None

        def show(found: tuple[Choices, NeedPage | None]) -> None:
            choices, page = found
            known = page.record if page is not None else None
            editor = NeedEditor(context, choices, self, uid=uid, need=known, code=known.code if known else "")
            if page is not None:
                know_in(editor, page.answers)
            editor.take_draft(draft.id, draft.state)
            self._edit(editor)

        context.tasks.read(read, show, owner=self)

    def _edit(self, editor: NeedEditor) -> None:
        self.editor = editor
        editor.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        editor.finished.connect(lambda _code: self.table.setFocus())
        editor.open()

    def _with_choices(self, then: object) -> None:
        self.context.tasks.read(lambda: read_choices(self.context), then, owner=self)  # type: ignore[arg-type]

    def edit(self) -> None:
        """Open the editor on the chosen need."""
        page = self.detail.page
        if page is None:
            return

        def open_editor(choices: Choices) -> None:
            editor = NeedEditor(self.context, choices, self, uid=page.uid, need=page.record, code=page.record.code)
            know_in(editor, page.answers)
            self._edit(editor)

        self._with_choices(open_editor)

    def act(self, verb: str) -> None:
        """Do something with the chosen need, if its state allows it."""
        page = self.detail.page
        if page is not None and verb == "why":
            self.context.go("matching", page.uid)
            return
        if page is None or page.uid != self.uid or not self.state.can(verb, page.record.state):
            return
        if verb == "edit":
            self.edit()
        else:
            verbs.need_verb(self, verb, page)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """N adds, Escape goes back to the table."""
        typing = isinstance(self.focusWidget(), QLineEdit)
        if event.key() == Qt.Key.Key_N and not event.modifiers() and not typing:
            self.add()
        elif event.key() == Qt.Key.Key_Escape:
            self.table.setFocus()
        else:
            super().keyPressEvent(event)
