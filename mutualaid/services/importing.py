"""Import a file: first a preview that writes nothing, then all of it in one transaction, or none."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from mutualaid.exchange.drafts import Kind
from mutualaid.exchange.presets import AUTO, FieldMapping, mapping_document, mapping_of, read_mapping
from mutualaid.exchange.reading import draft
from mutualaid.exchange.rejects import rejects_csv
from mutualaid.exchange.sheet import Setting
from mutualaid.exchange.tables import read_table
from mutualaid.exchange.tally import Tally, ValueLine
from mutualaid.progress import SILENT, Progress
from mutualaid.records.views import Changed
from mutualaid.services.files import check_target, write_new
from mutualaid.services.import_households import HouseholdIntake
from mutualaid.services.import_memory import keep_mapping, recalled, remembered_mapping
from mutualaid.services.import_report import Report
from mutualaid.services.import_result import AlikeRow, Counts, ImportPreview, ImportResult, PreviewRow, RowCode
from mutualaid.services.import_rows import EVERY_ROW, Decision, Intake, Outcome
from mutualaid.services.import_rows import Office as OfficeFacts
from mutualaid.services.import_source import delete_source, source_notice
from mutualaid.services.import_supplies import SupplyIntake
from mutualaid.services.import_undo import (
    AREAS,
    PastImport,
    Undone,
    begin_import,
    finish_import,
    past_imports,
    undo_import,
)
from mutualaid.services.import_values import value_choices
from mutualaid.services.import_volunteers import VolunteerIntake
from mutualaid.services.office import Office
from mutualaid.store.reading import Reading
from mutualaid.store.texts import Door

__all__ = [
    "EVERY_ROW", "AlikeRow", "Counts", "Decision", "FieldMapping", "ImportPreview", "ImportResult", "Kind", "Outcome",
    "PastImport", "PreviewRow", "RowCode", "Undone", "ValueLine", "delete_source", "past_imports", "preview_import",
    "remembered_mapping", "run_import", "save_rejects", "source_notice", "undo_import", "value_choices",
]  # fmt: skip

_INTAKES: dict[Kind, type[HouseholdIntake | VolunteerIntake | SupplyIntake]] = {
    Kind.NEEDS: HouseholdIntake,
    Kind.VOLUNTEERS: VolunteerIntake,
    Kind.SUPPLIES: SupplyIntake,
}
_SAMPLES = 5


def preview_import(
    office: Office,
    *,
    path: Path,
    preset: str = AUTO,
    mapping: Path | FieldMapping | None = None,
    decisions: Mapping[int, Decision] | None = None,
    today: date | None = None,
    progress: Progress = SILENT,
) -> ImportPreview:
    """Read a file and say what importing it would do; nothing is written.

    Without a mapping, and with no preset told, the mapping remembered for files of this shape is taken. `decisions`
    are what the coordinator said of rows by their numbers; `EVERY_ROW` stands for all that may be somebody known.

    Raises BadInput for a file that cannot be read as a table or whose columns are not known, or "record_gone" for a
    decision about somebody who is not there; UsageFault("preset_unknown"), NoSpace when reading fails, and Cancelled.
    """
    table = read_table(path, progress)
    said = _told(mapping)
    recall = said is None and preset == AUTO
    setting = Setting(office.zones, today or date.today(), office.settings.hours)
    decisions = dict(decisions or {})
    with office.store.read() as read:
        if recall:
            said = recalled(read, table.headers[: table.keep])
        drafted = draft(table, setting, preset=preset, mapping=said, progress=progress)
        layout = drafted.layout
        tally = Tally(layout.columns.at)
        for row in table.rows:
            tally.take(row)
        intake = _intake(read, office, drafted.kind, setting.today)
        report = Report(intake, office.zones)
        for one, fate in intake.decide(drafted.drafts, decisions):
            report.take(one, fate)
    return ImportPreview(
        path=path,
        kind=drafted.kind,
        preset=layout.preset,
        columns={name: layout.columns.header(name) for name in layout.columns.at},
        counts=report.counts,
        rows=tuple(report.rows),
        warnings=tuple(report.warnings),
        rejected=tuple(report.rejected),
        duplicates=tuple(report.duplicates),
        drafted=drafted,
        headers=layout.columns.headers,
        fields=layout.fields,
        samples=tuple(
            tuple(row.cells[at] for row in table.rows if at < len(row.cells) and row.cells[at].strip())[:_SAMPLES]
            for at in range(table.keep)
        ),
        values=tally.lines(layout, office.zones),
        alike=tuple(report.alike),
        more_alike=report.more_alike,
        mapping=said,
        remembered=recall and said is not None,
        decisions=decisions,
    )


def _told(mapping: Path | FieldMapping | None) -> FieldMapping | None:
    """The mapping, its words as they are compared."""
    if mapping is None:
        return None
    return read_mapping(mapping) if isinstance(mapping, Path) else mapping_of(mapping_document(mapping))


def _intake(read: Reading, office: Office, kind: Kind, today: date) -> Intake:
    return _INTAKES[kind](read, OfficeFacts(office.settings.zone, today))


def run_import(
    office: Office,
    *,
    preview: ImportPreview,
    decisions: Mapping[int, Decision] | None = None,
    rejects: Path | None = None,
    remember: bool = True,
    today: date | None = None,
    progress: Progress = SILENT,
) -> ImportResult:
    """Import what was previewed, against the store as it is by now: all of it, or on any failure nothing.

    `decisions` are added to those of the preview. `rejects` takes the rows that were turned away, with the reasons; it
    is not written when there are none. A mapping that the file was read with is remembered for files of its shape.
    Raises Refused("target_exists" | "target_in_store"), BadInput("record_gone"), NoSpace, Cancelled.
    """
    day = today or date.today()
    if rejects is not None:
        check_target(rejects, office.folder)
    wrote = False
    try:
        with office.store.write("import", door=Door.STRIKE) as write:
            undo = begin_import(write)
            intake = _intake(write, office, preview.kind, day)
            report = Report(intake)
            for number, (one, fate) in enumerate(
                intake.decide(preview.drafted.drafts, {**preview.decisions, **(decisions or {})})
            ):
                if number % 200 == 0:
                    progress.step(number, len(preview.drafted.drafts))
                report.take(one, fate)
            uids = intake.keep(write, progress)
            finish_import(write, preview.kind, report.counts, intake.extra())
            if remember and preview.mapping is not None:
                keep_mapping(write, preview.headers, replace(preview.mapping, kind=preview.kind))
            reasons = _reasons(report.rejected)
            if rejects is not None and reasons:
                write_new(rejects, rejects_csv(preview.drafted.table, reasons))
                wrote = True
            progress.step(1, 1)
    except BaseException:
        if wrote and rejects is not None:
            with contextlib.suppress(OSError):  # what failed is told, not that its leavings stay
                rejects.unlink(missing_ok=True)
        raise
    return ImportResult(
        counts=report.counts,
        warnings=tuple(report.warnings),
        rejected=tuple(report.rejected),
        changed=Changed(AREAS[preview.kind], tuple(uids)),
        rejects_written=wrote,
        undo=undo,
    )


def _reasons(rejected: list[RowCode]) -> dict[int, tuple[str, ...]]:
    reasons: dict[int, tuple[str, ...]] = {}
    for one in rejected:
        reasons[one.row] = (*reasons.get(one.row, ()), one.code)
    return reasons


def save_rejects(office: Office, *, preview: ImportPreview, result: ImportResult, path: Path) -> None:
    """Write the rows that an import turned away, with the reasons, into a new file.

    Raises Refused("target_exists" | "target_in_store"), NoSpace.
    """
    check_target(path, office.folder)
    write_new(path, rejects_csv(preview.drafted.table, _reasons(list(result.rejected))))
