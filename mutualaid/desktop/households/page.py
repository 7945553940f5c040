"""The households page: find a neighbour, reach her safely, see what she needs and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from mutualaid.desktop.households import state
from mutualaid.desktop.households.detail import HouseholdDetail
from mutualaid.desktop.needs.state import Names
from mutualaid.desktop.page import Context
from mutualaid.desktop.paged_page import PagedListPage
from mutualaid.desktop.undoing import tell_done
from mutualaid.desktop.widgets.words import Button
from mutualaid.language.catalog import N_, tr
from mutualaid.records.kinds import ConsentPurpose
from mutualaid.records.views import Area, HouseholdLine

if TYPE_CHECKING:
    from mutualaid.services.drafts import Draft


_ORDERS = ("code", "name", "open_needs", "zone", "languages", "people", "phone", "received")
"""What each column is ordered by, in the words of `services.household_list`."""


_GIVE_WAY = (6, 7, 5, 4)
"""Columns that go first where there is no room: phone, received, people, languages; the record says them all."""


class HouseholdsPage(PagedListPage):
    """Households in a table, one of them beside it."""

    areas = frozenset({Area.HOUSEHOLDS, Area.NEEDS, Area.MATCHES, Area.SCHEDULE})
    export_kind = "households"
    covers_names = True

    def __init__(self, context: Context) -> None:
        self._zones: dict[str, str] = {}
        detail = HouseholdDetail(context)
        super().__init__(
            context,
            title=N_("Households"),
            icon="households",
            columns=state.columns(self._zones, lambda: self.masked),
            detail=detail,
            empty=(
                N_("No household yet"),
                N_("Add the first neighbor who asks for help, or import the list that you already keep."),
            ),
            add_words=N_("Add a household…"),
            sort=0,
            empty_buttons=(Button(N_("Import…"), lambda: context.run("import")),),
        )
        self.table.give_way(_GIVE_WAY)
        self.household = detail
        detail.edit_asked.connect(self.edit)
        detail.need_asked.connect(self.add_need)
        detail.merge_asked.connect(self.merge)
        detail.work.need_opened.connect(lambda uid: context.go("needs", uid))
        detail.consents.answered.connect(self._consent)

    def read_more(self) -> dict[str, str]:
        """Names of zones."""
        return {code: zone.name for code, zone in self.context.office.zones.items()}

    def taken(self, more: dict[str, str]) -> None:
        """Keep them."""
        self._zones.update(more)

    def read_order(self, text: str, column: int, descending: bool) -> list[str]:
        """Households that hold the text."""
        from mutualaid.services.household_list import HouseholdOrder, ordered_households

        by = HouseholdOrder(_ORDERS[column])
        return ordered_households(self.context.office, text=text, by=by, descending=descending)

    def read_lines(self, uids: Sequence[str]) -> list[HouseholdLine]:
        """The lines of some of them."""
        from mutualaid.services.household_list import lines_of

        return lines_of(self.context.office, uids=uids)

    def count_words(self) -> str:
        """How many are shown."""
        return state.count_words(len(self.model.lines), bool(self.search.text().strip()))

    def search_words(self) -> str:
        """What is searched."""
        return tr("Search code, name, phone or note (/)")

    def open_record(self, uid: str) -> None:
        """Read one household and show it."""
        if not uid:
            self.household.show_household(None, Names(), {})
            return
        office = self.context.office

        def read() -> Any:
            from mutualaid.services.households import household
            from mutualaid.services.supplies import items
            from mutualaid.services.volunteers import volunteer_lines

            page = household(office, uid=uid)
            named = {item.code: (item.name_en, item.name_es) for _uid, item in items(office)}
            names = Names(dict(self._zones), named)
            people = volunteer_lines(office) if page.record.excluded_volunteers else []
            return page, names, {line.uid: line.name or line.code for line in people}

        def show(found: Any) -> None:
            if uid == self.selected:
                self.household.show_household(*found)

        self.context.tasks.read(read, show, owner=self, fail=lambda _fault: None)

    def set_masked(self, masked: bool) -> None:
        """Cover names here and contact data beside."""
        super().set_masked(masked)
        if masked:
            self.household.cover()

    def add(self) -> None:
        """A new household."""
        open_editor(self.context, self)

    def edit(self) -> None:
        """Change the one that is selected."""
        if self.household.page is not None:
            open_editor(self.context, self, uid=self.household.page.uid)

    def reopen(self, draft: Draft) -> None:
        """A household, more needs of one, a call, or a sheet of paper."""
        if draft.kind in ("call", "keying"):
            _reopen_asking(self.context, self, draft)
            return
        opening = open_needs if draft.kind == "more_needs" else open_editor
        opening(self.context, self, uid=draft.uid, draft=draft)

    def add_need(self) -> None:
        """More needs of the one that is selected."""
        if self.household.page is not None:
            open_needs(self.context, self, uid=self.household.page.uid)

    def dialogs(self) -> Mapping[str, Callable[[], object]]:
        """Every dialog of the page, for its picture."""
        return {"add": self.add, "change": self.edit, "more-needs": self.add_need, "merge": self.merge}

    def views(self) -> Mapping[str, Callable[[], object]]:
        """The record with its contact details shown, its log being written, and its history."""
        return {
            "shown": self.household.reach.toggle,
            "log": self.household.log.open_form,
            "history": self._show_history,
        }

    def _show_history(self) -> None:
        self.household.log.close_form()
        self.household.history.toggle()
        self.household.history.button.setFocus()

    def merge(self) -> None:
        """Make one of two records: the one that is selected and another."""
        from mutualaid.desktop.households.merge import MergeWindow

        if self.household.page is not None:
            MergeWindow(self.context, self.household.page, self, covered=self.masked).open()

    def letters(self) -> dict[Qt.Key, Callable[[], object]]:
        """Those of every list, and what is done with the household that is shown."""
        more = self.household.letters() if self.household.page is not None else {}
        return {**super().letters(), **more}

    def _consent(self, purpose: ConsentPurpose, given: bool, how: str) -> None:
        page, office = self.household.page, self.context.office
        if page is None:
            return
        uid, today = page.uid, self.context.today()

        def write() -> Any:
            from mutualaid.services.households import set_consent

            return set_consent(office, household=uid, purpose=purpose, given=given, how=how, on=today)

        def done(_changed: Any) -> None:
            tell_done(self.context, tr("Written down: {what}.", what=state.answer_words(purpose, given)))

        self.context.tasks.write(write, done, owner=self)


def open_editor(context: Context, parent: QWidget, uid: str = "", draft: Draft | None = None) -> None:
    """Open the form for a new household, or for one that is known, filled with what was typed before."""
    from mutualaid.desktop.households.editor import HouseholdEditor, read_all

    def show(found: Any) -> None:
        lists, page = found
        form = HouseholdEditor(context, lists, page, parent)
        if draft is not None:
            form.take_draft(draft.id, draft.state)
        form.open()

    context.tasks.read(lambda: read_all(context.office, uid), show, owner=parent)


def _reopen_asking(context: Context, parent: QWidget, draft: Draft) -> None:
    from mutualaid.desktop.asking.call import open_call
    from mutualaid.desktop.asking.keying import open_keying

    (open_call if draft.kind == "call" else open_keying)(context, parent, draft)


def open_needs(context: Context, parent: QWidget, uid: str, draft: Draft | None = None) -> None:
    """Open the form for more needs of a household, filled with what was typed before."""
    from mutualaid.desktop.households.editor import read_all
    from mutualaid.desktop.households.more_needs import MoreNeeds

    def show(found: Any) -> None:
        lists, page = found
        form = MoreNeeds(context, lists, page, parent)
        if draft is not None:
            form.take_draft(draft.id, draft.state)
        form.open()

    context.tasks.read(lambda: read_all(context.office, uid), show, owner=parent)


def add_household(context: Context, parent: QWidget) -> None:
    """The shell's action: add a household from anywhere."""
    open_editor(context, parent)
