"""The keyfile as a document: its fields, its bytes, and what is checked before any secret is asked for.

docs/files.md describes the format for other readers.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import dataclass
from typing import Any

from mutualaid.records.errors import Damaged
from mutualaid.vault import canonical
from mutualaid.vault.boxes import OVERHEAD
from mutualaid.vault.canonical import NotCanonical, to_bytes, to_text
from mutualaid.vault.kdf import KEY_BYTES, SALT_BYTES, Argon2Cost
from mutualaid.vault.slots import (
    PASSPHRASE,
    PRIVATE_BYTES,
    PUBLIC_BYTES,
    RECOVERY,
    SEALED_ROOT_BYTES,
    SLOT_ID_HEX,
    Slot,
)

FORMAT = "mutualaid keyfile"
VERSION = 1
MAX_SLOTS = 16
MAX_BYTES = 256 * 1024
MAX_LABEL_BOX = 2048
_MAX_COUNT = 2**53

_KDF_OF = {PASSPHRASE: "argon2id", RECOVERY: "hkdf-sha256"}


@dataclass(frozen=True)
class Member:
    """What a set of keys holds for one slot: the root sealed to it, and its name, readable only with the root."""

    slot_id: str
    sealed_root: bytes
    label_box: bytes


@dataclass(frozen=True)
class KeySet:
    """One root and the data key under it. A new epoch brings a new root and a new data key."""

    epoch: int
    members: tuple[Member, ...]
    data_key_box: bytes


@dataclass(frozen=True)
class KeyDocument:
    """A keyfile's contents. `revision` grows with each writing; `mac` covers everything else, under the root."""

    vault_id: str
    revision: int
    slots: tuple[Slot, ...]
    current: KeySet
    mac: bytes = b""

    def authenticated(self, mac_key: bytes | bytearray) -> KeyDocument:
        """The same document with its MAC set."""
        mac = hmac.digest(mac_key, canonical.encode(_fields(self)), "sha256")
        return KeyDocument(self.vault_id, self.revision, self.slots, self.current, mac)

    def is_authentic(self, mac_key: bytes | bytearray) -> bool:
        """Whether the MAC was made under `mac_key` over just these contents."""
        return hmac.compare_digest(self.mac, hmac.digest(mac_key, canonical.encode(_fields(self)), "sha256"))

    def to_bytes(self) -> bytes:
        """The file: one line of canonical JSON with its checksum."""
        fields = _fields(self) | {"mac": to_text(self.mac)}
        return canonical.encode(fields | {"checksum": _checksum(fields)})


def parse(data: bytes) -> KeyDocument:
    """Read a keyfile's bytes; derives and decrypts nothing.

    Raises Damaged: "keyfile_damaged" when the bytes are not what any version of the program wrote,
    "store_newer_version" when they are sound but of a later version, "keyfile_too_costly" when opening a slot would
    ask for more memory or time than this program ever does.
    """
    try:
        if len(data) > MAX_BYTES:
            raise NotCanonical
        fields = canonical.decode(data)
        checksum = fields.pop("checksum", None)
        if checksum != _checksum(fields) or fields.get("format") != FORMAT:
            raise NotCanonical
        if fields.get("version") != VERSION:
            _refuse_newer(fields)
        return _document(fields)
    except NotCanonical:
        raise Damaged("keyfile_damaged") from None


def _refuse_newer(fields: dict[str, Any]) -> None:
    if _count(fields.get("version")) > VERSION:
        raise Damaged("store_newer_version")
    raise NotCanonical


def _document(fields: dict[str, Any]) -> KeyDocument:
    """Sound bytes with a part that this version does not know (a kind of slot, a rotation under way) are newer."""
    _keys(fields, "current", "format", "mac", "pending", "revision", "slots", "vault_id", "version")
    if fields["pending"] is not None:
        raise Damaged("store_newer_version")
    slots = tuple(_slot(entry) for entry in _entries(fields["slots"]))
    current = _key_set(fields["current"])
    ids = [slot.id for slot in slots]
    if len(set(ids)) != len(ids) or ids != [member.slot_id for member in current.members]:
        raise NotCanonical
    return KeyDocument(
        vault_id=_hex(fields["vault_id"], 32),
        revision=_count(fields["revision"]),
        slots=slots,
        current=current,
        mac=to_bytes(fields["mac"], 32),
    )


def _slot(entry: dict[str, Any]) -> Slot:
    kind = entry.get("kind")
    if kind not in _KDF_OF:
        raise Damaged("store_newer_version") if isinstance(kind, str) else NotCanonical
    _keys(entry, "id", "kind", "private_key", "public_key", "unlock")
    how = entry["unlock"]
    cost_fields = ("lanes", "memory_kib", "passes") if kind == PASSPHRASE else ()
    _keys(how, "kdf", "salt", *cost_fields)
    if how["kdf"] != _KDF_OF[kind]:
        raise NotCanonical
    cost = None
    if kind == PASSPHRASE:
        cost = Argon2Cost(_count(how["memory_kib"]), _count(how["passes"]), _count(how["lanes"]))
        cost.refuse_if_absurd()
    return Slot(
        id=_hex(entry["id"], SLOT_ID_HEX),
        kind=kind,
        salt=to_bytes(how["salt"], SALT_BYTES),
        cost=cost,
        public_key=to_bytes(entry["public_key"], PUBLIC_BYTES),
        private_box=to_bytes(entry["private_key"], PRIVATE_BYTES + OVERHEAD),
    )


def _key_set(fields: Any) -> KeySet:
    _keys(fields, "data_key", "epoch", "members")
    members = []
    for entry in _entries(fields["members"]):
        _keys(entry, "label", "root", "slot")
        label = to_bytes(entry["label"])
        if not OVERHEAD <= len(label) <= MAX_LABEL_BOX:
            raise NotCanonical
        members.append(Member(_hex(entry["slot"], SLOT_ID_HEX), to_bytes(entry["root"], SEALED_ROOT_BYTES), label))
    return KeySet(_count(fields["epoch"]), tuple(members), to_bytes(fields["data_key"], KEY_BYTES + OVERHEAD))


def _fields(document: KeyDocument) -> dict[str, object]:
    return {
        "current": {
            "data_key": to_text(document.current.data_key_box),
            "epoch": document.current.epoch,
            "members": [
                {"label": to_text(member.label_box), "root": to_text(member.sealed_root), "slot": member.slot_id}
                for member in document.current.members
            ],
        },
        "format": FORMAT,
        "pending": None,
        "revision": document.revision,
        "slots": [_slot_fields(slot) for slot in document.slots],
        "vault_id": document.vault_id,
        "version": VERSION,
    }


def _slot_fields(slot: Slot) -> dict[str, object]:
    how: dict[str, object] = {"kdf": _KDF_OF[slot.kind], "salt": to_text(slot.salt)}
    if slot.cost is not None:
        how |= {"lanes": slot.cost.lanes, "memory_kib": slot.cost.memory_kib, "passes": slot.cost.passes}
    return {
        "id": slot.id,
        "kind": slot.kind,
        "private_key": to_text(slot.private_box),
        "public_key": to_text(slot.public_key),
        "unlock": how,
    }


def _checksum(fields: dict[str, Any]) -> str:
    return hashlib.sha256(canonical.encode(fields)).hexdigest()


def _keys(fields: Any, *expected: str) -> None:
    if not isinstance(fields, dict) or set(fields) != set(expected):
        raise NotCanonical


def _entries(value: Any) -> list[dict[str, Any]]:
    if not isinstance(value, list) or not 1 <= len(value) <= MAX_SLOTS:
        raise NotCanonical
    if not all(isinstance(entry, dict) for entry in value):
        raise NotCanonical
    return value


def _count(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= _MAX_COUNT:
        raise NotCanonical
    return value


def _hex(value: Any, length: int) -> str:
    if not isinstance(value, str) or not re.fullmatch(rf"[0-9a-f]{{{length}}}", value):
        raise NotCanonical
    return value
