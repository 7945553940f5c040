"""The five exports that people really sent, with exact counts."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from datetime import date
from itertools import permutations
from pathlib import Path

import pytest

from mutualaid.records.household import Household
from mutualaid.records.kinds import Mode, NeedState, Urgency
from mutualaid.records.need import Need
from mutualaid.records.place import Site
from mutualaid.records.supply import CatalogueItem, Lot, Movement
from mutualaid.records.volunteer import Volunteer
from mutualaid.services.importing import preview_import
from mutualaid.services.office import Office
from tests.exchange.conftest import TODAY, take
from tests.samples import sample

FORMS = ("google-form.csv", "kobo.csv", "odk-central.csv")
FILES = (*FORMS, "airtable-volunteers.csv", "supplies.csv")


def counts(document: dict[str, object]) -> list[object]:
    return [document[key] for key in ("read", "added", "merged", "duplicates", "rejected", "blank", "needs_added")]


def test_each_file_gives_exactly_these_rows_and_again_nothing(office: Office) -> None:
    first = {name: counts(take(office, sample(name)).document()) for name in FILES}
    assert first == {
        "google-form.csv": [130, 120, 8, 0, 1, 1, 214],
        "kobo.csv": [60, 0, 0, 60, 0, 0, 0],
        "odk-central.csv": [68, 0, 0, 68, 0, 0, 0],
        "airtable-volunteers.csv": [30, 30, 0, 0, 0, 0, 0],
        "supplies.csv": [24, 24, 0, 0, 0, 0, 0],
    }
    again = {name: counts(take(office, sample(name)).document()) for name in FILES}
    assert again == {
        "google-form.csv": [130, 0, 0, 128, 1, 1, 0],
        "kobo.csv": [60, 0, 0, 60, 0, 0, 0],
        "odk-central.csv": [68, 0, 0, 68, 0, 0, 0],
        "airtable-volunteers.csv": [30, 0, 0, 30, 0, 0, 0],
        "supplies.csv": [24, 0, 0, 24, 0, 0, 0],
    }
    with office.store.read() as read:
        kept = {kind.__name__: read.count(kind) for kind in (Household, Need, Volunteer, Lot, Movement, Site)}
    assert kept == {"Household": 120, "Need": 214, "Volunteer": 30, "Lot": 24, "Movement": 24, "Site": 3}


ORDERS = list(permutations(FORMS))


@pytest.mark.parametrize(
    "order",
    [ORDERS[0], ORDERS[-1], *(pytest.param(order, marks=pytest.mark.campaign) for order in ORDERS[1:-1])],
)
def test_whichever_tool_comes_first_the_same_120_households_ask_for_the_same_214_things(
    office: Office, order: tuple[str, ...]
) -> None:
    for name in order:
        take(office, sample(name))
    with office.store.read() as read:
        homes = {row.uid: row.record for row in read.all(Household)}
        needs = [row.record for row in read.all(Need)]
    assert (len(homes), len(needs)) == (120, 214)
    assert sum(bool(home.address) for home in homes.values()) == ADDRESSES
    said = Counter((homes[need.household].contact_name.casefold(), need.category) for need in needs)
    assert max(said.values()) == 1


with sample("google-form.csv").open(encoding="utf-8", newline="") as _opened:
    _ROWS = list(csv.reader(_opened))[1:129]
ADDRESSES = len({(row[1].split()[0].casefold()[:2], row[2], row[3]) for row in _ROWS if row[4]})
OPTIONS = (
    "Legal referral", "Food / groceries", "School supplies", "Childcare", "Winter coats", "Court accompaniment",
    "Rent or utilities, small cash help", "Diapers, formula", "Interpreter", "Ride to appointment",
    "Know-your-rights information",
)  # fmt: skip


def test_the_needs_are_the_boxes_that_were_ticked(office: Office) -> None:
    take(office, sample("google-form.csv"))
    ticked = sum(option in row[8] for row in _ROWS for option in OPTIONS)
    assert re.sub("|".join(map(re.escape, OPTIONS)), "", " ".join(row[8] for row in _ROWS)).strip(", ") == ""
    with office.store.read() as read:
        assert read.count(Need) == ticked == 214


def test_the_blank_row_is_blank_and_the_broken_row_comes_back_with_every_reason(office: Office, tmp_path: Path) -> None:
    result = take(office, sample("google-form.csv"), rejects=tmp_path / "rejects.csv")
    assert result.counts.blank == 1
    assert {(found.row, found.code) for found in result.rejected} == {
        (131, code)
        for code in (
            "cell_too_long", "date_unreadable", "zone_unknown", "language_unknown", "size_unreadable",
            "ages_unreadable", "category_unknown",
        )
    }  # fmt: skip
    with sample("google-form.csv").open(encoding="utf-8", newline="") as opened:
        sent = list(csv.reader(opened))
    with (tmp_path / "rejects.csv").open(encoding="utf-8-sig", newline="") as opened:
        headers, row = csv.reader(opened)
    assert headers == [*sent[0], "row", "reason"]
    assert row[:-2] == sent[-1]
    assert row[-2] == "131"
    assert row[-1].startswith("cell_too_long (")


def test_a_submission_is_kept_as_it_was_meant(office: Office) -> None:
    take(office, sample("google-form.csv"))
    with office.store.read() as read:
        home = next(row for row in read.all(Household) if row.record.contact_name == "Sofía González Vázquez")
        needs = {row.record.category: row.record for row in read.all(Need, household=home.uid)}
    record = home.record
    assert (record.zone, record.size, record.languages, record.address) == ("chi-31", 9, ["hat"], "3534 W 26th St")
    assert [phone.number for phone in record.phones] == ["+17735550165"]
    assert [(band.low, band.high, band.people) for band in record.ages] == [(0, 11, 3)]
    assert (record.received_on, record.notes) == (date(2026, 11, 1), "Apt 3B; gate code 4482")
    assert set(needs) == {"food", "legal"}
    food = needs["food"]
    assert (food.item, food.quantity, food.unit, food.substitutes) == ("produce_box", 3, "box", None)
    assert (food.mode, food.urgency, food.state) == (Mode.DELIVERY, Urgency.WHENEVER, NeedState.OPEN)
    assert (needs["legal"].mode, needs["legal"].skill) == (Mode.SERVICE, "legal")
    assert {need.code for need in needs.values()} == {f"{record.code}.1", f"{record.code}.2"}


def test_a_household_known_by_a_shorter_name_learns_the_fuller_one_and_the_address(office: Office) -> None:
    take(office, sample("google-form.csv"))
    with office.store.read() as read:
        names = {row.record.contact_name: row.record for row in read.all(Household)}
    assert "Rosa Tzoc" not in names
    assert names["Rosa Pérez Tzoc"].address == "3707 W 26th St"
    assert "Aaliyah Martínez Johnson" in names
    assert names["Aaliyah Martínez Johnson"].address == "2067 W 26th St"


def test_identifiers_and_status_words_are_taken_out_and_said(office: Office) -> None:
    result = take(office, sample("google-form.csv"))
    said = Counter(warning.code for warning in result.warnings)
    sent = [row[10] for row in _ROWS]
    numbers = [note for note in sent if re.search(r"SSN|ITIN|número A", note)]
    status = [note for note in sent if re.search(r"papers|asilo", note)]
    assert (said["identifier_redacted"], said["status_word"]) == (len(numbers), len(status)) == (23, 15)
    with office.store.read() as read:
        kept = " ".join(row.record.notes for kind in (Household, Need) for row in read.all(kind))
    for word in ("123-45-6789", "912-73-4567", "209 876 543", "papers", "asilo", "SSN", "ITIN"):
        assert word not in kept
    for word in ("please be careful", "el 12 de enero", "Uses a wheelchair", "Alergia a cacahuates"):
        assert word in kept


def test_needs_of_access_and_diet_told_in_notes_are_pointed_out(office: Office) -> None:
    said = Counter(warning.code for warning in take(office, sample("google-form.csv")).warnings)
    wheelchair = sum("wheelchair" in row[10] for row in _ROWS)
    fed = sum("peanut" in row[10] or "pork" in row[10] for row in _ROWS)
    assert (said["access_in_notes"], said["diet_in_notes"]) == (wheelchair, fed)


def test_volunteers_come_with_zones_hours_trainings_and_what_their_car_carries(office: Office) -> None:
    result = take(office, sample("airtable-volunteers.csv"))
    assert [(warning.row, warning.code) for warning in result.warnings] == [(29, "possible_duplicate")]
    with office.store.read() as read:
        wei = next(row.record for row in read.all(Volunteer) if row.record.name == "Wei Williams")
    assert (wei.zone, wei.zones) == ("chi-21", ["chi-21", "chi-30", "chi-20"])
    assert [spoken.code for spoken in wei.languages] == ["hat", "eng"]
    assert (wei.skills, wei.transport, wei.seats, wei.stops) == (["childcare"], "van", 6, 12)
    assert [(training.skill, training.on) for training in wei.trainings] == [("know_your_rights", date(2026, 9, 1))]
    assert [(window.weekday, window.start.hour, window.end.hour) for window in wei.availability] == [
        (6, 8, 12),
        (2, 17, 20),
    ]


def test_supplies_become_lots_of_known_items_at_new_sites(office: Office) -> None:
    result = take(office, sample("supplies.csv"))
    assert Counter(warning.code for warning in result.warnings) == {"site_added": 3}
    with office.store.read() as read:
        lots = {row.uid: row.record for row in read.all(Lot)}
        stock = read.stock()
        sites = {row.record.code: row.record for row in read.all(Site)}
        items = read.codes(CatalogueItem)
    assert {site.zone for site in sites.values()} == {"chi-30"}
    by_item: Counter[str] = Counter()
    for uid, lot in lots.items():
        assert lot.item in items
        by_item[lot.item] += stock[uid][0]
    assert by_item["rice_beans_5kg"] == 36 + 12
    assert by_item["diapers_5"] == 12 + 60 + 20
    assert by_item["gift_card_groceries"] == 20 + 12 + 60 + 40
    beans = next(lot for lot in lots.values() if lot.item == "rice_beans_5kg" and lot.source == "Food Depository")
    assert beans.expires_on == date(2027, 3, 31)


def test_a_preview_writes_nothing_and_shows_the_first_rows_as_they_will_be(office: Office) -> None:
    preview = preview_import(office, path=sample("google-form.csv"), today=TODAY)
    assert len(preview.rows) == 20
    assert preview.rows[0].fields["category"] == "Legal help or referral and Food"
    assert json.dumps(preview.document())
    with office.store.read() as read:
        assert read.count(Household) == 0


def test_nothing_of_an_import_prints_what_people_wrote(office: Office) -> None:
    preview = preview_import(office, path=sample("google-form.csv"), today=TODAY)
    printed = repr((preview, preview.rows, preview.drafts, preview.understood, preview.values, preview.alike))
    assert not any(row[1] in printed or row[2] in printed for row in _ROWS)
