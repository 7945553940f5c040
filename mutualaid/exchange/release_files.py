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
import textwrap
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from mutualaid.exchange.release_structure import structure
from mutualaid.language.catalog import LANGUAGES, Catalog, catalog
from mutualaid.records.errors import NoSpace, Refused
from mutualaid.summaries.release import Release
from mutualaid.summaries.words import period_name, protection

DATA, STRUCTURE, MANIFEST = "data.csv", "structure.json", "manifest.json"
COLUMNS = ("release", "table", "period", "geo", "category", "language", "status", "measure", "value", "flag")
TEXT_COLUMNS = 78
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")


def release_files(release: Release) -> dict[str, bytes]:
    """data.csv, structure.json and how-protected in both languages. Add the pages, then `with_manifest`."""
    return {
        DATA: _data(release),
        STRUCTURE: _json(structure(release, COLUMNS)),
        **{f"how-protected.{language}.txt": _how_protected(release, catalog(language)) for language in LANGUAGES},
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


def _how_protected(release: Release, cat: Catalog) -> bytes:
    """The method as plain text that any editor of any age shows: a mark of its encoding, lines that fit, both ends."""
    title = cat.tr("How the numbers of {period} are protected", period=period_name(release.period, cat))
    told = [_underlined(title, "=")]
    for heading, paragraphs in protection(release, cat):
        told += [_underlined(heading, "-"), *("\n".join(_wrapped(text)) for text in paragraphs)]
    told.append(cat.tr("Release {id}", id=release.release_id))
    return ("\n\n".join(told) + "\n").replace("\n", "\r\n").encode("utf-8-sig")


def _underlined(heading: str, line: str) -> str:
    lines = _wrapped(heading)
    return "\n".join([*lines, line * max(map(len, lines))])


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, TEXT_COLUMNS, break_long_words=False, break_on_hyphens=False)


def _json(value: object) -> bytes:
    return (json.dumps(value, indent=1, ensure_ascii=False, sort_keys=False) + "\n").encode()
