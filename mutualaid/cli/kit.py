"""`kit`: make an event, and write the kit with which another laptop seals forms for this office."""

from __future__ import annotations

import argparse
from pathlib import Path

from mutualaid.cli.opening import opened, store_argument
from mutualaid.cli.output import Output
from mutualaid.language.catalog import tr


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    store_argument(parser)
    parser.add_argument("--event", required=True, metavar="NAME", help=tr("what the event is called"))
    parser.add_argument("--out", type=Path, required=True, metavar="KIT", help=tr("the kit, a new file"))


def run(given: argparse.Namespace, output: Output) -> int:
    """Make it, and say what to compare it by."""
    with opened(given) as office:
        from mutualaid.services.event_kits import event_lines, make_kit

        (uid,) = make_kit(office, name=given.event, out=given.out).uids
        line = next(line for line in event_lines(office) if line.uid == uid)
    output.document({"event": line.name, "made_on": line.made_on.isoformat(), "check": line.check})
    output.say(
        tr(
            "Take the kit to the event's laptop, and compare there: {check}. It seals forms that only this office can "
            "read.",
            check=line.check,
        )
    )
    return 0
