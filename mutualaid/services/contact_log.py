"""The contact log: who was called, written to or visited, what came of it, and when to try again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from mutualaid.records.household import Contact, Household
from mutualaid.records.kinds import ConsentPurpose, ContactKind
from mutualaid.records.views import Area, Changed
from mutualaid.records.volunteer import Volunteer
from mutualaid.services.consents import all_refusing, demand
from mutualaid.services.office import Office
from mutualaid.store.reading import Reading
from mutualaid.store.store import Stored

_AT_ONCE = 5_000
"""Uids that one query is asked about."""


class FollowUp(NamedTuple):
    """Somebody who is to be tried again on a day: `uid` is the entry of the log that says so, `kind` how it was tried.

    One of `household` and `volunteer` is a uid, the other none; `code` is theirs.
    """

    uid: str
    household: str | None
    volunteer: str | None
    code: str
    on: date
    kind: ContactKind


class _Entry(NamedTuple):
    uid: str
    household: str | None
    volunteer: str | None
    on: date
    kind: ContactKind
    again: date | None


def contacts(office: Office, *, household: str | None = None, volunteer: str | None = None) -> list[Stored[Contact]]:
    """The log with a household or with a volunteer, newest first."""
    whom = {"household": household} if household is not None else {"volunteer": volunteer}
    with office.store.read() as read:
        rows = read.all(Contact, **whom)
    return sorted(rows, key=lambda row: row.record.on)[::-1]


def log_contact(office: Office, *, contact: Contact) -> Changed:
    """Write down that somebody was called, written to or visited.

    Raises BadInput("record_gone"), and Refused("consent_refused") for a day to try again where a household said no to
    being contacted.
    """
    with office.store.write("log contact") as write:
        if contact.household is not None:
            write.get(Household, contact.household)
            if contact.follow_up_on is not None:
                demand(write, contact.household, ConsentPurpose.CONTACT)
        if contact.volunteer is not None:
            write.get(Volunteer, contact.volunteer)
        uid = write.add(contact)
    return Changed(frozenset({Area.HOUSEHOLDS, Area.VOLUNTEERS}), (uid,))


def follow_ups(read: Reading, *, until: date) -> list[FollowUp]:
    """Whom to try again up to a day, that day included, the longest overdue first.

    It is done once they were contacted again on or after the day that was meant; a later entry that names another day
    stands in its place. Households that said no to being contacted are left out.
    """
    due = [_Entry(row.uid, *_fields(row.record)) for row in read.within(Contact, "follow_up_on", date.min, until)]
    logs: dict[str, list[_Entry]] = defaultdict(list)
    for column in ("household", "volunteer"):
        people = list(dict.fromkeys(who for entry in due if (who := getattr(entry, column)) is not None))
        for entry in _logged(read, column, people):
            logs[entry.household or entry.volunteer or ""].append(entry)
    waiting = [one for one in due if not _is_done(one, logs[one.household or one.volunteer or ""])]
    if not waiting:
        return []
    silent = all_refusing(read, ConsentPurpose.CONTACT)
    codes = _codes(read, waiting)
    found = [
        FollowUp(one.uid, one.household, one.volunteer, codes[one.household or one.volunteer or ""], again, one.kind)
        for one in waiting
        if (again := one.again) is not None and one.household not in silent
    ]
    return sorted(found, key=lambda one: (one.on, one.uid))


def follow_ups_until(office: Office, *, until: date) -> list[FollowUp]:
    """The same, of an office."""
    with office.store.read() as read:
        return follow_ups(read, until=until)


def _fields(contact: Contact) -> tuple[str | None, str | None, date, ContactKind, date | None]:
    return contact.household, contact.volunteer, contact.on, contact.kind, contact.follow_up_on


def _logged(read: Reading, column: str, people: list[str]) -> Iterator[_Entry]:
    """Every entry with those people, in the order they were written."""
    for start in range(0, len(people), _AT_ONCE):
        part = people[start : start + _AT_ONCE]
        for row in read.columns(Contact, "household", "volunteer", "on", "kind", "follow_up_on", **{column: part}):
            yield _Entry(*row)


def _is_done(entry: _Entry, log: list[_Entry]) -> bool:
    """Whether somebody went on with it. `log` is that person's, in the order of writing."""
    assert entry.again is not None
    written = next(place for place, one in enumerate(log) if one.uid == entry.uid)
    for place, one in enumerate(log):
        later = (one.on, place) > (entry.on, written)
        if later and (one.on >= entry.again or one.again is not None):
            return True
    return False


def _codes(read: Reading, entries: list[_Entry]) -> dict[str, str]:
    codes: dict[str, str] = {}
    for kind, column in ((Household, "household"), (Volunteer, "volunteer")):
        wanted = list(dict.fromkeys(who for entry in entries if (who := getattr(entry, column)) is not None))
        for start in range(0, len(wanted), _AT_ONCE):
            codes |= dict(read.columns(kind, "code", uid=wanted[start : start + _AT_ONCE]))
    return codes
