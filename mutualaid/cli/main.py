"""The command line: reads the words, runs one command, turns faults into sentences and exit codes."""

from __future__ import annotations

import argparse
import errno
import gettext
import importlib
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from mutualaid import __version__, paths
from mutualaid.cli.output import Output
from mutualaid.language.catalog import N_, set_language, system_language, tr
from mutualaid.progress import Cancelled
from mutualaid.records.errors import Fault, NoSpace, UsageFault

COMMANDS: dict[str, tuple[str, str]] = {
    "demo": ("demo", N_("Open a sample office in a throwaway store")),
    "new": ("new", N_("Make a new store")),
    "sample": ("sample", N_("Fill a store with invented records")),
    "import": ("import_", N_("Bring in a file: preview first, then --yes")),
    "template": ("template", N_("Write an empty file of our own columns")),
    "list": ("list_", N_("List codes and columns that identify nobody")),
    "search": ("search", N_("Search by code, name, phone and note")),
    "problem": ("problem", N_("Write the open needs as a matching problem")),
    "solve": ("solve", N_("Solve a matching problem from a file")),
    "match": ("match", N_("Plan the open needs")),
    "release": ("release", N_("Publish an anonymised summary")),
    "audit": ("audit", N_("Attack published summaries with their own files")),
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
    """A parser whose errors are faults, so that they come out as every other error does."""

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
    for word, following in zip(arguments, [*arguments[1:], ""], strict=True):
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


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code; see the contract of the command line for what codes mean."""
    _speak(_language(arguments))
    command = next((word for word in arguments if word in COMMANDS), None)
    output = Output(as_json="--json" in arguments)
    try:
        given = _parser(command).parse_args(list(arguments))
        module = importlib.import_module(f"mutualaid.cli.{COMMANDS[given.command][0]}")
        return int(module.run(given, output))
    except Fault as fault:
        output.fault(fault)
        return fault.exit_code
    except (Cancelled, KeyboardInterrupt):
        output.say(tr("Stopped; nothing was changed."))
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
        failed = NoSpace("disk_full" if full else "cannot_read_or_write")
        output.fault(failed)
        return failed.exit_code
