"""Opening the editor on a new need, a known one, or a form that was left half-filled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mutualaid.desktop.needs.editor import Choices, NeedEditor, read_choices
from mutualaid.desktop.needs.reading import read_need
from mutualaid.desktop.widgets.watched import know_in

if TYPE_CHECKING:
    from mutualaid.desktop.needs.acting import Acting
    from mutualaid.services.drafts import Draft
    from mutualaid.services.needs import NeedPage


def add(page: Acting, household: str = "") -> None:
    """A new need, of a household that is known or not."""
    context = page.context

    def show(choices: Choices) -> None:
        page.show_editor(NeedEditor(context, choices, page, household=household))

    context.tasks.read(lambda: read_choices(context), show, owner=page)


def edit(page: Acting, need: NeedPage) -> None:
    """A need that is kept."""
    context = page.context

    def show(choices: Choices) -> None:
        editor = NeedEditor(context, choices, page, uid=need.uid, need=need.record, code=need.record.code)
        know_in(editor, need.answers)
        page.show_editor(editor)

    context.tasks.read(lambda: read_choices(context), show, owner=page)


def reopen(page: Acting, draft: Draft) -> None:
    """A form that was left half-filled, of a new need or a known one."""
    context, uid, today = page.context, draft.uid, page.context.today()

    def read() -> tuple[Choices, NeedPage | None]:
        return read_choices(context), read_need(context.office, uid, today) if uid else None

    def show(found: tuple[Choices, NeedPage | None]) -> None:
        choices, need = found
        known = need.record if need is not None else None
        editor = NeedEditor(context, choices, page, uid=uid, need=known, code=known.code if known else "")
        if need is not None:
            know_in(editor, need.answers)
        editor.take_draft(draft.id, draft.state)
        page.show_editor(editor)

    context.tasks.read(read, show, owner=page)
