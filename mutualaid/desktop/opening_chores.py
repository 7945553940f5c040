"""What the program does by itself when an office was unlocked, behind the first page: past hearings are deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from mutualaid.desktop.tasks import Tasks
from mutualaid.records.views import Changed

if TYPE_CHECKING:
    from mutualaid.services.office import Office


def do_chores(office: Office, tasks: Tasks, owner: QWidget) -> None:
    """Start them on the writer's thread; where nothing is due, nothing is written."""

    def forget() -> Changed:
        from mutualaid.services.appointments import forget_past

        return forget_past(office)

    tasks.write(forget, owner=owner)
