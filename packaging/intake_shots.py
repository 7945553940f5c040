"""Draws every page of event mode in both languages, in letters of the usual size and twice as large.

    .venv/bin/python packaging/intake_shots.py DIR [--guide]

writes DIR/{en,es}-{100,200}-{1280x800,1366x768}-NN-*.png. With `--guide` it draws the pictures of the guide into
docs/guide/images/events instead. It needs no display, and nobody in the pictures lives.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from guide_shots import GUIDE, save  # chooses the platform first
from PySide6.QtWidgets import QApplication

from mutualaid.desktop import language
from mutualaid.desktop.app import make_application
from mutualaid.desktop.intake.views import rehearse, visit
from mutualaid.desktop.intake.window import IntakeWindow
from mutualaid.desktop.shots import settle

Look = Callable[[str, IntakeWindow], None]
SIZES = ((1280, 800), (1366, 768))
IN_GUIDE = ("start", "language", "keep", "zone", "needs", "windows", "watched", "summary", "thanks", "slip")


def draw(
    app: QApplication, lang: str, times: int, size: tuple[int, int], see: Callable[[str, IntakeWindow], None]
) -> None:
    """Walk through event mode once; where letters are large, as people fill it in by themselves."""
    usual, large = app.font(), app.font()
    large.setPointSizeF(usual.pointSizeF() * times)
    app.setFont(large)
    language.switch(app, lang)
    event = rehearse(app)
    event.window.resize(*size)
    event.window.show()
    try:
        visit(event, lang, lambda: settle(event.tasks), see, self_serve=times > 1)
    finally:
        event.close()
        app.setFont(usual)


def _keep(folder: Path, stem: str, name: str, window: IntakeWindow) -> None:
    window.grab().save(str(folder / f"{stem}-{name}.png"))


def _for_guide(lang: str, name: str, window: IntakeWindow) -> None:
    plain = name.partition("-")[2]
    if plain in IN_GUIDE:
        save(window, GUIDE / "events" / f"{lang}-{plain}.png")


def main() -> None:
    """Draw them all, or those of the guide."""
    app = make_application([], look="light", lang="en")
    if "--guide" in sys.argv:
        for lang in ("en", "es"):
            draw(app, lang, 1, SIZES[0], partial(_for_guide, lang))
        return
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for lang in ("en", "es"):
        for times in (1, 2):
            for size in SIZES:
                stem = f"{lang}-{times}00-{size[0]}x{size[1]}"
                draw(app, lang, times, size, partial(_keep, folder, stem))
    print(len(list(folder.glob("*.png"))))


if __name__ == "__main__":
    main()
