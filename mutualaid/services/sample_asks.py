"""Invented questions, answers, absences and trainings for the sample office, so that its volunteers' page tells."""

from __future__ import annotations

import random
from datetime import date, timedelta

from mutualaid.records.kinds import MatchState, NeedState, RejectReason
from mutualaid.records.match import Ask, Match, Rejection
from mutualaid.records.need import Need
from mutualaid.records.schedule import Appointment, Shift
from mutualaid.records.time import DateRange
from mutualaid.records.views import Area, Changed
from mutualaid.records.volunteer import Training, Volunteer
from mutualaid.services.office import Office
from mutualaid.store.writing import Writing

_AREAS = frozenset({Area.VOLUNTEERS, Area.MATCHES})


def sample_asks(office: Office, *, seed: int, today: date | None = None) -> Changed:
    """Note that volunteers of accepted matches were asked, some noes of the last weeks about needs that are over, and
    trainings and absences of some who have nothing to do meanwhile.
    """
    chance, day = random.Random(seed), today or date.today()  # noqa: S311  invented, not secret
    with office.store.write("fill with sample data") as write:
        write.steps.stop()  # what is invented is nothing to take back one step at a time
        people = write.all(Volunteer, active=True)
        engaged: set[str] = set()
        for row in write.all(Match, state=[MatchState.ACCEPTED, MatchState.CONFIRMED]):
            engaged |= set(row.record.people)
            if row.record.state == MatchState.ACCEPTED:
                _asked(write, row.uid, row.record, chance, day)
        engaged |= {who for row in write.all(Shift) for who in row.record.volunteers}
        engaged |= {who for row in write.all(Appointment) for who in row.record.pair}
        over = [row.uid for row in write.all(Need, state=[NeedState.FULFILLED, NeedState.CLOSED])]
        for person in people[: len(people) // 3] if over else []:
            for _no in range(chance.randint(0, 2)):
                rule = {"need": chance.choice(over), "volunteer": person.uid}
                said = day - timedelta(days=chance.randint(3, 27))
                write.add(Rejection.checked(reason=RejectReason.VOLUNTEER_SAID_NO, on=said, **rule))
        free = [row for row in people if row.uid not in engaged]
        for number, one in enumerate(free[:4]):
            gone = day + timedelta(days=2 + 4 * number)
            away = [*one.record.absences, DateRange(first=gone, last=gone + timedelta(days=number))]
            skill = one.record.skills[0] if one.record.skills else "deliveries"
            until = day + timedelta(days=12 if number else -40)
            taken = Training(skill=skill, on=until - timedelta(days=365), expires=until)
            trainings = [held for held in one.record.trainings if held.skill != skill]
            write.change(Volunteer, one.uid, absences=away, trainings=[*trainings, taken])
    return Changed(_AREAS, tuple(row.uid for row in people))


def _asked(write: Writing, uid: str, match: Match, chance: random.Random, day: date) -> None:
    """Some of its people were asked; of two, one said yes."""
    on = day - timedelta(days=chance.randint(0, 2))
    asked = [one for one in match.people if chance.random() < 0.7]
    asks = [Ask(volunteer=one, on=on, yes=len(match.people) > 1 and not at) for at, one in enumerate(asked)]
    write.change(Match, uid, asks=asks, asked_on=on if asks else None)
