"""The forms about ways in: add a coordinator, change a passphrase, rename, remove."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from mutualaid.desktop.form_window import FormWindow
from mutualaid.desktop.page import Context
from mutualaid.desktop.settings.state import KeysState, name_error
from mutualaid.desktop.widgets.forms import Form
from mutualaid.desktop.widgets.new_passphrase import NewPassphrase
from mutualaid.desktop.widgets.words import Said, Words
from mutualaid.language.catalog import N_, tr
from mutualaid.language.errors import sentence
from mutualaid.records.errors import Fault

if TYPE_CHECKING:
    from mutualaid.progress import Progress
    from mutualaid.services.keys import SlotLine

Told = Callable[[str], object]


def _new_passphrase(done: Callable[[], object]) -> NewPassphrase:
    from mutualaid.services.passphrases import check_passphrase, suggest_passphrase

    return NewPassphrase(check_passphrase, suggest_passphrase, done)


class _KeyForm(FormWindow):
    """A form whose writing takes a second, because a passphrase is stretched, or much longer."""

    def __init__(self, context: Context, title: Words, save_words: Words, parent: QWidget) -> None:
        super().__init__(title, save_words, parent, width=560)
        self.context = context
        context.tasks.told.connect(self._unforeseen)

    def run(self, work: Callable[[Progress], object], done: Callable[[], object], title: str = "") -> None:
        """Do it off the window's thread; the form stays until it is done."""
        self.set_busy(True)

        def then(_result: object) -> None:
            self.done_well()
            done()

        self.context.tasks.write_long(
            work,
            then,
            owner=self,
            title=title,
            fail=self.refused,
            stopped=lambda: self.set_busy(False),
        )

    def _unforeseen(self, text: str) -> None:
        self.set_busy(False)
        self.messages.tell(text, "fault")

    def refused(self, fault: Fault) -> None:
        """Said at its field where it has one."""
        key = "first" if fault.code.startswith("passphrase_") else "name" if "coordinator_name" in fault.code else ""
        if any(key in form.rows for form in self.forms):
            self.set_busy(False)
            self.set_errors({key: lambda: sentence(fault)})
        else:
            super().refused(fault)


class AddCoordinator(_KeyForm):
    """A name, and a passphrase that she sets herself or that is suggested to her."""

    def __init__(self, context: Context, state: KeysState, parent: QWidget, told: Told) -> None:
        super().__init__(context, N_("Add a coordinator"), N_("Add her"), parent)
        self._state, self._told = state, told
        self.name = QLineEdit()
        self.name.setMaxLength(60)
        self.name.textEdited.connect(self.touch)
        about = Form()
        about.add(
            "name",
            N_("Name or alias"),
            self.name,
            hint=N_("Every change that she makes bears it. It is encrypted with the rest."),
            required=True,
        )
        self.forms.append(about)
        self.body.addWidget(
            Said(
                N_(
                    "She can read and change all that you can. Let her type the passphrase herself, out of everybody's "
                    "sight, yours too."
                ),
                role="subtle",
            )
        )
        self.body.addWidget(about)
        self.secret = _new_passphrase(self.save)
        self.secret.first.line.textEdited.connect(self.touch)
        self.forms.append(self.secret)
        self.body.addWidget(self.secret)
        self.name.returnPressed.connect(self.secret.first.setFocus)
        self.begin(self.name)

    def save(self) -> None:
        """Check, and add her."""
        wrong = name_error(self.name.text(), self._state)
        if not self.forms[0].set_errors({"name": wrong} if wrong else {}) or not self.secret.ready():
            return
        name, passphrase, office = self.name.text().strip(), self.secret.text(), self.context.office

        def work(_progress: Progress) -> object:
            from mutualaid.services.keys import add_coordinator

            return add_coordinator(office, name=name, passphrase=passphrase)

        self.run(work, lambda: self._told(tr("{name} can open this office now, with her own passphrase.", name=name)))


class ChangePassphrase(_KeyForm):
    """Another passphrase for one coordinator; nobody else notices."""

    def __init__(self, context: Context, slot: SlotLine, parent: QWidget, told: Told) -> None:
        super().__init__(context, N_("Change the passphrase"), N_("Change it"), parent)
        self._slot, self._told = slot, told
        self.secret = _new_passphrase(self.save)
        self.secret.first.line.textEdited.connect(self.touch)
        self.forms.append(self.secret)
        self.body.addWidget(
            Said(
                N_(
                    "The old passphrase stops opening this office at once. An old copy of the folder, or a stolen one, "
                    "still opens with it; if somebody may have both, replace all keys afterwards."
                ),
                role="subtle",
            )
        )
        self.body.addWidget(self.secret)
        self.begin(self.secret.first)

    def save(self) -> None:
        """Check, and change it."""
        if not self.secret.ready():
            return
        passphrase, office, slot = self.secret.text(), self.context.office, self._slot

        def work(_progress: Progress) -> object:
            from mutualaid.services.keys import change_passphrase

            return change_passphrase(office, slot_id=slot.id, passphrase=passphrase)

        self.run(work, lambda: self._told(tr("The passphrase is changed. Use the new one from now on.")))


class RenameCoordinator(_KeyForm):
    """Another name for one coordinator; what she did before stays under the old one."""

    def __init__(
        self,
        context: Context,
        state: KeysState,
        slot: SlotLine,
        parent: QWidget,
        done: Callable[[SlotLine, str], object],
    ) -> None:
        super().__init__(context, N_("Rename a coordinator"), N_("Rename"), parent)
        self._state, self._slot, self._done = state, slot, done
        self.name = QLineEdit(slot.name)
        self.name.setMaxLength(60)
        self.name.textEdited.connect(self.touch)
        self.name.returnPressed.connect(self.save)
        about = Form()
        about.add(
            "name", N_("Name or alias"), self.name, hint=N_("What was done before stays under the name it was done in.")
        )
        self.forms.append(about)
        self.body.addWidget(about)
        self.name.selectAll()
        self.begin(self.name)

    def save(self) -> None:
        """Check, and rename her."""
        wrong = name_error(self.name.text(), self._state, but=self._slot.id)
        if not self.set_errors({"name": wrong} if wrong else {}):
            return
        name, office, slot = self.name.text().strip(), self.context.office, self._slot

        def work(_progress: Progress) -> object:
            from mutualaid.services.keys import rename_slot

            return rename_slot(office, slot_id=slot.id, name=name)

        self.run(work, lambda: self._done(slot, name))


class RemoveCoordinator(_KeyForm):
    """What removing her means and what it does not, and then new keys for everybody else."""

    def __init__(self, context: Context, slot: SlotLine, parent: QWidget, done: Callable[[], object]) -> None:
        super().__init__(context, N_("Remove a coordinator"), N_("Remove her, and replace all keys"), parent)
        self._slot, self._done = slot, done
        self.save_button.setProperty("role", "danger")
        self.who = Said(lambda: slot.name, points=2, bold=True)
        self.sure = QCheckBox()
        self.sure.toggled.connect(self.save_button.setEnabled)
        self.save_button.setEnabled(False)
        self.body.addWidget(self.who)
        for words in (
            N_("From now on her passphrase opens nothing here, not even together with an old keyfile."),
            N_("Everybody else goes on with the passphrase and the paper that she has."),
            N_("A backup is made first; then everything is encrypted anew, with progress and Cancel."),
            N_(
                "What it does not do: it does not take back what she has read, and a copy of the office or a backup "
                "that she made before still opens for her as it was then."
            ),
        ):
            self.body.addWidget(Said(words))
        self.body.addWidget(self.sure)
        self.retranslate()
        self.begin(self.sure)

    def retranslate(self) -> None:
        """The box has words too."""
        super().retranslate()
        if hasattr(self, "sure"):
            self.sure.setText(tr("I understand what this does and what it does not"))

    def set_busy(self, busy: bool) -> None:
        """The main button wakes only with the box."""
        super().set_busy(busy)
        self.save_button.setEnabled(not busy and self.sure.isChecked())

    def save(self) -> None:
        """Remove her, and replace all keys."""
        if not self.sure.isChecked():
            return
        office, slot = self.context.office, self._slot

        def work(progress: Progress) -> object:
            from mutualaid.services.rekeying import revoke

            return revoke(office, slot_id=slot.id, progress=progress)

        self.run(work, self._done, tr("Encrypting everything under new keys"))
