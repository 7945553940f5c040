"""Choosing a passphrase: typed twice, or six words suggested; what is wrong is said at its field."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt

from mutualaid.desktop.widgets.forms import Form
from mutualaid.desktop.widgets.secret_fields import PassphraseField
from mutualaid.desktop.widgets.words import Button, Translated, Words, plain_label
from mutualaid.language.catalog import N_, current_language, tr
from mutualaid.language.errors import sentence
from mutualaid.records.errors import Fault


class NewPassphrase(Translated, Form):
    """`check` raises Refused for one that may not be, `suggest` gives six words, Enter at the end calls `done`."""

    def __init__(self, check: Callable[[str], None], suggest: Callable[[str], str], done: Callable[[], object]) -> None:
        super().__init__()
        self._check, self._suggest = check, suggest
        self.first, self.second = PassphraseField(), PassphraseField()
        self.suggestion = plain_label("", role="badge")
        self.suggestion.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.suggestion.hide()
        self.add("first", N_("Passphrase"), self.first, hint=N_("At least 15 letters. Spaces count."), required=True)
        self.add("second", N_("The same again"), self.second, required=True)
        self.add_widget(Button(N_("Suggest six words"), self.suggest, role="link"))
        self.add_widget(self.suggestion)
        self.first.line.returnPressed.connect(self.second.setFocus)
        self.second.line.returnPressed.connect(done)
        self.retranslate()

    def retranslate(self) -> None:
        """Name the suggestion."""
        if hasattr(self, "suggestion"):
            self.suggestion.setAccessibleName(tr("Suggested passphrase"))

    def suggest(self) -> None:
        """Show six words; they are typed by her, which is how they begin to be remembered."""
        self.suggestion.setText(self._suggest(current_language()))
        self.suggestion.show()

    def ready(self) -> bool:
        """Whether what was typed may protect a store, twice the same; else it is said where she looks."""
        errors: dict[str, Words] = {}
        try:
            self._check(self.first.text())
        except Fault as fault:
            errors["first"] = _said(fault)
        if not errors and self.first.text() != self.second.text():
            errors["second"] = N_("The two are not the same. Type it again.")
        return self.set_errors(errors)

    def text(self) -> str:
        """The passphrase."""
        return self.first.text()

    def clear(self) -> None:
        """Forget what was typed and suggested."""
        self.first.clear()
        self.second.clear()
        self.suggestion.clear()
        self.suggestion.hide()


def _said(fault: Fault) -> Callable[[], str]:
    return lambda: sentence(fault)
