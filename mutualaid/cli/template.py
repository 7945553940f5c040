"""`template`: an empty file of our own columns, an empty form on paper, or a form for KoboToolbox and ODK."""

from __future__ import annotations

import argparse
from pathlib import Path

from mutualaid.cli.output import Output
from mutualaid.language.catalog import tr
from mutualaid.records.errors import BadInput, NoSpace, UsageFault

_FORMS = ("paper", "xlsform")
_MOST_KEY = 20_000


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("kind", choices=["needs", "volunteers", "supplies", *_FORMS], metavar="KIND")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE")
    parser.add_argument("--large", action="store_true", help=tr("paper: in large print"))
    parser.add_argument("--public-key", type=Path, metavar="FILE", help=tr("xlsform: encrypt answers to this RSA key"))


def run(given: argparse.Namespace, output: Output) -> int:
    """Write it."""
    if (given.large and given.kind != "paper") or (given.public_key is not None and given.kind != "xlsform"):
        raise UsageFault("command_unclear", command="mutualaid template")
    if given.kind == "paper":
        return _paper(given, output)
    if given.kind == "xlsform":
        return _xlsform(given, output)
    from mutualaid.services.templates import write_template

    write_template(kind=given.kind, out=given.out)
    output.document({"kind": given.kind}, tr("The file is ready to be filled in."))
    return 0


def _paper(given: argparse.Namespace, output: Output) -> int:
    from mutualaid.services.blank_forms import save_paper, standard_choices

    pages = save_paper(given.out, choices=standard_choices(), large=given.large)
    output.document({"kind": given.kind, "pages": pages}, tr("The form is ready to be printed, on both sides."))
    return 0


def _xlsform(given: argparse.Namespace, output: Output) -> int:
    from mutualaid.services.blank_forms import save_xlsform, standard_choices

    key = "" if given.public_key is None else _read(given.public_key)
    save_xlsform(given.out, choices=standard_choices(), public_key=key)
    told = (
        tr("The form is ready for KoboToolbox or ODK; answers are encrypted on the phone.")
        if key
        else tr(
            "The form is ready for KoboToolbox or ODK. Without a key its answers lie readable on phones and server."
        )
    )
    output.document({"kind": given.kind, "encrypted": bool(key)}, told)
    return 0


def _read(path: Path) -> str:
    try:
        if not path.is_file():
            raise BadInput("file_missing")
        with path.open("rb") as opened:
            text = opened.read(_MOST_KEY).decode("ascii", errors="replace").strip()
    except OSError:
        raise NoSpace("cannot_read_or_write") from None
    if not text:
        raise BadInput("form_key_unreadable")
    return text
