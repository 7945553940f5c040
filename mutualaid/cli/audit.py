"""`audit`: attack released folders with nothing but their files."""

from __future__ import annotations

import argparse
from pathlib import Path

from mutualaid.cli.output import Output
from mutualaid.language.catalog import tr


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("folders", type=Path, nargs="+", metavar="DIR")


def run(given: argparse.Namespace, output: Output) -> int:
    """Attack, report, and exit with 1 when anything was learned."""
    from mutualaid.services.audits import audit_folders

    report = audit_folders(folders=given.folders, progress=output.progress())
    output.document(report.to_document(), report.words())
    if not report.findings:
        output.say(tr("Nothing about any household could be learned from these files."))
    return 1 if report.findings else 0
