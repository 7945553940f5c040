"""What the form for a call and the keying of paper share: one page of questions, keyboard only, one after another."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from mutualaid.desktop import theme
from mutualaid.desktop.asking.alike import CLUES, AlikeStrip, CompareWindow
from mutualaid.desktop.asking.sheet import LARGE, AskingSheet
from mutualaid.desktop.dialogs import ask
from mutualaid.desktop.form_window import FormWindow
from mutualaid.desktop.page import Context
from mutualaid.desktop.widgets.watched import answered_in
from mutualaid.desktop.widgets.words import Said, Words
from mutualaid.language import question_words
from mutualaid.language.catalog import N_, ntr, tr
from mutualaid.language.errors import sentence
from mutualaid.records.answers import problems
from mutualaid.records.errors import Fault

if TYPE_CHECKING:
    from mutualaid.records.answers import Value
    from mutualaid.records.questions import QuestionList
    from mutualaid.records.views import Changed
    from mutualaid.services.asking import Alike, Asked
    from mutualaid.services.import_rows import Decision

_WIDTH = 1080


class AskingWindow(FormWindow):
    """Subclasses say where answers go (`take`), build their `head`, and what is said after saving (`told`)."""

    def __init__(
        self,
        context: Context,
        questions: QuestionList,
        title: Words,
        save_words: Words,
        parent: QWidget | None,
        *,
        numbered: bool = False,
    ) -> None:
        super().__init__(title, save_words, parent, width=_WIDTH)
        self.context = context
        self.decision: Decision | None = None
        self.last: tuple[Asked, dict[str, Any]] | None = None
        self.sheet = AskingSheet(questions, context.office.zones, numbered=numbered)
        self.strip = AlikeStrip(context, self.sheet.answers)
        self.head = QHBoxLayout()
        self.head.setSpacing(8)
        self.why = Said(self._why, points=1)
        self.keys = Said(self._keys, role="subtle")
        self.keys.setVisible(theme.roomy(100) < 100 * LARGE)  # large letters need the room for the questions
        self._why_shown = False
        self.body.addWidget(self.sheet)
        layout = cast("QVBoxLayout", self.layout())
        layout.insertLayout(1, self.head)
        layout.insertWidget(3, self.strip)
        layout.insertWidget(5, self.why)
        layout.insertWidget(6, self.keys)
        self.cancel_button.say(N_("Close"))
        self.sheet.changed.connect(self._typed)
        self.strip.compare.connect(self.compare)
        self.strip.apart.connect(partial(self.decide, None, "new"))
        for keys, do in self._shortcuts().items():
            QShortcut(QKeySequence(keys), self).activated.connect(do)
        app = cast("QApplication", QApplication.instance())
        app.focusChanged.connect(self._focus_moved)
        self.finished.connect(lambda _code: app.focusChanged.disconnect(self._focus_moved))
        self.begin(self.sheet.rows[next(iter(self.sheet.rows))].field)

    def _shortcuts(self) -> dict[str, Callable[[], object]]:
        return {
            "F1": self.toggle_why,
            "F2": self.turn_language,
            "F4": self.compare_next,
            "F9": self.undo,
            "Ctrl+PgDown": partial(self.sheet.go_to_section, 1),
            "Ctrl+PgUp": partial(self.sheet.go_to_section, -1),
        }

    def sizeHint(self) -> QSize:
        """As high as the screen lets it: the questions are many."""
        screen = self.screen().availableGeometry()
        return QSize(super().sizeHint().width(), screen.height() - 60)

    def _why(self) -> str:
        name = self.sheet.where() if hasattr(self, "sheet") else ""
        cat = self.sheet.catalogs()[0] if name else None
        return cat.tr("Why we ask: {why}", why=question_words.why(name, cat)) if cat is not None else ""

    def _keys(self) -> str:
        return tr("Enter: next · F1: why · F2: language · Ctrl+PgDn: next part · F9: undo the last one")

    def retranslate(self) -> None:
        """Titles follow the window's language, questions the one in which they are asked."""
        super().retranslate()
        if hasattr(self, "why"):
            self.why.retranslate()

    def _focus_moved(self, _old: QWidget | None, now: QWidget | None) -> None:
        if now is not None and self.sheet.isAncestorOf(now):
            self.why.retranslate()
            self.area.ensureWidgetVisible(self.sheet.rows[self.sheet.where()], 0, 12)
            self.area.ensureWidgetVisible(now, 0, 24)

    def parts(self) -> dict[str, QWidget]:
        """The sheet is the one part."""
        return {"sheet": self.sheet}

    def toggle_why(self) -> None:
        """Show under every question why it is asked, or no longer."""
        self._why_shown = not self._why_shown
        self.sheet.show_why(self._why_shown)

    def turn_language(self) -> None:
        """Say the questions in the other language."""
        self.sheet.set_language("en" if self.sheet.catalogs()[0].language == "es" else "es")
        self.why.retranslate()

    def _typed(self, question: str) -> None:
        self.touch()
        if question in CLUES:
            self.strip.soon()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on to the next field, Shift+Enter back; what is saved with Ctrl+Enter stays the form's."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if enter and held in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier):
            self.focusNextPrevChild(held == Qt.KeyboardModifier.NoModifier)
            return
        super().keyPressEvent(event)

    # who it is

    def compare_next(self) -> None:
        """Set the first of those who may be the same beside what was typed."""
        if self.strip.chosen is not None:
            self.decide(None, "new")
        elif self.strip.found:
            self.compare(self.strip.found[0])

    def compare(self, one: Alike, *, then: Callable[[], object] | None = None) -> CompareWindow:
        """Set one of them beside what was typed. `then` is done once she has decided."""
        window = CompareWindow(one, self)

        def decided(decision: str) -> None:
            self.decide(one, decision)
            if then is not None or decision == "skip":
                (then or self.save)()

        window.decided.connect(decided)
        window.open()
        return window

    def decide(self, one: Alike | None, decision: str) -> None:
        """What is saved goes to that household ("merge"), to a new one ("new") or nowhere ("skip")."""
        from mutualaid.services.import_rows import Decision

        merged = one if decision == "merge" else None
        uid = merged.uid if merged is not None else ""
        self.decision = Decision(decision, uid)  # type: ignore[arg-type]
        self.strip.choose(merged)
        self.touch()
        self.show_rules()

    def show_rules(self) -> None:
        """Say above the number what is to be minded when it is called."""

    # saving

    def answers(self) -> dict[str, Value]:
        """What is saved."""
        return self.sheet.answers()

    def save(self) -> None:
        """Check, then write on the writer's thread; one who is the same, or has the number, is decided about first."""
        answers = self.answers()
        if answers.get("keep") is False:
            self.refuse_keeping()
            return
        errors: dict[str, Words] = {
            name: partial(question_words.problem, code)
            for name, code in problems(self.sheet.questions, answers).items()
        }
        wrong = self.sheet.set_errors(errors)
        if wrong:
            self._tell_wrong(wrong)
            return
        self.messages.hide()
        self.set_busy(True)
        work = partial(self._write, answers, self.decision)
        self.context.tasks.write(
            answered_in(self, self.context.office, work), partial(self._written, answers), owner=self, fail=self.refused
        )

    def _write(self, answers: Mapping[str, Value], decision: Decision | None) -> Asked | Alike:
        from mutualaid.services.asking import similar
        from mutualaid.services.import_rows import Decision

        if decision is None:
            found = similar(self.context.office, answers=answers)
            if found and (found[0].same or found[0].reached):
                return found[0]
            decision = Decision("new")  # nobody else writes between this look and the next line
        return self.take(answers, decision)

    def take(self, answers: Mapping[str, Value], decision: Decision | None) -> Asked:
        """Keep the answers; runs on the writer's thread."""
        raise NotImplementedError

    def _written(self, answers: dict[str, Value], result: Asked | Alike) -> None:
        from mutualaid.services.asking import Alike

        self.set_busy(False)
        if isinstance(result, Alike):
            self.compare(result, then=self.save)
            return
        self.last = (result, {"sheet": self.sheet.plain()}) if result.undo is not None else None
        said = self.told(result)
        self.clear()
        if self.last is not None:
            self.messages.tell(said, "good", action=N_("Undo (F9)"), do=self.undo)
        else:
            self.messages.tell(said, "good")

    def told(self, asked: Asked) -> str:
        """What is said after saving."""
        if not asked.code:
            return tr("Nothing was saved: they were here already.")
        if asked.outcome == "added":
            return ntr(
                "Saved: household {code} with {n} need.",
                "Saved: household {code} with {n} needs.",
                asked.needs,
                code=asked.code,
            )
        if not asked.needs:
            return tr("Added to household {code}: no need that was not there already.", code=asked.code)
        return ntr(
            "Added to household {code}: {n} new need.",
            "Added to household {code}: {n} new needs.",
            asked.needs,
            code=asked.code,
        )

    def refuse_keeping(self) -> None:
        """They said no to being written down: nothing is."""
        if not self.sheet.is_blank(but="keep"):
            ask(
                self,
                N_("Throw away what you typed?"),
                N_("They did not want anything written down, so nothing of it is saved."),
                N_("Throw away"),
                self.let_go,
                danger=True,
            )
            return
        self.let_go()

    def let_go(self) -> None:
        """Nothing is kept, and the next one can begin."""
        self.clear()
        self.messages.tell(tr("They did not want anything written down, so nothing was saved."), "info")

    def clear(self) -> None:
        """An empty page for the next one, with the focus on the first question."""
        self.sheet.put({})
        self.strip.forget()
        self.decision = None
        self.show_rules()
        self.begin_anew()
        self.area.verticalScrollBar().setValue(0)
        self.sheet.go(next(iter(self.sheet.rows)))

    def _tell_wrong(self, question: str) -> None:
        name = question_words.short(question)
        self.messages.tell(tr("Not saved yet: look again at “{question}”.", question=name), "warn")

    def refused(self, fault: Fault) -> None:
        """Not written: say why, at the question if the fault names one, and go there."""
        field = str(fault.facts.get("field", ""))
        if fault.code == "identifier_in_text":
            field = self.sheet.pointed_out() or "phone"  # what is no phone is kept in the notes
        self.set_busy(False)
        if field in self.sheet.rows:
            self.sheet.set_errors({field: partial(sentence, fault)})
            self._tell_wrong(field)
        else:
            self.messages.tell(sentence(fault), "fault")
        if fault.code == "record_gone":
            self.decide(None, "new")
            self.decision = None

    def undo(self) -> None:
        """Take back the last one; its answers come back into an empty page, to be corrected and saved again."""
        if self.last is None or not self.save_button.isEnabled():
            return
        asked, held = self.last
        self.set_busy(True)

        def write() -> Changed:
            from mutualaid.services.asking import undo_asked

            assert asked.undo is not None
            return undo_asked(self.context.office, undo=asked.undo)

        self.context.tasks.write(write, partial(self._undone, held), owner=self, fail=self._not_undone)

    def _undone(self, held: dict[str, Any], _changed: Changed) -> None:
        self.set_busy(False)
        self.last = None
        if self.dirty:
            self.messages.tell(tr("The last one is taken back."), "good")
            return
        self.sheet.set_plain(held["sheet"])
        self.touch()
        self.strip.soon()
        self.show_rules()
        self.messages.tell(tr("It is taken back, and stands here again as you typed it."), "good")

    def _not_undone(self, fault: Fault) -> None:
        self.last = None
        self.refused(fault)
