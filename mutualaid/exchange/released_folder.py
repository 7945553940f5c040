"""Reads a released folder back: its files as they are, and what they say, when they agree with their manifest."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mutualaid.exchange.release_files import COLUMNS, DATA, MANIFEST, STRUCTURE
from mutualaid.records.errors import BadInput, Refused
from mutualaid.summaries.cells import Answer, Cell
from mutualaid.summaries.periods import Period, parse_period
from mutualaid.summaries.scheme import Scheme

MOST_FILES = 64
MOST_BYTES = 64 * 1024 * 1024
"""Of all files together; a release has a few megabytes."""
_LEFT_BY_SYSTEMS = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})
"""What file windows leave in a folder that somebody looked into."""


@dataclass(frozen=True)
class Released:
    """What a released folder says. `answers` carry no noise: nobody outside the office ever knew it."""

    release_id: str
    period: Period
    mode: str
    plan_version: str
    answers: Mapping[Cell, Answer] = field(repr=False)
    scheme: Scheme = field(repr=False)
    dropped: tuple[str, ...]
    zones: Mapping[str, str] = field(repr=False)
    structure: Mapping[str, Any] = field(repr=False)
    files: Mapping[str, bytes] = field(repr=False)


def read_released(folder: Path) -> Released:
    """The release in the folder.

    Raises BadInput("release_folder_unreadable") for anything that is not the folder of a release, and Refused
    ("release_folder_altered") when a file is not the one that the manifest lists.
    """
    files = _files(folder)
    try:
        manifest = json.loads(files[MANIFEST])
        listed = {str(name): (str(one["sha256"]), int(one["bytes"])) for name, one in manifest["files"].items()}
    except (KeyError, TypeError, ValueError, AttributeError):
        raise BadInput("release_folder_unreadable") from None
    found = {name: (hashlib.sha256(data).hexdigest(), len(data)) for name, data in files.items() if name != MANIFEST}
    if found != listed:
        raise Refused("release_folder_altered")
    try:
        return _released(files, manifest)
    except (KeyError, TypeError, ValueError, AttributeError, csv.Error, BadInput):
        raise BadInput("release_folder_unreadable") from None


def _files(folder: Path) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    room = MOST_BYTES
    try:
        for path in sorted(folder.iterdir()):
            if path.name in _LEFT_BY_SYSTEMS:
                continue
            if path.is_symlink() or not path.is_file() or len(files) == MOST_FILES or path.stat().st_size > room:
                raise BadInput("release_folder_unreadable")
            with path.open("rb") as file:
                files[path.name] = file.read(room + 1)
            room -= len(files[path.name])
    except OSError:
        raise BadInput("release_folder_unreadable") from None
    if room < 0:
        raise BadInput("release_folder_unreadable")
    return files


def _released(files: Mapping[str, bytes], manifest: Mapping[str, Any]) -> Released:
    structure = json.loads(files[STRUCTURE])
    period = parse_period(structure["period"]["code"])
    rows = csv.DictReader(io.StringIO(files[DATA].decode(), newline=""))
    if tuple(rows.fieldnames or ()) != COLUMNS:
        raise ValueError("columns")
    answers: dict[Cell, Answer] = {}
    for row in rows:
        answers[_cell(row)] = Answer(None if row["flag"] == "hidden" else int(row["value"]), None)
    release_id = str(structure["release"])
    if (manifest["release"], manifest["period"]) != (release_id, period.code):
        raise ValueError("another release's manifest")
    return Released(
        release_id=release_id,
        period=period,
        mode=str(structure["mode"]),
        plan_version=str(structure["plan_version"]),
        answers=answers,
        scheme=Scheme.from_json(structure["classification"]),
        dropped=tuple(map(str, structure["left_out"])),
        zones={str(zone): str(name) for zone, name in structure["zones"].items()},
        structure=structure,
        files=files,
    )


def _cell(row: Mapping[str, str]) -> Cell:
    parse_period(row["period"])
    return Cell(*(row[name] for name in ("table", "period", "geo", "category", "language", "status", "measure")))
