"""The event kit: what another laptop needs in order to seal forms for this office, and nothing with which to read them.

One line of canonical JSON with a checksum; docs/files.md describes it. It holds two keys. The office's public key for
this event seals: its private half stays in the store, with the event. The signing key proves that a record was sealed
by someone who has the kit: whoever takes the kit can forge forms, and can read none.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from mutualaid.records.errors import BadInput
from mutualaid.vault import canonical, groups, hybrid
from mutualaid.vault.canonical import NotCanonical, context, to_bytes, to_text

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

FORMAT = "mutualaid event kit"
VERSION = 1
MAX_BYTES = 1 << 20
SEED_BYTES = 32
ID_HEX = 32
TONGUES = ("en", "es")

NAME_MOST = 120
CONSENT_MOST = 2000
_CODE_MOST = 64
_ZONE_NAME_MOST = 200
_MOST = {"categories": 200, "languages": 400, "zones": 5000}
_FIELDS = frozenset(
    "categories checksum consent event event_id format languages made_on public_key signing_key version zones".split()
)


@dataclass(frozen=True, repr=False)
class KitFile:
    """What a kit says. `zones` are codes with names; `consent` has the office's own words by language, "" for none."""

    event_id: str
    event: str
    made_on: date
    categories: tuple[str, ...]
    languages: tuple[str, ...]
    zones: tuple[tuple[str, str], ...]
    consent: Mapping[str, str]
    public_key: bytes
    signing_seed: bytes = field(compare=False)

    def __repr__(self) -> str:
        return f"<KitFile {self.event_id}>"

    @property
    def verify_key(self) -> bytes:
        """The public half of the signing key, 32 bytes."""
        return self.signing_key().public_key().public_bytes_raw()

    @property
    def public_digest(self) -> str:
        """The SHA-256, in hex, of the key that seals."""
        return hashlib.sha256(self.public_key).hexdigest()

    def signing_key(self) -> Ed25519PrivateKey:
        """The key that signs records."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return Ed25519PrivateKey.from_private_bytes(self.signing_seed)

    @property
    def check(self) -> str:
        """Groups of letters to compare by eye: another kit, or one whose keys were swapped, has others."""
        keys = self.public_key.hex(), self.verify_key.hex()
        return groups.shown(hashlib.sha256(context("event kit", self.event_id, *keys)).digest())


def new_kit(
    *,
    event: str,
    made_on: date,
    categories: tuple[str, ...],
    languages: tuple[str, ...],
    zones: tuple[tuple[str, str], ...],
    consent: Mapping[str, str],
) -> tuple[KitFile, bytearray]:
    """A kit with fresh keys and a fresh id, and the private key that opens what it seals (96 bytes).

    Raises BadInput("event_name" | "event_words") for a name or texts that a kit cannot hold.
    """
    public, private = hybrid.new_pair()
    kit = KitFile(
        event_id=secrets.token_hex(ID_HEX // 2),
        event=event,
        made_on=made_on,
        categories=categories,
        languages=languages,
        zones=zones,
        consent={tongue: consent.get(tongue, "") for tongue in TONGUES},
        public_key=public,
        signing_seed=os.urandom(SEED_BYTES),
    )
    if not _is_line(event, NAME_MOST):
        raise BadInput("event_name", letters=NAME_MOST)
    try:
        decode(encode(kit))
    except BadInput:
        raise BadInput("event_words", letters=CONSENT_MOST) from None
    return kit, private


def encode(kit: KitFile) -> bytes:
    """The kit as a file's bytes."""
    fields = _fields(kit)
    return canonical.encode(fields | {"checksum": _checksum(fields)})


def decode(data: bytes) -> KitFile:
    """The kit in a file's bytes. Raises BadInput("not_a_kit" | "kit_newer_version" | "kit_damaged")."""
    if len(data) > MAX_BYTES or FORMAT.encode() not in data:
        raise BadInput("not_a_kit")
    try:
        found = canonical.decode(data)
        if found.get("format") != FORMAT:
            raise NotCanonical
        version = found.get("version")
        if type(version) is int and version > VERSION:
            raise BadInput("kit_newer_version")
        if type(version) is not int or version != VERSION or found.pop("checksum", None) != _checksum(found):
            raise NotCanonical
        kit = _read(found)
    except NotCanonical:
        raise BadInput("kit_damaged") from None
    return kit


def _checksum(fields: Mapping[str, Any]) -> str:
    return hashlib.sha256(canonical.encode(dict(fields))).hexdigest()


def _fields(kit: KitFile) -> dict[str, Any]:
    return {
        "categories": list(kit.categories),
        "consent": dict(kit.consent),
        "event": kit.event,
        "event_id": kit.event_id,
        "format": FORMAT,
        "languages": list(kit.languages),
        "made_on": kit.made_on.isoformat(),
        "public_key": to_text(kit.public_key),
        "signing_key": to_text(kit.signing_seed),
        "version": VERSION,
        "zones": [list(zone) for zone in kit.zones],
    }


def _read(found: Mapping[str, Any]) -> KitFile:
    """The kit in the decoded fields. Raises NotCanonical unless each holds what it should, and no more is there."""
    if set(found) != _FIELDS - {"checksum"}:
        raise NotCanonical
    consent, zones, event_id = found["consent"], found["zones"], found["event_id"]
    sound = (
        _is_id(event_id)
        and _is_line(found["event"], NAME_MOST)
        and all(_is_codes(found[name], _MOST[name]) for name in ("categories", "languages"))
        and _is_zones(zones)
        and isinstance(consent, dict)
        and set(consent) == set(TONGUES)
        and all(_is_text(text, CONSENT_MOST) for text in consent.values())
    )
    if not sound:
        raise NotCanonical
    return KitFile(
        event_id=event_id,
        event=found["event"],
        made_on=_day(found["made_on"]),
        categories=tuple(found["categories"]),
        languages=tuple(found["languages"]),
        zones=tuple((code, name) for code, name in zones),
        consent=consent,
        public_key=to_bytes(found["public_key"], hybrid.PUBLIC_BYTES),
        signing_seed=to_bytes(found["signing_key"], SEED_BYTES),
    )


def _day(text: object) -> date:
    try:
        day = date.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        day = None
    if day is None or day.isoformat() != text:
        raise NotCanonical
    return day


def _is_id(text: object) -> bool:
    return isinstance(text, str) and len(text) == ID_HEX and set(text) <= set("0123456789abcdef")


def _is_line(text: object, most: int) -> bool:
    return isinstance(text, str) and 0 < len(text) <= most and text.isprintable() and text == text.strip()


def _is_text(text: object, most: int) -> bool:
    return isinstance(text, str) and len(text) <= most and all(sign.isprintable() or sign == "\n" for sign in text)


def _is_codes(codes: object, most: int) -> bool:
    return (
        isinstance(codes, list)
        and 0 < len(codes) <= most
        and all(_is_line(code, _CODE_MOST) for code in codes)
        and len(set(codes)) == len(codes)
    )


def _is_zones(zones: object) -> bool:
    if not isinstance(zones, list) or not 0 < len(zones) <= _MOST["zones"]:
        return False
    pairs = all(
        isinstance(zone, list)
        and len(zone) == 2
        and _is_line(zone[0], _CODE_MOST)
        and _is_line(zone[1], _ZONE_NAME_MOST)
        for zone in zones
    )
    return pairs and len({code for code, _ in zones}) == len(zones)
