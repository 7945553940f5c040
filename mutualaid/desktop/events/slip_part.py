"""The closing slip beside the file: its count and fingerprint in large letters, and fields for what the slip says."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontDatabase, QIntValidator
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout

from mutualaid.desktop import theme
from mutualaid.desktop.events.slip_check import SlipCheck, Verdict, groups
from mutualaid.desktop.widgets.check import Check
from mutualaid.desktop.widgets.forms import Form
from mutualaid.desktop.widgets.panels import Card
from mutualaid.desktop.widgets.words import Said, Translated, announce, restyle
from mutualaid.language.catalog import N_, tr
from mutualaid.language.formats import format_number

_MOST = 5
_ROLES = {Verdict.AGREES: "good", Verdict.DIFFERS: "warn", Verdict.NO_SLIP: "warn", Verdict.OPEN: "subtle"}


class SlipPart(Translated, Card):
    """`changed` is emitted whenever what she says of the slip changed; `check` then tells how it stands."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__(N_("Compare it with the closing slip"))
        self._whole, self._fingerprint, self._said = 0, "", ""
        self._slips: tuple[tuple[int, str], ...] = ()
        self.fingerprint = QLabel()
        self.fingerprint.setTextFormat(Qt.TextFormat.PlainText)
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPointSizeF(self.font().pointSizeF() + 7)
        self.fingerprint.setFont(font)
        self.fingerprint.setWordWrap(True)
        self.count, self.typed = QLineEdit(), QLineEdit()
        self.count.setValidator(QIntValidator(0, 99999, self))
        self.count.setMaxLength(_MOST)
        self.count.setMaximumWidth(theme.roomy(120))
        self.typed.setMaxLength(60)
        self.seen = Check(N_("I compared the fingerprint by eye: it is the same"))
        self.none = Check(N_("There is no slip"))
        self.result = Said("")
        self.form = Form()
        self.form.add("count", N_("Forms, as the slip says"), self.count)
        self.form.add("typed", N_("The slip's fingerprint, if you want to type it"), self.typed)
        top = QVBoxLayout()
        top.setSpacing(2)
        top.addWidget(Said(N_("The file's own fingerprint"), role="subtle"))
        top.addWidget(self.fingerprint)
        self.body.addLayout(top)
        for widget in (self.form, self.seen, self.none, self.result):
            self.body.addWidget(widget)
        for line in (self.count, self.typed):
            line.textEdited.connect(self._look)
        for box in (self.seen, self.none):
            box.toggled.connect(self._look)
        self.retranslate()

    def show_file(self, whole: int, fingerprint: str, slips: Sequence[tuple[int, str]] = ()) -> None:
        """Another file: nothing has been compared yet. `slips` are its own closing entries, forms and fingerprint."""
        self._whole, self._fingerprint, self._slips = whole, fingerprint, tuple(slips)
        for line in (self.count, self.typed):
            line.clear()
        for box in (self.seen, self.none):
            box.setChecked(False)
        self.fingerprint.setText(" ".join(groups(fingerprint)))
        self._look()

    @property
    def check(self) -> SlipCheck:
        """How the slip and the file stand to each other."""
        said = self.count.text()
        return SlipCheck(
            whole=self._whole,
            fingerprint=self._fingerprint,
            count=int(said) if said.isdecimal() else None,
            typed=self.typed.text(),
            seen=self.seen.isChecked(),
            none=self.none.isChecked(),
            slips=self._slips,
        )

    def _look(self, *_what: object) -> None:
        none = self.none.isChecked()
        for widget in (self.form, self.seen):
            widget.setEnabled(not none)
        self.retranslate()
        if self.result.text() != self._said:
            self._said = self.result.text()
            announce(self, self._said)
        self.changed.emit()

    def retranslate(self) -> None:
        """Say how it stands."""
        if not hasattr(self, "result"):
            return
        check = self.check
        self.result.say(lambda: "\n".join(check.words()))
        self.result.setVisible(bool(self.result.text()))
        self.result.setProperty("role", _ROLES[check.verdict])
        restyle(self.result)
        spoken = ", ".join(" ".join(group) for group in groups(self._fingerprint))
        self.fingerprint.setAccessibleName(tr("The file's own fingerprint: {signs}", signs=spoken))
        self.count.setPlaceholderText(tr("such as {n}", n=format_number(28)))
