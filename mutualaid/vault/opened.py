"""An opened vault: the keys, for as long as the store is open, and no longer."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING

from mutualaid.records.errors import Refused
from mutualaid.vault import kdf
from mutualaid.vault.canonical import context
from mutualaid.vault.layout import StoreFolder

if TYPE_CHECKING:
    from mutualaid.vault.document import KeyDocument


@dataclass(frozen=True)
class Finding:
    """Something that `verify` found wrong: a code with a sentence of its own, and facts that fill it.

    `more` are facts beside the file (names and values, which can be hashed).
    """

    code: str
    file: str
    more: tuple[tuple[str, Hashable], ...] = ()

    @property
    def facts(self) -> dict[str, Hashable]:
        """What fills the sentence's placeholders, and what is told beside it."""
        return {"file": self.file, **dict(self.more)}


@dataclass(frozen=True)
class SlotName:
    """A slot as an opened vault lists it: its id, kind ("passphrase", "recovery", "quorum", "keyring") and name.

    A passphrase's name is its coordinator's; so is the keyring's, which lets her in without it. Slots for what is
    printed are all named "recovery".
    """

    id: str
    kind: str
    name: str

    def __repr__(self) -> str:
        return f"SlotName({self.id})"


class OpenVault:
    """The keys of an opened store. Made by `keyfile.create` and `keyfile.open_*`; close it to drop them.

    After `close()` every key raises Refused("store_locked"). Overwriting is best effort: `bytes` that were handed out
    live until Python frees them, so hold none longer than a call.

    `lineage` tells apart the stores that share a `vault_id`. `pending` holds the keys that a rotation under way goes
    to, when this slot is to keep its way in; `pending_there` says that one is under way, whoever may open it.
    """

    __slots__ = (
        "_data_key", "_root", "coordinator", "document", "epoch", "findings", "folder", "lineage", "pending",
        "pending_there", "revision", "slot_id", "slot_kind", "slots", "vault_id",
    )  # fmt: skip

    def __init__(
        self,
        *,
        folder: StoreFolder,
        document: KeyDocument,
        epoch: int,
        slot_id: str,
        slots: tuple[SlotName, ...],
        root: bytearray,
        data_key: bytearray,
        findings: tuple[Finding, ...] = (),
    ) -> None:
        self.folder = folder
        self.vault_id = document.vault_id
        self.lineage = document.lineage
        self.epoch = epoch
        self.slot_id = slot_id
        self.coordinator = ""
        self.findings = findings
        self.pending: OpenVault | None = None
        self._root: bytearray | None = root
        self._data_key: bytearray | None = data_key
        self.adopt(document, slots)

    def adopt(self, document: KeyDocument, slots: tuple[SlotName, ...]) -> None:
        """Take over what the keyfile says now; for the vault itself, after it wrote it.

        Words that were replaced by new ones leave whoever opened with them in, as the holder of the new ones; and
        the keyring leaves its coordinator in by her passphrase's slot.
        """
        mine = next((slot for slot in slots if slot.id == self.slot_id), None)
        mine = mine or next(slot for slot in slots if slot.name == self.coordinator)
        self.slot_id, self.slot_kind, self.coordinator = mine.id, mine.kind, mine.name
        self.document = document
        self.revision = document.revision
        self.pending_there = document.pending is not None
        self.slots = slots

    @property
    def closed(self) -> bool:
        """Whether the keys are gone."""
        return self._root is None

    @property
    def root(self) -> bytes:
        """What every other key comes from, 32 bytes; for the vault itself, and for what a store keeps of a backup."""
        if self._root is None:
            raise Refused("store_locked")
        return bytes(self._root)

    @property
    def data_key(self) -> bytes:
        """The store's raw SQLCipher key, 32 bytes."""
        if self._data_key is None:
            raise Refused("store_locked")
        return bytes(self._data_key)

    @property
    def log_key(self) -> bytes:
        """The change journal's MAC key, 32 bytes."""
        return self.subkey("journal mac")

    @property
    def generation_key(self) -> bytes:
        """The MAC key for the state of the store's file (its blocks and generation), 32 bytes."""
        return self.subkey("file state mac")

    def subkey(self, purpose: str, *parts: str | int) -> bytes:
        """A 32-byte key for one purpose: HKDF of this epoch's root, bound to vault, epoch, purpose and parts."""
        if self._root is None:
            raise Refused("store_locked")
        return bytes(derived(self._root, self.vault_id, self.epoch, purpose, *parts))

    def close(self) -> None:
        """Overwrite and drop the keys, those of a rotation under way too; closing twice is harmless."""
        if self.pending is not None:
            self.pending.close()
            self.pending = None
        for key in (self._root, self._data_key):
            if key is not None:
                kdf.wipe(key)
        self._root = self._data_key = None

    def __enter__(self) -> OpenVault:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"OpenVault({self.vault_id}, {'closed' if self.closed else 'open'})"

    def __reduce__(self) -> str:
        raise TypeError("an opened vault is not pickled or copied")


def derived(root: bytes | bytearray, vault_id: str, epoch: int, purpose: str, *parts: str | int) -> bytearray:
    """The key for `purpose` under `root`."""
    return kdf.expand(root, context(purpose, vault_id, epoch, *parts))
