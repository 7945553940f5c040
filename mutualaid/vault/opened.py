"""An opened vault: the keys, for as long as the store is open, and no longer."""

from __future__ import annotations

from dataclasses import dataclass
from types import TracebackType

from mutualaid.records.errors import Refused
from mutualaid.vault import kdf
from mutualaid.vault.canonical import context
from mutualaid.vault.layout import StoreFolder


@dataclass(frozen=True)
class Finding:
    """Something that `verify` found wrong: a code with a sentence of its own, and facts that fill it."""

    code: str
    file: str

    @property
    def facts(self) -> dict[str, object]:
        """What fills the sentence's placeholders."""
        return {"file": self.file}


@dataclass(frozen=True)
class SlotName:
    """A slot as an opened vault lists it: its id, kind ("passphrase" or "recovery") and the coordinator's name."""

    id: str
    kind: str
    name: str

    def __repr__(self) -> str:
        return f"SlotName({self.id})"


class OpenVault:
    """The keys of an opened store. Made by `keyfile.create` and `keyfile.open_*`; close it to drop them.

    After `close()` every key raises Refused("store_locked"). Overwriting is best effort: `bytes` that were handed out
    live until Python frees them, so hold none longer than a call.
    """

    __slots__ = (
        "_data_key", "_root", "coordinator", "epoch", "findings", "folder", "revision", "slot_id", "slots", "vault_id",
    )  # fmt: skip

    def __init__(
        self,
        *,
        folder: StoreFolder,
        vault_id: str,
        epoch: int,
        revision: int,
        slot_id: str,
        slots: tuple[SlotName, ...],
        root: bytearray,
        data_key: bytearray,
        findings: tuple[Finding, ...] = (),
    ) -> None:
        self.folder = folder
        self.vault_id = vault_id
        self.epoch = epoch
        self.revision = revision
        self.slot_id = slot_id
        self.slots = slots
        self.findings = findings
        self.coordinator = next(slot.name for slot in slots if slot.id == slot_id)
        self._root: bytearray | None = root
        self._data_key: bytearray | None = data_key

    @property
    def closed(self) -> bool:
        """Whether the keys are gone."""
        return self._root is None

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
        """Overwrite and drop the keys; closing twice is harmless."""
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
