from __future__ import annotations

from mutualaid.records.kinds import CloseReason, Mode, Urgency
from mutualaid.records.need import Need
from mutualaid.records.place import Site
from mutualaid.records.supply import CatalogueItem, Lot
from mutualaid.records.volunteer import Volunteer
from mutualaid.services.needs import close_need
from mutualaid.services.office import Office
from tests.exchange.conftest import ANA, HEADER, TODAY, Written, homes, needs, refused, take, told

# The same request


def test_asking_again_while_it_is_still_waited_for_is_the_same_request(office: Office, written: Written) -> None:
    result = take(office, written(HEADER, f"{ANA},food,2026-11-01", f"{ANA},food,2026-11-20"))
    assert (result.counts.added, result.counts.duplicates, result.counts.needs_added) == (1, 1, 1)


def test_asking_again_more_urgently_is_pointed_out(office: Office, written: Written) -> None:
    header = f"{HEADER},urgency"
    path = written(header, f"{ANA},food,2026-11-01,this month", f"{ANA},food,2026-11-20,today")
    result = take(office, path)
    assert (result.counts.needs_added, told(result)) == (1, {(3, "asked_more_urgently")})


def test_asking_again_after_a_month_is_a_new_request(office: Office, written: Written) -> None:
    result = take(office, written(HEADER, f"{ANA},food,2026-10-01", f"{ANA},food,2026-11-20"))
    assert (result.counts.added, result.counts.merged, result.counts.needs_added) == (1, 1, 2)


def test_asking_again_after_it_was_closed_is_new_but_the_same_submission_is_not(
    office: Office, written: Written
) -> None:
    take(office, written(HEADER, f"{ANA},food,2026-11-01"))
    with office.store.read() as read:
        (need,) = read.all(Need)
    close_need(office, uid=need.uid, reason=CloseReason.MET_ELSEWHERE, on=TODAY)
    assert take(office, written(HEADER, f"{ANA},food,2026-11-02T05:00:00Z")).counts.needs_added == 0
    assert take(office, written(HEADER, f"{ANA},food,2026-11-09")).counts.needs_added == 1


def test_another_item_another_day_and_another_time_are_other_requests(office: Office, written: Written) -> None:
    header = f"{HEADER},item,needed_by,windows"
    rows = (
        f"{ANA},baby,2026-11-20,Diapers size 4,,",
        f"{ANA},baby,2026-11-20,Diapers size 5,,",
        f"{ANA},accompaniment,2026-11-20,,2026-12-01,2026-12-01 09:00-11:00",
        f"{ANA},accompaniment,2026-11-20,,2026-12-15,2026-12-15 09:00-11:00",
    )
    path = written(header, *rows)
    assert take(office, path).counts.needs_added == 4
    assert take(office, path).counts.needs_added == 0
    assert {need.item for need in needs(office) if need.category == "baby"} == {"diapers_4", "diapers_5"}


# Households


def test_two_people_with_one_phone_stay_two_households_and_are_pointed_out(office: Office, written: Written) -> None:
    result = take(
        office, written(HEADER, f"{ANA},food,2026-11-20", "Luis Mora,773-555-0101,Pilsen,4,Mam,food,2026-11-20")
    )
    assert result.counts.added == 2
    assert told(result) == {(3, "possible_duplicate")}


def test_a_row_without_anyone_or_anything_asked_is_turned_away(office: Office, written: Written) -> None:
    result = take(
        office,
        written(
            HEADER,
            ",,Pilsen,4,Spanish,food,2026-11-20",
            "Eva Mora,,,4,Spanish,food,2026-11-20",
            "Eva Mora,,Pilsen,4,Spanish,,2026-11-20",
            "Eva Mora,no phone,Pilsen,0,Spanish,food,2026-11-20",
            "Eva Mora,,Pilsen,4,Klingon,food,13/45/2026",
        ),
    )
    assert refused(result) == {
        (2, "who_missing"), (3, "zone_missing"), (4, "category_missing"), (5, "size_unreadable"),
        (6, "language_unknown"), (6, "date_unreadable"),
    }  # fmt: skip
    assert homes(office) == []


def test_what_is_only_half_understood_is_kept_with_a_warning(office: Office, written: Written) -> None:
    result = take(
        office,
        written(
            f"{HEADER},urgency,diet,windows",
            'Eva Mora,call my sister,Pilsen,,"Spanish, Klingon","Food, a pony",,yesterday,halal|zork,whenever I can',
        ),
    )
    assert {code for _, code in told(result)} == {
        "phone_unreadable", "size_missing", "language_unknown", "category_unknown", "date_missing", "urgency_unknown",
        "diet_unknown", "windows_unreadable",
    }  # fmt: skip
    (home,), (need,) = homes(office), needs(office)
    assert (home.size, home.languages, home.diet, home.phones) == (1, ["spa"], ["halal"], [])
    assert (need.urgency, need.received_on) == (Urgency.WHENEVER, TODAY)
    assert "a pony" in home.notes + need.notes
    assert "whenever I can" in need.notes


def test_a_household_code_that_is_no_spoken_code_is_replaced(office: Office, written: Written) -> None:
    result = take(
        office,
        written(
            f"household_code,{HEADER}", f"GARCIA-47,{ANA},food,2026-11-20", "MARU-47,Eva,,Pilsen,2,Mam,food,2026-11-20"
        ),
    )
    assert told(result) == {(2, "household_code_replaced")}
    codes = [home.code for home in homes(office)]
    assert codes[1] == "MARU-47"
    assert codes[0] != "GARCIA-47"


def test_rows_of_one_household_code_are_one_household(office: Office, written: Written) -> None:
    path = written(
        f"household_code,{HEADER},item,quantity,mode,notes",
        "MARU-47,Ana,,Pilsen,2,Mam,food,2026-11-20,Whole milk,3 dozen,pickup,leave at door",
        "MARU-47,,,Pilsen,2,Mam,baby,2026-11-20,Something else,2,,",
    )
    result = take(office, path)
    assert (result.counts.added, result.counts.merged, result.counts.needs_added) == (1, 1, 2)
    milk, other = needs(office)
    assert (milk.item, milk.quantity, milk.mode, milk.notes) == ("milk_gallon", 36, Mode.PICKUP, "leave at door")
    assert (other.item, other.quantity, other.mode, other.notes) == ("diapers_4", 2, Mode.DELIVERY, "Something else")
    assert told(result) == {(3, "item_unknown")}
    assert take(office, path).counts.duplicates == 2


def test_a_known_household_gains_what_was_missing_and_loses_nothing(office: Office, written: Written) -> None:
    header = f"{HEADER},address,notes"
    take(office, written(header, f"{ANA},food,2026-11-20,,Ring twice"))
    result = take(
        office, written(header, "ANA PEREZ XOL,773-555-0101,Pilsen,9,English,food,2026-11-20,1 Main St,Has a dog")
    )
    (home,) = homes(office)
    assert result.counts.merged == 1
    assert (home.contact_name, home.size, home.address) == ("Ana Pérez Xol", 4, "1 Main St")
    assert home.languages == ["spa", "eng"]


# Volunteers


def test_a_volunteer_who_is_known_learns_and_keeps_what_she_had(office: Office, written: Written) -> None:
    header = "name,phone,languages,skills,transport,zones,availability,tasks_per_week"
    take(office, written(header, 'Inés Nowak,773-555-0110,Spanish,Deliveries,car,"Pilsen,Uptown",Sat morning,3'))
    again = take(office, written(header, "INES NOWAK,(773) 555-0110,Mam,Rides,bike,Hermosa,Sun morning,1"))
    assert (again.counts.merged, again.counts.added) == (1, 0)
    with office.store.read() as read:
        (ines,) = [row.record for row in read.all(Volunteer)]
    assert (ines.skills, [spoken.code for spoken in ines.languages]) == (["deliveries", "rides"], ["spa", "mam"])
    assert (ines.transport, ines.tasks_per_week, len(ines.availability)) == ("car", 3, 1)


def test_a_volunteer_without_a_zone_gets_the_offices_own(office: Office, written: Written) -> None:
    result = take(office, written("name,skills,zones", "Inés Nowak,Rides,", "Eva Mora,Rides,Narnia"))
    assert told(result) == {(2, "zone_office")}
    assert refused(result) == {(3, "zone_unknown")}


# Supplies

STOCK = "item,category,quantity,unit,site,expires_on,source"


def lots(office: Office) -> list[Lot]:
    with office.store.read() as read:
        return [row.record for row in read.all(Lot)]


def test_two_rows_alike_are_two_lots_and_the_same_list_again_is_none(office: Office, written: Written) -> None:
    row = "Produce box,food,12,box,Garage,2026-12-20,Neighbor"
    assert take(office, written(STOCK, row, row)).counts.added == 2
    again = take(office, written(STOCK, row, row))
    assert (again.counts.added, again.counts.duplicates) == (0, 2)
    longer = take(office, written(STOCK, row, row, row))
    assert (longer.counts.added, longer.counts.duplicates) == (1, 2)
    assert len(lots(office)) == 3


def test_a_new_item_joins_the_catalogue_once(office: Office, written: Written) -> None:
    result = take(
        office,
        written(STOCK, "Quinoa 2 kg,food,5,bag,Garage,,", "quinoa 2 KG,food,7,bag,Garage,,", "Zork,,1,,Garage,,"),
    )
    assert told(result) == {(2, "item_added"), (2, "site_added")}
    assert refused(result) == {(4, "category_missing")}
    with office.store.read() as read:
        item = read.by_code(CatalogueItem, "quinoa-2-kg")
        assert item is not None
        assert (item.record.category, item.record.unit) == ("food", "bag")
        assert read.count(Site) == 1
    assert {lot.item for lot in lots(office)} == {"quinoa-2-kg"}


def test_the_name_of_a_donor_is_left_as_it_is(office: Office, written: Written) -> None:
    result = take(office, written(STOCK, "Produce box,food,1,box,Refugee center,,Asylum Seekers Welcome"))
    assert told(result) == {(2, "site_added")}
    assert lots(office)[0].source == "Asylum Seekers Welcome"


def test_a_row_that_does_not_say_where_is_turned_away_unless_there_is_one_place(
    office: Office, written: Written
) -> None:
    result = take(office, written(STOCK, "Produce box,food,1,box,,,", "Produce box,food,2,box,Garage,,"))
    assert refused(result) == {(2, "site_missing")}
    assert take(office, written(STOCK, "Produce box,food,1,box,,,")).counts.added == 1
