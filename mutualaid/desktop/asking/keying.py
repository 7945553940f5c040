"""Sheets of paper keyed in, one after another, in the order of the paper, each counted against its pile."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from mutualaid.desktop.asking.summary import PileSummary
from mutualaid.desktop.asking.window import AskingWindow
from mutualaid.desktop.dialogs import ask_reason
from mutualaid.desktop.page import Context
from mutualaid.desktop.widgets.words import Button, Said, Words
from mutualaid.language.catalog import N_, current_language, tr
from mutualaid.language.formats import format_number

if TYPE_CHECKING:
    from mutualaid.records.answers import Value
    from mutualaid.records.questions import QuestionList
    from mutualaid.records.views import Changed
    from mutualaid.services.asking import Asked
    from mutualaid.services.drafts import Draft
    from mutualaid.services.import_rows import Decision
    from mutualaid.services.keying import Batch

WHY_ASIDE: tuple[tuple[str, Words], ...] = (
    ("blank", N_("Nothing is written on it")),
    ("unreadable", N_("It cannot be read")),
    ("refused", N_("They did not say yes to being written down")),
    ("twice", N_("It was keyed in before")),
)


class KeyingWindow(AskingWindow):
    """The pile's next sheet; Ctrl+Enter keeps it and gives an empty one."""

    draft_kind = "keying"

    def __init__(self, context: Context, questions: QuestionList, pile: Batch, parent: QWidget | None) -> None:
        super().__init__(
            context, questions, N_("Key in sheets of paper"), N_("Save, and the next sheet"), parent, numbered=True
        )
        self.pile = pile
        self._aside: list[str] = []
        self.counter = Said(self._counter, points=2, bold=True)
        self.aside_button = Button(N_("Set this sheet aside… (F8)"), self.set_aside)
        self.end_button = Button(N_("The pile is done… (F10)"), self.end)
        self.head.addWidget(self.counter, 1)
        self.head.addWidget(self.aside_button)
        self.head.addWidget(self.end_button)
        self.dirty = False

    def _shortcuts(self) -> dict[str, Callable[[], object]]:
        return super()._shortcuts() | {"F8": self.set_aside, "F10": self.end}

    def _counter(self) -> str:
        pile = self.pile
        place = tr(
            "Sheet {n} of {all}",
            n=format_number(min(pile.done + 1, max(pile.sheets, pile.done))),
            all=format_number(pile.sheets),
        )
        return tr("{pile}: {place}", pile=pile.label, place=place) if pile.label else place

    def turn_language(self) -> None:
        """The window's language, the other one, both under one another as on the paper."""
        own = current_language()
        other = "en" if own == "es" else "es"
        if self.sheet.both:
            self.sheet.set_language("")
        elif self.sheet.language == other:
            self.sheet.set_language(own, both=True)
        else:
            self.sheet.set_language(other)
        self.why.retranslate()

    def draft_uid(self) -> str:
        """The pile."""
        return self.pile.id

    def take(self, answers: Mapping[str, Value], decision: Decision | None) -> Asked:
        """Keep the sheet and count it, in one go."""
        from mutualaid.services.asking import take_answers

        return take_answers(
            self.context.office, answers=answers, on=self.pile.on, how="paper", decision=decision, batch=self.pile.id
        )

    def clear(self) -> None:
        """The next sheet; nothing that was set aside before it can be taken up again any more."""
        super().clear()
        self._aside = []
        self.count()

    def count(self, *, at_end: bool = True) -> None:
        """Read how the pile stands; at its last sheet the summary comes by itself."""
        from mutualaid.services.keying import batch

        def show(pile: Batch) -> None:
            before, self.pile = self.pile.done, pile
            self.counter.retranslate()
            if at_end and before < pile.done >= pile.sheets:
                self.end()

        self.context.tasks.read(partial(batch, self.context.office, id=self.pile.id), show, owner=self)

    # sheets of which nothing is kept

    def refuse_keeping(self) -> None:
        """On paper too, a no is a no: the sheet is set aside."""
        self._put_aside("refused")

    def set_aside(self) -> None:
        """Ask why nothing of this sheet is kept."""
        if self.save_button.isEnabled():
            ask_reason(self, self._aside_question, WHY_ASIDE, N_("Set it aside"), self._put_aside)

    def _aside_question(self) -> str:
        if self.dirty:
            return tr("Why is this sheet set aside? What you typed of it is thrown away.")
        return tr("Why is this sheet set aside?")

    def _put_aside(self, reason: str) -> None:
        from mutualaid.services.keying import set_aside

        self.set_busy(True)
        work = partial(set_aside, self.context.office, batch=self.pile.id, reason=reason)
        self.context.tasks.write(work, partial(self._is_aside, reason), owner=self, fail=self.refused)

    def _is_aside(self, reason: str, _changed: Changed) -> None:
        self.set_busy(False)
        self.last = None
        self.clear()
        self._aside = [reason]
        self.messages.tell(tr("The sheet is set aside, and counted."), "good", action=N_("Undo (F9)"), do=self.undo)

    def undo(self) -> None:
        """Take back the last sheet, whether it was kept or set aside."""
        if not self._aside or not self.save_button.isEnabled():
            super().undo()
            return
        from mutualaid.services.keying import take_up_again

        self.set_busy(True)
        work = partial(take_up_again, self.context.office, batch=self.pile.id, reason=self._aside.pop())
        self.context.tasks.write(work, self._is_up_again, owner=self, fail=self.refused)

    def _is_up_again(self, _changed: Changed) -> None:
        self.set_busy(False)
        self.messages.tell(tr("The sheet is back in the pile."), "good")
        self.count()

    def _undone(self, held: dict[str, Any], changed: Changed) -> None:
        super()._undone(held, changed)
        self.count()

    # the end of the pile

    def end(self) -> None:
        """How the pile stands, and what to do with the paper."""
        if self.dirty:
            self.messages.tell(tr("Save this sheet first, or set it aside."), "warn")
            return
        PileSummary(self.pile, self, self.finish).open()

    def finish(self) -> None:
        """The pile is done with."""
        from mutualaid.services.keying import finish_batch

        work = partial(finish_batch, self.context.office, batch=self.pile.id)
        self.context.tasks.write(work, lambda _changed: self.done_well(), owner=self, fail=self.refused)


def open_keying(context: Context, parent: QWidget, draft: Draft | None = None) -> None:
    """The shell's action: begin a pile or go on with one; from a draft, with the sheet that was left half-keyed."""
    from mutualaid.desktop.asking.start import PileStart

    def read() -> tuple[QuestionList, tuple[Batch, ...]]:
        from mutualaid.services.asking import office_questions
        from mutualaid.services.keying import open_batches

        return office_questions(context.office), open_batches(context.office)

    def show(found: tuple[QuestionList, tuple[Batch, ...]]) -> None:
        questions, piles = found

        def begin(pile: Batch) -> None:
            window = KeyingWindow(context, questions, pile, parent)
            if draft is not None:
                window.take_draft(draft.id, draft.state)
            window.open()

        same = next((pile for pile in piles if draft is not None and pile.id == draft.uid), None)
        if same is not None:
            begin(same)
        else:
            PileStart(context, piles, begin, parent).open()

    context.tasks.read(read, show, owner=parent)
