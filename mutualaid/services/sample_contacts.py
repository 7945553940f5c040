"""Calls and answers for the sample office: a contact log of invented people, some of whom wait to be called back."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date, timedelta

from mutualaid.records.household import Contact, Household
from mutualaid.records.kinds import ContactKind, ContactOutcome, MatchState
from mutualaid.records.match import Match
from mutualaid.records.supply import CatalogueItem, Lot
from mutualaid.records.volunteer import Training, Volunteer
from mutualaid.services.asks import say_asked
from mutualaid.services.office import Office
from mutualaid.store.writing import Writing

_CALLS = (
    (ContactKind.CALL, ContactOutcome.NO_ANSWER, 0, "Sonó seis veces"),
    (ContactKind.CALL, ContactOutcome.CALL_BACK, -1, "Pidió que llamemos cuando salga de trabajar"),
    (ContactKind.TEXT, ContactOutcome.LEFT_MESSAGE, -3, "Asked whether Saturday works"),
    (ContactKind.CALL, ContactOutcome.LEFT_MESSAGE, 1, "Dejé recado con su hermana"),
    (ContactKind.VISIT, ContactOutcome.REACHED, None, "Todo bien con la caja, quieren más fruta"),
    (ContactKind.CALL, ContactOutcome.REACHED, 5, "Will know on Friday whether the stroller still fits"),
)
"""How somebody was reached, what came of it, in how many days to try again, and what was written down."""

_REVIEWS = (-9, -2, 0)
"""In how many days a household's record is to be looked through again."""

_LAPSES_IN = 12
"""In how many days a training lapses."""


def sample_contacts(office: Office, *, seed: int, today: date | None = None) -> None:
    """Log calls with households and a volunteer, have records due for review, a training about to lapse and something
    running low, and ask some volunteers.
    """
    draw, day = random.Random(seed), today or date.today()  # noqa: S311 - invented people, not secrets
    with office.store.write("sample") as write:
        write.steps.stop()
        _log(write, draw, day)
        _run_low(write)
    with office.store.read() as read:
        asked = [row.uid for row in read.all(Match, state=MatchState.ACCEPTED) if row.record.volunteers]
    for uid in asked[::2]:
        say_asked(office, match=uid, on=day - timedelta(days=draw.randrange(3)))


def _log(write: Writing, draw: random.Random, day: date) -> None:
    homes, people = write.all(Household), write.all(Volunteer, active=True)
    if len(homes) < len(_CALLS) + len(_REVIEWS) or not people:
        return
    chosen = draw.sample(homes, len(_CALLS) + len(_REVIEWS))
    for home, (kind, outcome, again, note) in zip(chosen, _CALLS, strict=False):
        follow_up = None if again is None else day + timedelta(days=again)
        on = day - timedelta(days=4)
        write.add(
            Contact.checked(household=home.uid, on=on, kind=kind, outcome=outcome, follow_up_on=follow_up, note=note)
        )
    volunteer = draw.choice(people)
    write.add(
        Contact.checked(
            volunteer=volunteer.uid,
            on=day - timedelta(days=2),
            kind=ContactKind.CALL,
            outcome=ContactOutcome.CALL_BACK,
            follow_up_on=day,
            note="Puede prestar la camioneta el sábado; confirmar",
        )
    )
    for home, ahead in zip(chosen[len(_CALLS) :], _REVIEWS, strict=True):
        write.change(Household, home.uid, review_on=day + timedelta(days=ahead))
    trained = next((row for row in people if "know_your_rights" not in row.record.skills), people[0])
    ends = day + timedelta(days=_LAPSES_IN)
    lesson = Training(skill="know_your_rights", on=ends - timedelta(days=730), expires=ends)
    skills = list(dict.fromkeys([*trained.record.skills, "know_your_rights"]))
    write.change(Volunteer, trained.uid, skills=skills, trainings=[*trained.record.trainings, lesson])


def _run_low(write: Writing) -> None:
    """Want a little more than there is of the scarcest thing on the shelves."""
    free: Counter[str] = Counter()
    stock = write.stock()
    for row in write.all(Lot):
        free[row.record.item] += stock[row.uid][1]
    if free:
        scarce = write.by_code(CatalogueItem, min(free, key=lambda item: (free[item], item)))
        if scarce is not None:
            write.change(CatalogueItem, scarce.uid, low=max(0, free[scarce.record.code]) + 6)
