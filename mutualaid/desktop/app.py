"""The composition root: builds the windows, hands them what they need, and closes everything in order.

The passphrase window paints before anything heavy is imported; the store's tables are loaded by a thread while the
passphrase is typed.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Collection
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings, Qt, QTimer, Slot
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from mutualaid.desktop import language, preferences, theme
from mutualaid.desktop.day_end import DayEndWindow
from mutualaid.desktop.doors import Doors, OfficeDoors
from mutualaid.desktop.drafts import sealed
from mutualaid.desktop.guard import Guard
from mutualaid.desktop.last_resort import install_excepthook
from mutualaid.desktop.locking import Closing, Why, clear_screen, sweep
from mutualaid.desktop.opening_chores import do_chores
from mutualaid.desktop.stage import Stage
from mutualaid.desktop.widgets.icons import pixmap
from mutualaid.language.catalog import tr

if TYPE_CHECKING:
    from mutualaid.services.office import Office


_SWEEP_MS = 200
"""How long after locking the memory of the pages is swept, when Qt has let go of their windows."""

GIVE_WAY_S = 0.001
"""After how long a thread that reads or reckons lets the window's have its turn; Python's own is five times that."""

_SWEEPS = (700, 10, 10_000)
"""When Python sweeps its memory by itself: young objects as ever, all of it hardly ever, for in that tenth of a second
the window answers nothing. It is done when nobody has been there for a while, and at the lock.
"""


def _none_left(_saved: Collection[QObject]) -> None:
    """Nothing was half-filled."""


def make_application(argv: list[str], *, look: str = "system", lang: str = "en") -> QApplication:
    """The QApplication with name, look and language set. Its name is the program's, never an office's."""
    found = QApplication.instance()
    app = found if isinstance(found, QApplication) else QApplication(["mutualaid", *argv])
    app.setApplicationName("mutualaid")
    app.setApplicationDisplayName("mutualaid")
    app.setDesktopFileName("mutualaid")
    # A file dialog of the system would keep lists of what was opened, and would not hear the panic key.
    app.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
    # Qt's own would write the folders that were visited to a file of its settings.
    QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, os.devnull)
    theme.apply(app, look)
    app.setWindowIcon(QIcon(pixmap("app", theme.tones().accent, 64)))
    language.switch(app, lang)
    return app


class Desktop(Stage):
    """The office behind the windows: opening it, locking it, ending its day, and leaving."""

    def __init__(
        self,
        app: QApplication,
        doors: Doors,
        remembered: preferences.Preferences,
        *,
        file: Path | None = None,
        guard: Guard | None = None,
    ) -> None:
        super().__init__(app, doors, remembered, file)
        self._drop_next = False
        self._write_drafts: Callable[[Collection[QObject]], None] = _none_left
        self.guard = guard or Guard(app, doors)
        self.guard.asked.connect(self.lock)
        app.aboutToQuit.connect(self.leave)

    def begin(self) -> None:
        """Show the window that fits: unlock where a store lies, else the first-run window; then load the rest."""
        if self._doors.exists(self.remembered.store):
            self.show_unlock(self.remembered.store)
        else:
            self.show_first_run()
        QTimer.singleShot(0, self, lambda: self.tasks.read(self._doors.warm, owner=self))

    @Slot(object)
    def enter(self, office: Office) -> None:
        """The office is open: show it, and remember where it lies unless it is a sample."""
        from mutualaid.desktop.shell import Shell

        if self._drop_next:
            self._drop_next = False
            self._put_away(office, Why.PANIC)
            return
        if not self._doors.is_sample(office):
            self.remembered.folder = str(office.folder)
            preferences.save(self.remembered, self._file)
        shell = Shell(office, self.tasks, looks=preferences.Looks(self.remembered, self._file))
        shell.lock_asked.connect(self.lock)
        shell.idle.locked.connect(partial(self.lock, Why.IDLE))
        shell.idle.masked.connect(partial(gc.collect))  # nobody is there whom it would hold up
        shell.closing.connect(self._closing)
        shell.rescue_asked.connect(self._rescue_this)
        shell.event_asked.connect(self._event_here)
        shell.language_asked.connect(self.set_language)
        self._swap(shell=shell)
        self.guard.office_opened()
        if not self._doors.is_sample(office):
            shell.offer_drafts()

    @Slot(object)
    def unlocked(self, office: Office) -> None:
        """Through the unlock window: if the last day's work ended without a backup, it is made up for meanwhile."""
        self.enter(office)
        if self.shell is None or self._doors.is_sample(office):
            return
        shell = self.shell
        do_chores(shell)

        def made(in_its_place: bool) -> None:
            if not in_its_place:
                shell.messages.tell(
                    tr("The folder for backups was not there, so the backup lies beside the office."), "warn"
                )

        self.tasks.compute(lambda progress: self._doors.back_up_today(office, progress), made, owner=shell, title="")

    def lock(self, why: Why = Why.HAND) -> None:
        """Take everything off the screen, stop all work, drop the keys, and ask for the passphrase again.

        Locked by hand, the day's backup is made first if one is due; otherwise the next unlocking makes up for it. A
        sample, once locked, is gone.
        """
        office = self._office()
        if why is Why.PANIC:
            self._panic(office)
        elif office is None:
            return
        elif why is not Why.HAND:
            self._put_away(office, why)
        elif self.day_end is not None:
            self.day_end.skip()
        else:
            self._take_drafts(office)
            self._end_day(partial(self._put_away, office, why))

    def _panic(self, office: Office | None) -> None:
        """Wherever she is: nothing is waited for, and no window comes in the place of the one that goes."""
        clear_screen()
        if self.first_run is not None:
            office = office or self.first_run.abandon()
        if office is not None:
            self._put_away(office, Why.PANIC)
            return
        self.guard.hurry()
        self.guard.clipboard.clear()
        window = self.unlock or self.rescue or self.first_run
        if self.tasks.busy and window is not None:  # an office may be about to open, or to be restored
            self._drop_next = True
            self.tasks.quiet.connect(self._nothing_comes)
            window.showMinimized()
            return
        self._renew_tasks()
        if self.unlock is not None:
            self.show_unlock(self.unlock.folder, why=Why.PANIC)
        else:
            self.show_first_run(minimized=True)

    def _nothing_comes(self) -> None:
        """Whatever was under way at the panic has ended: what she opens from now on stays open."""
        self._drop_next = False

    def _put_away(
        self,
        office: Office,
        why: Why,
        told: str = "",
        show: Callable[[], None] | None = None,
        then: Callable[[], None] | None = None,
    ) -> None:
        """Close the office away from this thread; `show` brings the window that comes next, else the unlock window.
        `then` is called once it is closed.
        """
        clear_screen()
        self.guard.clipboard.clear()
        self._take_drafts(office)
        write, self._write_drafts = self._write_drafts, _none_left
        panic = why is Why.PANIC
        closing = self.guard.close(office, self.tasks, panic=panic, after=lambda tasks: write(tasks.saved()))
        self._renew_tasks()
        if self._doors.is_sample(office):
            self.show_first_run(minimized=panic)
        elif show is not None:
            show()
        else:
            self.show_unlock(office.folder, told=told, why=why)
        sweep(self.unlock or self.first_run or self.rescue)
        # What opens an office waits in the same queue, so that it never meets the lock of the one that closes.
        self.tasks.compute(lambda _progress: closing.wait(), partial(self._closed, closing, then), owner=self, title="")

    def _take_drafts(self, office: Office) -> None:
        """Encrypt what is half-filled, while there are keys and forms."""
        if self.shell is not None and not self._doors.is_sample(office):
            self._write_drafts = sealed(office, self.shell.drafts.left())

    def _closed(self, closing: Closing, then: Callable[[], None] | None, _done: bool) -> None:
        self.guard.closed(closing)
        if self.unlock is not None and self.unlock.note is not None:
            self.unlock.note.done()
        if then is not None:
            then()
        # What the pages showed hangs on them in circles; Qt has let go of its windows by then.
        QTimer.singleShot(_SWEEP_MS, self, gc.collect)

    def _rescue_this(self, how: str) -> None:
        """Lock, and go on to what was asked for on the settings page."""
        if self.shell is None:
            return
        office = self.shell.office
        folder, back = office.folder, partial(self.show_unlock, office.folder)
        show = self.show_restore if how == "restore" else self.show_salvage
        self._put_away(office, Why.HAND, show=lambda: show(back, folder))

    def _event_here(self, kit: Path, out: Path) -> None:
        """Lock, and when the office is closed and its keys are gone, start event mode beside the unlock window."""
        if self.shell is None:
            return
        office = self.shell.office
        if self._doors.is_sample(office):
            self.shell.messages.tell(
                tr(
                    "This is the sample office: once locked it is gone, and nobody could read the forms. Make your own."
                ),
                "warn",
            )
            return
        self._put_away(office, Why.EVENT, then=partial(self._start_event, kit, out, office.folder))

    def _start_event(self, kit: Path, out: Path, folder: Path) -> None:
        from mutualaid.desktop.events.starting import start

        if not start(kit, out, self.remembered.language) and self.unlock is not None:
            self.show_unlock(folder, told=tr("Event mode could not be started. The office is locked; nothing is lost."))

    def _end_day(self, then: Callable[[str], None]) -> None:
        office = self.shell.office if self.shell is not None else None
        if office is None or not self._doors.backup_due(office):
            then("")
            return
        window = DayEndWindow(self._doors, self.tasks, office)
        window.ended.connect(then)
        window.language_asked.connect(self.set_language)
        self.tasks.told.connect(window.failed)
        self._swap(day_end=window)
        window.begin()

    def _office(self) -> Office | None:
        """The office that is open, on view or not."""
        if self.day_end is not None:
            return self.day_end.office
        return self.shell.office if self.shell is not None else None

    def _closing(self) -> None:
        self._end_day(lambda _told: self._app.quit())

    def leave(self) -> None:
        """The program ends: stop all work and close what is open."""
        office = self._office()
        if self.first_run is not None:
            office = office or self.first_run.abandon()
        if office is not None:
            self._take_drafts(office)
        clear_screen()
        self.guard.clipboard.clear()
        self.tasks.shutdown()
        if office is not None:
            self._doors.close(office)
        self._write_drafts(self.tasks.saved())
        self.guard.leave()
        self.shell = self.first_run = self.unlock = self.rescue = self.day_end = None


def run(argv: list[str], *, doors: Doors | None = None, sample: bool = False, lang: str | None = None) -> int:
    """Open the desktop and stay until its window is closed; the exit code. `sample` opens the sample office, `lang`
    speaks another language than last time.
    """
    remembered = preferences.load()
    remembered.language = lang or remembered.language
    app = make_application(argv, look=remembered.look, lang=remembered.language)
    desktop = Desktop(app, doors or OfficeDoors(), remembered)
    install_excepthook(desktop)
    if sample:
        desktop.show_first_run()
        if desktop.first_run is not None:
            desktop.first_run.try_sample()
    else:
        desktop.begin()
    sys.setswitchinterval(GIVE_WAY_S)
    gc.set_threshold(*_SWEEPS)
    code = app.exec()
    sys.excepthook = sys.__excepthook__
    return code
