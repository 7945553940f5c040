"""How an office knows a released folder again as its own: a seal in the manifest, under a key that only its store has.

Whoever received the folder learns nothing from the seal, and cannot make one. A restored store knows the folders that
were released after its backup was made.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping

from mutualaid.exchange.release_files import MANIFEST
from mutualaid.services.office import Office
from mutualaid.services.release_key import key_of, make_key
from mutualaid.summaries.facts import canonical

_SEAL = "seal"


def key_for(office: Office) -> bytes:
    """The store's key, made now if it has none."""
    with office.store.read() as read:
        key = key_of(read)
    if key is None:
        with office.store.write("release") as write:
            key = make_key(write)
    return key


def sealed(files: Mapping[str, bytes], key: bytes) -> dict[str, bytes]:
    """The files of a release, with the seal in their manifest."""
    manifest = json.loads(files[MANIFEST])
    manifest[_SEAL] = _seal(manifest, key)
    return {**files, MANIFEST: (json.dumps(manifest, indent=1, ensure_ascii=False) + "\n").encode()}


def is_sealed(files: Mapping[str, bytes], key: bytes) -> bool:
    """Whether the manifest was sealed with this key. It must be a JSON object."""
    manifest = json.loads(files[MANIFEST])
    seal = manifest.get(_SEAL)
    return isinstance(seal, str) and hmac.compare_digest(seal.encode(), _seal(manifest, key).encode())


def _seal(manifest: Mapping[str, object], key: bytes) -> str:
    content = {name: value for name, value in manifest.items() if name != _SEAL}
    return hmac.digest(key, canonical(content).encode(), "sha256").hex()
