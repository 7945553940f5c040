"""`backup`: write a backup of a store to a new file."""

from __future__ import annotations

import argparse
from pathlib import Path

from mutualaid.cli.opening import opened, store_argument
from mutualaid.cli.output import Output
from mutualaid.language.catalog import tr


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    store_argument(parser)
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help=tr("the backup, a new file"))


def run(given: argparse.Namespace, output: Output) -> int:
    """Write it, and say what opens it."""
    with opened(given) as office:
        from mutualaid.services.backups import back_up

        line = back_up(office, target=given.out, progress=output.progress())
    output.document({"file": str(given.out), "id": line.id, "made_at": line.made_at.isoformat(), "by": line.made_by})
    output.say(tr("The backup is whole. It opens by the recovery words, and by no passphrase."))
    return 0
