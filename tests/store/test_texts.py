"""The door for free text: no identifier comes in by any field of any record, unless the coordinator insisted on it."""

from __future__ import annotations

import itertools
import json
import types
import typing
from datetime import UTC, datetime, time
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from mutualaid.discretion.told import NOTHING, Answer, Told, about, unanswered
from mutualaid.discretion.watch import Kind, find, find_identifiers
from mutualaid.records.base import Record
from mutualaid.records.errors import Refused
from mutualaid.records.event import Event, ReceivedForm
from mutualaid.records.household import Consent, Contact, Household, Phone
from mutualaid.records.kept import PaperText, SavedFilter
from mutualaid.records.match import Rejection
from mutualaid.records.need import Need
from mutualaid.records.partner import Partner
from mutualaid.records.place import Site, ZoneRecord
from mutualaid.records.schedule import Appointment, Run, Shift, ShiftTemplate
from mutualaid.records.supply import Lot, Movement
from mutualaid.records.volunteer import Volunteer
from mutualaid.store.registry import KINDS
from mutualaid.store.store import Store
from mutualaid.store.tables import told_text
from mutualaid.store.texts import FIELDS, Door, texts
from tests.discretion.more_sentences import UNSEEN_SECRETS
from tests.discretion.sentences import LOOK_ALIKES, SECRETS
from tests.store.make import DAY, household, item, lot, need, volunteer

SSN = "Dejó su SSN 123-45-6789."
NOON = datetime(2026, 3, 2, 12, 30, tzinfo=UTC)
IDENTIFYING = [text for text, kinds in SECRETS + UNSEEN_SECRETS if kinds - {Kind.STATUS_WORD}]
NUMBERS = itertools.count(1)
HARMLESS = [text for text in LOOK_ALIKES if len(text) < 150]

MAKE: dict[tuple[type[Record], str], Any] = {
    (Household, "contact_name"): lambda text: household(contact_name=text),
    (Household, "phones"): lambda text: household(phones=[{"number": "+17735550165", "who_answers": text}]),
    (Household, "safe_contact"): lambda text: household(safe_contact=text),
    (Household, "address"): lambda text: household(address=text),
    (Household, "delivery_notes"): lambda text: household(delivery_notes=text),
    (Household, "notes"): lambda text: household(notes=text),
    (Consent, "how"): lambda text: Consent.checked(household="h", purpose="share", given=True, on=DAY, how=text),
    (Contact, "note"): lambda text: Contact.checked(household="h", on=DAY, kind="call", outcome="no_answer", note=text),
    (Need, "notes"): lambda text: need("h", notes=text),
    (Need, "referred_to"): lambda text: need("h", state="referred", referred_to=text),
    (Volunteer, "name"): lambda text: volunteer(name=text),
    (Volunteer, "phones"): lambda text: volunteer(phones=[{"number": "+17735550165", "who_answers": text}]),
    (Volunteer, "notes"): lambda text: volunteer(notes=text),
    (type(item()), "name_en"): lambda text: item(name_en=text),
    (type(item()), "name_es"): lambda text: item(name_es=text),
    (Lot, "source"): lambda text: lot(source=text),
    (Lot, "note"): lambda text: lot(note=text),
    (Movement, "note"): lambda text: Movement.checked(lot="l", kind="counted", units=-2, on=DAY, note=text),
    (ZoneRecord, "name"): lambda text: ZoneRecord.checked(code="own", name=text, latitude=41.8, longitude=-87.6),
    (ZoneRecord, "aliases"): lambda text: ZoneRecord.checked(
        code="own", name="Pilsen", latitude=41.8, longitude=-87.6, aliases=[text]
    ),
    (Site, "name"): lambda text: Site.checked(code="pantry", name=text, zone="chi-31"),
    (Rejection, "note"): lambda text: Rejection.checked(need="n", reason="wait", on=DAY, note=text),
    (Appointment, "place"): lambda text: Appointment.checked(household="h", starts=NOON, place=text, delete_after=DAY),
    (Appointment, "room"): lambda text: Appointment.checked(
        household="h", starts=NOON, place="Corte", room=text, delete_after=DAY
    ),
    (Appointment, "meeting_point"): lambda text: Appointment.checked(
        household="h", starts=NOON, place="Corte", meeting_point=text, delete_after=DAY
    ),
    (Shift, "note"): lambda text: Shift.checked(
        kind="watch", zone="chi-30", starts=NOON, ends=NOON.replace(hour=14), note=text
    ),
    (ShiftTemplate, "note"): lambda text: ShiftTemplate.checked(
        kind="watch", zone="chi-30", weekday=5, starts=time(8), note=text
    ),
    (Run, "note"): lambda text: Run.checked(code=f"R-{next(NUMBERS)}", day=DAY, part=1, note=text),
    (Partner, "name"): lambda text: Partner.checked(code=f"clinic-{next(NUMBERS)}", name=text),
    (Partner, "address"): lambda text: Partner.checked(code=f"clinic-{next(NUMBERS)}", name="Clinic", address=text),
    (Partner, "services"): lambda text: Partner.checked(
        code=f"clinic-{next(NUMBERS)}", name="Clinic", services=[{"name": text}]
    ),
    (Partner, "note"): lambda text: Partner.checked(code=f"clinic-{next(NUMBERS)}", name="Clinic", note=text),
    (SavedFilter, "name"): lambda text: SavedFilter.checked(page="needs", name=text),
    (SavedFilter, "filter"): lambda text: SavedFilter.checked(page="needs", name="Food", filter={"text": text}),
    (PaperText, "title"): lambda text: PaperText.checked(code="rights", language="es", title=text),
    (PaperText, "body"): lambda text: PaperText.checked(code="rights", language="es", body=text),
    (Event, "name"): lambda text: Event.checked(event="0f" * 16, name=text, made_on=DAY, closed_on=DAY),
    (ReceivedForm, "helper"): lambda text: ReceivedForm.checked(
        begun="0f" * 32, event="e", number=3, last=7, language="es", on=DAY, helper=text, answers={"keep": True}
    ),
    (ReceivedForm, "answers"): lambda text: ReceivedForm.checked(
        begun="0f" * 32, event="e", number=3, last=7, language="es", on=DAY, answers={"notes": text, "deep": [text]}
    ),
}
"""A record with a text in each field that people write in. Codes hold no spaces: theirs have a test of their own."""

NO_TEXTS = {
    "Household.zone", "Household.languages", "Household.relay_languages", "Household.diet", "Household.access",
    "Household.excluded_volunteers", "Household.excluded_zones", "Consent.household", "Contact.household",
    "Contact.volunteer", "Need.code", "Need.household", "Need.category", "Need.item", "Need.substitutes", "Need.unit",
    "Need.skill", "Need.languages", "Volunteer.languages", "Volunteer.skills", "Volunteer.trainings",
    "Volunteer.transport", "Volunteer.zone", "Volunteer.zones", "Volunteer.access", "Volunteer.excluded_households",
    "CatalogueItem.code", "CatalogueItem.category", "CatalogueItem.unit", "CatalogueItem.diet",
    "CatalogueItem.barcodes", "Lot.code", "Lot.item", "Lot.site", "Lot.diet", "Movement.lot", "Movement.match",
    "ZoneRecord.code", "ZoneRecord.neighbours", "Site.code", "Site.zone", "Match.need", "Match.volunteers",
    "Match.lots", "Match.asks", "Match.interpreter", "Match.reasons", "Rejection.need", "Rejection.volunteer",
    "Rejection.item",
    "KeptPlan.problem", "KeptPlan.plan", "KeptPlan.ids", "Appointment.household", "Appointment.need",
    "Appointment.pair", "Appointment.replacement", "Appointment.call_tree", "Shift.zone", "Shift.site", "Shift.skill",
    "Shift.volunteers", "Event.event", "Event.check", "Event.verify_key", "Event.public_key", "Event.private_key",
    "ReceivedForm.begun", "ReceivedForm.event", "ReceivedForm.language", "ReceivedForm.marks", "ReceivedForm.household",
    "Need.follows", "Need.split_of", "CatalogueItem.packs", "Lot.batch", "Movement.household", "Shift.cover",
    "Shift.template", "ShiftTemplate.zone", "ShiftTemplate.site", "ShiftTemplate.skill", "ShiftTemplate.volunteers",
    "Run.code", "Run.volunteers", "Run.stops", "Run.site", "Partner.code", "Partner.phones", "Partner.url",
    "Partner.zones", "Partner.hsds_id", "SavedFilter.page", "PaperText.code", "PaperText.language",
}  # fmt: skip
"""Codes, uids, keys and what the program makes itself."""


def _holds_text(kind: Any) -> bool:
    origin = typing.get_origin(kind)
    if origin in (typing.Union, types.UnionType, list, tuple, dict, typing.Annotated):
        return any(_holds_text(part) for part in typing.get_args(kind))
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return any(_holds_text(field.annotation) for field in kind.model_fields.values())
    return kind is str or kind is Any


def test_every_field_that_can_hold_text_is_watched_or_known_to_hold_none() -> None:
    found = {
        f"{kind.__name__}.{name}"
        for kind in KINDS
        for name, field in kind.model_fields.items()
        if _holds_text(field.annotation)
    }
    watched = {f"{kind.__name__}.{name}" for kind, names in FIELDS.items() for name in names}
    assert found == watched | NO_TEXTS
    assert not watched & NO_TEXTS
    assert {f"{kind.__name__}.{name}" for kind, name in MAKE} == watched - {"Household.code", "Volunteer.code"}


def kept(store: Store, record: Record, **how: Any) -> str:
    with store.write("add", **how) as write:
        return write.add(record)


@pytest.mark.parametrize("place", MAKE, ids=[f"{kind.__name__}.{name}" for kind, name in MAKE])
def test_a_number_is_refused_in_every_field_struck_out_where_nobody_sits_and_let_in_on_insisting(
    store: Store, place: tuple[type[Record], str]
) -> None:
    kind, name = place
    with pytest.raises(Refused, match="identifier_in_text") as refused:
        kept(store, MAKE[place](SSN))
    assert refused.value.facts == {"record": kind.__name__, "field": name, "kind": "ssn"}
    struck = kept(store, MAKE[place](SSN), door=Door.STRIKE)
    with store.read() as read:
        assert not any(find_identifiers(text) for _field, text in texts(read.get(kind, struck)))
    with store.write("clear") as write:
        if not KINDS[kind].appends_only:
            write.remove(kind, struck)
    with store.answering(Told(frozenset({about(SSN, find(SSN)[0])}))):
        insisted = kept(store, MAKE[place](SSN))
    with store.read() as read:
        assert "123-45-6789" in "".join(text for _field, text in texts(read.get(kind, insisted)))


@pytest.mark.parametrize("make", [household, volunteer])
def test_a_code_may_be_no_number_either_even_where_texts_are_struck_out(store: Store, make: Any) -> None:
    for door in (Door.REFUSE, Door.STRIKE):
        with pytest.raises(Refused, match="identifier_in_text"):
            kept(store, make(code="123-45-6789"), door=door)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_whatever_is_written_in_any_order_no_number_is_in_the_store_that_nobody_insisted_on(
    store: Store, data: st.DataObject
) -> None:
    """Texts of all measured sentences, added and changed, refused or struck out."""
    texts_ = st.lists(st.sampled_from(IDENTIFYING + HARMLESS), min_size=1, max_size=3).map("\n".join)
    (kind, name), make = data.draw(st.sampled_from([one for one in MAKE.items() if one[0][1] in {"notes", "note"}]))
    door = data.draw(st.sampled_from([Door.REFUSE, Door.STRIKE]))
    first, second = data.draw(texts_)[:1500], data.draw(texts_)[:1500]
    uid, refused = "", list[tuple[Door, bool]]()
    for text in (first, second):
        try:
            with store.write("any", door=door) as write:
                if not uid or KINDS[kind].appends_only:
                    uid = write.add(make(text))
                else:
                    write.change(kind, uid, **{name: text})
        except Refused:
            refused.append((door, bool(find_identifiers(text))))
    assert set(refused) <= {(Door.REFUSE, True)}
    with store.read() as read:
        assert not any(find_identifiers(text) for row in read.all(kind) for _field, text in texts(row.record))


def test_what_she_insisted_on_stays_through_other_changes_and_another_number_does_not_come_with_it(
    store: Store,
) -> None:
    with store.answering(Told(frozenset({about(SSN, find(SSN)[0])}))):
        uid = kept(store, household(notes=SSN))
    with store.write("change") as write:
        write.change(Household, uid, notes=f"{SSN} Toca dos veces.", address="3534 W 26th St")
        write.change(Household, uid, notes="Toca dos veces.", delivery_notes=SSN)
    with pytest.raises(Refused, match="identifier_in_text"), store.write("change") as write:
        write.change(Household, uid, delivery_notes="Dejó su SSN 123-45-6780.")
    with store.write("import", door=Door.STRIKE) as write:
        after = write.change(Household, uid, delivery_notes=f"{SSN}\nITIN 912-73-4567")
    assert "123-45-6789" in after.delivery_notes
    assert "912" not in after.delivery_notes


def test_the_journal_says_that_she_insisted_with_kind_and_field_and_never_the_number(store: Store) -> None:
    with store.answering(Told(frozenset({about(SSN, find(SSN)[0])}))):
        uid = kept(store, household(notes=SSN))
    with store.read() as read:
        (line, *_) = read.journal(1)
        assert ("household", "insist", 1) in line.changes
        told = (
            read._connection.exec_driver_sql("SELECT value FROM change_value WHERE action = 'insist'").scalars().all()
        )
        assert [json.loads(one) for one in told] == [{"kinds": {"notes": ["ssn"]}}]
        assert read.verify() == []
    with store.write("change") as write:
        write.change(Household, uid, notes=f"{SSN} Otra cosa.")
    with store.read() as read:
        assert not any(action == "insist" for _kind, action, _count in read.journal(1)[0].changes)


FINE = "Quiere pagar con una visa de su hermana."


def answers(store: Store, uid: str, text: str) -> bool:
    """Whether something in the text is still pointed out for that record."""
    with store.read() as read:
        return bool(unanswered(text, [read.told(uid)]))


def fine(text: str) -> Told:
    return Told(frozenset(about(text, one) for one in find(text)))


def test_a_text_that_is_fine_is_not_pointed_out_again_and_another_or_in_another_record_is(store: Store) -> None:
    with store.answering(fine(FINE)):
        uid = kept(store, need("h", notes=FINE))
    other = kept(store, need("h", notes="Nada"))
    assert not answers(store, uid, FINE)
    assert not answers(store, uid, f"{FINE} Llamar a las 5.")
    assert not answers(store, uid, "quiere  PAGAR con una visa de su hermana.\nLlamar")
    assert answers(store, uid, "Quiere pagar con una visa de su hermana, y no tiene visa.")
    assert answers(store, uid, "No tiene visa.")
    assert answers(store, other, FINE)


def test_what_is_fine_is_remembered_by_itself_when_nothing_else_changed_and_the_need_is_no_more_flagged(
    store: Store,
) -> None:
    uid = kept(store, need(kept(store, household()), notes=FINE))
    with store.read() as read:
        ids = [row[0] for row in read._connection.exec_driver_sql("SELECT id FROM need")]
        assert [line.flagged for line in read.need_lines(ids)] == [True]
    with store.answering(fine(FINE)), store.write("change need") as write:
        write.change(Need, uid, notes=FINE)
    with store.read() as read:
        assert [line.flagged for line in read.need_lines(ids)] == [False]
    assert not answers(store, uid, FINE)


def marks(store: Store) -> list[tuple[str, bytes]]:
    with store.read() as read:
        return [tuple(row) for row in read._connection.execute(told_text.select())]


def test_a_mark_holds_no_text_and_goes_with_its_sentence_and_with_its_record(store: Store) -> None:
    with store.answering(fine(f"{FINE}\n{SSN}")):
        uid = kept(store, household(notes=f"{FINE}\n{SSN}"))
    assert [len(mark) for _uid, mark in marks(store)] == [16, 16]
    with store.write("change") as write:
        write.change(Household, uid, notes=FINE)
    assert len(marks(store)) == 1
    with store.write("erase") as write:
        write.remove(Household, uid)
        write.forget(uid)
    assert marks(store) == []


def test_answers_hold_for_their_own_block_and_thread_only(store: Store) -> None:
    with store.answering(fine(SSN)):
        pass
    with pytest.raises(Refused, match="identifier_in_text"):
        kept(store, household(notes=SSN))


def test_a_status_word_stops_no_write(store: Store) -> None:
    assert kept(store, household(notes="No tiene papeles."))


def test_saying_that_words_are_fine_lets_no_number_in(store: Store) -> None:
    told = Told(frozenset({(Answer.FINE, about(SSN, find(SSN)[0])[1])}))
    with pytest.raises(Refused, match="identifier_in_text"), store.answering(told):
        kept(store, household(notes=SSN))
    assert NOTHING.said == frozenset()


@given(st.text(max_size=80) | st.lists(st.sampled_from(IDENTIFYING + HARMLESS), max_size=3).map(" ".join))
def test_the_quick_look_for_identifiers_misses_none(text: str) -> None:
    assert {one for one in find(text) if one.kind is not Kind.STATUS_WORD} == set(find_identifiers(text))


def test_of_phones_only_who_answers_is_a_text() -> None:
    record = household(phones=[Phone(number="+17735550165", who_answers="Ana")])
    assert sorted(texts(record)) == [("code", record.code), ("phones", "Ana")]
