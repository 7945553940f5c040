"""The window of runs: those of a week back and three ahead at the left, the chosen one at the right."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListView,
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from mutualaid.desktop import theme
from mutualaid.desktop.dialogs import WindowOver
from mutualaid.desktop.page import Context
from mutualaid.desktop.runs.pane import RunPane
from mutualaid.desktop.runs.reading import DAYS_AHEAD, SeenRuns, read_runs
from mutualaid.desktop.runs.state import run_line_words
from mutualaid.desktop.undoing import redo, tell_done, undo
from mutualaid.desktop.widgets.messages import MessageBar
from mutualaid.desktop.widgets.words import Button, Said
from mutualaid.language.catalog import N_, ntr, tr
from mutualaid.records.kinds import RunState
from mutualaid.records.views import Area, Changed

_UID = int(Qt.ItemDataRole.UserRole)
_AREAS = frozenset({Area.MATCHES, Area.SCHEDULE, Area.NEEDS, Area.VOLUNTEERS})


class RunsWindow(WindowOver):
    """Stays open beside the other pages, and keeps up with them. It has a message bar of its own."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.messages = MessageBar()
        self._outer = context
        self.context = replace(context, messages=self.messages, go=self._go)
        self.seen = SeenRuns()
        self._wanted = ""
        self._asked = 0
        self._read = False
        self.list = QListWidget()
        self.list.setProperty("role", "lines")
        self.list.setWordWrap(True)
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.none = Said(
            N_("No runs yet. Accept deliveries on Matching; what the same people bring at one time is a run."),
            role="subtle",
        )
        self.left = Said(self._left_words, role="warn")
        self.gather_button = Button(N_("Put them into runs"), self.gather, role="primary")
        self.pane = RunPane(self.context)
        self.close_button = Button(N_("Close"), self.reject)
        self._lay_out()
        self.list.currentItemChanged.connect(lambda _now, _before: self._chosen())
        self.list.itemActivated.connect(lambda _item: self.pane.start())
        context.tasks.changed.connect(self._changed)
        for keys, do in (("Ctrl+Z", undo), ("Ctrl+Shift+Z", redo)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.activated.connect(partial(do, self.context))
        self.retranslate()
        self._show()
        self.refresh()

    def _lay_out(self) -> None:
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for widget in (self.left, self.gather_button, self.none):
            column.addWidget(widget)
        column.addWidget(self.list, 100)
        column.addStretch(1)  # what stands alone stands at the top
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(12)
        self.splitter.addWidget(side)
        self.splitter.addWidget(self.pane)
        side.setMinimumWidth(220)
        self.pane.setMinimumWidth(380)
        self.splitter.setSizes([theme.roomy(300), theme.roomy(640)])
        self.splitter.setStretchFactor(1, 1)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.close_button)
        self.head = QHBoxLayout()
        self.head.addWidget(Said(N_("Runs"), points=6, bold=True), 1)
        self.rights_button = Button(N_("Know-your-rights card…"), self.open_rights)
        self.head.addWidget(self.rights_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(22, 18, 22, 16)
        layout.setSpacing(10)
        layout.addLayout(self.head)
        layout.addWidget(self.messages)
        layout.addWidget(self.splitter, 1)
        layout.addLayout(row)
        screen = QGuiApplication.primaryScreen().availableGeometry()
        self.resize(min(theme.roomy(1040), screen.width() - 40), min(theme.roomy(760), screen.height() - 60))

    def retranslate(self) -> None:
        """Say the list anew."""
        if not hasattr(self, "close_button"):
            return
        self.setWindowTitle(tr("Runs"))
        self.list.setAccessibleName(tr("Runs"))
        self._fill()

    def _go(self, page: str, uid: str) -> None:
        self.close()
        self._outer.go(page, uid)

    def _changed(self, changed: Changed) -> None:
        if changed.areas & _AREAS:
            self.refresh()

    def refresh(self) -> None:
        """Read the runs again."""
        self._asked += 1
        asked, office, today = self._asked, self.context.office, self.context.today()

        def show(seen: SeenRuns) -> None:
            if asked == self._asked:
                self.seen, self._read = seen, True
                self._fill()
                self._show()

        self.context.tasks.read(lambda: read_runs(office, today), show, owner=self)

    def _show(self) -> None:
        self.none.setVisible(self._read and not self.seen.lines and not self.seen.left)
        self.list.setVisible(bool(self.seen.lines))
        self.left.retranslate()
        had = self.gather_button.hasFocus()
        for widget in (self.left, self.gather_button):
            widget.setVisible(bool(self.seen.left))
        if had and not self.seen.left:
            self.list.setFocus()

    def _left_words(self) -> str:
        return ntr(
            "{n} accepted delivery is in no run yet.", "{n} accepted deliveries are in no run yet.", self.seen.left
        )

    def _fill(self) -> None:
        wanted = self._wanted or self.chosen()
        self.list.blockSignals(True)
        self.list.clear()
        for line in self.seen.lines:
            who, when = run_line_words(line)
            item = QListWidgetItem(f"{who}\n{when}")
            item.setData(_UID, line.uid)
            self.list.addItem(item)
        uids = [line.uid for line in self.seen.lines]
        if wanted in uids:
            self._wanted = ""
            self.list.setCurrentRow(uids.index(wanted))
        elif uids:
            self.list.setCurrentRow(self._first())
        self.list.blockSignals(False)
        self._chosen()

    def _first(self) -> int:
        """The run to begin with: one that is under way, else the next that is not over, else the last."""
        today = self.context.today()
        lines = self.seen.lines
        under_way = [at for at, line in enumerate(lines) if line.state is RunState.UNDER_WAY]
        to_come = [at for at, line in enumerate(lines) if line.state is not RunState.DONE and line.day >= today]
        return (under_way or to_come or [len(lines) - 1])[0]

    def chosen(self) -> str:
        """The run with the cursor, "" for none."""
        row = self.list.currentRow()
        return "" if row < 0 else str(self.list.item(row).data(_UID))

    def _chosen(self) -> None:
        uid = self.chosen() or self._wanted
        if uid != self.pane.uid:
            self.pane.show_run(uid)

    def show_run(self, uid: str) -> None:
        """Choose a run, once it is read."""
        self._wanted = uid
        self.refresh()

    def open_rights(self) -> None:
        """Open the know-your-rights card."""
        from mutualaid.desktop.runs.rights_window import open_rights

        open_rights(self.context, self)

    def gather(self) -> None:
        """Put the accepted deliveries of the days to come into runs."""
        office, today = self.context.office, self.context.today()

        def work() -> Changed:
            from mutualaid.services.runs import plan_runs

            return plan_runs(office, day=today, until=today + timedelta(days=DAYS_AHEAD))

        self.context.tasks.write(
            work, lambda _changed: tell_done(self.context, tr("The deliveries are in runs.")), owner=self
        )


def open_runs(context: Context, parent: QWidget, uid: str = "") -> RunsWindow:
    """Open the window of runs, or bring it forward; with `uid` on that run."""
    top = parent.window()
    window = next((one for one in top.findChildren(RunsWindow) if one.isVisible()), None)
    if window is None:
        window = RunsWindow(context, top)
        window.show()
    window.raise_()
    window.activateWindow()
    if uid:
        window.show_run(uid)
    (window.pane.list if uid else window.list).setFocus()
    return window


def open_run(context: Context, uid: str, parent: QWidget) -> RunsWindow:
    """Open the window of runs on one of them."""
    return open_runs(context, parent, uid)
