"""A paper of a run or of the shifts: looked at as it will come out, then printed or saved as a PDF."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from mutualaid.desktop.page import Context
from mutualaid.desktop.runs.sheet_preview import SheetPreview
from mutualaid.desktop.widgets.amount import Amount
from mutualaid.desktop.widgets.check import Check
from mutualaid.desktop.widgets.choice import Choice
from mutualaid.desktop.widgets.forms import FormRow
from mutualaid.desktop.widgets.words import Said
from mutualaid.language.catalog import N_, tr

if TYPE_CHECKING:
    from mutualaid.papers.sheet import Sheet
    from mutualaid.services.office import Office

Make = Callable[["Office", Mapping[str, Any]], "Sheet"]
"""Makes the paper as chosen: "language" (none: as it suggests itself), "codes", "kind" and "start"."""

_WAIT = 250
_LABELS = "Avery 5160"
"""The sheet of stickers that is offered first."""


@dataclass(frozen=True)
class PaperKind:
    """A paper: its title, what there is to mind about it, what can be chosen, and how it is made."""

    title: str
    mind: str
    choices: frozenset[str]
    make: Make


_NAMES_PEOPLE = N_(
    "It tells who gets what, and on a confirmed run where. Hand it over in person; a PDF of it can be read by whoever "
    "finds it, so delete it when the run is over."
)
_NAMES_NOBODY = N_("It names nobody.")


def run_sheet(uid: str) -> PaperKind:
    """The sheet of whoever drives."""

    def make(office: Office, chosen: Mapping[str, Any]) -> Sheet:
        from mutualaid.services.run_sheets import driver_sheet

        return driver_sheet(office, uid=uid, language=chosen["language"] or None, codes=chosen["codes"])

    return PaperKind(N_("Run sheet"), _NAMES_PEOPLE, frozenset({"language", "codes"}), make)


def slips(uid: str) -> PaperKind:
    """What stays with the boxes."""

    def make(office: Office, _chosen: Mapping[str, Any]) -> Sheet:
        from mutualaid.services.run_sheets import delivery_slips

        return delivery_slips(office, uid=uid)

    return PaperKind(N_("Delivery slips"), _NAMES_NOBODY, frozenset(), make)


def box_labels(uid: str) -> PaperKind:
    """What is stuck on the boxes."""

    def make(office: Office, chosen: Mapping[str, Any]) -> Sheet:
        from mutualaid.services.run_sheets import stop_labels

        return stop_labels(office, uid=uid, kind=chosen["kind"], start=chosen["start"])

    return PaperKind(N_("Box labels"), _NAMES_NOBODY, frozenset({"labels"}), make)


def expiring_note(day: date) -> PaperKind:
    """The cover for papers that must not lie about."""

    def make(_office: Office, _chosen: Mapping[str, Any]) -> Sheet:
        from mutualaid.services.run_sheets import cover_note

        return cover_note(day)

    return PaperKind(N_("Expiring note"), _NAMES_NOBODY, frozenset(), make)


def roster(first: date, last: date) -> PaperKind:
    """The shifts between two days."""

    def make(office: Office, chosen: Mapping[str, Any]) -> Sheet:
        from mutualaid.services.rosters import shift_roster

        language = chosen["language"] or None
        return shift_roster(office, first=first, last=last, language=language, codes=chosen["codes"])

    mind = N_("It tells who is where and when. Hand it over in person, and delete a PDF of it when the days are over.")
    return PaperKind(N_("Shift roster"), mind, frozenset({"language", "codes"}), make)


class SheetWindow(SheetPreview):
    """Choices at the left, the pages at the right."""

    def __init__(self, context: Context, kind: PaperKind, parent: QWidget) -> None:
        super().__init__(context, parent, wait=_WAIT)
        self.kind = kind
        self.language = Choice()
        self.codes = Check(N_("Codes, no names"))
        self.labels = Choice()
        self.start = Amount(1, 30)
        self.arrange(kind.title, self._choices(), size=(900, 680), side=300)
        self.language.chosen.connect(lambda _code: self.lay_out())
        self.labels.chosen.connect(lambda _code: self._format_chosen())
        self.codes.toggled.connect(lambda _on: self.lay_out())
        self.start.valueChanged.connect(lambda _place: self.later.start())
        self.retranslate()
        self.language.set_code("")
        self.labels.set_code(_LABELS)

    def _choices(self) -> QVBoxLayout:
        left = QVBoxLayout()
        left.setSpacing(14)
        choices = self.kind.choices
        self.language_row = FormRow(N_("Language"), self.language)
        self.labels_row = FormRow(N_("Sheet of stickers"), self.labels, hint=N_("The number on the package."))
        self.start_row = FormRow(N_("Sticker to begin with"), self.start, hint=N_("Those before it were used already."))
        for widget, wanted in (
            (self.language_row, "language" in choices),
            (self.codes, "codes" in choices),
            (self.labels_row, "labels" in choices),
            (self.start_row, "labels" in choices),
        ):
            left.addWidget(widget)
            widget.setVisible(wanted)
        left.addWidget(Said(self.kind.mind, role="subtle" if self.kind.mind == _NAMES_NOBODY else "warn"))
        return left

    def retranslate(self) -> None:
        """Set the title and the choices."""
        if not hasattr(self, "labels_row"):
            return
        self.setWindowTitle(tr(self.kind.title))
        self.language.set_choices([("es", tr("Spanish")), ("en", tr("English"))], empty=tr("As it suits who gets it"))
        from mutualaid.papers.box_labels import FORMATS

        self.labels.set_choices([(code, code) for code in FORMATS])

    def _format_chosen(self) -> None:
        from mutualaid.papers.box_labels import FORMATS

        self.start.setMaximum(FORMATS[self.labels.code() or _LABELS].places)
        self.lay_out()

    def chosen(self) -> dict[str, Any]:
        """What was chosen."""
        return {
            "language": self.language.code(),
            "codes": self.codes.isChecked(),
            "kind": self.labels.code() or _LABELS,
            "start": self.start.value(),
        }

    def maker(self) -> Callable[[], Sheet]:
        """The paper of this kind as chosen."""
        return partial(self.kind.make, self._context.office, self.chosen())


def open_sheet(context: Context, kind: PaperKind, parent: QWidget) -> SheetWindow:
    """Open the window of a paper."""
    window = SheetWindow(context, kind, parent)
    window.open()
    window.lay_out()
    return window
