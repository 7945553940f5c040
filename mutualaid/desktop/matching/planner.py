"""Has plans made, one at a time, in the engine's own process, and says what came of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from mutualaid.desktop.matching import words
from mutualaid.desktop.matching.gap import Watched
from mutualaid.desktop.tasks import calm_sentence, note_unexpected
from mutualaid.desktop.widgets.words import announce
from mutualaid.language.catalog import tr
from mutualaid.language.errors import sentence
from mutualaid.progress import Cancelled, Progress
from mutualaid.records.errors import Fault

if TYPE_CHECKING:
    from mutualaid.desktop.matching.page import MatchingPage
    from mutualaid.services.plan_page import PlanPage

Make = Callable[[Progress], "PlanPage"]


class Planner:
    """What the page asks for a plan. One is made at a time: a newer wish gives up the older, which changes nothing."""

    def __init__(self, page: MatchingPage) -> None:
        self._page = page
        self._watched: Watched | None = None
        self._next: Make | None = None

    @property
    def busy(self) -> bool:
        """Whether a plan is being made."""
        return self._watched is not None

    def make(self, make: Make) -> None:
        """Have `make` give a plan, after giving up the one that is being made."""
        if self._watched is not None:
            self._next = make
            self._watched.cancel()
            return
        watched = self._watched = Watched()

        def work(progress: Progress) -> PlanPage | None:
            watched.outer = progress
            try:
                return make(watched)
            except (Cancelled, Fault):
                raise
            except Exception as error:  # noqa: BLE001  said calmly by _made, on the window's thread
                note_unexpected(error)
                return None

        page = self._page
        page.solving.watch(watched)
        page.context.tasks.compute(work, self._made, owner=page, title="", fail=self._failed, stopped=self._stopped)

    def _made(self, plan: PlanPage | None) -> None:
        if plan is None:
            self._page.context.messages.tell(calm_sentence(), "fault")
        else:
            announce(self._page, f"{words.matched_words(plan)}. {words.proof_words(plan)}")
        self._ended()

    def _failed(self, fault: Fault) -> None:
        self._page.context.messages.tell(sentence(fault), "fault")
        self._ended()

    def _stopped(self) -> None:
        if self._next is None:
            self._page.context.messages.tell(tr("No plan was made; everything stays as it was."), "info")
        self._ended()

    def _ended(self) -> None:
        self._watched = None
        following, self._next = self._next, None
        if following is not None:
            self.make(following)
        else:
            self._page.solving.finish()
            self._page.planned()
