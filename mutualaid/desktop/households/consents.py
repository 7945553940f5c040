"""What a household allowed and refused, one row a purpose, answered with a button."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from mutualaid.desktop.households.state import HOW, consent_words
from mutualaid.desktop.widgets.choice import Choice
from mutualaid.desktop.widgets.forms import FormRow
from mutualaid.desktop.widgets.words import Button, Said, Translated
from mutualaid.language.catalog import N_, tr
from mutualaid.language.labels import label
from mutualaid.records.household import Consent
from mutualaid.records.kinds import ConsentPurpose


class ConsentRows(Translated, QWidget):
    """`answered` carries the purpose, whether it was allowed, and how (a code of `state.HOW`)."""

    answered = Signal(object, bool, str)

    def __init__(self) -> None:
        super().__init__()
        self._held: Mapping[ConsentPurpose, Consent] = {}
        self.how = Choice()
        self.said: dict[ConsentPurpose, QLabel] = {}
        self.buttons: dict[tuple[ConsentPurpose, bool], Button] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(6)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(0, 1)
        grid.addWidget(FormRow(N_("How they answer"), self.how), 0, 0, 1, 3)
        for number, purpose in enumerate(ConsentPurpose):
            row = 1 + 2 * number
            grid.addWidget(Said(partial(label, purpose)), row, 0)
            for column, given in ((1, True), (2, False)):
                button = Button(N_("Yes") if given else N_("No"), partial(self._answer, purpose, given), role="toggle")
                button.setCheckable(True)
                self.buttons[purpose, given] = button
                grid.addWidget(button, row, column)
            self.said[purpose] = Said(partial(self._words, purpose), role="subtle")
            grid.addWidget(self.said[purpose], row + 1, 0, 1, 3)
        self.retranslate()
        self.how.set_code(HOW[0][0])

    def _words(self, purpose: ConsentPurpose) -> str:
        return consent_words(self._held.get(purpose))

    def retranslate(self) -> None:
        """Set the ways of answering and what each button means."""
        self.how.set_choices([(code, tr(words)) for code, words in HOW])
        for (purpose, given), button in self.buttons.items():
            what = label(purpose)
            button.setAccessibleName(tr("{what}: yes", what=what) if given else tr("{what}: no", what=what))
            button.setAccessibleDescription(self._words(purpose))

    def set_held(self, held: Mapping[ConsentPurpose, Consent]) -> None:
        """Show the answers that hold."""
        self._held = held
        for (purpose, given), button in self.buttons.items():
            consent = held.get(purpose)
            button.setChecked(consent is not None and consent.given == given)
        for purpose, said in self.said.items():
            said.setText(self._words(purpose))
        self.retranslate()

    def _answer(self, purpose: ConsentPurpose, given: bool) -> None:
        self.set_held(self._held)  # pressed stays only what is kept
        self.answered.emit(purpose, given, self.how.code() or HOW[0][0])
