"""The rehearsal of a restore: which backup, the words from the paper, and whether all of it can be read."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from mutualaid.desktop.form_window import FormWindow
from mutualaid.desktop.page import Context
from mutualaid.desktop.rescue.places import PlaceField, ask_backup
from mutualaid.desktop.rescue.words_form import WordsForm
from mutualaid.desktop.settings import state
from mutualaid.desktop.widgets.words import Said, Words
from mutualaid.language.catalog import N_, tr
from mutualaid.records.errors import Fault, WrongPassphrase

if TYPE_CHECKING:
    from mutualaid.progress import Progress
    from mutualaid.services.backups import BackupCheck


class CheckBackup(FormWindow):
    """Stays open with what it found, so that another backup can be tried; nothing is kept of it."""

    def __init__(self, context: Context, parent: QWidget, path: Path | None) -> None:
        super().__init__(N_("Rehearse a restore"), N_("Rehearse"), parent, width=560)
        self.context = context
        context.tasks.told.connect(self._unforeseen)
        self.cancel_button.say(N_("Close"))
        self.body.addWidget(
            Said(
                N_(
                    "Once in a while, prove that the paper really opens a backup. It is opened and read from end to "
                    "end as a restore would do it; the office stays as it is."
                ),
                role="subtle",
            )
        )
        files = self.section(N_("Which backup"))
        self.file = PlaceField(ask_backup, path)
        files.add("file", N_("The backup"), self.file, required=True)
        self.words = WordsForm(self.save)
        self.forms.append(self.words)
        self.body.addWidget(self.words)
        self.begin(self.words.first if path is not None else self.file)

    def save(self) -> None:
        """Open it by the words and read it."""
        path = self.file.path
        errors: dict[str, Words] = {} if path is not None else {"file": N_("Choose the file of a backup.")}
        if not self.forms[0].set_errors(errors) or not self.words.ready() or path is None:
            return
        recovery = self.words.recovery()

        def work(progress: Progress) -> BackupCheck:
            from mutualaid.services.backups import examine_backup

            return examine_backup(path, recovery=recovery, progress=progress)

        self.messages.hide()
        self.set_busy(True)
        self.context.tasks.compute(
            work,
            self._show,
            owner=self,
            title=tr("Rehearsing the restore"),
            fail=self.refused,
            stopped=lambda: self.set_busy(False),
        )

    def _show(self, check: BackupCheck) -> None:
        self.set_busy(False)
        if check.findings:
            self.messages.tell(" ".join(finding.words for finding in check.findings), "fault")
        else:
            self.words.clear()
            said = state.checked_words(check, datetime.now().astimezone())
            self.messages.tell(tr("{found} The paper opens it.", found=said), "good")

    def _unforeseen(self, text: str) -> None:
        self.set_busy(False)
        self.messages.tell(text, "fault")

    def refused(self, fault: Fault) -> None:
        """Words that do not open it are said at their field."""
        if isinstance(fault, WrongPassphrase):
            self.set_busy(False)
            self.words.refused(fault)
        else:
            super().refused(fault)
