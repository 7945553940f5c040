"""Opening a store for one command."""

from __future__ import annotations

import argparse
import contextlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from mutualaid.cli.secrets import passphrase, recovery_words
from mutualaid.records.errors import Refused, WrongPassphrase
from mutualaid.services.passphrases import keyring_may_open

if TYPE_CHECKING:
    from mutualaid.services.office import Office


def store_argument(parser: argparse.ArgumentParser) -> None:
    """The STORE that a command works on."""
    parser.add_argument("store", type=Path, metavar="STORE")


@contextmanager
def opened(given: argparse.Namespace) -> Iterator[Office]:
    """The office in STORE, closed whatever happens.

    It opens with the recovery words or the passphrase of a descriptor; else by the system's keyring, where that is set
    up; else with a passphrase that is asked for.
    """
    office = _opened(given)
    try:
        yield office
    finally:
        office.close()


def _opened(given: argparse.Namespace) -> Office:
    sheets, line = getattr(given, "recovery_fd", None), getattr(given, "passphrase_fd", None)
    recovery = None if sheets is None else recovery_words(sheets)
    by_keyring = sheets is None and line is None and keyring_may_open(given.store)
    secret = None if sheets is not None or by_keyring else passphrase(line)
    from mutualaid.services.office import open_office  # which takes a second or two: after the person was asked

    if by_keyring:
        with contextlib.suppress(Refused, WrongPassphrase):
            return open_office(given.store, keyring=True)
        secret = passphrase(None)
    return open_office(given.store, passphrase=secret, recovery=recovery)
