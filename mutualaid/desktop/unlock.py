"""The window that opens a store: passphrase or recovery words, and what is wrong, said where she looks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QProgressBar, QSizePolicy, QWidget

from mutualaid.desktop.door_frame import DoorFrame, short_path
from mutualaid.desktop.doors import Doors
from mutualaid.desktop.tasks import Tasks
from mutualaid.desktop.widgets.forms import FormRow
from mutualaid.desktop.widgets.words import Button, Said
from mutualaid.language.catalog import N_, tr
from mutualaid.language.errors import sentence
from mutualaid.records.errors import Fault

if TYPE_CHECKING:
    from mutualaid.services.office import Office

_QUIET = (
    Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText | Qt.InputMethodHint.ImhNoAutoUppercase
)


class PassphraseField(QWidget):
    """A passphrase, covered, with a button that shows it. A screen reader does not speak it while it is covered."""

    def __init__(self) -> None:
        super().__init__()
        self.line = QLineEdit()
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.line.setInputMethodHints(_QUIET)
        self.button = Button(N_("Show"))
        self.button.setCheckable(True)
        self.button.toggled.connect(self._toggle)
        self.setFocusProxy(self.line)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.line, 1)
        layout.addWidget(self.button)

    def _toggle(self, shown: bool) -> None:
        self.line.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        self.button.say(N_("Hide") if shown else N_("Show"))

    def text(self) -> str:
        """What was typed."""
        return self.line.text()

    def clear(self) -> None:
        """Empty and cover it."""
        self.line.clear()
        self.button.setChecked(False)


class UnlockWindow(DoorFrame):
    """Asks for the secret of the store in `folder`. `opened` carries the office, `elsewhere` asks for other stores."""

    opened = Signal(object)
    elsewhere = Signal()

    def __init__(self, doors: Doors, tasks: Tasks, folder: Path) -> None:
        super().__init__()
        self._doors, self._tasks, self.folder = doors, tasks, folder
        self.by_words = False
        self.heading = Said(N_("Open the office"), points=5, bold=True)
        self.place = Said(lambda: tr("In {folder}", folder=short_path(self.folder)), role="subtle")
        self.passphrase = PassphraseField()
        self.passphrase.line.returnPressed.connect(self.unlock)
        self.passphrase_row = FormRow(N_("Passphrase"), self.passphrase)
        self.words = QPlainTextEdit()
        self.words.setTabChangesFocus(True)
        self.words.setInputMethodHints(_QUIET)
        self.words.setFixedHeight(84)
        self.words_row = FormRow(
            N_("Recovery words"),
            self.words,
            hint=N_("The words that were written down when the office was made, in their order."),
        )
        self.open_button = Button(N_("Open it"), self.unlock, role="primary")
        self.working = QProgressBar()
        self.working.setRange(0, 0)
        self.working_line = Said(
            N_("Opening. This takes a moment on purpose: it slows down anybody who guesses."), role="subtle"
        )
        self.other_way = Button(N_("Use the recovery words"), self.switch_way, role="link")
        self.other_store = Button(N_("Another office, or a new one"), self.elsewhere.emit, role="link")
        for widget in (
            self.heading,
            self.place,
            self.passphrase_row,
            self.words_row,
            self.open_button,
            self.working,
            self.working_line,
            self.other_way,
            self.other_store,
        ):
            self.card.body.addWidget(widget)
        self._set_busy(False)
        self._show_way()

    def retranslate(self) -> None:
        """The bar has a name too."""
        if hasattr(self, "working"):
            self.working.setAccessibleName(tr("Opening"))

    def switch_way(self) -> None:
        """From the passphrase to the recovery words and back."""
        self.by_words = not self.by_words
        self._show_way()

    def _show_way(self) -> None:
        self.passphrase_row.setVisible(not self.by_words)
        self.words_row.setVisible(self.by_words)
        self.other_way.say(N_("Use the passphrase") if self.by_words else N_("Use the recovery words"))
        (self.words if self.by_words else self.passphrase).setFocus()

    @property
    def _row(self) -> FormRow:
        return self.words_row if self.by_words else self.passphrase_row

    def _set_busy(self, busy: bool) -> None:
        self.working.setVisible(busy)
        self.working_line.setVisible(busy)
        for widget in (self.open_button, self.passphrase, self.words, self.other_way, self.other_store):
            widget.setEnabled(not busy)

    def unlock(self) -> None:
        """Try what was typed, off the window's thread."""
        secret = self.words.toPlainText().strip() if self.by_words else self.passphrase.text()
        if not secret:
            self._row.set_error(N_("Type it here first."))
            self._row.field.setFocus()
            return
        self._row.set_error("")
        self._set_busy(True)
        folder, by_words = self.folder, self.by_words
        self._tasks.compute(
            lambda _progress: self._doors.open(
                folder, passphrase=None if by_words else secret, recovery=secret if by_words else None
            ),
            self._open,
            owner=self,
            title="",
            fail=self._refused,
        )

    def _open(self, office: Office) -> None:
        self._set_busy(False)
        self.passphrase.clear()
        self.words.clear()
        self.opened.emit(office)

    def _refused(self, fault: Fault) -> None:
        self._set_busy(False)
        self._row.set_error(lambda: sentence(fault))
        self._row.field.setFocus()
        if not self.by_words:
            self.passphrase.line.selectAll()

    def failed(self) -> None:
        """Something unforeseen happened while opening: let her try again."""
        self._set_busy(False)
