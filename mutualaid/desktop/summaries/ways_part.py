"""The two ways of publishing a period, each in a sentence or two, and the gauge of the strict one."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mutualaid.desktop.summaries.gauge import BudgetGauge
from mutualaid.desktop.summaries.make_state import MakeState, Share
from mutualaid.desktop.widgets.radio import Radio
from mutualaid.desktop.widgets.words import Said, Words, describe
from mutualaid.language.catalog import N_
from mutualaid.summaries.plan import STRICT, USUAL

WAYS: dict[str, tuple[str, str]] = {
    USUAL: (
        N_("The usual way"),
        N_("Numbers are changed a little and rounded, small ones are hidden, and an expert's attack is tried first."),
    ),
    STRICT: (
        N_("The strict way"),
        N_(
            "The noise is set so that nobody, whatever they know, can be sure whether a household is in the "
            "numbers at all (differential privacy). Each such summary uses up part of the year's budget, and when "
            "that is spent, no more of the year is published."
        ),
    ),
}


class WaysPart(QWidget):
    """`chosen` carries the way that she chose. What a year or a length of period rules out says why."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.radios = {mode: Radio(words) for mode, (words, _why) in WAYS.items()}
        self.whys = {mode: Said(words, role="subtle") for mode, (_name, words) in WAYS.items()}
        self.gauge, self.budget = BudgetGauge(), Said("")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(Said(N_("In which way"), points=2, bold=True))
        for mode, radio in self.radios.items():
            radio.clicked.connect(partial(self.chosen.emit, mode))
            self.whys[mode].setContentsMargins(30, 0, 0, 4)
            column.addWidget(radio)
            column.addWidget(self.whys[mode])
        column.addWidget(self.gauge)
        column.addWidget(self.budget)

    def show_state(self, state: MakeState) -> None:
        """Show what can be chosen for the chosen period, and what is."""
        for mode, radio in self.radios.items():
            radio.setEnabled(not state.why_not(mode))
            radio.setChecked(state.mode == mode)
            self.whys[mode].say(_why(state, mode))
            describe(radio, self.whys[mode].text())
        for widget in (self.gauge, self.budget):
            widget.setVisible(state.mode == STRICT)

    def show_share(self, share: Share | None) -> None:
        """Show a year's budget, or nothing as long as it is being read."""
        self.gauge.show_share(share)
        self.budget.say(share.words if share is not None else "")


def _why(state: MakeState, mode: str) -> Words:
    return (lambda: state.why_not(mode)) if state.why_not(mode) else WAYS[mode][1]
