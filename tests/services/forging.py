"""What somebody may do to an event's file, with or without its kit."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from mutualaid.services.event_laptop import Kit
from mutualaid.vault import hybrid
from mutualaid.vault import intake_record as form
from mutualaid.vault.intake_kit import KitFile
from mutualaid.vault.intake_record import Entry, Header, Record, Walk
from mutualaid.vault.intake_seal import _padded


def file_of(kit: Kit) -> KitFile:
    assert kit.file is not None
    return kit.file


def records(path: Path) -> tuple[Header, list[Record], list[bytes]]:
    """A file's header, its sound records, and the bytes of each."""
    with path.open("rb") as stream:
        header = form.read_header(stream)
        found = list(Walk(stream, header))
    data = path.read_bytes()
    return header, found, [data[record.start : record.end] for record in found]


def header_of(kit: Kit, **changed: str) -> bytes:
    """The header of a new file, with fields that the kit's owner would not write, signed with the kit's key."""
    file = file_of(kit)
    plain = Header(kit.event_id, "ab" * 16, file.public_digest, file.verify_key.hex())
    header = replace(plain, **changed)
    return form.header_line(header, file.signing_key().sign(form.header_bytes(header)))


def appended(kit: Kit, path: Path, kind: Entry, content: dict[str, Any] | bytes, *, public: bytes = b"") -> None:
    """A record put at the end by somebody who has the kit: `content` may be any bytes, sealed to another key."""
    file = file_of(kit)
    with path.open("rb") as stream:
        header = form.read_header(stream)
        walk = Walk(stream, header)
        for _ in walk:
            pass
    place = header, kind, walk.number + 1, walk.digest
    plain = content if isinstance(content, bytes) else _padded(content)
    sealed = hybrid.seal(public or file.public_key, plain, form.bound_to(*place))
    signature = file.signing_key().sign(form.record_bytes(*place, sealed))
    with path.open("ab") as out:
        out.write(form.framed(kind, sealed, signature))
