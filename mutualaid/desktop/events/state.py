"""What the intake page knows and allows, without a widget: the forms that wait, what each lacks, what she said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mutualaid.records.answers import Answers, problems
from mutualaid.records.questions import Question, QuestionList, question_list
from mutualaid.records.zones import Zone
from mutualaid.services.import_rows import Decision

if TYPE_CHECKING:
    from mutualaid.services.collecting import WaitingForm
    from mutualaid.services.event_kits import EventLine
    from mutualaid.services.likely_homes import Alike

REACH = ("contact_name", "phone", "safe_contact")
"""One of these is needed, or nobody could find the household again."""

NO_WAY = "who_missing"
"""The code, beside those of `records.answers.problems`, for a form that none of `REACH` was answered in."""


@dataclass(frozen=True)
class Seen:
    """What was read of the office: its events, the forms that wait, its zones and its questions."""

    events: Sequence[EventLine] = ()
    forms: Sequence[WaitingForm] = ()
    zones: Mapping[str, Zone] = field(default_factory=dict)
    questions: QuestionList = field(default_factory=lambda: question_list(zones=()))

    @property
    def zone_names(self) -> dict[str, str]:
        """The zones' names by code."""
        return {code: zone.name for code, zone in self.zones.items()}


class ReviewState:
    """The forms in the order in which they are looked at, with what she changed and decided meanwhile.

    Nothing of it is written before a form is accepted or set aside; what was read anew keeps what she did to the rest.
    """

    def __init__(self) -> None:
        self.seen = Seen()
        self.chosen = ""
        self._later: list[str] = []
        self._edited: dict[str, Answers] = {}
        self._decided: dict[str, Decision] = {}
        self._alike: dict[str, tuple[Alike, ...]] = {}
        self._gaps: dict[str, tuple[Answers, dict[str, str]]] = {}

    def show(self, seen: Seen) -> None:
        """Something was read. What no longer waits is forgotten."""
        self.seen = seen
        there = {form.uid for form in seen.forms}
        self._later = [uid for uid in self._later if uid in there]
        self._edited = {uid: held for uid, held in self._edited.items() if uid in there}
        self._decided = {uid: held for uid, held in self._decided.items() if uid in there}
        self._gaps, self._alike = {}, {}
        if self.chosen not in there:
            self.chosen = ""

    def forms(self) -> list[WaitingForm]:
        """The forms that wait; those for later come last, in the order in which they were put off."""
        late = {uid: at for at, uid in enumerate(self._later)}
        first = [form for form in self.seen.forms if form.uid not in late]
        return first + sorted((form for form in self.seen.forms if form.uid in late), key=lambda form: late[form.uid])

    def form(self, uid: str) -> WaitingForm | None:
        """A waiting form."""
        return next((form for form in self.seen.forms if form.uid == uid), None)

    def next_after(self, uid: str) -> str:
        """What is looked at once this one is done with: the next in the list, else the first; "" when it was alone."""
        order = [form.uid for form in self.forms()]
        if uid not in order:
            return order[0] if order else ""
        rest = order[order.index(uid) + 1 :] or order[: order.index(uid)]
        return rest[0] if rest else ""

    def put_off(self, uid: str) -> None:
        """Look at it after the others."""
        self._later = [*(one for one in self._later if one != uid), uid]

    def is_late(self, uid: str) -> bool:
        """Whether it was put off."""
        return uid in self._later

    def answers(self, form: WaitingForm) -> Answers:
        """The answers as they are now, changes included."""
        return self._edited.get(form.uid, form.answers)

    def change(self, uid: str, answers: Answers) -> None:
        """Take changed answers. What was decided about likenesses was decided about others, and is forgotten."""
        form = self.form(uid)
        if form is None or answers == self.answers(form):
            return
        if answers == form.answers:
            self._edited.pop(uid, None)
        else:
            self._edited[uid] = answers
        self._decided.pop(uid, None)
        self._alike.pop(uid, None)

    def found_alike(self, uid: str, answers: Answers, alike: Sequence[Alike]) -> bool:
        """The households that may be the one of a form, for changed answers; whether they are still its answers."""
        form = self.form(uid)
        if form is None or self.answers(form) != answers:
            return False
        self._alike[uid] = tuple(alike)
        return True

    def alike(self, uid: str) -> tuple[Alike, ...] | None:
        """The households that may be the one of a form; None while nobody has looked for changed answers."""
        form = self.form(uid)
        if form is None or uid in self._edited:
            return self._alike.get(uid)
        return form.alike

    def is_changed(self, uid: str) -> bool:
        """Whether she changed answers of it."""
        return uid in self._edited

    def decide(self, uid: str, decision: Decision | None) -> None:
        """Remember what she said of the household that may be the same; None takes it back."""
        if decision is None:
            self._decided.pop(uid, None)
        else:
            self._decided[uid] = decision

    def decision(self, uid: str) -> Decision | None:
        """What she said; where the one rule of `exchange.same_person` says that it is the same, merging until then."""
        alike = self.alike(uid)
        sure = Decision("merge", alike[0].uid) if alike and alike[0].same else None
        return self._decided.get(uid, sure)

    def gaps(self, form: WaitingForm) -> dict[str, str]:
        """What keeps a form from being accepted: question id to the code of its sentence."""
        answers = self.answers(form)
        known = self._gaps.get(form.uid)
        if known is None or known[0] is not answers:
            known = self._gaps[form.uid] = (answers, _gaps(self.seen.questions, answers))
        return known[1]

    def questions_of(self, gaps: Mapping[str, str]) -> list[Question]:
        """The questions that fill gaps; that keeping was refused is nothing that anybody here could answer."""
        wanted = {name for name in gaps if name != "keep"}
        if gaps.get(REACH[0]) == NO_WAY:
            wanted.update(REACH)
        return [question for question in self.seen.questions if question.id in wanted]

    def is_plain(self, form: WaitingForm) -> bool:
        """Whole, sound, like nobody, and with nothing that asks for a look: what may be accepted unseen."""
        draft = form.draft
        asks = form.marks or form.alike or draft.problems or draft.warnings
        return not asks and form.uid not in self._edited and form.uid not in self._later and not self.gaps(form)

    def plain(self) -> list[WaitingForm]:
        """All of them."""
        return [form for form in self.forms() if self.is_plain(form)]

    def to_look_at(self, form: WaitingForm) -> int:
        """How many things about a form ask for a look."""
        return len(self.gaps(form)) + len(form.marks) + len(form.draft.warnings) + bool(form.alike)


def _gaps(questions: QuestionList, answers: Answers) -> dict[str, str]:
    found = problems(questions, answers)
    if "keep" in found:
        return {"keep": found["keep"]}
    if not any(answers.get(name) for name in REACH):
        found[REACH[0]] = NO_WAY
    return found
