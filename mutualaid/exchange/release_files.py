"""The files of a release: data, structure, how it was protected, and a manifest; and the folder that holds them.

Nothing here depends on a clock, a path or a user: the same release is the same bytes.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from mutualaid.language.catalog import Catalog, catalog
from mutualaid.records.errors import NoSpace, Refused
from mutualaid.summaries import plan
from mutualaid.summaries.facts import STATUSES
from mutualaid.summaries.release import Release
from mutualaid.summaries.strict.rules import rules_of
from mutualaid.summaries.told import TITLES
from mutualaid.summaries.words import period_name, protection

DATA, STRUCTURE, MANIFEST = "data.csv", "structure.json", "manifest.json"
COLUMNS = ("release", "table", "period", "geo", "category", "language", "status", "measure", "value", "flag")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")


def release_files(release: Release) -> dict[str, bytes]:
    """data.csv, structure.json and how-protected in both languages. Add the pages, then `with_manifest`."""
    return {
        DATA: _data(release),
        STRUCTURE: _json(_structure(release)),
        **{f"how-protected.{language}.txt": _how_protected(release, catalog(language)) for language in ("en", "es")},
    }


def with_manifest(release: Release, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files and a manifest.json with the SHA-256 and size of each."""
    listed = {
        name: {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)} for name, data in sorted(files.items())
    }
    manifest = {"release": release.release_id, "period": release.period.code, "files": listed}
    return {**files, MANIFEST: _json(manifest)}


def folder_name(release: Release) -> str:
    """The name of the release's folder."""
    return f"release-{release.release_id}"


def write_release_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write the files into the new `folder`, whole or not at all. Raises as `release_folder`."""
    with release_folder(folder, files):
        pass


@contextmanager
def release_folder(folder: Path, files: Mapping[str, bytes]) -> Iterator[None]:
    """Have the files ready beside the new `folder` while the block runs; after it they appear there, all at once.

    They are written and synced in a temporary folder, which is renamed at the end; when anything fails, in here or in
    the block, it is removed. Raises Refused("release_folder_exists") when `folder` is already there, NoSpace
    ("disk_full" or "cannot_read_or_write").
    """
    if os.path.lexists(folder):
        raise Refused("release_folder_exists")
    if any(Path(name).name != name for name in files):
        raise ValueError("a file of a release lies in its folder")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        unfinished = Path(tempfile.mkdtemp(prefix=".release-", dir=folder.parent))
    except OSError as error:
        raise _fault(error) from None
    try:
        with _faults():
            for name, data in files.items():
                _write_synced(unfinished / name, data)
            unfinished.chmod(0o755)
            _sync_folder(unfinished)
        yield
        if os.path.lexists(folder):
            raise Refused("release_folder_exists")
        with _faults():
            unfinished.rename(folder)
            _sync_folder(folder.parent)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


@contextmanager
def _faults() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise _fault(error) from None


def _write_synced(path: Path, data: bytes) -> None:
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _fault(error: OSError) -> NoSpace:
    import errno

    full = error.errno in (errno.ENOSPC, errno.EDQUOT)
    return NoSpace("disk_full" if full else "cannot_read_or_write")


def _data(release: Release) -> bytes:
    text = io.StringIO(newline="")
    rows = csv.writer(text, lineterminator="\r\n")
    rows.writerow(COLUMNS)
    for cell, answer in release.answers.items():
        hidden = answer.value is None
        codes = (release.release_id, cell.table, *cell.key)
        rows.writerow([*map(_literal, codes), "" if hidden else answer.value, "hidden" if hidden else "value"])
    return text.getvalue().encode()


def _literal(code: str) -> str:
    """A code that no spreadsheet takes for a formula."""
    return f"'{code}" if code.startswith(_FORMULA) else code


def _structure(release: Release) -> dict[str, Any]:
    level = release.period.level
    tables = [table for table in release.plan.at(level) if release.table(table.name)]
    measures = {name: list(dict.fromkeys(cell.measure for cell in release.table(name))) for name in TITLES}
    return {
        "release": release.release_id,
        "period": {
            "code": release.period.code,
            "level": level,
            "first_day": release.period.start.isoformat(),
            "last_day": release.period.end.isoformat(),
        },
        "plan_version": release.plan_version,
        "columns": list(COLUMNS),
        "tables": [
            {
                "name": table.name,
                "dimensions": list(table.dimensions),
                "measures": measures[table.name],
                "counts": plan.EVERYDAY if table.everyday else plan.ALL,
            }
            for table in tables
        ],
        "left_out": list(release.dropped),
        "totals": {plan.ALL: "every value of the dimension", plan.EVERYDAY: "every category but the sensitive ones"},
        "categories": list(plan.CATEGORIES),
        "sensitive": sorted(plan.SENSITIVE),
        "statuses": list(STATUSES),
        "classification": release.scheme.to_json(),
        "zones": {zone: release.names.get(zone, zone) for zone in release.frozen.geography["zones"]},
        "mode": release.mode,
        "rules": _rules(release),
    }


def _rules(release: Release) -> dict[str, Any]:
    if release.terms is not None:
        return rules_of(release.terms, release.period.level)
    return {
        "threshold_households": plan.THRESHOLD,
        "lot_decides_below_households": plan.SURE,
        "needs_of_a_household_in_a_category_and_month": plan.CAP,
        "rounding": plan.ROUNDING,
        "noise": "discrete Laplace",
        "noise_scale": plan.NOISE_SCALE,
        "noise_limit": plan.NOISE_LIMIT,
        "margin": plan.MARGIN,
        "households_an_area": plan.LEAST_AREA,
        "households_a_language": plan.LEAST_LANGUAGE,
    }


def _how_protected(release: Release, cat: Catalog) -> bytes:
    title = cat.tr("How the numbers of {period} are protected", period=period_name(release.period, cat))
    lines = [title, "=" * len(title), ""]
    for heading, paragraphs in protection(release, cat):
        lines += [heading, "-" * len(heading), "", *[line for text in paragraphs for line in (text, "")]]
    return "\n".join(lines).encode()


def _json(value: object) -> bytes:
    return (json.dumps(value, indent=1, ensure_ascii=False, sort_keys=False) + "\n").encode()
