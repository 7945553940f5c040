"""The end of the day's work: between the office and its locked door, a backup when one is due, which can be skipped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QProgressBar

from mutualaid.desktop.door_frame import DoorFrame
from mutualaid.desktop.doors import Doors
from mutualaid.desktop.tasks import Tasks
from mutualaid.desktop.widgets.words import Button, Said
from mutualaid.language.catalog import N_, tr
from mutualaid.language.errors import sentence
from mutualaid.progress import Progress
from mutualaid.records.errors import Fault

if TYPE_CHECKING:
    from mutualaid.services.office import Office

_LOOK_MS = 100


class DayEndWindow(DoorFrame):
    """Makes the backup of `office`, of which nothing is on view any more. `ended` carries what to tell, "" for nothing;
    it comes once, whether the backup was made, failed or was skipped.
    """

    ended = Signal(str)

    def __init__(self, doors: Doors, tasks: Tasks, office: Office) -> None:
        super().__init__()
        self.office = office
        self._doors, self._tasks = doors, tasks
        self._progress: Progress | None = None
        self._seen = (0, 0)
        self._over = False
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.skip_button = Button(N_("Skip it this time"), self.skip)
        for widget in (
            Said(N_("Making today's backup"), points=5, bold=True),
            Said(N_("Then the office is locked. Nothing of it is on view any more."), role="subtle"),
            self.bar,
            self.skip_button,
        ):
            self.card.body.addWidget(widget)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)
        self.retranslate()

    def retranslate(self) -> None:
        """The bar has a name."""
        if hasattr(self, "bar"):
            self.bar.setAccessibleName(tr("Making today's backup"))

    def begin(self) -> None:
        """Start, off the window's thread."""
        self._timer.start(_LOOK_MS)
        self.skip_button.setFocus()

        def work(progress: Progress) -> bool:
            def heard(done: int, total: int) -> None:
                self._seen = (done, total)
                progress.step(done, total)

            self._progress = progress
            return self._doors.back_up_today(self.office, Progress(heard))

        self._tasks.compute(work, self._made, owner=self, title="", fail=self._failed, stopped=lambda: self._end(""))

    def _look(self) -> None:
        done, total = self._seen
        self.bar.setRange(0, total)
        self.bar.setValue(min(done, total))

    def skip(self) -> None:
        """Lock without it; the next unlocking makes up for it."""
        self.skip_button.setEnabled(False)
        if self._progress is not None:
            self._progress.cancel()

    def _made(self, in_its_place: bool) -> None:
        if in_its_place:
            self._end("")
        else:
            self._end(tr("The folder for backups was not there, so today's backup lies beside the office."))

    def _failed(self, fault: Fault) -> None:
        self._end(tr("Today's backup could not be made. {why}", why=sentence(fault)))

    def _end(self, told: str) -> None:
        if not self._over:
            self._over = True
            self._timer.stop()
            self.ended.emit(told)

    def failed(self) -> None:
        """Something unforeseen happened: lock all the same."""
        self._end(tr("Today's backup could not be made."))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing skips it; the window goes when the work has unwound."""
        if self._over:
            super().closeEvent(event)
        else:
            event.ignore()
            self.skip()
