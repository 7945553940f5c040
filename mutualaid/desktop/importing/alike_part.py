"""The part of the preview where rows are compared with those whom they may be about."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mutualaid.desktop.importing.alike_state import AlikeState
from mutualaid.desktop.widgets.panels import scrolled
from mutualaid.desktop.widgets.side_by_side import SideBySide
from mutualaid.desktop.widgets.words import Button, Said, Translated, plain_label
from mutualaid.language.catalog import N_, ntr, tr


class AlikePart(Translated, QWidget):
    """Shows an AlikeState and changes it; `changed` follows each decision."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.state: AlikeState | None = None
        self.title = plain_label()
        self.where = plain_label(role="subtle", wrap=False)
        self.before_button = Button(N_("Previous"), lambda: self._step(-1))
        self.after_button = Button(N_("Next one"), lambda: self._step(1))
        self.suggestion = plain_label(role="subtle")
        self.pair = SideBySide()
        self.pair.decided.connect(self._decided)
        self.rest_button = Button(self._rest_words, self._rest)
        self.summary = plain_label()
        self.rest_words = Said(N_("What you decided is done when you press Import."), role="subtle")
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 12, 0)
        column.setSpacing(10)
        for part in (self.title, self.suggestion, self.pair):
            column.addWidget(part)
        column.addWidget(self.rest_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.summary)
        column.addWidget(self.rest_words)
        column.addStretch(1)
        turn = QHBoxLayout()
        turn.addWidget(self.where, 1)
        turn.addWidget(self.before_button)
        turn.addWidget(self.after_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(turn)
        self._content, self._area = content, scrolled(content)
        layout.addWidget(self._area, 1)

    def show_state(self, state: AlikeState) -> None:
        """Show rows to decide on, the first at hand."""
        self.state = state
        self.retranslate()

    def start(self) -> None:
        """Put the focus on the decision."""
        self.pair.setFocus()

    def cover(self) -> None:
        """Cover what tells of people."""
        self.pair.cover()

    def retranslate(self) -> None:
        """Say everything again in the language in use."""
        state = self.state
        row = state.row if state is not None else None
        if state is None or row is None:
            return
        self.pair.show_pair(
            state.pairs(),
            titles=(lambda: tr("In the file"), lambda: tr("Here already: {code}", code=row.code)),
            chosen=state.decided(row),
            open_rows=state.open_fields(),
        )
        self._say()
        bar = self._area.verticalScrollBar().sizeHint().width()
        self._area.setMinimumWidth(self._content.minimumSizeHint().width() + bar)  # it never scrolls sideways

    def _say(self) -> None:
        state = self.state
        if state is None:
            return
        self.title.setText(state.title())
        self.where.setText(state.where())
        self.suggestion.setText(state.suggestion())
        several = len(state.rows) > 1
        self.before_button.setVisible(several)
        self.after_button.setVisible(several)
        self.before_button.setEnabled(state.place > 0)
        self.after_button.setEnabled(state.place < len(state.rows) - 1)
        self.summary.setText(" ".join(state.summary()))
        self.summary.setVisible(bool(state.decisions))
        self.rest_button.retranslate()
        self.rest_button.setVisible(bool(state.open) and state.row is not None and bool(state.decided(state.row)))

    def _rest_words(self) -> str:
        count = self.state.open if self.state is not None else 0
        return ntr("The same for the {n} other", "The same for the {n} others", count)

    def _step(self, by: int) -> None:
        if self.state is not None:
            self.state.step(by)
            self.retranslate()

    def _decided(self, action: str) -> None:
        if self.state is not None:
            self.state.decide(action)
            self._say()
            self.changed.emit()

    def _rest(self) -> None:
        if self.state is not None:
            self.state.same_for_rest()
            self.retranslate()
            self.changed.emit()
            self.start()

    def next_open(self) -> None:
        """Go to the next row that is not decided."""
        if self.state is not None and self.state.next_open():
            self.retranslate()
