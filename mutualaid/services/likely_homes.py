"""Households that may be the one whose answers are being written down, found without reading all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from mutualaid.exchange.answers import household_draft
from mutualaid.exchange.drafts import HouseholdDraft
from mutualaid.exchange.names import agreeing, agreement
from mutualaid.exchange.people import People
from mutualaid.exchange.same_person import Likeness, Person, likeness, person_of
from mutualaid.exchange.sheet import Setting
from mutualaid.language import labels
from mutualaid.language.formats import format_list
from mutualaid.records.answers import Answers
from mutualaid.records.household import Household
from mutualaid.records.kinds import UNFINISHED
from mutualaid.records.need import Need
from mutualaid.services.office import Office
from mutualaid.store.reading import Reading
from mutualaid.store.store import Stored

_TELLING = ("contact_name", "phones", "address", "zone", "size")


@dataclass(frozen=True)
class Alike:
    """A household that may be the one that answers. `same`: by the one rule by which imports merge, it is; `reached`:
    a number is the same.

    `fields` are (question id, what is known, what was said), in words of the language in use; phones are in E.164,
    each on a line of its own.
    """

    uid: str
    code: str
    name: str = field(repr=False)
    zone: str
    safe_contact: str = field(repr=False)
    same: bool
    reached: bool
    fields: tuple[tuple[str, str, str], ...] = field(repr=False)


def setting(office: Office, on: date) -> Setting:
    """What reading answers needs to know of the office."""
    return Setting(office.zones, on, office.settings.hours)


def similar(office: Office, *, answers: Answers, most: int = 5) -> tuple[Alike, ...]:
    """Households that share a number with the answers so far, or whose name agrees; the surest come first.

    The zone counts only as `exchange.same_person` lets it, for it may not be asked yet and families move.
    """
    draft = household_draft(answers, number=1, setting=setting(office, date.today()), on=date.today())
    with office.store.read() as read:
        numbers = {phone.number for phone in draft.phones}

        def sure(pair: tuple[Likeness, Stored[Household]]) -> tuple[bool, bool]:
            how, row = pair
            return how is not Likeness.SAME, numbers.isdisjoint(phone.number for phone in row.record.phones)

        near = sorted(nearest(read, draft), key=sure)
        return tuple(_alike(office, read, row, draft, same=how is Likeness.SAME) for how, row in near[:most])


def similar_each(office: Office, *, drafts: Sequence[HouseholdDraft], most: int = 5) -> list[tuple[Alike, ...]]:
    """As `similar`, for many at once. The zone counts as `exchange.same_person` lets it."""
    with office.store.read() as read:
        return [
            tuple(_alike(office, read, row, draft, same=how is Likeness.SAME) for how, row in near[:most])
            for draft, near in zip(drafts, nearest_each(read, drafts), strict=True)
        ]


def nearest_each(read: Reading, drafts: Sequence[HouseholdDraft]) -> list[list[tuple[Likeness, Stored[Household]]]]:
    """The households that may be those of the drafts, the surest first: one look at all of them, for many drafts."""
    people, uids = People(), list[str]()
    for uid, name, phones, address, zone, size in read.columns(Household, *_TELLING):
        numbers = frozenset(phone.number for phone in phones)
        people.keep(len(uids), Person(name=name, phones=numbers, address=address, zone=zone, size=size))
        uids.append(uid)
    found = [people.alike(person_of(draft)) for draft in drafts]
    wanted = {uids[key] for near in found for key in near}
    rows = {row.uid: row for row in read.all(Household, uid=wanted)}
    return [[(how, rows[uids[key]]) for key, how in near.items()] for near in found]


def the_same(read: Reading, draft: HouseholdDraft) -> str:
    """The uid of the household that is the same by the one rule, the longest known if there are several; "" if none."""
    return next((row.uid for how, row in nearest(read, draft) if how is Likeness.SAME), "")


def nearest(read: Reading, draft: HouseholdDraft) -> list[tuple[Likeness, Stored[Household]]]:
    """Every household that may be the one of the draft, the longest known first."""
    asks = person_of(draft)
    near: dict[str, Likeness] = {}
    with_such = read.near(Household, numbers=asks.phones) | agreeing(draft.contact_name, read.contact_names()).keys()
    for uid, name, phones, address, zone, size in read.columns(Household, *_TELLING, uid=with_such):
        known = Person(name, frozenset(phone.number for phone in phones), address, zone, size)
        how = likeness(asks, known)
        alike = not asks.phones.isdisjoint(known.phones) or agreement(asks.words, known.words)
        if how is not Likeness.DIFFERENT or alike:
            near[uid] = max(how, Likeness.POSSIBLE)
    return [(near[row.uid], row) for row in read.all(Household, uid=list(near))]


def _alike(office: Office, read: Reading, row: Stored[Household], draft: HouseholdDraft, *, same: bool) -> Alike:
    known = row.record
    waiting = [need.record.category for need in read.all(Need, household=row.uid, state=list(UNFINISHED))]
    pairs = (
        ("contact_name", known.contact_name, draft.contact_name),
        ("phone", "\n".join(one.number for one in known.phones), "\n".join(one.number for one in draft.phones)),
        ("safe_contact", known.safe_contact, draft.safe_contact),
        ("zone", _zone(office, known.zone), _zone(office, draft.zone)),
        ("address", known.address, draft.address),
        ("household_size", str(known.size), str(draft.size or "")),
        ("languages", _named(known.languages), _named(draft.languages)),
        ("needs", _needs(waiting), _needs([need.category for need in draft.needs])),
        ("notes", known.notes, draft.notes),
    )
    return Alike(
        uid=row.uid,
        code=known.code,
        name=known.contact_name,
        zone=_zone(office, known.zone),
        safe_contact=known.safe_contact,
        same=same,
        reached=not {one.number for one in known.phones}.isdisjoint(one.number for one in draft.phones),
        fields=tuple(pair for pair in pairs if pair[1] or pair[2]),
    )


def _zone(office: Office, code: str) -> str:
    return office.zones[code].name if code in office.zones else code


def _named(codes: list[str] | tuple[str, ...]) -> str:
    return format_list([labels.language(code) for code in codes])


def _needs(categories: list[str]) -> str:
    return ", ".join(labels.category(code) for code in dict.fromkeys(categories))
