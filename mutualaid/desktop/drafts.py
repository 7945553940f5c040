"""Forms that were left half-filled: kept while she types, and offered again after the next unlocking."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from mutualaid.desktop.dialogs import FormDialog, offer
from mutualaid.desktop.tasks import Tasks
from mutualaid.desktop.widgets.top_level import top_level_widgets
from mutualaid.language.catalog import N_, tr
from mutualaid.language.formats import format_datetime

if TYPE_CHECKING:
    from mutualaid.services.drafts import Draft
    from mutualaid.services.office import Office

EVERY_MS = 4000
"""How often what is being typed is kept: as much may be lost to a crash."""

_SOON_MS = 100

PAGES = {"household": "households", "more_needs": "households", "need": "needs", "volunteer": "volunteers",
         "lot": "supplies", "call": "households", "keying": "households", "waiting_form": "intake",
         "hand_out": "summaries"}  # fmt: skip
"""The page whose `reopen` knows each kind of form."""

_ADDING = {
    "household": N_("You were adding a household."),
    "more_needs": N_("You were adding needs of a household."),
    "need": N_("You were adding a need."),
    "volunteer": N_("You were adding a volunteer."),
    "lot": N_("You were receiving supplies."),
    "call": N_("You were taking a call."),
    "keying": N_("You were keying in a sheet of paper."),
    "waiting_form": N_("You were changing the answers of a form."),
    "hand_out": N_("You were handing out a summary."),
}
_CHANGING = {
    "household": N_("You were changing a household."),
    "more_needs": N_("You were adding needs of a household."),
    "need": N_("You were changing a need."),
    "volunteer": N_("You were changing a volunteer."),
    "lot": N_("You were receiving supplies."),
    "call": N_("You were taking a call."),
    "keying": N_("You were keying in a sheet of paper."),
    "waiting_form": N_("You were changing the answers of a form."),
    "hand_out": N_("You were handing out a summary."),
}


@dataclass(frozen=True)
class Left:
    """What is half-filled at this moment, each form with its draft, and ids of drafts that are no longer wanted."""

    forms: tuple[tuple[FormDialog, Draft], ...] = ()
    drop: frozenset[str] = frozenset()


class DraftKeeper(QObject):
    """Looks at the open forms every few seconds. A form that was saved or thrown away takes its draft with it."""

    def __init__(self, office: Office, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self._office, self._tasks = office, tasks
        self._kept: dict[str, object] = {}
        self._drop: set[str] = set()
        self._awaited = ""
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        self._timer.start(EVERY_MS)

    def look(self) -> None:
        """Keep what changed since the last look."""
        from mutualaid.services.drafts import keep_draft

        for form in _forms():
            if form.draft_id == self._awaited:
                self._awaited = ""
                self._timer.start(EVERY_MS)
            if not form.dirty:
                self._forget(form.draft_id)
                continue
            draft = self._draft(form)
            if self._kept.get(draft.id) != draft.state:
                self._kept[draft.id] = draft.state
                work = partial(keep_draft, self._office, draft=draft)
                self._tasks.write(work, owner=self, fail=lambda _fault: None)

    def _draft(self, form: FormDialog) -> Draft:
        from mutualaid.services.drafts import Draft, new_draft_id

        if not form.draft_id:
            form.draft_id = new_draft_id()
        if form.draft_id not in self._kept:
            self._kept[form.draft_id] = None
            form.finished.connect(partial(self._finished, form.draft_id))
            form.saved_so_far.connect(self._forget)
        return Draft(form.draft_id, form.draft_kind, form.draft_uid(), form.draft())

    def _finished(self, draft_id: str, _code: int) -> None:
        self._forget(draft_id)

    def _forget(self, draft_id: str) -> None:
        if draft_id in self._kept:
            del self._kept[draft_id]
            self.drop(draft_id)

    def drop(self, draft_id: str) -> None:
        """Forget a draft for good."""
        from mutualaid.services.drafts import drop_draft

        self._drop.add(draft_id)
        self._tasks.write(
            partial(drop_draft, self._office, draft_id=draft_id), lambda _none: self._drop.discard(draft_id), owner=self
        )

    def left(self) -> Left:
        """What is half-filled now; the keeper looks no more."""
        self._timer.stop()
        forms = tuple((form, self._draft(form)) for form in _forms() if form.dirty)
        return Left(forms, frozenset(self._drop))

    def offer(self, parent: QWidget, reopen: Callable[[Draft], None]) -> None:
        """Ask about what was left the last time, one form after the other."""
        from mutualaid.services.drafts import drafts

        def ask_about(rest: list[Draft]) -> None:
            if not rest:
                return
            draft, *more = rest
            offer(
                parent,
                _ADDING[draft.kind] if not draft.uid else _CHANGING[draft.kind],
                lambda: tr(
                    "Since {when} it has been kept here, encrypted. It is not saved yet.",
                    when=format_datetime(draft.at.astimezone(), year=False),
                ),
                (N_("Go on"), partial(go_on, draft)),
                (N_("Discard it"), partial(discard, draft, more)),
            )

        def go_on(draft: Draft) -> None:
            reopen(draft)
            # Until the form is there, so that saving it at once takes the draft with it.
            self._awaited = draft.id
            self._timer.start(_SOON_MS)

        def discard(draft: Draft, more: list[Draft]) -> None:
            self.drop(draft.id)
            ask_about(more)

        def found(all_: tuple[Draft, ...]) -> None:
            ask_about([draft for draft in all_ if draft.kind in PAGES])

        self._tasks.read(partial(drafts, self._office), found, owner=self)


def sealed(office: Office, left: Left) -> Callable[[Collection[QObject]], None]:
    """Encrypt what is half-filled, while the keys are there. What is given back writes it, on any thread, whenever;
    it is told which forms were saved after all.
    """
    from mutualaid.services.drafts import drop_draft, seal_draft, write_drafts

    made = [(form, seal_draft(office, draft=draft), draft.id) for form, draft in left.forms]

    def write(saved: Collection[QObject]) -> None:
        write_drafts([one for form, one, _id in made if form not in saved])
        for draft_id in {*left.drop, *(draft_id for form, _one, draft_id in made if form in saved)}:
            drop_draft(office, draft_id=draft_id)

    return write


def _forms() -> list[FormDialog]:
    """The forms under way that are worth keeping. Whether they are on view does not matter: locking hides first."""
    windows = top_level_widgets()
    return [one for one in windows if isinstance(one, FormDialog) and one.draft_kind and not one.over]
