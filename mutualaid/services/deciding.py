"""What is decided about a plan's proposals: accept, pin, turn down, and take each of these back."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from mutualaid.records.errors import Refused
from mutualaid.records.kinds import LIVE_MATCHES, UNFINISHED, MatchState, Mode, NeedState, RejectReason
from mutualaid.records.match import Match, Rejection
from mutualaid.records.need import Need
from mutualaid.records.views import Area, Changed
from mutualaid.services.desk import Desk, open_desk
from mutualaid.services.matches import cancel_in, release_in, reserve_in
from mutualaid.services.office import Office
from mutualaid.services.problem import conflicts
from mutualaid.store.store import Stored
from mutualaid.store.texts import Door
from mutualaid.store.writing import Writing

_WAIT = timedelta(days=7)
_ALL = frozenset({Area.NEEDS, Area.HOUSEHOLDS, Area.MATCHES, Area.SUPPLIES, Area.VOLUNTEERS})


class Was(NamedTuple):
    """How a need and its kept match stood, as far as a decision touches it."""

    state: NeedState
    hold_until: date | None
    match: str | None
    match_state: MatchState | None


class Step(NamedTuple):
    """One need's part of a decision, as `take_back` needs it: before, after, and the rules that it made."""

    need: str
    before: Was
    after: Was
    rules: tuple[str, ...] = ()


@dataclass(frozen=True)
class Decided:
    """What a decision did, need by need, and how many of those asked for it left as they were."""

    changed: Changed
    steps: tuple[Step, ...] = ()
    skipped: int = 0

    @property
    def done(self) -> int:
        """Of how many needs it changed something."""
        return len(self.steps)


def _decided(steps: Sequence[Step], skipped: int = 0) -> Decided:
    return Decided(Changed(_ALL, tuple(step.need for step in steps)), tuple(steps), skipped)


def _was(write: Writing, desk: Desk, need: str) -> Was:
    kept, record = desk.matches.get(need), write.get(Need, need)
    if kept is None:
        return Was(record.state, record.hold_until, None, None)
    return Was(record.state, record.hold_until, kept.uid, kept.record.state)


def accept(office: Office, *, needs: Collection[str] | None = None) -> Decided:
    """Accept the plan's proposals for those needs (none: all of it): people are asked, stock is reserved.

    A proposal that no longer holds (stock gone, volunteer given elsewhere, need closed meanwhile) is left and counted.
    """
    with office.store.write("accept plan") as write:
        desk = open_desk(office, write)
        offers = [
            match
            for row in desk.plan["matches"]
            if (match := desk.as_match(row, MatchState.PINNED)).need in desk.needs
            and (needs is None or match.need in needs)
            and not _is_live(desk, match.need)
        ]
        stale = desk.stale(offers)
        steps = [_keep(write, desk, match) for match in offers if match.need not in stale]
    return _decided(steps, len(offers) - len(steps))


def _is_live(desk: Desk, need: str) -> bool:
    return need in desk.matches and desk.matches[need].record.state in LIVE_MATCHES


def _keep(write: Writing, desk: Desk, offer: Match) -> Step:
    """Accept a proposal, in place of its pin if it had one."""
    before = _was(write, desk, offer.need)
    if before.match is not None:
        write.change(Match, before.match, state=MatchState.CANCELLED)
    match = Match.checked(
        **{name: getattr(offer, name) for name in Match.model_fields} | {"state": MatchState.ACCEPTED}
    )
    uid = write.add(match)
    reserve_in(write, uid, match)
    need = desk.needs[match.need]
    units = sum(use.units for use in match.lots)
    whole = need.mode == Mode.SERVICE or units + need.filled >= need.quantity
    state = NeedState.MATCHED if whole else NeedState.PARTLY_MATCHED
    write.change(Need, match.need, state=state)
    return Step(offer.need, before, Was(state, before.hold_until, uid, MatchState.ACCEPTED))


def pin(office: Office, *, needs: Collection[str]) -> Decided:
    """Keep proposals through every new plan without asking anybody yet; what is kept already is left.

    Raises Refused("no_proposal") for a need that the plan has nothing for, Refused("proposal_is_stale") when none of
    the proposals fits any longer.
    """
    with office.store.write("pin") as write:
        desk = open_desk(office, write)
        rows = {desk.uid(row["need"]): row for row in desk.plan["matches"]}
        offers = [desk.as_match(_row(rows, need), MatchState.PINNED) for need in needs if need not in desk.matches]
        stale = desk.stale(offers)
        if offers and len(stale) == len(offers):
            raise Refused("proposal_is_stale")
        steps = [_pinned(write, desk, match) for match in offers if match.need not in stale]
    return _decided(steps, len(needs) - len(steps))


def _row(rows: dict[str, dict[str, Any]], need: str) -> dict[str, Any]:
    if need not in rows:
        raise Refused("no_proposal")
    return rows[need]


def _pinned(write: Writing, desk: Desk, match: Match) -> Step:
    before = _was(write, desk, match.need)
    return Step(match.need, before, before._replace(match=write.add(match), match_state=MatchState.PINNED))


def unpin(office: Office, *, needs: Collection[str]) -> Decided:
    """Let the next plan decide again."""
    steps: list[Step] = []
    with office.store.write("unpin") as write:
        for row in write.all(Match, need=list(needs), state=[MatchState.PINNED]):
            need = write.get(Need, row.record.need)
            write.change(Match, row.uid, state=MatchState.CANCELLED)
            before = Was(need.state, need.hold_until, row.uid, MatchState.PINNED)
            steps.append(Step(row.record.need, before, before._replace(match=None, match_state=None)))
    return _decided(steps, len(needs) - len(steps))


def reject(office: Office, *, need: str, reason: RejectReason, volunteer: str | None = None, note: str = "") -> Decided:
    """Turn a proposal down. What stood in the way becomes a rule that the next plan keeps: this need never again with
    that volunteer, at that time, or with that item; `wait` holds the need for a week. A kept match is called off.
    """
    with office.store.write("reject") as write:
        if write.get(Need, need).state not in UNFINISHED:
            raise Refused("need_is_finished")
        desk = open_desk(office, write)
        before = after = _was(write, desk, need)
        if before.match is not None:
            match = desk.matches[need].record
        else:
            rows = {desk.uid(row["need"]): row for row in desk.plan["matches"]}
            match = desk.as_match(_row(rows, need), MatchState.PINNED)
        rule: dict[str, Any] = {"need": need, "reason": reason, "note": note, "on": date.today()}
        rules = [write.add(Rejection.checked(**rule, **fields)) for fields in _rules(desk, match, reason, volunteer)]
        if before.match is not None:
            cancel_in(write, [Stored(before.match, match)])
            after = Was(NeedState.OPEN, before.hold_until, None, None)
            write.change(Need, need, state=after.state)
        if reason == RejectReason.WAIT:
            after = after._replace(hold_until=desk.now.first + _WAIT)
            write.change(Need, need, hold_until=after.hold_until)
    return _decided([Step(need, before, after, tuple(rules))])


def _rules(desk: Desk, match: Match, reason: RejectReason, volunteer: str | None) -> list[dict[str, Any]]:
    if reason in (RejectReason.VOLUNTEER_UNSUITABLE, RejectReason.VOLUNTEER_SAID_NO):
        people = [volunteer] if volunteer is not None else list(match.volunteers)
        if not people:
            raise Refused("no_volunteer_to_reject")
        return [{"volunteer": one} for one in people]
    if reason == RejectReason.TIME_UNSUITABLE:
        if match.day is None:
            raise Refused("no_time_to_reject")
        return [{"day": match.day, "part": match.part}]
    if reason == RejectReason.ITEM_UNSUITABLE:
        items = sorted({desk.lots[use.lot].item for use in match.lots})
        if not items:
            raise Refused("no_item_to_reject")
        return [{"item": item} for item in items]
    return [{}]


def take_back(office: Office, *, steps: Sequence[Step]) -> Decided:
    """Undo a decision: needs, kept matches, stock and rules are as they were before it.

    A need that somebody went on with since (a volunteer said yes, a match was called off) is left and counted. Raises
    Refused("proposal_is_stale") when a match that the decision had called off could not be kept any longer.
    """
    with office.store.write("take back", door=Door.OPEN) as write:
        kept = write.all(Match, state=[MatchState.PINNED, *LIVE_MATCHES], need=[step.need for step in steps])
        now = {row.record.need: row for row in kept}
        undone = [step for step in steps if _untouched(write, step, now.get(step.need))]
        asked_again = any(step.before.match_state in LIVE_MATCHES for step in undone)
        broken = _broken(office, write) if asked_again else set()
        for step in undone:
            _put_back(write, step)
        if asked_again and _broken(office, write) - broken:
            raise Refused("proposal_is_stale")
    return _decided(undone, len(steps) - len(undone))


def _broken(office: Office, write: Writing) -> set[str]:
    """The kept matches that do not hold now."""
    desk = open_desk(office, write)
    return set(conflicts(office, desk.tables, desk.now))


def _untouched(write: Writing, step: Step, kept: Stored[Match] | None) -> bool:
    need = write.get(Need, step.need)
    match, state = (None, None) if kept is None else (kept.uid, kept.record.state)
    rules = {row.uid for row in write.all(Rejection, need=step.need)} if step.rules else set()
    return Was(need.state, need.hold_until, match, state) == step.after and rules.issuperset(step.rules)


def _put_back(write: Writing, step: Step) -> None:
    before, after = step.before, step.after
    if after.match is not None and after.match != before.match:
        match = write.get(Match, after.match)
        if match.state in LIVE_MATCHES:
            release_in(write, after.match, match, date.today())
        write.remove(Match, after.match)  # not called off: it was never meant, and may be proposed as before
    if before.match is not None and before.match_state is not None and after.match != before.match:
        write.change(Match, before.match, state=before.match_state)
        if before.match_state in LIVE_MATCHES:
            reserve_in(write, before.match, write.get(Match, before.match))
    for rule in step.rules:
        write.remove(Rejection, rule)
    write.change(Need, step.need, state=before.state, hold_until=before.hold_until)
