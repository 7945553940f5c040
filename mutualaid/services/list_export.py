"""A list that leaves the program as a file: what the page shows under its filter, as CSV or as a workbook.

Without contact data by default: codes and columns that name nobody. With it, whoever exports has to say how many rows
that is, and a household that said no to being contacted or to being shared leaves neither name nor number. The journal
tells that it happened, of what, how many, with what, and by whom; never where to.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import NamedTuple

from mutualaid.exchange.listed import Cell, as_csv, as_workbook
from mutualaid.language.catalog import N_, current_language, tr
from mutualaid.progress import SILENT, Progress
from mutualaid.records.errors import BadInput, Refused
from mutualaid.records.household import Household
from mutualaid.records.place import Site
from mutualaid.records.supply import CatalogueItem
from mutualaid.records.views import Area, Changed, NeedFilter
from mutualaid.services.consents import unlisted
from mutualaid.services.files import check_target, write_new
from mutualaid.services.list_columns import COLUMNS, Column, Line, Lookup, home_of
from mutualaid.services.office import Office
from mutualaid.store.reading import Reading

SUFFIXES = (".csv", ".xlsx")
KINDS = ("needs", "households", "volunteers", "lots")
_RECORDS = {"needs": "need", "households": "household", "volunteers": "volunteer", "lots": "lot"}
_TABS = {"needs": N_("Needs"), "households": N_("Households"), "volunteers": N_("Volunteers"), "lots": N_("Supplies")}
_STEP = 500


class Leaving(NamedTuple):
    """What would leave: how many rows, of how many of them with contact data, and of how many households none of it
    because they said no.
    """

    rows: int
    named: int
    held_back: int


def columns(kind: str, *, reveal: bool) -> list[Column]:
    """The columns of a kind of list; those that name somebody with `reveal` only. Raises BadInput("kind_unknown")."""
    if kind not in COLUMNS:
        raise BadInput("kind_unknown")
    return [column for column in COLUMNS[kind] if reveal or not column.contact]


def look(
    office: Office, *, kind: str, uids: Collection[str] | None = None, filter: NeedFilter | None = None
) -> Leaving:
    """What an export would take out: of those records only (by uid), or of the needs that a filter lets through.

    Raises BadInput("kind_unknown").
    """
    columns(kind, reveal=True)
    with office.store.read() as read:
        lines = _lines(read, kind, uids, filter)
        seen = _lookup(office, read, kind, lines)
    named = [column for column in COLUMNS[kind] if column.contact]
    told = sum(any(column.cell(line, seen) for column in named) for line in lines)
    return Leaving(len(lines), told, len({home_of(line) for line in lines} & seen.refusing))


def export_list(
    office: Office,
    *,
    kind: str,
    out: Path,
    uids: Collection[str] | None = None,
    filter: NeedFilter | None = None,
    reveal: bool = False,
    confirmed: int | None = None,
    progress: Progress = SILENT,
) -> Changed:
    """Write a list to a new file that only this account can read, and say so in the journal.

    `uids` are the records in the order of the page (all without), or `filter` says which needs. With `reveal` names and
    phones go along; then `confirmed` is the number of rows, said by whoever does it. What the file says is in the
    language in use. A cancelled or failed export leaves no file and no entry.

    Raises BadInput("kind_unknown" | "suffix_unknown"), Refused("export_not_confirmed", rows | "target_exists" |
    "target_in_store"), NoSpace, Cancelled.
    """
    shown = columns(kind, reveal=reveal)
    if out.suffix.lower() not in SUFFIXES:
        raise BadInput("suffix_unknown")
    check_target(out, office.folder)
    with office.store.read() as read:
        lines = _lines(read, kind, uids, filter)
        seen = _lookup(office, read, kind, lines)
    if reveal and confirmed != len(lines):
        raise Refused("export_not_confirmed", rows=len(lines))
    rows: list[list[Cell]] = []
    for number, line in enumerate(lines):
        if number % _STEP == 0:
            progress.step(number, 2 * len(lines))
        rows.append([column.cell(line, seen) for column in shown])
    data = _file(out.suffix.lower(), tr(_TABS[kind]), [tr(column.title) for column in shown], rows, progress)
    progress.step(2 * len(lines), 2 * len(lines))
    _write(office, kind, out, data, len(rows), reveal)
    return Changed(frozenset({Area.SETTINGS}))


def _write(office: Office, kind: str, out: Path, data: bytes, rows: int, reveal: bool) -> None:
    """The entry and the file: both, or neither."""
    written = False
    try:
        with office.store.write("export list") as write:
            write.note_export(_RECORDS[kind], rows, contact=reveal)
            write_new(out, data)
            written = True
    except BaseException:
        if written:
            out.unlink(missing_ok=True)
        raise


def _file(suffix: str, tab: str, headers: Sequence[str], rows: Sequence[Sequence[Cell]], progress: Progress) -> bytes:
    if suffix == ".csv":
        return as_csv(headers, rows, progress)
    return as_workbook(headers, rows, tab=tab, author="mutualaid", progress=progress)


def _lines(read: Reading, kind: str, uids: Collection[str] | None, filter: NeedFilter | None) -> list[Line]:
    found: list[Line]
    if kind == "needs":
        found = list(read.need_lines(read.need_ids(filter or NeedFilter())))
    elif kind == "households":
        found = list(read.household_lines())
    elif kind == "volunteers":
        found = list(read.volunteer_lines())
    else:
        found = list(read.lot_lines())
    if uids is None:
        return found
    by_uid = {line.uid: line for line in found}
    return [by_uid[uid] for uid in uids if uid in by_uid]


def _lookup(office: Office, read: Reading, kind: str, lines: Sequence[Line]) -> Lookup:
    refusing: frozenset[str] = frozenset()
    phones: dict[str, str] = {}
    if kind in ("needs", "households"):
        no = unlisted(read)
        refusing = frozenset(code for uid, code in read.columns(Household, "code") if uid in no)
        wanted = {home_of(line) for line in lines} - refusing
        phones = {
            code: numbers[0].number
            for _uid, code, numbers in read.columns(Household, "code", "phones")
            if numbers and code in wanted
        }
    spanish = current_language() == "es"
    items = {row.record.code: row.record.name_es if spanish else row.record.name_en for row in read.all(CatalogueItem)}
    sites = {row.record.code: row.record.name for row in read.all(Site)}
    return Lookup({code: zone.name for code, zone in office.zones.items()}, items, sites, phones, refusing)
