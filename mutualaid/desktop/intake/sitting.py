"""What event mode stands on: the window, the file behind it, and that nothing is shown before it is sealed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QFileDialog

from mutualaid.desktop import language
from mutualaid.desktop.clipboard import ClipboardGuard
from mutualaid.desktop.intake.book import Book
from mutualaid.desktop.intake.helping import AskFirst
from mutualaid.desktop.intake.look import Leaf
from mutualaid.desktop.intake.sealing import Pace, Start
from mutualaid.desktop.intake.start import StartPage
from mutualaid.desktop.intake.window import Hold, IntakeWindow
from mutualaid.desktop.tasks import Tasks, note_unexpected
from mutualaid.language.catalog import tr
from mutualaid.records.errors import Fault
from mutualaid.services.event_laptop import Kit


class Sitting(QObject):
    """`turned` is emitted when another page is on view, or trouble is; `ended` when the window may go."""

    turned = Signal()
    ended = Signal()

    def __init__(
        self,
        app: QApplication,
        kit: Kit,
        out: Path,
        start: Start,
        *,
        warning: str,
        pace: Pace,
        clock: Callable[[], float],
    ) -> None:
        super().__init__(app)
        self._app, self.kit, self._clock, self.pace = app, kit, clock, pace
        self.book = Book(kit, out, start)
        self.tasks = Tasks()
        self.tasks.told.connect(lambda _words: self._failed(None))
        self.window = IntakeWindow()
        self.window.language_asked.connect(lambda tag: language.switch(app, tag))
        self.window.trouble.again.connect(self._again)
        self.window.trouble.elsewhere.connect(self.choose_file)
        self.tasks.set_window(self.window)
        self.hold = Hold(app)
        self.clipboard = ClipboardGuard(self)
        self._pending: tuple[Callable[[], object], Callable[[], None]] | None = None
        self._calm_until = 0.0
        self.begin_page = StartPage(kit, out, warning=warning)
        self.begin_page.elsewhere.connect(self.choose_file)
        self.window.say_where(lambda: tr("For the helper"), helper=False)
        self.window.turn(self.begin_page)

    def _seal(self, work: Callable[[], object], then: Callable[[], None]) -> None:
        """Do `work` away from this thread, and `then` once it has reached the disk; else say so and change nothing."""
        self._pending = work, then
        self.hold.on = True
        self.tasks.write(work, lambda _done: self._sealed(), owner=self, fail=self._failed)

    def _sealed(self) -> None:
        pending, self._pending = self._pending, None
        self.hold.on = False
        self.window.trouble.hide()
        if pending is not None:
            pending[1]()

    def _failed(self, fault: Fault | None) -> None:
        self.hold.on = False
        if isinstance(self.window.page, StartPage) and fault is not None:
            self._pending = None
            self.begin_page.tell(fault)
        else:
            self.window.trouble.tell(fault)
        self.turned.emit()

    def _edited(self) -> None:
        """An answer was changed after it could not be sealed: what is tried again is the page as it now stands."""
        if not self.hold.on and self.window.trouble.isVisible():
            self._pending = None
            self.window.trouble.hide()

    def _again(self) -> None:
        if self._pending is not None and not self.hold.on:
            self._seal(*self._pending)

    def _turn(self, page: Leaf, where: Callable[[], str] = str, **bar: bool) -> None:
        self._calm_until = self._clock() + self.pace.calm
        self.window.say_where(where, **bar)
        self.window.turn(page)
        self.turned.emit()

    def _too_soon(self) -> bool:
        """Whether a press may be the second half of the one that turned the page, or comes while it is sealed."""
        return self.hold.on or self._clock() < self._calm_until

    def _cover(self, page: AskFirst, yes: Callable[[], None]) -> None:
        self._calm_until = self._clock() + self.pace.calm
        page.no.connect(self._uncover)
        page.yes.connect(lambda: None if self._too_soon() else yes())
        self.window.cover(page)
        self.turned.emit()

    def _uncover(self) -> None:
        if not self._too_soon():
            self.window.uncover()
            self.turned.emit()

    def choose_file(self) -> None:
        """Another file: a stick is full or gone, or the one that was named is not ours."""
        picker = QFileDialog(self.window)
        picker.setFileMode(QFileDialog.FileMode.AnyFile)
        picker.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        picker.setOption(QFileDialog.Option.DontConfirmOverwrite)  # what is not this event's file is refused, unharmed
        picker.selectFile(self.book.out.name)
        picker.fileSelected.connect(lambda name: self.use_file(Path(name)))
        picker.open()

    def use_file(self, out: Path) -> None:
        """Seal into `out` from now on; on a page that waits, go on with it."""
        if isinstance(self.window.page, StartPage):
            self.begin_page.use(out)
            self.begin_page.begin()
        elif self._pending is not None:
            work, then = self._pending

            def move() -> None:
                self.book.move(out)
                work()

            self.hold.on = True
            self.tasks.write(move, lambda _done: self._sealed(), owner=self, fail=self._failed)
            self._pending = work, then

    def caught(self, error: BaseException) -> None:
        """An error that nobody caught reached the event loop: say so calmly, with all answers where they are."""
        if not isinstance(error, Fault):
            note_unexpected(error)
        self._failed(error if isinstance(error, Fault) else None)

    def close(self) -> None:
        """Leave nothing: no clipboard, no thread, no open file."""
        self.hold.on = False
        self._app.removeEventFilter(self.hold)
        self.clipboard.clear()
        self.tasks.shutdown()
        self.book.close()
        self.window.hide()
        self.window.deleteLater()
