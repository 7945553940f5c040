"""Bringing a directory in: what it would do, and which of its words mean which of our kinds of help."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from mutualaid.desktop.file_windows import ask_open, ask_save
from mutualaid.desktop.form_window import FormWindow
from mutualaid.desktop.page import Context
from mutualaid.desktop.partners import state
from mutualaid.desktop.undoing import tell_done
from mutualaid.desktop.widgets.choice import Choice
from mutualaid.desktop.widgets.offers import category_offers, category_words
from mutualaid.desktop.widgets.words import Said
from mutualaid.language.catalog import N_, tr
from mutualaid.language.errors import sentence
from mutualaid.progress import Progress
from mutualaid.records.errors import Fault
from mutualaid.records.views import Changed

if TYPE_CHECKING:
    from mutualaid.services.directory import DirectoryLook

_NONE = "-"
"""Stands for: none of ours."""


class BringDirectory(FormWindow):
    """Shows what a directory holds before anything of it is kept, and asks for the words that nobody has said yet."""

    def __init__(self, context: Context, path: Path, look: DirectoryLook, parent: QWidget) -> None:
        super().__init__(N_("Bring in a directory"), N_("Bring it in"), parent)
        self.context, self.path, self.look = context, path, look
        self.body.addWidget(Said(lambda: state.look_words(look)))
        self.told = Said(lambda: state.watched_words(look), role="subtle")
        self.told.setVisible(bool(self.told.text()))
        self.body.addWidget(self.told)
        self.body.addWidget(
            Said(
                N_(
                    "Names of contact persons and mail addresses stay in the file. What you added to an organization "
                    "by hand stays."
                ),
                role="subtle",
            )
        )
        self.terms: dict[str, Choice] = {}
        if look.unknown:
            form = self.section(N_("What do these words of the directory mean here?"))
            form.add_widget(
                Said(
                    N_("What you choose is remembered. Left open, the services come in without a kind."), role="subtle"
                )
            )
            for unknown in look.unknown[: state.MOST_TERMS]:
                choice = self.terms[unknown.term] = Choice()
                form.add(unknown.term, partial(state.term_words, unknown), choice)
                choice.chosen.connect(self.touch)
        self._ready = True
        self.retranslate()
        self.begin(next(iter(self.terms.values()), self.save_button))

    def retranslate(self) -> None:
        """Set the choices."""
        super().retranslate()
        if getattr(self, "_ready", False):
            offered = [(_NONE, tr("None of ours")), *category_offers()]
            for choice in self.terms.values():
                choice.set_choices(offered, empty=tr("Left open"), also=category_words())

    def said(self) -> dict[str, str]:
        """By a word of the directory the category, "" for none of ours; only those that she said."""
        chosen = {term: choice.code() for term, choice in self.terms.items()}
        return {term: "" if code == _NONE else code for term, code in chosen.items() if code}

    def save(self) -> None:
        """Bring it in, in one step that can be taken back."""
        office, path, terms = self.context.office, self.path, self.said()

        def work(progress: Progress) -> Changed:
            from mutualaid.services.directory import import_hsds

            return import_hsds(office, path=path, terms=terms, progress=progress)

        self.messages.hide()
        self.set_busy(True)
        self.context.tasks.write_long(
            work,
            self._done,
            owner=self,
            title=tr("Bringing the directory in"),
            fail=self.refused,
            stopped=lambda: self.set_busy(False),
        )

    def _done(self, _changed: Changed) -> None:
        self.done_well()
        tell_done(self.context, state.brought_words(self.look))


def bring_directory(context: Context, parent: QWidget, *, folder: bool = False) -> None:
    """Ask for a directory, look at it, and show what it would do."""
    kinds = [tr("Directories (*.json *.zip)")]
    ask_open(parent, tr("Choose a directory"), kinds, lambda path: look_at(context, parent, path), folder=folder)


def look_at(context: Context, parent: QWidget, path: Path) -> None:
    """Look at a directory with progress and Cancel, then show what it would do."""
    office = context.office

    def work(progress: Progress) -> DirectoryLook:
        from mutualaid.services.directory import look_hsds

        return look_hsds(office, path=path, progress=progress)

    context.tasks.compute(
        work,
        lambda look: BringDirectory(context, path, look, parent).open(),
        owner=parent,
        title=tr("Looking at the directory"),
        fail=lambda fault: _refused(context, fault),
    )


def give_directory(context: Context, parent: QWidget) -> None:
    """Write our own directory to a file."""
    office = context.office
    name = f"directory-{context.today().isoformat()}.json"
    kinds = [tr("HSDS as JSON (*.json)"), tr("HSDS as a package of tables (*.zip)")]

    def write(path: Path) -> None:
        def work() -> Changed:
            from mutualaid.services.directory import export_hsds

            return export_hsds(office, out=path)

        context.tasks.write(
            work,
            lambda _changed: context.messages.tell(
                tr("The directory is saved. It names organizations only; the journal says that it left."), "good"
            ),
            owner=parent,
            fail=lambda fault: _refused(context, fault),
        )

    ask_save(parent, tr("Where the directory goes"), name, kinds, write)


def _refused(context: Context, fault: Fault) -> None:
    context.messages.tell(sentence(fault), "fault")
