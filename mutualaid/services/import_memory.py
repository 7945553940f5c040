"""Mappings remembered: how the office said once that files of one shape are to be read, kept in the store.

A shape is the headers in their order, whatever their capitals and accents. What is kept lies in the store's small
values, so it goes with the office through new keys and restored backups. The shapes used longest ago are forgotten.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from mutualaid.exchange.presets import FieldMapping, header_shape, mapping_document, mapping_of
from mutualaid.records.errors import BadInput
from mutualaid.records.views import Changed
from mutualaid.services.office import Office
from mutualaid.store.reading import Reading
from mutualaid.store.writing import Writing

MAPPINGS = "import_mappings"
"""The small value of the store that holds mappings by shape, the one used last at the end."""

MOST_SHAPES = 24


def remembered_mapping(office: Office, *, headers: Sequence[str]) -> FieldMapping | None:
    """The mapping with which files of these headers were imported last, none when none was."""
    with office.store.read() as read:
        return recalled(read, headers)


def recalled(read: Reading, headers: Sequence[str]) -> FieldMapping | None:
    """The same, inside a reading."""
    document = _all(read).get(header_shape(headers))
    if document is None:
        return None
    try:
        return mapping_of(document)
    except BadInput:  # it names a field that this version does not know
        return None


def keep_mapping(write: Writing, headers: Sequence[str], mapping: FieldMapping) -> None:
    """Keep a mapping for files of these headers."""
    shape, known = header_shape(headers), _all(write)
    known.pop(shape, None)
    known[shape] = mapping_document(mapping)
    kept = dict(list(known.items())[-MOST_SHAPES:])
    write.set_meta(MAPPINGS, json.dumps(kept, ensure_ascii=False))


def forget_mapping(office: Office, *, headers: Sequence[str]) -> Changed:
    """Read files of these headers as if none had ever been imported."""
    with office.store.write("forget mapping") as write:
        known = _all(write)
        if known.pop(header_shape(headers), None) is not None:
            write.set_meta(MAPPINGS, json.dumps(known, ensure_ascii=False))
    return Changed(frozenset())


def _all(read: Reading) -> dict[str, Any]:
    text = read.meta(MAPPINGS)
    document = json.loads(text) if text else {}
    return document if isinstance(document, dict) else {}
