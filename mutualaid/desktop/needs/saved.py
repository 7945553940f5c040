"""The menu of filters that were kept under a name, and the small windows that keep, rename and drop one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QWidget

from mutualaid.desktop.dialogs import FormDialog
from mutualaid.desktop.needs.state import NeedsState
from mutualaid.desktop.page import Context
from mutualaid.desktop.undoing import tell_done
from mutualaid.desktop.widgets.choice import Choice
from mutualaid.desktop.widgets.forms import Form
from mutualaid.desktop.widgets.watched import answered_in
from mutualaid.desktop.widgets.watched_line import WatchedLine
from mutualaid.desktop.widgets.words import Button
from mutualaid.language.catalog import N_, tr
from mutualaid.records.views import Changed

if TYPE_CHECKING:
    from mutualaid.services.saved_filters import Saved

_BY_KEY = 9


class SavedMenu(Button):
    """A menu of kept filters; Alt+1 to Alt+9 use the first nine. Emits `applied`, and `asked` with "keep" or "sort"
    (rename or drop).
    """

    applied = Signal()
    asked = Signal(str)

    def __init__(self, state: NeedsState, today: Callable[[], date]) -> None:
        self._state, self._today = state, today
        self._rows: Sequence[Saved] = ()
        super().__init__(N_("Saved filters (F)"))
        self._menu = QMenu(self)
        self.setMenu(self._menu)
        self._fill()

    def bind(self, page: QWidget) -> None:
        """Let the keys work on a page."""
        for number in range(1, _BY_KEY + 1):
            shortcut = QShortcut(QKeySequence(f"Alt+{number}"), page)
            shortcut.activated.connect(partial(self._use_number, number))

    @property
    def rows(self) -> Sequence[Saved]:
        """The filters on offer."""
        return self._rows

    def set_rows(self, rows: Sequence[Saved]) -> None:
        """Offer these."""
        if list(rows) != list(self._rows):
            self._rows = rows
            self._fill()

    def retranslate(self) -> None:
        """Set the words of the button and of the menu."""
        super().retranslate()
        if hasattr(self, "_menu"):
            self._fill()

    def _fill(self) -> None:
        self._menu.clear()
        for number, row in enumerate(self._rows, 1):
            name = row.name.replace("&", "&&")
            action = self._menu.addAction(f"{name}\tAlt+{number}" if number <= _BY_KEY else name)
            action.triggered.connect(lambda _checked=False, row=row: self.use(row))
        if self._rows:
            self._menu.addSeparator()
        keep = self._menu.addAction(tr("Save this filter…"))
        keep.setEnabled(self._state.narrowed)
        keep.triggered.connect(lambda _checked=False: self.asked.emit("keep"))
        sort = self._menu.addAction(tr("Rename or drop one…"))
        sort.setEnabled(bool(self._rows))
        sort.triggered.connect(lambda _checked=False: self.asked.emit("sort"))

    def open_menu(self) -> None:
        """Open it, as a press on the button does."""
        self._fill()
        self.showMenu()

    def mousePressEvent(self, event: object) -> None:
        """What can be saved may have changed since it was last opened."""
        self._fill()
        super().mousePressEvent(event)  # type: ignore[arg-type]

    def _use_number(self, number: int) -> None:
        if number <= len(self._rows):
            self.use(self._rows[number - 1])

    def use(self, row: Saved) -> None:
        """Filter by a kept filter, as of today."""
        from mutualaid.services.saved_filters import filter_of

        self._state.use(filter_of(row.filter, self._today()))
        self.applied.emit()


class KeepFilter(FormDialog):
    """Asks under which name the filter in use is kept."""

    def __init__(self, context: Context, state: NeedsState, parent: QWidget) -> None:
        super().__init__(N_("Save this filter"), N_("Save"), parent, width=460)
        self._context, self._filter = context, state.filter
        self.name = WatchedLine(most=60)
        self.form = Form()
        self.form.add(
            "name",
            N_("Under which name?"),
            self.name,
            hint=N_("A name that is there already is replaced. No neighbor's name in it."),
            required=True,
        )
        self.body.addWidget(self.form)
        self.name.changed.connect(lambda: setattr(self, "dirty", True))
        self.name.setFocus()

    def save(self) -> None:
        """Write it."""
        from mutualaid.services.saved_filters import keep_filter

        context, name, wanted = self._context, self.name.text().strip(), self._filter
        if not self.form.set_errors({} if name else {"name": N_("Type a name.")}):
            return

        def done(_changed: Changed) -> None:
            tell_done(context, tr("The filter is saved."))
            self.done_well()

        work = answered_in(self, context.office, lambda: keep_filter(context.office, name=name, filter=wanted))
        context.tasks.write(work, done, owner=self, fail=self.refused)


class SortFilters(FormDialog):
    """Gives a kept filter another name, or drops it."""

    def __init__(self, context: Context, rows: Sequence[Saved], parent: QWidget) -> None:
        super().__init__(N_("Saved filters"), N_("Rename"), parent, width=460)
        self._context = context
        self._names = {row.uid: row.name for row in rows}
        self.which = Choice()
        self.which.set_choices(list(self._names.items()))
        self.name = WatchedLine(most=60)
        self.form = Form()
        self.form.add("which", N_("Which filter?"), self.which)
        self.form.add("name", N_("Its name from now on"), self.name, required=True)
        self.drop_button = Button(N_("Drop it"), self.drop, role="danger")
        self.body.addWidget(self.form)
        self.body.addWidget(self.drop_button)
        self.which.chosen.connect(self._show)
        self.name.changed.connect(lambda: setattr(self, "dirty", True))
        self.which.set_code(next(iter(self._names)))
        self._show(self.which.code())
        self.which.setFocus()

    def _show(self, uid: str) -> None:
        self.name.set_text(self._names.get(uid, ""))
        self.dirty = False

    def save(self) -> None:
        """Rename it."""
        from mutualaid.services.saved_filters import rename_filter

        office, uid, name = self._context.office, self.which.code(), self.name.text().strip()
        if self.form.set_errors({} if name else {"name": N_("Type a name.")}):
            self._write(lambda: rename_filter(office, uid=uid, name=name), N_("The filter has another name."))

    def drop(self) -> None:
        """Keep it no more."""
        from mutualaid.services.saved_filters import drop_filter

        office, uid = self._context.office, self.which.code()
        self._write(lambda: drop_filter(office, uid=uid), N_("The filter is dropped."))

    def _write(self, work: Callable[[], Changed], said: str) -> None:
        context = self._context

        def done(_changed: Changed) -> None:
            tell_done(context, tr(said))
            self.done_well()

        context.tasks.write(answered_in(self, context.office, work), done, owner=self, fail=self.refused)
