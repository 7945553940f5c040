"""Opening a store for one command."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from mutualaid.cli.secrets import passphrase, recovery_words
from mutualaid.records.errors import Refused, WrongPassphrase
from mutualaid.services.passphrases import keyring_may_open

if TYPE_CHECKING:
    from mutualaid.services.office import Office

T = TypeVar("T")


def store_argument(parser: argparse.ArgumentParser) -> None:
    """The STORE that a command works on."""
    parser.add_argument("store", type=Path, metavar="STORE")


@contextmanager
def opened(given: argparse.Namespace) -> Iterator[Office]:
    """The office in STORE, closed whatever happens; not one whose file somebody changed.

    It opens with the recovery words or the passphrase of a descriptor; else by the system's keyring, where that is set
    up; else with a passphrase that is asked for.
    """
    office = _opened(given)
    try:
        office.confirm()
        yield office
    finally:
        office.close()


def _opened(given: argparse.Namespace) -> Office:
    def open_it(**secret: Any) -> Office:
        from mutualaid.services.office import open_office  # which takes a second or two: after the person was asked

        return open_office(given.store, **secret)

    return with_secret(given, open_it)


def with_secret(given: argparse.Namespace, use: Callable[..., T]) -> T:
    """What `use` gives, called with `recovery`, `keyring` or `passphrase` as `opened` tells, once more if need be."""
    sheets, line = getattr(given, "recovery_fd", None), getattr(given, "passphrase_fd", None)
    if sheets is not None:
        return use(recovery=recovery_words(sheets))
    if line is None and keyring_may_open(given.store):
        try:
            return use(keyring=True)
        except WrongPassphrase:
            pass
        except Refused as refused:
            if not refused.code.startswith("keyring"):
                raise
    return use(passphrase=passphrase(line))
