"""`match`: plan the open needs, and with --accept accept all of the plan."""

from __future__ import annotations

import argparse

from mutualaid.cli.opening import opened, store_argument
from mutualaid.cli.output import Output
from mutualaid.cli.problem import as_of_argument
from mutualaid.language.catalog import tr


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    store_argument(parser)
    parser.add_argument("--accept", action="store_true", help=tr("accept the whole plan"))
    as_of_argument(parser)


def run(given: argparse.Namespace, output: Output) -> int:
    """Plan, and accept when asked to."""
    with opened(given) as office:
        from mutualaid.services.deciding import accept
        from mutualaid.services.planning import make_plan

        page = make_plan(office, as_of=given.as_of, fresh=True, progress=output.progress())
        accepted = accept(office).done if given.accept else 0
    counts = {
        "value": page.value,
        "bound": page.bound,
        "gap": page.gap,
        "matched": len(page.proposals),
        "unmatched": len(page.unmatched),
        "accepted": accepted,
    }
    output.document(counts, tr("{matched} matched, {unmatched} not, {accepted} accepted.", **counts))
    return 0
