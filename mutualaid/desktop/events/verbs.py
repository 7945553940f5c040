"""What is done with waiting forms: each writes off the window's thread, says what it did, and can be undone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from mutualaid.desktop.dialogs import ask
from mutualaid.desktop.events import form_words
from mutualaid.desktop.events.change import ChangeAnswers
from mutualaid.language.catalog import N_, ntr, tr
from mutualaid.language.errors import sentence
from mutualaid.progress import Progress
from mutualaid.records.errors import Fault

if TYPE_CHECKING:
    from mutualaid.desktop.events.page import IntakePage
    from mutualaid.records.answers import Answers
    from mutualaid.records.views import Changed
    from mutualaid.services.collecting import Accepted


def act(page: IntakePage, verb: str) -> None:
    """Do something with the chosen form. While something is being written, nothing else begins."""
    form = page.state.form(page.state.chosen)
    if form is None or page.busy:
        return
    if verb == "accept":
        accept(page, form.uid)
    elif verb == "change":
        change(page, form.uid)
    elif verb == "later":
        following = page.state.next_after(form.uid)
        page.state.put_off(form.uid)
        page.state.chosen = following or form.uid
        page.review.show_forms()
    elif verb == "aside":
        set_aside(page, form.uid)


def accept(page: IntakePage, uid: str) -> None:
    """Accept one form as it is now; say what is in the way when it is not whole, or a likeness is not decided."""
    state = page.state
    form = state.form(uid)
    if form is None:
        return
    if "keep" in state.gaps(form):
        page.tell(tr("They did not want anything written down, so this form can only be set aside (D)."), "warn")
        return
    if state.gaps(form):
        page.review.pane.to_gap()
        page.tell(tr("Something is missing. Fill it in, or put the form off (L) until you have called."), "warn")
        return
    if state.alike(uid) is None:
        page.accept_when_known(uid)
        return
    decision = state.decision(uid)
    if state.alike(uid) and decision is None:
        page.review.pane.likeness.pair.setFocus()
        page.tell(tr("First say whether it is the household you know: merge (M), keep both (B) or skip (S)."), "warn")
        return
    office, changed = page.context.office, state.is_changed(uid)
    answers: dict[str, Answers] = {uid: state.answers(form)} if changed else {}
    decisions = {uid: decision} if decision is not None else {}

    def work(_progress: Progress) -> Accepted:
        from mutualaid.services.collecting import accept_forms

        return accept_forms(office, forms=[uid], decisions=decisions, answers=answers)

    name = form_words.title(form)
    left_out = decision is not None and decision.action == "skip"
    said = (
        tr("{form}: left out. Nothing was written of it.", form=name)
        if left_out
        else tr("{form}: accepted.", form=name)
    )
    _write(page, work, [uid], said)


def set_aside(page: IntakePage, uid: str) -> None:
    """Set a form aside: it does not wait any more, and nothing of it is kept in the lists."""
    form = page.state.form(uid)
    if form is None:
        return
    office = page.context.office

    def work(_progress: Progress) -> Accepted:
        from mutualaid.services.collecting import dismiss_forms

        return dismiss_forms(office, forms=[uid])

    _write(page, work, [uid], tr("{form}: set aside.", form=form_words.title(form)))


def accept_plain(page: IntakePage) -> None:
    """Ask, then accept all that are whole, sound and like nobody."""
    forms = [form.uid for form in page.state.plain()]
    if not forms or page.busy:
        return
    office, n = page.context.office, len(forms)

    def work(progress: Progress) -> Accepted:
        from mutualaid.services.collecting import accept_forms

        return accept_forms(office, forms=forms, progress=progress)

    def do() -> None:
        said = ntr("{n} form is accepted.", "{n} forms are accepted.", n)
        _write(page, work, forms, said, title=tr("Accepting the forms…"))

    ask(
        page,
        lambda: ntr("Accept {n} form unseen?", "Accept {n} forms unseen?", n),
        N_("Each is whole, nothing in it is in doubt, and no household you know is like it. The others stay here."),
        N_("Accept"),
        do,
    )


def change(page: IntakePage, uid: str, draft: tuple[str, object] | None = None) -> None:
    """Open a form's answers in a window of their own; `draft` is what was half-typed there."""
    state = page.state
    form = state.form(uid)
    if form is None:
        return

    def taken(changed: str, answers: Answers) -> None:
        state.change(changed, answers)
        page.review.show_forms()
        page.review.pane.refill()
        page.review.table.setFocus()

    window = ChangeAnswers(uid, state.answers(form), state.seen.questions, state.seen.zones, taken, page)
    if draft is not None:
        window.take_draft(draft[0], draft[1])  # type: ignore[arg-type]
    window.finished.connect(lambda _code: page.review.table.setFocus())
    window.open()


def _write(
    page: IntakePage,
    work: Callable[[Progress], Accepted],
    forms: Sequence[str],
    said: str,
    *,
    title: str = "",
) -> None:
    """Have forms decided on; with a title, many of them, with progress and Cancel."""
    following = page.state.next_after(forms[-1])
    page.rest(busy=True)

    def done(accepted: Accepted) -> None:
        page.rest(busy=False)
        if page.state.chosen in forms:
            page.state.chosen = following if following not in forms else ""
        page.context.tasks.changed.emit(accepted.changed)
        page.tell(said, "good", action=N_("Undo"), do=lambda: take_back(page, accepted, forms[0]))

    def refused(fault: Fault) -> None:
        page.rest(busy=False)
        page.tell(sentence(fault), "fault")
        page.refresh()

    def stopped() -> None:
        page.rest(busy=False)
        page.tell(tr("Stopped. Nothing was changed."), "info")

    page.context.tasks.write_long(work, done, owner=page, fail=refused, stopped=stopped, title=title)


def take_back(page: IntakePage, accepted: Accepted, uid: str) -> None:
    """Undo what was done: the forms wait again, the first of them on view."""
    if page.busy:
        return
    office = page.context.office
    page.rest(busy=True)

    def work() -> Changed:
        from mutualaid.services.collecting import take_back as undo

        return undo(office, undo=accepted.undo)

    def done(_changed: Changed) -> None:
        page.rest(busy=False)
        page.state.chosen = uid
        page.tell(tr("Taken back. It waits for you again."), "good")

    def refused(fault: Fault) -> None:
        page.rest(busy=False)
        page.tell(sentence(fault), "fault")

    page.context.tasks.write(work, done, owner=page, fail=refused, title=tr("Taking the forms back…"))
