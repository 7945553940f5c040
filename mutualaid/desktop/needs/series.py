"""What a need says of its coming back: how often, what came before and after, when the next one is made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mutualaid.language import labels
from mutualaid.language.catalog import tr
from mutualaid.language.formats import format_date
from mutualaid.records.kinds import Recurrence

if TYPE_CHECKING:
    from mutualaid.services.recurring import Series

_OFTEN = {
    Recurrence.WEEKLY: lambda: tr("It comes back every week."),
    Recurrence.FORTNIGHTLY: lambda: tr("It comes back every two weeks."),
    Recurrence.MONTHLY: lambda: tr("It comes back every month."),
}


def series_words(series: Series) -> str:
    """Sentences about a series, for the need's page."""
    said = []
    if series.next is not None:
        said.append(_OFTEN[series.recurrence]())
        day = format_date(series.next.made_on, weekday=True)
        if series.next.day == series.next.made_on:
            said.append(tr("The next one is made on {day}.", day=day))
        else:
            by = format_date(series.next.day, weekday=True)
            said.append(tr("The next one, needed by {by}, is made on {day}.", by=by, day=day))
    elif series.recurrence != Recurrence.ONCE:
        said.append(tr("It does not come back any more."))
    if series.before is not None:
        said.append(
            tr("Before it: {code} ({state}).", code=series.before.record.code, state=_state(series.before.record))
        )
    if series.after is not None:
        said.append(tr("After it: {code} ({state}).", code=series.after.record.code, state=_state(series.after.record)))
    return " ".join(said)


def _state(need: object) -> str:
    return labels.label(need.state).lower()  # type: ignore[attr-defined]
