"""What a watched note and a watched line share: findings are marked as she types, and one key takes them out.

Words that mean something harmless here are fine at one key. A number that identifies somebody is kept only after two
steps, each with its own words: she says that she wants to, reads what that means, and says so again.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent, QTextCharFormat
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mutualaid.desktop import theme
from mutualaid.desktop.widgets.flow import FlowLayout
from mutualaid.desktop.widgets.words import Button, Translated, announce, plain_label
from mutualaid.language.catalog import N_, ntr, tr
from mutualaid.language.formats import format_list

if TYPE_CHECKING:
    from mutualaid.discretion.told import Answer, Answers, Said, Told
    from mutualaid.discretion.watch import Finding
    from mutualaid.services.office import Office

T = TypeVar("T")
_PAUSE_MS = 250


class Watched(Translated, QWidget):
    """A box to type in, and under it what the watch found. `changed` when the person typed or answered.

    Ctrl+R takes every finding out at once, and can be undone with Ctrl+Z. Ctrl+B says that words are fine, or begins to
    insist on a number. What she answered is in `told`; what was answered before is given by `know`.
    """

    changed = Signal()

    def __init__(self, box: QWidget) -> None:
        super().__init__()
        self._box = box
        box.installEventFilter(self)
        self.warning = plain_label(role="warn")
        self.button = Button(N_("Take it out (Ctrl+R)"), self.redact)
        self.fine_button = Button(N_("This is fine (Ctrl+B)"), self.fine, role="quiet")
        self.ask_button = Button(N_("Keep it all the same… (Ctrl+B)"), self.ask, role="quiet")
        self.insist_button = Button(N_("Yes, keep it and say so in the journal"), self.insist, role="danger")
        self.alarm = QWidget()
        under = QVBoxLayout(self.alarm)
        under.setContentsMargins(0, 0, 0, 0)
        under.setSpacing(4)
        under.addWidget(self.warning)
        answers = QWidget()
        flow = FlowLayout(answers, gap=8)
        for button in (self.button, self.fine_button, self.ask_button, self.insist_button):
            flow.addWidget(button)
        under.addWidget(answers)
        self.alarm.hide()
        self.setFocusProxy(box)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(box)
        layout.addWidget(self.alarm)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.look)
        self._last = ""
        self._asked = False
        self._said: set[Said] = set()
        self._known: Answers | None = None

    def written(self) -> str:
        """The text as it stands in the box."""
        raise NotImplementedError

    def write(self, text: str) -> None:
        """Show a text; nothing is undone past it."""
        raise NotImplementedError

    def rewrite(self, text: str) -> None:
        """Put `text` in the place of what is written, as one step that Ctrl+Z takes back."""
        raise NotImplementedError

    def mark(self, text: str, found: list[Finding]) -> None:
        """Underline the findings in the box."""
        raise NotImplementedError

    def text(self) -> str:
        """What is written, white space at its ends dropped."""
        return self.written().strip()

    def set_text(self, text: str) -> None:
        """Show a text; what she answered about another one is no more."""
        self._said.clear()
        self.write(text)
        self._timer.stop()
        self.look()

    def plain(self) -> str:
        """The text as a draft may keep it: a number that she did not insist on goes nowhere near a disk."""
        from mutualaid.discretion.watch import Kind, redact_all

        def look(text: str) -> list[Finding]:
            return [one for one in self._found(text) if one.kind is not Kind.STATUS_WORD]

        return redact_all(self.written(), look=look)

    def set_plain(self, text: str) -> None:
        """Show it."""
        self.set_text(text)

    def know(self, answers: Answers) -> None:
        """What was answered before about the record that is shown."""
        self._known = answers
        self.look()

    def told(self) -> Told:
        """What she answered here."""
        from mutualaid.discretion.told import Told

        return Told(frozenset(self._said))

    def retranslate(self) -> None:
        """Say again what was found."""
        self.look()

    def typed(self) -> None:
        """The person typed: look once she pauses. What she was asked about is no more."""
        self._asked = False
        self._timer.start(_PAUSE_MS)
        self.changed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ctrl+R and Ctrl+B in the box."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self._pressed(event):
            return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The same on the buttons."""
        if not self._pressed(event):
            super().keyPressEvent(event)

    def _pressed(self, event: QKeyEvent) -> bool:
        if event.modifiers() != Qt.KeyboardModifier.ControlModifier:
            return False
        if event.key() == Qt.Key.Key_R:
            self.redact()
        elif event.key() == Qt.Key.Key_B:
            self.look()
            if not self.fine_button.isHidden():
                self.fine()
            elif not self.ask_button.isHidden():
                self.ask()
        else:
            return False
        return True

    def _found(self, text: str) -> list[Finding]:
        """What nobody answered for."""
        from mutualaid.discretion.told import unanswered

        return unanswered(text, [self.told(), *([self._known] if self._known is not None else [])])

    def look(self) -> None:
        """Underline what the watch finds and nobody answered for, and say what kinds it is."""
        from mutualaid.desktop.widgets.findings import kind_words
        from mutualaid.discretion.told import Answer, answer_for

        self._timer.stop()
        text = self.written()
        found = self._found(text)
        self.mark(text, found)
        kinds = list(dict.fromkeys(kind_words(finding.kind) for finding in found))
        asks = {answer_for(finding.kind) for finding in found}
        self._asked = self._asked and Answer.INSISTED in asks
        self.alarm.setVisible(bool(found))
        self.fine_button.setVisible(Answer.FINE in asks)
        self.ask_button.setVisible(Answer.INSISTED in asks and Answer.FINE not in asks and not self._asked)
        self.insist_button.setVisible(self._asked)
        self._say(self._words(len(found), format_list(kinds)) if found else "")

    def _words(self, count: int, kinds: str) -> str:
        if self._asked:
            return tr(
                "If you keep {kinds} here, whoever gets into this laptop can read it, and a court can ask for it. "
                "Nobody's help depends on it. The journal will say that you kept it.",
                kinds=kinds,
            )
        return ntr(
            "This should not be kept: {kinds}. Nobody's help depends on it.",
            "These should not be kept: {kinds}. Nobody's help depends on them.",
            count,
            kinds=kinds,
        )

    def _say(self, said: str) -> None:
        self.warning.setText(said)
        if said and said != self._last:
            announce(self._box, said)
        self._last = said

    def fine(self) -> None:
        """The words are fine here: not pointed out again while their sentence stays as it is."""
        from mutualaid.discretion.told import Answer

        self._answer(Answer.FINE)

    def ask(self) -> None:
        """The first step of keeping a number: say what it means. Taking it out is what Enter does then."""
        self._asked = True
        self.look()
        if self._asked:
            self.button.setFocus()

    def insist(self) -> None:
        """The second step: keep it."""
        from mutualaid.discretion.told import Answer

        if self._asked:
            self._answer(Answer.INSISTED)
            announce(self._box, tr("It stays. The journal will say so when you save."))

    def _answer(self, answer: Answer) -> None:
        from mutualaid.discretion.told import about

        text = self.written()
        self._said |= {said for said in (about(text, one) for one in self._found(text)) if said[0] is answer}
        self._asked = False
        self.look()
        self._box.setFocus()
        self.changed.emit()

    def redact(self) -> None:
        """Take out everything that was found, keeping undo."""
        from mutualaid.discretion.watch import redact_all

        self._asked = False
        text = self.written()
        clean = redact_all(text, look=self._found)
        if clean != text:
            self.rewrite(clean)
        self.look()
        self._box.setFocus()


def know_in(form: QWidget, answers: Answers) -> None:
    """Tell all watched fields of a form what was answered before about the record that it shows."""
    for field in form.findChildren(Watched):
        field.know(answers)


def answered_in(form: QWidget, office: Office, work: Callable[[], T]) -> Callable[[], T]:
    """The write `work`, for any thread, with what she has answered in the watched fields of the form by now."""
    from mutualaid.discretion.told import NOTHING

    told = NOTHING
    for field in form.findChildren(Watched):
        told |= field.told()

    def write() -> T:
        from mutualaid.services.watching import answered

        return answered(office, told=told, work=work)

    return write


def underline() -> QTextCharFormat:
    """How a finding looks in the text."""
    look = QTextCharFormat()
    look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
    look.setUnderlineColor(QColor(theme.tones().danger))
    look.setBackground(QColor(theme.tones().warn_soft))
    look.setForeground(QColor(theme.tones().text))
    return look


def units(text: str) -> int:
    """How long Qt takes `text` to be: it counts UTF-16 units, the watch counts characters."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
