"""Reads a released folder as it comes: ours, another group's, made by hand, cut, or no release at all.

Nothing here raises for what a folder holds: whatever cannot be read is told as a problem, and the rest is used.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

DATA, STRUCTURE, MANIFEST = "data.csv", "structure.json", "manifest.json"
CODES = ("period", "geo", "category", "language", "status", "measure")
"""The columns that say what a row counts. A hand-made file may leave out all but one of them, and `period` is one."""

MOST_BYTES = 32 * 1024 * 1024
"""The largest data.csv or structure.json that is read."""
MOST_ROWS = 100_000
MOST_FILES = 1_000
TOLD_ROWS = 10
"""Rows of a file that are named one by one when they cannot be read; the others are counted."""

_FORMULA = ("=", "+", "-", "@")
_WHOLE = re.compile(r"\d{1,12}", re.ASCII)


@dataclass(frozen=True)
class Problem:
    """Something that cannot be read: `kind` as in `audit.Finding`, `detail` a file, columns, a row's number."""

    kind: str
    detail: str = ""


@dataclass(frozen=True)
class Row:
    """A row: `codes` by CODES and `table`, absent ones at their total; `value` None when hidden."""

    number: int
    table: str
    codes: tuple[str, ...]
    value: int | None
    release: str


@dataclass
class Sheet:
    """A folder as it was read. `structure` is empty for a folder that has none; `hashes`: SHA-256 of every file."""

    label: str
    structure: dict[str, Any] = field(default_factory=dict)
    manifest: dict[str, Any] | None = None
    rows: list[Row] = field(default_factory=list)
    hashes: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def ours(self) -> bool:
        """Whether it says by which of this program's plans it was made."""
        return "classification" in self.structure and "plan_version" in self.structure


def read_folder(folder: Path, label: str) -> Sheet:
    """The folder, called `label` until it says its own name."""
    sheet = Sheet(label)
    try:
        paths = sorted(path for path in folder.iterdir() if path.is_file())[: MOST_FILES + 1]
    except OSError:
        sheet.problems.append(Problem("folder_missing"))
        return sheet
    if len(paths) > MOST_FILES:
        sheet.problems.append(Problem("file_too_large", f"> {MOST_FILES}"))
        return sheet
    for path in paths:
        with _Telling(sheet, path.name), path.open("rb") as file:
            sheet.hashes[path.name] = hashlib.file_digest(file, "sha256").hexdigest()
    sheet.structure = _json(folder, STRUCTURE, sheet) or {}
    sheet.manifest = _json(folder, MANIFEST, sheet)
    if isinstance(sheet.structure.get("release"), str):
        sheet.label = sheet.structure["release"][:40]
    text = _text(folder / DATA, sheet) if DATA in sheet.hashes else None
    if DATA not in sheet.hashes and not sheet.problems:
        sheet.problems.append(Problem("data_missing"))
    if text is not None:
        _read_rows(text, sheet)
    return sheet


class _Telling:
    """Turns a failed read of a file into a problem."""

    def __init__(self, sheet: Sheet, name: str) -> None:
        self._sheet, self._name = sheet, name

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> bool:
        if kind is None or not issubclass(kind, OSError):
            return False
        self._sheet.problems.append(Problem("file_unreadable", self._name))
        return True


def _text(path: Path, sheet: Sheet) -> str | None:
    with _Telling(sheet, path.name):
        if path.stat().st_size > MOST_BYTES:
            sheet.problems.append(Problem("file_too_large", path.name))
            return None
        try:
            return path.read_bytes().decode("utf-8-sig")
        except UnicodeDecodeError:
            sheet.problems.append(Problem("not_utf8", path.name))
    return None


def _json(folder: Path, name: str, sheet: Sheet) -> dict[str, Any] | None:
    if name not in sheet.hashes:
        return None
    text = _text(folder / name, sheet)
    if text is None:
        return None
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        content = None
    if not isinstance(content, dict):
        sheet.problems.append(Problem("file_cut", name))
        return None
    return content


def _read_rows(text: str, sheet: Sheet) -> None:
    lines = csv.DictReader(io.StringIO(text.replace("\0", "\ufffd"), newline=""), delimiter=_delimiter(text))
    try:
        names = [name.strip().lower() for name in lines.fieldnames or ()]
    except csv.Error:
        names = []
    lines.fieldnames = names
    missing = [name for name in ("period", "value") if name not in names]
    if missing or not set(names) & set(CODES[1:]):
        sheet.problems.append(Problem("columns_missing", ", ".join(missing or CODES[1:])))
        return
    bad: list[Problem] = []
    for number, row in _numbered(lines, bad):
        if number > MOST_ROWS:
            sheet.problems.append(Problem("file_too_large", DATA))
            break
        found = _row(number, row)
        if isinstance(found, Row):
            sheet.rows.append(found)
        else:
            bad.append(found)
    sheet.problems += bad[:TOLD_ROWS]
    if len(bad) > TOLD_ROWS:
        sheet.problems.append(Problem("rows_unreadable", str(len(bad) - TOLD_ROWS)))
    if not sheet.rows and not sheet.problems:
        sheet.problems.append(Problem("data_missing"))


def _delimiter(text: str) -> str:
    head = text.split("\n", 1)[0]
    return max(",;\t", key=head.count)


def _numbered(lines: csv.DictReader[str], bad: list[Problem]) -> Iterator[tuple[int, Mapping[Any, Any]]]:
    """The rows with their numbers as a spreadsheet shows them; a line that is no row ends the file."""
    number = 1
    try:
        for row in lines:
            number += 1
            yield number, row
    except csv.Error:
        bad.append(Problem("row_unreadable", str(number + 1)))


def _row(number: int, row: Mapping[Any, Any]) -> Row | Problem:
    if None in row or any(value is None for value in row.values()):
        return Problem("row_unreadable", str(number))
    told = {name: str(value).strip() for name, value in row.items()}
    codes = tuple(told.get(name) or ("needs" if name == "measure" else "all") for name in CODES)
    if any(code.startswith(_FORMULA) for code in (*codes, told.get("table", ""))):
        return Problem("formula", str(number))
    value, flag = told["value"], told.get("flag", "").lower()
    if told.get("period", "") == "":
        return Problem("row_unreadable", str(number))
    hidden = value == "" and flag in ("hidden", "")
    if not hidden and not (_WHOLE.fullmatch(value) and flag in ("value", "")):
        return Problem("value_not_whole", str(number))
    return Row(number, told.get("table", ""), codes, None if hidden else int(value), told.get("release", ""))
