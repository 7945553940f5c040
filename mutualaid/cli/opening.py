"""Opening a store for one command."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from mutualaid.cli.secrets import passphrase

if TYPE_CHECKING:
    from mutualaid.services.office import Office


def store_argument(parser: argparse.ArgumentParser) -> None:
    """The STORE that a command works on."""
    parser.add_argument("store", type=Path, metavar="STORE")


@contextmanager
def opened(given: argparse.Namespace) -> Iterator[Office]:
    """The office in STORE, closed whatever happens."""
    secret = passphrase(getattr(given, "passphrase_fd", None))
    from mutualaid.services.office import open_office

    office = open_office(given.store, passphrase=secret)
    try:
        yield office
    finally:
        office.close()
