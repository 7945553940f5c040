"""The row above the needs: a search field, five choices, four marks, and the filters that were kept under a name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from mutualaid.desktop.needs.saved import SavedMenu
from mutualaid.desktop.needs.state import MARKS, WAITING, NeedsState
from mutualaid.desktop.widgets.choice import Choice
from mutualaid.desktop.widgets.flow import FlowLayout
from mutualaid.desktop.widgets.offers import category_offers, category_words, language_offers, language_words
from mutualaid.desktop.widgets.words import Button, Translated
from mutualaid.language import labels
from mutualaid.language.catalog import N_, tr
from mutualaid.records.kinds import NeedState, Urgency

_PAUSE_MS = 250


class FilterBar(Translated, QWidget):
    """Writes into a NeedsState and emits `changed`; `before` and `after` are what else stands in the row."""

    changed = Signal()

    def __init__(
        self,
        state: NeedsState,
        today: Callable[[], date],
        before: Sequence[QWidget] = (),
        after: Sequence[QWidget] = (),
    ) -> None:
        super().__init__()
        self._state, self._today = state, today
        self.search = QLineEdit()
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(200)
        self.states, self.category, self.urgency = Choice(), Choice(), Choice()
        self.zone, self.language = Choice(), Choice()
        self.marks: dict[str, Button] = {}
        self.saved = SavedMenu(state, today)
        self.saved.applied.connect(self._applied)
        self.clear_button = Button(N_("Clear the filters"), self.clear, role="link")
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._text_typed)
        self.search.textEdited.connect(lambda _text: self._timer.start(_PAUSE_MS))
        self.search.textChanged.connect(lambda text: self._text_typed() if not text else None)
        self._lay_out(before, after)
        for choice, write in (
            (self.states, state.set_states),
            (self.urgency, state.set_urgency),
            (self.category, state.set_category),
            (self.zone, state.set_zone),
            (self.language, state.set_language),
        ):
            choice.chosen.connect(write)
            choice.chosen.connect(lambda _code: self._tell())
        self.retranslate()
        self.show_state()

    def _lay_out(self, before: Sequence[QWidget], after: Sequence[QWidget]) -> None:
        layout = FlowLayout(self, gap=8)
        for widget in (*before, self.search, self.states, self.urgency, self.category, self.zone, self.language):
            layout.addWidget(widget)
        for mark, (words, hint) in MARKS.items():
            button = Button(words, role="toggle", hint=hint)
            button.setCheckable(True)
            button.toggled.connect(lambda on, mark=mark: self._marked(mark, on))
            self.marks[mark] = button
            layout.addWidget(button)
        for widget in (self.saved, *after, self.clear_button):
            layout.addWidget(widget)

    def retranslate(self) -> None:
        """Set prompts and choices."""
        self.search.setPlaceholderText(tr("Search needs ( / )"))
        self.search.setAccessibleName(tr("Search needs by code, name, phone or note"))
        states = [(state.value, labels.label(state)) for state in NeedState]
        self.states.set_choices([(WAITING, tr("Waiting")), *states], empty=tr("All states"))
        urgencies = [(level.name, tr("{urgency} or sooner", urgency=labels.label(level))) for level in Urgency]
        self.urgency.set_choices(urgencies[:0:-1], empty=tr("Any urgency"))
        self.category.set_choices(category_offers(), empty=tr("All categories"), also=category_words())
        zones = sorted(self._state.names.zones.items(), key=lambda pair: pair[1])
        self.zone.set_choices(zones, empty=tr("All zones"))
        self.language.set_choices(language_offers(), empty=tr("All languages"), also=language_words())
        for choice, name in (
            (self.states, tr("State")),
            (self.urgency, tr("How soon")),
            (self.category, tr("Category")),
            (self.zone, tr("Zone")),
            (self.language, tr("Language")),
        ):
            choice.setAccessibleName(name)
            choice.line.setAccessibleName(name)
        self.show_state()

    def show_state(self) -> None:
        """Show what the state filters by."""
        wanted = self._state.filter
        if self.search.text().strip() != wanted.text:
            self.search.setText(wanted.text)
        one = next(iter(wanted.states)).value if len(wanted.states) == 1 else WAITING if wanted.states else ""
        self.states.set_code(one)
        self.states.setVisible(not self._state.board)  # the board's columns are the states
        self.urgency.set_code(wanted.least_urgency.name if wanted.least_urgency > Urgency.WHENEVER else "")
        self.category.set_code(next(iter(wanted.categories), ""))
        self.zone.set_code(next(iter(wanted.zones), ""))
        self.language.set_code(next(iter(wanted.languages), ""))
        for mark, button in self.marks.items():
            button.blockSignals(True)
            button.setChecked(self._state.marked(mark))
            button.blockSignals(False)
        self.clear_button.setVisible(self._state.narrowed)

    def _marked(self, mark: str, on: bool) -> None:
        self._state.set_mark(mark, on, self._today())
        self._tell()

    def _applied(self) -> None:
        self.show_state()
        self.changed.emit()

    def _text_typed(self) -> None:
        self._timer.stop()
        if self.search.text().strip() != self._state.filter.text:
            self._state.set_text(self.search.text())
            self._tell()

    def _tell(self) -> None:
        self.clear_button.setVisible(self._state.narrowed)
        self.changed.emit()

    def clear(self) -> None:
        """Show all that somebody waits for."""
        self._state.clear()
        self.show_state()
        self.changed.emit()
