"""What is done with proposals and kept matches: each asks what it must ask, writes, and says what came of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from mutualaid.desktop.dialogs import ask
from mutualaid.desktop.matching import words
from mutualaid.desktop.matching.assign import AssignDialog
from mutualaid.desktop.matching.reject import RejectDialog
from mutualaid.desktop.matching.state import people_asked
from mutualaid.desktop.undoing import tell_done
from mutualaid.desktop.volunteers import answering
from mutualaid.desktop.volunteers.who_could_window import WhoCould
from mutualaid.language.catalog import N_, ntr, tr
from mutualaid.progress import Progress
from mutualaid.records.kinds import RejectReason
from mutualaid.records.views import Changed

if TYPE_CHECKING:
    from mutualaid.desktop.matching.page import MatchingPage
    from mutualaid.services.deciding import Decided
    from mutualaid.services.plan_page import Proposal, WhyNot
    from mutualaid.services.whatif import WhatIf


def act(page: MatchingPage, verb: str, proposals: Sequence[Proposal]) -> None:
    """Do something with the chosen proposals, leaving those whose standing does not allow it."""
    able = [proposal for proposal in proposals if verb in page.state.verbs(proposal)]
    if not able:
        return
    if verb == "accept":
        accept(page, able)
    elif verb in ("pin", "unpin"):
        _pin(page, able, verb == "pin")
    elif len(able) > 1:
        page.context.messages.tell(tr("Choose one match for that."), "info")
    elif verb == "assign":
        assign(page, able[0])
    elif verb == "reject":
        turn_down(page, able[0])
    else:
        match_verb(page, verb, able[0])


def _write(page: MatchingPage, work: Callable[[], Changed], said: str) -> None:
    page.context.tasks.write(work, lambda _changed: tell_done(page.context, said), owner=page)


def _decide(page: MatchingPage, work: Callable[[], Decided], said: Callable[[Decided], str]) -> None:
    """Write a decision, say what came of it, and offer to undo it; a new rule has the plan made around it."""

    def done(decided: Decided) -> None:
        page.context.tasks.changed.emit(decided.changed)
        if decided.done:
            tell_done(page.context, said(decided))
        else:
            page.context.messages.tell(said(decided), "warn")
        if decided.rules:
            page.plan_around()

    page.context.tasks.write(work, done, owner=page)


def accept(page: MatchingPage, proposals: Sequence[Proposal]) -> None:
    """Accept proposals, and tell how many were and how many no longer held."""
    office, needs = page.context.office, {proposal.need.uid for proposal in proposals}

    def work() -> Decided:
        from mutualaid.services.deciding import accept

        return accept(office, needs=needs)

    _decide(page, work, lambda decided: accepted_words(decided.done, decided.skipped))


def accepted_words(accepted: int, skipped: int) -> str:
    """What came of accepting."""
    said = ntr(
        "{n} match is accepted: ask the volunteer, then press Y at a yes.",
        "{n} matches are accepted: ask the volunteers, then press Y at each yes.",
        accepted,
    )
    if not skipped:
        return said
    left = ntr("{n} no longer fits and was left.", "{n} no longer fit and were left.", skipped)
    return f"{said} {left}" if accepted else left


def accept_all(page: MatchingPage) -> None:
    """Ask once, saying how many people will be asked, and accept all that can be."""
    ready = page.state.acceptable()
    if not ready:
        page.context.messages.tell(tr("Nothing waits for your decision."), "info")
        return
    people = people_asked(ready)

    def words() -> str:
        asked = ntr("{n} volunteer is to be asked.", "{n} volunteers are to be asked.", people)
        return asked + " " + tr("The supplies are reserved. Each match can still be called off.")

    ask(
        page,
        lambda: ntr("Accept {n} proposal?", "Accept all {n} proposals?", len(ready)),
        words,
        N_("Accept all"),
        lambda: accept(page, ready),
    )


def _pin(page: MatchingPage, proposals: Sequence[Proposal], on: bool) -> None:
    office, needs = page.context.office, [proposal.need.uid for proposal in proposals]

    def work() -> Decided:
        from mutualaid.services import deciding

        verb = deciding.pin if on else deciding.unpin
        return verb(office, needs=needs)

    def said(decided: Decided) -> str:
        if not on:
            return tr("The next plan decides again.")
        return ntr(
            "{n} is pinned: every new plan keeps it.", "{n} are pinned: every new plan keeps them.", decided.done
        )

    _decide(page, work, said)


def turn_down(page: MatchingPage, proposal: Proposal | None = None) -> None:
    """Ask why and turn a proposal down: by default one of two people, which has most to ask."""
    if proposal is None:
        able = [p for p in page.state.proposals if "reject" in page.state.verbs(p)]
        if not able:
            return
        proposal = max(able, key=lambda p: len(p.volunteers))
    chosen = proposal
    RejectDialog(page, chosen, lambda reason, volunteer: _reject(page, chosen, reason, volunteer)).open()


def _reject(page: MatchingPage, proposal: Proposal, reason: RejectReason, volunteer: str | None) -> None:
    office, need = page.context.office, proposal.need.uid

    def work() -> Decided:
        from mutualaid.services.deciding import reject

        return reject(office, need=need, reason=reason, volunteer=volunteer)

    said = tr("{code} is turned down; the plan is being made again around it.", code=proposal.need.code)
    _decide(page, work, lambda _decided: said)


def lift(page: MatchingPage, rules: Sequence[str]) -> None:
    """Take rules away, and have the plan made without them."""
    from mutualaid.services.turned_down import lift

    office = page.context.office

    def done(_changed: Changed) -> None:
        tell_done(page.context, tr("It is allowed again; the plan is being made with it."))
        page.plan_around()

    page.context.tasks.write(lambda: lift(office, rules=rules), done, owner=page)


def match_verb(page: MatchingPage, verb: str, proposal: Proposal) -> None:
    """What is done with a kept match: ask, note the answer, send a message, have it done, call it off."""
    from mutualaid.services import matches

    office, uid, code = page.context.office, proposal.match or "", proposal.need.code
    today = page.context.today()
    if verb in answering.VERBS:
        said_yes = frozenset(who for who, _on, yes in proposal.asks if yes)
        about = answering.Asked(uid, proposal.need.uid, code, proposal.people, said_yes)
        answering.answer(page.context, page, verb, about, said_no=page.plan_around)
    elif verb == "fulfil":
        _write(page, lambda: matches.fulfil_match(office, uid=uid, on=today), tr("{code} is done.", code=code))
    elif verb == "cancel":
        call_off(page, uid)


def call_off(page: MatchingPage, match: str) -> None:
    """Ask, and call a kept match off."""
    from mutualaid.services.matches import cancel_match

    office = page.context.office
    ask(
        page,
        N_("Call this match off?"),
        N_("The volunteer and the supplies are free again, and the need waits."),
        N_("Call it off"),
        lambda: _write(page, lambda: cancel_match(office, uid=match), tr("The match is called off.")),
        danger=True,
    )


def let_go(page: MatchingPage, match: str, need: str, live: bool) -> None:
    """Let a broken match go: call it off if people were asked, else unpin it."""
    if live:
        call_off(page, match)
        return
    from mutualaid.services.deciding import unpin

    office = page.context.office
    _decide(page, lambda: unpin(office, needs=[need]), lambda _decided: tr("The next plan decides again."))


def assign(page: MatchingPage, item: Proposal | WhyNot | None = None) -> None:
    """Ask who (or which lot) it should be instead, show what that would change, and have it so if it is liked. About
    the first proposal with a volunteer by default.
    """
    plan = page.state.seen.plan
    if item is None:
        item = next((p for p in page.state.proposals if p.volunteers and "assign" in page.state.verbs(p)), None)
    if plan is None or item is None:
        return
    AssignDialog(
        page,
        page.context.office,
        page.context.tasks,
        item.need,
        left_out=hasattr(item, "outbid_by"),
        names=page.state.names,
        worth=plan.value,
        take=lambda answer: _take(page, answer),
    ).open()


def who_could(page: MatchingPage, item: WhyNot) -> None:
    """Who could meet a need that the plan leaves out, or what stands against each."""
    need = item.need
    WhoCould(page.context, page, need=need.uid, what=lambda: words.what(page.state, need)).show()


def _take(page: MatchingPage, answer: WhatIf) -> None:
    office = page.context.office

    def work(progress: Progress) -> Changed:
        from mutualaid.services.whatif import take_what_if

        return take_what_if(office, what_if=answer, progress=progress)

    def done(_changed: Changed) -> None:
        tell_done(page.context, tr("{code} is as you wished, and pinned.", code=answer.code))

    page.context.tasks.write_long(work, done, owner=page, title=tr("Making it the plan"))
