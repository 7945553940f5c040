"""The calendar file that says only when somebody is busy: asked for, and written off the window's thread."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from mutualaid.desktop.page import Context
from mutualaid.desktop.printing import ask_place
from mutualaid.desktop.schedule.state import ScheduleState
from mutualaid.language.catalog import tr


def save_calendar(context: Context, parent: QWidget, state: ScheduleState) -> QFileDialog:
    """Ask where, and write what is on view: of one volunteer, where the filter names her."""
    office, first, days, who = context.office, state.first, state.days, state.volunteer or None

    def save(path: Path) -> None:
        def work() -> None:
            from mutualaid.services.calendar_files import write_calendar

            write_calendar(office, out=path, first=first, days=days, volunteer=who)

        def done(_none: object) -> None:
            said = tr("Saved. It says only “Busy”: no place, no name. Anybody who has the file can read the times.")
            context.messages.tell(said, "good")

        context.tasks.read(work, done, owner=parent)

    name = tr("calendar") + ".ics"
    return ask_place(parent, tr("Save a calendar file"), name, tr("Calendar files") + " (*.ics)", save)
