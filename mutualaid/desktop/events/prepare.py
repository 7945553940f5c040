"""Preparing an event: what it is called, what its form offers, what is said first, and where the kit is written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QWidget

from mutualaid.desktop.events.consent_part import ConsentPart
from mutualaid.desktop.events.places import KIT_SUFFIX, ask_new, neutral_name, usual_folder
from mutualaid.desktop.form_window import FormWindow
from mutualaid.desktop.page import Context
from mutualaid.desktop.rescue.places import PlaceField
from mutualaid.desktop.widgets.chips import Chips
from mutualaid.desktop.widgets.ticks import TickList
from mutualaid.desktop.widgets.watched_line import WatchedLine
from mutualaid.desktop.widgets.words import Said, Words
from mutualaid.language import labels
from mutualaid.language.catalog import N_, tr
from mutualaid.language.errors import sentence
from mutualaid.records.categories import CATEGORIES
from mutualaid.records.errors import Fault
from mutualaid.records.languages import LANGUAGES
from mutualaid.records.questions import COMMON_LANGUAGES

if TYPE_CHECKING:
    from mutualaid.records.views import Changed


class PrepareEvent(FormWindow):
    """`made` is called with the kit's file once it is written."""

    def __init__(self, context: Context, made: Callable[[Path], object], parent: QWidget | None = None) -> None:
        super().__init__(N_("Prepare an event"), N_("Make the kit"), parent, width=760)
        self._context, self._made = context, made
        self.body.addWidget(
            Said(
                N_(
                    "The kit goes on a stick to the laptop at the event. Whoever has it can write forms down, true or "
                    "false ones, and can read none of them: only this office can."
                ),
                role="subtle",
            )
        )
        self.name = WatchedLine(most=80)
        self.categories = TickList(tuple(CATEGORIES), labels.category)
        closed = context.office.settings.closed_categories
        self.categories.set_codes([code for code in CATEGORIES if code not in closed])
        self.languages = Chips()
        self.languages.set_choices([(code, labels.language(code)) for code in LANGUAGES])
        self.languages.set_codes(COMMON_LANGUAGES)
        self.consent = ConsentPart()
        folder = usual_folder()
        self.place = PlaceField(self._ask_place, folder / neutral_name(KIT_SUFFIX, context.today(), folder))
        form = self.section(N_("The event"))
        form.add(
            "name",
            N_("Name of the event"),
            self.name,
            required=True,
            hint=N_("The helpers see it on the first page. It is in no file's name."),
        )
        form = self.section(N_("What the form offers"))
        form.add("categories", N_("What people may ask for"), self.categories, required=True)
        form.add(
            "languages",
            N_("Languages to choose from"),
            self.languages,
            hint=N_("Any other can be written in. The form itself is in English and Spanish."),
        )
        form = self.section(N_("What is said first"))
        form.add("consent", N_("Before anything is written down"), self.consent)
        form = self.section(N_("Where the kit goes"))
        form.add(
            "place",
            N_("File"),
            self.place,
            hint=N_("Best straight onto the stick. Its name should tell neither the event nor the place."),
        )
        for signal in (self.name.changed, self.categories.changed, self.languages.changed, self.consent.changed):
            signal.connect(self.touch)
        self.begin(self.name)

    def retranslate(self) -> None:
        """The languages are named by the chips' choices."""
        super().retranslate()
        if hasattr(self, "languages"):
            self.languages.set_choices([(code, labels.language(code)) for code in LANGUAGES])

    def _ask_place(self, parent: QWidget, path: Path | None) -> QFileDialog:
        folder = path.parent if path is not None and path.parent.is_dir() else usual_folder()
        name = neutral_name(KIT_SUFFIX, self._context.today(), folder)
        return ask_new(parent, tr("Where the kit goes"), folder / name, KIT_SUFFIX)

    def errors(self) -> dict[str, Words]:
        """What is missing, by field."""
        found: dict[str, Words] = {}
        if not self.name.text():
            found["name"] = N_("Give it a name by which you will know it again.")
        if not self.categories.codes():
            found["categories"] = N_("Tick at least one, or the form can ask for nothing.")
        if self.consent.missing():
            found["consent"] = N_("Write your words in both languages, or take the program's.")
        return found

    def save(self) -> None:
        """Make the kit: the event in the store, its file outside."""
        if not self.save_button.isEnabled():
            return
        if not self.set_errors(self.errors()):
            self.consent.begin_missing()
            return
        out = self.place.path
        if out is None:
            return
        office, name = self._context.office, self.name.text()
        categories, languages, consent = self.categories.codes(), self.languages.codes(), self.consent.consent()
        self.messages.hide()
        self.set_busy(True)

        def write() -> Changed:
            from mutualaid.services.event_kits import make_kit

            return make_kit(office, name=name, out=out, categories=categories, languages=languages, consent=consent)

        def done(_changed: Changed) -> None:
            self.done_well()
            self._made(out)

        self._context.tasks.write(write, done, owner=self, fail=self.refused)

    def refused(self, fault: Fault) -> None:
        """What concerns the file is said at the file."""
        super().refused(fault)
        if fault.code in ("target_exists", "cannot_read_or_write", "no_space"):
            self.set_errors({"place": lambda: sentence(fault)})
