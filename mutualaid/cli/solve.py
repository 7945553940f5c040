"""`solve`: the engine on a file, with no store."""

from __future__ import annotations

import argparse
from pathlib import Path

from mutualaid.cli.output import Output
from mutualaid.language.catalog import tr


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("problem", type=Path, metavar="PROBLEM")
    parser.add_argument("--plan", type=Path, required=True, metavar="FILE")
    parser.add_argument(
        "--give", type=float, default=0.0, metavar="G", help=tr("share of the value to give for fairness")
    )
    parser.add_argument("--effort", choices=["quick", "full"], default="full")


def run(given: argparse.Namespace, output: Output) -> int:
    """Solve and write the plan."""
    from mutualaid.services.solve_file import solve_file

    plan = solve_file(
        problem=given.problem, plan=given.plan, give=given.give, effort=given.effort, progress=output.progress()
    )
    counts = {key: plan[key] for key in ("value", "bound", "gap")}
    counts |= {"matched": len(plan["matches"]), "unmatched": len(plan["unmatched"])}
    output.document(counts, tr("{matched} matched, {unmatched} not.", **counts))
    return 0
