"""From the bytes of a file to drafts: the one way through tables, columns and rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from mutualaid.exchange import goods, own_rows, submissions, volunteers
from mutualaid.exchange.drafts import Draft, Kind
from mutualaid.exchange.presets import AUTO, FieldMapping, Layout, lay_out
from mutualaid.exchange.sheet import Cells, Setting, Sheet
from mutualaid.exchange.tables import Table
from mutualaid.progress import SILENT, Progress

_READERS: dict[Kind, Callable[[Cells], Draft]] = {
    Kind.NEEDS: submissions.household,
    Kind.VOLUNTEERS: volunteers.volunteer,
    Kind.SUPPLIES: goods.lot,
}
_STEP = 100


@dataclass(frozen=True, repr=False)
class Drafted:
    """A file as it was understood: its table, its layout, and one draft a row."""

    table: Table
    layout: Layout
    drafts: tuple[Draft, ...]

    @property
    def kind(self) -> Kind:
        """What its rows are."""
        return self.layout.columns.kind

    def __repr__(self) -> str:
        return f"<Drafted {self.kind} of {len(self.drafts)} rows>"


def draft(
    table: Table,
    setting: Setting,
    *,
    preset: str = AUTO,
    mapping: FieldMapping | None = None,
    progress: Progress = SILENT,
) -> Drafted:
    """Read every row of a table into a draft. Raises as `presets.lay_out` does, and Cancelled."""
    layout = lay_out(table.headers[: table.keep], preset, mapping)
    sheet = Sheet(table, layout, setting)
    read = _READERS[layout.columns.kind] if layout.form is None else own_rows.household
    drafts = []
    for number, row in enumerate(table.rows):
        if number % _STEP == 0:
            progress.step(number, len(table.rows))
        drafts.append(read(sheet.cells(row)))
    return Drafted(table, layout, tuple(drafts))
