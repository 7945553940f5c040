"""`list`: codes and columns that identify nobody; --reveal adds contact data and is logged."""

from __future__ import annotations

import argparse

from mutualaid.cli.opening import opened, store_argument
from mutualaid.cli.output import Output
from mutualaid.language.catalog import tr

KINDS = ["households", "needs", "volunteers", "lots", "matches", "releases"]


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    store_argument(parser)
    parser.add_argument("kind", choices=KINDS, metavar="|".join(KINDS))
    parser.add_argument("--limit", type=_count, metavar="N", help=tr("at most N rows"))
    parser.add_argument("--reveal", action="store_true", help=tr("add contact data; this is written in the log"))


def run(given: argparse.Namespace, output: Output) -> int:
    """List and print."""
    with opened(given) as office:
        from mutualaid.services.listing import list_records

        items, total = list_records(office, kind=given.kind, limit=given.limit, reveal=given.reveal)
    headings = list(items[0]) if items else ["code"]
    rows = [[_cell(item[name]) for name in headings] for item in items]
    output.table({"items": items, "total": total}, headings, rows)
    return 0


def _count(text: str) -> int:
    """A number of rows. Raises ValueError below nothing, which the parser takes for a slip."""
    if (number := int(text)) < 0:
        raise ValueError
    return number


def _cell(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)
