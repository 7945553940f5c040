"""A trouble on the screen: what happened, what is safe, and the buttons that help; and the warning before opening
anyway.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from mutualaid.desktop.rescue.state import ACTIONS, ANYWAY, CONFIRMATION, Trouble, confirmed
from mutualaid.desktop.widgets.forms import FormRow
from mutualaid.desktop.widgets.panels import IconLabel
from mutualaid.desktop.widgets.words import Button, Said, announce, restyle, say
from mutualaid.language.catalog import N_, tr


class TroublePanel(QWidget):
    """Emits `asked` with the code of the pressed action; `anyway` only after its warning was confirmed by typing."""

    asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.trouble: Trouble | None = None
        self.title = Said("", points=3, bold=True)
        self.happened, self.safe = Said(""), Said("", role="good")
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(IconLabel("warn", 26, "warn"), 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.title, 1)
        calm = QHBoxLayout()
        calm.setSpacing(10)
        calm.addWidget(IconLabel("good", 20, "good"), 0, Qt.AlignmentFlag.AlignTop)
        calm.addWidget(self.safe, 1)
        self.buttons = {code: Button(words, lambda code=code: self.press(code)) for code, words in ACTIONS.items()}  # type: ignore[misc]
        self._choices = QVBoxLayout()
        self._choices.setSpacing(8)
        self.offers = QWidget()
        self.offers.setLayout(self._choices)
        self._choices.setContentsMargins(0, 4, 0, 0)
        for button in self.buttons.values():  # none without a parent: it would be a window of its own
            self._choices.addWidget(button)
        self.word = QLineEdit()
        self.word.returnPressed.connect(self.confirm)
        self.word_row = FormRow(lambda: tr("To open it anyway, type {word}", word=tr(CONFIRMATION)), self.word)
        self.warning = _Warning(self)
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(10)
        body.addLayout(head)
        body.addWidget(self.happened)
        body.addLayout(calm)
        body.addWidget(self.offers)
        body.addWidget(self.warning)
        self._show_warning(False)
        self.hide()

    def show_trouble(self, trouble: Trouble) -> None:
        """Say it, and have it read aloud."""
        self.trouble = trouble
        self.title.say(trouble.title)
        self.happened.say(trouble.happened)
        self.safe.say(trouble.safe)
        for code, button in self.buttons.items():
            button.setVisible(code in trouble.actions)
        for place, code in enumerate(trouble.actions):
            button = self.buttons[code]
            button.setProperty("role", "primary" if place == 0 and not trouble.beside else "")
            restyle(button)
            self._choices.removeWidget(button)
            self._choices.addWidget(button)
        self._show_warning(False)
        self.show()
        if not trouble.beside:
            self.buttons[trouble.actions[0]].setFocus()
        announce(self, f"{say(trouble.title)}. {say(trouble.happened)} {say(trouble.safe)}")

    def press(self, code: str) -> None:
        """One of its buttons; opening anyway warns first."""
        if code == ANYWAY:
            self._show_warning(True)
            self.word.setFocus()
        else:
            self.asked.emit(code)

    def _show_warning(self, shown: bool) -> None:
        self.offers.setVisible(not shown)
        self.warning.setVisible(shown)
        self.word.clear()
        self.word_row.set_error("")

    def back(self) -> None:
        """From the warning to the buttons."""
        self._show_warning(False)
        self.buttons[ANYWAY].setFocus()

    def confirm(self) -> None:
        """Open anyway if the word was typed."""
        if confirmed(self.word.text()):
            self.asked.emit(ANYWAY)
        else:
            self.word_row.set_error(lambda: tr("Type {word}, or go back.", word=tr(CONFIRMATION)))
            self.word.setFocus()


class _Warning(QWidget):
    """What opening anyway means, and the word to type."""

    def __init__(self, panel: TroublePanel) -> None:
        super().__init__()
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 4, 0, 0)
        body.setSpacing(10)
        body.addWidget(
            Said(
                N_(
                    "Before you do: copy the whole folder to a stick, as it is. What you see after this may lack "
                    "entries or hold some that none of you made; look through the newest ones. That it was opened like "
                    "this is written in the journal, with your name."
                ),
                role="warn",
            )
        )
        body.addWidget(panel.word_row)
        row = QHBoxLayout()
        row.addWidget(Button(N_("Back"), panel.back, role="quiet"))
        row.addStretch(1)
        row.addWidget(Button(N_("Open it anyway"), panel.confirm, role="danger"))
        body.addLayout(row)
