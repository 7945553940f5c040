"""Folders as other groups make them: a data.csv by hand, and sometimes a structure.json."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

COLUMNS = ("period", "geo", "category", "value")


def folder(
    place: Path,
    rows: Sequence[Sequence[object]],
    columns: Sequence[str] = COLUMNS,
    *,
    structure: object = None,
    name: str = "handmade",
) -> Path:
    """A folder with these rows; a value of None is hidden."""
    made = place / name
    made.mkdir(parents=True)
    lines = [",".join(columns), *(",".join("" if value is None else str(value) for value in row) for row in rows)]
    (made / "data.csv").write_text("\r\n".join(lines) + "\r\n", encoding="utf-8")
    if structure is not None:
        (made / "structure.json").write_text(json.dumps(structure), encoding="utf-8")
    return made


def cross(counts: dict[str, dict[str, int]], period: str = "2026-10", least: int = 11) -> list[tuple[object, ...]]:
    """An exact table of areas by kinds of help with all its totals, where only numbers below `least` are hidden."""
    kinds = list(next(iter(counts.values())))
    rows: list[tuple[object, ...]] = []
    for area, by_kind in counts.items():
        rows += [(period, area, kind, count) for kind, count in by_kind.items()]
        rows.append((period, area, "all", sum(by_kind.values())))
    for kind in kinds:
        rows.append((period, "all", kind, sum(by_kind[kind] for by_kind in counts.values())))
    rows.append((period, "all", "all", sum(sum(by_kind.values()) for by_kind in counts.values())))
    return [(*codes, None if count < least else count) for *codes, count in rows]  # type: ignore[operator]
