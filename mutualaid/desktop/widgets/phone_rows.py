"""The phones of a person: for each the number and what is safe to do with it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLineEdit, QSizePolicy, QWidget

from mutualaid.desktop.widgets.choice import Choice
from mutualaid.desktop.widgets.flow import FlowLayout
from mutualaid.desktop.widgets.phones import read_phone, show_phone
from mutualaid.desktop.widgets.repeated import Repeated
from mutualaid.desktop.widgets.watched_line import WatchedLine
from mutualaid.desktop.widgets.words import Translated, announce, describe, plain_label, restyle
from mutualaid.language.catalog import N_, tr
from mutualaid.language.labels import label
from mutualaid.records.household import Phone
from mutualaid.records.kinds import PhoneKind


class PhoneRow(Translated, QWidget):
    """One phone. `settled` is emitted when a number was typed and left."""

    changed = Signal()
    settled = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.number = QLineEdit()
        self.number.setMaxLength(40)
        self.kind = Choice()
        self.kind.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.may_text, self.may_leave = QCheckBox(), QCheckBox()
        self.who = WatchedLine()
        self.error = plain_label(role="error")
        self.error.hide()
        self.may_text.setChecked(True)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        grid.addWidget(self.number, 0, 0)
        grid.addWidget(self.kind, 0, 1)
        grid.addWidget(self.error, 1, 0, 1, 2)
        checks = QWidget()
        flow = FlowLayout(checks, gap=16)
        flow.addWidget(self.may_text)
        flow.addWidget(self.may_leave)
        grid.addWidget(checks, 2, 0, 1, 2)
        grid.addWidget(self.who, 3, 0, 1, 2)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        self.setFocusProxy(self.number)
        self.retranslate()
        self.kind.set_code(PhoneKind.MOBILE.value)
        self.number.editingFinished.connect(self._settle)
        for signal in (self.number.textEdited, self.may_text.toggled, self.may_leave.toggled):
            signal.connect(lambda _value: self.changed.emit())
        self.who.changed.connect(self.changed)
        self.kind.chosen.connect(lambda _code: self.changed.emit())

    def retranslate(self) -> None:
        """Set every word."""
        self.number.setAccessibleName(tr("Phone"))
        self.number.setPlaceholderText(tr("for example: {number}", number="(773) 555-0165"))
        self.kind.set_choices([(kind.value, label(kind)) for kind in PhoneKind])
        self.kind.setAccessibleName(tr("Kind of phone"))
        self.may_text.setText(tr("May text"))
        self.may_leave.setText(tr("May leave a message"))
        self.who.line.setPlaceholderText(tr("Who may answer"))
        self.who.line.setAccessibleName(tr("Who may answer"))
        if not self.error.isHidden():
            self._show_error()

    def set_phone(self, phone: Phone) -> None:
        """Show a phone."""
        self.number.setText(show_phone(phone.number))
        self.kind.set_code(phone.kind.value)
        self.may_text.setChecked(phone.may_text)
        self.may_leave.setChecked(phone.may_leave_message)
        self.who.set_text(phone.who_answers)

    def parts(self) -> dict[str, QWidget]:
        """Its fields."""
        return {
            "number": self.number, "kind": self.kind, "may_text": self.may_text, "may_leave": self.may_leave,
            "who": self.who,
        }  # fmt: skip

    def phone(self) -> Phone | None:
        """The phone, none for an empty row. Raises ValueError when the number cannot be one."""
        number = read_phone(self.number.text())
        if not number:
            return None
        return Phone(
            number=number,
            kind=PhoneKind(self.kind.code() or PhoneKind.MOBILE.value),
            may_text=self.may_text.isChecked(),
            may_leave_message=self.may_leave.isChecked(),
            who_answers=self.who.text(),
        )

    def check(self) -> bool:
        """Show what is wrong with the number, if anything."""
        try:
            read_phone(self.number.text())
        except ValueError:
            self._show_error()
            announce(self.number, self.error.text())
            return False
        self.error.hide()
        self._frame(wrong=False)
        return True

    def _show_error(self) -> None:
        self.error.setText(tr("This cannot be a phone number. Write it with its area code."))
        self.error.show()
        self._frame(wrong=True)

    def _frame(self, *, wrong: bool) -> None:
        describe(self.number, self.error.text() if wrong else "")
        if bool(self.number.property("wrong")) != wrong:
            self.number.setProperty("wrong", wrong)
            restyle(self.number)

    def _settle(self) -> None:
        if self.check():
            typed = read_phone(self.number.text())
            self.number.setText(show_phone(typed) if typed else "")
            self.settled.emit()


class PhoneRows(Repeated):
    """Several phones; starts with one empty row, so that typing can begin."""

    settled = Signal()

    def __init__(self) -> None:
        super().__init__(PhoneRow, N_("Add a phone"), N_("Take this phone away"), top=True, gap=10)
        self.add()

    def add(self) -> PhoneRow:
        """Another phone."""
        row: PhoneRow = super().add()
        row.settled.connect(self.settled)
        return row

    def set_phones(self, phones: Sequence[Phone]) -> None:
        """Show these."""
        self.clear()
        for phone in phones:
            self.add().set_phone(phone)
        if not phones:
            self.add()

    def check(self) -> bool:
        """Whether every number can be one; shows what is wrong and goes to the first such row."""
        wrong = [row for row in self.rows if not row.check()]
        if wrong:
            wrong[0].number.setFocus()
        return not wrong

    def phones(self) -> list[Phone]:
        """The phones, each number once. Raises ValueError."""
        found = [phone for phone in (row.phone() for row in self.rows) if phone is not None]
        return list({phone.number: phone for phone in found}.values())
