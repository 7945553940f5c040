"""What the filter field of the page looks through: codes, names of volunteers, zones, items, categories."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from mutualaid.desktop.widgets.choice import fold
from mutualaid.language import labels
from mutualaid.language.catalog import current_language

if TYPE_CHECKING:
    from mutualaid.desktop.matching.state import MatchingState
    from mutualaid.services.plan_page import Proposal, WhyNot


class Finder:
    """Remembers the folded words of each need as long as the same plan is shown in the same language."""

    def __init__(self, state: MatchingState) -> None:
        self._state = state
        self._of: tuple[int, str] = (0, "")
        self._words: dict[str, str] = {}
        self._places: dict[str, str] = {}

    def holds(self, item: Proposal | WhyNot, wanted: Sequence[str]) -> bool:
        """Whether every wanted word, already folded, is part of what names the item."""
        now = id(self._state.seen), current_language()
        if now != self._of:
            self._of = now
            self._words.clear()
            self._places.clear()
        text = self._words.get(item.need.uid)
        if text is None:
            text = self._words[item.need.uid] = self._text(item)
        return all(word in text for word in wanted)

    def _text(self, item: Proposal | WhyNot) -> str:
        need, names = item.need, self._state.names
        place = self._places.get(need.zone)
        if place is None:
            place = self._places[need.zone] = fold(names.zone(need.zone))
        goods = need.item or need.category
        thing = self._places.get(goods)
        if thing is None:
            said = f"{labels.category(need.category)} {names.item(need.item) if need.item else ''}"
            thing = self._places[goods] = fold(said)
        people = getattr(item, "volunteers", None) or ()
        voice = getattr(item, "interpreter", None)
        people = (*people, voice) if voice is not None and isinstance(people, tuple) else people
        who = " ".join(name for _uid, name in people) if isinstance(people, tuple) else ""
        return f"{fold(need.code)} {fold(who)} {place} {thing}"
