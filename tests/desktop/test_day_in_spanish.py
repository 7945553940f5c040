"""A coordinator's day in Spanish, in a real window: thirty things that she wants, by mouse and by keyboard, then a look
at the store from the command line.
"""

from __future__ import annotations

import json
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from mutualaid.language import question_words
from mutualaid.language.catalog import catalog
from mutualaid.language.labels import category, label
from mutualaid.records.kinds import ConsentPurpose
from tests.cli.terminal import Terminal
from tests.desktop.days import PASSPHRASE, working_office
from tests.desktop.real_window import PATIENCE_S, RealWindow, Thing, missing, office_window, until

pytestmark = [
    pytest.mark.campaign,
    pytest.mark.skipif(bool(missing()), reason=f"not installed: {', '.join(missing())}"),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The office of that day."""
    working_office(tmp_path / "office").close()
    return tmp_path / "office"


@pytest.fixture
def window(tmp_path: Path, folder: Path) -> Iterator[RealWindow]:
    with office_window(tmp_path, folder, "es", "day-es") as opened:
        yield opened


def es(words: str, **values: object) -> str:
    """The Spanish of what the window says."""
    return catalog("es").tr(words, **values).replace("&", "")


def es_many(one: str, many: str, count: int) -> str:
    return catalog("es").ntr(one, many, count)


def people(count: int) -> str:
    return es_many("{n} person", "{n} people", count)


def asked(question: str) -> str:
    return question_words.ask(question, catalog("es"))


def test_a_day_in_spanish(window: RealWindow, folder: Path) -> None:
    for number, intent in enumerate(DAY, 1):
        intent(window)
        window.picture(f"{number:02}-{intent.__name__}")
    assert_it_is_all_in_the_store(folder)


def told(folder: Path, *words: object) -> Any:
    """What the command line, in a process of its own, says of the store."""
    done = Terminal(folder).apart(str(words[0]), *words[1:], "--json", passphrase=PASSPHRASE)
    assert done.code == 0, done.err
    return json.loads(done.out)


def assert_it_is_all_in_the_store(folder: Path) -> None:
    assert told(folder, "verify")["findings"] == []
    (found,) = told(folder, "search", "martes")["items"]
    rosa = found["code"]
    households = {line["code"]: line for line in told(folder, "list", "households")["items"]}
    assert len(households) == 14  # fourteen at first, one by telephone, two that were one
    assert households[rosa]["size"] == 6
    needs = {line["code"]: line for line in told(folder, "list", "needs")["items"]}
    hers = {code.partition(".")[2]: line for code, line in needs.items() if line["household"] == rosa}
    assert {number: line["state"] for number, line in hers.items() if number != "1"} == {
        "2": "closed", "3": "referred", "4": "fulfilled", "5": "open",
    }  # fmt: skip
    assert (hers["1"]["quantity"], hers["1"]["recurrence"]) == (2, "weekly")
    (otilia,) = told(folder, "search", "312 555 0177")["items"]
    assert sorted(line["state"] for line in needs.values() if line["household"] == otilia["code"]) == [
        "fulfilled", "open",
    ]  # fmt: skip
    assert sum(line["urgency"] == "today" for line in needs.values()) == 3
    states = Counter(line["state"] for line in told(folder, "list", "matches")["items"])
    assert states == {"done": 9, "failed": 2, "cancelled": 1, "accepted": 1}
    boxes = {line["item"]: line for line in told(folder, "list", "lots")["items"]}["pantry_box"]
    given = sum(line["filled"] for line in needs.values() if line["item"] == "pantry_box")
    assert boxes["on_hand"] == 80 - given


# Today and households


def unlock_and_read_what_waits(window: RealWindow) -> None:
    window.enter_window("mutualaid")
    window.wait_for_focus(es("Passphrase"))
    window.write_covered(PASSPHRASE)
    window.press("Return")
    window.enter_window("mutualaid")
    window.wait_for(es_many("{n} thing waits", "{n} things wait", 4))
    window.wait_for_focus("", role="cell")


def follow_the_call_back_to_the_household(window: RealWindow) -> None:
    window.press("Return")
    window.wait_for(es("Reaching them safely"))
    window.wait_for_focus(es("Households"))


def read_how_to_reach_them_and_then_the_number(window: RealWindow) -> None:
    window.wait_for("Después de las 5")
    assert not window.reader.sees("555")
    window.click(es("Show contact details"))
    window.wait_for("(773) 555-0142")


def write_the_call_down_with_a_day_to_try_again(window: RealWindow) -> None:
    window.press("l")
    window.wait_for_focus(es("How"))
    window.tab_to(es("Try again on"))
    window.write("4 dic")
    window.tab_to(es("Note"))
    window.write("Prefiere los martes")
    window.press("ctrl+s")
    window.wait_for(es("Written into the log."))


def note_what_they_allow(window: RealWindow) -> None:
    share, refer = (label(purpose, catalog("es")) for purpose in (ConsentPurpose.SHARE, ConsentPurpose.REFER))
    window.click(es("{what}: yes", what=share))
    window.wait_for(es("Written down: {what}.", what=es("{what}: yes", what=share)))
    window.tab_to(es("{what}: yes", what=refer))
    window.press("s")
    window.wait_for(es("Written down: {what}.", what=es("{what}: yes", what=refer)))


def never_send_mateo_there(window: RealWindow) -> None:
    window.press("e")
    window.enter_window(es("Change a household"))
    window.tab_to(es("Never send these volunteers"))
    window.write("mateo")
    window.press("Return")
    window.press("ctrl+s")
    window.wait_for("Mateo Reed")


def correct_the_household_by_its_form(window: RealWindow) -> None:
    window.press("e")
    window.enter_window(es("Change a household"))
    window.tab_to(es("How many people"))
    window.press("ctrl+a")
    window.write("6")
    window.tab_to(es("Address"))
    window.write("2656 S Lawndale Ave")
    window.click(es("Save"), "button")
    window.wait_for(people(6))


def undo_it_and_do_it_again(window: RealWindow) -> None:
    window.press("ctrl+z")
    window.wait_for(people(4))
    window.press("ctrl+shift+z")
    window.wait_for(people(6))


def take_a_call_for_two_needs(window: RealWindow) -> None:
    window.press("ctrl+shift+n")
    window.enter_window(es("A call"))
    window.press("1", "Return")
    answers = (("safe_contact", "Después de las 6"), ("phone", "312 555 0177"), ("contact_name", "Otilia Chub"))
    for question, words in answers:
        window.tab_to(asked(question))
        window.write(words)
    window.tab_to(asked("household_size"))
    window.write("5")
    window.tab_to(asked("zone"))
    window.write("villita")
    window.press("Tab")
    window.tab_to(category("food", catalog("es")))
    window.press("1", "2")
    window.tab_to(es("Please bring it"))
    window.press("2")
    window.picture("call")
    window.press("ctrl+Return")
    window.wait_for(es_many("{n} need", "{n} needs", 2))
    window.press("Escape")
    window.wait_for_focus(es("Households"))


def find_somebody_by_phone(window: RealWindow) -> None:
    window.press("ctrl+k")
    window.write("312 555 0177")
    until(lambda: window.reader.pops_up("Otilia Chub"), "the household of that number")
    window.picture("by-phone")
    window.press("Return")
    window.wait_for("Después de las 6")


def find_somebody_by_a_note(window: RealWindow) -> None:
    window.press("ctrl+k")
    window.write("martes")
    until(lambda: window.reader.pops_up("martes"), "the household with that note")
    window.press("Return")
    window.wait_for("Prefiere los martes")


# Needs


def filter_the_needs_and_keep_the_filter(window: RealWindow) -> None:
    window.press("ctrl+2")
    window.wait_for_focus(es("Needs"))
    window.click(es("Category"), "text")
    window.press("ctrl+a")
    window.write("comida")
    window.press("Return")
    window.wait_for(es("Clear the filters"))
    window.click_line(es("Needs"), "Comida")
    window.press("f")
    window.press("Down", "Return")
    window.enter_window(es("Save this filter"))
    window.write("Solo comida")
    window.press("ctrl+s")
    window.wait_for(es("The filter is saved."))


def make_three_more_urgent(window: RealWindow) -> None:
    window.click_line(es("Needs"), "D. P.")
    window.press("shift+Down", "shift+Down")
    window.wait_for(es_many("{n} need is chosen", "{n} needs are chosen", 3))
    window.press("c")
    window.enter_window(es("Change several needs"))
    window.write("hoy")
    window.press("Tab", "ctrl+Return")
    window.wait_for(es_many("{n} need is changed.", "{n} needs are changed.", 3))


def make_one_of_the_need_that_is_there_twice(window: RealWindow) -> None:
    window.click_line(es("Needs"), "3\u00a0cajas")
    window.click(es("Make one of them…"))
    window.enter_window(es("Make one need of several"))
    window.wait_for(es("How much it asks for"))
    window.picture("which-stays")
    window.click(es("Make one"), "button")
    window.wait_for(es("They are one need now: {code}.", code="").rstrip(". "))


def split_a_need(window: RealWindow) -> None:
    window.click(es("Split…"))
    window.enter_window(es("Split a need"))
    window.press("ctrl+a")
    window.write("1")
    window.press("ctrl+Return")
    window.wait_for(es("The need is split in two."))


def hand_out_a_part(window: RealWindow) -> None:
    window.press("h")
    window.enter_window(es("Hand out"))
    window.press("ctrl+a")
    window.write("1")
    window.press("ctrl+Return")
    window.wait_for(es("It is handed out."))
    window.wait_for(es("Still to be given, beside what is promised"))


def have_it_come_back_every_week(window: RealWindow) -> None:
    window.press("c")
    window.enter_window(es("Change a need"))
    window.tab_to(es("How often"))
    window.write("semana")
    window.press("Tab", "ctrl+s")
    window.wait_for(es("The need is saved."))
    window.wait_for("Se repite cada semana")


def refer_the_legal_need_to_who_asks_no_id(window: RealWindow) -> None:
    window.click(es("Clear the filters"))
    window.click_line(es("Needs"), category("legal", catalog("es")))
    window.wait_for(es("Refer…"))
    window.click(es("Refer…"))
    window.enter_window(es("Refer a need"))
    window.click(es("Only those that say they ask for no ID"))
    window.press("shift+Tab")
    window.write("aboga")
    window.press("Down", "Return", "ctrl+Return")
    window.wait_for(es("The need is referred."))
    window.wait_for("Abogadas del Barrio")


def move_a_card_with_the_mouse(window: RealWindow) -> None:
    window.press("v")
    window.press("slash")
    window.write("Rosa Tum")
    two = f"{es('New and open')}, {es_many('{n} need', '{n} needs', 2)}"
    window.wait_for(two)
    card = until(lambda: window.reader.line(two, "1\u00a0caja,"), "the card that was split off")
    column = until(lambda: window.reader.find(es("Fulfilled"), "table"), "the column")
    (x, y, *_size), (left, top, *_) = window.reader.place(card), window.reader.place(column)
    window.drag((x + 40, y + 30), (left + 60, top + 120))
    window.enter_window(es("Hand out"))
    window.picture("hand-out")
    window.press("ctrl+Return")
    window.wait_for(f"{es('Fulfilled')}, {es_many('{n} need', '{n} needs', 1)}")


def move_a_card_by_keyboard(window: RealWindow) -> None:
    window.click(es("Search needs by code, name, phone or note"))
    window.press("ctrl+a")
    window.write("Otilia")
    window.wait_for(f"{es('New and open')}, {es_many('{n} need', '{n} needs', 2)}")
    window.press("Escape")
    window.wait_for_focus("", role="cell")
    window.press("m")
    window.enter_window(es("Move"))
    window.picture("move")
    window.press("Return")
    window.enter_window(es("Hand out"))
    window.press("ctrl+Return")
    window.wait_for(f"{es('Fulfilled')}, {es_many('{n} need', '{n} needs', 1)}")
    window.press("v")


def make_one_of_the_household_that_is_there_twice(window: RealWindow) -> None:
    window.press("ctrl+k")
    window.write("martes")
    until(lambda: window.reader.pops_up("martes"), "the household with that note")
    window.press("Return")
    window.wait_for("Prefiere los martes")
    window.wait_for_focus(es("Households"))
    window.press("m")
    window.enter_window(es("Merge two households"))
    window.wait_for(
        es("Where the two differ, what is more careful holds. The code that goes is still found by a search.")
    )
    window.picture("which-household")
    window.press("ctrl+Return")
    window.wait_for(es("The two records are one now."))


# Volunteers


def paint_the_hours_of_a_volunteer(window: RealWindow) -> None:
    window.press("ctrl+4")
    window.wait_for("Chela Ordóñez")
    window.click(es("Change…"))
    window.enter_window(es("Change a volunteer"))
    week = window.tab_to(es("Times of the week"), most=80)
    x, y, wide, high = window.reader.place(week)
    window.drag((x + wide - 30, y + high // 2), (x + wide - 30, y + high - 12))
    window.picture("painted")


def note_an_absence(window: RealWindow) -> None:
    window.tab_to(es("Add an absence"))
    window.press("space")
    window.wait_for_focus(es("First day away"))
    window.write("20 dic")
    window.tab_to(es("Last day away"))
    window.write("22 dic")
    window.press("ctrl+s")
    window.wait_for(es("The volunteer is saved."))


def renew_a_training(window: RealWindow) -> None:
    window.tab_to(es("{verb} ({key})", verb=es("Renew"), key="R"), most=80)
    window.press("r")
    window.wait_for(es("The training is renewed."))


# The plan


def make_a_plan_and_read_why(window: RealWindow) -> None:
    window.press("ctrl+6")
    window.wait_for_focus(es("Make a plan"))
    window.press("ctrl+m")
    window.wait_for_focus("", role="tree item")
    window.wait_for(es("Why this"))


def accept_all_of_it(window: RealWindow) -> None:
    window.press("ctrl+shift+a")
    window.wait_for(es("The supplies are reserved. Each match can still be called off."))
    window.picture("sure-of-it")
    window.press("Return")
    window.wait_for(es("They said yes"))


def copy_the_message_and_note_that_she_was_asked(window: RealWindow) -> None:
    window.press("m")
    window.enter_window(es("Message to copy"))
    text = until(lambda: window.reader.find(es("Text"), "text"), "the message")
    until(lambda: window.reader.text(text), "what it says")
    assert not any(told in window.reader.text(text) for told in ("Pop", "Cermak", "Rosa"))
    window.picture("message")
    window.click(es("Copy, and note as asked"))
    window.wait_for(es("Copied, and noted: asked today."))
    window.press("Escape")


def write_down_her_yes(window: RealWindow) -> None:
    window.wait_for_focus("", role="tree item")
    window.press("y")
    window.wait_for(es("{code} is arranged.", code="").strip())


# The run


def open_the_run_of_twelve_stops(window: RealWindow) -> None:
    window.click(es("Runs…"))
    window.enter_window(es("Runs"))
    window.click(es("Put them into runs"))
    window.wait_for(es("The deliveries are in runs."))
    window.wait_for(es("To load"))


def put_a_stop_further_down(window: RealWindow) -> None:
    window.click_line(es("Stops in order"), "2.")
    window.press("alt+Down")
    window.wait_for(es("The order is changed."))
    window.wait_for_focus("3.")


def confirm_the_run(window: RealWindow) -> None:
    window.click(es("Everybody said yes"))
    window.wait_for(es("The run is confirmed. Its papers tell addresses now."))
    window.wait_for(marked(0))


def marked(count: int) -> str:
    return es("{marked} of {stops} stops are marked.", marked=count, stops=12)


def save_the_run_sheet(window: RealWindow) -> None:
    window.click(es("Papers"))
    window.press("Down", "Return")
    window.enter_window(es("Run sheet"))
    window.picture("run-sheet")
    window.click(es("Save as PDF…"))
    window.enter_window(es("Save as PDF"))
    window.press("ctrl+a")
    window.write(str(window.folder / "hoja.pdf"))
    window.press("Return")
    until((window.folder / "hoja.pdf").exists, "the PDF")
    window.wait_for(es("The paper is in the file you chose. Keep it safe, and delete it when it is no longer needed."))
    window.press("Escape")
    window.wait_for(marked(0))
    said = subprocess.run(
        ["pdftotext", "-layout", window.folder / "hoja.pdf", "-"], capture_output=True, text=True, check=True
    ).stdout
    assert said.count("W Cermak Rd") == 11
    assert "2656 S Lawndale Ave" in said
    assert "Pop" not in said


def send_it_off(window: RealWindow) -> None:
    window.click(es("It has left"))
    window.wait_for(es("The run is under way."))


def mark_eight_delivered_two_failed_and_one_in_part(window: RealWindow) -> None:
    window.click_line(es("Stops in order"), "1.")
    keys = ["d"] * 8 + ["h", "w"]
    part = False
    for count in range(1, 12):
        stop = until(lambda: _stop_of(window), "a stop")
        if not part and "2 ×" in stop.name:
            part = True
            window.press("p")
            window.wait_for(es("What became of this stop?"))
            window.tab_to(es("Units handed over"))
            window.press("ctrl+a")
            window.write("1")
            window.press("ctrl+Return")
        else:
            window.press(keys.pop(0))
        window.wait_for(marked(count))
    assert part
    assert not keys


def _stop_of(window: RealWindow) -> Thing | None:
    now = window.reader.focused()
    return now if now is not None and now.role == "list item" else None


def plan_the_rest_again(window: RealWindow) -> None:
    window.click(es("Plan the rest again…"))
    window.wait_for(es("Plan the rest again?"))
    window.picture("sure")
    window.press("Return")
    window.wait_for(es("Undo: {what} (Ctrl+Z)", what=es("call off the rest of a run")))
    window.back_to(es("Runs"))
    window.wait_for(es("See the plan"))


def lock_unlock_and_quit(window: RealWindow) -> None:
    window.press("Escape")
    window.press("ctrl+l")
    window.enter_window("mutualaid")
    window.wait_for_focus(es("Passphrase"))
    window.picture("locked")
    window.write_covered(PASSPHRASE)
    window.press("Return")
    window.enter_window("mutualaid")
    window.wait_for(es("Take a call…"))
    window.press("ctrl+q")
    assert window.program.wait(PATIENCE_S) == 0
    said = window.said()
    assert not any(word in said for word in ("Traceback", "Rosa", "0142", "Cermak"))


DAY: list[Callable[[RealWindow], None]] = [
    unlock_and_read_what_waits,
    follow_the_call_back_to_the_household,
    read_how_to_reach_them_and_then_the_number,
    write_the_call_down_with_a_day_to_try_again,
    note_what_they_allow,
    never_send_mateo_there,
    correct_the_household_by_its_form,
    undo_it_and_do_it_again,
    take_a_call_for_two_needs,
    find_somebody_by_phone,
    find_somebody_by_a_note,
    filter_the_needs_and_keep_the_filter,
    make_three_more_urgent,
    make_one_of_the_need_that_is_there_twice,
    split_a_need,
    hand_out_a_part,
    have_it_come_back_every_week,
    refer_the_legal_need_to_who_asks_no_id,
    move_a_card_with_the_mouse,
    move_a_card_by_keyboard,
    make_one_of_the_household_that_is_there_twice,
    paint_the_hours_of_a_volunteer,
    note_an_absence,
    renew_a_training,
    make_a_plan_and_read_why,
    accept_all_of_it,
    copy_the_message_and_note_that_she_was_asked,
    write_down_her_yes,
    open_the_run_of_twelve_stops,
    put_a_stop_further_down,
    confirm_the_run,
    save_the_run_sheet,
    send_it_off,
    mark_eight_delivered_two_failed_and_one_in_part,
    plan_the_rest_again,
    lock_unlock_and_quit,
]
