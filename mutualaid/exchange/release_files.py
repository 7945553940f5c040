"""The files of a release: data, structure, how it was protected, and a manifest.

Nothing here depends on a clock, a path or a user: the same release is the same bytes.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import textwrap
from collections.abc import Mapping

from mutualaid.exchange.release_structure import structure
from mutualaid.language.catalog import LANGUAGES, Catalog, catalog
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
