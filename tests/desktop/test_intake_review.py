"""Forms from an event, from the kit to households: looked at one by one, filled, compared, accepted, taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel, QPushButton, QWidget

from mutualaid.desktop import language
from mutualaid.desktop.events.change import ChangeAnswers
from mutualaid.desktop.events.page import REVIEW, WAYS, IntakePage
from mutualaid.desktop.page import Context
from mutualaid.desktop.shots import settle
from mutualaid.records.household import Household
from mutualaid.records.need import Need
from mutualaid.records.views import Changed
from mutualaid.services import collecting
from mutualaid.services.drafts import Draft
from mutualaid.services.households import add_household, change_household
from tests.desktop.keyboard import choose, focused, press, write
from tests.desktop.sealed_forms import new_event, plain, seal
from tests.desktop.walk import note

TODAY = date(2026, 11, 23)


class Desk:
    """The page with what the shell does around it: what was written goes round, actions and pages are remembered."""

    def __init__(self, office: Any, tasks: Any, bar: Any, settle: Callable[[], None], folder: Path) -> None:
        self.office, self.bar, self.settle, self.folder = office, bar, settle, folder
        self.ran: list[str] = []
        self.page = IntakePage(Context(office, tasks, bar, lambda _key, _uid: None, self.ran.append))
        tasks.changed.connect(self.page.changed)

    def event(self, *forms: dict[str, Any], **how: Any) -> Path:
        """A file of a new event with these forms, brought in."""
        _uid, kit = new_event(self.office, self.folder)
        out = kit.with_suffix(".forms")
        seal(kit, out, forms, **how)
        collecting.collect(self.office, path=out)
        return out

    def homes(self) -> list[Household]:
        with self.office.store.read() as read:
            return [row.record for row in read.all(Household)]

    def needs(self) -> list[Need]:
        with self.office.store.read() as read:
            return [row.record for row in read.all(Need)]

    def waiting(self) -> list[int]:
        return [form.number for form in collecting.waiting_forms(self.office)]

    def choose(self, number: int) -> None:
        self.page.review.go_to(next(form.uid for form in self.page.state.forms() if form.number == number))
        self.settle()

    def key(self, letter: str) -> None:
        write(letter)
        self.settle()

    def said(self) -> str:
        return str(self.bar.shown)

    def undo(self) -> None:
        self.bar.action.click()
        self.settle()

    def number(self) -> int:
        form = self.page.state.form(self.page.state.chosen)
        return form.number if form is not None else -1


@pytest.fixture
def desk(office, tasks, bar, settle, tmp_path, qtbot):
    made = Desk(office, tasks, bar, settle, tmp_path)
    qtbot.addWidget(made.page)
    return made


@pytest.fixture
def reviewing(desk, show_page) -> Callable[[], Desk]:
    """Shows the review, with the keyboard in the list."""

    def show() -> Desk:
        desk.page.resize(1100, 700)
        show_page(desk.page)
        desk.page.show_look(REVIEW)
        desk.settle()
        return desk

    return show


def words(widget: QWidget) -> str:
    """What can be read or heard, hidden parts and what waits to be deleted included."""
    parts = [*widget.findChildren(QLabel), *widget.findChildren(QPushButton)]
    return "\n".join(f"{part.text()} {part.accessibleName()} {part.toolTip()}" for part in parts)


def question(page: QWidget) -> QDialog:
    return next(one for one in page.findChildren(QDialog) if one.isVisible())


def test_a_form_is_accepted_by_one_letter_and_the_next_comes_into_view(desk, reviewing):
    desk.event(plain(1), plain(2), plain(3))
    reviewing()
    assert desk.number() == 1
    desk.key("a")
    assert desk.waiting() == [2, 3]
    assert desk.number() == 2
    assert focused() is desk.page.review.table
    assert [home.contact_name for home in desk.homes()] == ["Fermín Chávez"]
    assert [need.category for need in desk.needs()] == ["food"]
    assert desk.said() == "Form 1: accepted."
    desk.key("l")
    desk.key("a")
    assert desk.waiting() == [2]


@pytest.mark.campaign
def test_undo_brings_the_form_back_and_takes_the_household_away(desk, reviewing):
    desk.event(plain(1), plain(2))
    reviewing()
    desk.key("a")
    desk.undo()
    assert desk.homes() == []
    assert desk.needs() == []
    assert desk.waiting() == [1, 2]
    assert desk.number() == 1


@pytest.mark.campaign
def test_what_somebody_worked_on_is_not_taken_back(desk, reviewing):
    desk.event(plain(1))
    reviewing()
    desk.key("a")
    with desk.office.store.read() as read:
        uid = read.all(Household)[0].uid
    change_household(desk.office, uid=uid, notes="Called on Monday")
    desk.undo()
    assert "cannot be taken back" in desk.said()
    assert len(desk.homes()) == 1


@pytest.mark.campaign
def test_a_form_is_set_aside_and_taken_back(desk, reviewing):
    desk.event(plain(1), plain(2))
    reviewing()
    desk.key("d")
    assert desk.waiting() == [2]
    assert desk.homes() == []
    assert desk.said() == "Form 1: set aside."
    desk.undo()
    assert desk.waiting() == [1, 2]


def test_a_form_for_later_goes_to_the_end_and_comes_again(desk, reviewing):
    desk.event(plain(1), plain(2), plain(3))
    reviewing()
    desk.key("l")
    assert desk.number() == 2
    assert [form.number for form in desk.page.state.forms()] == [2, 3, 1]
    desk.key("a")
    desk.key("a")
    assert desk.number() == 1
    desk.key("a")
    assert desk.waiting() == []
    assert "Nothing waits for you" in words(desk.page.review)


def test_names_numbers_and_addresses_are_covered_until_she_asks_and_again_with_the_next_form(desk, reviewing):
    desk.event(plain(1, address="2300 S Millard Ave", safe_contact="After six"), plain(2))
    reviewing()
    assert "After six" in words(desk.page)
    for secret in ("Fermín", "555", "Millard", "Ixchel"):
        assert secret not in words(desk.page)
    desk.key("v")
    assert "Fermín Chávez" in words(desk.page)
    assert "2300 S Millard Ave" in words(desk.page)
    desk.key("l")
    for secret in ("Fermín", "555", "Millard", "Ixchel"):
        assert secret not in words(desk.page)


@pytest.mark.campaign
def test_being_away_covers_what_was_uncovered(desk, reviewing):
    desk.event(plain(1))
    reviewing()
    desk.key("v")
    desk.page.set_masked(True)
    assert "Fermín" not in words(desk.page)


def test_a_gap_is_pointed_out_and_filled_in_place(desk, reviewing):
    desk.event(plain(1), unfinished={"keep": True, "contact_name": "Marta", "languages": ["mam"]})
    reviewing()
    desk.choose(0)
    pane = desk.page.review.pane
    assert "broke off before the end" in pane.doubts.text()
    assert set(pane.gaps.fields) == {"zone", "needs"}
    desk.key("a")
    assert "Something is missing" in desk.said()
    assert desk.waiting() == [1, 0]
    assert pane.is_filling()
    choose(pane.gaps.fields["zone"].choice, "Little Village")
    pane.gaps.fields["needs"].tiles.press("food")
    desk.settle()
    assert desk.page.state.gaps(desk.page.state.form(desk.page.state.chosen)) == {}
    pane.verbs["accept"].click()
    desk.settle()
    assert desk.waiting() == [1]
    assert [(home.contact_name, home.zone) for home in desk.homes()] == [("Marta", "chi-30")]


@pytest.mark.campaign
def test_letters_typed_into_a_gap_are_no_verbs(desk, reviewing):
    desk.event(plain(1), unfinished={"keep": True, "contact_name": "Marta"})
    reviewing()
    desk.choose(0)
    gaps = desk.page.review.pane.gaps
    gaps.fields["needs"].other.line.setFocus()
    write("madera de la buena")
    desk.settle()
    assert desk.waiting() == [1, 0]
    assert gaps.fields["needs"].other.text() == "madera de la buena"


@pytest.mark.campaign
def test_without_any_way_to_reach_them_a_form_is_not_whole(desk, reviewing):
    nobody = plain(1, contact_name=None, phone=None)
    desk.event(nobody)
    reviewing()
    pane = desk.page.review.pane
    assert pane.no_way.isVisible()
    assert set(pane.gaps.fields) == {"contact_name", "safe_contact", "phone"}
    desk.key("a")
    assert desk.waiting() == [1]
    pane.gaps.fields["safe_contact"].setFocus()
    write("Ask at the bakery")
    desk.settle()
    assert not pane.no_way.isVisible()
    pane.verbs["accept"].click()
    desk.settle()
    assert [home.safe_contact for home in desk.homes()] == ["Ask at the bakery"]


def known(desk: Desk, **fields: Any) -> None:
    usual: dict[str, Any] = {"code": "KNOW-01", "zone": "chi-31", "received_on": TODAY}
    add_household(desk.office, household=Household.checked(**(usual | fields)))


def known_home(desk: Desk, **fields: Any) -> None:
    known(desk, contact_name="Fermín Chavez Tzoc", phones=[{"number": "+13125551001"}], **fields)


def test_households_alike_are_compared_and_merging_adds_what_is_new(desk, reviewing):
    known_home(desk, address="18 Elm")
    desk.event(plain(1), plain(2))
    reviewing()
    part = desk.page.review.pane.likeness
    assert part.isVisible()
    assert "Fermín" not in words(desk.page)
    assert "KNOW-01" in words(part)
    desk.key("m")
    assert part.pair.chosen == "merge"
    desk.key("a")
    homes = desk.homes()
    assert [home.code for home in homes] == ["KNOW-01"]
    assert homes[0].address == "18 Elm"
    assert len(desk.needs()) == 1
    desk.undo()
    assert desk.needs() == []
    assert desk.homes()[0].languages == []


@pytest.mark.campaign
def test_households_only_alike_are_both_kept(desk, reviewing):
    known_home(desk)
    desk.event(plain(1), plain(2))
    reviewing()
    desk.key("b")
    desk.key("a")
    assert len(desk.homes()) == 2


@pytest.mark.campaign
def test_skipping_writes_nothing_and_the_form_waits_no_more(desk, reviewing):
    known_home(desk)
    desk.event(plain(1), plain(2))
    reviewing()
    desk.key("s")
    desk.key("a")
    assert len(desk.homes()) == 1
    assert desk.waiting() == [2]
    assert "left out" in desk.said()


def test_a_household_that_may_be_known_is_never_merged_without_her_word(desk, reviewing):
    known(desk, contact_name="Fermin Chaves", zone="chi-30")
    desk.event(plain(1))
    reviewing()
    assert not desk.page.state.alike(desk.page.state.chosen)[0].same
    desk.key("a")
    assert "First say whether" in desk.said()
    assert desk.waiting() == [1]
    assert focused() in desk.page.review.pane.likeness.pair.buttons.values()


def test_a_changed_number_is_looked_for_before_the_form_is_accepted(desk, reviewing):
    known(desk, contact_name="", phones=[{"number": "+17735550199"}])
    desk.event(plain(1))
    reviewing()
    assert not desk.page.review.pane.likeness.isVisible()
    form = desk.page.state.chosen
    desk.page.state.change(form, {**plain(1), "phone": "773 555 0199"})
    desk.page.review.show_forms()
    desk.key("a")
    assert desk.waiting() == [1]
    assert desk.page.review.pane.likeness.isVisible()


def test_answers_are_changed_in_a_window_and_count_once_accepted(desk, reviewing, qtbot):
    desk.event(plain(1, household_size=3))
    reviewing()
    desk.key("e")
    window = question(desk.page)
    assert isinstance(window, ChangeAnswers)
    window.form.fields["household_size"].put({"household_size": 6})
    window.form.fields["contact_name"].put({"contact_name": "Fermín Tzoc"})
    window.save()
    desk.settle()
    assert [form.answers["household_size"] for form in collecting.waiting_forms(desk.office)] == [3]
    assert desk.page.review.pane.changed_note.isVisible()
    desk.key("a")
    assert [(home.contact_name, home.size) for home in desk.homes()] == [("Fermín Tzoc", 6)]


@pytest.mark.campaign
def test_answers_that_do_not_hold_stay_in_the_window(desk, reviewing):
    desk.event(plain(1, household_size=2))
    reviewing()
    desk.key("e")
    window = question(desk.page)
    window.form.fields["ages"].put({"ages": {"3-11": 5}})
    window.save()
    assert window.isVisible()
    assert "add up to more people" in window.form.rows["ages"].error.text()
    window.dirty = False
    window.reject()


def test_all_plain_ones_are_accepted_at_once_and_taken_back_at_once(desk, reviewing):
    known_home(desk)
    marked = plain(9, notes="My A-number is A-123456789")
    desk.event(plain(1), plain(2), plain(3), plain(4), marked, unfinished={"keep": True, "contact_name": "Marta"})
    reviewing()
    desk.page.review.plain_button.click()
    ask = question(desk.page)
    assert "Accept 3 forms unseen?" in words(ask)
    ask.accept()
    desk.settle()
    assert desk.waiting() == [1, 5, 0]
    assert desk.said() == "3 forms are accepted."
    assert len(desk.homes()) == 4
    assert not desk.page.review.plain_button.isVisible()
    desk.undo()
    assert desk.waiting() == [1, 2, 3, 4, 5, 0]
    assert len(desk.homes()) == 1


def test_a_double_press_accepts_one_form_once(desk, reviewing):
    desk.event(plain(1), plain(2))
    reviewing()
    accept = desk.page.review.pane.verbs["accept"]
    accept.click()
    accept.click()
    desk.key("a")
    assert desk.waiting() == [2]
    assert len(desk.homes()) == 1


def test_a_form_that_somebody_decided_on_meanwhile_is_refused_with_a_sentence(desk, reviewing):
    desk.event(plain(1), plain(2))
    reviewing()
    collecting.dismiss_forms(desk.office, forms=[desk.page.state.chosen])
    desk.key("a")
    assert "not waiting any more" in desk.said()
    assert desk.number() == 2
    assert desk.homes() == []


@pytest.mark.campaign
def test_a_change_elsewhere_keeps_what_she_is_doing(desk, reviewing):
    desk.event(plain(1), plain(2), unfinished={"keep": True, "contact_name": "Marta"})
    reviewing()
    desk.choose(0)
    gaps = desk.page.review.pane.gaps
    gaps.fields["zone"].choice.set_code("chi-31")
    gaps.fields["zone"].changed.emit()
    desk.settle()
    desk.page.changed(Changed(frozenset({next(iter(IntakePage.areas))})))
    desk.settle()
    assert desk.number() == 0
    assert desk.page.review.pane.gaps is gaps
    assert desk.page.state.answers(desk.page.state.form(desk.page.state.chosen))["zone"] == "chi-31"


@pytest.mark.campaign
def test_the_language_changes_while_a_form_is_open_and_nothing_is_uncovered(app, desk, reviewing):
    known_home(desk)
    desk.event(plain(1))
    reviewing()
    language.switch(app, "es")
    desk.settle()
    said = words(desk.page)
    assert all(word in said for word in ("Aceptar (A)", "Juntar (M)", "Formulario 1", "En la oficina: KNOW-01"))
    assert "Fermín" not in said
    assert "español" in said


@pytest.mark.campaign
def test_three_hundred_forms_are_listed_accepted_in_one_go_and_taken_back(desk, reviewing):
    desk.event(*(plain(number, contact_name=_called(number)) for number in range(300)))
    reviewing()
    assert desk.page.review.model.rowCount() == 300
    n = len(desk.page.state.plain())
    desk.page.review.plain_button.click()
    question(desk.page).accept()
    settle(desk.page.context.tasks)
    assert len(desk.waiting()) == 300 - n
    note(f"300 forms brought in, {n} of them plain and accepted in one go")
    assert n > 150  # twelve first names and ten surnames make many that sound alike, and those are not plain
    desk.bar.action.click()
    settle(desk.page.context.tasks)
    assert len(desk.waiting()) == 300


def _called(number: int) -> str:
    firsts = ("Ana", "Beto", "Carla", "Dora", "Elena", "Fito", "Gema", "Hugo", "Ines", "Jose", "Karla", "Luis")
    lasts = ("Abrego", "Bolaños", "Cifuentes", "Duarte", "Escoto", "Figueroa", "Galdámez", "Huezo", "Iraheta", "Jovel")
    return f"{firsts[number % 12]} {lasts[number // 12 % 10]} {lasts[number // 120]}"


def test_escape_leads_back_to_the_list_from_a_field(desk, reviewing):
    desk.event(plain(1), unfinished={"keep": True, "contact_name": "Marta"})
    reviewing()
    desk.choose(0)
    desk.key("a")
    assert desk.page.review.pane.is_filling()
    press(Qt.Key.Key_Escape)
    assert focused() is desk.page.review.table


@pytest.mark.campaign
def test_changes_that_were_left_half_typed_are_offered_again(desk, reviewing):
    desk.event(plain(1), plain(2))
    reviewing()
    desk.key("e")
    window = question(desk.page)
    window.form.fields["contact_name"].put({"contact_name": "Fermín T"})
    draft = Draft("d1", "waiting_form", window.draft_uid(), window.draft())
    window.dirty = False
    window.reject()
    desk.page.show_look(WAYS)
    desk.page.reopen(draft)
    desk.settle()
    again = question(desk.page)
    assert again.form.fields["contact_name"].answers() == {"contact_name": "Fermín T"}
    again.save()
    desk.settle()
    assert desk.page.state.answers(desk.page.state.form(draft.uid))["contact_name"] == "Fermín T"


def test_every_way_in_is_started_by_its_button(desk, show_page):
    show_page(desk.page)
    for key in ("call", "keying", "paper", "import", "xlsform"):
        desk.page.ways.buttons[key].click()
    assert desk.ran == ["call", "keying", "paper", "import", "xlsform"]
    assert desk.page.stack.currentIndex() == WAYS
