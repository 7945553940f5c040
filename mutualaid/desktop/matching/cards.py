"""What the right side says: why a proposal was made, why a need was left out, and what a lever would unlock."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from mutualaid.desktop.matching import since, words
from mutualaid.desktop.matching.pane import Pane
from mutualaid.desktop.matching.rows import Row
from mutualaid.desktop.matching.state import MatchingState, Standing, people_asked
from mutualaid.desktop.widgets.facts import Fact
from mutualaid.desktop.widgets.words import Words, say
from mutualaid.language import labels
from mutualaid.language.because import because
from mutualaid.language.catalog import N_, ntr, tr
from mutualaid.language.formats import format_date, format_list, format_quantity
from mutualaid.records.kinds import Mode

if TYPE_CHECKING:
    from mutualaid.services.plan_page import Given, NeedHead, Proposal, WhyNot

KEYS = {
    "accept": "A",
    "pin": "P",
    "unpin": "P",
    "assign": "S",
    "reject": "R",
    "confirm": "Y",
    "message": "M",
    "asked": "Q",
    "no": "N",
    "hand": "W",
    "fulfil": "D",
    "cancel": "C",
}
"""The letter of each verb, the same in every language; two verbs share one when never both apply."""

_WORDS = {
    "accept": N_("Accept"),
    "pin": N_("Pin"),
    "unpin": N_("Unpin"),
    "assign": N_("Someone else…"),
    "reject": N_("Turn down…"),
    "confirm": N_("They said yes"),
    "message": N_("Message…"),
    "asked": N_("Asked"),
    "no": N_("They said no"),
    "hand": N_("Somebody else instead…"),
    "fulfil": N_("Done"),
    "cancel": N_("Call off…"),
}
_STANDING_NOTES = {
    Standing.PINNED: N_("Every new plan keeps it. Nobody has been asked yet."),
    Standing.ACCEPTED: N_("The supplies are reserved. Ask the volunteer, and note the answer here."),
    Standing.CONFIRMED: N_("It is arranged. Mark it done afterwards."),
    Standing.DONE: N_("It is done."),
    Standing.STALE: N_("Something it needs has changed since the plan was made. Plan again for a new proposal."),
}


def verb_words(verb: str, need: NeedHead | None = None) -> Words:
    """A button's words with its letter."""
    word = _WORDS[verb]
    if verb == "fulfil" and need is not None and need.mode == Mode.DELIVERY:
        word = N_("Delivered")
    elif verb == "assign" and need is not None and need.mode == Mode.PICKUP:
        word = N_("Something else…")

    return partial(_with_key, word, verb)


def _with_key(word: str, verb: str) -> str:
    return tr("{verb} ({key})", verb=tr(word), key=KEYS[verb])


def show_nothing(pane: Pane, hint: Words) -> None:
    """Nothing is chosen."""

    def fill() -> None:
        pane.text(say(hint), role="subtle")

    pane.show_with(fill)


def show_proposal(pane: Pane, state: MatchingState, proposal: Proposal) -> None:
    """A proposal: its verbs, why, what, who, when."""

    def fill() -> None:
        need, standing = proposal.need, state.standing(proposal)
        badge = labels.label(proposal.kept) if proposal.kept is not None else words.standing_words(standing)
        short = words.standing_words(standing)
        pane.head(need.code, short, words.KINDS[standing])
        if standing in _STANDING_NOTES:
            pane.text(tr(_STANDING_NOTES[standing]), role="subtle").setAccessibleName(badge)
        if standing is Standing.ACCEPTED and proposal.people:
            pane.text(words.asked_words(proposal))
        verbs = state.verbs(proposal)
        main = verbs[0] if verbs and verbs[0] != "reject" else ""
        pane.verbs([(verb, verb_words(verb, need), "primary" if verb == main else "") for verb in verbs])
        since.show(pane, state, need.uid)
        plan = state.seen.plan
        start = plan.made_on if plan is not None else proposal.day
        if start is not None:
            said = because(proposal.reasons, start=start, item_name=state.names.item)
            pane.section(N_("Why this"))
            pane.bullets(said.why)
            if said.others:
                pane.section(N_("Why not others"))
                pane.bullets(said.others)
        pane.section(N_("Who and when"))
        pane.text(words.when(proposal) or tr("No time is fixed"))
        if proposal.volunteers:
            voice = [proposal.interpreter] if proposal.interpreter is not None else []
            pane.links([(name, "volunteers", uid) for uid, name in (*proposal.volunteers, *voice)])
        else:
            pane.text(words.who(proposal))
        _what(pane, state, need, proposal)

    pane.show_with(fill)


def _given(state: MatchingState, given: Given) -> str:
    site = state.seen.sites.get(given.site, given.site)
    told = [f"{format_quantity(given.units, '×')} {state.names.item(given.item)}", site]
    if given.expires_on is not None:
        told.append(tr("expires {day}", day=format_date(given.expires_on, year=False)))
    return " · ".join(told)


def _what(pane: Pane, state: MatchingState, need: NeedHead, proposal: Proposal | None = None) -> None:
    pane.section(N_("For whom and what"))
    pane.text(words.what(state, need))
    lots = proposal.lots if proposal is not None else ()
    facts: list[Fact] = [(N_("From stock"), partial(_given, state, given)) for given in lots]
    if need.mode != Mode.SERVICE:
        facts.append((N_("How it gets there"), lambda: labels.label(need.mode)))
    facts += [
        (N_("Household"), lambda: need.household),
        (N_("Zone"), lambda: state.names.zone(need.zone)),
        (N_("Languages"), lambda: format_list([labels.language(code) for code in need.languages])),
        (N_("How soon"), lambda: labels.label(need.urgency)),
    ]
    pane.facts(facts)
    pane.links([(tr("Open the need"), "needs", need.uid)])


def show_several(pane: Pane, state: MatchingState, chosen: Sequence[Row], title: Words) -> None:
    """Several proposals, a run or a whole group: what can be done with all of them at once."""

    def fill() -> None:
        proposals = [row.item for row in chosen]
        ready = state.acceptable(proposals)
        pane.head(say(title))
        pane.text(ntr("{n} need", "{n} needs", len(proposals)), role="subtle")
        if ready:
            people = people_asked(ready)
            pane.text(
                ntr(
                    "{n} proposal can be accepted; {people} to be asked.",
                    "{n} proposals can be accepted; {people} to be asked.",
                    len(ready),
                    people=ntr("{n} volunteer", "{n} volunteers", people),
                )
            )
            pane.verbs([("accept", verb_words("accept"), "primary"), ("pin", verb_words("pin"), "")])
        else:
            pane.text(tr("Nothing here waits for your decision."))

    pane.show_with(fill)


def show_why_not(pane: Pane, state: MatchingState, why: WhyNot) -> None:
    """A need that the plan leaves out: what stood in the way, and what would change it."""

    def fill() -> None:
        pane.head(why.need.code, lambda: labels.label(why.need.urgency), "warn")
        since.show(pane, state, why.need.uid)
        for_need = (("assign", N_("Meet anyway…")), ("hand", N_("Who could do this?")))
        pane.verbs([(verb, partial(_with_key, said, verb), "") for verb, said in for_need])
        said = words.why_not(why)
        pane.section(N_("What stands in the way"))
        pane.text(said.main)
        pane.bullets(said.in_the_way)
        if why.outbid_by:
            pane.text(tr("See what came first:"), role="subtle")
            pane.links([(code, "", code) for code in why.outbid_by])
        levers = [words.lever_words(state, lever) for lever in state.levers_for(why.need.code)]
        if levers or said.it_would_take:
            pane.section(N_("What it would take"))
            pane.bullets([*levers, *said.it_would_take])
        _what(pane, state, why.need)

    pane.show_with(fill)
