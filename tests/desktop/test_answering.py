"""Asking volunteers in the window: the answers, who could do it, and the message to copy, by keys in both languages."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

from mutualaid.desktop import language
from mutualaid.desktop.matching.page import MatchingPage
from mutualaid.desktop.page import Context
from mutualaid.desktop.volunteers.message_window import MessageWindow
from mutualaid.desktop.volunteers.page import VolunteersPage
from mutualaid.desktop.volunteers.who_could_window import WhoCould
from mutualaid.records.household import Phone
from mutualaid.records.kinds import Daypart, MatchState, NeedState
from mutualaid.records.match import Match
from mutualaid.records.need import Need
from mutualaid.records.time import DateRange, Window
from mutualaid.records.volunteer import SpokenLanguage
from mutualaid.services import history, planning
from mutualaid.services.matches import match_lines
from mutualaid.services.needs import need
from mutualaid.services.turned_down import turned_down
from tests.desktop.keyboard import choose, press, texts
from tests.services.conftest import ask_here, solve_here
from tests.services.make import helper, home, stock, wants

DAY = date.today() + timedelta(days=2)
FREE = [Window(on=DAY, start=time(8), end=time(12))]
GOES = {"availability": FREE, "skills": ["accompaniment", "deliveries"]}
Key = Qt.Key


@pytest.fixture(autouse=True)
def _solved_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planning, "solve_apart", solve_here)
    monkeypatch.setattr(planning, "ask_apart", ask_here)


@pytest.fixture
def went() -> list[tuple[str, str]]:
    return []


@pytest.fixture
def context(office, tasks, bar, went) -> Context:
    return Context(office, tasks, bar, go=lambda key, uid: went.append((key, uid)), run=lambda _name: None)


@pytest.fixture
def page(qtbot, context, tasks):
    made = VolunteersPage(context)
    tasks.changed.connect(made.changed)
    qtbot.addWidget(made)
    made.resize(1100, 760)
    return made


def accepted(office, asked: str, *people: str) -> str:
    with office.store.write("test") as write:
        match = {"need": asked, "volunteers": list(people), "day": DAY, "part": Daypart.MORNING}
        uid = write.add(Match.checked(decided_on=date.today(), **match))
        write.change(Need, asked, state=NeedState.MATCHED)
    return uid


def window(page, kind):
    made = next(found for found in page.findChildren(kind) if found.isVisible())
    made.activateWindow()
    return made


def test_both_of_a_pair_are_asked_and_a_no_brings_the_next_plan(app, shown, page, settle, office, went):
    language.switch(app, "es")
    ana, bea, _caro = (helper(office, name=name, **GOES) for name in ("Ana", "Bea", "Caro"))
    asked = home(office, wants(office, "accompaniment"))[1]
    match = accepted(office, asked, ana, bea)
    planning.make_plan(office)
    shown()
    page.show_record(ana)
    settle()
    page.volunteer.verbs["confirm", match].setFocus()
    press(Key.Key_Q)
    settle()
    assert "se le preguntó el" in texts(page.volunteer)
    press(Key.Key_Y)
    settle()
    assert "todavía le falta el sí de Bea" in page.context.messages.shown
    assert ("confirm", match) not in page.volunteer.verbs
    page.show_record(bea)
    settle()
    page.volunteer.verbs["no", match].setFocus()
    press(Key.Key_N)
    settle()
    assert need(office, uid=asked).record.state == NeedState.OPEN
    assert "el plan ahora propone a Ana y Caro" in page.context.messages.shown
    page.context.messages.action.click()
    assert went == [("matching", asked)]
    [rule] = turned_down(office)
    assert rule.volunteer == "Bea"
    history.undo(office)
    assert match_lines(office)[0].state == MatchState.ACCEPTED


def test_somebody_else_takes_it_on_from_the_list_of_who_could(shown, page, settle, office):
    asked = home(office, wants(office, "accompaniment", people=1))[1]
    ana = helper(office, name="Ana", **GOES)
    helper(office, name="Bea", absences=[DateRange(first=DAY, last=DAY)], **GOES)
    caro = helper(office, name="Caro", **GOES)
    match = accepted(office, asked, ana)
    shown()
    page.show_record(ana)
    settle()
    page.volunteer.verbs["hand", match].setFocus()
    press(Key.Key_W)
    settle()
    who = window(page, WhoCould)
    assert who.count.text() == "1 volunteer could do it."
    lines = [who.list.item(row).text() for row in range(who.list.count())]
    assert lines[0] == "They could"
    assert lines[1].startswith("Caro (")
    assert "offers court accompaniment" in lines[1]
    assert "Against it: not free then" in lines[3], "Bea is away"
    who.list.setFocus()
    press(Key.Key_Return)
    settle()
    assert [line.people[0][0] for line in match_lines(office)] == [caro]
    assert "is now a question to Caro" in page.context.messages.shown
    page.context.messages.action.click()
    settle()
    assert [line.people[0][0] for line in match_lines(office)] == [ana]


def test_what_is_described_freely_finds_who_speaks_and_opens_the_page(shown, page, settle, office, went):
    mam = helper(office, name="Efraín", languages=[SpokenLanguage(code="mam")], **GOES)
    helper(office, name="Otra", **GOES)
    shown()
    press(Key.Key_Escape)
    page.who_could()
    settle()
    who = window(page, WhoCould)
    choose(who.language, "mam")
    who.day.set_day(DAY)
    who.read()
    settle()
    assert who.part.code() == "MORNING"
    assert [one.able for one in who.found] == [True, False]
    who.list.setFocus()
    press(Key.Key_Return)
    assert went[-1] == ("volunteers", mam)


def test_a_message_is_changed_copied_and_noted_as_asked(shown, page, settle, office):
    asked = home(office, wants(office, "accompaniment"), languages=["mam"], phones=[Phone(number="+17735550165")])[1]
    ana = helper(office, name="Ana", languages=[SpokenLanguage(code="spa")], **GOES)
    bea = helper(office, name="Bea", languages=[SpokenLanguage(code="eng")], **GOES)
    match = accepted(office, asked, ana, bea)
    shown()
    page.show_record(bea)
    settle()
    page.volunteer.verbs["message", match].setFocus()
    press(Key.Key_M)
    settle()
    box = window(page, MessageWindow)
    assert box.to.code() == bea, "whose page it is comes first"
    assert box.text.toPlainText().startswith("Hello! Could you help on")
    box.to.set_code(ana)
    box.to.chosen.emit(ana)
    settle()
    assert box.text.toPlainText().startswith("¡Hola! ¿Podría ayudar el")
    box.to.set_code("household")
    box.to.chosen.emit("household")
    settle()
    assert "Their first language is Mam" in box.note.text()
    assert not box.noted_button.isVisible()
    assert "5550165" not in texts(box)
    box.to.set_code(ana)
    box.to.chosen.emit(ana)
    settle()
    box.text.setPlainText("¿Puede el sábado?")
    box.noted_button.click()
    settle()
    assert QGuiApplication.clipboard().text() == "¿Puede el sábado?"
    [line] = match_lines(office)
    assert [(uid, yes) for uid, _on, yes in line.asks] == [(ana, False)]


def test_on_the_desk_a_no_of_one_of_two_is_undone_with_its_rule_and_plan(app, qtbot, context, tasks, settle, office):
    desk = MatchingPage(context)
    tasks.changed.connect(desk.changed)
    qtbot.addWidget(desk)
    desk.resize(1040, 700)
    for name in ("Ana", "Bea", "Caro"):
        helper(office, name=name, **GOES)
    stock(office, "produce_box", 10)
    asked = home(office, wants(office, "accompaniment"))[1]
    planning.make_plan(office)
    desk.show()
    desk.start()
    settle()
    tree = desk.board.tree

    def key(which: Key) -> None:
        qtbot.keyClick(tree, which)
        settle()

    key(Key.Key_A)
    before = desk.state.proposals[0].volunteers
    key(Key.Key_N)
    menu = next(found for found in desk.findChildren(QMenu) if found.objectName() == "whom")
    assert [action.text() for action in menu.actions()] == [name for _uid, name in before]
    menu.actions()[0].trigger()
    menu.close()
    settle()
    after = desk.state.proposals[0].volunteers
    assert before[0] not in after
    assert len(desk.state.seen.rules) == 1
    history.undo(office)
    tasks.changed.emit(history_changed())
    settle()
    assert desk.state.seen.rules == ()
    assert desk.state.proposals[0].kept == MatchState.ACCEPTED
    key(Key.Key_Y)
    menu = [found for found in desk.findChildren(QMenu) if found.objectName() == "whom"][-1]
    menu.actions()[0].trigger()
    menu.close()
    settle()
    assert "still waits for the yes of" in context.messages.shown
    key(Key.Key_Y)
    assert need(office, uid=asked).record.state == NeedState.SCHEDULED


def history_changed():
    from mutualaid.records.views import Area, Changed

    return Changed(frozenset({Area.MATCHES}))
