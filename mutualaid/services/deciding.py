"""What is decided about a plan's proposals: accept, pin, turn down. Undo takes each of these back."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from mutualaid.records.errors import Refused
from mutualaid.records.kinds import LIVE_MATCHES, UNFINISHED, MatchState, Mode, NeedState, RejectReason
from mutualaid.records.match import Match, Rejection
from mutualaid.records.need import Need
from mutualaid.records.views import Area, Changed
from mutualaid.services.desk import Desk, open_desk
from mutualaid.services.matches import cancel_in, reserve_in
from mutualaid.services.office import Office
from mutualaid.store.writing import Writing

_WAIT = timedelta(days=7)
_ALL = frozenset({Area.NEEDS, Area.HOUSEHOLDS, Area.MATCHES, Area.SUPPLIES, Area.VOLUNTEERS})


@dataclass(frozen=True)
class Decided:
    """What a decision did: to how many needs, how many of those asked for it left as they were, the rules it made."""

    changed: Changed
    done: int = 0
    skipped: int = 0
    rules: tuple[str, ...] = ()


def _decided(needs: Sequence[str], skipped: int = 0, rules: Sequence[str] = ()) -> Decided:
    return Decided(Changed(_ALL, tuple(needs)), len(needs), skipped, tuple(rules))


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
        held = [match for match in offers if match.need not in stale]
        for match in held:
            _keep(write, desk, match)
    return _decided([match.need for match in held], len(offers) - len(held))


def _is_live(desk: Desk, need: str) -> bool:
    return need in desk.matches and desk.matches[need].record.state in LIVE_MATCHES


def _keep(write: Writing, desk: Desk, offer: Match) -> None:
    """Accept a proposal, in place of its pin if it had one."""
    pinned = desk.matches.get(offer.need)
    if pinned is not None:
        write.change(Match, pinned.uid, state=MatchState.CANCELLED)
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
        held = [match for match in offers if match.need not in stale]
        for match in held:
            write.add(match)
    return _decided([match.need for match in held], len(needs) - len(held))


def _row(rows: dict[str, dict[str, Any]], need: str) -> dict[str, Any]:
    if need not in rows:
        raise Refused("no_proposal")
    return rows[need]


def unpin(office: Office, *, needs: Collection[str]) -> Decided:
    """Let the next plan decide again."""
    with office.store.write("unpin") as write:
        rows = write.all(Match, need=list(needs), state=[MatchState.PINNED])
        for row in rows:
            write.change(Match, row.uid, state=MatchState.CANCELLED)
    return _decided([row.record.need for row in rows], len(needs) - len(rows))


def reject(office: Office, *, need: str, reason: RejectReason, volunteer: str | None = None, note: str = "") -> Decided:
    """Turn a proposal down. What stood in the way becomes a rule that the next plan keeps: this need never again with
    that volunteer, at that time, or with that item; `wait` holds the need for a week. A kept match is called off.
    """
    with office.store.write("reject") as write:
        if write.get(Need, need).state not in UNFINISHED:
            raise Refused("need_is_finished")
        desk = open_desk(office, write)
        kept = desk.matches.get(need)
        if kept is not None:
            match = kept.record
        else:
            rows = {desk.uid(row["need"]): row for row in desk.plan["matches"]}
            match = desk.as_match(_row(rows, need), MatchState.PINNED)
        rule: dict[str, Any] = {"need": need, "reason": reason, "note": note, "on": date.today()}
        rules = [write.add(Rejection.checked(**rule, **fields)) for fields in _rules(desk, match, reason, volunteer)]
        if kept is not None:
            cancel_in(write, [kept])
            write.change(Need, need, state=NeedState.OPEN)
        if reason == RejectReason.WAIT:
            write.change(Need, need, hold_until=desk.now.first + _WAIT)
    return _decided([need], rules=rules)


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
