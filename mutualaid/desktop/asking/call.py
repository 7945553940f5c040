"""The form for a call: how to reach them safely comes first, and the questions are read aloud in their language."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QButtonGroup, QWidget

from mutualaid.desktop.asking.window import AskingWindow
from mutualaid.desktop.page import Context
from mutualaid.desktop.widgets.language_button import OWN_NAMES
from mutualaid.desktop.widgets.words import Button, Said
from mutualaid.language import labels
from mutualaid.language.catalog import N_, tr
from mutualaid.records.answers import said

if TYPE_CHECKING:
    from mutualaid.records.answers import Value
    from mutualaid.records.questions import QuestionList
    from mutualaid.services.asking import Asked
    from mutualaid.services.drafts import Draft
    from mutualaid.services.import_rows import Decision

_SPOKEN = {"es": "spa", "en": "eng"}


class CallWindow(AskingWindow):
    """One call after another. The language that she says the call is held in is theirs, unless they name others."""

    draft_kind = "call"

    def __init__(self, context: Context, questions: QuestionList, parent: QWidget | None) -> None:
        super().__init__(context, questions, N_("A call"), N_("Save, and ready for the next call"), parent)
        self.spoken = ""
        self._group = QButtonGroup(self)
        self.tongues: dict[str, Button] = {}
        self.head.addWidget(Said(N_("We speak (F2):"), wrap=False))
        for language, name in OWN_NAMES.items():
            button = Button(partial(str, name), partial(self.speak, language), role="toggle")
            button.setCheckable(True)
            self.tongues[language] = button
            self._group.addButton(button)
            self.head.addWidget(button)
        self.head.addStretch(1)
        self.sheet.changed.connect(self._answered)
        self.retranslate()
        self.show_rules()
        self.dirty = False

    def retranslate(self) -> None:
        """Press down the language that the questions are in."""
        super().retranslate()
        if hasattr(self, "tongues"):
            now = self.sheet.catalogs()[0].language
            if now in self.tongues:
                self.tongues[now].setChecked(True)

    def speak(self, language: str) -> None:
        """The call is held in that language."""
        self.spoken = language
        self.sheet.set_language(language)
        self.retranslate()
        self.show_rules()

    def turn_language(self) -> None:
        """The call is held in the other language."""
        self.speak("en" if self.sheet.catalogs()[0].language == "es" else "es")

    def _answered(self, question: str) -> None:
        if question in ("safe_contact", "languages"):
            self.show_rules()

    def show_rules(self) -> None:
        """What is to be minded stands above the number; and what the languages are if none is ticked."""
        answers = self.sheet.answers()
        known = self.strip.chosen.safe_contact if self.strip.chosen is not None else ""
        rule = known or str(answers.get("safe_contact", "")).strip()
        above = self.sheet.rows["phone"].above
        above.say(lambda: tr("To mind: {rule}", rule=rule))
        above.setVisible(bool(rule))
        spoken = self.sheet.rows["languages"].above
        code = _SPOKEN.get(self.spoken, "")
        spoken.say(lambda: tr("If you choose none: {language}", language=labels.language(code)))
        spoken.setVisible(bool(code) and not said(self.sheet.questions["languages"], answers))

    def answers(self) -> dict[str, Value]:
        """With the language of the call where no other was named."""
        answers = self.sheet.answers()
        code = _SPOKEN.get(self.spoken, "")
        question = self.sheet.questions["languages"]
        if code in question.choices and not said(question, answers):
            answers["languages"] = [code]
        return answers

    def take(self, answers: Mapping[str, Value], decision: Decision | None) -> Asked:
        """A household of its own, or more about a known one."""
        from mutualaid.services.asking import take_answers

        return take_answers(
            self.context.office, answers=answers, on=self.context.today(), how="call", decision=decision
        )

    def clear(self) -> None:
        """The next call may be in any language."""
        self.spoken = ""
        self.sheet.set_language("")
        super().clear()
        self.retranslate()

    def draft(self) -> dict[str, Any]:
        """What stands in the form, and the language of the call."""
        return {**super().draft(), "spoken": self.spoken}

    def take_draft(self, draft_id: str, state: Mapping[str, Any]) -> None:
        """Go on with a call that was broken off."""
        super().take_draft(draft_id, state)
        if state.get("spoken"):
            self.speak(state["spoken"])
        self.show_rules()
        self.strip.soon()


def open_call(context: Context, parent: QWidget, draft: Draft | None = None) -> None:
    """The shell's action: take a call, or go on with one that was broken off."""

    def read() -> QuestionList:
        from mutualaid.records.questions import CALL_ORDER
        from mutualaid.services.asking import office_questions

        return office_questions(context.office, first=CALL_ORDER, offered=True)

    def show(questions: QuestionList) -> None:
        window = CallWindow(context, questions, parent)
        if draft is not None:
            window.take_draft(draft.id, draft.state)
        window.open()

    context.tasks.read(read, show, owner=parent)
