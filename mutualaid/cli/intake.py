"""`intake`: event mode, full screen; what is typed is sealed to the office that made the kit."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from mutualaid.cli.demo import has_display
from mutualaid.cli.output import Output
from mutualaid.cli.windows import Windows
from mutualaid.language.catalog import catalog, current_language, ntr, tr
from mutualaid.language.errors import sentence
from mutualaid.records.errors import Fault, UsageFault


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("kit", type=Path, metavar="KIT", help=tr("the event kit that the office made"))
    parser.add_argument(
        "--out", type=Path, required=True, metavar="FILE", help=tr("the file to seal into; it is gone on with if there")
    )


def run(given: argparse.Namespace, output: Output) -> int:
    """Show it until the helper ends the day; say what the closing slips say."""
    windows: Windows | None = given.windows
    if windows is None:
        raise UsageFault("command_unclear", command="mutualaid intake")
    try:
        if not (has_display() or os.environ.get("QT_QPA_PLATFORM")):
            raise UsageFault("no_display")
        slips = windows.open_intake(given.kit, given.out)
    except Fault as fault:
        # Whoever helps at an event may not read the language that this laptop speaks.
        other = "en" if current_language() == "es" else "es"
        output.say(sentence(fault, catalog(other)))
        raise
    document = {
        "finished": bool(slips),
        "forms": sum(slip.forms for slip in slips),
        "unfinished": sum(slip.unfinished for slip in slips),
        "fingerprints": [slip.fingerprint for slip in slips],
    }
    said = "\n".join(
        ntr("{n} form, fingerprint {letters}", "{n} forms, fingerprint {letters}", slip.forms, letters=slip.fingerprint)
        for slip in slips
    )
    output.document(document, said)
    return 0
