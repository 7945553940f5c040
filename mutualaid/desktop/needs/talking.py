"""The contact log of a need's household, opened from the need: who was reached, and when to try again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from mutualaid.desktop.dialogs import FormDialog
from mutualaid.desktop.households.contact_log import ContactLog
from mutualaid.desktop.undoing import tell_done
from mutualaid.desktop.widgets.watched import answered_in
from mutualaid.desktop.widgets.words import Said
from mutualaid.language.catalog import N_, tr
from mutualaid.records.views import Changed

if TYPE_CHECKING:
    from mutualaid.desktop.needs.acting import Acting
    from mutualaid.services.needs import NeedPage


class ContactsDialog(FormDialog):
    """Shows the log and adds to it; the household's safe-contact rule stands above."""

    def __init__(self, page: Acting, need: NeedPage) -> None:
        super().__init__(N_("Calls and visits"), N_("Close"), page, width=560)
        self._page, self._need = page, need
        code, safe = need.household.code, need.household.safe_contact
        self.body.addWidget(Said(lambda: tr("Household {code}", code=code), role="subtle"))
        if safe:
            self.body.addWidget(Said(lambda: tr("Before you call: {rule}", rule=safe), role="warn"))
        self.log = ContactLog(page.context.today)
        self.log.set_contacts(need.contacts, same=False)
        self.log.added.connect(self._add)
        self.body.addWidget(self.log)
        self.cancel_button.hide()
        self.log.open_form()

    def parts(self) -> dict[str, QWidget]:
        """What is typed is in the log's own form."""
        return {}

    def _add(self, fields: dict[str, Any]) -> None:
        context, household, uid = self._page.context, self._need.record.household, self._need.uid
        office, today = context.office, context.today()

        def write() -> Changed:
            from mutualaid.records.household import Contact
            from mutualaid.services.contact_log import log_contact

            return log_contact(office, contact=Contact.checked(household=household, **fields))

        def done(_changed: Changed) -> None:
            from mutualaid.desktop.needs.reading import read_need

            tell_done(context, tr("It is in the log."))
            context.tasks.read(lambda: read_need(office, uid, today), self._show, owner=self)

        context.tasks.write(answered_in(self.log, office, write), done, owner=self, fail=self.refused)

    def _show(self, need: NeedPage) -> None:
        self._need = need
        self.log.set_contacts(need.contacts, same=False)

    def save(self) -> None:
        """Nothing is left to write: the log's own button wrote it."""
        self.done_well()
