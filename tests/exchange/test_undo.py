from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mutualaid.progress import Cancelled
from mutualaid.records.errors import BadInput, Refused
from mutualaid.records.household import Consent, Contact, Household
from mutualaid.records.kinds import ContactKind, ContactOutcome, MovementKind
from mutualaid.records.match import Match
from mutualaid.records.need import Need
from mutualaid.records.supply import Lot, Movement
from mutualaid.records.volunteer import Volunteer
from mutualaid.services import import_undo
from mutualaid.services.importing import past_imports, undo_import
from mutualaid.services.office import Office, open_office
from tests.exchange.conftest import ANA, HEADER, Written, homes, take
from tests.exchange.test_importing import CancelsAfter
from tests.exchange.undoing import brought, everything, files, stock_adds_up
from tests.samples import sample

EVA = "Eva Mora,773-555-0102,Pilsen,2,Mam"


def first(office: Office, kind: type) -> str:
    with office.store.read() as read:
        return read.all(kind)[0].uid


def change(office: Office, kind: type, **fields: object) -> None:
    with office.store.write("test") as write:
        write.change(kind, write.all(kind)[0].uid, **fields)


@pytest.mark.parametrize("name", ["kobo.csv", "supplies.csv"])
def test_undone_imports_of_the_samples_leave_the_office_as_it_was(office: Office, name: str) -> None:
    check_sample(office, name)


@pytest.mark.campaign
@pytest.mark.parametrize("name", ["google-form.csv", "odk-central.csv", "airtable-volunteers.csv"])
def test_undone_imports_of_the_other_samples_leave_the_office_as_it_was(office: Office, name: str) -> None:
    check_sample(office, name)


def check_sample(office: Office, name: str) -> None:
    """A sample imported, beside another that is there already, and undone."""
    take(office, sample("odk-central.csv" if name == "kobo.csv" else "airtable-volunteers.csv"))
    before = everything(office)
    result = take(office, sample(name))
    undone = undo_import(office, undo=result.undo)
    assert everything(office) == before
    assert (dict(undone.kept), undone.kept_changes) == ({}, 0)
    assert undone.undone.get("household", 0) + undone.undone.get("volunteer", 0) + undone.undone.get("lot", 0) == (
        result.counts.added
    )
    assert take(office, sample(name)).counts == result.counts, "it can be brought in again"


def test_what_an_import_learned_of_somebody_known_is_put_back(office: Office, written: Written) -> None:
    take(office, written(HEADER, f"{ANA},food,2026-11-20"))
    before = everything(office)
    lines = written(HEADER + ",notes", "Ana Pérez Xol,773-555-0101 / 773-555-0199,Pilsen,4,Mam,ride,2026-11-21,gate")
    result = take(office, lines)
    assert homes(office)[0].languages == ["spa", "mam"]
    undone = undo_import(office, undo=result.undo)
    assert undone.put_back == 1
    assert everything(office) == before


def test_a_field_that_somebody_changed_since_stays_and_is_told(office: Office, written: Written) -> None:
    take(office, written(HEADER, f"{ANA},food,2026-11-20"))
    result = take(office, written(HEADER, "Ana Pérez Xol,773-555-0101,Pilsen,4,Mam,food,2026-11-20", name="b.csv"))
    change(office, Household, languages=["spa", "mam", "eng"], address="1825 S Racine")
    undone = undo_import(office, undo=result.undo)
    assert (undone.put_back, undone.kept_changes) == (0, 1)
    assert homes(office)[0].languages == ["spa", "mam", "eng"]


def test_a_household_that_somebody_worked_on_stays_with_all_that_came_with_it(office: Office, written: Written) -> None:
    result = take(office, written(HEADER, f"{ANA},food|ride,2026-11-20", f"{EVA},food,2026-11-20"))
    change(office, Household, delivery_notes="ring twice")
    undone = undo_import(office, undo=result.undo)
    assert dict(undone.kept) == {"household": 1, "need": 2}
    assert dict(undone.undone) == {"household": 1, "need": 1}
    assert [home.contact_name for home in homes(office)] == ["Ana Pérez Xol"]


@pytest.mark.parametrize("what", ["need", "match", "contact", "consent", "asked again"])
def test_whatever_was_done_for_a_household_keeps_it(office: Office, written: Written, what: str) -> None:
    result = take(office, written(HEADER, f"{ANA},food,2026-11-20", f"{EVA},food,2026-11-20"))
    home, need, day = first(office, Household), first(office, Need), date(2026, 11, 22)
    with office.store.write("test") as write:
        if what == "need":
            write.change(Need, need, notes="the blue door")
        elif what == "match":
            write.add(Match.checked(need=need, decided_on=day))
        elif what == "contact":
            said = {"kind": ContactKind.CALL, "outcome": next(iter(ContactOutcome))}
            write.add(Contact.checked(household=home, on=day, **said))
        elif what == "consent":
            write.add(Consent.checked(household=home, purpose="keep", given=True, on=day))
    if what == "asked again":
        take(office, written(HEADER, f"{ANA},ride,2026-11-22", name="again.csv"))
    undone = undo_import(office, undo=result.undo)
    assert undone.kept["household"] == undone.undone["household"] == 1
    assert first(office, Household) == home
    with office.store.read() as read:
        assert read.verify() == []


def test_two_imports_undone_in_the_other_order_leave_the_office_as_it_was(office: Office, written: Written) -> None:
    before = everything(office)
    one = take(office, written(HEADER, f"{ANA},food,2026-11-20"))
    between = everything(office)
    two = take(office, written(HEADER, "Ana Pérez Xol,773-555-0101,Pilsen,4,Mam,ride,2026-11-20", name="b.csv"))
    undo_import(office, undo=two.undo)
    assert everything(office) == between
    assert not undo_import(office, undo=one.undo).kept
    assert everything(office) == before


def test_a_lot_that_was_handed_out_stays_with_its_place_and_its_stock(office: Office, written: Written) -> None:
    rows = ["item,category,quantity,site", "Blue box,food,12,Church", "Green box,food,3,Closet"]
    before = everything(office)
    result = take(office, written(*rows))
    with office.store.write("test") as write:
        lot = write.all(Lot)[0].uid
        write.add(Movement.checked(lot=lot, kind=MovementKind.HANDED_OUT, units=-2, on=date(2026, 11, 22)))
    undone = undo_import(office, undo=result.undo)
    assert dict(undone.kept) == {"lot": 1, "movement": 1, "catalogue_item": 1, "site": 1}
    assert stock_adds_up(office)
    with office.store.read() as read:
        assert read.stock()[lot] == (10, 10)
    assert len(everything(office)["site"]) == len(before["site"]) + 1
    again = take(office, written(*rows))
    assert (again.counts.added, again.counts.duplicates) == (1, 1), "what stayed is not brought in twice"


def test_an_undone_import_leaves_no_value_in_the_journal(office: Office, written: Written) -> None:
    result = take(office, written(HEADER, f"{ANA},food,2026-11-20"))
    undo_import(office, undo=result.undo)
    with office.store.read() as read:
        kept = read._connection.exec_driver_sql("SELECT value FROM change_value").scalars().all()
        assert not any("Xol" in value or "5550101" in value for value in kept)
        assert read.verify() == []
        assert read.search("Xol") == []


def test_erasing_somebody_erases_what_is_kept_for_undoing(office: Office, written: Written) -> None:
    take(office, written(HEADER, f"{ANA},food,2026-11-20"))
    take(office, written(HEADER, "Ana Pérez Xol,773-555-0101,Pilsen,4,Mam,food,2026-11-20", name="b.csv"))
    with office.store.write("erase") as write:
        write.forget(write.all(Household)[0].uid)
        assert write._connection.exec_driver_sql("SELECT count(*) FROM import_before").scalar() == 0


def test_an_import_can_be_undone_after_the_program_was_closed(office: Office, written: Written) -> None:
    before = everything(office)
    take(office, written(HEADER, f"{ANA},food,2026-11-20"))
    office.close()
    again = open_office(office.folder, passphrase="siete gatos bajo la lluvia")
    try:
        (past,) = past_imports(again)
        assert (past.who, past.kind, past.counts.added, past.can_undo) == ("Lupe", "needs", 1, True)
        undo_import(again, undo=past.uid)
        assert everything(again) == before
        (past,) = past_imports(again)
        assert (past.undone, past.can_undo) == (True, False)
    finally:
        again.close()


def test_what_cannot_be_undone_says_why(office: Office, written: Written, monkeypatch: pytest.MonkeyPatch) -> None:
    result = take(office, written(HEADER, f"{ANA},food,2026-11-20"))
    with pytest.raises(BadInput, match="import_gone"):
        undo_import(office, undo="999")
    undo_import(office, undo=result.undo)
    with pytest.raises(Refused, match="import_undone"):
        undo_import(office, undo=result.undo)
    later = take(office, written(HEADER, f"{ANA},food,2026-11-20"))
    monkeypatch.setattr(import_undo, "UNDO_DAYS", -1)
    assert not past_imports(office)[0].can_undo
    with pytest.raises(Refused, match="import_too_old"):
        undo_import(office, undo=later.undo)


def test_only_the_latest_can_be_undone_and_nothing_is_kept_of_others(
    office: Office, written: Written, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_undo, "UNDO_MOST", 2)
    take(office, written(HEADER, f"{ANA},food,2026-11-20"))
    for number in range(3):
        row = f"Ana Pérez Xol,773-555-0101,Pilsen,4,Mam,food,2026-11-20,note {number}"
        take(office, written(HEADER + ",notes", row, name=f"{number}.csv"))
    past = past_imports(office)
    assert [one.can_undo for one in past] == [True] * 2 + [False] * 2
    assert past[0].at <= datetime.now(UTC) + timedelta(seconds=1)
    with office.store.read() as read:
        kept = read._connection.exec_driver_sql("SELECT count(DISTINCT seq) FROM import_before").scalar()
    assert kept <= 2


def test_an_undo_that_is_cancelled_at_any_step_undoes_nothing(office: Office, written: Written) -> None:
    take(office, written(HEADER, f"{ANA},food,2026-11-20"))
    lines = written(HEADER, "Ana Pérez Xol,773-555-0101,Pilsen,4,Mam,ride,2026-11-21", f"{EVA},food,2026-11-20")
    result, steps = take(office, lines), 0
    held = everything(office)
    while True:
        try:
            undo_import(office, undo=result.undo, progress=CancelsAfter(steps))
            break
        except Cancelled:
            assert everything(office) == held
            steps += 1
    assert steps >= 3
    assert len(homes(office)) == 1


# Any file, any office


def check_undo(office: Office, path: Path, ground: list[list[str]], lines: list[str]) -> None:
    """Whatever lies in the office, an import undone leaves it as it was."""
    laid = [brought(office, path, rows).undo for rows in ground]
    before = everything(office)
    result = brought(office, path, lines)
    assert stock_adds_up(office)
    undone = undo_import(office, undo=result.undo)
    assert everything(office) == before
    assert (dict(undone.kept), undone.kept_changes) == ({}, 0)
    for uid in reversed(laid):
        undo_import(office, undo=uid)


@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(files(), max_size=2), files())
def test_any_import_undone_leaves_any_office_as_it_was(
    shared: Office, tmp_path: Path, ground: list[list[str]], lines: list[str]
) -> None:
    check_undo(shared, tmp_path / "file.csv", ground, lines)


def check_edits(office: Office, path: Path, ground: list[str], lines: list[str], picks: list[tuple[int, int]]) -> None:
    """Whatever somebody did since is there after the undo, and all else is as before the import."""
    laid = brought(office, path, ground).undo
    before = everything(office)
    result = brought(office, path, lines)
    with office.store.write("test") as write:
        for which, number in picks:
            kind, field = ((Household, "delivery_notes"), (Need, "notes"), (Volunteer, "notes"), (Lot, "note"))[which]
            rows = write.all(kind)
            if rows:
                write.change(kind, rows[number % len(rows)].uid, **{field: f"by hand {number}"})
    edited = everything(office)
    undo_import(office, undo=result.undo)
    after = everything(office)
    assert stock_adds_up(office)
    for name, rows in edited.items():
        for uid, row in rows.items() if isinstance(rows, dict) else ():
            mine = {field: value for field, value in row.items() if str(value).startswith("by hand")}
            if mine:
                assert uid in after[name], "what was worked on stays"
                assert mine.items() <= after[name][uid].items()
            elif uid in before[name]:
                assert after[name][uid] == before[name][uid], "what was there and nobody touched is as it was"
    for name, rows in before.items():
        assert not isinstance(rows, dict) or rows.keys() <= after[name].keys()
    for row in after["need"].values():
        assert row["household"] in after["household"]
    with office.store.write("clean up") as write:
        for kind in (Need, Consent, Household, Volunteer, Lot, Movement):
            write.remove_many(kind, [row.uid for row in write.all(kind)])
        write.set_meta("imported_lots", "{}")
    assert laid


@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(files(), files(), st.lists(st.tuples(st.integers(0, 3), st.integers(0, 20)), min_size=1, max_size=4))
def test_what_somebody_did_since_outlives_any_undo(
    shared: Office, tmp_path: Path, ground: list[str], lines: list[str], picks: list[tuple[int, int]]
) -> None:
    check_edits(shared, tmp_path / "file.csv", ground, lines, picks)


@pytest.mark.campaign
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(files(), max_size=2), files(), st.lists(st.tuples(st.integers(0, 3), st.integers(0, 20)), max_size=4))
def test_any_import_into_any_office_far_and_wide(
    shared: Office, tmp_path: Path, ground: list[list[str]], lines: list[str], picks: list[tuple[int, int]]
) -> None:
    check_undo(shared, tmp_path / "file.csv", ground, lines)
    check_edits(shared, tmp_path / "file.csv", ground[0] if ground else lines, lines, picks)
