"""The summaries page with a summary on it: every look and dialog, in large letters, in both languages and none."""

from __future__ import annotations

from datetime import date
from functools import partial

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from mutualaid.desktop import language, theme
from mutualaid.desktop.shell import Shell
from mutualaid.desktop.shots import settle
from mutualaid.desktop.summaries.make_state import MakeState
from mutualaid.desktop.summaries.published import LANGUAGES, method
from mutualaid.desktop.summaries.state import Seen
from mutualaid.desktop.tasks import Tasks
from mutualaid.services.publication_plan import review_plan
from mutualaid.services.releases import hand_out, published_file, releases, settle_release
from mutualaid.services.sampling import fill_sample
from mutualaid.summaries.plan import USUAL_PLAN
from tests.desktop.seen_faults import clipped, faint, nameless, small, tab_faults, unwatched
from tests.desktop.seen_words import Recogniser, stored_texts, table_names, words_of
from tests.desktop.walk import SIZE, bury, visit_dialogs
from tests.services.make import new_office

WAYS = {"qps large": ("qps", 1.5), "es large": ("es", 2), "en": ("en", 1), "es": ("es", 1)}
LATER = [pytest.param(way, marks=pytest.mark.campaign) for way in ("es large", "en", "es")]


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """An office that has made a quarter's summary, and handed it to somebody."""
    place = tmp_path_factory.mktemp("looks")
    made = new_office(place / "office")
    fill_sample(made, households=140, needs=320, volunteers=0, lots=0, seed=4)
    review_plan(made, plan=USUAL_PLAN)
    settled = settle_release(made, period=_last_quarter())
    hand_out(made, release_id=settled.id, out=place, recipient="Ward office")
    yield made
    made.close()


def _last_quarter() -> str:
    return MakeState(Seen(), date.today()).code


@pytest.fixture
def shell(app, office):
    tasks = Tasks()
    made = Shell(office, tasks)
    made.resize(*SIZE)
    yield made
    settle(tasks)
    tasks.shutdown()
    made.hide()
    made.deleteLater()
    bury()


def walk(shell, look) -> None:
    """Every look of the page and each of its windows; the preview in a narrow window too."""
    shell.show()
    shell.activateWindow()
    shell.go("summaries")
    settle(shell.tasks)
    page = shell.page()
    for name, show in page.views().items():
        show()
        settle(shell.tasks)
        look(name, shell)
    if page.public.made.look_button.isVisible():
        page.public.look(close=True)
        settle(shell.tasks)
        look("the preview", shell)
        page.public.look(close=False)
    for name, opener in page.dialogs().items():
        visit_dialogs(name, opener, shell.tasks, look)


@pytest.mark.parametrize("way", ["qps large", *LATER])
def test_every_look_and_window_is_whole_named_watched_and_reached_by_tab(app, shell, way):
    lang, times = WAYS[way]
    usual, large = app.font(), app.font()
    large.setPointSizeF(usual.pointSizeF() * times)
    app.setFont(large)
    theme.apply(app, "light")
    language.switch(app, lang)
    known = stored_texts(shell.office) | _published(shell.office)
    zones = {name for zone in shell.office.zones.values() for name in (zone.name, zone.code)}
    recogniser = Recogniser(known | table_names(zones) | {"Lupe", "Ward office"})
    found: list[str] = []

    def look(name: str, window: QWidget) -> None:
        for faults in (clipped, nameless, unwatched, small, tab_faults):
            found.extend(f"{name}, {faults.__name__}: {fault}" for fault in faults(window))
        if lang == "qps":
            stray = [text for _kind, text in words_of(window) if recogniser.is_stray(text)]
            found.extend(f"{name}, not translated: {text!r}" for text in stray)

    try:
        walk(shell, look)
    finally:
        app.setFont(usual)
        language.switch(app, "en")
    assert not found, "\n".join(found)


def _published(office) -> set[str]:
    """The published pages on protection; they are in their two languages whatever the window is in."""
    uid = releases(office)[0].id
    texts = [published_file(office, release_id=uid, name=f"how-protected.{lang}.txt").decode() for lang in LANGUAGES]
    return {text for whole in texts for heading, rest in method(whole) for text in (heading, *rest)}


@pytest.mark.parametrize(
    "look", ["contrast", *(pytest.param(look, marks=pytest.mark.campaign) for look in ("light", "dark"))]
)
def test_every_part_is_readable_on_its_ground(app, shell, look):
    theme.apply(app, look)
    found: list[str] = []
    shell.show()
    shell.go("summaries")
    settle(shell.tasks)
    for name, show in shell.page().views().items():
        show()
        settle(shell.tasks)
        QApplication.processEvents()
        found += [f"{name}: {fault}" for widget in shell.page().findChildren(QWidget) for fault in faint(widget)]
    theme.apply(app, "light")
    assert found == []


@pytest.mark.campaign  # every page is switched every day
def test_the_language_switched_while_the_page_is_open_leaves_no_word_of_the_other(app, shell):
    shell.show()
    shell.go("summaries")
    settle(shell.tasks)
    said = partial(lambda page: sorted(set(words_of(page))), shell.page())
    english = said()
    language.switch(app, "es")
    settle(shell.tasks)
    spanish = said()
    language.switch(app, "en")
    settle(shell.tasks)
    assert said() == english
    assert not {text for _kind, text in spanish if len(text) > 12} & {text for _kind, text in english if len(text) > 12}
