"""From the rows of a file to drafts: the one way through tables, columns and rows.

A file is gone through twice: once to learn what only all of it tells (its options, the order of its dates), and once
to read each row. Nothing of a row is kept meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from mutualaid.exchange import goods, own_rows, submissions, volunteers
from mutualaid.exchange.drafts import Draft, Kind
from mutualaid.exchange.presets import AUTO, FieldMapping, Layout, lay_out
from mutualaid.exchange.sheet import Cells, DayOrders, Setting, Sheet
from mutualaid.exchange.tables import Row, Source
from mutualaid.exchange.tally import Tally
from mutualaid.progress import SILENT, Progress

_READERS: dict[Kind, Callable[[Cells], Draft]] = {
    Kind.NEEDS: submissions.household,
    Kind.VOLUNTEERS: volunteers.volunteer,
    Kind.SUPPLIES: goods.lot,
}
SAMPLES = 5
"""Cells of each column that are shown."""


@dataclass(frozen=True, repr=False)
class Understood:
    """What a file tells as a whole: how it is laid out, the order of its dates, its options, a few cells a column."""

    layout: Layout
    day_first: Mapping[str, bool]
    tally: Tally
    samples: tuple[tuple[str, ...], ...]

    @property
    def kind(self) -> Kind:
        """What its rows are."""
        return self.layout.columns.kind

    def __repr__(self) -> str:
        return f"<Understood {self.kind}>"


def understand(
    source: Source, *, preset: str = AUTO, mapping: FieldMapping | None = None, progress: Progress = SILENT
) -> Understood:
    """Go through a file once. Raises as `presets.lay_out` and `Source.rows` do, and Cancelled."""
    layout = lay_out(source.headers[: source.keep], preset, mapping)
    tally, orders = Tally(layout.columns.at), DayOrders(layout)
    samples: list[dict[str, None]] = [{} for _ in range(source.keep)]
    for row in source.rows(progress):
        tally.take(row)
        orders.take(row)
        for shown, cell in zip(samples, row.cells, strict=False):
            if len(shown) < SAMPLES and (text := cell.strip()):
                shown[text[:_SHOWN]] = None
    return Understood(layout, orders.day_first(), tally, tuple(map(tuple, samples)))


_SHOWN = 200


def drafts(
    source: Source, understood: Understood, setting: Setting, progress: Progress = SILENT
) -> Iterator[tuple[Row, Draft]]:
    """Each row of the file, and the draft that it makes. Raises as `Source.rows` does, and Cancelled."""
    layout = understood.layout
    sheet = Sheet(layout, setting, understood.day_first)
    read = _READERS[layout.columns.kind] if layout.form is None else own_rows.household
    for row in source.rows(progress):
        yield row, read(sheet.cells(row))
