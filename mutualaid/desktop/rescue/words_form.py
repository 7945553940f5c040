"""The recovery words, typed: of the one sheet, or of two of three."""

from __future__ import annotations

from collections.abc import Callable

from mutualaid.desktop.widgets.forms import Form
from mutualaid.desktop.widgets.secret_fields import WordsField
from mutualaid.desktop.widgets.words import Button, Words
from mutualaid.language.catalog import N_, tr
from mutualaid.language.errors import sentence
from mutualaid.records.errors import Fault


class WordsForm(Form):
    """One field of words, or two once she says that there are three sheets. `done` is called by Enter."""

    def __init__(self, done: Callable[[], object]) -> None:
        super().__init__()
        self.two = False
        self._done = done
        self.first, self.second = WordsField(), WordsField()
        self.add(
            "first",
            lambda: tr("Recovery words of one sheet") if self.two else tr("Recovery words"),
            self.first,
            hint=N_("In their order. Capitals and accents do not matter."),
        )
        self.add("second", N_("Recovery words of a second sheet"), self.second)
        self.link = Button("", lambda: self.set_two(not self.two), role="link")
        self.add_widget(self.link)
        self.first.entered.connect(self._enter)
        self.second.entered.connect(done)
        self.set_two(False)

    def _enter(self) -> None:
        if self.two:
            self.second.setFocus()
        else:
            self._done()

    def set_two(self, two: bool) -> None:
        """Ask for two sheets, or for one."""
        self.two = two
        self.rows["second"].setVisible(two)
        self.rows["first"].retranslate()
        self.link.say(N_("I have the only sheet") if two else N_("I have two of three sheets"))

    def ready(self) -> bool:
        """Whether something was typed in each field."""
        errors: dict[str, Words] = {}
        for key, field in (("first", self.first), ("second", self.second)):
            if not field.text() and (key == "first" or self.two):
                errors[key] = N_("Type it here first.")
        return self.set_errors(errors)

    def recovery(self) -> str | tuple[str, str]:
        """The words, of one sheet or of two."""
        return (self.first.text(), self.second.text()) if self.two else self.first.text()

    def refused(self, fault: Fault) -> None:
        """They did not open it: say so at the field."""
        self.set_errors({"first": lambda: sentence(fault)})

    def clear(self) -> None:
        """Forget them."""
        self.first.clear()
        self.second.clear()
