"""How to reach a household safely: what they refused and what to mind, in sentences; below, covered, the numbers."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from mutualaid.desktop.widgets.facts import Fact, Facts
from mutualaid.desktop.widgets.masked import Masked
from mutualaid.desktop.widgets.phones import show_phone
from mutualaid.desktop.widgets.words import Button, Said, Words, announce, restyle
from mutualaid.language.catalog import N_, tr
from mutualaid.language.safe_words import refusal_words, safe_words
from mutualaid.records.kinds import ConsentPurpose

if TYPE_CHECKING:
    from mutualaid.records.household import Household
    from mutualaid.services.households import HouseholdPage

_WARNED = (ConsentPurpose.KEEP, ConsentPurpose.CONTACT, ConsentPurpose.SHARE)
"""Refusals that are said before anything else."""


class Banner(QFrame):
    """Sentences that are not to be overlooked; hidden while there are none."""

    def __init__(self, kind: str = "warn") -> None:
        super().__init__()
        self.setProperty("role", "message")
        self.setProperty("kind", kind)
        restyle(self)
        self.said: list[Said] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(12, 8, 12, 8)
        self._column.setSpacing(4)
        self.hide()

    def show_sentences(self, sentences: list[Callable[[], str]]) -> None:
        """Show these, each on a line of its own."""
        for one in self.said:
            one.hide()
            one.deleteLater()
        self.said = [Said(sentence) for sentence in sentences]
        for one in self.said:
            self._column.addWidget(one)
        self.setVisible(bool(sentences))


class ReachPart(QWidget):
    """Names, numbers and address stay covered until she asks for them, of each record anew."""

    def __init__(self) -> None:
        super().__init__()
        self.masked: list[Masked] = []
        self.refusals, self.rules = Banner(), Banner("info")
        self.button = Button(self._button_words, self.toggle, hint=N_("V on this page"))
        self.facts = Facts()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.refusals)
        column.addWidget(self.rules)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.facts)

    def _button_words(self) -> str:
        return tr("Cover contact details") if self.uncovered else tr("Show contact details")

    @property
    def uncovered(self) -> bool:
        """Whether any of it is readable now."""
        return any(one.open for one in self.masked)

    def show_page(self, page: HouseholdPage) -> None:
        """Show how to reach a household, all of it covered."""
        record, refused = page.record, page.refused
        self.refusals.show_sentences([partial(refusal_words, one) for one in _WARNED if one in refused])
        self.rules.show_sentences([partial(_rule, record, at) for at in range(len(safe_words(record)))])
        self.masked = []
        facts: list[Fact] = []
        if record.contact_name:
            facts.append((N_("Name"), self._covered(N_("Name"), record.contact_name)))
        several = len(record.phones) > 1
        for number, phone in enumerate(record.phones, 1):
            name: Words = partial(_numbered, number) if several else N_("Phone")
            facts.append((name, self._covered(name, show_phone(phone.number))))
        if not record.phones:
            facts.append((N_("Phone"), lambda: tr("none given")))
        if record.address:
            facts.append((N_("Address"), self._covered(N_("Address"), record.address)))
        facts.append((N_("At the door"), lambda: record.delivery_notes))
        self.facts.set_facts(facts)
        self.button.setVisible(bool(self.masked))
        self.button.retranslate()

    def _covered(self, name: Words, text: str) -> Masked:
        made = Masked(name, text)
        made.button.clicked.connect(lambda _checked=False: self.button.retranslate())
        self.masked.append(made)
        return made

    def toggle(self) -> None:
        """Uncover all of it, or cover it again, and have that said."""
        if not self.masked:
            return
        show = not self.uncovered
        for one in self.masked:
            if one.open != show:
                one.toggle()
        self.button.retranslate()
        announce(self.button, tr("Contact details are shown.") if show else tr("Contact details are covered."))

    def cover(self) -> None:
        """Cover all of it."""
        for one in self.masked:
            one.cover()
        self.button.retranslate()


def _rule(record: Household, at: int) -> str:
    return safe_words(record)[at]


def _numbered(number: int) -> str:
    return tr("Number {n}", n=number)
