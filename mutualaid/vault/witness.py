"""What this account has seen of a store, kept outside its folder: that the whole folder was put back then shows.

Two witnesses, each sealed with a key of the vault so that nobody else makes one up: a small file for each lineage in
the person's own state folder, and an entry of the system's keyring when the store has a slot for it. Both are best
effort: nothing here raises, waits for a person or stops the work. docs/files.md describes the file.
"""

from __future__ import annotations

import contextlib
import hmac
from dataclasses import dataclass, replace
from pathlib import Path

from mutualaid.records.errors import Fault
from mutualaid.vault import atomic, canonical, keychain, slots
from mutualaid.vault.canonical import NotCanonical, to_bytes, to_text
from mutualaid.vault.opened import Finding, OpenVault

FORMAT = "mutualaid seen"
VERSION = 1
MAX_BYTES = 4 * 1024
_MAX_SUPERSEDED = 8  # the Windows Credential Manager keeps 1,280 letters


@dataclass(frozen=True, order=True)
class Seen:
    """The newest that was seen: the epoch of the keys, the keyfile's revision, the store's generation."""

    epoch: int
    revision: int
    generation: int


@dataclass(frozen=True)
class _Record:
    """A witness: what was seen; and for each root before, under that root, at which generation its time was over."""

    lineage: str
    seen: Seen
    superseded: tuple[tuple[int, int, bytes], ...] = ()


def newest(vault: OpenVault) -> Seen | None:
    """The newest state of this store that this account has seen and that can be proved, or None.

    Its epoch is above the vault's when the keys were replaced since: the keyfile was put back to an older one.
    """
    return max((seen for seen, _ in _looked(vault) if seen), default=None)


def findings(vault: OpenVault) -> list[Finding]:
    """What the witnesses say against the keyfile: "keyfile_rolled_back", "witness_unreadable"; [] when nothing."""
    looked = _looked(vault)
    best = max((seen for seen, _ in looked if seen), default=None)
    found = []
    if best is not None and (best.epoch, best.revision) > (vault.epoch, vault.revision):
        found.append(Finding("keyfile_rolled_back", vault.folder.keyfile.name))
    if any(strange for _, strange in looked):
        found.append(Finding("witness_unreadable", vault.folder.keyfile.name))
    return found


def remember(vault: OpenVault, generation: int | None = None, *, accepted: bool = False) -> None:
    """Remember the vault's epoch and revision, and the store's `generation` (None: the one remembered).

    Never goes back, unless `accepted`: a person was told that the store is older, and works on with it.
    """
    with contextlib.suppress(Fault):
        record = _own(vault) or _Record(vault.lineage, Seen(vault.epoch, 0, 0))
        known = record.seen
        wanted = Seen(vault.epoch, vault.revision, known.generation if generation is None else generation)
        if not accepted:
            wanted = Seen(vault.epoch, max(wanted.revision, known.revision), max(wanted.generation, known.generation))
        _write(vault, replace(record, seen=wanted), even_over_later=accepted)


def supersede(old: OpenVault, new: OpenVault) -> None:
    """Remember under the keys of `new` what was remembered under those of `old`, and for `old` that it is over."""
    with contextlib.suppress(Fault):
        record = _own(old) or _Record(old.lineage, Seen(old.epoch, 0, 0))
        generation = record.seen.generation
        over = (old.epoch, generation + 1, _mac(old, _over(old.lineage, old.epoch, generation + 1)))
        superseded = (*record.superseded, over)[-_MAX_SUPERSEDED:]
        seen = Seen(new.epoch, new.revision, generation)
        _write(new, _Record(new.lineage, seen, superseded), even_over_later=False)


def forget(vault: OpenVault) -> None:
    """Remove what was remembered of this store, as far as that goes."""
    with contextlib.suppress(OSError):
        _file(vault).unlink(missing_ok=True)
    forget_in_keyring(vault)


def forget_in_keyring(vault: OpenVault) -> None:
    """Remove what the keyring remembers of this store, as far as it lets us."""
    if keychain.asks_nobody():
        keychain.forget(_entry(vault), patience=keychain.AT_ONCE)


def _looked(vault: OpenVault) -> list[tuple[Seen | None, bool]]:
    """For each witness there is: what it proves, and whether it is something else than a witness of this store."""
    with contextlib.suppress(Fault):
        return [_judged(vault, data) for data in _texts(vault)]
    return []


def _judged(vault: OpenVault, data: bytes) -> tuple[Seen | None, bool]:
    try:
        record, mac, covered = _parsed(data)
    except NotCanonical:
        return None, True
    if record.lineage != vault.lineage:
        return None, True
    if record.seen.epoch == vault.epoch:
        holds = hmac.compare_digest(mac, _mac(vault, covered))
        return (record.seen, False) if holds else (None, True)
    if record.seen.epoch < vault.epoch:
        return None, False  # keys were replaced, and the program was killed before it could say so here
    for epoch, generation, over in record.superseded:
        if epoch == vault.epoch and hmac.compare_digest(over, _mac(vault, _over(vault.lineage, epoch, generation))):
            return Seen(vault.epoch + 1, vault.revision + 1, generation), False
    return None, True


def _own(vault: OpenVault) -> _Record | None:
    """The newest witness that was sealed with the vault's present keys."""
    found = []
    for data in _texts(vault):
        with contextlib.suppress(NotCanonical):
            record, mac, covered = _parsed(data)
            ours = (record.lineage, record.seen.epoch) == (vault.lineage, vault.epoch)
            if ours and hmac.compare_digest(mac, _mac(vault, covered)):
                found.append(record)
    return max(found, key=lambda record: record.seen, default=None)


def _texts(vault: OpenVault) -> list[bytes]:
    """The bytes of both witnesses, as far as they are there."""
    found = []
    with contextlib.suppress(OSError), _file(vault).open("rb") as file:
        found.append(file.read(MAX_BYTES + 1))
    if _has_keyring(vault) and keychain.asks_nobody():
        with contextlib.suppress(Fault):
            found.append(keychain.fetch(_entry(vault), patience=keychain.AT_ONCE) or b"")
    return [data for data in found if data]


def _write(vault: OpenVault, record: _Record, *, even_over_later: bool) -> None:
    covered = _fields(record)
    data = canonical.encode(covered | {"mac": to_text(_mac(vault, canonical.encode(covered)))})
    if not even_over_later and any(_epoch_in(text) > vault.epoch for text in _texts(vault)):
        return  # what speaks against this keyfile is not wiped by working with it
    path = _file(vault)
    with contextlib.suppress(OSError, Fault):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        atomic.write_whole(path, data)
    if _has_keyring(vault) and keychain.asks_nobody():
        with contextlib.suppress(Fault):
            keychain.keep(_entry(vault), data, patience=keychain.AT_ONCE)


def _parsed(data: bytes) -> tuple[_Record, bytes, bytes]:
    """A witness, its MAC, and the bytes that this covers. Raises NotCanonical."""
    if len(data) > MAX_BYTES:
        raise NotCanonical
    fields = canonical.decode(data)
    mac = to_bytes(fields.pop("mac", None), 32)
    try:
        superseded = tuple((epoch, generation, to_bytes(over, 32)) for epoch, generation, over in fields["superseded"])
        seen = Seen(fields["epoch"], fields["revision"], fields["generation"])
        record = _Record(fields["lineage"], seen, superseded)
    except (KeyError, TypeError, ValueError):
        raise NotCanonical from None
    numbers = [seen.epoch, seen.revision, seen.generation, *(n for one in superseded for n in one[:2])]
    if any(type(number) is not int for number in numbers) or _fields(record) != fields:
        raise NotCanonical
    return record, mac, canonical.encode(fields)


def _epoch_in(data: bytes) -> int:
    try:
        return _parsed(data)[0].seen.epoch
    except NotCanonical:
        return 0


def _fields(record: _Record) -> dict[str, object]:
    return {
        "epoch": record.seen.epoch,
        "format": FORMAT,
        "generation": record.seen.generation,
        "lineage": record.lineage,
        "revision": record.seen.revision,
        "superseded": [[epoch, generation, to_text(over)] for epoch, generation, over in record.superseded],
        "version": VERSION,
    }


def _over(lineage: str, epoch: int, generation: int) -> bytes:
    return canonical.context("superseded", lineage, epoch, generation)


def _mac(vault: OpenVault, covered: bytes) -> bytes:
    return hmac.digest(vault.subkey("witness", vault.lineage), covered, "sha256")


def _file(vault: OpenVault) -> Path:
    import platformdirs

    return Path(platformdirs.user_state_dir("mutualaid", appauthor=False)) / "seen" / vault.lineage


def _entry(vault: OpenVault) -> str:
    return f"seen-{vault.lineage}"


def _has_keyring(vault: OpenVault) -> bool:
    return any(slot.kind == slots.KEYRING for slot in vault.slots)
