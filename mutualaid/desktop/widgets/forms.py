"""Form rows: a label that belongs to its field, a hint, and an error that is shown beside it and read aloud."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from mutualaid.desktop.widgets.words import Translated, Words, announce, describe, plain_label, restyle, say
from mutualaid.language.catalog import tr


def _typed_into(field: QWidget) -> QWidget:
    """The part of a field that takes the focus and shows its frame."""
    proxy = field.focusProxy()
    return proxy if proxy is not None else field


class FormRow(Translated, QWidget):
    """Label above field above hint and error. `required` is said in words, not by an asterisk.

    The field is called by the label, unless it has several parts and `names_its_parts`.
    """

    def __init__(self, label: Words, field: QWidget, *, hint: Words = "", required: bool = False) -> None:
        super().__init__()
        self.field = field
        self._label, self._hint, self._required = label, hint, required
        self._error: Words = ""
        self.label = QLabel()
        self.label.setWordWrap(True)
        self.label.setBuddy(_typed_into(field))
        self.hint = plain_label(role="subtle")
        self.error = plain_label(role="error")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for widget in (self.label, field, self.hint, self.error):
            layout.addWidget(widget)
        self.error.hide()
        self.hint.setVisible(bool(hint))
        self.retranslate()

    def retranslate(self) -> None:
        """Set label, hint and error."""
        name = say(self._label)
        self.label.setText(tr("{label} (required)", label=name) if self._required else name)
        self.hint.setText(say(self._hint) if self._hint else "")
        typed = _typed_into(self.field)
        self.error.setText(say(self._error) if self._error else "")
        said = self.error.text() or self.hint.text()
        if isinstance(typed, QAbstractButton):
            # A button is called by its own words; the row's label is what they are about.
            describe(typed, f"{name}. {said}" if said else name)
        elif getattr(self.field, "names_its_parts", False):
            describe(typed, said)
        else:
            typed.setAccessibleName(name.replace("&", ""))
            describe(typed, said)

    def set_hint(self, hint: Words) -> None:
        """Show another hint."""
        self._hint = hint
        self.hint.setVisible(bool(hint))
        self.retranslate()

    def set_error(self, words: Words) -> None:
        """Show what is wrong with the field ("" nothing) and have it read aloud."""
        self._error = words
        self.error.setVisible(bool(words))
        typed = _typed_into(self.field)
        if bool(typed.property("wrong")) != bool(words):
            typed.setProperty("wrong", bool(words))
            if isinstance(typed, QLineEdit | QPlainTextEdit | QSpinBox | QComboBox):
                restyle(typed)
        self.retranslate()
        if words:
            announce(typed, self.error.text())

    @property
    def wrong(self) -> bool:
        """Whether an error is shown."""
        return bool(self._error)


class Form(QWidget):
    """Rows by key, in the order in which they were added."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: dict[str, FormRow] = {}
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(14)

    def add(self, key: str, label: Words, field: QWidget, *, hint: Words = "", required: bool = False) -> FormRow:
        """Add a row under the others."""
        row = FormRow(label, field, hint=hint, required=required)
        self.rows[key] = row
        self._layout.addWidget(row)
        return row

    def add_widget(self, widget: QWidget) -> None:
        """Add something that is no row: a heading, a button."""
        self._layout.addWidget(widget)

    def set_errors(self, errors: Mapping[str, Words]) -> bool:
        """Show these errors and clear the others; moves to the first wrong field. Whether all was right."""
        first: FormRow | None = None
        for key, row in self.rows.items():
            row.set_error(errors.get(key, ""))
            if row.wrong and first is None and row.isVisibleTo(self):
                first = row
        if first is not None:
            _typed_into(first.field).setFocus()
        return not errors
