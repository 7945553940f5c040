"""Export this list: a first window says what leaves, a second asks again when names are in it, then a file is named."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QButtonGroup, QLineEdit, QWidget

from mutualaid.desktop.file_windows import ask_save
from mutualaid.desktop.form_window import FormWindow
from mutualaid.desktop.list_export.state import ExportState
from mutualaid.desktop.page import Context
from mutualaid.desktop.widgets.radio import Radio
from mutualaid.desktop.widgets.words import Said
from mutualaid.language.catalog import N_, tr
from mutualaid.progress import Progress
from mutualaid.records.views import Changed

if TYPE_CHECKING:
    from mutualaid.records.views import NeedFilter
    from mutualaid.services.list_export import Leaving


class ExportWindow(FormWindow):
    """What columns, whose data. Codes only unless she says otherwise."""

    least_height = 560

    def __init__(
        self,
        context: Context,
        state: ExportState,
        parent: QWidget,
        *,
        uids: Sequence[str] | None = None,
        filter: NeedFilter | None = None,
    ) -> None:
        super().__init__(N_("Export this list"), N_("Go on…"), parent, width=560)
        self.context, self.state, self.uids, self.filter = context, state, uids, filter
        self.body.addWidget(Said(state.rows_words, bold=True))
        self.bare = Radio(N_("Codes only: nobody is named"))
        self.named = Radio(N_("With names and phones"))
        self.csv, self.book = Radio(N_("CSV, for any program")), Radio(N_("XLSX, for a spreadsheet program"))
        self._groups = [self._group(N_("What leaves"), self.bare, self.named)]
        self.columns = Said(state.columns_words, role="subtle")
        self.warning = Said(state.warning_words, role="warn")
        self.body.addWidget(self.columns)
        self.body.addWidget(self.warning)
        self._groups.append(self._group(N_("The file"), self.csv, self.book))
        self.body.addWidget(
            Said(N_("The journal keeps that a list left, of what kind, how long, and by whom."), role="subtle")
        )
        self.bare.setChecked(True)
        self.csv.setChecked(True)
        self.named.toggled.connect(self._reveal)
        self.book.toggled.connect(lambda on: setattr(state, "suffix", ".xlsx" if on else ".csv"))
        self.save_button.setEnabled(state.possible)
        self._reveal(False)
        self.begin(self.bare)

    def _group(self, title: str, *radios: Radio) -> QButtonGroup:
        self.body.addWidget(Said(title, points=1, bold=True))
        group = QButtonGroup(self)
        for radio in radios:
            group.addButton(radio)
            self.body.addWidget(radio)
        return group

    def _reveal(self, on: bool) -> None:
        self.state.reveal = on
        self.columns.retranslate()
        self.warning.retranslate()
        self.warning.setVisible(on)

    def save(self) -> None:
        """Ask again when names are in it; else ask for the file."""
        if self.state.reveal:
            ConfirmExport(self).open()
        else:
            self.ask_file()

    def ask_file(self) -> None:
        """Ask where it goes. The name that is offered says what it is and when, and nothing of anybody."""
        name = f"{self.state.kind}-{self.context.today().isoformat()}{self.state.suffix}"
        kinds = [tr("CSV (*.csv)"), tr("Workbooks (*.xlsx)")]
        ask_save(
            self, tr("Where the list goes"), name, kinds if self.state.suffix == ".csv" else kinds[::-1], self.write
        )

    def write(self, path: Path) -> None:
        """Write it, with progress and Cancel."""
        office, state, uids, wanted = self.context.office, self.state, self.uids, self.filter

        def work(progress: Progress) -> Changed:
            from mutualaid.services.list_export import export_list

            return export_list(
                office,
                kind=state.kind,
                out=path,
                uids=uids,
                filter=wanted,
                reveal=state.reveal,
                confirmed=state.leaving.rows if state.reveal else None,
                progress=progress,
            )

        self.messages.hide()
        self.set_busy(True)
        self.context.tasks.write_long(
            work,
            self._done,
            owner=self,
            title=tr("Writing the list"),
            fail=self.refused,
            stopped=lambda: self.set_busy(False),
        )

    def _done(self, _changed: Changed) -> None:
        self.done_well()
        self.context.messages.tell(self.state.done_words(), "good")


class ConfirmExport(FormWindow):
    """The second question: how many rows are that? Whoever counts them has seen what leaves."""

    def __init__(self, export: ExportWindow) -> None:
        super().__init__(N_("Names are about to leave"), N_("Yes, with names"), export, width=480)
        self._export = export
        self.body.addWidget(Said(export.state.warning_words, role="warn"))
        self.body.addWidget(Said(export.state.confirm_words))
        self.rows = QLineEdit()
        self.rows.setMaxLength(12)
        form = self.section(N_("Say it again"))
        form.add("rows", N_("How many rows?"), self.rows, required=True)
        self.begin(self.rows)

    def save(self) -> None:
        """Go on only with the right number."""
        if self.set_errors({} if self._export.state.confirmed(self.rows.text()) else {"rows": N_("That is not it.")}):
            self.done_well()
            self._export.ask_file()


def open_export(
    context: Context, parent: QWidget, kind: str, *, uids: Sequence[str] | None = None, filter: NeedFilter | None = None
) -> None:
    """Begin to export what a page shows: records by uid in its order, or the needs that a filter lets through."""
    office = context.office

    def read(_progress: Progress) -> Leaving:
        from mutualaid.services.list_export import look

        return look(office, kind=kind, uids=uids, filter=filter)

    def show(leaving: Leaving) -> None:
        ExportWindow(context, ExportState(kind, leaving), parent, uids=uids, filter=filter).open()

    context.tasks.compute(read, show, owner=parent, title=tr("Looking at the list"))
