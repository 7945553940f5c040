"""A first look at a file to import: its columns, a few cells of each, and what they are most likely taken for.

Unlike a preview it needs to understand nothing: a file whose columns nobody knows is shown so that somebody says.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from mutualaid.exchange.columns import FIELDS, find_columns, missing
from mutualaid.exchange.drafts import Kind
from mutualaid.exchange.presets import AUTO, PRESETS, FieldMapping, lay_out, mapping_of, unique
from mutualaid.exchange.tables import open_source
from mutualaid.progress import SILENT, Progress
from mutualaid.records.errors import BadInput
from mutualaid.services.import_memory import remembered_mapping
from mutualaid.services.office import Office

_SAMPLES = 4
_LOOKED_THROUGH = 200


@dataclass(frozen=True, repr=False)
class FileLook:
    """What a file's columns look like.

    `headers` name each column once, `samples` are a few of its cells, `at` tells the column of each field that was
    found, `offered` are all fields of the kind, `ignored` the columns that are a form tool's own. `preset` is "" when
    no tool's export was recognised; `mapping` is the one remembered from files of this shape. Personal: show it, do
    not keep it.
    """

    path: Path
    sheets: tuple[str, ...]
    sheet: str
    headers: tuple[str, ...]
    samples: tuple[tuple[str, ...], ...]
    kind: Kind
    preset: str
    at: Mapping[str, int]
    offered: tuple[str, ...]
    ignored: frozenset[int]
    mapping: FieldMapping | None

    @property
    def known(self) -> bool:
        """Whether it can be read without asking anything about its columns."""
        return bool(self.preset or self.mapping) and not missing(self.kind, self.at)

    def __repr__(self) -> str:
        return f"<FileLook {self.kind} of {len(self.headers)} columns>"


def look_at_file(
    office: Office, *, path: Path, preset: str = AUTO, kind: str = "", sheet: str = "", progress: Progress = SILENT
) -> FileLook:
    """Open a file and look at its columns; nothing is written.

    `preset` says where it comes from, `kind` what its rows are: with either, what is remembered does not count. `sheet`
    chooses one of a workbook's. Raises BadInput for a file that cannot be read as a table, NoSpace when reading fails,
    and Cancelled.
    """
    source = open_source(path, sheet=sheet or None, progress=progress)
    headers = source.headers[: source.keep]
    mapping = remembered_mapping(office, headers=headers) if preset == AUTO and not kind else None
    found, code, at = _read_as(headers, preset, kind, mapping)
    own = PRESETS[code].ignored if code else frozenset[str]()
    samples: list[list[str]] = [[] for _ in headers]
    for row in islice(source.rows(), _LOOKED_THROUGH):
        for column, cell in zip(samples, row.cells, strict=False):
            if len(column) < _SAMPLES and cell.strip():
                column.append(cell)
    return FileLook(
        path=path,
        sheets=source.sheets,
        sheet=source.sheet,
        headers=unique(headers),
        samples=tuple(map(tuple, samples)),
        kind=found,
        preset=code,
        at=at,
        offered=tuple(FIELDS[found]),
        ignored=frozenset(at for at, header in enumerate(headers) if header.strip() in own),
        mapping=mapping,
    )


def _read_as(
    headers: tuple[str, ...], preset: str, kind: str, mapping: FieldMapping | None
) -> tuple[Kind, str, dict[str, int]]:
    """The kind of rows, the preset or "", and the column of each field that is found; what is missing stays so."""
    said = mapping or FieldMapping(Kind(kind) if kind else None)
    try:
        layout = lay_out(headers, preset, said)
    except BadInput:
        likely = PRESETS[preset].kind if preset in PRESETS else said.kind or _likeliest(headers)
        own = PRESETS[preset].ignored if preset in PRESETS else frozenset[str]()
        return likely, preset if preset in PRESETS else "", find_columns(likely, headers, own)
    stripped = {header.strip() for header in headers}
    recognised = preset != AUTO or stripped >= set(PRESETS[layout.preset].signature)
    return layout.columns.kind, layout.preset if recognised else "", dict(layout.columns.at)


def _likeliest(headers: tuple[str, ...]) -> Kind:
    """The kind of which the headers name most fields, requests before all others."""
    return max(Kind, key=lambda kind: (len(find_columns(kind, headers)), kind is Kind.NEEDS))


def told_mapping(kind: str, columns: Mapping[str, str | None], values: Mapping[str, Mapping[str, str]]) -> FieldMapping:
    """The mapping that somebody put together: our field -> header, or none; our field -> words -> the code meant."""
    return mapping_of({"kind": kind, **columns, "values": {name: dict(words) for name, words in values.items()}})
