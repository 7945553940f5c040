"""The rules that came of proposals turned down, as they stand, and how one is lifted."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from mutualaid.records.kinds import UNFINISHED, Daypart, RejectReason
from mutualaid.records.match import Rejection
from mutualaid.records.need import Need
from mutualaid.records.views import Area, Changed
from mutualaid.records.volunteer import Volunteer
from mutualaid.services.office import Office


class StandingRule(NamedTuple):
    """A rule that plans keep for one need: never with that volunteer (by name), at that time or with that item (by
    its code), or nothing at all `until` a day.
    """

    uid: str
    need: str
    need_code: str
    reason: RejectReason
    volunteer: str
    day: date | None
    part: Daypart | None
    item: str | None
    until: date | None


def turned_down(office: Office, *, on: date | None = None) -> list[StandingRule]:
    """The rules of unfinished needs that still bind on a day (today unless said), the newest first."""
    day = on or date.today()
    with office.store.read() as read:
        rules = read.all(Rejection)
        needed = list({row.record.need for row in rules})
        needs = {row.uid: row.record for row in read.all(Need, uid=needed, state=UNFINISHED)}
        people = list({row.record.volunteer for row in rules if row.record.volunteer is not None})
        names = {row.uid: row.record.name for row in read.all(Volunteer, uid=people)}
    found: list[StandingRule] = []
    for uid, rule in reversed(rules):
        need = needs.get(rule.need)
        if need is None or (rule.day is not None and rule.day < day):
            continue
        until = need.hold_until if rule.reason == RejectReason.WAIT else None
        if rule.reason == RejectReason.WAIT and (until is None or until <= day):
            continue
        name = names.get(rule.volunteer, "") if rule.volunteer is not None else ""
        found.append(StandingRule(uid, rule.need, need.code, rule.reason, name, rule.day, rule.part, rule.item, until))
    return found


def lift(office: Office, *, rules: Collection[str]) -> Changed:
    """Take rules away: the next plan may propose again what they forbade. A need that was to wait waits no longer."""
    needs: list[str] = []
    with office.store.write("lift rule") as write:
        for row in write.all(Rejection, uid=list(rules)):
            write.remove(Rejection, row.uid)
            needs.append(row.record.need)
            if row.record.reason == RejectReason.WAIT:
                write.change(Need, row.record.need, hold_until=None)
    return Changed(frozenset({Area.NEEDS, Area.MATCHES}), tuple(needs))
