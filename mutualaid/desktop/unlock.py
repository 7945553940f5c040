"""The window that opens a store: passphrase, recovery words or keyring; and what stands in the way, with what helps."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QProgressBar

from mutualaid.desktop.door_frame import DoorFrame, short_path
from mutualaid.desktop.doors import Doors
from mutualaid.desktop.locking import LockedNote
from mutualaid.desktop.rescue import state
from mutualaid.desktop.rescue.panel import TroublePanel
from mutualaid.desktop.tasks import Tasks
from mutualaid.desktop.widgets.forms import FormRow
from mutualaid.desktop.widgets.messages import MessageBar
from mutualaid.desktop.widgets.secret_fields import PassphraseField, WordsField
from mutualaid.desktop.widgets.words import Button, Said, Words
from mutualaid.language.catalog import N_, tr
from mutualaid.language.errors import sentence
from mutualaid.progress import Progress
from mutualaid.records.errors import Fault, WrongPassphrase

if TYPE_CHECKING:
    from mutualaid.services.office import Office

_LOOK_MS = 100


class UnlockWindow(DoorFrame):
    """Asks for the secret of the store in `folder`. `opened` carries the office; the other signals ask for another
    store, for the window that restores a backup, and for the one that brings back what can be read.
    """

    opened = Signal(object)
    elsewhere = Signal()
    restore_asked = Signal()
    salvage_asked = Signal()

    def __init__(self, doors: Doors, tasks: Tasks, folder: Path, *, told: str = "") -> None:
        super().__init__()
        self.messages = MessageBar(stay=True)
        if told:
            self.messages.tell(told, "warn")
        self._doors, self._tasks, self.folder = doors, tasks, folder
        self.by_words = False
        self.note: LockedNote | None = None
        self._quorum = self._by_keyring = False
        self._seen = (0, 0)
        self.heading = Said(N_("Open the office"), points=5, bold=True)
        self.place = Said(lambda: tr("In {folder}", folder=short_path(self.folder)), role="subtle")
        self.passphrase = PassphraseField()
        self.passphrase.line.returnPressed.connect(self.unlock)
        self.passphrase_row = FormRow(N_("Passphrase"), self.passphrase)
        self.words, self.more_words = WordsField(), WordsField()
        self.words_row = FormRow(self._words_label, self.words, hint=self._words_hint)
        self.more_row = FormRow(N_("Recovery words of a second sheet"), self.more_words)
        self.words.entered.connect(self._next_words)
        self.more_words.entered.connect(self.unlock)
        self.open_button = Button(N_("Open it"), self.unlock, role="primary")
        self.keyring_button = Button(N_("Open with this computer's keyring"), self.unlock_by_keyring)
        self.keyring_button.hide()
        self.working = QProgressBar()
        self.working.setRange(0, 0)
        self.working_line = Said(self._working_words, role="subtle")
        self.panel = TroublePanel()
        self.panel.asked.connect(self.help)
        self.other_way = Button(N_("Use the recovery words"), self.switch_way, role="link")
        self.restore_button = Button(N_("Restore a backup…"), self.restore_asked.emit, role="link")
        self.other_store = Button(N_("Another office, or a new one"), self.elsewhere.emit, role="link")
        self._form = (self.heading, self.place, self.keyring_button, self.passphrase_row, self.words_row, self.more_row)
        self._links = (self.other_way, self.restore_button, self.other_store)
        for widget in (
            self.messages,
            *self._form,
            self.open_button,
            self.working,
            self.working_line,
            self.panel,
            *self._links,
        ):
            self.card.body.addWidget(widget)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)
        self._ways: frozenset[str] = frozenset()
        self._set_busy(False)
        self._show_way()
        tasks.read(lambda: doors.ways(folder), self.show_ways, owner=self, fail=lambda _fault: None)

    def retranslate(self) -> None:
        """The bar has a name too."""
        if hasattr(self, "working"):
            self.working.setAccessibleName(tr("Opening"))

    def show_ways(self, ways: frozenset[str]) -> None:
        """Offer what opens this store: one sheet or two, and the keyring where there is one."""
        self._ways, self._quorum = ways, "quorum" in ways
        self.words_row.retranslate()
        self.words_row.set_hint(self._words_hint)
        self._show_way()

    def _words_label(self) -> str:
        return tr("Recovery words of one sheet") if self._quorum else tr("Recovery words")

    def _words_hint(self) -> str:
        if self._quorum:
            return tr("This office has three sheets. Any two of them open it.")
        return tr("The words that were put on paper when the office was made, in their order.")

    def tell_locked(self, note: LockedNote) -> None:
        """Say above the fields what locked the office."""
        self.note = note
        self.card.body.insertWidget(self.card.body.indexOf(self.place) + 1, note)

    def switch_way(self) -> None:
        """From the passphrase to the recovery words and back."""
        self.by_words = not self.by_words
        self.panel.hide()
        self._show_way()

    def _show_way(self, *, form: bool = True) -> None:
        self.heading.setVisible(form)
        self.place.setVisible(form)
        self.keyring_button.setVisible(form and "keyring" in self._ways and not self.by_words)
        self.passphrase_row.setVisible(form and not self.by_words)
        self.words_row.setVisible(form and self.by_words)
        self.more_row.setVisible(form and self.by_words and self._quorum)
        self.open_button.setVisible(form)
        told = self.panel.trouble if not self.panel.isHidden() else None
        self.other_way.setVisible(form and (told is None or state.WORDS not in told.actions))
        self.restore_button.setVisible(form and told is None)
        self.other_store.setVisible(form and told is None)
        self.other_way.say(N_("Use the passphrase") if self.by_words else N_("Use the recovery words"))
        if form:
            (self.words if self.by_words else self.passphrase).setFocus()

    @property
    def _row(self) -> FormRow:
        return self.words_row if self.by_words else self.passphrase_row

    def _next_words(self) -> None:
        if self._quorum and not self.more_words.text():
            self.more_words.setFocus()
        else:
            self.unlock()

    def _working_words(self) -> str:
        if self._seen[1]:
            return tr("Checking that the store's file is as it was left.")
        return tr("Opening. This takes a moment on purpose: it slows down anybody who guesses.")

    def _set_busy(self, busy: bool) -> None:
        self.working.setVisible(busy)
        self.working_line.setVisible(busy)
        for widget in (
            *self._links,
            self.open_button,
            self.keyring_button,
            self.passphrase,
            self.words,
            self.more_words,
        ):
            widget.setEnabled(not busy)
        self.panel.setEnabled(not busy)
        if busy:
            self._seen = (0, 0)
            self._timer.start(_LOOK_MS)
        else:
            self._timer.stop()
        self._look()

    def _look(self) -> None:
        done, total = self._seen
        self.working.setRange(0, total)
        self.working.setValue(min(done, total))
        self.working_line.retranslate()

    def unlock(self) -> None:
        """Try what was typed, off the window's thread."""
        self._try()

    def _try(self, *, accept_changed: bool = False) -> None:
        by_words = self.by_words
        secret = self.words.text() if by_words else self.passphrase.text()
        if not secret:
            self._say_wrong(N_("Type it here first."))
            return
        if by_words and self._quorum:
            recovery: str | tuple[str, str] | None = (secret, self.more_words.text())
        else:
            recovery = secret if by_words else None
        self._start(
            lambda progress: self._doors.open(
                self.folder,
                passphrase=None if by_words else secret,
                recovery=recovery,
                accept_changed=accept_changed,
                progress=progress,
            )
        )

    def unlock_by_keyring(self, *, accept_changed: bool = False) -> None:
        """Open with the key that this computer's keyring keeps."""
        self._start(
            lambda progress: self._doors.open(
                self.folder, keyring=True, accept_changed=accept_changed, progress=progress
            ),
            keyring=True,
        )

    def _start(self, open_it: Callable[[Progress], Office], *, keyring: bool = False) -> None:
        self._by_keyring = keyring
        self._row.set_error("")
        self._set_busy(True)

        def work(progress: Progress) -> Office:
            def heard(done: int, total: int) -> None:
                self._seen = (done, total)
                progress.step(done, total)

            return open_it(Progress(heard))

        self._tasks.compute(work, self._open, owner=self, title="", fail=self._refused)

    def _open(self, office: Office) -> None:
        self._set_busy(False)
        self.passphrase.clear()
        self.words.clear()
        self.more_words.clear()
        self.opened.emit(office)

    def _say_wrong(self, words: Words) -> None:
        self._row.set_error(words)
        self._row.field.setFocus()

    def _refused(self, fault: Fault) -> None:
        self._set_busy(False)
        if isinstance(fault, WrongPassphrase) and not self._by_keyring:
            self._say_wrong(lambda: sentence(fault))
            if not self.by_words:
                self.passphrase.line.selectAll()
        self.show_trouble(state.trouble(fault))

    def show_trouble(self, trouble: state.Trouble) -> None:
        """Say what stands in the way, below the form or in its place."""
        self.messages.hide()
        self.panel.show_trouble(trouble)
        self._show_way(form=trouble.beside)

    def help(self, action: str) -> None:
        """What she chose of the buttons that help."""
        if action == state.RESTORE:
            self.restore_asked.emit()
        elif action == state.SALVAGE:
            self.salvage_asked.emit()
        elif action == state.ELSEWHERE:
            self.elsewhere.emit()
        elif action == state.ANYWAY and self._by_keyring:
            self.unlock_by_keyring(accept_changed=True)
        elif action == state.ANYWAY:
            self._try(accept_changed=True)
        else:
            self.by_words = self.by_words or action == state.WORDS
            self.panel.hide()
            self._show_way()

    def failed(self) -> None:
        """Something unforeseen happened while opening: let her try again."""
        self._set_busy(False)
