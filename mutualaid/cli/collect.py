"""`collect`: bring in what an event sealed; what is plain is accepted, and the rest waits in the window."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mutualaid.cli.opening import opened, store_argument
from mutualaid.cli.output import Output
from mutualaid.language.catalog import ntr, tr
from mutualaid.language.intake_words import doubt, file_mark

if TYPE_CHECKING:
    from mutualaid.services.collecting import Collected, WaitingForm

SHOWN = 20


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    store_argument(parser)
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--hold", action="store_true", help=tr("accept nothing yet: all forms wait in the window"))
    parser.add_argument(
        "--sound-part",
        action="store_true",
        help=tr("of a damaged file, bring in what is proven sound before the damage"),
    )


def run(given: argparse.Namespace, output: Output) -> int:
    """Verify, keep, accept what nobody needs to look at, and say what waits and why."""
    with opened(given) as office:
        from mutualaid.services.collecting import accept_forms, collect, waiting_forms

        progress = output.progress()
        found = collect(office, path=given.file, sound_part=given.sound_part, progress=progress)
        fresh = [form for form in waiting_forms(office) if form.uid in set(found.changed.uids)]
        plain = [] if given.hold else [form for form in fresh if not form.doubts]
        if plain:
            accept_forms(office, forms=[form.uid for form in plain])
    waiting = [form for form in fresh if form not in plain]
    output.document(_document(found, len(plain), waiting), _words(found, len(plain), len(waiting)))
    for mark in found.marks:
        output.say(file_mark(mark))
    told = [(form.number, code) for form in waiting for code in form.doubts]
    for number, code in told[:SHOWN]:
        output.say(
            tr("Form {number}: {words}", number=number, words=doubt(code))
            if number
            else tr("A form that broke off: {words}", words=doubt(code))
        )
    if len(told) > SHOWN:
        output.say(ntr("And {n} more remark.", "And {n} more remarks.", len(told) - SHOWN))
    output.say(tr("Compare with the paper slip: {fingerprint}.", fingerprint=found.fingerprint))
    if waiting:
        output.say(tr("Open the window to look at the forms that wait."))
    return 0


def _document(found: Collected, accepted: int, waiting: list[WaitingForm]) -> dict[str, Any]:
    marks: list[dict[str, Any]] = [{"form": None, "code": str(mark)} for mark in found.marks]
    marks += [{"form": form.number, "code": code} for form in waiting for code in form.doubts]
    return {
        "event": found.event,
        "helpers": list(found.helpers),
        "read": found.whole + found.unfinished,
        "accepted": accepted,
        "waiting": len(waiting),
        "known": found.known,
        "unfinished": found.unfinished,
        "fingerprint": found.fingerprint,
        "marks": marks,
    }


def _words(found: Collected, accepted: int, waiting: int) -> str:
    return tr(
        "{event}: {read} forms read, {known} of them known already; {accepted} accepted, {waiting} wait for a look.",
        event=found.event,
        read=found.whole + found.unfinished,
        known=found.known,
        accepted=accepted,
        waiting=waiting,
    )
