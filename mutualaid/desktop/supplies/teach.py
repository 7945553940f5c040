"""Asks which item an unknown code is, and teaches the office's table of codes; it is never looked up online."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from mutualaid.desktop.needs.state import unit_word
from mutualaid.desktop.page import Context
from mutualaid.desktop.supplies.state import Names, sorted_names
from mutualaid.desktop.widgets.amount import Amount
from mutualaid.desktop.widgets.choice import Choice
from mutualaid.desktop.widgets.flow import FlowLayout
from mutualaid.desktop.widgets.forms import Form
from mutualaid.desktop.widgets.words import Button, Said, Translated, announce
from mutualaid.language.catalog import N_, tr
from mutualaid.language.errors import sentence
from mutualaid.records.errors import Fault
from mutualaid.records.views import Changed

if TYPE_CHECKING:
    from mutualaid.services.scanning import Scan


class TeachPanel(Translated, QFrame):
    """Shown while a code waits for its item. `taught` carries the code; `left` says that she went on without it."""

    taught = Signal(str)
    left = Signal()
    new_item = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._context = context
        self._names = Names()
        self.scan: Scan | None = None
        self.question = Said(self._question_words, bold=True)
        self.fault = Said("", role="error")
        self.fault.hide()
        self.item = Choice()
        self.units = Amount(1, 10_000)
        self.units.set_unit(lambda count: unit_word(self._names.units.get(self.item.code()), count))
        self.item.chosen.connect(lambda _code: self.units.retranslate())
        self.form = Form()
        self.form.add("item", N_("Which item is this?"), self.item, required=True)
        self.form.add("units", N_("How much is in it"), self.units, hint=N_("A carton of twelve cans is twelve cans."))
        self.save_button = Button(N_("Remember this code"), self.save, role="primary")
        self.leave_button = Button(N_("Leave this code out"), self.leave)
        self.item_button = Button(N_("An item that is not in the list…"), self.new_item.emit, role="link")
        buttons = QWidget()
        flow = FlowLayout(buttons, gap=8)
        for button in (self.save_button, self.leave_button, self.item_button):
            flow.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.setSpacing(8)
        for widget in (self.question, self.fault, self.form):
            layout.addWidget(widget)
        layout.addWidget(buttons)
        self.hide()

    def set_names(self, names: Names) -> None:
        """Offer these items."""
        self._names = names
        self.retranslate()

    def retranslate(self) -> None:
        """Set the choices and the question."""
        if hasattr(self, "form"):
            self.item.set_choices(sorted_names({code: self._names.item(code) for code in self._names.items}))
            self.units.retranslate()

    def _question_words(self) -> str:
        return tr("This code is new here: {code}", code=self.scan.code) if self.scan is not None else ""

    def ask(self, scan: Scan) -> None:
        """Ask about a code; a carton of something that is known is taken for that."""
        self.scan = scan
        self.question.retranslate()
        self.fault.hide()
        self.form.set_errors({})
        self.item.set_code(scan.likely)
        self.units.setValue(1)  # a count in the code itself is reckoned at each scan
        self.show()
        (self.units if scan.likely else self.item).setFocus()
        announce(self, self.question.text())

    def leave(self) -> None:
        """Forget the code."""
        self.scan = None
        self.hide()
        self.left.emit()

    def save(self) -> None:
        """Teach the table."""
        scan, item = self.scan, self.item.code()
        self.units.interpretText()
        if scan is None or not self.form.set_errors({} if item else {"item": N_("Choose what it is.")}):
            return
        office, units, code = self._context.office, self.units.value(), scan.code

        def write() -> Changed:
            from mutualaid.services.scanning import teach_code

            return teach_code(office, code=code, item=item, units=units)

        def done(_changed: Changed) -> None:
            self.scan = None
            self.hide()
            self.taught.emit(code)

        self._context.tasks.write(write, done, owner=self, fail=self._refused)

    def _refused(self, fault: Fault) -> None:
        self.fault.say(lambda: sentence(fault))
        self.fault.show()


def read_scan(
    context: Context, owner: QWidget, code: str, then: Callable[[Scan], None], fail: Callable[[Fault], None]
) -> None:
    """Look a code up on a reader thread."""
    office, today = context.office, context.today()

    def read() -> Scan:
        from mutualaid.services.scanning import scanned

        return scanned(office, code=code, today=today)

    context.tasks.read(read, then, owner=owner, fail=fail)
