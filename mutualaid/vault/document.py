"""The keyfile as a document: its fields, its bytes, and what is checked before any secret is asked for.

docs/files.md describes the format for other readers. Version 1 is still read, and written as version 2.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import dataclass, replace
from typing import Any

from mutualaid.records.errors import Damaged
from mutualaid.vault import canonical
from mutualaid.vault.boxes import OVERHEAD
from mutualaid.vault.canonical import NotCanonical, to_bytes, to_text
from mutualaid.vault.hybrid import PRIVATE_BYTES, PUBLIC_BYTES
from mutualaid.vault.kdf import KEY_BYTES, SALT_BYTES, Argon2Cost
from mutualaid.vault.slots import (
    KEYRING,
    PAIRS,
    PASSPHRASE,
    QUORUM,
    RECOVERY,
    SEALED_ROOT_BYTES,
    SLOT_ID_HEX,
    Slot,
)

FORMAT = "mutualaid keyfile"
VERSION = 2
FIRST_VERSION = 1
MAX_SLOTS = 16
MAX_BYTES = 256 * 1024
MAX_LABEL_BOX = 2048
_MAX_COUNT = 2**53

_KDF_OF = {PASSPHRASE: "argon2id", RECOVERY: "hkdf-sha256", QUORUM: "hkdf-sha256", KEYRING: "hkdf-sha256"}
_UNLOCK = {PASSPHRASE: ("lanes", "memory_kib", "passes"), RECOVERY: (), QUORUM: ("sheets",), KEYRING: ()}
_FIRST_KINDS = (PASSPHRASE, RECOVERY)
_ALWAYS = ("current", "format", "mac", "pending", "revision", "slots", "vault_id", "version")


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

    def member(self, slot_id: str) -> Member | None:
        """What this set holds for a slot; None for one that it leaves out."""
        return next((member for member in self.members if member.slot_id == slot_id), None)


@dataclass(frozen=True)
class KeyDocument:
    """A keyfile's contents. `revision` grows with each writing; `mac` covers everything else, under the root.

    `lineage` tells stores apart that share a vault id: a store, its restored backup, its salvaged copy. `pending` is
    the set of keys that a rotation under way goes to; `pending_mac` is the same MAC under its root.
    """

    vault_id: str
    revision: int
    slots: tuple[Slot, ...]
    current: KeySet
    lineage: str
    pending: KeySet | None = None
    mac: bytes = b""
    pending_mac: bytes = b""
    version: int = VERSION

    def authenticated(
        self, mac_key: bytes | bytearray, pending_mac_key: bytes | bytearray | None = None
    ) -> KeyDocument:
        """The same document with its MACs set."""
        covered = canonical.encode(_fields(self))
        pending_mac = b"" if pending_mac_key is None else hmac.digest(pending_mac_key, covered, "sha256")
        return replace(self, mac=hmac.digest(mac_key, covered, "sha256"), pending_mac=pending_mac)

    def is_authentic(self, mac_key: bytes | bytearray) -> bool:
        """Whether the MAC was made under `mac_key` over just these contents."""
        return self._holds(self.mac, mac_key)

    def pending_is_authentic(self, mac_key: bytes | bytearray) -> bool:
        """Whether the pending set's MAC was made under `mac_key` over just these contents."""
        return self._holds(self.pending_mac, mac_key)

    def _holds(self, mac: bytes, mac_key: bytes | bytearray) -> bool:
        return hmac.compare_digest(mac, hmac.digest(mac_key, canonical.encode(_fields(self)), "sha256"))

    def to_bytes(self) -> bytes:
        """The file: one line of canonical JSON with its checksum."""
        fields = _fields(self) | {"mac": to_text(self.mac)}
        if self.version > FIRST_VERSION:
            fields |= {"pending_mac": to_text(self.pending_mac)}
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
        version = _count(fields.get("version"))
        if version > VERSION:
            raise Damaged("store_newer_version")
        return _first(fields) if version == FIRST_VERSION else _second(fields)
    except NotCanonical:
        raise Damaged("keyfile_damaged") from None


def _first(fields: dict[str, Any]) -> KeyDocument:
    """Version 1 had neither lineages nor rotations; a store's id stands for its lineage, since it had no backups."""
    _keys(fields, *_ALWAYS)
    if fields["pending"] is not None:
        raise Damaged("store_newer_version")
    if any(entry.get("kind") not in _FIRST_KINDS for entry in _entries(fields["slots"])):
        raise Damaged("store_newer_version")
    return _document(fields, lineage=_hex(fields["vault_id"], 32))


def _second(fields: dict[str, Any]) -> KeyDocument:
    _keys(fields, *_ALWAYS, "lineage", "pending_mac")
    document = _document(fields, lineage=_hex(fields["lineage"], 32))
    if fields["pending"] is None:
        to_bytes(fields["pending_mac"], 0)
        return document
    pending = _key_set(fields["pending"])
    kept = tuple(slot for slot in document.slots if pending.member(slot.id))
    if [slot.id for slot in kept] != [member.slot_id for member in pending.members]:
        raise NotCanonical
    if pending.epoch != document.current.epoch + 1:
        raise NotCanonical
    _refuse_unlikely(kept)
    return replace(document, pending=pending, pending_mac=to_bytes(fields["pending_mac"], 32))


def _document(fields: dict[str, Any], *, lineage: str) -> KeyDocument:
    slots = tuple(_slot(entry) for entry in _entries(fields["slots"]))
    current = _key_set(fields["current"])
    ids = [slot.id for slot in slots]
    if len(set(ids)) != len(ids) or ids != [member.slot_id for member in current.members]:
        raise NotCanonical
    _refuse_unlikely(slots)
    return KeyDocument(
        vault_id=_hex(fields["vault_id"], 32),
        revision=_count(fields["revision"]),
        slots=slots,
        current=current,
        lineage=lineage,
        mac=to_bytes(fields["mac"], 32),
        version=fields["version"],
    )


def _refuse_unlikely(slots: tuple[Slot, ...]) -> None:
    """No version wrote a quorum in part, or nothing but slots for keyrings."""
    sheets = tuple(slot.sheets for slot in slots if slot.kind == QUORUM)
    if sheets not in ((), PAIRS) or all(slot.kind == KEYRING for slot in slots):
        raise NotCanonical


def _slot(entry: dict[str, Any]) -> Slot:
    kind = entry.get("kind")
    if kind not in _KDF_OF:
        raise Damaged("store_newer_version") if isinstance(kind, str) else NotCanonical
    _keys(entry, "id", "kind", "private_key", "public_key", "unlock")
    how = entry["unlock"]
    _keys(how, "kdf", "salt", *_UNLOCK[kind])
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
        sheets=_pair(how["sheets"]) if kind == QUORUM else (),
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
    """What a MAC covers, in the document's own version: a first-version file is checked as it was written."""
    fields: dict[str, object] = {
        "current": _key_set_fields(document.current),
        "format": FORMAT,
        "pending": None if document.pending is None else _key_set_fields(document.pending),
        "revision": document.revision,
        "slots": [_slot_fields(slot) for slot in document.slots],
        "vault_id": document.vault_id,
        "version": document.version,
    }
    return fields if document.version == FIRST_VERSION else fields | {"lineage": document.lineage}


def _key_set_fields(keys: KeySet) -> dict[str, object]:
    return {
        "data_key": to_text(keys.data_key_box),
        "epoch": keys.epoch,
        "members": [
            {"label": to_text(member.label_box), "root": to_text(member.sealed_root), "slot": member.slot_id}
            for member in keys.members
        ],
    }


def _slot_fields(slot: Slot) -> dict[str, object]:
    how: dict[str, object] = {"kdf": _KDF_OF[slot.kind], "salt": to_text(slot.salt)}
    if slot.cost is not None:
        how |= {"lanes": slot.cost.lanes, "memory_kib": slot.cost.memory_kib, "passes": slot.cost.passes}
    if slot.sheets:
        how |= {"sheets": list(slot.sheets)}
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


def _pair(value: Any) -> tuple[int, ...]:
    if not isinstance(value, list) or len(value) != 2:
        raise NotCanonical
    return _count(value[0]), _count(value[1])


def _count(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= _MAX_COUNT:
        raise NotCanonical
    return value


def _hex(value: Any, length: int) -> str:
    if not isinstance(value, str) or not re.fullmatch(rf"[0-9a-f]{{{length}}}", value):
        raise NotCanonical
    return value
