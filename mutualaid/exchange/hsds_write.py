"""Our partners as an HSDS 3 directory: one JSON document, or a zipped data package of CSV tables. Reading either back
with `hsds` gives the same organizations; the same partners give the same bytes.

Required by the specification (docs.openreferral.org, version 3): an organization has id, name and description, a
service id, name and status, everything else its id. Ids are UUIDs.
"""

from __future__ import annotations

import csv
import io
import json
import uuid
import zipfile
from collections.abc import Iterable, Sequence
from typing import Any

from mutualaid.exchange.escapes import escaped
from mutualaid.exchange.hsds import NO_ID, OUR_TAXONOMY, Offered, Organization, Term
from mutualaid.records.languages import LANGUAGES

VERSION = "3.0"
_SPACE = uuid.UUID("5f0a3a52-6d3c-5d0e-9b6c-7b1d0a2f4e11")
"""What ids of parts are made under, so that they are the same each time."""

_FIELDS: dict[str, tuple[str, ...]] = {
    "organizations": ("id", "name", "description", "website"),
    "services": (
        "id", "organization_id", "name", "description", "status", "fees_description", "eligibility_description",
    ),
    "locations": ("id", "organization_id", "location_type"),
    "addresses": ("id", "location_id", "address_1", "address_type"),
    "phones": ("id", "organization_id", "number"),
    "languages": ("id", "service_id", "name", "code"),
    "required_documents": ("id", "service_id", "document"),
    "schedules": ("id", "service_id", "description"),
    "service_areas": ("id", "service_id", "name"),
    "attributes": ("id", "link_id", "taxonomy_term_id", "link_entity"),
    "taxonomy_terms": ("id", "code", "name", "description", "taxonomy"),
}  # fmt: skip
"""The tables of the package and their columns."""


def derived(*parts: str) -> str:
    """The id of a part, always the same for the same part."""
    return str(uuid.uuid5(_SPACE, "\x1f".join(parts)))


def as_json(organizations: Iterable[Organization]) -> bytes:
    """A JSON array of organizations with all that belongs to them inside."""
    text = json.dumps([_nested(one) for one in organizations], ensure_ascii=False, indent=1)
    return text.encode() + b"\n"


def as_package(organizations: Sequence[Organization]) -> bytes:
    """A zip of datapackage.json and the tables that hold anything. Cells are guarded against formulas."""
    tables = _tables(organizations)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        _put(archive, "datapackage.json", json.dumps(_descriptor(tables), indent=1).encode() + b"\n")
        for name, rows in tables.items():
            _put(archive, f"{name}.csv", _csv(_FIELDS[name], rows))
    return made.getvalue()


def _put(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.create_system, entry.external_attr, entry.compress_type = 0, 0x20, zipfile.ZIP_DEFLATED
    archive.writestr(entry, data)


def _csv(fields: Sequence[str], rows: Sequence[dict[str, str]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(fields)
    writer.writerows([escaped(row.get(field, "")) for field in fields] for row in rows)
    return text.getvalue().encode()


def _nested(one: Organization) -> dict[str, Any]:
    document: dict[str, Any] = {"id": one.id, "name": one.name, "description": one.note}
    if one.url:
        document["website"] = one.url
    if one.phones:
        document["phones"] = [{"id": derived(one.id, "phone", number), "number": number} for number in one.phones]
    if one.address:
        address = {"id": derived(one.id, "address"), "address_1": one.address, "address_type": "physical"}
        place = {"id": derived(one.id, "location"), "location_type": "physical", "addresses": [address]}
        document["locations"] = [place]
    document["services"] = [_service(one, service) for service in one.services]
    return document


def _service(owner: Organization, one: Offered) -> dict[str, Any]:
    document: dict[str, Any] = {"id": one.id, "name": one.name, "status": "active"}
    told = {"description": one.note, "fees_description": one.fees, "eligibility_description": one.eligibility}
    document |= {key: text for key, text in told.items() if text}
    if one.languages:
        document["languages"] = [_language(one, code) for code in one.languages]
    if one.no_id_asked:
        document["required_documents"] = [{"id": derived(one.id, "document"), "document": NO_ID}]
    if one.hours:
        document["schedules"] = [{"id": derived(one.id, "schedule"), "description": one.hours}]
    if owner.areas:
        document["service_areas"] = [{"id": derived(one.id, "area", name), "name": name} for name in owner.areas]
    if one.terms:
        document["attributes"] = [_attribute(one, term) for term in one.terms]
    return document


def _language(one: Offered, code: str) -> dict[str, str]:
    known = LANGUAGES.get(code)
    return {"id": derived(one.id, "language", code), "name": known.en if known else code, "code": code}


def _attribute(one: Offered, term: Term) -> dict[str, Any]:
    return {
        "id": derived(one.id, "attribute", term.code),
        "link_id": one.id,
        "link_entity": "service",
        "taxonomy_term": _term(term),
    }


def _term(term: Term) -> dict[str, str]:
    return {
        "id": derived("term", term.code),
        "code": term.code,
        "name": term.name,
        "description": term.name,
        "taxonomy": OUR_TAXONOMY,
    }


def _tables(organizations: Sequence[Organization]) -> dict[str, list[dict[str, str]]]:
    """The nested form taken apart into rows that name what they belong to."""
    tables: dict[str, list[dict[str, str]]] = {name: [] for name in _FIELDS}
    terms: dict[str, dict[str, str]] = {}
    for document in map(_nested, organizations):
        tables["organizations"].append(document)
        tables["phones"] += [part | {"organization_id": document["id"]} for part in document.get("phones", ())]
        for place in document.get("locations", ()):
            tables["locations"].append(place | {"organization_id": document["id"]})
            tables["addresses"] += [part | {"location_id": place["id"]} for part in place["addresses"]]
        for service in document["services"]:
            tables["services"].append(service | {"organization_id": document["id"]})
            for key in ("languages", "required_documents", "schedules", "service_areas"):
                tables[key] += [part | {"service_id": service["id"]} for part in service.get(key, ())]
            for part in service.get("attributes", ()):
                terms[part["taxonomy_term"]["id"]] = part["taxonomy_term"]
                tables["attributes"].append(part | {"taxonomy_term_id": part["taxonomy_term"]["id"]})
    tables["taxonomy_terms"] = list(terms.values())
    return {name: rows for name, rows in tables.items() if rows or name in ("organizations", "services")}


def _descriptor(tables: dict[str, list[dict[str, str]]]) -> dict[str, Any]:
    return {
        "name": "human_services_data",
        "title": "Human Services Data Specification",
        "version": VERSION,
        "profile": "tabular-data-package",
        "resources": [
            {
                "name": name,
                "path": f"{name}.csv",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "profile": "tabular-data-resource",
                "schema": {
                    "fields": [{"name": field, "type": "string"} for field in _FIELDS[name]],
                    "primaryKey": "id",
                },
            }
            for name in tables
        ],
    }
