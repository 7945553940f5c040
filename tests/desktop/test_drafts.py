"""Half-filled forms of the real desktop: kept while she types, through a lock, a panic, a crash, and filled again."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import time
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mutualaid.desktop.app import Desktop
from mutualaid.desktop.dialogs import FormDialog
from mutualaid.desktop.locking import Why
from mutualaid.desktop.page import Page
from mutualaid.language.catalog import set_language
from mutualaid.records.time import Window
from mutualaid.services.households import household, household_lines
from mutualaid.services.office import Office
from tests.services.make import home

NAME, PHONE, NOTE = "Xochiquetzal Ñandú", "773 555 0142", "quetzalcoatlus keeps the spare key"


def form_on_view(qtbot: QtBot) -> Any:
    """The form that is open, once it is."""

    def forms() -> list[FormDialog]:
        return [one for one in QApplication.topLevelWidgets() if isinstance(one, FormDialog) and one.isVisible()]

    qtbot.waitUntil(lambda: len(forms()) == 1)
    return forms()[0]


def offers() -> list[Any]:
    """The questions about drafts on view."""
    windows = QApplication.topLevelWidgets()
    return [one for one in windows if type(one).__name__ == "_Offer" and one.isVisible()]


def page(program: Desktop, key: str) -> Any:
    assert program.shell is not None
    program.shell.go(key)
    made: Page = program.shell.page(key)
    return made


def fill_household(form: Any) -> None:
    form.fields.name.set_text(NAME)
    form.fields.phones.rows[0].number.setText(PHONE)
    form.fields.phones.rows[0].may_text.setChecked(False)
    form.fields.languages.set_codes(["mam", "spa"])
    form.fields.interpreter.setChecked(True)
    form.fields.relay.set_codes(["spa"])
    form.fields.people.setValue(5)
    form.fields.ages.fields[3, 11].setValue(2)
    form.fields.zone.set_code("chi-30")
    form.fields.notes.set_text(NOTE)
    form.fields.review.line.setText("not yet a day")
    row = form.needs.rows[0]
    row.category.set_code("food")
    row._category_chosen("food")


def fill_need(form: Any) -> None:
    form.new_part.name.set_text(NAME)
    form.new_part.languages.set_codes(["mam"])
    form.new_part.zone.set_code("chi-31")
    form.need_part.category.set_code("food")
    form.need_part._category_chosen("food")
    form.need_part.windows.add().day.set_code("2")
    form.need_part.notes.set_text(NOTE)


def fill_volunteer(form: Any) -> None:
    form.name.set_text(NAME)
    form.languages.rows[0].code.set_code("mam")
    form.skills.set_codes(["deliveries"])
    form.trainings.add().skill.set_code("know_your_rights")
    form.transport.set_code("car")
    form.seats.setValue(3)
    form.week.set_windows(
        [Window(weekday=5, start=time(8), end=time(12)), Window(weekday=6, start=time(17), end=time(20))]
    )
    form.absences.add().first.line.setText("Dec 24")
    form.notes.set_text(NOTE)


def fill_lot(form: Any) -> None:
    form.item.set_code(next(iter(form._lists.names.items)))
    form.units.setValue(37)
    form.source.set_text(NAME)
    form.expires.line.setText("Dec 31")


FORMS: dict[str, tuple[str, Callable[[Any], None]]] = {
    "household": ("households", fill_household),
    "need": ("needs", fill_need),
    "volunteer": ("volunteers", fill_volunteer),
    "lot": ("supplies", fill_lot),
}


def begin(program: Desktop, qtbot: QtBot, kind: str) -> Any:
    """Open the form of a new record and fill some of it."""
    key, fill = FORMS[kind]
    page(program, key).add()
    form = form_on_view(qtbot)
    fill(form)
    qtbot.waitUntil(lambda: not program.tasks.busy)  # what a category usually means has arrived
    form.dirty = True
    return form


def locked(program: Desktop, qtbot: QtBot, why: Why = Why.HAND) -> None:
    program.lock(why)
    qtbot.waitUntil(lambda: program.guard.closing is None and program.shell is None)


def offered(program: Desktop, unlock: Callable[[], Office], qtbot: QtBot) -> Any:
    """The question after unlocking."""
    unlock()
    qtbot.waitUntil(lambda: len(offers()) == 1)
    return offers()[0]


@pytest.mark.parametrize(
    ("kind", "why"),
    [
        pytest.param("household", Why.SLEEP, marks=pytest.mark.campaign),
        ("household", Why.PANIC), ("need", Why.HAND), ("volunteer", Why.HAND),
        ("lot", Why.HAND),
    ],
)  # fmt: skip
def test_a_half_filled_form_comes_back_after_a_lock(
    program: Desktop, unlock: Callable[[], Office], qtbot: QtBot, kind: str, why: Why
) -> None:
    unlock()
    before = begin(program, qtbot, kind).draft()
    locked(program, qtbot, why)
    question = offered(program, unlock, qtbot)
    question.yes.click()
    form = form_on_view(qtbot)
    qtbot.waitUntil(lambda: not program.tasks.busy)
    assert form.draft() == before
    assert form.dirty
    assert NAME not in form.windowTitle()


def test_what_was_filled_again_is_saved_like_any_other_and_its_draft_goes(
    program: Desktop, unlock: Callable[[], Office], qtbot: QtBot, place: Path
) -> None:
    unlock()
    begin(program, qtbot, "household").fields.review.line.setText("")
    locked(program, qtbot)
    assert len(list(place.glob("*.sealed"))) == 1
    offered(program, unlock, qtbot).yes.click()
    form = form_on_view(qtbot)
    qtbot.waitUntil(lambda: form.needs.rows[0].draft is not None)
    assert program.shell is not None
    program.shell.drafts.look()
    form.save()
    qtbot.waitUntil(lambda: not program.tasks.busy)
    qtbot.waitUntil(lambda: not list(place.glob("*.sealed")))
    office = program.shell.office
    (line,) = household_lines(office)
    kept = household(office, uid=line.uid)
    assert (kept.record.contact_name, kept.record.size, kept.record.languages) == (NAME, 5, ["mam", "spa"])
    assert [need.record.category for need in kept.needs] == ["food"]
    locked(program, qtbot)
    unlock()
    qtbot.waitUntil(lambda: not program.tasks.busy)
    assert offers() == []


def test_a_change_comes_back_as_a_change_of_the_same_record(
    program: Desktop, unlock: Callable[[], Office], qtbot: QtBot
) -> None:
    uid = home(unlock(), contact_name="Rosa Tum")[0]
    from mutualaid.desktop.households.page import open_editor

    open_editor(page(program, "households").context, page(program, "households"), uid=uid)
    form = form_on_view(qtbot)
    form.fields.name.set_text(NAME)
    form.touch()
    locked(program, qtbot)
    question = offered(program, unlock, qtbot)
    assert question.windowTitle() == "You were changing a household."
    question.yes.click()
    again = form_on_view(qtbot)
    assert (again.page.uid, again.fields.name.text()) == (uid, NAME)


def test_discarding_forgets_it_and_escape_leaves_it_for_the_next_time(
    program: Desktop, unlock: Callable[[], Office], qtbot: QtBot, place: Path
) -> None:
    unlock()
    begin(program, qtbot, "household")
    locked(program, qtbot)
    QTest.keyClick(offered(program, unlock, qtbot), Qt.Key.Key_Escape)
    locked(program, qtbot)
    set_language("es")
    question = offered(program, unlock, qtbot)
    assert "hogar" in question.windowTitle()
    question.no.click()
    qtbot.waitUntil(lambda: not list(place.glob("*.sealed")))


def test_throwing_a_form_away_throws_its_draft_away(
    program: Desktop, unlock: Callable[[], Office], qtbot: QtBot, place: Path
) -> None:
    unlock()
    form = begin(program, qtbot, "household")
    assert program.shell is not None
    program.shell.drafts.look()
    qtbot.waitUntil(lambda: len(list(place.glob("*.sealed"))) == 1)
    form.reject()
    next(
        one for one in QApplication.topLevelWidgets() if type(one).__name__ == "_Question" and one.isVisible()
    ).yes.click()
    qtbot.waitUntil(lambda: not list(place.glob("*.sealed")))


def test_a_crash_costs_no_more_than_the_last_seconds(
    program: Desktop, unlock: Callable[[], Office], qtbot: QtBot, place: Path, tmp_path: Path
) -> None:
    unlock()
    begin(program, qtbot, "household")
    assert program.shell is not None
    program.shell.drafts.look()
    qtbot.waitUntil(lambda: not program.tasks.busy)
    crashed = tmp_path / "as it lies after a crash"
    shutil.copytree(place, crashed)
    locked(program, qtbot)
    program.show_unlock(crashed)
    offered(program, unlock, qtbot).yes.click()
    assert form_on_view(qtbot).fields.name.text() == NAME


def test_what_was_being_saved_when_it_locked_is_not_offered_again(
    program: Desktop, unlock: Callable[[], Office], qtbot: QtBot
) -> None:
    unlock()
    form = begin(program, qtbot, "household")
    form.fields.review.line.setText("")
    form.save()
    locked(program, qtbot)
    office = unlock()
    qtbot.waitUntil(lambda: not program.tasks.busy)
    assert len(household_lines(office)) + len(offers()) == 1


def test_nothing_typed_reaches_the_disk_in_clear(
    program: Desktop, unlock: Callable[[], Office], qtbot: QtBot, tmp_path: Path
) -> None:
    unlock()
    for kind in ("household", "volunteer"):
        form = begin(program, qtbot, kind)
        assert program.shell is not None
        program.shell.drafts.look()
        qtbot.waitUntil(lambda: not program.tasks.busy)
        form.over = True
        form.hide()
        form.over = False
    locked(program, qtbot)
    written = [file for file in tmp_path.rglob("*") if file.is_file()]
    assert len([file for file in written if file.suffix == ".sealed"]) == 2
    for file in written:
        data = file.read_bytes()
        for clear in (NAME, "Xochiquetzal", PHONE, "7735550142", "5550142", NOTE):
            for code in ("utf-8", "utf-16-le", "utf-16-be"):
                assert clear.encode(code) not in data, file.suffix
    (tmp_path / "control").write_text(NAME, "utf-8")
    assert any(NAME.encode() in file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())


def test_a_form_that_nobody_touched_is_not_kept(
    program: Desktop, unlock: Callable[[], Office], qtbot: QtBot, place: Path
) -> None:
    unlock()
    page(program, "households").add()
    form_on_view(qtbot)
    locked(program, qtbot)
    assert list(place.glob("*.sealed")) == []
