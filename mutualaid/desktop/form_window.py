"""What the longer forms share: Ctrl+S and Ctrl+Enter save, Tab follows the layout, faults land at their field."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QWidget

from mutualaid.desktop.dialogs import FormDialog
from mutualaid.desktop.page import Context
from mutualaid.desktop.widgets.forms import Form
from mutualaid.desktop.widgets.tab_order import next_stop
from mutualaid.desktop.widgets.watched import answered_in
from mutualaid.desktop.widgets.words import Said, Words
from mutualaid.language.catalog import N_
from mutualaid.records.errors import Fault

NO_DAY = N_("This is not a day. Write it like: Nov 25")

T = TypeVar("T")


def keep(form: FormDialog, context: Context, work: Callable[[], T], then: Callable[[T], None]) -> None:
    """Write what a form says, on the writer's thread, with what she answered about its texts; it is told of a fault."""
    form.set_busy(True)
    context.tasks.write(answered_in(form, context.office, work), then, owner=form, fail=form.refused)


class FormWindow(FormDialog):
    """A FormDialog of sections; `section` adds one, `begin` puts the focus at its start when it opens."""

    def __init__(
        self,
        title: Words,
        save_words: Words,
        parent: QWidget | None,
        *,
        width: int = 680,
        window_title: Words = "",
    ) -> None:
        super().__init__(title, save_words, parent, width=width, window_title=window_title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.forms: list[Form] = []
        self._first: QWidget | None = None
        for keys in ("Ctrl+S", "Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.activated.connect(self._save_by_key)

    def section(self, title: Words) -> Form:
        """A heading with a form under it."""
        heading = Said(title, points=2, bold=True)
        heading.setContentsMargins(0, 6, 0, 0)
        self.body.addWidget(heading)
        form = Form()
        self.forms.append(form)
        self.body.addWidget(form)
        return form

    def begin(self, first: QWidget) -> None:
        """All fields are there: start with that one."""
        self._first = first
        self.body.addStretch(1)

    def focusNextPrevChild(self, next: bool) -> bool:
        """Tab follows the layout, also where rows came and went."""
        stop = next_stop(self, forward=next)
        if stop is None:
            return super().focusNextPrevChild(next)
        stop.setFocus(Qt.FocusReason.TabFocusReason if next else Qt.FocusReason.BacktabFocusReason)
        return True

    def showEvent(self, event: QShowEvent) -> None:
        """Start in the first field."""
        super().showEvent(event)
        if self._first is not None:
            self._first.setFocus()

    def parts(self) -> dict[str, QWidget]:
        """The fields of all sections."""
        return {key: row.field for form in self.forms for key, row in form.rows.items()}

    def touch(self, *_what: object) -> None:
        """Something was typed."""
        self.dirty = True

    def _save_by_key(self) -> None:
        if self.save_button.isEnabled():
            # What is being typed settles when its field is left.
            focused = self.focusWidget()
            focused.clearFocus()
            self.save()
            if self.isVisible() and self.focusWidget() is None:
                focused.setFocus()

    def set_errors(self, errors: dict[str, Words]) -> bool:
        """Show errors at the fields of all sections, and go to the first. Whether there was none."""
        wrong = None
        for form in reversed(self.forms):  # the last one to be told takes the focus
            mine = {key: words for key, words in errors.items() if key in form.rows}
            wrong = wrong if form.set_errors(mine) else form
        return wrong is None

    def refused(self, fault: Fault) -> None:
        """Not written: say so above, and at the field if the fault names one."""
        super().refused(fault)
        field = str(fault.facts.get("field", "")).split(".")[0]
        if any(field in form.rows for form in self.forms):
            self.set_errors({field: N_("This does not hold what it should.")})
