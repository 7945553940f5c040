"""The files that a directory comes in: HSDS as JSON, a data package of CSV tables, either of them zipped, or a folder.

Such a file comes from the internet by way of a stick, so nothing of it is believed: how much it holds is counted while
it is read and not as it claims, names in an archive that lead elsewhere are refused, nothing is ever unpacked to disk,
and only tables known by name are looked at.
"""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from mutualaid.exchange.encodings import decode
from mutualaid.exchange.escapes import unescaped
from mutualaid.exchange.hsds import Nested
from mutualaid.progress import SILENT, Progress
from mutualaid.records.errors import BadInput, NoSpace

MOST_BYTES = 64 * 1024 * 1024
"""Of a file, and of all that is unpacked from it together."""
MOST_PARTS = 300
MOST_ROWS = 200_000
MOST_ORGANIZATIONS = 20_000

_TORN = (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError, ValueError)
"""What reading a damaged zip may raise; a password, too, is a RuntimeError."""

_TABLES = {
    "organization": "organizations", "organizations": "organizations",
    "service": "services", "services": "services",
    "location": "locations", "locations": "locations",
    "phone": "phones", "phones": "phones",
    "address": "addresses", "addresses": "addresses",
    "physical_address": "addresses", "physical_addresses": "addresses",
    "language": "languages", "languages": "languages",
    "required_document": "required_documents", "required_documents": "required_documents",
    "schedule": "schedules", "schedules": "schedules",
    "regular_schedule": "schedules", "regular_schedules": "schedules",
    "service_area": "service_areas", "service_areas": "service_areas",
    "service_at_location": "service_at_locations", "service_at_locations": "service_at_locations",
    "services_at_location": "service_at_locations", "services_at_locations": "service_at_locations",
    "attribute": "attributes", "attributes": "attributes",
    "service_attribute": "attributes", "service_attributes": "attributes",
    "service_taxonomy": "attributes", "service_taxonomies": "attributes", "services_taxonomy": "attributes",
    "taxonomy_term": "taxonomy_terms", "taxonomy_terms": "taxonomy_terms", "taxonomy": "taxonomy_terms",
    "eligibility": "eligibility", "eligibilities": "eligibility",
    "cost_option": "cost_options", "cost_options": "cost_options",
}  # fmt: skip
"""By a file's stem, in every version of the specification, what its rows are."""

Row = dict[str, Any]


def read_organizations(path: Path, progress: Progress = SILENT) -> list[Nested]:
    """The organizations of a file or a folder, nested as in JSON.

    Raises BadInput("file_missing" | "directory_unreadable" | "directory_too_large" | "directory_paths"), NoSpace,
    Cancelled.
    """
    progress.step(0, 0)
    try:
        if path.is_dir():
            return _of_tables(_folder(path), progress)
        if not path.is_file():
            raise BadInput("file_missing")
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError:
        raise NoSpace("cannot_read_or_write") from None
    if len(data) > MOST_BYTES:
        raise BadInput("directory_too_large", megabytes=MOST_BYTES // 2**20, organizations=MOST_ORGANIZATIONS)
    if data.startswith(b"PK"):
        return _archive(data, progress)
    return _of_json(data)


def _too_large() -> BadInput:
    return BadInput("directory_too_large", megabytes=MOST_BYTES // 2**20, organizations=MOST_ORGANIZATIONS)


def _of_json(data: bytes) -> list[Nested]:
    try:
        document = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise BadInput("directory_unreadable") from None
    found = list(_organizations(document))
    if len(found) > MOST_ORGANIZATIONS:
        raise _too_large()
    return found


def _organizations(document: Any) -> Iterator[Nested]:
    """Organizations of a list, of a page of an API, of a single one; services are gathered under theirs."""
    if isinstance(document, Mapping):
        for key in ("organizations", "organization", "contents", "items", "services"):
            if isinstance(document.get(key), list) and not (key == "services" and "name" in document):
                document = document[key]
                break
        else:
            document = [document]
    if not isinstance(document, list) or not all(isinstance(part, Mapping) for part in document):
        raise BadInput("directory_unreadable")
    under: dict[str, dict[str, Any]] = {}
    for part in document:
        owner = part.get("organization")
        if not isinstance(owner, Mapping):
            yield part
            continue
        key = str(owner.get("id") or owner.get("name"))
        kept = under.setdefault(key, dict(owner) | {"services": []})
        kept["services"].append(part)
    yield from under.values()


def _archive(data: bytes, progress: Progress) -> list[Nested]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
            if len(infos) > MOST_PARTS:
                raise _too_large()
            if any(_leads_elsewhere(info.filename) for info in infos):
                raise BadInput("directory_paths")
            left = [MOST_BYTES]

            def read(info: zipfile.ZipInfo) -> Callable[[], bytes]:
                return lambda: _bounded(archive, info, left)

            known = {_stem(info.filename): read(info) for info in infos if _is_table(info.filename)}
            if known:
                return _of_tables(known, progress)
            documents = [info for info in infos if info.filename.lower().endswith(".json")]
            if len(documents) != 1:
                raise BadInput("directory_unreadable")
            return _of_json(_bounded(archive, documents[0], left))
    except BadInput:
        raise
    except _TORN:
        raise BadInput("directory_unreadable") from None


def _bounded(archive: zipfile.ZipFile, info: zipfile.ZipInfo, left: list[int]) -> bytes:
    """A part of an archive, as long as all parts together stay within bounds, whatever its directory claims."""
    with archive.open(info) as part:
        data = part.read(left[0] + 1)
    left[0] -= len(data)
    if left[0] < 0:
        raise _too_large()
    return data


def _leads_elsewhere(name: str) -> bool:
    path = PurePosixPath(name.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts or ":" in name or "\x00" in name


def _stem(name: str) -> str:
    return PurePosixPath(name.replace("\\", "/")).stem.lower()


def _is_table(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return (
        name.lower().endswith(".csv") and _stem(name) in _TABLES and not name.startswith("__MACOSX") and len(parts) < 5
    )


def _folder(path: Path) -> dict[str, Callable[[], bytes]]:
    left = [MOST_BYTES]

    def read(file: Path) -> Callable[[], bytes]:
        def work() -> bytes:
            with file.open("rb") as opened:
                data = opened.read(left[0] + 1)
            left[0] -= len(data)
            if left[0] < 0:
                raise _too_large()
            return data

        return work

    found = sorted(path.iterdir())[: 10 * MOST_PARTS]
    return {
        _stem(one.name): read(one) for one in found if _is_table(one.name) and one.is_file() and not one.is_symlink()
    }


def _of_tables(files: Mapping[str, Callable[[], bytes]], progress: Progress) -> list[Nested]:
    tables: dict[str, list[Row]] = {}
    for number, (stem, read) in enumerate(files.items()):
        progress.step(number, len(files))
        tables.setdefault(_TABLES[stem], []).extend(_rows(read()))
    if "organizations" not in tables:
        raise BadInput("directory_unreadable")
    if len(tables["organizations"]) > MOST_ORGANIZATIONS:
        raise _too_large()
    return _nested(tables)


def _rows(data: bytes) -> list[Row]:
    if not data.strip():
        return []
    try:
        lines = csv.reader(io.StringIO(decode(data), newline=""))
        header = [name.strip().lower() for name in next(lines, [])]
        found: list[Row] = []
        for line in lines:
            if len(found) >= MOST_ROWS:
                raise _too_large()
            found.append({name: unescaped(cell) for name, cell in zip(header, line, strict=False) if cell})
        return found
    except csv.Error:
        raise BadInput("directory_unreadable") from None


def _nested(tables: Mapping[str, list[Row]]) -> list[Nested]:
    """The rows put inside one another as JSON has them. What belongs to nobody here is left out."""
    locations = {row.get("id", ""): row for row in tables.get("locations", ())}
    services = {row.get("id", ""): row for row in tables["services"]} if "services" in tables else {}
    there = {row.get("id", ""): row for row in tables.get("service_at_locations", ())}
    organizations = {row.get("id", ""): row for row in tables["organizations"]}
    owners = {
        "service_id": services, "service_at_location_id": there, "location_id": locations,
        "organization_id": organizations,
    }  # fmt: skip
    terms = {row.get("id", ""): row for row in tables.get("taxonomy_terms", ())}
    for key in ("phones", "languages", "required_documents", "schedules", "service_areas", "eligibility",
                "cost_options", "addresses"):  # fmt: skip
        for row in tables.get(key, ()):
            _put(owners, row, key)
    for row in tables.get("attributes", ()):
        term = terms.get(row.get("taxonomy_term_id") or row.get("taxonomy_id") or "")
        kept = row | ({"taxonomy_term": term} if term is not None else {})
        owner = services.get(row.get("link_id") or row.get("service_id") or "")
        if owner is not None:
            owner.setdefault("attributes", []).append(kept)
    for row in there.values():
        location, service = locations.get(row.get("location_id", "")), services.get(row.get("service_id", ""))
        if service is not None:
            service.setdefault("service_at_locations", []).append(row | {"location": location or {}})
    for key, rows in (("locations", locations), ("services", services)):
        for row in rows.values():
            owner = organizations.get(row.get("organization_id", ""))
            if owner is not None:
                owner.setdefault(key, []).append(row)
    return list(organizations.values())


def _put(owners: Mapping[str, Mapping[str, Row]], row: Row, key: str) -> None:
    """Give a row to the nearest thing that it names."""
    if key == "eligibility" and "eligibility" not in row:
        return
    for column, known in owners.items():
        owner = known.get(row.get(column, ""))
        if owner is not None:
            held = owner.setdefault(key, [])
            if isinstance(held, list):
                held.append(row)
            return
