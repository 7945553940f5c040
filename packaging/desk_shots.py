"""Draws the matching desk for its page of the guide, in both languages, from invented people.

    .venv/bin/python packaging/desk_shots.py

writes docs/guide/images/desk/{en,es}-*.png, which docs/guide/matching.{en,es}.md show. It needs no display.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from guide_shots import GUIDE, leave, save  # chooses the platform first
from PySide6.QtWidgets import QApplication, QDialog

from mutualaid.desktop import language
from mutualaid.desktop.app import make_application
from mutualaid.desktop.doors import OfficeDoors
from mutualaid.desktop.matching import verbs
from mutualaid.desktop.matching.gap import Best, Watched
from mutualaid.desktop.matching.page import MatchingPage
from mutualaid.desktop.matching.rows import Row, Tab, View
from mutualaid.desktop.shell import Shell
from mutualaid.desktop.shots import settle
from mutualaid.desktop.tasks import Tasks
from mutualaid.progress import SILENT
from mutualaid.records.kinds import RejectReason
from mutualaid.services.deciding import reject

FOLDER = GUIDE / "desk"
_FOUND = (
    Best(41_000, 62_000, 0.8), Best(49_500, 60_900, 1.6), Best(52_500, 60_500, 3.1), Best(55_800, 59_200, 5.0),
    Best(57_100, 58_600, 8.2), Best(57_400, 58_100, 11.5),
)  # fmt: skip
"""What a search tells of a large office, and when; the sample's own is over before it can be drawn."""


class Midway(Watched):
    """A plan in the making, fourteen seconds after it was asked for."""

    elapsed = 14.0


@contextmanager
def desk(shell: Shell) -> Iterator[MatchingPage]:
    """The page, on view and read."""
    shell.go("matching")
    settle(shell.tasks)
    page = shell.page()
    assert isinstance(page, MatchingPage)
    page.board.set_view(View.NEED)
    page.board.set_tab(Tab.MATCHED)
    settle(shell.tasks)
    yield page


def choose(page: MatchingPage, fits: Callable[[Row], bool]) -> None:
    """Put the cursor on the first line that fits."""
    rows = [row for group in page.state.groups(page.state.tab) for row in group.single]
    page.board.tree.go_to(next((row for row in rows if fits(row)), rows[0]).key)
    settle(page.context.tasks)


def draw(shell: Shell, lang: str) -> None:
    """Why, why not, levers, runs, a plan in the making, turning down, and what changed."""

    def picture(name: str) -> None:
        settle(shell.tasks)
        save(shell, FOLDER / f"{lang}-{name}.png")

    with desk(shell) as page:
        choose(page, lambda row: len(row.item.reasons) > 3)
        picture("why")
        page.board.set_view(View.VOLUNTEER)
        choose(page, lambda row: row.in_run)
        picture("runs")
        page.board.set_tab(Tab.UNMATCHED)
        picture("why-not")
        page.board.set_tab(Tab.LEVERS)
        picture("levers")
        page.board.set_tab(Tab.MATCHED)
        watched = Midway()
        watched.step(62, 100)
        watched.best += _FOUND
        page.solving.watch(watched)
        picture("making")
        page.solving.finish()
        draw_turned_down(page, lang, picture)


def draw_turned_down(page: MatchingPage, lang: str, picture: Callable[[str], None]) -> None:
    """Turn somebody down, and see what the plan around it changed."""
    page.board.set_view(View.NEED)
    verbs.turn_down(page)
    settle(page.context.tasks)
    window = next(w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible())
    save(window, FOLDER / f"{lang}-turn-down.png")
    window.reject()
    open_ones = [p for p in page.state.acceptable() if p.volunteers]
    for proposal in open_ones[:2]:
        reject(page.context.office, need=proposal.need.uid, reason=RejectReason.VOLUNTEER_SAID_NO)
    page.make_plan()
    settle(page.context.tasks)
    page.board.changed_button.setChecked(True)
    tab = next(tab for tab in (Tab.MATCHED, Tab.UNMATCHED) if page.state.groups(tab))
    page.board.set_tab(tab)
    choose(page, lambda row: bool(page.state.rules_of(row.item.need.uid)))
    picture("changed")
    page.board.show_all()


def main() -> None:
    """Draw the desk in both languages, each from an office of its own."""
    app = make_application([], look="light", lang="en")
    doors = OfficeDoors()
    for lang in ("en", "es"):
        language.switch(app, lang)
        office, tasks = doors.sample(SILENT), Tasks()
        try:
            shell = Shell(office, tasks)
            shell.resize(1280, 800)
            shell.show()
            draw(shell, lang)
            leave(shell)
        finally:
            tasks.shutdown()
            doors.close(office)


if __name__ == "__main__":
    main()
