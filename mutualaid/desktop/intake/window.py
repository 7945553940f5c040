"""The full-screen window of event mode: a bar above, one page below, and what covers it. It decides nothing."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QButtonGroup, QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from mutualaid.desktop.intake.helping import TroublePanel
from mutualaid.desktop.intake.look import Big, Leaf, text
from mutualaid.desktop.intake.people import LANGUAGES
from mutualaid.desktop.widgets.language_button import OWN_NAMES
from mutualaid.desktop.widgets.tab_order import next_stop
from mutualaid.desktop.widgets.words import NAME, Translated
from mutualaid.language.catalog import N_, current_language, tr

_PRESSED = {
    QEvent.Type.KeyPress,
    QEvent.Type.KeyRelease,
    QEvent.Type.Shortcut,
    QEvent.Type.ShortcutOverride,
    QEvent.Type.InputMethod,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseButtonRelease,
    QEvent.Type.MouseButtonDblClick,
    QEvent.Type.TouchBegin,
    QEvent.Type.TouchEnd,
}


class Hold(QObject):
    """While it holds, nothing that is pressed reaches the page: an answer must not change under the pen."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self.on = False
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Swallow keys, clicks and touches while it holds."""
        return self.on and event.type() in _PRESSED


class LanguageSwitch(Translated, QWidget):
    """Each language by its own name, the one in use pressed down."""

    picked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        self._group = QButtonGroup(self)
        self.buttons: dict[str, Big] = {}
        for tag in LANGUAGES:
            button = Big(partial(str, OWN_NAMES[tag]), partial(self.picked.emit, tag), role="toggle")
            button.setCheckable(True)
            self._group.addButton(button)
            layout.addWidget(button)
            self.buttons[tag] = button
        self.retranslate()

    def retranslate(self) -> None:
        """Press down the one in use."""
        self.setAccessibleName(tr("Language"))
        if current_language() in self.buttons:
            self.buttons[current_language()].setChecked(True)


class IntakeWindow(Translated, QWidget):
    """`language_asked` carries a tag; `helper_asked` when the corner, Esc or the window's own closing asked for it."""

    language_asked = Signal(str)
    helper_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle(NAME)
        self.may_close: Callable[[], bool] = lambda: True
        self.where = text("", bold=True)
        self.languages = LanguageSwitch()
        self.languages.picked.connect(self.language_asked)
        self.helper_button = Big(N_("Helper"), self.helper_asked.emit, role="quiet")
        bar = QFrame()
        bar.setProperty("role", "top")
        across = QHBoxLayout(bar)
        across.setContentsMargins(24, 6, 24, 6)
        across.setSpacing(12)
        across.addWidget(self.where, 1)
        across.addWidget(self.languages)
        across.addWidget(self.helper_button)
        self.trouble = TroublePanel()
        self.stack = QStackedWidget()
        self._under: Leaf | None = None
        aside = QHBoxLayout()
        aside.setContentsMargins(24, 6, 24, 0)
        aside.addWidget(self.trouble)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(bar)
        layout.addLayout(aside)
        layout.addWidget(self.stack, 1)

    @property
    def page(self) -> Leaf | None:
        """What is on view."""
        page = self.stack.currentWidget()
        return page if isinstance(page, Leaf) else None

    @property
    def covered(self) -> bool:
        """Whether something covers the page that a person was on."""
        return self._under is not None

    def say_where(self, where: Callable[[], str], *, helper: bool = True, languages: bool = True) -> None:
        """What stands at the left of the bar, and whether the helper's button and the languages are there."""
        self.where.say(where)
        self.helper_button.setVisible(helper)
        self.languages.setVisible(languages)

    def turn(self, page: Leaf) -> None:
        """Show a page in the place of the one before, which goes with all that was typed on it.

        What goes stays the stack's child until Qt deletes it: taken out of the stack it would be Python's, whose
        collector may run, and delete it, on the thread that writes.
        """
        self._under = None
        self.trouble.hide()
        old = [self.stack.widget(place) for place in range(self.stack.count())]
        self.stack.addWidget(page)
        self._show(page)
        for one in old:
            if one is None:
                continue
            wipe = getattr(one, "wipe", None)
            if wipe is not None:
                wipe()
            one.deleteLater()

    def cover(self, page: Leaf) -> None:
        """Show a page over the one on view, which stays as it is; over another cover, in its place."""
        top = self.page
        if self._under is None:
            self._under = top
        elif top is not None:
            top.deleteLater()
        self.trouble.hide()
        self.stack.addWidget(page)
        self._show(page)

    def uncover(self) -> None:
        """Back to what is below."""
        under, top = self._under, self.page
        if under is None or top is None:
            return
        self._under = None
        self._show(under)
        top.deleteLater()

    def _show(self, page: Leaf) -> None:
        self.stack.setCurrentWidget(page)
        page.area.verticalScrollBar().setValue(0)
        page.first().setFocus(Qt.FocusReason.TabFocusReason)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes as the eye does."""
        stop = next_stop(self, forward=forward)
        if stop is None:
            return False
        stop.setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
        page = self.page
        if page is not None and page.area.isAncestorOf(stop):
            page.area.ensureWidgetVisible(stop, 0, 24)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc asks for the helper's page."""
        if event.key() == Qt.Key.Key_Escape and not event.isAutoRepeat():
            self.helper_asked.emit()
            return
        super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """A window that closed under somebody's hands would take the form with it: only the helper ends the day."""
        if self.may_close():
            event.accept()
            return
        event.ignore()
        self.helper_asked.emit()
