"""An event is prepared and closed; its kit goes onto a stick, or event mode starts here once the office is locked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

from mutualaid.desktop.events import starting
from mutualaid.desktop.events.made import KitWindow
from mutualaid.desktop.events.page import IntakePage
from mutualaid.desktop.events.places import neutral_name
from mutualaid.desktop.page import Context
from mutualaid.language.catalog import catalog
from mutualaid.language.question_words import why
from mutualaid.records.errors import Refused
from mutualaid.services.collecting import look
from mutualaid.services.event_kits import close_event, event_lines
from mutualaid.services.event_laptop import open_kit
from tests.desktop.keyboard import press, tab_to, texts, write
from tests.desktop.sealed_forms import new_event, plain, seal
from tests.desktop.test_bring_in import CONTROL
from tests.desktop.test_foundation_widgets import TODAY


@pytest.fixture
def left() -> list[tuple[Path, Path]]:
    """What event mode was asked for."""
    return []


@pytest.fixture
def page(office, tasks, bar, qtbot, left):
    context = Context(
        office,
        tasks,
        bar,
        lambda _key, _uid: None,
        lambda _name: None,
        today=lambda: TODAY,
        event_mode=lambda kit, out: left.append((kit, out)),
    )
    made = IntakePage(context)
    tasks.changed.connect(made.changed)
    qtbot.addWidget(made)
    return made


@pytest.fixture
def preparing(page, shown, settle, qtbot):
    """Opens the form for a new event, with the keyboard in it."""

    def begin() -> Any:
        shown()
        window = page.prepare()
        window.activateWindow()
        qtbot.waitExposed(window)
        settle()
        return window

    return begin


def on_view(page: QWidget, kind: type[QDialog] = QDialog) -> Any:
    return next(one for one in page.findChildren(kind) if one.isVisible())


def test_an_event_is_prepared_by_keyboard_and_its_kit_is_what_was_chosen(page, preparing, settle, tmp_path):
    window = preparing()
    write("Mercado de Pilsen")
    out = tmp_path / "kit-2026-11-23.kit"
    window.place.take(out)
    window.categories.set_codes(["food", "ride"])
    window.languages.set_codes(["spa", "mam"])
    press(Qt.Key.Key_Return, CONTROL)
    settle()
    kit = open_kit(out)
    assert kit.event == "Mercado de Pilsen"
    assert kit.questions["needs"].choices == ("food", "ride")
    assert kit.questions["languages"].choices == ("spa", "mam")
    assert not any(kit.consent.values())
    ready = on_view(page, KitWindow)
    assert " ".join(kit.check.split("-")) in texts(ready)
    assert [row.name for row in page.events.model.lines] == ["Mercado de Pilsen"]


def test_own_words_are_needed_in_both_languages(preparing, settle, tmp_path):
    window = preparing()
    window.name.set_text("Market")
    window.place.take(tmp_path / "a.kit")
    window.consent.own.setChecked(True)
    assert window.consent.editors["es"].text() == why("keep", catalog("es"))
    window.consent.editors["es"].set_text("")
    window.save()
    assert "both languages" in window.forms[2].rows["consent"].error.text()
    assert not (tmp_path / "a.kit").exists()
    window.consent.editors["es"].set_text("Solo nosotras lo leemos.")
    window.consent.editors["en"].set_text("Only we read it.")
    window.save()
    settle()
    assert open_kit(tmp_path / "a.kit").consent == {"en": "Only we read it.", "es": "Solo nosotras lo leemos."}


@pytest.mark.campaign
def test_what_is_missing_is_said_at_its_field(preparing, settle):
    window = preparing()
    window.categories.set_codes([])
    window.save()
    settle()
    assert "by which you will know it" in window.forms[0].rows["name"].error.text()
    assert "Tick at least one" in window.forms[1].rows["categories"].error.text()
    assert window.isVisible()


def test_a_kit_is_never_written_over_another_file(preparing, settle, tmp_path, office):
    there = tmp_path / "a.kit"
    there.write_bytes(b"someone's")
    window = preparing()
    window.name.set_text("Market")
    window.place.take(there)
    window.save()
    settle()
    assert window.isVisible()
    assert window.forms[3].rows["place"].wrong
    assert there.read_bytes() == b"someone's"
    assert event_lines(office) == []
    window.dirty = False


@pytest.mark.campaign
def test_a_double_press_makes_one_event(preparing, settle, tmp_path, office):
    window = preparing()
    window.name.set_text("Market")
    window.place.take(tmp_path / "a.kit")
    window.save_button.click()
    window.save_button.click()
    window.save()
    settle()
    assert len(event_lines(office)) == 1


def test_a_files_name_tells_the_day_it_was_made_and_nothing_else(tmp_path):
    assert neutral_name(".kit", TODAY, tmp_path) == "kit-2026-11-23.kit"
    (tmp_path / "kit-2026-11-23.kit").touch()
    assert neutral_name(".kit", TODAY, tmp_path) == "kit-2026-11-23-2.kit"
    assert neutral_name(".forms", TODAY, tmp_path) == "forms-2026-11-23.forms"


def test_the_commands_for_another_laptop_are_the_program_s_own():
    set_up, start = starting.elsewhere(Path("/home/lupe/my kits/kit-1.kit"))
    assert set_up == "./run setup"
    assert start == "./run mutualaid intake /media/usb/kit-1.kit --out /media/usb/kit-1.forms"


def test_closing_an_event_explains_asks_and_makes_its_files_unreadable(page, shown, settle, tmp_path, office):
    _uid, kit = new_event(office, tmp_path)
    seal(kit, tmp_path / "a.forms", [plain(1)])
    shown()
    page.events.close_button.click()
    question = on_view(page)
    assert "can never be read afterwards, not even by you" in texts(question)
    question.reject()
    assert event_lines(office)[0].closed_on is None
    page.events.close_button.click()
    on_view(page).accept()
    settle()
    assert event_lines(office)[0].closed_on is not None
    assert not page.events.close_button.isEnabled()
    with pytest.raises(Refused, match="event_closed"):
        look(office, path=tmp_path / "a.forms")


def test_event_mode_here_asks_where_the_forms_go_and_locks_first(page, shown, settle, tmp_path, office, left):
    _uid, kit = new_event(office, tmp_path)
    shown()
    page.show_kit(kit)
    settle()
    window = on_view(page, KitWindow)
    window.ask_start(tmp_path / "out.forms")
    question = on_view(window)
    assert "Lock the office" in texts(question)
    assert left == []
    question.accept()
    settle()
    assert left == [(kit, tmp_path / "out.forms")]


def test_a_kit_that_is_gone_is_told_before_anything_is_locked(page, shown, settle, tmp_path, office, left):
    _uid, kit = new_event(office, tmp_path)
    shown()
    page.show_kit(kit)
    settle()
    window = on_view(page, KitWindow)
    kit.unlink()
    window.start_here(tmp_path / "out.forms")
    settle()
    assert left == []
    assert "no event kit at that place" in window.messages.shown


@pytest.mark.campaign
def test_a_closed_event_is_told_when_its_line_is_chosen(page, shown, settle, tmp_path, office):
    uid, _kit = new_event(office, tmp_path)
    close_event(office, uid=uid)
    shown()
    assert page.events.model.lines[0].closed_on is not None
    assert not page.events.close_button.isEnabled()


@pytest.mark.campaign
def test_tab_reaches_every_field_of_the_preparation(preparing):
    window = preparing()
    for target in (window.categories, window.languages.adder, window.consent.standard, window.place.button):
        tab_to(target)
    window.dirty = False
    window.reject()


def test_the_office_is_closed_before_event_mode_starts(program, unlock, qtbot, tmp_path, monkeypatch):
    """The helper's laptop may be this one: by the time it is hers, no key of the office is in memory."""
    started: list[tuple[Path, Path, str, bool]] = []
    office = unlock()
    _uid, kit = new_event(office, tmp_path)

    def start(kit: Path, out: Path, lang: str) -> bool:
        started.append((kit, out, lang, office.vault.closed))
        return True

    monkeypatch.setattr(starting, "start", start)
    program.shell.context.event_mode(kit, tmp_path / "out.forms")
    assert program.shell is None
    assert program.unlock is not None
    qtbot.waitUntil(lambda: bool(started))
    assert started == [(kit, tmp_path / "out.forms", "en", True)]
    assert "Event mode runs in a window of its own" in texts(program.unlock)


@pytest.mark.campaign
def test_event_mode_that_does_not_start_is_told_on_the_unlock_window(program, unlock, qtbot, tmp_path, monkeypatch):
    office = unlock()
    _uid, kit = new_event(office, tmp_path)
    monkeypatch.setattr(starting, "start", lambda _kit, _out, _lang: False)
    program.shell.context.event_mode(kit, tmp_path / "out.forms")
    qtbot.waitUntil(lambda: program.unlock is not None and "could not be started" in texts(program.unlock))


def test_event_mode_is_a_process_that_lives_on_by_itself(tmp_path, monkeypatch, qtbot):
    mark = tmp_path / "ran"
    script = tmp_path / "program"
    script.write_text(f'#!/bin/sh\necho "$@" > {mark}.part\nmv {mark}.part {mark}\n')
    script.chmod(0o700)
    monkeypatch.setattr(starting, "program", lambda: [str(script)])
    assert starting.start(Path("/stick/a.kit"), Path("/stick/a.forms"), "es")
    qtbot.waitUntil(mark.exists)
    assert mark.read_text().split() == ["intake", "/stick/a.kit", "--out", "/stick/a.forms", "--lang", "es"]
    monkeypatch.setattr(starting, "program", lambda: [str(tmp_path / "nowhere")])
    assert not starting.start(Path("/stick/a.kit"), Path("/stick/a.forms"), "es")
