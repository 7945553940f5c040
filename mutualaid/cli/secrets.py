"""Where passphrases come from: a prompt or a file descriptor. Never from arguments or the environment."""

from __future__ import annotations

import getpass
import os
import sys

from mutualaid.language.catalog import tr
from mutualaid.records.errors import Refused, UsageFault


def _line_from(descriptor: int) -> str:
    """One line from an inherited descriptor, read a byte at a time so that the rest stays for others."""
    text = bytearray()
    try:
        while (byte := os.read(descriptor, 1)) not in (b"", b"\n"):
            text += byte
            if len(text) > 4096:
                raise UsageFault("passphrase_descriptor_unreadable")
    except (OSError, OverflowError):
        raise UsageFault("passphrase_descriptor_unreadable") from None
    try:
        return text.decode("utf-8").removesuffix("\r")
    except UnicodeDecodeError:
        raise UsageFault("passphrase_descriptor_unreadable") from None


def passphrase(descriptor: int | None, *, fresh: bool = False) -> str:
    """The passphrase; a fresh one that is typed is asked for twice.

    Raises UsageFault("passphrase_missing" | "passphrase_descriptor_unreadable"), Refused("passphrases_differ").
    """
    if descriptor is not None:
        return _line_from(descriptor)
    if not sys.stdin.isatty():
        raise UsageFault("passphrase_missing")
    text = getpass.getpass(tr("Passphrase: "))
    if fresh and getpass.getpass(tr("The same passphrase again: ")) != text:
        raise Refused("passphrases_differ")
    return text
