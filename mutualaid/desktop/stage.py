"""The one window that is on view: a door, the office, or its closing; and what becomes of errors that nobody caught."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QApplication

from mutualaid.desktop import language, preferences, theme
from mutualaid.desktop.day_end import DayEndWindow
from mutualaid.desktop.doors import Doors
from mutualaid.desktop.firstrun import FirstRunWindow
from mutualaid.desktop.locking import LockedNote, Why
from mutualaid.desktop.rescue.restore import RestoreWindow
from mutualaid.desktop.rescue.salvage import SalvageWindow
from mutualaid.desktop.tasks import Tasks, calm_sentence, note_unexpected
from mutualaid.desktop.unlock import UnlockWindow
from mutualaid.language.errors import sentence
from mutualaid.records.errors import Fault

if TYPE_CHECKING:
    from mutualaid.desktop.shell import Shell
    from mutualaid.services.office import Office


class Stage(QObject):
    """Shows the doors to an office (unlock, first run, restore, salvage), one window at a time.

    What happens when one of them opened an office is for the subclass to say, in `enter` and `unlocked`.
    """

    def __init__(
        self, app: QApplication, doors: Doors, remembered: preferences.Preferences, file: Path | None = None
    ) -> None:
        super().__init__(app)
        self._app, self._doors, self._file = app, doors, file
        self.remembered = remembered
        self.tasks = Tasks()
        self.unlock: UnlockWindow | None = None
        self.first_run: FirstRunWindow | None = None
        self.shell: Shell | None = None
        self.rescue: RestoreWindow | SalvageWindow | None = None
        self.day_end: DayEndWindow | None = None
        app.styleHints().colorSchemeChanged.connect(self._follow_system)

    @Slot(object)
    def enter(self, office: Office) -> None:
        """An office was made or restored, and is open."""

    @Slot(object)
    def unlocked(self, office: Office) -> None:
        """An office was opened through the unlock window."""

    def show_unlock(self, folder: Path, *, told: str = "", why: Why | None = None) -> None:
        """Ask for the passphrase of the store in `folder`; `told` is what happened on the way here, `why` what locked
        it. After a panic the window stays out of sight.
        """
        window = UnlockWindow(self._doors, self.tasks, folder, told=told)
        window.opened.connect(self.unlocked)
        window.elsewhere.connect(self.show_first_run)
        window.restore_asked.connect(lambda: self.show_restore(lambda: self.show_unlock(folder), folder))
        window.salvage_asked.connect(lambda: self.show_salvage(lambda: self.show_unlock(folder), folder))
        window.language_asked.connect(self.set_language)
        self.tasks.told.connect(window.failed)
        if why is not None:
            window.tell_locked(LockedNote(why))
        self._swap(unlock=window, minimized=why is Why.PANIC)
        window.passphrase.setFocus()

    def show_first_run(self, *, minimized: bool = False) -> None:
        """Offer to make an office, to open another, or the sample."""
        window = FirstRunWindow(self._doors, self.tasks)
        window.opened.connect(self.enter)
        window.existing.connect(self.show_unlock)
        window.restore_asked.connect(lambda: self.show_restore(self.show_first_run, preferences.default_folder()))
        window.language_asked.connect(self.set_language)
        self.tasks.told.connect(window.failed)
        self._swap(first_run=window, minimized=minimized)

    def show_restore(self, back: Callable[[], None], near: Path) -> None:
        """Restore a backup into a new folder near the usual one; `back` is where she came from."""
        window = RestoreWindow(self._doors, self.tasks, near)
        window.opened.connect(self.enter)
        self._show_rescue(window, back)

    def show_salvage(self, back: Callable[[], None], folder: Path) -> None:
        """Bring what can be read of the store in `folder` into a new one."""
        window = SalvageWindow(self._doors, self.tasks, folder)
        window.made.connect(self.show_unlock)
        self._show_rescue(window, back)

    def _show_rescue(self, window: RestoreWindow | SalvageWindow, back: Callable[[], None]) -> None:
        window.left.connect(back)
        window.language_asked.connect(self.set_language)
        self.tasks.told.connect(window.failed)
        self._swap(rescue=window)

    def _swap(
        self,
        *,
        unlock: UnlockWindow | None = None,
        first_run: FirstRunWindow | None = None,
        shell: Shell | None = None,
        rescue: RestoreWindow | SalvageWindow | None = None,
        day_end: DayEndWindow | None = None,
        minimized: bool = False,
    ) -> None:
        """Show one window and let the other go; in this order, so that the program never has none."""
        old = [self.unlock, self.first_run, self.shell, self.rescue, self.day_end]
        self.unlock, self.first_run, self.shell = unlock, first_run, shell
        self.rescue, self.day_end = rescue, day_end
        window = unlock or first_run or shell or rescue or day_end
        if window is not None:
            self.tasks.set_window(window)
            if minimized:
                window.showMinimized()
            else:
                window.show()
        for gone in old:
            if gone is not None:
                gone.hide()
                gone.deleteLater()

    def _renew_tasks(self) -> None:
        """Other pools: the connections of the old ones hold the pages, and the pages what they showed."""
        self.tasks.cancel()
        self.tasks.deleteLater()
        self.tasks = Tasks()

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
        elif self.rescue is not None:
            self.rescue.failed()
            self.rescue.messages.tell(text, "fault")
        elif self.day_end is not None:
            self.day_end.failed()
        elif self.unlock is not None:
            self.unlock.failed()
            self.unlock.passphrase_row.set_error(calm_sentence)
