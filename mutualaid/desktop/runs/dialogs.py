"""The small forms of a run: what became of a stop in full, to whom to give it, when and where the run leaves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import time
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QVBoxLayout, QWidget

from mutualaid.desktop.dialogs import FormDialog
from mutualaid.desktop.runs.reading import SeenRun
from mutualaid.desktop.runs.state import FAILURES, other_words
from mutualaid.desktop.widgets.amount import Amount
from mutualaid.desktop.widgets.check import Check
from mutualaid.desktop.widgets.choice import Choice
from mutualaid.desktop.widgets.forms import Form
from mutualaid.desktop.widgets.radio import Radio
from mutualaid.desktop.widgets.words import Said, plain_label
from mutualaid.language.catalog import N_, tr
from mutualaid.language.formats import format_time
from mutualaid.language.goods import goods
from mutualaid.services.run_views import RunStop, StopFailure

Save = Callable[[dict[str, Any], "FormDialog"], None]
"""Writes what a form holds, and tells the form what came of it."""


class StopDialog(FormDialog):
    """Everything that can be said of a stop: all of it, part of it, or why nothing; and whether goods are spoiled."""

    def __init__(self, stop: RunStop, save: Save, parent: QWidget) -> None:
        super().__init__(N_("What became of this stop?"), N_("Save"), parent, width=460)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._stop, self._save = stop, save
        self.ways = QButtonGroup(self)
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        self.codes = ["done", *(why.value for why in StopFailure)]
        for number, words in enumerate([N_("Delivered"), *FAILURES.values()]):
            radio = Radio(words)
            self.ways.addButton(radio, number)
            column.addWidget(radio)
        self.ways.button(0).setChecked(True)
        self.units = Amount(1, max(1, stop.units))
        self.units.setValue(max(1, stop.units))
        self.spoiled = Check(N_("What was not handed over is spoiled"))
        self.form = Form()
        self.form.add("units", N_("Units handed over"), self.units, hint=N_("The need stays open for the rest."))
        what = Said(lambda: ", ".join(goods(one.units, one.unit, one.name) for one in stop.goods), role="subtle")
        for widget in (plain_label(f"{stop.contact} {stop.code}".strip()), what, holder, self.form):
            self.body.addWidget(widget)
        self.body.addWidget(self.spoiled)
        self.ways.idToggled.connect(lambda _id, _on: self._show())
        self.units.valueChanged.connect(lambda _units: self._show())
        self._show()
        self.ways.button(0).setFocus()

    def _show(self) -> None:
        done = self.ways.checkedId() == 0
        self.units.setEnabled(done and self._stop.units > 1)
        self.spoiled.setEnabled(bool(self._stop.goods) and (not done or self.units.value() < self._stop.units))

    def save(self) -> None:
        """Say it."""
        code = self.codes[self.ways.checkedId()]
        spoiled = self.spoiled.isEnabled() and self.spoiled.isChecked()
        fields: dict[str, Any] = {"done": code == "done", "spoiled": spoiled}
        if code != "done":
            fields["failure"] = StopFailure(code)
        elif self._stop.units > 1:
            fields["units"] = self.units.value()
        self.set_busy(True)
        self._save(fields, self)


class GiveDialog(FormDialog):
    """To which run or to whom a stop goes."""

    def __init__(self, seen: SeenRun, stop: RunStop, save: Save, parent: QWidget) -> None:
        super().__init__(N_("Give this stop to another run"), N_("Give"), parent, width=560)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._seen, self._save = seen, save
        self.to = Choice()
        self.form = Form()
        self.form.add("to", N_("Run or volunteer"), self.to, required=True)
        self.body.addWidget(plain_label(f"{stop.contact} {stop.code}".strip()))
        self.body.addWidget(
            Said(N_("Whoever gets it has not been asked yet; that run is confirmed again."), role="subtle")
        )
        self.body.addWidget(self.form)
        self.retranslate()
        self.to.setFocus()

    def retranslate(self) -> None:
        """Say the choices anew."""
        super().retranslate()
        if hasattr(self, "to"):
            self.to.set_choices(other_words(self._seen))

    def save(self) -> None:
        """Give it."""
        kind, _colon, uid = self.to.code().partition(":")
        if not self.form.set_errors({} if uid else {"to": N_("Choose somebody from the list.")}):
            return
        self.set_busy(True)
        self._save({"to" if kind == "run" else "volunteer": uid}, self)


def quarters(first: time, last: time) -> list[time]:
    """Every quarter of an hour from one time until another."""
    begins, ends = (moment.hour * 60 + moment.minute for moment in (first, last))
    return [time(minutes // 60, minutes % 60) for minutes in range(begins, ends, 15)]


class RunDialog(FormDialog):
    """When the run leaves, and from where."""

    def __init__(self, seen: SeenRun, hours: tuple[time, time], save: Save, parent: QWidget) -> None:
        super().__init__(N_("When and where it leaves"), N_("Save"), parent, width=460)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._sites: Sequence[tuple[str, str]] = seen.sites
        self._save = save
        self._moments = sorted({*quarters(*hours), seen.page.starts})
        self.starts = Choice()
        self.site = Choice()
        self.form = Form()
        self.form.add("starts", N_("Leaves at"), self.starts)
        self.form.add("site", N_("Starts from"), self.site)
        self.body.addWidget(self.form)
        self.retranslate()
        self.starts.set_code(seen.page.starts.isoformat())
        self.site.set_code(seen.page.site)
        self.starts.setFocus()

    def retranslate(self) -> None:
        """Say the choices anew."""
        super().retranslate()
        if hasattr(self, "site"):
            self.starts.set_choices([(one.isoformat(), format_time(one)) for one in self._moments])
            self.site.set_choices(self._sites, empty=tr("Where most of it lies"))

    def save(self) -> None:
        """Keep it."""
        self.set_busy(True)
        self._save({"starts": time.fromisoformat(self.starts.code()), "site": self.site.code() or None}, self)
