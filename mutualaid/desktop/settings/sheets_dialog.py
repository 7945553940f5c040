"""New recovery words, shown once: put on paper, then proved by typing some back."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from mutualaid.desktop.dialogs import FormDialog, ask
from mutualaid.desktop.page import Context
from mutualaid.desktop.recovery.panel import ProofForm, WordsPanel
from mutualaid.desktop.recovery.state import Sheets
from mutualaid.desktop.widgets.words import Button, Said
from mutualaid.language.catalog import N_


class SheetsDialog(FormDialog):
    """Two turns: the words, then the proof. Closing before the proof asks first, for the old paper is worthless."""

    def __init__(self, context: Context, texts: Sequence[str], parent: QWidget, done: Callable[[], object]) -> None:
        super().__init__(N_("The new recovery words"), N_("Go on"), parent, width=640)
        from mutualaid.services.recovery_sheets import in_both_languages, sheet_label

        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self._done = done
        self.dirty = True  # until the paper is proved
        self.sheets = Sheets(texts, [in_both_languages(text) for text in texts])
        self.panel = WordsPanel(context.tasks, today=context.today)
        self.panel.show_sheets(self.sheets, label=sheet_label(context.office), store=context.office.folder)
        self.panel.written.toggled.connect(self.save_button.setEnabled)
        self.proof = ProofForm(self.save)
        self.proof.ask(self.sheets)
        self.back_button = Button(N_("See the words again"), lambda: self.turn(0), role="link")
        self.body.addWidget(self.panel)
        self.asking = Said(
            N_("Type these words from your paper, so that we both know that it is right."), role="subtle"
        )
        for widget in (self.asking, self.proof, self.back_button):
            self.body.addWidget(widget)
        self.cancel_button.say(N_("Close"))
        self.turn(0)
        self.panel.written.setFocus()

    def turn(self, place: int) -> None:
        """Show the words (0) or ask for some of them (1)."""
        self._proving = place == 1
        self.panel.setVisible(not self._proving)
        for widget in (self.asking, self.proof, self.back_button):
            widget.setVisible(self._proving)
        self.save_button.say(N_("Done") if self._proving else N_("Go on"))
        self.save_button.setEnabled(self._proving or self.panel.written.isChecked())
        if self._proving:
            self.proof.lines[0].setFocus()

    def save(self) -> None:
        """On to the proof, and from there out, once the words are right."""
        if not self._proving:
            self.turn(1)
        elif self.proof.proved():
            self._forget()
            self.done_well()
            self._done()

    def reject(self) -> None:
        """Ask first: the words are not shown again."""
        if self.dirty:
            ask(
                self,
                N_("Close without a proof of the paper?"),
                N_("These words are not shown again, and the old ones open nothing any more."),
                N_("Close it"),
                self._give_up,
                danger=True,
            )
            return
        super().reject()

    def _give_up(self) -> None:
        self._forget()
        self.dirty = False
        super().reject()

    def _forget(self) -> None:
        self.panel.forget()
        self.proof.clear()
