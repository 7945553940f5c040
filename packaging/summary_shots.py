"""Draws the summaries page in both languages, in letters of the usual size and twice as large.

    .venv/bin/python packaging/summary_shots.py DIR [--guide]

writes DIR/{en,es}-{100,200}-{1280x800,1366x768}-NN-*.png. With `--guide` it draws the pictures of the guide into
docs/guide/images/summaries instead. It needs no display, and nobody in the pictures lives.
"""

from __future__ import annotations

import secrets
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path

from guide_shots import GUIDE, close, leave, save  # chooses the platform first
from PySide6.QtWidgets import QApplication, QWidget

from mutualaid.desktop import language
from mutualaid.desktop.app import make_application
from mutualaid.desktop.shell import Shell
from mutualaid.desktop.shots import settle
from mutualaid.desktop.summaries.make_state import MakeState
from mutualaid.desktop.summaries.page import INSIDE, PLAN, PUBLIC, SummariesPage
from mutualaid.desktop.summaries.state import Seen
from mutualaid.desktop.summaries.zone_map import ZoneMap
from mutualaid.desktop.tasks import Tasks
from mutualaid.services.office import Office, create_office
from mutualaid.services.publication_plan import review_plan
from mutualaid.services.releases import hand_out, settle_release
from mutualaid.services.sampling import fill_sample
from mutualaid.summaries.periods import YEAR
from mutualaid.summaries.plan import STRICT, USUAL_PLAN
from mutualaid.vault.kdf import Argon2Cost

Look = Callable[[str, QWidget], None]
SIZES = ((1280, 800), (1366, 768))
IN_GUIDE = ("plan", "make", "strict", "public", "map", "hand-out", "inside")
_RECIPIENT = "Ward 22"


@contextmanager
def invented_office(folder: Path, households: int, needs: int) -> Iterator[Office]:
    """An office of invented people, with so many behind it in a year."""
    cost = Argon2Cost(memory_kib=32, passes=1, lanes=1)  # protects nobody, and opens at once
    office, _words = create_office(folder, passphrase=secrets.token_hex(16), coordinator="Lupe", kdf=cost)
    try:
        fill_sample(office, households=households, needs=needs, volunteers=6, lots=6, seed=7)
        yield office
    finally:
        office.close()


def publish(office: Office, out: Path) -> None:
    """Make the summary of the last quarter, and hand it to somebody."""
    review_plan(office, plan=USUAL_PLAN)
    made = settle_release(office, period=MakeState(Seen(), date.today()).code)
    out.mkdir()
    hand_out(office, release_id=made.id, out=out, recipient=_RECIPIENT)


def page_of(shell: Shell) -> SummariesPage:
    """The summaries page, on view."""
    shell.show()
    shell.messages.hide()
    shell.go("summaries")
    settle(shell.tasks)
    page = shell.page()
    assert isinstance(page, SummariesPage)
    return page


def see_first(shell: Shell, see: Look) -> None:
    """What is on view before anything was published."""
    page = page_of(shell)
    page.show_look(PLAN)
    see("plan", shell)
    page.show_look(PUBLIC)
    see("nothing", shell)
    window = page.make()
    see("make", window)
    window.choose(window.state.code, strict=True)
    assert window.state.mode == STRICT
    settle(shell.tasks)
    see("strict", window)
    window.state.choose_level(YEAR)
    window.choose(window.state.offers()[-1].period.code)
    window.save()
    settle(shell.tasks)
    see("refused", window)
    close(window)


def see_made(shell: Shell, out: Path, see: Look) -> None:
    """What is on view once a summary was made."""
    page = page_of(shell)
    page.show_look(PUBLIC)
    see("public", shell)
    if page.made.look_button.isVisible():
        page.public.look(close=True)
        settle(shell.tasks)
    drawn = page.preview.findChild(ZoneMap)
    if drawn is not None:
        page.preview.area.verticalScrollBar().setValue(max(0, drawn.y() - 60))
        see("map", shell)
    page.public.look(close=False)
    form = page.ask_hand_out(page.made.uid)
    assert form is not None
    see("hand-out", form)
    close(form)
    audit = page.ask_audit()
    audit.add(out)
    settle(shell.tasks)
    audit.save()
    settle(shell.tasks)
    see("attack", audit)
    close(audit)
    page.show_look(PLAN)
    see("plan-settled", shell)
    page.show_look(INSIDE)
    see("inside", shell)


def draw(offices: tuple[Office, Office], out: Path, lang: str, times: int, size: tuple[int, int], see: Look) -> None:
    """Walk through the page once, in an office that has published nothing and in one that has."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    usual, large = app.font(), app.font()
    large.setPointSizeF(usual.pointSizeF() * times)
    app.setFont(large)
    language.switch(app, lang)
    for office in offices:
        tasks = Tasks()
        shell = Shell(office, tasks)
        shell.resize(*size)

        def settled(name: str, window: QWidget, tasks: Tasks = tasks) -> None:
            settle(tasks)
            see(name, window)

        if office is offices[0]:
            see_first(shell, settled)
        else:
            see_made(shell, out, settled)
        leave(shell)
        tasks.shutdown()
    app.setFont(usual)


def _keep(folder: Path, stem: str, taken: list[str], name: str, window: QWidget) -> None:
    taken.append(name)
    window.grab().save(str(folder / f"{stem}-{len(taken):02d}-{name}.png"))


def _for_guide(lang: str, name: str, window: QWidget) -> None:
    if name in IN_GUIDE:
        save(window, GUIDE / "summaries" / f"{lang}-{name}.png")


def main() -> None:
    """Draw them all, or those of the guide."""
    guide = "--guide" in sys.argv
    make_application([], look="light", lang="en")
    folder = GUIDE if guide else Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as holder,
        invented_office(Path(holder) / "first", 60, 120) as first,
        invented_office(Path(holder) / "busy", 2400, 8000) as busy,
    ):
        out = Path(holder) / "out"
        publish(busy, out)
        for lang in ("en", "es"):
            for times in (1,) if guide else (1, 2):
                for size in SIZES[:1] if guide else SIZES:
                    stem = f"{lang}-{times}00-{size[0]}x{size[1]}"
                    see = partial(_for_guide, lang) if guide else partial(_keep, folder, stem, [])
                    draw((first, busy), out, lang, times, size, see)
    if not guide:
        print(len(list(folder.glob("*.png"))))


if __name__ == "__main__":
    main()
