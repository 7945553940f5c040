"""`template`: an empty file of our own columns."""

from __future__ import annotations

import argparse
from pathlib import Path

from mutualaid.cli.output import Output
from mutualaid.language.catalog import tr


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("kind", choices=["needs", "volunteers", "supplies"], metavar="KIND")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE")


def run(given: argparse.Namespace, output: Output) -> int:
    """Write it."""
    from mutualaid.services.templates import write_template

    write_template(kind=given.kind, out=given.out)
    output.document({"kind": given.kind}, tr("The file is ready to be filled in."))
    return 0
