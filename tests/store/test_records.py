"""Records go in and come back, change field by field, and leave a tombstone."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from mutualaid.records.errors import BadInput, Refused
from mutualaid.records.event import Event, ReceivedForm
from mutualaid.records.household import Consent, Contact, Household
from mutualaid.records.kept import PaperText, SavedFilter
from mutualaid.records.kinds import MatchState, Mode, NeedState, Trust, Urgency
from mutualaid.records.match import KeptPlan, LotUse, Match, Rejection
from mutualaid.records.need import Need
from mutualaid.records.office import OfficeSettings
from mutualaid.records.partner import Partner
from mutualaid.records.place import Site, ZoneRecord
from mutualaid.records.schedule import Appointment, Run, Shift, ShiftTemplate
from mutualaid.records.supply import CatalogueItem, Lot, Movement
from mutualaid.records.volunteer import Volunteer
from mutualaid.store.registry import KINDS
from mutualaid.store.store import Store
from mutualaid.store.tables import deleted, field_clock
from tests.store.make import DAY, household, item, lot, need, volunteer


def _one_of_each() -> list[object]:
    noon = datetime(2026, 3, 2, 12, 30, tzinfo=UTC)
    return [
        household(phones=[{"number": "+17735550165", "may_text": False}], ages=[{"low": 0, "high": 4, "people": 2}]),
        Consent.checked(household="h", purpose="share", given=True, on=DAY),
        Contact.checked(household="h", on=DAY, kind="call", outcome="no_answer", follow_up_on=DAY),
        need("h", windows=[{"weekday": 2, "start": time(9), "end": time(11)}], substitutes=["oats"], trust=2),
        volunteer(languages=[{"code": "mam", "level": "basic"}], absences=[{"first": DAY, "last": DAY}]),
        item(box=[1, 2, 3]),
        lot(expires_on=date(2026, 9, 1), diet=["vegan"]),
        Movement.checked(lot="l", kind="counted", units=-2, on=DAY),
        ZoneRecord.checked(code="own-1", name="Pilsen", latitude=41.85, longitude=-87.66, aliases=["La 18"]),
        Site.checked(code="pantry", name="San Pío V", zone="chi-31"),
        Match.checked(need="n", lots=[LotUse(lot="l", units=3)], reasons=[{"code": "near", "km": 1.5}], decided_on=DAY),
        Rejection.checked(need="n", reason="wait", on=DAY, part=2),
        KeptPlan.checked(made_on=DAY, problem="{}", plan="{}", ids={"a": "b"}),
        Appointment.checked(household="h", starts=noon, place="Room 5", delete_after=DAY),
        Shift.checked(kind="watch", zone="chi-30", starts=noon, ends=noon.replace(hour=14)),
        ShiftTemplate.checked(kind="watch", zone="chi-30", weekday=5, starts=time(7, 30), volunteers=["v"]),
        Run.checked(code="R-1", day=DAY, part=1, volunteers=["v"], stops=["m", "n"], starts=time(9)),
        Partner.checked(
            code="clinic", name="Clínica", phones=["+17735550165"], services=[{"name": "Legal", "no_id_asked": True}]
        ),
        SavedFilter.checked(page="needs", name="Comida", filter={"categories": ["food"]}),
        PaperText.checked(code="rights", language="es", title="Derechos", body="No abra la puerta."),
        Event.checked(event="0f" * 16, name="Parroquia", made_on=DAY, private_key="A" * 128),
        ReceivedForm.checked(
            begun="0f" * 32, event="e", number=3, last=7, language="es", on=DAY, marks=["grew"], answers={"a": ["b"]}
        ),
    ]


def test_a_record_of_every_kind_comes_back_as_it_was_written(store: Store) -> None:
    records = _one_of_each()
    assert {type(record) for record in records} == set(KINDS)
    with store.write("add") as write:
        uids = write.add_many(records)
    with store.read() as read:
        for uid, record in zip(uids, records, strict=True):
            assert read.get(type(record), uid) == record


def test_what_comes_back_has_members_of_enums_not_their_names(store: Store) -> None:
    with store.write("add") as write:
        uid = write.add(need("h", urgency=4, mode="pickup"))
    with store.read() as read:
        kept = read.get(Need, uid)
    assert kept.urgency is Urgency.TODAY
    assert kept.mode is Mode.PICKUP
    assert kept.trust is Trust.NEW


def test_enums_lie_in_the_table_by_value(store: Store) -> None:
    with store.write("add") as write:
        write.add(need("h", urgency=3, state="partly_matched"))
        row = write._connection.exec_driver_sql("SELECT urgency, state FROM need").one()
    assert tuple(row) == (3, "partly_matched")


def test_uids_sort_in_the_order_of_birth(store: Store) -> None:
    with store.write("add") as write:
        uids = [write.add(household()) for _ in range(50)]
    with store.read() as read:
        assert [row.uid for row in read.all(Household)] == uids == sorted(uids)


def test_all_takes_equality_and_any_of(store: Store) -> None:
    with store.write("add") as write:
        write.add_many([need("h", state=state) for state in ("open", "new", "matched", "open")])
        write.add(need("other", item="rice"))
    with store.read() as read:
        assert len(read.all(Need, household="h", state="open")) == 2
        assert len(read.all(Need, state=[NeedState.OPEN, NeedState.NEW])) == 4
        assert len(read.all(Need, state=frozenset({"matched"}))) == 1
        assert read.count(Need, item=None) == 4
        assert read.all(Need, state=()) == []


def test_a_record_is_found_by_its_code_and_all_codes_are_known(store: Store) -> None:
    with store.write("add") as write:
        uid = write.add(household(code="TOKI-12"))
    with store.read() as read:
        found = read.by_code(Household, "TOKI-12")
        assert found is not None
        assert (found.uid, found.record.code) == (uid, "TOKI-12")
        assert read.by_code(Household, "TOKI-13") is None
        assert read.codes(Household) == {"TOKI-12"}


def test_a_record_that_is_not_there_is_gone(store: Store) -> None:
    with store.read() as read, pytest.raises(BadInput, match="record_gone"):
        read.get(Household, "nowhere")
    with store.write("x") as write:
        with pytest.raises(BadInput, match="record_gone"):
            write.change(Household, "nowhere", size=2)
        with pytest.raises(BadInput, match="record_gone"):
            write.remove(Household, "nowhere")


def test_a_change_is_validated_as_a_whole(store: Store) -> None:
    with store.write("add") as write:
        uid = write.add(need("h", quantity=3))
    with pytest.raises(BadInput, match="field_invalid"), store.write("change") as write:
        write.change(Need, uid, filled=4)
    with pytest.raises(BadInput, match="field_invalid"), store.write("change") as write:
        write.change(Need, uid, colour="blue")
    with store.read() as read:
        assert read.get(Need, uid).filled == 0


def test_only_changed_fields_get_a_clock_and_equal_values_change_nothing(store: Store) -> None:
    with store.write("add") as write:
        uid = write.add(need("h", quantity=3))
    with store.write("change") as write:
        write.change(Need, uid, quantity=3)
        assert write._connection.execute(field_clock.select()).all() == []
    with store.write("change") as write:
        assert write.change(Need, uid, quantity=5, category="food").quantity == 5
        clocks = write._connection.execute(field_clock.select()).all()
    assert [(row.kind, row.uid, row.field) for row in clocks] == [("need", uid, "quantity")]
    with store.read() as read:
        assert [line.verb for line in read.journal(9)] == ["change", "add", "create"]


def test_a_code_in_use_is_refused_and_the_write_may_go_on(store: Store) -> None:
    with store.write("add") as write:
        write.add(household(code="TOKI-12"))
        with pytest.raises(BadInput, match="code_taken"):
            write.add(household(code="TOKI-12"))
        with pytest.raises(BadInput, match="code_taken"):
            write.add_many([household(code="TOKI-13"), household(code="TOKI-12")])
        other = write.add(household(code="TOKI-14"))
        with pytest.raises(BadInput, match="code_taken"):
            write.change(Household, other, code="TOKI-12")
    with store.read() as read:
        assert read.codes(Household) == {"TOKI-12", "TOKI-14"}
        assert read.verify() == []


def test_a_removed_record_leaves_a_tombstone_and_no_trace_in_search(store: Store) -> None:
    with store.write("add") as write:
        uid = write.add(household(contact_name="Rosa"))
        write.change(Household, uid, size=4)
    with store.write("remove") as write:
        write.remove(Household, uid)
    with store.write("look") as write:
        graves = write._connection.execute(deleted.select()).all()
        assert write._connection.execute(field_clock.select()).all() == []
        assert write.search("rosa") == []
    assert [(grave.kind, grave.uid) for grave in graves] == [("household", uid)]


def test_stock_movements_are_never_mended(store: Store) -> None:
    with store.write("add") as write:
        uid = write.add(Movement.checked(lot="l", kind="received", units=5, on=DAY))
    with pytest.raises(Refused, match="append_only"), store.write("mend") as write:
        write.change(Movement, uid, units=6)
    with pytest.raises(Refused, match="append_only"), store.write("mend") as write:
        write.remove(Movement, uid)
    with store.read() as read:
        assert read.get(Movement, uid).units == 5


@pytest.mark.parametrize(
    "statement",
    ["UPDATE movement SET units = 9", "DELETE FROM movement", "UPDATE contact SET note = 'x'", "DELETE FROM change",
     "UPDATE change SET verb = 'x'", "UPDATE change_value SET value = '{}'", "DELETE FROM release_ledger",
     "UPDATE release_ledger SET entry = x'00'"],
)  # fmt: skip
def test_the_database_itself_refuses_to_alter_what_is_append_only(store: Store, statement: str) -> None:
    with store.write("add") as write:
        write.add(Movement.checked(lot="l", kind="received", units=5, on=DAY))
        write.add(Contact.checked(household="h", on=DAY, kind="call", outcome="reached"))
        write.append_ledger(b"entry")
    with pytest.raises(Refused, match="append_only"), store.write("tamper") as write:
        write._connection.exec_driver_sql(statement)


def test_a_reservation_takes_from_what_is_free_and_a_hand_over_from_the_shelf(store: Store) -> None:
    with store.write("add") as write:
        rice, beans = write.add(lot()), write.add(lot())
        for kind, units in (("received", 10), ("reserved", -4), ("spoiled", -1)):
            write.add(Movement.checked(lot=rice, kind=kind, units=units, on=DAY))
        assert write.stock() == {rice: (9, 5), beans: (0, 0)}
        write.add(Movement.checked(lot=rice, kind="released", units=4, on=DAY))
        write.add(Movement.checked(lot=rice, kind="handed_out", units=-4, on=DAY))
        assert write.stock()[rice] == (5, 5)


def test_settings_and_small_values_are_kept(store: Store) -> None:
    with store.write("settings") as write:
        write.set_settings(OfficeSettings(zone="chi-31", pickup_km=2.5))
        write.set_meta("last_backup", '"2026-03-02"')
    with store.read() as read:
        assert read.settings() == OfficeSettings(zone="chi-31", pickup_km=2.5)
        assert read.meta("last_backup") == '"2026-03-02"'
        assert read.meta("never") is None
        assert read.meta("store.vault_id") is None
    with pytest.raises(ValueError), store.write("x") as write:
        write.set_meta("store.vault_id", '"mine"')


def test_the_ledger_keeps_its_order(store: Store) -> None:
    with store.write("release") as write:
        write.append_ledger(b"first")
        write.append_ledger(b"second")
    with store.read() as read:
        assert read.ledger() == [b"first", b"second"]


def test_a_write_that_fails_leaves_nothing(store: Store) -> None:
    with pytest.raises(ZeroDivisionError), store.write("add") as write:
        write.add(household(contact_name="Rosa"))
        write.set_meta("seen", "1")
        raise ZeroDivisionError
    with store.read() as read:
        assert read.all(Household) == []
        assert read.search("rosa") == []
        assert read.meta("seen") is None
        assert len(read.journal(9)) == 1
    with store.write("again") as write:
        write.add(household())


def test_a_write_that_only_looks_leaves_no_entry_in_the_journal(store: Store) -> None:
    with store.write("look") as write:
        write.count(Need)
    with store.read() as read:
        assert len(read.journal(9)) == 1


def test_the_kinds_that_the_lists_show_keep_their_types(store: Store) -> None:
    with store.write("add") as write:
        uid = write.add(Match.checked(need="n", decided_on=DAY))
    with store.read() as read:
        assert read.get(Match, uid).state is MatchState.ACCEPTED
        assert read.count(Volunteer) == read.count(Lot) == read.count(CatalogueItem) == 0
