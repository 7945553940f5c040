"""Judges this program's own releases by the plan, the classification and the rules that they name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mutualaid.progress import Progress, Share
from mutualaid.summaries import plan
from mutualaid.summaries.attack import attack
from mutualaid.summaries.audit_reading import Sheet
from mutualaid.summaries.cells import Answer, Cell
from mutualaid.summaries.findings import Finding, Judged
from mutualaid.summaries.model import build
from mutualaid.summaries.periods import parse_period
from mutualaid.summaries.protect import LEAST_PRINTED, observe
from mutualaid.summaries.scheme import Level, Scheme
from mutualaid.summaries.solver import Solver, Unproved, loosen
from mutualaid.summaries.strict.audit import StrictFolder, audit_strict, read_strict

CONTRADICTION = 2 * plan.MARGIN
"""One release's numbers may contradict each other by so much in all: now and then noise is larger than is believed."""


@dataclass
class Folder:
    """A release as its files tell it; `strict` for one with differential privacy."""

    release: str
    answers: dict[Cell, Answer]
    scheme: Scheme
    margin: int
    strict: StrictFolder | None


def judge_ours(folders: Sequence[Folder], *, seconds: float, progress: Progress) -> Judged:
    """Attack the usual ones jointly, a year at a time; weigh the strict ones against their budget. Raises Cancelled."""
    answers, findings = _together(folders)
    shown = sum(answer.value is not None for answer in answers.values())
    judged = Judged(published=shown, hidden=len(answers) - shown)
    # A strict release hides by noisy values alone, so that no bound of a hidden number means anything there.
    usual = [folder for folder in folders if folder.strict is None]
    strict = [folder for folder in folders if folder.strict is not None]
    findings += [Finding(*found) for found in audit_strict([each.strict for each in strict if each.strict is not None])]
    findings += [Finding("ways_mixed", str(year)) for year in _mixed(folders)]
    margins = {cell: folder.margin for folder in reversed(usual) for cell in folder.answers}
    findings += [finding for folder in usual for finding in _against_plan(folder)]
    findings += [finding for folder in usual for finding in _against_itself(folder, seconds)]
    schemes, clashes = _schemes(usual)
    findings += clashes + _schemes(strict)[1]
    for number, (year, scheme) in enumerate(sorted(schemes.items())):
        observations = [
            observe(cell, answer, margin=margins[cell])
            for cell, answer in answers.items()
            if cell in margins and parse_period(cell.period).year == year
        ]
        part = Share(progress, 1000 * number // len(schemes), 1000 * (number + 1) // len(schemes))
        try:
            found = attack(observations, scheme, seconds=seconds, progress=part)
        except (Unproved, KeyError):
            findings.append(Finding("unproved", str(year)))
            continue
        judged.solves += found.solves
        judged.tried += found.tried
        findings += [
            Finding("exposed", each.cell.period, f"{_codes(each.cell)}: {each.low:.1f} to {each.high:.1f}")
            for each in found.exposed
        ]
    judged.findings += findings
    return judged


def as_planned(sheet: Sheet, findings: list[Finding]) -> Folder:
    """A folder of ours. Raises ValueError, KeyError, TypeError, AttributeError or BadInput for one that is none."""
    scheme = Scheme.from_json(sheet.structure["classification"])
    strictly = sheet.structure.get("mode", plan.USUAL) == plan.STRICT
    margin = 0 if strictly else int(sheet.structure["rules"]["margin"])
    answers: dict[Cell, Answer] = {}
    for row in sheet.rows:
        cell, answer = Cell(row.table, *row.codes), Answer(row.value)
        _require_known(cell, scheme)
        if answers.setdefault(cell, answer) != answer:
            findings.append(Finding("answers_differ", sheet.label, _codes(cell)))
    if any(row.release != sheet.label for row in sheet.rows):
        findings.append(Finding("structure_differs", sheet.label))
    strict = read_strict(sheet.label, answers, sheet.structure) if strictly else None
    return Folder(sheet.label, answers, scheme, margin, strict)


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


def _against_plan(folder: Folder) -> list[Finding]:
    """Tables that the plan does not list, and values that are not of its precision or that it never prints."""
    listed = {table.name: table for table in plan.TABLES}
    findings = []
    for cell, answer in folder.answers.items():
        table = listed.get(cell.table)
        used = {name for name in plan.DIMENSIONS if getattr(cell, name) not in (plan.ALL, plan.EVERYDAY)}
        everyday = table is None or not table.everyday or cell.category not in (*plan.SENSITIVE, plan.ALL)
        if table is None or used != set(table.dimensions) or cell.measure not in table.measures or not everyday:
            findings.append(Finding("table_unlisted", folder.release, _codes(cell)))
        elif answer.value is not None and (answer.value % plan.ROUNDING or answer.value < LEAST_PRINTED):
            findings.append(Finding("value_too_precise", folder.release, _codes(cell)))
    return findings


def _against_itself(folder: Folder, seconds: float) -> list[Finding]:
    """Whether the numbers of one release can all be true within their margins, or nearly.

    They were counted in one go, but for its months, which may have been published before records came or went.
    """
    by_month = {table.name for table in plan.TABLES if table.by_month}
    seen = [
        observe(cell, answer, margin=folder.margin)
        for cell, answer in folder.answers.items()
        if cell.table not in by_month
    ]
    try:
        system = build(seen, folder.scheme)
        slack = loosen(system, [row for row, each in zip(system.row_of, seen, strict=True) if not each.hidden])
        wrong = float(Solver(system, seconds=seconds).minimise(slack, [1.0] * len(slack))[slack].sum()) if slack else 0
    except (Unproved, KeyError):
        return [Finding("unproved", folder.release)]
    if wrong > (CONTRADICTION if folder.margin else 0.5):
        return [Finding("contradiction", folder.release, f"{wrong:.0f}")]
    return []


def _together(folders: Sequence[Folder]) -> tuple[dict[Cell, Answer], list[Finding]]:
    """Every question once with its answer; a question answered in two ways is a finding."""
    asked: dict[tuple[str, ...], tuple[Cell, Answer]] = {}
    findings = []
    for folder in folders:
        for cell, answer in folder.answers.items():
            _, before = asked.setdefault(cell.key, (cell, answer))
            if before != answer:
                findings.append(Finding("answers_differ", folder.release, _codes(cell)))
    return dict(asked.values()), findings


def _mixed(folders: Sequence[Folder]) -> list[int]:
    """The years that are published in both ways, so that neither keeps what it promises."""
    ways: dict[int, set[bool]] = {}
    for folder in folders:
        for year in {parse_period(cell.period).year for cell in folder.answers}:
            ways.setdefault(year, set()).add(folder.strict is not None)
    return sorted(year for year, found in ways.items() if len(found) > 1)


def _schemes(folders: Sequence[Folder]) -> tuple[dict[int, Scheme], list[Finding]]:
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
