"""The history of a record: who did what, in words of either language, and never how to reach anybody."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from mutualaid.language.catalog import catalog
from mutualaid.language.history_words import FIELDS, head_words, history_words
from mutualaid.records.household import Contact, Household, Phone
from mutualaid.records.kinds import CloseReason, ConsentPurpose, ContactKind, ContactOutcome
from mutualaid.records.match import Match
from mutualaid.records.need import Need
from mutualaid.records.supply import Lot
from mutualaid.records.volunteer import Volunteer
from mutualaid.services.contact_log import log_contact
from mutualaid.services.histories import TOLD, history
from mutualaid.services.history import undo
from mutualaid.services.households import change_household, set_consent
from mutualaid.services.needs import change_need, close_need
from mutualaid.services.supplies import spoil
from mutualaid.services.volunteers import change_volunteer
from mutualaid.store.registry import KINDS
from mutualaid.store.texts import FIELDS as TEXTS
from tests.services.make import TODAY, helper, stock
from tests.services.test_history import prepared

SECRETS = ("5550165", "2652 S Trumbull", "Rosa", "Xol", "Timbre", "hermana", "Prefiere")


def test_each_thing_that_was_done_is_told_in_words_and_nothing_that_names_anybody(tmp_path: Path) -> None:
    office = prepared(tmp_path / "office")
    with office.store.read() as read:
        home, match = read.all(Household)[0].uid, read.all(Match)[0].record
        food, ride = (row.uid for row in read.all(Need))
    phone = Phone(number="+17735550165", who_answers="su hermana")
    change_household(office, uid=home, phones=[phone], address="2652 S Trumbull", notes="Timbre 2", size=5)
    set_consent(office, household=home, purpose=ConsentPurpose.SHARE, given=False, on=TODAY)
    said = {"on": TODAY, "kind": ContactKind.CALL, "outcome": ContactOutcome.CALL_BACK, "note": "Prefiere la tarde"}
    log_contact(office, contact=Contact.checked(household=home, **said, follow_up_on=TODAY + timedelta(days=1)))
    change_need(office, uid=ride, notes="Rosa Xol")
    close_need(office, uid=ride, reason=CloseReason.MET_ELSEWHERE)
    undo(office)
    lines = history(office, kind=Household, uid=home)
    english = [history_words(line, catalog("en")) for line in lines]
    assert english == [
        "Undone: Need now: open",
        "Need now: closed (somebody else met it)",
        "A need changed",
        "Call: call back",
        "Share with a volunteer: no",
        "Changed: phones, number of people, address, and notes",
        "Need now: matched",
        english[-1],
    ]
    assert english[-1].startswith("Household added · Need ")
    assert "Llamada: volver a llamar" in [history_words(line, catalog("es")) for line in lines]
    assert all("Lupe" in head_words(line) for line in lines)
    assert history(office, kind=Household, uid=home, limit=2) == lines[:2]

    volunteer, lot = helper(office, name="Xol", phones=[phone]), stock(office, "pantry_box", 5)
    change_volunteer(office, uid=volunteer, notes="Timbre", radius_km=2.0)
    spoil(office, uid=lot, units=2, on=TODAY)
    told = {
        (Need, food): ["Match for Mon, Nov 23, 2026, morning: accepted, waiting for a yes · Need now: matched"],
        (Volunteer, volunteer): ["Changed: how far they go and notes", "Volunteer added"],
        (Volunteer, match.volunteers[0]): [],
        (Lot, lot): ["Spoiled: -2", "Supplies received · Received: 5"],
    }
    for (kind, uid), expected in told.items():
        said_of = [history_words(line, catalog("en")) for line in history(office, kind=kind, uid=uid)]
        assert said_of[: len(expected)] == expected, kind
    everything = [
        history_words(line, catalog(language)) + head_words(line, catalog(language))
        for language in ("en", "es")
        for kind, uid in [(Household, home), *told]
        for line in history(office, kind=kind, uid=uid)
    ]
    assert not [secret for secret in SECRETS for text in everything if secret in text]
    with office.store.write("erase") as write:
        write.forget(home)
    assert not any(item.own for line in history(office, kind=Household, uid=home) for item in line.items)
    office.close()


def test_no_free_text_is_ever_told_and_every_field_that_can_change_has_a_name() -> None:
    by_name = {kind.name: kind for kind in KINDS.values()}
    for name, fields in TOLD.items():
        loose = TEXTS.get(by_name[name].record, frozenset()) - {"code", "how"}
        assert not fields & loose, name
    asked = [field for name in ("household", "need", "volunteer", "lot") for field in by_name[name].fields]
    assert [field for field in asked if field not in FIELDS] == []
