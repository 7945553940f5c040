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


def recovery_words(descriptor: int | None) -> str | tuple[str, str]:
    """The recovery words, one line; or two sheets of three, a line each, as two texts.

    Raises UsageFault("recovery_missing" | "recovery_descriptor_unreadable").
    """
    if descriptor is not None:
        try:
            first, second = _line_from(descriptor), _line_from(descriptor)
        except UsageFault:
            raise UsageFault("recovery_descriptor_unreadable") from None
    else:
        if not sys.stdin.isatty():
            raise UsageFault("recovery_missing")
        first = getpass.getpass(tr("Recovery words: "))
        second = getpass.getpass(tr("Words of a second sheet, if it takes two; else press Enter: "))
    return (first, second) if second.strip() else first
