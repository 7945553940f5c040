"""The window around the pages: navigation, search, language, lock, messages. It knows pages only by their spec."""

from __future__ import annotations

from collections.abc import Callable, MutableMapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QMainWindow,
    QPlainTextEdit,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from mutualaid.desktop import pages as page_list
from mutualaid.desktop.drafts import PAGES, DraftKeeper
from mutualaid.desktop.idle import IdleWatch
from mutualaid.desktop.importing.dialog import dropped_file, open_import
from mutualaid.desktop.keys_window import shortcuts_window
from mutualaid.desktop.page import Context, Page
from mutualaid.desktop.pages import PageSpec
from mutualaid.desktop.search import SearchField
from mutualaid.desktop.standing_bars import bars_of
from mutualaid.desktop.tasks import Tasks
from mutualaid.desktop.top_bar import TopBar
from mutualaid.desktop.undoing import redo, undo
from mutualaid.desktop.widgets.icons import icon
from mutualaid.desktop.widgets.messages import MessageBar
from mutualaid.desktop.widgets.panels import IconLabel
from mutualaid.desktop.widgets.words import NAME, Button, Said, Translated
from mutualaid.language.catalog import N_, tr
from mutualaid.records.views import Area, Changed, SearchHit

if TYPE_CHECKING:
    from mutualaid.services.drafts import Draft
    from mutualaid.services.office import Office

Action = Callable[[Context, QWidget], None]

_SIDE = 184
"""The least width of the names of the pages, in pixels."""


class Shell(Translated, QMainWindow):
    """The open office. Emits `lock_asked` when she locks, `closing` when she closes the window, and for what needs the
    office locked: `rescue_asked` ("restore", "salvage"), `event_asked` (the kit, the file to seal into).
    """

    lock_asked = Signal()
    closing = Signal()
    language_asked = Signal(str)
    rescue_asked = Signal(str)
    event_asked = Signal(object, object)

    def __init__(
        self,
        office: Office,
        tasks: Tasks,
        *,
        pages: Sequence[PageSpec] | None = None,
        actions: dict[str, Action] | None = None,
        looks: MutableMapping[str, str] | None = None,
    ) -> None:
        super().__init__()
        self.office, self.tasks = office, tasks
        self.specs = tuple(page_list.PAGES if pages is None else pages)
        self.starts = dict(page_list.ACTIONS if actions is None else actions)
        self.messages = MessageBar()
        self.context = Context(
            office, tasks, self.messages, go=self.go, run=self.run_action, event_mode=self.event_asked.emit,
            looks={} if looks is None else looks,
        )  # fmt: skip
        self._pages: dict[str, Page] = {}
        self._build()
        self._keys()
        tasks.set_window(self)
        tasks.changed.connect(self._spread)
        tasks.told.connect(lambda text: self.messages.tell(text, "fault"))
        settings = office.settings
        self.idle = IdleWatch(self, mask_s=settings.mask_minutes * 60, lock_s=settings.lock_minutes * 60)
        self.idle.masked.connect(self._mask)
        QApplication.instance().installEventFilter(self.idle)  # type: ignore[union-attr]
        self.drafts = DraftKeeper(office, tasks, self)
        self.setAcceptDrops(True)
        self.resize(1240, 780)
        self.setMinimumSize(900, 560)
        self.retranslate()
        if self.specs:
            self.go(self.specs[0].key)

    def _build(self) -> None:
        self.navigation = QListWidget()
        self.navigation.setIconSize(QSize(22, 22))
        self.navigation.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.navigation.currentRowChanged.connect(self._row_chosen)
        for _spec in self.specs:
            self.navigation.addItem(QListWidgetItem())
        self.mark = mark = QHBoxLayout()
        mark.addWidget(IconLabel("app", 30))
        mark.addWidget(Said(lambda: NAME, points=3, bold=True, wrap=False), 1)
        self.help_button = Button(N_("Keys (F1)"), self.show_keys, role="quiet")
        self.side = side = QFrame()
        side.setProperty("role", "side")
        column = QVBoxLayout(side)
        column.setContentsMargins(10, 14, 10, 12)
        column.setSpacing(12)
        column.addLayout(mark)
        column.addWidget(self.navigation, 1)
        column.addWidget(self.help_button)

        self.search = SearchField(self.tasks, self._find, self._icon_of)
        self.search.opened.connect(self._open_hit)
        self.top = top = TopBar(
            self.office,
            self.search,
            undo=partial(undo, self.context),
            take_call=partial(self.run_action, "call"),
            bring_in=partial(self.run_action, "import"),
        )
        self.import_button, self.call_button = top.import_button, top.call_button
        self.import_button.setVisible("import" in self.starts)
        self.call_button.setVisible("call" in self.starts)
        self.language_button, self.lock_button = top.language_button, top.lock_button
        self.language_button.picked.connect(self.language_asked)
        self.lock_button.clicked.connect(self.lock_asked.emit)

        self.stack = QStackedWidget()
        main = QVBoxLayout()
        main.setContentsMargins(0, 0, 0, 0)
        main.setSpacing(0)
        main.addWidget(top)
        holder = QVBoxLayout()
        holder.setContentsMargins(20, 12, 20, 16)
        holder.setSpacing(10)
        self.standing = bars_of(self.office, partial(self.go, "settings"))
        holder.addWidget(self.standing)
        holder.addWidget(self.messages)
        holder.addWidget(self.stack, 1)
        main.addLayout(holder, 1)
        centre = QWidget()
        row = QHBoxLayout(centre)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(side)
        row.addLayout(main, 1)
        self.setCentralWidget(centre)
        # A screen reader asks for the rows before the window is shown; they must be measured in their own style.
        self.navigation.ensurePolished()

    def _keys(self) -> None:
        for spec in self.specs:
            if spec.key in page_list.KEYS:
                self._key(page_list.KEYS[spec.key], partial(self.go, spec.key))
        self._key("Ctrl+K", self._to_search)
        self._key("Ctrl+I", partial(self.run_action, "import"))
        self._key("Ctrl+Shift+N", partial(self.run_action, "call"))
        self._key("Ctrl+Shift+K", partial(self.run_action, "keying"))
        self._key("Ctrl+L", self.lock_asked.emit)
        self._key("Ctrl+Q", self.close)
        self._key("Ctrl+Z", partial(undo, self.context))
        self._key("Ctrl+Shift+Z", partial(redo, self.context))
        self._key("Ctrl+Shift+L", self.language_button.next)
        self._key("F1", self.show_keys)
        self._key("F5", lambda: self.page().again())

    def _key(self, keys: str, do: Callable[[], object]) -> None:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.activated.connect(do)

    def retranslate(self) -> None:
        """Set the names of the pages; the title tells only what the program is."""
        self.setWindowTitle(NAME)
        self.navigation.setAccessibleName(tr("Pages"))
        for row, spec in enumerate(self.specs):
            item = self.navigation.item(row)
            item.setText(tr(spec.title))
            item.setIcon(icon(spec.icon, size=22))
            item.setToolTip(tr("{page} ({keys})", page=tr(spec.title), keys=page_list.KEYS.get(spec.key, "")))
        wanted = [part.sizeHint().width() for part in (self.mark, self.help_button)]
        self.side.setFixedWidth(max(_SIDE, *wanted, self.navigation.sizeHintForColumn(0) + 16) + 20)

    def page(self, key: str = "") -> Page:
        """A page by key, made when first asked for; the one on view without a key."""
        wanted = key or self.specs[max(0, self.navigation.currentRow())].key
        if wanted not in self._pages:
            spec = next(spec for spec in self.specs if spec.key == wanted)
            made = spec.make(self.context)
            if made.covers_names:
                made.set_masked(True)
            self._pages[wanted] = made
            self.stack.addWidget(made)
        return self._pages[wanted]

    def go(self, key: str, uid: str = "") -> None:
        """Show a page or a window, and a record in it. A key that is neither changes nothing."""
        window = next((spec for spec in page_list.WINDOWS if spec.key == key), None)
        if window is not None:
            window.open(self.context, self, uid)
        rows = [row for row, spec in enumerate(self.specs) if spec.key == key]
        if not rows:
            return
        page = self.page(key)
        self.navigation.blockSignals(True)
        self.navigation.setCurrentRow(rows[0])
        self.navigation.blockSignals(False)
        self.stack.setCurrentWidget(page)
        if uid:
            page.show_record(uid)
        else:
            page.start()

    def run_action(self, name: str) -> None:
        """Start an action of the shell, such as the import, if there is one by that name."""
        action = self.starts.get(name)
        if action is not None:
            action(self.context, self)

    def offer_drafts(self) -> None:
        """Ask about forms that were left half-filled the last time."""

        def reopen(draft: Draft) -> None:
            key = PAGES[draft.kind]
            self.go(key)
            self.page(key).reopen(draft)

        self.drafts.offer(self, reopen)

    def _row_chosen(self, row: int) -> None:
        if 0 <= row < len(self.specs):
            self.stack.setCurrentWidget(self.page(self.specs[row].key))

    def _spread(self, what: Changed) -> None:
        self.top.tell_undo()
        if Area.SETTINGS in what.areas:
            self.idle.set_minutes(self.office.settings.mask_minutes, self.office.settings.lock_minutes)
        for page in self._pages.values():
            page.changed(what)

    def _mask(self) -> None:
        for page in self._pages.values():
            page.set_masked(True)
        self.search.cover()

    def _find(self, text: str) -> Sequence[SearchHit]:
        from mutualaid.services.searching import search

        return search(self.office, text=text, limit=50)

    def _icon_of(self, kind: str) -> str:
        spec = page_list.spec_of(kind, self.specs)
        return spec.icon if spec is not None else "search"

    def _open_hit(self, hit: SearchHit) -> None:
        spec = page_list.spec_of(hit.kind, self.specs)
        if spec is not None:
            self.go(spec.key, hit.uid)

    def _to_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def show_keys(self) -> None:
        """Show the list of keys."""
        shortcuts_window(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The sign "/" goes to the page's own search, unless something is being typed."""
        typing = isinstance(QApplication.focusWidget(), QLineEdit | QPlainTextEdit)
        if event.text() == "/" and not typing and self.specs:
            self.page().find_here()
            return
        super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A file may be dropped anywhere, where there is an import."""
        if "import" in self.starts and dropped_file(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Import the file that was dropped."""
        path = dropped_file(event.mimeData())
        if path is not None:
            event.acceptProposedAction()
            open_import(self.context, self, path)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing the window closes the office."""
        self.closing.emit()
        super().closeEvent(event)
