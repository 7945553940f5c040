"""Two records of one household made one: what they need, allowed, said and are kept from comes together."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from mutualaid.language.catalog import tr
from mutualaid.records.errors import Refused
from mutualaid.records.household import Consent, Contact, Household, Phone
from mutualaid.records.kinds import UNFINISHED, MovementKind, PhoneKind
from mutualaid.records.need import Need
from mutualaid.records.schedule import Appointment
from mutualaid.records.supply import Movement
from mutualaid.records.views import Area, Changed
from mutualaid.records.volunteer import Volunteer
from mutualaid.services.consents import latest
from mutualaid.services.office import Office
from mutualaid.store.texts import Door
from mutualaid.store.writing import Writing

_ALL = frozenset({Area.HOUSEHOLDS, Area.NEEDS, Area.MATCHES, Area.SCHEDULE, Area.VOLUNTEERS, Area.SUPPLIES})
_LINE, _NOTE = 200, 4000
"""The longest that a line and a note may be, as `records.base` has it."""


class Merger(NamedTuple):
    """What merging would bring together, to be looked at before: counts of what comes over from the other record."""

    needs: int
    waiting: int
    contacts: int
    consents: int
    appointments: int


def would_merge(office: Office, *, other: str) -> Merger:
    """How much of a household would come over. Raises BadInput("record_gone")."""
    with office.store.read() as read:
        read.get(Household, other)
        needs = read.all(Need, household=other)
        return Merger(
            needs=len(needs),
            waiting=sum(need.record.state in UNFINISHED for need in needs),
            contacts=read.count(Contact, household=other),
            consents=len(latest(read.all(Consent, household=other))),
            appointments=read.count(Appointment, household=other),
        )


def merge_households(office: Office, *, keep: str, other: str) -> Changed:
    """Make two records of one household one, in one transaction: `other` is gone afterwards, and all that named it
    names `keep`. Where both say something, what is more careful holds: of consents the no, of a number's rules the
    stricter one, of exclusions all. The other's code stays in the notes, so that a search still finds it.

    Raises BadInput("record_gone"), Refused("merge_same_household" | "merge_text_too_long").
    """
    if keep == other:
        raise Refused("merge_same_household")
    # What is brought together was let in before; nobody is asked about it again.
    with office.store.write("merge households", door=Door.OPEN) as write:
        into, out = write.get(Household, keep), write.get(Household, other)
        write.change(Household, keep, **_together(into, out))
        moved = [row.uid for kind in (Need, Appointment) for row in write.all(kind, household=other)]
        for need in write.all(Need, household=other):
            write.change(Need, need.uid, household=keep)
        for appointment in write.all(Appointment, household=other):
            write.change(Appointment, appointment.uid, household=keep)
        _consents(write, keep, other)
        _contacts(write, keep, other)
        _handed_out(write, keep, other)
        for person in write.all(Volunteer):
            if other in person.record.excluded_households:
                named = [keep if uid == other else uid for uid in person.record.excluded_households]
                write.change(Volunteer, person.uid, excluded_households=_once(named))
        write.remove(Household, other)
    return Changed(_ALL, (keep, other, *moved))


def _together(into: Household, out: Household) -> dict[str, object]:
    """The fields of the household that both become."""
    differing = [
        (tr("Name"), out.contact_name) if _other_than(out.contact_name, into.contact_name) else None,
        (tr("Address"), out.address) if _other_than(out.address, into.address) else None,
    ]
    also = [f"{name}: {text}" for name, text in filter(None, differing)]
    notes = [into.notes, tr("Also known as {code}.", code=out.code), *also, out.notes]
    lists = ("languages", "relay_languages", "diet", "access", "excluded_volunteers", "excluded_zones")
    reviews = [day for day in (into.review_on, out.review_on) if day is not None]
    return {
        "contact_name": into.contact_name or out.contact_name,
        "phones": _phones([*into.phones, *out.phones]),
        "safe_contact": _joined([into.safe_contact, out.safe_contact], "; ", _LINE),
        "wants_interpreter": into.wants_interpreter or out.wants_interpreter,
        "interpreter_in_person": into.interpreter_in_person or out.interpreter_in_person,
        "size": max(into.size, out.size),
        "ages": into.ages or out.ages,
        "address": into.address or out.address,
        "delivery_notes": _joined([into.delivery_notes, out.delivery_notes], "\n", _NOTE),
        "notes": _joined(notes, "\n", _NOTE),
        "received_on": min(into.received_on, out.received_on),
        "review_on": min(reviews, default=None),
        **{name: _once([*getattr(into, name), *getattr(out, name)]) for name in lists},
    }


def _other_than(text: str, kept: str) -> bool:
    return bool(text and kept and text.casefold() != kept.casefold())


def _once(listed: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(listed))


def _joined(texts: Iterable[str], between: str, most: int) -> str:
    whole = between.join(_once(text for text in texts if text))
    if len(whole) > most:
        raise Refused("merge_text_too_long")
    return whole


def _phones(phones: Iterable[Phone]) -> list[Phone]:
    """Each number once, with the stricter of its rules."""
    by_number: dict[str, Phone] = {}
    for phone in phones:
        held = by_number.get(phone.number)
        by_number[phone.number] = phone if held is None else _stricter(held, phone)
    return list(by_number.values())


def _stricter(one: Phone, two: Phone) -> Phone:
    kinds = {one.kind, two.kind}
    return Phone(
        number=one.number,
        # A landline is shared: who took it for a mobile may have been wrong.
        kind=PhoneKind.LANDLINE if PhoneKind.LANDLINE in kinds else one.kind,
        may_text=one.may_text and two.may_text,
        may_leave_message=one.may_leave_message and two.may_leave_message,
        who_answers=_joined([one.who_answers, two.who_answers], "; ", _LINE),
    )


def _consents(write: Writing, keep: str, other: str) -> None:
    """Both households' answers, and a no over a yes whichever was given last."""
    mine, theirs = write.all(Consent, household=keep), write.all(Consent, household=other)
    here, there = latest(mine), latest(theirs)
    for row in theirs:
        write.change(Consent, row.uid, household=keep)
    held = latest(write.all(Consent, household=keep))
    for purpose, answer in held.items():
        no = next((own for own in (here.get(purpose), there.get(purpose)) if own is not None and not own.given), None)
        if answer.given and no is not None:
            write.add(Consent.checked(household=keep, purpose=purpose, given=False, on=answer.on, how=no.how))


def _contacts(write: Writing, keep: str, other: str) -> None:
    """The log's entries are never changed: each is written again under the household that stays."""
    rows = write.all(Contact, household=other)
    write.add_many([Contact.checked(**{**row.record.model_dump(), "household": keep}) for row in rows])
    write.remove_many(Contact, [row.uid for row in rows])


def _handed_out(write: Writing, keep: str, other: str) -> None:
    """What was handed out to it without a match, so that caps count it where it belongs: movements are never changed,
    so each is taken back and written again under the household that stays.
    """
    opposite = {MovementKind.HANDED_OUT: MovementKind.RETURNED, MovementKind.RETURNED: MovementKind.HANDED_OUT}
    for _uid, movement in write.all(Movement, household=other):
        if movement.kind in opposite:
            fields = {name: getattr(movement, name) for name in Movement.model_fields}
            write.add(Movement.checked(**fields | {"kind": opposite[movement.kind], "units": -movement.units}))
            write.add(Movement.checked(**fields | {"household": keep}))
