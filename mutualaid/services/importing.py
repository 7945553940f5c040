"""Import a file: first a preview that writes nothing, then all of it in one transaction, or none."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from mutualaid.exchange.drafts import Draft, Kind
from mutualaid.exchange.presets import AUTO, read_mapping
from mutualaid.exchange.reading import draft
from mutualaid.exchange.rejects import rejects_csv
from mutualaid.exchange.sheet import Setting
from mutualaid.exchange.tables import read_table
from mutualaid.progress import SILENT, Progress
from mutualaid.records.errors import BadInput, NoSpace
from mutualaid.records.views import Area, Changed
from mutualaid.services.files import check_target, write_new
from mutualaid.services.import_households import HouseholdIntake
from mutualaid.services.import_result import Counts, ImportPreview, ImportResult, PreviewRow, RowCode
from mutualaid.services.import_rows import Fate, Intake, Outcome
from mutualaid.services.import_rows import Office as OfficeFacts
from mutualaid.services.import_shown import shown
from mutualaid.services.import_supplies import SupplyIntake
from mutualaid.services.import_volunteers import VolunteerIntake
from mutualaid.services.office import Office
from mutualaid.store.reading import Reading

__all__ = [
    "Counts", "ImportPreview", "ImportResult", "Kind", "Outcome", "PreviewRow", "RowCode",
    "delete_source", "preview_import", "run_import", "save_rejects", "source_notice",
]  # fmt: skip

SHOWN_ROWS = 20

_INTAKES: dict[Kind, type[HouseholdIntake | VolunteerIntake | SupplyIntake]] = {
    Kind.NEEDS: HouseholdIntake,
    Kind.VOLUNTEERS: VolunteerIntake,
    Kind.SUPPLIES: SupplyIntake,
}
_AREAS = {
    Kind.NEEDS: frozenset({Area.HOUSEHOLDS, Area.NEEDS}),
    Kind.VOLUNTEERS: frozenset({Area.VOLUNTEERS}),
    Kind.SUPPLIES: frozenset({Area.SUPPLIES}),
}
_CLOUDS = ("dropbox", "onedrive", "google drive", "googledrive", "my drive", "icloud", "nextcloud", "box sync", "mega")


def preview_import(
    office: Office,
    *,
    path: Path,
    preset: str = AUTO,
    mapping: Path | None = None,
    today: date | None = None,
    progress: Progress = SILENT,
) -> ImportPreview:
    """Read a file and say what importing it would do; nothing is written.

    Raises BadInput for a file that cannot be read as a table or whose columns are not known, UsageFault
    ("preset_unknown"), NoSpace when reading fails, and Cancelled.
    """
    table = read_table(path, progress)
    setting = Setting(office.zones, today or date.today(), office.settings.hours)
    said = read_mapping(mapping) if mapping is not None else None
    drafted = draft(table, setting, preset=preset, mapping=said, progress=progress)
    with office.store.read() as read:
        fates = _intake(read, office, drafted.kind, setting.today).decide(drafted.drafts, progress)
    layout = drafted.layout
    return ImportPreview(
        path=path,
        kind=drafted.kind,
        preset=layout.preset,
        columns={name: layout.columns.header(name) for name in layout.columns.at},
        counts=_counts(fates),
        rows=tuple(_rows(drafted.drafts, fates, office)),
        warnings=tuple(_codes(fates, rejected=False)),
        rejected=tuple(_codes(fates, rejected=True)),
        duplicates=tuple(fate.row for fate in fates if fate.outcome is Outcome.DUPLICATE),
        drafted=drafted,
    )


def _intake(read: Reading, office: Office, kind: Kind, today: date) -> Intake:
    return _INTAKES[kind](read, OfficeFacts(office.settings.zone, today))


def _counts(fates: Sequence[Fate]) -> Counts:
    by = Counter(fate.outcome for fate in fates)
    return Counts(
        read=len(fates),
        added=by[Outcome.ADDED],
        merged=by[Outcome.MERGED],
        duplicates=by[Outcome.DUPLICATE],
        rejected=by[Outcome.REJECTED],
        blank=by[Outcome.BLANK],
        needs_added=sum(fate.needs for fate in fates),
    )


def _codes(fates: Sequence[Fate], *, rejected: bool) -> list[RowCode]:
    """The warnings of rows taken in, or the reasons of those turned away."""
    return [
        RowCode(fate.row, code)
        for fate in fates
        if (fate.outcome is Outcome.REJECTED) == rejected
        for code in (fate.problems if rejected else fate.warnings)
    ]


def _rows(drafts: Sequence[Draft], fates: Sequence[Fate], office: Office) -> list[PreviewRow]:
    return [
        PreviewRow(fate.row, fate.outcome, shown(one, office.zones), fate.warnings, fate.problems)
        for one, fate in zip(drafts[:SHOWN_ROWS], fates[:SHOWN_ROWS], strict=True)
    ]


def run_import(
    office: Office,
    *,
    preview: ImportPreview,
    rejects: Path | None = None,
    today: date | None = None,
    progress: Progress = SILENT,
) -> ImportResult:
    """Import what was previewed, against the store as it is by now: all of it, or on any failure nothing.

    `rejects` takes the rows that were turned away, with the reasons; it is not written when there are none. Raises
    Refused("target_exists" | "target_in_store"), NoSpace, Cancelled.
    """
    day = today or date.today()
    if rejects is not None:
        check_target(rejects, office.folder)
    wrote = False
    try:
        with office.store.write("import") as write:
            intake = _intake(write, office, preview.kind, day)
            fates = intake.decide(preview.drafted.drafts, progress)
            uids = intake.keep(write, progress)
            reasons = {fate.row: fate.problems for fate in fates if fate.outcome is Outcome.REJECTED}
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
        counts=_counts(fates),
        warnings=tuple(_codes(fates, rejected=False)),
        rejected=tuple(_codes(fates, rejected=True)),
        changed=Changed(_AREAS[preview.kind], tuple(uids)),
        rejects_written=wrote,
    )


def save_rejects(office: Office, *, preview: ImportPreview, result: ImportResult, path: Path) -> None:
    """Write the rows that an import turned away, with the reasons, into a new file.

    Raises Refused("target_exists" | "target_in_store"), NoSpace.
    """
    check_target(path, office.folder)
    reasons: dict[int, tuple[str, ...]] = {}
    for one in result.rejected:
        reasons[one.row] = (*reasons.get(one.row, ()), one.code)
    write_new(path, rejects_csv(preview.drafted.table, reasons))


def source_notice(path: Path) -> str:
    """The code of what to say about the source file: "source_left", "source_in_cloud" or "source_gone"."""
    if not path.is_file():
        return "source_gone"
    parts = " / ".join(part.casefold() for part in path.resolve().parts)
    return "source_in_cloud" if any(cloud in parts for cloud in _CLOUDS) else "source_left"


def delete_source(path: Path) -> str:
    """Delete the imported file, and what a link leads to. Returns the code of the sentence on what that cannot do.

    It does not overwrite: on today's disks that reaches nothing. Raises BadInput("file_missing"), NoSpace.
    """
    try:
        file = path.resolve(strict=True)
        if not file.is_file():
            raise BadInput("file_missing")
        file.unlink()
        if path.is_symlink():
            path.unlink()
    except FileNotFoundError:
        raise BadInput("file_missing") from None
    except OSError:
        raise NoSpace("cannot_read_or_write") from None
    return "source_deleted"
