"""Runs read from the store: who drives, which stops in which order, what they take, and how far it is."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Any

from mutualaid.records.folding import fold
from mutualaid.records.household import Household
from mutualaid.records.kinds import ConsentPurpose, MatchState, MovementKind
from mutualaid.records.match import Match
from mutualaid.records.need import Need
from mutualaid.records.place import Site
from mutualaid.records.schedule import Run
from mutualaid.records.supply import CatalogueItem, Lot, Movement
from mutualaid.records.volunteer import Volunteer
from mutualaid.records.zones import km
from mutualaid.services.consents import all_refusing
from mutualaid.services.office import Office
from mutualaid.services.run_order import Hours, Trip, best_order, inserted
from mutualaid.services.run_views import (
    LoadLine,
    RunLine,
    RunPage,
    RunPerson,
    RunStop,
    StopFailure,
    StopGoods,
)
from mutualaid.store.reading import Reading

FAILED_CODE = "stop_failed"
"""The reason, among a match's own, that says why its stop failed."""

_TITLES = frozenset("sr sra srta senor senora senorita don dona mr mrs ms mx dr dra hno hna".split())


def first_name(name: str) -> str:
    """The first name in a contact's name, without a title: "Sra. Rosa Tum" is Rosa."""
    words = name.split()
    while len(words) > 1 and fold(words[0]).strip(".") in _TITLES:
        words = words[1:]
    return words[0].strip(",;") if words else ""


@dataclass(frozen=True)
class Rows:
    """What the stops of some runs name, read in one snapshot."""

    matches: Mapping[str, Match]
    needs: Mapping[str, Need]
    homes: Mapping[str, Household]
    lots: Mapping[str, Lot]
    items: Mapping[str, CatalogueItem]
    sites: Mapping[str, Site]

    def home(self, match: str) -> Household:
        """Where a stop is."""
        return self.homes[self.needs[self.matches[match].need].household]


def read_rows(read: Reading, matches: Collection[str]) -> Rows:
    """Everything that those matches name."""
    kept = {row.uid: row.record for row in read.all(Match, uid=list(matches))}
    needs = {row.uid: row.record for row in read.all(Need, uid=list({match.need for match in kept.values()}))}
    homes = {row.uid: row.record for row in read.all(Household, uid=list({n.household for n in needs.values()}))}
    lots = {use.lot for match in kept.values() for use in match.lots}
    return Rows(
        matches=kept,
        needs=needs,
        homes=homes,
        lots={row.uid: row.record for row in read.all(Lot, uid=list(lots))},
        items={row.record.code: row.record for row in read.all(CatalogueItem)},
        sites={row.record.code: row.record for row in read.all(Site)},
    )


def starts_of(office: Office, run: Run) -> time:
    """When a run leaves: as it says, else at the beginning of its part of the day."""
    return run.starts or office.settings.hours[run.part][0]


def sites_of(rows: Rows, run: Run, stops: Iterable[str]) -> list[str]:
    """Where a run loads, by code: where it starts first. That is the site it names, else the one with most to take."""
    weights: dict[str, float] = defaultdict(float)
    for stop in stops:
        for use in rows.matches[stop].lots:
            if (lot := rows.lots.get(use.lot)) is not None and lot.site in rows.sites:
                weights[lot.site] += use.units * _unit_kg(rows, lot)
    if run.site is not None and run.site in rows.sites:
        weights[run.site] = float("inf")
    return sorted(weights, key=lambda site: (-weights[site], site))


def _unit_kg(rows: Rows, lot: Lot) -> float:
    item = rows.items.get(lot.item)
    return item.unit_kg if item is not None else 0.0


def _along_streets(rows: Rows, match: str) -> tuple[Any, ...]:
    """Where stops of one zone stand among each other: along streets, by house number; then by code."""
    home = rows.home(match)
    words = fold(home.address)
    number = re.search(r"\d+", words)
    street = re.sub(r"[\d#]\S*", "", words).split(",")[0].strip()
    return home.zone, street, int(number.group()) if number else 0, rows.needs[rows.matches[match].need].code


def trip_of(office: Office, rows: Rows, run: Run, stops: Sequence[str]) -> Trip:
    """Those stops as a trip from the site where the run starts; from the first stop's zone where nothing is loaded."""
    zones = [office.zones[rows.home(stop).zone] for stop in stops]
    sites = sites_of(rows, run, stops)
    start = office.zones[rows.sites[sites[0]].zone] if sites else None
    away = [[0.0 if a.code == b.code else km(a, b) for b in zones] for a in zones]
    first = [0.0 if start is None or start.code == zone.code else km(start, zone) for zone in zones]
    leaves = _minutes(starts_of(office, run))
    return Trip(first, away, [_asked(rows, run, stop, leaves) for stop in stops])


def _minutes(moment: time) -> float:
    return moment.hour * 60 + moment.minute + moment.second / 60


def hours_of_stop(rows: Rows, day: date, match: str) -> tuple[tuple[time, time], ...]:
    """The hours that the household asked for on a day."""
    windows = rows.needs[rows.matches[match].need].windows
    return tuple(sorted((window.start, window.end) for window in windows if window.falls_on(day)))


def _asked(rows: Rows, run: Run, match: str, leaves: float) -> Hours:
    return tuple(
        (_minutes(start) - leaves, _minutes(end) - leaves) for start, end in hours_of_stop(rows, run.day, match)
    )


def put_in_order(office: Office, rows: Rows, run: Run, stops: Collection[str]) -> list[str]:
    """The stops in the best order."""
    listed = sorted(stops, key=lambda stop: _along_streets(rows, stop))
    return [listed[at] for at in best_order(trip_of(office, rows, run, listed))]


def joined(office: Office, rows: Rows, run: Run, kept: Sequence[str], new: Collection[str]) -> list[str]:
    """A run's stops with new ones. An order that the program made is made anew; one that somebody chose is kept, and
    the new stops come in between where it is least out of the way.
    """
    if list(kept) == put_in_order(office, rows, run, kept):
        return put_in_order(office, rows, run, [*kept, *new])
    listed = [*kept, *sorted(new, key=lambda stop: _along_streets(rows, stop))]
    trip = trip_of(office, rows, run, listed)
    return [listed[at] for at in inserted(trip, range(len(kept)), range(len(kept), len(listed)))]


def read_run(office: Office, read: Reading, uid: str) -> RunPage:
    """A run's page. Raises BadInput("record_gone")."""
    run = read.get(Run, uid)
    rows = read_rows(read, run.stops)
    stops = [stop for stop in run.stops if stop in rows.matches]
    people = {row.uid: row.record for row in read.all(Volunteer, uid=list(_named(run, rows)))}
    given = _given(read, stops)
    silent = all_refusing(read, ConsentPurpose.SHARE, {rows.needs[rows.matches[stop].need].household for stop in stops})
    trip = trip_of(office, rows, run, stops)
    arrivals = trip.arrivals(range(len(stops)))
    leaves, sites = starts_of(office, run), sites_of(rows, run, stops)
    shown = []
    for at, stop in enumerate(stops):
        away = trip.first[at] if at == 0 else trip.km[at - 1][at]
        shares = rows.needs[rows.matches[stop].need].household not in silent
        shown.append(
            _stop(rows, run, stop, people, given, _clock(leaves, arrivals[at][0]), arrivals[at][1], away, shares)
        )
    crew = [people[one] for one in run.volunteers if one in people]
    return RunPage(
        uid=uid,
        code=run.code,
        day=run.day,
        part=run.part,
        starts=leaves,
        state=run.state,
        confirmed_on=run.confirmed_on,
        note=run.note,
        volunteers=tuple(_person(one, people[one]) for one in run.volunteers if one in people),
        site=sites[0] if sites else None,
        site_name=rows.sites[sites[0]].name if sites else "",
        stops=tuple(shown),
        load=_load(rows, sites, [stop for stop in shown if stop.open]),
        kg=round(sum(stop.kg_all for stop in shown if stop.open), 3),
        capacity_kg=float(max(one.capacity_kg for one in crew)) if crew else None,
        km=round(_between_sites(office, rows, sites) + trip.cost(range(len(stops)))[1], 1),
    )


def _named(run: Run, rows: Rows) -> set[str]:
    voices = {match.interpreter for match in rows.matches.values() if match.interpreter is not None}
    return {*run.volunteers, *voices}


def _person(uid: str, volunteer: Volunteer) -> RunPerson:
    return RunPerson(uid, volunteer.code, volunteer.name, tuple(spoken.code for spoken in volunteer.languages))


def _clock(leaves: time, minutes: float) -> time:
    moment = datetime.combine(date(2000, 1, 1), leaves) + timedelta(minutes=round(minutes / 5) * 5)
    return moment.time()


def _given(read: Reading, stops: Sequence[str]) -> dict[str, int]:
    """Units handed over at each stop, less those that came back."""
    given: dict[str, int] = defaultdict(int)
    for row in read.all(Movement, match=list(stops)):
        if row.record.kind in (MovementKind.HANDED_OUT, MovementKind.RETURNED):
            given[row.record.match or ""] -= row.record.units
    return given


def _stop(
    rows: Rows,
    run: Run,
    uid: str,
    people: Mapping[str, Volunteer],
    given: Mapping[str, int],
    arrival: time,
    late: float,
    away: float,
    shares: bool,
) -> RunStop:
    match = rows.matches[uid]
    need = rows.needs[match.need]
    home = rows.homes[need.household]
    told = next((reason for reason in match.reasons if reason.get("code") == FAILED_CODE), {})
    voice = people.get(match.interpreter or "")
    return RunStop(
        match=uid,
        need=match.need,
        need_code=need.code,
        household=need.household,
        code=home.code,
        contact=first_name(home.contact_name) if shares else "",
        zone=home.zone,
        state=match.state,
        goods=tuple(_goods(rows, use.lot, use.units) for use in match.lots if use.lot in rows.lots),
        hours=hours_of_stop(rows, run.day, uid),
        arrival=arrival,
        late=round(late),
        km=round(away, 1),
        size=home.size,
        diet=tuple(home.diet),
        access=tuple(home.access),
        languages=tuple(need.languages or home.languages),
        interpreter=voice.name if voice is not None else "",
        by_telephone=match.by_telephone,
        shares=shares,
        given=given.get(uid, 0),
        failure=StopFailure(told["why"]) if match.state == MatchState.FAILED and told else None,
        note=str(told.get("note", "")),
    )


def _goods(rows: Rows, lot: str, units: int) -> StopGoods:
    record = rows.lots[lot]
    item = rows.items.get(record.item)
    names = (item.name_en, item.name_es) if item is not None else (record.item, record.item)
    kg = units * _unit_kg(rows, record)
    unit = item.unit if item is not None else "each"
    return StopGoods(lot, record.code, record.item, names, unit, units, kg, record.site, record.expires_on)


def _load(rows: Rows, sites: Sequence[str], stops: Iterable[RunStop]) -> tuple[LoadLine, ...]:
    """The load list: site by site as the run comes to them, item by item, what expires first first."""
    units: dict[str, int] = defaultdict(int)
    goods: dict[str, StopGoods] = {}
    for stop in stops:
        for one in stop.goods:
            units[one.lot] += one.units
            goods[one.lot] = one
    lines = [_load_line(rows, one, units[lot]) for lot, one in goods.items()]
    place = {site: at for at, site in enumerate([*sites[1:], *sites[:1]])}
    last = date.max
    return tuple(sorted(lines, key=lambda x: (place.get(x.site, len(place)), x.item, x.expires_on or last, x.lot_code)))


def _load_line(rows: Rows, one: StopGoods, units: int) -> LoadLine:
    lot = rows.lots[one.lot]
    item = rows.items.get(lot.item)
    site = rows.sites.get(one.site)
    return LoadLine(
        site=one.site,
        site_name=site.name if site is not None else one.site,
        lot_code=lot.code,
        item=lot.item,
        name=one.name,
        unit=one.unit,
        units=units,
        kg=round(units * _unit_kg(rows, lot), 3),
        expires_on=lot.expires_on,
        diet=tuple(sorted({*lot.diet, *(item.diet if item is not None else ())})),
    )


def _between_sites(office: Office, rows: Rows, sites: Sequence[str]) -> float:
    """From site to site before the first stop; the one that the stops are counted from comes last."""
    zones = [office.zones[rows.sites[site].zone] for site in [*sites[1:], *sites[:1]]]
    return sum(km(a, b) for a, b in pairwise(zones) if a.code != b.code)


def run_lines(read: Reading, rows: Sequence[tuple[str, Run]]) -> list[RunLine]:
    """Rows of the list of runs, in order of time, then of code."""
    people = list({one for _uid, run in rows for one in run.volunteers})
    names = {row.uid: row.record.name for row in read.all(Volunteer, uid=people)}
    stops = list({stop for _uid, run in rows for stop in run.stops})
    states: dict[str, MatchState] = dict(read.columns(Match, "state", uid=stops))
    lines = []
    for uid, run in rows:
        of = [states[stop] for stop in run.stops if stop in states]
        crew = tuple(names[one] for one in run.volunteers if one in names)
        waiting, done, failed = (of.count(s) for s in (MatchState.ACCEPTED, MatchState.DONE, MatchState.FAILED))
        lines.append(
            RunLine(uid, run.code, run.day, run.part, run.starts, crew, run.state, len(of), waiting, done, failed)
        )
    return sorted(lines, key=lambda line: (line.day, line.part, line.starts or time(), len(line.code), line.code))
