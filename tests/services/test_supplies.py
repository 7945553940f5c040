"""Supplies as an office uses them: codes it taught itself, boxes, caps, recalls, what runs low and what expires."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from mutualaid.records.errors import BadInput, Refused
from mutualaid.records.kinds import MatchState, Mode, MovementKind, NeedState, Urgency
from mutualaid.records.match import Match
from mutualaid.records.need import Need
from mutualaid.records.supply import Lot, Movement
from mutualaid.services import (
    boxes,
    caps,
    counting,
    deciding,
    history,
    matches,
    needs,
    planning,
    pools,
    recalls,
    scanning,
    splitting,
    supplies,
)
from mutualaid.services.supplies import items, lot, sites
from tests.services.conftest import solve_here
from tests.services.make import TODAY, copied_office, home, stock, wants

MILK = "036000291452"
NOW = datetime(2026, 11, 23, 7)


@pytest.fixture
def office(tmp_path):
    office = copied_office(tmp_path / "office")
    yield office
    office.close()


def item_uid(office, code):
    return next(row.uid for row in items(office) if row.record.code == code)


def cap(office, item, units, days=30):
    supplies.change_item(office, uid=item_uid(office, item), household_cap=units, cap_days=days)


def refused(code, verb):
    with pytest.raises((Refused, BadInput)) as fault:
        verb()
    assert fault.value.code == code
    return fault.value.facts


def test_a_code_is_taught_once_and_known_in_every_form_from_then_on(office):
    scan = scanning.scanned(office, code=MILK, today=TODAY)
    assert scan.unknown
    assert scan.item is None
    scanning.teach_code(office, code=MILK, item="blanket")
    label = f"]C101{MILK:0>14}17270100" + "10AB" + "\x1d" + "3024"
    again = scanning.scanned(office, code=label, today=TODAY)
    assert (again.item, again.units, again.batch, again.expires_on) == ("blanket", 24, "AB", date(2027, 1, 31))
    carton = scanning.scanned(office, code="10036000291459", today=TODAY)
    assert (carton.unknown, carton.likely) == (True, "blanket")
    scanning.teach_code(office, code="10036000291459", item="blanket", units=12)
    assert scanning.scanned(office, code="10036000291459").units == 12
    refused("barcode_taken", lambda: scanning.teach_code(office, code="0" + MILK, item="masks"))
    scanning.teach_code(office, code=MILK, item="blanket", units=6)  # it was a pack after all
    record = next(row.record for row in items(office) if row.record.code == "blanket")
    assert record.barcodes == []
    assert [pack.units for pack in record.packs] == [12, 6]
    history.undo(office)
    assert scanning.scanned(office, code=MILK).units == 1


def test_what_was_scanned_comes_in_as_one_step_and_goes_as_one(office):
    stock(office, "blanket", 1)
    arrivals = [scanning.Arrival("milk_gallon", 4, "AB", date(2026, 12, 1)), scanning.Arrival("blanket", 2)]
    known = {row.record.code for row in items(office)}
    arrivals = [one for one in arrivals if one.item in known]
    made = scanning.receive_many(office, arrivals=arrivals, site=sites(office)[0].record.code, on=TODAY).uids
    assert [lot(office, uid=uid).on_hand for uid in made] == [one.units for one in arrivals]
    history.undo(office)
    refused("record_gone", lambda: lot(office, uid=made[0]))
    refused("nothing_scanned", lambda: scanning.receive_many(office, arrivals=[], site="pantry"))
    own = scanning.scanned(office, code="l-1")
    assert own.lot == supplies.lot_lines(office)[0].uid


def test_a_site_is_counted_as_one_step_unless_it_changed_meanwhile(office):
    first, second = stock(office, "blanket", 20), stock(office, "masks", 5)
    lines = [counting.Counted(first, 20, 18), counting.Counted(second, 5, 5)]
    surplus = [scanning.Arrival("blanket", 3)]
    counting.count_site(office, site="pantry", counted=lines, found=surplus, on=TODAY)
    assert sorted(line.on_hand for line in supplies.lot_lines(office)) == [3, 5, 18]
    history.undo(office)
    assert sorted(line.on_hand for line in supplies.lot_lines(office)) == [5, 20]
    supplies.hand_out(office, uid=first, units=1)
    again = refused("count_changed_since", lambda: counting.count_site(office, site="pantry", counted=lines))
    assert again == {"lots": 1}


def test_brought_elsewhere_it_is_a_lot_of_its_own_with_the_same_batch_date_source_and_diet(office):
    fields = {"expires_on": TODAY + timedelta(days=9), "source": "Parish", "batch": "AB", "diet": ["halal"]}
    uid = stock(office, "rice_beans_5kg", 10, **fields)
    supplies.add_site(office, name="Garage", zone="chi-31")
    _, there = supplies.transfer(office, uid=uid, units=4, site="garage").uids
    old, new = lot(office, uid=uid), lot(office, uid=there)
    assert (old.on_hand, new.on_hand, new.record.site) == (6, 4, "garage")
    assert all(getattr(new.record, name) == value for name, value in fields.items())
    assert {row.record.note for row in [*old.movements[1:], *new.movements]} == {"L-1 → L-2"}
    refused("same_site", lambda: supplies.transfer(office, uid=uid, units=1, site="pantry"))
    refused("not_enough_stock", lambda: supplies.transfer(office, uid=uid, units=7, site="garage"))
    refused("site_unknown", lambda: supplies.transfer(office, uid=uid, units=1, site="moon"))
    history.undo(office)
    assert [line.on_hand for line in supplies.lot_lines(office)] == [10]


def test_no_more_comes_back_than_went_out(office):
    uid = stock(office, "blanket", 5)
    supplies.hand_out(office, uid=uid, units=3)
    assert refused("more_than_handed_out", lambda: supplies.return_units(office, uid=uid, units=4)) == {"left": 3}
    supplies.return_units(office, uid=uid, units=2)
    assert lot(office, uid=uid).on_hand == 4


def test_a_walk_in_gets_no_more_than_the_cap_in_any_thirty_days_and_what_comes_back_does_not_count(office):
    cap(office, "gift_card_groceries", 50)
    pool, (rosa,) = stock(office, "gift_card_groceries", 500), home(office)

    def give(units, on=TODAY):
        supplies.hand_out(office, uid=pool, units=units, household=rosa, on=on)

    refused("household_needed", lambda: supplies.hand_out(office, uid=pool, units=1))
    give(30)
    assert refused("cap_reached", lambda: give(25)) == {"left": 20}
    assert refused("cap_reached", lambda: give(25, TODAY - timedelta(days=20))) == {"left": 20}  # written down late
    give(25, TODAY - timedelta(days=40))
    refused("cap_reached", lambda: give(26, TODAY + timedelta(days=29)))
    give(50, TODAY + timedelta(days=30))
    supplies.return_units(office, uid=pool, units=50, household=rosa)
    with office.store.read() as read:
        assert caps.cap_left(read, household=rosa, item="gift_card_groceries", on=TODAY) == 20
        assert caps.cap_left(read, household=rosa, item="cash_aid", on=TODAY) is None
    (money,) = (one for one in pools.pools(office) if one.item == "gift_card_groceries")
    assert (money.came_in, money.handed_out, money.left, money.households) == (500, 55, 445, 1)


@pytest.fixture
def solved_here(monkeypatch):
    monkeypatch.setattr(planning, "solve_apart", solve_here)


def asks(household_needs, office, household):
    return [needs.add_need(office, household_uid=household, need=need).uids[0] for need in household_needs]


def test_needs_of_one_household_share_its_cap_the_most_urgent_first_and_every_step_keeps_it(office, solved_here):
    cap(office, "gift_card_groceries", 60)
    stock(office, "gift_card_groceries", 500)
    (rosa,) = home(office, zone="chi-30")
    fields = {"item": "gift_card_groceries", "mode": Mode.PICKUP, "substitutes": []}
    calm, urgent, late = asks(
        [
            wants(office, "cash", quantity=40, urgency=Urgency.WHENEVER, **fields),
            wants(office, "cash", quantity=40, urgency=Urgency.TODAY, **fields),
            wants(office, "cash", quantity=40, urgency=Urgency.WHENEVER, **fields),
        ],
        office,
        rosa,
    )
    page = planning.make_plan(office, as_of=NOW, effort="quick")
    planned = {p.need.uid: sum(given.units for given in p.lots) for p in page.proposals}
    assert planned == {urgent: 40, calm: 20}
    assert [why.need.uid for why in page.unmatched] == [late]
    deciding.accept(office)
    with office.store.read() as read:
        assert caps.cap_left(read, household=rosa, item="gift_card_groceries", on=TODAY) == 0
        live = {row.record.need: row.uid for row in read.all(Match, state=[MatchState.ACCEPTED])}
        (pool,) = (row.uid for row in read.all(Lot))
    refused("cap_reached", lambda: supplies.hand_out(office, uid=pool, units=1, household=rosa, on=TODAY))
    refused("cap_reached", lambda: splitting.fulfil_part(office, uid=late, units=1, lot=pool, on=TODAY))
    matches.fulfil_match(office, uid=live[urgent], on=TODAY)
    matches.cancel_match(office, uid=live[calm])
    splitting.fulfil_part(office, uid=late, units=20, lot=pool, on=TODAY)
    refused("cap_reached", lambda: splitting.fulfil_part(office, uid=late, units=1, lot=pool, on=TODAY))
    again = planning.make_plan(office, as_of=NOW, effort="quick")
    assert again.proposals == []


def test_a_cap_lowered_under_a_kept_match_makes_it_one_to_decide_about_and_it_cannot_be_handed_over(
    office, solved_here
):
    cap(office, "gift_card_groceries", 60)
    stock(office, "gift_card_groceries", 500)
    need = wants(office, "cash", quantity=60, item="gift_card_groceries", mode=Mode.PICKUP, substitutes=[])
    home(office, need, zone="chi-30")
    planning.make_plan(office, as_of=NOW, effort="quick")
    deciding.accept(office)
    cap(office, "gift_card_groceries", 20)
    with office.store.read() as read:
        (match,) = read.all(Match, state=[MatchState.ACCEPTED])
    assert refused("cap_reached", lambda: matches.fulfil_match(office, uid=match.uid, on=TODAY)) == {"left": 20}
    page = planning.make_plan(office, as_of=NOW, effort="quick")
    assert [conflict.need for conflict in page.conflicts] == [match.record.need]


def test_a_box_takes_what_expires_first_and_fits_and_says_what_is_missing_and_what_there_is_instead(office):
    late = stock(office, "produce_box", 5, expires_on=TODAY + timedelta(days=20))
    soon = stock(office, "produce_box", 1, expires_on=TODAY + timedelta(days=2))
    stock(office, "produce_box", 9, expires_on=TODAY - timedelta(days=1))
    stock(office, "pantry_box", 9)  # carries no diet tags
    halal = stock(office, "pantry_box", 2, diet=["halal"])
    box = {line.item: line for line in boxes.box_for(office, size=5, on=TODAY)}
    assert [(use.lot, use.units) for use in box["produce_box"].uses] == [(soon, 1), (late, 1)]
    assert (box["hygiene_kit"].missing, box["hygiene_kit"].uses) == (
        3 if box["hygiene_kit"].wanted == 3 else box["hygiene_kit"].wanted,
        (),
    )
    (line,) = boxes.box_for(office, size=8, diet=["halal"], items=[("pantry_box", 4)], on=TODAY)
    assert [(use.lot, use.units) for use in line.uses] == [(halal, 2)]
    assert (line.wanted, line.missing, line.instead) == (4, 2, (("produce_box", 6),))


def test_a_box_meets_what_the_household_asked_for_or_is_kept_for_it(office):
    stock(office, "blanket", 9)
    rice = stock(office, "produce_box", 9)
    asked = [
        wants(office, "food", item="produce_box", quantity=3, mode=Mode.PICKUP),
        wants(office, "household_goods", item="blanket", quantity=2, mode=Mode.DELIVERY),
    ]
    rosa, food, blankets = home(office, *asked)
    lines = boxes.box_for(office, household=rosa, size=4, on=TODAY)
    assert {line.need: line.wanted for line in lines} == {food: 3, blankets: 2}
    boxes.reserve_box(office, need=food, parts=[boxes.BoxPart(rice, 3, food)])
    assert lot(office, uid=rice).free == 6
    assert [line.need for line in boxes.box_for(office, household=rosa, size=4, on=TODAY)] == [blankets]
    refused("need_is_finished", lambda: boxes.reserve_box(office, need=food, parts=[boxes.BoxPart(rice, 1)]))
    history.undo(office)
    parts = [boxes.BoxPart(rice, 1, food), boxes.BoxPart(rice, 2)]
    boxes.hand_out_box(office, parts=parts, household=rosa, on=TODAY)
    with office.store.read() as read:
        need = read.get(Need, food)
        assert (need.filled, need.state) == (1, NeedState.OPEN)
        assert sum(row.record.units for row in read.all(Movement, lot=rice)) == 6
    over = [boxes.BoxPart(rice, 3, food)]
    assert refused("more_than_needed", lambda: boxes.hand_out_box(office, parts=over)) == {"left": 2}
    refused("box_empty", lambda: boxes.hand_out_box(office, parts=[]))
    delivered = [boxes.BoxPart(next(x.uid for x in supplies.lot_lines(office) if x.item == "blanket"), 2, blankets)]
    refused("box_does_not_fit", lambda: boxes.reserve_box(office, need=blankets, parts=delivered))


def test_a_recall_finds_every_lot_of_the_batch_and_who_got_some_by_code_alone(office):
    uid = stock(office, "rice_beans_5kg", 10, batch="AB 77")
    stock(office, "rice_beans_5kg", 5, batch="CD")
    supplies.add_site(office, name="Garage", zone="chi-31")
    _, there = supplies.transfer(office, uid=uid, units=4, site="garage").uids
    (rosa,) = home(office, contact_name="Rosa Tum")
    supplies.hand_out(office, uid=there, units=2, household=rosa, on=TODAY)
    supplies.hand_out(office, uid=uid, units=3, on=TODAY)
    supplies.return_units(office, uid=uid, units=1, on=TODAY)
    found = {one.uid: one for one in recalls.recall(office, batch="ab77")}
    with office.store.read() as read:
        code = read.household_lines()[0].code
    assert {one.code for one in found.values()} == {"L-1", "L-3"}
    assert found[there].went == (recalls.Went(code, TODAY, 2),)
    assert [(one.household, one.units) for one in found[uid].went] == [("", 2)]
    assert "Rosa" not in repr(found)
    assert recalls.batches(office) == ["AB 77", "CD"]
    assert recalls.recall(office, batch=" ") == []


def test_what_runs_low_and_what_expires_is_listed(office):
    supplies.change_item(office, uid=item_uid(office, "blanket"), low=5)
    supplies.change_item(office, uid=item_uid(office, "masks"), low=10)
    near = stock(office, "blanket", 4, expires_on=TODAY + timedelta(days=3))
    gone = stock(office, "produce_box", 1, expires_on=TODAY - timedelta(days=3))
    stock(office, "produce_box", 0, expires_on=TODAY)
    stock(office, "produce_box", 2, expires_on=TODAY + timedelta(days=8))
    with office.store.read() as read:
        assert [(one.code, one.free, one.low) for one in supplies.low(read)] == [("masks", 0, 10), ("blanket", 4, 5)]
        listed = supplies.expiring(read, until=TODAY + timedelta(days=7))
    assert [one.uid for one in listed] == [gone, near]


def test_a_movement_says_for_which_household_it_was(office):
    uid, (rosa,) = stock(office, "blanket", 5), home(office)
    supplies.hand_out(office, uid=uid, units=1, household=rosa)
    supplies.hand_out(office, uid=uid, units=1)
    page = lot(office, uid=uid)
    with office.store.read() as read:
        code = read.household_lines()[0].code
    kinds = [row.uid for row in page.movements if row.record.kind == MovementKind.HANDED_OUT]
    assert page.homes == {kinds[0]: code}
