"""The row of steps over the import: where she is, and where she can go."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mutualaid.desktop.importing.flow import Flow, Step
from mutualaid.desktop.widgets.flow import FlowLayout
from mutualaid.desktop.widgets.words import Button, Translated, describe
from mutualaid.language.catalog import tr


class Rail(Translated, QWidget):
    """One button a step; `asked` carries the step that was pressed."""

    asked = Signal(int)

    def __init__(self, flow: Flow) -> None:
        super().__init__()
        self._flow = flow
        self.buttons: dict[Step, Button] = {}
        row = FlowLayout(self)
        for step in Step:
            button = Button(partial(flow.words, step), partial(self._press, step), role="toggle")
            button.setCheckable(True)
            self.buttons[step] = button
            row.addWidget(button)
        self.refresh()

    def _press(self, step: Step) -> None:
        self.refresh()  # a press may not check a step by itself: whether she gets there is the window's to say
        self.asked.emit(int(step))

    def refresh(self) -> None:
        """Show where she is and where she can go."""
        flow = self._flow
        for step, button in self.buttons.items():
            here = step is flow.step
            button.setChecked(here)
            button.setEnabled(here or (flow.may_go(step) and not flow.busy))
            describe(button, tr("You are here") if here else "")

    def retranslate(self) -> None:
        """The buttons set their words themselves."""
        self.setAccessibleName(tr("Steps"))
        if hasattr(self, "buttons"):
            self.refresh()
