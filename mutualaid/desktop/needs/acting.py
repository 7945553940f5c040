"""What the page does when something is asked of it: verbs of one need, of several, moves on the board, letters."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt

from mutualaid.desktop.list_export.window import open_export
from mutualaid.desktop.needs import editing, verbs
from mutualaid.desktop.needs.board import Board
from mutualaid.desktop.needs.lanes import Lane, move_of
from mutualaid.desktop.needs.layout import NeedsLayout
from mutualaid.desktop.needs.many import open_many
from mutualaid.desktop.needs.merging import DuplicatesWindow, MergeDialog
from mutualaid.desktop.needs.moving import MoveDialog
from mutualaid.desktop.needs.reading import read_lines, read_need
from mutualaid.desktop.needs.saved import KeepFilter, SortFilters
from mutualaid.desktop.page import Context
from mutualaid.language.catalog import tr
from mutualaid.records.views import NeedLine

if TYPE_CHECKING:
    from mutualaid.desktop.needs.editor import NeedEditor
    from mutualaid.services.drafts import Draft
    from mutualaid.services.merging_needs import Alike
    from mutualaid.services.needs import NeedPage

MOST = 1_000
"""As many needs as are changed together."""

_MATCH_VERBS = ("confirm", "fulfil", "cancel")


class Acting(NeedsLayout):
    """The layout, with everything in it that asks for something connected to what does it."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.editor: NeedEditor | None = None
        self.filters.saved.asked.connect(self.ask_filter)
        self.many.asked.connect(self.ask_many)
        self.table.delete_asked.connect(self.ask_close)
        self.detail.asked.connect(self.act)
        self.detail.match_asked.connect(self.act_on_match)
        self.detail.household_asked.connect(lambda uid: context.go("households", uid))
        self.detail.need_asked.connect(self.show_record)

    def tie_board(self, board: Board) -> None:
        """What is done with a card."""
        super().tie_board(board)
        board.close_asked.connect(self.ask_close)
        board.moved.connect(self.move_card)
        board.may_refer = self.may_refer

    def add(self, household: str = "") -> None:
        """Open the editor for a new need."""
        editing.add(self, household)

    def edit(self) -> None:
        """Open the editor on the chosen need."""
        if self.detail.page is not None:
            editing.edit(self, self.detail.page)

    def reopen(self, draft: Draft) -> None:
        """A need, new or known."""
        editing.reopen(self, draft)

    def show_editor(self, editor: NeedEditor) -> None:
        """Open an editor that was filled; the keyboard comes back to the list when it closes."""
        self.editor = editor
        editor.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        editor.finished.connect(lambda _code: self.start())
        editor.open()

    def export(self) -> None:
        """Have the needs that the filters let through leave as a file, asked twice."""
        open_export(self.context, self, "needs", filter=self.state.filter)

    def act(self, verb: str) -> None:
        """Do something with the chosen need, if its state allows it."""
        page = self.detail.page
        if page is None or page.uid != self.uid:
            return
        if verb == "why":
            self.context.go("matching", page.uid)
        elif verb == "move":
            MoveDialog(self, page.record.code, page.record.state, page.may_refer, self.act).open()
        elif verb == "merge":
            MergeDialog(self, [uid for group in page.alike for uid in group.uids]).open()
        elif verb in _MATCH_VERBS:
            self.act_on_match(verb, verbs.live_match(page))
        elif verb in ("contact", "skip", "stop") or self.state.can(verb, page.record.state):
            if verb == "edit":
                self.edit()
            else:
                verbs.need_verb(self, verb, page)

    def act_on_match(self, verb: str, match: str) -> None:
        """Confirm, fulfil or call off a match."""
        if match:
            verbs.match_verb(self, verb, match)

    def ask_close(self) -> None:
        """Delete: close the need, or all that are chosen."""
        if self.many.isVisible():
            self.ask_many("close")
        else:
            self.act("close")

    def may_refer(self, line: NeedLine) -> bool:
        """Whether a need's household lets it be referred, as far as the page knows by now; the verb asks again."""
        page = self.detail.page
        return page is None or page.uid != line.uid or page.may_refer

    def move_card(self, line: NeedLine, lane: int) -> None:
        """A card was let go on a column: do what that means."""
        verb = move_of(line, Lane(lane)).verb
        office, today = self.context.office, self.context.today()

        def then(page: NeedPage) -> None:
            self.uid = page.uid
            self.detail.show_need(page)
            self.act(verb)

        self.context.tasks.read(lambda: read_need(office, line.uid, today), then, owner=self)

    def _with_chosen(self, then: Callable[[list[NeedLine], list[Any]], None]) -> None:
        """Read the lines of what is chosen, and the catalogue."""
        ids, office = self.table.chosen(), self.context.office
        if len(ids) > MOST:
            self.context.messages.tell(tr("Choose at most {most} needs at once.", most=MOST), "warn")
            return

        def read() -> tuple[list[NeedLine], list[Any]]:
            from mutualaid.services.supplies import items

            return read_lines(office, ids), [row.record for row in items(office)]

        self.context.tasks.read(read, lambda found: then(*found), owner=self)

    def ask_many(self, verb: str) -> None:
        """Do something with all that are chosen."""
        if verb == "none":
            self.table.choose_one()
            self.table.setFocus()
        elif self.table.chosen_count() > 1:
            self.show_many(verb)

    def show_many(self, verb: str) -> None:
        """Open the window of a verb for all that are chosen."""

        def show(lines: list[NeedLine], items: list[Any]) -> None:
            if lines:
                open_many(self, verb, lines, items)

        self._with_chosen(show)

    def ask_filter(self, what: str) -> None:
        """Keep the filter in use, or rename and drop those that are kept."""
        if what == "keep":
            KeepFilter(self.context, self.state, self).open()
        elif self.filters.saved.rows:
            SortFilters(self.context, self.filters.saved.rows, self).open()

    def find_duplicates(self) -> None:
        """List the needs that may be the same one."""
        office = self.context.office

        def read() -> list[Alike]:
            from mutualaid.services.merging_needs import likely

            return likely(office)

        self.context.tasks.read(read, lambda groups: DuplicatesWindow(self, groups).open(), owner=self)

    def by_key(self, letter: str) -> bool:
        """Do what a letter stands for; whether it stands for anything."""
        several = self.many.isVisible()
        do: dict[str, Callable[[], object]] = {
            "N": self.add,
            "V": lambda: self.turn(board=not self.state.board),
            "F": self.filters.saved.open_menu,
            "M": lambda: self.act("move"),
            "L": lambda: self.act("contact"),
            "H": lambda: self.act("part"),
            "C": (lambda: self.ask_many("change")) if several else self.edit,
            "J": (lambda: self.ask_many("merge")) if several else self.find_duplicates,
        }
        if letter in do:
            do[letter]()
        return letter in do
