"""The operating system's keyring, which lets a coordinator in as long as she is logged in to her own account.

Three services are trusted, each named by its class: Secret Service, macOS Keychain, Windows Credential Manager. They
are made directly. The configuration of the package `keyring` (PYTHON_KEYRING_BACKEND, keyringrc.cfg, entry points) is
never read: it could name a backend that keeps nothing, keeps it in clear, or runs somebody's code. Every call may
wait for a person who is asked to unlock the keyring: never on the thread that draws.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import importlib
import sys
from contextlib import closing
from typing import Protocol, cast

from mutualaid.records.errors import Refused

SERVICE = "mutualaid"

_ALLOWED = {
    "linux": ("keyring.backends.SecretService", "Keyring"),
    "darwin": ("keyring.backends.macOS", "Keyring"),
    "win32": ("keyring.backends.Windows", "WinVaultKeyring"),
}


class _Backend(Protocol):
    def get_password(self, service: str, username: str) -> str | None: ...
    def set_password(self, service: str, username: str, password: str) -> None: ...
    def delete_password(self, service: str, username: str) -> None: ...


def available() -> bool:
    """Whether this system has a keyring that may be used, locked or not. Asks nobody anything."""
    try:
        _backend()
    except Refused:
        return False
    return True


def keep(name: str, secret: bytes) -> None:
    """Keep `secret` under `name`, which names nobody, and read it back.

    Raises Refused("keyring_unavailable") when there is no keyring or it stays locked, Refused("keyring_not_kept") when
    it does not give back what it was given.
    """
    backend, text = _backend(), base64.b64encode(secret).decode("ascii")
    try:
        backend.set_password(SERVICE, name, text)
        found = backend.get_password(SERVICE, name)
    except Exception:  # noqa: BLE001  each backend raises errors of its own, and their texts are not for us
        raise Refused("keyring_unavailable") from None
    if found is None or not hmac.compare_digest(found.encode(), text.encode()):
        forget(name)
        raise Refused("keyring_not_kept")


def fetch(name: str) -> bytes | None:
    """What was kept under `name`; None when there is nothing. Raises Refused("keyring_unavailable")."""
    try:
        text = _backend().get_password(SERVICE, name)
    except Refused:
        raise
    except Exception:  # noqa: BLE001  as above
        raise Refused("keyring_unavailable") from None
    try:
        return None if text is None else base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None


def forget(name: str) -> bool:
    """Remove what was kept under `name`, as far as the keyring lets us. Returns whether nothing is there now."""
    try:
        backend = _backend()
        if backend.get_password(SERVICE, name) is not None:
            backend.delete_password(SERVICE, name)
        return backend.get_password(SERVICE, name) is None
    except Exception:  # noqa: BLE001  as above
        return False


def asks_nobody() -> bool:
    """Whether the keyring would answer now without asking a person to unlock it."""
    if not available():
        return False
    if not sys.platform.startswith("linux"):
        return True
    try:
        import secretstorage

        with closing(secretstorage.dbus_init()) as connection:
            return not secretstorage.get_collection_by_alias(connection, "default").is_locked()
    except Exception:  # noqa: BLE001  as above
        return False


def _backend() -> _Backend:
    """The trusted keyring of this system. Raises Refused("keyring_unavailable")."""
    platform = "linux" if sys.platform.startswith("linux") else sys.platform
    if platform not in _ALLOWED:
        raise Refused("keyring_unavailable")
    module, name = _ALLOWED[platform]
    try:
        kind = getattr(importlib.import_module(module), name)
        usable = kind.priority > 0  # raises where the service is neither running nor startable
        backend = kind()
    except Exception:  # noqa: BLE001  as above
        raise Refused("keyring_unavailable") from None
    if not usable:
        raise Refused("keyring_unavailable")
    vars(backend).clear()  # what KEYRING_PROPERTY_* variables set: another collection, another keychain file
    if platform == "darwin":
        backend.keychain = None
    if platform == "win32":
        backend.persist = "local machine"  # the default roams to every computer of a domain
    return cast(_Backend, backend)
