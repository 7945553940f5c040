"""Backups: the list, one more now, where the automatic ones go, and whether they would really restore."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog, QListWidget, QListWidgetItem

from mutualaid.desktop.page import Context
from mutualaid.desktop.rescue.places import BACKUP_SUFFIX, PlaceField, ask_new_folder
from mutualaid.desktop.settings import state
from mutualaid.desktop.settings.check_dialog import CheckBackup
from mutualaid.desktop.settings.section import Section, row_of
from mutualaid.desktop.widgets.words import Button, Said, restyle
from mutualaid.language.catalog import N_, tr
from mutualaid.records.errors import Fault

if TYPE_CHECKING:
    from mutualaid.progress import Progress
    from mutualaid.records.views import Changed
    from mutualaid.services.backups import BackupCheck, BackupLine


class _Found(NamedTuple):
    lines: list[BackupLine]
    folder: Path


class BackupsSection(Section):
    """Reads the list of backups, makes and checks them."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.lines: list[BackupLine] = []
        made = self.card(
            N_("Backups"),
            N_(
                "A backup holds everything, encrypted, and opens with the recovery words on paper only. Keep one "
                "away from this laptop, and not where the paper is."
            ),
        )
        self.newest = Said(self._newest_words)
        self.warning = Said(
            N_("All of them lie on this laptop, beside the office: take a copy elsewhere."), role="warn"
        )
        self.list = QListWidget()
        self.list.setProperty("role", "lines")
        self.list.setWordWrap(True)
        self.list.setMinimumHeight(150)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemActivated.connect(lambda _item: self.check_chosen())
        self.make_button = Button(N_("Make a backup now…"), self.ask_target, role="primary")
        self.check_button = Button(
            N_("Check it"), self.check_chosen, hint=N_("Reads the chosen backup from end to end (Enter)")
        )
        self.rehearse_button = Button(N_("Rehearse a restore…"), self.rehearse)
        self.first = self.make_button
        for widget in (self.newest, self.warning, self.list):
            made.body.addWidget(widget)
        made.body.addLayout(row_of(self.make_button, self.check_button, self.rehearse_button))
        by_itself = self.card(
            N_("Made by itself"),
            N_(
                "After a day's work, when you lock or close, a backup is made without your doing. The last seven days' "
                "stay, then one a week; none of these gets older than 30 days."
            ),
        )
        self.folder = PlaceField(ask_new_folder)
        self.folder.picked.connect(self.keep_at)
        self.folder.button.say(N_("Another folder…"))
        self.folder.label.setAccessibleName("")
        by_itself.body.addWidget(self.folder)
        by_itself.body.addWidget(
            Said(
                N_("A stick is a good place. When it is not plugged in, the backup goes beside the office."),
                role="subtle",
            )
        )
        self.column.addStretch(1)
        self.retranslate()

    def retranslate(self) -> None:
        """The list holds words."""
        if hasattr(self, "folder"):
            self.list.setAccessibleName(tr("Backups"))
            self._fill()

    def refresh(self) -> None:
        """Read the list."""
        office = self.context.office

        def read() -> _Found:
            from mutualaid.services.backups import kept_at, listed

            return _Found(listed(office), kept_at(office) or office.folder / "backups")

        self.context.tasks.read(read, self._show, owner=self)

    def _show(self, found: _Found) -> None:
        self.lines = found.lines
        self.folder.path = found.folder
        self.folder.retranslate()
        self._fill()

    def _newest_words(self) -> str:
        return state.newest_words(self.lines, self.now())[0]

    def _fill(self) -> None:
        row, now = self.list.currentRow(), self.now()
        self.list.clear()
        for line in self.lines:
            self.list.addItem(QListWidgetItem(state.backup_words(line, now)))
        self.list.setVisible(bool(self.lines))
        self.check_button.setVisible(bool(self.lines))
        if self.lines:
            self.list.setCurrentRow(max(0, min(row, len(self.lines) - 1)))
        self.newest.retranslate()
        self.newest.setProperty("role", "warn" if state.newest_words(self.lines, now)[1] else "")
        restyle(self.newest)
        self.warning.setVisible(state.only_here(self.lines, self.context.office.folder))

    def ask_target(self) -> QFileDialog:
        """Ask where the backup goes. Does not block."""
        usual = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation) or str(Path.home())
        name = f"mutualaid-{self.now().date().isoformat()}{BACKUP_SUFFIX}"
        kinds = tr("Backups (*{suffix})", suffix=BACKUP_SUFFIX)
        dialog = QFileDialog(self, tr("Where the backup goes"), str(Path(usual) / name), kinds)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(BACKUP_SUFFIX[1:])
        # An existing file is refused with a sentence of ours, never written over.
        dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
        dialog.fileSelected.connect(lambda chosen: self.make(Path(chosen)))
        dialog.finished.connect(self.window().activateWindow)  # which only some window managers do
        dialog.open()
        return dialog

    def make(self, target: Path) -> None:
        """Make a backup now."""
        office = self.context.office

        def work(progress: Progress) -> BackupLine:
            from mutualaid.services.backups import back_up

            return back_up(office, target=target, progress=progress)

        self.long(work, self._made, tr("Making a backup"), self.make_button)

    def _made(self, _line: BackupLine) -> None:
        self.refresh()
        self.tell(tr("The backup is made and was read back whole."))

    def keep_at(self, folder: Path) -> None:
        """Have the automatic ones put into another folder."""
        office = self.context.office

        def work() -> Changed:
            from mutualaid.services.backups import keep_at

            return keep_at(office, folder=folder)

        def refused(fault: Fault) -> None:
            self.refused(fault)
            self.refresh()

        self.context.tasks.write(
            work,
            lambda _changed: self.tell(tr("Automatic backups go there from now on.")),
            owner=self,
            fail=refused,
        )

    def check_chosen(self) -> None:
        """Read the chosen backup from end to end, by the key that the office kept of it."""
        row = self.list.currentRow()
        if not 0 <= row < len(self.lines):
            return
        office, path = self.context.office, self.lines[row].path

        def work(progress: Progress) -> BackupCheck:
            from mutualaid.services.backups import examine_backup

            return examine_backup(path, office=office, progress=progress)

        self.long(work, self._checked, tr("Checking the backup"), self.check_button, writes=False)

    def _checked(self, check: BackupCheck) -> None:
        if check.findings:
            said = " ".join(finding.words for finding in check.findings)
            self.messages.tell(said, "fault")
        else:
            self.tell(state.checked_words(check, self.now()))

    def rehearse(self) -> None:
        """Prove that the paper opens a backup, and that everything in it can be read."""
        row = self.list.currentRow()
        path = self.lines[row].path if 0 <= row < len(self.lines) else None
        CheckBackup(self.context, self, path).open()

    def dialogs(self) -> dict[str, Callable[[], object]]:
        """The dialogs of the section, for their pictures."""
        return {"rehearse": self.rehearse}
