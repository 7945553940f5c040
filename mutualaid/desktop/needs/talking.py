"""The contact log of a need's household, opened from the need: who was reached, and when to try again."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from mutualaid.desktop.contact_log import ContactLog
from mutualaid.desktop.dialogs import FormDialog
from mutualaid.desktop.widgets.words import Said
from mutualaid.language.catalog import N_, tr
from mutualaid.language.safe_words import safe_words
from mutualaid.records.kinds import ConsentPurpose

if TYPE_CHECKING:
    from mutualaid.desktop.needs.acting import Acting
    from mutualaid.services.needs import NeedPage


class ContactsDialog(FormDialog):
    """The rules for reaching them, then the log, with a form to add to it."""

    def __init__(self, page: Acting, need: NeedPage) -> None:
        super().__init__(N_("Calls and visits"), N_("Close"), page, width=560)
        self._need = need
        self.body.addWidget(Said(lambda: tr("Household {code}", code=need.household.code), role="subtle"))
        for at in range(len(safe_words(need.household, refused=need.refused))):
            self.body.addWidget(Said(partial(self._rule, at), role="warn"))
        self.log = ContactLog(page.context)
        self.log.show_with(
            household=need.record.household,
            contacts=need.contacts,
            silent=ConsentPurpose.CONTACT in need.refused,
        )
        self.body.addWidget(self.log)
        self.cancel_button.hide()
        page.context.tasks.changed.connect(self._read_again)
        self.log.open_form()

    def _rule(self, at: int) -> str:
        return safe_words(self._need.household, refused=self._need.refused)[at]

    def _read_again(self, _changed: object) -> None:
        self.log.show_with(household=self._need.record.household)

    def parts(self) -> dict[str, QWidget]:
        """What is typed is in the log's own form."""
        return {}

    def save(self) -> None:
        """Nothing is left to write: the log's own button wrote it."""
        self.done_well()
