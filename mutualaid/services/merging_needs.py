"""Merging needs of one household that turned out to be the same one, and finding which those may be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from itertools import combinations
from typing import NamedTuple

from mutualaid.records.errors import Refused
from mutualaid.records.household import Household
from mutualaid.records.kinds import LIVE_MATCHES, UNFINISHED, CloseReason, MatchState, Mode, NeedState, Recurrence
from mutualaid.records.match import Match, Rejection
from mutualaid.records.need import Need
from mutualaid.records.schedule import Appointment
from mutualaid.records.views import Changed
from mutualaid.services.matches import cancel_in
from mutualaid.services.need_steps import WORK, answers_about, kept_matches, open_need, promised, settle
from mutualaid.services.office import Office
from mutualaid.store.reading import Reading
from mutualaid.store.stored import Stored
from mutualaid.store.writing import Writing

CLOSE = timedelta(days=14)
"""Asked for within so many days of one another, two needs may be one."""


_AT_ONCE = 5000
"""Uids in one statement."""


class Alike(NamedTuple):
    """Needs of one household that may be one, oldest first: their uids and codes, and how much they would ask for."""

    household: str
    household_code: str
    category: str
    uids: tuple[str, ...]
    codes: tuple[str, ...]


def _root(need: Stored[Need], known: Mapping[str, Need]) -> str:
    """The need that this one was split off, at first; itself when it was not."""
    uid, seen = need.uid, {need.uid}
    above = need.record.split_of
    while above is not None and above not in seen:
        seen.add(above)
        uid = above
        above = known[above].split_of if above in known else None
    return uid


def _known(read: Reading, needs: Sequence[Stored[Need]]) -> dict[str, Need]:
    homes = sorted({row.record.household for row in needs})
    return {row.uid: row.record for row in read.all(Need, household=homes)}


def _together(needs: Sequence[Stored[Need]], known: Mapping[str, Need]) -> int:
    parts: dict[str, int] = defaultdict(int)
    for row in needs:
        parts[_root(row, known)] += row.record.quantity
    return max(parts.values(), default=0)


def together(office: Office, *, uids: Collection[str]) -> int:
    """How much merged needs ask for: parts of one need are added up again, of what was asked twice the larger holds."""
    with office.store.read() as read:
        needs = read.all(Need, uid=list(uids))
        return _together(needs, _known(read, needs))


def merge_needs(office: Office, *, keep: str, others: Collection[str], quantity: int | None = None) -> Changed:
    """Make one need of several of a household, category and mode; the others are closed as duplicates.

    `keep` asks for `quantity` (none: as `together` says), never for less than was handed out and is promised. What the
    others were given, their matches, rules, appointments and notes go to it, the sooner day and the higher urgency
    hold, and it has waited since the first of them was asked for. Raises Refused("need_is_finished" |
    "nothing_to_merge" | "needs_of_two_households" | "needs_differ" | "merge_has_match": one that goes has one).
    """
    going = [uid for uid in dict.fromkeys(others) if uid != keep]
    with office.store.read() as read:
        told = answers_about(read, read.all(Need, uid=[keep, *going]))
    with office.store.answering(told), office.store.write("merge needs") as write:
        kept = Stored(keep, open_need(write, keep))
        gone = [Stored(uid, open_need(write, uid)) for uid in going]
        _check(write, kept, gone)
        wanted = quantity if quantity is not None else _together([kept, *gone], _known(write, [kept]))
        _hand_over(write, keep, gone)
        for uid, _need in gone:
            end = {"state": NeedState.CLOSED, "close_reason": CloseReason.DUPLICATE, "finished_on": date.today()}
            write.change(Need, uid, filled=0, **end)
        write.change(Need, keep, **_merged(write, kept, gone, wanted))
        settle(write, keep)
    return Changed(WORK, (keep, *going))


def _check(read: Reading, kept: Stored[Need], gone: Sequence[Stored[Need]]) -> None:
    if not gone:
        raise Refused("nothing_to_merge")
    for _uid, need in gone:
        if need.household != kept.record.household:
            raise Refused("needs_of_two_households")
        service = need.mode == Mode.SERVICE
        if need.category != kept.record.category or service != (kept.record.mode == Mode.SERVICE):
            raise Refused("needs_differ")
    if any(row.record.state in LIVE_MATCHES for row in kept_matches(read, [row.uid for row in gone])):
        raise Refused("merge_has_match")


def _hand_over(write: Writing, keep: str, gone: Sequence[Stored[Need]]) -> None:
    """Let what names the needs that go name the one that stays; their pins end."""
    uids = [row.uid for row in gone]
    cancel_in(write, write.all(Match, need=uids, state=MatchState.PINNED))
    for row in write.all(Match, need=uids):
        write.change(Match, row.uid, need=keep)
    for rule in write.all(Rejection, need=uids):
        write.change(Rejection, rule.uid, need=keep)
    for meeting in write.all(Appointment, need=uids):
        write.change(Appointment, meeting.uid, need=keep)


def _merged(write: Writing, kept: Stored[Need], gone: Sequence[Stored[Need]], wanted: int) -> dict[str, object]:
    """The fields of the one need that all of them are."""
    need, every = kept.record, [kept.record, *(row.record for row in gone)]
    filled = sum(one.filled for one in every)
    service = need.mode == Mode.SERVICE
    least = filled + promised(kept_matches(write, kept.uid))
    days = [one.needed_by for one in every if one.needed_by is not None]
    notes = list(dict.fromkeys(one.notes for one in every if one.notes))
    return {
        "quantity": need.quantity if service else min(max(wanted, least, 1), 100_000),
        "filled": filled,
        "urgency": max(one.urgency for one in every),
        "needed_by": min(days, default=None),
        "received_on": min(one.received_on for one in every),
        "trust": max(one.trust for one in every),
        "languages": next((one.languages for one in every if one.languages), []),
        "notes": _joined(notes),
        **_series(write, kept, gone),
    }


def _joined(notes: Sequence[str], most: int = 4000) -> str:
    """The notes one under the other; what would be too long stays with the need that was closed."""
    text = ""
    for note in notes:
        more = f"{text}\n{note}" if text else note
        text = more if len(more) <= most else text
    return text


def _series(read: Reading, kept: Stored[Need], gone: Sequence[Stored[Need]]) -> dict[str, object]:
    """A need that comes back does so still when it is merged into one that does not, unless its next was made."""
    if kept.record.recurrence != Recurrence.ONCE:
        return {}
    for uid, need in gone:
        if need.recurrence != Recurrence.ONCE and not read.count(Need, follows=uid):
            names = ("recurrence", "recurs_from", "recurs_until")
            taken: dict[str, object] = {name: getattr(need, name) for name in names}
            if kept.record.follows is None and need.follows != kept.uid:
                taken["follows"] = need.follows
            return taken
    return {}


def likely(office: Office, *, uid: str | None = None) -> list[Alike]:
    """Needs that may be duplicates of one another: those like one need, or all in the office, by household.

    The same household, category and item (or none), asked for within two weeks of one another, unless one was split
    off the other or comes after it in a series.
    """
    with office.store.read() as read:
        return likely_in(read, uid)


def likely_in(read: Reading, uid: str | None = None) -> list[Alike]:
    """The same inside a transaction."""
    of_one = {} if uid is None else {"household": read.get(Need, uid).household}
    groups: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in read.columns(Need, "household", "category", state=list(UNFINISHED), **of_one):
        groups[row[1], row[2]].append(row[0])
    several = [uids for uids in groups.values() if len(uids) > 1 and (uid is None or uid in uids)]
    wanted = [one for uids in several for one in uids]
    records: dict[str, Stored[Need]] = {}
    for start in range(0, len(wanted), _AT_ONCE):
        records |= {row.uid: row for row in read.all(Need, uid=wanted[start : start + _AT_ONCE])}
    found = []
    for uids in several:
        same = _alike([records[one] for one in uids])
        found += [group for group in same if uid is None or any(row.uid == uid for row in group)]
    homes = {group[0].record.household for group in found}
    codes = {uid: code for uid, code in read.columns(Household, "code") if uid in homes} if homes else {}
    return [
        Alike(
            group[0].record.household,
            codes.get(group[0].record.household, ""),
            group[0].record.category,
            tuple(row.uid for row in group),
            tuple(row.record.code for row in group),
        )
        for group in found
    ]


def _alike(needs: Sequence[Stored[Need]]) -> list[list[Stored[Need]]]:
    """Groups of more than one, each like the first of it."""
    known = {row.uid: row.record for row in needs}
    pairs = {frozenset((one.uid, other.uid)) for one, other in combinations(needs, 2) if _may_be_one(one, other, known)}
    groups: list[list[Stored[Need]]] = []
    placed: set[str] = set()
    for row in needs:
        if row.uid in placed:
            continue
        group = [row, *(other for other in needs if frozenset((row.uid, other.uid)) in pairs)]
        group = [one for one in group if one.uid not in placed]
        if len(group) > 1:
            groups.append(group)
            placed |= {one.uid for one in group}
    return groups


def _may_be_one(one: Stored[Need], other: Stored[Need], known: Mapping[str, Need]) -> bool:
    a, b = one.record, other.record
    if (a.mode == Mode.SERVICE) != (b.mode == Mode.SERVICE) or _root(one, known) == _root(other, known):
        return False
    if a.follows == other.uid or b.follows == one.uid:
        return False
    if a.item and b.item and a.item != b.item:
        return False
    if a.needed_by and b.needed_by and abs(a.needed_by - b.needed_by) > CLOSE / 2:
        return False
    return abs(a.received_on - b.received_on) <= CLOSE
