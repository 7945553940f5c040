"""`check-backup`: read a backup from end to end, by the key that its store kept or by the recovery words."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from mutualaid.cli.opening import opened
from mutualaid.cli.output import Output
from mutualaid.cli.secrets import recovery_words
from mutualaid.language.catalog import tr
from mutualaid.language.formats import format_datetime

if TYPE_CHECKING:
    from mutualaid.services.backups import BackupCheck


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("file", type=Path, metavar="FILE", help=tr("the backup"))
    parser.add_argument(
        "--store", type=Path, metavar="STORE", help=tr("the store that made it, whose passphrase then does")
    )


def run(given: argparse.Namespace, output: Output) -> int:
    """Check, and exit with 1 when anything is wrong."""
    check = _by_the_store(given, output) if given.store is not None else _by_the_words(given, output)
    findings = [{"code": found.code, "message": found.words} for found in check.findings]
    document: dict[str, object] = {"findings": findings}
    if check.made_at is not None:
        document |= {"made_at": check.made_at.isoformat(), "by": check.made_by, "automatic": check.automatic}
        document["counts"] = check.counts
    output.document(document, "\n".join([*(found.words for found in check.findings), *_holds(check)]))
    if not check.findings:
        output.say(tr("The backup is whole."))
    return 1 if check.findings else 0


def _by_the_store(given: argparse.Namespace, output: Output) -> BackupCheck:
    with opened(given) as office:
        from mutualaid.services.backups import examine_backup

        return examine_backup(given.file, office=office, progress=output.progress())


def _by_the_words(given: argparse.Namespace, output: Output) -> BackupCheck:
    words = recovery_words(getattr(given, "recovery_fd", None))
    from mutualaid.services.backups import examine_backup

    return examine_backup(given.file, recovery=words, progress=output.progress())


def _holds(check: BackupCheck) -> list[str]:
    if check.made_at is None:
        return []
    made = tr("Made on {moment} by {name}.", moment=format_datetime(check.made_at.astimezone()), name=check.made_by)
    held = tr(
        "It holds: households {households}, needs {needs}, volunteers {volunteers}, lots {lots}, matches {matches}.",
        **check.counts,
    )
    return [made, held]
