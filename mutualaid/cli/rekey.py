"""`rekey`: encrypt a store anew under fresh keys."""

from __future__ import annotations

import argparse

from mutualaid.cli.opening import opened, store_argument
from mutualaid.cli.output import Output
from mutualaid.language.catalog import tr


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    store_argument(parser)


def run(given: argparse.Namespace, output: Output) -> int:
    """Replace the keys, after a backup."""
    with opened(given) as office:
        from mutualaid.services.rekeying import rekey

        rekey(office, progress=output.progress())
        epoch = office.vault.epoch
    output.document({"epoch": epoch})
    output.say(tr("All keys are new; passphrases and recovery words are as before."))
    return 0
