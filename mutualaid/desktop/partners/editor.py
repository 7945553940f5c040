"""The form of a partner organization, new or known."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from mutualaid.desktop.form_window import FormWindow, keep
from mutualaid.desktop.page import Context
from mutualaid.desktop.partners.service_row import ServiceRow
from mutualaid.desktop.undoing import tell_done
from mutualaid.desktop.widgets.chips import Chips
from mutualaid.desktop.widgets.notes import NoteEditor
from mutualaid.desktop.widgets.offers import zone_offers, zone_words
from mutualaid.desktop.widgets.phones import read_phone, show_phone
from mutualaid.desktop.widgets.repeated import Repeated
from mutualaid.desktop.widgets.watched_line import WatchedLine
from mutualaid.desktop.widgets.words import Translated, Words
from mutualaid.language.catalog import N_, tr
from mutualaid.records.views import Changed

if TYPE_CHECKING:
    from mutualaid.records.partner import Partner
    from mutualaid.services.office import Office


class NumberRow(Translated, QWidget):
    """A phone number of an organization: public, so that nothing is said of what is safe."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.number = QLineEdit()
        self.number.setMaxLength(40)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.number)
        self.setFocusProxy(self.number)
        self.number.textEdited.connect(lambda _text: self.changed.emit())
        self.retranslate()

    def retranslate(self) -> None:
        """Set the words."""
        self.number.setAccessibleName(tr("Phone"))
        self.number.setPlaceholderText(tr("for example: {number}", number="(773) 555-0165"))


class PartnerEditor(FormWindow):
    """Everything about an organization in one form. Its window's title does not name it."""

    def __init__(self, context: Context, uid: str, record: Partner | None, parent: QWidget) -> None:
        title: Words = N_("Add an organization") if record is None else N_("Change an organization")
        super().__init__(title, N_("Save"), parent)
        self.context, self.uid, self.record = context, uid, record
        self.name, self.address, self.url = WatchedLine(), WatchedLine(), QLineEdit()
        self.url.setMaxLength(200)
        self.phones = Repeated(NumberRow, N_("Add a phone"), N_("Take this phone away"))
        self.zones = Chips()
        self.note = NoteEditor(lines=3)
        self.services = Repeated(ServiceRow, N_("Add a service"), N_("Take this service away"), top=True, gap=12)
        form = self.section(N_("The organization"))
        form.add("name", N_("Name"), self.name, required=True)
        hint = N_("Numbers that anybody may have. No person's own phone.")
        form.add("phones", N_("Phones"), self.phones, hint=hint)
        form.add("address", N_("Address"), self.address)
        form.add("url", N_("Web address"), self.url, hint=N_("Shown as text; the program never opens it."))
        form.add("zones", N_("Serves only these zones"), self.zones, hint=N_("None chosen: it serves everywhere."))
        form.add("note", N_("Note"), self.note)
        form = self.section(N_("What it offers"))
        form.add("services", N_("Services"), self.services)
        self._ready = True
        self.retranslate()
        self._fill(record)
        self._listen()
        self.begin(self.name)
        self.dirty = False

    def retranslate(self) -> None:
        """Set the zones."""
        super().retranslate()
        if getattr(self, "_ready", False):
            zones = self.context.office.zones
            self.zones.set_choices(zone_offers(zones), also=zone_words(zones))

    def _fill(self, record: Partner | None) -> None:
        if record is None:
            self.phones.add()
            self.services.add()
            return
        self.name.set_text(record.name)
        self.address.set_text(record.address)
        self.url.setText(record.url)
        for number in record.phones:
            self.phones.add().number.setText(show_phone(number))
        self.zones.set_codes(record.zones)
        self.note.set_text(record.note)
        for service in record.services:
            self.services.add().set_service(service)

    def _listen(self) -> None:
        for part in (self.name, self.address, self.phones, self.zones, self.note, self.services):
            part.changed.connect(self.touch)
        self.url.textEdited.connect(self.touch)

    def check(self) -> dict[str, Any] | None:
        """The fields of the Partner; none when something is wrong, which is then shown."""
        from mutualaid.services.partners import LIKE_HTTP

        errors: dict[str, Words] = {}
        if not self.name.text().strip():
            errors["name"] = N_("Write what the organization calls itself.")
        url = self.url.text().strip()
        if url and not LIKE_HTTP.fullmatch(url):
            errors["url"] = N_("Begin it with https:// and leave no spaces in it.")
        phones: dict[str, None] = {}
        try:
            phones = dict.fromkeys(filter(None, (read_phone(row.number.text()) for row in self.phones.rows)))
        except ValueError:
            errors["phones"] = N_("This cannot be a phone number. Write it with its area code.")
        wrong = [row for row in self.services.rows if not row.check()]
        if not self.set_errors(errors) or wrong:
            self.messages.tell(tr("Not saved yet: something in the form needs another look."), "warn")
            return None
        self.messages.hide()
        return {
            "name": self.name.text().strip(), "address": self.address.text().strip(), "url": url,
            "phones": list(phones), "zones": self.zones.codes(), "note": self.note.text().strip(),
            "services": [one for one in (row.service() for row in self.services.rows) if one is not None],
        }  # fmt: skip

    def save(self) -> None:
        """Check, then write on the writer's thread."""
        fields = self.check()
        if fields is None:
            return
        keep(self, self.context, partial(_write, self.context.office, self.uid, fields), self._saved)

    def _saved(self, changed: Changed) -> None:
        self.done_well()
        tell_done(self.context, tr("The organization is saved."))
        self.context.go("partners", changed.uids[0])


def _write(office: Office, uid: str, fields: dict[str, Any]) -> Changed:
    from mutualaid.records.partner import Partner
    from mutualaid.services import partners

    if uid:
        return partners.change(office, uid=uid, **fields)
    return partners.add(office, partner=Partner.checked(code=partners.partner_code(office), **fields))
