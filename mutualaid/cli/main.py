"""The command line: reads the words, runs one command, turns faults into sentences and exit codes."""

from __future__ import annotations

import argparse
import errno
import gettext
import importlib
import io
import os
import sys
import traceback
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, NoReturn

from mutualaid import __version__, paths
from mutualaid.cli.output import Output
from mutualaid.cli.windows import Windows
from mutualaid.language.catalog import N_, set_language, system_language, tr
from mutualaid.progress import Cancelled
from mutualaid.records.errors import BadInput, Fault, NoSpace, UsageFault

COMMANDS: dict[str, tuple[str, str]] = {
    "demo": ("demo", N_("Open a sample office in a throwaway store")),
    "new": ("new", N_("Make a new store")),
    "sample": ("sample", N_("Fill a store with invented records")),
    "import": ("import_", N_("Bring in a file: preview first, then --yes")),
    "template": ("template", N_("Write an empty file of our own columns")),
    "list": ("list_", N_("List codes and columns that identify nobody")),
    "export": ("export", N_("Write a list to a file, without names unless twice asked")),
    "partners": ("partners", N_("List partner organizations, bring in a directory, give ours away")),
    "zones": ("zones", N_("List zones, or take them out of a GeoJSON file")),
    "search": ("search", N_("Search by code, name, phone and note")),
    "problem": ("problem", N_("Write the open needs as a matching problem")),
    "solve": ("solve", N_("Solve a matching problem from a file")),
    "match": ("match", N_("Plan the open needs")),
    "release": ("release", N_("Publish an anonymised summary")),
    "audit": ("audit", N_("Attack published summaries with their own files")),
    "kit": ("kit", N_("Make a kit for sealing forms at an event")),
    "collect": ("collect", N_("Bring in the forms that an event sealed")),
    "backup": ("backup", N_("Write a backup of a store")),
    "restore": ("restore", N_("Make a store of a backup")),
    "check-backup": ("check_backup", N_("Check that a backup is whole")),
    "salvage": ("salvage", N_("Save what is sound in a damaged store")),
    "slots": ("slots", N_("List and change who may open a store")),
    "rekey": ("rekey", N_("Replace all keys of a store")),
    "intake": ("intake", N_("Fill in forms at an event, full screen")),
    "verify": ("verify", N_("Check a store for damage and tampering")),
}
"""Command, its module in this package, and its one line of help; modules are imported only when used."""

_ARGPARSE_WORDS = (
    N_("usage: "),
    N_("positional arguments"),
    N_("options"),
    N_("show this help message and exit"),
    N_("show program's version number and exit"),
)


class _Parser(argparse.ArgumentParser):
    """A parser whose errors are faults, so that they come out as every other error does; options are written out."""

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **{**given, "allow_abbrev": False})

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        raise UsageFault("command_unclear", command=self.prog)


def _shared() -> _Parser:
    """Options that every command takes, before or after its own."""
    shared = _Parser(add_help=False, argument_default=argparse.SUPPRESS)
    shared.add_argument("--json", action="store_true", help=tr("print one JSON document"))
    shared.add_argument("--lang", choices=["en", "es"], help=tr("language of what is said to you"))
    shared.add_argument(
        "--passphrase-fd", type=int, metavar="N", help=tr("read the passphrase from file descriptor N, one line")
    )
    shared.add_argument(
        "--recovery-fd",
        type=int,
        metavar="N",
        help=tr("read the recovery words from file descriptor N, a line a sheet, and open with them"),
    )
    return shared


def _parser(command: str | None) -> argparse.ArgumentParser:
    """The whole parser; only the wanted command's module is imported."""
    shared = _shared()
    parser = _Parser(
        prog="mutualaid",
        parents=[shared],
        description=tr("Matching and discretion for the coordinators of a mutual-aid network."),
        epilog=tr("Without a command, the desktop opens."),
    )
    parser.add_argument("--version", action="version", version=f"mutualaid {__version__}")
    verbs = parser.add_subparsers(dest="command", required=True, metavar=tr("COMMAND"), parser_class=_Parser)
    for name, (module, line) in COMMANDS.items():
        sub = verbs.add_parser(name, parents=[shared], help=tr(line), description=tr(line))
        if name == command:
            importlib.import_module(f"mutualaid.cli.{module}").arguments(sub)
    return parser


def _language(arguments: Sequence[str]) -> str:
    """The language asked for by --lang, else the system's; found before parsing, since help needs it."""
    for word, following in pairwise([*arguments, ""]):
        if word == "--lang" and following in ("en", "es"):
            return following
        if word.startswith("--lang=") and word[7:] in ("en", "es"):
            return word[7:]
    return system_language()


def _speak(language: str) -> None:
    """Set the language of our words and of argparse's own."""
    set_language(language)
    os.environ["LANGUAGE"] = language
    gettext.bindtextdomain("mutualaid", str(paths.translations()))
    gettext.textdomain("mutualaid")


def run(arguments: Sequence[str], windows: Windows | None = None) -> int:
    """Run one command and return its exit code; see the contract of the command line for what codes mean.

    `windows` is the desktop, for the one command that opens it.
    """
    _speak(_language(arguments))
    _write_anything()
    output = Output(as_json="--json" in arguments)
    try:
        code = _command(arguments, output, windows)
        sys.stdout.flush()
        return code
    except Fault as fault:
        output.fault(fault)
        return fault.exit_code
    except (Cancelled, KeyboardInterrupt):
        output.say(tr("Stopped; nothing was changed."))
        return 130
    except BrokenPipeError:  # whoever read our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
        failed = NoSpace("disk_full" if full else "cannot_read_or_write")
        output.fault(failed)
        return failed.exit_code
    except Exception as error:  # noqa: BLE001  its text may hold stored words, and a traceback prints it
        missed = BadInput("unexpected", kind=type(error).__name__, place=_place(error))
        output.fault(missed)
        return missed.exit_code


def _command(arguments: Sequence[str], output: Output, windows: Windows | None) -> int:
    """Read the words and run the command that they name."""
    command = next((word for word in arguments if word in COMMANDS), None)
    given = _parser(command).parse_args(list(arguments))
    output.as_json = getattr(given, "json", False)
    given.windows = windows
    module = importlib.import_module(f"mutualaid.cli.{COMMANDS[given.command][0]}")
    return int(module.run(given, output))


def _write_anything() -> None:
    """Let no letter that the terminal does not know (a path's, a name's) end a command that did its work."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _place(error: Exception) -> str:
    """The file and line that an error came from, for whoever mends it."""
    frames = traceback.extract_tb(error.__traceback__)
    return f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "?"
