"""What about this laptop protects the office or gives it away, and when it covers and locks by itself."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QSpinBox, QVBoxLayout

from mutualaid.desktop import theme
from mutualaid.desktop.page import Context
from mutualaid.desktop.panic import PANIC_KEYS
from mutualaid.desktop.settings import state
from mutualaid.desktop.settings.section import Section, left
from mutualaid.desktop.widgets.forms import Form
from mutualaid.desktop.widgets.words import Button, Said
from mutualaid.language.catalog import N_, ntr, tr

if TYPE_CHECKING:
    from mutualaid.records.office import OfficeSettings
    from mutualaid.records.views import Changed
    from mutualaid.services.verifying import Finding


class SafetySection(Section):
    """Looks at the laptop, and sets the minutes."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        laptop = self.card(
            N_("The memory of this laptop"),
            N_("While the office is open, its keys are in memory. Some laptops write memory to the disk, readable."),
        )
        self._findings = QVBoxLayout()
        self._told: list[Said] = []
        laptop.body.addLayout(self._findings)
        away = self.card(N_("When you step away"))
        self.mask_box, self.lock_box = QSpinBox(), QSpinBox()
        self.mask_box.setRange(*state.MASK_MINUTES)
        self.lock_box.setRange(*state.LOCK_MINUTES)
        for box in (self.mask_box, self.lock_box):
            box.setMaximumWidth(theme.roomy(180))
        self.form = Form()
        self.form.add("mask", N_("Minutes until names and contact data are covered"), self.mask_box)
        self.form.add("lock", N_("Minutes until the office locks"), self.lock_box)
        away.body.addWidget(self.form)
        self.save_button = Button(N_("Keep these minutes"), self.save)
        away.body.addWidget(*left(self.save_button))
        panic = self.card(N_("When there is no time"))
        panic.body.addWidget(
            Said(
                lambda: tr(
                    "{keys} locks at once, whatever is under way: the windows are gone and the keys with them in less "
                    "than a second. What was being saved at that moment is undone; a half-filled form waits for you. "
                    "Ctrl+L locks in the usual way.",
                    keys=PANIC_KEYS,
                )
            )
        )
        self.first = self.mask_box
        self.column.addStretch(1)
        self._show_minutes(context.office.settings)
        self.retranslate()

    def retranslate(self) -> None:
        """The minutes say that they are minutes."""
        if hasattr(self, "form"):
            for box in (self.mask_box, self.lock_box):
                box.setSuffix(" " + tr("minutes"))

    def _show_minutes(self, settings: OfficeSettings) -> None:
        self.mask_box.setValue(settings.mask_minutes)
        self.lock_box.setValue(settings.lock_minutes)

    def refresh(self) -> None:
        """Look at the laptop."""

        def read() -> list[Finding]:
            from mutualaid.services.surroundings import surroundings

            return surroundings()

        self.context.tasks.read(read, self._show, owner=self)

    def _show(self, found: list[Finding]) -> None:
        for old in self._told:
            old.hide()
            old.deleteLater()
        self._told = [Said(partial(_words, finding.code), role="warn") for finding in found]
        if not found:
            self._told = [Said(N_("Nothing of it is written to the disk in the clear."), role="good")]
        for label in self._told:
            self._findings.addWidget(label)

    def findings(self) -> list[str]:
        """What is said about the laptop."""
        return [label.text() for label in self._told]

    def save(self) -> None:
        """Keep the minutes; they hold from now on."""
        mask, lock, office = self.mask_box.value(), self.lock_box.value(), self.context.office
        if not self.form.set_errors(state.minutes_errors(mask, lock)):
            return

        def work() -> Changed:
            from mutualaid.services.settings import set_minutes

            return set_minutes(office, mask=mask, lock=lock)

        self.context.tasks.write(
            work,
            lambda _changed: self.tell(
                tr(
                    "Covered after {mask}, locked after {lock}.",
                    mask=ntr("{n} minute", "{n} minutes", mask),
                    lock=ntr("{n} minute", "{n} minutes", lock),
                )
            ),
            owner=self,
            fail=self.refused,
        )


def _words(code: str) -> str:
    from mutualaid.language.errors import sentence
    from mutualaid.records.errors import BadInput

    return sentence(BadInput(code))
