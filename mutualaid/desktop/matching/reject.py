"""Turning a proposal down: one of five reasons and, when there are two volunteers, which of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QDialog, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from mutualaid.desktop import theme
from mutualaid.desktop.matching.state import about_volunteer, reject_reasons
from mutualaid.desktop.widgets.words import Button, Said, Translated
from mutualaid.language import labels
from mutualaid.language.catalog import N_, tr
from mutualaid.records.kinds import RejectReason

if TYPE_CHECKING:
    from mutualaid.services.plan_page import Proposal

_EFFECTS = {
    RejectReason.VOLUNTEER_UNSUITABLE: N_("No later plan brings the two together for this need."),
    RejectReason.VOLUNTEER_SAID_NO: N_("The next plan looks for somebody else."),
    RejectReason.TIME_UNSUITABLE: N_("The next plan looks for another time."),
    RejectReason.ITEM_UNSUITABLE: N_("The next plan gives something else."),
    RejectReason.WAIT: N_("The need stays out of plans for seven days."),
}


class RejectDialog(Translated, QDialog):
    """Calls `do(reason, volunteer)` when confirmed; the volunteer is none where it is about both, or nobody."""

    def __init__(self, parent: QWidget, proposal: Proposal, do: Callable[[RejectReason, str | None], object]) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setMinimumWidth(theme.roomy(480))
        self._proposal = proposal
        self._do = do
        self._reasons = reject_reasons(proposal)
        self.reasons = QButtonGroup(self)
        self.people = QButtonGroup(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(22, 18, 22, 16)
        layout.setSpacing(4)
        layout.addWidget(Said(self._question, points=2, bold=True))
        for number, _reason in enumerate(self._reasons):
            layout.addWidget(self._radio(self.reasons, number))
        self.which = QWidget()
        inner = QVBoxLayout(self.which)
        inner.setContentsMargins(26, 4, 0, 4)
        inner.setSpacing(2)
        inner.addWidget(Said(N_("Which of them?"), role="subtle"))
        for number in range(len(proposal.volunteers) + 1):
            inner.addWidget(self._radio(self.people, number))
        layout.addWidget(self.which)
        self.effect = Said(lambda: tr(_EFFECTS[self.reason()]), role="subtle")
        layout.addSpacing(4)
        layout.addWidget(self.effect)
        self.yes = Button(N_("Turn it down"), self.accept, role="primary")
        self.no = Button(N_("Cancel"), self.reject)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.no)
        row.addWidget(self.yes)
        layout.addSpacing(6)
        layout.addLayout(row)
        self.yes.setDefault(True)
        self.reasons.idToggled.connect(lambda _number, on: self._show() if on else None)
        self.reasons.button(0).setFocus()
        self.accepted.connect(lambda: self._do(self.reason(), self.volunteer()))
        self.retranslate()
        self._show()

    @staticmethod
    def _radio(group: QButtonGroup, number: int) -> QRadioButton:
        radio = QRadioButton()
        radio.setChecked(number == 0)
        group.addButton(radio, number)
        return radio

    def _question(self) -> str:
        return tr("Why is the proposal for {code} turned down?", code=self._proposal.need.code)

    def retranslate(self) -> None:
        """Set the reasons' labels."""
        self.setWindowTitle(tr("Turn a proposal down"))
        for number, reason in enumerate(self._reasons):
            self.reasons.button(number).setText(labels.label(reason))
        names = [name for _uid, name in self._proposal.volunteers]
        for number, name in enumerate([*names, tr("All of them") if len(names) > 2 else tr("Both")]):
            self.people.button(number).setText(name)

    def _show(self) -> None:
        self.which.setVisible(len(self._proposal.volunteers) > 1 and about_volunteer(self.reason()))
        self.effect.retranslate()
        self.adjustSize()

    def reason(self) -> RejectReason:
        """The chosen reason."""
        return self._reasons[max(0, self.reasons.checkedId())]

    def volunteer(self) -> str | None:
        """The volunteer it is about; none when it is about all of them or about something else."""
        people = self._proposal.volunteers
        number = self.people.checkedId()
        if len(people) < 2 or not about_volunteer(self.reason()) or number >= len(people):
            return None
        return people[number][0]
