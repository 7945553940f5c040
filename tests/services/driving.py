"""An office with deliveries that were accepted: a driver or two, households along a street, a box for each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time, timedelta
from typing import Any

from mutualaid.records.household import Phone
from mutualaid.records.kinds import Daypart, NeedState
from mutualaid.records.match import LotUse, Match
from mutualaid.records.need import Need
from mutualaid.records.time import Window
from mutualaid.services.matches import reserve_in
from mutualaid.services.office import Office
from mutualaid.services.runs import plan_runs, runs
from tests.services.make import helper, home, stock, wants

ALWAYS = Window(start=time(8), end=time(20))
MORNING = Daypart.MORNING


def tomorrow() -> date:
    """A day whose morning has not begun."""
    return date.today() + timedelta(days=1)


def driver(office: Office, **fields: Any) -> str:
    """A volunteer with a car who can come at any time."""
    given = {"availability": [ALWAYS], "stops": 14, "capacity_kg": 400, "tasks_per_week": 7}
    return helper(office, **(given | fields))


def boxes(office: Office, count: int, *, first: int = 0, quantity: int = 1, **fields: Any) -> list[str]:
    """Households that each need a box brought; gives their needs."""
    needs = []
    for number in range(first, first + count):
        given = {
            "contact_name": f"Nombre{number:02} Apellido{number:02}",
            "address": f"{2400 + 10 * number} S Drake Ave, Apt {number}",
            "delivery_notes": f"Timbre{number:02}, ring twice",
            "phones": [Phone(number=f"+1773555{1000 + number}", who_answers=f"Tía{number:02}")],
        }
        needs.append(home(office, wants(office, "food", quantity=quantity), **(given | fields))[1])
    return needs


def promised(
    office: Office,
    needs: Sequence[str],
    volunteer: str,
    lot: str,
    *,
    day: date | None = None,
    part: Daypart = MORNING,
    units: int = 1,
) -> list[str]:
    """Accepted matches of those needs, as the desk keeps them; gives their uids."""
    made = []
    with office.store.write("accept plan") as write:
        for need in needs:
            match = Match.checked(
                need=need,
                volunteers=[volunteer],
                day=day or tomorrow(),
                part=part,
                lots=[LotUse(lot=lot, units=units)],
                decided_on=date.today(),
            )
            made.append(write.add(match))
            reserve_in(write, made[-1], match)
            write.change(Need, need, state=NeedState.MATCHED)
    return made


def with_run(office: Office, count: int, *, quantity: int = 1, **fields: Any) -> str:
    """One driver's run of tomorrow morning with so many stops; gives its uid."""
    lot = stock(office, "pantry_box", 4 * count * quantity)
    promised(office, boxes(office, count, quantity=quantity, **fields), driver(office), lot, units=quantity)
    plan_runs(office, day=tomorrow())
    return runs(office, first=tomorrow(), last=tomorrow())[0].uid
