"""`export`: a list as CSV or XLSX; names only with --reveal and the number of rows, and the journal tells of it."""

from __future__ import annotations

import argparse
from pathlib import Path

from mutualaid.cli.opening import opened, store_argument
from mutualaid.cli.output import Output
from mutualaid.language.catalog import ntr, tr

KINDS = ["needs", "households", "volunteers", "lots"]


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    store_argument(parser)
    parser.add_argument("kind", choices=KINDS, metavar="|".join(KINDS))
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help=tr("a new file, .csv or .xlsx"))
    parser.add_argument("--reveal", action="store_true", help=tr("with names and phones; needs --rows"))
    parser.add_argument("--rows", type=int, metavar="N", help=tr("how many rows that is, to say that you mean it"))


def run(given: argparse.Namespace, output: Output) -> int:
    """Write the file."""
    with opened(given) as office:
        from mutualaid.services.list_export import export_list, look

        leaving = look(office, kind=given.kind)
        export_list(
            office,
            kind=given.kind,
            out=given.out,
            reveal=given.reveal,
            confirmed=given.rows,
            progress=output.progress(),
        )
    document = {
        "rows": leaving.rows,
        "named": leaving.named if given.reveal else 0,
        "held_back": leaving.held_back if given.reveal else 0,
    }
    output.document(document, ntr("{n} row is saved", "{n} rows are saved", leaving.rows))
    return 0
