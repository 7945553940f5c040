"""The summaries page: make a release, look at it as the public will, and see which were made; and what is waiting."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from mutualaid.desktop.page import Context, Page
from mutualaid.desktop.summaries import state
from mutualaid.desktop.summaries.maker import Maker, ask_folder
from mutualaid.desktop.summaries.preview import ReleasePreview
from mutualaid.desktop.widgets.chart import BarChart
from mutualaid.desktop.widgets.panels import Card, PageHeader, scrolled
from mutualaid.desktop.widgets.words import Button, Said
from mutualaid.language.catalog import N_, ntr, tr
from mutualaid.language.errors import sentence
from mutualaid.language.formats import format_date, format_list, format_number
from mutualaid.progress import Progress
from mutualaid.records.errors import Fault
from mutualaid.records.kinds import UNFINISHED
from mutualaid.records.views import Area, Changed, NeedFilter

if TYPE_CHECKING:
    from mutualaid.services.releases import PublishedRow, ReleaseLine, ReleaseMade

_RELEASES = Changed(frozenset({Area.RELEASES}))


class _Found(NamedTuple):
    releases: list[ReleaseLine]
    categories: list[tuple[str, int]]
    ages: list[tuple[str, int]]


class SummariesPage(Page):
    """At the left what is made and what was made, at the right what the public sees of the chosen one."""

    areas = frozenset({Area.RELEASES, Area.NEEDS, Area.MATCHES})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._lines: list[ReleaseLine] = []
        self._folders: dict[str, Path] = {}
        self._wanted = ""
        self._waiting: list[tuple[str, int]] = []
        self.maker = Maker(context.today)
        self.maker.asked.connect(self.make)
        self.list = QListWidget()
        self.list.setWordWrap(True)
        self.list.setSpacing(2)
        self.list.setMinimumHeight(110)
        self.list.currentRowChanged.connect(self._chosen)
        self.none = Said(N_("None yet."), role="subtle")
        self.again_button = Button(
            N_("Write the files again…"), self._ask_again, hint=N_("The same bytes, into another folder")
        )
        self.counts = Said("", role="subtle")
        self.show_button = Button(N_("Show the files"), self.show_files)
        self.preview = ReleasePreview()
        self.empty = Said(N_("Make a summary, or choose one from the list, to see it here."), role="subtle")
        self.categories = BarChart(N_("Needs that wait, by category"))
        self.ages = BarChart(N_("Needs that wait, by how long"))
        self._build()
        self.retranslate()
        self._show_release(())

    def _build(self) -> None:
        made = Card(N_("Summaries made so far"))
        for widget in (self.none, self.list):
            made.body.addWidget(widget)
        made.body.addWidget(self.again_button, 0, Qt.AlignmentFlag.AlignLeft)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(12)
        column.addWidget(self.maker)
        column.addWidget(made)
        column.addStretch(1)
        self.public = Card(N_("As the public sees it"))
        row = QHBoxLayout()
        row.addWidget(self.counts, 1)
        row.addWidget(self.show_button)
        self.public.body.addLayout(row)
        self.public.body.addWidget(self.empty)
        self.public.body.addWidget(self.preview, 1)
        self.preview.setMinimumHeight(380)
        inside = Card(N_("Only for this office, never exported"))
        inside.body.addWidget(Said(N_("What is waiting right now, in exact numbers."), role="subtle"))
        for title, chart in ((N_("By category"), self.categories), (N_("By how long"), self.ages)):
            inside.body.addWidget(Said(title, bold=True))
            inside.body.addWidget(chart)
        right = QWidget()
        other = QVBoxLayout(right)
        other.setContentsMargins(0, 0, 8, 0)
        other.setSpacing(12)
        other.addWidget(self.public)
        other.addWidget(inside)
        other.addStretch(1)
        halves = QHBoxLayout()
        halves.setSpacing(10)
        halves.addWidget(scrolled(left), 1)
        halves.addWidget(scrolled(right), 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(PageHeader(N_("Summaries")))
        layout.addLayout(halves, 1)

    def retranslate(self) -> None:
        """Write the list again, for its items hold words."""
        self.list.setAccessibleName(tr("Summaries made so far"))
        self.preview.setAccessibleName(tr("As the public sees it"))
        self._fill_list()

    def start(self) -> None:
        """Work begins at the form."""
        self.maker.level.setFocus()

    def refresh(self) -> None:
        """Read the ledger and what waits."""
        office, today = self.context.office, self.context.today()

        def read() -> _Found:
            from mutualaid.services.needs import need_ids, need_lines
            from mutualaid.services.releases import releases

            waiting = need_lines(office, ids=need_ids(office, filter=NeedFilter(states=frozenset(UNFINISHED))))
            return _Found(releases(office), state.by_category(waiting), state.by_age(waiting, today))

        self.context.tasks.read(read, self._show, owner=self)

    def _show(self, found: _Found) -> None:
        self._lines = found.releases
        self.maker.set_made({line.period for line in found.releases})
        self.categories.set_bars([(partial(state.category_words, code), count) for code, count in found.categories])
        self.ages.set_bars([(words, count) for words, count in found.ages])
        self._fill_list()

    def _fill_list(self) -> None:
        row = self.list.currentRow()
        ids = [line.id for line in self._lines]
        self.list.blockSignals(True)
        self.list.clear()
        for line in self._lines:
            given = format_list(list(dict.fromkeys(one.recipient for one in line.handed if one.recipient)))
            parts = (state.period_words(line.period), format_date(line.created_on), given, line.id)
            self.list.addItem(QListWidgetItem(" · ".join(part for part in parts if part)))
        self.list.blockSignals(False)
        self.none.setVisible(not ids)
        for widget in (self.list, self.again_button):
            widget.setVisible(bool(ids))
        if self._wanted in ids:
            row = ids.index(self._wanted)
        self.list.setCurrentRow(max(0, min(row, len(ids) - 1)) if ids else -1)

    def _chosen(self, row: int) -> None:
        if not 0 <= row < len(self._lines):
            return
        line, office = self._lines[row], self.context.office
        self._wanted = line.id

        def read() -> list[PublishedRow]:
            from mutualaid.services.releases import published_table

            return published_table(office, release_id=line.id)

        def show(rows: list[PublishedRow]) -> None:
            if line.id == self._wanted:
                self._show_release(rows)

        self.context.tasks.read(read, show, owner=self)

    def _show_release(self, rows: list[PublishedRow] | tuple[()]) -> None:
        shown = sum(row.value is not None for row in rows)
        hidden = len(rows) - shown

        def told() -> str:
            return tr(
                "{published}, {hidden}",
                published=ntr("{n} figure published", "{n} figures published", shown),
                hidden=ntr("{n} hidden", "{n} hidden", hidden),
            )

        self.counts.say(told if rows else "")
        self.preview.show_rows(list(rows))
        self.preview.setVisible(bool(rows))
        self.empty.setVisible(not rows)
        self.show_button.setVisible(self._wanted in self._folders)

    def make(self, period: str, folder: Path, recipient: str) -> None:
        """Make the summary of a period, or write again one that was made."""
        office, today = self.context.office, self.context.today()
        self.maker.set_busy(True)

        def work(progress: Progress) -> ReleaseMade:
            from mutualaid.services.releases import make_release

            return make_release(office, period=period, out=folder, recipient=recipient, today=today, progress=progress)

        def done(made: ReleaseMade) -> None:
            self.maker.set_busy(False)
            if made.dir is not None:
                self._folders[made.id] = made.dir
            self._wanted = made.id
            self.maker.messages.tell(
                tr(
                    "The summary is made: {published} figures published, {hidden} hidden.",
                    published=format_number(made.published),
                    hidden=format_number(made.hidden),
                ),
                "good",
                action=N_("Show the files"),
                do=self.show_files,
            )
            self.context.tasks.changed.emit(_RELEASES)

        def refused(fault: Fault) -> None:
            self.maker.set_busy(False)
            self.maker.messages.tell(sentence(fault), "fault")

        def stopped() -> None:
            self.maker.set_busy(False)
            self.maker.messages.tell(tr("Stopped. Nothing was published."), "info")

        self.context.tasks.compute(
            work, done, owner=self, title=tr("Making the summary and attacking it…"), fail=refused, stopped=stopped
        )

    def _ask_again(self) -> None:
        row = self.list.currentRow()
        if 0 <= row < len(self._lines):
            line = self._lines[row]
            start = self.maker.folder.text()
            last = line.handed[-1].recipient if line.handed else ""
            ask_folder(self, start, lambda name: self.make(line.period, Path(name), last))

    def show_files(self) -> None:
        """Open the folder of the chosen release in the system's file window."""
        folder = self._folders.get(self._wanted)
        if folder is not None and folder.is_dir():
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
