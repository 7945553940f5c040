"""Asked, yes, no, and who takes it on instead: what the matching desk and the volunteer's own page do alike."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QMenu, QWidget

from mutualaid.desktop.matching.words import when as when_words
from mutualaid.desktop.page import Context
from mutualaid.desktop.undoing import tell_done
from mutualaid.desktop.volunteers.message_window import MessageWindow
from mutualaid.desktop.volunteers.state import commitment_words
from mutualaid.desktop.volunteers.who_could_window import WhoCould
from mutualaid.language.catalog import N_, tr
from mutualaid.language.formats import format_list
from mutualaid.records.views import Changed

if TYPE_CHECKING:
    from mutualaid.progress import Progress
    from mutualaid.records.errors import Fault
    from mutualaid.services.candidates import Candidate
    from mutualaid.services.commitments import Commitment
    from mutualaid.services.plan_page import PlanPage

People = Sequence[tuple[str, str]]
VERBS = ("confirm", "asked", "no", "message", "hand")
"""What is done here, by the name that pages call it."""


class Asked(NamedTuple):
    """A kept match whose volunteers are asked: its need's uid and code, everyone in it, and who said yes already."""

    match: str
    need: str
    code: str
    people: tuple[tuple[str, str], ...]
    said_yes: frozenset[str] = frozenset()

    @property
    def waiting(self) -> list[tuple[str, str]]:
        """Those whose yes is waited for."""
        return [one for one in self.people if one[0] not in self.said_yes]


def answer(
    context: Context, parent: QWidget, verb: str, about: Asked, *, who: str | None = None, said_no: Callable[[], object]
) -> None:
    """Do one of `VERBS`. Where it is not said who, and there are several whom it may be about, a menu asks.

    `said_no` is called after a no was written: the page makes or offers the next plan.
    """
    if verb == "message":
        first = sorted(about.people, key=lambda one: one[0] != who)
        MessageWindow(context, parent, about.match, first, code=about.code).show()
        return
    do = partial(_done, context, parent, verb, about, said_no)
    if who is not None or not about.people:
        do(who)
        return
    people = about.people if verb in ("no", "hand") else about.waiting or about.people
    choose(parent, people, do)


def choose(parent: QWidget, people: People, do: Callable[[str], object]) -> QMenu | None:
    """Ask who of several it is about, by a menu; of one there is nothing to ask."""
    if len(people) == 1:
        do(people[0][0])
        return None
    menu = QMenu(parent)
    menu.setObjectName("whom")
    for uid, name in people:
        menu.addAction(name.replace("&", "&&")).triggered.connect(lambda _checked=False, uid=uid: do(uid))
    actions = menu.actions()
    menu.setActiveAction(actions[0])
    menu.popup(QCursor.pos() if parent.underMouse() else parent.mapToGlobal(parent.rect().center()))
    return menu


def _done(
    context: Context, parent: QWidget, verb: str, about: Asked, said_no: Callable[[], object], who: str | None
) -> None:
    if verb == "hand":
        _hand_over(context, parent, about, who or "")
        return
    office = context.office

    def work() -> Changed:
        from mutualaid.services import asks

        do = {"confirm": asks.say_yes, "asked": asks.say_asked, "no": asks.say_no}[verb]
        return do(office, match=about.match, volunteer=who)

    def done(_changed: Changed) -> None:
        tell_done(context, words(verb, about, who))
        if verb == "no":
            said_no()

    context.tasks.write(work, done, owner=parent)


def words(verb: str, about: Asked, who: str | None) -> str:
    """What came of an answer."""
    if verb == "asked":
        return tr("Noted for {code}: asked today.", code=about.code)
    if verb == "no":
        return tr("{code} waits again, and the next plan goes around this no.", code=about.code)
    others = [name for uid, name in about.waiting if who is not None and uid != who]
    if others:
        return tr("Noted. {code} still waits for the yes of {names}.", code=about.code, names=format_list(others))
    return tr("{code} is arranged.", code=about.code)


def _hand_over(context: Context, parent: QWidget, about: Asked, who: str) -> None:
    """Choose who could take a volunteer's place, and ask that one."""
    office, name = context.office, dict(about.people).get(who, "")

    def take(one: Candidate) -> None:
        def work() -> Changed:
            from mutualaid.services.asks import hand_over

            return hand_over(office, match=about.match, volunteer=who, to=one.volunteer)

        said = tr("{code} is now a question to {name}.", code=about.code, name=one.name)
        context.tasks.write(work, lambda _changed: tell_done(context, said), owner=parent)

    def what() -> str:
        return tr("{code}, in place of {name}", code=about.code, name=name)

    WhoCould(context, parent, need=about.need, what=what, choose=take, choose_words=N_("Ask this one instead")).show()


def cover(context: Context, parent: QWidget, one: Commitment, who: str) -> None:
    """Choose who takes a volunteer's place on a shift, or on a way that two go together."""
    office, shift = context.office, one.shift is not None

    def take(found: Candidate) -> None:
        def work() -> Changed:
            from mutualaid.services.appointments import step_in
            from mutualaid.services.covering import take_cover

            do = take_cover if shift else step_in
            return do(office, uid=one.uid, instead_of=who, volunteer=found.volunteer)

        said = tr("{name} takes it on.", name=found.name)
        context.tasks.write(work, lambda _changed: tell_done(context, said), owner=parent)

    WhoCould(
        context,
        parent,
        shift=one.uid if shift else "",
        appointment="" if shift else one.uid,
        what=partial(commitment_words, one),
        choose=take,
        choose_words=N_("This one takes it on"),
    ).show()


def next_plan(context: Context, parent: QWidget, about: Asked) -> None:
    """After a no: have the plan made around it, away from the desk, and say what it proposes instead."""
    office, need = context.office, about.need

    def make(progress: Progress) -> PlanPage:
        from mutualaid.services.planning import replan

        return replan(office, progress=progress)

    def look() -> None:
        WhoCould(context, parent, need=need, what=lambda: about.code).show()

    def planned(plan: PlanPage) -> None:
        found = next((one for one in plan.proposals if one.need.uid == need), None)
        if found is None:
            said = tr("The plan finds nobody else for {code} now.", code=about.code)
            context.messages.tell(said, "warn", action=N_("Who could do this?"), do=look)
            return
        people = format_list([name for _uid, name in found.volunteers])
        said = tr(
            "For {code} the plan now proposes {names}: {when}.", code=about.code, names=people, when=when_words(found)
        )
        context.messages.tell(said, "good", action=N_("See it"), do=partial(context.go, "matching", need))

    def none(_fault: Fault) -> None:
        said = tr("{code} waits again.", code=about.code)
        context.messages.tell(said, "good", action=N_("Who could do this?"), do=look)

    context.tasks.compute(make, planned, owner=parent, title="", fail=none, stopped=lambda: None)
