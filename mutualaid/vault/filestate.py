"""The state of a store's file: what its bytes were when the store was last closed, sealed under the store's keys.

SQLCipher vouches for each page by itself, so an older copy of a page, put back in its place, goes unnoticed. The state
vouches for all of them together, and for the moment.
docs/files.md describes the format for other readers.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass, field
from typing import Any, Protocol

from mutualaid.vault import canonical
from mutualaid.vault.boxes import DoesNotOpen, close_box, open_box
from mutualaid.vault.canonical import NotCanonical, context, to_bytes, to_text

BLOCK_BYTES = 64 * 1024
LEAF_BYTES = 32
MAX_BYTES = 64 * 1024 * 1024
"""A state of this size is that of a store of 128 GiB."""

_MAGIC = b"mutualaid file state 1\n"
_MAC_BYTES = 32
_FIELDS = {"block", "clean", "epoch", "generation", "head", "lineage", "revision", "size", "vault_id"}
_HEAD_BLOCK = 256
_HEAD_KEY = "file state head"


class NotVouchedFor(Exception):
    """Not what these keys have sealed, or not of their store, lineage and epoch."""


class StateKeys(Protocol):
    """What of an opened vault binds and seals a state."""

    vault_id: str
    lineage: str
    epoch: int
    revision: int

    @property
    def generation_key(self) -> bytes:
        """The MAC key, 32 bytes."""

    def subkey(self, purpose: str, *parts: str | int) -> bytes:
        """A key for one purpose, 32 bytes."""


@dataclass(frozen=True)
class Head:
    """The journal's last entry: its number, its digest in hex, when (ISO 8601) and whose."""

    seq: int
    digest: str
    at: str
    actor: str = field(repr=False)


@dataclass(frozen=True)
class FileState:
    """`clean`: closed properly, with `size` bytes whose blocks have these `leaves`, 32 bytes each. Else: being written.

    `generation` counts the openings that wrote; `revision` is the keyfile's at that time.
    """

    generation: int
    clean: bool
    revision: int
    head: Head | None = None
    size: int = 0
    leaves: bytes = b""


def block_count(size: int) -> int:
    """How many blocks a file of `size` bytes has; the last may be short."""
    return -(-size // BLOCK_BYTES)


def split(leaves: bytes) -> list[bytes]:
    """Packed leaves one by one."""
    return [leaves[at : at + LEAF_BYTES] for at in range(0, len(leaves), LEAF_BYTES)]


def to_file(state: FileState, keys: StateKeys) -> bytes:
    """The bytes of `store.state`. Raises Refused("store_locked") when the vault is closed."""
    header = {
        "block": BLOCK_BYTES,
        "clean": int(state.clean),
        "epoch": keys.epoch,
        "generation": state.generation,
        "head": to_text(_sealed_head(state.head, keys)),
        "lineage": keys.lineage,
        "revision": state.revision,
        "size": state.size,
        "vault_id": keys.vault_id,
    }
    covered = _MAGIC + canonical.encode(header) + b"\n" + state.leaves
    return covered + hmac.digest(keys.generation_key, covered, "sha256")


def parse(data: bytes, keys: StateKeys) -> FileState:
    """The state that `keys` vouch for.

    Raises NotVouchedFor when the bytes are anything else: altered, cut short, or those of another
    store, lineage or epoch.
    """
    covered, mac = data[:-_MAC_BYTES], data[-_MAC_BYTES:]
    if not hmac.compare_digest(hmac.digest(keys.generation_key, covered, "sha256"), mac):
        raise NotVouchedFor
    try:
        return _read(covered, keys)
    except (NotCanonical, DoesNotOpen, KeyError, TypeError):
        raise NotVouchedFor from None


def claimed_epoch(data: bytes, keys: StateKeys) -> int:
    """The epoch that the bytes of a state name for this lineage, whoever wrote them; 0 when they name none.

    For one whose keys do not open the store: a higher epoch than theirs tells that keys were replaced since.
    """
    try:
        header = canonical.decode(data[len(_MAGIC) :].partition(b"\n")[0])
        named = (header["vault_id"], header["lineage"]) == (keys.vault_id, keys.lineage)
        return int(header["epoch"]) if data.startswith(_MAGIC) and named else 0
    except (NotCanonical, KeyError, TypeError, ValueError):
        return 0


def _read(covered: bytes, keys: StateKeys) -> FileState:
    if not covered.startswith(_MAGIC):
        raise NotCanonical
    line, _, leaves = covered[len(_MAGIC) :].partition(b"\n")
    header = canonical.decode(line)
    whose = (header["vault_id"], header["lineage"], header["epoch"])
    clean, size = header["clean"], header["size"]
    count = block_count(size) if clean else 0
    if (
        set(header) != _FIELDS
        or whose != (keys.vault_id, keys.lineage, keys.epoch)
        or header["block"] != BLOCK_BYTES
        or clean not in (0, 1)
        or len(leaves) != count * LEAF_BYTES
    ):
        raise NotCanonical
    return FileState(
        generation=header["generation"],
        clean=bool(clean),
        revision=header["revision"],
        head=_opened_head(to_bytes(header["head"]), keys),
        size=size,
        leaves=leaves,
    )


def _sealed_head(head: Head | None, keys: StateKeys) -> bytes:
    """Who wrote last, and when, is nobody's business who finds the folder; padded, so that its length says little."""
    plain = b"" if head is None else canonical.encode(vars(head))
    framed = plain + b"\n"
    framed += b" " * (-len(framed) % _HEAD_BLOCK)
    return close_box(keys.subkey(_HEAD_KEY), framed, _head_context(keys))


def _opened_head(box: bytes, keys: StateKeys) -> Head | None:
    plain = bytes(open_box(keys.subkey(_HEAD_KEY), box, _head_context(keys)))
    line = plain[: plain.rindex(b"\n")]
    if not line:
        return None
    fields: dict[str, Any] = canonical.decode(line)
    return Head(**fields)


def _head_context(keys: StateKeys) -> bytes:
    return context(_HEAD_KEY, keys.vault_id, keys.epoch, keys.lineage)
