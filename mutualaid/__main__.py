"""The one entry: without a command it opens the desktop, with one it hands over to the command line."""

from __future__ import annotations

import multiprocessing
import sys

_LANGUAGE_ONLY = {("--lang", "en"): "en", ("--lang", "es"): "es", ("--lang=en",): "en", ("--lang=es",): "es"}


def main(argv: list[str] | None = None) -> int:
    """Run with `argv` (the process's own by default) and return the exit code."""
    arguments = sys.argv[1:] if argv is None else argv
    from mutualaid.vault.hardening import harden_process

    harden_process()
    language = _LANGUAGE_ONLY.get(tuple(arguments))
    if arguments and language is None:
        from mutualaid.cli.main import run

        return run(arguments)
    from mutualaid.desktop.app import run as open_desktop

    return open_desktop([], lang=language)


if __name__ == "__main__":
    multiprocessing.freeze_support()  # a frozen program starts its solver by starting itself
    sys.exit(main())
