"""Audits released folders as an outsider would: with nothing but their files, all of them together."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mutualaid.progress import SILENT, Progress
from mutualaid.records.errors import BadInput
from mutualaid.summaries import plan
from mutualaid.summaries.attack import SECONDS, attack
from mutualaid.summaries.cells import Answer, Cell
from mutualaid.summaries.periods import parse_period
from mutualaid.summaries.protect import observe
from mutualaid.summaries.scheme import Level, Scheme
from mutualaid.summaries.solver import Unproved
from mutualaid.summaries.strict.audit import StrictFolder, audit_strict, read_strict

DATA, STRUCTURE, MANIFEST = "data.csv", "structure.json", "manifest.json"


@dataclass(frozen=True)
class Finding:
    """Something wrong: `kind` is a stable code (below), `release` the id or folder number, `cell` its codes.

    file_changed, file_missing, file_unlisted, structure_differs, answers_differ, table_unlisted, value_too_precise,
    exposed, unproved, ways_mixed; and of strict releases budget_exceeded, noise_too_small, value_implausible.
    """

    kind: str
    release: str
    detail: str = ""


@dataclass(frozen=True)
class AuditReport:
    """What the audit saw. `ok` when nothing was found; else the command exits 1."""

    releases: int
    published: int
    hidden: int
    solves: int
    findings: tuple[Finding, ...]

    @property
    def ok(self) -> bool:
        """Whether nothing was found."""
        return not self.findings


@dataclass
class _Folder:
    release: str
    answers: dict[Cell, Answer]
    scheme: Scheme
    margin: int
    strict: StrictFolder | None
    findings: list[Finding]


def audit(folders: Sequence[Path], *, seconds: float = SECONDS, progress: Progress = SILENT) -> AuditReport:
    """Attack released folders jointly, with their files only, and check the files against their manifests.

    Raises BadInput("release_unreadable", folder=number) for a folder that is no release (numbered from 1).
    """
    read = [_read(folder, number) for number, folder in enumerate(folders, start=1)]
    findings = [finding for folder in read for finding in folder.findings]
    answers, differing = _together(read)
    usual = [folder for folder in read if folder.strict is None]
    margins = {cell: folder.margin for folder in reversed(usual) for cell in folder.answers}
    findings += differing
    findings += [finding for folder in usual for finding in _against_plan(folder)]
    findings += [Finding(*found) for found in audit_strict([each.strict for each in read if each.strict is not None])]
    findings += [Finding("ways_mixed", str(year)) for year in _mixed(read)]
    solves = 0
    schemes, clashes = _schemes(usual)
    findings += clashes + _schemes([folder for folder in read if folder.strict is not None])[1]
    for year, scheme in sorted(schemes.items()):
        observations = [
            observe(cell, answer, margin=margins[cell])
            for cell, answer in answers.items()
            if parse_period(cell.period).year == year and cell in margins
        ]
        try:
            found = attack(observations, scheme, seconds=seconds, progress=progress)
        except Unproved:
            findings.append(Finding("unproved", str(year)))
            continue
        solves += found.solves
        findings += [
            Finding("exposed", each.cell.period, f"{_codes(each.cell)}: {each.low:.1f} to {each.high:.1f}")
            for each in found.exposed
        ]
    shown = sum(answer.value is not None for answer in answers.values())
    return AuditReport(len(read), shown, len(answers) - shown, solves, tuple(findings))


def _read(folder: Path, number: int) -> _Folder:
    try:
        files = {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}
        structure = json.loads(files[STRUCTURE])
        release = str(structure["release"])
        rows = list(csv.DictReader(io.StringIO(files[DATA].decode(), newline="")))
        answers = {_cell(row): _answer(row) for row in rows}
        scheme = Scheme.from_json(structure["classification"])
        strictly = structure.get("mode", plan.USUAL) == plan.STRICT
        margin = 0 if strictly else int(structure["rules"]["margin"])
        for cell in answers:
            _require_known(cell, scheme)
        manifest = json.loads(files[MANIFEST])["files"]
        findings = _against_manifest(release, files, manifest)
        findings += [Finding("structure_differs", release) for row in rows if row["release"] != release][:1]
        if len(answers) != len(rows):
            findings.append(Finding("answers_differ", release, "a row appears twice"))
        strict = read_strict(release, answers, structure) if strictly else None
    except (OSError, ValueError, KeyError, TypeError, AttributeError, csv.Error):
        raise BadInput("release_unreadable", folder=number) from None
    return _Folder(release, answers, scheme, margin, strict, findings)


def _cell(row: dict[str, str]) -> Cell:
    parse_period(row["period"])
    names = ("table", "period", "geo", "category", "language", "status", "measure")
    return Cell(*(row[name] for name in names))


def _answer(row: dict[str, str]) -> Answer:
    if row["flag"] == "hidden" and row["value"] == "":
        return Answer(None)
    if row["flag"] == "value" and row["value"].isascii() and row["value"].isdigit():
        return Answer(int(row["value"]))
    raise ValueError("flag")


def _require_known(cell: Cell, scheme: Scheme) -> None:
    """Raise KeyError for a code that the structure does not explain."""
    level = parse_period(cell.period).level
    if (cell.geo, cell.category, cell.language) != (plan.ALL, plan.ALL, plan.ALL):
        known = scheme.levels[level]
        families = known.families.get(cell.beside, {})
        named = cell.category in (*plan.CATEGORIES, *families, plan.ALL, plan.EVERYDAY, plan.OTHER)
        spoken = cell.language in (*known.languages, plan.ALL, plan.OTHER)
        if not named or not spoken or (cell.geo != plan.ALL and cell.geo not in known.areas):
            raise KeyError(cell.table)


def _against_manifest(release: str, files: dict[str, bytes], manifest: dict[str, Any]) -> list[Finding]:
    findings = [Finding("file_missing", release, name) for name in manifest if name not in files]
    for name, data in files.items():
        if name == MANIFEST:
            continue
        if name not in manifest:
            findings.append(Finding("file_unlisted", release, name))
        elif hashlib.sha256(data).hexdigest() != manifest[name]["sha256"]:
            findings.append(Finding("file_changed", release, name))
    return findings


def _against_plan(folder: _Folder) -> list[Finding]:
    """Tables that the plan does not list, and values that are not of its precision."""
    listed = {table.name: table for table in plan.TABLES}
    findings = []
    for cell, answer in folder.answers.items():
        table = listed.get(cell.table)
        used = {name for name in plan.DIMENSIONS if getattr(cell, name) not in (plan.ALL, plan.EVERYDAY)}
        everyday = table is None or not table.everyday or cell.category not in (*plan.SENSITIVE, plan.ALL)
        if table is None or used != set(table.dimensions) or cell.measure not in table.measures or not everyday:
            findings.append(Finding("table_unlisted", folder.release, _codes(cell)))
        elif answer.value is not None and answer.value % plan.ROUNDING:
            findings.append(Finding("value_too_precise", folder.release, _codes(cell)))
    return findings


def _together(folders: Sequence[_Folder]) -> tuple[dict[Cell, Answer], list[Finding]]:
    """Every question once with its answer; a question answered in two ways is a finding."""
    asked: dict[tuple[str, ...], tuple[Cell, Answer]] = {}
    findings = []
    for folder in folders:
        for cell, answer in folder.answers.items():
            _, before = asked.setdefault(cell.key, (cell, answer))
            if before != answer:
                findings.append(Finding("answers_differ", folder.release, _codes(cell)))
    return dict(asked.values()), findings


def _mixed(folders: Sequence[_Folder]) -> list[int]:
    """The years that are published in both ways, so that neither keeps what it promises."""
    ways: dict[int, set[bool]] = {}
    for folder in folders:
        for year in {parse_period(cell.period).year for cell in folder.answers}:
            ways.setdefault(year, set()).add(folder.strict is not None)
    return sorted(year for year, found in ways.items() if len(found) > 1)


def _schemes(folders: Sequence[_Folder]) -> tuple[dict[int, Scheme], list[Finding]]:
    """Each year's classification, put together from its releases."""
    levels: dict[int, dict[str, Level]] = {}
    findings = []
    for folder in folders:
        for year in {parse_period(cell.period).year for cell in folder.answers}:
            known = levels.setdefault(year, {})
            for name, level in folder.scheme.levels.items():
                if known.setdefault(name, level) != level:
                    findings.append(Finding("structure_differs", folder.release, name))
    return {year: Scheme(known) for year, known in levels.items()}, findings


def _codes(cell: Cell) -> str:
    return "/".join((cell.table, *cell.key))
