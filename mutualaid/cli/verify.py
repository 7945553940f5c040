"""`verify`: check a store's keyfile, pages, records and journal."""

from __future__ import annotations

import argparse

from mutualaid.cli.opening import opened, store_argument
from mutualaid.cli.output import Output
from mutualaid.language.catalog import tr


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    store_argument(parser)


def run(given: argparse.Namespace, output: Output) -> int:
    """Check, and exit with 1 when anything is wrong."""
    with opened(given) as office:
        from mutualaid.services.verifying import verify

        findings = verify(office)
    output.document(
        {"findings": [{"code": f.code, "message": f.words} for f in findings]}, "\n".join(f.words for f in findings)
    )
    if not findings:
        output.say(tr("The store is whole."))
    return 1 if findings else 0
