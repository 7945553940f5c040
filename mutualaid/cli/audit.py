"""`audit`: attack released folders with nothing but their files."""

from __future__ import annotations

import argparse
from pathlib import Path

from mutualaid.cli.output import Output
from mutualaid.language.audit_words import finding, report
from mutualaid.language.catalog import tr


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument(
        "folders",
        type=Path,
        nargs="+",
        metavar="DIR",
        help=tr("released folders, or any with a data.csv, all together"),
    )


def run(given: argparse.Namespace, output: Output) -> int:
    """Attack, report, and exit with 1 when anything was learned or could not be read."""
    from mutualaid.services.audits import audit_folders

    seen = audit_folders(folders=given.folders, progress=output.progress())
    found = [(each.kind, each.release, each.detail) for each in seen.findings]
    notes = [(each.kind, each.release, each.detail) for each in seen.notes]
    output.document(
        {
            "releases": seen.releases,
            "published": seen.published,
            "hidden": seen.hidden,
            "findings": [_told(each) for each in found],
            "notes": [_told(each) for each in notes],
            "tried": seen.tried,
            "solves": seen.solves,
            "ours": seen.ours,
        },
        report(found, notes, folders=seen.releases, published=seen.published, hidden=seen.hidden, solves=seen.solves),
    )
    if seen.ok:
        output.say(
            tr("No hidden number could be worked out from these files, and nothing in them is against the rules.")
        )
    return 0 if seen.ok else 1


def _told(each: tuple[str, str, str]) -> dict[str, str]:
    kind, release, detail = each
    return {"code": kind, "release": release, "detail": detail, "message": finding(kind, release, detail)}
