"""Who can open the office: coordinators, the paper, the keyring; and new keys when something went missing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from mutualaid.desktop.dialogs import ask
from mutualaid.desktop.page import Context
from mutualaid.desktop.settings.key_dialogs import (
    AddCoordinator,
    ChangePassphrase,
    RemoveCoordinator,
    RenameCoordinator,
)
from mutualaid.desktop.settings.section import Section, left, row_of
from mutualaid.desktop.settings.sheets_dialog import SheetsDialog
from mutualaid.desktop.settings.state import KeysState
from mutualaid.desktop.widgets.flow import FlowLayout
from mutualaid.desktop.widgets.panels import IconLabel
from mutualaid.desktop.widgets.words import Button, Said
from mutualaid.language.catalog import N_, current_language, tr

if TYPE_CHECKING:
    from mutualaid.progress import Progress
    from mutualaid.records.views import Changed
    from mutualaid.services.keys import SlotLine

_ICONS = {"passphrase": "people", "recovery": "edit", "quorum": "edit", "keyring": "lock"}


class SlotRow(QFrame):
    """One way in: whose, by what, whether it is hers, and what can be done with it."""

    def __init__(self, state: KeysState, slot: SlotLine, verbs: Mapping[str, Callable[[SlotLine], object]]) -> None:
        super().__init__()
        self.slot = slot
        self.buttons: dict[str, Button] = {}
        title = Said(lambda: tr("{name} (you)", name=state.title(slot)) if slot.own else state.title(slot), bold=True)
        line = Said(lambda: state.line(slot), role="subtle")
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(title)
        words.addWidget(line)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 4, 0, 4)
        row.setSpacing(10)
        row.addWidget(IconLabel(_ICONS[slot.kind], 22))
        row.addLayout(words, 1)
        verbs_of_it = FlowLayout()
        row.addLayout(verbs_of_it, 1)
        offered = {
            "passphrase": (N_("Passphrase…"), state.can_change_passphrase(slot)),
            "rename": (N_("Rename…"), state.can_rename(slot)),
            "remove": (N_("Remove…"), state.can_remove(slot)),
        }
        for verb, (said, can) in offered.items():
            if can:
                button = Button(said, partial(verbs[verb], slot), hint=lambda: state.title(slot))
                self.buttons[verb] = button
                verbs_of_it.addWidget(button)


class KeysSection(Section):
    """Reads the ways in, and changes them."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.state = KeysState()
        self.rows: list[SlotRow] = []
        who = self.card(
            N_("Who can open this office"),
            N_("Each coordinator has a way in of her own, so that every change bears her name and one can leave."),
        )
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        who.body.addLayout(self._rows)
        self.add_button = Button(N_("Add a coordinator…"), self.add, role="primary")
        who.body.addWidget(*left(self.add_button))
        self.first = self.add_button
        paper = self.card(
            N_("Recovery words on paper"),
            N_(
                "They open the office when a passphrase is forgotten, and every backup. New paper makes the old "
                "worthless, but older backups still open with the old paper: keep it as long as you keep those."
            ),
        )
        self.sheet_button = Button(N_("New recovery sheet…"), partial(self.ask_sheets, quorum=False))
        self.quorum_button = Button(N_("Three sheets, any two open it…"), partial(self.ask_sheets, quorum=True))
        paper.body.addLayout(row_of(self.sheet_button, self.quorum_button))
        ring = self.card(N_("This computer's keyring"))
        self.ring_line = Said(self._ring_words, role="subtle")
        self.ring_button = Button(self._ring_verb, self.toggle_keyring)
        self.ring_button.setEnabled(False)
        ring.body.addWidget(self.ring_line)
        ring.body.addWidget(*left(self.ring_button))
        new = self.card(
            N_("New keys"),
            N_(
                "When a laptop, a stick with an old copy, or a sheet of paper went missing: everything is encrypted "
                "anew, and what was lost opens nothing of what comes after. Passphrases and paper stay as they are."
            ),
        )
        self.rekey_button = Button(N_("Replace all keys…"), self.ask_rekey)
        new.body.addWidget(*left(self.rekey_button))
        self.column.addStretch(1)

    def _ring_words(self) -> str:
        return self.state.keyring_words()

    def _ring_verb(self) -> str:
        if self.state.in_keyring:
            return tr("Take my key out of the keyring")
        return tr("Keep my key in the keyring…")

    def retranslate(self) -> None:
        """A button that rests says why."""
        if hasattr(self, "ring_button"):
            self.ring_button.retranslate()
            self.ring_button.setToolTip("" if self.ring_button.isEnabled() else self.state.keyring_words())

    def refresh(self) -> None:
        """Read the ways in."""
        office = self.context.office

        def read() -> KeysState:
            from mutualaid.services.keys import keyring_available, slots

            return KeysState(slots(office), keyring_available())

        self.context.tasks.read(read, self._show, owner=self)

    def _show(self, state: KeysState) -> None:
        on_a_row = any(button.hasFocus() for row in self.rows for button in row.buttons.values())
        self.state = state
        for row in self.rows:
            row.hide()
            row.deleteLater()
        verbs = {"passphrase": self.change_passphrase, "rename": self.rename, "remove": self.remove}
        self.rows = [SlotRow(state, slot, verbs) for slot in state.shown]
        for row in self.rows:
            self._rows.addWidget(row)
        self.ring_line.retranslate()
        self.ring_button.setEnabled(state.keyring_there or state.in_keyring)
        self.retranslate()
        if on_a_row:
            self.add_button.setFocus()

    def add(self) -> None:
        """Give somebody a way in of her own."""
        AddCoordinator(self.context, self.state, self, self._changed).open()

    def change_passphrase(self, slot: SlotLine) -> None:
        """Choose another passphrase."""
        ChangePassphrase(self.context, slot, self, self._changed).open()

    def rename(self, slot: SlotLine) -> None:
        """Call her something else."""
        RenameCoordinator(self.context, self.state, slot, self, self._renamed).open()

    def _renamed(self, slot: SlotLine, name: str) -> None:
        self.refresh()
        self.tell(
            tr("From now on changes bear the name {name}.", name=name),
            action=N_("Undo"),
            do=lambda: self._rename_back(slot),
        )

    def _rename_back(self, slot: SlotLine) -> None:
        office = self.context.office

        def work() -> Changed:
            from mutualaid.services.keys import rename_slot

            return rename_slot(office, slot_id=slot.id, name=slot.name)

        self.context.tasks.write(work, lambda _changed: self.refresh(), owner=self, fail=self.refused)

    def remove(self, slot: SlotLine) -> None:
        """Take somebody's way in away, and replace all keys."""
        RemoveCoordinator(self.context, slot, self, partial(self.removed, slot)).open()

    def removed(self, slot: SlotLine) -> None:
        """She was removed."""
        self.refresh()
        self.tell(tr("{name} can no longer open this office, and all keys are new.", name=slot.name))

    def _changed(self, text: str) -> None:
        self.refresh()
        self.tell(text)

    def ask_sheets(self, *, quorum: bool) -> None:
        """Ask before the paper that is there stops opening anything."""
        ask(
            self,
            N_("Make three new recovery sheets?") if quorum else N_("Make a new recovery sheet?"),
            N_(
                "The words that are on paper now stop opening this office at once. Have paper and pen, or the printer, "
                "ready: the new words are shown only once."
            ),
            N_("Make three new sheets") if quorum else N_("Make a new sheet"),
            lambda: self.make_sheets(quorum=quorum),
        )

    def make_sheets(self, *, quorum: bool) -> None:
        """Make new words, and show them once."""
        office, language = self.context.office, current_language()

        def work(_progress: Progress) -> tuple[str, ...]:
            from mutualaid.services.keys import new_recovery

            return new_recovery(office, language=language, quorum=quorum)

        def show(words: tuple[str, ...]) -> None:
            SheetsDialog(self.context, words, self, self._on_paper).open()

        self.long(work, show, "", self.sheet_button, self.quorum_button)

    def _on_paper(self) -> None:
        self._changed(tr("The new words are on paper. Make a backup soon: it opens with them."))

    def toggle_keyring(self) -> None:
        """Keep a key in the keyring, after saying what that weakens; or take it out."""
        if self.state.in_keyring:
            self.keep(False)
            return
        ask(
            self,
            N_("Keep a key in this computer's keyring?"),
            N_(
                "The office then opens without a passphrase while you are signed in here. Whoever gets into your "
                "session gets into the office, and the password of the session is all that protects it. On a laptop "
                "that may be seized, do not."
            ),
            N_("Keep it there"),
            lambda: self.keep(True),
            danger=True,
        )

    def keep(self, kept: bool) -> None:
        """Put the key into the keyring, or take it out."""
        office = self.context.office

        def work(_progress: Progress) -> object:
            from mutualaid.services.keys import forget_keyring, keep_in_keyring

            return keep_in_keyring(office) if kept else forget_keyring(office)

        said = tr("The key is in this computer's keyring.") if kept else tr("The key is out of the keyring.")
        self.long(work, lambda _made: self._changed(said), "", self.ring_button)

    def ask_rekey(self) -> None:
        """Ask before all keys are replaced, which takes a while."""
        ask(
            self,
            N_("Replace all keys?"),
            N_(
                "A backup is made first. Then everything is encrypted anew, which takes a moment for each thousand "
                "records. Cancel stops it and leaves all as it was."
            ),
            N_("Replace all keys"),
            self.rekey,
        )

    def rekey(self) -> None:
        """Encrypt everything under new keys."""
        office = self.context.office

        def work(progress: Progress) -> object:
            from mutualaid.services.rekeying import rekey

            return rekey(office, progress=progress)

        self.long(
            work,
            lambda _made: self._changed(tr("All keys are new. What was lost opens nothing of what comes after.")),
            tr("Encrypting everything under new keys"),
            self.rekey_button,
        )

    def dialogs(self) -> dict[str, Callable[[], object]]:
        """The dialogs of the section, for their pictures."""
        shown: dict[str, Callable[[], object]] = {
            "add-coordinator": self.add,
            "new-sheet": partial(self.ask_sheets, quorum=False),
            "sheets": partial(self.make_sheets, quorum=True),
            "sheet": partial(self.make_sheets, quorum=False),
            "replace-keys": self.ask_rekey,
        }
        for row in self.rows:
            shown |= {verb: button.click for verb, button in row.buttons.items()}
        return shown
