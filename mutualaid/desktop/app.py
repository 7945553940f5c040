"""The composition root: builds the windows, hands them what they need, and closes everything in order.

The passphrase window paints before anything heavy is imported; the store's tables are loaded by a thread while the
passphrase is typed.
"""

from __future__ import annotations

import gc
import sys
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from mutualaid.desktop import language, preferences, theme
from mutualaid.desktop.doors import Doors, OfficeDoors
from mutualaid.desktop.firstrun import FirstRunWindow
from mutualaid.desktop.tasks import Tasks, calm_sentence, note_unexpected
from mutualaid.desktop.unlock import UnlockWindow
from mutualaid.desktop.widgets.icons import pixmap
from mutualaid.language.errors import sentence
from mutualaid.records.errors import Fault

if TYPE_CHECKING:
    from mutualaid.desktop.shell import Shell
    from mutualaid.services.office import Office


_SWEEP_MS = 200
"""How long after locking the memory of the pages is swept, when Qt has let go of their windows."""


def make_application(argv: list[str], *, look: str = "system", lang: str = "en") -> QApplication:
    """The QApplication with name, look and language set. Its name is the program's, never an office's."""
    found = QApplication.instance()
    app = found if isinstance(found, QApplication) else QApplication(["mutualaid", *argv])
    app.setApplicationName("mutualaid")
    app.setApplicationDisplayName("mutualaid")
    app.setDesktopFileName("mutualaid")
    theme.apply(app, look)
    app.setWindowIcon(QIcon(pixmap("app", theme.tones().accent, 64)))
    language.switch(app, lang)
    return app


class Desktop(QObject):
    """Which window is open: the unlock window, the first-run window, or the office."""

    def __init__(
        self, app: QApplication, doors: Doors, remembered: preferences.Preferences, *, file: Path | None = None
    ) -> None:
        super().__init__(app)
        self._app, self._doors, self._file = app, doors, file
        self.remembered = remembered
        self.tasks = Tasks()
        self.unlock: UnlockWindow | None = None
        self.first_run: FirstRunWindow | None = None
        self.shell: Shell | None = None
        app.aboutToQuit.connect(self.leave)
        app.styleHints().colorSchemeChanged.connect(self._follow_system)

    def begin(self) -> None:
        """Show the window that fits: unlock where a store lies, else the first-run window; then load the rest."""
        if self._doors.exists(self.remembered.store):
            self.show_unlock(self.remembered.store)
        else:
            self.show_first_run()
        QTimer.singleShot(0, self, lambda: self.tasks.read(self._doors.warm, owner=self))

    def show_unlock(self, folder: Path) -> None:
        """Ask for the passphrase of the store in `folder`."""
        window = UnlockWindow(self._doors, self.tasks, folder)
        window.opened.connect(self.enter)
        window.elsewhere.connect(self.show_first_run)
        window.language_asked.connect(self.set_language)
        self.tasks.told.connect(window.failed)
        self._swap(unlock=window)
        window.passphrase.setFocus()

    def show_first_run(self) -> None:
        """Offer to make an office, to open another, or the sample."""
        window = FirstRunWindow(self._doors, self.tasks)
        window.opened.connect(self.enter)
        window.existing.connect(self.show_unlock)
        window.language_asked.connect(self.set_language)
        self.tasks.told.connect(window.failed)
        self._swap(first_run=window)

    def _swap(
        self,
        *,
        unlock: UnlockWindow | None = None,
        first_run: FirstRunWindow | None = None,
        shell: Shell | None = None,
    ) -> None:
        """Show one window and let the other go; in this order, so that the program never has none."""
        old = [self.unlock, self.first_run, self.shell]
        self.unlock, self.first_run, self.shell = unlock, first_run, shell
        window = unlock or first_run or shell
        if window is not None:
            self.tasks.set_window(window)
            window.show()
        for gone in old:
            if gone is not None:
                gone.hide()
                gone.deleteLater()

    @Slot(object)
    def enter(self, office: Office) -> None:
        """The office is open: show it, and remember where it lies unless it is a sample."""
        from mutualaid.desktop.shell import Shell

        if not self._doors.is_sample(office):
            self.remembered.folder = str(office.folder)
            preferences.save(self.remembered, self._file)
        shell = Shell(office, self.tasks)
        shell.lock_asked.connect(self.lock)
        shell.closing.connect(self._closing)
        shell.language_asked.connect(self.set_language)
        self._swap(shell=shell)

    def lock(self) -> None:
        """Stop all work, drop the keys, and ask for the passphrase again. A sample, once locked, is gone."""
        if self.shell is None:
            return
        office = self.shell.office
        folder = office.folder
        self.shell.hide()
        self._stop(office)
        # Its connections hold the pages, and the pages what they showed: with it goes all that was read.
        self.tasks.deleteLater()
        self.tasks = Tasks()
        QTimer.singleShot(_SWEEP_MS, self, gc.collect)
        if self._doors.exists(folder):
            self.show_unlock(folder)
        else:
            self.show_first_run()

    def _stop(self, office: Office) -> None:
        # No thread may use the store when its keys go.
        self.tasks.shutdown()
        self._doors.close(office)

    def _closing(self) -> None:
        self._app.quit()

    def leave(self) -> None:
        """The program ends: stop all work and close what is open."""
        office = self.shell.office if self.shell is not None else None
        if self.first_run is not None:
            office = office or self.first_run.abandon()
        self.tasks.shutdown()
        if office is not None:
            self._doors.close(office)
        self.shell = self.first_run = self.unlock = None

    @Slot(str)
    def set_language(self, lang: str) -> None:
        """Show everything in another language from now on, and next time too."""
        language.switch(self._app, lang)
        self.remembered.language = lang
        preferences.save(self.remembered, self._file)

    def _follow_system(self, _scheme: Qt.ColorScheme) -> None:
        if self.remembered.look == "system":
            theme.apply(self._app, "system")
            language.switch(self._app, self.remembered.language)

    def caught(self, error: BaseException) -> None:
        """An error that nobody caught reached the event loop: say so calmly and go on."""
        text = sentence(error) if isinstance(error, Fault) else calm_sentence()
        if not isinstance(error, Fault):
            note_unexpected(error)
        if self.shell is not None:
            self.shell.messages.tell(text, "fault")
        elif self.first_run is not None:
            self.first_run.failed()
            self.first_run.messages.tell(text, "fault")
        elif self.unlock is not None:
            self.unlock.failed()
            self.unlock.passphrase_row.set_error(calm_sentence)


def install_excepthook(desktop: Desktop) -> None:
    """Send what a slot raises to the window's message bar; without one, end the program rather than hang."""

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        error.__traceback__ = trace
        try:
            desktop.caught(error)
        except Exception:  # noqa: BLE001  the last resort must not itself raise
            QApplication.exit(1)

    sys.excepthook = hook


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
    code = app.exec()
    sys.excepthook = sys.__excepthook__
    return code
