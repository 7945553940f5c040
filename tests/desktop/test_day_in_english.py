"""A working day in English, in a real window: thirty things a coordinator does, by mouse and by keyboard, and what the
command line says about the office afterwards.
"""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from mutualaid.language.catalog import catalog
from mutualaid.services.journal import latest_changes
from mutualaid.services.office import Office, open_office
from mutualaid.services.volunteers import volunteer_lines
from mutualaid.services.week import EntryKind, week
from tests.desktop.days import PASSPHRASE, working_office
from tests.desktop.real_window import PATIENCE_S, RealWindow, missing, office_window, until
from tests.services.make import home, wants

CARTON = "]d20109506000134352" + "17270331" + "10L77"
"""What a scanner reads off a carton: a GTIN, best until March 31, 2027, batch L77."""


DIRECTORY = Path(__file__).parents[1] / "data" / "hsds" / "organizations.json"
ZONES = Path(__file__).parents[1] / "data" / "geojson" / "three-areas.geojson"

WEDNESDAY = date.today() + timedelta(days=9 - date.today().weekday())
"""Of the week to come."""
GUTTER = 62
"""Pixels at the left of the painted week, where the hours stand."""

pytestmark = pytest.mark.skipif(bool(missing()), reason=f"not installed: {', '.join(missing())}")


def our_office(folder: Path) -> Office:
    """The office of the day, and a household that eats halal."""
    office = working_office(folder)
    home(office, wants(office, "food"), contact_name="Nadia Haddad", diet=["halal"], size=3)
    return office


@pytest.mark.campaign
def test_a_day_in_english(tmp_path: Path) -> None:
    folder = tmp_path / "office"
    our_office(folder).close()
    with office_window(tmp_path, folder, "en") as window:
        unlock_and_read_today(window)
        receive_by_scanning_and_teach_the_code(window)
        receive_by_form(window)
        count_a_lot(window)
        count_a_whole_place(window)
        spoil_some_milk(window)
        bring_boxes_to_the_garage(window)
        pack_a_box_for_a_household_with_a_diet(window)
        hand_out_cash_up_to_the_cap(window)
        change_the_low_mark_of_an_item(window)
        see_low_stock_on_today(window)
        add_a_place(window)
        set_the_hours_of_the_day(window)
        set_the_minutes_until_it_locks(window)
        import_zones_and_look_at_the_map(window, tmp_path)
        add_a_watch_shift_by_form(window)
        add_canvassing_by_area(window)
        assign_somebody_by_who_could(window)
        drag_it_into_a_conflict(window)
        move_it_by_keyboard_to_a_free_hour(window)
        ask_for_cover_and_have_it_taken(window)
        make_a_weekly_template(window)
        make_the_week_twice_and_nothing_doubles(window)
        add_a_hearing_with_a_pair_and_a_call_tree(window)
        the_replacement_steps_in(window)
        save_the_calendar(window, tmp_path)
        save_the_roster_as_pdf(window, tmp_path)
        plan_and_accept_all(window)
        a_volunteer_says_no_and_the_plan_goes_around_it(window)
        save_box_labels_as_pdf(window, tmp_path)
        change_a_line_of_the_rights_card(window, tmp_path)
        bring_in_a_directory_and_give_ours_away(window, tmp_path)
        export_the_filtered_list_of_needs(window, tmp_path)
        undo_three_things_in_a_row(window)
        switch_language_live(window)
        panic(window)
    assert_done(folder, tmp_path)


def es(words: str) -> str:
    """The Spanish of what the window says."""
    return catalog("es").tr(words).replace("&", "")


def pick(window: RealWindow, field: str, typed: str) -> None:
    """Click a list, type enough of what is wanted; leaving the field chooses it."""
    window.click(field, "text")
    window.press("ctrl+a")
    window.write(typed)
    window.press("Tab")


def choose(window: RealWindow, field: str, typed: str) -> None:
    """The same by keys alone."""
    window.tab_to(field)
    window.write(typed)
    window.press("Tab")


def fill(window: RealWindow, field: str, typed: str) -> None:
    """Go to a field by keys and write over what it holds."""
    window.tab_to(field)
    window.press("ctrl+a")
    window.write(typed)


def unlock_and_read_today(window: RealWindow) -> None:
    window.enter_window("mutualaid")
    window.wait_for_focus("Passphrase")
    window.write_covered(PASSPHRASE)
    window.press("Return")
    window.enter_window("mutualaid")
    window.wait_for("things wait")
    window.picture("today")


def receive_by_scanning_and_teach_the_code(window: RealWindow) -> None:
    window.press("ctrl+5")
    window.wait_for("Receive supplies…")
    window.wait_for_focus("", "cell")
    window.scan(CARTON)
    window.enter_window("Receive by scanning")
    window.wait_for("This code is new here: 9506000134352")
    window.picture("scan-unknown")
    window.write("Diapers, size 4")
    window.press("Tab")
    fill(window, "How much is in it", "4")
    window.click("Remember this code")
    window.wait_for("1 lot · 4 units in all")
    window.scan(CARTON)
    window.wait_for("1 lot · 8 units in all")
    pick(window, "Where it lies", "Garage")
    window.picture("scan-known")
    window.click("Receive all")
    window.wait_for("The supplies are in the list.")
    window.picture("scan-received")


def receive_by_form(window: RealWindow) -> None:
    window.wait_for_focus("", "cell")
    window.press("n")
    window.enter_window("Receive supplies")
    window.wait_for_focus("Item")
    window.write("Rice and beans")
    window.press("Tab")
    fill(window, "How much", "30")
    choose(window, "Where it lies", "Pantry")
    fill(window, "Batch", "RB-9")
    window.picture("receive-form")
    window.press("ctrl+Return")
    window.wait_for("Rice and beans 5 kg")
    window.wait_for("30 bags")
    window.picture("received-by-form")


def count_a_lot(window: RealWindow) -> None:
    window.click_line("Supplies", "Rice and beans")
    window.wait_for("RB-9")
    window.click("Count (C)")
    window.enter_window("Count what is there")
    window.wait_for_focus("How much lies there now")
    window.write("28")
    window.press("Tab")
    window.wait_for_focus("Note")
    window.write("Two bags had burst")
    window.picture("count-lot")
    window.press("ctrl+Return")
    window.wait_for("Rice and beans 5 kg: counted, 28 bags.")


def count_a_whole_place(window: RealWindow) -> None:
    window.click("Count a place (L)")
    window.enter_window("Count a place")
    window.wait_for("What should be here")
    pick(window, "Which place", "Garage")
    window.wait_for("1 lot is not counted yet")
    window.scan(CARTON)
    window.wait_for("every lot is counted")
    window.picture("count-place")
    window.click("Show the differences")
    window.wait_for("Differences")
    window.picture("count-place-differences")
    window.click("Write the count")
    window.wait_for("Counted:")


def spoil_some_milk(window: RealWindow) -> None:
    window.click_line("Supplies", "Whole milk")
    window.wait_for("20 gallons")
    window.press("s")
    window.enter_window("Write off what spoiled")
    window.wait_for_focus("How much spoiled")
    window.write("3")
    window.press("ctrl+Return")
    window.wait_for("Whole milk, gallon: written off, 3 gallons.")
    window.picture("spoiled")


def bring_boxes_to_the_garage(window: RealWindow) -> None:
    window.click_line("Supplies", "Pantry box")
    window.wait_for("80 boxes")
    window.press("t")
    window.enter_window("Bring to another place")
    window.wait_for_focus("How much goes there")
    window.write("25")
    pick(window, "To where", "Garage")
    window.picture("transfer")
    window.click("Bring there")
    window.wait_for("Pantry box: 25 boxes brought to Garage.")


def pack_a_box_for_a_household_with_a_diet(window: RealWindow) -> None:
    window.click("Pack a box (P)")
    window.enter_window("Pack a box")
    window.wait_for_focus("Household")
    window.write("Nadia")
    window.wait_for("Households found")
    window.press("Return")
    window.wait_for("Missing: 1 box. Instead there is:")  # the pantry's boxes are not halal
    window.picture("box-missing")
    window.click("Rice and beans 5 kg (28 free)")
    until(lambda: not window.reader.sees("Missing: 1 box"), "the box to be full")
    window.picture("box")
    window.click("Hand the box out")
    window.wait_for("The box is handed out.")


def hand_out_cash_up_to_the_cap(window: RealWindow) -> None:
    window.click_line("Supplies", "Small cash help")
    window.click("Hand out (H)")
    window.enter_window("Hand out")
    window.wait_for_focus("How much was given")
    window.write("200")
    window.tab_to("Household")
    window.write("Marta")
    window.wait_for("Households found")
    window.press("Return")
    window.wait_for("may still get 150 dollars")
    window.press("ctrl+Return")
    window.wait_for("They may still get 150 dollars.")
    window.picture("cash-refused")
    window.press("ctrl+a")
    window.write("150")
    window.press("ctrl+Return")
    window.wait_for("Small cash help: handed out, 150 dollars.")
    window.press("h")
    window.enter_window("Hand out")
    window.wait_for_focus("How much was given")
    window.write("1")
    window.tab_to("Household")
    window.write("Marta")
    window.wait_for("Households found")
    window.press("Return")
    window.wait_for("may still get 0 dollars")
    window.press("ctrl+Return")
    window.wait_for("They may still get 0 dollars.")
    window.picture("cash-cap-reached")
    window.press("Escape")
    window.click("Throw away")
    window.wait_for("Receive supplies…")


def section(window: RealWindow, name: str, words: str) -> None:
    """Open a section of the settings, which says these words."""
    window.press("ctrl+comma")
    window.wait_for("Sections of the settings")
    window.click_line("Sections of the settings", name)
    window.wait_for(words)


def change_the_low_mark_of_an_item(window: RealWindow) -> None:
    section(window, "Items and boxes", "Find an item")
    window.click("Find an item")
    window.write("Rice")
    window.wait_for("1 item")
    window.click_line("Items and boxes", "Rice and beans", times=2)
    window.enter_window("Change an item")
    fill(window, "Runs low below", "40")
    window.picture("item")
    window.press("ctrl+Return")
    window.wait_for("The item is saved.")


def see_low_stock_on_today(window: RealWindow) -> None:
    window.press("ctrl+1")
    window.wait_for("Expiring and running low")
    until(lambda: window.reader.line("Expiring and running low", "Rice and beans"), "the low stock")
    window.picture("today-low")
    window.click_line("Expiring and running low", "Rice and beans", times=2)
    window.wait_for("Running low: Rice and beans 5 kg: 27 of 40")
    window.picture("low-lot")


def add_a_place(window: RealWindow) -> None:
    section(window, "Places", "Add a place…")
    window.click("Add a place…")
    window.enter_window("Add a place")
    window.wait_for_focus("Name of the place")
    window.write("Church basement")
    choose(window, "Zone", "Pilsen")
    window.press("ctrl+Return")
    window.wait_for("The place is saved.")
    window.picture("places")


def set_the_hours_of_the_day(window: RealWindow) -> None:
    section(window, "This office", "Times of day")
    pick(window, "Morning begins", "9:00 am")
    pick(window, "Evening ends", "8:30 pm")
    window.picture("hours-refused")
    window.click("Keep these times")
    window.wait_for("It begins before the part above has ended.")
    pick(window, "Night begins", "8:30 pm")
    window.click("Keep these times")
    window.wait_for("The times of day are kept.")
    window.picture("hours")


def set_the_minutes_until_it_locks(window: RealWindow) -> None:
    section(window, "Safety of this laptop", "When you step away")
    window.click("Minutes until the office locks", "spin")
    window.press("ctrl+a")
    window.write("25")
    window.click("Keep these minutes")
    window.picture("safety")


def import_zones_and_look_at_the_map(window: RealWindow, files: Path) -> None:
    section(window, "Zones", "77 zones")
    window.click("Zones from a file…")
    choose_file(window, "Choose a file of zones", with_one_more_zone(files / "zones.geojson"))
    window.enter_window("Zones from a file")
    window.wait_for("1 new zone")
    window.picture("zones-file")
    window.click("Take them in")
    window.wait_for("78 zones")
    window.wait_for("Bubbly Creek")  # which South Lawndale borders on
    window.picture("zones-map")


def with_one_more_zone(file: Path) -> Path:
    """The sample's three areas and one that the office does not have yet."""
    areas = json.loads(ZONES.read_text("utf-8"))
    ring = [[-87.68, 41.83], [-87.66, 41.83], [-87.66, 41.82], [-87.68, 41.82], [-87.68, 41.83]]
    shape = {"type": "Polygon", "coordinates": [ring]}
    areas["features"].append({"type": "Feature", "properties": {"community": "Bubbly Creek"}, "geometry": shape})
    file.write_text(json.dumps(areas), "utf-8")
    return file


def choose_file(window: RealWindow, title: str, file: Path) -> None:
    """Type the name of a file into the system's window."""
    window.enter_window(title)
    window.wait_for_focus("", "text")
    window.press("ctrl+a")
    window.write(str(file))
    window.press("Return")


def in_words(day: date) -> str:
    """A day as she types it."""
    return f"{day:%b} {day.day}, {day.year}"


def add_a_watch_shift_by_form(window: RealWindow) -> None:
    window.press("ctrl+7")
    window.wait_for("Add a shift…")
    window.picture("schedule-empty")
    window.click("Add a shift…")
    window.enter_window("Add a shift")
    window.wait_for_focus("What for")
    choose(window, "Areas", "Pilsen")
    fill(window, "Day", in_words(WEDNESDAY))
    fill(window, "From", "9:00 am")
    fill(window, "Until", "11:00 am")
    choose(window, "Who is on", "Mateo")
    window.wait_for("Take away Mateo Reed")
    window.picture("shift-form")
    window.press("ctrl+Return")
    window.wait_for("The shift is saved.")
    window.wait_for("1 more wanted")
    window.picture("shift")


def add_canvassing_by_area(window: RealWindow) -> None:
    window.click("Add a shift…")
    window.enter_window("Add a shift")
    pick(window, "What for", "Canvass")
    pick(window, "Areas", "Pilsen")
    window.wait_for("Take away Lower West Side")
    pick(window, "Areas", "Little Village")
    window.wait_for("Take away South Lawndale")
    fill(window, "Day", in_words(WEDNESDAY + timedelta(days=1)))
    fill(window, "From", "2:00 pm")
    fill(window, "Until", "4:00 pm")
    window.picture("canvassing-form")
    window.press("ctrl+Return")
    window.wait_for("Canvassing")
    window.wait_for("2 more wanted")
    window.picture("canvassing")


def assign_somebody_by_who_could(window: RealWindow) -> None:
    window.click("Add somebody…")
    window.enter_window("Who comes[?]")
    window.wait_for("Whom nothing speaks against comes first.")
    window.picture("who-comes")
    window.click_line("Volunteers", "Mateo Reed")
    window.click("Choose", "button")
    window.wait_for("They are on.")
    window.picture("assigned")


def spot(window: RealWindow, day: int, hour: float) -> tuple[int, int]:
    """Where a day of the week (0 is Monday) and an hour are on the painted week."""
    x, y, wide, high = window.reader.place(until(lambda: window.reader.find("Schedule", "filler"), "the week"))
    return round(x + GUTTER + (wide - GUTTER) * (day + 0.5) / 7), round(y + high * hour / 24)


def drag_it_into_a_conflict(window: RealWindow) -> None:
    window.hold(spot(window, 2, 10), spot(window, 3, 15))
    window.wait_for("It cannot be dropped here.")
    window.wait_for("is on a shift then")
    window.picture("conflict")
    window.let_go()
    window.wait_for("It cannot be dropped here.")


def move_it_by_keyboard_to_a_free_hour(window: RealWindow) -> None:
    window.press("Up", "Up", "Up", "Up", "Up", "Up", "Up", "Up")
    window.wait_for("It can be dropped here; nothing stands against it.")
    window.picture("free-hour")
    window.press("Return")
    window.wait_for("Moved.")
    window.picture("moved")


def menu(window: RealWindow, down: int) -> None:
    """Open what the page's other verbs are under, and take one of them by keys."""
    window.click("More", "button")
    window.press(*["Down"] * down, "Return")


def ask_for_cover_and_have_it_taken(window: RealWindow) -> None:
    window.click("Cannot come")
    window.wait_for("Mateo Reed (asks for cover)")
    window.picture("asks-for-cover")
    window.click("Cover…")
    window.enter_window("Who is still wanted")
    window.wait_for("From today on, the soonest first.")
    window.picture("cover")
    window.click_line("Who is still wanted", "Watch")
    window.click("Go there")
    window.wait_for("Mateo Reed (asks for cover)")
    window.click("Somebody else…")
    window.enter_window("Who takes it[?]")
    window.click_line("Volunteers", "Chela Ordóñez")
    window.click("Choose", "button")
    window.wait_for("The place is taken over.")
    window.picture("covered")


def make_a_weekly_template(window: RealWindow) -> None:
    menu(window, 2)
    window.enter_window("Shift templates")
    window.wait_for("No template yet.")
    window.click("Add a template…")
    window.enter_window("Add a shift template")
    window.wait_for_focus("What for")
    window.write("Distribution")
    window.press("Tab")
    choose(window, "Areas", "Little Village")
    choose(window, "Every", "Saturday")
    fill(window, "From", "10:00 am")
    fill(window, "Until", "1:00 pm")
    choose(window, "Usual people", "Inés")
    window.press("ctrl+Return")
    window.enter_newest("Shift templates", "Let it rest")
    until(lambda: window.reader.line("Shift templates", "Saturday"), "the template")
    window.picture("template")
    window.click("Done")


def make_the_week_twice_and_nothing_doubles(window: RealWindow) -> None:
    window.wait_for("Add a shift…")
    menu(window, 1)
    window.enter_window("Make a week of shifts")
    window.picture("make-week")
    window.click("Make the week")
    window.wait_for("1 shift is made.")
    window.wait_for("Distribution")
    window.picture("week-made")
    menu(window, 1)
    window.enter_newest("Make a week of shifts", "Every shift of this week is there already")
    window.picture("week-made-twice")
    window.press("Escape")
    window.wait_for("Add a shift…")


def add_a_hearing_with_a_pair_and_a_call_tree(window: RealWindow) -> None:
    window.click("Add a hearing…")
    window.enter_window("Add a hearing")
    window.wait_for_focus("Household")
    window.write("Marta")
    window.press("Tab")
    window.wait_for_focus("The need that this meets")
    fill(window, "Day", in_words(WEDNESDAY + timedelta(days=2)))
    fill(window, "At", "9:30 am")
    fill(window, "Place", "55 E Monroe St")
    fill(window, "Room", "1500")
    fill(window, "Meeting point", "The north door at 9")
    pick(window, "Who goes along", "Mateo")
    window.wait_for("Take away Mateo Reed")
    pick(window, "Who goes along", "Chela")
    window.wait_for("Take away Chela Ordóñez")
    pick(window, "Who steps in", "Inés")
    pick(window, "Whom to call", "Chela")
    window.picture("hearing-form")
    window.press("ctrl+Return")
    window.wait_for("The hearing is saved.")
    window.wait_for("Call in this order when something changes")
    window.picture("hearing")


def the_replacement_steps_in(window: RealWindow) -> None:
    window.click("Replacement goes")
    window.wait_for("The replacement goes.")
    window.picture("stepped-in")


def save_the_calendar(window: RealWindow, files: Path) -> None:
    menu(window, 3)
    choose_file(window, "Save a calendar file", files / "calendar.ics")
    window.wait_for("Saved. It says only “Busy”")


def save_the_roster_as_pdf(window: RealWindow, files: Path) -> None:
    menu(window, 4)
    window.enter_window("Shift roster")
    window.wait_for("It tells who is where and when.")
    window.picture("roster")
    window.click("Save as PDF…")
    choose_file(window, "Save as PDF", files / "roster.pdf")
    window.wait_for("The paper is in the file you chose.")
    window.press("Escape")
    window.enter_newest("mutualaid", "Add a shift…")


def plan_and_accept_all(window: RealWindow) -> None:
    window.press("ctrl+6")
    window.wait_for("Make a plan")
    window.click("Make a plan")
    window.wait_for("needs are matched")
    window.picture("plan")
    window.click("Accept all…")
    window.wait_for("The supplies are reserved.")
    window.picture("accept-all")
    window.click("Accept all", "button")
    window.wait_for("They said yes (Y)")


def a_volunteer_says_no_and_the_plan_goes_around_it(window: RealWindow) -> None:
    window.picture("waits-for-yes")
    window.click("They said no (N)")
    window.wait_for("waits again, and the next plan goes around this no.")
    window.picture("says-no")
    until(lambda: not window.reader.sees("Making the plan"), "the next plan, which is made by itself")
    until(lambda: not window.reader.sees("No longer fits"), "the plan around it")
    window.wait_for("needs are matched")
    window.picture("planned-around")


def save_box_labels_as_pdf(window: RealWindow, files: Path) -> None:
    window.click("Runs…")
    window.enter_window("Runs")
    window.wait_for("Put them into runs")
    window.picture("runs-before")
    window.click("Put them into runs")
    window.wait_for("Everybody said yes")
    window.picture("runs")
    window.click("Papers", "button")
    window.press("Down", "Down", "Down", "Return")
    window.enter_window("Box labels")
    window.wait_for("Sticker to begin with")
    window.picture("labels")
    window.click("Save as PDF…")
    choose_file(window, "Save as PDF", files / "labels.pdf")
    window.wait_for("The paper is in the file you chose.")
    window.press("Escape")
    window.enter_newest("Runs", "Everybody said yes")


def change_a_line_of_the_rights_card(window: RealWindow, files: Path) -> None:
    window.click("Know-your-rights card…")
    window.enter_window("Know-your-rights card")
    window.wait_for_focus("Title in Spanish")
    window.click("In English, one sentence a line", "text")
    window.press("ctrl+End")
    window.press("Return")
    window.write("Call us: we come.")
    window.picture("card")
    window.click("Keep these words")
    window.wait_for("The words of the card are kept.")
    window.click("Save as PDF…")
    choose_file(window, "Save as PDF", files / "card.pdf")
    window.wait_for("The paper is in the file you chose.")
    window.picture("card-kept")
    window.press("Escape")
    window.enter_newest("Runs", "Know-your-rights card…")
    window.press("Escape")
    window.enter_newest("mutualaid", "Plan again")


def bring_in_a_directory_and_give_ours_away(window: RealWindow, files: Path) -> None:
    window.press("ctrl+8")
    window.wait_for("Add an organization…")
    menu(window, 1)
    choose_file(window, "Choose a directory", DIRECTORY)
    window.enter_window("Bring in a directory")
    window.picture("directory")
    window.click("Bring it in")
    until(lambda: window.reader.line("Partners", "Casa de la Esquina"), "the organization")
    window.picture("partners")
    window.click("No ID asked")
    window.wait_for("2 organizations found · 2 with a service that asks for no ID")
    window.picture("no-id")
    menu(window, 3)
    choose_file(window, "Where the directory goes", files / "directory.json")
    window.wait_for("The directory is saved.")


def export_the_filtered_list_of_needs(window: RealWindow, files: Path) -> None:
    window.press("ctrl+2")
    window.wait_for("Add a need")
    pick(window, "Category", "Food")
    window.wait_for("needs")
    window.picture("needs-food")
    menu(window, 2)
    window.enter_window("Export this list")
    window.click("With names and phones")
    window.picture("export")
    window.click("Go on…")
    window.enter_window("Names are about to leave")
    window.wait_for_focus("How many rows?")
    window.write("3")
    window.press("ctrl+Return")
    window.wait_for("That is not it.")
    window.picture("export-asked-twice")
    asked = until(lambda: window.reader.find("The names or numbers of"), "the number of rows")
    window.press("ctrl+a")
    window.write("".join(filter(str.isdigit, asked.name)))
    window.click("Yes, with names")
    choose_file(window, "Where the list goes", files / "needs.csv")
    window.enter_newest("mutualaid", "Add a need")


def undo_three_things_in_a_row(window: RealWindow) -> None:
    verbs = []
    for _ in range(3):
        verbs.append(next_undo(window))
        window.press("ctrl+z")
        window.wait_for(f"Undone: {verbs[-1]}.")
    window.picture("undone")
    for verb in reversed(verbs):
        window.press("ctrl+shift+z")
        window.wait_for(f"Done again: {verb}.")
    window.picture("done-again")


def next_undo(window: RealWindow) -> str:
    """What Ctrl+Z would undo, as the button in the bar says."""
    button = until(lambda: window.reader.find("Undo: "), "something to undo")
    return button.name.removeprefix("Undo: ").removesuffix(" (Ctrl+Z)")


def switch_language_live(window: RealWindow) -> None:
    window.press("ctrl+shift+l")
    window.wait_for(es("Needs"))
    window.picture("in-spanish")
    window.press("ctrl+shift+l")
    window.wait_for("Needs")


def panic(window: RealWindow) -> None:
    window.press("shift+Escape")
    window.enter_window("mutualaid")
    window.wait_for_focus("Passphrase")
    window.picture("locked")
    window.press("ctrl+q")
    assert window.program.wait(PATIENCE_S) == 0
    said = window.said()
    assert not any(word in said for word in ("Traceback", "Haddad", "Marta", "Cermak"))


def asked(folder: Path, *words: str) -> Any:
    """What the command line answers."""
    reading, writing = os.pipe()
    os.write(writing, PASSPHRASE.encode() + b"\n")
    os.close(writing)
    command = [sys.executable, "-m", "mutualaid", words[0], str(folder), *words[1:]]
    try:
        done = subprocess.run(
            [*command, "--json", "--passphrase-fd", str(reading)], pass_fds=(reading,), capture_output=True, text=True,
            timeout=300, check=False,
        )  # fmt: skip
    finally:
        os.close(reading)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def assert_done(folder: Path, files: Path) -> None:
    """What the command line says of the day; of what it does not list, the services; and the files that were made."""
    assert asked(folder, "verify")["findings"] == []
    lots = {(lot["item"], lot["site"]): lot for lot in asked(folder, "list", "lots")["items"]}
    assert {at: lot["on_hand"] for at, lot in lots.items()} == {
        ("milk_gallon", "pantry"): 17, ("pantry_box", "pantry"): 55, ("pantry_box", "garage"): 25,
        ("rice_beans_5kg", "pantry"): 27, ("cash_aid", "pantry"): 1_850, ("diapers_4", "garage"): 4,
    }  # fmt: skip
    assert lots["diapers_4", "garage"]["expires_on"] == "2027-03-31"
    matches = asked(folder, "list", "matches")["items"]
    needs = asked(folder, "list", "needs")["items"]
    waiting = sum(match["state"] == "accepted" for match in matches)
    assert waiting > 10
    assert sum(match["state"] == "cancelled" for match in matches) == 1
    assert sum(need["state"] == "matched" for need in needs) == waiting
    promised = sum(lot["on_hand"] - lot["free"] for lot in lots.values())
    assert promised == sum(need["quantity"] for need in needs if need["state"] == "matched")
    (hearing,) = [need for need in needs if need["category"] == "accompaniment"]
    assert hearing["state"] == "scheduled"
    partners = asked(folder, "partners", "list")["items"]
    assert sorted(partner["name"] for partner in partners) == [
        "Abogadas del Barrio", "Casa de la Esquina", "Nothing More Said",
    ]  # fmt: skip
    assert len(asked(folder, "zones", "list")["items"]) == 78
    assert len(asked(folder, "search", "Haddad")["items"]) == 1
    office = open_office(folder, passphrase=PASSPHRASE)
    try:
        assert_scheduled(office)
        settings = office.settings
        (morning, *_rest, night) = settings.hours.values()
        assert (morning[0], night[0], settings.lock_minutes) == (time(9), time(20, 30), 25)
        left = [entry for entry in latest_changes(office, limit=30) if entry.verb == "export list"]
    finally:
        office.close()
    assert [entry.changes for entry in left] == [(("need", "export contact", len(rows(files / "needs.csv"))),)]
    assert "Haddad" in (files / "needs.csv").read_text("utf-8")
    calendar = (files / "calendar.ics").read_text("utf-8")
    assert calendar.count("SUMMARY:Busy") == 5
    assert "Monroe" not in calendar
    for paper in ("roster.pdf", "labels.pdf", "card.pdf"):
        assert (files / paper).read_bytes().startswith(b"%PDF")
        assert (files / paper).stat().st_mode & 0o777 == 0o600


def assert_scheduled(office: Office) -> None:
    """The shifts of the week to come, each once, and its hearing."""
    names = {line.uid: line.name for line in volunteer_lines(office)}
    page = week(office, first=WEDNESDAY - timedelta(days=2))
    found = [one for one in page.entries if one.kind in (EntryKind.SHIFT, EntryKind.HEARING)]
    held = {(one.kind, one.starts.weekday(), one.starts.hour): [names[uid] for uid in one.people] for one in found}
    assert held.pop((EntryKind.HEARING, 4, 9)) == ["Inés Nowak", "Chela Ordóñez"]
    assert held.pop((EntryKind.SHIFT, 3, 10)) == ["Chela Ordóñez"]
    assert held.pop((EntryKind.SHIFT, 5, 10)) == ["Inés Nowak"]
    assert held.keys() == {(EntryKind.SHIFT, 3, 14)}
    assert [one.zones for one in found if one.starts.hour == 14] == [("chi-31",), ("chi-30",)]


def rows(file: Path) -> list[dict[str, str]]:
    """The lines of a list that left."""
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))
