"""`restore`: make a store of a backup, in a new folder."""

from __future__ import annotations

import argparse
from pathlib import Path

from mutualaid.cli.opening import store_argument
from mutualaid.cli.output import Output
from mutualaid.cli.secrets import passphrase, recovery_words
from mutualaid.language.catalog import tr


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("file", type=Path, metavar="FILE", help=tr("the backup"))
    store_argument(parser)
    parser.add_argument(
        "--coordinator", default="", metavar="NAME", help=tr("whose passphrase it is; else whoever made the backup")
    )
    parser.add_argument(
        "--new-passphrase-fd",
        type=int,
        metavar="N",
        help=tr("read the new passphrase from file descriptor N, one line"),
    )


def run(given: argparse.Namespace, output: Output) -> int:
    """Restore; the folder appears whole or not at all."""
    words = recovery_words(getattr(given, "recovery_fd", None))
    fresh = given.new_passphrase_fd
    secret = passphrase(getattr(given, "passphrase_fd", None) if fresh is None else fresh, fresh=True)
    from mutualaid.services.backups import restore

    office = restore(
        given.file,
        given.store,
        recovery=words,
        passphrase=secret,
        coordinator=given.coordinator,
        progress=output.progress(),
    )
    by = office.coordinator
    office.close()
    output.document({"store": str(given.store), "coordinator": by})
    output.say(
        tr("The store is restored. The new passphrase and the recovery words open it; older passphrases do not.")
    )
    return 0
