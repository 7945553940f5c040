"""Event mode as it goes: from one person to the next, each page turned only once it is sealed."""

from __future__ import annotations

import gc
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from mutualaid.desktop import language
from mutualaid.desktop.idle import IdleWatch, steady_seconds
from mutualaid.desktop.intake.helping import AskFirst, HelperPage, SlipPage, for_the_helper, stop_now
from mutualaid.desktop.intake.people import Ending, LanguagePage, StillThere, nothing_kept, thanks
from mutualaid.desktop.intake.question import QuestionPage
from mutualaid.desktop.intake.sealing import Pace, Start
from mutualaid.desktop.intake.sitting import Sitting
from mutualaid.desktop.intake.start import StartPage
from mutualaid.desktop.intake.state import SUMMARY, FormState
from mutualaid.desktop.intake.summary import SummaryPage
from mutualaid.desktop.panic import PanicKey
from mutualaid.desktop.widgets.words import announce
from mutualaid.language import question_words
from mutualaid.language.catalog import N_, current_language, tr
from mutualaid.services.event_laptop import Kit, Slip

_SWEEP_MS = 200


class Event(Sitting):
    """The whole of it, from the helper's first page to the closing slip."""

    def __init__(
        self,
        app: QApplication,
        kit: Kit,
        out: Path,
        start: Start,
        *,
        warning: str = "",
        pace: Pace | None = None,
        clock: Callable[[], float] = steady_seconds,
    ) -> None:
        super().__init__(app, kit, out, start, warning=warning, pace=pace or Pace(), clock=clock)
        self.window.helper_asked.connect(self.ask_helper)
        self.window.may_close = lambda: isinstance(self.window.page, StartPage | SlipPage)
        self.panic = PanicKey(self)
        self.panic.pressed.connect(self.hide_all)
        app.installEventFilter(self.panic)
        self.idle: IdleWatch | None = None
        self.form: FormState | None = None
        self.self_serve = False
        self.slips: list[Slip] = []
        self.begin_page.begun.connect(self.begin)
        self.begin_page.left.connect(self.ended)

    # the day

    def begin(self, helper: str, self_serve: bool) -> None:
        """Open the file; then the first person."""
        if self.hold.on:
            return
        self.self_serve = self_serve
        self.book.out = self.begin_page.out
        self._seal(lambda: self.book.open(helper), self._begun)

    def _begun(self) -> None:
        if self.self_serve:
            self.idle = IdleWatch(self, mask_s=self.pace.idle, lock_s=float("inf"), clock=self._clock)
            self.idle.masked.connect(self.ask_still_there)
            self._app.installEventFilter(self.idle)
        self.rest()

    def rest(self) -> None:
        """Nobody's form is on the screen, and nothing of the last one is left: the language page."""
        self.form = None
        page = LanguagePage()
        page.picked.connect(self.choose_language)
        self._turn(page, lambda: self.kit.event, languages=False)
        self.forget()

    def forget(self) -> None:
        """Clipboard, what an input method was composing, and what hangs on the pages that went."""
        self.clipboard.clear()
        QGuiApplication.inputMethod().reset()
        self._pending = None
        QTimer.singleShot(_SWEEP_MS, self, gc.collect)

    def choose_language(self, tag: str) -> None:
        """A person begins."""
        if self._too_soon():
            return
        language.switch(self._app, tag)
        self.form = FormState(self.kit.questions)
        if self.idle is not None:
            self.idle.touch()
        self.show_form()

    # one person's form

    def show_form(self) -> None:
        """The page that the form is at."""
        form = self.form
        if form is None:
            return
        if form.at == SUMMARY:
            summary = SummaryPage(self.kit, form, self_serve=self.self_serve)
            summary.change.connect(self.change)
            summary.send.connect(self.send)
            summary.back.connect(self.back)
            summary.stop.connect(self.ask_stop)
            self._turn(summary, lambda: tr("Before you send it"))
            return
        number, total = form.position()
        page = QuestionPage(
            self.kit, form.question, form.answers, first=number == 1, changing=form.changing, self_serve=self.self_serve
        )
        page.next.connect(self.next)
        page.skip.connect(self.skip)
        page.back.connect(self.back)
        page.stop.connect(self.ask_stop)
        page.control.changed.connect(self._edited)
        self._turn(page, lambda: tr("Question {number} of {total}", number=number, total=total))
        announce(self.window, f"{self.window.where.text()}. {page.heading.text()}")

    def _take(self) -> FormState | None:
        """The form with what stands on the page; none where nothing may be pressed."""
        page, form = self.window.page, self.form
        if self._too_soon() or form is None or not isinstance(page, QuestionPage):
            return None
        form.take(page.control.values())
        return form

    def next(self) -> None:
        """Seal the page and go on."""
        form, page = self._take(), self.window.page
        if form is None or not isinstance(page, QuestionPage):
            return
        if form.refused:
            self._seal(self.book.drop, self.nothing_kept)
        elif form.unanswered():
            page.tell(lambda: tr(_NEEDED if page.question.needed else _OR_SKIP))
        elif problem := form.problem():
            page.tell(lambda: question_words.problem(problem))
        else:
            self._keep(form.go_on)

    def skip(self) -> None:
        """She would rather not say: take back what stood there, and go on."""
        form = self._take()
        if form is not None and not form.question.needed:
            form.skip()
            self._keep(form.go_on)

    def back(self) -> None:
        """To the page before. What stands on this one is sealed too, unless it does not hold."""
        form = self._take()
        if form is not None and not form.refused:
            if form.problem():
                form.skip()
            self._keep(form.go_back)
        elif isinstance(self.window.page, SummaryPage) and self.form is not None and not self._too_soon():
            self.form.go_back()
            self.show_form()

    def change(self, question_id: str) -> None:
        """From the summary to one answer."""
        if self.form is not None and not self._too_soon():
            self.form.change(question_id)
            self.show_form()

    def _keep(self, move: Callable[[], object]) -> None:
        form = self.form
        if form is None:
            return
        answers, tag = form.to_seal(), _tag()

        def turn() -> None:
            move()
            self.show_form()

        self._seal(lambda: self.book.keep_page(answers, tag), turn)

    def send(self) -> None:
        """Seal the whole form; thank her only then."""
        form = self.form
        if form is None or self._too_soon():
            return
        missing = next(iter(form.missing()), "")
        if missing:
            self.change(missing)
            page = self.window.page
            if isinstance(page, QuestionPage):
                page.tell(lambda: question_words.problem(form.missing().get(missing, "answer_missing")))
            return
        answers, tag = form.to_seal(), _tag()
        self._seal(lambda: self.book.finish(answers, tag), lambda: self._end(thanks(self_serve=self.self_serve)))

    def _end(self, page: Ending) -> None:
        self.form = None
        page.done.connect(lambda: None if self._too_soon() else self.rest())
        self._turn(page)
        self.forget()

    def nothing_kept(self) -> None:
        """What was sealed of this form is void."""
        self._end(nothing_kept(self_serve=self.self_serve))

    def ask_stop(self) -> None:
        """Before a form is given up."""
        if not self._too_soon():
            self._cover(stop_now(), lambda: self._seal(self.book.drop, self.nothing_kept))

    # nobody there, or somebody who must not see

    def ask_still_there(self) -> None:
        """Nobody touched the form for a while: cover it, and count down."""
        if isinstance(self.window.page, Ending):
            self.rest()
        elif self.form is not None and not self.hold.on and not isinstance(self.window.page, StillThere):
            page = StillThere(self.pace.grace, self._clock)
            page.back.connect(self._somebody)
            page.gone.connect(self.leave)
            self.window.cover(page)
            page.begin()
            self.turned.emit()

    def _somebody(self) -> None:
        page = self.window.page
        if isinstance(page, StillThere):
            page.end()
            self.window.uncover()
            self.turned.emit()

    def leave(self) -> None:
        """Whoever began this form is gone. It goes off the screen at once, even if the file cannot be written.

        What she sealed stays in the file as unfinished: she agreed to its being written down, and the office decides.
        """
        self.rest()
        self._seal(self.book.leave, lambda: None)

    def hide_all(self) -> None:
        """The panic key: nothing of anybody is on the screen, and the form is void."""
        if isinstance(self.window.page, StartPage | SlipPage):
            self.window.showMinimized()
            return
        begun = self.form is not None
        self.rest()
        self.window.showMinimized()
        if begun:
            self._seal(self.book.drop, lambda: None)

    # the helper

    def ask_helper(self) -> None:
        """Esc, the corner, or closing the window."""
        page = self.window.page
        if self.hold.on or isinstance(page, StartPage | SlipPage | StillThere):
            return
        if isinstance(page, AskFirst | HelperPage):
            self.window.uncover()
            return
        self._cover(for_the_helper(), self.show_helper)

    def show_helper(self) -> None:
        """How many, next, finish."""
        page = HelperPage(lambda: self.book.whole)
        page.begin(under_way=self.form is not None)
        page.back.connect(self._uncover)
        page.next_person.connect(lambda: self._give_up(self.rest))
        page.finish.connect(lambda: self._give_up(self.finish_day))
        self._calm_until = self._clock() + self.pace.calm
        self.window.cover(page)
        self.turned.emit()

    def _give_up(self, then: Callable[[], None]) -> None:
        if self._too_soon():
            return
        if self.form is None:
            then()
            return
        self._seal(self.book.drop, then)

    def finish_day(self) -> None:
        """Seal the closing entry and show what it says."""
        self.form = None
        self._seal(self._close, self._closed)

    def _close(self) -> None:
        self.slips = self.book.close_day()

    def _closed(self) -> None:
        page = SlipPage(self.slips, self.book.out)
        page.closed.connect(lambda: None if self._too_soon() else self.ended.emit())
        self._turn(page, lambda: tr("For the helper"), helper=False)
        self.forget()

    def close(self) -> None:
        """Leave nothing: no form, no clipboard, no thread, no open file."""
        self.form = None
        for listening in (self.panic, self.idle):
            if listening is not None:
                self._app.removeEventFilter(listening)
        super().close()


_NEEDED = N_("We need this one to be able to help. If you would rather not, you can stop at any time.")
_OR_SKIP = N_("There is nothing here yet. Answer it, or press “Skip”.")


def _tag() -> str:
    """The language that the form is filled in in, of the two that a file knows."""
    return "es" if current_language() == "es" else "en"
