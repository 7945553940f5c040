"""The partners page, the choice of whom to refer to, and a directory that is brought in, on a real store."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from mutualaid.desktop import language
from mutualaid.desktop.page import Context
from mutualaid.desktop.partners.bringing import BringDirectory, look_at
from mutualaid.desktop.partners.choose import PartnerChooser
from mutualaid.desktop.partners.editor import PartnerEditor
from mutualaid.desktop.partners.page import PartnersPage
from mutualaid.records.partner import Partner, PartnerService
from mutualaid.services import history, partners
from tests.desktop.keyboard import CONTROL, press, texts
from tests.exchange.test_hsds import SAMPLE


@pytest.fixture
def context(tasks, office, bar) -> Context:
    return Context(office, tasks, bar, go=lambda _key, _uid: None, run=lambda _name: None)


@pytest.fixture
def page(qtbot, tasks, context):
    made = PartnersPage(context)
    tasks.changed.connect(made.changed)
    qtbot.addWidget(made)
    made.resize(1000, 700)
    return made


def window(kind):
    found = next(made for made in QApplication.topLevelWidgets() if isinstance(made, kind) and made.isVisible())
    found.activateWindow()
    return found


def add(office, name: str, *services: PartnerService, **fields) -> str:
    record = Partner.checked(code=partners.partner_code(office), name=name, services=list(services), **fields)
    return partners.add(office, partner=record).uids[0]


def rows(page) -> list[str]:
    return [line.name for line in page.model.lines]


def test_an_organization_is_entered_in_spanish_found_filtered_paused_and_brought_back(app, shown, page, settle, office):
    language.switch(app, "es")
    shown()
    assert "Todavía no hay organizaciones" in texts(page.empty)
    page.add()
    form = window(PartnerEditor)
    form.save()
    assert form.isVisible()
    form.name.line.setText("Clínica Sol")
    form.url.setText("clinica.example.org")
    form.phones.rows[0].number.setText("773 555 0144")
    service = form.services.rows[0]
    service.note.line.setText("lunes a viernes")
    form.save()
    assert form.isVisible()  # a service without a name, and a web address that is none
    service.name.line.setText("Consultas")
    service.categories.set_codes(["health"])
    service.languages.set_codes(["spa", "mam"])
    service.no_id.setChecked(True)
    form.url.setText("https://clinica.example.org")
    form.save()
    settle()
    record = partners.partner(office, uid=page.selected)
    assert (record.phones, record.services[0].no_id_asked) == (["+17735550144"], True)
    assert page.partner.badges() == ["Consultas | No piden identificación"]
    add(office, "Refugio", PartnerService(name="Camas", categories=("housing",)))
    page.filters.no_id.setChecked(True)
    settle()
    assert rows(page) == ["Clínica Sol"]
    page.filters.category._tell()
    page.filters.clear_button.click()
    settle()
    assert rows(page) == ["Clínica Sol", "Refugio"]
    page.show_record(partners.partners(office, text="refugio")[0].uid)
    settle()
    page.partner.active_button.click()
    settle()
    assert rows(page) == ["Clínica Sol"]
    history.undo(office)
    page.refresh()
    settle()
    assert rows(page) == ["Clínica Sol", "Refugio"]


def test_whom_to_refer_to_is_chosen_by_keyboard_with_what_to_tell_the_neighbor(qtbot, context, settle, office):
    add(office, "Abogadas del Barrio", PartnerService(name="Papers", categories=("legal",), languages=("eng",)))
    offer = PartnerService(
        name="Porch", categories=("legal",), languages=("spa",), no_id_asked=True, hours="Tue 10–14", fees="free"
    )
    add(office, "Law Porch", offer, phones=["+17735550122"])
    add(office, "Food Shelf", PartnerService(name="Pantry", categories=("food",)))
    chooser = PartnerChooser(context, "legal", ["spa"])
    qtbot.addWidget(chooser)
    chooser.show()
    settle()
    assert [one.name for one in chooser.shown()] == ["Law Porch", "Abogadas del Barrio"]
    chooser.setFocus()
    press(Qt.Key.Key_Down)
    for told in ("(773) 555-0122", "Tue 10–14", "free", "Does not ask for ID."):
        assert told in chooser.told.text()
    press(Qt.Key.Key_Down)
    assert "is not known" in chooser.told.text()
    press(Qt.Key.Key_Up)
    press(Qt.Key.Key_Return)
    assert (chooser.text(), chooser.chosen.uid) == ("Law Porch", partners.partners(office, text="porch")[0].uid)
    chooser.no_id.setChecked(True)
    assert [one.name for one in chooser.shown()] == ["Law Porch"]
    chooser.no_id.setChecked(False)
    chooser.name.line.setText("shelf")
    chooser.name.typed()
    chooser.name.changed.emit()
    chooser.refresh()
    settle()
    assert [one.name for one in chooser.shown()] == ["Food Shelf"]
    chooser.name.line.setText("Somebody else")
    chooser._typed()
    chooser.refresh()
    settle()
    assert (chooser.text(), chooser.chosen, chooser.shown()) == ("Somebody else", None, [])


def test_a_directory_is_looked_at_its_words_are_mapped_and_it_comes_in_in_one_step(
    shown, page, context, settle, office
):
    shown()
    look_at(context, page, SAMPLE)
    settle()
    form = window(BringDirectory)
    said = texts(form)
    assert "2 new organizations" in said
    assert "1 service that is closed" in said
    assert "Marta" not in said
    form.terms["Immigration Law"].set_code("legal")
    form.activateWindow()
    press(Qt.Key.Key_Return, CONTROL)
    settle()
    assert rows(page) == ["Casa de la Esquina", "Nothing More Said"]
    casa = partners.partners(office, text="esquina")[0]
    assert set(casa.categories) == {"legal", "food"}
    history.undo(office)
    assert partners.partners(office) == []
    assert office.settings.taxonomy == {}
