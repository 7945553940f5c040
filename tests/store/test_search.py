"""Search finds words without accents, parts of names, codes, phone digits; it takes no orders from what is typed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from mutualaid.records.household import Contact, Household
from mutualaid.records.need import Need
from mutualaid.records.partner import Partner
from mutualaid.records.place import Site
from mutualaid.records.schedule import Run, Shift
from mutualaid.records.supply import Lot, Movement
from mutualaid.records.views import NeedFilter
from mutualaid.records.volunteer import Volunteer
from mutualaid.store.store import Store
from tests.store.make import household, item, lot, need, volunteer


@pytest.fixture
def filled(store: Store) -> Store:
    with store.write("add") as write:
        home = write.add(
            household(
                code="MARU-47",
                contact_name="José Núñez",
                phones=[{"number": "+17735550165"}],
                notes="Blue door, ring twice",
            )
        )
        write.add(household(code="MARU-470", contact_name="Wilma O'Brien"))
        write.add(need(home, code="MARU-47.1", notes="crib for a newborn"))
        write.add(volunteer(code="V-TOKI-20", name="Ángela Pérez", phones=[{"number": "+13125550100"}]))
        write.add(item(code="rice", name_en="Rice", name_es="Arroz"))
        write.add(lot(code="L-9", item="rice", source="food bank"))
        write.add(Site.checked(code="pantry", name="San Pío V", zone="chi-31"))
    return store


def _codes(store: Store, typed: str) -> list[str]:
    with store.read() as read:
        return [hit.code for hit in read.search(typed)]


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("nunez", "MARU-47"), ("NÚÑEZ", "MARU-47"), ("nún", "MARU-47"), ("jose nu", "MARU-47"), ("uñe", "MARU-47"),
        ("blue door", "MARU-47"), ("o'brien", "MARU-470"), ("maru-47", "MARU-47"), ("newborn", "MARU-47.1"),
        ("angela", "V-TOKI-20"), ("toki", "V-TOKI-20"), ("arroz", "rice"), ("bank", "L-9"), ("pio", "pantry"),
    ],
)  # fmt: skip
def test_words_and_parts_of_words_are_found_whatever_the_accents(filled: Store, typed: str, code: str) -> None:
    assert code in _codes(filled, typed)


@pytest.mark.parametrize("typed", ["7735550165", "(773) 555-0165", "+1 773 555 0165", "773.555", "550-165"])
def test_a_phone_is_found_however_it_is_written(filled: Store, typed: str) -> None:
    assert "MARU-47" in _codes(filled, typed)


@pytest.mark.parametrize(
    "typed", ['"', "'", "*", "NEAR(", "a AND", "OR", "NOT x", "name:jose", "{", "^", "\0", "-", ""]
)
def test_what_looks_like_a_query_is_only_text(filled: Store, typed: str) -> None:
    assert "MARU-47" not in _codes(filled, typed)


@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.text(max_size=30))
def test_no_text_at_all_breaks_a_search(filled: Store, typed: str) -> None:
    with filled.read() as read:
        read.search(typed)
        read.need_ids(NeedFilter(text=typed))
        read.household_lines(typed)


def test_the_whole_code_comes_first(filled: Store) -> None:
    assert _codes(filled, "maru-47")[0] == "MARU-47"
    assert _codes(filled, "maru-470")[0] == "MARU-470"


def test_the_whole_code_comes_first_among_hundreds_that_start_alike(store: Store) -> None:
    with store.write("add") as write:
        write.add_many(household(code=f"LENO-{number}") for number in range(10, 900))
        write.add(household(code="LENO-1"))
    assert _codes(store, "leno-1")[0] == "LENO-1"
    assert len(_codes(store, "leno")) == 50


def test_a_need_is_shown_under_its_households_name(filled: Store) -> None:
    with filled.read() as read:
        (hit,) = read.search("newborn")
    assert (hit.kind, hit.code, hit.name) == ("need", "MARU-47.1", "José Núñez")


def test_the_index_follows_a_change_in_the_same_write(filled: Store) -> None:
    with filled.write("rename") as write:
        stored = write.by_code(Household, "MARU-47")
        assert stored is not None
        write.change(Household, stored.uid, contact_name="Berta", phones=[{"number": "+12245550111"}])
        assert write.search("nunez") == write.search("773 555") == []
        assert [hit.code for hit in write.search("224-555")] == ["MARU-47"]
    assert _codes(filled, "berta") == ["MARU-47"]


def test_a_write_rolled_back_takes_its_words_along(filled: Store) -> None:
    with pytest.raises(ZeroDivisionError), filled.write("add") as write:
        write.add(household(contact_name="Xiomara"))
        raise ZeroDivisionError
    assert _codes(filled, "xiomara") == []


def test_words_that_were_deleted_are_gone_from_the_index_itself(filled: Store) -> None:
    with filled.write("rename") as write:
        stored = write.by_code(Household, "MARU-47")
        assert stored is not None
        write.change(Household, stored.uid, contact_name="Berta", notes="")
    with filled.read() as read:
        for table in ("search_word_data", "search_part_data"):
            blocks = read._connection.exec_driver_sql(f"SELECT block FROM {table}").scalars().all()
            assert not any(b"nunez" in block or b"nun" in block or b"door" in block for block in blocks)
            assert any(b"rta" in block or b"berta" in block for block in blocks)


def test_the_needs_table_finds_a_need_by_its_households_phone(filled: Store) -> None:
    with filled.read() as read:
        (number,) = read.need_ids(NeedFilter(text="773 555 0165"))
        assert read.need_lines([number])[0].code == "MARU-47.1"
        assert list(read.need_ids(NeedFilter(text="wilma"))) == []
        assert read.count(Need) == 1


def test_lots_are_found_by_their_items_name(filled: Store) -> None:
    with filled.read() as read:
        assert [line.code for line in read.lot_lines("arroz")] == ["L-9"]
        assert [line.code for line in read.volunteer_lines("perez")] == ["V-TOKI-20"]
        assert [line.code for line in read.household_lines("blue")] == ["MARU-47"]


@pytest.fixture
def noted(filled: Store) -> Store:
    """Notes of what has no code of its own: a call with a household, one with a volunteer, a movement, a shift."""
    with filled.write("note") as write:
        homes, people, lots = write.all(Household), write.all(Volunteer), write.all(Lot)
        call = {"on": "2026-03-03", "kind": "call", "outcome": "reached"}
        write.add(Contact.checked(household=homes[0].uid, note="wants the crib by Easter", **call))
        write.add(Contact.checked(household=homes[0].uid, **call))
        write.add(Contact.checked(volunteer=people[0].uid, note="lends her van", **call))
        write.add(Movement.checked(lot=lots[0].uid, kind="spoiled", units=-1, on="2026-03-04", note="wet sack"))
        starts = datetime(2026, 3, 7, 12, tzinfo=UTC)
        shift = {"kind": "watch", "zone": "chi-30", "starts": starts, "ends": starts + timedelta(hours=2)}
        write.add(Shift.checked(note="bring whistles", **shift))
        write.add(Run.checked(code="R-4", day="2026-03-07", part=0, note="ask for the dolly"))
        write.add(Partner.checked(code="P-1", name="Clínica Sol", phones=["+13125550188"], note="mornings only"))
    return filled


@pytest.mark.parametrize(
    ("typed", "kind", "code", "via"),
    [
        ("easter", "household", "MARU-47", "contact"), ("her van", "volunteer", "V-TOKI-20", "contact"),
        ("wet sack", "lot", "L-9", "movement"), ("whistles", "shift", "", "shift"), ("dolly", "run", "R-4", ""),
        ("clinica", "partner", "P-1", ""), ("312 555 0188", "partner", "P-1", ""), ("mornings", "partner", "P-1", ""),
    ],
)  # fmt: skip
def test_a_note_is_found_under_what_it_is_about(noted: Store, typed: str, kind: str, code: str, via: str) -> None:
    with noted.read() as read:
        assert [(hit.kind, hit.code, hit.via) for hit in read.search(typed)] == [(kind, code, via)]
        assert read.verify() == []


def test_a_note_that_is_emptied_or_whose_owner_is_gone_is_found_no_more(noted: Store) -> None:
    with noted.write("change") as write:
        (shift,) = write.all(Shift)
        write.change(Shift, shift.uid, note="")
        assert write.search("whistles") == []
        write.change(Shift, shift.uid, note="torches")
        assert [hit.uid for hit in write.search("torch")] == [shift.uid]
        calls = write.all(Contact)
        write.remove_many(Contact, [call.uid for call in calls])
        assert write.search("easter") == []
    with noted.read() as read:
        assert read.verify() == []
