"""The tools that files come from, how each is recognised, and a mapping file for any other."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mutualaid.exchange.coded import key
from mutualaid.exchange.columns import FIELDS, Columns, find_columns, likely_kind, missing
from mutualaid.exchange.drafts import Kind
from mutualaid.exchange.encodings import decode
from mutualaid.exchange.own_form import OwnForm
from mutualaid.exchange.own_form import find as find_own_form
from mutualaid.records.errors import BadInput, NoSpace, UsageFault
from mutualaid.records.folding import fold

AUTO = "auto"
_MOST_MAPPING = 1_000_000


@dataclass(frozen=True)
class Preset:
    """A tool's export: the kind of its rows, headers that give it away, and its own columns that are none of ours."""

    code: str
    kind: Kind
    signature: tuple[str, ...]
    ignored: frozenset[str] = frozenset()
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


_KOBO_OWN = frozenset(
    {"_id", "_uuid", "_validation_status", "_notes", "_status", "_submitted_by", "__version__", "_tags", "_index"}
)
_ODK_OWN = frozenset(
    {
        "meta-instanceID", "meta-instanceName", "KEY", "SubmitterID", "SubmitterName", "AttachmentsPresent",
        "AttachmentsExpected", "Status", "ReviewState", "DeviceID", "Edits", "FormVersion",
    }
)  # fmt: skip

PRESETS: dict[str, Preset] = {
    preset.code: preset
    for preset in (
        Preset("kobo", Kind.NEEDS, ("_uuid", "_submission_time"), _KOBO_OWN, {"received_on": ("_submission_time",)}),
        Preset("odk", Kind.NEEDS, ("SubmissionDate", "KEY"), _ODK_OWN, {"received_on": ("SubmissionDate",)}),
        Preset("google-form", Kind.NEEDS, ("Timestamp",), columns={"received_on": ("Timestamp", "Marca temporal")}),
        Preset("airtable", Kind.VOLUNTEERS, ("Name", "Ways to help")),
        Preset("needs", Kind.NEEDS, ("household_code", "category")),
        Preset("volunteers", Kind.VOLUNTEERS, ("name", "skills")),
        Preset("supplies", Kind.SUPPLIES, ("Item", "Quantity")),
    )
}
"""Presets by code, the most telling signature first."""

CHOICES = (AUTO, *PRESETS)


@dataclass(frozen=True)
class FieldMapping:
    """What a mapping file says: kind (or none), our field -> header (none: leave out), our field -> words -> words."""

    kind: Kind | None = None
    columns: Mapping[str, str | None] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Layout:
    """How a file is read: preset, columns, and words of the file that stand for words we know.

    `form` is there when the file is an export of our own XLSForm and is read as such, answer by answer.
    """

    preset: str
    columns: Columns
    values: Mapping[str, Mapping[str, str]]
    form: OwnForm | None = None

    @property
    def fields(self) -> tuple[str, ...]:
        """The field that each column was taken for, "" for none."""
        of = {place: name for name, place in self.columns.at.items()}
        return tuple(of.get(place, "") for place in range(len(self.columns.headers)))


def unique(headers: Sequence[str]) -> tuple[str, ...]:
    """The headers by which a mapping names columns: without spaces around them, the second of two alike numbered."""
    met: dict[str, int] = {}
    named: list[str] = []
    for header in map(str.strip, headers):
        met[header] = met.get(header, 0) + 1
        named.append(header if met[header] == 1 else f"{header} ({met[header]})".strip())
    return tuple(named)


def header_shape(headers: Sequence[str]) -> str:
    """A digest of the headers in their order, whatever their capitals and accents: the shape of one tool's export."""
    folded = "\x1f".join(fold(header) or header for header in unique(headers))
    return hashlib.sha256(folded.encode()).hexdigest()[:32]


def mapping_document(mapping: FieldMapping) -> dict[str, Any]:
    """The JSON document of a mapping, as `mapping_of` takes it."""
    kind = {} if mapping.kind is None else {"kind": mapping.kind.value}
    values = {name: dict(words) for name, words in mapping.values.items() if words}
    return {**kind, **mapping.columns, **({"values": values} if values else {})}


def read_mapping(path: Path) -> FieldMapping:
    """Read a mapping: {"kind": "needs", "contact_name": "Header", ..., "values": {"category": {"Mandado": "food"}}}.

    Raises BadInput("mapping_unreadable"), BadInput("mapping_field_unknown", field), NoSpace.
    """
    try:
        if not path.is_file():
            raise BadInput("file_missing")
        with path.open("rb") as opened:
            data = opened.read(_MOST_MAPPING)
    except OSError:
        raise NoSpace("cannot_read_or_write") from None
    try:
        document = json.loads(decode(data))
    except (ValueError, RecursionError):
        raise BadInput("mapping_unreadable") from None
    return mapping_of(document)


def mapping_of(document: Any) -> FieldMapping:
    """The mapping in a JSON document; raises as `read_mapping` does."""
    if not isinstance(document, dict):
        raise BadInput("mapping_unreadable")
    kind_name, values = document.get("kind"), document.get("values", {})
    if kind_name is not None and kind_name not in list(Kind):
        raise BadInput("mapping_unreadable")
    if not isinstance(values, dict) or not all(_words(words) for words in values.values()):
        raise BadInput("mapping_unreadable")
    columns = {name: header for name, header in document.items() if name not in {"kind", "values"}}
    kind = Kind(kind_name) if kind_name is not None else None
    known = {name for each in ([kind] if kind is not None else Kind) for name in FIELDS[each]}
    for number, name in enumerate((*columns, *values), 1):
        if name not in known:
            raise BadInput("mapping_field_unknown", number=number)
    if not all(header is None or isinstance(header, str) for header in columns.values()):
        raise BadInput("mapping_unreadable")
    folded = {name: {key(said): meant for said, meant in words.items()} for name, words in values.items()}
    return FieldMapping(kind, columns, folded)


def _words(words: Any) -> bool:
    return isinstance(words, dict) and all(isinstance(meant, str) for meant in words.values())


def lay_out(headers: Sequence[str], preset: str = AUTO, mapping: FieldMapping | None = None) -> Layout:
    """How to read a file with these headers.

    Raises UsageFault("preset_unknown"), BadInput("columns_unknown") when no preset fits, BadInput("column_missing",
    field) when one fits but lacks a column, BadInput("mapping_column_missing", field).
    """
    mapping = mapping or FieldMapping()
    own = find_own_form(headers) if mapping.kind in {None, Kind.NEEDS} else None
    chosen = _chosen(headers, preset, mapping, own)
    if chosen is not None and chosen.kind is not Kind.NEEDS:
        own = None
    kind = chosen.kind if chosen is not None else Kind.NEEDS if own else mapping.kind or likely_kind(headers)
    if kind is None:
        kind = _kind_of_fields(mapping)
    if kind is None:
        raise BadInput("columns_unknown")
    ignored = chosen.ignored if chosen is not None else frozenset()
    at = own.fields() if own is not None else find_columns(kind, headers, ignored)
    stripped = [header.strip() for header in headers]
    for name, offered in (chosen.columns if chosen is not None else {}).items():
        theirs = next((header for header in offered if header in stripped), None)
        if theirs is not None and not (own is not None and name in at):
            at[name] = stripped.index(theirs)
    at = _mapped(at, list(unique(headers)), mapping, kind)
    gone = missing(kind, at)
    if gone:
        raise BadInput("columns_unknown" if preset == AUTO else "column_missing", field=gone[0])
    code = chosen.code if chosen is not None else kind.value
    if own is not None:
        own = own.told(at, mapping.values)
    return Layout(code, Columns(kind, at, unique(headers)), mapping.values, own)


def _chosen(headers: Sequence[str], preset: str, mapping: FieldMapping, own: OwnForm | None) -> Preset | None:
    if preset != AUTO:
        if preset not in PRESETS:
            raise UsageFault("preset_unknown")
        return PRESETS[preset]
    present = {header.strip() for header in headers}
    for each in PRESETS.values():
        if present >= set(each.signature) and mapping.kind in {None, each.kind}:
            if own is not None and each.kind is Kind.NEEDS:
                return each
            if mapping.columns or not missing(each.kind, find_columns(each.kind, headers, each.ignored)):
                return each
    return None


def _kind_of_fields(mapping: FieldMapping) -> Kind | None:
    """The one kind that has all the fields that the mapping names."""
    fits = [kind for kind in Kind if mapping.columns and set(mapping.columns) <= set(FIELDS[kind])]
    return fits[0] if len(fits) == 1 else None


def _mapped(at: dict[str, int], headers: list[str], mapping: FieldMapping, kind: Kind) -> dict[str, int]:
    """`at` with the mapping's word on top: it gives a field its column, or takes it away."""
    folded = [fold(header) for header in headers]
    for name, header in mapping.columns.items():
        if name not in FIELDS[kind]:
            raise BadInput("mapping_field_unknown", number=list(mapping.columns).index(name) + 1)
        at.pop(name, None)
        if header is None:
            continue
        wanted = header.strip()
        if wanted in headers:
            place = headers.index(wanted)
        elif fold(wanted) and fold(wanted) in folded:
            place = folded.index(fold(wanted))
        else:
            raise BadInput("mapping_column_missing", field=name)
        at = {other: column for other, column in at.items() if column != place}
        at[name] = place
    return at
