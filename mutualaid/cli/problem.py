"""`problem`: the open needs as a matching problem with opaque ids."""

from __future__ import annotations

import argparse
from datetime import datetime
from pathlib import Path

from mutualaid.cli.opening import opened, store_argument
from mutualaid.cli.output import Output
from mutualaid.language.catalog import ntr, tr


def as_of_argument(parser: argparse.ArgumentParser) -> None:
    """The moment that a plan starts from."""
    parser.add_argument(
        "--as-of", type=datetime.fromisoformat, metavar="DATETIME", help=tr("plan from this moment instead of now")
    )


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    store_argument(parser)
    parser.add_argument("--out", type=Path, required=True, metavar="FILE")
    as_of_argument(parser)


def run(given: argparse.Namespace, output: Output) -> int:
    """Write the problem."""
    with opened(given) as office:
        from mutualaid.services.problem import write_problem

        exported = write_problem(office, out=given.out, as_of=given.as_of)
    count = len(exported.document["needs"])
    output.document(
        {"needs": count, "conflicts": len(exported.conflicts)}, ntr("{n} need written.", "{n} needs written.", count)
    )
    return 0
