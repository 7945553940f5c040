"""`audit`: attack released folders with nothing but their files."""

from __future__ import annotations

import argparse
from pathlib import Path

from mutualaid.cli.output import Output
from mutualaid.language.audit_words import finding
from mutualaid.language.catalog import tr


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("folders", type=Path, nargs="+", metavar="DIR")


def run(given: argparse.Namespace, output: Output) -> int:
    """Attack, report, and exit with 1 when anything was learned."""
    from mutualaid.services.audits import audit_folders

    report = audit_folders(folders=given.folders, progress=output.progress())
    said = [finding(found.kind, found.release, found.detail) for found in report.findings]
    output.document(
        {
            "releases": report.releases,
            "published": report.published,
            "hidden": report.hidden,
            "findings": [
                {"code": found.kind, "release": found.release, "message": words}
                for found, words in zip(report.findings, said, strict=True)
            ],
        },
        "\n".join(said),
    )
    if report.ok:
        output.say(tr("Nothing about any household could be learned from these files."))
    return 0 if report.ok else 1
