"""`new`: make a store and say its recovery words, this once."""

from __future__ import annotations

import argparse
from pathlib import Path

from mutualaid.cli.opening import store_argument
from mutualaid.cli.output import Output
from mutualaid.cli.secrets import passphrase
from mutualaid.language.catalog import current_language, tr


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    store_argument(parser)
    parser.add_argument("--coordinator", required=True, metavar="NAME", help=tr("name or alias of the coordinator"))
    parser.add_argument("--zone", default="", metavar="Z", help=tr("the office's zone: code, number or neighborhood"))
    parser.add_argument("--recovery-out", type=Path, metavar="FILE", help=tr("also write the recovery words here"))


def run(given: argparse.Namespace, output: Output) -> int:
    """Make the store; nothing stays behind when any step fails."""
    secret = passphrase(getattr(given, "passphrase_fd", None), fresh=True)
    from mutualaid.services.office import create_office

    office, words = create_office(
        given.store,
        passphrase=secret,
        coordinator=given.coordinator,
        zone=given.zone,
        language=current_language(),
        sheet=given.recovery_out,
        progress=output.progress(),
    )
    office.close()
    output.say(tr("Write these words on paper and keep them away from the laptop. They are not shown again."))
    output.document({"store": str(given.store), "recovery": words}, words)
    return 0
