"""The form that makes a summary: which period, for whom, into which folder."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QListWidget, QListWidgetItem, QWidget

from mutualaid.desktop import theme
from mutualaid.desktop.summaries import state
from mutualaid.desktop.widgets.choice import Choice
from mutualaid.desktop.widgets.forms import Form
from mutualaid.desktop.widgets.messages import MessageBar
from mutualaid.desktop.widgets.panels import Card
from mutualaid.desktop.widgets.watched_line import WatchedLine
from mutualaid.desktop.widgets.words import Button, Said, Translated, Words
from mutualaid.language.catalog import N_, tr

_CODE = int(Qt.ItemDataRole.UserRole)


def documents() -> Path:
    """Where a person's files usually go."""
    usual = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
    return usual if usual.is_dir() else Path.home()


def ask_folder(parent: QWidget, start: str, then: Callable[[str], object]) -> None:
    """Ask for a folder. Does not block."""
    window = QFileDialog(parent, tr("Where to put the summary"), start)
    window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    window.setFileMode(QFileDialog.FileMode.Directory)
    window.setOption(QFileDialog.Option.ShowDirsOnly)
    window.fileSelected.connect(then)
    window.open()


class Maker(Translated, Card):
    """`asked` carries the period's code, the folder, and for whom."""

    asked = Signal(str, object, str)

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__(N_("Make a summary"))
        self._today = today
        self._made: Collection[str] = ()
        self.level = Choice()
        self.periods = QListWidget()
        self.periods.setProperty("role", "choices")
        self.periods.setSpacing(3)
        self.periods.setWordWrap(True)
        self.periods.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.periods.setFixedHeight(162)
        self.recipient = WatchedLine()
        self.folder = QLineEdit(str(documents()))
        self.folder_button = Button(N_("Choose…"), lambda: ask_folder(self, self.folder.text(), self.folder.setText))
        place = QWidget()
        row = QHBoxLayout(place)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.folder, 1)
        row.addWidget(self.folder_button)
        place.setFocusProxy(self.folder)
        self.messages = MessageBar()
        self.form = Form()
        self.form.add("level", N_("How long"), self.level)
        self.form.add("period", N_("Which period"), self.periods, required=True)
        self.form.add(
            "recipient", N_("For whom"), self.recipient,
            hint=N_("Only for your own list; it is not in the files. Everybody gets the same numbers."),
        )  # fmt: skip
        self.form.add("folder", N_("Into which folder"), place, required=True)
        self.make_button = Button(N_("Make the summary"), self._ask, role="primary")
        self.body.addWidget(
            Said(
                N_(
                    "A summary tells the public how much help was asked for and given, in numbers that name nobody. "
                    "Before it is written it is attacked as an expert would; what could give a household away is "
                    "hidden or not published."
                ),
                role="subtle",
            )
        )
        for widget in (self.form, self.messages):
            self.body.addWidget(widget)
        self.body.addWidget(self.make_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.level.chosen.connect(lambda _code: self._fill())
        self.retranslate()
        self.level.set_code("quarter")
        self._fill()

    def set_made(self, made: Collection[str]) -> None:
        """The periods that were released already."""
        self._made = made
        self._fill()

    def retranslate(self) -> None:
        """Set levels and periods."""
        self.level.set_choices([(code, tr(words)) for code, words in state.LEVELS])
        self._fill()

    def _fill(self) -> None:
        chosen = self.period()
        self.periods.clear()
        for offer in state.offers(self.level.code() or "quarter", self._today()):
            item = QListWidgetItem(offer.words(self._made))
            item.setData(_CODE, offer.period.code)
            if not offer.closed:
                item.setFlags(Qt.ItemFlag.NoItemFlags)
                item.setForeground(QColor(theme.tones().disabled))
            self.periods.addItem(item)
            if offer.closed and (offer.period.code == chosen or self.periods.currentRow() < 0):
                self.periods.setCurrentItem(item)

    def period(self) -> str:
        """The code of the chosen period, "" for none."""
        if self.periods.currentRow() < 0:
            return ""
        item = self.periods.currentItem()
        return str(item.data(_CODE)) if item.flags() & Qt.ItemFlag.ItemIsEnabled else ""

    def set_busy(self, busy: bool) -> None:
        """While a summary is made the button rests."""
        self.make_button.setEnabled(not busy)

    def _ask(self) -> None:
        errors: dict[str, Words] = {}
        if not self.period():
            errors["period"] = N_("Choose a period that is over.")
        folder = Path(self.folder.text().strip())
        if not folder.is_absolute() or not folder.is_dir():
            errors["folder"] = N_("There is no such folder. Choose one.")
        if self.form.set_errors(errors):
            self.messages.hide()
            self.asked.emit(self.period(), folder, self.recipient.text().strip())
