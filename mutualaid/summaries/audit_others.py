"""Judges folders that this program did not make: by their columns, and by rules that they may state in structure.json.

`rules`: `margin`, how far a number lies from what was counted, 0 unless stated; `threshold`, the least number that is
shown, else 11. All else that structure.json says is left alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from mutualaid.progress import Progress, Share
from mutualaid.records.errors import BadInput
from mutualaid.summaries.audit_joint import Asked, attack_tables
from mutualaid.summaries.audit_reading import Row, Sheet
from mutualaid.summaries.findings import Finding, Judged
from mutualaid.summaries.periods import parse_period
from mutualaid.summaries.plan import ALL, EVERYDAY, HOUSEHOLDS, THRESHOLD
from mutualaid.summaries.solver import Unproved

Question = tuple[str, ...]


@dataclass(frozen=True)
class _Rules:
    margin: int
    threshold: int
    stated: bool

    @classmethod
    def of(cls, sheet: Sheet) -> _Rules:
        rules = sheet.structure.get("rules")
        rules = rules if isinstance(rules, Mapping) else {}
        margin, threshold = _whole(rules.get("margin")), _whole(rules.get("threshold"))
        return cls(margin or 0, THRESHOLD if threshold is None else threshold, threshold is not None)


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**6 else None


def judge_others(sheets: Sequence[Sheet], *, seconds: float, progress: Progress) -> Judged:
    """Attack them jointly, each measure and year by itself. Raises Cancelled."""
    judged = Judged()
    asked: dict[Question, tuple[Sheet, Row]] = {}
    for sheet in sheets:
        judged.notes += _notes(sheet)
        for row in sheet.rows:
            first = asked.setdefault(row.codes, (sheet, row))[1]
            if first.value != row.value:
                told = " / ".join("" if value is None else str(value) for value in (first.value, row.value))
                judged.findings.append(Finding("answers_differ", sheet.label, f"{_codes(row)}: {told}"))
    groups: dict[tuple[str, str], list[tuple[Sheet, Row]]] = {}
    for sheet, row in asked.values():
        groups.setdefault((_year(row.codes[0]), row.codes[5]), []).append((sheet, row))
        judged.published += row.value is not None
        judged.hidden += row.value is None
    judged.findings += _small(asked)
    judged.findings += _close_pairs(asked)
    for number, ((year, measure), rows) in enumerate(sorted(groups.items())):
        part = Share(progress, 1000 * number // len(groups), 1000 * (number + 1) // len(groups))
        _attack(rows, year or measure, judged, seconds, part)
    return judged


def _attack(rows: Sequence[tuple[Sheet, Row]], name: str, judged: Judged, seconds: float, progress: Progress) -> None:
    try:
        found = attack_tables([_asked(sheet, row) for sheet, row in rows], seconds=seconds, progress=progress)
    except Unproved:
        judged.findings.append(Finding("unproved", name))
        return
    judged.solves += found.solves
    judged.tried += found.tried
    if found.left:
        judged.findings.append(Finding("not_judged", name, str(found.left)))
    if found.slack > 0.5:
        judged.findings.append(Finding("contradiction", name, f"{found.slack:.0f}"))
    for each in found.exposed:
        codes = "/".join(
            (each.asked.table, *(getattr(each.asked, part) for part in ("period", "geo", "category", "language")))
        )
        detail = f"{codes}/{each.asked.status}/{each.asked.measure}: {each.low:.1f} to {each.high:.1f}"
        judged.findings.append(Finding("exposed", each.asked.period, detail))


def _asked(sheet: Sheet, row: Row) -> Asked:
    rules = _Rules.of(sheet)
    period, geo, category, language, status, measure = row.codes
    whole = Asked(row.table, period, geo, category, language, status, measure)
    if row.value is None:
        return replace(whole, hidden=True, most=float(rules.threshold - 1) if rules.stated else float("inf"))
    return replace(whole, low=float(max(0, row.value - rules.margin)), high=float(row.value + rules.margin))


def _small(asked: Mapping[Question, tuple[Sheet, Row]]) -> list[Finding]:
    """Numbers that are shown although they are small; nothing at all says nothing about somebody."""
    return [
        Finding("small_shown", sheet.label, f"{_codes(row)}: {row.value}")
        for sheet, row in asked.values()
        if row.value is not None and 0 < row.value < (rules := _Rules.of(sheet)).threshold and not rules.margin
    ]


def _close_pairs(asked: Mapping[Question, tuple[Sheet, Row]]) -> list[Finding]:
    """Numbers that differ from the total over one of their columns, or over their period, by few."""
    findings = []
    for sheet, row in asked.values():
        rules = _Rules.of(sheet)
        for outer in _totals(row):
            if outer not in asked or row.value is None:
                continue
            whole = asked[outer][1].value
            margin = rules.margin + _Rules.of(asked[outer][0]).margin
            if whole is not None and whole - row.value - margin > 0 and whole - row.value + margin < rules.threshold:
                detail = f"{_codes(row)} {row.value}, {_codes(asked[outer][1])} {whole}"
                findings.append(Finding("close_pair", sheet.label, detail))
    return findings


def _totals(row: Row) -> list[Question]:
    period, *codes, measure = row.codes
    found = [
        (period, *codes[:n], whole, *codes[n + 1 :], measure)
        for n, code in enumerate(codes)
        for whole in ((ALL, EVERYDAY) if n == 1 else (ALL,))
        if code not in (ALL, whole)
    ]
    if measure != HOUSEHOLDS:
        found += [(longer, *codes, measure) for longer in _longer(period)]
    return found


def _longer(period: str) -> list[str]:
    try:
        inner = parse_period(period)
    except BadInput:
        return []
    year = f"{inner.year:04d}"
    quarter = f"{year}-Q{(inner.first + 2) // 3}"
    return {"month": [quarter, year], "quarter": [year], "year": []}[inner.level]


def _notes(sheet: Sheet) -> list[Finding]:
    notes = []
    if not _Rules.of(sheet).margin:
        notes.append(Finding("taken_as_exact", sheet.label))
    odd = sorted({row.codes[0] for row in sheet.rows if not _year(row.codes[0])})
    if odd:
        notes.append(Finding("period_odd", sheet.label, ", ".join(odd[:3])))
    return notes


def _year(period: str) -> str:
    try:
        return str(parse_period(period).year)
    except BadInput:
        return ""


def _codes(row: Row) -> str:
    return "/".join((row.table, *row.codes))
