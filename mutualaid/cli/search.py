"""`search`: as the search field does, but printing codes and kinds only."""

from __future__ import annotations

import argparse

from mutualaid.cli.opening import opened, store_argument
from mutualaid.cli.output import Output
from mutualaid.language.catalog import tr


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    store_argument(parser)
    parser.add_argument("text", metavar="TEXT")


def run(given: argparse.Namespace, output: Output) -> int:
    """Search and print."""
    with opened(given) as office:
        from mutualaid.services.searching import search

        hits = search(office, text=given.text)
    items = [{"code": hit.code, "kind": hit.kind, "found_in": hit.via or hit.kind} for hit in hits]
    output.table(
        {"items": items, "total": len(items)},
        [tr("Code"), tr("Kind"), tr("Found in")],
        [[item["code"], item["kind"], item["found_in"]] for item in items],
    )
    return 0
