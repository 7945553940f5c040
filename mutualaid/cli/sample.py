"""`sample`: fill a store with plausible, invented records."""

from __future__ import annotations

import argparse
from datetime import date

from mutualaid.cli.opening import opened, store_argument
from mutualaid.cli.output import Output
from mutualaid.language.catalog import tr


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    store_argument(parser)
    for name in ("households", "needs", "volunteers", "lots"):
        parser.add_argument(f"--{name}", type=int, required=True, metavar="N")
    parser.add_argument("--seed", type=int, required=True, metavar="S")
    parser.add_argument("--until", type=date.fromisoformat, metavar="DATE", help=tr("last day of the invented past"))
    parser.add_argument("--months", type=int, default=12, metavar="M", help=tr("how many months of past"))


def run(given: argparse.Namespace, output: Output) -> int:
    """Fill and say how much."""
    with opened(given) as office:
        from mutualaid.services.sampling import fill_sample

        counts = fill_sample(
            office,
            households=given.households,
            needs=given.needs,
            volunteers=given.volunteers,
            lots=given.lots,
            seed=given.seed,
            until=given.until,
            months=given.months,
            progress=output.progress(),
        )
    output.document(
        counts, tr("Done: {households} households, {needs} needs, {volunteers} volunteers, {lots} lots.", **counts)
    )
    return 0
