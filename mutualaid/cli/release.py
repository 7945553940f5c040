"""`release`: an anonymised summary of a closed period."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from mutualaid.cli.opening import opened, store_argument
from mutualaid.cli.output import Output
from mutualaid.language.catalog import current, tr
from mutualaid.records.errors import Refused

if TYPE_CHECKING:
    from mutualaid.services.office import Office
    from mutualaid.summaries.plan import Plan


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
    """Release and say where it lies; before the first release, what is about to be fixed for good."""
    with opened(given) as office:
        from mutualaid.services.publication_plan import publication_plan
        from mutualaid.services.releases import make_release

        plan = publication_plan(office)
        if plan.frozen_on is None:
            _tell(plan.plan, output)
        try:
            made = make_release(
                office,
                period=given.period,
                out=given.out,
                recipient=given.recipient,
                strict=given.strict,
                progress=output.progress(),
            )
        except Refused as fault:
            return _refused(office, fault, given, output)
    keys = ("id", "dir", "published", "hidden", "period", "mode")
    document = {**made._asdict(), "dir": str(made.dir)}
    output.document(
        {key: document[key] for key in keys},
        tr("Published: {published} figures, {hidden} hidden.", published=made.published, hidden=made.hidden),
    )
    return 0


def _tell(plan: Plan, output: Output) -> None:
    from mutualaid.summaries.plan_words import told

    for heading, sentences in told(plan, current()):
        output.say(heading)
        for sentence in sentences:
            output.say(f"  {sentence}")


def _refused(office: Office, fault: Refused, given: argparse.Namespace, output: Output) -> int:
    """Say which rule refused it, and which releases none does."""
    from mutualaid.services.release_advice import possible_instead
    from mutualaid.summaries.periods import parse_period
    from mutualaid.summaries.words import period_name

    possible = possible_instead(office, fault=fault, period=given.period, strict=given.strict)
    output.fault(fault, instead=[one._asdict() for one in possible])
    if possible:
        output.say(tr("Possible instead:"))
    for one in possible:
        options = f"--period {one.period}{' --strict' if one.strict else ''}"
        output.say(f"  {options}  {period_name(parse_period(one.period), current())}")
    return fault.exit_code
