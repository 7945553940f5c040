"""A delivery run as its pages and papers show it. Nothing here holds a phone number or an address."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from typing import NamedTuple

from mutualaid.records.kinds import LIVE_MATCHES, Daypart, MatchState, RunState


class StopFailure(StrEnum):
    """Why a stop failed, as the driver says it on the phone."""

    NOBODY_HOME = "nobody_home"
    WRONG_ADDRESS = "wrong_address"
    DECLINED = "declined"
    NO_TIME = "no_time"


class StopGoods(NamedTuple):
    """So many units of a lot for one stop. `name` is the item's in (English, Spanish), `unit` the code of its unit."""

    lot: str
    lot_code: str
    item: str
    name: tuple[str, str]
    unit: str
    units: int
    kg: float
    site: str
    expires_on: date | None


class RunStop(NamedTuple):
    """One stop. `match` and `need` are uids; `contact` is a first name, "" where the household shares none.

    `hours` are what the household asked for on that day; `arrival` is about when the run is there, `late` how many
    minutes after the last of its hours. `given` are the units handed over; `failure` is why it failed. `interpreter`
    is who comes along or is called (`by_telephone`). Without `shares` a volunteer is told nothing but the code.
    """

    match: str
    need: str
    need_code: str
    household: str
    code: str
    contact: str
    zone: str
    state: MatchState
    goods: tuple[StopGoods, ...]
    hours: tuple[tuple[time, time], ...]
    arrival: time
    late: int
    km: float
    size: int
    diet: tuple[str, ...]
    access: tuple[str, ...]
    languages: tuple[str, ...]
    interpreter: str
    by_telephone: bool
    shares: bool
    given: int
    failure: StopFailure | None
    note: str

    @property
    def open(self) -> bool:
        """Whether nothing has come of it yet."""
        return self.state in LIVE_MATCHES

    @property
    def units(self) -> int:
        """Units that it is to be given."""
        return sum(one.units for one in self.goods)

    @property
    def kg_all(self) -> float:
        """What its goods weigh."""
        return sum(one.kg for one in self.goods)


class LoadLine(NamedTuple):
    """What to take along of one lot at one site, for the stops that are still open."""

    site: str
    site_name: str
    lot_code: str
    item: str
    name: tuple[str, str]
    unit: str
    units: int
    kg: float
    expires_on: date | None
    diet: tuple[str, ...]


class RunPerson(NamedTuple):
    """Who drives or comes along."""

    uid: str
    code: str
    name: str
    languages: tuple[str, ...]


class RunLine(NamedTuple):
    """A row of the list of runs. `waiting` stops still wait for a yes."""

    uid: str
    code: str
    day: date
    part: Daypart
    starts: time | None
    volunteers: tuple[str, ...]
    state: RunState
    stops: int
    waiting: int
    done: int
    failed: int


@dataclass(frozen=True)
class RunPage:
    """A run with its stops in order, what it loads and where. `site` is where it starts; other sites are on the load
    list and are driven to before. `kg` is what its open stops weigh, `capacity_kg` what the largest of its cars takes
    (none: no volunteer is known any more), `km` the whole way from the first site to the last stop.
    """

    uid: str
    code: str
    day: date
    part: Daypart
    starts: time
    state: RunState
    confirmed_on: date | None
    note: str
    volunteers: tuple[RunPerson, ...]
    site: str | None
    site_name: str
    stops: tuple[RunStop, ...]
    load: tuple[LoadLine, ...]
    kg: float
    capacity_kg: float | None
    km: float

    @property
    def open(self) -> tuple[RunStop, ...]:
        """Stops that nothing has come of yet."""
        return tuple(stop for stop in self.stops if stop.open)

    @property
    def waiting(self) -> int:
        """Stops that still wait for a yes."""
        return sum(stop.state == MatchState.ACCEPTED for stop in self.stops)

    @property
    def done(self) -> int:
        """Stops that were delivered, in part at least."""
        return sum(stop.state == MatchState.DONE for stop in self.stops)

    @property
    def failed(self) -> int:
        """Stops that failed."""
        return sum(stop.state == MatchState.FAILED for stop in self.stops)

    @property
    def tells_addresses(self) -> bool:
        """Whether papers may say where a stop is: only once everybody said yes, and only until it is over."""
        return self.state in (RunState.CONFIRMED, RunState.UNDER_WAY)
