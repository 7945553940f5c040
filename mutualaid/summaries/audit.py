"""Audits released folders as an outsider would: with nothing but their files, all of them together.

Folders of this program are judged by the plan and classification that they name; any other folder with a data.csv by
its columns alone (`audit_joint`). Nothing that a folder holds raises: what cannot be read is a finding.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from mutualaid.progress import SILENT, Progress, Share
from mutualaid.records.errors import BadInput
from mutualaid.summaries.attack import SECONDS
from mutualaid.summaries.audit_others import judge_others
from mutualaid.summaries.audit_ours import Folder, as_planned, judge_ours
from mutualaid.summaries.audit_reading import MANIFEST, Sheet, read_folder
from mutualaid.summaries.findings import Finding


@dataclass(frozen=True)
class AuditReport:
    """What the audit saw. `ok` when nothing was found; else the command exits 1.

    `releases`: folders that could be read; `ours`, how many of them this program made; `tried`: hidden numbers attacked
    with `solves` linear programs; `notes`: what is worth knowing and no fault.
    """

    releases: int
    published: int
    hidden: int
    solves: int
    findings: tuple[Finding, ...]
    notes: tuple[Finding, ...] = ()
    tried: int = 0
    ours: int = 0

    @property
    def ok(self) -> bool:
        """Whether nothing was found."""
        return not self.findings


def audit(folders: Sequence[Path], *, seconds: float = SECONDS, progress: Progress = SILENT) -> AuditReport:
    """Attack released folders jointly, with their files only, and check the files against their manifests.

    Folders without a name of their own are called by their number, from 1. Raises Cancelled.
    """
    sheets, notes = _read_all(folders, Share(progress, 0, 100))
    findings = [Finding(problem.kind, sheet.label, problem.detail) for sheet in sheets for problem in sheet.problems]
    findings += [finding for sheet in sheets for finding in _against_manifest(sheet)]
    ours, others = list[Folder](), list[Sheet]()
    for sheet in sheets:
        try:
            if not sheet.ours:
                others.append(sheet)
                continue
            ours.append(as_planned(sheet, findings))
        except (ValueError, KeyError, TypeError, AttributeError, BadInput):
            findings.append(Finding("structure_unreadable", sheet.label))
            others.append(sheet)
    others = [sheet for sheet in others if sheet.rows]
    judged = (
        judge_ours(ours, seconds=seconds, progress=Share(progress, 100, 600)),
        judge_others(others, seconds=seconds, progress=Share(progress, 600, Share.WHOLE)),
    )
    progress.step(1, 1)
    return AuditReport(
        releases=len(ours) + len(others),
        published=sum(each.published for each in judged),
        hidden=sum(each.hidden for each in judged),
        solves=sum(each.solves for each in judged),
        findings=tuple(dict.fromkeys(findings + [found for each in judged for found in each.findings])),
        notes=tuple(notes + [note for each in judged for note in each.notes]),
        tried=sum(each.tried for each in judged),
        ours=len(ours),
    )


def _read_all(folders: Sequence[Path], progress: Progress) -> tuple[list[Sheet], list[Finding]]:
    """Every folder once, and a note for those that were named, or are there, twice."""
    sheets, notes, seen = list[Sheet](), list[Finding](), dict[object, str]()
    for number, folder in enumerate(folders, start=1):
        progress.step(number, len(folders))
        sheet = read_folder(folder, str(number))
        same = tuple(sorted(sheet.hashes.items())) or folder.absolute()
        if same in seen:
            notes.append(Finding("folder_repeated", sheet.label, str(number)))
            continue
        seen[same] = sheet.label
        sheets.append(sheet)
    return sheets, notes


def _against_manifest(sheet: Sheet) -> list[Finding]:
    if sheet.manifest is None:
        lost = sheet.ours and MANIFEST not in sheet.hashes
        return [Finding("file_missing", sheet.label, MANIFEST)] if lost else []
    listed = sheet.manifest.get("files")
    if not isinstance(listed, dict):
        return [Finding("file_cut", sheet.label, MANIFEST)]
    findings = [Finding("file_missing", sheet.label, name) for name in listed if name not in sheet.hashes]
    for name, digest in sheet.hashes.items():
        if name == MANIFEST:
            continue
        if name not in listed:
            findings.append(Finding("file_unlisted", sheet.label, name))
        elif not isinstance(listed[name], dict) or listed[name].get("sha256") != digest:
            findings.append(Finding("file_changed", sheet.label, name))
    return findings
