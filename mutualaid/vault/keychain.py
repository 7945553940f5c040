"""The operating system's keyring, which lets a coordinator in as long as she is logged in to her own account.

Three services are trusted, each named by its class: Secret Service, macOS Keychain, Windows Credential Manager. They
are made directly. The configuration of the package `keyring` (PYTHON_KEYRING_BACKEND, keyringrc.cfg, entry points) is
never read: it could name a backend that keeps nothing, keeps it in clear, or runs somebody's code. Every call may
wait for a person who is asked to unlock the keyring: never on the thread that draws.
"""

from __future__ import annotations

import base64
import binascii
import contextlib
import hmac
import importlib
import sys
import threading
from collections.abc import Callable
from typing import Protocol, TypeVar, cast

from mutualaid.records.errors import Refused

SERVICE = "mutualaid"
FOR_A_PERSON, AT_ONCE = 120.0, 3.0
"""Seconds to wait: while somebody types the keyring's password; and where nobody was asked for it."""

T = TypeVar("T")

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
        _answer(_backend, AT_ONCE)
    except Refused:
        return False
    return True


def keep(name: str, secret: bytes, *, patience: float = FOR_A_PERSON) -> None:
    """Keep `secret` under `name`, which names nobody, and read it back.

    Raises Refused("keyring_unavailable") when there is no keyring, when it stays locked or gives no answer within
    `patience` seconds; Refused("keyring_not_kept") when it does not give back what it was given.
    """
    text = base64.b64encode(secret).decode("ascii")

    def kept() -> str | None:
        backend = _backend()
        backend.set_password(SERVICE, name, text)
        return backend.get_password(SERVICE, name)

    found = _answer(kept, patience)
    if found is None or not hmac.compare_digest(found.encode(), text.encode()):
        forget(name)
        raise Refused("keyring_not_kept")


def fetch(name: str, *, patience: float = FOR_A_PERSON) -> bytes | None:
    """What was kept under `name`; None when there is nothing. Raises Refused("keyring_unavailable") as `keep`."""
    text = _answer(lambda: _backend().get_password(SERVICE, name), patience)
    try:
        return None if text is None else base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None


def forget(name: str, *, patience: float = FOR_A_PERSON) -> bool:
    """Remove what was kept under `name`, as far as the keyring lets us. Returns whether nothing is there now."""

    def gone() -> bool:
        backend = _backend()
        if backend.get_password(SERVICE, name) is not None:
            backend.delete_password(SERVICE, name)
        return backend.get_password(SERVICE, name) is None

    with contextlib.suppress(Refused):
        return _answer(gone, patience)
    return False


def asks_nobody() -> bool:
    """Whether the keyring would answer now without asking a person to unlock it."""
    with contextlib.suppress(Refused):
        return _answer(_is_unlocked, AT_ONCE)
    return False


def _is_unlocked() -> bool:
    _backend()
    if not sys.platform.startswith("linux"):
        return True
    import secretstorage

    with contextlib.closing(secretstorage.dbus_init()) as connection:
        return not secretstorage.get_collection_by_alias(connection, "default").is_locked()


def _answer(call: Callable[[], T], patience: float) -> T:
    """What `call` gives. A service that never answers must not keep the store from being locked, so it is asked on a
    thread of its own. Raises Refused("keyring_unavailable"), whatever went wrong: each backend has errors of its own,
    and their texts are not for us.
    """
    answers: list[T] = []

    def ask() -> None:
        with contextlib.suppress(Exception):
            answers.append(call())

    thread = threading.Thread(target=ask, name="keyring", daemon=True)
    thread.start()
    thread.join(patience)
    if not answers:
        raise Refused("keyring_unavailable")
    return answers[0]


def _backend() -> _Backend:
    """The trusted keyring of this system. Raises Refused("keyring_unavailable"), or what its backend raises."""
    platform = "linux" if sys.platform.startswith("linux") else sys.platform
    if platform not in _ALLOWED:
        raise Refused("keyring_unavailable")
    module, name = _ALLOWED[platform]
    kind = getattr(importlib.import_module(module), name)
    if kind.priority <= 0:  # raises where the service is neither running nor startable
        raise Refused("keyring_unavailable")
    backend = kind()
    vars(backend).clear()  # what KEYRING_PROPERTY_* variables set: another collection, another keychain file
    if platform == "darwin":
        backend.keychain = None
    if platform == "win32":
        backend.persist = "local machine"  # the default roams to every computer of a domain
    return cast(_Backend, backend)
