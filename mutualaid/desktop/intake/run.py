"""Opens event mode: the kit first, so that a bad one is told before anything covers the screen."""

from __future__ import annotations

import os
from pathlib import Path

from mutualaid.desktop.app import make_application
from mutualaid.desktop.intake.event import Event
from mutualaid.desktop.last_resort import install_excepthook
from mutualaid.language.catalog import current_language
from mutualaid.records.errors import NoSpace, Refused
from mutualaid.services.event_laptop import Kit, Sealing, Slip, open_kit, start_sealing
from mutualaid.services.surroundings import memory_code


def start(kit: Kit, out: Path, helper: str) -> Sealing:
    """The real file."""
    return start_sealing(kit, out=out, helper=helper)


def check_place(out: Path) -> None:
    """Raises NoSpace or Refused where no event file can lie; nothing is written."""
    if out.is_dir():
        raise Refused("event_file_foreign")
    writable = os.access(out, os.W_OK) if out.exists() else os.access(out.parent, os.W_OK | os.X_OK)
    if not writable:
        raise NoSpace("cannot_read_or_write")


def open_intake(kit: Path, out: Path) -> list[Slip]:
    """Show event mode on the whole screen until the helper ends it; the closing slips, none if she left before.

    `kit` is a kit's file, `out` the event file to begin or to go on with. Raises what `open_kit` and `start_sealing`
    raise; a file that was refused in the window is raised when the window is left without another.
    """
    opened = open_kit(kit)
    place = Path(os.path.abspath(out))  # noqa: PTH100  links are kept: a stick may be one
    check_place(place)
    app = make_application([], lang=current_language())
    event = Event(app, opened, place, start, warning=memory_code())
    install_excepthook(event)
    event.ended.connect(app.quit)
    event.window.setGeometry(app.primaryScreen().geometry())  # also where no window manager would do it
    event.window.showFullScreen()
    event.window.activateWindow()
    try:
        app.exec()
    finally:
        event.close()
    if event.begin_page.fault is not None:
        raise event.begin_page.fault
    return event.slips
