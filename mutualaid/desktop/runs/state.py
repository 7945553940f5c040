"""What the windows of runs show, enable and say, without a widget."""

from __future__ import annotations

from collections.abc import Sequence

from mutualaid.desktop.needs.state import Names
from mutualaid.desktop.runs.reading import SeenRun
from mutualaid.language import labels
from mutualaid.language.catalog import N_, ntr, tr
from mutualaid.language.formats import format_list, format_number, format_time, format_time_range
from mutualaid.language.goods import goods, weight
from mutualaid.language.reasons import in_miles, slot
from mutualaid.records.kinds import MatchState, RunState
from mutualaid.services.run_views import LoadLine, RunLine, RunPage, RunStop, StopFailure

FAILURES: dict[StopFailure, str] = {
    StopFailure.NOBODY_HOME: N_("Nobody home"),
    StopFailure.WRONG_ADDRESS: N_("Wrong address"),
    StopFailure.DECLINED: N_("Not wanted"),
    StopFailure.NO_TIME: N_("No time left"),
}

KEYS: dict[str, str] = {
    "D": "done",
    "P": "part",
    "H": StopFailure.NOBODY_HOME.value,
    "W": StopFailure.WRONG_ADDRESS.value,
    "R": StopFailure.DECLINED.value,
    "T": StopFailure.NO_TIME.value,
    "O": "open",
    "M": "move",
}
"""One key a stop, for somebody with a telephone in the other hand."""

VERBS: dict[str, str] = {
    "done": N_("Delivered"),
    "part": N_("In part…"),
    **{why.value: words for why, words in FAILURES.items()},
    "open": N_("Open again"),
    "move": N_("Give to…"),
}


def stop_verbs(page: RunPage, stop: RunStop) -> tuple[str, ...]:
    """What can be done with a stop now."""
    if stop.open and page.state in (RunState.CONFIRMED, RunState.UNDER_WAY):
        return ("done", "part", *(why.value for why in StopFailure), "move")
    if stop.open:
        return ("move",)
    return ("open",) if stop.state in (MatchState.DONE, MatchState.FAILED) else ()


def run_verbs(page: RunPage) -> tuple[str, ...]:
    """What can be done with a run now, the next step first."""
    if page.state is RunState.DONE:
        return ("replan",) if page.failed else ()
    some = ["order", "change", "replan"] if page.open else ["replan"] if page.failed else []
    if not page.open:
        return ("finish", *some)
    if page.state is RunState.PLANNED:
        return ("confirm", *some)
    return (*(("start",) if page.state is RunState.CONFIRMED else ()), "all", *some)


def movable(page: RunPage) -> bool:
    """Whether stops may be put in another order."""
    return page.state is not RunState.DONE and len(page.stops) > 1


def next_open(page: RunPage, after: str) -> str:
    """The stop to mark after one: the next that is open, else the first that is; itself when none is left."""
    uids = [stop.match for stop in page.stops]
    at = uids.index(after) if after in uids else -1
    turned = [*page.stops[at + 1 :], *page.stops[: at + 1]]
    return next((stop.match for stop in turned if stop.open), after)


def shifted(page: RunPage, match: str, by: int) -> list[str] | None:
    """The stops with one of them a place further up (-1) or down (1); none where it cannot go."""
    uids = [stop.match for stop in page.stops]
    at = uids.index(match)
    to = at + by
    if not movable(page) or not 0 <= to < len(uids):
        return None
    uids[at], uids[to] = uids[to], uids[at]
    return uids


def stop_title(number: int, stop: RunStop) -> str:
    """Such as "3. Rosa · CASA-91"."""
    return f"{number}. " + " · ".join(filter(None, [stop.contact, stop.code]))


def stop_standing(stop: RunStop) -> str:
    """What became of a stop, or that it waits."""
    if stop.state is MatchState.DONE:
        if stop.given < stop.units:
            return tr("Delivered in part: {given} of {units}", given=stop.given, units=stop.units)
        return tr("Delivered")
    if stop.state is MatchState.FAILED:
        return tr(FAILURES[stop.failure]) if stop.failure is not None else labels.label(stop.state)
    return labels.label(stop.state)


def stop_lines(stop: RunStop, names: Names) -> list[str]:
    """What is under a stop's title: where and when, then what."""
    where = [names.zone(stop.zone), tr("about {time}", time=format_time(stop.arrival))]
    if stop.hours:
        asked = format_list([format_time_range(*hours) for hours in stop.hours], "or")
        where.append(tr("asked for {hours}", hours=asked))
    if stop.late:
        where.append(ntr("{n} minute late", "{n} minutes late", stop.late))
    what = [goods(one.units, one.unit, one.name) for one in stop.goods]
    marks = [labels.diet(tag) for tag in stop.diet] + [labels.access(tag) for tag in stop.access]
    if stop.interpreter:
        marks.append(
            tr("{name} interprets by telephone", name=stop.interpreter)
            if stop.by_telephone
            else tr("{name} interprets", name=stop.interpreter)
        )
    if not stop.shares:
        marks.append(tr("wants nothing shared with a volunteer"))
    return [" · ".join(where), " · ".join([*what, *marks])]


def run_title(page: RunPage) -> str:
    """Who drives when."""
    return f"{people_words([one.name for one in page.volunteers])} · {slot(page.day, page.part)}"


def people_words(names: Sequence[str]) -> str:
    """Names in a list; those who are no longer known are nobody."""
    return format_list(list(names)) if names else tr("Nobody")


def run_line_words(line: RunLine) -> tuple[str, str]:
    """A row of the list of runs: who and how far it is, and when."""
    counted = ntr("{n} stop", "{n} stops", line.stops)
    if line.state is RunState.UNDER_WAY:
        counted = tr("{done} of {stops} marked", done=line.done + line.failed, stops=line.stops)
    elif line.failed:
        counted = " · ".join([counted, ntr("{n} failed", "{n} failed", line.failed)])
    return people_words(line.volunteers), " · ".join([slot(line.day, line.part), labels.label(line.state), counted])


def load_words(line: LoadLine) -> str:
    """A line of the load list."""
    marks = [labels.diet(tag) for tag in line.diet]
    return " · ".join([goods(line.units, line.unit, line.name), line.lot_code, line.site_name, weight(line.kg), *marks])


def load_summary(page: RunPage) -> tuple[str, bool]:
    """What it all weighs against what the car takes, and whether it is too much."""
    if page.capacity_kg is None:
        return weight(page.kg), False
    over = page.kg > page.capacity_kg
    if over:
        return tr("{load} are more than the {room} that fit", load=weight(page.kg), room=weight(page.capacity_kg)), True
    return tr("{load} of {room} that fit", load=weight(page.kg), room=weight(page.capacity_kg)), False


def way_words(page: RunPage) -> str:
    """When and where it leaves, and how far it is."""
    leaves = tr("leaves at {time}", time=format_time(page.starts))
    if page.site_name:
        leaves = tr("leaves {site} at {time}", site=page.site_name, time=format_time(page.starts))
    return " · ".join([leaves, _far(page.km)])


def _far(km: float) -> str:
    if not km:
        return tr("all in one area")
    return tr("about {miles} miles in all", miles=format_number(in_miles(km), digits=1))


def standing_words(page: RunPage) -> str:
    """How far the run is, in a sentence."""
    if page.state is RunState.PLANNED and page.waiting:
        return ntr(
            "{n} stop waits for a yes. No paper tells an address before the run is confirmed.",
            "{n} stops wait for a yes. No paper tells an address before the run is confirmed.",
            page.waiting,
        )
    if page.state is RunState.PLANNED:
        return tr("Everybody said yes. No paper tells an address before the run is confirmed.")
    if page.open:
        marked = page.done + page.failed
        return tr("{marked} of {stops} stops are marked.", marked=marked, stops=len(page.stops))
    if page.failed:
        return tr("{done} delivered, {failed} failed.", done=page.done, failed=page.failed)
    return tr("Everything was delivered.")


def other_words(seen: SeenRun) -> list[tuple[str, str]]:
    """To whom a stop can be given: other runs ("run:" and its uid), then volunteers ("volunteer:" and the uid)."""
    runs = [(f"run:{line.uid}", " · ".join(run_line_words(line))) for line in seen.others]
    return runs + [(f"volunteer:{uid}", tr("{name}, a run of her own", name=name)) for uid, name in seen.volunteers]
