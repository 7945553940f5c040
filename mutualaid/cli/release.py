"""`release`: an anonymised summary of a closed period."""

from __future__ import annotations

import argparse
from pathlib import Path

from mutualaid.cli.opening import opened, store_argument
from mutualaid.cli.output import Output
from mutualaid.language.catalog import tr


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    store_argument(parser)
    parser.add_argument("--period", required=True, metavar="2026-10|2026-Q3|2026")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help=tr("folder that the release goes into"))
    parser.add_argument("--recipient", default="", metavar="TEXT", help=tr("who receives it; kept in the ledger only"))
    parser.add_argument(
        "--strict",
        action="store_true",
        help=tr("with differential privacy: quarters and years only, paid from the year's privacy budget"),
    )


def run(given: argparse.Namespace, output: Output) -> int:
    """Release and say where it lies."""
    with opened(given) as office:
        from mutualaid.services.releases import make_release

        made = make_release(
            office,
            period=given.period,
            out=given.out,
            recipient=given.recipient,
            strict=given.strict,
            progress=output.progress(),
        )
    output.document(
        {"id": made.id, "dir": str(made.dir), "published": made.published, "hidden": made.hidden, "mode": made.mode},
        tr("Published: {published} figures, {hidden} hidden.", published=made.published, hidden=made.hidden),
    )
    return 0
