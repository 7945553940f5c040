"""Every page of event mode: no word untranslated, nothing clipped, nothing out of reach."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from mutualaid.desktop import language, theme
from mutualaid.desktop.intake.look import SELF_TARGET, TARGET, Big
from mutualaid.desktop.intake.tiles import Pick, Tick
from mutualaid.desktop.intake.views import ALIAS, ANSWERS, EVENT, rehearse, visit
from mutualaid.desktop.shots import settle
from mutualaid.language.catalog import LANGUAGES, catalog
from mutualaid.language.errors import sentence
from mutualaid.records.errors import NoSpace, Refused
from mutualaid.records.zones import chicago
from tests.desktop.seen_faults import clipped, faint, nameless, small, tab_faults
from tests.desktop.seen_words import Recogniser, table_names, words_of
from tests.desktop.walk import bury, widgets

WAYS = {
    "qps large": ("qps", 1.5, (1280, 800), "light"),
    "es large": ("es", 2, (1280, 800), "light"),
    "es wide": ("es", 2, (1366, 768), "light"),
    "en": ("en", 1, (1280, 800), "contrast"),
}
_DAILY = "qps large"


SHOWN = (Refused("event_file_other_event"), NoSpace("disk_full"))
"""Said in both languages at once."""


def recogniser() -> Recogniser:
    zones = {name for zone in chicago().values() for name in (zone.name, zone.code, *zone.aliases)}
    told = {text for value in ANSWERS.values() if isinstance(value, str) for text in (value, value.lower())}
    own = {"Welcome. Tell us what would help, as much or as little as you like.", "Go on in English"}
    said = {catalog(tag).tr(text) for tag in LANGUAGES for text in own}
    said |= {catalog(tag).ptr("in its own language", "Go on in English") for tag in LANGUAGES}
    said |= {sentence(fault, catalog(tag)) for tag in LANGUAGES for fault in SHOWN}
    letters = {"K7QF-2MXD-9TRA-HB4N", "7ADC-PW2E-MMQ4-19VX", "san-pio.sealed", ALIAS, EVENT}
    return Recogniser(table_names(zones) | zones | told | said | letters)


@pytest.mark.parametrize(
    "way", [pytest.param(way, marks=[] if way == _DAILY else pytest.mark.campaign) for way in WAYS]
)
def test_every_page_of_event_mode_can_be_read_heard_and_reached(app: QApplication, way: str) -> None:
    lang, times, size, look = WAYS[way]
    usual, large = app.font(), app.font()
    large.setPointSizeF(usual.pointSizeF() * times)
    app.setFont(large)
    theme.apply(app, look)
    language.switch(app, lang)
    words, found, seen = recogniser(), [], []
    event = rehearse(app)
    event.window.resize(*size)
    event.window.show()
    event.window.activateWindow()

    def see(name: str, window: QWidget) -> None:
        seen.append(name)
        assert (window.width(), window.height()) == size, name
        faults = [*clipped(window), *nameless(window), *small(window), *low(window, self_serve=times == 2)]
        faults += [fault for widget in widgets(window) for fault in faint(widget)]
        if lang == "qps":
            faults += [f"{kind}: {text}" for kind, text in words_of(window) if words.is_stray(text)]
        if name.split("-", 1)[1] in ("start", "keep", "needs", "zone", "windows", "ages", "summary", "slip"):
            faults += tab_faults(window)
        found.extend(f"{name}: {fault}" for fault in faults)

    try:
        visit(event, lang, lambda: settle(event.tasks), see, self_serve=times == 2)
    finally:
        event.close()
        bury()
        app.setFont(usual)
    assert len(seen) == 34
    assert not found, "\n".join(found)


def low(window: QWidget, *, self_serve: bool) -> list[str]:
    """What is pressed and is lower than a target, or could not be pressed for being below the window's end."""
    least = SELF_TARGET if self_serve else TARGET
    found = []
    for widget in widgets(window):
        if not isinstance(widget, QAbstractButton) or not isinstance(widget, Big | Tick | Pick):
            continue
        if widget.height() < (least if isinstance(widget, Tick | Pick) and not _starts(widget) else TARGET):
            found.append(f"{widget.text()} is {widget.height()} high")
    page = window.page  # type: ignore[attr-defined]
    for place in range(page.row.count()):
        button = page.row.itemAt(place).widget()
        if (
            button is not None
            and button.isVisible()
            and not window.rect().contains(button.mapTo(window, button.rect().bottomRight()))
        ):
            found.append(f"{button.text()} is off the screen")
    return found


def _starts(widget: QWidget) -> bool:
    """Whether it stands on the helper's own page."""
    return any(type(one).__name__ == "StartPage" for one in _above(widget))


def _above(widget: QWidget | None) -> list[QWidget]:
    found = []
    while widget is not None:
        found.append(widget)
        widget = widget.parentWidget()
    return found


def test_event_mode_loads_no_table_models() -> None:
    code = (
        "import os, sys; os.environ['QT_QPA_PLATFORM'] = 'offscreen'\n"
        "from pathlib import Path\n"
        "from mutualaid.__main__ import main\n"
        "from mutualaid.desktop.intake import run, views\n"
        "from mutualaid.desktop.app import make_application\n"
        "from mutualaid.desktop.shots import settle\n"
        "app = make_application([])\n"
        "event = views.rehearse(app); event.window.show(); event.begin('Lupe', True); settle(event.tasks)\n"
        "event.choose_language('es'); event.form.answers['keep'] = True; event.show_form(); event.next()\n"
        "settle(event.tasks); assert event.form.at == 'contact_name', event.form.at\n"
        "event.close()\n"
        "assert run.memory_code() in ('', 'swap_in_clear', 'hibernation_in_clear', 'swap_unknown')\n"
        "assert main(['intake', 'nowhere', '--out', 'forms']) == 1\n"
        "heavy = {'sqlmodel', 'sqlalchemy', 'pydantic'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=root, check=False)
    assert done.returncode == 0, done.stderr
