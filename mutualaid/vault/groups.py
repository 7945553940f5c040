"""Digests in groups of letters and digits that two people can compare by eye or read out to one another."""

from __future__ import annotations

_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O and U, which look like others or make words."""
_GROUPS, _EACH, _BITS = 4, 4, 5


def shown(digest: bytes) -> str:
    """The first 80 bits of a digest, such as "7K2M-9QXA-0B3F-ZZ1D"."""
    length = _GROUPS * _EACH
    number = int.from_bytes(digest, "big") >> (8 * len(digest) - _BITS * length)
    signs = "".join(_SIGNS[number >> _BITS * (length - 1 - at) & 31] for at in range(length))
    return "-".join(signs[at : at + _EACH] for at in range(0, length, _EACH))
