"""The question list as a form for KoboToolbox or ODK: what it offers, how its answers are locked, where it is saved."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from mutualaid.desktop import printing
from mutualaid.desktop.dialogs import FormDialog
from mutualaid.desktop.forms_out.consent import ConsentWords
from mutualaid.desktop.forms_out.steps import Steps
from mutualaid.desktop.page import Context
from mutualaid.desktop.widgets.chips import Chips
from mutualaid.desktop.widgets.choice import Choice
from mutualaid.desktop.widgets.forms import Form
from mutualaid.desktop.widgets.words import Said, announce
from mutualaid.language import labels
from mutualaid.language.catalog import N_, catalog, tr
from mutualaid.language.errors import sentence
from mutualaid.records.categories import CATEGORIES
from mutualaid.records.errors import Fault
from mutualaid.records.languages import LANGUAGES
from mutualaid.records.questions import COMMON_LANGUAGES

if TYPE_CHECKING:
    from mutualaid.services.blank_forms import FormChoices

MAKE, PASTE, NONE = "make", "paste", "none"
_ORDERS = {"es": ("es", "en"), "en": ("en", "es")}

_KEEP_KEY = N_(
    "The file is the only thing that reads the answers. Keep it on this computer and one stick, never on a phone that "
    "collects, in a mail or in a cloud; without it the answers are lost."
)
_OPEN = N_(
    "Without a key everything that is answered lies readable on every phone that collects and on the server. A lost "
    "phone or a subpoena of the server then shows it all."
)


class PhoneWindow(FormDialog):
    """A form to fill in, then what to do with the file. A key that was made is kept until the form has it."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(N_("A form for phones"), N_("Save the form…"), parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._context = context
        self._made = ""
        self.about = Said(
            N_("For KoboToolbox or ODK Central (an XLSForm). What it collects comes back by Import, answer by answer."),
            role="subtle",
        )
        self.first, self.key = Choice(), Choice()
        self.needs, self.languages, self.zones = Chips(), Chips(), Chips()
        self.paste, self.address = QPlainTextEdit(), QLineEdit()
        self.paste.setTabChangesFocus(True)
        self.paste.setFixedHeight(self.paste.fontMetrics().lineSpacing() * 4 + 18)
        self.warning = Said("", role="warn")
        self.consent = ConsentWords(self._standard)
        self.form = Form()
        self.form.add("key", N_("How answers are locked"), self.key)
        self.form.add("paste", N_("The public key"), self.paste, hint=N_("From BEGIN PUBLIC KEY to END PUBLIC KEY."))
        self.form.add("first", N_("Language it begins in"), self.first)
        everything = N_("Leave it empty to offer all.")
        self.form.add("needs", N_("Needs"), self.needs, hint=everything)
        self.form.add("languages", N_("Languages"), self.languages, hint=N_("Leave it empty to offer the usual ones."))
        self.form.add("zones", N_("Neighborhoods"), self.zones, hint=everything)
        self.form.add(
            "address",
            N_("Address that phones send to"),
            self.address,
            hint=N_("Only where your tool asks for it in the form; KoboToolbox shows it beside its encryption help."),
        )
        for widget in (self.about, self.form.rows["key"], self.warning):
            self.body.addWidget(widget)
        self.body.addWidget(self.form)
        self.body.addWidget(self.consent)
        self.key.chosen.connect(self._key_chosen)
        self.retranslate()
        self.key.set_code(MAKE)
        self.first.set_code("es")
        self._key_chosen(MAKE)
        self.key.setFocus()

    def retranslate(self) -> None:
        """Set the title and what there is to choose from."""
        super().retranslate()
        if not hasattr(self, "consent"):
            return
        self.key.set_choices(
            [
                (MAKE, tr("Make a new key pair")),
                (PASTE, tr("Use a public key that we have")),
                (NONE, tr("Not at all")),
            ]
        )
        self.first.set_choices([("es", tr("Spanish")), ("en", tr("English"))])
        self.needs.set_choices([(code, labels.category(code)) for code in self._offered()])
        usual = [*COMMON_LANGUAGES, *(code for code in LANGUAGES if code not in COMMON_LANGUAGES)]
        self.languages.set_choices([(code, labels.language(code)) for code in usual])
        self.zones.set_choices([(code, zone.name) for code, zone in self._context.office.zones.items()])

    def _offered(self) -> list[str]:
        """The kinds of help that the office offers."""
        closed = self._context.office.settings.closed_categories
        return [code for code in CATEGORIES if code not in closed]

    def _standard(self, language: str) -> str:
        from mutualaid.services.blank_forms import standard_form_consent

        return standard_form_consent(catalog(language), locked=self.key.code() != NONE)

    def _key_chosen(self, how: str) -> None:
        self.form.rows["paste"].setVisible(how == PASTE)
        self.warning.say(_OPEN if how == NONE else _KEEP_KEY)
        self.warning.setVisible(how != PASTE)
        if how == NONE:
            announce(self, self.warning.text())

    def choices(self) -> FormChoices:
        """What the form is to offer and say; nothing chosen means everything that is usual."""
        from mutualaid.services.blank_forms import FormChoices

        return FormChoices(
            self._context.office.zones,
            offered=tuple(self.zones.codes()) or None,
            categories=tuple(self.needs.codes()) or tuple(self._offered()),
            languages=tuple(self.languages.codes()) or None,
            order=_ORDERS[self.first.code() or "es"],
            consent=self.consent.words(),
        )

    def save(self) -> None:
        """Ask where the private key goes, if one is to be made, and where the form goes."""
        self.messages.hide()
        self.form.rows["paste"].set_error("")
        how = self.key.code() or MAKE
        if how == PASTE and not self._check_pasted():
            return
        if how == MAKE and not self._made:
            printing.ask_place(
                self, tr("Where to put the private key"), tr("private-key.pem"), tr("Keys (*.pem)"), self.make_key
            )
            return
        self._ask_form()

    def _check_pasted(self) -> bool:
        from mutualaid.services.blank_forms import form_key

        try:
            form_key(self.paste.toPlainText())
        except Fault as fault:
            self.form.rows["paste"].set_error(lambda code=fault: sentence(code))  # type: ignore[misc]
            self.paste.setFocus()
            return False
        return True

    def _ask_form(self) -> None:
        printing.ask_place(self, tr("Where to put the form"), tr("form.xlsx"), tr("Workbooks (*.xlsx)"), self.save_form)

    def make_key(self, path: Path) -> None:
        """Make the key pair, its private half into a new file, then go on to the form."""
        store = self._context.office.folder
        self.set_busy(True)

        def work() -> str:
            from mutualaid.services.blank_forms import make_form_key

            return make_form_key(path, store=store)

        def done(public: str) -> None:
            self._made = public
            self.dirty = True  # the key is of no use until a form has it
            self.set_busy(False)
            self.messages.tell(tr("The private key is in the file you chose. Now choose where the form goes."), "good")
            self._ask_form()

        self._context.tasks.read(work, done, owner=self, fail=self.refused)

    def save_form(self, path: Path) -> None:
        """Write the form to a new file, and say what is left to do."""
        how, choices, store = self.key.code() or MAKE, self.choices(), self._context.office.folder
        key = {MAKE: self._made, PASTE: self.paste.toPlainText(), NONE: ""}[how]
        address = self.address.text()
        self.set_busy(True)

        def work() -> None:
            from mutualaid.services.blank_forms import save_xlsform

            save_xlsform(path, choices=choices, public_key=key, submission_url=address, store=store)

        self._context.tasks.read(work, lambda _done: self._saved(how), owner=self, fail=self.refused)

    def _saved(self, how: str) -> None:
        """Only the steps that are left stay in the window."""
        self.dirty = False
        self.set_busy(False)
        for widget in (self.form.rows["key"], self.form, self.consent):
            widget.hide()
        self.warning.setVisible(how != PASTE)
        self.about.say(N_("The form is in the file you chose. This is what is left to do:"))
        self.steps = Steps(locked=how != NONE)
        self.body.addWidget(self.steps)
        self.save_button.hide()
        self.cancel_button.say(N_("Close"))
        self.messages.hide()
        self.cancel_button.setFocus()
        self.resize(self.sizeHint())
        announce(self, self.about.text())


def open_xlsform(context: Context, parent: QWidget) -> PhoneWindow:
    """Open the window."""
    window = PhoneWindow(context, parent)
    window.open()
    return window
