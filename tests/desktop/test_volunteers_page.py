"""The volunteers page and its form on a real, encrypted store."""

from __future__ import annotations

from datetime import date, time

import pytest
from PySide6.QtCore import Qt

from mutualaid.desktop import language
from mutualaid.desktop.page import Context
from mutualaid.desktop.volunteers import state
from mutualaid.desktop.volunteers.editor import VolunteerEditor
from mutualaid.desktop.volunteers.page import VolunteersPage
from mutualaid.desktop.widgets.masked import DOTS
from mutualaid.records.household import Phone
from mutualaid.records.kinds import Daypart, LanguageLevel, MatchState, NeedState, Trust
from mutualaid.records.match import Match
from mutualaid.records.time import DateRange, Window
from mutualaid.records.volunteer import SpokenLanguage, Training
from mutualaid.services.matches import match_lines
from mutualaid.services.needs import need
from mutualaid.services.volunteers import volunteer, volunteer_lines
from tests.desktop.keyboard import CONTROL, SHIFT, choose, press, tab_to, texts, write
from tests.services.make import TODAY, helper, home, wants

PHONE = Phone(number="+17735550144")


@pytest.fixture
def page(qtbot, tasks, office, bar):
    context = Context(office, tasks, bar, go=lambda _key, _uid: None, run=lambda _name: None, today=lambda: TODAY)
    made = VolunteersPage(context)
    tasks.changed.connect(made.changed)
    qtbot.addWidget(made)
    made.resize(1000, 700)
    return made


def opened(page):
    form = next(made for made in page.findChildren(VolunteerEditor) if made.isVisible())
    form.activateWindow()
    return form


def matched(office, who: str) -> tuple[str, str]:
    """A ride that the volunteer was asked for; the match's and the need's uid."""
    asked = home(office, wants(office, "ride"))[1]
    with office.store.write("test") as writing:
        when = {"day": date(2026, 11, 28), "part": Daypart.MORNING}
        uid = writing.add(Match.checked(need=asked, volunteers=[who], decided_on=TODAY, **when))
    return uid, asked


def test_a_volunteer_is_entered_in_spanish_by_keyboard_alone(app, shown, page, settle, office):
    language.switch(app, "es")
    shown()
    page.add()
    settle()
    form = opened(page)
    write("Efraín Zapeta")
    choose(form.languages.rows[0].code, "mam")
    choose(form.languages.rows[0].level, "conv")
    choose(form.skills.adder, "traslados")
    choose(form.transport, "carro")
    choose(form.zone, "pilsen")
    tab_to(form.week.grid)
    press(Qt.Key.Key_PageDown, SHIFT)
    press(Qt.Key.Key_Space)
    press(Qt.Key.Key_Right)
    press(Qt.Key.Key_PageDown)
    press(Qt.Key.Key_PageDown, SHIFT)
    press(Qt.Key.Key_Space)
    tab_to(form.absences.add_button)
    press(Qt.Key.Key_Space)
    write("3 dic")
    press(Qt.Key.Key_S, CONTROL)
    settle()
    kept = volunteer(office, uid=volunteer_lines(office)[0].uid).record
    assert kept.name == "Efraín Zapeta"
    assert kept.languages == [SpokenLanguage(code="mam", level=LanguageLevel.CONVERSATION)]
    assert (kept.skills, kept.transport, kept.seats, kept.capacity_kg) == (["rides"], "car", 3, 120)
    assert kept.zone == "chi-31"
    assert kept.availability == [
        Window(weekday=0, start=time(8), end=time(12)),
        Window(weekday=1, start=time(12), end=time(17)),
    ]
    assert kept.absences == [DateRange(first=date(2026, 12, 3), last=date(2026, 12, 3))]
    assert page.context.messages.shown == "Se guardaron los datos."


def test_saving_without_a_change_changes_nothing_not_even_odd_clock_times(shown, page, settle, office):
    odd = [
        Window(weekday=2, start=time(9, 15), end=time(11, 40)),
        Window(on=date(2026, 12, 1), start=time(8), end=time(9)),
        Window(start=time(17), end=time(20)),
    ]
    uid = helper(
        office, phones=[PHONE], availability=odd, radius_km=4.6, trust=Trust.VOUCHED, notes="Tiene silla para niño",
        trainings=[Training(skill="accompaniment", on=date(2026, 1, 9), expires=date(2027, 1, 9))],
        absences=[DateRange(first=date(2026, 12, 1), last=date(2026, 12, 9))],
    )  # fmt: skip
    before = volunteer(office, uid=uid).record
    shown()
    page.edit()
    settle()
    opened(page).save()
    settle()
    assert volunteer(office, uid=uid).record == before


def test_what_is_wrong_is_said_at_its_field(shown, page, settle, office):
    shown()
    page.add()
    settle()
    form = opened(page)
    training, absence = form.trainings.add(), form.absences.add()
    training.skill.set_code("legal")
    absence.first.set_day(date(2026, 12, 9))
    absence.last.set_day(date(2026, 12, 1))
    form.save()
    rows = {key: row for part in form.forms for key, row in part.rows.items()}
    assert {key for key, row in rows.items() if row.wrong} == {"name", "zone"}
    assert training.error.text() == "Say when the training was taken."
    assert absence.error.text() == "The last day comes before the first."
    assert volunteer_lines(office) == []
    form.dirty = False
    form.reject()


def test_a_number_is_covered_until_asked_for_and_again_when_she_has_been_away(shown, page, office):
    helper(office, phones=[PHONE])
    shown()
    assert "555-0144" not in texts(page.volunteer)
    masked = page.volunteer.masked[0]
    masked.button.click()
    assert masked.label.text() == "(773) 555-0144"
    page.set_masked(True)
    assert masked.label.text() == DOTS
    assert page.model.data(page.model.index(0, 0)) == "I. N."
    assert "Nowak" not in texts(page)
    page.show_names.click()
    assert page.volunteer.name.text() == "Inés Nowak"
    assert masked.label.text() == DOTS


def test_a_yes_is_written_down_and_the_task_done(shown, page, settle, office):
    match, asked = matched(office, helper(office))
    shown()
    assert page.model.data(page.model.index(0, 1)) == "1 of 2"
    button = page.volunteer.verbs["confirm", match]
    assert "Nov 28" in button.accessibleDescription()
    button.setFocus()
    press(Qt.Key.Key_Space)
    settle()
    assert match_lines(office)[0].state == MatchState.CONFIRMED
    assert ("confirm", match) not in page.volunteer.verbs
    assert page.volunteer.verbs["fulfil", match].hasFocus()
    page.volunteer.verbs["fulfil", match].click()
    settle()
    assert need(office, uid=asked).record.state == NeedState.FULFILLED
    assert page.volunteer.verbs == {}
    assert "Ride to an appointment" in page.volunteer.past.text()


def test_calling_off_asks_first_and_opens_the_need_again(shown, page, settle, office):
    match, asked = matched(office, helper(office))
    shown()
    page.volunteer.verbs["cancel", match].click()
    assert match_lines(office)[0].state == MatchState.ACCEPTED
    question = next(child for child in page.children() if hasattr(child, "yes"))
    question.yes.click()
    settle()
    assert match_lines(office)[0].state == MatchState.CANCELLED
    assert need(office, uid=asked).record.state == NeedState.OPEN


def test_of_two_with_one_name_each_has_her_own_tasks(shown, page, settle, office):
    one, other = helper(office, name="Fidel Quej"), helper(office, name="Fidel Quej")
    match, _asked = matched(office, one)
    assert [line.uid for line in volunteer(office, uid=one).matches] == [match]
    assert volunteer(office, uid=other).matches == []


def test_a_volunteer_is_paused_and_made_active_again(shown, page, settle, office):
    uid = helper(office)
    shown()
    assert page.volunteer.idle.isHidden()
    page.volunteer.active_button.click()
    settle()
    assert volunteer(office, uid=uid).record.active is False
    assert not page.volunteer.idle.isHidden()
    assert page.header.line.text() == "1 volunteer, 0 active"
    page.context.messages.action.click()
    settle()
    assert volunteer(office, uid=uid).record.active is True


def test_the_language_changes_list_and_detail_at_once(app, shown, page, settle, office):
    helper(office, languages=[SpokenLanguage(code="spa", level=LanguageLevel.BASIC)], phones=[PHONE])
    shown()
    before = texts(page)
    language.switch(app, "es")
    assert page.header.title.text() == "Voluntarias/os"
    assert page.model.data(page.model.index(0, 3)).startswith("español (")
    assert page.volunteer.week.accessibleDescription().startswith("sábado: 8:00")
    assert "Cuándo puede" in texts(page.volunteer)
    language.switch(app, "en")
    assert texts(page) == before


def test_a_training_that_lapsed_says_so():
    training = Training(skill="legal", on=date(2024, 1, 9), expires=date(2025, 1, 9))
    assert state.training_words(training, TODAY) == "Legal help, Jan 9, 2024; lapsed on Jan 9, 2025"
