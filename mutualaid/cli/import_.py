"""`import`: what a file would bring, and with --yes bring it in."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from mutualaid.cli.opening import opened, store_argument
from mutualaid.cli.output import Output
from mutualaid.language.catalog import ntr, tr
from mutualaid.language.import_words import notice, reason, warning

if TYPE_CHECKING:
    from mutualaid.services.import_result import ImportPreview, ImportResult

PRESETS = ("auto", "google-form", "airtable", "kobo", "odk", "needs", "volunteers", "supplies")
SHOWN = 10


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    store_argument(parser)
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--preset", choices=PRESETS, default="auto", help=tr("where the file comes from"))
    parser.add_argument("--mapping", type=Path, metavar="FILE", help=tr("which of its columns is which of our fields"))
    parser.add_argument("--rejects", type=Path, metavar="FILE", help=tr("write the rows that were turned away here"))
    parser.add_argument("--yes", action="store_true", help=tr("import; without it, only a preview is made"))


def run(given: argparse.Namespace, output: Output) -> int:
    """Preview, and import when asked to."""
    with opened(given) as office:
        from mutualaid.services.importing import preview_import, run_import, source_notice

        progress = output.progress()
        done: ImportPreview | ImportResult
        done = preview_import(office, path=given.file, preset=given.preset, mapping=given.mapping, progress=progress)
        if given.yes:
            done = run_import(office, preview=done, rejects=given.rejects, progress=progress)
    output.document(done.document(), _words(done))
    for row in done.rejected[:SHOWN]:
        output.say(tr("Row {row}: {reason}.", row=row.row, reason=reason([row.code])))
    for found in done.warnings[:SHOWN]:
        output.say(tr("Row {row}: {warning}", row=found.row, warning=warning(found.code)))
    more = len(done.rejected[SHOWN:]) + len(done.warnings[SHOWN:])
    if more:
        output.say(ntr("And {n} more remark.", "And {n} more remarks.", more))
    if given.yes:
        output.say(notice(source_notice(given.file)))
    else:
        output.say(tr("Nothing was imported. Add --yes to import this."))
    return 0


def _words(done: ImportPreview | ImportResult) -> str:
    counts = done.counts
    return tr(
        "{read} rows: {added} new, {merged} added to households or people we know, {duplicates} already here, "
        "{rejected} turned away, {blank} blank; {needs} needs.",
        read=counts.read,
        added=counts.added,
        merged=counts.merged,
        duplicates=counts.duplicates,
        rejected=counts.rejected,
        blank=counts.blank,
        needs=counts.needs_added,
    )
