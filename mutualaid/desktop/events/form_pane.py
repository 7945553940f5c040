"""One waiting form beside the list: what stands in doubt first, then what was answered, contact data covered."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from mutualaid.desktop.events import form_words
from mutualaid.desktop.events.answer_fields import AnswerForm
from mutualaid.desktop.events.likeness_part import LikenessPart
from mutualaid.desktop.events.state import NO_WAY, ReviewState
from mutualaid.desktop.widgets.facts import Fact, Facts
from mutualaid.desktop.widgets.flow import FlowLayout
from mutualaid.desktop.widgets.masked import Masked
from mutualaid.desktop.widgets.panels import DetailPane
from mutualaid.desktop.widgets.phones import show_phone
from mutualaid.desktop.widgets.words import Button, Said, Translated, Words
from mutualaid.language import question_words
from mutualaid.language.catalog import N_, tr
from mutualaid.language.intake_words import form_mark
from mutualaid.services.import_rows import Decision

if TYPE_CHECKING:
    from mutualaid.services.collecting import WaitingForm

KEYS = {"accept": "A", "change": "E", "later": "L", "aside": "D"}
"""The letter of each verb, the same in every language."""

_WORDS = {"accept": N_("Accept"), "change": N_("Change…"), "later": N_("Later"), "aside": N_("Set aside")}
_ROLES = {"accept": "primary", "aside": "danger"}


def verb_words(verb: str) -> Words:
    """A button's words with its letter."""

    def said() -> str:
        name = tr(_WORDS[verb])
        return tr("{verb} ({key})", verb=name, key=KEYS[verb])

    return said


class FormPane(Translated, DetailPane):
    """`verb_asked` carries "accept", "change", "later" or "aside"; `filled` is emitted when a gap was filled in place,
    `decided` when she said whether it is a household that is known.
    """

    verb_asked = Signal(str)
    filled = Signal()
    decided = Signal()

    def __init__(self, state: ReviewState) -> None:
        super().__init__()
        self.state = state
        self.form: WaitingForm | None = None
        self.masked: list[Masked] = []
        self.gaps: AnswerForm | None = None
        self.title = Said("", points=6, bold=True)
        self.line = Said("", role="subtle")
        self.verbs = {
            verb: Button(verb_words(verb), partial(self.verb_asked.emit, verb), role=_ROLES.get(verb, ""))
            for verb in KEYS
        }
        self.doubts = Said("", role="warn")
        self.gap_title = Said(N_("Missing: fill it in here, or call first"), points=1, bold=True)
        self.no_way = Said(
            N_("Neither a name nor a number nor another way to reach them: nobody could find them again."), role="error"
        )
        self.gap_place = QWidget()
        self.likeness = LikenessPart()
        self.likeness.decided.connect(self._decided)
        self.facts = Facts()
        self.changed_note = Said(N_("You changed answers. They count once you accept."), role="subtle")
        self._build()

    def _build(self) -> None:
        column = self.column()
        row = QWidget()
        flow = FlowLayout(row, gap=6)
        for button in self.verbs.values():
            flow.addWidget(button)
        self._gap_column = QVBoxLayout(self.gap_place)
        self._gap_column.setContentsMargins(0, 0, 0, 0)
        for widget in (self.title, self.line, row, self.doubts, self.likeness, self.gap_title, self.no_way):
            column.addWidget(widget)
        column.addWidget(self.gap_place)
        column.addSpacing(8)
        self.answers_title = Said(N_("What they answered"), points=1, bold=True)
        for widget in (self.answers_title, self.changed_note, self.facts):
            column.addWidget(widget)
        self.hold(column, N_("Choose a form to see it here."))

    def show_form(self, form: WaitingForm | None) -> None:
        """Show a form, covered; the same one again keeps its fields."""
        same = form is not None and self.form is not None and form.uid == self.form.uid
        self.form = form
        self.turn(chosen=form is not None, to_top=not same)
        if form is None:
            return
        self.title.say(partial(form_words.title, form))
        self.line.say(partial(form_words.line, form))
        self.doubts.say(partial(self._doubt_words, form))
        self.doubts.setVisible(bool(self.doubts.text()))
        if not same:
            self.likeness.show_alike((), None)
            self._fill_gaps(form)
        self._fill_facts(form)
        self.show_standing()

    def show_alike(self) -> None:
        """The households that may be the same, once they are read."""
        if self.form is not None:
            self.likeness.show_alike(self.state.alike(self.form.uid) or (), self.state.decision(self.form.uid))

    def show_standing(self) -> None:
        """What changes while she works on a form: what is still missing, and whether she changed anything."""
        form = self.form
        if form is None:
            return
        gaps = self.state.gaps(form)
        for name, row in self.gaps.rows.items() if self.gaps is not None else ():
            code = gaps.get(name, "")
            row.set_error(partial(question_words.problem, code) if code and code != NO_WAY else "")
        for widget in (self.gap_title, self.gap_place):
            widget.setVisible(self.gaps is not None)
        self.no_way.setVisible(NO_WAY in gaps.values())
        self.changed_note.setVisible(self.state.is_changed(form.uid))

    def refill(self) -> None:
        """The answers were changed elsewhere: show them anew."""
        if self.form is not None:
            self._fill_gaps(self.form)
            self._fill_facts(self.form)
            self.show_standing()

    def _doubt_words(self, form: WaitingForm) -> str:
        return "\n".join([*map(form_mark, form.marks), *form_words.warnings(form)])

    def _fill_gaps(self, form: WaitingForm) -> None:
        if self.gaps is not None:
            self._gap_column.removeWidget(self.gaps)
            self.gaps.put({})  # what goes is deleted later, and must hold nothing until then
            self.gaps.hide()
            self.gaps.deleteLater()
            self.gaps = None
        questions = self.state.questions_of(self.state.gaps(form))
        if not questions:
            return
        self.gaps = AnswerForm(questions, self.state.seen.zones)
        self.gaps.put(self.state.answers(form))
        self.gaps.changed.connect(self._gap_filled)
        self._gap_column.addWidget(self.gaps)

    def _gap_filled(self) -> None:
        if self.form is not None and self.gaps is not None:
            answers = self.gaps.answers(self.state.answers(self.form))
            self.state.change(self.form.uid, answers)
            self._fill_facts(self.form)
            self.show_standing()
            self.filled.emit()

    def _fill_facts(self, form: WaitingForm) -> None:
        for masked in self.masked:
            masked.set_text("")
        self.masked = []
        answers, seen = self.state.answers(form), self.state.seen
        facts: list[Fact] = []
        for name, words in form_words.answer_lines(answers, seen.questions, seen.zone_names):
            said = partial(question_words.short, name)
            if name in form_words.COVERED:
                covered = Masked(said, show_phone(words) if name == "phone" else words)
                self.masked.append(covered)
                facts.append((said, covered))
            else:
                facts.append((said, partial(self._answer, name)))
        self.facts.set_facts(facts)

    def _answer(self, name: str) -> str:
        form, seen = self.form, self.state.seen
        if form is None:
            return ""
        lines = dict(form_words.answer_lines(self.state.answers(form), seen.questions, seen.zone_names))
        return lines.get(name, "")

    def _decided(self, action: str, uid: str) -> None:
        if self.form is not None:
            decision = Decision(action, uid if action == "merge" else "")  # type: ignore[arg-type]
            self.state.decide(self.form.uid, decision)
            self.decided.emit()

    @property
    def uncovered(self) -> bool:
        """Whether any contact data can be read."""
        return any(masked.open for masked in self.masked) or self.likeness.uncovered

    def toggle_cover(self) -> None:
        """Uncover what is covered, or cover all again."""
        opened = self.uncovered
        for masked in self.masked:
            if masked.open is opened:
                masked.toggle()
        self.likeness.set_uncovered(not opened)

    def cover(self) -> None:
        """Cover everything."""
        for masked in self.masked:
            masked.cover()
        self.likeness.set_uncovered(False)

    def is_filling(self) -> bool:
        """Whether the keyboard is in a field for a gap, where letters are written and are no verbs."""
        focused = QApplication.focusWidget()
        return self.gaps is not None and focused is not None and self.gaps.isAncestorOf(focused)

    def to_gap(self) -> bool:
        """Put the keyboard where something is missing, if anything is."""
        if self.form is None or self.gaps is None:
            return False
        missing = [name for name in self.state.gaps(self.form) if name in self.gaps.fields]
        if missing:
            self.gaps.fields[missing[0]].setFocus(Qt.FocusReason.OtherFocusReason)
        return bool(missing)

    def rest(self, busy: bool) -> None:
        """While something is being written the verbs rest."""
        for button in self.verbs.values():
            button.setEnabled(not busy)
        self.likeness.setEnabled(not busy)

    def retranslate(self) -> None:
        """The fields for gaps follow the language by themselves, and keep what is typed in them."""
        if hasattr(self, "changed_note") and self.form is not None:
            self._fill_facts(self.form)
            self.show_standing()
