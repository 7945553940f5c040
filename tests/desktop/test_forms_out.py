"""The windows for blank forms: what is seen before paper is spent, and the way of a form for phones and its key."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from mutualaid.desktop import language, printing
from mutualaid.desktop.forms_out.paper_window import PaperWindow, open_paper
from mutualaid.desktop.forms_out.phone_window import NONE, PASTE, PhoneWindow, open_xlsform
from mutualaid.desktop.page import Context
from mutualaid.desktop.tasks import Tasks
from mutualaid.desktop.widgets.messages import MessageBar
from mutualaid.services.blank_forms import CONSENT_MOST, make_form_key
from mutualaid.services.office import Office
from tests.whole_tables import parse_table


@pytest.fixture
def context(app: QApplication, office: Office, tasks: Tasks, bar: MessageBar) -> Context:
    return Context(office, tasks, bar, go=lambda _key, _uid: None, run=lambda _name: None)


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def paper(context: Context, parent: QWidget, settle: Callable[[], None]) -> PaperWindow:
    made = open_paper(context, parent)
    settle()
    return made


@pytest.fixture
def phone(context: Context, parent: QWidget) -> PhoneWindow:
    return open_xlsform(context, parent)


def first_words(window: PaperWindow) -> str:
    made = window.view._pages.made
    assert made is not None
    return next(mark.text for mark in made.pages[0] if hasattr(mark, "text"))


def test_the_form_is_seen_before_it_is_printed_and_follows_every_choice(
    paper: PaperWindow, settle: Callable[[], None]
) -> None:
    assert (paper.view.count, paper.count.text()) == (2, "1 sheet, printed on both sides.")
    assert first_words(paper) == "Solicitud"
    paper.order.set_code("en")
    paper.order.chosen.emit("en")
    settle()
    assert first_words(paper) == "Request form"
    paper.large.setChecked(True)
    settle()
    assert paper.view.count > 4
    assert paper.view.accessibleDescription() == f"{paper.view.count} pages"


def test_of_two_questions_to_the_readers_the_later_one_counts(paper: PaperWindow, settle: Callable[[], None]) -> None:
    paper.large.setChecked(True)
    paper.large.setChecked(False)
    paper.large.setChecked(True)
    settle()
    assert paper.view.count > 4


def test_an_office_s_own_words_begin_with_the_standard_ones_and_only_what_differs_is_its_own(
    paper: PaperWindow, settle: Callable[[], None], qtbot: QtBot
) -> None:
    assert paper.choices().consent == {}
    paper.consent.own.setChecked(True)
    assert "destruye" in paper.consent.boxes["es"].toPlainText()
    assert paper.choices().consent == {}
    paper.consent.boxes["es"].setPlainText("Lo guardamos seis meses.")
    assert paper.choices().consent == {"es": "Lo guardamos seis meses."}
    paper.lay_out()
    settle()
    made = paper.view._pages.made
    assert made is not None
    assert any(getattr(mark, "text", "") == "Lo guardamos seis meses." for mark in made.pages[0])


def test_words_that_no_form_takes_are_said_and_nothing_is_printed(
    paper: PaperWindow, settle: Callable[[], None]
) -> None:
    paper.consent.own.setChecked(True)
    paper.consent.boxes["en"].setPlainText("a" * (CONSENT_MOST + 1))
    paper.lay_out()
    settle()
    assert "too long" in paper.messages.shown
    assert not paper.print_button.isEnabled()
    assert not paper.pdf_button.isEnabled()
    paper.consent.boxes["en"].setPlainText("We keep it for a month.")
    paper.lay_out()
    settle()
    assert paper.print_button.isEnabled()
    assert not paper.messages.isVisible()


def test_the_form_is_saved_once_and_never_over_another(
    paper: PaperWindow, settle: Callable[[], None], tmp_path: Path
) -> None:
    paper.save_pdf(tmp_path / "sheet.pdf")
    settle()
    assert (tmp_path / "sheet.pdf").read_bytes().startswith(b"%PDF")
    assert "names nobody" in paper.messages.shown
    paper.save_pdf(tmp_path / "sheet.pdf")
    settle()
    assert "nothing is overwritten" in paper.messages.shown


def test_without_a_printer_a_pdf_is_offered(paper: PaperWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing, "printers", list)
    paper.print_button.click()
    assert "PDF" in paper.messages.shown


def test_the_printer_gets_the_pages_that_were_seen(
    paper: PaperWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from PySide6.QtPrintSupport import QPrinter

    monkeypatch.setattr(printing, "printers", lambda: ["one"])
    asked: list[Any] = []
    monkeypatch.setattr(
        printing, "ask_printer", lambda _parent, make, then, both_sides: asked.append((make, both_sides))
    )
    paper.print_button.click()
    ((make, both_sides),) = asked  # type: ignore[misc]
    assert both_sides
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    from mutualaid.papers.letter import print_to

    print_to(printer, make())
    assert (tmp_path / "printed.pdf").read_bytes().count(b"/Type /Page\n") == 2


def place(window: QDialog) -> QFileDialog:
    """The window that asks for a place now."""
    return next(each for each in window.findChildren(QFileDialog) if each.isVisible())


def settings_of(path: Path) -> dict[str, str]:
    import python_calamine

    rows = (
        python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(path.read_bytes()))
        .get_sheet_by_name("settings")
        .to_python()
    )
    return dict(zip(map(str, rows[0]), map(str, rows[1]), strict=True))


def test_a_key_is_made_first_and_the_form_that_carries_it_follows(
    phone: PhoneWindow, settle: Callable[[], None], tmp_path: Path
) -> None:
    phone.save_button.click()
    asking = place(phone)
    assert asking.windowTitle() == "Where to put the private key"
    asking.reject()
    phone.make_key(tmp_path / "key.pem")
    settle()
    assert place(phone).windowTitle() == "Where to put the form"
    place(phone).reject()
    phone.save_button.click()
    assert place(phone).windowTitle() == "Where to put the form", "no second key is made"
    phone.save_form(tmp_path / "form.xlsx")
    settle()
    key = settings_of(tmp_path / "form.xlsx")["public_key"]
    assert len(key) > 300
    assert (tmp_path / "key.pem").read_bytes().startswith(b"-----BEGIN PRIVATE KEY-----")
    assert phone.steps.isVisible()
    assert phone.warning.isVisible()
    assert not phone.save_button.isVisible()


def test_giving_up_after_a_key_was_made_asks_first(
    phone: PhoneWindow, settle: Callable[[], None], tmp_path: Path
) -> None:
    phone.make_key(tmp_path / "key.pem")
    settle()
    place(phone).reject()
    phone.reject()
    assert phone.isVisible()
    assert any(box.windowTitle() == "Throw away what you typed?" for box in phone.findChildren(QDialog))


def test_a_key_of_the_office_s_own_is_checked_beside_its_field(
    phone: PhoneWindow, settle: Callable[[], None], tmp_path: Path
) -> None:
    public = make_form_key(tmp_path / "key.pem")
    phone.key.set_code(PASTE)
    phone.key.chosen.emit(PASTE)
    assert phone.paste.isVisible()
    assert not phone.warning.isVisible()
    phone.paste.setPlainText((tmp_path / "key.pem").read_text())
    phone.save_button.click()
    assert "private key" in phone.form.rows["paste"].error.text()
    assert not [each for each in phone.findChildren(QFileDialog) if each.isVisible()]
    phone.paste.setPlainText(public)
    phone.save_button.click()
    assert not phone.form.rows["paste"].wrong
    place(phone).reject()
    phone.save_form(tmp_path / "form.xlsx")
    settle()
    assert settings_of(tmp_path / "form.xlsx")["public_key"] == public


def test_without_a_key_the_window_says_plainly_what_that_means(
    phone: PhoneWindow, settle: Callable[[], None], tmp_path: Path
) -> None:
    phone.key.set_code(NONE)
    phone.key.chosen.emit(NONE)
    assert "readable on every phone" in phone.warning.text()
    phone.consent.own.setChecked(True)
    assert "locked at once" not in phone.consent.boxes["en"].toPlainText()
    phone.needs.set_codes(["food", "ride"])
    phone.languages.set_codes(["mam"])
    phone.zones.set_codes(["chi-30"])
    phone.save_form(tmp_path / "form.xlsx")
    settle()
    assert "public_key" not in settings_of(tmp_path / "form.xlsx")
    text = repr([row.cells for row in parse_table((tmp_path / "form.xlsx").read_bytes()).rows])
    assert "locked at once" not in text


def test_a_place_in_the_store_or_over_another_file_is_refused_and_the_form_stays(
    phone: PhoneWindow, office: Office, settle: Callable[[], None], tmp_path: Path
) -> None:
    phone.key.set_code(NONE)
    (tmp_path / "there.xlsx").write_bytes(b"mine")
    for path in (office.folder / "form.xlsx", tmp_path / "there.xlsx"):
        phone.save_form(path)
        settle()
        assert phone.messages.isVisible()
        assert phone.save_button.isEnabled()
    phone.make_key(office.folder / "key.pem")
    settle()
    assert not (office.folder / "key.pem").exists()
    assert (tmp_path / "there.xlsx").read_bytes() == b"mine"


def test_the_steps_that_are_left_change_language_with_the_window(
    app: QApplication, phone: PhoneWindow, settle: Callable[[], None], tmp_path: Path
) -> None:
    phone.key.set_code(NONE)
    phone.save_form(tmp_path / "form.xlsx")
    settle()
    language.switch(app, "es")
    said = " ".join(label.text() for label in phone.steps.findChildren(QWidget) if hasattr(label, "text"))
    assert "1. Cree un proyecto nuevo" in said
    assert "ODK Briefcase" not in said, "which is only for what a key of one's own locks"


def test_the_keyboard_reaches_the_pages_and_scrolls_them(paper: PaperWindow, qtbot: QtBot) -> None:
    bar = paper.view.verticalScrollBar()
    paper.view.setFocus()
    qtbot.keyClick(paper.view, Qt.Key.Key_End)
    assert bar.value() == bar.maximum() > 0
    qtbot.keyClick(paper.view, Qt.Key.Key_Home)
    assert bar.value() == 0
