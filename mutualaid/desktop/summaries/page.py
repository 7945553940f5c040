"""The summaries page: what is public of the office, in looks of their own, and apart from them what never is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QStackedWidget, QTabBar, QVBoxLayout

from mutualaid.desktop.page import Context, Page
from mutualaid.desktop.summaries import reading, state, verbs
from mutualaid.desktop.summaries.audit_window import AuditFolders
from mutualaid.desktop.summaries.hand_out import HandOut
from mutualaid.desktop.summaries.inside import InsideLook
from mutualaid.desktop.summaries.maker import MakeSummary
from mutualaid.desktop.summaries.places import ask_released
from mutualaid.desktop.summaries.plan_look import PlanLook
from mutualaid.desktop.summaries.preview import Published
from mutualaid.desktop.summaries.public_look import PublicLook
from mutualaid.desktop.summaries.state import Seen
from mutualaid.desktop.widgets.menu import MenuButton
from mutualaid.desktop.widgets.panels import PageHeader, scrolled
from mutualaid.desktop.widgets.words import Button, Words
from mutualaid.language.catalog import N_, tr
from mutualaid.records.views import Area

if TYPE_CHECKING:
    from mutualaid.desktop.widgets.messages import Kind
    from mutualaid.services.drafts import Draft
    from mutualaid.services.releases import ReleaseMade

PUBLIC, PLAN, INSIDE = range(3)
"""The looks: summaries that were made, what is published at all, and what is for the office only."""


class SummariesPage(Page):
    """What the public gets and what only the office sees are never on view together."""

    areas = frozenset({Area.RELEASES, Area.NEEDS, Area.MATCHES})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.seen = Seen()
        self._read = False
        self._generation = 0
        self._wanted = ""
        self._left: Draft | None = None
        self._folders: dict[str, Path] = {}
        self._last_folder: Path | None = None
        self.make_button = Button(N_("Make a summary…"), self.ask_make, role="primary")
        self.more = MenuButton(
            N_("More"),
            (N_("Attack summaries as an outsider would…"), self.ask_audit),
            (N_("Bring a released folder back…"), self.ask_back),
        )
        self.header = PageHeader(N_("Summaries"), self.more, self.make_button)
        self.tabs = QTabBar()
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        for _look in (PUBLIC, PLAN, INSIDE):
            self.tabs.addTab("")
        self.public = PublicLook(self.ask_make, lambda: self.show_look(PLAN), self.ask_back)
        self.made, self.preview = self.public.made, self.public.preview
        self.plan, self.inside = PlanLook(), InsideLook()
        self.made.chosen.connect(self._look_at)
        self.made.table.new_asked.connect(self.ask_make)
        self.made.hand_out_asked.connect(self.ask_hand_out)
        self.made.folder_asked.connect(self.show_folder)
        self.plan.settled.connect(lambda plan: verbs.settle_plan(self, plan))
        self._build()
        self.tabs.currentChanged.connect(self._turned)
        context.tasks.told.connect(lambda _text: self.plan.setEnabled(True))
        self.retranslate()

    def _build(self) -> None:
        self.stack = QStackedWidget()
        for part in (self.public, scrolled(self.plan), scrolled(self.inside)):
            self.stack.addWidget(part)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for widget in (self.header, self.tabs):
            layout.addWidget(widget)
        layout.addWidget(self.stack, 1)

    def retranslate(self) -> None:
        """Name the looks."""
        if not hasattr(self, "stack"):
            return
        self.tabs.setTabText(PUBLIC, tr("For the public"))
        self.tabs.setTabText(PLAN, tr("What is published"))
        self.tabs.setTabText(INSIDE, tr("Only for this office"))
        self.tabs.setAccessibleName(tr("Looks of this page"))

    def start(self) -> None:
        """Work begins with what the look is for."""
        look = self.stack.currentIndex()
        if look == PLAN:
            self.plan.start()
        elif look == INSIDE:
            self.inside.urgencies.setFocus()
        else:
            self.public.start()

    def _turned(self, look: int) -> None:
        self.stack.setCurrentIndex(look)
        self.header.set_line(self._line)
        if look == INSIDE:
            self._read_waiting()
        if not self.tabs.hasFocus():
            self.start()

    def show_look(self, look: int) -> None:
        """Turn to one of the looks and begin there."""
        self.tabs.setCurrentIndex(look)
        self.start()

    def show_public(self) -> None:
        """Turn to the summaries."""
        self.show_look(PUBLIC)

    def want(self, uid: str) -> None:
        """Choose that summary as soon as it is read."""
        self._wanted = uid

    def _line(self) -> str:
        if self.stack.currentIndex() == INSIDE:
            return tr("Exact numbers of this office, never published")
        return state.made_words(self.seen.lines)

    def refresh(self) -> None:
        """Read the ledger and the plan, and what waits if it is on view."""
        self._generation += 1
        generation, office = self._generation, self.context.office

        def show(seen: Seen) -> None:
            if generation == self._generation:
                self._show(seen)

        self.context.tasks.read(lambda: reading.read_seen(office), show, owner=self)
        if self.stack.currentIndex() == INSIDE:
            self._read_waiting()

    def _read_waiting(self) -> None:
        office, today = self.context.office, self.context.today()
        self.context.tasks.read(lambda: reading.read_waiting(office, today), self.inside.show_waiting, owner=self)

    def _show(self, seen: Seen) -> None:
        first, self.seen, self._read = not self._read, seen, True
        wanted, self._wanted = self._wanted, ""
        self.plan.show_seen(seen)
        self.public.show_seen(seen, wanted)
        self.header.set_line(self._line)
        if wanted and self.stack.currentIndex() == PUBLIC:
            self.made.table.setFocus()
        self._reopen()
        if first and not seen.reviewed and not seen.locked:
            self.tabs.setCurrentIndex(PLAN)

    def reopen(self, draft: Draft) -> None:
        """The window in which a summary was being handed out, once the summaries are read."""
        self._left = draft
        if self._read:
            self._reopen()

    def _reopen(self) -> None:
        draft, self._left = self._left, None
        window = self.ask_hand_out(draft.uid) if draft is not None else None
        if window is not None and draft is not None:
            window.take_draft(draft.id, draft.state)

    def _look_at(self, uid: str) -> None:
        """Show a summary beside the list; a late answer of another is dropped."""
        shown = self.preview.shown
        if not uid or (shown is not None and shown.release.release_id == uid):
            return
        office = self.context.office

        def show(published: Published) -> None:
            if self.made.uid == uid:
                self.preview.show_published(published)

        self.context.tasks.read(lambda: reading.read_published(office, uid), show, owner=self)

    def tell(self, text: str, kind: Kind, *, action: Words = "", do: Callable[[], object] | None = None) -> None:
        """Say what happened in the office's message bar."""
        self.context.messages.tell(text, kind, action=action, do=do)

    def ask_make(self) -> None:
        """Make a summary; before the first one the plan is read."""
        if self.seen.reviewed:
            self.make()
            return
        self.show_look(PLAN)
        self.tell(tr("First read what will be public. It takes two minutes, once."), "info")

    def make(self) -> MakeSummary:
        """Open the window that makes one."""
        window = MakeSummary(
            self.context,
            self.seen,
            self,
            made=self._made,
            hand_out=self.ask_hand_out,
            bring_back=self.ask_back,
        )
        window.open()
        return window

    def _made(self, made: ReleaseMade) -> None:
        self._wanted = made.id
        self.tabs.setCurrentIndex(PUBLIC)
        self.tell(
            tr(
                "The summary of {period} is made: {counts}. Look at it as the public will, then hand it out.",
                period=state.period_within(made.period),
                counts=state.counts_words(made.published, made.hidden),
            ),
            "good",
            action=N_("Hand it out…"),
            do=lambda: self.ask_hand_out(made.id),
        )
        self.context.tasks.changed.emit(verbs.RELEASES)

    def ask_hand_out(self, uid: str) -> HandOut | None:
        """Open the window that hands a summary out."""
        line = self.seen.line(uid)
        if line is None:
            return None
        window = HandOut(self.context, line, self, given=self._given, folder=self._last_folder)
        window.open()
        return window

    def _given(self, made: ReleaseMade) -> None:
        if made.dir is not None:
            self._folders[made.id], self._last_folder = made.dir, made.dir.parent
            self.made.show_folders(frozenset(self._folders))
        self.tell(
            tr("The files are written. Hand out the folder as it is."),
            "good",
            action=N_("Show the folder"),
            do=lambda: self.show_folder(made.id),
        )
        self.context.tasks.changed.emit(verbs.RELEASES)

    def show_folder(self, uid: str) -> None:
        """Open the folder that was written last for a summary in the system's file window."""
        folder = self._folders.get(uid)
        if folder is not None and folder.is_dir():
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
        else:
            self.tell(tr("The folder is not there any more. Write the files again, they are the same."), "info")

    def ask_back(self) -> None:
        """Ask for the folder of a summary that a restored office does not know."""
        window = ask_released(self)
        window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        window.fileSelected.connect(lambda name: verbs.bring_back(self, Path(name)))
        window.finished.connect(self.window().activateWindow)  # which only some window managers do
        window.open()

    def ask_audit(self) -> AuditFolders:
        """Open the window that attacks folders of summaries."""
        window = AuditFolders(self.context, self)
        window.open()
        return window

    def views(self) -> Mapping[str, Callable[[], object]]:
        """The page's looks, for its pictures."""
        return {
            "plan": lambda: self.show_look(PLAN),
            "inside": lambda: self.show_look(INSIDE),
            "public": lambda: self.show_look(PUBLIC),
        }

    def dialogs(self) -> Mapping[str, Callable[[], object]]:
        """The page's dialogs, for their pictures."""
        self.show_look(PUBLIC)
        return {"make": self.make, "audit": self.ask_audit, "hand-out": lambda: self.ask_hand_out(self.made.uid)}
