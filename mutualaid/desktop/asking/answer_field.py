"""What the fields of the question list share: they give and take an answer, and are named in whichever language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mutualaid.language import question_words
from mutualaid.language.catalog import Catalog
from mutualaid.records.questions import Answer, Question

if TYPE_CHECKING:
    from mutualaid.records.answers import Value
    from mutualaid.records.zones import Zone


@dataclass(frozen=True)
class Saying:
    """How fields are named: in which language, and what a question is called there."""

    cat: Catalog
    zones: Mapping[str, Zone] = field(default_factory=dict)

    def names(self, question: Question) -> dict[str, str]:
        """The choices of a question by their codes."""
        if question.kind is Answer.YES_NO:
            return {"yes": question_words.yes_no(True, self.cat), "no": question_words.yes_no(False, self.cat)}
        return {code: question_words.choice(question, code, self.cat) for code in question.choices}


class Field(QWidget):
    """One question's answer. `changed` when the person changed it."""

    changed = Signal()

    def __init__(self, question: Question) -> None:
        super().__init__()
        self.question = question
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(4)

    def answers(self) -> dict[str, Value]:
        """The answer under the question's id, with what was written beside its choices; nothing when not answered."""
        raise NotImplementedError

    def put(self, answers: Mapping[str, Value]) -> None:
        """Show these answers, by program."""
        raise NotImplementedError

    def relabel(self, saying: Saying) -> None:
        """Name everything in that language."""
        raise NotImplementedError

    def plain(self) -> Any:
        """What stands in the field, finished or not."""
        return dict(self.answers())

    def set_plain(self, held: Any) -> None:
        """Show it."""
        self.put(held)
