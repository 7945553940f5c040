"""Import a file: first a preview that writes nothing, then all of it in one transaction, or none."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from mutualaid.exchange.drafts import Kind
from mutualaid.exchange.presets import AUTO, FieldMapping, mapping_document, mapping_of, read_mapping
from mutualaid.exchange.reading import drafts, understand
from mutualaid.exchange.rejects import TurnedAway, rejects_csv
from mutualaid.exchange.sheet import Setting
from mutualaid.exchange.tables import open_source
from mutualaid.exchange.tally import ValueLine
from mutualaid.progress import SILENT, Progress, Share
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
MOST_TOLD = 1_000
"""Uids of new records that a result tells; a page selects no more of them."""


def preview_import(
    office: Office,
    *,
    path: Path,
    preset: str = AUTO,
    mapping: Path | FieldMapping | None = None,
    decisions: Mapping[int, Decision] | None = None,
    sheet: str | None = None,
    today: date | None = None,
    progress: Progress = SILENT,
) -> ImportPreview:
    """Read a file and say what importing it would do; nothing is written.

    Without a mapping, and with no preset told, the mapping remembered for files of this shape is taken. `decisions`
    are what the coordinator said of rows by their numbers; `EVERY_ROW` stands for all that may be somebody known.
    `sheet` chooses one of a workbook's.

    Raises BadInput for a file that cannot be read as a table or whose columns are not known, or "record_gone" for a
    decision about somebody who is not there; UsageFault("preset_unknown"), NoSpace when reading fails, and Cancelled.
    """
    source = open_source(path, sheet=sheet, progress=Share(progress, 0, 50))
    said = _told(mapping)
    recall = said is None and preset == AUTO
    setting = Setting(office.zones, today or date.today(), office.settings.hours)
    decisions = dict(decisions or {})
    with office.store.read() as read:
        if recall:
            said = recalled(read, source.headers[: source.keep])
        understood = understand(source, preset=preset, mapping=said, progress=Share(progress, 50, 200))
        intake = _intake(read, office, understood.kind, setting.today)
        report = Report(intake, office.zones)
        rows = drafts(source, understood, setting, Share(progress, 200, Share.WHOLE))
        for _, one, fate in intake.decide(rows, decisions):
            report.take(one, fate)
    layout = understood.layout
    return ImportPreview(
        path=path,
        kind=understood.kind,
        preset=layout.preset,
        columns={name: layout.columns.header(name) for name in layout.columns.at},
        counts=report.counts,
        rows=tuple(report.rows),
        warnings=tuple(report.warnings),
        rejected=tuple(report.rejected),
        duplicates=tuple(report.duplicates),
        drafts=tuple(report.first),
        understood=understood,
        digest=source.digest,
        headers=layout.columns.headers,
        fields=layout.fields,
        samples=understood.samples,
        values=understood.tally.lines(layout, office.zones),
        alike=tuple(report.alike),
        more_alike=report.more_alike,
        mapping=said,
        remembered=recall and said is not None,
        sheets=source.sheets,
        sheet=source.sheet,
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
    if rejects is not None:
        check_target(rejects, office.folder)
    setting = Setting(office.zones, today or date.today(), office.settings.hours)
    said = {**preview.decisions, **(decisions or {})}
    wrote = False
    try:
        source = open_source(
            preview.path, sheet=preview.sheet or None, expected=preview.digest, progress=Share(progress, 0, 20)
        )
        away = TurnedAway(source.headers, source.keep)
        with office.store.write("import", door=Door.STRIKE) as write:
            undo = begin_import(write)
            intake = _intake(write, office, preview.kind, setting.today)
            report = Report(intake)
            rows = drafts(source, preview.understood, setting, Share(progress, 20, 400))
            for row, one, fate in intake.decide(rows, said):
                report.take(one, fate)
                if fate.outcome is Outcome.REJECTED:
                    away.take(row)
            uids = intake.keep(write, Share(progress, 400, Share.WHOLE))
            finish_import(write, preview.kind, report.counts, intake.extra())
            if remember and preview.mapping is not None:
                keep_mapping(write, preview.headers, replace(preview.mapping, kind=preview.kind))
            reasons = _reasons(report.rejected)
            if rejects is not None and reasons:
                write_new(rejects, rejects_csv(away, reasons))
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
        changed=Changed(AREAS[preview.kind], tuple(uids[:MOST_TOLD])),
        turned_away=away,
        rejects_written=wrote,
        undo=undo,
    )


def _reasons(rejected: Iterable[RowCode]) -> dict[int, tuple[str, ...]]:
    reasons: dict[int, tuple[str, ...]] = {}
    for one in rejected:
        reasons[one.row] = (*reasons.get(one.row, ()), one.code)
    return reasons


def save_rejects(office: Office, *, result: ImportResult, path: Path) -> None:
    """Write the rows that an import turned away, with the reasons, into a new file.

    Raises Refused("target_exists" | "target_in_store"), NoSpace.
    """
    check_target(path, office.folder)
    write_new(path, rejects_csv(result.turned_away, _reasons(result.rejected)))
