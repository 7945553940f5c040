"""What a household allowed and refused, one row a purpose, answered with a button or a letter."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from mutualaid.desktop.households.state import HOW, consent_words
from mutualaid.desktop.widgets.choice import Choice
from mutualaid.desktop.widgets.forms import FormRow
from mutualaid.desktop.widgets.words import Button, Said, Translated
from mutualaid.language.catalog import N_, tr
from mutualaid.language.labels import label
from mutualaid.records.household import Consent
from mutualaid.records.kinds import WITHDRAWN, ConsentPurpose

YES, NO, TAKEN_BACK = "yes", "no", "withdrawn"
_LETTERS = {
    Qt.Key.Key_Y: YES,
    Qt.Key.Key_S: YES,
    Qt.Key.Key_N: NO,
    Qt.Key.Key_W: TAKEN_BACK,
    Qt.Key.Key_R: TAKEN_BACK,
}
"""Both languages' letters do the same, whichever is in use: fingers know one of them."""


class ConsentRows(Translated, QWidget):
    """`answered` carries the purpose, whether it was allowed, and how (a code of `state.HOW`, or "withdrawn")."""

    answered = Signal(object, bool, str)

    def __init__(self) -> None:
        super().__init__()
        self._held: Mapping[ConsentPurpose, Consent] = {}
        self.how = Choice()
        self.said: dict[ConsentPurpose, QLabel] = {}
        self.buttons: dict[tuple[ConsentPurpose, bool], Button] = {}
        self.taken_back: dict[ConsentPurpose, Button] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(6)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(0, 1)
        grid.addWidget(FormRow(N_("How they answer"), self.how), 0, 0, 1, 3)
        for number, purpose in enumerate(ConsentPurpose):
            self._add_row(grid, 1 + 3 * number, purpose)
        hint = N_("On a button, Y says yes, N says no, and W that they took it back.")
        grid.addWidget(Said(hint, role="subtle"), grid.rowCount(), 0, 1, 3)
        self.retranslate()
        self.how.set_code(HOW[0][0])

    def _add_row(self, grid: QGridLayout, row: int, purpose: ConsentPurpose) -> None:
        grid.addWidget(Said(partial(label, purpose)), row, 0)
        for column, given in ((1, True), (2, False)):
            answer = YES if given else NO
            button = Button(N_("Yes") if given else N_("No"), partial(self._answer, purpose, answer), role="toggle")
            button.setCheckable(True)
            self.buttons[purpose, given] = button
            grid.addWidget(button, row, column)
        self.said[purpose] = Said(partial(self._words, purpose), role="subtle")
        grid.addWidget(self.said[purpose], row + 1, 0, 1, 3)
        self.taken_back[purpose] = Button(
            N_("They took it back"), partial(self._answer, purpose, TAKEN_BACK), role="link"
        )
        grid.addWidget(self.taken_back[purpose], row + 2, 0, 1, 3, Qt.AlignmentFlag.AlignLeft)

    def _words(self, purpose: ConsentPurpose) -> str:
        return consent_words(self._held.get(purpose))

    def retranslate(self) -> None:
        """Set the ways of answering and what each button means."""
        self.how.set_choices([(code, tr(words)) for code, words in HOW])
        for (purpose, given), button in self.buttons.items():
            what = label(purpose)
            button.setAccessibleName(tr("{what}: yes", what=what) if given else tr("{what}: no", what=what))
            button.setAccessibleDescription(self._words(purpose))
        for purpose, button in self.taken_back.items():
            button.setAccessibleName(tr("{what}: they took it back", what=label(purpose)))

    def set_held(self, held: Mapping[ConsentPurpose, Consent]) -> None:
        """Show the answers that hold."""
        self._held = held
        for (purpose, given), button in self.buttons.items():
            consent = held.get(purpose)
            button.setChecked(consent is not None and consent.given == given)
        for purpose, said in self.said.items():
            said.setText(self._words(purpose))
            back = self.taken_back[purpose]
            can = purpose in held and held[purpose].given
            if not can and back.hasFocus():
                self.buttons[purpose, False].setFocus()
            back.setVisible(can)
        self.retranslate()

    def _answer(self, purpose: ConsentPurpose, answer: str) -> None:
        self.set_held(self._held)  # pressed stays only what is kept
        how = WITHDRAWN if answer == TAKEN_BACK else self.how.code() or HOW[0][0]
        self.answered.emit(purpose, answer == YES, how)

    def _purpose_here(self) -> ConsentPurpose | None:
        for (purpose, _given), button in self.buttons.items():
            if button.hasFocus() or self.taken_back[purpose].hasFocus():
                return purpose
        return None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """One letter answers for the purpose whose button has the keyboard."""
        answer = _LETTERS.get(Qt.Key(event.key())) if not event.modifiers() else None
        purpose = self._purpose_here()
        if answer is None or purpose is None:
            super().keyPressEvent(event)
        elif answer != TAKEN_BACK or (purpose in self._held and self._held[purpose].given):
            self._answer(purpose, answer)
