"""One run: its stops in order with what became of them, what to load, and what to do next."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from mutualaid.desktop.page import Context
from mutualaid.desktop.runs import verbs
from mutualaid.desktop.runs.reading import SeenRun, read_run
from mutualaid.desktop.runs.state import (
    KEYS,
    VERBS,
    load_summary,
    load_words,
    run_title,
    run_verbs,
    shifted,
    standing_words,
    stop_verbs,
    way_words,
)
from mutualaid.desktop.runs.stop_list import StopList
from mutualaid.desktop.widgets.flow import FlowLayout
from mutualaid.desktop.widgets.layouts import clear
from mutualaid.desktop.widgets.menu import MenuButton
from mutualaid.desktop.widgets.panels import EmptyState, scrolled
from mutualaid.desktop.widgets.words import Button, Said, Translated, plain_label, restyle
from mutualaid.language import labels
from mutualaid.language.catalog import N_, tr
from mutualaid.records.errors import Fault
from mutualaid.records.views import Area, Changed
from mutualaid.services.run_views import RunPage, RunStop

_AREAS = frozenset({Area.MATCHES, Area.SCHEDULE, Area.HOUSEHOLDS, Area.NEEDS, Area.SUPPLIES, Area.VOLUNTEERS})

_RUN_VERBS: dict[str, tuple[str, str]] = {
    "confirm": (N_("Everybody said yes"), "primary"),
    "start": (N_("It has left"), "primary"),
    "finish": (N_("The run is over"), "primary"),
    "all": (N_("All delivered…"), ""),
    "order": (N_("Shortest order"), ""),
    "change": (N_("Time and place…"), ""),
    "replan": (N_("Plan the rest again…"), ""),
}


class RunPane(Translated, QWidget):
    """Shows a run by its uid, and keeps up with what changes. What is done is said in the context's message bar."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.uid = ""
        self.seen: SeenRun | None = None
        self.wanted = ""
        self._asked = 0
        self.title = Said(self._title, points=4, bold=True)
        self.badge = Said(self._badge, role="badge", wrap=False)
        self.way = Said(self._way, role="subtle")
        self.standing = Said(self._standing)
        self.list = StopList()
        self.load = QWidget()
        self.room = Said("", role="subtle")
        self.run_buttons = {
            verb: Button(words, partial(verbs.act, self, verb), role=role) for verb, (words, role) in _RUN_VERBS.items()
        }
        self.stop_buttons = {verb: self._stop_button(key, verb) for key, verb in KEYS.items()}
        self.papers = MenuButton(
            N_("Papers"),
            (N_("Run sheet…"), lambda: self.open_paper("sheet")),
            (N_("Delivery slips…"), lambda: self.open_paper("slips")),
            (N_("Box labels…"), lambda: self.open_paper("labels")),
            (N_("Expiring note…"), lambda: self.open_paper("note")),
        )
        self.empty = EmptyState(
            "truck", N_("No run is chosen"), N_("Runs gather what was accepted for the same people and time.")
        )
        self._lay_out()
        self.list.verb_asked.connect(lambda verb: verbs.mark(self, verb))
        self.list.picked.connect(self._show_stop)
        self.list.ordered.connect(lambda stops: verbs.put_in_order(self, stops))
        self.list.shift_asked.connect(self.shift)
        context.tasks.changed.connect(self._changed)
        self.retranslate()

    def _stop_button(self, key: str, verb: str) -> Button:
        button = Button(lambda: f"{tr(VERBS[verb])} ({key})", partial(verbs.mark, self, verb), role="chip")
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def _lay_out(self) -> None:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(8)
        column.addWidget(self.title)
        column.addWidget(self.badge, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.way)
        column.addWidget(self.standing)
        column.addWidget(_flowing([*self.run_buttons.values(), self.papers]))
        column.addWidget(self.list, 3)
        column.addWidget(_flowing(list(self.stop_buttons.values())))
        self.load_title = Said(N_("To load"), bold=True, points=1)
        column.addWidget(self.load_title)
        column.addWidget(self.room)
        self._lines = QVBoxLayout(self.load)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(4)
        column.addWidget(self.load)
        self.stack = QStackedWidget()
        self.stack.addWidget(scrolled(content))
        self.stack.addWidget(self.empty)
        self.stack.setCurrentIndex(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.stack)

    def start(self) -> None:
        """Put the keyboard into the stops."""
        self.list.setFocus()

    @property
    def page(self) -> RunPage | None:
        """The run on view."""
        return self.seen.page if self.seen is not None else None

    def stop(self) -> RunStop | None:
        """The stop with the cursor."""
        chosen = self.list.chosen()
        return next((one for one in self.page.stops if one.match == chosen), None) if self.page is not None else None

    def show_run(self, uid: str) -> None:
        """Show a run; "" for none."""
        if uid != self.uid:
            self.wanted = ""
            self.seen = None if not uid else self.seen
        self.uid = uid
        self.refresh()

    def refresh(self) -> None:
        """Read the run again; what has the cursor keeps it."""
        self._asked += 1
        asked, office, uid = self._asked, self.context.office, self.uid
        if not uid:
            self._take(None)
            return

        def show(seen: SeenRun) -> None:
            if asked == self._asked:
                self._take(seen)

        def gone(_fault: Fault) -> None:
            if asked == self._asked:
                self._take(None)

        self.context.tasks.read(lambda: read_run(office, uid), show, owner=self, fail=gone)

    def resume(self) -> None:
        """A write was refused: show the run as it is."""
        self.wanted = ""
        self.refresh()

    def _changed(self, changed: Changed) -> None:
        if self.uid and changed.areas & _AREAS:
            self.refresh()

    def _take(self, seen: SeenRun | None) -> None:
        self.seen = seen
        self.stack.setCurrentIndex(0 if seen is not None else 1)
        if seen is None:
            return
        held = self.list.hasFocus()
        self.retranslate()
        if self.wanted:
            self.list.go_to(self.wanted)
            self.list.speak()
            self.wanted = ""
        for verb, button in self.run_buttons.items():
            had = button.hasFocus()
            button.setVisible(verb in run_verbs(seen.page))
            held = held or (had and not button.isVisible())
        if held:
            self.list.setFocus()
        for number in range(3):
            self.papers.enable(number, bool(seen.page.open))
        self._show_stop()

    def open_paper(self, which: str) -> None:
        """Open one of the run's papers: "sheet", "slips", "labels" or "note"."""
        from mutualaid.desktop.runs.paper_window import box_labels, expiring_note, open_sheet, run_sheet, slips

        page = self.page
        if page is not None:
            kinds = {"sheet": run_sheet, "slips": slips, "labels": box_labels}
            kind = expiring_note(page.day) if which == "note" else kinds[which](page.uid)
            open_sheet(self.context, kind, self)

    def shift(self, by: int) -> None:
        """Move the stop with the cursor up or down."""
        stop = self.stop()
        stops = shifted(self.page, stop.match, by) if self.page is not None and stop is not None else None
        if stops is not None and stop is not None:
            self.wanted = stop.match
            verbs.put_in_order(self, stops)

    def _show_stop(self) -> None:
        page, stop = self.page, self.stop()
        able = stop_verbs(page, stop) if page is not None and stop is not None else ()
        for verb, button in self.stop_buttons.items():
            button.setEnabled(verb in able)

    def retranslate(self) -> None:
        """Say everything anew."""
        if not hasattr(self, "stack") or self.seen is None:
            return
        page = self.seen.page
        for words in (self.title, self.badge, self.way, self.standing):
            words.retranslate()
        self.badge.setProperty("kind", "good" if page.tells_addresses else "")
        restyle(self.badge)
        self.list.setAccessibleName(tr("Stops in order"))
        self.list.show_stops(page, self.seen.names)
        said, over = load_summary(page)
        self.room.say(lambda: said)
        self.room.setProperty("role", "warn" if over else "subtle")
        restyle(self.room)
        clear(self._lines)
        for part in (self.load_title, self.room, self.load):
            part.setVisible(bool(page.load))
        for line in page.load:
            self._lines.addWidget(plain_label(load_words(line)))

    def _title(self) -> str:
        return run_title(self.seen.page) if self.seen is not None else ""

    def _badge(self) -> str:
        return labels.label(self.seen.page.state) if self.seen is not None else ""

    def _way(self) -> str:
        return way_words(self.seen.page) if self.seen is not None else ""

    def _standing(self) -> str:
        return standing_words(self.seen.page) if self.seen is not None else ""


def _flowing(buttons: list[Button]) -> QWidget:
    holder = QWidget()
    flow = FlowLayout(holder, gap=6)
    for button in buttons:
        flow.addWidget(button)
    return holder
