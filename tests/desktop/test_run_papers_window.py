"""The windows of papers: looked at, chosen, saved, printed; the card's words changed and put back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from mutualaid.desktop import language, theme
from mutualaid.desktop.page import Context
from mutualaid.desktop.runs import sheet_preview, verbs
from mutualaid.desktop.runs.paper_window import SheetWindow, open_sheet, roster
from mutualaid.desktop.runs.rights_window import RightsWindow, open_rights
from mutualaid.desktop.runs.window import RunsWindow, open_runs
from mutualaid.desktop.tasks import Tasks
from mutualaid.desktop.undoing import undo
from mutualaid.desktop.widgets.messages import MessageBar
from mutualaid.papers import sheet as sheets
from mutualaid.services import runs
from mutualaid.services.office import Office
from mutualaid.services.paper_texts import card_texts, standard_card
from tests.desktop.seen_faults import clipped, nameless, small, tab_faults, unwatched
from tests.services.driving import tomorrow, with_run


@pytest.fixture
def top(qtbot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def context(office: Office, tasks: Tasks, top: QWidget) -> Context:
    return Context(office, tasks, MessageBar(top), lambda _page, _uid: None, lambda _name: None)


@pytest.fixture
def window(office: Office, context: Context, top: QWidget, settle: Callable[[], None]) -> Iterator[RunsWindow]:
    with_run(office, 4, quantity=2)
    made = open_runs(context, top)
    settle()
    yield made
    top.hide()


def shown(window: QWidget, kind: type[QDialog]) -> QDialog:
    return next(one for one in window.findChildren(kind) if one.isVisible())


def test_a_run_sheet_is_looked_at_and_saved_and_so_is_the_card(
    window: RunsWindow, context: Context, office: Office, settle: Callable[[], None], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    window.pane.papers.action(0).trigger()
    settle()
    sheet = shown(window, SheetWindow)
    assert sheet.windowTitle() == "Run sheet"
    assert sheet.view.count == 1
    sheet.codes.setChecked(True)
    settle()
    assert "Nombre" not in str(sheet.sheet.data)
    sheet.save_pdf(tmp_path / "a.pdf")
    settle()
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")
    assert "Keep it safe" in sheet.messages.shown
    sheet.save_pdf(office.folder / "a.pdf")
    settle()
    assert not (office.folder / "a.pdf").exists()
    monkeypatch.setattr(sheets, "PRINTER_DPI", 60)
    monkeypatch.setattr(sheet_preview.printing, "printers", list)
    sheet.print_pages()
    assert "No printer" in sheet.messages.shown
    drawn: list[object] = []
    monkeypatch.setattr(sheet_preview.printing, "printers", lambda: ["one"])
    monkeypatch.setattr(sheet_preview.printing, "ask_printer", lambda _window, make, _then: drawn.append(make()))
    sheet.print_pages()
    settle()
    assert drawn[0].images[0].width() == 510
    sheet.reject()
    window.rights_button.click()
    settle()
    card = shown(window, RightsWindow)
    assert not card.save_button.isEnabled()
    card.bodies["en"].set_text("Stay calm.")
    card.bodies["en"].changed.emit()
    settle()
    card.save_button.click()
    settle()
    assert card_texts(office)["en"].body == "Stay calm."
    card.restore()
    settle()
    assert card.texts()["en"] == standard_card("en")
    card.save_button.click()
    settle()
    assert card_texts(office)["en"] == standard_card("en")
    undo(context)
    settle()
    assert card_texts(office)["en"].body == "Stay calm."


@pytest.mark.campaign
@pytest.mark.parametrize(("tongue", "times"), [("en", 1), ("es", 2), ("qps", 1.5)])
def test_every_window_of_runs_can_be_read_reached_and_named(
    window: RunsWindow, context: Context, office: Office, settle: Callable[[], None], tongue: str, times: float
) -> None:
    app = QApplication.instance()
    usual, large = app.font(), app.font()
    large.setPointSizeF(usual.pointSizeF() * times)
    app.setFont(large)
    theme.apply(app, "light")
    language.switch(app, tongue)
    faults: list[str] = []

    def look(name: str, one: QWidget) -> None:
        settle()
        for search in (clipped, nameless, unwatched, tab_faults, small):
            faults.extend(f"{name}: {search.__name__}: {fault}" for fault in search(one))
        if one.width() > 1280 or one.height() > 800:
            faults.append(f"{name}: too large")

    try:
        window.close()
        window = open_runs(context, window.parentWidget())
        settle()
        runs.confirm_run(office, uid=window.seen.lines[0].uid)
        window.refresh()
        window.pane.refresh()
        look("runs", window)
        for verb in ("part", "move"):
            verbs.mark(window.pane, verb)
            settle()
            form = next(one for one in window.pane.findChildren(QDialog) if one.isVisible())
            look(verb, form)
            form.reject()
        window.pane.run_buttons["change"].click()
        form = next(one for one in window.pane.findChildren(QDialog) if one.isVisible())
        look("change", form)
        form.reject()
        for which in ("sheet", "slips", "labels", "note"):
            window.pane.open_paper(which)
            settle()
            form = next(one for one in window.findChildren(SheetWindow) if one.isVisible())
            look(which, form)
            form.reject()
        week = roster(tomorrow(), tomorrow() + timedelta(days=6))
        for opener in (lambda: open_sheet(context, week, window), lambda: open_rights(context, window)):
            made = opener()
            settle()
            look(type(made).__name__, made)
            made.close()
    finally:
        app.setFont(usual)
        language.switch(app, "en")
        theme.apply(app, "light")
    assert not faults, "\n".join(sorted(set(faults)))
