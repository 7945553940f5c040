"""`verify`: check a store's keyfile, pages, records and journal."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from mutualaid.cli.opening import store_argument, with_secret
from mutualaid.cli.output import Output
from mutualaid.language.catalog import ntr, tr
from mutualaid.language.formats import format_datetime, format_number
from mutualaid.services.finding_words import document

if TYPE_CHECKING:
    from mutualaid.services.verifying import State, Verified


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    store_argument(parser)


def run(given: argparse.Namespace, output: Output) -> int:
    """Check, and exit with 1 when anything is wrong."""

    def look(**secret: Any) -> Verified:
        from mutualaid.services.verifying import verify_at

        return verify_at(given.store, **secret)

    findings, found = with_secret(given, look)
    result: dict[str, Any] = {"findings": [document(f.code, f.words, f.facts) for f in findings]}
    if found is not None:
        last = found.last_change
        result |= {
            "standing": found.standing,
            "generation": found.generation,
            "last_change": last and {"seq": last.seq, "at": last.at.isoformat(), "by": last.actor},
        }
    output.document(result, "\n".join(f.words for f in findings))
    if not findings:
        output.say(tr("The store is whole."))
    if found is not None:
        _say(found, output)
    return 1 if findings else 0


def _say(found: State, output: Output) -> None:
    """Tell how the store was found, in words."""
    if found.standing == "unproven":
        output.say(found.words)
    number = format_number(found.generation)
    output.say(
        ntr(
            "It was opened for writing {number} time.",
            "It was opened for writing {number} times.",
            found.generation,
            number=number,
        )
    )
    if found.last_change is not None:
        moment = format_datetime(found.last_change.at.astimezone())
        output.say(tr("Last change: {moment}, {name}.", moment=moment, name=found.last_change.actor))
