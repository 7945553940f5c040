"""The intake page: the ways in which requests come, the events, and the forms that wait for a look."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QTabBar, QVBoxLayout, QWidget

from mutualaid.desktop.dialogs import ask
from mutualaid.desktop.events import verbs
from mutualaid.desktop.events.bring import BringIn
from mutualaid.desktop.events.events_card import EventsCard
from mutualaid.desktop.events.made import KitWindow
from mutualaid.desktop.events.places import KIT_SUFFIX, ask_old
from mutualaid.desktop.events.prepare import PrepareEvent
from mutualaid.desktop.events.reading import read_alike, read_intake
from mutualaid.desktop.events.review import Review
from mutualaid.desktop.events.state import ReviewState, Seen
from mutualaid.desktop.events.ways import WaysIn
from mutualaid.desktop.page import Context, Page
from mutualaid.desktop.widgets.messages import Kind
from mutualaid.desktop.widgets.panels import PageHeader, scrolled
from mutualaid.desktop.widgets.words import Words
from mutualaid.language.catalog import N_, ntr, tr
from mutualaid.language.formats import format_number
from mutualaid.records.views import Area

if TYPE_CHECKING:
    from mutualaid.records.views import Changed
    from mutualaid.services.drafts import Draft
    from mutualaid.services.event_laptop import Kit
    from mutualaid.services.likely_homes import Alike

WAYS, REVIEW = range(2)


class IntakePage(Page):
    """Two looks: the ways in with the events, and the review of what waits. Names are covered until she asks."""

    areas = frozenset({Area.INTAKE, Area.HOUSEHOLDS})
    covers_names = True

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.state = ReviewState()
        self.busy = False
        self._generation = 0
        self._read = False
        self._pending = ""
        self._wanted: Draft | None = None
        self.tabs = QTabBar()
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        for _look in (WAYS, REVIEW):
            self.tabs.addTab("")
        self.ways = WaysIn(self._way)
        self.events = EventsCard(self.prepare)
        self.events.close_asked.connect(self.ask_close)
        self.events.kit_asked.connect(self.choose_kit)
        self.review = Review(self.state, self.bring)
        self.header = PageHeader(N_("Intake"), self.review.plain_button)
        self.review.verb_asked.connect(partial(verbs.act, self))
        self.review.plain_asked.connect(partial(verbs.accept_plain, self))
        self.review.chosen.connect(self._look_for_alike)
        self.review.pane.filled.connect(lambda: self._look_for_alike(self.state.chosen))
        self.stack = QStackedWidget()
        self.stack.addWidget(scrolled(self._ways_part()))
        self.stack.addWidget(self.review)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for widget in (self.header, self.tabs):
            layout.addWidget(widget)
        layout.addWidget(self.stack, 1)
        self.tabs.currentChanged.connect(self._turned)
        shortcut = QShortcut(QKeySequence("Ctrl+Shift+A"), self.review)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(partial(verbs.accept_plain, self))
        context.tasks.told.connect(lambda _text: self.rest(busy=False))  # an error nobody foresaw ends the work too
        self.retranslate()

    def _ways_part(self) -> QWidget:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 4, 12, 4)
        column.setSpacing(12)
        for card in (self.ways, self.events):
            column.addWidget(card)
        column.addStretch(1)
        return content

    def retranslate(self) -> None:
        """Name the two looks, the second with its count."""
        if not hasattr(self, "stack"):
            return
        waiting = len(self.state.seen.forms)
        self.tabs.setTabText(WAYS, tr("What comes in"))
        count = tr("To look at ({n})", n=format_number(waiting)) if waiting else tr("To look at")
        self.tabs.setTabText(REVIEW, count)
        self.tabs.setAccessibleName(tr("Looks of this page"))

    def start(self) -> None:
        """Work begins with the forms that wait, if she is there; else at the first way in."""
        if self.stack.currentIndex() == REVIEW:
            self.review.start()
        else:
            next(iter(self.ways.buttons.values())).setFocus()

    def refresh(self) -> None:
        """Read events and waiting forms; what is chosen, changed and decided stays."""
        self._generation += 1
        generation, office = self._generation, self.context.office

        def show(seen: Seen) -> None:
            if generation == self._generation:
                self._show(seen)

        self.context.tasks.read(lambda: read_intake(office), show, owner=self)

    def _show(self, seen: Seen) -> None:
        self._read = True
        self.state.show(seen)
        self.events.show_events(seen.events)
        self.review.show_forms()
        self.header.set_line(self._waiting_words)
        self.retranslate()
        if self._wanted is not None:
            draft, self._wanted = self._wanted, None
            self._reopen(draft)

    def _waiting_words(self) -> str:
        n = len(self.state.seen.forms)
        return ntr("{n} form waits for you", "{n} forms wait for you", n) if n else tr("Nothing waits for you")

    def _turned(self, look: int) -> None:
        self.stack.setCurrentIndex(look)
        if not self.tabs.hasFocus():
            self.start()

    def show_look(self, look: int) -> None:
        """Turn to one of the two looks and begin there."""
        self.tabs.setCurrentIndex(look)
        self.start()

    def tell(self, text: str, kind: Kind, *, action: Words = "", do: Callable[[], object] | None = None) -> None:
        """Say what happened in the office's message bar."""
        self.context.messages.tell(text, kind, action=action, do=do)

    def rest(self, *, busy: bool) -> None:
        """While something is being written, no other verb begins."""
        self.busy = busy
        self.review.pane.rest(busy)
        self.review.plain_button.setEnabled(not busy)

    def _way(self, key: str) -> None:
        own: dict[str, Callable[[], object]] = {"prepare": self.prepare, "bring": self.bring}
        if key in own:
            own[key]()
        else:
            self.context.run(key)

    def prepare(self) -> PrepareEvent:
        """Open the form for a new event."""
        window = PrepareEvent(self.context, self.show_kit, self)
        window.open()
        return window

    def show_kit(self, path: Path) -> None:
        """Show what is to be done with a kit."""

        def read() -> Kit:
            from mutualaid.services.event_laptop import open_kit

            return open_kit(path)

        self.context.tasks.read(read, lambda kit: KitWindow(self.context, path, kit, self).open(), owner=self)

    def choose_kit(self) -> None:
        """Ask for a kit that was made before."""
        window = ask_old(self, tr("Choose the event's kit"), KIT_SUFFIX)
        window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        window.fileSelected.connect(lambda name: self.show_kit(Path(name)))
        window.finished.connect(self.window().activateWindow)  # which only some window managers do
        window.open()

    def bring(self, path: Path | None = None) -> BringIn:
        """Open the window that brings an event's file in."""
        window = BringIn(self.context, lambda: self.show_look(REVIEW), self)
        window.open()
        if path is not None:
            window.read(path)
        return window

    def ask_close(self, uid: str) -> None:
        """Ask before an event is closed for good."""
        waiting = next((line.waiting for line in self.state.seen.events if line.uid == uid), 0)

        def words() -> str:
            said = tr(
                "What has not been brought in can never be read afterwards, not even by you: the key to it is thrown "
                "away. Do this once every file of the event is here."
            )
            stay = ntr("The {n} form that waits stays.", "The {n} forms that wait stay.", waiting) if waiting else ""
            return f"{said} {stay}".strip()

        ask(self, N_("Close this event for good?"), words, N_("Close it"), lambda: self.close_event(uid), danger=True)

    def close_event(self, uid: str) -> None:
        """Throw the event's key away."""
        office = self.context.office

        def work() -> Changed:
            from mutualaid.services.event_kits import close_event

            return close_event(office, uid=uid)

        done = tr("The event is closed. Its kit and its files are worth nothing any more; delete them.")
        self.context.tasks.write(work, lambda _changed: self.tell(done, "good"), owner=self)

    def accept_when_known(self, uid: str) -> None:
        """Accept a form as soon as it is known whether a household is like it."""
        self._pending = uid

    def _look_for_alike(self, uid: str) -> None:
        form = self.state.form(uid)
        if self._pending != uid:
            self._pending = ""
        if form is None:
            return
        if self.state.alike(uid) is not None:
            self.review.pane.show_alike()
            return
        office, answers = self.context.office, self.state.answers(form)

        def show(alike: tuple[Alike, ...]) -> None:
            if not self.state.found_alike(uid, answers, alike) or self.state.chosen != uid:
                return
            self.review.pane.show_alike()
            if self._pending == uid:
                self._pending = ""
                verbs.accept(self, uid)

        self.context.tasks.read(lambda: read_alike(office, answers), show, owner=self)

    def set_masked(self, masked: bool) -> None:
        """Cover contact data; she uncovers form by form."""
        if masked:
            self.review.pane.cover()

    def reopen(self, draft: Draft) -> None:
        """The answers of a form that were being changed, if it still waits."""
        self._wanted = draft
        self.tabs.setCurrentIndex(REVIEW)
        if self._read:
            self.refresh()

    def _reopen(self, draft: Draft) -> None:
        if self.state.form(draft.uid) is None:
            self.tell(tr("That form does not wait any more."), "info")
            return
        self.review.go_to(draft.uid)
        verbs.change(self, draft.uid, (draft.id, draft.state))

    def views(self) -> Mapping[str, Callable[[], object]]:
        """The page's looks, for its pictures."""
        return {"review": lambda: self.show_look(REVIEW), "ways": lambda: self.show_look(WAYS)}

    def dialogs(self) -> Mapping[str, Callable[[], object]]:
        """The page's dialogs, for their pictures."""
        self.show_look(REVIEW)
        return {
            "prepare": self.prepare,
            "bring": self.bring,
            "change": lambda: verbs.act(self, "change"),
            "plain": lambda: verbs.accept_plain(self),
            "close": self.events._close,
        }
