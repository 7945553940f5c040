"""The outsider's attack on summaries that were handed out: with nothing but their folders, all of them together."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from mutualaid.desktop.door_frame import short_path
from mutualaid.desktop.form_window import FormWindow
from mutualaid.desktop.page import Context
from mutualaid.desktop.summaries.places import ask_released, released_in
from mutualaid.desktop.widgets.flow import FlowLayout
from mutualaid.desktop.widgets.words import Button, Said, Words, announce, say
from mutualaid.language import audit_words
from mutualaid.language.catalog import N_, ntr, tr
from mutualaid.language.errors import sentence
from mutualaid.language.formats import format_number
from mutualaid.records.errors import Fault

if TYPE_CHECKING:
    from mutualaid.progress import Progress
    from mutualaid.summaries.audit import AuditReport

_LINES = 5


class AuditFolders(FormWindow):
    """Folders of summaries, ours or another group's; stays open with what was found."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(N_("Attack summaries as an outsider would"), N_("Attack them"), parent, width=640)
        self._context = context
        self.folders: list[Path] = []
        context.tasks.told.connect(lambda _text: self.set_busy(False))
        self.cancel_button.say(N_("Close"))
        self.list = QListWidget()
        self.list.setProperty("role", "choices")
        self.list.setFixedHeight(_LINES * (self.fontMetrics().height() + 12) + 8)
        self.add_button = Button(N_("Add a folder…"), self.ask)
        self.remove_button = Button(N_("Take it off the list"), self.remove)
        self.outcome = Said("", bold=True)
        self.findings = Said("")
        buttons = QWidget()
        row = FlowLayout(buttons, gap=8)
        for button in (self.add_button, self.remove_button):
            row.addWidget(button)
        self.body.addWidget(
            Said(
                N_(
                    "An expert who collects every summary that you ever handed out would try to work out what is "
                    "hidden in them. This tries it too, with the files alone. Choose the folders, or one that holds "
                    "them all; it works with those of other groups as well."
                ),
                role="subtle",
            )
        )
        form = self.section(N_("Which folders"))
        form.add("folders", N_("Folders of summaries"), self.list, required=True)
        for widget in (buttons, self.outcome, self.findings):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        delete = QShortcut(QKeySequence(Qt.Key.Key_Delete), self.list)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(self.remove)
        self.list.currentRowChanged.connect(lambda _row: self._may())
        self._fill()
        self.begin(self.add_button)

    def ask(self) -> None:
        """Ask for a folder."""
        window = ask_released(self)
        window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        window.fileSelected.connect(lambda name: self.add(Path(name)))
        window.finished.connect(self.activateWindow)  # which only some window managers do
        window.open()

    def add(self, folder: Path) -> None:
        """Add a folder, or those of summaries in it."""

        def read() -> list[Path]:
            try:
                return released_in(folder)
            except OSError:
                return [folder]

        self._context.tasks.read(read, self._take, owner=self)

    def _take(self, found: Sequence[Path]) -> None:
        self.folders += [folder for folder in found if folder not in self.folders]
        self._say("", "")
        self._fill()
        self.save_button.setFocus()

    def remove(self) -> None:
        """Take the chosen folder off the list; the folder itself stays."""
        row = self.list.currentRow()
        if 0 <= row < len(self.folders):
            del self.folders[row]
            self._say("", "")
            self._fill()

    def _fill(self) -> None:
        row = self.list.currentRow()
        self.list.clear()
        for number, folder in enumerate(self.folders, 1):
            self.list.addItem(QListWidgetItem(f"{number}. {short_path(folder)}"))
        self.list.setCurrentRow(min(max(row, 0), len(self.folders) - 1))
        self._may()

    def _may(self) -> None:
        self.remove_button.setEnabled(self.list.currentRow() >= 0)

    def save(self) -> None:
        """Attack them together; long work that can be stopped."""
        if not self.save_button.isEnabled():
            return
        if not self.set_errors({} if self.folders else {"folders": N_("Add at least one folder.")}):
            self.add_button.setFocus()
            return
        folders = list(self.folders)
        self._say("", "")
        self.messages.hide()
        self.set_busy(True)

        def work(progress: Progress) -> AuditReport:
            from mutualaid.services.audits import audit_folders

            return audit_folders(folders=folders, progress=progress)

        self._context.tasks.compute(
            work,
            self._show,
            owner=self,
            title=tr("Attacking the summaries…"),
            fail=self.refused,
            stopped=self._stopped,
        )

    def _stopped(self) -> None:
        self.set_busy(False)
        self.messages.tell(tr("Stopped. Nothing was found out, one way or the other."), "info")

    def _show(self, report: AuditReport) -> None:
        self.set_busy(False)
        self._say(lambda: verdict(report), lambda: details(report))
        announce(self, self.outcome.text())
        self.area.ensureWidgetVisible(self.findings)

    def refused(self, fault: Fault) -> None:
        """A folder that is no summary is named by its number in the list."""
        super().refused(fault)
        number = fault.facts.get("folder")
        if isinstance(number, int) and 0 < number <= len(self.folders):
            self.messages.hide()
            self.list.setCurrentRow(number - 1)
            self.set_errors({"folders": lambda: sentence(fault)})

    def _say(self, result: Words, findings: Words) -> None:
        for label, words in ((self.outcome, result), (self.findings, findings)):
            label.say(words)
            label.setVisible(bool(say(words)))


def verdict(report: AuditReport) -> str:
    """What the attack came to, in a sentence."""
    if report.ok:
        return tr("No hidden number could be worked out from these files, and nothing in them is against the rules.")
    return ntr("{n} thing was found:", "{n} things were found:", len(report.findings))


def details(report: AuditReport) -> str:
    """What was found, a line each; without any, how much was attacked."""
    if report.ok:
        return tr(
            "{releases} attacked together: {published} published figures, {hidden} hidden ones.",
            releases=ntr("{n} summary", "{n} summaries", report.releases),
            published=format_number(report.published),
            hidden=format_number(report.hidden),
        )
    return "\n".join(f"– {audit_words.finding(one.kind, one.release, one.detail)}" for one in report.findings)
