"""`verify`: check a store's keyfile, pages, records and journal."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from mutualaid.cli.opening import store_argument, with_secret
from mutualaid.cli.output import Output
from mutualaid.language.catalog import tr
from mutualaid.services.finding_words import document

if TYPE_CHECKING:
    from mutualaid.services.verifying import Finding


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    store_argument(parser)


def run(given: argparse.Namespace, output: Output) -> int:
    """Check, and exit with 1 when anything is wrong."""

    def look(**secret: Any) -> list[Finding]:
        from mutualaid.services.verifying import verify_at

        return verify_at(given.store, **secret)

    findings = with_secret(given, look)
    told = [document(f.code, f.words, f.facts) for f in findings]
    output.document({"findings": told}, "\n".join(f.words for f in findings))
    if not findings:
        output.say(tr("The store is whole."))
    return 1 if findings else 0
