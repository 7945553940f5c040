"""What is done with runs and their stops: each writes, says what came of it, and offers to take it back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from mutualaid.desktop.dialogs import FormDialog, ask
from mutualaid.desktop.runs.dialogs import GiveDialog, RunDialog, StopDialog
from mutualaid.desktop.runs.state import FAILURES, next_open, people_words, run_verbs, stop_verbs
from mutualaid.desktop.undoing import tell_done
from mutualaid.language.catalog import N_, ntr, tr
from mutualaid.language.errors import sentence
from mutualaid.language.reasons import slot
from mutualaid.progress import Progress
from mutualaid.records.errors import Fault
from mutualaid.records.views import Changed
from mutualaid.services.run_views import RunPage, RunStop, StopFailure

if TYPE_CHECKING:
    from mutualaid.desktop.runs.pane import RunPane
    from mutualaid.services.run_stops import Replanned


def _write(pane: RunPane, work: Callable[[], Changed], said: str, *, form: FormDialog | None = None) -> None:
    """Write, say so with a way back; what is refused is said in the form that asked, if one did."""

    def done(_changed: Changed) -> None:
        if form is not None:
            form.done_well()
        tell_done(pane.context, said)

    def fail(fault: Fault) -> None:
        pane.resume()
        if form is not None:
            form.refused(fault)
        else:
            pane.context.messages.tell(sentence(fault), "fault")

    pane.context.tasks.write(work, done, owner=pane, fail=fail)


def act(pane: RunPane, verb: str) -> None:
    """Do something with the run."""
    page = pane.page
    if page is None or verb not in run_verbs(page):
        return
    office, uid = pane.context.office, page.uid
    if verb == "all":
        left = len(page.open)
        words = ntr(
            "{n} stop that is left is marked as delivered, whole, and the run is over.",
            "{n} stops that are left are marked as delivered, whole, and the run is over.",
            left,
        )
        ask(pane, N_("Was everything delivered?"), words, N_("All delivered"), partial(_all, pane, page))
    elif verb == "change":
        change(pane, page)
    elif verb == "replan":
        replan(pane, page)
    else:
        simple = {
            "confirm": (_confirm, tr("The run is confirmed. Its papers tell addresses now.")),
            "start": (_start, tr("The run is under way.")),
            "finish": (_finish, tr("The run is over.")),
            "order": (_order, tr("The stops are in the shortest order.")),
        }
        work, said = simple[verb]
        _write(pane, partial(work, office, uid), said)


def _confirm(office: Any, uid: str) -> Changed:
    from mutualaid.services.runs import confirm_run

    return confirm_run(office, uid=uid)


def _start(office: Any, uid: str) -> Changed:
    from mutualaid.services.runs import start_run

    return start_run(office, uid=uid)


def _finish(office: Any, uid: str) -> Changed:
    from mutualaid.services.runs import finish_run

    return finish_run(office, uid=uid)


def _order(office: Any, uid: str) -> Changed:
    from mutualaid.services.runs import reorder

    return reorder(office, uid=uid)


def _all(pane: RunPane, page: RunPage) -> None:
    office = pane.context.office

    def work() -> Changed:
        from mutualaid.services.run_stops import mark_all

        return mark_all(office, run=page.uid)

    _write(pane, work, tr("Everything was delivered. Good work."))


def put_in_order(pane: RunPane, stops: Sequence[str]) -> None:
    """Keep the order that was dragged or moved by key."""
    page, office = pane.page, pane.context.office
    if page is None:
        return

    def work() -> Changed:
        from mutualaid.services.runs import reorder

        return reorder(office, uid=page.uid, stops=stops)

    _write(pane, work, tr("The order is changed."))


def mark(pane: RunPane, verb: str) -> None:
    """Do something with the stop that has the cursor."""
    page, stop = pane.page, pane.stop()
    if page is None or stop is None or verb not in stop_verbs(page, stop):
        if page is not None and stop is not None and stop.open and verb not in ("open", "move"):
            pane.context.messages.tell(tr("Not everybody has said yes to this run yet; confirm it first."), "warn")
        return
    if verb == "part":
        StopDialog(stop, partial(_mark, pane, page, stop), pane).open()
    elif verb == "move":
        assert pane.seen is not None
        GiveDialog(pane.seen, stop, partial(_give, pane, page, stop), pane).open()
    elif verb == "open":
        _open_again(pane, page, stop)
    else:
        fields = {"done": True} if verb == "done" else {"done": False, "failure": StopFailure(verb)}
        _mark(pane, page, stop, fields, None)


def _mark(pane: RunPane, page: RunPage, stop: RunStop, fields: dict[str, Any], form: FormDialog | None) -> None:
    office = pane.context.office

    def work() -> Changed:
        from mutualaid.services.run_stops import mark_stop

        return mark_stop(office, run=page.uid, match=stop.match, **fields)

    failure = fields.get("failure")
    if failure is not None:
        said = tr("{stop}: {what}. The need is open again.", stop=stop.code, what=tr(FAILURES[failure]))
    elif fields.get("units", stop.units) < stop.units:
        said = tr("{stop}: delivered in part. The need stays open for the rest.", stop=stop.code)
    else:
        said = tr("{stop}: delivered.", stop=stop.code)
    pane.wanted = next_open(page, stop.match)
    _write(pane, work, said, form=form)


def _open_again(pane: RunPane, page: RunPage, stop: RunStop) -> None:
    office = pane.context.office

    def work() -> Changed:
        from mutualaid.services.run_stops import unmark_stop

        return unmark_stop(office, run=page.uid, match=stop.match)

    _write(pane, work, tr("{stop} is open again.", stop=stop.code))


def _give(pane: RunPane, page: RunPage, stop: RunStop, fields: dict[str, Any], form: FormDialog | None) -> None:
    office = pane.context.office

    def work() -> Changed:
        from mutualaid.services.runs import move_stop

        return move_stop(office, run=page.uid, match=stop.match, **fields)

    _write(pane, work, tr("{stop} is given to another run.", stop=stop.code), form=form)


def change(pane: RunPane, page: RunPage) -> None:
    """When and where the run leaves."""
    office, seen = pane.context.office, pane.seen
    assert seen is not None

    def save(fields: dict[str, Any], form: FormDialog) -> None:
        def work() -> Changed:
            from mutualaid.services.runs import change_run

            return change_run(office, uid=page.uid, **fields)

        _write(pane, work, tr("The run is changed."), form=form)

    RunDialog(seen, office.settings.hours[page.part], save, pane).open()


def replan(pane: RunPane, page: RunPage) -> None:
    """Ask, then call the rest off and have the plan made around it at once."""
    left = len(page.open)
    if left:
        words = ntr(
            "{n} stop that is left is called off; it and what failed go into the next plan, made now.",
            "{n} stops that are left are called off; they and what failed go into the next plan, made now.",
            left,
        )
    else:
        words = tr("What failed goes into the next plan, made now.")
    ask(pane, N_("Plan the rest again?"), words, N_("Plan again"), partial(_replan, pane, page))


def _replan(pane: RunPane, page: RunPage) -> None:
    office, context = pane.context.office, pane.context

    def work(progress: Progress) -> Replanned:
        from mutualaid.services.run_stops import replan_run

        return replan_run(office, uid=page.uid, progress=progress)

    def done(again: Replanned) -> None:
        context.tasks.changed.emit(again.changed)
        context.messages.tell(
            replanned_words(again), "good", action=N_("See the plan"), do=partial(context.go, "matching", "")
        )

    def fail(fault: Fault) -> None:
        # By then the rest may have been called off.
        from mutualaid.services.areas import WORK

        context.tasks.changed.emit(Changed(WORK))
        context.messages.tell(sentence(fault), "fault")

    context.tasks.write_long(work, done, owner=pane, title=tr("Planning the rest again"), fail=fail)


def replanned_words(again: Replanned) -> str:
    """What became of the needs: when the first of them is proposed again, and how many are left out."""
    placed = [one for one in again.needs if one.volunteers and one.day is not None and one.part is not None]
    out = len(again.needs) - len(placed)
    said = []
    if placed:
        first = min(placed, key=lambda one: (one.day, one.part))
        assert first.day is not None
        assert first.part is not None
        said.append(
            ntr(
                "{n} need is proposed again, with {who} on {when}.",
                "{n} needs are proposed again, the first with {who} on {when}.",
                len(placed),
                who=people_words(first.volunteers),
                when=slot(first.day, first.part),
            )
        )
    if out:
        said.append(ntr("{n} need is left out; Matching says why.", "{n} needs are left out; Matching says why.", out))
    return " ".join(said)
