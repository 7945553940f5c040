"""The one entry: without a command it opens the desktop, with one it hands over to the command line."""

from __future__ import annotations

import multiprocessing
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mutualaid.services.event_laptop import Slip

_LANGUAGE_ONLY = {("--lang", "en"): "en", ("--lang", "es"): "es", ("--lang=en",): "en", ("--lang=es",): "es"}


class _Desktop:
    """The desktop as the command line may ask for it; imported when asked."""

    def open_demo(self, lang: str | None) -> int:
        from mutualaid.desktop.demo import open_demo

        return open_demo(lang)

    def shoot_demo(self, folder: Path) -> int:
        from mutualaid.desktop.demo import shoot_demo

        return shoot_demo(folder)

    def open_intake(self, kit: Path, out: Path) -> list[Slip]:
        from mutualaid.desktop.intake.run import open_intake

        return open_intake(kit, out)


def main(argv: list[str] | None = None) -> int:
    """Run with `argv` (the process's own by default) and return the exit code."""
    arguments = sys.argv[1:] if argv is None else argv
    from mutualaid.vault.hardening import harden_process

    harden_process()
    language = _LANGUAGE_ONLY.get(tuple(arguments))
    if arguments and language is None:
        from mutualaid.cli.main import run

        return run(arguments, _Desktop())
    from mutualaid.desktop.app import run as open_desktop

    return open_desktop([], lang=language)


if __name__ == "__main__":
    multiprocessing.freeze_support()  # a frozen program starts its solver by starting itself
    sys.exit(main())
