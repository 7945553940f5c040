"""`salvage`: bring what is sound in a damaged store into a new one, and say what was lost."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mutualaid.cli.opening import store_argument, with_secret
from mutualaid.cli.output import Output
from mutualaid.language.catalog import ntr, tr
from mutualaid.language.formats import format_list
from mutualaid.language.stored import counted

if TYPE_CHECKING:
    from mutualaid.services.salvaging import Lost, Salvaged


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    store_argument(parser)
    parser.add_argument("new", type=Path, metavar="NEW", help=tr("a new or empty folder for what can be saved"))


def run(given: argparse.Namespace, output: Output) -> int:
    """Salvage; the damaged store stays as it is, and the new one appears whole or not at all."""

    def save(**secret: Any) -> Salvaged:
        from mutualaid.services.salvaging import salvage

        return salvage(given.store, given.new, progress=output.progress(), **secret)

    done = with_secret(given, save)
    output.document(_document(given.new, done))
    for line in _lines(done):
        output.say(line)
    return 0


def _document(new: Path, done: Salvaged) -> dict[str, object]:
    return {
        "store": str(new),
        "kept": done.kept,
        "renewed": done.renewed,
        "outdated": _named(done.outdated),
        "lost": _named(done.lost),
        "stood_in": _named(done.stood_in),
        "journal_lost": [list(run) for run in done.entries],
        "releases_lost": list(done.releases),
        "settings_lost": done.settings,
        "pages_damaged": done.pages,
    }


def _named(lost: Sequence[Lost]) -> list[dict[str, object]]:
    return [{"kind": one.kind, "count": one.number, "codes": list(one.codes)} for one in lost]


def _lines(done: Salvaged) -> Iterator[str]:
    yield tr("Saved: {what}.", what=format_list([counted(kind, n) for kind, n in done.kept.items()]))
    if done.renewed:
        yield ntr(
            "{n} of these came back from the change journal, since its own page was damaged.",
            "{n} of these came back from the change journal, since their own pages were damaged.",
            done.renewed,
        )
    for one in done.outdated:
        yield tr("Perhaps not as it last was: {what}.", what=_with_codes(one))
    for one in done.lost:
        yield tr("Lost: {what}.", what=_with_codes(one))
    for one in done.stood_in:
        yield tr("To be filled in again, since others refer to it: {what}.", what=_with_codes(one))
    if done.entries:
        entries = sum(last - first + 1 for first, last in done.entries)
        yield ntr("Lost: {n} entry of the change journal.", "Lost: {n} entries of the change journal.", entries)
    if done.releases:
        yield tr("The ledger of published summaries has gaps, so that nothing more can be released from this store.")
    if done.settings:
        yield tr("The office's settings were lost; set them again.")
    if done.whole:
        yield tr("Nothing was lost.")
    yield tr(
        "The new store opens with the same passphrases and recovery words. Keep the damaged one until you are sure."
    )


def _with_codes(lost: Lost) -> str:
    what = counted(lost.kind, lost.number)
    return f"{what} ({', '.join(lost.codes)})" if lost.codes else what
