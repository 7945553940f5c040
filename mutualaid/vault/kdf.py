"""From a secret to a key: Argon2id (RFC 9106) for what people remember, HKDF-SHA256 (RFC 5869) for what is random."""

from __future__ import annotations

import time
from dataclasses import dataclass

from mutualaid.records.errors import Damaged, NoSpace

KEY_BYTES = 32
SALT_BYTES = 16

MAX_MEMORY_KIB = 1024 * 1024
MAX_PASSES = 10
MAX_LANES = 4

_FLOOR_MEMORY_KIB = 64 * 1024
_CEILING_MEMORY_KIB = 256 * 1024
_FLOOR_PASSES = 3
_LANES = 4
_TARGET_SECONDS = 1.0


@dataclass(frozen=True)
class Argon2Cost:
    """What one guess costs: memory in KiB, passes over it, and lanes that run side by side."""

    memory_kib: int
    passes: int
    lanes: int

    def refuse_if_absurd(self) -> None:
        """Raise Damaged("keyfile_too_costly") above 1 GiB, 10 passes or 4 lanes, or below what Argon2 can compute.

        A keyfile from elsewhere could otherwise freeze the laptop that tries to open it.
        """
        sane = (
            1 <= self.lanes <= MAX_LANES
            and 1 <= self.passes <= MAX_PASSES
            and 8 * self.lanes <= self.memory_kib <= MAX_MEMORY_KIB
        )
        if not sane:
            raise Damaged("keyfile_too_costly")


FLOOR = Argon2Cost(_FLOOR_MEMORY_KIB, _FLOOR_PASSES, _LANES)
"""The least that a new slot may cost, on however slow a laptop."""


def calibrate() -> Argon2Cost:
    """The cost that takes this laptop about a second: memory first, to 256 MiB, then passes, to 10."""
    seconds = min(_seconds(FLOOR), _seconds(FLOOR))  # the first run also pays for loading and page faults
    memory = int(_FLOOR_MEMORY_KIB * _TARGET_SECONDS / max(seconds, 1e-3))
    memory = max(_FLOOR_MEMORY_KIB, min(memory, _CEILING_MEMORY_KIB)) // 4096 * 4096
    cost = Argon2Cost(memory, _FLOOR_PASSES, _LANES)
    if memory < _CEILING_MEMORY_KIB:
        return cost
    try:
        passes = int(_FLOOR_PASSES * _TARGET_SECONDS / max(_seconds(cost), 1e-3))
    except NoSpace:
        return FLOOR
    return Argon2Cost(memory, max(_FLOOR_PASSES, min(passes, MAX_PASSES)), _LANES)


def stretch(secret: bytes, salt: bytes, cost: Argon2Cost) -> bytearray:
    """Argon2id of `secret`, 32 bytes. Takes about a second: never on the thread that draws.

    Raises Damaged("keyfile_too_costly") before deriving, NoSpace("not_enough_memory") when the system has too little.
    """
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    cost.refuse_if_absurd()
    key = bytearray(KEY_BYTES)
    try:
        Argon2id(
            salt=salt, length=KEY_BYTES, iterations=cost.passes, lanes=cost.lanes, memory_cost=cost.memory_kib
        ).derive_into(secret, key)
    except MemoryError:
        raise NoSpace("not_enough_memory") from None
    return key


def expand(secret: bytes | bytearray, info: bytes, salt: bytes | None = None) -> bytearray:
    """HKDF-SHA256 of `secret`, 32 bytes, bound to `info`."""
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    key = bytearray(KEY_BYTES)
    HKDF(SHA256(), KEY_BYTES, salt=salt, info=info).derive_into(secret, key)
    return key


def wipe(*keys: bytearray) -> None:
    """Overwrite `keys` in place. Copies that Python or a library made along the way are out of reach."""
    for key in keys:
        key[:] = bytes(len(key))


def _seconds(cost: Argon2Cost) -> float:
    start = time.perf_counter()
    wipe(stretch(b"how fast is this laptop", bytes(SALT_BYTES), cost))
    return time.perf_counter() - start
