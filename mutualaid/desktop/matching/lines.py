"""The words of the lists: a row's two lines and chips, a run's, a heading's."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from mutualaid.desktop.matching import words
from mutualaid.desktop.matching.rows import Group, Lever, Row, Run, View
from mutualaid.desktop.matching.state import MatchingState
from mutualaid.language import labels, reasons
from mutualaid.language.catalog import N_, ntr, tr
from mutualaid.language.formats import format_date, format_list, format_number
from mutualaid.records.kinds import Urgency

if TYPE_CHECKING:
    from mutualaid.services.plan_page import Proposal

Chip = tuple[str, str]
"""Words, and the kind that gives the colour; the words tell it all."""

_CHANGES = {"new": N_("New"), "changed": N_("Changed"), "gone": N_("No longer proposed")}
_WHY_NOT = {
    "no_volunteer": N_("No volunteer for it"),
    "no_lot": N_("Nothing in stock for it"),
    "no_joint": N_("Never at the same time"),
    "outbid": N_("Other needs came first"),
}
_LEVERS = {
    "volunteer": N_("Volunteers to look for"),
    "slot": N_("Hours to ask for"),
    "lot": N_("Supplies to ask for"),
}


class Lines(NamedTuple):
    """A row as it is drawn: a code, what, a second line, and chips, the main one first."""

    lead: str
    text: str
    under: str
    chips: tuple[Chip, ...] = ()

    @property
    def spoken(self) -> str:
        """The row as a screen reader says it."""
        said = (self.lead, self.text, self.under, *(text for text, _kind in self.chips))
        return ". ".join(part for part in said if part)


def lines(state: MatchingState, row: Row) -> Lines:
    """A row of any of the three lists, as it is drawn."""
    item = row.item
    if isinstance(item, Run):
        return Lines("", run_words(state, item), "")
    if isinstance(item, Lever):
        under = tr("{needs}: {codes}", needs=words.unlocks_words(item), codes=format_list(item.unlocks))
        return Lines("", words.lever_words(state, item), under, ((f"+{len(item.unlocks)}", "good"),))
    said = words.what(state, item.need)
    change = state.change(item.need.uid)
    changed = ((tr(_CHANGES[change.kind]), "pin"),) if change is not None else ()
    if hasattr(item, "outbid_by"):
        return Lines(item.need.code, said, words.why_not(item).main, (urgency_chip(item.need.urgency), *changed))
    standing = state.standing(item)
    chips: tuple[Chip, ...] = ((words.standing_words(standing), words.KINDS[standing]), *changed)
    if state.view is not View.NEED and item.need.urgency >= Urgency.THIS_WEEK:
        chips = (*chips, urgency_chip(item.need.urgency))
    under = _stop(state, item) if row.in_run else _under(state, item)
    return Lines(item.need.code, said, under, chips)


def urgency_chip(urgency: Urgency) -> Chip:
    """How soon, in red for today."""
    return labels.label(urgency), "fault" if urgency >= Urgency.TODAY else ""


def _under(state: MatchingState, proposal: Proposal) -> str:
    """When, who and where, without what the heading says already."""
    when, who = words.when(proposal), words.who(proposal)
    where = state.names.zone(proposal.need.zone)
    if state.view is View.VOLUNTEER:
        with_whom = who if len(proposal.volunteers) > 1 or proposal.interpreter is not None else ""
        parts = [when, with_whom, where, away(proposal)]
    elif state.view is View.DAY:
        part = labels.label(proposal.part) if proposal.part is not None else when
        parts = [part, who, where, away(proposal)]
    else:
        parts = [when, who]
    return " · ".join(part for part in parts if part)


def _stop(state: MatchingState, proposal: Proposal) -> str:
    """A stop of a run, whose head says when, who and where: what languages are spoken, and where the goods lie."""
    languages = format_list([labels.language(code) for code in proposal.need.languages])
    sites = [state.seen.sites.get(given.site, given.site) for given in proposal.lots]
    return " · ".join(part for part in (languages, format_list(list(dict.fromkeys(sites)))) if part)


def away(proposal: Proposal) -> str:
    """How far the one volunteer has to go; "" where nobody goes, or several do."""
    return reasons.distance(proposal.km[0]) if len(proposal.km) == 1 else ""


def run_words(state: MatchingState, run: Run) -> str:
    """A run: when and who as far as the heading does not say it, where to, how many stops, how far."""
    stops = ntr("{n} stop", "{n} stops", len({row.item.need.household for row in run.stops}))
    when = labels.label(run.part) if state.view is View.DAY else reasons.slot(run.day, run.part)
    who = run.who[1] if state.view is View.DAY else ""
    said = [when, who, state.names.zone(run.zone), stops, reasons.distance(run.km)]
    return tr("Run: {what}", what=" · ".join(part for part in said if part))


def group_words(group: Group) -> str:
    """The heading of a group."""
    value = group.value
    if group.kind == "urgency":
        return labels.label(value)  # type: ignore[arg-type]
    if group.kind == "volunteer":
        return value[1] or tr("No volunteer needed")  # type: ignore[index]
    if group.kind == "day":
        if not isinstance(value, date):
            return tr("No day fixed")
        return format_date(value, weekday=True, style="full", year=False)
    table = _WHY_NOT if group.kind == "code" else _LEVERS
    return tr(table.get(str(value), str(value)))


def group_under(state: MatchingState, group: Group) -> str:
    """What is added to a group's heading: how many there are, and of a volunteer how much she is asked for."""
    rows = group.single
    count = ntr("{n} need", "{n} needs", len(rows))
    if group.kind == "kind":
        return format_number(len(rows))
    if group.kind == "volunteer" and group.value != ("", ""):
        return tr("{needs}, {load}", needs=count, load=_load(state, group))
    if group.kind == "day" and group.value is not None:
        people = len({uid for row in rows for uid, _name in row.item.volunteers})
        return tr("{needs}, {people}", needs=count, people=ntr("{n} volunteer", "{n} volunteers", people))
    return count


def _load(state: MatchingState, group: Group) -> str:
    """Of a volunteer: how many of the turns that she offers a week the plan takes."""
    turns = len({(row.item.day, row.item.part) for row in group.single if row.item.day})
    plan = state.seen.plan
    most = plan.turns.get(group.value[0]) if plan is not None else None  # type: ignore[index]
    if most is None or most < turns:
        return ntr("{n} turn", "{n} turns", turns)
    return ntr("{turns} of {n} turn", "{turns} of {n} turns", most, turns=turns)
