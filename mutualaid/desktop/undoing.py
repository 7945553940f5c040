"""Undo and redo in the window: one way back from whatever was done, said in words, by button or by Ctrl+Z."""

from __future__ import annotations

from functools import partial

from mutualaid.desktop.page import Context
from mutualaid.language.catalog import N_, tr
from mutualaid.language.verb_words import verb_words
from mutualaid.records.views import Changed


def tell_done(context: Context, said: str) -> None:
    """Say that something was done, and offer to take just that back. Call it when the write has been answered."""
    last = context.office.history.last
    if last is None:
        context.messages.tell(said, "good")
    else:
        context.messages.tell(said, "good", action=N_("Undo"), do=partial(undo, context, last.seq))


def undo(context: Context, seq: int | None = None) -> None:
    """Take back the last thing that was done; with `seq`, only that."""
    from mutualaid.services import history

    said: list[str] = []

    def work() -> Changed:
        undone = history.undo(context.office, seq=seq)
        said.append(undone.verb)
        return undone.changed

    def done(_changed: Changed) -> None:
        words = tr("Undone: {what}.", what=verb_words(said[0]))
        context.messages.tell(words, "good", action=N_("Do it again"), do=partial(redo, context))

    context.tasks.write(work, done, owner=context.messages)


def redo(context: Context) -> None:
    """Do again what was last taken back."""
    from mutualaid.services import history

    said: list[str] = []

    def work() -> Changed:
        undone = history.redo(context.office)
        said.append(undone.verb)
        return undone.changed

    def done(_changed: Changed) -> None:
        tell_done(context, tr("Done again: {what}.", what=verb_words(said[0])))

    context.tasks.write(work, done, owner=context.messages)
